//! What pages and files show of staff.

use super::Staffing;
use crate::error::Error;
use crate::open::Office;
use crate::store::reach::reached;
use crate::store::staff::{Sought, Sum};
use calendar::Day;
use headquarters::permit::{Permit, act};
use headquarters::place::Place;
use headquarters::staff::{Duty, Member, Post, Session, spelling};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a list of staff is asked for; empty for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StaffAsked {
    /// Names, number, last digits.
    pub words: String,
    /// Within this place.
    pub within: Option<Place>,
    /// Of this post.
    pub post: Option<Post>,
    /// With this duty: `serving`, `reserve`, or `none`.
    pub duty: String,
    /// Those only who have no pass that is good on the polling day.
    pub lacking: bool,
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Files with their versions.
    pub rows: Vec<(i64, Member)>,
    /// After whom the next page begins, if there is one.
    pub next: Option<(String, i64)>,
}

/// How many hold a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StaffSum {
    /// Which.
    pub post: Post,
    /// Recruited.
    pub all: i64,
    /// With a pass that is good on the polling day.
    pub with_pass: i64,
    /// Assigned to serve.
    pub serving: i64,
    /// Waiting.
    pub reserve: i64,
}

/// Sums as they were asked for since the last change.
#[derive(Debug, Default)]
pub(crate) struct Sums {
    seen: i64,
    of: BTreeMap<(Vec<Place>, Option<Place>, Day), Arc<Vec<StaffSum>>>,
}

impl Office {
    /// A page of the list: at most `limit` whom the permit reaches, after somebody in the order of names.
    pub async fn staff(
        &self,
        permit: &Permit<act::ReadStaff>,
        asked: &StaffAsked,
        after: Option<(String, i64)>,
        limit: usize,
    ) -> Result<Listed, Error> {
        let polling = self.field().await?.polling();
        let sought = Sought {
            reach: permit.reach(),
            within: asked.within.as_ref(),
            words: spelling::of(&asked.words),
            post: asked.post.map_or("", Post::code),
            duty: &asked.duty,
            without_pass_on: polling.filter(|_| asked.lacking),
            after,
        };
        let limit = limit.clamp(1, 10_000);
        let mut found = self.0.store.staff(&sought, limit as i64 + 1).await?;
        let more = found.len() > limit;
        found.truncate(limit);
        let last = found.last().map(|(key, _, member)| (key.clone(), member.number));
        let rows = found.into_iter().map(|(_, version, member)| (version, member)).collect();
        Ok(Listed { rows, next: last.filter(|_| more) })
    }

    /// Sums by post over what the permit reaches, or a place within it.
    pub async fn staff_sums(
        &self,
        permit: &Permit<act::ReadStaff>,
        within: Option<&Place>,
    ) -> Result<Arc<Vec<StaffSum>>, Error> {
        let field = self.field().await?;
        let polling = field.polling().unwrap_or_else(|| self.today());
        let seen = self.0.store.last_staff_change().await?;
        let reach: Vec<Place> = permit.reach().into_iter().cloned().collect();
        let key = (reach, within.cloned(), polling);
        let mut sums = self.0.crews.sums.lock().await;
        if sums.seen != seen {
            *sums = Sums { seen, of: BTreeMap::new() };
        }
        if let Some(known) = sums.of.get(&key) {
            return Ok(Arc::clone(known));
        }
        let sought = Sought { reach: permit.reach(), within, ..Sought::default() };
        let found = by_post(&self.0.store.staff_sums(&sought, polling).await?);
        let found = Arc::new(found);
        sums.of.insert(key, Arc::clone(&found));
        Ok(found)
    }

    /// A member whom the permit reaches, with the version of the file.
    pub async fn member(&self, permit: &Permit<act::ReadStaff>, number: i64) -> Result<(i64, Member), Error> {
        let (version, member) = self.0.store.member(number).await?;
        if !permit.reaches(&member.home) {
            permit.over(member.at())?;
        }
        Ok((version, member))
    }

    /// Some members by number, those whom the permit reaches, in the order of names.
    pub async fn members(
        &self,
        permit: &Permit<act::ReadStaff>,
        numbers: &[i64],
    ) -> Result<Vec<Member>, Error> {
        let found = self.0.store.members(numbers).await?.into_iter().map(|(_, member)| member);
        Ok(found.filter(|member| permit.reaches(member.at()) || permit.reaches(&member.home)).collect())
    }

    /// Whoever serves or waits at a place today.
    pub async fn team(&self, permit: &Permit<act::ReadStaff>, place: &Place) -> Result<Vec<Member>, Error> {
        permit.over(place)?;
        let staffing: Arc<Staffing> = self.crews().await?;
        let today = self.today();
        let numbers: Vec<i64> =
            staffing.at(place).into_iter().flat_map(|crew| crew.on(today)).map(|held| held.member).collect();
        self.members(permit, &numbers).await
    }

    /// Sessions that the permit reaches, newest first, before a day and number.
    pub async fn sessions(
        &self,
        permit: &Permit<act::ReadStaff>,
        before: Option<(Day, i64)>,
        limit: usize,
    ) -> Result<Vec<Session>, Error> {
        let before = before.unwrap_or((self.today().after(36_500), i64::MAX));
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let found = self.0.store.sessions(&reached(permit, "at"), before, limit).await?;
        Ok(found.into_iter().map(|(_, session)| session).collect())
    }

    /// A session that the permit reaches.
    pub async fn session(&self, permit: &Permit<act::ReadStaff>, number: i64) -> Result<Session, Error> {
        let (_, session) = self.0.store.training_session(number).await?;
        permit.over(&session.place)?;
        Ok(session)
    }

    /// Who teaches a session that the permit reaches, wherever they were recruited.
    pub async fn trainer(&self, permit: &Permit<act::ReadStaff>, session: &Session) -> Result<Member, Error> {
        permit.over(&session.place)?;
        Ok(self.0.store.member(session.trainer).await?.1)
    }
}

fn by_post(sums: &[Sum]) -> Vec<StaffSum> {
    let each = Post::ALL.iter().map(|post| {
        let of_post = || sums.iter().filter(|sum| sum.post == post.code());
        let of_duty = |duty: Duty| of_post().filter(|sum| sum.duty == duty.code()).map(|sum| sum.count).sum();
        StaffSum {
            post: *post,
            all: of_post().map(|sum| sum.count).sum(),
            with_pass: of_post().map(|sum| sum.with_pass).sum(),
            serving: of_duty(Duty::Serving),
            reserve: of_duty(Duty::Reserve),
        }
    });
    each.collect()
}
