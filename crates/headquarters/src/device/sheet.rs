//! A table of devices that came: one row each, all or nothing, and the same table again changes nothing.

use super::{Kind, typed};
use crate::place::Place;
use crate::table::{self, Read};

/// The columns, in their order; a table may have others.
pub const COLUMNS: [&str; 3] = ["serial", "kind", "home"];

/// A device that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its serial number.
    pub serial: String,
    /// What it is for.
    pub kind: Kind,
    /// The store that it came to.
    pub home: Place,
}

/// Reads a table of devices, all of which have to come to where the letter reaches.
pub fn read(cells: &[Vec<String>], reaches: impl Fn(&Place) -> bool) -> Read<Row> {
    table::read(cells.iter(), &COLUMNS, &[], |cell| {
        let read = typed::received(cell("serial"), cell("kind"), cell("home"));
        let (serial, kind, home) = table::within(read, ("home", cell("home")), &reaches)?;
        Ok((serial.clone(), Row { serial, kind, home }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Why;
    use proptest::prelude::*;

    fn table(rows: &[&str]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.split(';').map(str::to_owned).collect()).collect()
    }

    #[test]
    fn a_delivery_is_read_whatever_else_its_table_says() {
        let rows =
            ["home;model;kind;serial", "tehran/rey;X-200;identity;ID-1", "", "tehran/rey;R;router;R-1"];
        let read = read(&table(&rows), |_| true).answer().expect("no mistakes");
        let serials: Vec<&str> = read.iter().map(|(_, row)| row.serial.as_str()).collect();
        assert_eq!((serials, read[1].1.kind), (vec!["ID-1", "R-1"], Kind::Router));
    }

    #[test]
    fn a_serial_number_that_stands_twice_is_named_where_it_stands_again() {
        let rows = ["serial;kind;home", "ID-1;identity;tehran", "ID 2;lamp;", "ID-1;identity;tehran"];
        let wrong = read(&table(&rows), |_| true).answer().expect_err("mistakes");
        let said: Vec<_> = wrong.iter().map(|wrong| (wrong.row, wrong.column, wrong.why)).collect();
        assert_eq!(
            said,
            [
                (3, "serial", Why::NoSerial),
                (3, "kind", Why::Unknown),
                (3, "home", Why::Missing),
                (4, "serial", Why::Twice)
            ]
        );
    }

    proptest! {
        #[test]
        fn any_table_is_read_or_refused(cells in proptest::collection::vec(proptest::collection::vec("[a-zA-Z0-9/-]{0,9}|.{0,5}", 0..5), 0..6)) {
            let mut all = table(&["serial;kind;home"]);
            all.extend(cells);
            let read = read(&all, |_| true);
            prop_assert!(table::tells_each(&read, &all));
        }
    }
}
