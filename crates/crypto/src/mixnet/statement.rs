//! What a proof of a shuffle speaks about, and the transcript that binds all of it before anything else.

use super::fault::Fault;
use crate::elgamal::{Ciphertext, ElectionKey, EncodedCiphertext};
use crate::transcript::Transcript;
use crate::wire::Malformed;
use rayon::prelude::*;

/// Under `key`, `output` is `input` re-encrypted and put in another order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Statement<'a> {
    pub(super) key: &'a ElectionKey,
    /// Event, box and mixer.
    pub(super) context: &'a [u8],
    pub(super) input: &'a [EncodedCiphertext],
    pub(super) output: &'a [EncodedCiphertext],
}

impl Statement<'_> {
    /// A transcript in which the whole statement stands. A challenge that left any of it out could be met by
    /// choosing that part afterwards (Bernhard, Pereira, Warinschi 2012).
    pub(super) fn transcript(&self) -> Transcript {
        let mut transcript = Transcript::new("mix/1");
        transcript.append("context", self.context);
        transcript.append_point("h", self.key.encoded());
        transcript.append_u64("N", self.input.len() as u64);
        for (label, list) in [("input", self.input), ("output", self.output)] {
            let halves: Vec<_> = list.iter().flat_map(|e| [&e.a, &e.b]).collect();
            transcript.append_points(label, halves.into_iter());
        }
        transcript
    }

    /// How many slots; equal on both sides and not nought (`mix.shape`).
    pub(super) fn slots(&self) -> Result<usize, Fault> {
        match (self.input.len(), self.output.len()) {
            (0, 0) => Err(Fault::Empty),
            (input, output) if input != output => Err(Fault::LengthsDiffer { input, output }),
            (n, _) => Ok(n),
        }
    }
}

/// Decodes a list; the first slot that is no ciphertext is named.
pub(super) fn decode(list: &[EncodedCiphertext]) -> Result<Vec<Ciphertext>, (usize, Malformed)> {
    let decoded: Vec<_> = list.par_iter().map(EncodedCiphertext::decode).collect();
    decoded.into_iter().enumerate().map(|(slot, one)| one.map_err(|why| (slot, why))).collect()
}
