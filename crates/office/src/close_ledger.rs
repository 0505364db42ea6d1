//! Close the check-in ledger and publish its counts.

use crate::error::Error;
use crate::open::Office;
use board::entry::{BranchCheckIns, Ledger};
use election::staff::{Permit, act};

impl Office {
    /// All branches closed → the ledger is on the record, and the boxes exist.
    pub async fn close_ledger(&self, _permit: &Permit<act::CloseLedger>) -> Result<u64, Error> {
        let counts = self.0.store.by_branch().await?;
        let rows: Vec<BranchCheckIns> = {
            let board = self.0.board.read().await;
            let setup = board.state.setup().ok_or(Error::NotNow("the set-up is not frozen yet"))?;
            setup
                .branches
                .iter()
                .map(|branch| {
                    let (check_ins, refused) = counts.get(branch.id.as_str()).copied().unwrap_or_default();
                    BranchCheckIns { branch: branch.id.clone(), check_ins, refused }
                })
                .collect()
        };
        let mut json = serde_json::to_vec_pretty(&rows).expect("a ledger holds only strings and numbers");
        json.push(b'\n');
        let ledger = self.keep_file(json).await?;
        self.say(Ledger { ledger }).await
    }
}
