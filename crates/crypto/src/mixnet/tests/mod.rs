//! What a mixer promises, and every way we know to break the promise.
#![allow(clippy::unwrap_used)]

mod binding;
mod chain;
mod liar;
mod tampering;
mod vectors;

use super::*;
use crate::elgamal::{Ciphertext, ElectionKey, EncodedCiphertext, draw};
use crate::group::{G, Point, Scalar};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use rayon::prelude::*;
use sha2::{Digest, Sha512};

fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

/// A box whose slot `m` holds the number `m`, under a key whose private half the test knows.
struct Box {
    x: Scalar,
    key: ElectionKey,
    input: Vec<EncodedCiphertext>,
    /// The randomness of each slot.
    r: Vec<Scalar>,
}

impl Box {
    fn of(n: usize) -> Self {
        let mut rng = rng(n as u64);
        let x = draw(&mut rng);
        let key = ElectionKey::new(G * x).unwrap();
        let r: Vec<Scalar> = (0..n).map(|_| draw(&mut rng)).collect();
        let seal = |(m, r): (usize, &Scalar)| Ciphertext::seal(&key, m as u64, r).encode();
        let input = r.par_iter().enumerate().map(seal).collect();
        Self { x, key, input, r }
    }

    fn mix(&self) -> (Vec<EncodedCiphertext>, Proof) {
        shuffle(&self.key, b"box", &self.input, &mut rng(1)).unwrap()
    }

    /// All verifiers, which must agree to the letter.
    fn verdict(&self, output: &[EncodedCiphertext], proof: &Proof) -> Result<(), Fault> {
        verdict(&self.key, b"box", &self.input, output, proof)
    }

    /// `m·U` of every slot, in an order that does not depend on the list's.
    fn opened(&self, list: &[EncodedCiphertext]) -> Vec<[u8; 32]> {
        let open = |e: &EncodedCiphertext| {
            let e = e.decode().unwrap();
            (e.B - e.A * self.x).compress().to_bytes()
        };
        let mut opened: Vec<_> = list.par_iter().map(open).collect();
        opened.sort_unstable();
        opened
    }
}

fn verdict(
    key: &ElectionKey,
    context: &[u8],
    input: &[EncodedCiphertext],
    output: &[EncodedCiphertext],
    proof: &Proof,
) -> Result<(), Fault> {
    let clear = check_clear(key, context, input, output, proof);
    assert_eq!(check(key, context, input, output, proof, &mut rng(2)), clear);
    if let (Ok(input), Ok(output)) = (Decoded::new(input.to_vec()), Decoded::new(output.to_vec())) {
        assert_eq!(check_decoded(key, context, &input, &output, proof, &mut rng(3)), clear);
    }
    clear
}

#[test]
fn an_honest_mix_is_accepted_and_loses_only_the_order() {
    for n in [1, 2, 3, 17, 100, 1_000] {
        let the = Box::of(n);
        let (output, proof) = the.mix();
        assert_eq!(the.verdict(&output, &proof), Ok(()), "{n} slots");
        assert_eq!(Proof::from_bytes(n, &proof.to_bytes()), Ok(proof));
        assert_eq!(the.opened(&output), the.opened(&the.input));
        assert!(output.iter().all(|e_| the.input.iter().all(|e| e.a != e_.a && e.b != e_.b)));
    }
}

#[test]
fn a_list_longer_than_a_row_is_mixed_in_rows() {
    let the = Box::of(commitment::ROW + 3);
    let (output, proof) = the.mix();
    assert_eq!(proof.to_bytes().len(), 64 * (commitment::ROW + 3) + 192 * 2 + 192);
    assert_eq!(the.verdict(&output, &proof), Ok(()));
    assert_eq!(Proof::from_bytes(output.len(), &proof.to_bytes()), Ok(proof.clone()));
    assert_eq!(the.opened(&output), the.opened(&the.input));

    let mut liar = proof;
    liar.answer.a[commitment::ROW + 1] += Scalar::ONE;
    assert_eq!(the.verdict(&output, &liar), Err(Fault::Equation(Equation::Places { row: 1 })));
}

#[test]
fn a_chain_of_mixers_decodes_each_list_once() {
    let the = Box::of(20);
    let first = Decoded::new(the.input.clone()).unwrap();
    let (second, proof) = shuffle_decoded(&the.key, b"mixer 1", &first, &mut rng(1)).unwrap();
    let (third, next) = shuffle_decoded(&the.key, b"mixer 2", &second, &mut rng(2)).unwrap();
    assert_eq!(check_decoded(&the.key, b"mixer 1", &first, &second, &proof, &mut rng(3)), Ok(()));
    assert_eq!(check_decoded(&the.key, b"mixer 2", &second, &third, &next, &mut rng(3)), Ok(()));
    assert_eq!(verdict(&the.key, b"mixer 2", second.encoded(), third.encoded(), &next), Ok(()));
    assert!(third.encoded().iter().zip(third.points()).all(|(e, points)| e.decode() == Ok(*points)));
    assert_eq!(the.opened(third.encoded()), the.opened(&the.input));
}

#[test]
fn two_mixes_of_one_box_share_nothing() {
    let the = Box::of(50);
    let (one, _) = shuffle(&the.key, b"box", &the.input, &mut rng(1)).unwrap();
    let (other, _) = shuffle(&the.key, b"box", &the.input, &mut rng(2)).unwrap();
    assert!(one.iter().all(|e| !other.contains(e)));
}

/// Whoever changes the protocol changes this number, and `docs/protocol/mix.md`, and the transcript's domain.
#[test]
fn the_protocol_is_the_one_written_down() {
    let the = Box::of(3);
    let (output, proof) = the.mix();
    let bytes = [crate::elgamal::encode_list(&output), proof.to_bytes()].concat();
    let digest: [u8; 64] = Sha512::digest(&bytes).into();
    assert_eq!(digest[..8], [65, 192, 122, 56, 109, 13, 247, 164]);
}

#[test]
fn a_proof_prints_as_its_length() {
    let (_, proof) = Box::of(2).mix();
    assert_eq!(format!("{proof:?}"), "Proof(of 2 slots)");
}
