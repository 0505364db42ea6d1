//! `amin trustee open`: check the whole way of every box, then open this trustee's part of it.

use super::mix::Args;
use super::queue::Queue;
use super::record::Record;
use crate::failure::Failure;
use crate::progress::{bar, cores, of_cores};
use board::admission::chain::{self, Mixed};
use board::admission::{BoxState, proof};
use board::entry::{Body, Entry};
use board::path;
use crypto::elgamal::{EncodedCiphertext, decode_list};
use crypto::mixnet::{Decoded, List};
use crypto::opening::Slots;
use crypto::seal::{self, Item};
use election::unit::BoxId;
use rayon::prelude::*;

/// Ballots that are held in memory, and whose seals are judged together.
const BATCH: usize = 1024;

/// Opens until every box has this trustee's part. Box after box: its ballots, its mixes, its opening; what stands
/// on the record is not done again.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let file = args.here.file.open()?;
    let mut record = Record::follow(&args.here)?;
    while record.follower.state().ledger().is_none() {
        record.wait()?;
    }
    let trustee = file.trustee(record.follower.state().circle().map(|circle| circle.plan()))?;
    let index = trustee.index();
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
    let mut queue = Queue::open(&args.queue(), record.event()?, "open", index)?;
    let all = record.follower.state().boxes().len();
    cores("opens");
    let bar = bar(all as u64, &format!("trustee {index} opens"));
    let opened = |b: &BoxState| b.partials.contains_key(&index);
    // Everybody who is not away has mixed; the last one alone could know where each slot came from.
    let ready = |b: &BoxState| mixers.iter().all(|index| b.mixes.iter().any(|step| step.trustee == *index));
    let mut mine = 0;
    loop {
        let boxes = record.follower.state().boxes();
        queue.release(|id| boxes.get(id).is_some_and(opened));
        let done = boxes.values().filter(|b| opened(b)).count();
        bar.set_position(done as u64);
        if done == all {
            break;
        }
        let due: Vec<BoxId> = boxes
            .iter()
            .filter(|(id, b)| !queue.holds(id) && !opened(b) && ready(b))
            .map(|(id, _)| id.clone())
            .collect();
        let Some(box_id) = queue.first(due)? else {
            record.wait()?;
            continue;
        };
        // Another worker may have finished it just before it let go of it.
        record.advance()?;
        let Some(the_box) = record.follower.state().boxes().get(&box_id).filter(|b| !opened(b)).cloned()
        else {
            continue;
        };
        let last = way(&record, &box_id, &the_box)?;
        let decoded = Slots::of(&last).map_err(Failure::other)?;
        let (entry, partial) = trustee
            .open(record.follower.state(), &share, &box_id, last.encoded(), &decoded, &mut rng)
            .map_err(Failure::other)?;
        if record.append_once(&trustee, &entry, &[&partial], |state| {
            state.boxes().get(&box_id).is_some_and(opened)
        })? {
            mine += 1;
        }
        record.advance()?;
    }
    bar.finish();
    eprintln!(
        "trustee {index}: checked and opened {mine} of {all} boxes here, on {}; all are opened",
        of_cores()
    );
    Ok(())
}

/// Every ballot of a box is a set: a trustee opens nothing that began with a false one. Answers the box.
fn ballots(record: &Record, box_id: &BoxId) -> Result<Vec<EncodedCiphertext>, Failure> {
    let state = record.follower.state();
    let unknown = || Failure::other(format!("the record has no box {box_id}"));
    let joint = state.joint_key().ok_or_else(|| Failure::other("the election key is not made"))?;
    let unit = state.unit_of(box_id).ok_or_else(unknown)?;
    let setup = state.setup().ok_or_else(unknown)?;
    let place = setup.contests.iter().position(|c| c.id == box_id.contest).ok_or_else(unknown)?;
    let mut slots = Vec::new();
    for batch in state.ballots_of(unit).chunks(BATCH) {
        let read = |ballot: &board::admission::CastBallot| {
            let bytes =
                record.follower.entry(ballot.sequence).map_err(|e| e.to_string())?.unwrap_or_default();
            let entry = Entry::parse(&bytes).map_err(|e| e.to_string())?;
            let Body::Ballot(body) = &entry.body else { return Err("it is no ballot".to_owned()) };
            let mut read = proof::read_ballot(state, ballot.code, body).map_err(|e| e.to_string())?;
            Ok(read.seals.swap_remove(place))
        };
        let read: Vec<_> =
            batch.par_iter().map(read).collect::<Result<_, String>>().map_err(Failure::other)?;
        let items: Vec<Item<'_>> =
            read.iter().map(|(shape, context, seal)| Item { shape: *shape, context, seal }).collect();
        if seal::check_batch(&items, &joint.key, &mut rand::rng()).is_err() {
            return Err(Failure::new(
                format!("a ballot in box {box_id} is not a set of candidates"),
                "The box was not opened. Run `amin verify` on the record: it names the ballot and the booth",
            ));
        }
        slots.extend(read.iter().flat_map(|(_, _, seal)| seal.slots()));
    }
    Ok(slots)
}

/// The ballots and every mix of a box; answers what the last mixer left.
fn way(record: &Record, box_id: &BoxId, the_box: &BoxState) -> Result<Decoded, Failure> {
    let state = record.follower.state();
    let (Some(event), Some(joint)) = (state.event(), state.joint_key()) else {
        return Err(Failure::other("the election key is not made"));
    };
    let input = ballots(record, box_id)?;
    let mut lists: Vec<Vec<EncodedCiphertext>> = Vec::new();
    let mut proofs = Vec::new();
    for step in &the_box.mixes {
        let output = record.file(&path::mix_slots(box_id, step.trustee), &step.output)?;
        lists.push(decode_list(&output).map_err(Failure::other)?);
        proofs.push(record.file(&path::mix_proof(box_id, step.trustee), &step.proof)?);
    }
    let last = lists.pop().ok_or_else(|| Failure::other(format!("box {box_id} was never mixed")))?;
    let last = Decoded::new(last)
        .map_err(|(slot, why)| Failure::other(format!("box {box_id}, mixed slot {slot}: {why}")))?;
    let lists = lists.iter().map(|list| List::encoded(list)).chain([List::decoded(&last)]);
    let mixes: Vec<Mixed<'_>> = the_box
        .mixes
        .iter()
        .zip(lists.zip(&proofs))
        .map(|(step, (output, proof))| Mixed { step, output, proof })
        .collect();
    for verdict in chain::mixes(event, &joint.key, box_id, &input, &mixes, &mut rand::rng()) {
        verdict.map_err(|refusal| {
            Failure::new(
                refusal,
                "The box was not opened: a trustee who opens what was not mixed opens ballots",
            )
        })?;
    }
    Ok(last)
}
