//! Tables that officers bring: a heading with the names of the columns in any order, then the rows; read cell by cell,
//! row by row, so that a province's does not stand in memory twice. All that is wrong is told at once.

use crate::form::{Mistake, Why};
use crate::place::Place;
use std::collections::HashSet;
use std::hash::Hash;

/// Wrong cells that are listed; whoever has more mends these first.
pub const MOST_WRONG: usize = 1_000;

/// A cell that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The row, as spreadsheets count: the heading is row 1. There a column is missing, or stands twice.
    pub row: usize,
    /// The column.
    pub column: &'static str,
    /// Why.
    pub why: Why,
}

/// What a table says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read<T> {
    /// The columns that it has: what it does not say, it does not change.
    pub columns: Vec<&'static str>,
    /// The rows that can be taken, each with the number that spreadsheets give it.
    pub rows: Vec<(usize, T)>,
    /// The cells that cannot. While there is one, nothing is taken.
    pub wrong: Vec<Wrong>,
}

impl<T> Read<T> {
    /// The rows, if every cell can be taken.
    pub fn answer(self) -> Result<Vec<(usize, T)>, Vec<Wrong>> {
        if self.wrong.is_empty() { Ok(self.rows) } else { Err(self.wrong) }
    }
}

/// The cells of one row, by column.
pub(crate) type Cell<'a> = dyn Fn(&'static str) -> &'a str + 'a;

/// Reads a table with these columns, of which it may lack the optional ones, and others that are passed over; empty rows
/// are too. `row` reads one row and says what its thing is called by the first column: a thing stands in one row.
pub(crate) fn read<K: Hash + Eq, T>(
    mut rows: impl Iterator<Item = impl AsRef<[String]>>,
    columns: &[&'static str],
    optional: &[&str],
    row: impl for<'a> Fn(&Cell<'a>) -> Result<(K, T), Vec<Mistake>>,
) -> Read<T> {
    let first = rows.next();
    let heading = first.as_ref().map_or(&[] as &[String], AsRef::as_ref);
    let heading: Vec<&str> = heading.iter().map(|name| name.trim_start_matches('\u{feff}').trim()).collect();
    let at: Vec<Option<usize>> =
        columns.iter().map(|column| heading.iter().position(|name| name == column)).collect();
    let mut wrong = Vec::new();
    for (column, at) in columns.iter().zip(&at) {
        let times = heading.iter().filter(|name| *name == column).count();
        if times > 1 {
            wrong.push(Wrong { row: 1, column, why: Why::Twice });
        } else if at.is_none() && !optional.contains(column) {
            wrong.push(Wrong { row: 1, column, why: Why::Missing });
        }
    }
    let has = columns.iter().zip(&at).filter(|(_, at)| at.is_some()).map(|(column, _)| *column).collect();
    let (mut read, mut seen) = (Vec::new(), HashSet::new());
    if !wrong.is_empty() {
        return Read { columns: has, rows: read, wrong };
    }
    for (number, cells) in (2..).zip(rows) {
        let cells = cells.as_ref();
        if wrong.len() >= MOST_WRONG {
            break;
        }
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cell = |column: &'static str| {
            let found = columns.iter().position(|name| *name == column).and_then(|n| at[n]);
            found.and_then(|found| cells.get(found)).map_or("", |cell| cell.trim())
        };
        match row(&cell) {
            Ok((name, read_row)) => {
                if seen.insert(name) {
                    read.push((number, read_row));
                } else {
                    wrong.push(Wrong { row: number, column: columns[0], why: Why::Twice });
                }
            }
            Err(mistakes) => {
                let here = mistakes.into_iter();
                wrong.extend(here.map(|m| Wrong { row: number, column: m.field, why: m.why }));
            }
        }
    }
    Read { columns: has, rows: read, wrong }
}

/// Does an answer tell of each row: as one that can be taken, as a wrong one, or as an empty one?
#[cfg(test)]
pub(crate) fn tells_each<T>(read: &Read<T>, cells: &[Vec<String>]) -> bool {
    let of_heading = read.wrong.iter().any(|one| one.row == 1);
    let told: HashSet<usize> =
        read.rows.iter().map(|(row, _)| *row).chain(read.wrong.iter().map(|one| one.row)).collect();
    let has_words = |row: &Vec<String>| row.iter().any(|cell| !cell.trim().is_empty());
    let each = (2..).zip(cells.iter().skip(1)).all(|(row, cells)| told.contains(&row) == has_words(cells));
    let both = read.rows.iter().any(|(row, _)| read.wrong.iter().any(|one| one.row == *row));
    (of_heading || each) && !both
}

/// A place beyond the letter is a mistake of its row like the others, and told with them.
pub(crate) fn within<T>(
    read: Result<T, Vec<Mistake>>,
    (field, cell): (&'static str, &str),
    reaches: impl Fn(&Place) -> bool,
) -> Result<T, Vec<Mistake>> {
    if cell.trim().parse().is_ok_and(|place| !reaches(&place)) {
        let mut mistakes = read.err().unwrap_or_default();
        mistakes.push(Mistake { field, why: Why::Unknown });
        return Err(mistakes);
    }
    read
}
