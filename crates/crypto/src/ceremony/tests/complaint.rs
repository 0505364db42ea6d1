#![expect(non_snake_case, reason = "the letters of docs/protocol/ceremony.md")]

use super::equality::{Equality, Statement};
use super::*;
use crate::group::{G, Point};
use crate::transcript::Transcript;

/// The complaint that trustee `j` would have if dealer `i`'s share were wrong, with any `K` and any secret.
fn complain(scene: &Scene, j: u16, i: u16, K: Point, p: &Scalar, transcript: &mut Transcript) -> Complaint {
    let deal = &scene.deals[usize::from(i) - 1].1;
    let statement = Statement { X: scene.circle.transport(j).point(), H: &deal.ephemeral, Y: &K };
    Complaint { key: K, proof: Equality::prove(transcript, p, &statement, &mut rng(600)) }
}

fn verdict_with(scene: &mut Scene, j: u16, i: u16, complaint: Complaint) {
    scene.verdicts[usize::from(j) - 1].1.complaints = vec![(i, complaint)];
}

#[test]
fn a_complaint_about_a_right_share_convicts_the_complainer() {
    let mut scene = Scene::dealt(5, 3).judged();
    let p = *scene.secrets[3].scalar();
    let K = scene.deals[1].1.ephemeral * p;
    let mut transcript = super::receive::transcript(&scene.circle, 2, 4);
    let complaint = complain(&scene, 4, 2, K, &p, &mut transcript);
    let deal = &scene.deals[1].1;
    assert_eq!(judge(&scene.circle, 2, deal, 4, &complaint).unwrap(), Guilty::Complainer(4));

    verdict_with(&mut scene, 4, 2, complaint);
    let joint = scene.conclude().unwrap();
    assert_eq!(joint.qualified, [1, 2, 3, 4, 5]);
    assert_eq!(joint.holders, [1, 2, 3, 5]);
    assert_eq!(joint.faults, [Fault::FalseComplaint { complainer: 4, dealer: 2 }]);
    assert_eq!(joint.faults[0].culprits(), [4]);
}

#[test]
fn a_forged_envelope_key_convicts_the_complainer() {
    // K is not p_4·R_2, so the share comes out wrong; the proof is then one of another secret.
    let mut scene = Scene::dealt(5, 3).judged();
    let p = *scene.secrets[3].scalar();
    let honest = scene.deals[1].1.ephemeral * p;
    for (K, p) in [(honest + G, p), (honest, p + Scalar::ONE), (honest + honest, p + p)] {
        let mut transcript = super::receive::transcript(&scene.circle, 2, 4);
        let complaint = complain(&scene, 4, 2, K, &p, &mut transcript);
        let deal = &scene.deals[1].1;
        assert_eq!(judge(&scene.circle, 2, deal, 4, &complaint).unwrap(), Guilty::Complainer(4));
        verdict_with(&mut scene, 4, 2, complaint);
        assert_eq!(scene.conclude().unwrap().faults, [Fault::FalseComplaint { complainer: 4, dealer: 2 }]);
    }
}

#[test]
fn an_envelope_key_cannot_be_chosen_to_suit_the_challenge() {
    // Weak Fiat–Shamir: were K not in the challenge, a complainer could draw T and T_ first and solve
    // z·R = T_ + c·K for a K that opens the envelope to rubbish.
    let scene = Scene::dealt(5, 3);
    let (p, R) = (*scene.secrets[3].scalar(), scene.deals[1].1.ephemeral);
    let (w, T_) = (Scalar::from(5u8), G * Scalar::from(7u8));
    let mut weak = super::receive::transcript(&scene.circle, 2, 4);
    weak.append_point("X", scene.circle.transport(4).encoded());
    weak.append_point("H", &R.compress());
    weak.append_point("T", &(G * w).compress());
    weak.append_point("T_", &T_.compress());
    let c = weak.challenge("c");
    let z = w + c * p;
    let K = (R * z - T_) * c.invert();
    assert_ne!(K, R * p);
    let mut bytes = vec![];
    bytes.extend_from_slice(c.as_bytes());
    bytes.extend_from_slice(z.as_bytes());
    let proof = Equality::read(&mut crate::wire::Reader::new(&bytes)).unwrap();
    let complaint = Complaint { key: K, proof };
    let deal = &scene.deals[1].1;
    assert_eq!(judge(&scene.circle, 2, deal, 4, &complaint).unwrap(), Guilty::Complainer(4));
}

#[test]
fn a_rightful_complaint_serves_nobody_else() {
    let mut scene = Scene::dealt(5, 3);
    scene.deal_wrongly(2, |f, j| *f.at(j) + Scalar::ONE);
    let scene = scene.judged();
    let (_, complaint) = scene.verdicts[3].1.complaints()[0];
    let judged = |dealer: u16, complainer: u16| {
        let deal = &scene.deals[usize::from(dealer) - 1].1;
        judge(&scene.circle, dealer, deal, complainer, &complaint).unwrap()
    };
    assert_eq!(judged(2, 4), Guilty::Dealer(2));
    assert_eq!(judged(2, 5), Guilty::Complainer(5));
    assert_eq!(judged(3, 4), Guilty::Complainer(4));
}

#[test]
fn a_complaint_about_a_deal_refused_anyway_is_false() {
    let mut scene = Scene::dealt(5, 3);
    scene.pledges[1].1 = scene.pledges[0].1;
    let mut scene = scene.judged();
    let p = *scene.secrets[3].scalar();
    let K = scene.deals[1].1.ephemeral * p;
    let mut transcript = super::receive::transcript(&scene.circle, 2, 4);
    let complaint = complain(&scene, 4, 2, K, &p, &mut transcript);
    verdict_with(&mut scene, 4, 2, complaint);
    assert_eq!(
        scene.conclude().unwrap().faults,
        [Fault::Pledge { dealer: 2 }, Fault::FalseComplaint { complainer: 4, dealer: 2 }]
    );
}

#[test]
fn below_t_liars_cannot_prevent_the_key_but_t_can() {
    // Of 5 with threshold 3, liars 4 and 5 complain of everybody.
    let mut scene = Scene::dealt(5, 3).judged();
    let mut lie = |j: u16| {
        let complaints: Vec<_> = (1..=5)
            .map(|i| {
                let mut transcript = super::receive::transcript(&scene.circle, i, j);
                (i, complain(&scene, j, i, G, &Scalar::ONE, &mut transcript))
            })
            .collect();
        scene.verdicts[usize::from(j) - 1].1.complaints = complaints;
        scene.conclude()
    };
    lie(4).unwrap();
    let joint = lie(5).unwrap();
    assert_eq!((joint.qualified.len(), joint.holders), (5, vec![1, 2, 3]));
    let fault = lie(1).unwrap_err();
    assert!(matches!(&fault, Fault::TooFewHolders { holders, threshold: 3, .. } if *holders == [2, 3]));
    assert_eq!(fault.culprits(), [1, 4, 5]);
    assert_eq!(fault.check(), "ceremony.key");
}
