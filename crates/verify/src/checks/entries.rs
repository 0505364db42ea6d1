//! Entry by entry, from the first: form, order, signatures, names, figures.

use super::log;
use crate::Expected;
use crate::report::Report;
use crate::source::Source;
use board::admission::{CastBallot, Culprit, Files, State, proof};
use board::entry::{Ballot, Body, Entry, File, Kind, Spoiled};
use board::path;
use election::bytes::Digest;

struct FilesOf<'a>(&'a dyn Source);

impl Files for FilesOf<'_> {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        self.0.read(path).ok().flatten()
    }
}

/// The fold over the entries, taken one after the other as the headquarters had to when it took them. What is
/// kept is what they amount to, not the entries.
#[derive(Debug, Default)]
pub struct Folding {
    state: State,
    files: Vec<Named>,
    spoiled: Vec<Challenge>,
}

/// The entry that opens a challenged ballot.
#[derive(Debug, Clone, Copy)]
pub struct Challenge {
    /// Its number.
    pub sequence: u64,
    /// Of all its bytes.
    digest: Digest,
}

/// A file that an entry names.
#[derive(Debug)]
pub struct Named {
    /// The entry's number.
    pub sequence: u64,
    /// Where the file is.
    pub path: String,
    /// What it must be.
    pub file: File,
    /// Is it looked at together with its box? So are those of entries that stand on the record; the others'
    /// nobody would look at.
    pub with_its_box: bool,
}

impl Folding {
    /// Takes the next entry.
    pub fn take(&mut self, source: &dyn Source, sequence: u64, bytes: &[u8], report: &mut Report) {
        let place = format!("entry {sequence}");
        report.tried("entry.form", 1);
        let entry = match Entry::parse(bytes) {
            Ok(entry) => entry,
            Err(e) => {
                report.wrong("entry.form", format!("{place}: {e}"), &[Culprit::RecordKeeper]);
                return;
            }
        };
        for check in tried(entry.kind()) {
            report.tried(check, 1);
        }
        let pending = match &entry.body {
            Body::Opening(opening) => opening.pending.is_some(),
            Body::Closing(closing) => closing.pending.is_some(),
            _ => false,
        };
        if pending {
            report.tried("pending.counts", 1);
        }
        let admitted = match self.state.admit(sequence, &entry, &FilesOf(source)) {
            Ok(()) => true,
            Err(refusal) => {
                report.refused(&place, &refusal);
                false
            }
        };
        let of_a_box = matches!(entry.body, Body::Mix(_) | Body::Partial(_) | Body::Count(_));
        let with_its_box = admitted && of_a_box;
        self.files.extend(path::files(&entry.body).into_iter().map(|(path, file)| Named {
            sequence,
            path,
            file,
            with_its_box,
        }));
        match &entry.body {
            Body::Spoiled(_) => self.spoiled.push(Challenge { sequence, digest: Digest::of(bytes) }),
            Body::Ballot(body) if !admitted => self.refused(&place, body, report),
            _ => {}
        }
    }

    /// A ballot that is in no box is judged at once, so that all that is wrong with it is said.
    fn refused(&self, place: &str, body: &Ballot, report: &mut Report) {
        let Some(joint) = self.state.joint_key() else { return };
        for check in ["seal.shape", "seal.points", "seal.set", "seal.link"] {
            report.tried(check, 1);
        }
        if let Err(refusal) = proof::ballot(&self.state, &joint.key, self.state.tracking_code(body), body) {
            report.refused(place, &refusal);
        }
    }

    /// After the last entry.
    pub fn end(self, entries: log::Entries, expected: &Expected, report: &mut Report) -> Folded {
        let Self { state, files, spoiled } = self;
        report.event = state.event().copied();
        match (state.event(), expected.event) {
            (None, _) => {
                report.wrong("setup.event", "the record holds no frozen set-up", &[Culprit::RecordKeeper])
            }
            (Some(event), Some(due)) if *event != due => report.wrong(
                "setup.event",
                format!("the record is of event {event}, not of {due}"),
                &[Culprit::RecordKeeper],
            ),
            _ => report.tried("setup.event", 1),
        }
        // The keys that the checkpoint was judged by must be those of the set-up that was frozen.
        if state.event().is_some_and(|event| event != entries.setup()) {
            let what = "the checkpoint was judged by another set-up than the one on the record";
            report.wrong("setup.event", what, &[Culprit::RecordKeeper]);
        }
        confirmed(&state, report);
        for fault in state.joint_key().iter().flat_map(|joint| &joint.faults) {
            report.remark(format!("key ceremony: {fault}"));
        }
        report.ballots = state.branches().values().map(|b| (b.ballots.len() + b.pending.len()) as u64).sum();
        Folded { state, entries, files, spoiled }
    }
}

/// What the entries amount to.
#[derive(Debug)]
pub struct Folded {
    /// The fold.
    pub state: State,
    /// Where the entries are.
    pub entries: log::Entries,
    /// The files that entries name.
    pub files: Vec<Named>,
    /// Challenged ballots.
    pub spoiled: Vec<Challenge>,
}

impl Folded {
    /// A ballot in a box, read again, and found to be the one that was read before: its tracking code is a digest of all
    /// that it says.
    pub fn ballot(&self, source: &dyn Source, ballot: &CastBallot) -> Option<Ballot> {
        let bytes = self.entries.again(source, ballot.sequence)?;
        match Entry::parse(&bytes).ok()?.body {
            Body::Ballot(body) if self.state.tracking_code(&body) == ballot.code => Some(body),
            _ => None,
        }
    }

    /// The same of the opening of a challenged ballot.
    pub fn spoiled(&self, source: &dyn Source, challenge: &Challenge) -> Option<Spoiled> {
        let bytes = self.entries.again(source, challenge.sequence)?;
        if Digest::of(&bytes) != challenge.digest {
            return None;
        }
        match Entry::parse(&bytes).ok()?.body {
            Body::Spoiled(body) => Some(body),
            _ => None,
        }
    }
}

/// Enough trustees must stand by the key.
fn confirmed(state: &State, report: &mut Report) {
    let Some(setup) = state.setup() else { return };
    if state.election_key().is_none() {
        let silent = (1..=setup.trustees.len() as u16)
            .filter(|index| !state.confirmed().contains_key(index))
            .map(|index| Culprit::from(election::signatory::Signatory::Trustee(index)));
        let what = format!("{} of {} trustees confirmed the key", state.confirmed().len(), setup.threshold);
        report.wrong("ceremony.key", what, &silent.collect::<Vec<_>>());
    }
}

/// What taking an entry of a kind checks.
fn tried(kind: Kind) -> &'static [&'static str] {
    const COMMON: [&str; 3] = ["entry.order", "entry.signatures", "entry.names"];
    macro_rules! with {
        ($($more:literal),*) => { &[COMMON[0], COMMON[1], COMMON[2], $($more),*] };
    }
    match kind {
        Kind::Setup => with!("setup.rules", "setup.keys", "ceremony.transport"),
        Kind::Pledge => with!("ceremony.pledge"),
        Kind::Deal => with!("ceremony.pledge", "ceremony.deal"),
        Kind::Verdict => with!("ceremony.verdict"),
        Kind::Key => with!("ceremony.key"),
        Kind::Opening => with!("polls.zero", "polls.device"),
        Kind::Ballot => with!("polls.device", "polls.card", "ballot.contests", "seal.replay"),
        Kind::Spoiled => with!("polls.device", "polls.card", "ballot.contests", "seal.replay"),
        Kind::Refused => with!("polls.refused"),
        Kind::Closing => with!("polls.closing"),
        Kind::Settlement => with!("polls.settled"),
        Kind::Void => with!("polls.branches"),
        Kind::Decision => with!("pending.decided"),
        Kind::Ledger => with!("polls.ledger", "polls.branches"),
        Kind::Mix => with!("box.names", "mix.order", "mix.input"),
        Kind::Partial => with!("box.names", "open.input"),
        Kind::Count => with!("box.names", "open.threshold"),
        Kind::Lot => with!(),
        Kind::Outcome => with!("count.boxes"),
    }
}
