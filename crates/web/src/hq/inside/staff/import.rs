//! Import a table of staff: paste or upload it, see what it would do, confirm.

use super::super::columns::{self, Column, Takes, Word as C, both, values};
use super::super::field::upload;
use super::super::form::Typed;
use super::super::uploads::Uploads;
use super::super::{Room, SignedIn, words::Word as H};
use super::forms::label;
use super::refused as rules;
use super::words::{self, Word};
use crate::furniture::{badge, notice};
use crate::pages::Absent;
use axum::Extension;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use election::bytes::Digest;
use headquarters::permit::{Permit, act};
use headquarters::staff::sheet::{COLUMNS, OPTIONAL};
use headquarters::staff::{Kin, Post, Schooling};
use maud::{Markup, html};
use office::{Error, Office, Planned, StaffPreview};
use std::sync::Arc;

/// The largest table that is taken: a province's staff, with Persian letters written as browsers send them.
pub(super) const LARGEST: usize = 128 << 20;

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
    match upload::table(form, "file").await {
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
    match office.preview_staff(&signed.permit()?, coded(&table)).await {
        Ok(preview) => {
            let passed_over = columns::passed_over(signed.lang, &staff_columns(), &heading(&table));
            let token = uploads.keep(signed.officer.person, table);
            let said = html! { (passed_over) (shown(signed, &token, &preview)) };
            Ok(page(signed, "", &said).into_response())
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
    let permit: Permit<act::RecruitStaff> = signed.permit()?;
    let done = match seen.parse::<Digest>() {
        Ok(seen) => office.import_staff(&permit, coded(&table), seen).await,
        Err(_) => Err(Error::Changed),
    };
    match done {
        Ok(_) => {
            uploads.forget(person);
            Ok(Redirect::to(&format!("/{}/hq/staff", lang.code())).into_response())
        }
        Err(Error::Changed) => match office.preview_staff(&permit, coded(&table)).await {
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

/// The rows of a table by their codes, one at a time.
fn coded(table: &Arc<[u8]>) -> impl Iterator<Item = Vec<String>> + Send + 'static {
    columns::in_codes(staff_columns(), columns::rows(Arc::clone(table)))
}

fn heading(table: &Arc<[u8]>) -> Vec<String> {
    columns::rows(Arc::clone(table)).next().unwrap_or_default()
}

/// The columns of a table of staff.
pub(crate) fn staff_columns() -> Vec<Column> {
    let yes_no = || Takes::OneOf(vec![("yes", both(Word::Yes)), ("no", both(Word::No))]);
    let column = |code: &'static str| {
        let (takes, example) = match code {
            "national" => (Takes::Code, "0012345679"),
            "name" => (Takes::Text, "مریم نوری"),
            "latin" => (Takes::Text, "Maryam Nouri"),
            "phone" => (Takes::Code, "09121234567"),
            "post" => {
                let posts = values(Post::ALL, Post::code, |lang, post| lang.say(words::post(post)));
                (Takes::OneOf(posts), "operator")
            }
            "home" => (Takes::Place, "tehran/rey/2"),
            "lives" => (Takes::Point, "35.58,51.43"),
            "born" => (Takes::Day, "1991-07-23"),
            "schooling" => {
                let all =
                    values(Schooling::ALL, Schooling::code, |lang, one| lang.say(words::schooling(one)));
                (Takes::OneOf(all), "diploma")
            }
            "kin" => {
                (Takes::OneOf(values(Kin::ALL, Kin::code, |lang, kin| lang.say(words::kin(kin)))), "none")
            }
            "number" => (Takes::Number, ""),
            _ => (yes_no(), "no"),
        };
        let name = if code == "number" { both(C::FileNumber) } else { both(label(code)) };
        Column::new(code, name, takes).optional(OPTIONAL.contains(&code)).example(example)
    };
    COLUMNS.into_iter().map(column).collect()
}

/// The table to be filled in.
pub(super) async fn template(signed: SignedIn) -> Result<Response, Absent> {
    columns::template(signed.lang, "staff", &staff_columns(), C::StaffNote)
}

fn page(signed: &SignedIn, text: &str, outcome: &Markup) -> Markup {
    let lang = signed.lang;
    let title = lang.say(Word::Import);
    let content = html! {
        h1 { (title) }
        p { (lang.say(H::ImportLead)) }
        p.hint { (lang.say(Word::ImportBars)) }
        (outcome)
        (columns::guide(lang, &staff_columns(), C::StaffNote, "/hq/staff/import/template.xlsx"))
        (upload::form(lang, "/hq/staff/import/file"))
        form.card method="post" action={ "/" (lang.code()) "/hq/staff/import" } {
            label for="table" { (lang.say(H::ImportTable)) }
            textarea #table name="table" rows="10" dir="ltr" spellcheck="false" { (text) }
            button { (lang.say(H::ImportPreview)) }
        }
    };
    super::super::page(signed, Room::Staff, title, "/hq/staff/import", &content)
}

fn refused(signed: &SignedIn, table: &Arc<[u8]>, error: Error) -> Result<Response, Absent> {
    let text = if table.len() <= ECHOED { String::from_utf8_lossy(table) } else { "".into() };
    match error {
        Error::Sheet(wrong) => {
            let said = columns::refused(signed.lang, &staff_columns(), &heading(table), &wrong);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(signed, &text, &said)).into_response())
        }
        other => {
            let why = rules::say(signed.lang, other).map_err(|e| signed.failed(e))?;
            Ok((StatusCode::CONFLICT, page(signed, &text, &notice("now", &why, ""))).into_response())
        }
    }
}

fn shown(signed: &SignedIn, token: &str, preview: &StaffPreview) -> Markup {
    let (lang, columns) = (signed.lang, staff_columns());
    let of = |code: &str| columns.iter().find(|column| column.is(code));
    let name = |code: &'static str| of(code).map_or(code, |column| column.name(lang));
    let value =
        |code: &str, value: &str| of(code).map_or(value.to_owned(), |column| column.said(lang, value));
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
                        " · " (name(field)) ": " bdi { (value(field, before)) } " " (lang.pick("←", "→")) " " bdi { (value(field, after)) }
                    }
                }
            }
        }
    }
}
