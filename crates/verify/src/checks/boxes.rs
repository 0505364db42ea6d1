//! Every box from its ballots to its minutes: sealed, mixed, opened, counted.

use super::ballots;
use super::entries::Folded;
use crate::report::Report;
use crate::share::{Boxed, Part};
use crate::source::{Source, Watched};
use crate::{Journal, Progress};
use board::admission::chain::{self, Mixed};
use board::admission::{BoxState, Culprit, proof};
use board::entry::{File, Partial};
use board::path;
use crypto::ceremony::{JointKey, Plan};
use crypto::elgamal::{EncodedCiphertext, decode_list};
use crypto::mixnet::{Decoded, List};
use crypto::opening::{Checked, Quorum, Slots};
use election::id::BranchId;
use election::outcome::Minutes;
use election::setup::{Contest, Setup};
use election::signatory::Signatory;
use election::tally::Totals;
use election::unit::BoxId;
use rand_core::CryptoRng;
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

/// `seal.*`, `mix.*`, `open.*`, `count.*` of the boxes in this share, one box after the other.
pub(crate) fn check(
    source: &Watched<'_>,
    folded: &Folded,
    part: &mut Part,
    journal: &mut dyn Journal,
    progress: &dyn Progress,
    rng: &mut impl CryptoRng,
) {
    let state = &folded.state;
    let (Some(setup), Some(joint)) = (state.setup(), state.joint_key()) else { return };
    for (_, ballot) in folded.spoiled.iter().enumerate().filter(|(at, _)| part.share.has(*at)) {
        ballots::spoiled(source, folded, &joint.key, ballot, &mut part.own);
    }
    if state.ledger().is_none() {
        let keeper = [Culprit::from(Signatory::Headquarters)];
        part.common.wrong(
            "count.boxes",
            "the polls are not closed: there is no ledger on the record",
            &keeper,
        );
        let all: Vec<&BranchId> = state.branches().keys().collect();
        unboxed(source, folded, &all, part, progress, rng);
        return;
    }
    let aside = |id: &BranchId| {
        state.voids().contains_key(id)
            || state.branches().get(id).is_some_and(|branch| state.set_aside(branch).next().is_some())
    };
    let setup_order = setup.branches.iter().map(|branch| &branch.id);
    let aside: Vec<&BranchId> = setup_order.filter(|id| aside(id)).collect();
    unboxed(source, folded, &aside, part, progress, rng);
    let mine: Vec<(&BoxId, &BoxState)> =
        state.boxes().iter().enumerate().filter(|(at, _)| part.share.has(*at)).map(|(_, one)| one).collect();
    let slots = |box_id: &BoxId| {
        let ballots = state.unit_of(box_id).map_or(0, |unit| unit.ballots);
        ballots * setup.contest(&box_id.contest).map_or(0, |contest| u64::from(contest.picks))
    };
    let all: u64 = mine.iter().map(|(box_id, _)| slots(box_id)).sum();
    let mut done = 0;
    let mut quorums: Quorums = HashMap::new();
    let head = folded.entries.head();
    for (box_id, the_box) in mine {
        progress.at("slots of boxes", done, all);
        done += slots(box_id);
        if let Some(boxed) = journal.known(&head, box_id).filter(|boxed| boxed.box_id == *box_id) {
            part.checked.push(boxed);
            continue;
        }
        let mut boxed = Boxed { box_id: box_id.clone(), report: Report::default(), totals: None };
        if let Some(contest) = setup.contest(&box_id.contest) {
            let read = BTreeSet::new();
            let report = &mut boxed.report;
            let mut way = Way { source, folded, setup, joint, box_id, the_box, contest, report, read };
            boxed.totals = way.go(&mut quorums, rng);
            way.unread();
        }
        // What could not be read may be read the next time.
        if source.failed().is_none() {
            journal.keep(&head, &boxed);
        }
        part.checked.push(boxed);
    }
    progress.at("slots of boxes", all, all);
}

/// Ballots that are in no box are judged all the same: while the polls are open, where a branch's were set aside, and
/// where pending ones were struck.
fn unboxed(
    source: &dyn Source,
    folded: &Folded,
    branches: &[&BranchId],
    part: &mut Part,
    progress: &dyn Progress,
    rng: &mut impl CryptoRng,
) {
    let state = &folded.state;
    let (Some(setup), Some(joint)) = (state.setup(), state.joint_key()) else { return };
    let all = branches.len() as u64;
    for (at, id) in (0..).zip(branches).filter(|(at, _)| part.share.has(*at)) {
        progress.at("ballots without a box", at as u64, all);
        let Some(branch) = state.branches().get(*id) else { continue };
        let of_a_box = state.ledger().is_some() && !state.voids().contains_key(*id);
        let mut ballots = if of_a_box { Vec::new() } else { branch.ballots.clone() };
        ballots.extend(state.set_aside(branch));
        for place in 0..setup.contests.len() {
            ballots::check(source, folded, &joint.key, &ballots, place, &mut part.own, rng);
        }
    }
    if all > 0 {
        progress.at("ballots without a box", all, all);
    }
}

/// Tables of what may be opened, by the numbers of a contest and the trustees who open.
type Quorums = HashMap<(usize, Vec<u16>), Quorum>;

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
    /// Files of the box that were looked at.
    read: BTreeSet<String>,
}

impl Way<'_> {
    /// From the ballots to the totals, as far as it can be followed.
    fn go(&mut self, quorums: &mut Quorums, rng: &mut impl CryptoRng) -> Option<Totals> {
        let input = self.input(rng)?;
        let last = self.mixes(input, rng)?;
        let (slots, good) = self.opening(&last)?;
        let opened = self.combine(&slots, &good, quorums)?;
        self.count(&opened)
    }

    /// The box as the ballots make it; recomputed, never read.
    fn input(&mut self, rng: &mut impl CryptoRng) -> Option<Vec<EncodedCiphertext>> {
        let unit = self.folded.state.unit_of(self.box_id)?;
        let place = self.setup.contests.iter().position(|c| c.id == self.box_id.contest)?;
        let cast = self.folded.state.ballots_of(unit);
        ballots::check(self.source, self.folded, &self.joint.key, &cast, place, self.report, rng)
    }

    /// From the box through every mixer; answers what the last one left.
    fn mixes(&mut self, input: Vec<EncodedCiphertext>, rng: &mut impl CryptoRng) -> Option<Last> {
        let needed = usize::from(self.setup.threshold);
        if self.the_box.mixes.len() < needed {
            let what =
                format!("box {}: mixed by {} trustees, {needed} must", self.box_id, self.the_box.mixes.len());
            self.report.wrong("mix.order", what, &[Culprit::from(Signatory::Headquarters)]);
        }
        let event = self.folded.state.event()?;
        // A list that is missing ends what can be followed; what came before it is judged all the same.
        let mut lists = Vec::new();
        for step in &self.the_box.mixes {
            let Some(list) = self.slots(&path::mix_slots(self.box_id, step.trustee), &step.output) else {
                break;
            };
            for check in ["mix.input", "mix.shape", "mix.points", "mix.proof"] {
                self.report.tried(check, 1);
            }
            // A proof that is missing proves nothing: it is read as an empty one.
            let proof = self.file(&path::mix_proof(self.box_id, step.trustee), &step.proof);
            lists.push((step, list, proof.unwrap_or_default()));
        }
        let whole = lists.len() == self.the_box.mixes.len();
        // The points of the last list are used again when it is opened.
        let last = lists.pop().map(|(step, list, proof)| (step, Last::of(list), proof));
        let mixes: Vec<Mixed<'_>> = lists
            .iter()
            .map(|(step, list, proof)| Mixed { step, output: List::encoded(list), proof })
            .chain(last.iter().map(|(step, list, proof)| Mixed { step, output: list.list(), proof }))
            .collect();
        for verdict in chain::mixes(event, &self.joint.key, self.box_id, &input, &mixes, rng) {
            if let Err(refusal) = verdict {
                self.report.refused(&format!("box {}", self.box_id), &refusal);
            }
        }
        match last {
            _ if !whole => None,
            Some((_, last, _)) => Some(last),
            None => Some(Last::of(input)),
        }
    }

    /// Every partial opening is judged, also those that are not needed.
    fn opening(&mut self, last: &Last) -> Option<(Slots, Vec<Checked>)> {
        let slots = match last.slots() {
            Ok(slots) => slots,
            Err(fault) => {
                let what = format!("box {}: {fault}", self.box_id);
                self.report.wrong(fault.check(), what, &[Culprit::RecordKeeper]);
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
        quorums: &mut Quorums,
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
                self.report.wrong(fault.check(), format!("box {}: {fault}", self.box_id), &headquarters);
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
        let stated = self.bytes(&path::minutes(self.box_id), &signed);
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
        let bytes = self.bytes(path, due);
        due.is(&bytes).then_some(bytes)
    }

    /// The bytes of a file, whatever they are; nothing if it is not there. `record.files`.
    fn bytes(&mut self, path: &str, due: &File) -> Vec<u8> {
        self.report.tried("record.files", 1);
        self.read.insert(path.to_owned());
        let bytes = self.source.read(path).ok().flatten().unwrap_or_default();
        if !due.is(&bytes) {
            let what = format!("{path} is missing, or not what was signed");
            self.report.wrong("record.files", what, &[Culprit::RecordKeeper]);
        }
        bytes
    }

    /// Where the way of a box ended early, the rest of its files is looked at nevertheless.
    fn unread(&mut self) {
        let BoxState { mixes, partials, minutes } = self.the_box;
        let mut files: Vec<(String, File)> = Vec::new();
        for step in mixes {
            files.push((path::mix_slots(self.box_id, step.trustee), step.output));
            files.push((path::mix_proof(self.box_id, step.trustee), step.proof));
        }
        files.extend(partials.iter().map(|(trustee, file)| (path::partial(self.box_id, *trustee), *file)));
        files.extend(minutes.map(|file| (path::minutes(self.box_id), file)));
        for (path, due) in files {
            if !self.read.contains(&path) {
                self.bytes(&path, &due);
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

/// The list that is opened: with its points, if all of them are points.
enum Last {
    Points(Decoded),
    Encoded(Vec<EncodedCiphertext>),
}

impl Last {
    fn of(list: Vec<EncodedCiphertext>) -> Self {
        // A list that cannot be decoded is rare enough to be copied.
        Decoded::new(list.clone()).map_or(Self::Encoded(list), Self::Points)
    }

    fn list(&self) -> List<'_> {
        match self {
            Self::Points(list) => List::decoded(list),
            Self::Encoded(list) => List::encoded(list),
        }
    }

    fn slots(&self) -> Result<Slots, crypto::opening::Fault> {
        match self {
            Self::Points(list) => Slots::of(list),
            Self::Encoded(list) => Slots::decode(list),
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
