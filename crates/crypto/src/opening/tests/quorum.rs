//! Who opens together.

use super::*;
use crate::ceremony::polynomial::{lagrange, small_lagrange};
use crate::group::Scalar;
use proptest::prelude::*;

#[test]
fn fewer_or_more_than_t_do_not_open() {
    let scene = Scene::new(5, 3, 6);
    for found in [0, 1, 2, 4, 5] {
        let checked: Vec<_> = (1..=found).map(|j| scene.checked(j)).collect();
        let refused = Fault::Count { found: found.into(), threshold: 3 };
        assert_eq!(combine(scene.plan, &scene.slots, &checked).unwrap_err(), refused);
        let quorum = Quorum::new(scene.plan, &[1, 2, 3], 6).unwrap();
        assert_eq!(quorum.read(&scene.slots, &checked).unwrap_err(), refused);
        assert_eq!(refused.check(), "open.combine");
    }
}

#[test]
fn t_minus_1_who_pretend_a_lower_threshold_read_nothing() {
    let scene = Scene::new(5, 3, 6);
    let lower = Plan::new(5, 2).unwrap();
    let checked = [scene.checked(1), scene.checked(2)];
    let opened = combine(lower, &scene.slots, &checked).unwrap();
    assert_eq!(DecodeTable::new(6).unwrap().read_all(&opened), [None; 6]);
}

#[test]
fn a_trustee_does_not_count_twice() {
    let scene = Scene::new(5, 3, 6);
    let checked = [scene.checked(1), scene.checked(2), scene.checked(1)];
    let twice = Fault::Twice { trustee: 1 };
    assert_eq!(combine(scene.plan, &scene.slots, &checked).unwrap_err(), twice);
    assert_eq!(Quorum::new(scene.plan, &[1, 2, 1], 6).unwrap_err(), twice);
    assert_eq!(twice.culprits(), [1]);
}

#[test]
fn a_stranger_does_not_count() {
    let scene = Scene::new(5, 3, 6);
    for trustee in [0, 6] {
        let mut checked = [scene.checked(1), scene.checked(2), scene.checked(3)];
        checked[1].trustee = trustee;
        let stranger = Fault::Stranger { trustee };
        assert_eq!(combine(scene.plan, &scene.slots, &checked).unwrap_err(), stranger);
        assert_eq!(Quorum::new(scene.plan, &[1, trustee, 3], 6).unwrap_err(), stranger);
    }
    // A trustee, but not of this quorum.
    let checked = [scene.checked(1), scene.checked(4), scene.checked(3)];
    let quorum = Quorum::new(scene.plan, &[1, 2, 3], 6).unwrap();
    assert_eq!(quorum.read(&scene.slots, &checked).unwrap_err(), Fault::Stranger { trustee: 4 });
}

#[test]
fn what_was_checked_against_another_box_does_not_open_this_one() {
    let scene = Scene::new(2, 2, 6);
    let mut other = scene.encoded.clone();
    other.swap(0, 1);
    let other = Slots::decode(&other).unwrap();
    let share = &scene.shares[1];
    let made = partial(CONTEXT, share, scene.verification(2), &other, &mut rng(1)).unwrap();
    let foreign = check_partial(CONTEXT, 2, scene.verification(2), &other, &made).unwrap();
    let checked = [scene.checked(1), foreign];
    let refused = combine(scene.plan, &scene.slots, &checked).unwrap_err();
    assert_eq!((refused, refused.culprits()), (Fault::AnotherBox { trustee: 2 }, vec![2]));
}

#[test]
fn the_weights_of_three_trustees_worked_by_hand() {
    // Of 2, 3 and 5: 3·5/(1·3) = 5, 2·5/(−1·2) = −5, 2·3/(−3·−2) = 1.
    assert_eq!(small_lagrange(&[2, 3, 5]), Some((1, vec![5, -5, 1])));
    // Of 1, 3 and 5: 3·5/(2·4) = 15/8, 1·5/(−2·2) = −5/4, 1·3/(−4·−2) = 3/8.
    assert_eq!(small_lagrange(&[1, 3, 5]), Some((8, vec![15, -10, 3])));
    assert_eq!(small_lagrange(&(1..=64).collect::<Vec<_>>()), None);
}

/// A quorum whose weights are too large for the fast way goes the clear way.
#[test]
fn forty_trustees_open_too() {
    let scene = Scene::new(40, 40, 3);
    let trustees: Vec<u16> = (1..=40).collect();
    assert_eq!(small_lagrange(&trustees), None);
    let checked: Vec<_> = trustees.iter().map(|&j| scene.checked(j)).collect();
    let quorum = Quorum::new(scene.plan, &trustees, 3).unwrap();
    assert_eq!(quorum.read(&scene.slots, &checked).unwrap(), [Some(0), Some(1), Some(2)]);
}

proptest! {
    #[test]
    fn the_small_weights_are_the_weights(set in prop::collection::btree_set(1u16..=64, 1..12)) {
        let indices: Vec<u16> = set.into_iter().collect();
        if let Some((denominator, weights)) = small_lagrange(&indices) {
            let signed = |n: i64| {
                let magnitude = Scalar::from(n.unsigned_abs());
                if n < 0 { -magnitude } else { magnitude }
            };
            for (λ, μ) in lagrange(&indices).into_iter().zip(weights) {
                prop_assert_eq!(λ * signed(denominator), signed(μ));
            }
        } else {
            prop_assert!(indices.len() > 2, "one or two trustees always have small weights");
        }
    }
}
