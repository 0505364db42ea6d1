//! The workbook that an import's page hands out to be filled in.

use super::super::export::{XLSX, attached, unwritten};
use super::{Column, Takes, Word, said};
use crate::locale::Lang;
use crate::pages::Absent;
use axum::response::Response;
use rust_xlsxwriter::{DataValidation, Format, Workbook, XlsxError};

/// The table as a workbook to be filled in, and beside it what each column takes.
pub(crate) fn template(lang: Lang, name: &str, columns: &[Column], note: Word) -> Result<Response, Absent> {
    let file = workbook(lang, columns, note).map_err(unwritten)?;
    Ok(attached(&format!("{name}-template"), XLSX, file))
}

/// A list of a column that a spreadsheet offers is no longer than this.
const LONGEST_LIST: usize = 255;

pub(super) fn workbook(lang: Lang, columns: &[Column], note: Word) -> Result<Vec<u8>, XlsxError> {
    let (head, text) = (Format::new().set_bold().set_text_wrap(), Format::new().set_num_format("@"));
    let right_to_left = lang.dir() == "rtl";
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(lang.say(Word::ToFill))?.set_right_to_left(right_to_left).set_freeze_panes(1, 0)?;
    for (at, column) in (0..).zip(columns) {
        // A number that begins with zero stays what it is only where the cell is text.
        sheet.set_column_format(at, &text)?.set_column_width(at, 22)?;
        sheet.write_with_format(0, at, column.name(lang), &head)?;
        if let Takes::OneOf(values) = &column.takes {
            let names: Vec<&str> = values.iter().map(|(_, name)| said(lang, *name)).collect();
            if names.iter().map(|name| name.chars().count() + 1).sum::<usize>() <= LONGEST_LIST {
                let offered = DataValidation::new().allow_list_strings(&names)?;
                sheet.add_data_validation(1, at, 10_000, at, &offered)?;
            }
        }
    }
    let guide = book.add_worksheet();
    guide.set_name(lang.say(Word::Guide))?.set_right_to_left(right_to_left).set_freeze_panes(1, 0)?;
    for (at, (word, width)) in
        (0..).zip([(Word::Column, 28), (Word::Code, 16), (Word::Takes, 70), (Word::Example, 28)])
    {
        guide.set_column_width(at, width)?.write_with_format(0, at, lang.say(word), &head)?;
    }
    let wrap = Format::new().set_text_wrap();
    for (row, column) in (1..).zip(columns) {
        let mut takes = column.takes(lang);
        if column.optional {
            takes = format!("{takes} · {}", lang.say(Word::MayBeEmpty));
        }
        guide.write(row, 0, column.name(lang))?.write(row, 1, column.code)?;
        guide.write_with_format(row, 2, takes, &wrap)?;
        guide.write(row, 3, column.said(lang, column.example))?;
    }
    for (row, word) in (columns.len() as u32 + 2..).zip([Word::ColumnsHint, note]) {
        guide.write(row, 0, lang.say(word))?;
    }
    book.save_to_buffer()
}
