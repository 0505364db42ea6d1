//! One branch on a day with the usual numbers, for a room that asks in passing.

use super::asked::Asked;
use super::one_branch::{DAYS, SEED, branch, need};
use planning::InputError;
use planning::kernel::{Run, simulate};
use planning::size::{Booths, Need};
use std::collections::HashMap;

/// What a branch needs, and how long its voters wait with the devices that it has.
#[derive(Debug, Clone)]
pub(crate) struct Usual {
    /// What it needs.
    pub(crate) need: Need,
    /// The wait that 95 % of the voters stay within with the devices at hand and the booths that are needed, seconds;
    /// nothing without a device.
    pub(crate) wait_s: Option<f64>,
}

/// Reckons with the numbers that the planning pages begin with.
pub(crate) fn usual(id: &str, voters: u32, devices: u16) -> Result<Usual, InputError> {
    let branch = branch(id, f64::from(voters.max(1)), Booths::AsNeeded, &Asked::read(&HashMap::new()))?;
    let need = need(&branch)?;
    let wait_s = match devices {
        0 => None,
        devices => {
            let place = branch.with(devices.into(), need.booths.max(1));
            Some(simulate(&place, &Run::of(DAYS, branch.seed(SEED)))?.total.p95_s.mean)
        }
    };
    Ok(Usual { need, wait_s })
}
