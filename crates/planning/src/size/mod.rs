//! How many devices and booths each branch needs, and what to do when there are too few.
//!
//! A branch keeps the [`Promise`] when, on a stated share of polling days, nobody waits longer than
//! the limit, check-in and booth together. "Keeps" means *proven*: so few of the simulated days
//! break the promise that, were it false, one would see it with no more than 1 − confidence.
//!
//! Each branch is searched exactly ([`branch`]); a stock too small for all is shared so that the
//! longest wait in the county is as short as it can be ([`share`]).

pub mod branch;
mod promise;
mod share;

use rayon::prelude::*;
use serde::Serialize;

pub use branch::{Booths, Branch, Need, Obstacle};
pub use promise::Promise;
pub use share::{Allotment, share};

use crate::error::{InputError, at_most, positive};
use branch::Trial;

/// What a device and a booth cost, in any unit: a branch gets the cheapest mix that keeps the promise.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Costs {
    /// One identity device with its desk.
    pub device: f64,
    /// One booth.
    pub booth: f64,
}

impl Default for Costs {
    /// A booth costs a quarter of a device.
    fn default() -> Self {
        Self { device: 1.0, booth: 0.25 }
    }
}

/// A county to be sized.
#[derive(Debug, Clone)]
pub struct Question {
    /// Its branches.
    pub branches: Vec<Branch>,
    /// What voters are promised.
    pub promise: Promise,
    /// Relative costs.
    pub costs: Costs,
    /// Devices there are; no limit when absent.
    pub stock: Option<u64>,
    /// Simulated days a branch is judged by.
    pub days: u32,
    /// The seed.
    pub seed: u64,
}

/// The county's answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sizing {
    /// By branch, in the order asked: what it needs.
    pub needs: Vec<Need>,
    /// Devices needed in all.
    pub devices: u64,
    /// Booths needed in all.
    pub booths: u64,
    /// Cost of both.
    pub cost: f64,
    /// No plan that keeps the promise has fewer devices: each branch's check-in alone, as if its
    /// booths were without limit, needs this many.
    pub devices_at_least: u64,
    /// The relaxation's bound on cost: that many devices, and the booths that would be needed if
    /// check-in delayed nobody.
    pub cost_at_least: f64,
    /// How the stock is shared, if there is one and it does not suffice.
    pub shared: Option<Allotment>,
}

/// Sizes a county, spread over the threads at hand. `done` is told after each branch.
pub fn size(question: &Question, done: &(dyn Fn() + Sync)) -> Result<Sizing, InputError> {
    let allowed = check(question)?;
    let needs: Vec<Need> = question
        .branches
        .par_iter()
        .map_init(Trial::default, |trial, branch| {
            trial.begin(branch, question, allowed);
            let need = trial.need(branch, question.costs);
            done();
            need
        })
        .collect();
    let devices = needs.iter().map(|need| u64::from(need.devices)).sum();
    let shared = match question.stock {
        Some(stock) if stock < devices => Some(share(question, &needs, stock)?),
        _ => None,
    };
    let at_least = |need: &Need| {
        f64::from(need.devices_at_least) * question.costs.device
            + f64::from(need.booths_at_least) * question.costs.booth
    };
    Ok(Sizing {
        devices,
        booths: needs.iter().map(|need| u64::from(need.booths)).sum(),
        cost: needs.iter().map(|need| need.cost(question.costs)).sum(),
        devices_at_least: needs.iter().map(|need| u64::from(need.devices_at_least)).sum(),
        cost_at_least: needs.iter().map(at_least).sum(),
        shared,
        needs,
    })
}

/// Everything named must make sense; returns the days that may break the promise.
pub(crate) fn check(question: &Question) -> Result<u32, InputError> {
    if question.branches.is_empty() {
        return Err(InputError::Empty { field: "branches".into() });
    }
    positive("costs.device", question.costs.device)?;
    positive("costs.booth", question.costs.booth)?;
    at_most("replications", f64::from(question.days), 100_000.0)?;
    let mut names = std::collections::HashSet::new();
    for (i, branch) in question.branches.iter().enumerate() {
        let within = |error: InputError| error.within(&format!("branches[{i}] ({})", branch.id));
        branch.check().map_err(within)?;
        if !names.insert(branch.id.as_str()) {
            return Err(InputError::Twice { field: format!("branches[{i}].id"), name: branch.id.clone() });
        }
    }
    question.promise.may_break(question.days)
}
