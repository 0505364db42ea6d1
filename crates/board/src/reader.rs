//! Following a record as it grows, believing nobody: the log's and the witness's signatures are checked, and
//! what was seen once is never read again, so a record that changes its past is found out.

use crate::admission::{Files, Refusal, State};
use crate::entry::{BadEntry, Entry};
use crate::log::bundle::{BadBundle, read_bundle};
use crate::log::checkpoint::CHECKPOINT_PATH;
use crate::log::policy::{NotTheLogs, Unwitnessed};
use crate::log::tile::{Holds, first_entry_needed, layout};
use crate::log::witness::Seen;
use crate::log::{Key, Policy, Tree, leaf_hash};
use crate::path;
use election::bytes::Digest;
use election::setup::{BadSetup, Event, Setup};
use std::cell::RefCell;

/// Reads a file of the record: its bytes, or nothing if there is none, or why it cannot be read.
pub type Fetch<'a> = &'a dyn Fn(&str) -> Result<Option<Vec<u8>>, String>;

/// Why a record is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Disbelief {
    /// The place where it is kept does not answer.
    #[error("the record cannot be read: {0}")]
    Unreachable(String),
    /// A file of it is missing.
    #[error("the record lacks {0}")]
    Missing(String),
    /// The set-up is none, or of another event than expected.
    #[error("the set-up of the record: {0}")]
    Setup(#[from] BadSetup),
    /// The record is of another event.
    #[error("the record is of event {found}, not of {expected}")]
    OtherEvent {
        /// As read.
        found: Event,
        /// As pinned.
        expected: Event,
    },
    /// A key in the set-up cannot be read.
    #[error("the set-up's key of the {0} cannot be read")]
    Key(&'static str),
    /// The checkpoint is not the log's.
    #[error("the checkpoint: {0}")]
    Checkpoint(#[from] NotTheLogs),
    /// The witness has not countersigned it.
    #[error("the checkpoint: {0}")]
    Unwitnessed(#[from] Unwitnessed),
    /// It is smaller than what was seen already.
    #[error("the record shrank from {seen} to {size} entries")]
    Shrunk {
        /// Seen before.
        seen: u64,
        /// Now.
        size: u64,
    },
    /// It does not extend what was seen when it was read last.
    #[error("the first {size} entries are not those that were seen before")]
    Rewritten {
        /// As many as were seen.
        size: u64,
    },
    /// A bundle is malformed.
    #[error("{path}: {bad}")]
    Bundle {
        /// Its path.
        path: String,
        /// What is wrong.
        bad: BadBundle,
    },
    /// The entries do not hash to the signed root: the past was changed, or the bundle is false.
    #[error("the entries do not give the root that the log signed")]
    Root,
    /// An entry is no entry.
    #[error("entry {sequence}: {bad}")]
    Entry {
        /// Its number.
        sequence: u64,
        /// What is wrong.
        bad: BadEntry,
    },
    /// What was read cannot be laid down, or found again: this machine's fault.
    #[error("what was read of the record cannot be kept here: {0}")]
    Shelf(String),
    /// An entry may not stand there.
    #[error("entry {sequence}: {refusal}")]
    Refused {
        /// Its number.
        sequence: u64,
        /// Why.
        refusal: Refusal,
    },
}

/// The policy that a set-up asks for: its log, and its witness.
pub fn policy(setup: &Setup) -> Result<Policy, Disbelief> {
    let log: Key = setup.log.parse().map_err(|_| Disbelief::Key("log"))?;
    let witness: Key = setup.witness.parse().map_err(|_| Disbelief::Key("witness"))?;
    Ok(Policy { log, witnesses: vec![witness], quorum: 1 })
}

/// Where a follower lays the entries it reads, to read them again.
///
/// In memory (a `Vec`) for whoever stops before the polls open; a trustee follows millions of ballots and keeps them on
/// a disk.
pub trait Shelf {
    /// Lays down entry number `sequence`, and forgets what lay there and behind it.
    fn keep(&mut self, sequence: u64, entry: &[u8]) -> Result<(), String>;

    /// Entry number `sequence`, if it was laid down.
    fn entry(&self, sequence: u64) -> Result<Option<Vec<u8>>, String>;
}

impl Shelf for Vec<Vec<u8>> {
    fn keep(&mut self, sequence: u64, entry: &[u8]) -> Result<(), String> {
        self.truncate(usize::try_from(sequence).map_err(|e| e.to_string())?);
        self.push(entry.to_vec());
        Ok(())
    }

    fn entry(&self, sequence: u64) -> Result<Option<Vec<u8>>, String> {
        Ok(usize::try_from(sequence).ok().and_then(|at| self.get(at)).cloned())
    }
}

/// A record as far as it was followed.
#[derive(Debug, Clone, Default)]
pub struct Follower<S = Vec<Vec<u8>>> {
    pinned: Option<Event>,
    /// The set-up whose keys the policy has.
    judged_by: Option<Event>,
    policy: Option<Policy>,
    /// What was seen of it the last time, by whoever keeps it.
    seen: Seen,
    tree: Tree,
    state: State,
    shelf: S,
    /// Entries that are in the state; all of the tree's, unless one may not stand there.
    folded: u64,
}

impl Follower {
    /// Follows the record of this event; of whatever event the record is, if none is given.
    pub fn of(pinned: Option<Event>) -> Self {
        Self::since(pinned, Seen::default())
    }

    /// Follows the record of an event from where it was seen last: a record that lacks what was seen, or shows
    /// another past, is not believed.
    pub fn since(pinned: Option<Event>, seen: Seen) -> Self {
        Self::on(Vec::new(), pinned, seen)
    }
}

impl<S: Shelf> Follower<S> {
    /// The same, with the entries on this shelf, which is empty.
    pub fn on(shelf: S, pinned: Option<Event>, seen: Seen) -> Self {
        let (judged_by, policy, tree, state) = (None, None, Tree::new(), State::default());
        Self { pinned, judged_by, policy, seen, tree, state, shelf, folded: 0 }
    }

    /// The event whose record is followed, as soon as it is known, and how far: to be kept for the next time.
    pub fn seen(&self) -> Option<(Event, Seen)> {
        let event = self.judged_by.filter(|_| self.tree.size() >= self.seen.size)?;
        Some((event, Seen { size: self.tree.size(), root: self.tree.root() }))
    }

    /// What the entries amount to.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The bytes of an entry, if it was followed.
    pub fn entry(&self, sequence: u64) -> Result<Option<Vec<u8>>, Disbelief> {
        if sequence >= self.size() { Ok(None) } else { self.shelf.entry(sequence).map_err(Disbelief::Shelf) }
    }

    /// How many entries were followed.
    pub fn size(&self) -> u64 {
        self.tree.size()
    }

    /// Reads on; answers whether the record grew.
    ///
    /// Nothing changes if the log is not believed. If an entry may not stand where it stands, the state is that of the
    /// entries before it, and every later call says so again.
    pub fn advance(&mut self, fetch: Fetch<'_>) -> Result<bool, Disbelief> {
        let get = |path: &str| fetch(path).map_err(Disbelief::Unreachable);
        let Some(note) = get(CHECKPOINT_PATH)? else { return Ok(false) };
        let (policy, judged_by) = match (&self.policy, self.judged_by) {
            (Some(policy), Some(event)) => (policy.clone(), event),
            _ => self.first(&get)?,
        };
        let opened = policy.open(&note)?;
        policy.check_witnesses(&opened)?;
        let (size, before) = (opened.checkpoint.size, self.tree.size());
        let seen = before.max(self.seen.size);
        if size < seen {
            return Err(Disbelief::Shrunk { seen, size });
        }
        let tree = self.read(&get, size)?;
        if tree.root() != opened.checkpoint.root {
            return Err(Disbelief::Root);
        }
        if tree.root_at(self.seen.size) != Ok(self.seen.root) {
            return Err(Disbelief::Rewritten { size: self.seen.size });
        }
        (self.tree, self.policy, self.judged_by) = (tree, Some(policy), Some(judged_by));
        self.fold(fetch)?;
        // A server could show one set-up for its keys and another for its entries.
        if let Some(found) = self.state.event().copied().filter(|event| *event != judged_by) {
            return Err(Disbelief::OtherEvent { found, expected: judged_by });
        }
        Ok(size > before)
    }

    /// The keys, from the set-up: from what the digest in the first entry says it is, or was pinned to be.
    fn first(
        &self,
        get: &dyn Fn(&str) -> Result<Option<Vec<u8>>, Disbelief>,
    ) -> Result<(Policy, Event), Disbelief> {
        let bytes = get(path::SETUP)?.ok_or_else(|| Disbelief::Missing(path::SETUP.into()))?;
        let found = Digest::of(&bytes);
        if let Some(expected) = self.pinned
            && expected != found
        {
            return Err(Disbelief::OtherEvent { found, expected });
        }
        Ok((policy(&Setup::parse(&bytes)?)?, found))
    }

    /// Lays down the entries up to `size`; answers the tree that they give.
    fn read(
        &mut self,
        get: &dyn Fn(&str) -> Result<Option<Vec<u8>>, Disbelief>,
        size: u64,
    ) -> Result<Tree, Disbelief> {
        let mut tree = self.tree.clone();
        let from = first_entry_needed(tree.size());
        let bundles = layout(size).take_while(|tile| tile.holds() == Holds::Entries);
        // Nothing new is nothing to read: also not the rest of a bundle that is known.
        for tile in bundles.filter(|tile| tile.first() >= from && size > self.tree.size()) {
            let path = tile.path();
            let bytes = get(&path)?.ok_or_else(|| Disbelief::Missing(path.clone()))?;
            let entries = read_bundle(&bytes, tile.width()).map_err(|bad| Disbelief::Bundle { path, bad })?;
            for (sequence, bytes) in (tile.first()..).zip(entries) {
                if sequence >= tree.size() {
                    tree.push(leaf_hash(&bytes));
                    self.shelf.keep(sequence, &bytes).map_err(Disbelief::Shelf)?;
                }
            }
        }
        Ok(tree)
    }

    fn fold(&mut self, fetch: Fetch<'_>) -> Result<(), Disbelief> {
        for sequence in self.folded..self.tree.size() {
            let bytes =
                self.entry(sequence)?.ok_or_else(|| Disbelief::Shelf(format!("entry {sequence} is gone")))?;
            let entry = Entry::parse(&bytes).map_err(|bad| Disbelief::Entry { sequence, bad })?;
            let files = Fetched { fetch, failed: RefCell::default() };
            self.state.admit(sequence, &entry, &files).map_err(|refusal| match files.failed.take() {
                // What did not come is not missing.
                Some(failed) => Disbelief::Unreachable(failed),
                None => Disbelief::Refused { sequence, refusal },
            })?;
            self.folded = sequence + 1;
        }
        Ok(())
    }
}

struct Fetched<'a> {
    fetch: Fetch<'a>,
    failed: RefCell<Option<String>>,
}

impl Files for Fetched<'_> {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        (self.fetch)(path).unwrap_or_else(|failed| {
            self.failed.replace(Some(failed));
            None
        })
    }
}
