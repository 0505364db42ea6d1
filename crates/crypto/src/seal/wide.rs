//! Sums of products of public scalars, reduced once at the end.
//!
//! A batch adds up hundreds of thousands of products on the shared generators. Reducing each would cost the batch
//! verifier more than a third of its time; the plain product of two 256-bit numbers costs a tenth of a reduced one.

use crate::group::Scalar;

/// A scalar as four words, the least first.
pub(super) type Words = [u64; 4];

/// The words of a scalar.
pub(super) fn words(scalar: &Scalar) -> Words {
    let (words, _) = scalar.as_bytes().as_chunks::<8>();
    std::array::from_fn(|i| u64::from_le_bytes(words[i]))
}

/// A sum of at most [`Wide::MOST`] products. Takes a time that depends on the numbers: for public ones only.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wide([u64; 8]);

impl Wide {
    /// So many products of two scalars fit: `255·ℓ² < 2^512`, because `ℓ < 2^252 + 2^125`.
    pub(super) const MOST: usize = 255;

    /// Adds `a·b`. The caller counts.
    #[inline]
    pub(super) fn add_product(&mut self, a: &Words, b: &Words) {
        let mut over = false;
        for (i, a) in a.iter().enumerate() {
            let mut carry = 0;
            for (j, b) in b.iter().enumerate() {
                (self.0[i + j], carry) = a.carrying_mul_add(*b, self.0[i + j], carry);
            }
            // The carry of the row before belongs to the same word as the carry of this one.
            (self.0[i + 4], over) = self.0[i + 4].carrying_add(carry, over);
        }
        debug_assert!(!over, "more products than fit");
    }

    /// The sum as a scalar.
    pub(super) fn reduce(&self) -> Scalar {
        let mut bytes = [0; 64];
        for (bytes, word) in bytes.chunks_exact_mut(8).zip(&self.0) {
            bytes.copy_from_slice(&word.to_le_bytes());
        }
        Scalar::from_bytes_mod_order_wide(&bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scalars() -> impl Strategy<Value = Scalar> {
        prop_oneof![
            Just(Scalar::ZERO),
            Just(-Scalar::ONE),
            any::<[u8; 32]>().prop_map(Scalar::from_bytes_mod_order),
        ]
    }

    #[test]
    fn as_many_of_the_greatest_products_fit_as_promised() {
        let greatest = -Scalar::ONE;
        let mut sum = Wide::default();
        for _ in 0..Wide::MOST {
            sum.add_product(&words(&greatest), &words(&greatest));
        }
        assert_eq!(sum.reduce(), Scalar::from(Wide::MOST as u64));
    }

    proptest! {
        #[test]
        fn a_wide_sum_is_the_sum_of_the_products(
            pairs in prop::collection::vec((scalars(), scalars()), 0..Wide::MOST)
        ) {
            let mut sum = Wide::default();
            for (a, b) in &pairs {
                sum.add_product(&words(a), &words(b));
            }
            prop_assert_eq!(sum.reduce(), pairs.iter().map(|(a, b)| a * b).sum());
        }
    }
}
