//! Lists as files: CSV, XLSX, JSON. Of what the officer's permit reaches and the page's filters choose, whole.
//!
//! CSV and JSON are for programs: headings are English and stay, days are written as ISO writes them, codes as tables have
//! them. A workbook is for people, in the language of the page (`columns.rs`). `docs/operations/exports.md` says what the
//! columns hold.

mod decisions;
mod journal;
mod letters;

pub(super) use decisions::decisions;
pub(super) use journal::{MOST, journal};
pub(super) use letters::letters;

use super::SignedIn;
use super::words::Word as H;
use crate::locale::Lang;
use crate::pages::Absent;
use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{Stream, StreamExt as _, TryStreamExt as _, iter};
use headquarters::permit::PersonId;
use maud::{Markup, html};
use office::{Error, Names};
use rust_xlsxwriter::{Workbook, XlsxError};

/// Rows that are read at once.
const AT_ONCE: usize = 1_000;

/// The longest text of a spreadsheet's cell, in units of UTF-16.
const LONGEST_CELL: usize = 32_767;

/// The kinds of files, as addresses end with them.
pub(super) const KINDS: [&str; 3] = ["csv", "xlsx", "json"];

/// Which file an address asks for, by its ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    Csv,
    Xlsx,
    Json,
}

impl<S: Send + Sync> FromRequestParts<S> for Ending {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        match parts.uri.path().rsplit_once('.').map(|(_, ending)| ending) {
            Some("csv") => Ok(Ending::Csv),
            Some("xlsx") => Ok(Ending::Xlsx),
            Some("json") => Ok(Ending::Json),
            _ => Err(StatusCode::NOT_FOUND),
        }
    }
}

/// The ways from a list to the same rows as files.
pub(crate) fn links(lang: Lang, path: &str, kinds: &[&str], query: &str) -> Markup {
    html! {
        @for kind in kinds {
            a href={ "/" (lang.code()) (path) "." (kind) (query) } { (lang.say(H::DownloadAs)) " " (kind.to_uppercase()) }
        }
    }
}

/// A table for people and programs alike.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) heading: Vec<&'static str>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn text(&self) -> Vec<u8> {
        let mut file = csv_begin(&self.heading);
        file.extend(csv_rows(&self.rows));
        file
    }

    /// A workbook of it; `counted` are the places of the columns that a spreadsheet may add up.
    pub(crate) fn workbook(&self, lang: Lang, counted: Vec<bool>) -> Result<Vec<u8>, XlsxError> {
        let mut sheet = Sheet::begin(lang, &self.heading)?.counting(counted);
        sheet.add(&self.rows)?;
        sheet.end()
    }
}

/// What is said of a workbook that cannot be written; its own texts are cut to what it takes.
pub(super) fn unwritten(error: XlsxError) -> Absent {
    Absent::Unplanned(error.to_string())
}

/// A kind's media type and ending.
pub(super) const CSV: (&str, &str) = ("text/csv; charset=utf-8", "csv");
pub(super) const XLSX: (&str, &str) =
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx");
pub(super) const JSON: (&str, &str) = ("application/json", "json");

/// A file under its name.
pub(super) fn attached(
    name: &str,
    (kind, ending): (&'static str, &str),
    file: impl IntoResponse,
) -> Response {
    let name = format!("attachment; filename=\"{name}.{ending}\"");
    let mut answer = file.into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, kind.parse().expect("a media type"));
    headers.insert(header::CONTENT_DISPOSITION, name.parse().expect("a name of ours"));
    answer
}

/// The parts of a list, of which the first is read before anything is answered: a failure is then told as one.
pub(super) async fn begun<T: Send + 'static>(
    signed: &SignedIn,
    parts: impl Stream<Item = Result<T, Error>> + Send + 'static,
) -> Result<impl Stream<Item = Result<T, Error>> + Send + Unpin + 'static, Absent> {
    let mut rest = Box::pin(parts);
    let first = rest.try_next().await.map_err(|e| signed.failed(e))?;
    Ok(iter(first.map(Ok)).chain(rest))
}

/// A body that is read while it is sent. Should that fail in the middle, the connection ends before the body does, so that
/// nobody takes a part for the whole.
pub(super) fn sent(
    begin: Vec<u8>,
    pieces: impl Stream<Item = Result<Vec<u8>, Error>> + Send + 'static,
    end: Vec<u8>,
) -> Body {
    let alone = |piece| iter([Ok::<_, Error>(piece)]);
    Body::from_stream(alone(begin).chain(pieces).chain(alone(end)))
}

/// The first line of a file, and before it what tells spreadsheets that it is UTF-8.
pub(super) fn csv_begin(heading: &[&str]) -> Vec<u8> {
    let mut file = "\u{feff}".as_bytes().to_vec();
    file.extend(csv_lines([heading.iter().map(|name| (*name).to_owned()).collect()]));
    file
}

pub(super) fn csv_rows(rows: &[Vec<String>]) -> Vec<u8> {
    csv_lines(rows.iter().map(|row| row.iter().map(|cell| tame(cell)).collect()))
}

fn csv_lines(rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(&row).expect("rows are as long as their heading, and memory takes them");
    }
    writer.into_inner().expect("memory takes what is written")
}

/// A workbook that grows row by row; its rows lie on the disk until it is whole.
pub(super) struct Sheet {
    book: Workbook,
    next: u32,
    /// Which columns hold numbers.
    counted: Vec<bool>,
}

impl Sheet {
    pub(super) fn begin(lang: Lang, heading: &[&str]) -> Result<Self, XlsxError> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheet.set_right_to_left(lang.dir() == "rtl");
        sheet.set_freeze_panes(1, 0)?;
        sheet.write_row(0, 0, heading.iter().copied())?;
        Ok(Self { book, next: 1, counted: Vec::new() })
    }

    /// The same, with numbers in these columns: a spreadsheet adds them up. Everywhere else what stands is text, for a number
    /// that begins with zero, or is longer than a spreadsheet's numbers, has to stay what it is.
    pub(super) fn counting(self, counted: Vec<bool>) -> Self {
        Self { counted, ..self }
    }

    pub(super) fn add(&mut self, rows: &[Vec<String>]) -> Result<(), XlsxError> {
        let sheet = self.book.worksheet_from_index(0)?;
        for cells in rows {
            for (at, cell) in (0..).zip(cells) {
                let is_counted = self.counted.get(usize::from(at)).is_some_and(|counted| *counted);
                match cell.parse::<f64>() {
                    Ok(number) if is_counted => sheet.write_number(self.next, at, number)?,
                    _ => sheet.write_string(self.next, at, fitting(cell))?,
                };
            }
            self.next += 1;
        }
        Ok(())
    }

    fn end(mut self) -> Result<Vec<u8>, XlsxError> {
        self.book.save_to_buffer()
    }

    /// The file, once all rows are in it; nobody's page waits while it is packed.
    pub(super) async fn attached(self, name: &str) -> Result<Response, Absent> {
        let file = tokio::task::spawn_blocking(|| self.end()).await.expect("a workbook does not panic");
        Ok(attached(name, XLSX, file.map_err(unwritten)?))
    }
}

/// As much of a text as a spreadsheet's cell takes.
fn fitting(cell: &str) -> &str {
    let mut units = 0;
    let end = cell.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > LONGEST_CELL
    });
    end.map_or(cell, |(at, _)| &cell[..at])
}

/// A cell that a spreadsheet would compute is told to be text: somebody typed it.
pub(super) fn tame(cell: &str) -> String {
    if computes(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// The same cell as it was before: a table of ours may be brought in again.
pub(super) fn untamed(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| computes(rest)).unwrap_or(cell)
}

/// Would a spreadsheet compute it, or take it for one that was told not to?
fn computes(cell: &str) -> bool {
    let cell = cell.trim_start_matches('\'');
    cell.starts_with(['=', '+', '@', '\t', '\r']) || (cell.starts_with('-') && cell.parse::<f64>().is_err())
}

/// A person as two cells: what they sign in with, and their name. The name is not for keeping apart who is who.
fn person(names: &Names, id: Option<PersonId>) -> [String; 2] {
    let found = id.and_then(|id| names.of(id));
    found.map_or_else(Default::default, |person| [person.login.clone(), person.name.clone()])
}

/// What may be absent.
fn said<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader as _, Xlsx};

    #[test]
    fn what_was_tamed_is_read_back_as_it_was() {
        for cell in ["=1", "'=1", "''=1", "'", "'a", "-5", "'-5", "+98", "", "-cmd", "'-cmd"] {
            assert_eq!(untamed(&tame(cell)), cell);
        }
    }

    #[test]
    fn nothing_that_somebody_typed_is_computed_by_a_spreadsheet() {
        assert_eq!(tame("=HYPERLINK(\"http://evil.example\")"), "'=HYPERLINK(\"http://evil.example\")");
        assert_eq!(
            [tame("-12.5"), tame("-cmd"), tame("ری ۱")],
            ["-12.5", "'-cmd", "ری ۱"].map(str::to_owned)
        );
    }

    #[test]
    fn a_spreadsheet_adds_up_what_is_counted_and_leaves_the_rest_as_it_is_written() {
        let row = ["0007", "120", "–"].map(str::to_owned).to_vec();
        let table = Table { name: "t", heading: vec!["code", "voters", "rooms"], rows: vec![row] };
        let file = table.workbook(Lang::Fa, vec![false, true, true]).expect("a file");
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(file)).expect("a workbook");
        let range = book.worksheet_range_at(0).expect("a sheet").expect("cells");
        let row: Vec<&Data> = range.rows().nth(1).expect("a row").iter().collect();
        let text = |text: &str| Data::String(text.to_owned());
        assert_eq!(row, [&text("0007"), &Data::Float(120.0), &text("–")]);
    }

    #[test]
    fn a_workbook_says_what_its_rows_say_and_takes_the_longest_minutes() {
        let long = "م".repeat(40_000);
        let rows = vec![vec!["=1+1".to_owned(), String::new()], vec![long.clone(), "ری".to_owned()]];
        let mut sheet = Sheet::begin(Lang::Fa, &["text", "place"]).expect("a sheet");
        for row in &rows {
            sheet.add(std::slice::from_ref(row)).expect("a row");
        }
        let file = sheet.end().expect("a file");
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(file)).expect("a workbook");
        let range = book.worksheet_range_at(0).expect("a sheet").expect("cells");
        let at = |row, column| range.get_value((row, column)).map(Data::to_string).unwrap_or_default();
        assert_eq!([at(0, 0), at(0, 1), at(1, 0), at(2, 1)], ["text", "place", "=1+1", "ری"]);
        assert_eq!(at(2, 0).chars().count(), LONGEST_CELL);
        assert!(long.starts_with(&at(2, 0)));
    }
}
