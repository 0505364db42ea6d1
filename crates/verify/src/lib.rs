//! The verifier («راستی‌آزما»): recomputes an election from its public record alone.
//!
//! It links nothing but the ground crates, reads through a [`Source`] that its caller hands in, and reports
//! one line a named check of `docs/protocol/`: what was checked and how often, or what is wrong and whose
//! fault it is. Checks do not stop each other: a changed total is found by the log, by the file's digest and
//! by the recount, and all three say so.

pub mod checks;
mod report;
mod source;

pub use report::{Finding, Line, Report, Verdict};
pub use source::{Folder, Source, Unreadable};

use rand_core::CryptoRng;

/// What the public knows from elsewhere: a poster, a newspaper.
#[derive(Debug, Clone, Default)]
pub struct Expected {
    /// The digest of the set-up, if known.
    pub event: Option<election::bytes::Digest>,
}

/// Somewhere to say how far the work is.
pub trait Progress: Sync {
    /// `done` of `all` in a phase of the work.
    fn at(&self, phase: &str, done: u64, all: u64);
}

/// Says nothing.
#[derive(Debug, Clone, Copy)]
pub struct Quiet;
impl Progress for Quiet {
    fn at(&self, _: &str, _: u64, _: u64) {}
}

/// Checks a whole record. `rng` gives the weights of batched equations; a liar must not know them.
pub fn verify(
    source: &dyn Source,
    expected: &Expected,
    progress: &dyn Progress,
    rng: &mut impl CryptoRng,
) -> Report {
    let mut report = Report::default();
    let Some(entries) = checks::log::check(source, &mut report, progress) else { return report };
    let state = checks::entries::check(source, &entries, expected, &mut report, progress);
    checks::files::check(source, &entries, &state, &mut report);
    checks::ballots::check(&entries, &state, &mut report, progress, rng);
    let counted = checks::boxes::check(source, &entries, &state, &mut report, progress, rng);
    checks::outcome::check(source, &state, &counted, &mut report);
    report
}
