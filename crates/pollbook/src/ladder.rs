//! Failed identification: a ladder with a time cap, and nobody locked out silently.
//!
//! Devices fail for 0.4 to 4 % of the day; *people* are not identified at once in 3 to 12 % (Kyrgyzstan, Brazil) and up to 68 %
//! (Nigeria 2015). Brazil allows four tries; of those who succeeded, 72, 16, 8 and 4 % did so at the first to fourth. So the
//! ladder is short, it ends by the clock as well as by the count, and its last rung is always two officers and a reason.

use serde::{Deserialize, Serialize};

/// A way to identify a person, in the order of trying.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rung {
    /// The national card in the reader («کارت ملی»).
    Card,
    /// The number typed, the photograph compared.
    Number,
    /// The name searched on the roll.
    Name,
    /// Two officers decide, with a reason.
    Officers,
}

/// Which rungs, how often each, and for how long in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Tries at each rung before the next.
    pub tries: u8,
    /// Milliseconds in all; then the officers decide, for the queue waits.
    pub cap: u64,
}

impl Default for Rules {
    /// Two tries a rung and ninety seconds.
    fn default() -> Self {
        Self { tries: 2, cap: 90_000 }
    }
}

/// One voter on the ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ladder {
    rules: Rules,
    began: u64,
    rung: Rung,
    tries: u8,
}

impl Ladder {
    /// A voter stands before the desk.
    pub fn new(rules: Rules, wall: u64) -> Self {
        Self { rules, began: wall, rung: Rung::Card, tries: 0 }
    }

    /// What to try now.
    pub fn rung(&self, wall: u64) -> Rung {
        if wall.saturating_sub(self.began) >= self.rules.cap { Rung::Officers } else { self.rung }
    }

    /// The try failed; answers what to try next. The officers' rung is the last and is never left by failing.
    pub fn failed(&mut self, wall: u64) -> Rung {
        self.tries += 1;
        if self.tries >= self.rules.tries {
            self.tries = 0;
            self.rung = match self.rung {
                Rung::Card => Rung::Number,
                Rung::Number => Rung::Name,
                Rung::Name | Rung::Officers => Rung::Officers,
            };
        }
        self.rung(wall)
    }
}

/// Why two officers let a person vote whom no rung identified («کد علت»). Its rate is published by branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OverrideReason {
    /// The reader does not work.
    ReaderBroken,
    /// The card does not read, other papers are in order.
    CardUnreadable,
    /// The civil registry is slow, down, or contradicts the roll.
    RegistryContradicts,
    /// The person's looks or name changed and other papers show it.
    PapersChanged,
}

impl OverrideReason {
    /// The list, in the order in which a form shows it.
    pub const ALL: [Self; 4] =
        [Self::CardUnreadable, Self::ReaderBroken, Self::RegistryContradicts, Self::PapersChanged];
}

/// Over-used overrides are inspected, not forbidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct OverrideRate {
    /// Voters let in by two officers.
    pub overrides: u64,
    /// All voters let in.
    pub check_ins: u64,
}

impl OverrideRate {
    /// More than this in a hundred brings an inspector, once the branch has had a score of voters.
    pub const INSPECT: u64 = 5;

    /// Does somebody have to come and look?
    pub fn to_inspect(self) -> bool {
        self.check_ins >= 20 && self.overrides * 100 > self.check_ins * Self::INSPECT
    }
}
