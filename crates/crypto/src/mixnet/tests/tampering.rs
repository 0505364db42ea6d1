//! Lists and proofs changed after the fact.

use super::*;
use crate::group::Encoded;
use crate::wire::Malformed;

const IDENTITY: Encoded = Encoded([0; 32]);
/// All ones is no field element below `2²⁵⁵ − 19`, so it is no canonical encoding of anything.
const NO_POINT: Encoded = Encoded([0xff; 32]);

#[test]
fn every_flipped_byte_of_a_proof_is_refused() {
    for (n, every) in [(1, 1), (3, 1), (100, 97)] {
        let the = Box::of(n);
        let (output, proof) = the.mix();
        let honest = proof.to_bytes();
        for at in (0..honest.len()).step_by(every) {
            let mut bytes = honest.clone();
            bytes[at] ^= 1 << (at % 8);
            match Proof::from_bytes(n, &bytes) {
                Ok(proof) => assert!(the.verdict(&output, &proof).is_err(), "byte {at} of {n} slots"),
                Err(why) => assert_eq!(why, Malformed::Scalar, "byte {at} of {n} slots"),
            }
        }
    }
}

#[test]
fn every_flipped_byte_of_a_list_is_refused() {
    let the = Box::of(3);
    let (output, proof) = the.mix();
    for at in 0..3 * 64 {
        let flip = |list: &[EncodedCiphertext]| {
            let mut bytes = crate::elgamal::encode_list(list);
            bytes[at] ^= 1 << (at % 8);
            crate::elgamal::decode_list(&bytes).unwrap()
        };
        assert!(the.verdict(&flip(&output), &proof).is_err(), "output byte {at}");
        let changed = verdict(&the.key, b"box", &flip(&the.input), &output, &proof);
        assert!(changed.is_err(), "input byte {at}");
    }
}

#[test]
fn one_slot_dropped_and_another_doubled_is_refused() {
    let the = Box::of(10);
    let (mut output, proof) = the.mix();
    output[3] = output[4];
    assert_eq!(the.verdict(&output, &proof).unwrap_err().check(), "mix.proof");
    let doubled = output[4].decode().unwrap().reencrypt(&the.key, &draw(&mut rng(5)));
    output[3] = doubled.encode();
    assert_eq!(the.verdict(&output, &proof).unwrap_err().check(), "mix.proof");
}

#[test]
fn a_slot_replaced_by_a_fresh_encryption_is_refused() {
    let the = Box::of(10);
    let (mut output, proof) = the.mix();
    output[0] = Ciphertext::seal(&the.key, 4, &draw(&mut rng(5))).encode();
    assert_eq!(the.verdict(&output, &proof).unwrap_err().check(), "mix.proof");
}

#[test]
fn an_output_put_in_another_order_after_the_proof_is_refused() {
    let the = Box::of(10);
    let (mut output, proof) = the.mix();
    output.swap(0, 9);
    assert_eq!(the.verdict(&output, &proof).unwrap_err().check(), "mix.proof");
}

#[test]
fn halves_exchanged_between_slots_are_refused() {
    let the = Box::of(10);
    let (mut output, proof) = the.mix();
    (output[1].b, output[2].b) = (output[2].b, output[1].b);
    assert_eq!(the.verdict(&output, &proof).unwrap_err().check(), "mix.proof");
}

#[test]
fn a_proof_of_another_box_context_or_key_is_refused() {
    let (the, another) = (Box::of(5), Box::of(6));
    let (output, proof) = the.mix();
    let other_key = verdict(&another.key, b"box", &the.input, &output, &proof);
    assert_eq!(other_key.unwrap_err().check(), "mix.proof");
    let other_context = verdict(&the.key, b"another box", &the.input, &output, &proof);
    assert_eq!(other_context.unwrap_err().check(), "mix.proof");
    let other_input = verdict(&the.key, b"box", &another.input[..5], &output, &proof);
    assert_eq!(other_input.unwrap_err().check(), "mix.proof");

    // The second mixer's proof in place of the first's: input and output exchanged.
    let exchanged = verdict(&the.key, b"box", &output, &the.input, &proof);
    assert_eq!(exchanged.unwrap_err().check(), "mix.proof");
    let unmixed = verdict(&the.key, b"box", &the.input, &the.input, &proof);
    assert_eq!(unmixed.unwrap_err().check(), "mix.proof");
}

#[test]
fn lists_of_another_length_are_refused() {
    let the = Box::of(5);
    let (output, proof) = the.mix();
    let four = the.verdict(&output[..4], &proof);
    assert_eq!(four, Err(Fault::LengthsDiffer { input: 5, output: 4 }));
    let six = the.verdict(&[&output[..], &output[..1]].concat(), &proof);
    assert_eq!(six, Err(Fault::LengthsDiffer { input: 5, output: 6 }));
    let both = verdict(&the.key, b"box", &the.input[..4], &output[..4], &proof);
    assert_eq!(both, Err(Fault::ProofLength { proof: 5, list: 4 }));
    assert_eq!(verdict(&the.key, b"box", &[], &[], &proof), Err(Fault::Empty));
    assert_eq!(verdict(&the.key, b"box", &[], &output, &proof).unwrap_err().check(), "mix.shape");
    let nothing = shuffle(&the.key, b"box", &[], &mut rng(1));
    assert_eq!(nothing, Err(Fault::Empty));
}

#[test]
fn a_proof_has_one_length_and_one_encoding() {
    let (_, proof) = Box::of(3).mix();
    let bytes = proof.to_bytes();
    assert_eq!(bytes.len(), 64 * 3 + 192 + 192);
    assert_eq!(Proof::from_bytes(3, &bytes[1..]), Err(Malformed::Short));
    assert_eq!(Proof::from_bytes(3, &[&bytes[..], &[0]].concat()), Err(Malformed::Long { left: 1 }));
    assert_eq!(Proof::from_bytes(2, &bytes), Err(Malformed::Long { left: 64 }));
    assert_eq!(Proof::from_bytes(4, &bytes), Err(Malformed::Short));
    assert_eq!(Proof::from_bytes(3, &[]), Err(Malformed::Short));
    assert_eq!(Proof::from_bytes(usize::MAX, &bytes), Err(Malformed::Length));

    // ℓ added to an answer is the same number and another encoding.
    const ORDER: [u8; 16] = 0x14de_f9de_a2f7_9cd6_5812_631a_5cf5_d3ed_u128.to_le_bytes();
    let first_answer = 32 * 8;
    let mut doubled = bytes;
    let mut carry = 0;
    for at in 0..32 {
        let add = if at < 16 { ORDER[at] } else { u8::from(at == 31) << 4 };
        let sum = u16::from(doubled[first_answer + at]) + u16::from(add) + carry;
        doubled[first_answer + at] = sum.to_le_bytes()[0];
        carry = sum >> 8;
    }
    assert_eq!(Proof::from_bytes(3, &doubled), Err(Malformed::Scalar));
}

#[test]
fn identity_points_and_encodings_of_nothing_are_named_by_slot() {
    let the = Box::of(4);
    let (output, proof) = the.mix();
    for (bad, why) in [(IDENTITY, Malformed::Identity), (NO_POINT, Malformed::Point)] {
        let mut list = output.clone();
        list[2].a = bad;
        assert_eq!(the.verdict(&list, &proof), Err(Fault::OutputPoint { slot: 2, why }));

        let mut list = the.input.clone();
        list[1].a = bad;
        let fault = Fault::InputPoint { slot: 1, why };
        assert_eq!(verdict(&the.key, b"box", &list, &output, &proof), Err(fault));
        assert_eq!(shuffle(&the.key, b"box", &list, &mut rng(1)).unwrap_err(), fault);
        assert_eq!(fault.check(), "mix.points");
    }
    let mut list = output.clone();
    list[3].b = NO_POINT;
    let fault = Fault::OutputPoint { slot: 3, why: Malformed::Point };
    assert_eq!(the.verdict(&list, &proof), Err(fault));

    // A second half may be neutral, but not where another stood.
    let mut list = output.clone();
    list[3].b = IDENTITY;
    assert_eq!(the.verdict(&list, &proof).unwrap_err().check(), "mix.proof");
}

#[test]
fn a_proof_whose_points_are_none_or_neutral_is_refused() {
    let the = Box::of(4);
    let (output, honest) = the.mix();
    for at in 0..8 {
        let mut bytes = honest.to_bytes();
        bytes[32 * at..32 * (at + 1)].copy_from_slice(NO_POINT.as_bytes());
        let proof = Proof::from_bytes(4, &bytes).unwrap();
        assert_eq!(the.verdict(&output, &proof), Err(Fault::Malformed(Malformed::Point)));
        bytes[32 * at..32 * (at + 1)].copy_from_slice(IDENTITY.as_bytes());
        let proof = Proof::from_bytes(4, &bytes).unwrap();
        assert_eq!(the.verdict(&output, &proof).unwrap_err().check(), "mix.proof");
    }
}
