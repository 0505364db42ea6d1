//! How ready everything is: computed once for a state of the field and a day, and kept until either changes. Of a
//! changed field only the branches that changed are judged again.

use super::Register;
use crate::error::Error;
use crate::open::Office;
use crate::staff::Staffing;
use calendar::Day;
use headquarters::branch::Branch;
use headquarters::device::Device;
use headquarters::permit::{Permit, act};
use headquarters::place::{Level, Place};
use headquarters::readiness::{
    Area, Colour, Count, Deadlines, Finding, Next, Stock, Topic, add, areas, colour, findings, together,
};
use headquarters::security;
use headquarters::staff::{self, Crew, Plan};
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// A branch and what is not ready there.
#[derive(Debug, Clone)]
pub struct Ready {
    /// Its file.
    pub branch: Arc<Branch>,
    /// Its devices.
    pub stock: Stock,
    /// What is not ready, the most urgent first.
    pub findings: Arc<[Finding]>,
    /// Its colour.
    pub colour: Colour,
    /// Its colour on each day of the trend; nothing before it was on the register.
    past: Arc<[Option<Colour>]>,
    devices: Vec<Arc<Device>>,
    /// The last change of its staff.
    staffed: i64,
}

/// The readiness of the whole field on a day.
#[derive(Debug)]
pub struct Readiness {
    seen: (i64, i64),
    plan: Plan,
    /// Was staff asked about?
    staffed: bool,
    /// The day.
    pub today: Day,
    /// The polling day.
    pub polling: Day,
    /// The branches, in the order of their places.
    pub branches: Vec<Ready>,
    /// Provinces, counties and districts, each level in the order of its places.
    pub areas: Vec<Area>,
    /// The field that this was computed from.
    pub register: Register,
}

/// Days of the trend, today being the last.
const TREND: i64 = 28;

/// What a branch is judged by, besides its own files.
struct Judge<'a> {
    register: &'a Register,
    staffing: &'a Staffing,
    today: Day,
    deadlines: Deadlines,
}

impl Judge<'_> {
    fn judge(&self, branch: &Arc<Branch>, devices: Vec<Arc<Device>>) -> Ready {
        let on = |day: Day| {
            let mut stock = Stock::default();
            devices.iter().for_each(|device| stock.add(device, day));
            let mut findings = self.findings(branch, stock, day);
            let disputed = devices.iter().filter_map(|device| device.disputed_since(day)).min();
            add(&mut findings, disputed.map(|since| (Topic::Seal, since)), day, &self.deadlines);
            (stock, findings)
        };
        let (stock, findings) = on(self.today);
        let was = |day: Day| (branch.site.registered <= day).then(|| colour(&on(day).1));
        let past = days(self.today).map(was).collect();
        let (colour, staffed) = (colour(&findings), self.staffing.touched(&branch.site.place));
        Ready { branch: Arc::clone(branch), stock, findings: findings.into(), colour, past, devices, staffed }
    }

    /// Is it still the judgement of these files?
    fn stands(&self, known: &Ready, branch: &Arc<Branch>, devices: &[Arc<Device>]) -> bool {
        let same = |(one, other): (&Arc<Device>, &Arc<Device>)| Arc::ptr_eq(one, other);
        Arc::ptr_eq(&known.branch, branch)
            && known.devices.len() == devices.len()
            && known.devices.iter().zip(devices).all(same)
            && known.staffed == self.staffing.touched(&branch.site.place)
    }

    /// What is not ready at a branch on a day: its own file, its devices, its staff, its network's security.
    fn findings(&self, branch: &Branch, stock: Stock, day: Day) -> Vec<Finding> {
        let Self { register, staffing, deadlines, .. } = self;
        let mut found = findings(branch, (stock, register.supply()), day, deadlines);
        // Without a plan of posts, and before anybody is taken on, nobody can say who is missing.
        if !staffing.is_asked_about() {
            let since = branch.site.registered;
            add(&mut found, (since <= day).then_some((Topic::NoPlan, since)), day, deadlines);
        } else {
            let (site, nobody) = (&branch.site, Crew::default());
            let crew = staffing.at(&site.place).unwrap_or(&nobody);
            let waiting = |post| staffing.waiting(&site.place, post, day);
            let of_staff = staff::findings(&staffing.plan, site, crew, waiting, (day, deadlines.polling));
            add(&mut found, of_staff, day, deadlines);
        }
        let segments = register.segments().map(|kept| &*kept.file);
        let incidents = register.incidents().map(|kept| &*kept.file);
        let days = (day, deadlines.polling);
        let of_security = security::findings(&branch.site.place, segments, incidents, days);
        add(&mut found, of_security, day, deadlines);
        found
    }
}

/// The days of the trend.
fn days(today: Day) -> impl Iterator<Item = Day> {
    (0..TREND).rev().map(move |back| today.after(-back))
}

impl Readiness {
    fn of(register: Register, staffing: &Staffing, today: Day, polling: Day, last: Option<&Self>) -> Self {
        let mut at: HashMap<&Place, Vec<Arc<Device>>> = HashMap::new();
        let judged = |device: &Device| Stock::asks_for(device.kind) || device.dispute().is_some();
        for device in register.devices().filter(|kept| judged(&kept.file)) {
            at.entry(device.file.place()).or_default().push(Arc::clone(&device.file));
        }
        let seen = (register.seen, staffing.seen);
        let last = last.filter(|last| {
            (last.today, last.polling) == (today, polling)
                && last.plan == staffing.plan
                && last.register.supply().is_reckoned_as(register.supply())
                && register.is_as_secure_as(&last.register)
                && last.staffed == staffing.is_asked_about()
                // A database may go back.
                && last.seen.1 <= staffing.seen
        });
        let judge = Judge { register: &register, staffing, today, deadlines: Deadlines::of_polling(polling) };
        let judged = |branch: &&Arc<Branch>| {
            let place = &branch.site.place;
            let devices = at.get(place).cloned().unwrap_or_default();
            let known = last.and_then(|last| last.branch(place));
            match known.filter(|known| judge.stands(known, branch, &devices)) {
                Some(known) => known.clone(),
                None => judge.judge(branch, devices),
            }
        };
        let files: Vec<&Arc<Branch>> = register.branches().map(|kept| &kept.file).collect();
        let branches: Vec<Ready> = files.par_iter().map(judged).collect();
        let each = || branches.iter().map(|ready| (&ready.branch.site.place, &ready.findings[..]));
        let levels = [Level::Province, Level::County, Level::District];
        let mut areas: Vec<Area> = levels.into_iter().flat_map(|level| areas(level, each())).collect();
        areas.sort_by(|one, other| {
            let order = |of: &Area| of.place.level();
            order(one).cmp(&order(other)).then_with(|| one.place.in_lists().cmp(&other.place.in_lists()))
        });
        let (plan, staffed) = (staffing.plan.clone(), staffing.is_asked_about());
        Self { seen, plan, staffed, today, polling, branches, areas, register: register.clone() }
    }

    /// The area of a place.
    pub fn area(&self, place: &Place) -> Option<&Area> {
        self.areas.iter().find(|area| area.place == *place)
    }

    /// A branch.
    pub fn branch(&self, place: &Place) -> Option<&Ready> {
        let found = self.branches.binary_search_by(|ready| ready.branch.site.place.cmp(place));
        found.ok().map(|n| &self.branches[n])
    }

    /// The branches that lie in a place.
    pub fn within(&self, place: &Place) -> impl Iterator<Item = &Ready> {
        self.branches.iter().filter(|ready| place.contains(&ready.branch.site.place))
    }

    /// Several places as if they were one: how many branches have which colour, and what to do next.
    pub fn together(&self, places: &[&Place]) -> (Count, Vec<Next>) {
        if let [place] = places
            && let Some(area) = self.area(place)
        {
            return (area.count, area.next.clone());
        }
        let here = |ready: &&Ready| places.iter().any(|place| place.contains(&ready.branch.site.place));
        together(
            self.branches.iter().filter(here).map(|ready| (&ready.branch.site.place, &ready.findings[..])),
        )
    }

    /// How many branches of a place have nothing left to do.
    pub fn done(&self, place: &Place) -> u32 {
        self.within(place).map(|ready| u32::from(ready.findings.is_empty())).sum()
    }

    /// How many branches of a place had which colour, day by day up to today.
    pub fn trend(&self, place: &Place) -> Vec<(Day, Count)> {
        let mut counts = vec![Count::default(); TREND as usize];
        for ready in self.within(place) {
            for (count, colour) in counts.iter_mut().zip(ready.past.iter()) {
                colour.iter().for_each(|colour| count.add(*colour));
            }
        }
        days(self.today).zip(counts).collect()
    }
}

impl Office {
    /// How ready the field is today; nothing while no polling day is fixed. Whoever shows it asks the permit how far
    /// it reaches.
    pub async fn readiness(
        &self,
        _permit: &Permit<act::ReadReadiness>,
    ) -> Result<Option<Arc<Readiness>>, Error> {
        let register = self.field().await?;
        let (Some(today), Some(polling)) = (register.today(), register.polling()) else { return Ok(None) };
        let staffing = self.crews().await?;
        let mut last = self.0.mirror.readiness.lock().await;
        let seen = (register.seen, staffing.seen);
        let known = last.as_ref().filter(|last| (last.seen, last.today) == (seen, today));
        let same =
            |last: &&Arc<Readiness>| last.plan == staffing.plan && last.staffed == staffing.is_asked_about();
        if let Some(known) = known.filter(same) {
            return Ok(Some(Arc::clone(known)));
        }
        // Who asks meanwhile waits for this answer and does not compute it again.
        let before = last.clone();
        let compute = move || Readiness::of(register, &staffing, today, polling, before.as_deref());
        let computed = tokio::task::spawn_blocking(compute).await.expect("readiness does not panic");
        let computed = Arc::new(computed);
        *last = Some(Arc::clone(&computed));
        Ok(Some(computed))
    }
}
