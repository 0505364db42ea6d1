//! What a check-in needs to know of the record, apart from it: a check-in never waits for an append.

use crate::open::{Board, Office};
use board::admission::State;
use crypto::signature::PublicKey;
use election::id::BranchId;
use election::setup::{Event, Setup};
use election::signatory::Signatory;
use headquarters::permit::{Permit, act};
use std::collections::HashMap;
use std::sync::Arc;

/// The polls as the record has them now.
#[derive(Debug, Default)]
pub struct Polls {
    event: Option<Event>,
    setup: Option<Arc<Setup>>,
    branches: HashMap<BranchId, Branch>,
}

#[derive(Debug, Clone, Copy)]
struct Branch {
    key: PublicKey,
    open: bool,
}

impl Polls {
    pub(crate) fn of(state: &State) -> Self {
        let Some(setup) = state.setup() else { return Self::default() };
        let branch = |id: &BranchId| {
            let standing = state.branches().get(id);
            let open = state.ledger().is_none()
                && !state.voids().contains_key(id)
                && standing.is_some_and(|b| b.closing.is_none());
            let key = state.key_of(&Signatory::Branch(id.clone()))?;
            Some((id.clone(), Branch { key, open }))
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
        self.branches.get(branch).is_some_and(|branch| branch.open)
    }
}

impl Office {
    /// The polls as they stand now.
    pub fn polls(&self, _permit: &Permit<act::ReadRecord>) -> Arc<Polls> {
        Arc::clone(&self.0.polls.borrow())
    }

    pub(crate) fn polls_changed(&self, board: &Board) {
        self.0.polls.send_replace(Arc::new(Polls::of(&board.state)));
    }
}
