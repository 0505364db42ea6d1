//! Receipts: a file that proves, without a network, that an entry is in a witnessed log (C2SP tlog-proof).

use super::decimal;
use super::hash::{BadHash, Hash};
use super::note::{BadNote, MOST_NOTE_BYTES, Note};
use super::policy::{NotTheLogs, Opened, Policy, Unwitnessed};
use super::proof::{self, BadProof};
use super::tree::{OutOfTree, Tree};
use std::fmt;

/// The first line: form and version.
const FORM: &str = "c2sp.org/tlog-proof@v1";
/// The longest audit path: the height of a tree of 2⁶⁴ − 1 leaves.
const MOST_HASHES: usize = 64;

/// Where an entry is, the path from it to the root, and the checkpoint with that root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Number of the entry, from zero.
    pub index: u64,
    /// The audit path.
    pub path: Vec<Hash>,
    /// The checkpoint and its signatures.
    pub checkpoint: Note,
}

/// Why bytes are no receipt, or prove nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadReceipt {
    /// Not the lines of a receipt. Extra data, which the specification lets others add, is refused: nothing
    /// vouches for it.
    #[error("the receipt is not form, index, path and checkpoint")]
    Form,
    /// A line of the path.
    #[error("a line of the path is not a hash: {0}")]
    Path(#[from] BadHash),
    /// The checkpoint is no note.
    #[error(transparent)]
    Note(#[from] BadNote),
    /// The checkpoint is not the log's.
    #[error(transparent)]
    Checkpoint(#[from] NotTheLogs),
    /// The checkpoint is not witnessed.
    #[error(transparent)]
    Unwitnessed(#[from] Unwitnessed),
    /// The entry is not there.
    #[error(transparent)]
    Proof(#[from] BadProof),
}

impl Receipt {
    /// The receipt of the entry at `index` under `checkpoint`, which is of the tree at `size`.
    pub fn of(tree: &Tree, index: u64, size: u64, checkpoint: Note) -> Result<Self, OutOfTree> {
        Ok(Self { index, path: tree.inclusion(index, size)?, checkpoint })
    }

    /// Is the entry with this leaf in a log that the policy believes?
    pub fn check(&self, leaf: &Hash, policy: &Policy) -> Result<Opened, BadReceipt> {
        let opened = policy.open(&self.checkpoint.to_bytes())?;
        policy.check_witnesses(&opened)?;
        let checkpoint = &opened.checkpoint;
        proof::check_inclusion(leaf, self.index, checkpoint.size, &checkpoint.root, &self.path)?;
        Ok(opened)
    }

    /// Reads a receipt. Written again it has the same bytes.
    pub fn parse(bytes: &[u8]) -> Result<Self, BadReceipt> {
        if bytes.len() > MOST_NOTE_BYTES + 8 * 1024 {
            return Err(BadReceipt::Form);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| BadReceipt::Form)?;
        let (head, note) = text.split_once("\n\n").ok_or(BadReceipt::Form)?;
        let mut lines = head.split('\n');
        if lines.next() != Some(FORM) {
            return Err(BadReceipt::Form);
        }
        let index = lines.next().and_then(|line| line.strip_prefix("index ")).ok_or(BadReceipt::Form)?;
        let index = decimal::parse(index).ok_or(BadReceipt::Form)?;
        if lines.clone().count() > MOST_HASHES {
            return Err(BadReceipt::Form);
        }
        let path = lines.map(str::parse).collect::<Result<_, _>>()?;
        Ok(Self { index, path, checkpoint: Note::parse(note.as_bytes())? })
    }

    /// The bytes of the file; by custom its name ends in `.tlog-proof`.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.to_string().into_bytes()
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{FORM}\nindex {}\n", self.index)?;
        self.path.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.checkpoint)
    }
}
