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
use std::io::{Cursor, Read as _};
use zip::ZipArchive;

/// A workbook says itself how large its sheet is; more than this is no table of branches.
const MOST_ROWS: u32 = 200_000;
const MOST_COLUMNS: u32 = 64;

/// Bytes that a workbook unpacks to, and bytes that its cells take here. The staff of a province, 150,000 rows, unpack to
/// about 100 MB.
const MOST_UNPACKED: u64 = 256 << 20;

/// A text that cells share takes at least so many bytes in its part: `<si/>`, and what makes it a text.
const SHARED_TEXT: u64 = 8;

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
    /// It unpacks to more than any table is, or says that it does.
    #[error(
        "the workbook unpacks to more than {MOST_UNPACKED} bytes, or says that it has more texts than it holds"
    )]
    Swells,
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
        Unreadable::TooLarge | Unreadable::Swells => F::ImportTooLarge,
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

/// The table in this field of a form, as text. Unpacking it takes a while, for which nobody's page waits.
pub(in crate::hq::inside) async fn table(form: Multipart, name: &str) -> Result<String, Unreadable> {
    let file = file(form, name).await?;
    tokio::task::spawn_blocking(|| text(file)).await.expect("a file is read without a panic")
}

/// The table as text: what is confirmed later is what was shown, whatever the file was.
pub(in crate::hq::inside) fn text(file: Vec<u8>) -> Result<String, Unreadable> {
    if !file.starts_with(b"PK") {
        return String::from_utf8(file).map_err(|_| Unreadable::NotText);
    }
    does_not_swell(&file)?;
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in workbook(&file)? {
        // An empty record would be no line; one empty cell is.
        let row = if row.is_empty() { vec![String::new()] } else { row };
        writer.write_record(row.iter().map(|cell| tame(cell))).expect("memory takes what is written");
    }
    let text = writer.into_inner().expect("memory takes what is written");
    Ok(String::from_utf8(text).expect("cells are text"))
}

/// What a workbook says of itself, its reader believes: how much is packed in it, and for how many texts to make room.
fn does_not_swell(file: &[u8]) -> Result<(), Unreadable> {
    let mut parts = ZipArchive::new(Cursor::new(file)).map_err(XlsxError::from)?;
    let mut left = MOST_UNPACKED;
    for at in 0..parts.len() {
        let part = parts.by_index(at).map_err(XlsxError::from)?;
        let shares_texts =
            part.name().map_err(XlsxError::from)?.to_lowercase().ends_with("sharedstrings.xml");
        let mut part = part.take(left + 1);
        let mut texts = Vec::new();
        let read = match shares_texts {
            true => part.read_to_end(&mut texts).map(|read| read as u64),
            false => std::io::copy(&mut part, &mut std::io::sink()),
        };
        left = left.checked_sub(read.map_err(XlsxError::from)?).ok_or(Unreadable::Swells)?;
        if promised_texts(&texts).any(|promised| promised > texts.len() as u64 / SHARED_TEXT) {
            return Err(Unreadable::Swells);
        }
    }
    Ok(())
}

/// How many texts a part says that it has, wherever it says so. What has no end is more than any.
fn promised_texts(part: &[u8]) -> impl Iterator<Item = u64> {
    const SAID: &[u8] = b"uniqueCount";
    let found = part.windows(SAID.len()).enumerate().filter(|(_, window)| *window == SAID);
    found.map(|(at, _)| {
        let before = |byte: &&u8| byte.is_ascii_whitespace() || b"=\"'+".contains(byte);
        let said = part[at + SAID.len()..].iter().skip_while(before);
        let digits = said.take_while(|byte| byte.is_ascii_digit());
        digits.fold(0, |sum: u64, digit| sum.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
    })
}

/// The cells of a workbook's first sheet.
fn workbook(file: &[u8]) -> Result<Vec<Vec<String>>, Unreadable> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file))?;
    let first = book.sheet_names().first().cloned().ok_or(Unreadable::Sheet)?;
    let mut reader = book.worksheet_cells_reader(&first)?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut left = MOST_UNPACKED;
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
        let text = said(cell.get_value());
        let added = (column + 1).saturating_sub(rows[row].len()) * size_of::<String>();
        // A text that many cells share stands once in the file and many times here.
        left = left.checked_sub((text.len() + added) as u64).ok_or(Unreadable::Swells)?;
        if added > 0 {
            rows[row].resize(column + 1, String::new());
        }
        rows[row][column] = text;
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
    use std::io::Write as _;

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

    fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, part) in parts {
            file.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a part");
            file.write_all(part).expect("its bytes");
        }
        file.finish().expect("a file").into_inner()
    }

    #[test]
    fn a_small_workbook_that_promises_much_is_refused_before_room_is_made() {
        let promises =
            ["'100000000000000'", "' +18446744073709551615'", " \x0c\"4000000000000\"", "\"\x0c3000\""];
        for promised in promises {
            let texts = format!("<?xml version=\"1.0\"?><sst uniqueCount={promised}><si><t>x</t></si></sst>");
            let file =
                packed(&[("xl/worksheets/sheet1.xml", b""), ("xl/SharedStrings.xml", texts.as_bytes())]);
            assert!(matches!(text(file), Err(Unreadable::Swells)), "{promised}");
        }
        let zeros = vec![b' '; 1 << 20];
        let bomb: Vec<(String, &[u8])> =
            (0..300).map(|n| (format!("xl/{n}.xml"), zeros.as_slice())).collect();
        let bomb: Vec<(&str, &[u8])> = bomb.iter().map(|(name, part)| (name.as_str(), *part)).collect();
        let file = packed(&bomb);
        assert!(file.len() < 1 << 20, "{}", file.len());
        assert!(matches!(text(file), Err(Unreadable::Swells)));
    }

    #[test]
    fn a_text_that_many_cells_share_is_not_written_out_without_end() {
        let long = "م".repeat(16_000);
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for row in 0..9_000 {
            sheet.write(row, 0, &long).expect("a cell");
        }
        let file = book.save_to_buffer().expect("a file");
        assert!(file.len() < 1 << 20, "{}", file.len());
        assert!(matches!(text(file), Err(Unreadable::Swells)));
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
