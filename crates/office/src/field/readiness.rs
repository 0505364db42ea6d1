//! How ready everything is: computed once for a state of the field and a day, and kept until either changes.

use super::Register;
use crate::error::Error;
use crate::open::Office;
use crate::staff::Staffing;
use calendar::Day;
use headquarters::branch::Branch;
use headquarters::permit::{Permit, act};
use headquarters::place::{Level, Place};
use headquarters::readiness::{
    Area, Colour, Count, Deadlines, Finding, Stock, add, areas, colour, findings, trend,
};
use headquarters::security;
use headquarters::staff::{self, Crew};
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
    pub findings: Vec<Finding>,
    /// Its colour.
    pub colour: Colour,
}

/// The readiness of the whole field on a day.
#[derive(Debug)]
pub struct Readiness {
    seen: (i64, i64),
    /// The day.
    pub today: Day,
    /// The polling day.
    pub polling: Day,
    /// The branches, in the order of their places.
    pub branches: Vec<Ready>,
    /// Provinces, counties and districts, each level in the order of its places.
    pub areas: Vec<Area>,
    /// The colours of all branches, week by week up to the day.
    pub trend: Vec<(Day, Count)>,
    /// The field that this was computed from.
    pub register: Register,
}

/// Weeks of the trend.
const WEEKS: i64 = 8;

impl Readiness {
    fn of(register: Register, staffing: &Staffing, today: Day, polling: Day) -> Self {
        let deadlines = Deadlines::of_polling(polling);
        let mut at: HashMap<&Place, Vec<usize>> = HashMap::new();
        let devices: Vec<_> = register.devices().collect();
        for (n, device) in devices.iter().enumerate() {
            at.entry(device.file.place()).or_default().push(n);
        }
        let stock = |place: &Place, day: Day| {
            let mut stock = Stock::default();
            for n in at.get(place).into_iter().flatten() {
                stock.add(&devices[*n].file, day);
            }
            stock
        };
        let files: Vec<&Arc<Branch>> = register.branches().map(|kept| &kept.file).collect();
        let ready = |branch: &&Arc<Branch>| {
            let stock = stock(&branch.site.place, today);
            let findings = all_findings(branch, stock, staffing, &register, today, &deadlines);
            let colour = colour(&findings);
            Ready { branch: Arc::clone(branch), stock, findings, colour }
        };
        let branches: Vec<Ready> = files.par_iter().map(ready).collect();
        let each = || branches.iter().map(|ready| (&ready.branch.site.place, &ready.findings[..]));
        let levels = [Level::Province, Level::County, Level::District];
        let areas = levels.into_iter().flat_map(|level| areas(level, each())).collect();
        let weeks: Vec<Day> = (0..WEEKS).rev().map(|week| today.after(-7 * week)).collect();
        let trend = trend(&weeks, |day| {
            let on_register = files.par_iter().filter(|branch| branch.site.registered <= day);
            let of = |branch: &&Arc<Branch>| {
                let stock = stock(&branch.site.place, day);
                colour(&all_findings(branch, stock, staffing, &register, day, &deadlines))
            };
            on_register.map(of).collect()
        });
        drop(devices);
        Self {
            seen: (register.seen, staffing.seen),
            today,
            polling,
            branches,
            areas,
            trend,
            register: register.clone(),
        }
    }

    /// The area of a place.
    pub fn area(&self, place: &Place) -> Option<&Area> {
        self.areas.iter().find(|area| area.place == *place)
    }
}

/// What is not ready at a branch on a day: its own file, its devices, its staff, its network's security.
fn all_findings(
    branch: &Branch,
    stock: Stock,
    staffing: &Staffing,
    register: &Register,
    day: Day,
    deadlines: &Deadlines,
) -> Vec<Finding> {
    let mut found = findings(branch, stock, day, deadlines);
    // Before anybody is taken on at all, a room that is not in use says nothing.
    if !staffing.is_empty() {
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

impl Office {
    /// How ready the field is today; nothing while no polling day is fixed.
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
        if let Some(known) = known {
            return Ok(Some(Arc::clone(known)));
        }
        // Who asks meanwhile waits for this answer and does not compute it again.
        let computed =
            tokio::task::spawn_blocking(move || Readiness::of(register, &staffing, today, polling))
                .await
                .expect("readiness does not panic");
        let computed = Arc::new(computed);
        *last = Some(Arc::clone(&computed));
        Ok(Some(computed))
    }
}
