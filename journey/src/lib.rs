//! Whole elections in one process, without sockets: for tests that tell a story, and for liars.
//!
//! [`Story`] is an honest election as entries and files, with every key that made it. A cheat takes a copy,
//! lies with the keys of somebody who could, publishes it with the log's and the witness's own keys, so that
//! nothing but the named check stands in the way, and asserts that the verifier names check and culprit.

mod honest;
mod keep;
mod people;
mod publish;

pub use honest::story;
pub use people::People;

use board::admission::{Files, State};
use board::entry::{Body, Entry};
use election::setup::{Event, Setup};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An election: what stands on its record, and everybody's keys.
#[derive(Debug, Clone)]
pub struct Story {
    /// The event.
    pub event: Event,
    /// The set-up.
    pub setup: Arc<Setup>,
    /// Everybody's keys.
    pub people: Arc<People>,
    /// The entries in order.
    pub entries: Vec<Vec<u8>>,
    /// The files beside the log.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Files for BTreeFiles<'_> {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        self.0.get(path).cloned()
    }
}

/// Files in memory.
#[derive(Debug)]
pub struct BTreeFiles<'a>(pub &'a BTreeMap<String, Vec<u8>>);

impl Story {
    /// The fold of the first `n` entries.
    pub fn state_at(&self, n: usize) -> State {
        let mut state = State::default();
        for (sequence, bytes) in (0u64..).zip(&self.entries[..n]) {
            let entry = Entry::parse(bytes).expect("an honest entry");
            state.admit(sequence, &entry, &BTreeFiles(&self.files)).expect("an honest entry");
        }
        state
    }

    /// The first entry that is so, and its number.
    pub fn find(&self, is: impl Fn(&Body) -> bool) -> (usize, Body) {
        let mut all =
            self.entries.iter().map(|bytes| Entry::parse(bytes).expect("an entry").body).enumerate();
        all.find(|(_, body)| is(body)).expect("the story has such an entry")
    }

    /// How many entries are so.
    pub fn count(&self, is: impl Fn(&Body) -> bool) -> usize {
        self.entries.iter().filter(|bytes| is(&Entry::parse(bytes).expect("an entry").body)).count()
    }

    /// An entry signed by everybody who must sign it.
    pub fn sign(&self, body: impl Into<Body>) -> Vec<u8> {
        let body = body.into();
        let state = self.state_at(1);
        let mut entry = Entry::unsigned(body);
        for by in state.signatories(&entry.body.clone()) {
            let signer = self.people.signer(&by);
            entry = entry.signed(&self.event, by, signer);
        }
        entry.to_bytes()
    }

    /// Replaces an entry by another body, signed by everybody who must.
    pub fn replace(&mut self, at: usize, body: impl Into<Body>) {
        self.entries[at] = self.sign(body);
    }

    /// The record: log, checkpoint and countersignature are made anew over whatever stands in the story.
    pub fn record(&self) -> verify::Folder {
        publish::record(self)
    }

    /// What the verifier says.
    pub fn verify(&self) -> verify::Report {
        check(&self.record())
    }
}

/// What the verifier says of a record.
pub fn check(record: &verify::Folder) -> verify::Report {
    let report = verify::verify(record, &verify::Expected::default(), &verify::Quiet, &mut rand::rng());
    keep::keep(record, &report);
    report
}

/// The verifier must name this check and blame this party for it.
pub fn assert_blames(report: &verify::Report, check: &str, culprit: &str) {
    keep::blame(check, culprit);
    let found = report.findings().iter().any(|f| f.check == check && f.culprits.iter().any(|c| c == culprit));
    assert!(found, "expected {check} to blame {culprit}; the verifier says: {:#?}", report.findings());
    assert_eq!(report.verdict(), verify::Verdict::False);
}
