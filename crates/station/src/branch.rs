//! The branch's machine («دستگاه شعبه»): desk, cards, box, and the way to the record.

mod desk;
mod keep;
mod officers;
mod routes;

pub use desk::{CardTaken, FromBooth, Receipt};
pub use routes::router;

use crate::headquarters::Headquarters;
use crate::{disk, record};
use axum::http::StatusCode;
use board::entry::{Body, Entry};
use crypto::signature::{PublicKey, Signer};
use door::Problem;
use election::bytes::Digest;
use election::id::BranchId;
use election::setup::Event;
use protocol::branch::Branch;
use rand::RngExt as _;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::{Mutex, RwLock};

/// Ballots go to the record in batches of at least this many, sorted by code, so that the record does not
/// show who cast after whom. What is left goes when the branch closes.
const BATCH: usize = 16;

/// The machine of a branch.
#[derive(Debug)]
pub struct Machine {
    id: BranchId,
    folder: PathBuf,
    signer: Signer,
    headquarters: Headquarters,
    /// Public numbers of the printed cards.
    stack: BTreeSet<Digest>,
    booths: RwLock<BTreeMap<u16, PublicKey>>,
    /// The event, once the key ceremony is done.
    event: RwLock<Option<Known>>,
    branch: Mutex<Branch>,
    stage: RwLock<Stage>,
    /// Only one batch is on its way at a time.
    sending: Mutex<()>,
}

/// What the machine knows of the event.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    pub(crate) event: Event,
}

/// Where the branch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The event's key is not made yet.
    Waiting,
    /// The officers may open.
    Ready,
    /// Voting.
    Open,
    /// Closed.
    Closed,
}

impl Machine {
    /// Opens the machine's folder: its key, its stack of printed cards, and its box as it was left.
    pub fn open(
        folder: &Path,
        id: BranchId,
        headquarters: &str,
        cards: usize,
    ) -> Result<Arc<Self>, disk::DiskError> {
        let signer = crate::key(&folder.join("machine.key"))?;
        let stack = keep::cards(folder, &id, cards)?;
        let branch = keep::branch(folder, &id)?;
        Ok(Arc::new(Self {
            headquarters: Headquarters::new(headquarters),
            folder: folder.to_owned(),
            id,
            signer,
            stack,
            booths: RwLock::default(),
            event: RwLock::default(),
            branch: Mutex::new(branch),
            stage: RwLock::new(Stage::Waiting),
            sending: Mutex::default(),
        }))
    }

    /// Waits for the election key and for what the record knows of this branch. Runs beside the routes.
    pub async fn follow(self: Arc<Self>) -> Result<(), board::reader::Disbelief> {
        let url = format!("{}/record", self.headquarters.url());
        let id = self.id.clone();
        let (known, stage, booths) = record::wait_for(&url, None, move |follower| {
            let state = follower.state();
            state.election_key()?;
            let known = Known { event: *state.event()? };
            let standing = state.branches().get(&id);
            let stage = match standing {
                None => Stage::Ready,
                Some(b) if b.closing.is_some() => Stage::Closed,
                Some(_) => Stage::Open,
            };
            Some((known, stage, standing.map(|b| b.booths.clone())))
        })
        .await?;
        if let Some(enrolled) = booths {
            *self.booths.write().await = enrolled;
        }
        *self.event.write().await = Some(known);
        *self.stage.write().await = stage;
        Ok(())
    }

    async fn known(&self) -> Result<Known, Problem> {
        let known = *self.event.read().await;
        known.ok_or_else(|| {
            Problem::new(StatusCode::LOCKED, "waiting", "the election key is not made yet")
                .remedy("Wait for the trustees")
        })
    }

    async fn must_be(&self, stage: Stage) -> Result<(), Problem> {
        let now = *self.stage.read().await;
        if now == stage {
            return Ok(());
        }
        let title = match now {
            Stage::Waiting => "the election key is not made yet",
            Stage::Ready => "the polls of this branch are not open yet",
            Stage::Open => "the polls of this branch are open",
            Stage::Closed => "the polls of this branch are closed",
        };
        Err(Problem::new(StatusCode::LOCKED, "stage", title))
    }

    /// Changes the box and keeps it before anybody hears of it.
    async fn change<T>(
        &self,
        act: impl FnOnce(&mut Branch) -> Result<T, protocol::branch::Refused>,
    ) -> Result<T, Problem> {
        let mut branch = self.branch.lock().await;
        let mut changed = branch.clone();
        let answer = act(&mut changed).map_err(|refused| Problem::conflict("card", refused))?;
        keep::put(&self.folder, &changed)?;
        *branch = changed;
        Ok(answer)
    }

    /// Carries waiting entries to the record. Fewer than a batch wait, unless `all`.
    async fn carry(&self, all: bool) -> Result<(), Problem> {
        let _one = self.sending.lock().await;
        loop {
            let waiting: Vec<Vec<u8>> = {
                let branch = self.branch.lock().await;
                if branch.waiting.is_empty() || (!all && branch.waiting.len() < BATCH) {
                    return Ok(());
                }
                // A challenge must stand before the next ballot on its card: challenges go first.
                let mut waiting: Vec<&Vec<u8>> = branch.waiting.values().collect();
                // The sort is stable: ballots stay in the order of their codes.
                waiting.sort_by_key(|bytes| challenge(bytes).unwrap_or(u16::MAX));
                waiting.into_iter().take(256).cloned().collect()
            };
            let answers = self.headquarters.append(&waiting).await?;
            let mut refused = None;
            let mut taken = Vec::new();
            for (bytes, answer) in waiting.iter().zip(answers) {
                match answer {
                    crate::headquarters::EntryAnswer::Taken { .. } => taken.push(Digest::of(bytes)),
                    crate::headquarters::EntryAnswer::Refused { check, title } => {
                        refused = Some(Problem::conflict(&check, title));
                    }
                }
            }
            self.change(|branch| {
                branch.acknowledged(taken.iter());
                Ok(())
            })
            .await?;
            if let Some(problem) = refused {
                return Err(problem);
            }
        }
    }
}

/// Which sealing on its card a challenged ballot was; nothing for other entries.
fn challenge(bytes: &[u8]) -> Option<u16> {
    let Body::Spoiled(spoiled) = Entry::parse(bytes).ok()?.body else { return None };
    match Entry::parse(&spoiled.ballot).ok()?.body {
        Body::Ballot(ballot) => Some(ballot.attempt),
        _ => None,
    }
}

/// Twenty digits nobody can guess.
fn printed_card() -> String {
    let mut rng = rand::rng();
    (0..20).map(|_| char::from(b'0' + rng.random_range(0..10u8))).collect()
}
