//! Which ciphertexts have been seen, for a whole metropolis in little memory.

use super::{Refusal, State};
use crate::entry::Ballot;
use crypto::seal::Seal;
use election::bytes::Digest;
use election::setup::Setup;
use std::collections::BTreeMap;

/// Bytes of an encoded point by which it is put on a shelf. The first byte is left out: it is always even.
const SHELF: std::ops::Range<usize> = 1..3;
/// Bytes by which it is told from the others of its shelf.
const TOLD_BY: std::ops::Range<usize> = 3..17;

/// First halves of ciphertexts, told apart by 128 of their bits: 15 to 16 bytes for each of many, where a hash set of
/// whole ones takes 40 to 80.
///
/// Equal halves always meet. Unequal ones that agree in these bits do not occur by chance: for the 2²⁵ slots of the
/// largest constituency the odds are one in 2⁷⁹. Whoever searches for such a pair, 2⁶⁴ steps, has his own two
/// ballots refused; to have somebody else's refused he would need its randomness before it is published.
#[derive(Debug, Clone, Default)]
pub struct FirstHalves {
    shelves: BTreeMap<[u8; 2], Vec<[u8; 14]>>,
}

impl FirstHalves {
    /// Was this one seen?
    pub fn contains(&self, half: &[u8; 32]) -> bool {
        let (shelf, told_by) = split(half);
        self.shelves.get(&shelf).is_some_and(|shelf| shelf.binary_search(&told_by).is_ok())
    }

    /// Remembers one.
    pub fn insert(&mut self, half: &[u8; 32]) {
        let (shelf, told_by) = split(half);
        let shelf = self.shelves.entry(shelf).or_default();
        if let Err(place) = shelf.binary_search(&told_by) {
            // A doubling vector would leave a quarter of the memory empty on average.
            if shelf.len() == shelf.capacity() {
                shelf.reserve_exact(shelf.len() / 8 + 1);
            }
            shelf.insert(place, told_by);
        }
    }

    /// `seal.replay`: the first halves of a sealed ballot, cast or challenged, none of which was seen or stands in it twice.
    ///
    /// Somebody else's ciphertext cannot be proven for this ballot. But a booth that repeats its own randomness
    /// would show that two ballots hold the same; and one that casts what it sealed for a challenge would show
    /// what that ballot holds.
    pub fn fresh(&self, setup: &Setup, code: Digest, body: &Ballot) -> Result<Vec<[u8; 32]>, Refusal> {
        let mut fresh = Vec::new();
        for sealed in &body.contests {
            let Some(contest) = setup.contest(&sealed.contest) else { continue };
            // What cannot be read is refused by its shape, with the proofs.
            let Ok(seal) = Seal::from_bytes(contest.shape(), &sealed.seal) else { continue };
            for slot in seal.slots() {
                let a = slot.a.to_bytes();
                if self.contains(&a) || fresh.contains(&a) {
                    return Err(Refusal::Seal {
                        check: "seal.replay",
                        ballot: code,
                        branch: body.branch.clone(),
                        booth: body.booth,
                        contest: sealed.contest.clone(),
                        what: "it repeats a ciphertext".into(),
                    });
                }
                fresh.push(a);
            }
        }
        Ok(fresh)
    }

    /// Bytes that they take.
    pub fn bytes(&self) -> usize {
        let filled: usize = self.shelves.values().map(|shelf| shelf.capacity() * TOLD_BY.len()).sum();
        filled + self.shelves.len() * (SHELF.len() + size_of::<Vec<[u8; 14]>>())
    }
}

impl State {
    /// `seal.replay`, against every sealed ballot that stands.
    pub fn fresh(&self, body: &Ballot) -> Result<Vec<[u8; 32]>, Refusal> {
        match &self.setup {
            Some(setup) => self.ciphertexts.fresh(setup, self.tracking_code(body), body),
            None => Ok(Vec::new()),
        }
    }
}

fn split(half: &[u8; 32]) -> ([u8; 2], [u8; 14]) {
    let shelf = half[SHELF].try_into().expect("two bytes");
    (shelf, half[TOLD_BY].try_into().expect("fourteen bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    proptest! {
        #[test]
        fn what_was_put_in_is_found_and_nothing_else(
            put in prop::collection::vec(any::<[u8; 32]>(), 0..200),
            asked in prop::collection::vec(any::<[u8; 32]>(), 0..50),
        ) {
            // Few shelves, so that they fill.
            let crowd = |mut half: [u8; 32]| { half[1] = 0; half[2] &= 3; half };
            let (mut halves, mut plain) = (FirstHalves::default(), HashSet::new());
            for half in put.into_iter().map(crowd) {
                prop_assert_eq!(halves.contains(&half), plain.contains(&half));
                halves.insert(&half);
                halves.insert(&half);
                plain.insert(half);
            }
            for half in plain.iter().copied().chain(asked.into_iter().map(crowd)) {
                prop_assert_eq!(halves.contains(&half), plain.contains(&half));
            }
            let kept: usize = halves.shelves.values().map(Vec::len).sum();
            prop_assert_eq!(kept, plain.len());
        }
    }
}
