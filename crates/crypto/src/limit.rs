//! The limits that the count's figures are compared with, so that they mean something on any machine.
//!
//! A mixer must multiply two fixed bases for each slot, to re-encrypt it. A verifier must read each slot that was
//! made, that is decode two points, and take both into some sum, for which 128 bits are enough. A verifier of seals
//! must decode every point of a seal and take it into a sum with a full scalar. Whatever else is done is
//! above the limit.

use crate::elgamal::{ElectionKey, EncodedCiphertext};
use crate::group::{Encoded, Point, Scalar, g_table};
use curve25519_dalek::traits::VartimeMultiscalarMul;
use rayon::prelude::*;

/// The longest list that is summed at once; a longer one leaves the processor's cache.
const PIECE: usize = 8_192;

/// Two multiples of fixed bases a slot, on all cores.
pub fn of_mixing(key: &ElectionKey, randomness: &[Scalar]) -> Vec<(Point, Point)> {
    randomness.par_iter().map(|r| (g_table() * r, key.times(r))).collect()
}

/// Two decoded points and two short terms a slot, on all cores; nothing if a slot is no point.
pub fn of_checking_a_mix(list: &[EncodedCiphertext], weights: &[Scalar]) -> Option<Point> {
    let piece = list.len().div_ceil(rayon::current_num_threads()).clamp(1, PIECE);
    let sum = |(list, weights): (&[EncodedCiphertext], &[Scalar])| {
        let half = |take: fn(&EncodedCiphertext) -> Encoded| {
            Point::optional_multiscalar_mul(weights, list.iter().map(|slot| take(slot).decompress()))
        };
        Some(half(|slot| slot.a)? + half(|slot| slot.b)?)
    };
    list.par_chunks(piece)
        .zip(weights.par_chunks(piece))
        .map(sum)
        .collect::<Option<Vec<_>>>()
        .map(|sums| sums.iter().sum())
}

/// The low half of a scalar: a weight of 128 bits.
pub fn short(scalar: &Scalar) -> Scalar {
    let (short, _) = scalar.as_bytes().split_first_chunk::<16>().expect("a scalar has 32 bytes");
    Scalar::from(u128::from_le_bytes(*short))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::elgamal::{Ciphertext, draw};
    use crate::group::G;
    use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

    #[test]
    fn the_limits_do_the_work_they_stand_for() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let key = ElectionKey::new(G * draw(&mut rng)).unwrap();
        let r: Vec<Scalar> = (0..5).map(|_| draw(&mut rng)).collect();
        let slots: Vec<Ciphertext> = r.iter().map(|r| Ciphertext::seal(&key, 3, r)).collect();
        assert!(of_mixing(&key, &r).iter().zip(&r).all(|(made, r)| *made == (G * r, key.times(r))));

        let weights: Vec<Scalar> = r.iter().map(short).collect();
        assert!(weights.iter().all(|weight| weight.as_bytes()[16..] == [0; 16]));
        let sum: Point = slots.iter().zip(&weights).map(|(slot, weight)| (slot.A + slot.B) * weight).sum();
        let mut list: Vec<EncodedCiphertext> = slots.iter().map(Ciphertext::encode).collect();
        assert_eq!(of_checking_a_mix(&list, &weights), Some(sum));
        list[4].b = Encoded([0xff; 32]);
        assert_eq!(of_checking_a_mix(&list, &weights), None);
    }
}
