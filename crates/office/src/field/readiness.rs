//! How ready everything is: computed once for a state of the field and a day, and kept until either changes.

use super::Register;
use crate::error::Error;
use crate::open::Office;
use calendar::Day;
use headquarters::branch::Branch;
use headquarters::permit::{Permit, act};
use headquarters::place::{Level, Place};
use headquarters::readiness::{
    Area, Colour, Count, Deadlines, Finding, Stock, areas, colour, findings, trend,
};
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
    seen: i64,
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
    fn of(register: Register, today: Day, polling: Day) -> Self {
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
            let findings = findings(branch, stock, today, &deadlines);
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
                colour(&findings(branch, stock(&branch.site.place, day), day, &deadlines))
            };
            on_register.map(of).collect()
        });
        drop(devices);
        Self { seen: register.seen, today, polling, branches, areas, trend, register: register.clone() }
    }

    /// The area of a place.
    pub fn area(&self, place: &Place) -> Option<&Area> {
        self.areas.iter().find(|area| area.place == *place)
    }
}

impl Office {
    /// How ready the field is today; nothing while no polling day is fixed.
    pub async fn readiness(
        &self,
        _permit: &Permit<act::ReadReadiness>,
    ) -> Result<Option<Arc<Readiness>>, Error> {
        let register = self.field().await?;
        let (Some(today), Some(polling)) = (register.today(), register.polling()) else { return Ok(None) };
        let mut last = self.0.mirror.readiness.lock().await;
        let known = last.as_ref().filter(|last| (last.seen, last.today) == (register.seen, today));
        if let Some(known) = known {
            return Ok(Some(Arc::clone(known)));
        }
        // Who asks meanwhile waits for this answer and does not compute it again.
        let computed = tokio::task::spawn_blocking(move || Readiness::of(register, today, polling))
            .await
            .expect("readiness does not panic");
        let computed = Arc::new(computed);
        *last = Some(Arc::clone(&computed));
        Ok(Some(computed))
    }
}
