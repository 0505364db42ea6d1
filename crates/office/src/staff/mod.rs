//! Staff of the branches: recruit, train, assess, assign, call, and who came.
//!
//! Every act is the same five beats: load the file, let the rule of `headquarters::staff` decide, keep the file, witness
//! it in the journal, answer. Who serves where is kept in memory beside it, for readiness and gaps, and follows the
//! database by the number of its last change.

mod assign;
mod attend;
mod crews;
mod import;
mod look;
mod recruit;
mod teach;

pub use assign::{Filled, Plans};
pub(crate) use crews::Crews;
pub use crews::Staffing;
pub use import::{StaffListed, StaffPreview};
pub use look::{Listed, StaffAsked, StaffSum};
pub use recruit::Nonetheless;

use crate::clock;
use crate::error::Error;
use crate::store::Tx;
use crate::store::field::{self, Table};
use crate::store::journal::{Change, witness};
use crate::store::staff;
use calendar::Day;
use headquarters::permit::{Forbidden, Kind, Permit};
use headquarters::place::Place;
use headquarters::staff::{Member, Plan, Post, Refused, Signed};

/// The setting that holds the plan of posts.
const PLAN: &str = "staff-plan";

/// The polling day: appointments end with its election, and passes have to be good on it.
async fn polling(tx: &mut Tx) -> Result<Day, Error> {
    let found: Option<(i64, Day)> = field::find(tx, Table::Setting, crate::field::POLLING).await?;
    found
        .map(|(_, day)| day)
        .ok_or(Error::NotNow("no polling day is fixed; appointments end with its election"))
}

/// The plan of posts with its version; ours until the headquarters makes its own.
async fn plan(tx: &mut Tx) -> Result<(i64, Plan), Error> {
    Ok(field::find(tx, Table::Setting, PLAN).await?.unwrap_or_default())
}

fn signed<A: Kind>(permit: &Permit<A>) -> Signed {
    Signed { on: clock::today(), by: crate::field::officer(permit) }
}

/// Refuses what is another side's: the executive neither recruits nor assigns for supervision, nor supervision for the
/// executive.
fn own_side<A: Kind>(permit: &Permit<A>, post: Post, place: &Place) -> Result<(), Error> {
    permit.over(place)?;
    let held = permit.officer().map(|officer| officer.appointments.as_slice()).unwrap_or_default();
    let side = |held: &headquarters::permit::Appointment| {
        held.role.is_supervisory() == post.is_supervisory() && held.scope.contains(place)
    };
    if held.iter().any(side) { Ok(()) } else { Err(Refused::OtherSide(post).into()) }
}

/// Load, decide, keep, witness: the same for every act on one member. `version` is that of the form, where there is one.
async fn change<A: Kind, T>(
    tx: &mut Tx,
    permit: &Permit<A>,
    number: i64,
    version: Option<i64>,
    why: &str,
    decide: impl FnOnce(&mut Member) -> Result<T, Error>,
) -> Result<T, Error> {
    let (kept, before) = staff::find(tx, number).await?;
    permit.over(before.at())?;
    if version.is_some_and(|version| version != kept) {
        return Err(Error::Changed);
    }
    let mut after = before.clone();
    let answer = decide(&mut after)?;
    let changed = staff::next_change(tx).await?;
    if !staff::change(tx, changed, &[(kept, &after)]).await? {
        return Err(Error::Changed);
    }
    let change = Change::of("member", number, before.at()).before(&before).after(&after).why(why);
    witness(tx, permit, &change).await?;
    Ok(answer)
}

/// Where an act on many is written down: the first place that a permit reaches.
fn scope<A: Kind>(permit: &Permit<A>) -> Result<Place, Error> {
    let first = permit.reach().first().map(|place| (*place).clone());
    first.ok_or_else(|| Forbidden { act: A::ACT, place: None }.into())
}

#[cfg(test)]
mod tests;
