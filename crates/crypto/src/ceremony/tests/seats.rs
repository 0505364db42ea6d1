use super::*;

#[test]
fn a_plan_has_between_1_and_64_trustees_and_no_more_openers() {
    for (trustees, threshold) in [(0, 0), (1, 0), (0, 1), (3, 4), (65, 3), (u16::MAX, u16::MAX)] {
        assert_eq!(Plan::new(trustees, threshold), Err(Fault::Plan { trustees, threshold }));
    }
    Plan::new(64, 64).unwrap();
}

#[test]
fn nobody_is_trustee_0_or_n_plus_1() {
    let scene = Scene::dealt(3, 2).judged();
    for index in [0, 4, u16::MAX] {
        let refused = Fault::Index { index, trustees: 3 };
        let (circle, secret) = (&scene.circle, &scene.secrets[0]);
        let (pledge, deal) = (&scene.pledges[0].1, &scene.deals[0].1);
        assert_eq!(prepare(circle, index, &mut rng(1)).unwrap_err(), refused);
        assert_eq!(check_deal(circle, index, pledge, deal).unwrap_err(), refused);
        assert_eq!(receive(circle, index, secret, 1, pledge, deal, &mut rng(1)).unwrap_err(), refused);
        assert_eq!(receive(circle, 1, secret, index, pledge, deal, &mut rng(1)).unwrap_err(), refused);
        let mut scene = Scene::dealt(3, 2).judged();
        scene.verdicts[0].0 = index;
        assert_eq!(scene.conclude().unwrap_err(), refused);
        let joint = Scene::dealt(3, 2).judged().conclude().unwrap();
        let shares = KeyShare::combine(&joint, index, &scene.shares[0]);
        assert_eq!(shares.unwrap_err(), Fault::Shares { trustee: index });
    }
}

#[test]
fn swapped_seats_are_refused() {
    let mut scene = Scene::dealt(3, 2);
    scene.deals[0].0 = 2;
    scene.deals[1].0 = 1;
    let fault = scene.judged().conclude().unwrap_err();
    assert!(matches!(&fault, Fault::TooFewDealers { faults, .. }
        if *faults == [Fault::Pledge { dealer: 1 }, Fault::Pledge { dealer: 2 }]));

    // Pledges and all.
    let mut scene = Scene::dealt(3, 2);
    (scene.deals[0].0, scene.deals[1].0) = (2, 1);
    (scene.pledges[0].0, scene.pledges[1].0) = (2, 1);
    let fault = scene.judged().conclude().unwrap_err();
    assert_eq!((fault.check(), fault.culprits()), ("ceremony.key", vec![1, 2]));
}

#[test]
fn who_speaks_twice_in_a_round_is_out_of_it() {
    for round in [Round::Pledge, Round::Deal, Round::Verdict] {
        let mut scene = Scene::dealt(5, 3);
        let (other_deal, other_pledge) = prepare(&scene.circle, 2, &mut rng(800)).unwrap();
        match round {
            Round::Pledge => scene.pledges.push((2, other_pledge)),
            Round::Deal => scene.deals.push((2, other_deal)),
            Round::Verdict => {}
        }
        let mut scene = scene.judged();
        if round == Round::Verdict {
            let again = scene.verdicts[1].clone();
            scene.verdicts.push(again);
        }
        let joint = scene.conclude().unwrap();
        assert_eq!(joint.faults, [Fault::Twice { trustee: 2, round }]);
        let (left_out, all) = (vec![1, 3, 4, 5], vec![1, 2, 3, 4, 5]);
        if round == Round::Verdict {
            assert_eq!((joint.qualified, joint.holders), (all, left_out));
        } else {
            assert_eq!((joint.qualified, joint.holders), (left_out, all));
        }
    }
}

#[test]
fn a_secret_opens_only_its_own_seat() {
    let scene = Scene::dealt(3, 2);
    let (pledge, deal) = (&scene.pledges[0].1, &scene.deals[0].1);
    let received = receive(&scene.circle, 2, &scene.secrets[2], 1, pledge, deal, &mut rng(1));
    assert_eq!(received.unwrap_err(), Fault::ForeignSecret { trustee: 2 });
}
