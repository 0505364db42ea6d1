//! The headquarters' office: every use case, and the only place with a database, a wall clock and the
//! operating system's randomness.
//!
//! A use case is a file named after its verb and has five beats: *load, decide, keep, witness, answer*. It
//! takes a [`Permit`](headquarters::permit::Permit), which only `headquarters::permit::permit` can make, so no
//! door can go round a rule. SQL lives in `store` and is private to this crate.

mod access;
mod append;
mod check_in;
mod clock;
mod close_ledger;
mod count;
mod decide;
mod decide_pending;
mod desk_log;
mod error;
mod evidence;
mod exposure;
mod field;
mod files;
#[cfg(test)]
mod fixture;
mod follow;
mod freeze_setup;
mod import_county;
mod journal_heads;
mod keep_logs;
mod letters;
mod names;
mod open;
mod organise;
mod outcome;
mod picture;
mod polls;
mod printed;
mod publish;
mod read;
mod repeats;
mod security;
mod session;
mod staff;
mod store;
mod take_logs;
mod take_off;
mod told;
mod turnout;
mod upload;

pub use access::{
    Account, Answered, BadAddress, Ceremony, Enrolment, Entered, FirstLink, Passkey, Program, ProgramToken,
    RelyingParty, Session, SessionToken,
};
pub use append::{Appended, Rejected};
pub use decide::{DecisionSheet, Decisions, DecisionsAtHand, MeetingSheet, Meetings, MeetingsAtHand, Speaks};
pub use decide_pending::{DoubledCard, PendingDecided, StruckBallot};
pub use error::Error;
pub use evidence::Brought;
pub use field::{
    Changes, Differs, Held, Imported, LARGEST_PHOTOGRAPH, Move, Noted, Planned, PlannedRow, Postponement,
    Preview, ProbeToken, Readiness, Ready, Region, Register, Schedule, Stuck, Supplied,
};
pub use journal_heads::{BadHeads, Break, Head, Walked, audit_journal, read as read_heads};
pub use letters::{InForce, Letters, LettersAtHand, Sheet, Sought};
pub use names::Names;
pub use open::{Cosigned, Office, Witness};
pub use organise::{Chart, People};
pub use outcome::Decided;
pub use polls::Polls;
pub use read::{BranchRow, BranchStanding, ContestRow, Inclusion, OfficersAct, Overview, Turnout};
pub use repeats::Repeat;
pub use security::OnSegment;
pub use staff::{
    Filled, Listed, Nonetheless, Plans, StaffAsked, StaffListed, StaffPreview, StaffSum, Staffing,
};
pub use store::decision::Said;
pub use store::passes::Lapsing;
pub use store::single_row_inserts;
pub use take_logs::Kept;
pub use told::{LinesSought, Told};
