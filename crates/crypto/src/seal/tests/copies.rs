//! Thieves: seals that were honest once, and are used for something else or altered.

use super::*;
use crate::group::{Encoded, Point};
use crate::wire::Malformed;
use curve25519_dalek::traits::Identity;

const LINK_A: Fault = Fault::Link { equation: Equation::LinkA };
const LINK_B: Fault = Fault::Link { equation: Equation::LinkB };
const POLYNOMIAL: Fault = Fault::Set { equation: Equation::Polynomial };
const VECTORS: Fault = Fault::Set { equation: Equation::Vectors };

fn identity() -> Encoded {
    Point::identity().compress()
}

fn moved(encoded: Encoded) -> Encoded {
    (encoded.decompress().unwrap() + G).compress()
}

#[test]
fn a_seal_of_another_context_is_refused() {
    let (shape, seal) = sealed();
    refused(shape, &key(1), b"council|tehran|branch 7|device 3|serial 42", &seal, LINK_A);
    refused(shape, &key(1), b"", &seal, LINK_A);
}

#[test]
fn a_seal_for_another_key_is_refused() {
    let (shape, seal) = sealed();
    refused(shape, &key(2), CONTEXT, &seal, LINK_A);
}

#[test]
fn a_seal_of_another_contest_is_refused() {
    let (shape, seal) = sealed();
    // As long as the other's, so only the challenges tell.
    let like = Shape { candidates: shape.candidates + 1, ..shape };
    refused(like, &key(1), CONTEXT, &seal, LINK_A);
    for (picks, candidates) in [(2, 10), (4, 10), (3, 1_000), (0, 10), (65, 10), (64, u16::MAX)] {
        refused(Shape { picks, candidates }, &key(1), CONTEXT, &seal, Fault::Shape);
    }
}

#[test]
fn slots_exchanged_after_sealing_are_refused() {
    let (shape, mut seal) = sealed();
    seal.slots.swap(0, 2);
    refused(shape, &key(1), CONTEXT, &seal, LINK_A);
}

#[test]
fn a_slot_encrypted_anew_is_refused() {
    let (shape, mut seal) = sealed();
    let again = seal.slots[1].decode().unwrap().reencrypt(&key(1), &Scalar::from(7_u8));
    seal.slots[1] = again.encode();
    refused(shape, &key(1), CONTEXT, &seal, LINK_A);
}

#[test]
fn a_slot_of_another_ballot_is_refused() {
    let (shape, mut seal) = sealed();
    let other = super::seal(shape, &key(1), CONTEXT, &Selection::blank(shape), &mut rng(3)).0;
    seal.slots[2] = other.slots[2];
    refused(shape, &key(1), CONTEXT, &seal, LINK_A);
}

#[test]
fn proofs_of_another_ballot_are_refused() {
    let (shape, seal) = sealed();
    let (_, selection) = village();
    let other = super::seal(shape, &key(1), CONTEXT, &selection, &mut rng(3)).0;
    refused(shape, &key(1), CONTEXT, &Seal { link: other.link, ..seal.clone() }, LINK_A);
    refused(shape, &key(1), CONTEXT, &Seal { set: other.set.clone(), ..seal.clone() }, POLYNOMIAL);
}

#[test]
fn every_altered_piece_of_the_proof_is_refused_by_its_equation() {
    let (shape, seal) = sealed();
    type Alter = fn(&mut Seal);
    let link: [(Alter, Fault); 4] = [
        (|seal| seal.link.R_A = moved(seal.link.R_A), LINK_A),
        (|seal| seal.link.R_B = moved(seal.link.R_B), LINK_A),
        (|seal| seal.link.s_r += Scalar::ONE, LINK_A),
        (|seal| seal.link.s_m += Scalar::ONE, LINK_B),
    ];
    let set: [(Alter, Fault); 11] = [
        (|seal| seal.set.C_a = moved(seal.set.C_a), POLYNOMIAL),
        (|seal| seal.set.C_s = moved(seal.set.C_s), POLYNOMIAL),
        (|seal| seal.set.T_1 = moved(seal.set.T_1), POLYNOMIAL),
        (|seal| seal.set.T_2 = moved(seal.set.T_2), POLYNOMIAL),
        (|seal| seal.set.t += Scalar::ONE, POLYNOMIAL),
        (|seal| seal.set.tau += Scalar::ONE, POLYNOMIAL),
        (|seal| seal.set.mu += Scalar::ONE, VECTORS),
        (|seal| seal.set.rounds[0].0 = moved(seal.set.rounds[0].0), VECTORS),
        (|seal| seal.set.rounds[1].1 = moved(seal.set.rounds[1].1), VECTORS),
        (|seal| seal.set.a[2] += Scalar::ONE, VECTORS),
        (|seal| seal.set.b[0] += Scalar::ONE, VECTORS),
    ];
    for (alter, fault) in link.into_iter().chain(set) {
        let mut altered = seal.clone();
        alter(&mut altered);
        refused(shape, &key(1), CONTEXT, &altered, fault);
    }
}

#[test]
fn the_neutral_element_is_refused_wherever_it_stands() {
    let (shape, seal) = sealed();
    let reason = Malformed::Identity;
    for slot in 0..3 {
        let mut first = seal.clone();
        first.slots[slot].a = identity();
        refused(shape, &key(1), CONTEXT, &first, Fault::Slot { slot, reason });
        let mut second = seal.clone();
        second.slots[slot].b = identity();
        refused(shape, &key(1), CONTEXT, &second, Fault::Slot { slot, reason });
    }
    type Place = fn(&mut Seal) -> &mut Encoded;
    let places: [Place; 8] = [
        |seal| &mut seal.link.R_A,
        |seal| &mut seal.link.R_B,
        |seal| &mut seal.set.C_a,
        |seal| &mut seal.set.C_s,
        |seal| &mut seal.set.T_1,
        |seal| &mut seal.set.T_2,
        |seal| &mut seal.set.rounds[1].0,
        |seal| &mut seal.set.rounds[0].1,
    ];
    for place in places {
        let mut without = seal.clone();
        *place(&mut without) = identity();
        refused(shape, &key(1), CONTEXT, &without, Fault::Proof { reason });
        *place(&mut without) = Encoded([0xff; 32]);
        refused(shape, &key(1), CONTEXT, &without, Fault::Proof { reason: Malformed::Point });
    }
}

#[test]
fn two_wrongs_that_cancel_each_other_are_both_named() {
    let (shape, seal) = sealed();
    let (mut more, mut less) = (seal.clone(), seal.clone());
    // The tail is bound by no challenge and enters (10) linearly, so the sum of the two is that of two honest seals.
    // Nothing but the weights stands between this pair and the record.
    more.set.b[0] += Scalar::ONE;
    less.set.b[0] -= Scalar::ONE;
    let items = [&seal, &more, &seal, &less, &seal].map(|seal| Item { shape, context: CONTEXT, seal });
    assert_eq!(check_batch(&items, &key(1), &mut rng(4)), Err(vec![(1, VECTORS), (3, VECTORS)]));
}

#[test]
fn every_bad_seal_of_a_large_batch_is_named_and_no_other() {
    let (shape, seal) = sealed();
    let mut altered = seal.clone();
    altered.set.mu += Scalar::ONE;
    let mut headless = seal.clone();
    headless.slots[0].a = identity();
    let mut items = vec![Item { shape, context: CONTEXT, seal: &seal }; 300];
    for i in [0, 119, 120, 299] {
        items[i].seal = &altered;
    }
    items[200].context = b"elsewhere";
    items[7].seal = &headless;
    let headless = Fault::Slot { slot: 0, reason: Malformed::Identity };
    let expected =
        vec![(0, VECTORS), (7, headless), (119, VECTORS), (120, VECTORS), (200, LINK_A), (299, VECTORS)];
    assert_eq!(check_batch(&items, &key(1), &mut rng(4)), Err(expected));
    assert_eq!(check_batch(&[], &key(1), &mut rng(4)), Ok(()));
}
