//! The log of a branch, or of a county: sessions of entries, merged by union.
//!
//! Nobody writes into another's session, so two logs never disagree about a place: they only know more or less of it. Hence
//! merging is a union of prefixes. It is commutative, associative and idempotent, and whoever has heard the same has the same.
//! A session with two different entries in one place is a device whose folder was copied. It is a fault with evidence, and
//! never resolved in silence.

use crate::device::SessionId;
use crate::entry::{Entry, EntryId};
use election::bytes::Digest;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// What is known of every session.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Log {
    sessions: BTreeMap<SessionId, Session>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
struct Session {
    entries: Vec<Entry>,
    /// Digest of the last entry.
    head: Option<Digest>,
}

/// How many entries of each session somebody has. Who sends it is sent the rest.
pub type Versions = BTreeMap<SessionId, u64>;

/// What became of an entry that was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is new.
    New,
    /// It was known.
    Known,
}

/// Why an entry is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Entries before it are missing; say your versions again and be sent them.
    #[error("entry {id} came before entry {expected} of its session")]
    Gap {
        /// The entry.
        id: EntryId,
        /// The counter that is due.
        expected: u64,
    },
    /// Its session's chain does not lead to it.
    #[error("entry {id} does not follow from the entry before it: its session was written anew")]
    Broken {
        /// The entry.
        id: EntryId,
    },
    /// Two entries of one name: the device's folder was copied or restored.
    #[error("two different entries are called {}: the folder of that device was copied; give the device a new session", known.id)]
    Forked {
        /// The one we had.
        known: Box<Entry>,
        /// The one that came.
        heard: Box<Entry>,
    },
}

impl Log {
    /// The name and the link of the next entry of a session.
    pub fn next(&self, session: SessionId) -> (EntryId, Digest) {
        let known = self.sessions.get(&session);
        let counter = known.map_or(0, |s| s.entries.len() as u64);
        let previous = known.and_then(|s| s.head).unwrap_or(Digest([0; 32]));
        (EntryId { session, counter }, previous)
    }

    /// Takes an entry, its own or another's. The same one again changes nothing.
    pub fn take(&mut self, entry: Entry) -> Result<Taken, Fault> {
        let (due, previous) = self.next(entry.id.session);
        if entry.id.counter > due.counter {
            return Err(Fault::Gap { id: entry.id, expected: due.counter });
        }
        if let Some(known) = self.get(&entry.id) {
            if *known == entry {
                return Ok(Taken::Known);
            }
            return Err(Fault::Forked { known: Box::new(known.clone()), heard: Box::new(entry) });
        }
        if entry.previous != previous {
            return Err(Fault::Broken { id: entry.id });
        }
        let session = self.sessions.entry(entry.id.session).or_default();
        session.head = Some(entry.digest());
        session.entries.push(entry);
        Ok(Taken::New)
    }

    /// Takes all of another log. Answers how many were new, and the first fault if there was one; what can be taken is.
    pub fn merge(&mut self, other: &Log) -> (usize, Option<Fault>) {
        let mut new = 0;
        let mut first = None;
        for entry in other.entries() {
            match self.take(entry.clone()) {
                Ok(Taken::New) => new += 1,
                Ok(Taken::Known) => {}
                Err(fault) => first = first.or(Some(fault)),
            }
        }
        (new, first)
    }

    /// An entry by name.
    pub fn get(&self, id: &EntryId) -> Option<&Entry> {
        self.sessions.get(&id.session)?.entries.get(usize::try_from(id.counter).ok()?)
    }

    /// All entries, session by session.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.sessions.values().flat_map(|session| &session.entries)
    }

    /// One session's entries.
    pub fn session(&self, session: &SessionId) -> &[Entry] {
        self.sessions.get(session).map_or(&[], |s| &s.entries)
    }

    /// How much is known.
    pub fn versions(&self) -> Versions {
        self.sessions.iter().map(|(id, session)| (*id, session.entries.len() as u64)).collect()
    }

    /// What somebody who knows this much lacks, in an order in which it can be taken.
    pub fn since<'a>(&'a self, versions: &'a Versions) -> impl Iterator<Item = &'a Entry> {
        self.sessions.iter().flat_map(|(id, session)| {
            let known = versions.get(id).copied().unwrap_or(0);
            let known = usize::try_from(known).unwrap_or(usize::MAX).min(session.entries.len());
            &session.entries[known..]
        })
    }

    /// One digest for all that is known: equal at two machines exactly when they are in step.
    pub fn digest(&self) -> Digest {
        let mut hash = Sha256::new();
        hash.update(b"amin/1/pollbook");
        for (id, session) in &self.sessions {
            hash.update(id.0);
            hash.update((session.entries.len() as u64).to_le_bytes());
            hash.update(session.head.unwrap_or(Digest([0; 32])).0);
        }
        Digest(hash.finalize().into())
    }
}
