//! The polling day of one branch, gathered from the entries that speak of it.
//!
//! What the minutes of a branch («صورتجلسه شعبه») are printed from: how it opened and closed, what officers and boards
//! settled, what the ledger says, and the boxes in which its ballots were counted.

use crate::admission::State;
use crate::entry::{BranchCheckIns, Closing, Opening, Refused, Settlement, Void};
use election::id::BranchId;
use election::outcome::Remark;
use election::unit::{BoxId, UnitId};

/// A branch's day, as far as the record has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BranchDay {
    /// The branch.
    pub branch: BranchId,
    /// How it opened; nothing if it did not.
    pub opening: Option<Opening>,
    /// Voting cards it was given.
    pub cards: u64,
    /// Ballots of confirmed voters on the record; what became of pending ones is among the remarks.
    pub ballots: u64,
    /// Ballots that have a receipt and may not stand on the record, each by its code.
    pub refused: Vec<Refused>,
    /// How it closed.
    pub closing: Option<Closing>,
    /// Figures that officers and boards settled.
    pub settlement: Option<Settlement>,
    /// Why it has no ballots in any box.
    pub void: Option<Void>,
    /// What the headquarters' ledger has of it, once the ledger is closed.
    pub ledger: Option<BranchCheckIns>,
    /// What its minutes must tell; usually nothing.
    pub remarks: Vec<Remark>,
    /// The boxes of its unit, one a contest.
    pub boxes: Vec<BoxId>,
}

impl BranchDay {
    /// The day of a branch. A branch that the record does not mention has nothing in it.
    pub fn of(state: &State, branch: &BranchId) -> Self {
        let polls = state.branches().get(branch);
        let unit = state.units().iter().find(|unit| unit.branches.contains(branch)).map(|unit| unit.id());
        let contests = state.setup().map(|setup| setup.contests.as_slice()).unwrap_or_default();
        let in_box = |unit| {
            contests
                .iter()
                .map(move |contest| BoxId { contest: contest.id.clone(), unit: UnitId::clone(&unit) })
        };
        Self {
            branch: branch.clone(),
            opening: polls.map(|polls| polls.opening.clone()),
            cards: polls.map_or(0, |polls| polls.cards.len() as u64),
            ballots: polls.map_or(0, |polls| polls.ballots.len() as u64),
            refused: polls.map(|polls| polls.refused.clone()).unwrap_or_default(),
            closing: polls.and_then(|polls| polls.closing.clone()),
            settlement: polls.and_then(|polls| polls.settlement.clone()),
            void: state.voids().get(branch).cloned(),
            ledger: state.ledger().and_then(|all| all.iter().find(|one| one.branch == *branch)).cloned(),
            remarks: state.remarks(branch),
            boxes: unit.into_iter().flat_map(in_box).collect(),
        }
    }
}
