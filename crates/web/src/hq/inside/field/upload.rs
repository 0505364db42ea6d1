//! A table as a file: a workbook as offices send them, or text with commas, semicolons or tabs.

use super::super::export::tame;
use super::super::{SignedIn, words::Word as H};
use super::words::Word as F;
use crate::furniture::notice;
use crate::locale::Lang;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use calamine::{DataRef, Reader as _, Xlsx, XlsxError};
use maud::{Markup, html};
use std::io::Cursor;

/// A workbook says itself how large its sheet is; more than this is no table of branches.
const MOST_ROWS: u32 = 200_000;
const MOST_COLUMNS: u32 = 64;

/// Why a file is no table.
#[derive(Debug, thiserror::Error)]
pub(in crate::hq::inside) enum Unreadable {
    /// Nothing was chosen, or it did not arrive whole.
    #[error("no file came, or it was cut off on its way")]
    NoFile,
    /// More than the form takes.
    #[error("the file is larger than is taken")]
    TooLarge,
    /// It is neither a workbook nor text.
    #[error("the file is neither a workbook nor text in UTF-8")]
    NotText,
    /// It says that it is a workbook.
    #[error("the workbook cannot be read: {0}")]
    Workbook(#[from] XlsxError),
    /// It has no sheet, or one that is too large.
    #[error("the first sheet is absent, or larger than {MOST_ROWS} rows and {MOST_COLUMNS} columns")]
    Sheet,
}

/// The form that sends a file to this address.
pub(in crate::hq::inside) fn form(lang: Lang, path: &str) -> Markup {
    html! {
        form.card method="post" enctype="multipart/form-data" action={ "/" (lang.code()) (path) } {
            label for="file" { (lang.say(F::ImportFile)) }
            input #file name="file" type="file" accept=".xlsx,.csv,.tsv,.txt";
            button { (lang.say(H::ImportPreview)) }
        }
    }
}

/// Said of a file that is no table, on the page that `page` makes of it.
pub(in crate::hq::inside) fn refused(
    signed: &SignedIn,
    why: &Unreadable,
    page: impl FnOnce(&Markup) -> Markup,
) -> Response {
    let lang = signed.lang;
    let hint = match why {
        Unreadable::NoFile => F::ImportNoFile,
        Unreadable::TooLarge => F::ImportTooLarge,
        Unreadable::NotText => F::ImportNotText,
        Unreadable::Workbook(_) => F::ImportBadWorkbook,
        Unreadable::Sheet => F::ImportBadSheet,
    };
    let said = notice("bad", lang.say(F::ImportNoTable), lang.say(hint));
    (StatusCode::UNPROCESSABLE_ENTITY, page(&said)).into_response()
}

/// The file of this field of a form.
pub(in crate::hq::inside) async fn file(mut form: Multipart, name: &str) -> Result<Vec<u8>, Unreadable> {
    let broken = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Unreadable::TooLarge,
        _ => Unreadable::NoFile,
    };
    while let Some(field) = form.next_field().await.map_err(broken)? {
        if field.name() == Some(name) {
            let bytes = field.bytes().await.map_err(broken)?;
            return if bytes.is_empty() { Err(Unreadable::NoFile) } else { Ok(bytes.to_vec()) };
        }
    }
    Err(Unreadable::NoFile)
}

/// The table as text: what is confirmed later is what was shown, whatever the file was.
pub(in crate::hq::inside) fn text(file: Vec<u8>) -> Result<String, Unreadable> {
    if !file.starts_with(b"PK") {
        return String::from_utf8(file).map_err(|_| Unreadable::NotText);
    }
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in workbook(&file)? {
        // An empty record would be no line; one empty cell is.
        let row = if row.is_empty() { vec![String::new()] } else { row };
        writer.write_record(row.iter().map(|cell| tame(cell))).expect("memory takes what is written");
    }
    let text = writer.into_inner().expect("memory takes what is written");
    Ok(String::from_utf8(text).expect("cells are text"))
}

/// The cells of a workbook's first sheet.
fn workbook(file: &[u8]) -> Result<Vec<Vec<String>>, Unreadable> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file))?;
    let first = book.sheet_names().first().cloned().ok_or(Unreadable::Sheet)?;
    let mut reader = book.worksheet_cells_reader(&first)?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    // Cell by cell: a range would be made as large as the sheet says that it is.
    while let Some(cell) = reader.next_cell()? {
        let (row, column) = cell.get_position();
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(Unreadable::Sheet);
        }
        let (row, column) = (row as usize, column as usize);
        if rows.len() <= row {
            rows.resize_with(row + 1, Vec::new);
        }
        if rows[row].len() <= column {
            rows[row].resize(column + 1, String::new());
        }
        rows[row][column] = said(cell.get_value());
    }
    Ok(rows)
}

/// A cell as it would be typed.
fn said(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTimeIso(at) | DataRef::DurationIso(at) => at.clone(),
        // Not empty: the cell is named as one that cannot be taken.
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rust_xlsxwriter::{Format, Workbook};

    #[test]
    fn a_workbook_says_what_the_same_text_says() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (column, cell) in (0..).zip(["place", "name", "devices", "agreed"]) {
            sheet.write(0, column, cell).expect("a cell");
        }
        sheet.write(2, 0, "tehran/rey/2/0007").expect("a cell");
        sheet.write(2, 1, "دبستان «البرز»، ری").expect("a cell");
        sheet.write(2, 2, 2.0).expect("a cell");
        // 20 January 2026 as spreadsheets count days.
        sheet.write_with_format(2, 3, 46_042, &Format::new().set_num_format("yyyy-mm-dd")).expect("a cell");
        let read = text(book.save_to_buffer().expect("a file")).expect("a table");
        assert_eq!(
            read,
            "place,name,devices,agreed\n\"\"\ntehran/rey/2/0007,دبستان «البرز»، ری,2,2026-01-20\n"
        );
    }

    #[test]
    fn a_sheet_that_is_too_wide_is_refused_and_not_made() {
        let mut book = Workbook::new();
        book.add_worksheet().write(1_000_000, 16_000, "x").expect("a cell");
        assert!(matches!(text(book.save_to_buffer().expect("a file")), Err(Unreadable::Sheet)));
        assert!(matches!(text(vec![0xff, 0xfe]), Err(Unreadable::NotText)));
        assert!(matches!(text(b"PK\x03\x04 no workbook".to_vec()), Err(Unreadable::Workbook(_))));
    }

    proptest! {
        /// Whatever is sent, it is a table or refused; a workbook with a flipped byte too.
        #[test]
        fn any_file_is_a_table_or_refused(at in 0..4_000_usize, byte: u8, any in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut book = Workbook::new();
            book.add_worksheet().write(0, 0, "place").expect("a cell");
            let mut file = book.save_to_buffer().expect("a file");
            let at = at % file.len();
            file[at] ^= byte;
            let _ = text(file);
            let _ = text([b"PK".as_slice(), &any].concat());
            let _ = text(any);
        }
    }
}
