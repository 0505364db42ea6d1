//! The proof as it stands on the record.

use crate::group::{Encoded, Scalar};
use crate::wire::{Malformed, Reader};

/// A proof of a shuffle of `n` slots: `160·n + 288` bytes, one encoding.
#[derive(Clone, PartialEq, Eq)]
pub struct Proof {
    /// `c_j`, commitments to the columns of the permutation matrix.
    pub(super) c: Vec<Encoded>,
    /// `ĉ_i`, the chain that multiplies up the permuted challenges.
    pub(super) c_hat: Vec<Encoded>,
    /// `t̂_i`, masks of the chain's links.
    pub(super) t_hat: Vec<Encoded>,
    /// `t_1, t_2, t_3, t_A, t_B`, masks of the other equations.
    pub(super) t: [Encoded; 5],
    /// `s_1, s_2, s_3, s_4`.
    pub(super) s: [Scalar; 4],
    /// `ŝ_i`.
    pub(super) s_hat: Vec<Scalar>,
    /// `s′_i`.
    pub(super) s_: Vec<Scalar>,
}

impl Proof {
    /// How many slots it speaks of.
    pub fn slots(&self) -> usize {
        self.c.len()
    }

    /// Five lists and nine single values, 32 bytes each, in the order of the fields.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(160 * self.slots() + 288);
        let points = [&self.c[..], &self.c_hat, &self.t_hat, &self.t];
        bytes.extend(points.into_iter().flatten().flat_map(|point| point.to_bytes()));
        let scalars = [&self.s[..], &self.s_hat, &self.s_];
        bytes.extend(scalars.into_iter().flatten().flat_map(|scalar| scalar.to_bytes()));
        bytes
    }

    /// Reads the proof of a shuffle of `n` slots. The length is fixed by `n` and looked at first, so a false
    /// length costs nothing; scalars must be canonical; points are decoded by the check.
    pub fn from_bytes(n: usize, bytes: &[u8]) -> Result<Self, Malformed> {
        let expected =
            n.checked_mul(160).and_then(|lists| lists.checked_add(288)).ok_or(Malformed::Length)?;
        if bytes.len() < expected {
            return Err(Malformed::Short);
        }
        if bytes.len() > expected {
            return Err(Malformed::Long { left: bytes.len() - expected });
        }
        let mut reader = Reader::new(bytes);
        let mut points = |n: usize| (0..n).map(|_| reader.encoded()).collect::<Result<Vec<_>, _>>();
        let (c, c_hat, t_hat) = (points(n)?, points(n)?, points(n)?);
        let t =
            [reader.encoded()?, reader.encoded()?, reader.encoded()?, reader.encoded()?, reader.encoded()?];
        let s = [reader.scalar()?, reader.scalar()?, reader.scalar()?, reader.scalar()?];
        let mut scalars = |n: usize| (0..n).map(|_| reader.scalar()).collect::<Result<Vec<_>, _>>();
        let (s_hat, s_) = (scalars(n)?, scalars(n)?);
        reader.end()?;
        Ok(Self { c, c_hat, t_hat, t, s, s_hat, s_ })
    }
}

impl std::fmt::Debug for Proof {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Proof(of {} slots)", self.slots())
    }
}
