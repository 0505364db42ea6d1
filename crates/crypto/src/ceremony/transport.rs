//! Transport keys: where a dealer's share for a trustee is sealed to.

use super::{Fault, knowledge::Knowledge};
use crate::elgamal::draw;
use crate::group::{Encoded, Point, Scalar, g_table};
use crate::transcript::Transcript;
use crate::wire::{Malformed, Reader};
use rand_core::CryptoRng;
use zeroize::{Zeroize, Zeroizing};

/// `P_j = p_j·G` with the proof that the trustee knows `p_j`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransportKey {
    point: Point,
    encoded: Encoded,
    proof: Knowledge,
}

impl TransportKey {
    /// How many bytes a transport key has.
    pub const LENGTH: usize = 32 + Knowledge::LENGTH;

    /// Does the registration belong to this event and this index?
    ///
    /// Without the proof a trustee could register a key made from another's, and learn from a complaint
    /// what was sealed to that other.
    pub fn check(&self, context: &[u8], index: u16) -> Result<(), Fault> {
        if self.proof.holds(&mut transcript(context, index), &self.point) {
            Ok(())
        } else {
            Err(Fault::Registration { trustee: index })
        }
    }

    /// `P_j`
    pub fn point(&self) -> &Point {
        &self.point
    }

    /// The encoding of `P_j`.
    pub fn encoded(&self) -> &Encoded {
        &self.encoded
    }

    /// `P_j`, then the proof.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.encoded.as_bytes().to_vec();
        self.proof.write(&mut bytes);
        bytes
    }

    /// Reads exactly one; the proof is looked at by [`TransportKey::check`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let point = reader.proper_point()?;
        let key = Self { point, encoded: point.compress(), proof: Knowledge::read(&mut reader)? };
        reader.end()?;
        Ok(key)
    }
}

/// `p_j`. Together with the public deals it gives back the trustee's share of the key, so it is kept as
/// the share is kept: sealed, and destroyed with it.
pub struct TransportSecret(Scalar);

impl TransportSecret {
    /// How many bytes a transport secret has.
    pub const LENGTH: usize = 32;

    pub(crate) fn scalar(&self) -> &Scalar {
        &self.0
    }

    /// The public half without its proof.
    pub fn public(&self) -> Encoded {
        (g_table() * &self.0).compress()
    }

    /// For the encrypted file and nowhere else.
    pub fn to_bytes(&self) -> Zeroizing<[u8; Self::LENGTH]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// Reads what [`TransportSecret::to_bytes`] wrote; zero is refused.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let scalar = reader.scalar()?;
        reader.end()?;
        if scalar == Scalar::ZERO { Err(Malformed::Scalar) } else { Ok(Self(scalar)) }
    }
}

impl Drop for TransportSecret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl std::fmt::Debug for TransportSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TransportSecret({} bytes)", Self::LENGTH)
    }
}

/// Draws the transport key of trustee `index` for the event that `context` names.
pub fn register(context: &[u8], index: u16, rng: &mut impl CryptoRng) -> (TransportSecret, TransportKey) {
    let secret = TransportSecret(draw(rng));
    // (1) P_j = p_j·G
    let point = g_table() * &secret.0;
    let encoded = point.compress();
    let proof = Knowledge::prove(&mut transcript(context, index), &secret.0, &encoded, rng);
    (secret, TransportKey { point, encoded, proof })
}

fn transcript(context: &[u8], index: u16) -> Transcript {
    let mut transcript = Transcript::new("ceremony.transport");
    transcript.append("context", context);
    transcript.append_u64("trustee", index.into());
    transcript
}
