//! Import a table of staff: paste or upload it, see what it would do, confirm.

use super::super::field::upload;
use super::super::form::{Typed, say};
use super::super::uploads::Uploads;
use super::super::{Room, SignedIn, words::Word as H};
use super::forms::label;
use super::refused as rules;
use super::words::Word;
use crate::furniture::{badge, notice};
use crate::pages::Absent;
use axum::Extension;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use election::bytes::Digest;
use headquarters::branch::sheet::Wrong;
use headquarters::permit::{Permit, act};
use headquarters::staff::typed::FIELDS;
use maud::{Markup, html};
use office::{Error, Office, Planned, StaffPreview};
use std::sync::Arc;

/// The largest table that is taken: a province's staff, with Persian letters written as browsers send them.
pub(super) const LARGEST: usize = 128 << 20;

/// Wrong cells that are listed; all are counted.
const LISTED: usize = 200;

/// The longest pasted table that a refused form comes back with; whoever has more mends the file and sends it again.
const ECHOED: usize = 64 << 10;

/// The tables that wait to be confirmed.
type Waiting = Extension<Arc<Uploads>>;

pub(super) async fn ask(signed: SignedIn) -> Response {
    page(&signed, "", &html! {}).into_response()
}

/// What a pasted table would do; or, once that was seen, that it was done.
pub(super) async fn take(
    State(office): State<Office>,
    Extension(uploads): Waiting,
    signed: SignedIn,
    typed: Typed,
) -> Result<Response, Absent> {
    match typed.get("token") {
        "" => preview(&office, &uploads, &signed, Arc::from(typed.get("table").as_bytes())).await,
        token => confirm(&office, &uploads, &signed, token, typed.get("seen")).await,
    }
}

/// A table that comes as a file is shown as one that was pasted.
pub(super) async fn take_file(
    State(office): State<Office>,
    Extension(uploads): Waiting,
    signed: SignedIn,
    form: Multipart,
) -> Result<Response, Absent> {
    match upload::file(form, "file").await.and_then(upload::text) {
        Ok(text) => preview(&office, &uploads, &signed, Arc::from(text.into_bytes())).await,
        Err(why) => Ok(upload::refused(&signed, &why, |said| page(&signed, "", said))),
    }
}

async fn preview(
    office: &Office,
    uploads: &Uploads,
    signed: &SignedIn,
    table: Arc<[u8]>,
) -> Result<Response, Absent> {
    match office.preview_staff(&signed.permit()?, rows(Arc::clone(&table))).await {
        Ok(preview) => {
            let token = uploads.keep(signed.officer.person, table);
            Ok(page(signed, "", &shown(signed, &token, &preview)).into_response())
        }
        Err(error) => refused(signed, &table, error),
    }
}

/// Does what was shown. Where somebody else changed one of those whom it touches, it is shown anew.
async fn confirm(
    office: &Office,
    uploads: &Uploads,
    signed: &SignedIn,
    token: &str,
    seen: &str,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let person = signed.officer.person;
    let Some(table) = uploads.find(person, token) else {
        let said = notice("now", lang.say(Word::UploadGone), lang.say(Word::UploadGoneHint));
        return Ok((StatusCode::CONFLICT, page(signed, "", &said)).into_response());
    };
    let permit: Permit<act::Import> = signed.permit()?;
    let done = match seen.parse::<Digest>() {
        Ok(seen) => office.import_staff(&permit, rows(Arc::clone(&table)), seen).await,
        Err(_) => Err(Error::Changed),
    };
    match done {
        Ok(_) => {
            uploads.forget(person);
            Ok(Redirect::to(&format!("/{}/hq/staff", lang.code())).into_response())
        }
        Err(Error::Changed) => match office.preview_staff(&permit, rows(Arc::clone(&table))).await {
            Ok(preview) => {
                let anew = html! {
                    (notice("now", lang.say(Word::ChangedStaff), ""))
                    (shown(signed, token, &preview))
                };
                Ok((StatusCode::CONFLICT, page(signed, "", &anew)).into_response())
            }
            Err(error) => refused(signed, &table, error),
        },
        Err(error) => refused(signed, &table, error),
    }
}

/// The rows of a table, one at a time: a clipboard has tabs, a file commas or semicolons.
fn rows(table: Arc<[u8]>) -> impl Iterator<Item = Vec<String>> + Send + 'static {
    let heading = table.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let delimiter = [b'\t', b';', b','].into_iter().find(|d| heading.contains(d)).unwrap_or(b',');
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(std::io::Cursor::new(table));
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
        p.hint { (lang.say(Word::ImportBars)) }
        (outcome)
        (upload::form(lang, "/hq/staff/import/file"))
        form.card method="post" action={ "/" (lang.code()) "/hq/staff/import" } {
            label for="table" { (lang.say(H::ImportTable)) }
            textarea #table name="table" rows="10" dir="ltr" spellcheck="false" { (text) }
            button { (lang.say(H::ImportPreview)) }
        }
    };
    super::super::page(signed, Room::Staff, title, "/hq/staff/import", &content)
}

fn refused(signed: &SignedIn, table: &[u8], error: Error) -> Result<Response, Absent> {
    let text = if table.len() <= ECHOED { String::from_utf8_lossy(table) } else { "".into() };
    match error {
        Error::Sheet(wrong) => {
            let said = cells(signed, &wrong);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(signed, &text, &said)).into_response())
        }
        other => {
            let why = rules::say(signed.lang, other).map_err(|e| signed.failed(e))?;
            Ok((StatusCode::CONFLICT, page(signed, &text, &notice("now", &why, ""))).into_response())
        }
    }
}

fn cells(signed: &SignedIn, wrong: &[Wrong]) -> Markup {
    let lang = signed.lang;
    html! {
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
    }
}

fn shown(signed: &SignedIn, token: &str, preview: &StaffPreview) -> Markup {
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
            input type="hidden" name="token" value=(token);
            input type="hidden" name="seen" value=(preview.seen);
            button { (lang.say(H::ImportConfirm)) }
        }
        ul.plain {
            @for row in &preview.listed {
                @let (tone, said) = word(row.planned);
                li {
                    (badge(tone, lang.say(said))) " " (row.name) " " span.id dir="ltr" { (lang.digits(&row.national)) } " " span.id dir="ltr" { (row.home) }
                    @for (field, before, after) in &row.changes {
                        " · " (lang.say(label(field))) ": " bdi { (lang.digits(before)) } " " (lang.pick("←", "→")) " " bdi { (lang.digits(after)) }
                    }
                }
            }
        }
    }
}
