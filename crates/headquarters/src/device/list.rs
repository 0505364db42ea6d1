//! A list of devices, pasted or read by a scanner, that all take one step: a line for each, its serial number, or the
//! address that its label shows, and beside it the number of its seal where the step has one.

use super::{Step, typed};
use crate::form::{Mistake, Reading, Why};
use crate::table::Wrong;
use std::collections::BTreeSet;

/// Lines of one list. Whoever has more does it in parts, and sees where a part stopped.
pub const MOST: usize = 20_000;

/// A step of one device of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The line that it stands in, from 1.
    pub line: usize,
    /// Which device.
    pub serial: String,
    /// What is done with it.
    pub step: Step,
}

/// Why nothing of a list was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// The step, or the list as a whole.
    Fields(Vec<Mistake>),
    /// Lines of it.
    Lines(Vec<Wrong>),
}

/// Reads a list and the fields of the step. A blank line is passed over; a device stands in one line.
pub fn read<'a>(list: &'a str, field: impl Fn(&str) -> &'a str) -> Result<Vec<Move>, Unreadable> {
    let lines: Vec<(usize, &str)> =
        (1..).zip(list.lines().map(str::trim)).filter(|(_, line)| !line.is_empty()).collect();
    let mut reading = Reading::default();
    if lines.is_empty() {
        reading.mistake("list", Why::Missing);
    } else if lines.len() > MOST {
        reading.mistake("list", Why::TooLong);
    }
    reading.answer(Some(())).map_err(Unreadable::Fields)?;
    let (mut moves, mut wrong, mut seen) = (Vec::with_capacity(lines.len()), Vec::new(), BTreeSet::new());
    for (line, text) in lines {
        let (serial, number) = parts(text);
        let step = typed::step(|name| match name {
            "number" | "seal" => number,
            other => field(other),
        });
        match step {
            Ok(step) if seen.insert(serial) => {
                moves.push(Move { line, serial: serial.to_owned(), step });
            }
            Ok(_) => wrong.push(Wrong { row: line, column: "serial", why: Why::Twice }),
            Err(mistakes) => {
                // What is wrong with the step itself is wrong for every line, and said once.
                let of_line = |mistake: &Mistake| matches!(mistake.field, "number" | "seal");
                if !mistakes.iter().all(of_line) {
                    return Err(Unreadable::Fields(mistakes.into_iter().filter(|m| !of_line(m)).collect()));
                }
                wrong.extend(mistakes.into_iter().map(|m| Wrong { row: line, column: m.field, why: m.why }));
            }
        }
    }
    if wrong.is_empty() { Ok(moves) } else { Err(Unreadable::Lines(wrong)) }
}

/// The serial number of a line and what stands beside it. A label's picture is the address of the device's page, whose
/// last part is the serial number.
fn parts(line: &str) -> (&str, &str) {
    let cut = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '،' | '؛');
    let (first, rest) = line.split_once(cut).unwrap_or((line, ""));
    let serial = first.rsplit('/').next().unwrap_or(first);
    (serial, rest.trim_matches(|c: char| cut(c)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Place;
    use proptest::prelude::*;

    fn of<'a>(fields: &'a [(&str, &'a str)]) -> impl Fn(&str) -> &'a str {
        move |name| fields.iter().find(|(field, _)| *field == name).map_or("", |(_, value)| value)
    }

    #[test]
    fn a_scanned_label_and_a_typed_number_name_the_same_device() {
        let list = "ID-1\r\n\nhttps://hq.example/fa/hq/devices/ID-2\n  ID-3 , \n";
        let to: Place = "tehran/rey/2/0007".parse().expect("a place");
        let moves = read(list, of(&[("step", "offer"), ("to", to.as_str())])).expect("a list");
        let said: Vec<_> = moves.iter().map(|m| (m.line, m.serial.as_str())).collect();
        assert_eq!(said, [(1, "ID-1"), (3, "ID-2"), (4, "ID-3")]);
        assert!(moves.iter().all(|m| m.step == Step::Offer { to: to.clone() }));
    }

    #[test]
    fn each_device_has_its_own_seal() {
        let moves = read("ID-1\tA-1\nID-2; A-2", of(&[("step", "take"), ("seal", "X")])).expect("a list");
        let seals: Vec<_> = moves.iter().map(|m| m.step.clone()).collect();
        assert_eq!(seals, ["A-1", "A-2"].map(|seal| Step::Take { seal: seal.into() }));
        let wrong = read("ID-1 A-1\nID-2\nID-1 A-3", of(&[("step", "seal")])).expect_err("no number");
        let Unreadable::Lines(wrong) = wrong else { panic!("{wrong:?}") };
        let said: Vec<_> = wrong.iter().map(|wrong| (wrong.row, wrong.column, wrong.why)).collect();
        assert_eq!(said, [(2, "number", Why::Missing), (3, "serial", Why::Twice)]);
    }

    #[test]
    fn what_is_wrong_with_the_step_is_said_once() {
        let fields = |list: &str, step: &'static str| match read(list, of(&[("step", step)])) {
            Err(Unreadable::Fields(mistakes)) => mistakes.iter().map(|m| m.field).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        assert_eq!(fields("ID-1\nID-2", "offer"), ["to"]);
        assert_eq!(fields("ID-1\nID-2", "steal"), ["step"]);
        assert_eq!(fields(" \n", "use"), ["list"]);
        assert_eq!(fields(&"ID-1\n".repeat(MOST + 1), "use"), ["list"]);
    }

    proptest! {
        #[test]
        fn any_list_is_read_or_refused(list in "([A-Z0-9/ ,;-]{0,12}\n|.{0,8}\n){0,8}") {
            if let Ok(moves) = read(&list, of(&[("step", "use")])) {
                let lines: Vec<usize> = moves.iter().map(|one| one.line).collect();
                prop_assert!(lines.is_sorted() && lines.len() <= list.lines().count());
            }
        }
    }
}
