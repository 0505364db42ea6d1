//! What papers are printed from, besides results and minutes: the head of the record, the branches' own days, the
//! lots that were drawn.

use crate::error::Error;
use crate::open::Office;
use board::branch_day::BranchDay;
use board::entry::File;
use board::log::{Checkpoint, Hash};
use election::id::{BranchId, ContestId};
use election::outcome::{Drawn, Minutes, Remark};
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

    /// What the record tells of these branches.
    pub async fn branch_days(
        &self,
        _permit: &Permit<act::ReadRecord>,
        branches: &[BranchId],
    ) -> Vec<BranchDay> {
        let board = self.0.board.read().await;
        branches.iter().map(|id| BranchDay::of(&board.state, id)).collect()
    }

    /// What must be told of any branch: figures that were settled, ballots that are in no box.
    pub async fn remarks(&self, _permit: &Permit<act::ReadRecord>) -> Vec<Remark> {
        let board = self.0.board.read().await;
        let branches = board.state.setup().map(|setup| setup.branches.as_slice()).unwrap_or_default();
        branches.iter().flat_map(|branch| board.state.remarks(&branch.id)).collect()
    }

    /// The minutes of the boxes that hold a branch's ballots, as far as they are counted.
    pub async fn counts_of(
        &self,
        permit: &Permit<act::ReadRecord>,
        day: &BranchDay,
    ) -> Result<Vec<Minutes>, Error> {
        let mut counted = Vec::new();
        for box_id in &day.boxes {
            counted.extend(self.minutes_of(permit, box_id).await?);
        }
        Ok(counted)
    }

    /// The file of a contest's result, once it stands on the record: under this digest it never changes.
    pub async fn result_file(&self, _permit: &Permit<act::ReadRecord>, contest: &ContestId) -> Option<File> {
        self.0.board.read().await.state.outcomes().get(contest).copied()
    }

    /// The lots of a contest, in the order in which they were drawn.
    pub async fn lots(&self, _permit: &Permit<act::ReadRecord>, contest: &ContestId) -> Vec<Drawn> {
        let board = self.0.board.read().await;
        board.state.lots(contest).iter().map(|lot| lot.drawn.clone()).collect()
    }
}
