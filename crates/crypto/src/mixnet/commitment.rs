//! Commitments to lists of numbers, row by row: `com(v; r) = r·G + v_1·h_1 + … + v_n·h_n`.
//!
//! The bases `h_1, h_2, …` are hashed to the group from a fixed public string and their number. Nobody
//! chooses them and the verifier derives them again: in 2019 a national system took them from the mixer, and
//! whoever knew a relation between them could have proved a false shuffle.

use crate::group::{Point, Scalar, g_table, hash_to_group};
use curve25519_dalek::traits::VartimeMultiscalarMul;
use rayon::prelude::*;
use std::sync::{Arc, LazyLock, RwLock};

/// How many slots one commitment holds. A list of any length is committed row after row on the same bases,
/// so that a verifier adds the rows up before it multiplies. Longer rows would be dearer for the verifier of
/// a middling box, shorter ones for the prover.
pub(super) const ROW: usize = 1_024;

/// How many rows `n` slots fill; the last may be shorter.
pub(super) const fn rows(n: usize) -> usize {
    n.div_ceil(ROW)
}

/// The bases for rows of up to `n` numbers.
pub(super) struct Bases(Arc<Vec<Point>>);

impl Bases {
    /// `h_1 … h_m` with `m ≥ min(n, ROW)`. Hashing to the group costs as much as half a multiplication, so
    /// the longest list asked for so far is kept for all later boxes.
    pub(super) fn of(n: usize) -> Self {
        static KNOWN: LazyLock<RwLock<Arc<Vec<Point>>>> = LazyLock::new(RwLock::default);
        let n = n.min(ROW);
        let known = Arc::clone(&KNOWN.read().expect("no holder of this lock panics"));
        if known.len() >= n {
            return Self(known);
        }
        // Not under the lock: a thread that waits for its share of the hashing may meanwhile be given
        // another box's work, which comes here too.
        let more: Vec<Point> = (known.len()..n).into_par_iter().map(|i| derive(i as u64 + 1)).collect();
        let longer = Arc::new([&known[..], &more].concat());
        let mut known = KNOWN.write().expect("no holder of this lock panics");
        if known.len() < n {
            *known = Arc::clone(&longer);
        }
        Self(longer)
    }

    #[cfg(test)]
    pub(super) fn chosen(bases: Vec<Point>) -> Self {
        Self(Arc::new(bases))
    }

    /// The first `n` of them.
    pub(super) fn first(&self, n: usize) -> &[Point] {
        &self.0[..n]
    }

    /// `com(v; r)`.
    pub(super) fn commit(&self, v: &[Scalar], r: &Scalar) -> Point {
        g_table() * r + multiscalar(v, self.first(v.len()))
    }

    /// Commitments to a long list, row by row, with one blinding number each.
    pub(super) fn commit_rows(&self, v: &[Scalar], r: &[Scalar]) -> Vec<Point> {
        assert_eq!(rows(v.len()), r.len(), "one blinding number a row");
        v.par_chunks(ROW).zip(r).map(|(row, r)| self.commit(row, r)).collect()
    }
}

/// `Σ s_i·P_i`. Its time depends on the scalars; `docs/protocol/mix.md` argues under "What time and memory
/// give away" why the prover may nevertheless call it.
pub(super) fn multiscalar(scalars: &[Scalar], points: &[Point]) -> Point {
    assert_eq!(scalars.len(), points.len(), "one scalar a point");
    Point::vartime_multiscalar_mul(scalars, points)
}

fn derive(number: u64) -> Point {
    hash_to_group("mix base", &[&number.to_le_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::group::G;

    #[test]
    fn bases_are_derived_from_their_number_and_differ() {
        let bases = Bases::of(3);
        let more = Bases::of(9);
        assert_eq!(bases.first(3), more.first(3));
        for i in 0..9 {
            assert_eq!(more.first(9)[i], derive(i as u64 + 1));
            assert_ne!(more.first(9)[i], G);
            assert!((0..i).all(|j| more.first(9)[i] != more.first(9)[j]));
        }
    }

    #[test]
    fn a_commitment_is_the_sum_it_claims_to_be() {
        let bases = Bases::of(2);
        let [two, three, five] = [2u64, 3, 5].map(Scalar::from);
        let expected = G * five + bases.first(2)[0] * two + bases.first(2)[1] * three;
        assert_eq!(bases.commit(&[two, three], &five), expected);
    }
}
