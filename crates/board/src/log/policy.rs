//! Whom a reader trusts: the log's key, the witnesses' keys, and how many of these it wants.

use super::checkpoint::{BadCheckpoint, Checkpoint};
use super::key::{Key, Name, Purpose};
use super::note::{BadNote, FalseSignature, Note};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a checkpoint needs to be believed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// The log; its key's name is the origin.
    pub log: Key,
    /// The witnesses.
    pub witnesses: Vec<Key>,
    /// How many of them must have cosigned.
    pub quorum: usize,
}

/// A checkpoint that its log signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// What it says.
    pub checkpoint: Checkpoint,
    /// The witnesses that cosigned, and when, in seconds since 1970.
    pub cosigned: Vec<(Name, u64)>,
}

/// Why a checkpoint is not the log's. Check `log.checkpoint`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotTheLogs {
    /// Not a note.
    #[error(transparent)]
    Note(#[from] BadNote),
    /// A note about something else.
    #[error(transparent)]
    Checkpoint(#[from] BadCheckpoint),
    /// Another log's.
    #[error("the checkpoint is of the log {0}")]
    Origin(Name),
    /// The key that was given for the log is not for signing logs.
    #[error("{0} is not the key of a log")]
    Purpose(Name),
    /// The log's key did not sign.
    #[error("the checkpoint is not signed by its log")]
    Unsigned,
    /// A signature is false.
    #[error(transparent)]
    False(#[from] FalseSignature),
}

/// Why a checkpoint is not witnessed. Check `log.witness`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{cosigned} witnesses cosigned, {needed} are needed")]
pub struct Unwitnessed {
    /// How many different known witnesses cosigned.
    pub cosigned: usize,
    /// How many must.
    pub needed: usize,
}

impl Policy {
    /// Reads a checkpoint and checks the signatures under it: is it the log's, and which witnesses cosigned?
    pub fn open(&self, note: &[u8]) -> Result<Opened, NotTheLogs> {
        if self.log.purpose != Purpose::Log {
            return Err(NotTheLogs::Purpose(self.log.name.clone()));
        }
        let note = Note::parse(note)?;
        let checkpoint: Checkpoint = note.text().parse()?;
        if checkpoint.origin != self.log.name {
            return Err(NotTheLogs::Origin(checkpoint.origin));
        }
        if note.verify([&self.log])?.is_empty() {
            return Err(NotTheLogs::Unsigned);
        }
        // A key listed twice, under one name or two, is one witness.
        let mut keys = BTreeSet::new();
        let mut cosigned = Vec::new();
        for verified in note.verify(&self.witnesses)? {
            if let Some(at) = verified.at
                && keys.insert(verified.key.public)
            {
                cosigned.push((verified.key.name.clone(), at));
            }
        }
        Ok(Opened { checkpoint, cosigned })
    }

    /// Have enough witnesses cosigned?
    pub fn check_witnesses(&self, opened: &Opened) -> Result<(), Unwitnessed> {
        let cosigned = opened.cosigned.len();
        if cosigned >= self.quorum { Ok(()) } else { Err(Unwitnessed { cosigned, needed: self.quorum }) }
    }
}
