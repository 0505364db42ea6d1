use super::*;
use proptest::prelude::*;

#[test]
fn no_byte_of_a_partial_can_be_changed() {
    let scene = Scene::new(3, 2, 6);
    let honest = scene.partial(2);
    let bytes = honest.to_bytes();
    assert_eq!((bytes.len(), Partial::from_bytes(6, &bytes)), (Partial::length(6), Ok(honest)));
    for i in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[i] ^= 1 << (i % 8);
        let Ok(partial) = Partial::from_bytes(6, &flipped) else { continue };
        assert_eq!(scene.check(2, &partial).unwrap_err().culprits(), [2]);
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_refused_or_read_back_the_same(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        n in prop_oneof![0usize..12, Just(usize::MAX), Just(usize::MAX / 32)],
    ) {
        if let Ok(partial) = Partial::from_bytes(n, &bytes) {
            prop_assert_eq!(partial.to_bytes(), bytes);
        }
    }

    #[test]
    fn arbitrary_points_never_pass(
        points in prop::collection::vec(any::<[u8; 32]>(), 6),
        proof in any::<[u8; 64]>(),
    ) {
        let scene = Scene::new(1, 1, 6);
        let mut bytes = points.concat();
        bytes.extend_from_slice(&proof);
        if let Ok(partial) = Partial::from_bytes(6, &bytes) {
            prop_assert!(scene.check(1, &partial).is_err());
        }
        let encoded = crate::elgamal::decode_list(&points.concat()).unwrap();
        let points = encoded.iter().all(|slot| slot.a.decompress().is_some());
        prop_assert_eq!(Slots::decode(&encoded).is_ok(), points);
    }
}
