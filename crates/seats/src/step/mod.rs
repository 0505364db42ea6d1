//! The transcript: each step with its act, the provision it obeys, and what it changed.

mod numbers;

use crate::law::Article;
use crate::{AlternatesBy, Code, INDEPENDENTS, Lot, OverAllocation, Quota, Ratio, Rounding, Text, TieStage};

/// One step of a calculation. A reader who holds the totals can redo it with a pencil.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What was done.
    pub act: Act,
    /// The provision, or the signed reading, that says so.
    pub article: &'static Article,
    /// Whether this concerns the members or the alternates.
    pub house: House,
}

/// Whose places are being filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum House {
    /// The members («اعضای اصلی»).
    Members,
    /// The alternates («اعضای علی‌البدل»).
    Alternates,
}

/// Whatever wins seats as one: a list, or the pooled independents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The list's code, or `independents`.
    pub code: Code,
    /// The list's title.
    pub name: Option<Text>,
}

/// A person or group with its votes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally<T> {
    /// Who.
    pub who: T,
    /// How many votes.
    pub votes: u64,
}

/// What a group's votes entitle it to, exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entitlement {
    /// Who.
    pub group: Group,
    /// Its votes.
    pub votes: u64,
    /// Votes ÷ quota.
    pub exact: Ratio,
}

/// What the first pass made of an entitlement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstPass {
    /// Who.
    pub group: Group,
    /// Its entitlement.
    pub exact: Ratio,
    /// Its seats so far.
    pub seats: u32,
}

/// One group's seats before and after a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Who.
    pub group: Group,
    /// Seats before.
    pub from: u32,
    /// Seats after.
    pub to: u32,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// The votes of each group were added up.
    Totalled {
        /// Each group's votes.
        groups: Vec<Tally<Group>>,
        /// All of them: the denominator of every share.
        total: u64,
        /// The seats, or alternates' places, to be filled.
        seats: u32,
    },
    /// A group stayed below the threshold and takes no seat.
    StayedBelowThreshold {
        /// Who.
        group: Group,
        /// Its votes.
        votes: u64,
        /// All valid votes.
        valid: u64,
        /// The share it would have needed.
        threshold: Ratio,
    },
    /// Only independents of sufficient rank can be seated.
    RankedIndependents {
        /// How many of them can.
        eligible: u32,
        /// Of how many.
        of: u32,
        /// The rank they need.
        rank: u32,
    },
    /// The quota gave out too many seats and was computed anew.
    RaisedQuota {
        /// The seats it gave out.
        given: u64,
        /// How many there are.
        seats: u32,
        /// The new quota.
        quota: Ratio,
    },
    /// Each group's votes were divided by what a seat costs: with the quota votes ÷ seats, its share of the seats.
    Entitled {
        /// What one seat costs.
        quota: Ratio,
        /// The kind of quota.
        kind: Quota,
        /// Each group's entitlement.
        groups: Vec<Entitlement>,
    },
    /// First pass: each entitlement was made a whole number.
    Rounded {
        /// What was done with the part below a whole.
        rounding: Rounding,
        /// Each group's seats.
        groups: Vec<FirstPass>,
        /// The sum of the seats.
        given: u64,
        /// How many there are.
        seats: u32,
    },
    /// A group cannot fill what it is entitled to; the rest is left over.
    Capped {
        /// What changed.
        change: Change,
    },
    /// A group gave back a seat that rounding had created beyond the house.
    GaveBack {
        /// What changed.
        change: Change,
        /// Its entitlement.
        exact: Ratio,
        /// Its votes.
        votes: u64,
        /// By which reading.
        reading: OverAllocation,
    },
    /// A leftover seat went out.
    GotLeftover {
        /// What changed.
        change: Change,
        /// The standing by which it came first.
        by: Standing,
        /// In which round of the order; a second begins when all who can have had one.
        round: u32,
    },
    /// A seat went to the highest quotient.
    GotQuotient {
        /// What changed.
        change: Change,
        /// Its votes.
        votes: u64,
        /// The divisor.
        divisor: Ratio,
    },
    /// A tie between persons was settled by recorded data.
    SettledTie {
        /// By what.
        stage: TieStage,
        /// Who was tied.
        among: Vec<Code>,
        /// Who comes first at this stage, or all where nobody's value was recorded.
        first: Vec<Code>,
        /// Whether the stage could tell them apart.
        told_apart: bool,
    },
    /// A lot from the record settled a tie.
    Drew {
        /// The question.
        lot: Lot,
        /// Who was drawn.
        drawn: Vec<Code>,
    },
    /// A group's seats went to its persons with the most votes.
    Seated {
        /// Whose; `None` where all candidates stand together.
        group: Option<Group>,
        /// The persons, by descending votes.
        persons: Vec<Tally<Code>>,
        /// The best who was not seated.
        next: Option<Tally<Code>>,
        /// The groups' seats that follow, where all candidates stand together.
        changes: Vec<Change>,
    },
    /// The alternates were found.
    NamedAlternates {
        /// By which reading.
        by: AlternatesBy,
        /// The group whose places these are; `None` where all stand together.
        group: Option<Group>,
        /// The persons, first alternate first.
        persons: Vec<Tally<Code>>,
    },
    /// Nobody is left who could take these seats.
    LeftVacant {
        /// How many.
        seats: u32,
    },
}

/// By what a group came first in the order of the leftovers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its share, told by its votes.
    Share {
        /// The votes that make the share.
        votes: u64,
        /// All votes.
        total: u64,
    },
    /// Its remainder after whole quotas, as a part of a quota.
    Remainder(Ratio),
}

impl Group {
    /// Whether these are the pooled independents.
    pub fn is_independents(&self) -> bool {
        self.code.as_str() == INDEPENDENTS
    }
}

impl Step {
    /// What the step changed in the standing, in the order in which it did.
    pub fn changes(&self) -> Vec<Change> {
        match &self.act {
            Act::Rounded { groups, .. } => groups
                .iter()
                .map(|entry| Change { group: entry.group.clone(), from: 0, to: entry.seats })
                .collect(),
            Act::Capped { change }
            | Act::GaveBack { change, .. }
            | Act::GotLeftover { change, .. }
            | Act::GotQuotient { change, .. } => vec![change.clone()],
            Act::Seated { changes, .. } => changes.clone(),
            _ => Vec::new(),
        }
    }
}

impl House {
    /// The word used in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Members => "members",
            Self::Alternates => "alternates",
        }
    }
}
