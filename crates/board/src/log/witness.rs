//! The witness: a second body that cosigns a log only as long as it grows (C2SP tlog-witness).
//!
//! It keeps one line a log, the largest size it cosigned and its root, and never looks at an entry. A log that
//! shows two histories would need its cosignature on both, and it gives only one.

use super::checkpoint::{BadCheckpoint, Checkpoint};
use super::cosignature::{BadTime, WitnessSigner};
use super::decimal;
use super::hash::{BadHash, Hash, empty_root};
use super::key::{Key, Name};
use super::note::{BadNote, MOST_NOTE_BYTES, Note, SignatureLine};
use super::proof::{self, BadProof};
use super::tree::{OutOfTree, Tree};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The most hashes in a request, by the specification.
pub const MOST_PROOF_LINES: usize = 63;
/// The most bytes of a request; whoever reads it from a socket may stop there.
pub const MOST_REQUEST_BYTES: usize = MOST_NOTE_BYTES + 4 * 1024;

/// The last state of a log that a witness cosigned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// How many entries.
    pub size: u64,
    /// Their root.
    pub root: Hash,
}

impl Default for Seen {
    /// Nothing was seen yet: the empty log, with which every log begins.
    fn default() -> Self {
        Self { size: 0, root: empty_root() }
    }
}

/// A witness, the logs it watches, and where it saw each of them last.
#[derive(Debug)]
pub struct Witness {
    signer: WitnessSigner,
    logs: BTreeMap<Name, (Key, Seen)>,
}

/// A granted request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosigned {
    /// Which log.
    pub origin: Name,
    /// What to keep *before* the answer leaves: a witness that forgets can be made to cosign a second history.
    pub seen: Seen,
    /// The answer, followed by a line end.
    pub line: SignatureLine,
}

/// Why a witness does not cosign.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not a request.
    #[error(transparent)]
    Request(#[from] BadRequest),
    /// A log that this witness does not watch.
    #[error("this witness does not watch the log {0}")]
    UnknownLog(Name),
    /// The log's key did not sign, or not this.
    #[error("the log {0} did not sign this checkpoint")]
    Unsigned(Name),
    /// The request says that the log shrank.
    #[error("the log shrank from {old} entries to {new}")]
    Shrunk {
        /// What the request proves from.
        old: u64,
        /// What it asks to cosign.
        new: u64,
    },
    /// The request proves from another size than this witness cosigned last, as an old checkpoint does, and as
    /// a log does that lost its newest entries.
    #[error("the request proves from {old} entries, cosigned were {seen}")]
    Stale {
        /// What the request proves from.
        old: u64,
        /// What was cosigned last.
        seen: u64,
    },
    /// Two roots for one size, both signed: proof that the log has two histories.
    #[error("the log {origin} has a second root for its {size} entries")]
    Fork {
        /// The guilty log.
        origin: Name,
        /// The size.
        size: u64,
    },
    /// The checkpoint does not extend the last one, or the proof of it is wrong.
    #[error("the log {origin} does not extend what was cosigned: {why}")]
    Inconsistent {
        /// The log.
        origin: Name,
        /// What the proof lacks.
        why: BadProof,
    },
    /// The witness's clock is wrong.
    #[error(transparent)]
    Time(#[from] BadTime),
}

impl Refusal {
    /// The HTTP status that the specification gives it.
    pub fn status(&self) -> u16 {
        match self {
            Self::Request(_) | Self::Shrunk { .. } => 400,
            Self::Unsigned(_) => 403,
            Self::UnknownLog(_) => 404,
            Self::Stale { .. } | Self::Fork { .. } => 409,
            Self::Inconsistent { .. } => 422,
            Self::Time(_) => 500,
        }
    }

    /// The size to answer with, as `text/x.tlog.size`, when the request proved from another one.
    pub fn conflict(&self) -> Option<u64> {
        match self {
            Self::Stale { seen: size, .. } | Self::Fork { size, .. } => Some(*size),
            _ => None,
        }
    }
}

impl Witness {
    /// A witness that watches no log yet.
    pub fn new(signer: WitnessSigner) -> Self {
        Self { signer, logs: BTreeMap::new() }
    }

    /// Watches a log from where it was seen last; from [`Seen::default`] if never.
    #[must_use]
    pub fn watching(mut self, log: Key, seen: Seen) -> Self {
        self.logs.insert(log.name.clone(), (log, seen));
        self
    }

    /// Its public key.
    pub fn key(&self) -> &Key {
        self.signer.key()
    }

    /// Where it saw a log last.
    pub fn seen(&self, origin: &Name) -> Option<Seen> {
        self.logs.get(origin).map(|(_, seen)| *seen)
    }

    /// Cosigns the requested checkpoint at `now`, in seconds since 1970, if it extends the last one.
    ///
    /// The caller keeps [`Cosigned::seen`] before it answers, and lets no second request in between.
    pub fn add_checkpoint(&mut self, request: &[u8], now: u64) -> Result<Cosigned, Refusal> {
        let request = Request::parse(request)?;
        let checkpoint: Checkpoint = request.checkpoint.text().parse().map_err(BadRequest::from)?;
        let Checkpoint { origin, size, root } = &checkpoint;

        let (log, seen) = self.logs.get_mut(origin).ok_or_else(|| Refusal::UnknownLog(origin.clone()))?;
        // A cosignature, which has a time, is not the log's word, even if it were by a key of that name.
        let verified = request.checkpoint.verify([&*log]).unwrap_or_default();
        if !verified.iter().any(|signed| signed.at.is_none()) {
            return Err(Refusal::Unsigned(origin.clone()));
        }
        if request.old > *size {
            return Err(Refusal::Shrunk { old: request.old, new: *size });
        }
        if request.old != seen.size {
            return Err(Refusal::Stale { old: request.old, seen: seen.size });
        }
        if request.old == *size && *root != seen.root {
            return Err(Refusal::Fork { origin: origin.clone(), size: *size });
        }
        proof::check_consistency(seen.size, &seen.root, *size, root, &request.proof)
            .map_err(|why| Refusal::Inconsistent { origin: origin.clone(), why })?;

        let line = self.signer.cosign(&checkpoint, now)?;
        *seen = Seen { size: *size, root: *root };
        Ok(Cosigned { origin: origin.clone(), seen: *seen, line })
    }
}

/// What a log asks of a witness: cosign this checkpoint, here is why it extends what you saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The size that the witness cosigned last.
    pub old: u64,
    /// The consistency proof from there.
    pub proof: Vec<Hash>,
    /// The checkpoint, signed by its log.
    pub checkpoint: Note,
}

/// Why bytes are no request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadRequest {
    /// Too long.
    #[error("the request has {0} bytes, at most {MOST_REQUEST_BYTES} are allowed")]
    Long(usize),
    /// Not `old` and a number, hashes, an empty line and a checkpoint.
    #[error("the request is not an old size, a proof and a checkpoint")]
    Form,
    /// Too many hashes.
    #[error("the proof has more than {MOST_PROOF_LINES} hashes")]
    Proof,
    /// A line of the proof is no hash.
    #[error("a line of the proof is not a hash: {0}")]
    Hash(#[from] BadHash),
    /// The checkpoint is no note.
    #[error(transparent)]
    Note(#[from] BadNote),
    /// The note is no checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] BadCheckpoint),
}

impl Request {
    /// Asks for a cosignature on `checkpoint`, which is of the tree at `new`, from a witness that saw `old`.
    pub fn of(tree: &Tree, old: u64, new: u64, checkpoint: Note) -> Result<Self, OutOfTree> {
        Ok(Self { old, proof: tree.consistency(old, new)?, checkpoint })
    }

    /// Reads a request. Written again it has the same bytes.
    pub fn parse(bytes: &[u8]) -> Result<Self, BadRequest> {
        if bytes.len() > MOST_REQUEST_BYTES {
            return Err(BadRequest::Long(bytes.len()));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| BadRequest::Form)?;
        let (head, note) = text.split_once("\n\n").ok_or(BadRequest::Form)?;
        let mut lines = head.split('\n');
        let old = lines.next().and_then(|line| line.strip_prefix("old ")).ok_or(BadRequest::Form)?;
        let old = decimal::parse(old).ok_or(BadRequest::Form)?;
        if lines.clone().count() > MOST_PROOF_LINES {
            return Err(BadRequest::Proof);
        }
        let proof = lines.map(str::parse).collect::<Result<_, _>>()?;
        Ok(Self { old, proof, checkpoint: Note::parse(note.as_bytes())? })
    }

    /// The body of the request.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.to_string().into_bytes()
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        self.proof.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.checkpoint)
    }
}
