//! What a trustee publishes for a box.

#![expect(non_snake_case, reason = "the letters of docs/protocol/opening.md")]

use super::Slots;
use crate::ceremony::equality::Equality;
use crate::group::{Encoded, Point};
use crate::transcript::Transcript;
use crate::wire::{Malformed, Reader};

/// `D_i = x_j·A_i` for every slot, with one proof for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partial {
    pub(super) points: Vec<Encoded>,
    pub(super) proof: Equality,
}

impl Partial {
    /// How many bytes the partial opening of `n` slots has.
    pub fn length(n: usize) -> usize {
        32 * n + Equality::LENGTH
    }

    /// The points, then the proof.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(Self::length(self.points.len()));
        for point in &self.points {
            bytes.extend_from_slice(point.as_bytes());
        }
        self.proof.write(&mut bytes);
        bytes
    }

    /// Reads exactly one, of `n` slots; the points are decoded by [`super::check_partial`].
    pub fn from_bytes(n: usize, bytes: &[u8]) -> Result<Self, Malformed> {
        // Compared before anything of the claimed length is set aside in memory.
        let expected = n.checked_mul(32).and_then(|points| points.checked_add(Equality::LENGTH));
        let expected = expected.ok_or(Malformed::Length)?;
        if bytes.len() < expected {
            return Err(Malformed::Short);
        }
        let mut reader = Reader::new(bytes);
        let points = (0..n).map(|_| reader.encoded()).collect::<Result<_, _>>()?;
        let proof = Equality::read(&mut reader)?;
        reader.end()?;
        Ok(Self { points, proof })
    }
}

/// What the exponents and the proof are bound to: event and box by `context`, the trustee and its key, every
/// ciphertext and every point published for it.
pub(super) fn transcript(
    context: &[u8],
    trustee: u16,
    X: &Point,
    slots: &Slots,
    points: &[Encoded],
) -> Transcript {
    let mut transcript = Transcript::new("open.partial");
    transcript.append("context", context);
    transcript.append_u64("trustee", trustee.into());
    transcript.append_point("X", &X.compress());
    transcript.append("slots", &slots.digest);
    transcript.append_points("D", points.iter());
    transcript
}
