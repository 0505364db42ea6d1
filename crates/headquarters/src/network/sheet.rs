//! A table of lines: a row for each line of a branch, all or nothing, and the same table again changes nothing.

use super::{Line, Rank, typed};
use crate::form::{Mistake, Reading, Why};
use crate::place::{Level, Place};
use crate::table::{self, Cell, Read};
use calendar::Day;

/// The columns, in their order.
pub const COLUMNS: [&str; 7] = ["place", "rank", "bearer", "operator", "tower", "route", "since"];

/// Columns that a table may leave out.
pub const OPTIONAL: [&str; 3] = ["tower", "route", "since"];

/// A line of a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The branch.
    pub place: Place,
    /// The line, as it is from its day on.
    pub line: Line,
    /// Does the table say since when? A line that is as it stands is then the same since its own day.
    pub dated: bool,
}

impl Row {
    /// Which line of which branch: what it is called where rows are compared.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{} {}", self.place, self.line.rank)
    }

    /// What the table has no column for stays as it stands. What another operator or another bearer hangs on is not known.
    #[must_use]
    pub fn keeping(mut self, columns: &[&str], stands: &Line) -> Self {
        if self.line.bearer == stands.bearer && self.line.operator == stands.operator {
            if !columns.contains(&"tower") {
                self.line.tower.clone_from(&stands.tower);
            }
            if !columns.contains(&"route") {
                self.line.route.clone_from(&stands.route);
            }
        }
        self
    }

    /// Is this the line as it stands?
    #[must_use]
    pub fn is_as(&self, stands: &Line) -> bool {
        let since = if self.dated { self.line.since } else { stands.since };
        *stands == Line { since, ..self.line.clone() }
    }
}

/// Reads a table of lines, all of branches where the letter reaches.
pub fn read(cells: &[Vec<String>], today: Day, reaches: impl Fn(&Place) -> bool) -> Read<Row> {
    table::read(cells.iter(), &COLUMNS, &OPTIONAL, |cell| {
        let row = table::within(row(cell, today), ("place", cell("place")), &reaches)?;
        Ok(((row.place.clone(), row.line.rank == Rank::Primary), row))
    })
}

fn row(cell: &Cell<'_>, today: Day) -> Result<Row, Vec<Mistake>> {
    let mut reading = Reading::default();
    let place: Option<Place> = reading.read("place", cell("place"), Why::NoPlace);
    if place.as_ref().is_some_and(|place| place.level() != Level::Branch) {
        reading.mistake("place", Why::NoPlace);
    }
    let dated = !cell("since").is_empty();
    let since = if dated { reading.day_until("since", cell("since"), today) } else { Some(today) };
    let read = reading.answer(place.zip(since));
    // The names of a line's fields are those of the columns.
    let line =
        typed::line(|name| COLUMNS.iter().find(|one| **one == name).map_or("", |one| cell(one)), today);
    match (read, line) {
        (Ok((place, since)), Ok(line)) => Ok(Row { place, line: Line { since, ..line }, dated }),
        (read, line) => Err([read.err(), line.err()].into_iter().flatten().flatten().collect()),
    }
}

/// The columns of a line, as they are typed.
#[must_use]
pub fn write(place: &Place, line: &Line) -> [(&'static str, String); 7] {
    let values = [
        place.to_string(),
        line.rank.to_string(),
        line.bearer.to_string(),
        line.operator.clone(),
        line.tower.clone(),
        line.route.clone(),
        line.since.to_string(),
    ];
    let mut values = values.into_iter();
    COLUMNS.map(|column| (column, values.next().expect("a value a column")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Wrong;
    use proptest::prelude::*;

    fn today() -> Day {
        "2026-03-01".parse().expect("a day")
    }

    fn of(rows: &[&str]) -> Result<Vec<(usize, Row)>, Vec<Wrong>> {
        let cells: Vec<Vec<String>> =
            rows.iter().map(|row| row.split(';').map(str::to_owned).collect()).collect();
        read(&cells, today(), |place| place.as_str().starts_with("tehran/rey")).answer()
    }

    const HEADING: &str = "rank;place;bearer;operator;since";

    #[test]
    fn a_branch_has_a_row_for_each_of_its_two_lines() {
        let rows = of(&[
            HEADING,
            "primary;tehran/rey/2/0007;fibre;مخابرات;1404/11/01",
            "second;tehran/rey/2/0007;sim;ایرانسل;",
        ])
        .expect("no mistakes");
        let [(2, first), (3, second)] = &rows[..] else { panic!("{rows:?}") };
        assert_eq!((first.line.since.to_string().as_str(), second.line.since), ("2026-01-21", today()));
        let earlier = Line { since: today().after(-40), ..second.line.clone() };
        assert!(second.is_as(&earlier) && !first.is_as(&Line { since: today(), ..first.line.clone() }));
        let fields = write(&first.place, &first.line);
        let again = of(&[&COLUMNS.join(";"), &fields.map(|(_, value)| value).join(";")]);
        assert_eq!(again.map(|rows| rows[0].1.clone()), Ok(first.clone()));
    }

    #[test]
    fn what_a_table_has_no_column_for_stays() {
        let text = |rows: &[&str]| {
            let cells: Vec<Vec<String>> =
                rows.iter().map(|row| row.split(';').map(str::to_owned).collect()).collect();
            read(&cells, today(), |_| true)
        };
        let stands = Line {
            rank: Rank::Second,
            bearer: super::super::Bearer::Sim,
            operator: "ایرانسل".into(),
            tower: "T-9".into(),
            route: "R-1".into(),
            since: today().after(-9),
        };
        let silent = text(&["place;rank;bearer;operator", "tehran/rey/2/0007;second;sim;ایرانسل"]);
        let row = silent.rows[0].1.clone().keeping(&silent.columns, &stands);
        assert!(row.is_as(&stands), "{row:?}");
        let emptied = text(&["place;rank;bearer;operator;tower", "tehran/rey/2/0007;second;sim;ایرانسل;"]);
        let row = emptied.rows[0].1.clone().keeping(&emptied.columns, &stands);
        assert_eq!((row.line.tower.as_str(), row.line.route.as_str()), ("", "R-1"), "an empty cell says so");
        let other = text(&["place;rank;bearer;operator", "tehran/rey/2/0007;second;sim;همراه اول"]);
        let row = other.rows[0].1.clone().keeping(&other.columns, &stands);
        assert_eq!(row.line.tower, "", "another operator hangs on another tower");
    }

    #[test]
    fn every_wrong_cell_is_named_and_a_line_stands_once() {
        let wrong = of(&[
            HEADING,
            "third;tehran/rey/2;fibre;;soon",
            "primary;tehran/qom/2/0007;sim;ایرانسل;",
            "primary;tehran/rey/2/0007;sim;ایرانسل;",
            "primary;tehran/rey/2/0007;sim;ایرانسل;",
        ]);
        let said: Vec<_> = wrong.expect_err("mistakes").iter().map(|w| (w.row, w.column)).collect();
        let of_first = [(2, "place"), (2, "since"), (2, "rank"), (2, "operator")];
        assert_eq!(said, [&of_first[..], &[(3, "place"), (5, "place")]].concat());
    }

    proptest! {
        #[test]
        fn any_table_is_read_or_refused(cells in proptest::collection::vec(proptest::collection::vec("[a-z/0-9.,-]{0,9}|.{0,5}", 0..8), 0..6)) {
            let mut all = vec![COLUMNS.map(str::to_owned).to_vec()];
            all.extend(cells);
            let read = read(&all, today(), |_| true);
            prop_assert!(table::tells_each(&read, &all));
        }
    }
}
