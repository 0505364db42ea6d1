//! Checkpoints: the log's signed word on how long it is and what its root is.

use super::decimal;
use super::hash::{BadHash, Hash};
use super::key::{BadName, Key, Name, Purpose};
use super::note::{Note, SignatureLine};
use super::tree::Tree;
use crypto::signature::Signer;
use ed25519_dalek::{Signer as _, SigningKey};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Where the newest checkpoint lies, below the log's prefix.
pub const CHECKPOINT_PATH: &str = "checkpoint";

/// The state of a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// Which log.
    pub origin: Name,
    /// How many entries.
    pub size: u64,
    /// The root over all of them.
    pub root: Hash,
}

/// Why text is no checkpoint of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadCheckpoint {
    /// Not three lines. The specification lets a log add more; ours do not, because nobody could audit them.
    #[error("a checkpoint has the three lines origin, size and root")]
    Lines,
    /// The first line.
    #[error("the origin is not a name: {0}")]
    Origin(#[from] BadName),
    /// The second line.
    #[error("the size is not a number in plain decimal digits")]
    Size,
    /// The third line.
    #[error("the root is not a hash: {0}")]
    Root(#[from] BadHash),
}

impl Checkpoint {
    /// Of a tree.
    pub fn of(origin: Name, tree: &Tree) -> Self {
        Self { origin, size: tree.size(), root: tree.root() }
    }
}

/// The text that is signed.
impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}\n{}\n", self.origin, self.size, self.root)
    }
}

impl FromStr for Checkpoint {
    type Err = BadCheckpoint;
    fn from_str(text: &str) -> Result<Self, BadCheckpoint> {
        let lines: Vec<&str> = text.splitn(5, '\n').collect();
        let [origin, size, root, ""] = lines.as_slice() else { return Err(BadCheckpoint::Lines) };
        Ok(Self {
            origin: origin.parse()?,
            size: decimal::parse(size).ok_or(BadCheckpoint::Size)?,
            root: root.parse()?,
        })
    }
}

/// The key of a log, which can sign nothing but checkpoints of its own origin.
pub struct LogSigner {
    key: Key,
    secret: SigningKey,
}

impl LogSigner {
    /// The log's name is its key's name.
    pub fn new(origin: Name, signer: &Signer) -> Self {
        let key = Key { name: origin, purpose: Purpose::Log, public: signer.public() };
        Self { key, secret: SigningKey::from_bytes(&signer.seed()) }
    }

    /// The public half.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// Signs the tree as it is. It is the caller's duty never to sign two trees of which neither begins with
    /// the other: the witness would refuse the second, and both together would convict the log.
    pub fn sign(&self, tree: &Tree) -> Note {
        let text = Checkpoint::of(self.key.name.clone(), tree).to_string();
        // Other people's programs must be able to check this, so the bytes are the note's and nothing else:
        // no domain of ours before them. The note's own form keeps them apart from all else we sign.
        let signature = self.secret.sign(text.as_bytes()).to_bytes().to_vec();
        Note::new(text, SignatureLine::new(&self.key, signature)).expect("a checkpoint is a short plain text")
    }
}

impl fmt::Debug for LogSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LogSigner({})", self.key)
    }
}
