//! The proof as it stands on the record.
#![expect(non_snake_case, reason = "the names are the letters of docs/protocol/mix.md")]

use super::commitment::rows;
use crate::group::{Encoded, Scalar};
use crate::wire::{Malformed, Reader};

/// A proof of a shuffle of `N` slots in `m` rows: `64·N + 192·m + 192` bytes, one encoding.
#[derive(Clone, PartialEq, Eq)]
pub struct Proof {
    /// `c^a_k`: where each output slot came from, committed row by row.
    pub(super) c_a: Vec<Encoded>,
    /// `c^b_k`: the fractions in that order.
    pub(super) c_b: Vec<Encoded>,
    pub(super) announced: Announcement,
    pub(super) answer: Answer,
}

/// The masks, committed before the last challenge.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Announcement {
    /// `c^α_k`, masks of `a`.
    pub(super) c_alpha: Vec<Encoded>,
    /// `c^β_k`, masks of `b`.
    pub(super) c_beta: Vec<Encoded>,
    /// The part of the folded products that is linear in `x`.
    pub(super) c_L: Encoded,
    /// The part that is free of `x`.
    pub(super) c_Q: Encoded,
    /// The masks' sum of the output's first halves.
    pub(super) T_A: Encoded,
    /// The masks' sum of the output's second halves.
    pub(super) T_B: Encoded,
}

/// The answers to the last challenge.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Answer {
    /// `ã_i = x·a_i + α_i`.
    pub(super) a: Vec<Scalar>,
    /// `b̃_i = x·b_i + β_i`.
    pub(super) b: Vec<Scalar>,
    /// `r̃_k`, blinding of the rows of `ã`.
    pub(super) r: Vec<Scalar>,
    /// `s̃_k`, blinding of the rows of `b̃`.
    pub(super) s: Vec<Scalar>,
    /// `q̃`, blinding of the folded products.
    pub(super) q: Scalar,
    /// `ρ̃`, the re-encryption of the weighted sum.
    pub(super) rho: Scalar,
}

impl Proof {
    /// How many slots it speaks of.
    pub fn slots(&self) -> usize {
        self.answer.a.len()
    }

    /// `c^a, c^b, c^α, c^β, c_L, c_Q, T_A, T_B, ã, b̃, r̃, s̃, q̃, ρ̃`, 32 bytes each.
    pub fn to_bytes(&self) -> Vec<u8> {
        let Self { c_a, c_b, announced: t, answer } = self;
        let points = [c_a, c_b, &t.c_alpha, &t.c_beta, &[t.c_L, t.c_Q, t.T_A, t.T_B][..]];
        let scalars = [&answer.a, &answer.b, &answer.r, &answer.s, &[answer.q, answer.rho][..]];
        let mut bytes = Vec::with_capacity(length(self.slots()).expect("this proof is in memory"));
        points.into_iter().flatten().for_each(|point| bytes.extend_from_slice(point.as_bytes()));
        scalars.into_iter().flatten().for_each(|scalar| bytes.extend_from_slice(scalar.as_bytes()));
        bytes
    }

    /// Reads the proof of a shuffle of `n` slots. The length follows from `n` and is looked at first, so
    /// that a false length costs nothing; scalars must be canonical; points are decoded by the check.
    pub fn from_bytes(n: usize, bytes: &[u8]) -> Result<Self, Malformed> {
        let expected = length(n).ok_or(Malformed::Length)?;
        match bytes.len().checked_sub(expected) {
            None => return Err(Malformed::Short),
            Some(0) => {}
            Some(left) => return Err(Malformed::Long { left }),
        }
        let m = rows(n);
        let mut reader = Reader::new(bytes);
        let mut points = |n: usize| (0..n).map(|_| reader.encoded()).collect::<Result<Vec<_>, _>>();
        let (c_a, c_b, c_alpha, c_beta) = (points(m)?, points(m)?, points(m)?, points(m)?);
        let [c_L, c_Q, T_A, T_B] =
            [reader.encoded()?, reader.encoded()?, reader.encoded()?, reader.encoded()?];
        let mut scalars = |n: usize| (0..n).map(|_| reader.scalar()).collect::<Result<Vec<_>, _>>();
        let (a, b, r, s) = (scalars(n)?, scalars(n)?, scalars(m)?, scalars(m)?);
        let (q, rho) = (reader.scalar()?, reader.scalar()?);
        reader.end()?;
        let announced = Announcement { c_alpha, c_beta, c_L, c_Q, T_A, T_B };
        Ok(Self { c_a, c_b, announced, answer: Answer { a, b, r, s, q, rho } })
    }
}

impl std::fmt::Debug for Proof {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Proof(of {} slots)", self.slots())
    }
}

fn length(n: usize) -> Option<usize> {
    n.checked_mul(64)?.checked_add(rows(n).checked_mul(192)?)?.checked_add(192)
}
