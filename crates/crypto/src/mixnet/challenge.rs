//! The three challenges, and all that each of them binds. Prover and verifier draw them from here alike.

use super::proof::Announcement;
use super::statement::Statement;
use crate::group::{Encoded, Scalar};
use crate::transcript::Transcript;

/// The proof as a conversation whose other side is a hash.
pub(super) struct Challenges(Transcript);

impl Challenges {
    /// Begins with the whole statement. A challenge that left any of it out could be met by choosing that
    /// part afterwards (Bernhard, Pereira, Warinschi 2012).
    pub(super) fn new(statement: &Statement<'_>) -> Self {
        let mut transcript = Transcript::new("mix/1");
        transcript.append("context", statement.context);
        transcript.append_point("h", statement.key.encoded());
        transcript.append_u64("N", statement.input.len() as u64);
        for (label, list) in [("input", statement.input), ("output", statement.output)] {
            let halves: Vec<&Encoded> = list.encoded.iter().flat_map(|e| [&e.a, &e.b]).collect();
            transcript.append_points(label, halves.into_iter());
        }
        Self(transcript)
    }

    /// `z`, after the order is committed.
    pub(super) fn place(&mut self, c_a: &[Encoded]) -> Scalar {
        self.0.append_points("c_a", c_a.iter());
        self.0.challenge("z")
    }

    /// `λ`, after the permuted fractions are committed.
    pub(super) fn fold(&mut self, c_b: &[Encoded]) -> Scalar {
        self.0.append_points("c_b", c_b.iter());
        self.0.challenge("lambda")
    }

    /// `x`, after the masks are announced.
    pub(super) fn last(mut self, announced: &Announcement) -> Scalar {
        self.0.append_points("c_alpha", announced.c_alpha.iter());
        self.0.append_points("c_beta", announced.c_beta.iter());
        self.0.append_point("c_L", &announced.c_L);
        self.0.append_point("c_Q", &announced.c_Q);
        self.0.append_point("T_A", &announced.T_A);
        self.0.append_point("T_B", &announced.T_B);
        self.0.challenge("x")
    }
}
