//! What could go wrong at a branch («ریسک»): how likely, how bad, what is done about it, and by whom.

use crate::coded::coded;
use calendar::Day;
use serde::{Deserialize, Serialize};

/// A line of the risk register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Risk {
    /// Its number within the branch.
    pub number: u32,
    /// What could happen.
    pub what: String,
    /// From 1, hardly ever, to 5, almost surely.
    pub likelihood: u8,
    /// From 1, a nuisance, to 5, no vote here.
    pub impact: u8,
    /// What is done about it.
    pub treatment: String,
    /// Who does it.
    pub owner: String,
    /// Since when it is on the list.
    pub raised: Day,
    /// When it was over.
    pub closed: Option<Day>,
}

/// The steps of likelihood and of impact.
pub(crate) const STEPS: std::ops::RangeInclusive<u8> = 1..=5;

coded! {
    /// How much a risk weighs.
    Level {
        /// Watch it.
        Low = "low",
        /// Treat it.
        Medium = "medium",
        /// Treat it before anything else.
        High = "high",
    }
}

impl Risk {
    /// Likelihood times impact, from 1 to 25.
    #[must_use]
    pub fn weight(&self) -> u8 {
        self.likelihood.clamp(*STEPS.start(), *STEPS.end()) * self.impact.clamp(*STEPS.start(), *STEPS.end())
    }

    /// How much it weighs.
    #[must_use]
    pub fn level(&self) -> Level {
        match self.weight() {
            15.. => Level::High,
            8.. => Level::Medium,
            _ => Level::Low,
        }
    }

    /// Was it on the list that day?
    #[must_use]
    pub fn is_open_on(&self, day: Day) -> bool {
        self.raised <= day && self.closed.is_none_or(|closed| closed > day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn risk(likelihood: u8, impact: u8) -> Risk {
        let day = "2026-03-01".parse().expect("a day");
        let text = String::new;
        Risk {
            number: 1,
            what: text(),
            likelihood,
            impact,
            treatment: text(),
            owner: text(),
            raised: day,
            closed: None,
        }
    }

    #[test]
    fn a_risk_weighs_as_much_as_both_its_numbers_say() {
        let levels = [(1, 1), (2, 4), (3, 5), (5, 5), (9, 9)].map(|(l, i)| risk(l, i).level());
        assert_eq!(levels, [Level::Low, Level::Medium, Level::High, Level::High, Level::High]);
        let mut over = risk(3, 3);
        over.closed = Some(over.raised.after(2));
        let open = [-1, 0, 1, 2].map(|n| over.is_open_on(over.raised.after(n)));
        assert_eq!(open, [false, true, true, false]);
    }
}
