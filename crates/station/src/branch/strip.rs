//! The strip: each check-in on paper before the card is given, so that a lost folder loses nobody.
//!
//! It is a file or a printer's device: `--strip /dev/usb/lp0`. A file on the same disk as the log is good for a rehearsal
//! and for nothing else.
//!
//! It is read back as it was printed, a line of JSON a line (from the square codes), or typed from the paper list of who has
//! voted: receipt number, national number, and for a pending card its place.

use crate::disk::DiskError;
use door::session::RollKey;
use election::national_id::NationalId;
use pollbook::VoterKey;
use pollbook::clock::Moment;
use pollbook::device::SessionId;
use pollbook::entry::{EntryId, Line};
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Where lines are printed.
#[derive(Debug)]
pub(super) struct Strip(PathBuf);

impl Strip {
    pub(super) fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Prints a line. A strip that is out of paper stops the check-in.
    pub(super) fn print(&self, line: &Line) -> Result<(), DiskError> {
        let at = DiskError::at(&self.0);
        let mut text = serde_json::to_vec(line).expect("a line holds only texts and numbers");
        text.push(b'\n');
        let mut strip = std::fs::OpenOptions::new().create(true).append(true).open(&self.0).map_err(&at)?;
        strip.write_all(&text).map_err(&at)?;
        match strip.sync_data() {
            // A printer has nothing to flush.
            Err(error) if error.kind() == std::io::ErrorKind::InvalidInput => Ok(()),
            flushed => flushed.map_err(&at),
        }
    }
}

/// A line that was read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Read {
    /// As it was printed.
    Printed(Line),
    /// As it stands on the paper list.
    Typed {
        /// Session and receipt number.
        claim: EntryId,
        /// Who.
        voter: VoterKey,
        /// When, to the minute.
        at: Moment,
        /// The place of the pending card.
        place: Option<u64>,
    },
}

/// Why a strip is not read back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum BadStrip {
    /// A line that says nothing.
    #[error(
        "line {0} is neither a printed line nor «receipt, national number, 2026-05-01T08:30Z, place of a pending card»"
    )]
    Line(usize),
    /// A line of another session.
    #[error("line {0} is of another session: read each strip by itself")]
    AnotherSession(usize),
    /// A receipt number twice.
    #[error("line {0} has a receipt number that stands above it already, with something else")]
    Twice(usize),
    /// Nothing at all.
    #[error("the strip is empty: say that it is lost, if it is")]
    Empty,
}

/// Reads a strip of one session. A line that was printed twice is one.
pub(super) fn read(text: &str, session: SessionId, key: &RollKey) -> Result<Vec<Read>, BadStrip> {
    let (mut lines, mut receipts) = (Vec::new(), BTreeSet::new());
    for (number, text) in (1..).zip(text.lines().map(str::trim)) {
        if text.is_empty() {
            continue;
        }
        let line = if text.starts_with('{') { printed(text) } else { typed(text, session, key) };
        let line = line.ok_or(BadStrip::Line(number))?;
        let (claim, is_check_in) = match &line {
            Read::Printed(Line::CheckedIn { claim, .. }) | Read::Typed { claim, .. } => (*claim, true),
            Read::Printed(Line::Undone { claim }) => (*claim, false),
        };
        if is_check_in && claim.session != session {
            return Err(BadStrip::AnotherSession(number));
        }
        if lines.contains(&line) {
            continue;
        }
        if is_check_in && !receipts.insert(claim) {
            return Err(BadStrip::Twice(number));
        }
        lines.push(line);
    }
    if lines.is_empty() { Err(BadStrip::Empty) } else { Ok(lines) }
}

fn printed(text: &str) -> Option<Read> {
    serde_json::from_str(text).ok().map(Read::Printed)
}

fn typed(text: &str, session: SessionId, key: &RollKey) -> Option<Read> {
    let text: String = text.chars().map(election::national_id::latin).collect();
    let mut words = text.split([',', '\t', ' ', '،']).filter(|word| !word.is_empty());
    let counter = words.next()?.parse().ok()?;
    let national_id = NationalId::parse(words.next()?).ok()?;
    let at = words.next()?.strip_suffix('Z')?;
    let at: jiff::Timestamp = format!("{at}:00Z").parse().ok()?;
    let place = words.next().map(str::parse).transpose().ok()?;
    if words.next().is_some() {
        return None;
    }
    let wall = u64::try_from(at.as_millisecond()).ok()?;
    let voter = VoterKey::of(&key.0, &national_id);
    Some(Read::Typed { claim: EntryId { session, counter }, voter, at: Moment { wall, count: 0 }, place })
}

#[cfg(test)]
mod tests {
    use super::*;
    use pollbook::entry::Standing;

    const KEY: RollKey = RollKey([5; 32]);
    const SESSION: SessionId = SessionId([1; 16]);

    fn printed(counter: u64, who: u8) -> String {
        let (claim, voter) = (EntryId { session: SESSION, counter }, VoterKey([who; 32]));
        let at = Moment { wall: 1_800_000_000_000, count: 0 };
        let line = Line::CheckedIn { claim, voter, at, standing: Standing::Confirmed };
        serde_json::to_string(&line).expect("a line is JSON")
    }

    #[test]
    fn r2_a_strip_is_read_as_printed_and_as_typed() {
        let number = NationalId::from_serial(10_000_001).expect("a serial");
        let text = format!(
            "{}\n\n{}\n{}\n ۷، {} 2026-05-01T08:30Z 3\n9\t{}\t2026-05-01T08:31Z",
            printed(1, 1),
            printed(3, 2),
            printed(3, 2),
            number.as_str(),
            number.as_str()
        );
        let lines = read(&text, SESSION, &KEY).expect("a strip");
        assert_eq!(lines.len(), 4, "a line printed twice is one");
        let voter = VoterKey::of(&KEY.0, &number);
        let typed = |n: usize| match &lines[n] {
            Read::Typed { claim, voter, place, .. } => (claim.counter, *voter, *place),
            other => panic!("{other:?}"),
        };
        assert_eq!((typed(2), typed(3)), ((7, voter, Some(3)), (9, voter, None)));
    }

    #[test]
    fn what_a_strip_does_not_say_is_not_guessed() {
        let bad = |text: &str| read(text, SESSION, &KEY).expect_err("refused");
        assert_eq!(bad(" \n"), BadStrip::Empty);
        assert_eq!(bad("7 1234567890 2026-05-01T08:30Z"), BadStrip::Line(1), "a wrong check digit");
        assert_eq!(bad("{}"), BadStrip::Line(1));
        assert_eq!(bad(&format!("{}\n{}", printed(1, 1), printed(1, 2))), BadStrip::Twice(2));
        let other = printed(1, 1).replace(&SESSION.to_string(), &SessionId([2; 16]).to_string());
        assert_eq!(bad(&other), BadStrip::AnotherSession(1));
    }

    proptest::proptest! {
        #[test]
        fn noise_on_a_strip_is_refused_and_never_a_panic(text in "\\PC{0,200}") {
            let _ = read(&text, SESSION, &KEY);
        }
    }
}
