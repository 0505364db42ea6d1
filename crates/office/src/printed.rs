//! What papers are printed from, besides results and minutes: the head of the record, the branches' own figures, the
//! lots that were drawn.

use crate::open::Office;
use board::entry::{Closing, Opening};
use board::log::{Checkpoint, Hash};
use election::id::{BranchId, ContestId};
use election::outcome::Drawn;
use headquarters::permit::{Permit, act};

impl Office {
    /// How far the record has come, as the witness has countersigned it; nothing before that.
    pub async fn head(&self, _permit: &Permit<act::ReadRecord>) -> Option<Checkpoint> {
        let size = *self.0.published.borrow();
        if size == 0 {
            return None;
        }
        let root = self.0.board.read().await.tree.root_at(size).ok()?;
        Some(Checkpoint { origin: self.0.log.key().name.clone(), size, root })
    }

    /// The root that the record had at an earlier size; nothing if it never was so large.
    pub async fn root_at(&self, _permit: &Permit<act::ReadRecord>, size: u64) -> Option<Hash> {
        self.0.board.read().await.tree.root_at(size).ok()
    }

    /// How branches opened and closed.
    pub async fn polling_of(
        &self,
        _permit: &Permit<act::ReadRecord>,
        branches: &[BranchId],
    ) -> Vec<(Opening, Option<Closing>)> {
        let board = self.0.board.read().await;
        let standing = branches.iter().filter_map(|id| board.state.branches().get(id));
        standing.map(|branch| (branch.opening.clone(), branch.closing.clone())).collect()
    }

    /// The lots of a contest, in the order in which they were drawn.
    pub async fn lots(&self, _permit: &Permit<act::ReadRecord>, contest: &ContestId) -> Vec<Drawn> {
        let board = self.0.board.read().await;
        board.state.lots(contest).iter().map(|lot| lot.drawn.clone()).collect()
    }
}
