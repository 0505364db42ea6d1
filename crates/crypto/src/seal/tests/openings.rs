//! A challenged ballot: the opening must be the seal's, and no other may pass for it.

use super::*;
use crate::wire::Malformed;

#[test]
fn an_opening_that_names_another_choice_is_refused() {
    let (shape, selection) = village();
    let (seal, opening) = seal(shape, &key(1), CONTEXT, &selection, &mut rng(2));
    let other = Selection::new(shape, &[9, 5]).unwrap();
    let fault = Fault::Opening { slot: 1 };
    assert_eq!(check_opening(shape, &key(1), &seal, &other, &opening), Err(fault));
    assert_eq!(fault.check(), "seal.opening");
}

#[test]
fn an_opening_with_other_randomness_key_or_contest_is_refused() {
    let (shape, selection) = village();
    let (seal, mut opening) = seal(shape, &key(1), CONTEXT, &selection, &mut rng(2));
    assert_eq!(check_opening(shape, &key(2), &seal, &selection, &opening), Err(Fault::Opening { slot: 0 }));
    let like = Shape { candidates: 11, ..shape };
    assert_eq!(check_opening(like, &key(1), &seal, &selection, &opening), Err(Fault::Shape));
    opening.randomness[2] += Scalar::ONE;
    assert_eq!(check_opening(shape, &key(1), &seal, &selection, &opening), Err(Fault::Opening { slot: 2 }));
    opening.randomness[0] = Scalar::ZERO;
    let fault = Fault::Slot { slot: 0, reason: Malformed::Identity };
    assert_eq!(check_opening(shape, &key(1), &seal, &selection, &opening), Err(fault));
}

#[test]
fn an_opening_is_read_only_at_its_length_and_prints_nothing() {
    let (shape, selection) = village();
    let (_, opening) = seal(shape, &key(1), CONTEXT, &selection, &mut rng(2));
    let bytes = opening.to_bytes();
    assert_eq!(Opening::from_bytes(shape, &bytes).unwrap(), opening);
    assert_eq!(Opening::from_bytes(shape, &bytes[..95]), Err(Malformed::Short));
    assert_eq!(Opening::from_bytes(Shape { picks: 2, ..shape }, &bytes), Err(Malformed::Long { left: 32 }));
    assert_eq!(Opening::from_bytes(Shape { picks: 0, ..shape }, &bytes), Err(Malformed::Length));
    assert_eq!(Opening::from_bytes(shape, &[0xff; 96]), Err(Malformed::Scalar));
    assert_eq!(format!("{opening:?}"), "Opening(3 slots)");
}
