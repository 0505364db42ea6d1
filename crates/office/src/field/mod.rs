//! The field: branches with their surveys and lines, devices, and how ready all of it is.
//!
//! Every act on a branch or a device is the same five beats: load its file, let the rule of `headquarters` decide, keep
//! the file, witness it in the journal, answer. What is read is read from a copy in memory that follows the
//! database by the number of its last change.

mod branches;
mod changes;
mod devices;
mod import;
mod photographs;
mod polling;
mod probe;
mod readiness;
mod register;
mod supply;

pub use branches::Noted;
pub use changes::Changes;
pub use devices::Stuck;
pub use import::{Differs, Imported, Planned, PlannedRow, Preview};
pub use photographs::LARGEST_PHOTOGRAPH;
pub(crate) use polling::POLLING;
pub use polling::{Move, Postponement, Schedule};
pub use probe::ProbeToken;
pub use readiness::{Readiness, Ready};
pub(crate) use register::Mirror;
pub use register::{Held, Region, Register};
use supply::SUPPLY;
pub use supply::Supplied;

use crate::clock;
use crate::open::Office;
use calendar::Day;
use headquarters::permit::{Permit, PersonId};

impl Office {
    /// Today, by which deadlines are judged.
    pub fn today(&self) -> Day {
        clock::today()
    }
}

#[cfg(test)]
pub(crate) mod tests;

/// The officer who holds a permit that only officers hold.
pub(crate) fn officer<A: headquarters::permit::Kind>(permit: &Permit<A>) -> PersonId {
    permit.officer().expect("the policy gives this act to roles alone").person
}
