//! Totals: of one box, and of a contest.

use crate::id::Code;
use crate::setup::Contest;
use serde::{Deserialize, Serialize};

/// What one box, or all boxes of a contest together, hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Totals {
    /// Ballots.
    pub ballots: u64,
    /// Picks that were left blank: `picks × ballots − Σ votes`.
    pub blank_picks: u64,
    /// Votes of each candidate, in the order of the set-up.
    pub votes: Vec<Votes>,
}

/// One candidate's total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Votes {
    /// Whose.
    pub code: Code,
    /// How many.
    pub votes: u64,
}

/// What opened slots cannot be, if every earlier proof held.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Miscount {
    /// The numbers do not make whole ballots.
    #[error("{slots} opened slots are not a multiple of {picks} picks")]
    Slots {
        /// Slots.
        slots: u64,
        /// Picks of the contest.
        picks: u16,
    },
    /// A number beyond the last candidate.
    #[error("number {number} is no candidate's")]
    Number {
        /// As opened.
        number: u16,
    },
}

impl Totals {
    /// Nothing counted yet.
    pub fn zero(contest: &Contest) -> Self {
        let votes = contest.candidates.iter().map(|c| Votes { code: c.code.clone(), votes: 0 }).collect();
        Self { ballots: 0, blank_picks: 0, votes }
    }

    /// Counts the opened numbers of one box: below `picks` a blank, above a candidate.
    pub fn count(contest: &Contest, numbers: &[u16]) -> Result<Self, Miscount> {
        let picks = u64::from(contest.picks);
        let slots = numbers.len() as u64;
        if !slots.is_multiple_of(picks) {
            return Err(Miscount::Slots { slots, picks: contest.picks });
        }
        let mut totals = Self::zero(contest);
        totals.ballots = slots / picks;
        for number in numbers {
            match number.checked_sub(contest.picks) {
                None => totals.blank_picks += 1,
                Some(place) => match totals.votes.get_mut(usize::from(place)) {
                    Some(candidate) => candidate.votes += 1,
                    None => return Err(Miscount::Number { number: *number }),
                },
            }
        }
        Ok(totals)
    }

    /// Can so many ballots of this contest have these totals? Every pick is a vote or a blank.
    pub fn are_of(&self, contest: &Contest, ballots: u64) -> bool {
        let codes = self.votes.iter().map(|v| &v.code).eq(contest.candidates.iter().map(|c| &c.code));
        let picks = self.votes.iter().try_fold(self.blank_picks, |sum, v| sum.checked_add(v.votes));
        codes
            && self.ballots == ballots
            && picks.is_some()
            && picks == ballots.checked_mul(contest.picks.into())
    }

    /// Adds another box of the same contest.
    pub fn add(&mut self, other: &Self) {
        self.ballots += other.ballots;
        self.blank_picks += other.blank_picks;
        for (mine, theirs) in self.votes.iter_mut().zip(&other.votes) {
            mine.votes += theirs.votes;
        }
    }

    /// Votes for candidates: the law's «آرای صحیح مأخوذه» in the sense of the interpretation of Art. 24.
    pub fn valid_votes(&self) -> u64 {
        self.votes.iter().map(|v| v.votes).sum()
    }
}
