#![expect(non_snake_case, reason = "the letters of docs/protocol/ceremony.md")]

use super::*;

#[test]
fn a_dealer_with_a_bad_share_is_convicted_by_the_one_it_cheated() {
    let mut scene = Scene::dealt(5, 3);
    scene.deal_wrongly(2, |f, j| *f.at(j) + if j == 4 { Scalar::ONE } else { Scalar::ZERO });
    let scene = scene.judged();

    let (accused, complaint) = scene.verdicts[3].1.complaints()[0];
    assert_eq!(accused, 2);
    assert_eq!(judge(&scene.circle, 2, &scene.deals[1].1, 4, &complaint).unwrap(), Guilty::Dealer(2));

    let joint = scene.conclude().unwrap();
    assert_eq!(joint.qualified, [1, 3, 4, 5]);
    assert_eq!(joint.holders, [1, 3, 4, 5], "the cheat's own word counts for nothing");
    assert_eq!(joint.faults, [Fault::WrongShare { dealer: 2, receiver: 4 }]);
    assert_eq!(joint.faults[0].culprits(), [2]);
    assert_eq!(joint.faults[0].check(), "ceremony.verdict");
    // Everybody's share, the cheated trustee's too, is one of the key without the cheat.
    for j in 1..=5 {
        scene.key_share(&joint, j).unwrap();
    }
}

#[test]
fn a_dealer_who_exchanges_two_trustees_shares_is_convicted_by_both() {
    let mut scene = Scene::dealt(5, 3);
    scene.deal_wrongly(1, |f, j| *f.at([0, 2, 1, 3, 4, 5][usize::from(j)]));
    let joint = scene.judged().conclude().unwrap();
    assert_eq!(
        joint.faults,
        [Fault::WrongShare { dealer: 1, receiver: 1 }, Fault::WrongShare { dealer: 1, receiver: 2 }]
    );
    assert_eq!(joint.qualified, [2, 3, 4, 5]);
}

#[test]
fn a_dealer_who_cheats_everyone_is_left_out() {
    let mut scene = Scene::dealt(5, 3);
    scene.deal_wrongly(5, |_, _| Scalar::ZERO);
    let scene = scene.judged();
    let joint = scene.conclude().unwrap();
    assert_eq!(joint.qualified, [1, 2, 3, 4]);
    assert_eq!(joint.faults.len(), 5);
    assert!(joint.faults.iter().all(|fault| fault.culprits() == [5]));
}

#[test]
fn a_deal_other_than_pledged_is_refused() {
    let mut scene = Scene::dealt(5, 3);
    scene.deals[2].1 = prepare(&scene.circle, 3, &mut rng(400)).unwrap().0;
    let joint = scene.judged().conclude().unwrap();
    assert_eq!(joint.faults, [Fault::Pledge { dealer: 3 }]);
    assert_eq!(joint.faults[0].check(), "ceremony.pledge");
    assert_eq!(joint.qualified, [1, 2, 4, 5]);
    assert_eq!(joint.holders, [1, 2, 3, 4, 5]);
}

#[test]
fn an_envelope_copied_from_another_is_not_opened_by_complaint() {
    // Dealer 2 repeats dealer 1's R over rubbish. A complaint of trustee 3 would publish p_3·R_1, and with it
    // the share that dealer 1 sealed to trustee 3.
    let mut scene = Scene::dealt(5, 3);
    let mut deal = scene.deals[1].1.clone();
    deal.ephemeral = scene.deals[0].1.ephemeral;
    deal.envelope_proof = scene.deals[0].1.envelope_proof;
    // Even with a proof of the dealt secret that fits.
    let f = Polynomial::draw(3, &mut rng(500));
    deal.commitments = f.commit();
    let ephemeral = deal.ephemeral.compress();
    let mut transcript = Deal::transcript(&scene.circle, 2, &deal.commitments, &ephemeral, &deal.masked);
    let C = deal.commitments[0].compress();
    deal.secret_proof = knowledge::Knowledge::prove(&mut transcript, f.secret(), &C, &mut rng(501));
    scene.redeal(2, deal);

    let (pledge, deal) = (&scene.pledges[1].1, &scene.deals[1].1);
    let received = receive(&scene.circle, 3, &scene.secrets[2], 2, pledge, deal, &mut rng(502));
    assert_eq!(received.unwrap_err(), Fault::Envelope { dealer: 2 });

    let scene = scene.judged();
    assert!(scene.verdicts.iter().all(|(_, verdict)| verdict.complaints().is_empty()));
    assert_eq!(scene.conclude().unwrap().faults, [Fault::Envelope { dealer: 2 }]);
}

#[test]
fn a_polynomial_of_another_degree_has_no_deal() {
    // One coefficient more, in the bytes of one share fewer: the length alone does not tell them apart.
    let scene = Scene::registered(5, 3);
    let other = Scene::dealt(4, 4);
    let bytes = other.deals[0].1.to_bytes();
    assert_eq!(bytes.len(), Deal::length(scene.circle.plan()));
    if let Ok(deal) = Deal::from_bytes(scene.circle.plan(), &bytes) {
        let pledge = Pledge::to(&scene.circle, 1, &deal);
        assert_eq!(check_deal(&scene.circle, 1, &pledge, &deal), Err(Fault::Secret { dealer: 1 }));
    }
    // One coefficient more or fewer among as many trustees.
    for threshold in [2, 4] {
        let other = Scene::dealt(5, threshold);
        assert!(Deal::from_bytes(scene.circle.plan(), &other.deals[0].1.to_bytes()).is_err());
        let (pledge, deal) = (&other.pledges[0].1, &other.deals[0].1);
        assert_eq!(
            check_deal(&scene.circle, 1, pledge, deal),
            Err(Fault::Shape { dealer: 1, commitments: threshold.into(), shares: 5 })
        );
    }
}

#[test]
fn a_neutral_commitment_has_no_encoding() {
    let scene = Scene::dealt(3, 2);
    let plan = scene.circle.plan();
    let bytes = scene.deals[0].1.to_bytes();
    for place in 0..3 {
        let mut bytes = bytes.clone();
        bytes[32 * place..32 * (place + 1)].fill(0);
        assert_eq!(Deal::from_bytes(plan, &bytes), Err(crate::wire::Malformed::Identity));
    }
}

#[test]
fn deals_for_another_event_are_none() {
    let scene = Scene::dealt(3, 2);
    let (pledge, deal) = (&scene.pledges[0].1, &scene.deals[0].1);
    for event in [&b"spring"[..], b""] {
        let circle = scene.circle.clone().bound_to(event);
        assert_eq!(check_deal(&circle, 1, pledge, deal), Err(Fault::Pledge { dealer: 1 }));
        let pledge = Pledge::to(&circle, 1, deal);
        assert_eq!(check_deal(&circle, 1, &pledge, deal), Err(Fault::Secret { dealer: 1 }));
    }
}

#[test]
fn proofs_of_another_ceremony_are_none() {
    // The same trustees with the same transport keys, but a lower threshold or another event.
    let (secrets, keys): (Vec<_>, Vec<_>) = (1..=3).map(|j| register(CONTEXT, j, &mut rng(j.into()))).unzip();
    let circle = Circle::new(Plan::new(3, 2).unwrap(), CONTEXT, keys.clone()).unwrap();
    let lower = Circle::new(Plan::new(3, 1).unwrap(), CONTEXT, keys.clone()).unwrap();
    assert_eq!(
        Circle::new(Plan::new(3, 2).unwrap(), b"another event", keys).unwrap_err(),
        Fault::Registration { trustee: 1 }
    );
    let (mut deal, pledge) = prepare(&circle, 1, &mut rng(9)).unwrap();
    assert_ne!(Pledge::to(&lower, 1, &deal), pledge, "the threshold itself is bound");
    deal.commitments.truncate(1);
    let pledge = Pledge::to(&lower, 1, &deal);
    let received = receive(&lower, 2, &secrets[1], 1, &pledge, &deal, &mut rng(10));
    assert_eq!(received.unwrap_err(), Fault::Secret { dealer: 1 });
}
