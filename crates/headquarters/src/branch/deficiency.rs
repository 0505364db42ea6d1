//! What was found wanting («کاستی») until somebody else has seen that it is not any more.

use super::survey::Item;
use crate::coded::coded;
use crate::permit::{PersonId, SamePerson, four_eyes};
use calendar::Day;
use serde::{Deserialize, Serialize};

/// A lack, and all that was done about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deficiency {
    /// Its number within the branch.
    pub number: u32,
    /// What it is about.
    pub item: Item,
    /// Does it alone make the branch unfit?
    pub decisive: bool,
    /// What exactly.
    #[serde(default)]
    pub note: String,
    /// What was done, in order; the first is that it was found.
    pub steps: Vec<Handled>,
}

/// A step that somebody took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handled {
    /// When.
    pub on: Day,
    /// By whom.
    pub by: PersonId,
    /// The moment, in seconds since 1970; files from before hours were kept have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<u64>,
    /// What.
    #[serde(flatten)]
    pub step: Step,
}

impl Handled {
    /// A step of which only the day is known.
    #[must_use]
    pub fn of(on: Day, by: PersonId, step: Step) -> Self {
        Self { on, by, at: None, step }
    }
}

/// What can be done about a lack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "step")]
pub enum Step {
    /// → Found.
    Find,
    /// Found → assigned: the corrective action («اقدام اصلاحی») has an owner and a day. Assigned → assigned: it has others,
    /// and a reason.
    Assign {
        /// Who puts it right.
        owner: String,
        /// By when.
        due: Day,
        /// Why not the one before.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
    /// Assigned → reported: its owner says that it is done.
    Report {
        /// What was done.
        note: String,
    },
    /// Reported → verified, at a re-inspection («بازدید مجدد»), by somebody else than who reported.
    Verify,
    /// Reported → assigned again.
    Reject {
        /// What is still wanting.
        why: String,
    },
}

coded! {
    /// Where a lack stands.
    State {
        /// Nobody has it yet.
        Found = "found",
        /// Somebody has it.
        Assigned = "assigned",
        /// It is said to be done.
        Reported = "reported",
        /// It has been seen to be done.
        Verified = "verified",
    }
}

/// Why a step was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The step does not follow from where it stands.
    #[error("a deficiency that is {0} cannot take this step")]
    NotFrom(State),
    /// Who did it cannot verify it.
    #[error("{0}")]
    SamePerson(#[from] SamePerson),
    /// The step is dated before the one that it follows.
    #[error("{0} is before the step that this one follows")]
    Backwards(Day),
    /// Somebody has it, and nobody said why another is to have it.
    #[error("somebody has this already; say why another owner or day")]
    NoReason,
}

impl Deficiency {
    /// Where it stands now.
    #[must_use]
    pub fn state(&self) -> State {
        self.steps.last().map_or(State::Found, |last| last.step.leads_to())
    }

    /// Where it stood on a day; nothing before it was found.
    #[must_use]
    pub fn state_on(&self, day: Day) -> Option<State> {
        self.steps.iter().rev().find(|taken| taken.on <= day).map(|taken| taken.step.leads_to())
    }

    /// Who has it, and by when.
    #[must_use]
    pub fn assigned(&self) -> Option<(&str, Day)> {
        assigned(self.steps.iter().rev())
    }

    /// Who had it on a day, and by when.
    #[must_use]
    pub fn assigned_on(&self, day: Day) -> Option<(&str, Day)> {
        assigned(self.steps.iter().rev().filter(|taken| taken.on <= day))
    }

    /// Since when it is known.
    #[must_use]
    pub fn found(&self) -> Option<Day> {
        self.steps.first().map(|first| first.on)
    }

    /// Takes a step.
    pub(super) fn take(&mut self, taken: Handled) -> Result<(), Refused> {
        let last = self.steps.last();
        if last.is_some_and(|last| taken.on < last.on) {
            return Err(Refused::Backwards(taken.on));
        }
        match (self.state(), &taken.step) {
            (State::Assigned, Step::Assign { why, .. }) if why.trim().is_empty() => {
                return Err(Refused::NoReason);
            }
            (State::Found | State::Assigned, Step::Assign { .. })
            | (State::Assigned, Step::Report { .. })
            | (State::Reported, Step::Reject { .. }) => {}
            (State::Reported, Step::Verify) => {
                let reported_by = last.expect("a reported one has a report").by;
                four_eyes(reported_by, taken.by)?;
            }
            (state, _) => return Err(Refused::NotFrom(state)),
        }
        self.steps.push(taken);
        Ok(())
    }
}

/// The last assignment, of steps that come from the last to the first.
fn assigned<'a>(mut steps: impl Iterator<Item = &'a Handled>) -> Option<(&'a str, Day)> {
    steps.find_map(|taken| match &taken.step {
        Step::Assign { owner, due, .. } => Some((owner.as_str(), *due)),
        _ => None,
    })
}

impl Step {
    fn leads_to(&self) -> State {
        match self {
            Step::Find => State::Found,
            Step::Assign { .. } | Step::Reject { .. } => State::Assigned,
            Step::Report { .. } => State::Reported,
            Step::Verify => State::Verified,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(n: i64) -> Day {
        "2026-03-01".parse::<Day>().expect("a day").after(n)
    }

    fn lack() -> Deficiency {
        let found = Handled::of(day(0), PersonId(1), Step::Find);
        Deficiency { number: 1, item: Item::Light, decisive: false, note: String::new(), steps: vec![found] }
    }

    fn step(n: u8) -> Step {
        match n {
            0 => Step::Find,
            1 => Step::Assign { owner: "مدیر مدرسه".into(), due: day(20), why: String::new() },
            5 => Step::Assign {
                owner: "شهرداری".into(), due: day(25), why: "مدرسه پول ندارد".into()
            },
            2 => Step::Report { note: "شش چراغ".into() },
            3 => Step::Verify,
            _ => Step::Reject { why: "دو تا سوخته".into() },
        }
    }

    #[test]
    fn nobody_verifies_their_own_work() {
        let mut lack = lack();
        for n in [1, 2] {
            lack.take(Handled::of(day(1), PersonId(7), step(n))).expect("in order");
        }
        let own = lack.take(Handled::of(day(2), PersonId(7), step(3)));
        assert_eq!(own, Err(Refused::SamePerson(SamePerson(PersonId(7)))));
        assert_eq!(lack.take(Handled::of(day(2), PersonId(8), step(4))), Ok(()));
        assert_eq!(lack.state(), State::Assigned, "rejected work goes back to its owner");
        assert_eq!(
            (lack.state_on(day(0)), lack.state_on(day(1))),
            (Some(State::Found), Some(State::Reported))
        );
        assert_eq!(lack.state_on(day(-1)), None);
    }

    #[test]
    fn whoever_gives_it_to_another_says_why_and_both_stay_in_its_history() {
        let mut lack = lack();
        let on = |n: u8| Handled::of(day(1), PersonId(7), step(n));
        lack.take(on(1)).expect("found");
        assert_eq!(lack.take(on(1)), Err(Refused::NoReason), "the second contractor would win in silence");
        lack.take(on(5)).expect("with a reason");
        assert_eq!(lack.assigned(), Some(("شهرداری", day(25))));
        assert_eq!(lack.steps.len(), 3, "the first assignment is not forgotten");
        lack.take(on(2)).expect("assigned");
        assert_eq!(lack.take(on(5)), Err(Refused::NotFrom(State::Reported)));
    }

    proptest! {
        /// Whatever is tried, in whichever order: a verified lack has a report just before it, by somebody else.
        #[test]
        fn what_is_verified_was_reported_by_another(tries in proptest::collection::vec((0..6_u8, 1..4_i64, -1..3_i64), 0..40)) {
            let mut lack = lack();
            let mut today = 0;
            for (n, by, later) in tries {
                let on = day(today + later);
                if lack.take(Handled::of(on, PersonId(by), step(n))).is_ok() {
                    today += later;
                }
            }
            prop_assert!(lack.steps.is_sorted_by_key(|taken| taken.on));
            prop_assert_eq!(lack.steps.iter().filter(|taken| taken.step == Step::Find).count(), 1);
            for pair in lack.steps.windows(2).filter(|pair| pair[1].step == Step::Verify) {
                prop_assert_eq!(pair[0].step.leads_to(), State::Reported);
                prop_assert_ne!(pair[0].by, pair[1].by);
            }
            let verified = lack.steps.iter().position(|taken| taken.step == Step::Verify);
            prop_assert!(verified.is_none_or(|at| at + 1 == lack.steps.len()), "nothing follows it");
        }
    }
}
