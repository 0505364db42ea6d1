//! `amin trustee open`: check the whole way of every box, then open this trustee's part of it.

use super::mix::Args;
use super::record::Record;
use crate::failure::Failure;
use crate::progress::bar;
use board::admission::{BoxState, proof};
use board::entry::{Body, Entry, Mix};
use board::path;
use crypto::elgamal::{EncodedCiphertext, decode_list};
use crypto::opening::Slots;
use crypto::seal::{self, Item};
use election::unit::BoxId;
use std::collections::BTreeSet;

/// Opens until every box has this trustee's part.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let file = args.here.file.open()?;
    let mut record = Record::follow(&args.here)?;
    while record.follower.state().ledger().is_none() {
        record.wait()?;
    }
    let trustee = file.trustee(record.follower.state().circle().map(|circle| circle.plan()))?;
    let mut rng = rand::rng();
    let share = trustee.share(record.follower.state(), &mut rng).map_err(Failure::other)?;
    let trustees = record.follower.state().setup().map_or(0, |s| s.trustees.len() as u16);
    let mixers: Vec<u16> = (1..=trustees).filter(|index| !args.without.contains(index)).collect();
    let threshold = record.follower.state().setup().map_or(u16::MAX, |s| s.threshold);
    if mixers.len() < usize::from(threshold) {
        return Err(Failure::new(
            format!("{} trustees would have mixed, {threshold} must", mixers.len()),
            "Leave out of --without whoever can still mix: a box that too few have mixed opens ballots",
        ));
    }
    let all = record.follower.state().boxes().len();
    let bar = bar(all as u64, &format!("trustee {} opens", trustee.index()));
    ballots(&record)?;
    let mut sent: BTreeSet<BoxId> = BTreeSet::new();
    loop {
        let state = record.follower.state();
        let opened = |b: &BoxState| b.partials.contains_key(&trustee.index());
        let done = state.boxes().values().filter(|b| opened(b)).count();
        bar.set_position(done as u64);
        if done == all {
            break;
        }
        // Everybody who is not away has mixed; the last one alone could know where each slot came from.
        let ready =
            |b: &BoxState| mixers.iter().all(|index| b.mixes.iter().any(|step| step.trustee == *index));
        let next = state
            .boxes()
            .iter()
            .find(|(id, b)| !sent.contains(*id) && !opened(b) && ready(b))
            .map(|(id, b)| (id.clone(), b.clone()));
        let Some((box_id, the_box)) = next else {
            record.wait()?;
            continue;
        };
        let slots = way(&record, &box_id, &the_box)?;
        let decoded = Slots::decode(&slots).map_err(Failure::other)?;
        let (entry, partial) = trustee
            .open(record.follower.state(), &share, &box_id, &slots, &decoded, &mut rng)
            .map_err(Failure::other)?;
        record.append(&entry, &[&partial])?;
        sent.insert(box_id);
        record.advance()?;
    }
    bar.finish();
    eprintln!("trustee {}: checked and opened {all} boxes", trustee.index());
    Ok(())
}

/// Every ballot is a set: a trustee opens nothing that began with a false one.
fn ballots(record: &Record) -> Result<(), Failure> {
    let state = record.follower.state();
    let joint = state.joint_key().ok_or_else(|| Failure::other("the election key is not made"))?;
    let mut rng = rand::rng();
    let sequences: Vec<u64> =
        state.branches().values().flat_map(|b| b.ballots.iter().map(|ballot| ballot.sequence)).collect();
    for chunk in sequences.chunks(1024) {
        let mut read = Vec::new();
        for sequence in chunk {
            let bytes = record.follower.entry(*sequence).unwrap_or_default();
            let entry = Entry::parse(bytes).map_err(Failure::other)?;
            if let Body::Ballot(body) = &entry.body {
                read.push(
                    proof::read_ballot(state, state.tracking_code(body), body).map_err(Failure::other)?,
                );
            }
        }
        let items: Vec<Item<'_>> = read
            .iter()
            .flat_map(|ballot| &ballot.seals)
            .map(|(shape, context, seal)| Item { shape: *shape, context, seal })
            .collect();
        if seal::check_batch(&items, &joint.key, &mut rng).is_err() {
            return Err(Failure::new(
                "a ballot on the record is not a set of candidates",
                "Nothing was opened. Run `amin verify` on the record: it names the ballot and the booth",
            ));
        }
    }
    Ok(())
}

/// Every mix of a box, from its ballots on; answers what the last one left.
fn way(record: &Record, box_id: &BoxId, the_box: &BoxState) -> Result<Vec<EncodedCiphertext>, Failure> {
    let state = record.follower.state();
    let (Some(event), Some(joint)) = (state.event(), state.joint_key()) else {
        return Err(Failure::other("the election key is not made"));
    };
    let mut rng = rand::rng();
    let mut current = record.ballots(box_id)?;
    for step in &the_box.mixes {
        let output = record.file(&path::mix_slots(box_id, step.trustee), &step.output)?;
        let output = decode_list(&output).map_err(Failure::other)?;
        let proof_bytes = record.file(&path::mix_proof(box_id, step.trustee), &step.proof)?;
        let body = Mix {
            box_id: box_id.clone(),
            trustee: step.trustee,
            input: step.input,
            output: step.output,
            proof: step.proof,
        };
        proof::mix(event, &joint.key, &body, &current, &output, &proof_bytes, &mut rng).map_err(
            |refusal| {
                Failure::new(
                    refusal,
                    "Nothing was opened: a trustee who opens what was not mixed opens ballots",
                )
            },
        )?;
        current = output;
    }
    Ok(current)
}
