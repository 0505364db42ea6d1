//! Bytes from strangers: one encoding for each seal, and nothing makes the reader stumble.

use super::*;
use crate::wire::Malformed;
use proptest::prelude::*;
use sha2::{Digest, Sha512};

/// Reads and checks as the board does with bytes from the wire.
fn accepts(shape: Shape, bytes: &[u8]) -> bool {
    Seal::from_bytes(shape, bytes).is_ok_and(|seal| check(shape, &key(1), CONTEXT, &seal).is_ok())
}

#[test]
fn a_flipped_bit_in_any_byte_is_refused() {
    let shape = Shape::new(1, 3).unwrap();
    let selection = Selection::new(shape, &[2]).unwrap();
    let mut bytes = seal(shape, &key(1), CONTEXT, &selection, &mut rng(2)).0.to_bytes();
    assert!(accepts(shape, &bytes));
    for i in 0..bytes.len() {
        bytes[i] ^= 1 << (i % 8);
        assert!(!accepts(shape, &bytes), "byte {i}");
        bytes[i] ^= 1 << (i % 8);
    }
}

#[test]
fn a_seal_is_read_only_at_its_length() {
    let (shape, seal) = sealed();
    let mut bytes = seal.to_bytes();
    assert_eq!(Seal::from_bytes(shape, &bytes[..bytes.len() - 1]), Err(Malformed::Short));
    assert_eq!(Seal::from_bytes(shape, &[]), Err(Malformed::Short));
    bytes.push(0);
    assert_eq!(Seal::from_bytes(shape, &bytes), Err(Malformed::Long { left: 1 }));
    assert_eq!(Seal::from_bytes(Shape { picks: 0, candidates: 0 }, &bytes), Err(Malformed::Length));
    let vast = Shape { picks: u16::MAX, candidates: u16::MAX };
    assert_eq!(Seal::from_bytes(vast, &bytes), Err(Malformed::Length));
}

#[test]
fn a_scalar_written_above_the_group_order_is_refused() {
    let (shape, seal) = sealed();
    let mut bytes = seal.to_bytes();
    // s_r stands after three slots and two points. Adding ℓ to it would be another encoding of the same seal.
    let order = (-Scalar::ONE).to_bytes();
    let at = 3 * 64 + 2 * 32;
    let mut carry = 1;
    for (byte, order) in bytes[at..at + 32].iter_mut().zip(order) {
        let sum = u16::from(*byte) + u16::from(order) + carry;
        (*byte, carry) = (sum as u8, sum >> 8);
    }
    assert_eq!(Seal::from_bytes(shape, &bytes), Err(Malformed::Scalar));
}

#[test]
fn a_point_that_is_none_is_refused_with_its_slot() {
    let (shape, seal) = sealed();
    let mut bytes = seal.to_bytes();
    bytes[64 + 32..128].fill(0xff);
    let seal = Seal::from_bytes(shape, &bytes).unwrap();
    refused(shape, &key(1), CONTEXT, &seal, Fault::Slot { slot: 1, reason: Malformed::Point });
}

#[test]
fn a_seal_prints_its_length_only() {
    assert_eq!(format!("{:?}", sealed().1), "Seal(928 bytes)");
}

/// An old record verifies forever. Whoever changes this digest changes the protocol, and its number with it.
#[test]
fn the_seal_of_fixed_randomness_never_changes() {
    let digest = Sha512::digest(sealed().1.to_bytes());
    assert_eq!(digest[..8], [206, 112, 142, 196, 53, 37, 148, 96]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_altered_byte_is_refused(at: prop::sample::Index, change in 1_u8..) {
        let (shape, seal) = sealed();
        let mut bytes = seal.to_bytes();
        bytes[at.index(seal.to_bytes().len())] ^= change;
        prop_assert!(!accepts(shape, &bytes));
    }

    #[test]
    fn no_bytes_make_the_reader_panic(picks: u16, candidates: u16, bytes in prop::collection::vec(any::<u8>(), 0..3_000)) {
        let _ = Seal::from_bytes(Shape { picks, candidates }, &bytes);
        let _ = Opening::from_bytes(Shape { picks, candidates }, &bytes);
    }

    /// As long as a seal, with scalars below the order, so that the reader lets them through to the verifiers.
    #[test]
    fn no_bytes_of_the_right_length_are_a_seal(picks in 1_u16..4, candidates in 0_u16..300, seed: u64) {
        let shape = Shape::new(picks, candidates).unwrap();
        let selection = Selection::blank(shape);
        let mut bytes = super::super::seal(shape, &key(1), CONTEXT, &selection, &mut rng(seed)).0.to_bytes();
        let mut stream = rng(seed);
        for piece in bytes.chunks_mut(32) {
            piece.copy_from_slice(Scalar::random(&mut stream).as_bytes());
        }
        let read = Seal::from_bytes(shape, &bytes);
        prop_assert!(read.as_ref().map_or(true, |seal| seal.to_bytes() == bytes));
        if let Ok(seal) = read {
            prop_assert!(check(shape, &key(1), CONTEXT, &seal).is_err());
        }
    }
}
