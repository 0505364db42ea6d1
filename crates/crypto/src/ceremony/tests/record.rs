use super::*;

#[test]
fn one_who_was_shown_another_deal_is_no_holder() {
    // Trustee 5 was shown another pledge and deal of dealer 1 than the rest: a split view of the record.
    let scene = Scene::dealt(5, 3).judged();
    let mut other = Scene::dealt(5, 3);
    let (deal, pledge) = prepare(&other.circle, 1, &mut rng(900)).unwrap();
    (other.deals[0].1, other.pledges[0].1) = (deal, pledge);
    let other = other.judged();

    let mut mixed = scene;
    mixed.verdicts[4] = other.verdicts[4].clone();
    let joint = mixed.conclude().unwrap();
    assert_eq!(joint.holders, [1, 2, 3, 4]);
    assert_eq!(joint.faults, [Fault::OtherDeals { trustee: 5 }]);

    // And its share of what it was shown is no share of the key.
    let share = KeyShare::combine(&joint, 5, &other.shares[4]);
    assert_eq!(share.unwrap_err(), Fault::ForeignShare { trustee: 5 });
}

#[test]
fn a_share_is_made_of_exactly_the_qualified_dealers() {
    let mut scene = Scene::dealt(3, 2).judged();
    let joint = scene.conclude().unwrap();
    let missing = Fault::Shares { trustee: 1 };
    assert_eq!(KeyShare::combine(&joint, 1, &scene.shares[0][..2]).unwrap_err(), missing);
    let double = Share::new(2, 1, *scene.shares[0][1].scalar());
    scene.shares[0].push(double);
    assert_eq!(scene.key_share(&joint, 1).unwrap_err(), missing);
    // Another's shares are no shares of one's own.
    assert_eq!(KeyShare::combine(&joint, 1, &scene.shares[1]).unwrap_err(), missing);
}

#[test]
fn a_missing_round_names_the_absent() {
    let mut scene = Scene::dealt(3, 3);
    scene.deals.remove(1);
    let fault = scene.judged().conclude().unwrap_err();
    assert!(matches!(&fault, Fault::TooFewDealers { faults, .. }
        if *faults == [Fault::Absent { trustee: 2, round: Round::Deal }]));
    let mut scene = Scene::dealt(3, 3).judged();
    scene.verdicts.clear();
    assert_eq!(scene.conclude().unwrap_err().culprits(), [1, 2, 3]);
    assert!(conclude(&scene.circle, &[], &[], &[]).is_err());
}

#[test]
fn a_circle_has_one_key_for_each_seat() {
    let keys: Vec<_> = (1..=3).map(|j| register(CONTEXT, j, &mut rng(j.into())).1).collect();
    for trustees in [2, 4] {
        let refused = Circle::new(Plan::new(trustees, 2).unwrap(), CONTEXT, keys.clone());
        assert_eq!(refused.unwrap_err(), Fault::Registrations { found: 3, trustees });
    }
}

/// The page and the code know the same checks by the same names.
#[test]
fn every_check_stands_on_the_page() {
    let page = include_str!("../../../../../docs/protocol/ceremony.md");
    let mut named: Vec<&str> =
        page.split("**`").skip(1).filter_map(|rest| rest.split_once("`**").map(|(name, _)| name)).collect();
    named.sort_unstable();
    named.dedup();
    assert_eq!(
        named,
        ["ceremony.deal", "ceremony.key", "ceremony.pledge", "ceremony.transport", "ceremony.verdict"]
    );
}
