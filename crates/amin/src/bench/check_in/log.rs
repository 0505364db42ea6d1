//! What the desks of a measurement write down, and the branches' machines that send it: every few seconds, signed, as a real
//! branch does. A check-in is two entries.

use super::client::Carrier;
use super::load::Day;
use crate::failure::Failure;
use election::bytes::Digest;
use election::id::BranchId;
use pollbook::clock::Moment;
use pollbook::device::SessionId;
use pollbook::entry::{Act, Entry, EntryId, Place, Standing, Why};
use pollbook::log::Versions;
use pollbook::{Decision, VoterKey};
use serde_json::json;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// How often a branch sends, and the most bytes of one delivery, in which lines stand within JSON once more: as in `station`.
const EVERY: Duration = Duration::from_secs(3);
const MOST: usize = 56 << 10;

/// The log of one desk.
pub(super) struct Log {
    branch: BranchId,
    next: EntryId,
    previous: Digest,
}

/// What a branch's machine has to send.
#[derive(Default)]
pub(super) struct Shelf {
    lines: Mutex<Vec<(EntryId, String)>>,
    closed: AtomicBool,
}

/// What a branch's machine sent.
#[derive(Debug, Default)]
pub(super) struct Carried {
    pub(super) entries: u64,
    /// Sent when nobody stood at a desk any more.
    pub(super) late: u64,
    /// Microseconds that each delivery took.
    pub(super) waits: Vec<u32>,
}

impl Log {
    /// A desk's, with a session of its own.
    pub(super) fn new(branch: &BranchId) -> Self {
        let next = EntryId { session: SessionId(rand::random()), counter: 0 };
        Self { branch: branch.clone(), next, previous: Digest([0; 32]) }
    }

    /// The question, before it is asked.
    pub(super) fn asks(&mut self, voter: VoterKey, shelf: &Shelf) -> EntryId {
        self.write(Act::Asked { voter }, shelf)
    }

    /// What it came to.
    pub(super) fn ends(&mut self, ask: EntryId, voter: VoterKey, decision: &Decision, shelf: &Shelf) {
        let ask = ask.counter;
        let act = match decision {
            Decision::CheckedIn { .. } => Act::Admitted { ask, voter, standing: Standing::Confirmed },
            Decision::AlreadyVoted { earlier } => {
                let at = Moment { wall: now(), count: 0 };
                let earlier = Place { claim: earlier.claim, branch: earlier.branch.clone(), at };
                Act::TurnedAway { ask, voter, why: Why::Already { earlier } }
            }
            _ => Act::TurnedAway { ask, voter, why: Why::Ineligible },
        };
        self.write(act, shelf);
    }

    fn write(&mut self, act: Act, shelf: &Shelf) -> EntryId {
        let (id, at) = (self.next, Moment { wall: now(), count: 0 });
        let entry = Entry { id, previous: self.previous, at, branch: self.branch.clone(), act };
        let line = String::from_utf8(entry.to_bytes()).expect("JSON is text");
        self.previous = Digest::of(line.as_bytes());
        self.next.counter += 1;
        shelf.lines.lock().unwrap_or_else(PoisonError::into_inner).push((id, line));
        id
    }
}

impl Shelf {
    /// Nobody stands at a desk any more.
    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::Release);
    }

    fn is_empty(&self) -> bool {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// As many lines as one delivery takes.
    fn take(&self) -> Vec<(EntryId, String)> {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let mut left = MOST;
        let fits = |(_, line): &&(EntryId, String)| {
            let sent = line.len() + line.matches(['"', '\\']).count() + 3;
            left.checked_sub(sent).map(|rest| left = rest).is_some()
        };
        let most = lines.iter().take_while(fits).count();
        lines.drain(..most).collect()
    }
}

impl Carried {
    pub(super) fn add(&mut self, other: Self) {
        self.entries += other.entries;
        self.late += other.late;
        self.waits.extend(other.waits);
    }
}

/// Sends a branch's log until nobody stands at a desk and all is sent.
pub(super) async fn carry(day: Arc<Day>, branch: usize) -> Result<Carried, Failure> {
    let address = &day.addresses[branch % day.addresses.len()];
    let mut carrier = Carrier::new(address, &day.branches[branch]);
    let (shelf, mut carried, mut versions) = (&day.shelves[branch], Carried::default(), Versions::new());
    // Branches do not all send at one moment.
    let mut next = Instant::now() + EVERY.mul_f64(branch as f64 / day.branches.len() as f64);
    loop {
        while Instant::now() < next && !shelf.closed.load(Ordering::Acquire) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        next += EVERY;
        loop {
            let is_late = shelf.closed.load(Ordering::Acquire);
            let lines = shelf.take();
            let sent = lines.len();
            for (id, _) in &lines {
                versions.insert(id.session, id.counter + 1);
            }
            let entries: Vec<&str> = lines.iter().map(|(_, line)| line.as_str()).collect();
            let body = json!({ "versions": versions, "entries": entries, "life": {} }).to_string();
            let begun = Instant::now();
            while let Err(unanswered) = carrier.send(&body).await {
                if begun.elapsed() > Duration::from_secs(90) {
                    return Err(Failure::other(format!("a log was not taken for 90 s: {unanswered:?}")));
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            carried.waits.push(u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX));
            carried.entries += sent as u64;
            carried.late += if is_late { sent as u64 } else { 0 };
            if shelf.is_empty() {
                break;
            }
        }
        if shelf.closed.load(Ordering::Acquire) && shelf.is_empty() {
            return Ok(carried);
        }
    }
}

/// A wall clock's milliseconds.
fn now() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
