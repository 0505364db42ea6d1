//! Boxes that several workers of one trustee share: whoever holds the lock of a box works on it.
//!
//! The lock is the operating system's, on a file in a folder that all workers see. It goes when the worker goes, however
//! it goes, so no box waits for a machine that burnt down. What is finished stands on the record and nowhere else;
//! should two workers ever do the same box, in two folders, the record takes one of the two entries.

use crate::failure::Failure;
use election::setup::Event;
use election::unit::BoxId;
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

/// The boxes of one act of one trustee in one event.
pub(crate) struct Queue {
    folder: PathBuf,
    held: BTreeMap<BoxId, File>,
}

impl Queue {
    /// In a folder that all workers of this trustee see.
    pub(crate) fn open(folder: &Path, event: &Event, act: &str, trustee: u16) -> Result<Self, Failure> {
        let folder = folder.join(format!("{act}-{trustee}-{event}"));
        std::fs::create_dir_all(&folder).map_err(|e| unusable(&folder, &e))?;
        Ok(Self { folder, held: BTreeMap::new() })
    }

    /// Claims a box; answers no if another worker has it. It is held until [`Queue::release`], or until this
    /// process ends.
    pub(crate) fn claim(&mut self, box_id: &BoxId) -> Result<bool, Failure> {
        if self.held.contains_key(box_id) {
            return Ok(true);
        }
        // Neither contests nor units can hold a tilde.
        let path = self.folder.join(format!("{}~{}", box_id.contest, box_id.unit));
        let open = OpenOptions::new().write(true).create(true).truncate(false).open(&path);
        let file = open.map_err(|e| unusable(&path, &e))?;
        match file.try_lock() {
            Ok(()) => {
                self.held.insert(box_id.clone(), file);
                Ok(true)
            }
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(e)) => Err(unusable(&path, &e)),
        }
    }

    /// Claims the first of these boxes that no other worker has.
    pub(crate) fn first(&mut self, boxes: Vec<BoxId>) -> Result<Option<BoxId>, Failure> {
        for box_id in boxes {
            if self.claim(&box_id)? {
                return Ok(Some(box_id));
            }
        }
        Ok(None)
    }

    /// Is this worker at it, or waiting to see it on the record?
    pub(crate) fn holds(&self, box_id: &BoxId) -> bool {
        self.held.contains_key(box_id)
    }

    /// Lets go of the boxes whose work stands on the record.
    pub(crate) fn release(&mut self, done: impl Fn(&BoxId) -> bool) {
        self.held.retain(|box_id, _| !done(box_id));
    }
}

fn unusable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(
        format!("{}: {error}", path.display()),
        "Give --queue a folder that all workers of this trustee can write to, on a file system with locks",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use election::bytes::Digest;
    use election::id::ContestId;

    fn box_of(unit: &str) -> BoxId {
        let contest = ContestId::new("council").expect("an id");
        BoxId { contest, unit: unit.to_owned().try_into().expect("a unit") }
    }

    #[test]
    fn a_box_has_one_worker_until_that_worker_is_done_or_gone() {
        let folder = std::env::temp_dir().join(format!("amin-queue-{}", std::process::id()));
        let open = |act, trustee| {
            Queue::open(&folder, &Digest([7; 32]), act, trustee).unwrap_or_else(|e| panic!("{e}"))
        };
        let claims = |queue: &mut Queue, unit| queue.claim(&box_of(unit)).unwrap_or_else(|e| panic!("{e}"));
        let (mut one, mut other) = (open("mix", 1), open("mix", 1));
        assert!(claims(&mut one, "0001"));
        assert!(claims(&mut one, "0001"), "claimed already, by itself");
        assert!(!claims(&mut other, "0001"));
        assert!(claims(&mut other, "0002+3"));
        // Another trustee, and another act, have queues of their own.
        assert!(claims(&mut open("mix", 2), "0001"));
        assert!(claims(&mut open("open", 1), "0001"));
        one.release(|id| *id == box_of("0009"));
        assert!(!claims(&mut other, "0001"));
        one.release(|id| *id == box_of("0001"));
        assert!(claims(&mut other, "0001"));
        drop(other);
        assert!(claims(&mut one, "0001"));
        assert!(claims(&mut one, "0002+3"));
        std::fs::remove_dir_all(&folder).expect("a folder of our own");
    }
}
