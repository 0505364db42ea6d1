//! Every ballot is a set of numbers of its contest, sealed for itself alone.

use super::entries::{Challenge, Folded};
use crate::report::Report;
use crate::source::Source;
use board::admission::{CastBallot, Culprit, proof};
use board::entry::Ballot;
use crypto::elgamal::{ElectionKey, EncodedCiphertext};
use crypto::seal::{self, Item};
use rand_core::CryptoRng;
use rayon::prelude::*;

/// Ballots that are held in memory, and whose seals are judged together.
const BATCH: usize = 1024;

/// `seal.*` of the seals that these ballots have for the contest at `place` of the set-up; answers their slots, ballot
/// after ballot, if all can be read.
pub fn check(
    source: &dyn Source,
    folded: &Folded,
    key: &ElectionKey,
    ballots: &[CastBallot],
    place: usize,
    report: &mut Report,
    rng: &mut impl CryptoRng,
) -> Option<Vec<EncodedCiphertext>> {
    let mut slots = Some(Vec::new());
    for batch in ballots.chunks(BATCH) {
        let read: Vec<_> = batch.par_iter().map(|cast| read(source, folded, cast, place)).collect();
        report.tried("seal.shape", batch.len() as u64);
        let mut sealed = Vec::with_capacity(batch.len());
        for (cast, outcome) in batch.iter().zip(read) {
            match outcome {
                Ok(seal) => sealed.push((cast, seal)),
                Err(unread) => {
                    slots = None;
                    unread.report(cast.sequence, report);
                }
            }
        }
        for check in ["seal.points", "seal.set", "seal.link"] {
            report.tried(check, sealed.len() as u64);
        }
        let items: Vec<Item<'_>> = sealed
            .iter()
            .map(|(_, (_, (shape, context, seal)))| Item { shape: *shape, context, seal })
            .collect();
        if let Err(faults) = seal::check_batch(&items, key, rng) {
            for (item, fault) in faults {
                let (cast, (body, _)) = &sealed[item];
                let refusal = proof::seal_refusal(cast.code, body, place, &fault);
                report.refused(&format!("entry {}", cast.sequence), &refusal);
            }
        }
        if let Some(slots) = &mut slots {
            slots.extend(sealed.iter().flat_map(|(_, (_, (_, _, seal)))| seal.slots()));
        }
    }
    slots
}

type Sealed = (Ballot, (seal::Shape, Vec<u8>, seal::Seal));

/// Why a ballot could not be judged.
enum Unread {
    /// The record does not give the entry that it gave before.
    Changed,
    Refused(Box<board::admission::Refusal>),
}

impl Unread {
    fn report(self, sequence: u64, report: &mut Report) {
        match self {
            Self::Changed => {
                let what = format!("entry {sequence} is not the one it was a moment ago");
                report.wrong("log.entries", what, &[Culprit::RecordKeeper]);
            }
            Self::Refused(refusal) => report.refused(&format!("entry {sequence}"), &refusal),
        }
    }
}

fn read(source: &dyn Source, folded: &Folded, cast: &CastBallot, place: usize) -> Result<Sealed, Unread> {
    let body = folded.ballot(source, cast).ok_or(Unread::Changed)?;
    let mut read = proof::read_ballot(&folded.state, cast.code, &body)
        .map_err(|refusal| Unread::Refused(Box::new(refusal)))?;
    if place >= read.seals.len() {
        return Err(Unread::Changed);
    }
    let seal = read.seals.swap_remove(place);
    Ok((body, seal))
}

/// `seal.opening` of one challenged ballot.
pub fn spoiled(
    source: &dyn Source,
    folded: &Folded,
    key: &ElectionKey,
    challenge: &Challenge,
    report: &mut Report,
) {
    report.tried("seal.opening", 1);
    match folded.spoiled(source, challenge) {
        None => Unread::Changed.report(challenge.sequence, report),
        Some(body) => {
            if let Err(refusal) = proof::spoiled(&folded.state, key, &body) {
                report.refused(&format!("entry {}", challenge.sequence), &refusal);
            }
        }
    }
}
