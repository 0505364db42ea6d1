//! How a stock is spread over hubs.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::statistics::poisson_at_most;

/// The least total stock with which every hub covers its day, all at once, at a level.
///
/// The chance that all do is the product of each hub's chance to see no more failures than it has
/// spares. The logarithm of a Poisson distribution function is concave in the stock, so putting
/// each spare where it raises the product most ends at the least total.
#[must_use]
pub fn stock(expected: &[f64], service_level: f64) -> Vec<u64> {
    let log_of = |hub: usize, spares: u64| poisson_at_most(spares, expected[hub]).ln();
    // Below its mean a hub has no real chance; starting there saves nothing but time.
    let mut spares: Vec<u64> = expected.iter().map(|mean| mean.floor() as u64).collect();
    let mut chance: f64 = (0..expected.len()).map(|hub| log_of(hub, spares[hub])).sum();
    let gain = |hub: usize, spares: u64| log_of(hub, spares + 1) - log_of(hub, spares);
    let mut gains: BinaryHeap<Gain> =
        (0..expected.len()).map(|hub| Gain { gain: gain(hub, spares[hub]), hub }).collect();
    while chance < service_level.ln() {
        let Some(best) = gains.pop() else { break };
        spares[best.hub] += 1;
        chance = (0..expected.len()).map(|hub| log_of(hub, spares[hub])).sum();
        gains.push(Gain { gain: gain(best.hub, spares[best.hub]), hub: best.hub });
    }
    spares
}

#[derive(PartialEq)]
struct Gain {
    gain: f64,
    hub: usize,
}

impl Eq for Gain {}

impl PartialOrd for Gain {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Gain {
    fn cmp(&self, other: &Self) -> Ordering {
        self.gain.total_cmp(&other.gain).then_with(|| other.hub.cmp(&self.hub))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greedy_stock_is_the_least_that_exhaustion_finds() {
        let expected = [0.4, 1.7, 3.1];
        for level in [0.9, 0.99, 0.999] {
            let found: u64 = stock(&expected, level).iter().sum();
            let mut least = u64::MAX;
            for a in 0..20 {
                for b in 0..20 {
                    for c in 0..25 {
                        let all = poisson_at_most(a, 0.4) * poisson_at_most(b, 1.7) * poisson_at_most(c, 3.1);
                        if all >= level {
                            least = least.min(a + b + c);
                        }
                    }
                }
            }
            assert_eq!(found, least, "at {level}");
        }
    }
}
