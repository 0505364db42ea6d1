//! Who serves where, in memory: for readiness and gaps, which look at every branch.

use crate::error::Error;
use crate::open::Office;
use crate::store::Store;
use headquarters::permit::{Permit, act};
use headquarters::place::{Level, Place};
use headquarters::staff::{Crew, Duty, Held, Plan, Post};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::Mutex;

/// The copy in memory.
#[derive(Debug, Default)]
pub(crate) struct Crews {
    staffing: Mutex<Arc<Staffing>>,
    pub(super) sums: Mutex<super::look::Sums>,
}

/// Everybody's assignments by place. Cheap to clone behind its `Arc`.
#[derive(Debug, Clone, Default)]
pub struct Staffing {
    pub(crate) seen: i64,
    /// How many of each post the headquarters plans for.
    pub plan: Plan,
    /// Has it made that plan, or is it ours?
    planned: bool,
    crews: HashMap<Place, Crew>,
    of: HashMap<i64, Vec<Place>>,
    /// The change after which the assignments to a place were as they are.
    touched: HashMap<Place, i64>,
}

/// Files that are opened at once while the copy is made.
const AT_ONCE: i64 = 5_000;

impl Staffing {
    /// The assignments to a place.
    #[must_use]
    pub fn at(&self, place: &Place) -> Option<&Crew> {
        self.crews.get(place)
    }

    /// Does readiness ask about staff? From the day on which the headquarters has a plan of posts, or took somebody on.
    #[must_use]
    pub fn is_asked_about(&self) -> bool {
        self.planned || self.seen > 0
    }

    /// Reserves of a post that a branch can call on a day: its own, its district's and its county's.
    #[must_use]
    pub fn waiting(&self, branch: &Place, post: Post, day: calendar::Day) -> u32 {
        let mut at = Some(branch.clone());
        let mut count = 0;
        while let Some(place) = at.filter(|place| place.level() >= Level::County) {
            count += self.at(&place).map_or(0, |crew| crew.count(post, Duty::Reserve, day));
            at = place.above();
        }
        count
    }

    /// The last change of what [`at`](Self::at) and [`waiting`](Self::waiting) say of a branch.
    pub(crate) fn touched(&self, branch: &Place) -> i64 {
        let above = std::iter::successors(Some(branch.clone()), Place::above);
        let above = above.take_while(|place| place.level() >= Level::County);
        above.filter_map(|place| self.touched.get(&place).copied()).max().unwrap_or(0)
    }

    async fn follow(&mut self, store: &Store, last: i64) -> Result<(), Error> {
        let mut after = 0;
        loop {
            let some = store.served_since(self.seen, after, AT_ONCE).await?;
            let Some(end) = some.last() else { break };
            after = end.number;
            for member in &some {
                for place in self.of.remove(&member.number).into_iter().flatten() {
                    if let Some(crew) = self.crews.get_mut(&place) {
                        crew.forget(member.number);
                    }
                    self.touched.insert(place, last);
                }
                let places = self.of.entry(member.number).or_default();
                for (place, held) in Held::of(member) {
                    self.crews.entry(place.clone()).or_default().add(held);
                    self.touched.insert(place.clone(), last);
                    places.push(place.clone());
                }
            }
        }
        self.seen = last;
        Ok(())
    }
}

impl Office {
    /// Who serves where, as the database has it now.
    pub(crate) async fn crews(&self) -> Result<Arc<Staffing>, Error> {
        let last = self.0.store.last_staff_change().await?;
        let made: Option<Plan> = self.0.store.setting(super::PLAN).await?;
        let (planned, plan) = (made.is_some(), made.unwrap_or_default());
        let mut kept = self.0.crews.staffing.lock().await;
        if kept.seen > last {
            // The database went back: a standby took over, or a back-up was restored.
            *kept = Arc::default();
        }
        if kept.seen < last || kept.plan != plan || kept.planned != planned {
            let staffing = Arc::make_mut(&mut kept);
            (staffing.plan, staffing.planned) = (plan, planned);
            staffing.follow(&self.0.store, last).await?;
        }
        Ok(Arc::clone(&kept))
    }

    /// The same, for whoever may see staff; whoever shows it asks the permit how far it reaches.
    pub async fn staffing(&self, _permit: &Permit<act::ReadStaff>) -> Result<Arc<Staffing>, Error> {
        self.crews().await
    }
}
