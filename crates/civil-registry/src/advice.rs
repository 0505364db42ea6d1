//! What the desk does with the registry's word.

use crate::client::Silence;
use crate::interface::Said;
use serde::{Deserialize, Serialize};

/// What the law asks of a voter, beside standing on the roll.
#[derive(Debug, Clone, Copy)]
pub struct Law<'a> {
    /// Least age on polling day.
    pub age: u16,
    /// Counties of residence that the election is for; empty where the law does not ask.
    pub residence: &'a [&'a str],
}

/// Advice to the desk. None of it turns a voter away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "advice", rename_all = "kebab-case")]
pub enum Advice {
    /// Roll and registry agree.
    Agrees,
    /// Go on by the roll: the registry is silent.
    ByTheRoll,
    /// Two officers look at the person and the papers: an override with reason, or the voter is sent to the headquarters.
    Officers {
        /// What the registry says against the roll.
        because: Contradiction,
    },
    /// Go on by the roll, and tell the headquarters: the registry, or somebody on the line, does not tell the truth.
    ByTheRollAndTell,
}

/// What the registry says against the roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Contradiction {
    /// Nobody has this number.
    Unknown,
    /// Has died.
    Died,
    /// Too young.
    Young,
    /// Lives elsewhere.
    Elsewhere,
}

/// How often the registry contradicted the roll. The roll was drawn from the registry: where it suddenly denies many, it is the
/// registry that changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    answers: u64,
    contradictions: u64,
}

impl Tally {
    /// Answers before it is judged.
    pub const LEAST: u64 = 50;
    /// More contradictions than this in a hundred make the registry the suspect.
    pub const MOST: u64 = 5;

    /// Does it lie, or is it broken?
    pub fn is_suspect(self) -> bool {
        self.answers >= Self::LEAST && self.contradictions * 100 > self.answers * Self::MOST
    }

    /// The advice for one voter; counts the answer.
    pub fn advise(&mut self, said: &Result<Said, Silence>, law: &Law<'_>) -> Advice {
        let contradiction = match said {
            Err(Silence::Bad(_)) => return Advice::ByTheRollAndTell,
            Err(Silence::Resting | Silence::Unanswered(_)) => return Advice::ByTheRoll,
            Ok(Said::Nobody) => Some(Contradiction::Unknown),
            Ok(Said::Person(person)) if !person.alive => Some(Contradiction::Died),
            Ok(Said::Person(person)) if person.age < law.age => Some(Contradiction::Young),
            Ok(Said::Person(person)) => {
                let anywhere = law.residence.is_empty();
                let here = anywhere || law.residence.contains(&person.residence.as_str());
                (!here).then_some(Contradiction::Elsewhere)
            }
        };
        self.answers += 1;
        self.contradictions += u64::from(contradiction.is_some());
        match contradiction {
            None => Advice::Agrees,
            Some(_) if self.is_suspect() => Advice::ByTheRollAndTell,
            Some(because) => Advice::Officers { because },
        }
    }
}
