//! The box to open, decoded once for all trustees.

use super::Fault;
use crate::elgamal::EncodedCiphertext;
use crate::group::{Encoded, Point, Scalar, is_identity};
use crate::mixnet::Decoded;
use crate::transcript::Transcript;
use crate::wire::Malformed;
use curve25519_dalek::traits::{Identity, VartimeMultiscalarMul};
use rayon::prelude::*;

/// How many points are multiplied together: more would leave the processor's cache.
const CHUNK: usize = 8192;

/// The ciphertexts `(A_i, B_i)` of a mixed box.
pub struct Slots {
    pub(super) a: Vec<Point>,
    b: SecondHalves,
    /// Binds all encodings of the box in their order.
    pub(super) digest: [u8; 64],
}

/// The `B_i`: decoded only when somebody combines, if they are not known yet.
enum SecondHalves {
    Encoded(Vec<Encoded>),
    Points(Vec<Point>),
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
        let b = SecondHalves::Encoded(encoded.iter().map(|slot| slot.b).collect());
        Ok(Self { a, b, digest: digest(encoded) })
    }

    /// The same of a list whose points are known, because its mix was just checked.
    pub fn of(list: &Decoded) -> Result<Self, Fault> {
        if list.encoded().is_empty() {
            return Err(Fault::Empty);
        }
        let (a, b) = list.points().iter().map(|slot| (slot.A, slot.B)).unzip();
        Ok(Self { a, b: SecondHalves::Points(b), digest: digest(list.encoded()) })
    }

    /// `B_i`, or nothing if it is no point.
    pub(super) fn second_half(&self, i: usize) -> Option<Point> {
        match &self.b {
            SecondHalves::Encoded(b) => b[i].decompress(),
            SecondHalves::Points(b) => Some(b[i]),
        }
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

fn digest(encoded: &[EncodedCiphertext]) -> [u8; 64] {
    let mut transcript = Transcript::new("open.slots");
    transcript.append_points("A", encoded.iter().map(|slot| &slot.a));
    transcript.append_points("B", encoded.iter().map(|slot| &slot.b));
    transcript.challenge_bytes("slots")
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
