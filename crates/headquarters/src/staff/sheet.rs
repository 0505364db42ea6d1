//! A table of staff: those who are taken on, and files that are on the list already as a list of ours was exported.

use super::member::{Member, Signed};
use super::typed::{self, FIELDS, Typed};
use crate::form::{Mistake, Reading, Why};
use crate::place::Place;
use crate::table::{self, Cell, Read};
use calendar::Day;
use election::national_id::NationalId;

/// The columns of a table, in their order: those of a form, and the number of a file that is on the list already.
pub const COLUMNS: [&str; 15] = {
    let mut columns = ["number"; 15];
    let mut n = 0;
    while n < FIELDS.len() {
        columns[n] = FIELDS[n];
        n += 1;
    }
    columns
};

/// Columns that a table may leave out.
pub const OPTIONAL: [&str; 9] =
    ["latin", "phone", "lives", "candidate", "agent", "kin", "supervises", "offence", "number"];

/// Whom a row is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Who {
    /// Somebody by their national number.
    National(NationalId),
    /// Whose file has this number. A list that is exported stars the national number, which no file keeps; its rows are
    /// known again by this one.
    File(i64),
}

/// A row: whom it is about, and what their file would say, without a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Who.
    pub who: Who,
    /// The number of their file, where the row says it beside the whole national number: it is then the same file.
    pub file: Option<i64>,
    /// What their file would say; of the national number what a file keeps.
    pub member: Member,
}

/// Reads a table of staff, all of whom have to be recruited where the letter reaches.
pub fn read(
    rows: impl Iterator<Item = Vec<String>>,
    polling: Day,
    appointed: Signed,
    reaches: impl Fn(&Place) -> bool,
) -> Read<Row> {
    table::read(rows, &COLUMNS, &OPTIONAL, |cell| {
        let row = table::within(row(cell, polling, appointed), ("home", cell("home")), &reaches)?;
        Ok((row.who.clone(), row))
    })
}

fn row(cell: &Cell<'_>, polling: Day, appointed: Signed) -> Result<Row, Vec<Mistake>> {
    let (number, national) = (cell("number"), cell("national"));
    if number.is_empty() || !national.starts_with('*') {
        let said = if number.is_empty() { Ok(None) } else { numbered(number).map(Some) };
        return match (said, typed::member(cell, polling, appointed)) {
            (Ok(file), Ok(Typed { national, member })) => {
                Ok(Row { who: Who::National(national), file, member })
            }
            (said, typed) => Err([said.err(), typed.err()].into_iter().flatten().flatten().collect()),
        };
    }
    let file = typed::file(cell, appointed);
    match (numbered(number), file) {
        (Ok(number), Ok(file)) => {
            let member = Member { national: national.to_owned(), ..file };
            Ok(Row { who: Who::File(number), file: None, member })
        }
        (number, file) => Err([number.err(), file.err()].into_iter().flatten().flatten().collect()),
    }
}

fn numbered(cell: &str) -> Result<i64, Vec<Mistake>> {
    let mut reading = Reading::default();
    let number = reading.read("number", cell, Why::NoNumber);
    reading.answer(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permit::PersonId;
    use crate::staff::Bar;
    use crate::table::Wrong;
    use proptest::prelude::*;

    fn polling() -> Day {
        "1405/02/11".parse().expect("a day")
    }

    fn signed() -> Signed {
        Signed { on: "2026-01-01".parse().expect("a day"), by: PersonId(1) }
    }

    fn of(rows: &[&str]) -> Read<Row> {
        let rows = rows.iter().map(|row| row.split(';').map(str::to_owned).collect());
        read(rows, polling(), signed(), |_| true)
    }

    const HEADING: &str = "name;national;post;home;born;schooling;kin";
    const ONE: &str = "مریم نوری;0076229289;operator;tehran/rey/2;1370/05/01;diploma;";

    #[test]
    fn a_table_is_read_with_its_columns_in_any_order() {
        let read = of(&[HEADING, ONE, ";;"]);
        assert_eq!(
            (read.rows.len(), read.rows[0].0, read.rows[0].1.member.name.as_str()),
            (1, 2, "مریم نوری")
        );
        assert!(read.columns.contains(&"kin") && !read.columns.contains(&"candidate"));
        assert!(read.wrong.is_empty(), "{:?}", read.wrong);
        let absent = of(&["name;national", ONE]).answer().expect_err("columns are absent");
        assert_eq!(
            absent.iter().map(|w| (w.row, w.column)).collect::<Vec<_>>(),
            [(1, "post"), (1, "home"), (1, "born"), (1, "schooling")]
        );
    }

    #[test]
    fn a_barred_person_and_a_person_in_two_rows_are_named_by_cell() {
        let kin = "علی;0012345679;police;tehran/rey;1370/05/01;literate;child";
        let wrong = of(&[HEADING, ONE, kin, ONE]).answer().expect_err("two mistakes");
        assert_eq!(
            wrong,
            [
                Wrong { row: 3, column: "kin", why: Why::Barred(Bar::Kin) },
                Wrong { row: 4, column: "national", why: Why::Twice },
            ]
        );
    }

    #[test]
    fn a_row_of_an_exported_list_names_its_file_by_number() {
        let heading = format!("number;{HEADING}");
        let exported =
            of(&[&heading, "12;مریم نوری;*******289;operator;tehran/rey/2;1370/05/01;diploma;spouse"]);
        let rows = exported.answer().expect("what bars somebody is in their file already");
        assert_eq!((&rows[0].1.who, rows[0].1.member.national.as_str()), (&Who::File(12), "*******289"));
        let whole = of(&[&heading, &format!("12;{ONE}")]);
        assert_eq!(whole.rows[0].1.file, Some(12), "the number is not passed over");
        let wrong = of(&[&heading, &format!("x;{ONE}")]);
        assert_eq!(wrong.wrong.iter().map(|one| one.column).collect::<Vec<_>>(), ["number"]);
        let wrong = of(&[&heading, "x;مریم;*******289;cook;tehran/rey/2;1370/05/01;diploma;"]);
        let said: Vec<_> = wrong.wrong.iter().map(|one| one.column).collect();
        assert_eq!(said, ["number", "post"]);
    }

    proptest! {
        #[test]
        fn any_table_is_read_or_refused(cells in proptest::collection::vec(proptest::collection::vec("[a-z/0-9.,-]{0,10}|.{0,5}", 0..9), 0..6)) {
            let heading: Vec<String> = HEADING.split(';').map(str::to_owned).collect();
            let all: Vec<Vec<String>> = std::iter::once(heading).chain(cells).collect();
            let read = read(all.iter().cloned(), polling(), signed(), |_| true);
            prop_assert!(table::tells_each(&read, &all));
        }
    }
}
