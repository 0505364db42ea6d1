//! The polling day: who came, who went, and who is called where somebody did not come.

use super::{change, own_side, polling, signed};
use crate::clock;
use crate::error::Error;
use crate::open::Office;
use crate::store::journal::{Change, witness};
use crate::store::{Tx, staff};
use calendar::Day;
use headquarters::branch::{Branch, Coordinates};
use headquarters::form::Why;
use headquarters::permit::{Permit, act};
use headquarters::place::{Level, Place};
use headquarters::staff::{Duty, Ending, Member, Post, Refused};

impl Office {
    /// Somebody came to their branch.
    pub async fn member_came(&self, permit: &Permit<act::AttendStaff>, number: i64) -> Result<(), Error> {
        let (now, by) = (clock::seconds(), signed(permit));
        let mut tx = self.0.store.begin_act().await?;
        let polling = polling(&mut tx).await?;
        change(&mut tx, permit, number, None, "", |member| Ok(member.come(now, polling, by)?)).await?;
        tx.commit().await
    }

    /// Somebody went home.
    pub async fn member_went(&self, permit: &Permit<act::AttendStaff>, number: i64) -> Result<(), Error> {
        let (now, by) = (clock::seconds(), signed(permit).by);
        let mut tx = self.0.store.begin_act().await?;
        change(&mut tx, permit, number, None, "", |member| Ok(member.go(now, by)?)).await?;
        tx.commit().await
    }

    /// Takes back the last that was written of somebody's coming and going, if nothing was since `version` was read:
    /// another officer than whoever wrote it, with a reason.
    pub async fn correct_shift(
        &self,
        permit: &Permit<act::AttendStaff>,
        number: i64,
        version: i64,
        why: &str,
    ) -> Result<(), Error> {
        let by = signed(permit);
        let mut tx = self.0.store.begin_act().await?;
        change(&mut tx, permit, number, Some(version), why.trim(), |member| {
            Ok(member.correct_shift(why, by)?)
        })
        .await?;
        tx.commit().await
    }

    /// Somebody did not come: they are released, and the nearest reserve with the pass is called to their place. Answers
    /// the reserve; nobody where none waits, and the place stays empty until one is found.
    pub async fn replace_absent(
        &self,
        permit: &Permit<act::AssignStaff>,
        number: i64,
        why: &str,
    ) -> Result<Option<i64>, Error> {
        let by = signed(permit);
        let mut tx = self.0.store.begin_act().await?;
        let polling = polling(&mut tx).await?;
        let (place, post) = change(&mut tx, permit, number, None, why, |member| {
            own_side(permit, member.post, member.at())?;
            Ok((member.miss(polling, by)?, member.post))
        })
        .await?;
        let called = call_nearest(&mut tx, permit, (&place, post), polling, why).await?;
        tx.commit().await?;
        Ok(called)
    }

    /// Somebody cannot serve, and is released before they come; the nearest reserve with the pass is called to their place.
    /// Answers whom.
    pub async fn replace_member(
        &self,
        permit: &Permit<act::AssignStaff>,
        number: i64,
        version: i64,
        why: &str,
    ) -> Result<Option<i64>, Error> {
        let by = signed(permit);
        let mut tx = self.0.store.begin_act().await?;
        let polling = polling(&mut tx).await?;
        let (place, post) =
            change(&mut tx, permit, number, Some(version), given("replace-why", why)?, |member| {
                own_side(permit, member.post, member.at())?;
                if member.there_since().is_some() {
                    return Err(Refused::There.into());
                }
                if member.service().is_none_or(|service| service.duty != Duty::Serving) {
                    return Err(Refused::NotAssigned.into());
                }
                Ok((member.release(Ending::Released, by)?, member.post))
            })
            .await?;
        let called = call_nearest(&mut tx, permit, (&place, post), polling, why).await?;
        tx.commit().await?;
        Ok(called)
    }

    /// A reserve is called to a branch, to serve there.
    pub async fn call_member(
        &self,
        permit: &Permit<act::AssignStaff>,
        number: i64,
        version: i64,
        place: Place,
    ) -> Result<(), Error> {
        permit.over(&place)?;
        let by = signed(permit);
        let mut tx = self.0.store.begin_act().await?;
        let polling = polling(&mut tx).await?;
        let file: Option<(i64, Branch)> =
            crate::store::field::find(&mut tx, crate::store::field::Table::Branch, place.as_str()).await?;
        if file.is_none() {
            return Err(Error::field("called-to", Why::Unknown));
        }
        change(&mut tx, permit, number, Some(version), "", |member| {
            own_side(permit, member.post, member.at())?;
            Ok(member.call(place, polling, by)?)
        })
        .await?;
        tx.commit().await
    }
}

/// The reason, which has to be one.
pub(super) fn given<'a>(field: &'static str, why: &'a str) -> Result<&'a str, Error> {
    match why.trim() {
        "" => Err(Error::field(field, Why::Missing)),
        why => Ok(why),
    }
}

/// Calls the nearest reserve with the pass to a place; answers whom.
async fn call_nearest(
    tx: &mut Tx,
    permit: &Permit<act::AssignStaff>,
    (place, post): (&Place, Post),
    polling: Day,
    why: &str,
) -> Result<Option<i64>, Error> {
    let by = signed(permit);
    for (version, before) in nearest(tx, place, post).await? {
        let mut after = before.clone();
        // A pass may have run out meanwhile: then the next one is asked.
        if after.call(place.clone(), polling, by).is_err() {
            continue;
        }
        let changed = staff::next_change(tx).await?;
        if !staff::change(tx, changed, &[(version, &after)]).await? {
            return Err(Error::Changed);
        }
        let change = Change::of("member", after.number, place).before(&before).after(&after).why(why);
        witness(tx, permit, &change).await?;
        return Ok(Some(after.number));
    }
    Ok(None)
}

/// Reserves of a post in the county of a place, nearest first: those who wait at the branch, then in its district, then
/// in its county, and among equals by the way from home.
async fn nearest(tx: &mut Tx, place: &Place, post: Post) -> Result<Vec<(i64, Member)>, Error> {
    let mut county = place.clone();
    while county.level() > Level::County {
        county = county.above().expect("a branch and a district lie in a county");
    }
    let file: Option<(i64, Branch)> =
        crate::store::field::find(tx, crate::store::field::Table::Branch, place.as_str()).await?;
    let at = file.map(|(_, branch)| branch.site.at);
    let mut waiting = staff::of_post(tx, &county, post.code(), "reserve").await?;
    waiting.sort_by_key(|(_, member)| {
        let wide = if member.at().contains(place) { 3 - member.at().level() as u8 } else { 4 };
        (wide, metres(member.lives, at), member.number)
    });
    Ok(waiting)
}

fn metres(lives: Option<Coordinates>, at: Option<Coordinates>) -> u32 {
    match (lives, at) {
        (Some(lives), Some(at)) => headquarters::staff::metres(lives, at),
        _ => u32::MAX,
    }
}
