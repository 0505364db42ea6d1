//! What the seal promises, and who tries to break it.
#![allow(clippy::unwrap_used)]

mod binding;
mod bytes;
mod copies;
mod honest;
mod liar;
mod openings;
mod vectors;

use super::*;
use crate::elgamal::ElectionKey;
use crate::group::{G, Scalar};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

pub(super) const CONTEXT: &[u8] = b"council|tehran|branch 7|device 3|serial 41";

pub(super) fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

pub(super) fn key(seed: u64) -> ElectionKey {
    ElectionKey::new(Scalar::random(&mut rng(seed)) * G).unwrap()
}

/// Three picks among ten candidates, two of them used.
pub(super) fn village() -> (Shape, Selection) {
    let shape = Shape::new(3, 10).unwrap();
    (shape, Selection::new(shape, &[9, 4]).unwrap())
}

/// The village's ballot, sealed under `key(1)`.
pub(super) fn sealed() -> (Shape, Seal) {
    let (shape, selection) = village();
    (shape, seal(shape, &key(1), CONTEXT, &selection, &mut rng(2)).0)
}

/// Both verifiers must say the same of this seal, the batch verifier in the midst of honest ones.
#[track_caller]
pub(super) fn refused(shape: Shape, key: &ElectionKey, context: &[u8], seal: &Seal, fault: Fault) {
    assert_eq!(check(shape, key, context, seal), Err(fault));
    let (village, selection) = village();
    let honest = super::seal(village, key, CONTEXT, &selection, &mut rng(90)).0;
    let mut items = [Item { shape: village, context: CONTEXT, seal: &honest }; 5];
    items[3] = Item { shape, context, seal };
    assert_eq!(check_batch(&items, key, &mut rng(91)), Err(vec![(3, fault)]));
}

/// The page and the code know the same checks by the same names.
#[test]
fn every_check_stands_on_the_page() {
    let page = include_str!("../../../../../docs/protocol/seal.md");
    let mut named: Vec<_> = page.split("**`").skip(1).filter_map(|rest| rest.split("`**").next()).collect();
    let reason = crate::wire::Malformed::Point;
    let equation = Equation::LinkA;
    let faults = [
        Fault::Shape,
        Fault::Slot { slot: 0, reason },
        Fault::Proof { reason },
        Fault::Link { equation },
        Fault::Set { equation },
        Fault::Opening { slot: 0 },
    ];
    let mut known = faults.map(|fault| fault.check()).to_vec();
    known.dedup();
    named.sort_unstable();
    known.sort_unstable();
    assert_eq!(named, known);
}
