//! Which branches are alone now.

use crate::open::Inner;
use board::admission::State as Record;
use election::id::BranchId;
use pollbook::contact::{PATIENCE, State};
use pollbook::report::SignOfLife;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// A branch that is voting, as this headquarters hears it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Heard {
    /// Connected, or alone.
    pub(crate) contact: State,
    /// Pending check-ins that it told of.
    pub(crate) pending: u64,
    /// What it said of itself last.
    pub(crate) life: SignOfLife,
}

impl Inner {
    /// Every branch that is voting. Several headquarters on one database hear different branches: each shows its own.
    pub(crate) fn heard(
        &self,
        record: &Record,
        pending: &BTreeMap<String, u64>,
    ) -> BTreeMap<BranchId, Heard> {
        let heard = self.heard.lock().expect("nobody panics with this lock");
        let patience = Duration::from_millis(PATIENCE);
        let voting = record.branches().iter().filter(|(id, branch)| {
            branch.closing.is_none() && !record.voids().contains_key(*id) && record.ledger().is_none()
        });
        let now = Instant::now();
        voting
            .map(|(id, _)| {
                // A headquarters that has just started has heard nobody yet.
                let (last, life) = heard.get(id).copied().unwrap_or((self.started, SignOfLife::default()));
                let contact =
                    if now.duration_since(last) <= patience { State::Connected } else { State::Alone };
                let pending = pending.get(id.as_str()).copied().unwrap_or(0);
                (id.clone(), Heard { contact, pending, life })
            })
            .collect()
    }
}
