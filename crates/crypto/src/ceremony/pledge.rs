//! Round 1. A dealer binds itself to a deal before it has seen any other.

use super::{Circle, Deal};
use crate::wire::{Malformed, Reader};

/// A hash of the deal. It hides the deal, since the commitments in it cannot be guessed, and it keeps
/// the last dealer from choosing a polynomial by the others'.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Pledge([u8; 32]);

impl Pledge {
    /// How many bytes a pledge has.
    pub const LENGTH: usize = 32;

    /// The pledge to `deal` by `dealer`.
    pub(crate) fn to(circle: &Circle, dealer: u16, deal: &Deal) -> Self {
        let mut transcript = circle.transcript("ceremony.pledge", dealer);
        transcript.append("deal", &deal.to_bytes());
        let wide = transcript.challenge_bytes("pledge");
        let (head, _) = wide.split_first_chunk().expect("sixty-four bytes begin with thirty-two");
        Self(*head)
    }

    /// Thirty-two bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.to_vec()
    }

    /// Reads exactly thirty-two bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let pledge = Self(reader.array()?);
        reader.end()?;
        Ok(pledge)
    }
}

impl std::fmt::Debug for Pledge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pledge({:02x?})", &self.0[..4])
    }
}
