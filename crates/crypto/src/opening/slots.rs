//! The box to open, decoded once for all trustees.

use super::Fault;
use crate::elgamal::EncodedCiphertext;
use crate::group::{Encoded, Point, Scalar, is_identity};
use crate::transcript::Transcript;
use crate::wire::Malformed;
use curve25519_dalek::traits::{Identity, VartimeMultiscalarMul};
use rayon::prelude::*;

/// How many points are multiplied together: more would leave the processor's cache.
const CHUNK: usize = 8192;

/// The ciphertexts `(A_i, B_i)` of a mixed box.
pub struct Slots {
    pub(super) a: Vec<Point>,
    pub(super) b: Vec<Encoded>,
    /// Binds all encodings of the box in their order.
    pub(super) digest: [u8; 64],
}

impl Slots {
    /// `open.shape` for the box: it is not empty, and every `A_i` is a point other than the neutral
    /// element. The `B_i` are decoded when they are needed, in [`super::combine`].
    pub fn decode(encoded: &[EncodedCiphertext]) -> Result<Self, Fault> {
        if encoded.is_empty() {
            return Err(Fault::Empty);
        }
        let a = decode_points(encoded.len(), |slot| &encoded[slot].a)
            .map_err(|(slot, why)| Fault::Slot { slot, why })?;
        let mut transcript = Transcript::new("open.slots");
        transcript.append_points("A", encoded.iter().map(|slot| &slot.a));
        transcript.append_points("B", encoded.iter().map(|slot| &slot.b));
        let digest = transcript.challenge_bytes("slots");
        Ok(Self { a, b: encoded.iter().map(|slot| slot.b).collect(), digest })
    }

    /// How many; never none.
    #[expect(clippy::len_without_is_empty, reason = "an empty box is refused")]
    pub fn len(&self) -> usize {
        self.a.len()
    }
}

impl std::fmt::Debug for Slots {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Slots({})", self.len())
    }
}

/// Decodes points other than the neutral element on all cores; an error names the first that is none.
pub(super) fn decode_points<'a>(
    n: usize,
    encoded: impl Fn(usize) -> &'a Encoded + Sync,
) -> Result<Vec<Point>, (usize, Malformed)> {
    let decoded: Vec<Option<Point>> = (0..n).into_par_iter().map(|i| encoded(i).decompress()).collect();
    let mut points = Vec::with_capacity(n);
    for (i, point) in decoded.into_iter().enumerate() {
        match point {
            None => return Err((i, Malformed::Point)),
            Some(point) if is_identity(&point) => return Err((i, Malformed::Identity)),
            Some(point) => points.push(point),
        }
    }
    Ok(points)
}

/// `Σ e_i·P_i` for public exponents and points.
pub(super) fn fold(e: &[Scalar], points: &[Point]) -> Point {
    e.par_chunks(CHUNK)
        .zip(points.par_chunks(CHUNK))
        .map(|(e, points)| Point::vartime_multiscalar_mul(e, points))
        .reduce(Point::identity, |sum, part| sum + part)
}
