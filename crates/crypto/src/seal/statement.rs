//! What is proved, and the transcript that prover and verifiers read alike.

#![expect(non_snake_case, reason = "the letters are those of docs/protocol/seal.md")]

use super::record::{Link, Set};
use super::shape::Shape;
use crate::elgamal::{ElectionKey, EncodedCiphertext, encode_list};
use crate::group::{Encoded, Scalar};
use crate::transcript::Transcript;

/// The transcript of one seal. Every method appends what the next challenge must bind, then draws it.
pub(super) struct Statement(Transcript);

impl Statement {
    /// The whole statement, before any challenge: context, key, contest, all slots.
    pub(super) fn new(shape: Shape, key: &ElectionKey, context: &[u8], slots: &[EncodedCiphertext]) -> Self {
        let mut transcript = Transcript::new("seal/1");
        transcript.append("context", context);
        transcript.append_point("h", key.encoded());
        transcript.append_u64("S", shape.picks.into());
        transcript.append_u64("M", shape.candidates.into());
        transcript.append("slots", &encode_list(slots));
        Self(transcript)
    }

    /// `λ`, which folds the slots into one.
    pub(super) fn lambda(&mut self) -> Scalar {
        self.0.challenge("lambda")
    }

    /// `c`, the challenge of the link.
    pub(super) fn c(&mut self, R_A: &Encoded, R_B: &Encoded) -> Scalar {
        self.0.append_point("R_A", R_A);
        self.0.append_point("R_B", R_B);
        self.0.challenge("c")
    }

    /// `y`, `z`, which fold the conditions on the bits; the answer of the link is bound first.
    pub(super) fn y_z(&mut self, link: &Link, C_a: &Encoded, C_s: &Encoded) -> (Scalar, Scalar) {
        self.0.append_scalar("s_r", &link.s_r);
        self.0.append_scalar("s_m", &link.s_m);
        self.0.append_point("C_a", C_a);
        self.0.append_point("C_s", C_s);
        (self.0.challenge("y"), self.0.challenge("z"))
    }

    /// `x`, where the polynomials are evaluated.
    pub(super) fn x(&mut self, T_1: &Encoded, T_2: &Encoded) -> Scalar {
        self.0.append_point("T_1", T_1);
        self.0.append_point("T_2", T_2);
        self.0.challenge("x")
    }

    /// `w`, the base of the inner product as a multiple of `U`.
    pub(super) fn w(&mut self, t: &Scalar, tau: &Scalar, mu: &Scalar) -> Scalar {
        self.0.append_scalar("t", t);
        self.0.append_scalar("tau", tau);
        self.0.append_scalar("mu", mu);
        self.0.challenge("w")
    }

    /// `u` of the next halving.
    pub(super) fn u(&mut self, L: &Encoded, R: &Encoded) -> Scalar {
        self.0.append_point("L", L);
        self.0.append_point("R", R);
        self.0.challenge("u")
    }
}

/// Every challenge of a seal, recomputed from the seal.
pub(super) struct Challenges {
    pub(super) lambda: Scalar,
    pub(super) c: Scalar,
    pub(super) y: Scalar,
    pub(super) z: Scalar,
    pub(super) x: Scalar,
    pub(super) w: Scalar,
    pub(super) u: Vec<Scalar>,
    /// Sixty-four bytes that bind the seal to its last scalar: what a batch verifier draws its weights from.
    pub(super) end: [u8; 64],
}

impl Challenges {
    pub(super) fn of(mut statement: Statement, link: &Link, set: &Set) -> Self {
        let lambda = statement.lambda();
        let c = statement.c(&link.R_A, &link.R_B);
        let (y, z) = statement.y_z(link, &set.C_a, &set.C_s);
        let x = statement.x(&set.T_1, &set.T_2);
        let w = statement.w(&set.t, &set.tau, &set.mu);
        let u = set.rounds.iter().map(|(L, R)| statement.u(L, R)).collect();
        let Statement(mut transcript) = statement;
        for scalar in set.a.iter().chain(&set.b) {
            transcript.append_scalar("end", scalar);
        }
        let end = transcript.challenge_bytes("end");
        Self { lambda, c, y, z, x, w, u, end }
    }
}

/// `base^0 … base^(n−1)`.
pub(super) fn powers(base: &Scalar, n: usize) -> Vec<Scalar> {
    std::iter::successors(Some(Scalar::ONE), |power| Some(power * base)).take(n).collect()
}

/// `base^exponent`.
pub(super) fn power(base: &Scalar, exponent: usize) -> Scalar {
    let bits = (0..usize::BITS - exponent.leading_zeros()).rev().map(|bit| exponent >> bit & 1 == 1);
    bits.fold(Scalar::ONE, |power, bit| if bit { power * power * base } else { power * power })
}

/// `Σ a_i·b_i`.
pub(super) fn inner(a: &[Scalar], b: &[Scalar]) -> Scalar {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
