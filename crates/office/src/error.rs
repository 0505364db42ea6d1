//! Why a use case did not happen, by blame: the officer who asked, the record, or this machine.

use board::admission::Refusal;
use election::import::Mistake;

/// A use case failed; nothing was kept.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The officer's: files that cannot be imported.
    #[error("{} mistakes; nothing was imported. First: {}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
    Mistakes(Vec<Mistake>),
    /// The officer's: not in this phase.
    #[error("{0}")]
    NotNow(&'static str),
    /// The officer's: a key is missing.
    #[error("{0}")]
    MissingKey(#[from] election::import::draft::MissingKey),
    /// The officer's: the set-up does not hold together.
    #[error("{0}")]
    BadSetup(#[from] election::setup::BadSetup),
    /// The sender's: an entry that may not stand on the record.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// The officer's: no such contest, branch or entry.
    #[error("there is no {0}")]
    Unknown(String),
    /// The record's: a box whose opened slots are no numbers of the contest.
    #[error("{0}")]
    Miscount(String),
    /// The seat rule's: it cannot be applied to the totals.
    #[error("{0}")]
    Undecidable(#[from] election::outcome::Undecidable),
    /// The witness's: it does not countersign, or does not answer.
    #[error("the witness: {0}")]
    Witness(String),
    /// This machine's: the database.
    #[error("the database: {0}")]
    Store(#[from] sqlx::Error),
    /// This machine's: the disk.
    #[error("{path}: {source}. {}", remedy(.source))]
    Disk {
        /// What was being read or written.
        path: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// This machine's: a record on disk that contradicts the database.
    #[error("the record on this machine cannot be read again: {0}")]
    Damaged(String),
}

impl Error {
    pub(crate) fn disk(path: &std::path::Path, source: std::io::Error) -> Self {
        Self::Disk { path: path.display().to_string(), source }
    }
}

fn remedy(error: &std::io::Error) -> &'static str {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            "The disk is full: free some space and start again; nothing acknowledged is lost"
        }
        std::io::ErrorKind::PermissionDenied => "Give this user the right to write there",
        std::io::ErrorKind::NotFound => "Check the path",
        _ => "Nothing acknowledged is lost; start again when the disk is well",
    }
}
