use super::*;
use proptest::prelude::*;

/// All messages with one bit changed in one byte.
fn flips(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    (0..bytes.len()).map(|i| {
        let mut flipped = bytes.to_vec();
        flipped[i] ^= 1 << (i % 8);
        flipped
    })
}

#[test]
fn no_byte_of_a_registration_can_be_changed() {
    let (_, key) = register(CONTEXT, 1, &mut rng(1));
    let bytes = key.to_bytes();
    assert_eq!((bytes.len(), TransportKey::from_bytes(&bytes)), (TransportKey::LENGTH, Ok(key)));
    for flipped in flips(&bytes) {
        let refused = TransportKey::from_bytes(&flipped).map(|key| key.check(CONTEXT, 1));
        assert!(matches!(refused, Err(_) | Ok(Err(Fault::Registration { trustee: 1 }))));
    }
}

#[test]
fn no_byte_of_a_pledge_or_a_deal_can_be_changed() {
    let scene = Scene::dealt(5, 3);
    let (plan, pledge, deal) = (scene.circle.plan(), &scene.pledges[0].1, &scene.deals[0].1);
    for flipped in flips(&pledge.to_bytes()) {
        let pledge = Pledge::from_bytes(&flipped).unwrap();
        assert_eq!(check_deal(&scene.circle, 1, &pledge, deal), Err(Fault::Pledge { dealer: 1 }));
    }
    let bytes = deal.to_bytes();
    assert_eq!((bytes.len(), Deal::from_bytes(plan, &bytes).as_ref()), (Deal::length(plan), Ok(deal)));
    for flipped in flips(&bytes) {
        let Ok(deal) = Deal::from_bytes(plan, &flipped) else { continue };
        assert_eq!(check_deal(&scene.circle, 1, pledge, &deal), Err(Fault::Pledge { dealer: 1 }));
        // Nor with a pledge to fit: each byte is under one of the proofs, too.
        let pledge = Pledge::to(&scene.circle, 1, &deal);
        let refused = check_deal(&scene.circle, 1, &pledge, &deal).unwrap_err();
        assert!(matches!(refused, Fault::Secret { dealer: 1 } | Fault::Envelope { dealer: 1 }));
    }
}

#[test]
fn no_byte_of_a_verdict_can_be_changed() {
    let mut scene = Scene::dealt(5, 3);
    scene.deal_wrongly(2, |f, j| *f.at(j) + if j == 4 { Scalar::ONE } else { Scalar::ZERO });
    let mut scene = scene.judged();
    let plan = scene.circle.plan();
    let bytes = scene.verdicts[3].1.to_bytes();
    assert_eq!(bytes.len(), 32 + 8 + Complaint::LENGTH);
    assert_eq!(Verdict::from_bytes(plan, &bytes).as_ref(), Ok(&scene.verdicts[3].1));
    for flipped in flips(&bytes) {
        let Ok(verdict) = Verdict::from_bytes(plan, &flipped) else { continue };
        scene.verdicts[3].1 = verdict;
        let joint = scene.conclude().unwrap();
        assert!(!joint.holders.contains(&4));
        assert!(joint.faults.iter().any(|fault| fault.culprits() == [4]));
    }
}

#[test]
fn the_encoding_of_64_trustees_is_read_back() {
    let plan = Plan::new(64, 1).unwrap();
    let (_, key) = register(CONTEXT, 1, &mut rng(1));
    let mut bytes = vec![0; 32];
    bytes.extend_from_slice(&(1u64 << 63).to_le_bytes());
    bytes.extend_from_slice(&key.to_bytes());
    let verdict = Verdict::from_bytes(plan, &bytes).unwrap();
    assert_eq!((verdict.complaints()[0].0, verdict.to_bytes()), (64, bytes.clone()));
    assert!(Verdict::from_bytes(Plan::new(63, 1).unwrap(), &bytes).is_err());
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_refused_or_read_back_the_same(
        bytes in prop::collection::vec(any::<u8>(), 0..600),
        trustees in 1u16..=64,
        share in 1u16..=64,
    ) {
        let plan = Plan::new(trustees, share.min(trustees)).unwrap();
        let read = [
            TransportKey::from_bytes(&bytes).ok().map(|key| key.to_bytes()),
            Pledge::from_bytes(&bytes).ok().map(|pledge| pledge.to_bytes()),
            Deal::from_bytes(plan, &bytes).ok().map(|deal| deal.to_bytes()),
            Verdict::from_bytes(plan, &bytes).ok().map(|verdict| verdict.to_bytes()),
            KeyShare::from_bytes(&bytes).ok().map(|share| share.to_bytes().to_vec()),
            TransportSecret::from_bytes(&bytes).ok().map(|secret| secret.to_bytes().to_vec()),
        ];
        for again in read.into_iter().flatten() {
            prop_assert_eq!(&again, &bytes);
        }
    }

    #[test]
    fn every_true_message_cut_short_or_grown_is_refused(cut in 0usize..500, grown in 1usize..40) {
        let scene = Scene::dealt(3, 2).judged();
        let plan = scene.circle.plan();
        let messages = [
            scene.deals[0].1.to_bytes(),
            scene.verdicts[0].1.to_bytes(),
            scene.pledges[0].1.to_bytes(),
        ];
        let read = |kind: usize, bytes: &[u8]| match kind {
            0 => Deal::from_bytes(plan, bytes).is_ok(),
            1 => Verdict::from_bytes(plan, bytes).is_ok(),
            _ => Pledge::from_bytes(bytes).is_ok(),
        };
        for (kind, message) in messages.iter().enumerate() {
            prop_assert!(read(kind, message));
            prop_assert!(!read(kind, &message[..cut % message.len()]));
            let mut longer = message.clone();
            longer.resize(message.len() + grown, 0);
            prop_assert!(!read(kind, &longer));
        }
    }
}
