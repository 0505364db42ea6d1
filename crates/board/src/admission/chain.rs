//! All mixes of a box together: each list is decoded once, and most of the arithmetic of a mix is shared with the
//! one after it.

use super::{MixStep, Refusal};
use crate::entry::{File, box_context};
use crypto::elgamal::{ElectionKey, EncodedCiphertext, encode_list};
use crypto::mixnet::{self, List, Proof, Step};
use election::setup::Event;
use election::unit::BoxId;
use rand_core::CryptoRng;

/// A mix as the record has it, and its files, which are those that the entry names.
#[derive(Debug, Clone, Copy)]
pub struct Mixed<'a> {
    /// The entry.
    pub step: &'a MixStep,
    /// The slots that the mixer made.
    pub output: List<'a>,
    /// Its proof.
    pub proof: &'a [u8],
}

/// Was each list re-encrypted and permuted, nothing more, from the box to the last mixer? A verdict for each mix, as
/// [`super::proof::mix`] would give it.
pub fn mixes(
    event: &Event,
    key: &ElectionKey,
    box_id: &BoxId,
    input: &[EncodedCiphertext],
    mixes: &[Mixed<'_>],
    rng: &mut impl CryptoRng,
) -> Vec<Result<(), Refusal>> {
    let lists: Vec<List<'_>> =
        std::iter::once(List::encoded(input)).chain(mixes.iter().map(|mixed| mixed.output)).collect();
    let files = std::iter::once(File::of(&encode_list(input))).chain(mixes.iter().map(|m| m.step.output));
    let read: Vec<Result<Proof, Refusal>> = mixes
        .iter()
        .zip(files.zip(&lists))
        .map(|(mixed, (taken, input))| read(box_id, mixed, &taken, input.len()))
        .collect();
    let contexts: Vec<Vec<u8>> =
        mixes.iter().map(|mixed| box_context(event, box_id, mixed.step.trustee)).collect();

    // What cannot be read parts the chain; on both sides of it the mixes are judged together.
    let mut verdicts = Vec::with_capacity(mixes.len());
    let mut from = 0;
    while from < mixes.len() {
        let steps: Vec<Step<'_>> = (from..mixes.len())
            .map_while(|k| read[k].as_ref().ok().map(|proof| (k, proof)))
            .map(|(k, proof)| Step { context: &contexts[k], output: lists[k + 1], proof })
            .collect();
        let judged = mixnet::check_chain(key, lists[from], &steps, rng);
        verdicts.extend(judged.into_iter().zip(&mixes[from..]).map(|(verdict, mixed)| {
            verdict.map_err(|fault| wrong(box_id, mixed, fault.check(), fault.to_string()))
        }));
        from += steps.len();
        if let Some(Err(refusal)) = read.get(from) {
            verdicts.push(Err(refusal.clone()));
            from += 1;
        }
    }
    verdicts
}

fn read(box_id: &BoxId, mixed: &Mixed<'_>, taken: &File, slots: usize) -> Result<Proof, Refusal> {
    if mixed.step.input != *taken {
        let (box_id, trustee) = (box_id.clone(), mixed.step.trustee);
        return Err(Refusal::BoxInput { check: "mix.input", box_id, trustee });
    }
    if mixed.output.len() != slots {
        let what = format!("{slots} slots in, {} out", mixed.output.len());
        return Err(wrong(box_id, mixed, "mix.shape", what));
    }
    Proof::from_bytes(slots, mixed.proof).map_err(|e| wrong(box_id, mixed, "mix.shape", e.to_string()))
}

fn wrong(box_id: &BoxId, mixed: &Mixed<'_>, check: &'static str, what: String) -> Refusal {
    Refusal::BoxProof { check, box_id: box_id.clone(), trustee: mixed.step.trustee, what }
}
