//! Schnorr's proof that one knows `x` in `X = x·G`, bound to a transcript.
//!
//! The challenge and the response are kept, not the commitment: the verifier recomputes the commitment and
//! compares challenges, so there is no point in the proof whose encoding could be played with.

#![expect(non_snake_case, reason = "the letters of docs/protocol/ceremony.md")]

use crate::elgamal::draw;
use crate::group::{Encoded, Point, Scalar, g_table};
use crate::transcript::Transcript;
use crate::wire::{Malformed, Reader};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// `(c, z)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Knowledge {
    challenge: Scalar,
    response: Scalar,
}

impl Knowledge {
    pub(crate) const LENGTH: usize = 64;

    /// Proves after everything already in the transcript. The same transcript may go on afterwards.
    pub(crate) fn prove(
        transcript: &mut Transcript,
        x: &Scalar,
        X: &Encoded,
        rng: &mut impl CryptoRng,
    ) -> Self {
        let w = Zeroizing::new(draw(rng));
        let c = challenge(transcript, X, &(g_table() * &*w).compress());
        Self { challenge: c, response: *w + c * x }
    }

    /// `T = z·G − c·X` must give back the challenge.
    pub(crate) fn holds(&self, transcript: &mut Transcript, X: &Point) -> bool {
        let T = Point::vartime_double_scalar_mul_basepoint(&-self.challenge, X, &self.response);
        challenge(transcript, &X.compress(), &T.compress()) == self.challenge
    }

    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(self.challenge.as_bytes());
        bytes.extend_from_slice(self.response.as_bytes());
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self { challenge: reader.scalar()?, response: reader.scalar()? })
    }
}

fn challenge(transcript: &mut Transcript, X: &Encoded, T: &Encoded) -> Scalar {
    transcript.append_point("X", X);
    transcript.append_point("T", T);
    transcript.challenge("c")
}
