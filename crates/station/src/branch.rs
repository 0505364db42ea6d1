//! The branch's machine («دستگاه شعبه»): desk, cards, box, and the way to the record.

mod carry;
mod desk;
mod keep;
mod log;
mod officers;
mod poll_book;
mod routes;
mod screen;
mod strip;

pub use desk::{Admission, CardTaken, FromBooth, Receipt};
pub use officers::now;
pub use poll_book::BadBook;
pub use routes::router;
pub(crate) use routes::{CARDS, LEAVE};

use crate::headquarters::{Caller, Headquarters};
use crate::memory::{BadMemory, Memory};
use crate::record::{self, Ended};
use axum::http::StatusCode;
use board::admission::State;
use board::entry::{Body, Entry};
use board::log::Policy;
use crypto::signature::{PublicKey, Signer};
use door::Problem;
use door::session::RollKey;
use election::bytes::Digest;
use election::id::BranchId;
use election::setup::{Event, Setup};
use poll_book::{Making, PollBook};
use pollbook::contact::Contact;
use pollbook::device::Station;
use pollbook::officers::Officers;
use protocol::branch::{Branch, Stack};
use rand::RngExt as _;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use tokio::sync::{Mutex, Notify, RwLock, RwLockReadGuard};

/// The machine of a branch.
#[derive(Debug)]
pub struct Machine {
    id: BranchId,
    folder: PathBuf,
    signer: Signer,
    headquarters: Headquarters,
    /// Public numbers of the printed cards of the shuffled stack.
    cards: BTreeSet<Digest>,
    /// Where the strip is printed.
    strip: PathBuf,
    booths: RwLock<BTreeMap<u16, PublicKey>>,
    /// The event, once the key ceremony is done.
    event: RwLock<Option<Arc<Known>>>,
    /// The desk's poll book, once the set-up is known. Locks are taken in the order `stage`, `booths`, `book`, `branch`,
    /// and never the other way: `stage` is held for as long as something goes on at the desk or at a booth.
    book: Mutex<Option<PollBook>>,
    branch: Mutex<Branch>,
    stage: RwLock<Stage>,
    memory: Mutex<Memory>,
    /// Entries that the headquarters says it took. It is believed when a countersigned checkpoint includes
    /// them; only one batch is on its way at a time.
    sent: Mutex<BTreeSet<Digest>>,
    /// A ballot came: perhaps a batch is full.
    wake: Notify,
    /// Whom this machine reaches.
    contact: std::sync::Mutex<Contact>,
    /// The key by which the roll names persons.
    roll: RwLock<Option<RollKey>>,
    /// One delivery of the desk's log at a time.
    sending: Mutex<()>,
    /// Voters being checked in at this moment.
    at_desk: AtomicU64,
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
    headquarters: PublicKey,
    stack: Stack,
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
    /// The officers close: nothing more goes into the box, and the record has not answered yet.
    Closing,
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
        strip: Option<&Path>,
        announced: Option<Event>,
    ) -> Result<Arc<Self>, BadMemory> {
        let signer = crate::key(&folder.join("machine.key"))?;
        let cards = keep::cards(folder, &id, cards)?;
        let branch = keep::branch(folder, &id)?;
        Ok(Arc::new(Self {
            headquarters: Headquarters::new(headquarters),
            folder: folder.to_owned(),
            strip: strip.map_or_else(|| folder.join("strip.txt"), Path::to_owned),
            id,
            signer,
            cards,
            booths: RwLock::default(),
            event: RwLock::default(),
            book: Mutex::default(),
            branch: Mutex::new(branch),
            stage: RwLock::new(Stage::Waiting),
            memory: Mutex::new(Memory::open(folder, announced)?),
            sent: Mutex::default(),
            wake: Notify::new(),
            contact: std::sync::Mutex::new(Contact::new(Digest([0; 32]), [])),
            roll: RwLock::new(keep::roll_key(folder)?),
            sending: Mutex::default(),
            at_desk: AtomicU64::new(0),
            refused: AtomicU64::new(0),
        }))
    }

    /// Waits for the election key and for what the record knows of this branch, settles with it what this
    /// machine remembers, and then looks after what waits for the record. Runs beside the routes.
    pub async fn follow(self: Arc<Self>) -> Result<(), Ended> {
        let url = format!("{}/record", self.headquarters.url());
        let memory = self.memory.lock().await.clone();
        let (state, memory) = record::wait_for(&url, &self.folder, memory, |follower| {
            follower.state().election_key()?;
            Some(follower.state().clone())
        })
        .await?;
        let (Some(event), Some(setup)) = (state.event().copied(), state.setup().cloned()) else {
            unreachable!("there is no key without an event");
        };
        let policy = board::reader::policy(&setup)?;
        let cards = keep::pending_cards(&self.folder, &self.id, setup.when_alone.most())?;
        let pending = cards.iter().copied().collect();
        let stack = Stack { cards: self.cards.clone(), pending };
        *self.book.lock().await = Some(self.poll_book(event, &setup, cards)?);
        let known = Known { event, policy, headquarters: setup.headquarters, stack, state };
        *self.memory.lock().await = memory;
        self.stand(known).await?;
        self.catch_up_with_headquarters().await;
        let (records, desk) = tokio::join!(self.look_after(), self.look_after_desk());
        records.and(desk)
    }

    /// Where the branch stands, by the record and, where the copy of it is older, by the opening that this machine kept.
    async fn stand(&self, known: Known) -> Result<(), Ended> {
        let kept = keep::opening(&self.folder)?.and_then(|bytes| match Entry::parse(&bytes).ok()?.body {
            Body::Opening(opening) if opening.branch == self.id => Some(opening),
            _ => None,
        });
        let standing = known.state.branches().get(&self.id).cloned();
        if known.state.voids().contains_key(&self.id) {
            keep::mark_void(&self.folder)?;
        }
        let stage = match &standing {
            _ if keep::is_void(&self.folder) => Stage::Void,
            Some(b) if b.closing.is_some() => Stage::Closed,
            // Perhaps it stands, and the record that was read does not show it yet.
            _ if keep::closing(&self.folder)?.is_some() => Stage::Closing,
            None if kept.is_none() => Stage::Ready,
            _ => Stage::Open,
        };
        let opening = standing.as_ref().map(|standing| standing.opening.clone()).or(kept);
        if let Some(opening) = &opening {
            let booths = opening.booths.iter().map(|booth| (booth.number, booth.key)).collect();
            *self.booths.write().await = booths;
        }
        if let Some(standing) = standing {
            let mut branch = self.branch.lock().await;
            branch.catch_up(&standing);
            keep::put(&self.folder, &branch)?;
        }
        *self.event.write().await = Some(Arc::new(known));
        if let Some(opening) = opening.filter(|_| stage == Stage::Open) {
            self.with_book(|book| book.open_polls(opening.digest(), wall())).await.map_err(Box::new)?;
        }
        *self.stage.write().await = stage;
        Ok(())
    }

    fn poll_book(&self, event: Event, setup: &Setup, cards: Vec<Digest>) -> Result<PollBook, Ended> {
        let place = setup.branch(&self.id).ok_or_else(|| {
            let title = format!("the set-up of this event has no branch {}", self.id);
            Box::new(Problem::conflict("branch", title))
        })?;
        let officers = Officers { event, executive: place.executive, supervisory: place.supervisory };
        let making = Making {
            station: Station { branch: self.id.clone(), desk: 1 },
            session: keep::session(&self.folder)?,
            officers,
            configuration: Digest::of(format!("{event}/{}", env!("CARGO_PKG_VERSION")).as_bytes()),
            policy: setup.when_alone,
            cards,
            strip: self.strip.clone(),
        };
        PollBook::open(&self.folder, making).map_err(|bad| Box::new(Problem::from(bad)).into())
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
        if now == stage { Ok(()) } else { Err(not_at(now)) }
    }

    /// The polls are open, and stay so for as long as the answer is held: whoever closes waits for it.
    async fn while_open(&self) -> Result<RwLockReadGuard<'_, Stage>, Problem> {
        let stage = self.stage.read().await;
        if *stage == Stage::Open { Ok(stage) } else { Err(not_at(*stage)) }
    }

    /// Does something at the desk; which cards may be used follows from it.
    async fn with_book<T>(
        &self,
        act: impl FnOnce(&mut PollBook) -> Result<T, BadBook>,
    ) -> Result<T, Problem> {
        let mut book = self.book.lock().await;
        let book = book
            .as_mut()
            .ok_or_else(|| Problem::new(StatusCode::LOCKED, "waiting", "the set-up is not known yet"))?;
        let done = tokio::task::block_in_place(|| act(book));
        self.branch.lock().await.issued = book.issued();
        Ok(done?)
    }

    fn caller<'a>(&'a self, known: &'a Known) -> Caller<'a> {
        let Known { event, headquarters, .. } = known;
        Caller { event, branch: &self.id, signer: &self.signer, headquarters: *headquarters }
    }

    fn contact(&self) -> std::sync::MutexGuard<'_, Contact> {
        self.contact.lock().expect("nobody panics with this lock")
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

fn not_at(now: Stage) -> Problem {
    let title = match now {
        Stage::Waiting => "the election key is not made yet",
        Stage::Ready => "the polls of this branch are not open yet",
        Stage::Open => "the polls of this branch are open",
        Stage::Closing => "the polls of this branch are being closed",
        Stage::Closed => "the polls of this branch are closed",
        Stage::Void => "this branch was declared to have no box",
    };
    Problem::new(StatusCode::LOCKED, "stage", title)
}

/// Milliseconds since 1970.
fn wall() -> u64 {
    jiff::Timestamp::now().as_millisecond().unsigned_abs()
}

/// Twenty digits nobody can guess.
fn printed_card() -> String {
    let mut rng = rand::rng();
    (0..20).map(|_| char::from(b'0' + rng.random_range(0..10u8))).collect()
}
