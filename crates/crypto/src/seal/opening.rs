//! The opening of a challenged ballot (Benaloh): everyone recomputes the slots, and the ballot is spoiled.

use super::fault::Fault;
use super::record::Seal;
use super::selection::Selection;
use super::shape::Shape;
use crate::elgamal::{Ciphertext, ElectionKey};
use crate::group::{Scalar, is_identity};
use crate::wire::{Malformed, Reader};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// The randomness `r_i` of every slot. Secret unless the voter challenges: then it is published, and the
/// ballot never counts.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Opening {
    pub(super) randomness: Vec<Scalar>,
}

impl Opening {
    /// `32·S` bytes, wiped when dropped.
    pub fn to_bytes(&self) -> zeroize::Zeroizing<Vec<u8>> {
        let mut bytes = zeroize::Zeroizing::new(Vec::with_capacity(32 * self.randomness.len()));
        for r in &self.randomness {
            bytes.extend_from_slice(r.as_bytes());
        }
        bytes
    }

    /// Reads the opening of a ballot of this shape.
    pub fn from_bytes(shape: Shape, bytes: &[u8]) -> Result<Self, Malformed> {
        shape.proper().map_err(|_| Malformed::Length)?;
        let mut reader = Reader::new(bytes);
        let mut opening = Self { randomness: Vec::with_capacity(shape.slots()) };
        for _ in 0..shape.slots() {
            opening.randomness.push(reader.scalar()?);
        }
        reader.end()?;
        Ok(opening)
    }
}

impl std::fmt::Debug for Opening {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Opening({} slots)", self.randomness.len())
    }
}

/// Does the seal hold exactly this selection? Recomputes every slot. It says nothing about the proof: a
/// challenged ballot is first put through [`super::check`] like any other.
pub fn check_opening(
    shape: Shape,
    key: &ElectionKey,
    seal: &Seal,
    selection: &Selection,
    opening: &Opening,
) -> Result<(), Fault> {
    if !seal.fits(shape) || selection.shape() != shape || opening.randomness.len() != shape.slots() {
        return Err(Fault::Shape);
    }
    let held = selection.numbers().iter().zip(&opening.randomness);
    for (slot, (encoded, (&m, r))) in seal.slots.iter().zip(held).enumerate() {
        // (1)
        let ciphertext = Ciphertext::seal(key, m.into(), r);
        if is_identity(&ciphertext.A) || is_identity(&ciphertext.B) {
            return Err(Fault::Slot { slot, reason: Malformed::Identity });
        }
        if ciphertext.encode() != *encoded {
            return Err(Fault::Opening { slot });
        }
    }
    Ok(())
}
