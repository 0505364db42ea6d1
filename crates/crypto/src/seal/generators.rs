//! The vector generators: points of unknown relation to each other and to everything else.

#![expect(non_snake_case, reason = "the letters are those of docs/protocol/seal.md")]

use super::shape::Shape;
use crate::group::{Point, hash_to_group};
use curve25519_dalek::ristretto::VartimeRistrettoPrecomputation;
use curve25519_dalek::traits::VartimePrecomputedMultiscalarMul;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, RwLock};

/// `G_0 …` and `H_0 …`. A shorter proof uses the first ones, so all contests of a record share them.
pub(super) struct Generators {
    pub(super) Gs: Vec<Point>,
    pub(super) Hs: Vec<Point>,
}

/// The generators, hashed once for the longest proof there is.
pub(super) fn generators() -> &'static Generators {
    static ALL: LazyLock<Generators> = LazyLock::new(|| {
        let longest = (1..=64)
            .map(|picks| Shape { picks, candidates: u16::MAX - (picks - 1) }.length())
            .max()
            .expect("there are contests");
        let hash = |domain: &str| {
            (0..longest).map(|i| hash_to_group(domain, &[&(i as u32).to_le_bytes()])).collect()
        };
        Generators { Gs: hash("seal vector G"), Hs: hash("seal vector H") }
    });
    &ALL
}

/// Tables of multiples of the generators, for products that need not take constant time.
pub(super) type Tables = VartimeRistrettoPrecomputation;

/// The tables of `G_0 … G_{n−1}, H_0 … H_{n−1}`: ten kilobytes a generator, made once for each length of proof, of
/// which an event has one a contest.
pub(super) fn tables(n: usize) -> Arc<Tables> {
    static KNOWN: LazyLock<RwLock<BTreeMap<usize, Arc<Tables>>>> = LazyLock::new(RwLock::default);
    if let Some(known) = KNOWN.read().expect("no holder of this lock panics").get(&n) {
        return Arc::clone(known);
    }
    let Generators { Gs, Hs } = generators();
    let made = Arc::new(Tables::new(Gs[..n].iter().chain(&Hs[..n])));
    KNOWN.write().expect("no holder of this lock panics").insert(n, Arc::clone(&made));
    made
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::group::{G, vote_base};
    use std::collections::HashSet;

    #[test]
    fn every_base_of_the_proof_differs_from_every_other() {
        let all = generators();
        let bases = all.Gs.iter().chain(&all.Hs).chain([&G]).map(|p| p.compress().to_bytes());
        let mut seen: HashSet<_> = bases.collect();
        assert!(seen.insert(vote_base().compress().to_bytes()));
        assert_eq!(seen.len(), 2 * all.Gs.len() + 2);
    }

    #[test]
    fn there_are_enough_for_every_contest() {
        for picks in 1..=64 {
            for bits in 1..=16 {
                let candidates = (1_u32 << bits) - 1;
                let Ok(shape) = Shape::new(picks, candidates as u16) else { continue };
                assert!(shape.length() <= generators().Gs.len());
            }
        }
    }
}
