//! What a proof of a shuffle speaks about.

use super::decoded::List;
use super::fault::Fault;
use super::proof::Proof;
use crate::elgamal::ElectionKey;

/// Under `key`, `output` is `input` re-encrypted and put in another order.
#[derive(Clone, Copy)]
pub(super) struct Statement<'a> {
    pub(super) key: &'a ElectionKey,
    /// Event, box and mixer.
    pub(super) context: &'a [u8],
    pub(super) input: List<'a>,
    pub(super) output: List<'a>,
}

impl Statement<'_> {
    /// How many slots: equal on both sides and in the proof, and not nought (`mix.shape`).
    pub(super) fn slots(&self, proof: &Proof) -> Result<(), Fault> {
        match (self.input.len(), self.output.len(), proof.slots()) {
            (0, 0, _) => Err(Fault::Empty),
            (input, output, _) if input != output => Err(Fault::LengthsDiffer { input, output }),
            (list, _, proof) if list != proof => Err(Fault::ProofLength { proof, list }),
            _ => Ok(()),
        }
    }

    /// Names the first slot of the input that is no ciphertext, where it is known that there is one.
    pub(super) fn input_fault(&self) -> Fault {
        let (slot, why) = self.input.first_fault();
        Fault::InputPoint { slot, why }
    }

    /// The same for the output.
    pub(super) fn output_fault(&self) -> Fault {
        let (slot, why) = self.output.first_fault();
        Fault::OutputPoint { slot, why }
    }
}
