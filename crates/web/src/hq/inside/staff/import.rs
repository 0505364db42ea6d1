//! Import a table of staff: paste it, see what it would do, confirm.

use super::super::form::{Typed, say};
use super::super::{Room, SignedIn, words::Word as H};
use super::forms::label;
use super::refused as rules;
use super::words::Word;
use crate::furniture::{badge, notice};
use crate::pages::Absent;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use headquarters::branch::sheet::Wrong;
use headquarters::staff::typed::FIELDS;
use maud::{Markup, html};
use office::{Error, Office, Planned, StaffPreview};

/// The largest table that is taken: a province's staff, with Persian letters written as browsers send them.
pub(super) const LARGEST: usize = 128 << 20;

/// Wrong cells that are listed; all are counted.
const LISTED: usize = 200;

pub(super) async fn ask(signed: SignedIn) -> Response {
    page(&signed, "", &html! {}).into_response()
}

pub(super) async fn take(
    State(office): State<Office>,
    signed: SignedIn,
    typed: Typed,
) -> Result<Response, Absent> {
    answer(&office, &signed, typed.get("table"), typed.get("seen")).await
}

/// What a table would do; or, once that was seen, that it was done.
async fn answer(office: &Office, signed: &SignedIn, text: &str, seen: &str) -> Result<Response, Absent> {
    let lang = signed.lang;
    let permit = signed.permit()?;
    let rows = rows(text.to_owned());
    let done = match seen.parse() {
        Ok(seen) => office.import_staff(&permit, rows, seen).await.map(|_| None),
        Err(_) => office.preview_staff(&permit, rows).await.map(Some),
    };
    match done {
        Ok(None) => Ok(Redirect::to(&format!("/{}/hq/staff", lang.code())).into_response()),
        Ok(Some(preview)) => Ok(page(signed, text, &shown(signed, text, &preview)).into_response()),
        Err(Error::Sheet(wrong)) => Ok(refused(signed, text, &wrong)),
        Err(other) => {
            let why = rules::say(lang, other).map_err(|e| signed.failed(e))?;
            Ok((StatusCode::CONFLICT, page(signed, text, &notice("now", &why, ""))).into_response())
        }
    }
}

/// The rows of a pasted table, one at a time: a clipboard has tabs, a file commas or semicolons.
fn rows(text: String) -> impl Iterator<Item = Vec<String>> + Send + 'static {
    let heading = text.lines().next().unwrap_or_default();
    let delimiter =
        [b'\t', b';', b','].into_iter().find(|d| heading.contains(char::from(*d))).unwrap_or(b',');
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(std::io::Cursor::new(text));
    let rows = reader.into_records().filter_map(Result::ok);
    rows.map(|row| row.iter().map(str::to_owned).collect())
}

fn page(signed: &SignedIn, text: &str, outcome: &Markup) -> Markup {
    let lang = signed.lang;
    let title = lang.say(Word::Import);
    let content = html! {
        h1 { (title) }
        p { (lang.say(H::ImportLead)) }
        pre dir="ltr" tabindex="0" { (FIELDS.join(",")) }
        (outcome)
        form.card method="post" action={ "/" (lang.code()) "/hq/staff/import" } {
            label for="table" { (lang.say(H::ImportTable)) }
            textarea #table name="table" rows="10" dir="ltr" spellcheck="false" { (text) }
            button { (lang.say(H::ImportPreview)) }
        }
    };
    super::super::page(signed, Room::Staff, title, "/hq/staff/import", &content)
}

fn refused(signed: &SignedIn, text: &str, wrong: &[Wrong]) -> Response {
    let lang = signed.lang;
    let said = html! {
        (notice("bad", &lang.fill(H::ImportWrong, &[&lang.number(wrong.len() as u64)]), ""))
        table.stack {
            thead { tr { th scope="col" { (lang.say(H::ImportRow)) } th scope="col" { (lang.say(H::ImportColumn)) } th scope="col" { (lang.say(H::FieldReason)) } } }
            tbody {
                @for one in wrong.iter().take(LISTED) {
                    tr {
                        td data-label=(lang.say(H::ImportRow)) { (lang.number(one.row as u64)) }
                        td data-label=(lang.say(H::ImportColumn)) { (lang.say(label(one.column))) " " code dir="ltr" { (one.column) } }
                        td data-label=(lang.say(H::FieldReason)) { (say(lang, one.why)) }
                    }
                }
            }
        }
    };
    (StatusCode::UNPROCESSABLE_ENTITY, page(signed, text, &said)).into_response()
}

fn shown(signed: &SignedIn, text: &str, preview: &StaffPreview) -> Markup {
    let lang = signed.lang;
    let numbers =
        [preview.count.new, preview.count.changed, preview.count.same].map(|n| lang.number(n as u64));
    let word = |planned: Planned| match planned {
        Planned::New => ("green", H::ImportNew),
        Planned::Changed => ("amber", H::ImportChanged),
        Planned::Same => ("later", H::ImportSame),
    };
    html! {
        (notice("good", &lang.fill(H::ImportCounts, &[&numbers[0], &numbers[1], &numbers[2]]), ""))
        form method="post" action={ "/" (lang.code()) "/hq/staff/import" } {
            input type="hidden" name="table" value=(text);
            input type="hidden" name="seen" value=(preview.seen);
            button { (lang.say(H::ImportConfirm)) }
        }
        ul.plain {
            @for row in &preview.listed {
                @let (tone, said) = word(row.planned);
                li { (badge(tone, lang.say(said))) " " (row.name) " " span.id dir="ltr" { (lang.digits(&row.national)) } " " span.id dir="ltr" { (row.home) } }
            }
        }
    }
}
