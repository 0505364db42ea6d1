//! The branch's machine («دستگاه شعبه»): desk, cards, box, and the way to the record.

mod carry;
mod desk;
mod keep;
mod officers;
mod routes;
mod screen;

pub use desk::{CardTaken, FromBooth, Receipt};
pub use officers::now;
pub use routes::router;
pub(crate) use routes::{CARDS, LEAVE};

use crate::headquarters::Headquarters;
use crate::memory::{BadMemory, Memory};
use crate::record::{self, Ended};
use axum::http::StatusCode;
use board::admission::State;
use board::log::Policy;
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
use std::sync::atomic::{AtomicBool, AtomicU64};
use tokio::sync::{Mutex, Notify, RwLock};

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
    event: RwLock<Option<Arc<Known>>>,
    branch: Mutex<Branch>,
    stage: RwLock<Stage>,
    memory: Mutex<Memory>,
    /// Entries that the headquarters says it took. It is believed when a countersigned checkpoint includes
    /// them; only one batch is on its way at a time.
    sent: Mutex<BTreeSet<Digest>>,
    /// A ballot came: perhaps a batch is full.
    wake: Notify,
    /// For the desk's screen: did the headquarters answer when it was asked last?
    connected: AtomicBool,
    /// For the desk's screen: second votes refused since this machine started.
    refused: AtomicU64,
}

/// What the machine knows of the event.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) event: Event,
    /// The record as it stood when this machine started: set-up, key, and what seals are judged by.
    state: State,
    policy: Policy,
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
    /// Declared to have no box.
    Void,
}

impl Machine {
    /// Opens the machine's folder: its key, its stack of printed cards, and its box as it was left. `announced`
    /// is the event that is known from elsewhere; without it the first record read is followed for good.
    pub fn open(
        folder: &Path,
        id: BranchId,
        headquarters: &str,
        cards: usize,
        announced: Option<Event>,
    ) -> Result<Arc<Self>, BadMemory> {
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
            memory: Mutex::new(Memory::open(folder, announced)?),
            sent: Mutex::default(),
            wake: Notify::new(),
            connected: AtomicBool::new(true),
            refused: AtomicU64::new(0),
        }))
    }

    /// Waits for the election key and for what the record knows of this branch, settles with it what this
    /// machine remembers, and then looks after what waits for the record. Runs beside the routes.
    pub async fn follow(self: Arc<Self>) -> Result<(), Ended> {
        let url = format!("{}/record", self.headquarters.url());
        let memory = self.memory.lock().await.clone();
        let (state, memory) = record::wait_for(&url, memory, |follower| {
            follower.state().election_key()?;
            Some(follower.state().clone())
        })
        .await?;
        let (Some(event), Some(setup)) = (state.event().copied(), state.setup().cloned()) else {
            unreachable!("there is no key without an event");
        };
        let policy = board::reader::policy(&setup)?;
        let standing = state.branches().get(&self.id).cloned();
        let stage = match &standing {
            _ if state.voids().contains_key(&self.id) => Stage::Void,
            None => Stage::Ready,
            Some(b) if b.closing.is_some() => Stage::Closed,
            Some(_) => Stage::Open,
        };
        if let Some(standing) = standing {
            self.booths.write().await.clone_from(&standing.booths);
            let mut branch = self.branch.lock().await;
            branch.catch_up(&standing);
            keep::put(&self.folder, &branch)?;
        }
        *self.memory.lock().await = memory;
        *self.event.write().await = Some(Arc::new(Known { event, state, policy }));
        *self.stage.write().await = stage;
        self.look_after().await
    }

    async fn known(&self) -> Result<Arc<Known>, Problem> {
        let known = self.event.read().await.clone();
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
            Stage::Void => "this branch was declared to have no box",
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
        let answer = act(&mut changed).map_err(|refused| Problem::conflict(refused.code(), refused))?;
        if changed != *branch {
            keep::put(&self.folder, &changed)?;
            *branch = changed;
        }
        Ok(answer)
    }
}

/// Twenty digits nobody can guess.
fn printed_card() -> String {
    let mut rng = rand::rng();
    (0..20).map(|_| char::from(b'0' + rng.random_range(0..10u8))).collect()
}
