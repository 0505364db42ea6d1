//! What the exponents and the challenge of a partial opening bind.

use super::super::partial::transcript;
use super::*;
use crate::group::{Encoded, G, Point, Scalar};

struct Parts {
    context: Vec<u8>,
    trustee: u16,
    verification: Point,
    encoded: Vec<EncodedCiphertext>,
    points: Vec<Encoded>,
}

/// The exponents `e_i`, and a challenge drawn after them.
fn drawn(parts: &Parts) -> (Vec<Scalar>, Scalar) {
    let slots = Slots::decode(&parts.encoded).unwrap();
    let mut transcript =
        transcript(&parts.context, parts.trustee, &parts.verification, &slots, &parts.points);
    (transcript.small_challenges("e", slots.len()), transcript.challenge("c"))
}

#[test]
fn every_public_value_moves_every_exponent_and_the_challenge() {
    let scene = Scene::new(3, 2, 4);
    let honest = || Parts {
        context: CONTEXT.to_vec(),
        trustee: 2,
        verification: *scene.verification(2),
        encoded: scene.encoded.clone(),
        points: scene.partial(2).points,
    };
    let (exponents, challenge) = drawn(&honest());
    let changes: &[&dyn Fn(&mut Parts)] = &[
        &|parts| parts.context.push(b'/'),
        &|parts| parts.trustee = 3,
        &|parts| parts.verification += G,
        &|parts| parts.encoded[3].a = parts.encoded[0].a,
        &|parts| parts.encoded[3].b = parts.encoded[0].b,
        &|parts| parts.encoded.swap(1, 2),
        &|parts| parts.points[0] = parts.points[1],
        &|parts| parts.points.swap(2, 3),
    ];
    for (number, change) in changes.iter().enumerate() {
        let mut parts = honest();
        change(&mut parts);
        let (moved, moved_challenge) = drawn(&parts);
        assert!(exponents.iter().zip(&moved).all(|(before, after)| before != after), "change {number}");
        assert_ne!(challenge, moved_challenge, "change {number}");
    }
}

/// The last challenge binds what is proved equal, and both announcements.
#[test]
fn every_flipped_byte_of_a_partial_opening_is_refused() {
    let scene = Scene::new(1, 1, 2);
    let honest = scene.partial(1).to_bytes();
    for at in 0..honest.len() {
        let mut bytes = honest.clone();
        bytes[at] ^= 1 << (at % 8);
        let accepted = Partial::from_bytes(2, &bytes).is_ok_and(|partial| scene.check(1, &partial).is_ok());
        assert!(!accepted, "byte {at}");
    }
}

#[test]
fn a_list_whose_points_are_known_is_the_same_box() {
    let scene = Scene::new(2, 2, 5);
    let known = Slots::of(&crate::mixnet::Decoded::new(scene.encoded.clone()).unwrap()).unwrap();
    assert_eq!(known.digest, scene.slots.digest);
    let checked = [scene.checked(1), scene.checked(2)];
    let expected = combine(scene.plan, &scene.slots, &checked).unwrap();
    assert_eq!(combine(scene.plan, &known, &checked).unwrap(), expected);
    let quorum = Quorum::new(scene.plan, &[1, 2], 5).unwrap();
    assert_eq!(quorum.read(&known, &checked).unwrap(), (0..5).map(Some).collect::<Vec<_>>());
    let nothing = crate::mixnet::Decoded::new(Vec::new()).unwrap();
    assert_eq!(Slots::of(&nothing).unwrap_err(), Fault::Empty);
}
