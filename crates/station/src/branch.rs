//! The branch's machine («دستگاه شعبه»): desk, cards, box, and the way to the record.

mod carry;
mod day;
mod desk;
mod enrolment;
mod entrance;
mod figures;
mod halves;
mod keep;
mod ladders;
mod log;
mod officers;
mod opening;
mod owed;
mod pages;
mod pairing;
mod people;
mod poll_book;
mod registry;
mod routes;
mod screen;
mod second;
mod sheets;
mod strip;
mod supplies;
#[cfg(test)]
mod tests;

pub use desk::{Admission, CardTaken, FromBooth, Receipt};
pub use enrolment::Enrolment;
pub use officers::now;
pub use people::RollFiles;
pub use poll_book::BadBook;
pub use registry::RegistryAddress;
pub use routes::router;
pub(crate) use routes::{CARDS, LEAVE};
pub use sheets::{Done, HowFar, Proposal};

use crate::disk::DiskError;
use crate::headquarters::{Caller, Headquarters};
use crate::memory::{BadMemory, Memory};
use crate::record::{self, Ended};
use crate::roll::BadRoll;
use axum::http::StatusCode;
use board::admission::State;
use board::entry::{Body, Entry};
use board::log::Policy;
use crypto::signature::{PublicKey, Signer};
use door::Problem;
use door::session::RollKey;
use election::alone::WhenAlone;
use election::bytes::Digest;
use election::id::BranchId;
use election::setup::Event;
use entrance::Entrance;
use figures::Counts;
use ladders::Ladders;
use opening::Opened;
use people::People;
use poll_book::{Making, PollBook};
use pollbook::VoterKey;
use pollbook::contact::Contact;
use pollbook::device::Station;
use pollbook::officers::Officers;
use protocol::branch::{Branch, Stack};
use rand::RngExt as _;
use registry::Registry;
use second::Second;
use sheets::Sheets;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;
use tokio::sync::{Mutex, Notify, RwLock, RwLockReadGuard};

/// What a branch's machine is given.
#[derive(Debug)]
pub struct Outfit {
    /// Its folder.
    pub folder: PathBuf,
    /// The branch.
    pub id: BranchId,
    /// Address of the headquarters.
    pub headquarters: String,
    /// Voting cards to draw on the first start.
    pub cards: usize,
    /// Where the strip is printed; a file in the folder without it.
    pub strip: Option<PathBuf>,
    /// The event that is known from elsewhere; without it the first record read is followed for good.
    pub announced: Option<Event>,
    /// The roll beside the desk.
    pub roll: Option<RollFiles>,
    /// The civil registry.
    pub registry: Option<RegistryAddress>,
    /// A second disk, from which a spare device takes this one's place.
    pub second: Option<PathBuf>,
    /// Lines that a new roll of the strip's paper takes; nobody is warned of its end without it.
    pub lines_of_paper: Option<u32>,
    /// Names by which browsers reach it, besides its addresses.
    pub hosts: Vec<String>,
    /// How long a paired browser may be idle before it is locked.
    pub lock_after: Duration,
    /// SHA-256 of the program that runs, where the system says where it lies.
    pub program: Option<Digest>,
}

/// Why a branch's machine cannot start.
#[derive(Debug, thiserror::Error)]
pub enum BadOutfit {
    /// What it remembers.
    #[error(transparent)]
    Memory(#[from] BadMemory),
    /// The disk.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// The roll.
    #[error(transparent)]
    Roll(#[from] BadRoll),
}

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
    lines_of_paper: Option<u32>,
    /// SHA-256 of the program that runs.
    program: Option<Digest>,
    /// Who may speak to the desk.
    entrance: Entrance,
    /// The voters who were not identified yet, a desk each.
    ladders: Ladders,
    booths: RwLock<BTreeMap<u16, PublicKey>>,
    /// The event, once the key ceremony is done.
    event: RwLock<Option<Arc<Known>>>,
    /// The desk's poll book, once the set-up is known. Locks are taken in the order `stage`, `booths`, `book`, `branch`,
    /// and never the other way: `stage` is held for as long as something goes on at the desk or at a booth.
    book: Mutex<Option<PollBook>>,
    branch: Mutex<Branch>,
    /// What was sealed here. Taken before `branch`, never after it.
    halves: Mutex<halves::Halves>,
    stage: RwLock<Stage>,
    memory: Mutex<Memory>,
    /// Entries that the headquarters says it took. It is believed when a countersigned checkpoint includes
    /// them; only one batch is on its way at a time.
    sent: Mutex<BTreeSet<Digest>>,
    /// A ballot came: perhaps a batch is full.
    wake: Notify,
    /// Whom this machine reaches.
    contact: std::sync::Mutex<Contact>,
    /// The key by which the roll names persons, as the headquarters told it.
    roll: RwLock<Option<RollKey>>,
    /// The roll beside the desk, if this branch has one.
    people: Option<People>,
    /// How far the opening is on its way to the record, and one try to bring it there at a time.
    opened: std::sync::Mutex<Opened>,
    carrying: Mutex<()>,
    /// One delivery of the desk's log at a time.
    sending: Mutex<()>,
    /// Why this machine does not go on by itself, if it does not: its log or its folder is damaged, or its record is not believed.
    ended: std::sync::Mutex<Option<String>>,
    /// How many voters are being checked in at this moment, and who.
    at_desk: AtomicU64,
    coming: std::sync::Mutex<BTreeSet<VoterKey>>,
    /// The civil registry, if this branch asks one.
    registry: Option<Registry>,
    /// Where the box is kept too.
    second: Option<Second>,
    /// Acts that wait for the officers' signatures.
    sheets: Mutex<Sheets>,
    /// Held by whoever asked for a sheet with a code of none.
    guessing: Mutex<()>,
    /// The counts of the stack by hand.
    counts: std::sync::Mutex<Counts>,
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
    /// The Jalali year of polling day, by which the civil registry tells ages.
    year: Option<u16>,
}

/// Where the branch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The event's key is not made yet.
    Waiting,
    /// The officers may open.
    Ready,
    /// Both officers signed the opening, and it is being judged, kept and sent.
    Opening,
    /// This device stands in another's place, and both officers sign the hand-over.
    Spare,
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
    /// Opens the machine's folder: its key, its stack of printed cards, and its box as it was left.
    pub fn open(outfit: Outfit) -> Result<Arc<Self>, BadOutfit> {
        let Outfit {
            folder,
            id,
            headquarters,
            cards,
            strip,
            announced,
            roll,
            registry,
            second,
            lines_of_paper,
            hosts,
            lock_after,
            program,
        } = outfit;
        let folder = folder.as_path();
        let second = second.map(|at| Second::open(&at, folder)).transpose()?;
        let people = roll.as_ref().map(People::open).transpose()?;
        let signer = crate::key(&folder.join("machine.key"))?;
        let cards = keep::cards(folder, &id, cards)?;
        let branch = keep::branch(folder, &id)?;
        Ok(Arc::new(Self {
            headquarters: Headquarters::new(&headquarters),
            lines_of_paper,
            program,
            ladders: Ladders::default(),
            entrance: Entrance::open(folder, hosts, lock_after)?,
            folder: folder.to_owned(),
            strip: strip.unwrap_or_else(|| folder.join("strip.txt")),
            id,
            signer,
            cards,
            booths: RwLock::default(),
            event: RwLock::default(),
            book: Mutex::default(),
            branch: Mutex::new(branch),
            halves: Mutex::new(halves::Halves::open(folder)?),
            stage: RwLock::new(Stage::Waiting),
            memory: Mutex::new(Memory::open(folder, announced)?),
            sent: Mutex::default(),
            wake: Notify::new(),
            contact: std::sync::Mutex::new(Contact::new(Digest([0; 32]), [])),
            roll: RwLock::new(keep::roll_key(folder)?),
            people,
            registry: registry.as_ref().map(Registry::new),
            second,
            sheets: Mutex::default(),
            guessing: Mutex::default(),
            counts: std::sync::Mutex::new(Counts::open(folder)?),
            opened: std::sync::Mutex::default(),
            carrying: Mutex::default(),
            sending: Mutex::default(),
            ended: std::sync::Mutex::default(),
            at_desk: AtomicU64::new(0),
            coming: std::sync::Mutex::default(),
            refused: AtomicU64::new(0),
        }))
    }

    /// The desk's token, for whoever started the machine.
    pub fn token(&self) -> String {
        self.entrance.token()
    }

    /// Follows the record and looks after what waits for it, for as long as the machine runs. Where that ends, the desk says so.
    pub async fn follow(self: Arc<Self>) -> Result<(), Ended> {
        let ended = Arc::clone(&self).follow_on().await;
        if let Err(why) = &ended {
            *self.ended.lock().expect("nobody panics with this lock") = Some(why.to_string());
        }
        ended
    }

    /// Waits for the election key and for what the record knows of this branch, settles with it what this
    /// machine remembers, and then looks after what waits for the record. Runs beside the routes.
    async fn follow_on(self: Arc<Self>) -> Result<(), Ended> {
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
        let place = setup.branch(&self.id).ok_or_else(|| {
            let title = format!("the set-up of this event has no branch {}", self.id);
            Box::new(Problem::conflict("branch", title))
        })?;
        let officers = Officers { event, executive: place.executive, supervisory: place.supervisory };
        *self.contact() = Contact::new(self.configuration(&event), []);
        let book = self.poll_book(officers, setup.when_alone, cards);
        *self.book.lock().await = Some(book.map_err(|bad| Box::new(Problem::from(bad)))?);
        let day: Option<calendar::Day> = setup.polling_day.parse().ok();
        let year = day.and_then(|day| u16::try_from(day.in_jalali().0).ok());
        let known = Known { event, policy, headquarters: setup.headquarters, stack, state, year };
        *self.memory.lock().await = memory;
        self.stand(known).await?;
        self.catch_up_with_headquarters().await;
        let known = self.known().await.map_err(Box::new)?;
        let (records, desk, ()) =
            tokio::join!(self.look_after(), self.look_after_desk(), self.compare_roll(&known));
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
        self.is_opened(match (&standing, &kept) {
            (Some(standing), Some(kept)) if standing.opening != *kept => {
                Opened::Refused { title: "another opening of this branch stands on the record".into() }
            }
            (Some(_), _) => Opened::OnRecord { sequence: None },
            (None, None) => Opened::NotYet,
            (None, Some(_)) => match keep::opening_refused(&self.folder)? {
                Some(title) => Opened::Refused { title },
                None => Opened::Waits,
            },
        });
        let opening = standing.as_ref().map(|standing| standing.opening.clone()).or(kept);
        if let Some(opening) = &opening {
            let booths = opening.booths.iter().map(|booth| (booth.number, booth.key)).collect();
            *self.booths.write().await = booths;
        }
        let mut has_voters = false;
        if let Some(standing) = standing {
            let mut branch = self.branch.lock().await;
            branch.catch_up(&standing);
            self.keep_box(&branch)?;
            has_voters = !branch.spent.is_empty();
        }
        if let Some(setup) = known.state.setup() {
            let mut halves = self.halves.lock().await;
            self.branch.lock().await.waiting.values().for_each(|entry| halves.remember(setup, entry));
        }
        *self.event.write().await = Some(Arc::new(known));
        self.follow_on_second()?;
        if let Some(opening) = opening.filter(|_| stage == Stage::Open) {
            self.go_on(opening.digest(), has_voters).await.map_err(Box::new)?;
            return Ok(());
        }
        *self.stage.write().await = stage;
        Ok(())
    }

    /// The branch is open: this device goes on where it was, or waits for the officers if another was at work here.
    async fn go_on(&self, opening: Digest, has_voters: bool) -> Result<(), Problem> {
        let has_begun = self.read_book(PollBook::has_begun).await?;
        let another = has_voters || keep::superseded(&self.folder)?.is_some();
        if !has_begun && another {
            *self.stage.write().await = Stage::Spare;
            return Ok(());
        }
        self.with_book(|book| book.open_polls(opening, wall())).await?;
        *self.stage.write().await = Stage::Open;
        Ok(())
    }

    /// Both officers signed the hand-over: the desk goes on under the opening that stands.
    async fn open_as_spare(&self) -> Result<(), Problem> {
        let known = self.known().await?;
        let on_record = known.state.branches().get(&self.id).map(|standing| standing.opening.digest());
        let kept = keep::opening(&self.folder)?.and_then(|bytes| match Entry::parse(&bytes).ok()?.body {
            Body::Opening(opening) if opening.branch == self.id => Some(opening.digest()),
            _ => None,
        });
        let opening = on_record.or(kept).ok_or_else(|| not_at(Stage::Ready))?;
        self.go_on(opening, false).await
    }

    /// Keeps the box here and on the second disk.
    fn keep_box(&self, branch: &Branch) -> Result<(), DiskError> {
        keep::put(&self.folder, branch)?;
        self.second.as_ref().map_or(Ok(()), |second| second.put(branch))
    }

    /// Brings the second disk up to what leaves the box.
    fn follow_ballots_on_second(&self) -> Result<(), DiskError> {
        self.second.as_ref().map_or(Ok(()), |second| second.follow_ballots(&self.folder))
    }

    /// Brings the second disk up to what officers changed.
    fn follow_on_second(&self) -> Result<(), DiskError> {
        self.second.as_ref().map_or(Ok(()), |second| second.follow(&self.folder))
    }

    fn poll_book(
        &self,
        officers: Officers,
        policy: WhenAlone,
        cards: Vec<Digest>,
    ) -> Result<PollBook, BadBook> {
        let making = Making {
            station: Station { branch: self.id.clone(), desk: 1 },
            session: keep::session(&self.folder)?,
            configuration: self.configuration(&officers.event),
            officers,
            policy,
            cards,
            strip: self.strip.clone(),
            program: self.program,
        };
        PollBook::open(&self.folder, making)
    }

    /// Digest of all that must be the same at every desk of the event: set-up, program, roll.
    fn configuration(&self, event: &Event) -> Digest {
        let roll = self.people.as_ref().map(|people| people.identity().to_string()).unwrap_or_default();
        Digest::of(format!("{event}/{}/{roll}", env!("CARGO_PKG_VERSION")).as_bytes())
    }

    async fn known(&self) -> Result<Arc<Known>, Problem> {
        let known = self.event.read().await.clone();
        known.ok_or_else(|| {
            Problem::new(StatusCode::LOCKED, "waiting", "the election key is not made yet")
                .remedy("Wait for the trustees")
        })
    }

    /// Why this machine does not go on by itself, if it does not.
    fn why_ended(&self) -> Option<String> {
        self.ended.lock().expect("nobody panics with this lock").clone()
    }

    async fn must_be(&self, stage: Stage) -> Result<(), Problem> {
        let now = *self.stage.read().await;
        if now == stage { Ok(()) } else { Err(not_at(now)) }
    }

    /// The polls are open, and stay so for as long as the answer is held: whoever closes waits for it.
    async fn while_open(&self) -> Result<RwLockReadGuard<'_, Stage>, Problem> {
        let stage = self.stage.read().await;
        match self.opened() {
            _ if *stage != Stage::Open => Err(not_at(*stage)),
            Opened::Refused { title } => Err(opening::refused(title)),
            _ => Ok(stage),
        }
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

    fn coming(&self) -> std::sync::MutexGuard<'_, BTreeSet<VoterKey>> {
        self.coming.lock().expect("nobody panics with this lock")
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
            self.keep_box(&changed)?;
            *branch = changed;
        }
        Ok(answer)
    }
}

fn not_at(now: Stage) -> Problem {
    let title = match now {
        Stage::Waiting => "the election key is not made yet",
        Stage::Ready => "the polls of this branch are not open yet",
        Stage::Opening => "the polls of this branch are being opened",
        Stage::Spare => {
            "this device stands in another's place, and the officers have not signed the hand-over yet"
        }
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
