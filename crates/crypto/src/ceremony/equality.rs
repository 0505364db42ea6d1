//! Chaum and Pedersen's proof that `log_G X = log_H Y`, bound to a transcript.

#![expect(non_snake_case, reason = "the letters of docs/protocol/ceremony.md")]

use crate::elgamal::draw;
use crate::group::{Point, Scalar, g_table};
use crate::transcript::Transcript;
use crate::wire::{Malformed, Reader};
use curve25519_dalek::traits::VartimeMultiscalarMul;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// `(c, z)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Equality {
    challenge: Scalar,
    response: Scalar,
}

/// `X = x·G` and `Y = x·H` for one `x`.
pub(crate) struct Statement<'a> {
    pub(crate) X: &'a Point,
    pub(crate) H: &'a Point,
    pub(crate) Y: &'a Point,
}

impl Equality {
    pub(crate) const LENGTH: usize = 64;

    /// Proves after everything already in the transcript.
    pub(crate) fn prove(
        transcript: &mut Transcript,
        x: &Scalar,
        statement: &Statement<'_>,
        rng: &mut impl CryptoRng,
    ) -> Self {
        let w = Zeroizing::new(draw(rng));
        let c = challenge(transcript, statement, &(g_table() * &*w), &(statement.H * *w));
        Self { challenge: c, response: *w + c * x }
    }

    /// `T = z·G − c·X` and `T_ = z·H − c·Y` must give back the challenge.
    pub(crate) fn holds(&self, transcript: &mut Transcript, statement: &Statement<'_>) -> bool {
        let (c, z) = (self.challenge, self.response);
        let T = Point::vartime_double_scalar_mul_basepoint(&-c, statement.X, &z);
        let T_ = Point::vartime_multiscalar_mul([z, -c], [statement.H, statement.Y]);
        challenge(transcript, statement, &T, &T_) == c
    }

    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(self.challenge.as_bytes());
        bytes.extend_from_slice(self.response.as_bytes());
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self { challenge: reader.scalar()?, response: reader.scalar()? })
    }
}

fn challenge(transcript: &mut Transcript, statement: &Statement<'_>, T: &Point, T_: &Point) -> Scalar {
    transcript.append_point("X", &statement.X.compress());
    transcript.append_point("H", &statement.H.compress());
    transcript.append_point("Y", &statement.Y.compress());
    transcript.append_point("T", &T.compress());
    transcript.append_point("T_", &T_.compress());
    transcript.challenge("c")
}
