//! The Fiat–Shamir transcript: everything that a challenge must bind, in order, labelled.
//!
//! A running SHA-512 over typed items. Each item is `label, length, bytes`, each length eight bytes little
//! endian, so no two sequences of items give the same stream. A challenge is the SHA-512 of the stream so
//! far under its own label; it is then appended itself, so that later challenges bind earlier ones.
//! The format is fixed by `docs/protocol/transcript.md` and `vectors/`.

use crate::group::{Encoded, Scalar};
use sha2::{Digest, Sha512};

/// What prover and verifier both write, line by line, and draw their challenges from.
#[derive(Clone)]
pub struct Transcript {
    stream: Sha512,
}

impl std::fmt::Debug for Transcript {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Transcript")
    }
}

impl Transcript {
    /// Begins a proof of its own kind: `domain` names the statement and its version.
    pub fn new(domain: &str) -> Self {
        let mut transcript = Self { stream: Sha512::new() };
        transcript.append("amin/1", domain.as_bytes());
        transcript
    }

    /// Appends bytes under a label.
    pub fn append(&mut self, label: &str, bytes: &[u8]) {
        for part in [label.as_bytes(), bytes] {
            self.stream.update((part.len() as u64).to_le_bytes());
            self.stream.update(part);
        }
    }

    /// Appends a number.
    pub fn append_u64(&mut self, label: &str, number: u64) {
        self.append(label, &number.to_le_bytes());
    }

    /// Appends an encoded point.
    pub fn append_point(&mut self, label: &str, point: &Encoded) {
        self.append(label, point.as_bytes());
    }

    /// Appends a list of encoded points as one item, `32·n` bytes.
    pub fn append_points<'a>(&mut self, label: &str, points: impl ExactSizeIterator<Item = &'a Encoded>) {
        self.stream.update((label.len() as u64).to_le_bytes());
        self.stream.update(label.as_bytes());
        self.stream.update((points.len() as u64 * 32).to_le_bytes());
        for point in points {
            self.stream.update(point.as_bytes());
        }
    }

    /// Appends a scalar.
    pub fn append_scalar(&mut self, label: &str, scalar: &Scalar) {
        self.append(label, scalar.as_bytes());
    }

    /// Sixty-four bytes that bind everything appended so far.
    pub fn challenge_bytes(&mut self, label: &str) -> [u8; 64] {
        let mut fork = self.stream.clone();
        fork.update((label.len() as u64).to_le_bytes());
        fork.update(label.as_bytes());
        fork.update(b"challenge");
        let bytes: [u8; 64] = fork.finalize().into();
        self.append(label, &bytes);
        bytes
    }

    /// A challenge over the whole scalar field.
    pub fn challenge(&mut self, label: &str) -> Scalar {
        Scalar::from_bytes_mod_order_wide(&self.challenge_bytes(label))
    }

    /// `n` challenges of 128 bits, expanded from one seed: enough for a soundness error of `2⁻¹²⁸` where a
    /// proof takes one independent small exponent per element (Bellare, Garay, Rabin 1998).
    pub fn small_challenges(&mut self, label: &str, n: usize) -> Vec<Scalar> {
        let seed = self.challenge_bytes(label);
        let mut all = Vec::with_capacity(n);
        let mut block: u64 = 0;
        while all.len() < n {
            let mut hash = Sha512::new();
            hash.update(b"amin/1/expand");
            hash.update(seed);
            hash.update(block.to_le_bytes());
            let bytes: [u8; 64] = hash.finalize().into();
            for chunk in bytes.chunks_exact(16).take(n - all.len()) {
                let mut wide = [0; 32];
                wide[..16].copy_from_slice(chunk);
                all.push(Scalar::from_bytes_mod_order(wide));
            }
            block += 1;
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_binds_labels_lengths_and_order() {
        let draw = |items: &[(&str, &[u8])]| {
            let mut t = Transcript::new("test");
            for (label, bytes) in items {
                t.append(label, bytes);
            }
            t.challenge("c")
        };
        let honest = draw(&[("a", b"xy"), ("b", b"z")]);
        assert_ne!(honest, draw(&[("a", b"x"), ("b", b"yz")]));
        assert_ne!(honest, draw(&[("b", b"xy"), ("a", b"z")]));
        assert_ne!(honest, draw(&[("ax", b"y"), ("b", b"z")]));
        assert_ne!(honest, draw(&[("b", b"z"), ("a", b"xy")]));
    }

    #[test]
    fn a_later_challenge_binds_an_earlier_one() {
        let mut t = Transcript::new("test");
        assert_ne!(t.challenge("c"), t.challenge("c"));
    }

    #[test]
    fn small_challenges_are_a_prefix_of_longer_runs_and_small() {
        let five = Transcript::new("test").small_challenges("u", 5);
        let nine = Transcript::new("test").small_challenges("u", 9);
        assert_eq!(five, nine[..5]);
        assert!(nine.iter().all(|u| u.as_bytes()[16..] == [0; 16]));
    }
}
