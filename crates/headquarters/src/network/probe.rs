//! A probe («سنجش خودکار»): what the branch's own machine measured on its way to the headquarters, and by whose leave.
//!
//! The machine's key is in the set-up once that is frozen. Lines are measured long before, so an officer gives a branch a
//! token, which is good for that branch's reports, for some weeks, and for nothing else.

use super::{Bearer, Network, Rank, Signal};
use crate::permit::PersonId;
use calendar::Day;
use election::bytes::Digest;
use serde::{Deserialize, Serialize};

/// Leave to report what was measured, given to whoever shows a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leave {
    /// The digest of the token; the token itself is shown once and kept nowhere.
    pub token: Digest,
    /// Who gave it.
    pub by: PersonId,
    /// When.
    pub given: Day,
    /// The last day.
    pub until: Day,
}

/// Days that a leave is good for, unless another takes its place before.
pub const LEAVE_DAYS: i64 = 45;

/// Which line was measured: by its place, or by what carries it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The primary or the second line.
    Rank(Rank),
    /// Whichever of the two is carried so.
    Bearer(Bearer),
}

impl std::str::FromStr for Which {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        text.parse().map(Which::Rank).or_else(|_| text.parse().map(Which::Bearer)).map_err(|_| ())
    }
}

/// What a machine measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// The way there and back, milliseconds: that of the middle question.
    pub latency_ms: u32,
    /// Of a thousand questions, how many were not answered.
    pub lost: u16,
    /// Towards the headquarters, kbit/s.
    pub upward_kbps: u32,
    /// From the headquarters, kbit/s.
    pub downward_kbps: u32,
}

/// Why a report was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The token is not this branch's, or is too old, or another took its place.
    #[error("this token is not good for this branch; ask for another on the branch's page")]
    NoLeave,
    /// The branch has no such line, or two.
    #[error("this branch has no one line of that kind; say primary or second")]
    NoLine,
    /// Nobody loses more than everything.
    #[error("of a thousand questions at most a thousand are lost")]
    Lost,
}

impl Network {
    /// Gives leave; the one before ends with it.
    pub fn give_leave(&mut self, leave: Leave) {
        self.leave = Some(leave);
    }

    /// Is this token good on a day?
    pub fn is_welcome(&self, token: Digest, day: Day) -> Result<(), Refused> {
        let good = |leave: &&Leave| leave.token == token && leave.given <= day && day <= leave.until;
        self.leave.as_ref().filter(good).map(drop).ok_or(Refused::NoLeave)
    }

    /// Puts a machine's measurement down.
    pub fn report(&mut self, which: Which, measured: Measured, on: Day) -> Result<(), Refused> {
        let Measured { latency_ms, lost, upward_kbps, downward_kbps } = measured;
        if lost > 1_000 {
            return Err(Refused::Lost);
        }
        let ranks = Rank::ALL.iter().copied().filter(|rank| match which {
            Which::Rank(one) => one == *rank && self.line_on(one, on).is_some(),
            Which::Bearer(bearer) => self.line_on(*rank, on).is_some_and(|line| line.bearer == bearer),
        });
        let ranks: Vec<Rank> = ranks.collect();
        let [rank] = ranks[..] else { return Err(Refused::NoLine) };
        let downward_kbps = Some(downward_kbps);
        // A machine that measures every minute keeps one measurement a line and day: its last.
        self.signals.retain(|one| !(one.by.is_none() && one.rank == rank && one.on == on));
        self.signals.push(Signal { on, by: None, rank, latency_ms, lost, upward_kbps, downward_kbps });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{day, line};
    use super::*;
    use crate::network::Coverage;
    use proptest::prelude::*;

    fn network() -> Network {
        let mut second = line(Rank::Second, "B", "", "", 0);
        second.bearer = Bearer::Fibre;
        Network { lines: vec![line(Rank::Primary, "A", "", "", 0), second], ..Network::default() }
    }

    const GOOD: Measured = Measured { latency_ms: 40, lost: 2, upward_kbps: 9_000, downward_kbps: 20_000 };

    #[test]
    fn what_the_machine_measured_covers_the_line_that_it_named() {
        let mut network = network();
        network.report(Which::Bearer(Bearer::Fibre), GOOD, day(1)).expect("there is one fibre");
        assert_eq!((network.coverage_on(day(1)), network.signals[0].rank), (Coverage::Half, Rank::Second));
        network.report("primary".parse().expect("a rank"), GOOD, day(1)).expect("there is a primary line");
        assert_eq!(network.coverage_on(day(1)), Coverage::Full);
        let bad = Measured { lost: 300, ..GOOD };
        network.report(Which::Rank(Rank::Primary), bad, day(2)).expect("bad news is news");
        assert_eq!(network.coverage_on(day(2)), Coverage::Half);
        assert_eq!(network.report(Which::Bearer(Bearer::Landline), GOOD, day(2)), Err(Refused::NoLine));
        network.lines[1].bearer = Bearer::Sim;
        assert_eq!(
            network.report(Which::Bearer(Bearer::Sim), GOOD, day(2)),
            Err(Refused::NoLine),
            "both are"
        );
        let all = Measured { lost: 1_001, ..GOOD };
        assert_eq!(network.report(Which::Rank(Rank::Primary), all, day(2)), Err(Refused::Lost));
    }

    #[test]
    fn a_token_is_good_for_its_time_until_another_is_given() {
        let token = Digest::of(b"one");
        let leave =
            |token, given: i64| Leave { token, by: PersonId(1), given: day(given), until: day(given + 9) };
        let mut network = network();
        assert_eq!(network.is_welcome(token, day(1)), Err(Refused::NoLeave), "nobody gave any");
        network.give_leave(leave(token, 1));
        let seen = [0, 1, 10, 11].map(|n| network.is_welcome(token, day(n)).is_ok());
        assert_eq!(seen, [false, true, true, false]);
        network.give_leave(leave(Digest::of(b"two"), 2));
        assert_eq!(network.is_welcome(token, day(2)), Err(Refused::NoLeave));
    }

    proptest! {
        #[test]
        fn any_text_names_a_line_or_none(text in ".{0,12}|primary|second|fibre|landline|sim") {
            let known = ["primary", "second", "fibre", "landline", "sim"].contains(&text.as_str());
            prop_assert_eq!(text.parse::<Which>().is_ok(), known);
        }
    }
}
