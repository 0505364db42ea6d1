//! A secret order: output slot `i` takes input slot `π(i)`.

use rand_core::CryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A permutation of `0 … n−1` that is wiped when dropped and prints as its length.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(super) struct Permutation(Vec<u32>);

impl Permutation {
    /// Draws one of all `n!` with equal probability (Fisher and Yates; Durstenfeld's form).
    pub(super) fn draw(n: usize, rng: &mut impl CryptoRng) -> Self {
        let n = u32::try_from(n).expect("a box holds fewer than 2³² slots");
        let mut order: Vec<u32> = (0..n).collect();
        for i in (1..n).rev() {
            order.swap(i as usize, below(i + 1, rng) as usize);
        }
        Self(order)
    }

    /// `π(i)`.
    pub(super) fn of(&self, i: usize) -> usize {
        self.0[i] as usize
    }
}

impl std::fmt::Debug for Permutation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Permutation(of {})", self.0.len())
    }
}

/// A number below `bound`, every one equally likely: values that would favour the small ones are redrawn.
fn below(bound: u32, rng: &mut impl CryptoRng) -> u32 {
    let unfair = u32::MAX - u32::MAX % bound;
    loop {
        let mut bytes = [0; 4];
        rng.fill_bytes(&mut bytes);
        let drawn = u32::from_le_bytes(bytes);
        if drawn < unfair {
            return drawn % bound;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
    use std::collections::HashMap;

    #[test]
    fn every_order_of_three_is_drawn_equally_often() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let mut seen: HashMap<Vec<u32>, u32> = HashMap::new();
        for _ in 0..6_000 {
            *seen.entry(Permutation::draw(3, &mut rng).0.clone()).or_default() += 1;
        }
        assert_eq!(seen.len(), 6);
        // 1,000 expected of each; six standard deviations are 173.
        assert!(seen.values().all(|&count| count.abs_diff(1_000) < 173), "{seen:?}");
    }

    #[test]
    fn a_permutation_prints_as_its_length() {
        let drawn = Permutation::draw(5, &mut ChaCha20Rng::seed_from_u64(1));
        assert_eq!(format!("{drawn:?}"), "Permutation(of 5)");
    }
}
