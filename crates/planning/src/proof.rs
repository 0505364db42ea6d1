//! The capacity proof of one branch: what the executive board signs and publishes.
//!
//! Everything needed to compute it again stands in it: the inputs, the plan, the number of simulated
//! days and their seed. Beside the simulation stand the textbook figures, so that a reader sees both
//! what they say and where they stop.

use serde::Serialize;

use crate::capacity::{Capacity, capacity};
use crate::error::InputError;
use crate::formulas::{allen_cunneen, square_root_staffing};
use crate::kernel::{Outcome, Run, simulate};
use crate::size::{Booths, Branch, Promise};

/// The proof that a branch's devices and booths suffice, and that fewer would not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proof {
    /// The branch.
    pub id: String,
    /// Voters expected.
    pub voters: f64,
    /// Hours the polls are open.
    pub hours: f64,
    /// Mean seconds of a check-in, retries included.
    pub check_in_s: f64,
    /// Mean seconds in a booth.
    pub vote_s: f64,
    /// What is promised.
    pub promise: Promise,
    /// Devices.
    pub devices: u32,
    /// Booths.
    pub booths: u32,
    /// Simulated days.
    pub days: u32,
    /// The seed given to the simulator; with it anyone gets the same figures.
    pub seed: u64,
    /// Days that may break the promise with it still proven.
    pub days_may_break: u32,
    /// Days that did.
    pub days_broken: u32,
    /// Whether the promise is proven.
    pub kept: bool,
    /// Days broken with one device fewer; absent when there is only one.
    pub days_broken_with_one_device_fewer: Option<u32>,
    /// Days broken with one booth fewer; absent when there is only one.
    pub days_broken_with_one_booth_fewer: Option<u32>,
    /// The simulated days in figures.
    pub outcome: Outcome,
    /// The court's arithmetic for the booths.
    pub booths_arithmetic: Capacity,
    /// The court's arithmetic for the devices.
    pub devices_arithmetic: Capacity,
    /// The textbook for check-in in the busiest interval.
    pub textbook: Textbook,
}

/// What the formulas say of check-in in the busiest interval of the day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Textbook {
    /// Devices kept busy, on average.
    pub load: f64,
    /// Devices by square-root staffing with β = 1.
    pub square_root_devices: u32,
    /// Mean wait by Allen and Cunneen, seconds; absent when the formula says that it is infinite.
    pub mean_wait_s: Option<f64>,
}

/// Proves, or disproves, a plan for a branch.
pub fn prove(
    branch: &Branch,
    (devices, booths): (u32, u32),
    promise: Promise,
    days: u32,
    seed: u64,
) -> Result<Proof, InputError> {
    let days_may_break = promise.may_break(days)?;
    Branch { booths: Booths::Fixed(booths), ..branch.clone() }.check()?;
    let seed = branch.seed(seed);
    let run = Run { days, seed, limit_s: promise.limit_s, by_quarter: true };
    let broken = |outcome: &Outcome| (outcome.total.days_over_limit.mean * f64::from(days)).round() as u32;
    let with_fewer = |devices: u32, booths: u32| {
        if devices == 0 || booths == 0 {
            return Ok(None);
        }
        let run = Run { by_quarter: false, ..run };
        simulate(&branch.with(devices, booths), &run).map(|outcome| Some(broken(&outcome)))
    };
    let place = branch.with(devices, booths);
    let outcome = simulate(&place, &run)?;
    let days_broken = broken(&outcome);
    let (check_in, vote) = (&place.stages[0], &place.stages[1]);
    let (voters, hours) = (place.voters, place.arrivals.hours());
    let rate = voters * place.arrivals.peak_factor() / (hours * 3_600.0);
    let load = rate * check_in.mean_service();
    Ok(Proof {
        id: branch.id.clone(),
        voters,
        hours,
        check_in_s: check_in.mean_service(),
        vote_s: vote.mean_service(),
        promise,
        devices,
        booths,
        days,
        seed,
        days_may_break,
        days_broken,
        kept: days_broken <= days_may_break,
        days_broken_with_one_device_fewer: with_fewer(devices - 1, booths)?,
        days_broken_with_one_booth_fewer: with_fewer(devices, booths - 1)?,
        booths_arithmetic: capacity(voters, f64::from(booths), hours, vote.mean_service() / 60.0)?,
        devices_arithmetic: capacity(voters, f64::from(devices), hours, check_in.mean_service() / 60.0)?,
        textbook: Textbook {
            load,
            square_root_devices: square_root_staffing(load, 1.0),
            mean_wait_s: allen_cunneen(devices, rate, check_in.mean_service(), check_in.service.cv(), 1.0),
        },
        outcome,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::kernel::{Profile, Service};

    #[test]
    fn the_proof_shows_minutes_where_the_textbook_says_infinity() {
        // Load above one in the surge: Allen and Cunneen give nothing, the day itself gives an answer.
        let surge = Profile::opening_surge(13.0).unwrap();
        let lognormal = |mean_s, cv| Service::Lognormal { mean_s, cv };
        let branch =
            Branch::new("7", surge, 500.0, lognormal(45.0, 0.8), lognormal(60.0, 0.5), Booths::AsNeeded);
        let proof = prove(&branch, (1, 6), Promise::default(), 200, 1).unwrap();
        assert_eq!(proof.textbook.mean_wait_s, None);
        assert!(proof.textbook.load > 1.0);
        assert!(proof.outcome.total.mean_s.mean < 1_800.0);
        assert_eq!(proof.kept, proof.days_broken <= 4);
        assert_eq!(proof.days_broken_with_one_device_fewer, None);
    }
}
