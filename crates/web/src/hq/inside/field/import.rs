//! Import a table: paste it or send a file, see what it would do column by column, confirm.

use super::super::form::{Typed, say};
use super::super::{Room, SignedIn, words::Word as H};
use super::forms::label;
use super::upload;
use super::words::Word as F;
use crate::furniture::{badge, notice};
use crate::locale::Lang;
use crate::pages::Absent;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use election::bytes::Digest;
use headquarters::branch::sheet::Row;
use headquarters::branch::typed::FIELDS;
use headquarters::device::sheet::{COLUMNS, Row as Delivered};
use headquarters::table::Wrong;
use maud::{Markup, html};
use office::{Differs, Error, Imported, Office, Planned, Preview};

/// The largest table that is taken: some hundred thousand rows, with Persian letters written as browsers send them.
pub(super) const LARGEST: usize = 64 << 20;

/// Rows of a preview that are listed; all are counted.
const LISTED: usize = 200;

/// A kind of table that can be brought in.
pub(super) trait Sheet: Send + 'static {
    /// One of its rows.
    type Row: Send + Sync;
    /// Its room.
    const ROOM: Room;
    /// Where its page is, after the language.
    const PATH: &'static str;
    /// Where what was brought in is shown.
    const SHOWN: &'static str;
    /// Its columns.
    const COLUMNS: &'static [&'static str];

    fn title(lang: Lang) -> &'static str;

    /// What a column is called.
    fn column(lang: Lang, column: &str) -> &'static str;

    /// What a row is called in the reader's language, and by machines.
    fn name(lang: Lang, row: &Self::Row) -> (String, String);

    fn preview(
        office: &Office,
        signed: &SignedIn,
        cells: &[Vec<String>],
    ) -> impl Future<Output = Result<Result<Preview<Self::Row>, Error>, Absent>> + Send;

    fn import(
        office: &Office,
        signed: &SignedIn,
        cells: &[Vec<String>],
        seen: Digest,
    ) -> impl Future<Output = Result<Result<Imported, Error>, Absent>> + Send;
}

/// Regions and branches.
pub(super) struct Branches;

impl Sheet for Branches {
    type Row = Row;
    const ROOM: Room = Room::Branches;
    const PATH: &'static str = "/hq/branches/import";
    const SHOWN: &'static str = "/hq/branches";
    const COLUMNS: &'static [&'static str] = &FIELDS;

    fn title(lang: Lang) -> &'static str {
        lang.say(H::BranchImport)
    }

    fn column(lang: Lang, column: &str) -> &'static str {
        label(lang, column)
    }

    fn name(lang: Lang, row: &Row) -> (String, String) {
        let (name, latin) = match row {
            Row::Region { name, latin, .. } => (name, latin),
            Row::Branch(site) => (&site.name, &site.latin),
        };
        (lang.pick(name, latin).to_owned(), row.place().to_string())
    }

    async fn preview(
        office: &Office,
        signed: &SignedIn,
        cells: &[Vec<String>],
    ) -> Result<Result<Preview<Row>, Error>, Absent> {
        Ok(office.preview_branches(&signed.permit()?, cells).await)
    }

    async fn import(
        office: &Office,
        signed: &SignedIn,
        cells: &[Vec<String>],
        seen: Digest,
    ) -> Result<Result<Imported, Error>, Absent> {
        Ok(office.import_branches(&signed.permit()?, cells, seen).await)
    }
}

/// Devices that came.
pub(super) struct Devices;

impl Sheet for Devices {
    type Row = Delivered;
    const ROOM: Room = Room::Devices;
    const PATH: &'static str = "/hq/devices/import";
    const SHOWN: &'static str = "/hq/devices";
    const COLUMNS: &'static [&'static str] = &COLUMNS;

    fn title(lang: Lang) -> &'static str {
        lang.say(F::DeviceImport)
    }

    fn column(lang: Lang, column: &str) -> &'static str {
        lang.say(match column {
            "serial" => H::DeviceSerial,
            "kind" => H::DeviceKind,
            _ => H::DeviceWhere,
        })
    }

    fn name(lang: Lang, row: &Delivered) -> (String, String) {
        (lang.say(super::said::device_kind(row.kind)).to_owned(), row.serial.clone())
    }

    async fn preview(
        office: &Office,
        signed: &SignedIn,
        cells: &[Vec<String>],
    ) -> Result<Result<Preview<Delivered>, Error>, Absent> {
        Ok(office.preview_devices(&signed.permit()?, cells).await)
    }

    async fn import(
        office: &Office,
        signed: &SignedIn,
        cells: &[Vec<String>],
        seen: Digest,
    ) -> Result<Result<Imported, Error>, Absent> {
        Ok(office.import_devices(&signed.permit()?, cells, seen).await)
    }
}

pub(super) async fn ask<S: Sheet>(signed: SignedIn) -> Response {
    page::<S>(&signed, "", &html! {}).into_response()
}

pub(super) async fn take<S: Sheet>(
    State(office): State<Office>,
    signed: SignedIn,
    typed: Typed,
) -> Result<Response, Absent> {
    answer::<S>(&office, &signed, typed.get("table"), typed.get("seen")).await
}

/// A table that comes as a file is shown as one that was pasted.
pub(super) async fn take_file<S: Sheet>(
    State(office): State<Office>,
    signed: SignedIn,
    form: Multipart,
) -> Result<Response, Absent> {
    match upload::file(form, "file").await.and_then(upload::text) {
        Ok(text) => answer::<S>(&office, &signed, &text, "").await,
        Err(why) => Ok(upload::refused(&signed, &why, |said| page::<S>(&signed, "", said))),
    }
}

/// What a table would do; or, once that was seen, that it was done. Where somebody changed a row meanwhile, what it would
/// do now, to be confirmed again.
async fn answer<S: Sheet>(
    office: &Office,
    signed: &SignedIn,
    text: &str,
    seen: &str,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let cells = cells(text);
    let mut conflict = html! {};
    let mut status = StatusCode::OK;
    if let Ok(seen) = seen.parse() {
        match S::import(office, signed, &cells, seen).await? {
            Ok(_) => return Ok(Redirect::to(&format!("/{}{}", lang.code(), S::SHOWN)).into_response()),
            Err(Error::Changed) => {
                status = StatusCode::CONFLICT;
                conflict = notice("now", lang.say(H::FieldChanged), lang.say(F::ImportAgain));
            }
            Err(Error::Sheet(wrong)) => return Ok(refused::<S>(signed, text, &wrong)),
            Err(other) => return Err(signed.failed(other)),
        }
    }
    match S::preview(office, signed, &cells).await? {
        Ok(preview) => {
            let said = html! { (conflict) (shown::<S>(signed, text, &preview)) };
            Ok((status, page::<S>(signed, text, &said)).into_response())
        }
        Err(Error::Sheet(wrong)) => Ok(refused::<S>(signed, text, &wrong)),
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

fn page<S: Sheet>(signed: &SignedIn, text: &str, outcome: &Markup) -> Markup {
    let lang = signed.lang;
    let title = S::title(lang);
    let content = html! {
        h1 { (title) }
        p { (lang.say(H::ImportLead)) }
        pre dir="ltr" tabindex="0" { (S::COLUMNS.join(",")) }
        (outcome)
        (upload::form(lang, &format!("{}/file", S::PATH)))
        form.card method="post" action={ "/" (lang.code()) (S::PATH) } {
            label for="table" { (lang.say(H::ImportTable)) }
            textarea #table name="table" rows="10" dir="ltr" spellcheck="false" { (text) }
            button { (lang.say(H::ImportPreview)) }
        }
    };
    super::super::page(signed, S::ROOM, title, S::PATH, &content)
}

fn refused<S: Sheet>(signed: &SignedIn, text: &str, wrong: &[Wrong]) -> Response {
    let lang = signed.lang;
    let said = html! {
        (notice("bad", &lang.fill(H::ImportWrong, &[&lang.number(wrong.len() as u64)]), ""))
        table.stack {
            thead { tr { th scope="col" { (lang.say(H::ImportRow)) } th scope="col" { (lang.say(H::ImportColumn)) } th scope="col" { (lang.say(H::FieldReason)) } } }
            tbody {
                @for one in wrong.iter().take(LISTED) {
                    tr {
                        td data-label=(lang.say(H::ImportRow)) { (lang.number(one.row as u64)) }
                        td data-label=(lang.say(H::ImportColumn)) { (S::column(lang, one.column)) " " code dir="ltr" { (one.column) } }
                        td data-label=(lang.say(H::FieldReason)) { (say(lang, one.why)) }
                    }
                }
            }
        }
    };
    (StatusCode::UNPROCESSABLE_ENTITY, page::<S>(signed, text, &said)).into_response()
}

fn shown<S: Sheet>(signed: &SignedIn, text: &str, preview: &Preview<S::Row>) -> Markup {
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
        form method="post" action={ "/" (lang.code()) (S::PATH) } {
            input type="hidden" name="table" value=(text);
            input type="hidden" name="seen" value=(preview.seen);
            button { (lang.say(H::ImportConfirm)) }
        }
        ul.plain {
            @for one in preview.effects().take(LISTED) {
                @let (tone, word) = said(one.planned);
                @let (name, code) = S::name(lang, &one.row);
                li {
                    (badge(tone, lang.say(word))) " " (name) " " span.id dir="ltr" { (lang.digits(&code)) }
                    @for differs in &one.differs { (from_to::<S>(lang, differs)) }
                }
            }
        }
    }
}

/// What stands in a column and what would.
fn from_to<S: Sheet>(lang: Lang, Differs { column, before, after }: &Differs) -> Markup {
    let or_nothing =
        |text: &str| if text.is_empty() { lang.say(F::ImportNothing).to_owned() } else { lang.digits(text) };
    html! {
        div.hint {
            (S::column(lang, column)) ": " del { bdi { (or_nothing(before)) } } " · " ins { bdi { (or_nothing(after)) } }
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
