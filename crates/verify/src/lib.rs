//! The verifier («راستی‌آزما»): recomputes an election from its public record alone.
//!
//! It links nothing but the ground crates, reads through a [`Source`] that its caller hands in, and reports
//! one line a named check of `docs/protocol/`: what was checked and how often, or what is wrong and whose
//! fault it is. Checks do not stop each other: a changed total is found by the log, by the file's digest and
//! by the recount, and all three say so.
//!
//! The log is read once, entry by entry; then box after box, its ballots, its mixes, its opening, its count. In
//! memory is what the entries amount to, and one box. Boxes can be shared out among machines ([`Share`], [`merge`]), and
//! what a finished box gave can be kept, so that interrupted work goes on ([`Journal`]).

pub mod checks;
mod report;
mod share;
mod source;

pub use checks::log::Head;
pub use report::{Finding, Line, Report, Verdict};
pub use share::{BadMerge, BadShare, Boxed, Part, Share, merge};
pub use source::{Folder, Source, Unreadable};

use election::unit::BoxId;
use rand_core::CryptoRng;
use source::Watched;

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

/// Where finished boxes are kept, for a record of a certain head.
pub trait Journal {
    /// What was kept of a box of the record with this head.
    fn known(&mut self, head: &Head, box_id: &BoxId) -> Option<Boxed>;
    /// Keeps what a box gave, before the next is begun.
    fn keep(&mut self, head: &Head, boxed: &Boxed);
}

/// Keeps nothing.
#[derive(Debug, Clone, Copy)]
pub struct Forgetful;
impl Journal for Forgetful {
    fn known(&mut self, _: &Head, _: &BoxId) -> Option<Boxed> {
        None
    }
    fn keep(&mut self, _: &Head, _: &Boxed) {}
}

/// Checks a whole record. `rng` gives the weights of batched equations; a liar must not know them.
pub fn verify(
    source: &dyn Source,
    expected: &Expected,
    progress: &dyn Progress,
    rng: &mut impl CryptoRng,
) -> Report {
    verify_share(source, expected, Share::WHOLE, &mut Forgetful, progress, rng).report()
}

/// Checks one share of a record, and goes on where an earlier run with the same journal was interrupted.
pub fn verify_share(
    source: &dyn Source,
    expected: &Expected,
    share: Share,
    journal: &mut dyn Journal,
    progress: &dyn Progress,
    rng: &mut impl CryptoRng,
) -> Part {
    let watched = Watched::new(source);
    let mut part = go(&watched, expected, share, journal, progress, rng);
    if let Some(failure) = watched.failed() {
        part.common.unread(failure.what);
    }
    part
}

fn go(
    source: &Watched<'_>,
    expected: &Expected,
    share: Share,
    journal: &mut dyn Journal,
    progress: &dyn Progress,
    rng: &mut impl CryptoRng,
) -> Part {
    let announced = expected.event;
    let (mut common, own) = (Report::default(), Report::default());
    let mut folding = checks::entries::Folding::default();
    let entries =
        checks::log::check(source, announced, &mut common, progress, &mut |sequence, bytes, report| {
            folding.take(source, sequence, bytes, report);
        });
    let Some(entries) = entries else {
        let (head, boxes, checked) = (None, 0, Vec::new());
        return Part { format: Part::FORMAT, share, head, announced, boxes, common, own, checked };
    };
    let folded = folding.end(entries, expected, &mut common);
    checks::files::check(source, &folded, &mut common);
    let mut part = Part {
        format: Part::FORMAT,
        share,
        head: Some(folded.entries.head()),
        announced,
        boxes: folded.state.boxes().len() as u64,
        common,
        own,
        checked: Vec::new(),
    };
    checks::boxes::check(source, &folded, &mut part, journal, progress, rng);
    // The totals of a contest are the sum of its minutes, and each share holds its minutes against its boxes: one
    // of them adds up.
    if share.has(0) {
        checks::outcome::check(source, &folded.state, &part.checked, &mut part.own);
    }
    part
}
