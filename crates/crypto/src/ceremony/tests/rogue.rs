#![expect(non_snake_case, reason = "the letters of docs/protocol/ceremony.md")]

use super::*;
use crate::group::{G, g_table};

#[test]
fn a_dealer_cannot_cancel_the_others_out_of_the_key() {
    // Dealer 3 has seen the others' deals and commits to s·G − C_1 − C_2, so that the key would be s·G. It is
    // even given a pledge that fits.
    let mut scene = Scene::dealt(3, 2);
    let s = Scalar::from(42u8);
    let f = Polynomial::draw(2, &mut rng(700));
    let mut deal = scene.deals[2].1.clone();
    deal.commitments[0] = g_table() * &s - scene.deals[0].1.commitments[0] - scene.deals[1].1.commitments[0];
    for known in [s, *f.secret()] {
        let ephemeral = deal.ephemeral.compress();
        let mut transcript = Deal::transcript(&scene.circle, 3, &deal.commitments, &ephemeral, &deal.masked);
        let C = deal.commitments[0].compress();
        deal.secret_proof = knowledge::Knowledge::prove(&mut transcript, &known, &C, &mut rng(701));
        scene.redeal(3, deal.clone());
        let (pledge, deal) = (&scene.pledges[2].1, &scene.deals[2].1);
        assert_eq!(check_deal(&scene.circle, 3, pledge, deal), Err(Fault::Secret { dealer: 3 }));
    }
    let joint = scene.judged().conclude().unwrap();
    assert_eq!(joint.qualified, [1, 2]);
    assert_ne!(*joint.key.point(), G * s);
}

#[test]
fn another_dealers_deal_cannot_be_given_as_ones_own() {
    let mut scene = Scene::dealt(3, 2);
    let copy = scene.deals[0].1.clone();
    // With the pledge copied too, the pledge is not to this dealer's deal.
    scene.deals[2].1 = copy.clone();
    scene.pledges[2].1 = scene.pledges[0].1;
    let (pledge, deal) = (&scene.pledges[2].1, &scene.deals[2].1);
    assert_eq!(check_deal(&scene.circle, 3, pledge, deal), Err(Fault::Pledge { dealer: 3 }));
    // With a pledge of its own, the proof is not of this dealer.
    scene.redeal(3, copy);
    let (pledge, deal) = (&scene.pledges[2].1, &scene.deals[2].1);
    assert_eq!(check_deal(&scene.circle, 3, pledge, deal), Err(Fault::Secret { dealer: 3 }));
}

#[test]
fn fewer_than_t_dealers_make_no_key() {
    // Fewer honest dealers than t: the rest could have chosen the key by themselves.
    let mut scene = Scene::dealt(5, 3);
    for i in [1, 2, 3] {
        scene.pledges[i].1 = scene.pledges[0].1;
    }
    let fault = scene.judged().conclude().unwrap_err();
    assert!(matches!(&fault, Fault::TooFewDealers { qualified, threshold: 3, .. } if *qualified == [1, 5]));
    assert_eq!(fault.culprits(), [2, 3, 4]);
}

#[test]
fn a_transport_key_made_from_anothers_is_refused() {
    let mut keys: Vec<_> = (1..=3).map(|j| register(CONTEXT, j, &mut rng(j.into())).1).collect();
    let plan = Plan::new(3, 2).unwrap();
    // Trustee 3 registers P_1 with the proof of trustee 1.
    let own = keys[2].clone();
    keys[2] = keys[0].clone();
    assert_eq!(Circle::new(plan, CONTEXT, keys.clone()).unwrap_err(), Fault::Registration { trustee: 3 });
    // Its own proof over another point.
    let mut bytes = own.to_bytes();
    bytes[..32].copy_from_slice((own.point() + keys[0].point()).compress().as_bytes());
    keys[2] = TransportKey::from_bytes(&bytes).unwrap();
    let fault = Circle::new(plan, CONTEXT, keys.clone()).unwrap_err();
    assert_eq!((fault.check(), fault.culprits()), ("ceremony.transport", vec![3]));
    // One person in two seats, each with a true proof.
    keys[2] = register(CONTEXT, 3, &mut rng(1)).1;
    assert_eq!(Circle::new(plan, CONTEXT, keys).unwrap_err(), Fault::SharedTransport { first: 1, second: 3 });
}
