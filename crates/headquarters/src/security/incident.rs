//! An incident («رخداد»): how grave, whose, and what was done about it, line by line.

use super::Signed;
use crate::coded::coded;
use crate::permit::{Act, PersonId, SamePerson, four_eyes};
use crate::place::Place;
use calendar::Day;
use serde::{Deserialize, Serialize};

coded! {
    /// How grave.
    Severity {
        /// A nuisance.
        Low = "low",
        /// Something works badly.
        Medium = "medium",
        /// A branch or a service is in danger.
        High = "high",
        /// The election is.
        Critical = "critical",
    }
}
coded! {
    /// Where it stands.
    State {
        /// It goes on.
        Open = "open",
        /// It does not spread.
        Contained = "contained",
        /// Its cause is gone.
        Resolved = "resolved",
        /// Somebody else has seen that, and the lesson is written.
        Closed = "closed",
    }
}

/// A line of the time line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Who and when.
    pub signed: Signed,
    /// When, in seconds since 1970.
    pub at: u64,
    /// What.
    #[serde(flatten)]
    pub step: Step,
}

/// What can be added to a time line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "step")]
pub enum Step {
    /// Something was seen or done.
    Note {
        /// What.
        text: String,
    },
    /// It is graver, or less grave, than was thought.
    Weigh {
        /// How grave.
        severity: Severity,
        /// Why.
        text: String,
    },
    /// Open → contained.
    Contain {
        /// How.
        text: String,
    },
    /// Open or contained → resolved.
    Resolve {
        /// How.
        text: String,
    },
    /// Resolved → open: it was not.
    Reopen {
        /// Why.
        text: String,
    },
    /// Resolved → closed, by somebody else than who resolved it, with what was learned.
    Close {
        /// What is done differently from now on.
        lesson: String,
    },
    /// The giver's signature: another body is to take it.
    Offer {
        /// Which.
        body: String,
    },
    /// The taker's signature.
    Take {
        /// What is to be remembered of it.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        text: String,
    },
}

impl Step {
    /// The act by which it is taken. Whoever reports adds what they saw; whose an incident is, how grave, and how far it has
    /// come, say those who answer for the network, and for no other body do others sign.
    #[must_use]
    pub fn act(&self) -> Act {
        if matches!(self, Step::Note { .. }) { Act::ReportIncident } else { Act::RecordSecurity }
    }
}

/// An incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Number.
    pub number: i64,
    /// What, in a line.
    pub title: String,
    /// Where.
    pub place: Place,
    /// In which segment, by its code; empty where none is known.
    #[serde(default)]
    pub segment: String,
    /// How grave it was thought to be when it was reported.
    pub reported_as: Severity,
    /// The body that had it first.
    pub body: String,
    /// Reported.
    pub opened: Signed,
    /// The moment, in seconds since 1970; files from before it was kept have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<u64>,
    /// What was done, in order.
    #[serde(default)]
    pub lines: Vec<Line>,
}

/// Why a line was not added.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The step does not follow from where it stands.
    #[error("an incident that is {0} cannot take this step")]
    NotFrom(State),
    /// Who resolved or offered it cannot close or take it.
    #[error("{0}")]
    SamePerson(#[from] SamePerson),
    /// Nothing is offered.
    #[error("nothing is offered")]
    NoOffer,
    /// A line comes before the one that it follows.
    #[error("a time line does not run backwards")]
    Backwards,
}

impl Incident {
    fn state_of(lines: &[Line]) -> State {
        let leads = |line: &Line| match line.step {
            Step::Contain { .. } => Some(State::Contained),
            Step::Resolve { .. } => Some(State::Resolved),
            Step::Reopen { .. } => Some(State::Open),
            Step::Close { .. } => Some(State::Closed),
            _ => None,
        };
        lines.iter().rev().find_map(leads).unwrap_or(State::Open)
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> State {
        Self::state_of(&self.lines)
    }

    /// How grave it is, as far as is known.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity_on(None)
    }

    fn severity_on(&self, day: Option<Day>) -> Severity {
        let known = self.lines.iter().rev().filter(|line| day.is_none_or(|day| line.signed.on <= day));
        let mut weighed = known.filter_map(|line| match line.step {
            Step::Weigh { severity, .. } => Some(severity),
            _ => None,
        });
        weighed.next().unwrap_or(self.reported_as)
    }

    /// The lines of a day and before.
    fn lines_on(&self, day: Day) -> &[Line] {
        let until = self.lines.iter().take_while(|line| line.signed.on <= day).count();
        &self.lines[..until]
    }

    /// Was it known on a day, and its cause not gone?
    #[must_use]
    pub fn goes_on(&self, day: Day) -> bool {
        let state = Self::state_of(self.lines_on(day));
        self.opened.on <= day && matches!(state, State::Open | State::Contained)
    }

    /// Was it grave on a day, and its cause not gone?
    #[must_use]
    pub fn is_grave_on(&self, day: Day) -> bool {
        self.goes_on(day) && self.severity_on(Some(day)) >= Severity::High
    }

    /// Had somebody else than its reporter said by a day that it is as grave as it stands: weighed it so, or contained or taken
    /// it since it was last held for graver?
    #[must_use]
    pub fn is_confirmed_on(&self, day: Day) -> bool {
        let (mut severity, mut confirmed) = (self.reported_as, false);
        for line in self.lines_on(day) {
            let is_another = line.signed.by != self.opened.by;
            match line.step {
                Step::Weigh { severity: weighed, .. } => {
                    confirmed = is_another || (confirmed && weighed <= severity);
                    severity = weighed;
                }
                Step::Contain { .. } | Step::Take { .. } => confirmed |= is_another,
                _ => {}
            }
        }
        confirmed
    }

    /// The body that has it, and the one that it is offered to.
    #[must_use]
    pub fn whose(&self) -> (&str, Option<&str>) {
        let (mut body, mut offered) = (self.body.as_str(), None);
        for line in &self.lines {
            match &line.step {
                Step::Offer { body } => offered = Some(body.as_str()),
                Step::Take { .. } => body = offered.take().unwrap_or(body),
                _ => {}
            }
        }
        (body, offered)
    }

    /// Adds a line.
    pub fn add(&mut self, line: Line) -> Result<(), Refused> {
        if self.lines.last().is_some_and(|last| line.at < last.at) || line.signed.on < self.opened.on {
            return Err(Refused::Backwards);
        }
        self.allows(&line.step, line.signed.by)?;
        self.lines.push(line);
        Ok(())
    }

    /// Does a person's step follow from where it stands?
    pub fn allows(&self, step: &Step, by: PersonId) -> Result<(), Refused> {
        match (self.state(), step) {
            (State::Closed, _) => return Err(Refused::NotFrom(State::Closed)),
            (State::Open, Step::Contain { .. })
            | (State::Open | State::Contained, Step::Resolve { .. })
            | (State::Resolved, Step::Reopen { .. })
            | (_, Step::Note { .. } | Step::Weigh { .. } | Step::Offer { .. }) => {}
            (State::Resolved, Step::Close { .. }) => {
                let resolved = self.lines.iter().rev().find(|line| matches!(line.step, Step::Resolve { .. }));
                four_eyes(resolved.expect("what is resolved has a line that says so").signed.by, by)?;
            }
            (_, Step::Take { .. }) => {
                let mut back = self.lines.iter().rev();
                let last = back.find(|line| matches!(line.step, Step::Offer { .. } | Step::Take { .. }));
                let offered = |line: &&Line| matches!(line.step, Step::Offer { .. });
                four_eyes(last.filter(offered).ok_or(Refused::NoOffer)?.signed.by, by)?;
            }
            (state, _) => return Err(Refused::NotFrom(state)),
        }
        Ok(())
    }
}
