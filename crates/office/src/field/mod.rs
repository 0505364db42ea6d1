//! The field: branches with their surveys and lines, devices, and how ready all of it is.
//!
//! Every act on a branch or a device is the same five beats: load its file, let the rule of `headquarters` decide, keep
//! the file, witness it in the journal, answer. What is read is read from a copy in memory that follows the
//! database by the number of its last change.

mod branches;
mod devices;
mod import;
mod photographs;
mod readiness;
mod register;

pub use branches::Noted;
pub use import::{Imported, Planned, Preview};
pub use photographs::LARGEST_PHOTOGRAPH;
pub use readiness::{Readiness, Ready};
pub(crate) use register::Mirror;
pub use register::{Held, Region, Register};

use crate::clock;
use crate::error::Error;
use crate::open::Office;
use crate::store::field::{self, Table};
use crate::store::journal::{Change, witness};
use calendar::Day;
use headquarters::form::Why;
use headquarters::permit::{Permit, PersonId, act};
use headquarters::place::Place;

/// The setting that names the polling day.
pub(crate) const POLLING: &str = "polling-day";

impl Office {
    /// Today, by which deadlines are judged.
    pub fn today(&self) -> Day {
        clock::today()
    }

    /// Fixes the polling day, or moves it, with the reason, if nobody else did since version `seen` of it was read; 0
    /// where none was fixed. There is one for the whole event, so whoever fixes it answers for every headquarters,
    /// every region and every branch on the register.
    pub async fn fix_polling_day(
        &self,
        permit: &Permit<act::FixPollingDay>,
        day: Day,
        seen: i64,
        why: &str,
    ) -> Result<(), Error> {
        let at = self.field().await?.top().or_else(|| permit.widest().cloned());
        let at: Place = at.ok_or(Error::NotNow("the polling day is fixed by an officer of a place"))?;
        permit.over_all(self.0.store.all_headquarters().await?.iter().map(|one| &one.place))?;
        let register = self.field().await?;
        permit.over_all(register.regions().map(|region| &region.file.place))?;
        permit.over_all(register.branches().map(|branch| &branch.file.site.place))?;
        let mut tx = self.0.store.begin_act().await?;
        let before: Option<(i64, Day)> = field::find(&mut tx, Table::Setting, POLLING).await?;
        let changed = field::next_change(&mut tx).await?;
        if before.is_some() && why.trim().is_empty() {
            return Err(Error::field("why", Why::Missing));
        }
        if !field::put(&mut tx, Table::Setting, POLLING, seen, changed, &day).await? {
            return Err(Error::Changed);
        }
        let change = Change::of("polling day", day, &at).before(&before.map(|(_, day)| day)).after(&day);
        witness(&mut tx, permit, &change.why(why)).await?;
        tx.commit().await
    }
}

#[cfg(test)]
pub(crate) mod tests;

/// The officer who holds a permit that only officers hold.
pub(crate) fn officer<A: headquarters::permit::Kind>(permit: &Permit<A>) -> PersonId {
    permit.officer().expect("the policy gives this act to roles alone").person
}
