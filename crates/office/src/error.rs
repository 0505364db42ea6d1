//! Why a use case did not happen, by blame: the officer who asked, the record, or this machine.

use board::admission::Refusal;
use election::import::Mistake;
use std::sync::Arc;

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
    /// The officer's: the act is not theirs, or not there.
    #[error(transparent)]
    Forbidden(#[from] headquarters::permit::Forbidden),
    /// The officer's: fields that cannot be taken.
    #[error("{} fields cannot be taken", .0.len())]
    Typed(Vec<headquarters::form::Mistake>),
    /// The officer's: cells of a table that cannot be taken.
    #[error("{} cells cannot be taken; nothing was imported", .0.len())]
    Sheet(Vec<headquarters::table::Wrong>),
    /// The officer's: an act on a branch that its file does not allow.
    #[error(transparent)]
    Branch(#[from] headquarters::branch::Refused),
    /// The officer's: a step that a device cannot take.
    #[error(transparent)]
    Device(#[from] headquarters::device::Refused),
    /// The officer's: devices of a list that cannot take its step.
    #[error("{} devices cannot take this step; none has taken it", .0.len())]
    Stuck(Vec<crate::field::Stuck>),
    /// The branch's machine's: a report of what it measured that is not taken.
    #[error(transparent)]
    Probe(headquarters::network::probe::Refused),
    /// The officer's: an act on a member of staff that their file does not allow.
    #[error(transparent)]
    Member(#[from] headquarters::staff::Refused),
    /// The officer's: somebody who was refused before, and no reason why they are taken on now.
    #[error("this person was refused before; say why they are taken on now")]
    RefusedBefore(Vec<headquarters::staff::Applicant>),
    /// The officer's: an act on a session that its rules do not allow.
    #[error(transparent)]
    Session(#[from] headquarters::staff::SessionRefused),
    /// The officer's: something that a segment of the network does not allow.
    #[error(transparent)]
    Segment(#[from] headquarters::security::SegmentRefused),
    /// The officer's: a line that an incident's time line does not take.
    #[error(transparent)]
    Incident(#[from] headquarters::security::IncidentRefused),
    /// The officer's: somebody else changed it meanwhile.
    #[error("somebody else changed this meanwhile; look at it again")]
    Changed,
    /// Nobody's: more people sign in at this moment than this machine can hash passwords for.
    #[error("too many sign in at this moment; try again in {seconds} seconds")]
    Busy {
        /// When to try again.
        seconds: u64,
    },
    /// The officer's: a letter that cannot be issued, confirmed or revoked.
    #[error(transparent)]
    Letter(#[from] headquarters::letter::Refused),
    /// The officer's: something that cannot be said of a decision.
    #[error(transparent)]
    Decision(#[from] headquarters::decision::Refused),
    /// The officer's: a recovery that cannot be proposed or confirmed.
    #[error(transparent)]
    Recovery(#[from] headquarters::recovery::Refused),
    /// The officer's: a program gets no token.
    #[error(transparent)]
    Program(#[from] headquarters::program::Refused),
    /// The officer's: a link for somebody who needs none.
    #[error("this person has enrolled; two officers can let them enrol again")]
    HasEnrolled,
    /// The officer's: the link is used up, or too old.
    #[error("this link is used up or too old; ask for another")]
    NoLink,
    /// The officer's browser's: its answer is no passkey that was asked for.
    #[error("this is no passkey that was asked for; begin again")]
    BadKey,
    /// The officer's: a way in that has no other beside it.
    #[error("this is the only way in; make another first")]
    LastWayIn,
    /// The officer's: the session is too old for this.
    #[error("sign in again first: this is done right after signing in")]
    SignInAgain,
    /// The branch's: what its desks sent is not taken.
    #[error("{0}")]
    Log(#[from] pollbook::ledger::Refused),
    /// The branch's: a line that no desk wrote.
    #[error("{0}")]
    Unreadable(#[from] pollbook::entry::Unreadable),
    /// The branch's: its officers signed other figures than its desks have sent.
    #[error(
        "branch {branch} closed with {signed} pending check-ins and its desks have told of {pending}, or its confirmed ones differ: connect its machine, or settle its figures"
    )]
    Unsent {
        /// The branch.
        branch: election::id::BranchId,
        /// As told by its desks.
        pending: u64,
        /// As signed by its officers.
        signed: u64,
    },
    /// The branches': a session may hold check-ins that nobody has heard of.
    #[error("{0}")]
    Unready(#[from] pollbook::resolve::Unready),
    /// Ours: persons whom we confirmed twice. No rule can repair that.
    #[error("{0} persons were confirmed at two desks: the count cannot go on; call the boards")]
    Contradictions(usize),
    /// The officer's: no such contest, branch or entry.
    #[error("there is no {0}")]
    Unknown(String),
    /// The record's: a box whose opened slots are no numbers of the contest.
    #[error("{0}")]
    Miscount(String),
    /// The seat rule's: it cannot be applied to the totals.
    #[error("{0}")]
    Undecidable(#[from] election::outcome::Undecidable),
    /// The sender's: a file that is not the one that was announced.
    #[error("the file does not have this digest")]
    Misnamed,
    /// The line's: a file did not arrive whole.
    #[error("the file did not arrive whole")]
    CutShort,
    /// The sender's: a file longer than any of theirs.
    #[error("a file of yours has at most {most} bytes")]
    TooLong {
        /// So many.
        most: u64,
    },
    /// This machine's: too much waits for entries that name it.
    #[error("files of {enough} bytes wait for the entries that name them, and there is no room for more")]
    NoRoom {
        /// So many together.
        enough: u64,
    },
    /// The witness's: it does not countersign, or does not answer.
    #[error("the witness: {0}")]
    Witness(String),
    /// The operator's: an address that names no database.
    #[error("--database is no address of a PostgreSQL, such as postgres://amin@host-1:5432,host-2:5432/amin")]
    BadDatabase,
    /// The database's: none of its hosts takes writes now.
    #[error("no host of --database takes writes now. Promote a standby; nothing acknowledged is lost")]
    NoPrimary,
    /// The database's: it does not answer, or stopped in the middle; whether it kept what it was given is open.
    #[error(
        "the database is away: {0}. Send it again when the database is back; nothing acknowledged is lost"
    )]
    Away(Arc<sqlx::Error>),
    /// The database's: its disk is full; nothing of this was kept.
    #[error(
        "the database's disk is full: {0}. Free some space and send it again; nothing acknowledged is lost"
    )]
    Full(Arc<sqlx::Error>),
    /// This machine's: the database.
    #[error("the database: {0}")]
    Store(Arc<sqlx::Error>),
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

impl From<Vec<headquarters::form::Mistake>> for Error {
    fn from(mistakes: Vec<headquarters::form::Mistake>) -> Self {
        Self::Typed(mistakes)
    }
}

impl Error {
    /// One field that cannot be taken.
    pub(crate) fn field(field: &'static str, why: headquarters::form::Why) -> Self {
        Self::Typed(vec![headquarters::form::Mistake { field, why }])
    }

    /// What a field names has to be there: its absence is the field's mistake, any other failure stays what it is.
    pub(crate) fn named_by<T>(field: &'static str, found: Result<T, Self>) -> Result<T, Self> {
        match found {
            Err(Self::Unknown(_)) => Err(Self::field(field, headquarters::form::Why::Unknown)),
            found => found,
        }
    }

    pub(crate) fn disk(path: &std::path::Path, source: std::io::Error) -> Self {
        Self::Disk { path: path.display().to_string(), source }
    }

    /// May it succeed when it is simply tried again a little later?
    pub(crate) fn is_away(&self) -> bool {
        matches!(self, Self::Away(_) | Self::NoPrimary)
    }

    /// The same failure for another of those who shared a transaction.
    pub(crate) fn again(&self) -> Self {
        match self {
            Self::NoPrimary => Self::NoPrimary,
            Self::Away(error) => Self::Away(Arc::clone(error)),
            Self::Full(error) => Self::Full(Arc::clone(error)),
            Self::Store(error) => Self::Store(Arc::clone(error)),
            other => Self::Damaged(other.to_string()),
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        let code = error.as_database_error().and_then(|e| e.code()).map(|code| code.into_owned());
        match (&error, code.as_deref()) {
            // A certificate that is not believed does not become right by waiting.
            (E::Io(broken), _) if broken.kind() == std::io::ErrorKind::InvalidData => {
                Self::Store(Arc::new(error))
            }
            (E::Io(_) | E::PoolTimedOut | E::PoolClosed | E::Protocol(_), _) => Self::Away(Arc::new(error)),
            // PostgreSQL: connection lost, shutting down, starting up, a standby, a deadlock broken.
            (
                _,
                Some("08000" | "08003" | "08006" | "57P01" | "57P02" | "57P03" | "25006" | "40001" | "40P01"),
            ) => Self::Away(Arc::new(error)),
            // SQLite: full, and no room for its shared memory. PostgreSQL: disk full.
            (_, Some("13" | "4874" | "53100")) => Self::Full(Arc::new(error)),
            _ => Self::Store(Arc::new(error)),
        }
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
