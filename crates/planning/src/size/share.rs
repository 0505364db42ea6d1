//! A stock too small for everybody, shared fairly.
//!
//! Fair means that the longest wait of the county is as short as the stock allows, and after it the
//! next longest, and so on. Since a branch's wait depends on its own devices alone and falls with
//! each of them, giving every device to whoever then waits longest is not a rule of thumb but the
//! optimum: as long as the worst branch is not helped, nothing else can improve the worst.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use rayon::prelude::*;
use serde::Serialize;

use super::branch::{Need, Trial};
use super::{Question, check};
use crate::error::InputError;

/// A stock shared over the branches.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Allotment {
    /// By branch, in the order asked: its devices and the wait it then has.
    pub branches: Vec<Allotted>,
    /// Devices handed out.
    pub devices: u64,
    /// Devices that are missing for the promise to hold everywhere.
    pub missing: u64,
    /// The longest proven wait of any branch, seconds.
    pub longest_wait_s: f64,
    /// The certificate that no sharing has a shorter longest wait: for every branch to wait less
    /// than that, this many devices would be needed; more than the stock.
    pub devices_for_less: u64,
}

/// A branch's part of the stock.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Allotted {
    /// The branch.
    pub id: String,
    /// Devices it gets.
    pub devices: u32,
    /// Devices it lacks.
    pub missing: u32,
    /// The wait proven not to be exceeded on the promised share of days, seconds.
    pub longest_wait_s: f64,
    /// By how much that exceeds the limit, seconds.
    pub excess_s: f64,
}

/// Shares a stock. Refused when it has not one device for each branch.
pub fn share(question: &Question, needs: &[Need], stock: u64) -> Result<Allotment, InputError> {
    let allowed = check(question)?;
    let spare = stock.checked_sub(needs.len() as u64);
    let Some(mut spare) = spare else {
        return Err(InputError::NoneGiven {
            field: format!("stock ({stock} devices for {} branches, so that some have one)", needs.len()),
        });
    };
    let curves = waits_by_devices(question, needs, allowed);
    let mut given = vec![1_u32; needs.len()];
    let wait = |i: usize, devices: u32| curves[i][devices as usize - 1];
    let mut worst: BinaryHeap<Waiting> =
        (0..needs.len()).map(|branch| Waiting { wait: wait(branch, 1), branch }).collect();
    while spare > 0 {
        let Some(first) = worst.pop() else { break };
        let branch = first.branch;
        if given[branch] >= needs[branch].devices {
            // Devices no longer help the worst branch: its booths are what it lacks.
            continue;
        }
        given[branch] += 1;
        spare -= 1;
        worst.push(Waiting { wait: wait(branch, given[branch]), branch });
    }
    let helped = |i: usize| given[i] < needs[i].devices;
    let longest_of = |only: &dyn Fn(usize) -> bool| {
        (0..needs.len()).filter(|&i| only(i)).map(|i| wait(i, given[i])).fold(0.0, f64::max)
    };
    let longest = longest_of(&helped);
    let devices_for_less = (0..needs.len())
        .map(|i| {
            let enough = curves[i].iter().position(|&one| one < longest).map_or(curves[i].len(), |at| at + 1);
            enough as u64
        })
        .sum();
    let limit = question.promise.limit_s;
    let branches: Vec<Allotted> = needs
        .iter()
        .enumerate()
        .map(|(i, need)| Allotted {
            id: need.id.clone(),
            devices: given[i],
            missing: need.devices - given[i],
            longest_wait_s: wait(i, given[i]),
            excess_s: (wait(i, given[i]) - limit).max(0.0),
        })
        .collect();
    Ok(Allotment {
        devices: given.iter().map(|&one| u64::from(one)).sum(),
        missing: branches.iter().map(|one| u64::from(one.missing)).sum(),
        longest_wait_s: longest_of(&|_| true),
        devices_for_less,
        branches,
    })
}

/// By branch: the proven wait with one device, two, and so on up to what it needs.
fn waits_by_devices(question: &Question, needs: &[Need], allowed: u32) -> Vec<Vec<f64>> {
    question
        .branches
        .par_iter()
        .zip(needs)
        .map_init(Trial::default, |trial, (branch, need)| {
            trial.begin(branch, question, allowed);
            let mut waits: Vec<f64> = (1..=need.devices)
                .map(|devices| trial.proven_wait(&branch.with(devices, need.booths)).0)
                .collect();
            // By a rare chance one more desk moves the queue to the booths at a worse moment; who
            // has the device may leave it switched off.
            for i in 1..waits.len() {
                waits[i] = waits[i].min(waits[i - 1]);
            }
            waits
        })
        .collect()
}

#[derive(Debug, PartialEq)]
struct Waiting {
    wait: f64,
    branch: usize,
}

impl Eq for Waiting {}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> Ordering {
        // Among equals the first in the list is served first, so that the answer is always the same.
        self.wait.total_cmp(&other.wait).then_with(|| other.branch.cmp(&self.branch))
    }
}
