//! Lines, promises and measurements as they are typed into a form.

use super::{Commitment, Line, Reception, Rehearsal, Signal};
use crate::form::{LINE, Mistake, Reading, Why};
use crate::permit::PersonId;
use calendar::Day;

/// Reads a line.
pub fn line<'a>(field: impl Fn(&str) -> &'a str, since: Day) -> Result<Line, Vec<Mistake>> {
    let mut reading = Reading::default();
    let rank = reading.read("rank", field("rank"), Why::Unknown);
    let bearer = reading.read("bearer", field("bearer"), Why::Unknown);
    let operator = reading.text("operator", field("operator"), LINE);
    let tower = reading.note("tower", field("tower"), LINE);
    let route = reading.note("route", field("route"), LINE);
    reading.answer(rank.zip(bearer).map(|(rank, bearer)| Line {
        rank,
        bearer,
        operator,
        tower,
        route,
        since,
    }))
}

/// Reads a promise.
pub fn promise<'a>(field: impl Fn(&str) -> &'a str, made: Day) -> Result<Commitment, Vec<Mistake>> {
    let mut reading = Reading::default();
    let operator = reading.text("promised-by", field("promised-by"), LINE);
    let what = reading.text("promised", field("promised"), LINE);
    let due = reading.day_from("promised-for", field("promised-for"), made);
    reading.answer(due.map(|due| Commitment::made(operator, what, made, due)))
}

/// Reads that a promise was kept: which, and what shows it.
pub fn kept<'a>(field: impl Fn(&str) -> &'a str) -> Result<(u32, String), Vec<Mistake>> {
    let mut reading = Reading::default();
    let number = reading.read("number", field("number"), Why::Unknown);
    let shown = reading.text("shown", field("shown"), LINE);
    reading.answer(number.map(|number| (number, shown)))
}

/// No line of a branch is slower in its answers, or faster, than these: beyond them somebody mistook a unit.
const MOST_LATENCY: u32 = 60_000;
const MOST_KBPS: u32 = 10_000_000;
/// Below this a receiver hears nothing.
const FAINTEST_DBM: u32 = 150;

/// Reads what reaches the building of an operator: its strength, its speed, or both.
pub fn reception<'a>(
    field: impl Fn(&str) -> &'a str,
    on: Day,
    by: PersonId,
) -> Result<Reception, Vec<Mistake>> {
    let mut reading = Reading::default();
    let operator = reading.text("heard", field("heard"), LINE);
    // It is written with its sign or without.
    let strength = field("strength").trim().trim_matches(['-', '−', '\u{200e}']);
    let below_dbm = reading.counted("strength", strength, (1, FAINTEST_DBM));
    let downward_kbps = reading.counted("heard-down", field("heard-down"), (0, MOST_KBPS));
    if strength.is_empty() && field("heard-down").trim().is_empty() {
        reading.mistake("strength", Why::Missing);
    }
    reading.answer(Some(Reception { on, by, operator, below_dbm, downward_kbps }))
}

/// Reads a measurement.
pub fn signal<'a>(field: impl Fn(&str) -> &'a str, on: Day, by: PersonId) -> Result<Signal, Vec<Mistake>> {
    let mut reading = Reading::default();
    let rank = reading.read("measured", field("measured"), Why::Unknown);
    let latency_ms = reading.number("latency", field("latency"), (0, MOST_LATENCY));
    let lost = reading.number("lost", field("lost"), (0, 1_000));
    let upward = reading.number("upward", field("upward"), (0, MOST_KBPS));
    let downward_kbps = reading.counted("downward", field("downward"), (0, MOST_KBPS));
    let all = rank.zip(latency_ms).zip(lost.zip(upward));
    reading.answer(all.map(|((rank, latency_ms), (lost, upward_kbps))| Signal {
        on,
        by: Some(by),
        rank,
        latency_ms,
        lost,
        upward_kbps,
        downward_kbps,
    }))
}

/// Reads a rehearsal.
pub fn rehearsal<'a>(field: impl Fn(&str) -> &'a str, on: Day) -> Result<Rehearsal, Vec<Mistake>> {
    let mut reading = Reading::default();
    let passed = match field("rehearsed") {
        "passed" => Some(true),
        "failed" => Some(false),
        _ => {
            reading.mistake("rehearsed", Why::Unknown);
            None
        }
    };
    // What failed is to be mended: somebody has to know what it was.
    let note = match passed {
        Some(false) => reading.text("rehearsal-note", field("rehearsal-note"), LINE),
        _ => reading.note("rehearsal-note", field("rehearsal-note"), LINE),
    };
    reading.answer(passed.map(|passed| Rehearsal { on, passed, note }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_line_or_a_measurement_is_said_field_by_field() {
        let day: Day = "2026-03-01".parse().expect("a day");
        fn of<'a>(fields: &'a [(&str, &'a str)]) -> impl Fn(&str) -> &'a str {
            move |name| fields.iter().find(|(field, _)| *field == name).map_or("", |(_, value)| value)
        }
        let names = |mistakes: Vec<Mistake>| mistakes.iter().map(|m| m.field).collect::<Vec<_>>();
        let wrong = line(of(&[("rank", "third"), ("bearer", "sim")]), day).expect_err("mistakes");
        assert_eq!(names(wrong), ["rank", "operator"]);
        let early = [("promised-by", "A"), ("promised", "فیبر"), ("promised-for", "2026-02-01")];
        assert_eq!(names(promise(of(&early), day).expect_err("too early")), ["promised-for"]);
        let lost = [("measured", "primary"), ("latency", "60"), ("lost", "1001"), ("upward", "-1")];
        assert_eq!(names(signal(of(&lost), day, PersonId(1)).expect_err("mistakes")), ["lost", "upward"]);
        let both =
            [("measured", "primary"), ("latency", "60"), ("lost", "1"), ("upward", "9"), ("downward", "99")];
        assert_eq!(signal(of(&both), day, PersonId(1)).map(|s| s.downward_kbps), Ok(Some(99)));
        assert_eq!(
            names(kept(of(&[("number", "1"), ("shown", " ")])).expect_err("nothing shows it")),
            ["shown"]
        );
        let heard = |fields| reception(of(fields), day, PersonId(1));
        assert_eq!(heard(&[("heard", "A"), ("strength", "-85")]).map(|r| r.below_dbm), Ok(Some(85)));
        assert_eq!(names(heard(&[("heard", "A")]).expect_err("neither")), ["strength"]);
        assert_eq!(names(heard(&[("strength", "400")]).expect_err("mistakes")), ["heard", "strength"]);
        assert_eq!(rehearsal(of(&[("rehearsed", "passed")]), day).map(|r| r.passed), Ok(true));
    }
}
