//! An order of many things that is computed place by place and never stored.

use super::chance;
use rand::Rng as _;

/// A permutation of `0..size`: a Feistel network on the next even number of bits, walked along its cycle
/// until it lands inside. Nine million voters get distinct numbers without a table of those already given.
#[derive(Debug, Clone)]
pub(crate) struct Permutation {
    size: u64,
    half: u32,
    keys: [u64; 4],
}

impl Permutation {
    /// One permutation of `0..size` for each seed and purpose.
    pub(crate) fn new(size: u64, seed: u64, purpose: &str) -> Self {
        let bits = u64::BITS - size.saturating_sub(1).leading_zeros();
        let mut rng = chance::of(seed, purpose, 0);
        Self { size, half: bits.div_ceil(2).max(1), keys: std::array::from_fn(|_| rng.next_u64()) }
    }

    /// What stands at `place`, which must be below the size.
    pub(crate) fn at(&self, place: u64) -> u64 {
        self.at_where(place, |_| true)
    }

    /// The same, passing over what `fits` refuses. It is a permutation of the things that fit, as long as
    /// every `place` asked for fits itself.
    pub(super) fn at_where(&self, place: u64, fits: impl Fn(u64) -> bool) -> u64 {
        debug_assert!(place < self.size && fits(place), "the walk returns only to a place that it left");
        let mut now = self.shuffle(place);
        while now >= self.size || !fits(now) {
            now = self.shuffle(now);
        }
        now
    }

    fn shuffle(&self, value: u64) -> u64 {
        let mask = (1 << self.half) - 1;
        let (mut left, mut right) = (value >> self.half, value & mask);
        for key in self.keys {
            (left, right) = (right, left ^ (mixed(right ^ key) & mask));
        }
        left << self.half | right
    }
}

/// A multiply–xorshift finaliser: each bit in changes about half of the bits out. Not a cipher; nothing
/// here is secret.
fn mixed(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn everything_stands_at_exactly_one_place() {
        for size in [1, 2, 3, 4, 5, 17, 1_000, 4_097] {
            let order = Permutation::new(size, 7, "test");
            let seen: BTreeSet<u64> = (0..size).map(|place| order.at(place)).collect();
            assert_eq!(seen, (0..size).collect(), "size {size}");
        }
    }

    #[test]
    fn passing_over_some_keeps_the_rest_distinct() {
        let order = Permutation::new(1_000, 7, "test");
        let odd = |n: u64| n % 2 == 1;
        let seen: BTreeSet<u64> = (0..1_000).filter(|n| odd(*n)).map(|n| order.at_where(n, odd)).collect();
        assert_eq!(seen, (0..1_000).filter(|n| odd(*n)).collect());
    }

    #[test]
    fn another_seed_is_another_order() {
        let order = |seed| (0..100).map(|n| Permutation::new(100, seed, "test").at(n)).collect::<Vec<_>>();
        assert_eq!(order(1), order(1));
        assert_ne!(order(1), order(2));
        assert_ne!(order(1), (0..100).collect::<Vec<_>>());
    }
}
