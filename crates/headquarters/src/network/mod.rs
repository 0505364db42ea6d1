//! A branch's way to the headquarters («ارتباطات»): two lines, what the operators promised, what was measured, and
//! what both lines would lose at once.

pub mod probe;
pub mod sheet;
pub mod typed;

use crate::coded::coded;
use crate::form::Why;
use crate::permit::PersonId;
use calendar::Day;
use election::spelling;
use probe::Leave;
use serde::{Deserialize, Serialize};

coded! {
    /// What carries a line.
    Bearer {
        /// «فیبر نوری»
        Fibre = "fibre",
        /// «خط ثابت»
        Landline = "landline",
        /// «سیم‌کارت»
        Sim = "sim",
    }
}
coded! {
    /// Which of the two.
    Rank {
        /// «خط اصلی»
        Primary = "primary",
        /// «خط دوم»
        Second = "second",
    }
}
coded! {
    /// What both lines hang on, so that one fault takes both («نقطه‌ی خرابی مشترک»).
    Fate {
        /// One operator.
        Operator = "operator",
        /// One tower.
        Tower = "tower",
        /// One duct or fibre.
        Route = "route",
    }
}
coded! {
    /// Can the branch reach the headquarters?
    Coverage {
        /// Both lines can.
        Full = "full",
        /// One can.
        Half = "half",
        /// None can, or nobody has measured.
        Uncovered = "none",
    }
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Which of the two.
    pub rank: Rank,
    /// What carries it.
    pub bearer: Bearer,
    /// Whose it is.
    pub operator: String,
    /// The tower that serves it, if one does.
    #[serde(default)]
    pub tower: String,
    /// The duct or fibre that it runs through, if it does.
    #[serde(default)]
    pub route: String,
    /// Since when it is as it is.
    pub since: Day,
}

/// What an operator promised («تعهد اپراتور»).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    /// Its number within the branch.
    pub number: u32,
    /// Who promised.
    pub operator: String,
    /// What.
    pub what: String,
    /// When it was promised.
    pub made: Day,
    /// By when.
    pub due: Day,
    /// When it was kept.
    pub kept: Option<Day>,
    /// What shows that it was.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub shown: String,
    /// Who put that down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_by: Option<PersonId>,
}

impl Commitment {
    /// A promise that is still to be kept; the branch's file gives it its number.
    #[must_use]
    pub fn made(operator: String, what: String, made: Day, due: Day) -> Self {
        Self { number: 0, operator, what, made, due, kept: None, shown: String::new(), kept_by: None }
    }
}

/// What reaches the building of an operator («سنجش آنتن»), looked at before anybody chooses a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reception {
    /// When.
    pub on: Day,
    /// By whom.
    pub by: PersonId,
    /// Whose.
    pub operator: String,
    /// How strong the signal is, in decibels below one milliwatt: 85 is −85 dBm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below_dbm: Option<u16>,
    /// What came down, kbit/s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub downward_kbps: Option<u32>,
}

/// A measurement at the branch («سنجش سیگنال»).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signal {
    /// When.
    pub on: Day,
    /// By whom; nobody where the branch's own machine measured.
    #[serde(default)]
    pub by: Option<PersonId>,
    /// Of which line.
    pub rank: Rank,
    /// The way there and back, milliseconds.
    pub latency_ms: u32,
    /// Of a thousand packets, how many were lost.
    pub lost: u16,
    /// Towards the headquarters, kbit/s.
    pub upward_kbps: u32,
    /// From the headquarters, kbit/s, where that was measured.
    #[serde(default)]
    pub downward_kbps: Option<u32>,
}

/// A rehearsal («رزمایش») of the branch with the headquarters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rehearsal {
    /// When.
    pub on: Day,
    /// Did everything arrive?
    pub passed: bool,
    /// What happened.
    #[serde(default)]
    pub note: String,
}

impl Signal {
    /// The longest way there and back by which a branch checks voters in, milliseconds.
    pub const MOST_LATENCY_MS: u32 = 800;
    /// The most packets of a thousand that may be lost.
    pub const MOST_LOST: u16 = 50;
    /// The least that check-ins and ballots need towards the headquarters, kbit/s.
    pub const LEAST_UPWARD_KBPS: u32 = 128;

    /// Does it carry a branch?
    #[must_use]
    pub fn carries(&self) -> bool {
        self.latency_ms <= Self::MOST_LATENCY_MS
            && self.lost <= Self::MOST_LOST
            && self.upward_kbps >= Self::LEAST_UPWARD_KBPS
    }
}

/// All that is known about a branch's lines. Of lines and measurements, later ones stand beside earlier ones.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Network {
    /// The lines, as they were put down.
    #[serde(default)]
    pub lines: Vec<Line>,
    /// What operators promised.
    #[serde(default)]
    pub commitments: Vec<Commitment>,
    /// What reaches the building, operator by operator.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub receptions: Vec<Reception>,
    /// What was measured.
    #[serde(default)]
    pub signals: Vec<Signal>,
    /// What was rehearsed.
    #[serde(default)]
    pub rehearsals: Vec<Rehearsal>,
    /// Leave for the branch's machine to report what it measures.
    #[serde(default)]
    pub leave: Option<Leave>,
}

impl Network {
    /// A line as it was on a day.
    #[must_use]
    pub fn line_on(&self, rank: Rank, day: Day) -> Option<&Line> {
        self.lines.iter().rev().find(|line| line.rank == rank && line.since <= day)
    }

    /// The last that was put down of a line, from whichever day it counts.
    #[must_use]
    pub fn last_line(&self, rank: Rank) -> Option<&Line> {
        self.lines.iter().rev().find(|line| line.rank == rank)
    }

    /// Why another line cannot count from this day: it would be from before the last one, or from before a measurement,
    /// which was of the line that stood then.
    #[must_use]
    pub fn too_early(&self, rank: Rank, since: Day) -> Option<Why> {
        let last = self.last_line(rank)?;
        if since < last.since {
            return Some(Why::TooEarly);
        }
        let measured = self.signals.iter().any(|signal| signal.rank == rank && signal.on > since);
        measured.then_some(Why::BeforeMeasured)
    }

    /// What both lines shared on a day. Names are compared as they are spoken, whichever letters, digits and blanks two
    /// people type for them; what nobody knows is not taken for the same.
    #[must_use]
    pub fn fates_on(&self, day: Day) -> Vec<Fate> {
        let lines = [Rank::Primary, Rank::Second].map(|rank| self.line_on(rank, day));
        let [Some(one), Some(two)] = lines else { return Vec::new() };
        let shares = |fate: &Fate| {
            let [a, b] = [one, two].map(|line| match fate {
                Fate::Operator => &line.operator,
                Fate::Tower => &line.tower,
                Fate::Route => &line.route,
            });
            let [a, b] = [a, b].map(|name| spelling::closed(name));
            !a.is_empty() && a == b
        };
        Fate::ALL.iter().copied().filter(shares).collect()
    }

    /// How much of the way was there on a day: a line counts once a measurement of it, not older than the line,
    /// carried a branch, and while the last one did.
    #[must_use]
    pub fn coverage_on(&self, day: Day) -> Coverage {
        let carries = |rank: &&Rank| {
            let Some(line) = self.line_on(**rank, day) else { return false };
            let of_line = |s: &&Signal| s.rank == **rank && s.on <= day && s.on >= line.since;
            self.signals.iter().rev().find(of_line).is_some_and(Signal::carries)
        };
        match Rank::ALL.iter().filter(carries).count() {
            0 => Coverage::Uncovered,
            1 => Coverage::Half,
            _ => Coverage::Full,
        }
    }

    /// Promises that were made by a day and not kept by then.
    pub fn owed_on(&self, day: Day) -> impl Iterator<Item = &Commitment> {
        self.commitments.iter().filter(move |c| c.made <= day && c.kept.is_none_or(|kept| kept > day))
    }

    /// The last rehearsal by a day.
    #[must_use]
    pub fn rehearsal_on(&self, day: Day) -> Option<&Rehearsal> {
        self.rehearsals.iter().rev().find(|rehearsal| rehearsal.on <= day)
    }

    /// Was anything measured on its lines by a day?
    #[must_use]
    pub fn is_measured_on(&self, day: Day) -> bool {
        self.signals.iter().any(|signal| signal.on <= day)
    }

    /// Has it passed its last rehearsal by a day? One over lines that nobody has measured is kept, and shows nothing.
    #[must_use]
    pub fn is_rehearsed_on(&self, day: Day) -> bool {
        self.rehearsal_on(day).is_some_and(|rehearsal| rehearsal.passed) && self.is_measured_on(day)
    }

    /// What reaches the building, the last of each operator, the best first.
    #[must_use]
    pub fn reception(&self) -> Vec<&Reception> {
        let mut last: Vec<&Reception> = Vec::new();
        for one in self.receptions.iter().rev() {
            let name = spelling::closed(&one.operator);
            if !last.iter().any(|known| spelling::closed(&known.operator) == name) {
                last.push(one);
            }
        }
        last.sort_by_key(|one| (std::cmp::Reverse(one.downward_kbps), one.below_dbm.unwrap_or(u16::MAX)));
        last
    }

    /// Puts a promise down.
    pub fn promise(&mut self, mut commitment: Commitment) {
        commitment.number = self.commitments.len() as u32 + 1;
        self.commitments.push(commitment);
    }

    /// A promise was kept, and what shows it. Nothing where there is none of that number; once.
    pub fn keep(&mut self, number: u32, on: Day, (by, shown): (PersonId, String)) -> Option<bool> {
        let found = self.commitments.iter_mut().find(|c| c.number == number)?;
        if found.kept.is_some() {
            return Some(false);
        }
        (found.kept, found.shown, found.kept_by) = (Some(on), shown, Some(by));
        Some(true)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(crate) fn day(n: i64) -> Day {
        "2026-03-01".parse::<Day>().expect("a day").after(n)
    }

    pub(crate) fn line(rank: Rank, operator: &str, tower: &str, route: &str, since: i64) -> Line {
        let [operator, tower, route] = [operator, tower, route].map(str::to_owned);
        Line { rank, bearer: Bearer::Sim, operator, tower, route, since: day(since) }
    }

    fn signal(rank: Rank, on: i64, upward_kbps: u32) -> Signal {
        Signal { on: day(on), by: None, rank, latency_ms: 60, lost: 0, upward_kbps, downward_kbps: None }
    }

    #[test]
    fn two_lines_that_hang_on_one_thing_are_named() {
        let lines = vec![
            line(Rank::Primary, "Hamrah", "T-12", "", 0),
            line(Rank::Second, "Irancell", " t-12 ", "", 0),
        ];
        let mut network = Network { lines, ..Network::default() };
        assert_eq!(network.fates_on(day(1)), [Fate::Tower], "what nobody knows is not the same");
        network.lines.push(line(Rank::Second, "hamrah", "T-99", "", 5));
        assert_eq!(
            (network.fates_on(day(4)), network.fates_on(day(5))),
            (vec![Fate::Tower], vec![Fate::Operator])
        );
        network.lines.push(line(Rank::Second, "همراه اول", "T-99", "", 6));
        network.lines.push(line(Rank::Primary, " همراه‌اول", "برج ۱۲", "", 6));
        assert_eq!(network.fates_on(day(6)), [Fate::Operator], "another keyboard, the same operator");
        network.lines.push(line(Rank::Second, "Irancell", "برج 12", "", 7));
        assert_eq!(network.fates_on(day(7)), [Fate::Tower], "digits of either writing");
        network.lines.truncate(1);
        assert!(network.fates_on(day(9)).is_empty(), "one line shares nothing");
    }

    #[test]
    fn a_line_covers_once_it_was_measured_and_while_it_carries() {
        let lines = vec![line(Rank::Primary, "A", "", "", 0), line(Rank::Second, "B", "", "", 0)];
        let mut network = Network { lines, ..Network::default() };
        assert_eq!(network.coverage_on(day(0)), Coverage::Uncovered, "nobody has measured");
        network.signals = vec![signal(Rank::Primary, 1, 4_000), signal(Rank::Second, 2, 4_000)];
        network.signals.push(signal(Rank::Primary, 3, 10));
        let seen = [1, 2, 3].map(|n| network.coverage_on(day(n)));
        assert_eq!(seen, [Coverage::Half, Coverage::Full, Coverage::Half]);
        network.lines.push(line(Rank::Second, "C", "", "", 4));
        assert_eq!(
            network.coverage_on(day(4)),
            Coverage::Uncovered,
            "a new line is not the one that was measured"
        );
    }

    #[test]
    fn a_promise_is_owed_until_it_is_kept() {
        let mut network = Network::default();
        let [operator, what] = ["A", "fibre to the school"].map(str::to_owned);
        network.promise(Commitment::made(operator, what, day(0), day(9)));
        let shown = |text: &str| (PersonId(4), text.to_owned());
        assert_eq!(network.keep(2, day(5), shown("…")), None);
        assert_eq!(network.keep(1, day(5), shown("سنجش ۴ اسفند")), Some(true));
        assert_eq!(network.keep(1, day(6), shown("دیگری")), Some(false), "once");
        assert_eq!(
            (network.commitments[0].shown.as_str(), network.commitments[0].kept),
            ("سنجش ۴ اسفند", Some(day(5)))
        );
        assert_eq!([4, 5].map(|n| network.owed_on(day(n)).count()), [1, 0]);
    }

    #[test]
    fn a_rehearsal_over_lines_that_nobody_measured_shows_nothing() {
        let mut network = Network { lines: vec![line(Rank::Primary, "A", "", "", 0)], ..Network::default() };
        network.rehearsals.push(Rehearsal { on: day(1), passed: true, note: String::new() });
        assert!(network.rehearsal_on(day(1)).is_some() && !network.is_rehearsed_on(day(1)));
        network.signals.push(signal(Rank::Primary, 2, 4_000));
        assert_eq!([1, 2].map(|n| network.is_rehearsed_on(day(n))), [false, true]);
        network.rehearsals.push(Rehearsal { on: day(3), passed: false, note: String::new() });
        assert!(!network.is_rehearsed_on(day(3)), "the last one counts");
    }

    #[test]
    fn of_each_operator_the_last_reception_counts_and_the_best_comes_first() {
        let mut network = Network::default();
        let one = |operator: &str, downward_kbps| Reception {
            on: day(1),
            by: PersonId(1),
            operator: operator.into(),
            below_dbm: None,
            downward_kbps,
        };
        for (operator, down) in
            [("همراه اول", Some(900)), ("رایتل", None), ("ایرانسل", Some(4_000)), ("همراه‌اول", Some(7_000))]
        {
            network.receptions.push(one(operator, down));
        }
        let seen: Vec<_> = network.reception().iter().map(|one| one.downward_kbps).collect();
        assert_eq!(seen, [Some(7_000), Some(4_000), None]);
    }

    proptest! {
        #[test]
        fn a_shared_fate_is_shared_both_ways(a in "[ab ]{0,2}", b in "[ab ]{0,2}", c in "[ab ]{0,2}", d in "[ab ]{0,2}") {
            let of = |one: Rank, two: Rank| Network {
                lines: vec![line(one, "x", &a, &b, 0), line(two, "y", &c, &d, 0)],
                ..Network::default()
            };
            let there = of(Rank::Primary, Rank::Second).fates_on(day(0));
            prop_assert_eq!(&there, &of(Rank::Second, Rank::Primary).fates_on(day(0)));
            prop_assert!(!there.contains(&Fate::Operator));
        }
    }
}
