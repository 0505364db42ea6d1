//! Take what the branches' desks wrote down, and give back what they lack.

use crate::desk_log::Sent;
use crate::error::Error;
use crate::keep_logs::{Delivery, Waiting};
use crate::open::Office;
use election::bytes::Digest;
use election::id::BranchId;
use headquarters::permit::{Permit, act};
use pollbook::entry::{Act, Entry};
use pollbook::ledger::Refused;
use pollbook::log::{Fault, Versions};
use pollbook::officers::Officers;
use pollbook::report::SignOfLife;
use serde::Serialize;
use std::time::Instant;
use tokio::sync::oneshot;

/// What the headquarters has of a branch's sessions now, and what the sender lacks of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// How many entries of each session are kept.
    pub versions: Versions,
    /// Entries that the sender did not say it has, in an order in which they can be taken.
    pub entries: Vec<String>,
}

impl Office {
    /// Takes entries of the branch's sessions; what was taken before changes nothing. `versions` says how much the
    /// sender has. Nothing at all is a sign of life.
    pub async fn take_logs(
        &self,
        permit: &Permit<act::CheckIn>,
        versions: &Versions,
        lines: Vec<String>,
        life: SignOfLife,
    ) -> Result<Kept, Error> {
        let branch = permit.branch().ok_or(Error::NotNow("only a branch has desks"))?;
        let sent = lines.into_iter().map(|line| Ok(Sent { entry: Entry::parse(line.as_bytes())?, line }));
        let sent: Vec<Sent> = sent.collect::<Result<_, Error>>()?;
        if !sent.is_empty() {
            let kept = self.keep_log(branch, sent).await;
            let refused = &mut *self.0.refused_logs.lock().expect("nobody panics with this lock");
            match kept {
                // What comes too early is sent again from where it is due, or when the record's head came here: no lie.
                Err(Error::Log(why))
                    if !matches!(why, Refused::Log(Fault::Gap { .. }) | Refused::NotOnRecord) =>
                {
                    if refused.insert(branch.clone()) {
                        eprintln!("amin: the log of branch {branch} is refused: {why}");
                    }
                    return Err(Error::Log(why));
                }
                kept => kept?,
            }
            refused.remove(branch);
        }
        let kept = self.0.store.desk_versions(branch).await?;
        let mut lacking = Vec::new();
        for (session, count) in &kept {
            let has = versions.get(session).copied().unwrap_or(0);
            if has < *count {
                lacking.extend(self.0.store.desk_entries(session, has).await?);
            }
        }
        let heard = &mut *self.0.heard.lock().expect("nobody panics with this lock");
        heard.insert(branch.clone(), (Instant::now(), life));
        let text = |bytes| String::from_utf8(bytes).map_err(|e| Error::Damaged(e.to_string()));
        Ok(Kept { versions: kept, entries: lacking.into_iter().map(text).collect::<Result<_, _>>()? })
    }

    async fn keep_log(&self, branch: &BranchId, sent: Vec<Sent>) -> Result<(), Error> {
        self.judge(branch, sent.iter().map(|sent| &sent.entry)).await?;
        let delivery = Delivery { branch: branch.clone(), sent };
        let (answer, kept) = oneshot::channel();
        let gone = Error::NotNow("the ledger is shutting down");
        if self.0.logs.send(Waiting { delivery, answer }).await.is_err() {
            return Err(gone);
        }
        kept.await.unwrap_or(Err(gone))
    }

    /// Are these the branch's own, did its officers sign what they must, and does the opening stand on the record?
    async fn judge<'a>(
        &self,
        branch: &BranchId,
        entries: impl Iterator<Item = &'a Entry>,
    ) -> Result<(), Error> {
        let officers = self.officers(branch)?;
        for entry in entries {
            if entry.branch != *branch {
                return Err(Refused::Branch(entry.branch.clone()).into());
            }
            entry.check(&officers).map_err(Refused::from)?;
            if let Act::OpenedOnRecord { opening: named } = &entry.act
                && Some(*named) != self.opening(branch).await
            {
                return Err(Refused::NotOnRecord.into());
            }
        }
        Ok(())
    }

    /// Whose consent the branch's acts need. Not asked of the record itself: no delivery waits for an append.
    fn officers(&self, branch: &BranchId) -> Result<Officers, Error> {
        let polls = self.0.polls.borrow().clone();
        let (Some(event), Some(setup)) = (polls.event(), polls.setup()) else {
            return Err(Error::NotNow("the set-up is not frozen yet"));
        };
        let place = setup.branch(branch).ok_or_else(|| Error::Unknown(format!("branch {branch}")))?;
        Ok(Officers { event: *event, executive: place.executive, supervisory: place.supervisory })
    }

    /// The digest of the branch's opening on the record.
    async fn opening(&self, branch: &BranchId) -> Option<Digest> {
        let board = self.0.board.read().await;
        board.state.branches().get(branch).map(|opened| opened.opening.digest())
    }
}
