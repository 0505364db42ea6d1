//! What a mixer promises, and every way we know to break the promise.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::elgamal::{Ciphertext, ElectionKey, EncodedCiphertext, draw};
use crate::group::G;
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

fn a_box(n: usize) -> (ElectionKey, Vec<EncodedCiphertext>) {
    let mut rng = rng(n as u64);
    let key = ElectionKey::new(G * draw(&mut rng)).unwrap();
    let list = (0..n).map(|m| Ciphertext::seal(&key, m as u64, &draw(&mut rng)).encode()).collect();
    (key, list)
}

#[test]
fn an_honest_mix_is_accepted_at_every_length() {
    for n in [1, 2, 3, 17, 100, 1000] {
        let (key, input) = a_box(n);
        let (output, proof) = shuffle(&key, b"box", &input, &mut rng(1)).unwrap();
        check_clear(&key, b"box", &input, &output, &proof).unwrap();
        check(&key, b"box", &input, &output, &proof, &mut rng(2)).unwrap();
        assert_eq!(Proof::from_bytes(n, &proof.to_bytes()), Ok(proof));
    }
}

#[test]
fn every_flipped_byte_is_refused_by_both_checks() {
    let (key, input) = a_box(3);
    let (output, proof) = shuffle(&key, b"box", &input, &mut rng(1)).unwrap();
    let honest = proof.to_bytes();
    for at in 0..honest.len() {
        let mut bytes = honest.clone();
        bytes[at] ^= 1 << (at % 8);
        let Ok(proof) = Proof::from_bytes(3, &bytes) else { continue };
        assert!(check(&key, b"box", &input, &output, &proof, &mut rng(2)).is_err(), "byte {at}");
        assert!(check_clear(&key, b"box", &input, &output, &proof).is_err(), "byte {at}");
    }
}
