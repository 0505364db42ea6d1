//! The proofs that entries carry: seals, challenged ballots, mixes, openings.
//!
//! Each takes what it needs and nothing more, so that boxes and ballots can be judged on many cores.

use super::{Refusal, State};
use crate::entry::{Ballot, Mix, Partial, Sealed, Spoiled, box_context, seal_context};
use crypto::elgamal::{ElectionKey, EncodedCiphertext, encode_list};
use crypto::mixnet;
use crypto::opening::{self, Slots};
use crypto::seal::{self, Seal, Selection};
use election::bytes::Digest;
use election::setup::Event;
use rand_core::CryptoRng;

/// The seals of a ballot, read and with their contexts, ready for a batch.
#[derive(Debug, Clone)]
pub struct ReadBallot {
    /// One for each contest of the set-up, in its order.
    pub seals: Vec<(seal::Shape, Vec<u8>, Seal)>,
}

/// Reads the seals of a cast ballot.
pub fn read_ballot(state: &State, code: Digest, body: &Ballot) -> Result<ReadBallot, Refusal> {
    let (Some(setup), Some(event)) = (state.setup(), state.event()) else {
        return Err(Refusal::Early { kind: crate::entry::Kind::Ballot, needs: "a frozen set-up" });
    };
    let mut seals = Vec::with_capacity(body.contests.len());
    for sealed in &body.contests {
        let contest = setup.contest(&sealed.contest);
        let contest =
            contest.ok_or_else(|| Refusal::Contests { branch: body.branch.clone(), booth: body.booth })?;
        let Sealed { contest: id, seal } = sealed;
        let context = seal_context(event, id, &body.branch, body.booth, &body.card, body.attempt);
        let shape = contest.shape();
        let seal = Seal::from_bytes(shape, seal).map_err(|e| Refusal::Seal {
            check: "seal.shape",
            ballot: code,
            branch: body.branch.clone(),
            booth: body.booth,
            contest: id.clone(),
            what: e.to_string(),
        })?;
        seals.push((shape, context, seal));
    }
    Ok(ReadBallot { seals })
}

/// The refusal of one seal of a cast ballot.
pub fn seal_refusal(code: Digest, body: &Ballot, place: usize, fault: &seal::Fault) -> Refusal {
    Refusal::Seal {
        check: fault.check(),
        ballot: code,
        branch: body.branch.clone(),
        booth: body.booth,
        contest: body.contests[place].contest.clone(),
        what: fault.to_string(),
    }
}

/// Is every seal of a cast ballot a set, for this ballot and no other?
pub fn ballot(state: &State, key: &ElectionKey, code: Digest, body: &Ballot) -> Result<ReadBallot, Refusal> {
    let read = read_ballot(state, code, body)?;
    for (place, (shape, context, seal)) in read.seals.iter().enumerate() {
        seal::check(*shape, key, context, seal).map_err(|fault| seal_refusal(code, body, place, &fault))?;
    }
    Ok(read)
}

/// Does a challenged ballot hold what the booth says it held?
pub fn spoiled(state: &State, key: &ElectionKey, body: &Spoiled) -> Result<(), Refusal> {
    let sealed = &body.ballot;
    let code = state.tracking_code(sealed);
    let read = ballot(state, key, code, sealed)?;
    let due = sealed.contests.iter().map(|c| &c.contest);
    if !due.eq(body.opened.iter().map(|c| &c.contest)) {
        return Err(Refusal::Contests { branch: sealed.branch.clone(), booth: sealed.booth });
    }
    for ((shape, _, seal), opened) in read.seals.iter().zip(&body.opened) {
        let wrong = |what: String| Refusal::Seal {
            check: "seal.opening",
            ballot: code,
            branch: sealed.branch.clone(),
            booth: sealed.booth,
            contest: opened.contest.clone(),
            what,
        };
        let selection = Selection::from_numbers(*shape, &opened.numbers).map_err(|e| wrong(e.to_string()))?;
        let randomness =
            seal::Opening::from_bytes(*shape, &opened.randomness).map_err(|e| wrong(e.to_string()))?;
        seal::check_opening(*shape, key, seal, &selection, &randomness).map_err(|f| wrong(f.to_string()))?;
    }
    Ok(())
}

/// The slots of a list of seals, flat: the order of ballots and of slots within them.
pub fn flat<'a>(seals: impl Iterator<Item = &'a Seal>) -> Vec<EncodedCiphertext> {
    seals.flat_map(|seal| seal.slots().iter().copied()).collect()
}

/// Was the box re-encrypted and permuted, nothing more?
pub fn mix(
    event: &Event,
    key: &ElectionKey,
    body: &Mix,
    input: &[EncodedCiphertext],
    output: &[EncodedCiphertext],
    proof: &[u8],
    rng: &mut impl CryptoRng,
) -> Result<(), Refusal> {
    let wrong = |check: &'static str, what: String| Refusal::BoxProof {
        check,
        box_id: body.box_id.clone(),
        trustee: body.trustee,
        what,
    };
    if !body.input.is(&encode_list(input)) {
        let box_id = body.box_id.clone();
        return Err(Refusal::BoxInput { check: "mix.input", box_id, trustee: body.trustee });
    }
    if input.len() != output.len() {
        return Err(wrong("mix.shape", format!("{} slots in, {} out", input.len(), output.len())));
    }
    let proof =
        mixnet::Proof::from_bytes(input.len(), proof).map_err(|e| wrong("mix.shape", e.to_string()))?;
    let context = box_context(event, &body.box_id, body.trustee);
    mixnet::check(key, &context, input, output, &proof, rng).map_err(|f| wrong(f.check(), f.to_string()))
}

/// Did the trustee open with the share that the ceremony gave it?
pub fn partial(
    event: &Event,
    joint: &crypto::ceremony::JointKey,
    body: &Partial,
    slots: &Slots,
    partial: &[u8],
) -> Result<opening::Checked, Refusal> {
    let wrong = |check: &'static str, what: String| Refusal::BoxProof {
        check,
        box_id: body.box_id.clone(),
        trustee: body.trustee,
        what,
    };
    let verification = usize::from(body.trustee)
        .checked_sub(1)
        .and_then(|place| joint.verification.get(place))
        .ok_or_else(|| wrong("open.partial", "there is no such trustee".into()))?;
    let partial =
        opening::Partial::from_bytes(slots.len(), partial).map_err(|e| wrong("open.shape", e.to_string()))?;
    let context = box_context(event, &body.box_id, body.trustee);
    opening::check_partial(&context, body.trustee, verification, slots, &partial)
        .map_err(|f| wrong(f.check(), f.to_string()))
}
