//! The partial fractions `u_j = 1/(z + j)`, the weights under which a list is compared with its permutation.

use super::commitment::ROW;
use crate::group::Scalar;
use rayon::prelude::*;

/// `u_0 … u_(n−1)`, or nothing if `z` is a pole, that is `z + j = 0` for one of them. A challenge hits one
/// of `n` poles with probability `n/2²⁵²`.
pub(super) fn fractions(z: &Scalar, n: usize) -> Option<Vec<Scalar>> {
    let mut u: Vec<Scalar> = (0..n as u64).into_par_iter().map(|j| z + Scalar::from(j)).collect();
    if u.contains(&Scalar::ZERO) {
        return None;
    }
    u.par_chunks_mut(ROW).for_each(|row| {
        Scalar::invert_batch_alloc(row);
    });
    Some(u)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fraction_times_its_denominator_is_one() {
        let z = Scalar::from(7u64);
        let u = fractions(&z, 5_000).expect("no pole from 7 on");
        assert_eq!(u.len(), 5_000);
        for (j, u_j) in u.iter().enumerate() {
            assert_eq!(u_j * (z + Scalar::from(j as u64)), Scalar::ONE);
        }
    }

    #[test]
    fn a_pole_has_no_fractions() {
        assert!(fractions(&-Scalar::from(3u64), 3).is_some());
        assert!(fractions(&-Scalar::from(3u64), 4).is_none());
        assert!(fractions(&Scalar::ZERO, 1).is_none());
    }
}
