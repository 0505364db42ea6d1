//! What a machine remembers of the record between two starts: which event it is of, and how far it was seen.
//!
//! The first record that a machine reads is the one it follows for good, or the one that was announced to it.
//! A record that is of another event, or shorter than it was, or has another past, is not believed.

use crate::disk::{self, DiskError};
use board::log::witness::Seen;
use board::reader::{Follower, Shelf};
use election::setup::Event;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// A file `record.json` in the machine's folder.
#[derive(Debug, Clone)]
pub struct Memory {
    path: PathBuf,
    announced: Option<Event>,
    kept: Option<Kept>,
}

/// What is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    event: Event,
    seen: Seen,
}

/// The folder belongs to another event.
#[derive(Debug, thiserror::Error)]
pub enum BadMemory {
    /// The disk.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// It was announced otherwise than it was seen.
    #[error(
        "{path} follows event {kept}, not {announced}. Use a folder of its own for each event; if the announcement is right, this folder was shown a false record: tell the supervisory body"
    )]
    OtherEvent {
        /// The file.
        path: String,
        /// As kept.
        kept: Event,
        /// As announced.
        announced: Event,
    },
}

impl Memory {
    /// Of a folder; `announced` is the event that is known from elsewhere.
    pub fn open(folder: &Path, announced: Option<Event>) -> Result<Self, BadMemory> {
        let path = folder.join("record.json");
        let kept: Option<Kept> =
            disk::read(&path)?.map(|bytes| serde_json::from_slice(&bytes)).transpose().map_err(|e| {
                DiskError::at(&path)(std::io::Error::new(std::io::ErrorKind::InvalidData, e.to_string()))
            })?;
        match (kept, announced) {
            (Some(kept), Some(announced)) if kept.event != announced => {
                let path = path.display().to_string();
                Err(BadMemory::OtherEvent { path, kept: kept.event, announced })
            }
            _ => Ok(Self { path, announced, kept }),
        }
    }

    /// The event whose record is followed, once one was read or announced.
    pub fn event(&self) -> Option<Event> {
        self.kept.map(|kept| kept.event).or(self.announced)
    }

    /// Follows the record from where it was seen last.
    pub fn follower(&self) -> Follower {
        self.follower_on(Vec::new())
    }

    /// The same, with the entries on this shelf.
    pub fn follower_on<S: Shelf>(&self, shelf: S) -> Follower<S> {
        Follower::on(shelf, self.event(), self.kept.map(|kept| kept.seen).unwrap_or_default())
    }

    /// Remembers how far the record was followed.
    pub fn keep(&mut self, follower: &Follower) -> Result<(), DiskError> {
        match follower.seen() {
            Some((event, seen)) => self.put(event, seen),
            None => Ok(()),
        }
    }

    /// Remembers a countersigned checkpoint; answers whether it can be of the same log as the last one.
    pub fn saw(&mut self, event: Event, seen: Seen) -> Result<bool, DiskError> {
        if let Some(Kept { seen: last, .. }) = self.kept
            && (seen.size < last.size || (seen.size == last.size && seen.root != last.root))
        {
            return Ok(false);
        }
        self.put(event, seen)?;
        Ok(true)
    }

    fn put(&mut self, event: Event, seen: Seen) -> Result<(), DiskError> {
        let kept = Kept { event, seen };
        if self.kept == Some(kept) {
            return Ok(());
        }
        let json = serde_json::to_vec(&kept).expect("two digests and a number");
        disk::write(&self.path, &json, false)?;
        self.kept = Some(kept);
        Ok(())
    }
}

impl From<BadMemory> for door::Problem {
    fn from(error: BadMemory) -> Self {
        Self::new(axum::http::StatusCode::CONFLICT, "event", error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use board::log::{Hash, leaf_hash};
    use election::bytes::Digest;

    fn seen(size: u64, root: Hash) -> Seen {
        Seen { size, root }
    }

    #[test]
    fn a_record_that_shrank_or_changed_is_noticed_after_a_restart() {
        let folder = tempfile::tempdir().expect("a folder");
        let event = Digest([7; 32]);
        let (one, other) = (leaf_hash(b"one"), leaf_hash(b"other"));
        let mut memory = Memory::open(folder.path(), None).expect("a new folder");
        assert!(memory.saw(event, seen(5, one)).expect("a disk"));
        let mut again = Memory::open(folder.path(), Some(event)).expect("the same event");
        assert!(!again.saw(event, seen(4, one)).expect("a disk"), "shrank");
        assert!(!again.saw(event, seen(5, other)).expect("a disk"), "another root");
        assert!(again.saw(event, seen(6, other)).expect("a disk"));
    }

    #[test]
    fn a_folder_follows_one_event_for_good() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut memory = Memory::open(folder.path(), None).expect("a new folder");
        memory.saw(Digest([7; 32]), seen(1, leaf_hash(b"one"))).expect("a disk");
        assert!(matches!(
            Memory::open(folder.path(), Some(Digest([8; 32]))),
            Err(BadMemory::OtherEvent { .. })
        ));
    }
}
