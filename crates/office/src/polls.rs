//! What a check-in needs to know of the record, apart from it: a check-in never waits for an append.

use crate::open::{Board, Office};
use board::admission::State;
use board::entry::{Body, Entry};
use crypto::signature::PublicKey;
use election::id::BranchId;
use election::setup::{Event, Setup};
use election::signatory::Signatory;
use headquarters::permit::{Permit, act};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The polls as the record has them now.
#[derive(Debug, Default)]
pub struct Polls {
    event: Option<Event>,
    setup: Option<Arc<Setup>>,
    branches: HashMap<BranchId, Branch>,
}

#[derive(Debug)]
struct Branch {
    key: PublicKey,
    /// Changed in its place: ten thousand openings and closings of a metropolis must not each make five thousand of these anew.
    open: AtomicBool,
}

/// What entries that were folded since have changed of the polls.
#[derive(Debug, Default)]
pub(crate) struct Changed {
    all: bool,
    branches: Vec<BranchId>,
}

impl Changed {
    /// This entry was folded.
    pub(crate) fn by(&mut self, entry: &Entry) {
        match &entry.body {
            Body::Setup(_) | Body::Ledger(_) => self.all = true,
            Body::Opening(opening) => self.branches.push(opening.branch.clone()),
            Body::Closing(closing) => self.branches.push(closing.branch.clone()),
            Body::Void(void) => self.branches.push(void.branch.clone()),
            _ => {}
        }
    }
}

impl Polls {
    pub(crate) fn of(state: &State) -> Self {
        let Some(setup) = state.setup() else { return Self::default() };
        let branch = |id: &BranchId| {
            let key = state.key_of(&Signatory::Branch(id.clone()))?;
            Some((id.clone(), Branch { key, open: is_open(state, id).into() }))
        };
        let branches = setup.branches.iter().filter_map(|b| branch(&b.id)).collect();
        Self { event: state.event().copied(), setup: Some(Arc::clone(setup)), branches }
    }

    /// The event, once frozen.
    pub fn event(&self) -> Option<&Event> {
        self.event.as_ref()
    }

    /// The set-up, once frozen.
    pub(crate) fn setup(&self) -> Option<&Setup> {
        self.setup.as_deref()
    }

    /// The key of a branch's machine.
    pub fn key(&self, branch: &BranchId) -> Option<PublicKey> {
        self.branches.get(branch).map(|branch| branch.key)
    }

    /// The key of a branch's machine or of a trustee.
    pub fn key_of(&self, by: &Signatory) -> Option<PublicKey> {
        match by {
            Signatory::Branch(branch) => self.key(branch),
            Signatory::Trustee(index) => {
                let place = usize::from(index.checked_sub(1)?);
                self.setup()?.trustees.get(place).map(|trustee| trustee.key)
            }
            _ => None,
        }
    }

    /// May this branch check voters in?
    pub fn are_open(&self, branch: &BranchId) -> bool {
        self.branches.get(branch).is_some_and(|branch| branch.open.load(Ordering::Acquire))
    }

    /// Follows the record in one branch.
    fn follow(&self, state: &State, id: &BranchId) {
        if let Some(branch) = self.branches.get(id) {
            branch.open.store(is_open(state, id), Ordering::Release);
        }
    }
}

fn is_open(state: &State, id: &BranchId) -> bool {
    let standing = state.branches().get(id);
    state.ledger().is_none()
        && !state.voids().contains_key(id)
        && standing.is_some_and(|branch| branch.closing.is_none())
}

impl Office {
    /// The polls as they stand now.
    pub fn polls(&self, _permit: &Permit<act::ReadRecord>) -> Arc<Polls> {
        Arc::clone(&self.0.polls.borrow())
    }

    /// The polls follow what was folded. Before the board is let go of, lest another come first.
    pub(crate) fn polls_changed(&self, board: &mut Board) {
        let changed = std::mem::take(&mut board.changed);
        if changed.all {
            self.0.polls.send_replace(Arc::new(Polls::of(&board.state)));
            return;
        }
        let polls = self.0.polls.borrow();
        changed.branches.iter().for_each(|branch| polls.follow(&board.state, branch));
    }
}

#[cfg(test)]
mod tests;
