//! One pool of spares for a whole fleet.

use serde::Serialize;

use crate::error::{InputError, at_most, level, positive, share};
use crate::statistics::{binomial_at_most, poisson_at_most};

/// The smallest pool that covers a day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Pool {
    /// Devices in use.
    pub devices: u64,
    /// Failures expected on the day.
    pub expected: f64,
    /// Spares, if failures are Poisson: a device replaced may fail again.
    pub spares: u64,
    /// Spares, if each device fails at most once; never more than the Poisson pool.
    pub spares_binomial: u64,
    /// The Poisson pool as a share of the fleet.
    pub share: f64,
    /// The chance that it covers the day.
    pub covered: f64,
}

/// The smallest number of spares with which the day is covered at a level, such as 0.999, when a
/// share of the devices fails in a day.
pub fn pool(devices: u64, failure_share: f64, service_level: f64) -> Result<Pool, InputError> {
    positive("devices", devices as f64)?;
    at_most("devices", devices as f64, 100_000_000.0)?;
    share("failure_share", failure_share)?;
    level("level", service_level)?;
    let expected = devices as f64 * failure_share;
    let spares = smallest(expected, |n| poisson_at_most(n, expected) >= service_level);
    let spares_binomial =
        smallest(expected, |n| binomial_at_most(n, devices, failure_share) >= service_level);
    Ok(Pool {
        devices,
        expected,
        spares,
        spares_binomial,
        share: spares as f64 / devices as f64,
        covered: poisson_at_most(spares, expected),
    })
}

/// The level at which one spare more costs as much as it saves: the critical ratio of the newsvendor.
pub fn newsvendor_level(cost_of_a_missing_spare: f64, cost_of_an_idle_spare: f64) -> Result<f64, InputError> {
    positive("cost_of_a_missing_spare", cost_of_a_missing_spare)?;
    positive("cost_of_an_idle_spare", cost_of_an_idle_spare)?;
    Ok(cost_of_a_missing_spare / (cost_of_a_missing_spare + cost_of_an_idle_spare))
}

/// The smallest number for which a rising condition holds, sought upward from the mean.
fn smallest(mean: f64, enough: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (0, (mean + 10.0 * mean.sqrt() + 10.0) as u64);
    while !enough(high) {
        (low, high) = (high, high * 2);
    }
    while low < high {
        let middle = (low + high) / 2;
        if enough(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    high
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_pools_are_those_of_the_published_table() {
        for (share, ten, fifteen) in
            [(0.0043, 65, 91), (0.0072, 100, 141), (0.014, 178, 256), (0.02, 245, 355), (0.037, 431, 629)]
        {
            assert_eq!(pool(10_000, share, 0.999).unwrap().spares, ten, "{share} of 10,000");
            assert_eq!(pool(15_000, share, 0.999).unwrap().spares, fifteen, "{share} of 15,000");
        }
    }

    #[test]
    fn a_pool_is_the_smallest_and_never_below_the_binomial() {
        let found = pool(3_797, 0.02, 0.99).unwrap();
        assert!(poisson_at_most(found.spares, found.expected) >= 0.99);
        assert!(poisson_at_most(found.spares - 1, found.expected) < 0.99);
        assert!(found.spares_binomial <= found.spares);
        assert_eq!(pool(10, 0.0, 0.999).unwrap().spares, 0);
        assert_eq!(pool(10, 1.0, 0.999).unwrap().spares_binomial, 10);
    }

    #[test]
    fn the_newsvendor_weighs_a_missing_spare_against_an_idle_one() {
        assert!((newsvendor_level(99.0, 1.0).unwrap() - 0.99).abs() < 1e-15);
        assert_eq!(newsvendor_level(0.0, 1.0).unwrap_err().field(), "cost_of_a_missing_spare");
    }
}
