//! Close the check-in ledger and publish its counts.

use crate::clock;
use crate::error::Error;
use crate::open::{Inner, Office};
use board::admission::Refusal;
use board::entry::{BranchCheckIns, Ledger, ledger_file};
use headquarters::permit::{Permit, act};
use std::sync::Weak;
use std::time::Duration;

impl Office {
    /// All branches closed → the ledger is on the record, and the boxes exist.
    pub async fn close_ledger(&self, _permit: &Permit<act::CloseLedger>) -> Result<u64, Error> {
        // Asked first: closing over an open branch would stop its desks for nothing.
        if let Some(branch) = self.0.board.read().await.state.unaccounted().cloned() {
            return Err(Refusal::Unaccounted { branch }.into());
        }
        // In a task of its own: an operator who goes away must not leave the ledger closed and unsaid.
        let office = self.clone();
        tokio::spawn(async move { office.close_and_say().await }).await.expect("closing does not panic")
    }

    async fn close_and_say(&self) -> Result<u64, Error> {
        // Closed before it is counted, so that no check-in, here or in another headquarters, comes after.
        self.0.store.close_ledger(&clock::now()).await?;
        let said = self.say_ledger().await;
        let on_record = self.0.board.read().await.state.ledger().is_some();
        if on_record {
            self.forget_the_day().await;
        } else {
            self.0.store.reopen_ledger().await?;
        }
        said
    }

    /// What cannot be forgotten now is tried again: see [`keep_forgetting`].
    async fn forget_the_day(&self) {
        if let Err(error) = self.0.store.forget_the_day().await {
            eprintln!("amin: the order of check-ins is still kept: {error}");
        }
    }

    async fn say_ledger(&self) -> Result<u64, Error> {
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
        let ledger = self.keep_file(ledger_file(&rows)).await?;
        self.say(Ledger { ledger }).await
    }
}

/// How often it is looked whether the day is forgotten.
const LOOK: Duration = Duration::from_secs(60);

/// Once the ledger is on the record, the day is forgotten, also where the headquarters died in between or its database was
/// away. A background task.
pub(crate) async fn keep_forgetting(office: Weak<Inner>) {
    loop {
        tokio::time::sleep(LOOK).await;
        let Some(inner) = office.upgrade() else { return };
        let office = Office(inner);
        if office.0.board.read().await.state.ledger().is_none() {
            continue;
        }
        match office.0.store.has_forgotten().await {
            Ok(false) => office.forget_the_day().await,
            Ok(true) => {}
            Err(error) => eprintln!("amin: whether the order of check-ins is kept is not known: {error}"),
        }
    }
}
