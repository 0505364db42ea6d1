//! A county's branches, what is known of them, and what was worked out already.

use super::asked::{Arrivals, Asked};
use super::one_branch::{CHECK_IN_CV, SEED};
use planning::InputError;
use planning::size::Promise;
use planning::spares;
use planning::tehran::{Branch, Case, Known, Limits, Question as Plan, case, limits, sample, waits};
use std::collections::HashMap;
use std::sync::Mutex;

/// How far one branch's turnout strays from the county's.
const VOTERS_CV: f64 = 0.1;
/// Days by which a county's limits and waits are judged; as the command line has it, so that both say the same.
const DAYS: u32 = 200;
/// Check-in times and turnouts of the table, beside what was asked.
const SECONDS: [f64; 3] = [22.7, 45.0, 60.0];
const TURNOUTS: [f64; 8] = [25.0, 30.0, 35.0, 40.0, 45.0, 50.0, 55.0, 60.0];
/// So many answers are kept; then all are forgotten, for they come again quickly.
const KEPT: usize = 200;

/// A county whose capacity is asked about.
#[derive(Debug)]
pub struct County {
    pub(super) branches: Vec<Branch>,
    pub(super) synthetic: bool,
    bounds: spares::County,
    /// One reckoning at a time: it uses every core, and the next finds more known.
    known: Mutex<HashMap<Settings, Answers>>,
}

/// What a branch's answer depends on beside its size and devices: tenths of a second, half hours, shape.
type Settings = (u64, u64, Arrivals);

#[derive(Debug, Default, Clone)]
struct Answers {
    limits: Option<Limits>,
    waits: Known,
}

/// What was worked out for a county.
#[derive(Debug, Clone)]
pub struct Reckoned {
    /// Check-in times, ascending.
    pub seconds: Vec<f64>,
    /// Turnouts in per cent, ascending.
    pub turnouts: Vec<f64>,
    /// By check-in time, then by turnout.
    pub cases: Vec<Vec<Case>>,
    /// The case that was asked: its place among both.
    pub chosen: (usize, usize),
    /// The limits at the check-in time that was asked.
    pub limits: Limits,
    /// By branch: devices now.
    pub devices: Vec<u32>,
    /// By branch: the wait not exceeded on the promised share of days, seconds.
    pub waits: Vec<f64>,
}

impl Reckoned {
    /// The case that was asked.
    #[must_use]
    pub fn case(&self) -> &Case {
        &self.cases[self.chosen.0][self.chosen.1]
    }
}

impl County {
    /// The made-up county of Tehran's size.
    #[must_use]
    pub fn sample() -> Self {
        let branches = sample(3_797, 6_360_000.0, 0.5, 1).expect("the sample's own numbers are sound");
        Self { branches, synthetic: true, bounds: spares::County::TEHRAN, known: Mutex::default() }
    }

    /// A real list, within its county's bounds; refused with the line at fault.
    pub fn of(branches: Vec<Branch>, bounds: spares::County) -> Result<Self, InputError> {
        let county = Self { branches, synthetic: false, bounds, known: Mutex::default() };
        let arrivals = Arrivals::Evenly.profile(8.0)?;
        // The least question about it looks at every line.
        limits(&county.plan(county.branches.clone(), arrivals), 1.0, 1.0)?;
        Ok(county)
    }

    /// A branch by its name.
    pub(super) fn branch(&self, id: &str) -> Option<&Branch> {
        self.branches.iter().find(|branch| branch.id == id)
    }

    fn plan(&self, branches: Vec<Branch>, arrivals: planning::kernel::Profile) -> Plan {
        Plan {
            branches,
            seconds: vec![1.0],
            cv: CHECK_IN_CV,
            turnouts: vec![1.0],
            voters_cv: VOTERS_CV,
            arrivals,
            promise: Promise::default(),
            county: self.bounds,
            days: DAYS,
            seed: SEED,
        }
    }

    /// Works out what was asked, and the table around it.
    pub fn reckon(&self, asked: &Asked) -> Result<Reckoned, InputError> {
        let mut branches = self.branches.clone();
        if self.synthetic {
            branches.iter_mut().for_each(|branch| branch.devices = asked.now as u32);
        }
        let plan = self.plan(branches, asked.arrivals.profile(asked.hours)?);
        let (seconds, turnouts) = (with(&SECONDS, asked.seconds), with(&TURNOUTS, asked.turnout));
        let largest = plan.branches.iter().map(|branch| branch.eligible).fold(0.0, f64::max);
        let busiest = largest * turnouts.iter().copied().fold(0.0, f64::max) / 100.0;
        let settings =
            |seconds: f64| ((seconds * 10.0).round() as u64, (asked.hours * 2.0) as u64, asked.arrivals);

        let mut known = self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if known.len() > KEPT {
            known.clear();
        }
        let mut cases = vec![];
        for &seconds in &seconds {
            let answers = known.entry(settings(seconds)).or_default();
            let limits = match &answers.limits {
                Some(limits) if limits.devices_for(busiest).is_some() => limits.clone(),
                _ => answers.limits.insert(limits(&plan, seconds, busiest)?).clone(),
            };
            cases.push(
                turnouts.iter().map(|turnout| case(&plan.branches, &limits, turnout / 100.0)).collect(),
            );
        }
        let answers = known.entry(settings(asked.seconds)).or_default();
        let waits = waits(&plan, asked.seconds, asked.turnout / 100.0, &mut answers.waits)?;
        let limits = answers.limits.clone().ok_or(InputError::Empty { field: "limits".into() })?;
        let place = |all: &[f64], one: f64| all.iter().position(|&other| other == one).unwrap_or(0);
        Ok(Reckoned {
            chosen: (place(&seconds, asked.seconds), place(&turnouts, asked.turnout)),
            devices: plan.branches.iter().map(|branch| branch.devices).collect(),
            seconds,
            turnouts,
            cases,
            limits,
            waits,
        })
    }
}

/// The usual ones and the one that was asked, ascending.
fn with(usual: &[f64], asked: f64) -> Vec<f64> {
    let mut all = usual.to_vec();
    all.push(asked);
    all.sort_unstable_by(f64::total_cmp);
    all.dedup();
    all
}
