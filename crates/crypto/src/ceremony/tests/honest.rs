use super::*;
use crate::ceremony::polynomial::lagrange;
use crate::group::{Scalar, g_table};

/// All subsets of `1..=n` with `size` members.
fn subsets(n: u16, size: usize) -> Vec<Vec<u16>> {
    (0u32..1 << n)
        .filter(|set| set.count_ones() as usize == size)
        .map(|set| (1..=n).filter(|j| set >> (j - 1) & 1 == 1).collect())
        .collect()
}

fn interpolated(shares: &[KeyShare], indices: &[u16]) -> Scalar {
    lagrange(indices).iter().zip(indices).map(|(λ, &j)| λ * shares[usize::from(j) - 1].scalar()).sum()
}

#[test]
fn any_t_shares_are_the_key_and_no_t_minus_1_are() {
    for (n, t) in [(1, 1), (2, 2), (5, 3), (7, 5)] {
        let (joint, shares) = keys(Plan::new(n, t).unwrap());
        assert_eq!(joint.qualified, (1..=n).collect::<Vec<_>>());
        assert_eq!(joint.holders, joint.qualified);
        assert_eq!(joint.faults, []);
        for indices in subsets(n, t.into()) {
            assert_eq!(g_table() * &interpolated(&shares, &indices), *joint.key.point());
        }
        for indices in subsets(n, usize::from(t) - 1) {
            assert_ne!(g_table() * &interpolated(&shares, &indices), *joint.key.point());
        }
    }
}

#[test]
fn the_order_on_the_record_changes_nothing() {
    let mut scene = Scene::dealt(5, 3).judged();
    let joint = scene.conclude().unwrap();
    scene.pledges.reverse();
    scene.deals.rotate_left(2);
    scene.verdicts.swap(0, 3);
    assert_eq!(scene.conclude().unwrap(), joint);
}

#[test]
fn a_trustee_may_be_silent_throughout_and_the_key_is_made() {
    let mut scene = Scene::dealt(5, 3);
    scene.pledges.retain(|(i, _)| *i != 4);
    scene.deals.retain(|(i, _)| *i != 4);
    let mut scene = scene.judged();
    scene.verdicts.retain(|(i, _)| *i != 4);
    let joint = scene.conclude().unwrap();
    assert_eq!(joint.qualified, [1, 2, 3, 5]);
    assert_eq!(joint.holders, [1, 2, 3, 5]);
    assert_eq!(
        joint.faults,
        [
            Fault::Absent { trustee: 4, round: Round::Pledge },
            Fault::Absent { trustee: 4, round: Round::Verdict },
        ]
    );
    // Its share exists all the same, should it come back.
    scene.key_share(&joint, 4).unwrap();
}

#[test]
fn secrets_and_shares_survive_their_encoding() {
    let scene = Scene::dealt(3, 2).judged();
    let joint = scene.conclude().unwrap();
    let secret = TransportSecret::from_bytes(&*scene.secrets[0].to_bytes()).unwrap();
    assert_eq!(secret.public(), scene.secrets[0].public());
    let share = scene.key_share(&joint, 2).unwrap();
    let read = KeyShare::from_bytes(&*share.to_bytes()).unwrap();
    assert_eq!((read.trustee(), read.verification()), (2, joint.verification[1]));
    assert_eq!(format!("{read:?}"), "KeyShare(of trustee 2, 32 bytes)");
}
