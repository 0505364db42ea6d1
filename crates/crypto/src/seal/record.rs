//! A seal as it stands on the record, and its one encoding.

#![expect(non_snake_case, reason = "the letters are those of docs/protocol/seal.md")]

use super::shape::Shape;
use crate::elgamal::EncodedCiphertext;
use crate::group::{Encoded, Scalar};
use crate::wire::{Malformed, Reader};

/// The slots of one ballot in one contest, with the proof that they are a set.
#[derive(Clone, PartialEq, Eq)]
pub struct Seal {
    pub(super) slots: Vec<EncodedCiphertext>,
    pub(super) link: Link,
    pub(super) set: Set,
}

/// Knowledge of `r̄`, `m̄` behind the slots folded into one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) R_A: Encoded,
    pub(super) R_B: Encoded,
    pub(super) s_r: Scalar,
    pub(super) s_m: Scalar,
}

/// The aggregated range proof.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Set {
    pub(super) C_a: Encoded,
    pub(super) C_s: Encoded,
    pub(super) T_1: Encoded,
    pub(super) T_2: Encoded,
    /// `t̂`
    pub(super) t: Scalar,
    pub(super) tau: Scalar,
    pub(super) mu: Scalar,
    /// `L`, `R` of every halving.
    pub(super) rounds: Vec<(Encoded, Encoded)>,
    pub(super) a: Vec<Scalar>,
    pub(super) b: Vec<Scalar>,
}

impl Seal {
    /// The slots, not yet known to be points.
    pub fn slots(&self) -> &[EncodedCiphertext] {
        &self.slots
    }

    /// Slots, then link, then set. The shape of the contest fixes the length, so it is not written.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.len());
        for slot in &self.slots {
            bytes.extend_from_slice(&slot.to_bytes());
        }
        let Link { R_A, R_B, s_r, s_m } = &self.link;
        let Set { C_a, C_s, T_1, T_2, t, tau, mu, rounds, a, b } = &self.set;
        for piece in [R_A.as_bytes(), R_B.as_bytes(), s_r.as_bytes(), s_m.as_bytes()]
            .into_iter()
            .chain([C_a, C_s, T_1, T_2].map(Encoded::as_bytes))
            .chain([t, tau, mu].map(Scalar::as_bytes))
            .chain(rounds.iter().flat_map(|(L, R)| [L.as_bytes(), R.as_bytes()]))
            .chain(a.iter().chain(b).map(Scalar::as_bytes))
        {
            bytes.extend_from_slice(piece);
        }
        bytes
    }

    /// Reads a seal of a contest of this shape: exactly its length, canonical scalars. Whether the points
    /// are points is left to [`super::check`], which decodes each of them once.
    pub fn from_bytes(shape: Shape, bytes: &[u8]) -> Result<Self, Malformed> {
        shape.proper().map_err(|_| Malformed::Length)?;
        let reader = &mut Reader::new(bytes);
        let slots = (0..shape.slots()).map(|_| EncodedCiphertext::read(reader)).collect::<Result<_, _>>()?;
        let link = Link {
            R_A: reader.encoded()?,
            R_B: reader.encoded()?,
            s_r: reader.scalar()?,
            s_m: reader.scalar()?,
        };
        let set = Set {
            C_a: reader.encoded()?,
            C_s: reader.encoded()?,
            T_1: reader.encoded()?,
            T_2: reader.encoded()?,
            t: reader.scalar()?,
            tau: reader.scalar()?,
            mu: reader.scalar()?,
            rounds: (0..shape.rounds())
                .map(|_| Ok((reader.encoded()?, reader.encoded()?)))
                .collect::<Result<_, _>>()?,
            a: (0..shape.tail()).map(|_| reader.scalar()).collect::<Result<_, _>>()?,
            b: (0..shape.tail()).map(|_| reader.scalar()).collect::<Result<_, _>>()?,
        };
        match reader.left() {
            0 => Ok(Self { slots, link, set }),
            left => Err(Malformed::Long { left }),
        }
    }

    /// Are all lists as long as this contest's?
    pub(super) fn fits(&self, shape: Shape) -> bool {
        shape.proper().is_ok()
            && self.slots.len() == shape.slots()
            && self.set.rounds.len() == shape.rounds()
            && self.set.a.len() == shape.tail()
            && self.set.b.len() == shape.tail()
    }

    fn len(&self) -> usize {
        let pieces = 2 * self.slots.len() + 4 + 7 + 2 * self.set.rounds.len() + 2 * self.set.a.len();
        32 * pieces
    }
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Seal({} bytes)", self.len())
    }
}
