//! A trustee who publishes something else than its share of the opening.

#![expect(non_snake_case, reason = "the letters of docs/protocol/opening.md")]

use super::*;
use crate::ceremony::equality::{Equality, Statement};
use crate::group::{Encoded, G, Point, Scalar};
use crate::wire::Malformed;

fn refused(scene: &Scene, trustee: u16, partial: &Partial) {
    let fault = scene.check(trustee, partial).unwrap_err();
    assert_eq!(fault, Fault::Proof { trustee });
    assert_eq!((fault.check(), fault.culprits()), ("open.partial", vec![trustee]));
}

fn moved(point: &mut Encoded, by: Point) {
    *point = (point.decompress().unwrap() + by).compress();
}

#[test]
fn one_wrong_point_among_many_is_found() {
    let scene = Scene::new(3, 2, 50);
    let honest = scene.partial(2);
    for slot in [0, 17, 49] {
        let mut partial = honest.clone();
        moved(&mut partial.points[slot], G);
        refused(&scene, 2, &partial);
    }
}

#[test]
fn wrong_points_that_add_up_to_nothing_are_found() {
    let scene = Scene::new(3, 2, 10);
    let mut partial = scene.partial(2);
    moved(&mut partial.points[3], G);
    moved(&mut partial.points[4], -G);
    refused(&scene, 2, &partial);
    let mut partial = scene.partial(2);
    partial.points.swap(0, 9);
    refused(&scene, 2, &partial);
}

#[test]
fn a_liar_who_makes_its_proof_anew_is_found() {
    // The trustee takes away a vote for 5 and adds one for 6 in slot 5, then proves as well as it can.
    let scene = Scene::new(3, 2, 10);
    let (share, X) = (&scene.shares[1], scene.verification(2));
    let mut partial = scene.partial(2);
    moved(&mut partial.points[5], crate::group::vote_base());
    let mut transcript = super::super::partial::transcript(CONTEXT, 2, X, &scene.slots, &partial.points);
    let e = transcript.small_challenges("e", 10);
    let A = super::super::slots::fold(&e, &scene.slots.a);
    for D in [A * share.scalar(), A * share.scalar() + crate::group::vote_base() * e[5]] {
        let mut transcript = transcript.clone();
        let statement = Statement { X, H: &A, Y: &D };
        partial.proof = Equality::prove(&mut transcript, share.scalar(), &statement, &mut rng(1));
        refused(&scene, 2, &partial);
    }
}

#[test]
fn points_cannot_be_chosen_to_suit_the_exponents() {
    // If the exponents did not depend on the points, a trustee would move one slot by e_1·U and the other back by
    // e_0·U, and the folded points would be true. It is given the exponents of a transcript without points, and
    // those of a partial opening it did not publish.
    let scene = Scene::new(3, 2, 10);
    let (share, X) = (&scene.shares[1], scene.verification(2));
    let honest = scene.partial(2);
    let U = crate::group::vote_base();
    let mut blind = crate::transcript::Transcript::new("open.partial");
    blind.append("context", CONTEXT);
    blind.append_u64("trustee", 2);
    blind.append_point("X", &X.compress());
    blind.append("slots", &scene.slots.digest);
    let bound = super::super::partial::transcript(CONTEXT, 2, X, &scene.slots, &honest.points);
    for foreseen in [blind, bound] {
        let mut transcript = foreseen;
        let e = transcript.small_challenges("e", 10);
        let mut partial = honest.clone();
        moved(&mut partial.points[0], U * e[1]);
        moved(&mut partial.points[1], -U * e[0]);
        let A = super::super::slots::fold(&e, &scene.slots.a);
        let statement = Statement { X, H: &A, Y: &(A * share.scalar()) };
        partial.proof = Equality::prove(&mut transcript, share.scalar(), &statement, &mut rng(1));
        refused(&scene, 2, &partial);
    }
}

#[test]
fn a_partial_by_another_secret_is_found() {
    // Consistent with itself: every point is y·A_i for one y, which is not the trustee's.
    let scene = Scene::new(3, 2, 10);
    let other = scene.partial(3);
    refused(&scene, 2, &other);
    // And with the points of another, the proof of one's own.
    let mixed = Partial { points: other.points, proof: scene.partial(2).proof };
    refused(&scene, 2, &mixed);
}

#[test]
fn a_share_that_does_not_fit_is_not_used() {
    let scene = Scene::new(3, 2, 4);
    let made = partial(CONTEXT, &scene.shares[0], scene.verification(2), &scene.slots, &mut rng(1));
    assert_eq!(made.unwrap_err(), Fault::ForeignShare { trustee: 1 });
}

#[test]
fn a_partial_of_another_box_is_found() {
    let scene = Scene::new(3, 2, 10);
    let partial = scene.partial(2);
    // The same slots in another order; one slot exchanged; only the B of one slot exchanged.
    let mut reordered = scene.encoded.clone();
    reordered.swap(1, 2);
    let mut exchanged = scene.encoded.clone();
    exchanged[4] = Ciphertext::seal(&scene.joint.key, 4, &Scalar::from(9u8)).encode();
    let mut other_b = scene.encoded.clone();
    other_b[4].b = other_b[5].b;
    for encoded in [reordered, exchanged, other_b] {
        let slots = Slots::decode(&encoded).unwrap();
        let fault = check_partial(CONTEXT, 2, scene.verification(2), &slots, &partial).unwrap_err();
        assert_eq!(fault, Fault::Proof { trustee: 2 });
    }
}

#[test]
fn a_proof_is_for_one_event_one_box_and_one_trustee() {
    let scene = Scene::new(3, 2, 10);
    let partial = scene.partial(2);
    let (X, slots) = (scene.verification(2), &scene.slots);
    check_partial(CONTEXT, 2, X, slots, &partial).unwrap();
    assert!(check_partial(b"event, contest, another branch", 2, X, slots, &partial).is_err());
    assert!(check_partial(CONTEXT, 3, X, slots, &partial).is_err());
    assert!(check_partial(CONTEXT, 3, scene.verification(3), slots, &partial).is_err());
}

#[test]
fn a_partial_of_another_length_is_refused() {
    let scene = Scene::new(3, 2, 10);
    let honest = scene.partial(2);
    for found in [0, 9, 11] {
        let mut partial = honest.clone();
        partial.points.resize(found, honest.points[0]);
        let refused = Fault::Length { trustee: 2, found, expected: 10 };
        assert_eq!(scene.check(2, &partial).unwrap_err(), refused);
        assert_eq!(refused.check(), "open.shape");
    }
}

#[test]
fn the_neutral_element_is_refused_everywhere() {
    let scene = Scene::new(3, 2, 10);
    let neutral = Encoded([0; 32]);
    let mut partial = scene.partial(2);
    partial.points[6] = neutral;
    let why = Malformed::Identity;
    assert_eq!(scene.check(2, &partial).unwrap_err(), Fault::Point { trustee: 2, slot: 6, why });
    let mut encoded = scene.encoded.clone();
    encoded[7].a = neutral;
    assert_eq!(Slots::decode(&encoded).unwrap_err(), Fault::Slot { slot: 7, why });
    let fault = check_partial(CONTEXT, 2, &Point::default(), &scene.slots, &scene.partial(2));
    assert_eq!(fault.unwrap_err(), Fault::NeutralKey { trustee: 2 });
}

#[test]
fn an_empty_box_is_refused() {
    assert_eq!(Slots::decode(&[]).unwrap_err(), Fault::Empty);
}

#[test]
fn what_is_no_point_is_named_by_its_slot() {
    let scene = Scene::new(3, 2, 10);
    let garbage = Encoded([0xff; 32]);
    let why = Malformed::Point;
    let mut encoded = scene.encoded.clone();
    (encoded[3].a, encoded[5].a) = (garbage, garbage);
    assert_eq!(Slots::decode(&encoded).unwrap_err(), Fault::Slot { slot: 3, why });
    let mut partial = scene.partial(2);
    (partial.points[8], partial.points[2]) = (garbage, garbage);
    assert_eq!(scene.check(2, &partial).unwrap_err(), Fault::Point { trustee: 2, slot: 2, why });
    // A garbled B is found when the box is put together.
    let mut encoded = scene.encoded.clone();
    encoded[4].b = garbage;
    let slots = Slots::decode(&encoded).unwrap();
    let checked: Vec<_> = [1, 2]
        .map(|j| {
            let share = &scene.shares[usize::from(j) - 1];
            let made = partial_of(&scene, share, &slots, j);
            check_partial(CONTEXT, j, scene.verification(j), &slots, &made).unwrap()
        })
        .into();
    assert_eq!(combine(scene.plan, &slots, &checked).unwrap_err(), Fault::Slot { slot: 4, why });
    let quorum = Quorum::new(scene.plan, &[1, 2], 10).unwrap();
    assert_eq!(quorum.read(&slots, &checked).unwrap_err(), Fault::Slot { slot: 4, why });
}

fn partial_of(scene: &Scene, share: &KeyShare, slots: &Slots, j: u16) -> Partial {
    partial(CONTEXT, share, scene.verification(j), slots, &mut rng(1)).unwrap()
}
