//! Which branches are alone now.

use crate::clock;
use crate::open::Inner;
use crate::turnout::ByBranch;
use board::admission::State as Record;
use election::id::BranchId;
use pollbook::contact::{PATIENCE, State};
use pollbook::report::{Exposed, SignOfLife};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// A branch that is voting, as this headquarters hears it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Heard {
    /// Connected or alone, with its pending check-ins.
    pub(crate) exposed: Exposed,
    /// What it said of itself last.
    pub(crate) life: SignOfLife,
}

impl Inner {
    /// Every branch that is voting. Several headquarters on one database hear different branches: each shows its own.
    pub(crate) fn heard(
        &self,
        record: &Record,
        pending: &BTreeMap<String, u64>,
        counts: &ByBranch,
    ) -> BTreeMap<BranchId, Heard> {
        let heard = self.heard.lock().expect("nobody panics with this lock");
        let patience = Duration::from_millis(PATIENCE);
        let voting = record.branches().iter().filter(|(id, branch)| {
            branch.closing.is_none() && !record.voids().contains_key(*id) && record.ledger().is_none()
        });
        let (now, wall) = (Instant::now(), clock::seconds());
        voting
            .map(|(id, branch)| {
                // A headquarters that has just started has heard nobody yet.
                let (last, life) = heard.get(id).copied().unwrap_or((self.started, SignOfLife::default()));
                let silence = now.duration_since(last);
                let told = pending.get(id.as_str()).copied().unwrap_or(0);
                let exposed = if silence <= patience {
                    Exposed { state: State::Connected, told, estimated: 0 }
                } else {
                    let opened = clock::seconds_of(&branch.opening.at).unwrap_or(wall);
                    let open = wall.saturating_sub(opened).saturating_sub(silence.as_secs());
                    let check_ins = counts.get(id.as_str()).map_or(0, |(check_ins, _)| *check_ins);
                    Exposed::silent(told, check_ins, open, silence.as_secs())
                };
                (id.clone(), Heard { exposed, life })
            })
            .collect()
    }
}
