//! What an import's page says of its columns, and of a table that was refused or only partly read.

use super::super::form::say;
use super::super::words::Word as H;
use super::{Column, Takes, Word, find};
use crate::furniture::notice;
use crate::locale::Lang;
use headquarters::form::Why;
use headquarters::table::Wrong;
use maud::{Markup, html};

/// The headings of a table that none of the columns has.
fn unknown<'a>(columns: &[Column], heading: &'a [String]) -> Vec<&'a str> {
    let named = heading.iter().map(|name| name.trim_start_matches('\u{feff}').trim());
    named.filter(|name| !name.is_empty() && find(columns, name).is_none()).take(LISTED).collect()
}

/// Rows and columns that a page lists.
const LISTED: usize = 200;

/// Why nothing was taken: a column that is not there, not known or there twice is told once, and then cell by cell.
pub(crate) fn refused(lang: Lang, columns: &[Column], heading: &[String], wrong: &[Wrong]) -> Markup {
    let by_code = |code: &str| columns.iter().find(|column| column.code == code);
    let name = |code: &'static str| by_code(code).map_or(code, |column| column.name(lang));
    let of_heading = |why: Why| {
        let here = wrong.iter().filter(|one| one.row == 1 && one.why == why);
        here.map(|one| name(one.column)).collect::<Vec<_>>().join(lang.pick("، ", ", "))
    };
    let (missing, twice) = (of_heading(Why::Missing), of_heading(Why::Twice));
    let unknown = unknown(columns, heading).join(lang.pick("، ", ", "));
    let cells: Vec<&Wrong> = wrong.iter().filter(|one| one.row > 1).collect();
    let reason = |one: &Wrong| match by_code(one.column).filter(|_| one.why == Why::Unknown) {
        Some(column @ Column { takes: Takes::OneOf(_), .. }) => {
            lang.fill(Word::OneOf, &[&column.takes(lang)])
        }
        _ => say(lang, one.why).to_owned(),
    };
    html! {
        @if !missing.is_empty() { (notice("bad", &lang.fill(Word::Missing, &[&missing]), lang.say(Word::MissingHint))) }
        @if !twice.is_empty() { (notice("bad", &lang.fill(Word::Twice, &[&twice]), "")) }
        @if !unknown.is_empty() { (notice("now", &lang.fill(Word::Unknown, &[&unknown]), "")) }
        @if !cells.is_empty() {
            (notice("bad", &lang.fill(H::ImportWrong, &[&lang.number(cells.len() as u64)]), ""))
            table.stack {
                thead { tr { th scope="col" { (lang.say(H::ImportRow)) } th scope="col" { (lang.say(H::ImportColumn)) } th scope="col" { (lang.say(H::FieldReason)) } } }
                tbody {
                    @for one in cells.iter().take(LISTED) {
                        tr {
                            td data-label=(lang.say(H::ImportRow)) { (lang.number(one.row as u64)) }
                            td data-label=(lang.say(H::ImportColumn)) { (name(one.column)) " " code dir="ltr" { (one.column) } }
                            td data-label=(lang.say(H::FieldReason)) { (reason(one)) }
                        }
                    }
                }
            }
        }
    }
}

/// Said of a table that could be taken and has columns that are not read.
pub(crate) fn passed_over(lang: Lang, columns: &[Column], heading: &[String]) -> Markup {
    let unknown = unknown(columns, heading).join(lang.pick("، ", ", "));
    html! {
        @if !unknown.is_empty() { (notice("now", &lang.fill(Word::PassedOver, &[&unknown]), lang.say(Word::PassedOverHint))) }
    }
}

/// What an import's page says of its columns, and the way to its template at this address.
pub(crate) fn guide(lang: Lang, columns: &[Column], note: Word, template: &str) -> Markup {
    html! {
        p.ways { a href={ "/" (lang.code()) (template) } { (lang.say(Word::Template)) } }
        details.card {
            summary { (lang.say(Word::Columns)) }
            p.hint { (lang.say(Word::ColumnsHint)) }
            p.hint { (lang.say(note)) }
            table.stack {
                thead { tr {
                    th scope="col" { (lang.say(Word::Column)) } th scope="col" { (lang.say(Word::Code)) }
                    th scope="col" { (lang.say(Word::Takes)) } th scope="col" { (lang.say(Word::Example)) }
                } }
                tbody {
                    @for column in columns {
                        tr {
                            th scope="row" { (column.name(lang)) }
                            td data-label=(lang.say(Word::Code)) { code dir="ltr" { (column.code) } }
                            td data-label=(lang.say(Word::Takes)) { (column.takes(lang)) @if column.optional { " · " (lang.say(Word::MayBeEmpty)) } }
                            td data-label=(lang.say(Word::Example)) { bdi { (column.said(lang, column.example)) } }
                        }
                    }
                }
            }
        }
    }
}
