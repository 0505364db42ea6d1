//! Every box from its ballots to its minutes: mixed, opened, counted.

use super::entries::Folded;
use crate::Progress;
use crate::report::Report;
use crate::source::Source;
use board::admission::{BoxState, Culprit, MixStep, Refusal, proof};
use board::entry::{Body, File, Mix, Partial};
use board::path;
use crypto::ceremony::{JointKey, Plan};
use crypto::elgamal::{EncodedCiphertext, decode_list};
use crypto::opening::{Checked, Quorum, Slots};
use election::outcome::Minutes;
use election::setup::{Contest, Setup};
use election::signatory::Signatory;
use election::tally::Totals;
use election::unit::BoxId;
use rand_core::CryptoRng;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

/// `mix.*`, `open.*`, `count.*`. Answers what the boxes hold, as counted here.
pub fn check(
    source: &dyn Source,
    _entries: &super::log::Entries,
    folded: &Folded,
    report: &mut Report,
    progress: &dyn Progress,
    rng: &mut impl CryptoRng,
) -> BTreeMap<BoxId, Totals> {
    let mut counted = BTreeMap::new();
    let state = &folded.state;
    let (Some(setup), Some(joint)) = (state.setup(), state.joint_key()) else { return counted };
    if state.ledger().is_none() {
        let keeper = [Culprit::from(Signatory::Headquarters)];
        report.wrong("count.boxes", "the polls are not closed: there is no ledger on the record", &keeper);
        return counted;
    }
    let all = state.boxes().len() as u64;
    let mut quorums: HashMap<(usize, Vec<u16>), Quorum> = HashMap::new();
    for (done, (box_id, the_box)) in (0u64..).zip(state.boxes()) {
        progress.at("boxes", done, all);
        let Some(contest) = setup.contest(&box_id.contest) else { continue };
        let mut way = Way { source, folded, setup, joint, box_id, the_box, contest, report };
        let Some(input) = way.input() else { continue };
        let Some(last) = way.mixes(input, rng) else { continue };
        let Some((slots, good)) = way.opening(&last) else { continue };
        let Some(opened) = way.combine(&slots, &good, &mut quorums) else { continue };
        if let Some(totals) = way.count(&opened) {
            counted.insert(box_id.clone(), totals);
        }
    }
    progress.at("boxes", all, all);
    counted
}

/// The way of one box.
struct Way<'a> {
    source: &'a dyn Source,
    folded: &'a Folded,
    setup: &'a Setup,
    joint: &'a JointKey,
    box_id: &'a BoxId,
    the_box: &'a BoxState,
    contest: &'a Contest,
    report: &'a mut Report,
}

impl Way<'_> {
    /// The box as the ballots make it; recomputed, never read.
    fn input(&mut self) -> Option<Vec<EncodedCiphertext>> {
        let unit = self.folded.state.unit_of(self.box_id)?;
        let place = self.setup.contests.iter().position(|c| c.id == self.box_id.contest)?;
        let mut slots = Vec::new();
        for ballot in self.folded.state.ballots_of(unit) {
            let (_, Body::Ballot(body)) = self.folded.body(ballot.sequence)? else { return None };
            // A seal that cannot be read is reported with the ballots; its box cannot be followed.
            let mut read = proof::read_ballot(&self.folded.state, ballot.code, body).ok()?;
            slots.extend_from_slice(read.seals.swap_remove(place).2.slots());
        }
        Some(slots)
    }

    /// From the box through every mixer; answers what the last one left.
    fn mixes(
        &mut self,
        input: Vec<EncodedCiphertext>,
        rng: &mut impl CryptoRng,
    ) -> Option<Vec<EncodedCiphertext>> {
        let needed = usize::from(self.setup.threshold);
        if self.the_box.mixes.len() < needed {
            let what =
                format!("box {}: mixed by {} trustees, {needed} must", self.box_id, self.the_box.mixes.len());
            self.report.wrong("mix.order", what, &[Culprit::from(Signatory::Headquarters)]);
        }
        let mut current = input;
        for step in &self.the_box.mixes {
            let output = self.slots(&path::mix_slots(self.box_id, step.trustee), &step.output)?;
            for check in ["mix.input", "mix.shape", "mix.points", "mix.proof"] {
                self.report.tried(check, 1);
            }
            if let Err(refusal) = self.mix(step, &current, &output, rng) {
                self.report.refused(&format!("box {}", self.box_id), &refusal);
            }
            current = output;
        }
        Some(current)
    }

    fn mix(
        &self,
        step: &MixStep,
        input: &[EncodedCiphertext],
        output: &[EncodedCiphertext],
        rng: &mut impl CryptoRng,
    ) -> Result<(), Refusal> {
        let path = path::mix_proof(self.box_id, step.trustee);
        let missing = || Refusal::FileMissing { path: path.clone() };
        let proof_bytes = self
            .source
            .read(&path)
            .ok()
            .flatten()
            .filter(|bytes| step.proof.is(bytes))
            .ok_or_else(missing)?;
        let body = Mix {
            box_id: self.box_id.clone(),
            trustee: step.trustee,
            input: step.input,
            output: step.output,
            proof: step.proof,
        };
        let event = self.folded.state.event().ok_or_else(missing)?;
        proof::mix(event, &self.joint.key, &body, input, output, &proof_bytes, rng)
    }

    /// Every partial opening is judged, also those that are not needed.
    fn opening(&mut self, slots: &[EncodedCiphertext]) -> Option<(Slots, Vec<Checked>)> {
        let slots = match Slots::decode(slots) {
            Ok(slots) => slots,
            Err(fault) => {
                let what = format!("box {}: {fault}", self.box_id);
                self.report.wrong("mix.points", what, &[Culprit::RecordKeeper]);
                return None;
            }
        };
        let mut good = Vec::new();
        for (trustee, file) in &self.the_box.partials {
            for check in ["open.shape", "open.partial"] {
                self.report.tried(check, 1);
            }
            let path = path::partial(self.box_id, *trustee);
            let Some(bytes) = self.file(&path, file) else { continue };
            let input = self.the_box.mixes.last().map(|step| step.output)?;
            let body = Partial { box_id: self.box_id.clone(), trustee: *trustee, input, partial: *file };
            let event = self.folded.state.event()?;
            match proof::partial(event, self.joint, &body, &slots, &bytes) {
                Ok(partial) => good.push(partial),
                Err(refusal) => self.report.refused(&format!("box {}", self.box_id), &refusal),
            }
        }
        Some((slots, good))
    }

    /// The numbers in the slots, from the first openings that hold.
    fn combine(
        &mut self,
        slots: &Slots,
        good: &[Checked],
        quorums: &mut HashMap<(usize, Vec<u16>), Quorum>,
    ) -> Option<Vec<Option<u16>>> {
        let headquarters = [Culprit::from(Signatory::Headquarters)];
        let needed = usize::from(self.setup.threshold);
        self.report.tried("open.threshold", 1);
        self.report.tried("open.combine", 1);
        let Some(used) = good.get(..needed) else {
            let what = format!("box {}: {} right openings, {needed} are needed", self.box_id, good.len());
            self.report.wrong("open.threshold", what, &headquarters);
            return None;
        };
        let plan = Plan::new(self.setup.trustees.len() as u16, self.setup.threshold).ok()?;
        let trustees: Vec<u16> = used.iter().map(Checked::trustee).collect();
        let numbers = self.contest.shape().numbers();
        let opened = match quorums.entry((numbers, trustees)) {
            Entry::Occupied(quorum) => quorum.get().read(slots, used),
            Entry::Vacant(place) => Quorum::new(plan, &place.key().1, numbers)
                .and_then(|quorum| place.insert(quorum).read(slots, used)),
        };
        opened
            .map_err(|fault| {
                self.report.wrong("open.combine", format!("box {}: {fault}", self.box_id), &headquarters);
            })
            .ok()
    }

    /// The minutes must be what the slots open to; answers what they do open to.
    fn count(&mut self, opened: &[Option<u16>]) -> Option<Totals> {
        self.report.tried("open.table", opened.len() as u64);
        let numbers: Vec<u16> = opened.iter().copied().flatten().collect();
        if numbers.len() < opened.len() {
            let what = format!(
                "box {}: {} slots open to no number of the contest",
                self.box_id,
                opened.len() - numbers.len()
            );
            self.report.wrong("open.table", what, &[Culprit::RecordKeeper]);
            return None;
        }
        self.report.tried("count.boxes", 1);
        let headquarters = [Culprit::from(Signatory::Headquarters)];
        let totals = match Totals::count(self.contest, &numbers) {
            Ok(totals) => totals,
            Err(e) => {
                self.report.wrong("count.totals", format!("box {}: {e}", self.box_id), &headquarters);
                return None;
            }
        };
        let Some(signed) = self.the_box.minutes else {
            self.report.wrong("count.boxes", format!("box {} has no minutes", self.box_id), &headquarters);
            return Some(totals);
        };
        self.report.tried("count.totals", 1);
        let due = self.folded.state.minutes(self.box_id, totals);
        let path = path::minutes(self.box_id);
        let stated = self.source.read(&path).ok().flatten().unwrap_or_default();
        if stated != due.to_bytes() {
            let what = format!("box {}: {}", self.box_id, difference(&stated, &due));
            // What the headquarters signed is its word; a file changed afterwards is not.
            let culprit = if signed.is(&stated) { headquarters } else { [Culprit::RecordKeeper] };
            self.report.wrong("count.totals", what, &culprit);
        }
        Some(due.totals)
    }

    /// A file as it was signed. A server may answer differently each time it is asked, so what is used is
    /// what is compared, and a file that is not there is a finding.
    fn file(&mut self, path: &str, due: &File) -> Option<Vec<u8>> {
        match self.source.read(path) {
            Ok(Some(bytes)) if due.is(&bytes) => Some(bytes),
            _ => {
                let what = format!("{path} is missing, or not what was signed");
                self.report.wrong("record.files", what, &[Culprit::RecordKeeper]);
                None
            }
        }
    }

    fn slots(&mut self, path: &str, due: &File) -> Option<Vec<EncodedCiphertext>> {
        let bytes = self.file(path, due)?;
        match decode_list(&bytes) {
            Ok(slots) => Some(slots),
            Err(e) => {
                self.report.wrong("mix.shape", format!("{path}: {e}"), &[Culprit::RecordKeeper]);
                None
            }
        }
    }
}

/// The first thing in which stated minutes differ from the recount.
fn difference(stated: &[u8], due: &Minutes) -> String {
    let Ok(stated) = serde_json::from_slice::<Minutes>(stated) else {
        return "its minutes cannot be read".into();
    };
    if stated.totals.ballots != due.totals.ballots {
        return format!("{} ballots stated, {} counted", stated.totals.ballots, due.totals.ballots);
    }
    let pairs = stated.totals.votes.iter().zip(&due.totals.votes);
    match pairs.into_iter().find(|(s, d)| s != d) {
        Some((s, d)) => format!("candidate {}: {} votes stated, {} counted", s.code, s.votes, d.votes),
        None if stated.totals.blank_picks != due.totals.blank_picks => {
            format!("{} blank picks stated, {} counted", stated.totals.blank_picks, due.totals.blank_picks)
        }
        None => "its minutes are not written as they must be".into(),
    }
}
