//! Assign, release, and propose who serves where.

use super::{change, own_side, plan, polling, scope, signed};
use crate::error::Error;
use crate::open::Office;
use crate::store::field::{self, Table};
use crate::store::journal::{Change, witness};
use crate::store::staff::{self, Kept};
use election::bytes::Digest;
use headquarters::branch::{Branch, Coordinates};
use headquarters::form::Why;
use headquarters::permit::{Permit, act};
use headquarters::place::{Level, Place};
use headquarters::staff::{Duty, Ending, Free, Member, Open, Plan, Post, propose};
use serde::Serialize;
use std::collections::BTreeMap;

/// Somebody for a place, as it is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// Who.
    pub member: Member,
    /// Where.
    pub place: Place,
    /// To serve or to wait.
    pub duty: Duty,
    /// The way from home, in metres, where it is known.
    pub metres: Option<u32>,
    version: i64,
}

/// What is proposed for a post in a place.
#[derive(Debug, Clone)]
pub struct Plans {
    /// Who would go where, from which versions; it is given back with the acceptance.
    pub seen: Digest,
    /// The state of the staff that this was computed from.
    computed_at: i64,
    /// Who goes where, those who serve before those who wait.
    pub filled: Vec<Filled>,
    /// Seats for which nobody with a pass is left.
    pub unfilled: Vec<(Place, u32)>,
    /// How many have the post here, no assignment, and no pass that is good on the polling day.
    pub without_pass: usize,
    /// How many could, and were released before: they are assigned by hand.
    pub released: usize,
}

/// What the journal keeps of an acceptance; who went where is in their files, under one change.
#[derive(Debug, Serialize)]
struct Accepted {
    post: Post,
    change: i64,
    serving: usize,
    waiting: usize,
    /// Of the lines `number place duty`, in the order of numbers.
    list: Digest,
}

impl Office {
    /// Assigns somebody to a place, to serve or to wait. The rule asks for a valid pass.
    pub async fn assign_member(
        &self,
        permit: &Permit<act::AssignStaff>,
        number: i64,
        version: i64,
        place: Place,
        duty: Duty,
    ) -> Result<(), Error> {
        permit.over(&place)?;
        let by = signed(permit);
        let mut tx = self.0.store.begin_act().await?;
        let polling = polling(&mut tx).await?;
        let branch: Option<(i64, Branch)> = match place.level() {
            Level::Branch => field::find(&mut tx, Table::Branch, place.as_str()).await?,
            _ => None,
        };
        if place.level() == Level::Branch && branch.is_none() {
            return Err(Error::field("place", Why::Unknown));
        }
        change(&mut tx, permit, number, Some(version), "", |member| {
            own_side(permit, member.post, &place)?;
            Ok(member.assign(place, duty, polling, by)?)
        })
        .await?;
        tx.commit().await
    }

    /// Ends an assignment, with the reason.
    pub async fn release_member(
        &self,
        permit: &Permit<act::AssignStaff>,
        number: i64,
        version: i64,
        why: &str,
    ) -> Result<(), Error> {
        let (by, why) = (signed(permit), super::attend::given("release-why", why)?);
        let mut tx = self.0.store.begin_act().await?;
        change(&mut tx, permit, number, Some(version), why, |member| {
            own_side(permit, member.post, member.at())?;
            Ok(member.release(Ending::Released, by)?)
        })
        .await?;
        tx.commit().await
    }

    /// Fixes how many of each post are planned for, if nobody changed it since `version` was read. There is one plan for
    /// the whole event, so whoever fixes it answers for every branch on the register.
    pub async fn fix_staff_plan(
        &self,
        permit: &Permit<act::Organise>,
        version: i64,
        new: &Plan,
        why: &str,
    ) -> Result<(), Error> {
        let at = scope(permit)?;
        let register = self.field().await?;
        permit.over_all(register.branches().map(|branch| &branch.file.site.place))?;
        let mut tx = self.0.store.begin_act().await?;
        let (kept, before) = plan(&mut tx).await?;
        if kept != version {
            return Err(Error::Changed);
        }
        let changed = field::next_change(&mut tx).await?;
        if !field::put(&mut tx, Table::Setting, super::PLAN, kept, changed, new).await? {
            return Err(Error::Changed);
        }
        let change = Change::of("staff plan", super::PLAN, &at).before(&before).after(new).why(why);
        witness(&mut tx, permit, &change).await?;
        tx.commit().await
    }

    /// The plan of posts, with the version that a form is filled from.
    pub async fn staff_plan(&self, _permit: &Permit<act::ReadStaff>) -> Result<(i64, Plan), Error> {
        Ok(self.0.store.setting_with_version(super::PLAN).await?.unwrap_or_default())
    }

    /// Who could serve where, for a post in a county or a district: everybody there who is free and has a pass that is
    /// good on the polling day, to the seats that nobody has; then reserves for each district. Nothing is kept.
    pub async fn propose_staff(
        &self,
        permit: &Permit<act::AssignStaff>,
        place: &Place,
        post: Post,
    ) -> Result<Plans, Error> {
        own_side(permit, post, place)?;
        let computed_at = self.0.store.last_staff_change().await?;
        let field = self.field().await?;
        let polling = field.polling().ok_or(Error::NotNow("no polling day is fixed"))?;
        let staffing = self.crews().await?;
        let today = self.today();
        let waiting = self.0.store.of_post(place, post.code(), "").await?;
        let here: Vec<(Place, Coordinates, u16)> = field
            .branches()
            .filter(|kept| place.contains(&kept.file.site.place))
            .map(|kept| {
                (
                    kept.file.site.place.clone(),
                    kept.file.site.at,
                    staffing.plan.at_branch(post, &kept.file.site),
                )
            })
            .collect();
        let computed = tokio::task::spawn_blocking(move || {
            let all = waiting.len();
            let free: Vec<Kept> = waiting.into_iter().filter(|(_, m)| m.is_free(polling, today)).collect();
            let without_pass = all - free.len();
            let (free, released): (Vec<Kept>, Vec<Kept>) =
                free.into_iter().partition(|(_, member)| !member.was_released());
            let released = released.len();
            let count =
                |place: &Place, duty| staffing.at(place).map_or(0, |crew| crew.count(post, duty, today));
            let (filled, unfilled) = planned(&staffing.plan, post, &here, free, count);
            Plans { seen: named(&filled), computed_at, filled, unfilled, without_pass, released }
        });
        Ok(computed.await.expect("proposing does not panic"))
    }

    /// Does what was proposed, all or nothing, if the same would be proposed still: others may have been at work
    /// elsewhere meanwhile.
    pub async fn accept_staff(
        &self,
        permit: &Permit<act::AssignStaff>,
        place: &Place,
        post: Post,
        seen: Digest,
    ) -> Result<usize, Error> {
        let by = signed(permit);
        let mut tries = 0;
        let (plans, mut tx, changed) = loop {
            let plans = self.propose_staff(permit, place, post).await?;
            if plans.seen != seen {
                return Err(Error::Changed);
            }
            let mut tx = self.0.store.begin_act().await?;
            let changed = staff::next_change(&mut tx).await?;
            if changed == plans.computed_at + 1 {
                break (plans, tx, changed);
            }
            // Somebody was changed while this was computed. Computed again, for a seat may be taken now.
            tries += 1;
            if tries == TRIES {
                return Err(Error::Changed);
            }
        };
        let polling = polling(&mut tx).await?;
        let mut after: Vec<(i64, Member)> = Vec::with_capacity(plans.filled.len());
        let mut list = String::new();
        for filled in plans.filled {
            let mut member = filled.member;
            list.push_str(&format!("{} {} {}\n", member.number, filled.place, filled.duty));
            member.assign(filled.place, filled.duty, polling, by)?;
            after.push((filled.version, member));
        }
        let rows: Vec<(i64, &Member)> = after.iter().map(|(version, member)| (*version, member)).collect();
        if !staff::change(&mut tx, changed, &rows).await? {
            return Err(Error::Changed);
        }
        let waiting =
            after.iter().filter(|(_, m)| m.service().is_some_and(|s| s.duty == Duty::Reserve)).count();
        let serving = after.len() - waiting;
        let list = Digest::of(list.as_bytes());
        let accepted = Accepted { post, change: changed, serving, waiting, list };
        witness(&mut tx, permit, &Change::of("assignment", post, place).after(&accepted)).await?;
        tx.commit().await?;
        Ok(after.len())
    }
}

/// How often a proposal is computed again where others are at work; then whoever accepts looks again.
const TRIES: u8 = 5;

/// Names a proposal: who would go where, from which version of their file.
fn named(filled: &[Filled]) -> Digest {
    let line = |one: &Filled| format!("{} {} {} {}\n", one.member.number, one.version, one.place, one.duty);
    Digest::of(filled.iter().map(line).collect::<String>().as_bytes())
}

/// Who goes where, and the seats for which nobody is left: seats first, then reserves of each district from whoever is
/// left, those who live nearest to its middle.
fn planned(
    plan: &Plan,
    post: Post,
    here: &[(Place, Coordinates, u16)],
    free: Vec<Kept>,
    count: impl Fn(&Place, Duty) -> u32,
) -> (Vec<Filled>, Vec<(Place, u32)>) {
    let districts = districts(here);
    let open: Vec<Open> = if post.level() == Level::Branch {
        let seats = |(place, at, takes): &(Place, Coordinates, u16)| Open {
            place: place.clone(),
            at: *at,
            seats: u32::from(*takes).saturating_sub(count(place, Duty::Serving)),
        };
        here.iter().map(seats).filter(|open| open.seats > 0).collect()
    } else {
        let seats = |(place, (at, branches)): (&Place, &(Coordinates, usize))| Open {
            place: place.clone(),
            at: *at,
            seats: u32::from(plan.at_district(post, *branches)).saturating_sub(count(place, Duty::Serving)),
        };
        districts.iter().map(seats).filter(|open| open.seats > 0).collect()
    };
    let mut free: BTreeMap<i64, Kept> = free.into_iter().map(|kept| (kept.1.number, kept)).collect();
    let mut filled = Vec::new();
    let unfilled = take(&mut filled, &mut free, &open, Duty::Serving);
    let serves = |place: &Place| {
        let now: u32 =
            here.iter().filter(|(p, ..)| place.contains(p)).map(|(p, ..)| count(p, Duty::Serving)).sum();
        let new = filled.iter().filter(|filled| place.contains(&filled.place)).count() as u32;
        now + new + if post.level() == Level::District { count(place, Duty::Serving) } else { 0 }
    };
    let reserves: Vec<Open> = districts
        .iter()
        .map(|(place, (at, _))| {
            let waiting: u32 = count(place, Duty::Reserve)
                + here
                    .iter()
                    .filter(|(p, ..)| place.contains(p))
                    .map(|(p, ..)| count(p, Duty::Reserve))
                    .sum::<u32>();
            let seats = plan.reserves(serves(place)).saturating_sub(waiting);
            Open { place: place.clone(), at: *at, seats }
        })
        .filter(|open| open.seats > 0)
        .collect();
    take(&mut filled, &mut free, &reserves, Duty::Reserve);
    (filled, unfilled)
}

/// Proposes, and takes whoever was given a place from those who are free; answers the seats that are left.
fn take(
    filled: &mut Vec<Filled>,
    free: &mut BTreeMap<i64, Kept>,
    open: &[Open],
    duty: Duty,
) -> Vec<(Place, u32)> {
    let people: Vec<Free> = free
        .values()
        .map(|(_, member)| Free { member: member.number, lives: member.lives, home: member.home.clone() })
        .collect();
    let proposal = propose(&people, open);
    for given in proposal.given {
        let (version, member) = free.remove(&given.member).expect("a person is given once");
        let place = open[given.place].place.clone();
        filled.push(Filled { member, place, duty, metres: given.metres, version });
    }
    proposal.unfilled.into_iter().map(|(place, seats)| (open[place].place.clone(), seats)).collect()
}

/// The districts of some branches, each with its middle and how many it has.
fn districts(here: &[(Place, Coordinates, u16)]) -> BTreeMap<Place, (Coordinates, usize)> {
    let mut sums: BTreeMap<Place, (f64, f64, usize)> = BTreeMap::new();
    for (place, at, _) in here {
        let district = place.above().expect("a branch lies in a district");
        let sum = sums.entry(district).or_default();
        *sum = (sum.0 + at.latitude(), sum.1 + at.longitude(), sum.2 + 1);
    }
    let middle = |(place, (north, east, count)): (Place, (f64, f64, usize))| {
        let at = Coordinates::of(north / count as f64, east / count as f64);
        (place, (at.expect("the middle of places on the earth is on it"), count))
    };
    sums.into_iter().map(middle).collect()
}
