//! Import a table of branches: paste it, see what it would do, confirm.

use super::super::form::{Typed, say};
use super::super::{Room, SignedIn, words::Word as H};
use super::forms::label;
use super::upload;
use super::words::Word as F;
use crate::furniture::{badge, notice};
use crate::pages::Absent;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use headquarters::branch::sheet::{Row, Wrong};
use headquarters::branch::typed::FIELDS;
use maud::{Markup, html};
use office::{Error, Office, Planned, Preview};

/// The largest table that is taken: some hundred thousand rows, with Persian letters written as browsers send them.
pub(super) const LARGEST: usize = 64 << 20;

/// Rows of a preview that are listed; all are counted.
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

/// A table that comes as a file is shown as one that was pasted.
pub(super) async fn take_file(
    State(office): State<Office>,
    signed: SignedIn,
    form: Multipart,
) -> Result<Response, Absent> {
    let file = upload::file(form, "file").await.unwrap_or_default();
    match upload::text(file) {
        Ok(text) => answer(&office, &signed, &text, "").await,
        Err(why) => {
            let said = notice("bad", signed.lang.say(F::ImportNoTable), &why.to_string());
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&signed, "", &said)).into_response())
        }
    }
}

/// What a table would do; or, once that was seen, that it was done.
async fn answer(office: &Office, signed: &SignedIn, text: &str, seen: &str) -> Result<Response, Absent> {
    let lang = signed.lang;
    let cells = cells(text);
    let permit = signed.permit()?;
    if let Ok(seen) = seen.parse() {
        return match office.import_branches(&permit, &cells, seen).await {
            Ok(_) => Ok(Redirect::to(&format!("/{}/hq/branches", lang.code())).into_response()),
            Err(Error::Changed) => {
                let said = notice("now", lang.say(H::FieldChanged), "");
                Ok((StatusCode::CONFLICT, page(signed, text, &said)).into_response())
            }
            Err(Error::Sheet(wrong)) => Ok(refused(signed, text, &wrong)),
            Err(other) => Err(signed.failed(other)),
        };
    }
    match office.preview_branches(&permit, &cells).await {
        Ok(preview) => Ok(page(signed, text, &shown(signed, text, &preview)).into_response()),
        Err(Error::Sheet(wrong)) => Ok(refused(signed, text, &wrong)),
        Err(other) => Err(signed.failed(other)),
    }
}

/// The cells of a pasted table: what a spreadsheet puts on the clipboard has tabs, a file has commas or semicolons.
fn cells(text: &str) -> Vec<Vec<String>> {
    let heading = text.lines().next().unwrap_or_default();
    let delimiter =
        [b'\t', b';', b','].into_iter().find(|d| heading.contains(char::from(*d))).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let rows = reader.records().filter_map(Result::ok);
    rows.map(|row| row.iter().map(str::to_owned).collect()).collect()
}

fn page(signed: &SignedIn, text: &str, outcome: &Markup) -> Markup {
    let lang = signed.lang;
    let title = lang.say(H::BranchImport);
    let content = html! {
        h1 { (title) }
        p { (lang.say(H::ImportLead)) }
        pre dir="ltr" tabindex="0" { (FIELDS.join(",")) }
        (outcome)
        form.card method="post" enctype="multipart/form-data" action={ "/" (lang.code()) "/hq/branches/import/file" } {
            label for="file" { (lang.say(F::ImportFile)) }
            input #file name="file" type="file" accept=".xlsx,.csv,.tsv,.txt";
            button { (lang.say(H::ImportPreview)) }
        }
        form.card method="post" action={ "/" (lang.code()) "/hq/branches/import" } {
            label for="table" { (lang.say(H::ImportTable)) }
            textarea #table name="table" rows="10" dir="ltr" spellcheck="false" { (text) }
            button { (lang.say(H::ImportPreview)) }
        }
    };
    super::super::page(signed, Room::Branches, title, "/hq/branches/import", &content)
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

fn shown(signed: &SignedIn, text: &str, preview: &Preview) -> Markup {
    let lang = signed.lang;
    let count = preview.count();
    let numbers = [count.new, count.changed, count.same].map(|n| lang.number(n as u64));
    let said = |planned: Planned| match planned {
        Planned::New => ("green", H::ImportNew),
        Planned::Changed => ("amber", H::ImportChanged),
        Planned::Same => ("later", H::ImportSame),
    };
    html! {
        (notice("good", &lang.fill(H::ImportCounts, &[&numbers[0], &numbers[1], &numbers[2]]), ""))
        form method="post" action={ "/" (lang.code()) "/hq/branches/import" } {
            input type="hidden" name="table" value=(text);
            input type="hidden" name="seen" value=(preview.seen);
            button { (lang.say(H::ImportConfirm)) }
        }
        ul.plain {
            @for (row, planned) in preview.rows.iter().filter(|row| row.1 != Planned::Same).take(LISTED) {
                @let (tone, word) = said(*planned);
                @let (name, latin) = match row { Row::Region { name, latin, .. } => (name, latin), Row::Branch(site) => (&site.name, &site.latin) };
                li { (badge(tone, lang.say(word))) " " (lang.pick(name, latin)) " " span.id dir="ltr" { (lang.digits(row.place().as_str())) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_from_a_clipboard_or_a_file() {
        for text in ["a\tb\n1\t2", "a;b\n1;2", "a,b\n1,2"] {
            assert_eq!(cells(text), [["a", "b"], ["1", "2"]], "{text}");
        }
        assert_eq!(cells("a,b\n\"1,5\",2")[1], ["1,5", "2"]);
        assert!(cells("").is_empty());
    }
}
