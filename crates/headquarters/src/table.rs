//! Tables that officers bring: a heading with the names of the columns in any order, then the rows; read cell by cell,
//! all or nothing.

use crate::form::{Mistake, Why};
use std::collections::BTreeSet;

/// A cell that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The row, as spreadsheets count: the heading is row 1.
    pub row: usize,
    /// The column.
    pub column: &'static str,
    /// Why.
    pub why: Why,
}

/// The cells of one row, by column.
pub(crate) type Cell<'a> = dyn Fn(&'static str) -> &'a str + 'a;

/// Reads a table with these columns, of which it may lack the optional ones, and others that are passed over; empty rows
/// are too. `row` reads one row and says
/// what its thing is called by the first column: a thing stands in one row.
pub(crate) fn read<'a, T, const N: usize>(
    cells: &'a [Vec<String>],
    columns: [&'static str; N],
    optional: &[&str],
    row: impl Fn(&Cell<'a>) -> Result<(String, T), Vec<Mistake>>,
) -> Result<Vec<T>, Vec<Wrong>> {
    let Some((heading, rows)) = cells.split_first() else {
        return Err(vec![Wrong { row: 1, column: columns[0], why: Why::Missing }]);
    };
    let heading: Vec<&str> = heading.iter().map(|name| name.trim_start_matches('\u{feff}').trim()).collect();
    let at = columns.map(|column| heading.iter().position(|name| *name == column));
    let absent = columns.iter().zip(at).filter(|(name, at)| at.is_none() && !optional.contains(name));
    let absent: Vec<Wrong> = absent.map(|(column, _)| Wrong { row: 1, column, why: Why::Missing }).collect();
    if !absent.is_empty() {
        return Err(absent);
    }
    let (mut read, mut wrong, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (number, cells) in (2..).zip(rows) {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cell = move |column: &'static str| {
            let found = columns.iter().position(|name| *name == column).and_then(|n| at[n]);
            found.and_then(|found| cells.get(found)).map_or("", |cell| cell.trim())
        };
        match row(&cell) {
            Ok((name, read_row)) => {
                if seen.insert(name) {
                    read.push(read_row);
                } else {
                    wrong.push(Wrong { row: number, column: columns[0], why: Why::Taken });
                }
            }
            Err(mistakes) => {
                let here = mistakes.into_iter();
                wrong.extend(here.map(|m| Wrong { row: number, column: m.field, why: m.why }));
            }
        }
    }
    if wrong.is_empty() { Ok(read) } else { Err(wrong) }
}
