//! Entry by entry, from the first: form, order, signatures, names, figures.

use crate::report::Report;
use crate::source::Source;
use crate::{Expected, Progress};
use board::admission::{Culprit, Files, State};
use board::entry::{Body, Entry, Kind};

/// An entry of the log, as bytes and as read.
#[derive(Debug)]
pub struct Read {
    /// Its number.
    pub sequence: u64,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it says, if it can be read.
    pub entry: Option<Entry>,
    /// Did the fold take it?
    pub admitted: bool,
}

struct FilesOf<'a>(&'a dyn Source);

impl Files for FilesOf<'_> {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        self.0.read(path).ok().flatten()
    }
}

/// Folds the entries as the headquarters had to when it took them.
pub fn check(
    source: &dyn Source,
    entries: &super::log::Entries,
    expected: &Expected,
    report: &mut Report,
    progress: &dyn Progress,
) -> Folded {
    let mut state = State::default();
    let mut read = Vec::with_capacity(entries.len());
    let all = entries.len() as u64;
    for (sequence, bytes) in (0u64..).zip(entries.iter()) {
        if sequence % 1024 == 0 {
            progress.at("entries", sequence, all);
        }
        let place = format!("entry {sequence}");
        report.tried("entry.form", 1);
        let entry = match Entry::parse(bytes) {
            Ok(entry) => entry,
            Err(e) => {
                report.wrong("entry.form", format!("{place}: {e}"), &[Culprit::RecordKeeper]);
                read.push(Read { sequence, bytes: bytes.clone(), entry: None, admitted: false });
                continue;
            }
        };
        for check in tried(entry.kind()) {
            report.tried(check, 1);
        }
        let admitted = match state.admit(sequence, &entry, &FilesOf(source)) {
            Ok(()) => true,
            Err(refusal) => {
                report.refused(&place, &refusal);
                false
            }
        };
        read.push(Read { sequence, bytes: bytes.clone(), entry: Some(entry), admitted });
    }
    progress.at("entries", all, all);
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
    report.ballots = state.branches().values().map(|b| b.ballots.len() as u64).sum();
    Folded { state, read }
}

/// The fold, and the entries it was made of.
#[derive(Debug)]
pub struct Folded {
    /// What the entries amount to.
    pub state: State,
    /// The entries.
    pub read: Vec<Read>,
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
        Kind::Closing => with!("polls.closing"),
        Kind::Settlement => with!("polls.settled"),
        Kind::Void => with!("polls.branches"),
        Kind::Ledger => with!("polls.ledger", "polls.branches"),
        Kind::Mix => with!("box.names", "mix.order", "mix.input"),
        Kind::Partial => with!("box.names", "open.input"),
        Kind::Count => with!("box.names", "open.threshold"),
        Kind::Lot => with!(),
        Kind::Outcome => with!("count.boxes"),
    }
}

impl Folded {
    /// The body of an admitted entry.
    pub fn body(&self, sequence: u64) -> Option<(&[u8], &Body)> {
        let read = self.read.get(usize::try_from(sequence).ok()?)?;
        read.entry.as_ref().map(|entry| (read.bytes.as_slice(), &entry.body))
    }
}
