//! A table of staff: read row by row, so that a province's does not stand in memory twice.

use super::member::Signed;
use super::typed::{FIELDS, Typed, member};
use crate::branch::sheet::Wrong;
use crate::form::Why;
use calendar::Day;
use std::collections::HashSet;

/// Wrong cells that are listed; whoever has more mends these first.
pub const MOST_WRONG: usize = 1_000;

/// Columns that a table may leave out.
const OPTIONAL: [&str; 8] = ["latin", "phone", "lives", "candidate", "agent", "kin", "supervises", "offence"];

/// A table that can be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The columns that it has: what it does not say, it does not change.
    pub columns: Vec<&'static str>,
    /// Its rows, each with the number that spreadsheets give it.
    pub rows: Vec<(usize, Typed)>,
}

/// Reads a table: a heading with the names of the columns in any order, then the rows. Empty rows are passed over;
/// a person stands in one row.
pub fn read(
    mut rows: impl Iterator<Item = Vec<String>>,
    polling: Day,
    appointed: Signed,
) -> Result<Table, Vec<Wrong>> {
    let heading = rows.next().unwrap_or_default();
    let heading: Vec<&str> = heading.iter().map(|name| name.trim_start_matches('\u{feff}').trim()).collect();
    let at = FIELDS.map(|field| heading.iter().position(|name| *name == field));
    let absent = FIELDS.iter().zip(at).filter(|(field, at)| at.is_none() && !OPTIONAL.contains(field));
    let mut wrong: Vec<Wrong> =
        absent.map(|(column, _)| Wrong { row: 1, column, why: Why::Missing }).collect();
    let mut read = Vec::new();
    let mut seen = HashSet::new();
    for (number, cells) in (2..).zip(rows) {
        if wrong.len() >= MOST_WRONG || wrong.first().is_some_and(|first| first.row == 1) {
            break;
        }
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cell = |field: &'static str| {
            let column = FIELDS.iter().position(|name| *name == field).and_then(|n| at[n]);
            column.and_then(|column| cells.get(column)).map_or("", |cell| cell.trim())
        };
        match member(cell, polling, appointed) {
            Ok(typed) if !seen.insert(typed.national.clone()) => {
                wrong.push(Wrong { row: number, column: "national", why: Why::Taken });
            }
            Ok(typed) => read.push((number, typed)),
            Err(mistakes) => {
                let here = mistakes.into_iter();
                wrong.extend(here.map(|m| Wrong { row: number, column: m.field, why: m.why }));
            }
        }
    }
    let columns = FIELDS.iter().zip(at).filter(|(_, at)| at.is_some()).map(|(column, _)| *column).collect();
    if wrong.is_empty() { Ok(Table { columns, rows: read }) } else { Err(wrong) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permit::PersonId;
    use crate::staff::Bar;
    use proptest::prelude::*;

    fn polling() -> Day {
        "1405/02/11".parse().expect("a day")
    }

    fn of(rows: &[&str]) -> Result<Table, Vec<Wrong>> {
        let rows = rows.iter().map(|row| row.split(';').map(str::to_owned).collect());
        read(rows, polling(), Signed { on: "2026-01-01".parse().expect("a day"), by: PersonId(1) })
    }

    const HEADING: &str = "name;national;post;home;born;schooling;kin";
    const ONE: &str = "مریم نوری;0076229289;operator;tehran/rey/2;1370/05/01;diploma;";

    #[test]
    fn a_table_is_read_with_its_columns_in_any_order() {
        let read = of(&[HEADING, ONE, ";;"]).expect("no mistakes");
        assert_eq!(
            (read.rows.len(), read.rows[0].0, read.rows[0].1.member.name.as_str()),
            (1, 2, "مریم نوری")
        );
        assert!(read.columns.contains(&"kin") && !read.columns.contains(&"candidate"));
        let absent = of(&["name;national", ONE]).expect_err("columns are absent");
        assert_eq!(
            absent.iter().map(|w| (w.row, w.column)).collect::<Vec<_>>(),
            [(1, "post"), (1, "home"), (1, "born"), (1, "schooling")]
        );
    }

    #[test]
    fn a_barred_person_and_a_person_in_two_rows_are_named_by_cell() {
        let kin = "علی;0012345679;police;tehran/rey;1370/05/01;literate;child";
        let wrong = of(&[HEADING, ONE, kin, ONE]).expect_err("two mistakes");
        assert_eq!(
            wrong,
            [
                Wrong { row: 3, column: "kin", why: Why::Barred(Bar::Kin) },
                Wrong { row: 4, column: "national", why: Why::Taken },
            ]
        );
    }

    proptest! {
        #[test]
        fn any_table_is_read_or_refused(cells in proptest::collection::vec(proptest::collection::vec("[a-z/0-9.,-]{0,10}|.{0,5}", 0..9), 0..6)) {
            let rows = std::iter::once(HEADING.split(';').map(str::to_owned).collect()).chain(cells.clone());
            let signed = Signed { on: "2026-01-01".parse().expect("a day"), by: PersonId(1) };
            if let Ok(read) = read(rows, polling(), signed) {
                prop_assert!(read.rows.len() <= cells.len());
            }
        }
    }
}
