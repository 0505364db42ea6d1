//! A table of regions and branches: read cell by cell, all or nothing.

use super::site::Site;
use super::typed::{self, FIELDS, OPTIONAL};
use crate::form::{LINE, Mistake, Reading};
use crate::place::{Level, Place};
use crate::table::{self, Read};
use calendar::Day;

/// A row of the table: of the place's level decides which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A province, county or district has these names; its other cells are empty.
    Region {
        /// Where.
        place: Place,
        /// In Persian.
        name: String,
        /// In Latin letters.
        latin: String,
    },
    /// A branch.
    Branch(Box<Site>),
}

impl Row {
    /// Where.
    #[must_use]
    pub fn place(&self) -> &Place {
        match self {
            Row::Region { place, .. } => place,
            Row::Branch(site) => &site.place,
        }
    }
}

/// Reads a table of regions and branches, all of which have to be where the letter reaches.
pub fn read(cells: &[Vec<String>], registered: Day, reaches: impl Fn(&Place) -> bool) -> Read<Row> {
    table::read(cells.iter(), &FIELDS, &OPTIONAL, |cell| {
        let row = table::within(row(cell, registered), ("place", cell("place")), &reaches)?;
        Ok((row.place().clone(), row))
    })
}

fn row<'a>(cell: impl Fn(&'static str) -> &'a str, registered: Day) -> Result<Row, Vec<Mistake>> {
    let place = cell("place").parse::<Place>().ok().filter(|place| place.level() != Level::Branch);
    let Some(place) = place else {
        return typed::read(cell, registered).map(|site| Row::Branch(Box::new(site)));
    };
    let mut reading = Reading::default();
    let (name, latin) =
        (reading.text("name", cell("name"), LINE), reading.text("latin", cell("latin"), LINE));
    reading.answer(Some(Row::Region { place, name, latin }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Why;
    use crate::table::Wrong;
    use proptest::prelude::*;

    fn day() -> Day {
        "2026-03-01".parse().expect("a day")
    }

    fn table(rows: &[&str]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.split(';').map(str::to_owned).collect()).collect()
    }

    fn of(rows: &[&str]) -> Result<Vec<(usize, Row)>, Vec<Wrong>> {
        read(&table(rows), day(), |_| true).answer()
    }

    const HEADING: &str = "place;name;latin;kind;standing;setting;education;at;devices;owner;agreed";
    const COUNTY: &str = "tehran/rey;ری;Rey";
    const SCHOOL: &str =
        "tehran/rey/2/0007;البرز;Alborz;school;fixed;urban;ری ۱;35.58,51.43;2;آموزش و پرورش;1404/12/01";

    #[test]
    fn a_table_of_regions_and_branches_is_read_and_written_the_same() {
        let rows = of(&[HEADING, COUNTY, "", SCHOOL]).expect("no mistakes");
        let [(2, Row::Region { name, .. }), (4, Row::Branch(site))] = &rows[..] else { panic!("{rows:?}") };
        assert_eq!((name.as_str(), site.devices), ("ری", 2));
        let fields = typed::write(site);
        let again = typed::read(|f| fields.iter().find(|(name, _)| *name == f).map_or("", |(_, v)| v), day());
        assert_eq!(again.as_ref(), Ok(&**site));
    }

    #[test]
    fn every_wrong_cell_is_named_and_nothing_is_taken() {
        let rows =
            [HEADING, SCHOOL, "tehran/rey/2/0008;;Iran;church;fixed;urban;;95,0;x;;", SCHOOL, "Tehran;a;b"];
        let wrong = of(&rows).expect_err("mistakes");
        let said: Vec<(usize, &str)> = wrong.iter().map(|w| (w.row, w.column)).collect();
        assert_eq!(said[..5], [(3, "name"), (3, "kind"), (3, "at"), (3, "devices"), (4, "place")]);
        assert!(said[5..].iter().all(|(row, _)| *row == 5), "{said:?}");
        assert_eq!(wrong[4].why, Why::Twice, "one branch stands in two rows");
    }

    #[test]
    fn a_place_beyond_the_letter_is_told_with_the_other_mistakes() {
        let rows =
            [HEADING, "tehran/qom/1;قم;Qom", "tehran/rey/2/0008;الف;A;church;fixed;urban;;35,51;1;;", SCHOOL];
        let rey: Place = "tehran/rey/2/0007".parse().expect("a place");
        let wrong = read(&table(&rows), day(), |place| *place == rey).answer().expect_err("mistakes");
        let said: Vec<_> = wrong.iter().map(|w| (w.row, w.column)).collect();
        assert_eq!(said, [(2, "place"), (3, "kind"), (3, "place")]);
    }

    #[test]
    fn a_heading_without_a_column_says_which() {
        let wrong = of(&["place;name", "a;b"]).expect_err("columns are absent");
        assert_eq!(
            (wrong.len(), wrong[0].clone()),
            (6, Wrong { row: 1, column: "latin", why: Why::Missing })
        );
        assert!(read(&[], day(), |_| true).answer().is_err());
        let twice = of(&["place;name;place;latin", "a;b"]).expect_err("a column stands twice");
        assert_eq!(twice[0], Wrong { row: 1, column: "place", why: Why::Twice });
    }

    proptest! {
        #[test]
        fn any_table_is_read_or_refused(cells in proptest::collection::vec(proptest::collection::vec("[a-z/0-9.,-]{0,9}|.{0,5}", 0..13), 0..6)) {
            let mut all = table(&[HEADING]);
            all.extend(cells);
            let read = read(&all, day(), |_| true);
            prop_assert!(table::tells_each(&read, &all));
        }
    }
}
