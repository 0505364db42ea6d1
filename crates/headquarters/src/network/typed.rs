//! Lines, promises and measurements as they are typed into a form.

use super::{Commitment, Line, Rehearsal, Signal};
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
    let due: Option<Day> = reading.read("promised-for", field("promised-for"), Why::NoDay);
    if due.is_some_and(|due| due < made) {
        reading.mistake("promised-for", Why::TooEarly);
    }
    reading.answer(due.map(|due| Commitment { number: 0, operator, what, made, due, kept: None }))
}

/// Reads a measurement.
pub fn signal<'a>(field: impl Fn(&str) -> &'a str, on: Day, by: PersonId) -> Result<Signal, Vec<Mistake>> {
    let mut reading = Reading::default();
    let rank = reading.read("measured", field("measured"), Why::Unknown);
    let latency_ms = reading.read("latency", field("latency"), Why::NoNumber);
    let lost: Option<u16> = reading.read("lost", field("lost"), Why::NoNumber);
    if lost.is_some_and(|lost| lost > 1000) {
        reading.mistake("lost", Why::NoNumber);
    }
    let upward = reading.read("upward", field("upward"), Why::NoNumber);
    let all = rank.zip(latency_ms).zip(lost.zip(upward));
    reading.answer(all.map(|((rank, latency_ms), (lost, upward_kbps))| Signal {
        on,
        by: Some(by),
        rank,
        latency_ms,
        lost,
        upward_kbps,
        downward_kbps: None,
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
    let note = reading.note("rehearsal-note", field("rehearsal-note"), LINE);
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
        assert_eq!(rehearsal(of(&[("rehearsed", "passed")]), day).map(|r| r.passed), Ok(true));
    }
}
