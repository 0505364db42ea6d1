//! Every ballot is a set of numbers of its contest, sealed for itself alone.

use super::entries::Folded;
use crate::Progress;
use crate::report::Report;
use board::admission::{Refusal, proof};
use board::entry::{Ballot, Body};
use crypto::seal::{self, Item};
use election::bytes::Digest;
use rand_core::CryptoRng;

/// Ballots whose seals are judged with one product of powers.
const BATCH: usize = 1024;

/// `seal.*`.
pub fn check(
    _entries: &super::log::Entries,
    folded: &Folded,
    report: &mut Report,
    progress: &dyn Progress,
    rng: &mut impl CryptoRng,
) {
    let Some(joint) = folded.state.joint_key() else { return };
    let ballots: Vec<(u64, Digest, &Ballot)> = folded
        .read
        .iter()
        .filter_map(|read| match &read.entry.as_ref()?.body {
            Body::Ballot(body) => Some((read.sequence, folded.state.tracking_code(body), body)),
            _ => None,
        })
        .collect();
    for (at, batch) in ballots.chunks(BATCH).enumerate() {
        progress.at("ballots", (at * BATCH) as u64, ballots.len() as u64);
        let mut read = Vec::new();
        for (sequence, code, body) in batch {
            report.tried("seal.shape", 1);
            match proof::read_ballot(&folded.state, *code, body) {
                Ok(ballot) => read.push((*sequence, *code, *body, ballot)),
                Err(refusal) => report.refused(&format!("entry {sequence}"), &refusal),
            }
        }
        for check in ["seal.points", "seal.set", "seal.link"] {
            report.tried(check, read.len() as u64);
        }
        let places: Vec<(usize, usize)> = read
            .iter()
            .enumerate()
            .flat_map(|(n, (_, _, _, ballot))| (0..ballot.seals.len()).map(move |place| (n, place)))
            .collect();
        let items: Vec<Item<'_>> = read
            .iter()
            .flat_map(|(_, _, _, ballot)| &ballot.seals)
            .map(|(shape, context, seal)| Item { shape: *shape, context, seal })
            .collect();
        if let Err(faults) = seal::check_batch(&items, &joint.key, rng) {
            for (item, fault) in faults {
                let (n, place) = places[item];
                let (sequence, code, body, _) = &read[n];
                let refusal = proof::seal_refusal(*code, body, place, &fault);
                report.refused(&format!("entry {sequence}"), &refusal);
            }
        }
    }
    progress.at("ballots", ballots.len() as u64, ballots.len() as u64);
    spoiled(folded, &joint.key, report);
}

fn spoiled(folded: &Folded, key: &crypto::elgamal::ElectionKey, report: &mut Report) {
    for read in &folded.read {
        let Some(Body::Spoiled(body)) = read.entry.as_ref().map(|e| &e.body) else { continue };
        report.tried("seal.opening", 1);
        let refused: Result<(), Refusal> = proof::spoiled(&folded.state, key, body);
        if let Err(refusal) = refused {
            report.refused(&format!("entry {}", read.sequence), &refusal);
        }
    }
}
