//! What may stand on the record, and in which order.
//!
//! [`State`] is a fold over the entries. The headquarters asks it before it appends; the verifier asks it
//! again for every entry, from the beginning. Both get the same answer, and a refusal names the check of
//! `docs/protocol/` that failed and whose fault it is. Proofs (seals, mixes, openings) are judged in
//! [`proof`], because they cost time and can be judged side by side.

mod ceremony;
pub mod chain;
mod count;
mod first_halves;
mod ledger;
mod pending;
mod polls;
pub mod proof;
mod refusal;
mod refused;
mod settle;
mod setup;
mod signatures;
mod state;

pub use first_halves::FirstHalves;
pub use refusal::{Culprit, Refusal};
pub use signatures::signatories;
pub use state::{BoxState, BranchState, CastBallot, MixStep, Phase, State};

use crate::entry::{Body, Entry, File};

/// Files of the record, by path, checked against the digest that an entry gives.
pub trait Files {
    /// The bytes at `path`, or nothing.
    fn read(&self, path: &str) -> Option<Vec<u8>>;

    /// The bytes at `path`, if they are what the entry says.
    fn matching(&self, path: &str, file: &File) -> Result<Vec<u8>, Refusal> {
        let bytes = self.read(path).ok_or_else(|| Refusal::FileMissing { path: path.to_owned() })?;
        if file.is(&bytes) { Ok(bytes) } else { Err(Refusal::FileDiffers { path: path.to_owned() }) }
    }
}

impl State {
    /// May this entry be the next? Changes the state if so.
    ///
    /// `sequence` is the entry's number in the log.
    pub fn admit(&mut self, sequence: u64, entry: &Entry, files: &dyn Files) -> Result<(), Refusal> {
        if let Body::Setup(body) = &entry.body {
            return setup::admit(self, entry, body, files);
        }
        if self.event.is_none() {
            return Err(Refusal::Early { kind: entry.kind(), needs: "a frozen set-up" });
        }
        signatures::check(self, entry)?;
        match &entry.body {
            Body::Setup(_) => unreachable!("handled above"),
            Body::Pledge(body) => ceremony::pledge(self, body),
            Body::Deal(body) => ceremony::deal(self, body),
            Body::Verdict(body) => ceremony::verdict(self, body),
            Body::Key(body) => ceremony::key(self, body),
            Body::Opening(body) => polls::opening(self, body, files),
            Body::Ballot(body) => polls::ballot(self, sequence, body),
            Body::Spoiled(body) => polls::spoiled(self, body),
            Body::Refused(body) => refused::refused(self, body),
            Body::Closing(body) => polls::closing(self, body),
            Body::Settlement(body) => settle::settlement(self, body),
            Body::Void(body) => settle::void(self, body),
            Body::Decision(body) => pending::decision(self, body, files),
            Body::Ledger(body) => ledger::ledger(self, body, files),
            Body::Mix(body) => count::mix(self, body),
            Body::Partial(body) => count::partial(self, body),
            Body::Count(body) => count::count(self, body),
            Body::Lot(body) => count::lot(self, body),
            Body::Outcome(body) => count::outcome(self, body),
        }
    }
}
