//! Where voters go, and what they try.

use crate::sample::chance;
use rand::RngExt as _;

/// In 100 voters three come a second time and two challenge once; assumed, so that a small rehearsal has
/// some of each.
const COME_AGAIN: f64 = 0.03;
const CHALLENGE: f64 = 0.02;

/// The busiest branch is so many times as popular as the quietest could be.
const BUSIEST: f64 = 4.0;

/// Where somebody who has voted tries it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Again {
    /// Where the first ballot was cast.
    SameBranch,
    /// In the hope that branches do not tell each other.
    OtherBranch,
}

/// The branch a voter goes to: any branch of the constituency is open to everyone, some are busier.
pub(crate) fn branch_of(seed: u64, voter: u64, branches: usize) -> usize {
    let mut rng = chance::of(seed, "branch", voter);
    // Draw a branch and keep it with a chance as its popularity: no table of thousands of branches.
    loop {
        let branch = rng.random_range(0..branches);
        let popularity = chance::of(seed, "popular branch", branch as u64).random_range(1.0..BUSIEST);
        if rng.random::<f64>() * BUSIEST < popularity {
            return branch;
        }
    }
}

/// Whether, and where, the voter comes a second time.
pub(crate) fn tries_twice(seed: u64, voter: u64) -> Option<Again> {
    let mut rng = chance::of(seed, "second try", voter);
    let comes = rng.random_bool(COME_AGAIN);
    let again = if rng.random_bool(0.5) { Again::SameBranch } else { Again::OtherBranch };
    comes.then_some(again)
}

/// Whether the voter challenges the booth once before casting.
pub(crate) fn challenges(seed: u64, voter: u64) -> bool {
    chance::of(seed, "challenge", voter).random_bool(CHALLENGE)
}
