//! The desk's poll book: `pollbook::desk`, which decides, with its log, its strip and its pending cards.

mod acts;

use super::keep;
use super::log::LogFile;
use super::owed::Owed;
use super::strip::Strip;
use crate::disk::DiskError;
use door::Problem;
use election::bytes::Digest;
use election::id::BranchId;
use pollbook::VoterKey;
use pollbook::desk::{Desk, NotNow, Out};
use pollbook::device::{SessionId, Station};
use pollbook::entry::{Act, Entry, EntryId, Line, Silence, Standing, Why};
use pollbook::ledger::{Answer, Ask};
use pollbook::log::{Fault, Versions};
use pollbook::officers::{NotAgreed, Officers};
use pollbook::policy::Policy;
use protocol::branch::Issued;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// What a desk is made of, besides its log.
#[derive(Debug, Clone)]
pub(super) struct Making {
    pub(super) station: Station,
    pub(super) session: SessionId,
    pub(super) officers: Officers,
    /// Digest of set-up and program.
    pub(super) configuration: Digest,
    pub(super) policy: Policy,
    /// Public numbers of the pending cards, in the order in which they are given.
    pub(super) cards: Vec<Digest>,
    pub(super) strip: PathBuf,
    /// SHA-256 of the program that runs.
    pub(super) program: Option<Digest>,
}

/// A desk that keeps what it decides.
#[derive(Debug)]
pub(super) struct PollBook {
    making: Making,
    path: PathBuf,
    desk: Desk,
    log: LogFile,
    strip: Strip,
    /// What the headquarters has.
    sent: Versions,
    /// What the strip did not print; kept over a restart.
    owed: Owed,
    /// Its session was handed over: both officers signed it, and the headquarters said so.
    replaced: bool,
    /// Is the program that was started in the log?
    told_start: bool,
}

/// What comes next for the voter at the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Ask the headquarters.
    Ask(Ask),
    /// Give a card.
    Card {
        /// The question that was answered: its counter is the receipt number.
        claim: EntryId,
        /// Any card of the stack, or the pending card of this number.
        standing: Standing,
    },
    /// Give the card that this voter was owed since the strip failed.
    Owed {
        /// As for a card.
        claim: EntryId,
        /// As for a card.
        standing: Standing,
    },
    /// The check-in stands, and the strip did not print it: the card is owed.
    CardOwed {
        /// As for a card.
        claim: EntryId,
    },
    /// Give none.
    Away(Why),
    /// Nothing more.
    Done,
    /// The undoing stands, and the strip did not print it.
    NotPrinted,
}

/// Why the poll book cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadBook {
    /// The disk.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// The log does not hold together.
    #[error("the desk's log: {0}")]
    Log(#[from] Fault),
    /// Not now.
    #[error(transparent)]
    NotNow(#[from] NotNow),
    /// What is said to be of this branch's desks is not.
    #[error("the headquarters sent entry {0}, which is of branch {1}")]
    Foreign(EntryId, BranchId),
    /// The officers of this branch did not agree to it.
    #[error("the headquarters sent entry {0}: {1}")]
    NotAgreed(EntryId, NotAgreed),
}

impl From<BadBook> for Problem {
    fn from(bad: BadBook) -> Self {
        match bad {
            BadBook::Disk(error) => error.into(),
            BadBook::Log(fault) => Self::conflict("log", fault)
                .remedy("Keep this machine and its folder as they are, and tell the headquarters"),
            BadBook::NotNow(not_now) => Self::conflict("desk", not_now),
            BadBook::Foreign(..) | BadBook::NotAgreed(..) => {
                Self::conflict("log", bad).remedy("Nothing of it was taken: tell the supervisory body")
            }
        }
    }
}

impl PollBook {
    /// Opens the log in the machine's folder and goes on where it was left.
    pub(super) fn open(folder: &Path, making: Making) -> Result<Self, BadBook> {
        let path = folder.join("desk.log");
        let (log, kept) = LogFile::open(&path)?;
        let desk = start(&making, kept)?;
        let strip = Strip::new(&making.strip);
        let owed = Owed::open(folder)?;
        let told = keep::replaced(folder)?.is_some_and(|session| session == desk.session());
        let replaced = told || desk.log().entries().any(|entry| entry.supersedes() == Some(desk.session()));
        let mut book =
            Self { making, path, desk, log, strip, sent: Versions::new(), owed, replaced, told_start: false };
        book.print_last();
        Ok(book)
    }

    /// A machine that was killed between its disk and its strip has a line that no paper shows. It can only be the last one,
    /// for each is printed before the next is kept. Whether it was printed is written nowhere, so it is printed again: a
    /// line that is read twice is one.
    fn print_last(&mut self) {
        let session = self.session();
        let mut own = self.desk.log().session(&session).iter().rev();
        let last = own.find(|entry| !matches!(entry.act, Act::Started { .. }));
        let line = match last.map(|last| (&last.act, last.at)) {
            Some((Act::Admitted { ask, voter, standing }, at)) => Line::CheckedIn {
                claim: EntryId { session, counter: *ask },
                voter: *voter,
                at,
                standing: *standing,
            },
            Some((Act::Undone(agreed), _)) => Line::Undone { claim: agreed.act().claim },
            _ => return,
        };
        // What the strip did not take is printed before the next line anyway, or with its card.
        if self.owed.owes(&line) {
            return;
        }
        if let Err(error) = self.strip.print(&line) {
            say!("amin branch {}: not printed: {error}", self.making.station.branch);
            self.owed.owe_last(line);
        }
    }

    /// The receipt of the last line of before the start, which the strip did not take since.
    pub(super) fn line_owed(&self) -> Option<EntryId> {
        self.owed.last().map(|line| match line {
            Line::CheckedIn { claim, .. } | Line::Undone { claim } => *claim,
        })
    }

    /// Does another device stand in this one's place?
    pub(super) fn is_replaced(&self) -> bool {
        self.replaced
    }

    /// The desk.
    pub(super) fn desk(&self) -> &Desk {
        &self.desk
    }

    /// The polls are open by the record's word.
    pub(super) fn open_polls(&mut self, opening: Digest, wall: u64) -> Result<(), BadBook> {
        if self.desk.is_open() {
            return Ok(());
        }
        let outs = self.desk.open_on_record(opening, wall);
        self.act(None, outs).map(drop)
    }

    /// The program that was started is in the log before the first voter whom it asks about. Not sooner: a folder that was restored
    /// from an older copy must first hear what it forgot.
    pub(super) fn tell_start(&mut self, wall: u64) -> Result<(), BadBook> {
        let Some(program) = self.making.program.filter(|_| !self.told_start && self.desk.is_open()) else {
            return Ok(());
        };
        let outs = self.desk.started(program, wall);
        self.act(None, outs)?;
        self.told_start = true;
        Ok(())
    }

    /// A voter stands at the desk. Typed again while the question is open, it is the same question.
    pub(super) fn arrive(&mut self, voter: VoterKey, wall: u64) -> Result<Step, BadBook> {
        if let Some(claim) = self.owed_to(&voter) {
            let outs = self.desk.give(claim)?;
            let Step::Card { claim, standing } = self.act(Some(claim), outs)? else {
                return Ok(Step::CardOwed { claim });
            };
            // Before the card is given: a machine that stops just then gives none on its own, and the officers look.
            if let Err(error) = self.owed.settle(claim) {
                say!("amin branch: a card that was printed cannot be given: {error}");
                return Ok(Step::CardOwed { claim });
            }
            return Ok(Step::Owed { claim, standing });
        }
        self.tell_start(wall)?;
        if let Some(ask) = self.desk.asking_about(&voter) {
            return Ok(Step::Ask(self.desk.ask_again(ask)?));
        }
        let outs = self.desk.arrive(voter, wall)?;
        self.act(None, outs)
    }

    /// The check-in of this voter whose card was never given. One that was taken back since is owed nothing.
    fn owed_to(&self, voter: &VoterKey) -> Option<EntryId> {
        let book = self.desk.book();
        self.cards_owed().find(|claim| book.get(claim).is_some_and(|known| known.voter == *voter))
    }

    /// Check-ins that stand and whose cards are owed.
    pub(super) fn cards_owed(&self) -> impl Iterator<Item = EntryId> + '_ {
        let book = self.desk.book();
        let stands =
            |claim: &EntryId| book.get(claim).is_some_and(|of| !book.is_withdrawn(claim, &of.branch));
        self.owed.cards().filter(stands)
    }

    /// Check-ins whose undoing stands and is not on the strip.
    pub(super) fn undoings_owed(&self) -> impl Iterator<Item = EntryId> + '_ {
        self.owed.undone()
    }

    /// Prints the line of before, and the undoings that the strip did not take: a lost folder would lose the one, and bring the
    /// others' check-ins back.
    pub(super) fn print_owed(&mut self) -> Result<(), DiskError> {
        if let Some(line) = self.owed.last() {
            self.strip.print(line)?;
            self.owed.last_printed();
        }
        loop {
            let Some(claim) = self.owed.undone().next() else { return Ok(()) };
            self.strip.print(&Line::Undone { claim })?;
            self.owed.printed(claim);
        }
    }

    /// The headquarters answered.
    pub(super) fn answered(&mut self, ask: EntryId, answer: Answer, wall: u64) -> Result<Step, BadBook> {
        if answer == Answer::Superseded && !self.replaced {
            self.replaced = true;
            // The log may come later than the next start.
            let folder = self.path.parent().unwrap_or(Path::new("."));
            keep::put_replaced(folder, &self.session())?;
        }
        match self.desk.answered(ask, answer, wall) {
            Ok(outs) => self.act(Some(ask), outs),
            Err(not_now) => self.ended(ask, not_now),
        }
    }

    /// It did not: the policy decides.
    pub(super) fn unanswered(&mut self, ask: EntryId, reason: Silence, wall: u64) -> Result<Step, BadBook> {
        let card = self.next_card();
        match self.desk.unanswered(ask, card, reason, wall) {
            Ok(outs) => self.act(Some(ask), outs),
            Err(not_now) => self.ended(ask, not_now),
        }
    }

    /// It did not, and the roll does not name this person.
    pub(super) fn not_on_roll(&mut self, ask: EntryId, reason: Silence, wall: u64) -> Result<Step, BadBook> {
        match self.desk.not_on_roll(ask, reason, wall) {
            Ok(outs) => self.act(Some(ask), outs),
            Err(not_now) => self.ended(ask, not_now),
        }
    }

    /// Questions that a crash left without an end and whose voters have gone: they may vote anywhere.
    pub(super) fn end_questions(&mut self, before: u64, wall: u64) -> Result<(), BadBook> {
        let asked = |ask: &&EntryId| self.desk.log().get(ask).is_some_and(|entry| entry.at.wall < before);
        let left: Vec<EntryId> = self.desk.unfinished().filter(asked).copied().collect();
        for ask in left {
            let outs = self.desk.interrupted(ask, wall)?;
            self.act(Some(ask), outs)?;
        }
        Ok(())
    }

    /// Which cards may be used.
    pub(super) fn issued(&self) -> Issued {
        let book = self.desk.book();
        let mut issued = Issued::default();
        for claim in book.at(&self.making.station.branch) {
            match claim.standing {
                Standing::Confirmed => issued.confirmed += 1,
                Standing::Pending { serial } => {
                    issued.pending.insert(serial);
                }
            }
        }
        issued
    }

    /// The place of a pending card in its stack, from 1.
    pub(super) fn place(&self, card: &Digest) -> Option<u64> {
        self.making.cards.iter().position(|of| of == card).map(|place| place as u64 + 1)
    }

    /// The last check-in at this desk.
    pub(super) fn last(&self) -> Option<(EntryId, Standing)> {
        let own = self.desk.log().session(&self.making.session).iter().rev();
        own.filter_map(|entry| match &entry.act {
            Act::Admitted { ask, standing, .. } => {
                Some((EntryId { session: entry.id.session, counter: *ask }, *standing))
            }
            _ => None,
        })
        .next()
    }

    /// How far all that is here goes, what the headquarters lacks of it, as much as `most` bytes take on their way, and
    /// whether there is more.
    pub(super) fn unsent(&self, most: usize) -> (Versions, Vec<String>, bool) {
        let text = |entry: &Entry| String::from_utf8(entry.to_bytes()).expect("an entry is JSON");
        let mut left = most;
        let fits = |line: &String| {
            // On its way it stands within JSON once more.
            let sent = line.len() + line.matches(['"', '\\']).count() + 3;
            let fits = sent <= left || left == most;
            left = left.saturating_sub(sent);
            fits
        };
        let all = self.desk.log().since(&self.sent).count();
        let lines: Vec<String> = self.desk.log().since(&self.sent).map(text).take_while(fits).collect();
        let more = lines.len() < all;
        (self.desk.log().versions(), lines, more)
    }

    /// The headquarters has this much, and has sent what was lacking here: a folder that was restored from an older copy
    /// learns what it forgot. Only what this branch's desks wrote, and what its officers agreed to where they must.
    pub(super) fn heard(&mut self, has: Versions, lacking: Vec<Entry>) -> Result<(), BadBook> {
        for entry in &lacking {
            if entry.branch != self.making.station.branch {
                return Err(BadBook::Foreign(entry.id, entry.branch.clone()));
            }
            entry.check(&self.making.officers).map_err(|bad| BadBook::NotAgreed(entry.id, bad))?;
        }
        let mut log = self.desk.log().clone();
        let mut new = Vec::new();
        for entry in lacking {
            if log.take(entry.clone())? == pollbook::log::Taken::New {
                new.push(entry);
            }
        }
        if !new.is_empty() {
            self.log.append(&new)?;
            self.again()?;
            let own = self.session();
            self.replaced |= new.iter().any(|entry| entry.supersedes() == Some(own));
        }
        self.sent = has;
        Ok(())
    }

    /// Does the headquarters not know yet of questions that ended here? It must, before it is asked of anybody.
    pub(super) fn has_ended_unheard(&self) -> bool {
        self.desk.log().since(&self.sent).any(|entry| match &entry.act {
            Act::TurnedAway { .. } | Act::Undone(_) => true,
            Act::Admitted { standing, .. } => *standing != Standing::Confirmed,
            _ => false,
        })
    }

    fn next_card(&self) -> Option<Digest> {
        let given: HashSet<Digest> = self
            .desk
            .book()
            .claims()
            .filter_map(|claim| match claim.standing {
                Standing::Pending { serial } => Some(serial),
                Standing::Confirmed => None,
            })
            .collect();
        self.making.cards.iter().find(|card| !given.contains(*card)).copied()
    }

    /// Does what the desk puts out, each finished before the next. What could not be kept did not happen: the desk is then
    /// started again on what was. What was kept and could not be printed did happen: it is owed to the strip.
    fn act(&mut self, ask: Option<EntryId>, outs: Vec<Out>) -> Result<Step, BadBook> {
        let mut step = Step::Done;
        let mut kept = Vec::new();
        for out in outs {
            match out {
                // Entries that follow each other share one flush.
                Out::Keep(entry) => kept.push(entry),
                Out::Print(line) => {
                    self.keep(&mut kept)?;
                    if let Err(error) = self.print_owed().and_then(|()| self.strip.print(&line)) {
                        say!("amin branch {}: not printed: {error}", self.making.station.branch);
                        self.owed.owe(&line);
                        step = match line {
                            Line::CheckedIn { claim, .. } => Step::CardOwed { claim },
                            Line::Undone { .. } => Step::NotPrinted,
                        };
                    }
                }
                Out::Ask(ask) => step = Step::Ask(ask),
                // No card without its line.
                Out::Card(_) if matches!(step, Step::CardOwed { .. }) => {}
                Out::Card(standing) => {
                    let claim = ask.expect("a card is given in answer to a question");
                    step = Step::Card { claim, standing };
                }
                Out::TurnAway(why) => step = Step::Away(why),
            }
        }
        self.keep(&mut kept)?;
        Ok(step)
    }

    fn keep(&mut self, entries: &mut Vec<Entry>) -> Result<(), BadBook> {
        if entries.is_empty() {
            return Ok(());
        }
        if let Err(error) = self.log.append(entries) {
            self.again()?;
            return Err(error.into());
        }
        entries.clear();
        Ok(())
    }

    /// The desk as its file has it.
    fn again(&mut self) -> Result<(), BadBook> {
        let (log, kept) = LogFile::open(&self.path)?;
        self.desk = start(&self.making, kept)?;
        self.log = log;
        Ok(())
    }

    /// The question was asked twice at once, and the other answer came first: this one is the same.
    fn ended(&self, ask: EntryId, not_now: NotNow) -> Result<Step, BadBook> {
        let own = self.desk.log().session(&ask.session).iter();
        let mut ended = own.filter_map(|entry| match &entry.act {
            Act::Admitted { ask: of, standing, .. } if *of == ask.counter => {
                Some(Step::Card { claim: ask, standing: *standing })
            }
            Act::TurnedAway { ask: of, why, .. } if *of == ask.counter => Some(Step::Away(why.clone())),
            _ => None,
        });
        ended.next_back().ok_or(not_now.into())
    }
}

fn start(making: &Making, kept: Vec<Entry>) -> Result<Desk, Fault> {
    let Making { station, session, officers, configuration, policy, .. } = making.clone();
    Desk::start(station, session, officers, configuration, policy, kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crypto::signature::Signer;
    use pollbook::entry::{Undo, UndoReason};
    use pollbook::officers::{Agreed, consent};

    const NINE: u64 = 1_800_000_000_000;

    fn digest(n: u8) -> Digest {
        Digest([n; 32])
    }

    fn making(folder: &Path, policy: Policy) -> Making {
        let key = |n: u8| Signer::from_seed(&[n; 32]).public();
        Making {
            station: Station { branch: BranchId::new("0001").expect("an id"), desk: 1 },
            session: SessionId([1; 16]),
            officers: Officers { event: digest(9), executive: key(1), supervisory: key(2) },
            configuration: digest(8),
            policy,
            cards: (1..=3).map(digest).collect(),
            strip: folder.join("strip.txt"),
            program: Some(digest(8)),
        }
    }

    fn open(folder: &Path, policy: Policy) -> PollBook {
        let mut book = PollBook::open(folder, making(folder, policy)).expect("a folder");
        book.open_polls(digest(7), NINE).expect("a disk");
        book
    }

    fn asked(book: &mut PollBook, who: u8) -> Ask {
        match book.arrive(VoterKey([who; 32]), NINE).expect("a disk") {
            Step::Ask(ask) => ask,
            other => panic!("asked, not {other:?}"),
        }
    }

    fn kept(folder: &Path) -> Vec<Entry> {
        LogFile::open(&folder.join("desk.log")).expect("a log").1
    }

    #[test]
    fn a_machine_killed_between_question_and_answer_asks_the_same_question() {
        let folder = tempfile::tempdir().expect("a folder");
        let before = asked(&mut open(folder.path(), Policy::Refuse), 5);
        let mut book = open(folder.path(), Policy::Refuse);
        assert_eq!(asked(&mut book, 5), before);
        let step = book.answered(before.id, Answer::Confirmed, NINE).expect("a disk");
        assert_eq!(step, Step::Card { claim: before.id, standing: Standing::Confirmed });
        assert_eq!(book.issued().confirmed, 1);
        // Killed again before the card was given: it is found under its receipt number.
        let book = open(folder.path(), Policy::Refuse);
        assert_eq!(book.last(), Some((before.id, Standing::Confirmed)));
        assert_eq!(book.issued().confirmed, 1);
    }

    #[test]
    fn the_same_question_asked_twice_at_once_is_answered_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut book = open(folder.path(), Policy::Refuse);
        let (one, two) = (asked(&mut book, 5), asked(&mut book, 5));
        assert_eq!(one, two);
        let first = book.answered(one.id, Answer::Confirmed, NINE).expect("a disk");
        assert_eq!(book.answered(two.id, Answer::Confirmed, NINE).expect("a disk"), first);
        assert_eq!(book.unanswered(two.id, Silence::Unreachable, NINE).expect("a disk"), first);
        assert_eq!(book.issued().confirmed, 1);
    }

    #[test]
    fn pending_cards_are_given_in_their_order_and_no_more_than_there_are() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut book = open(folder.path(), Policy::Pending { most: 3 });
        for who in 11..=13 {
            let ask = asked(&mut book, who);
            let step = book.unanswered(ask.id, Silence::Unreachable, NINE).expect("a disk");
            let serial = digest(who - 10);
            assert_eq!(step, Step::Card { claim: ask.id, standing: Standing::Pending { serial } });
            assert_eq!(book.place(&serial), Some(u64::from(who) - 10));
            // Killed and started again, it goes on with the next card.
            book = open(folder.path(), Policy::Pending { most: 3 });
        }
        let ask = asked(&mut book, 14);
        let step = book.unanswered(ask.id, Silence::Unreachable, NINE).expect("a disk");
        assert_eq!(step, Step::Away(Why::NotReached));
        assert_eq!(book.issued().pending.len(), 3);
        let strip = std::fs::read_to_string(folder.path().join("strip.txt")).expect("a strip");
        assert_eq!(strip.lines().collect::<std::collections::BTreeSet<_>>().len(), 3, "each at least once");
    }

    #[test]
    fn a_line_that_a_power_cut_kept_from_the_strip_is_printed_afterwards() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut book = open(folder.path(), Policy::Pending { most: 3 });
        let ask = asked(&mut book, 5);
        book.unanswered(ask.id, Silence::Unreachable, NINE).expect("a disk");
        drop(book);
        // The log was flushed, and the power went before the printer moved.
        let path = folder.path().join("strip.txt");
        let printed = std::fs::read_to_string(&path).expect("a strip");
        std::fs::write(&path, "").expect("a strip");
        open(folder.path(), Policy::Pending { most: 3 });
        assert_eq!(std::fs::read_to_string(&path).expect("a strip"), printed);
    }

    #[test]
    fn s5_every_start_tells_its_program_before_the_next_voter() {
        let folder = tempfile::tempdir().expect("a folder");
        let started = |kept: &[Entry]| {
            let tells = |entry: &Entry| entry.act == Act::Started { program: digest(8) };
            kept.iter()
                .enumerate()
                .filter(|(_, entry)| tells(entry))
                .map(|(place, _)| place)
                .collect::<Vec<_>>()
        };
        let mut book = open(folder.path(), Policy::Refuse);
        assert!(started(&kept(folder.path())).is_empty(), "not before a voter comes");
        for who in [5, 6] {
            asked(&mut book, who);
        }
        drop(book);
        let before = kept(folder.path());
        assert_eq!(started(&before), [1], "once, and before them: {before:?}");
        let mut book = open(folder.path(), Policy::Refuse);
        asked(&mut book, 7);
        assert_eq!(started(&kept(folder.path())), [1, before.len()], "and again when it was started again");
    }

    #[test]
    fn a_strip_without_paper_lets_nobody_in() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut making = making(folder.path(), Policy::Pending { most: 3 });
        making.strip = folder.path().join("no such folder/strip");
        let mut book = PollBook::open(folder.path(), making).expect("a folder");
        book.open_polls(digest(7), NINE).expect("a disk");
        let ask = asked(&mut book, 5);
        let owed = Step::CardOwed { claim: ask.id };
        assert_eq!(book.unanswered(ask.id, Silence::Unreachable, NINE).expect("a disk"), owed);
        assert_eq!(book.arrive(VoterKey([5; 32]), NINE).expect("a disk"), owed, "still without paper");
        assert_eq!(book.cards_owed().collect::<Vec<_>>(), [ask.id]);
        std::fs::create_dir(folder.path().join("no such folder")).expect("a disk");
        // Killed and started again, it still owes the card.
        drop(book);
        let mut making = super::tests::making(folder.path(), Policy::Pending { most: 3 });
        making.strip = folder.path().join("no such folder/strip");
        let mut book = PollBook::open(folder.path(), making.clone()).expect("a folder");
        let owed = book.arrive(VoterKey([5; 32]), NINE).expect("paper");
        assert!(matches!(owed, Step::Owed { standing: Standing::Pending { .. }, .. }), "{owed:?}");
        assert_eq!(book.issued().pending.len(), 1, "one check-in, one card");
        assert!(matches!(book.arrive(VoterKey([5; 32]), NINE), Ok(Step::Away(_))), "given once");
        let mut book = PollBook::open(folder.path(), making).expect("a folder");
        assert!(
            matches!(book.arrive(VoterKey([5; 32]), NINE), Ok(Step::Away(_))),
            "given once, also after a start"
        );
        assert_eq!(book.cards_owed().count(), 0);
    }

    #[test]
    fn an_undoing_that_the_strip_did_not_take_stands_and_is_printed_when_there_is_paper() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut making = making(folder.path(), Policy::Refuse);
        let paper = folder.path().join("paper");
        making.strip = paper.join("strip");
        std::fs::create_dir(&paper).expect("a disk");
        let mut book = PollBook::open(folder.path(), making.clone()).expect("a folder");
        book.open_polls(digest(7), NINE).expect("a disk");
        let claim = asked(&mut book, 5).id;
        book.answered(claim, Answer::Confirmed, NINE).expect("a disk");
        std::fs::rename(&paper, folder.path().join("no paper")).expect("a disk");
        let undo = Undo { claim, reason: UndoReason::WrongPerson };
        let [one, two] = [1, 2].map(|n| consent(&digest(9), &undo, &Signer::from_seed(&[n; 32])));
        let agreed = Agreed::new(&making.officers, undo, one, two).expect("they agree");
        assert_eq!(book.agreed(vec![Act::Undone(agreed)], NINE).expect("a disk"), Step::NotPrinted);
        assert_eq!(book.issued().confirmed, 0, "it stands");
        assert!(book.print_owed().is_err(), "still without paper");
        // Started again, the strip still owes it, before any line of another voter.
        let mut book = PollBook::open(folder.path(), making).expect("a folder");
        assert_eq!(book.undoings_owed().collect::<Vec<_>>(), [claim]);
        std::fs::rename(folder.path().join("no paper"), &paper).expect("a disk");
        let next = asked(&mut book, 6).id;
        book.answered(next, Answer::Confirmed, NINE).expect("a disk");
        let strip = std::fs::read_to_string(paper.join("strip")).expect("paper");
        let lines: Vec<Line> =
            strip.lines().map(|line| serde_json::from_str(line).expect("a line")).collect();
        let [Line::CheckedIn { .. }, Line::Undone { claim: undone }, Line::CheckedIn { claim: last, .. }] =
            *lines
        else {
            panic!("{strip}")
        };
        assert_eq!((undone, last), (claim, next));
        assert_eq!(book.undoings_owed().count(), 0);
    }

    #[test]
    fn a_headquarters_cannot_slip_in_what_this_branch_did_not_write_or_its_officers_did_not_sign() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut book = open(folder.path(), Policy::Refuse);
        let foreign = |branch: &str, act: Act| Entry {
            id: EntryId { session: SessionId([9; 16]), counter: 0 },
            previous: digest(0),
            at: pollbook::clock::Moment { wall: NINE, count: 0 },
            branch: BranchId::new(branch).expect("an id"),
            act,
        };
        let before = kept(folder.path());
        let of_another = foreign("0002", Act::Reached);
        assert!(matches!(book.heard(Versions::new(), vec![of_another]), Err(BadBook::Foreign(..))));
        let claim = EntryId { session: SessionId([1; 16]), counter: 1 };
        let undo = Undo { claim, reason: UndoReason::NeverGiven };
        let strangers = [7, 8].map(|n| Signer::from_seed(&[n; 32]));
        let [one, other] = strangers.each_ref().map(|stranger| consent(&digest(9), &undo, stranger));
        let [executive, supervisory] = strangers.each_ref().map(Signer::public);
        let officers = Officers { event: digest(9), executive, supervisory };
        let forged = Agreed::new(&officers, undo, one, other).expect("they agree");
        let undone = foreign("0001", Act::Undone(forged));
        assert!(matches!(book.heard(Versions::new(), vec![undone]), Err(BadBook::NotAgreed(..))));
        assert_eq!(kept(folder.path()), before, "nothing was taken");
    }

    #[test]
    fn voters_who_have_gone_are_free_to_vote_anywhere() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut book = open(folder.path(), Policy::Refuse);
        let ask = asked(&mut book, 5);
        book.end_questions(NINE, NINE).expect("a disk");
        assert_eq!(book.desk().unfinished().count(), 1, "not yet");
        book.end_questions(NINE + 1, NINE).expect("a disk");
        assert_eq!(book.desk().unfinished().count(), 0);
        assert!(book.has_ended_unheard());
        let versions = book.unsent(usize::MAX).0;
        book.heard(versions, Vec::new()).expect("a disk");
        assert!(!book.has_ended_unheard());
        assert_ne!(asked(&mut book, 5), ask);
    }

    #[test]
    fn a_folder_restored_from_an_older_copy_learns_what_it_forgot_and_a_copied_one_is_a_fault() {
        let (folder, copy) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let mut book = open(folder.path(), Policy::Refuse);
        std::fs::copy(folder.path().join("desk.log"), copy.path().join("desk.log")).expect("a copy");
        let ask = asked(&mut book, 5);
        book.answered(ask.id, Answer::Confirmed, NINE).expect("a disk");
        let all = kept(folder.path());
        // That it started is told when a voter comes, and not before it has heard what it forgot.
        let mut restored = open(copy.path(), Policy::Refuse);
        restored.heard(book.desk().log().versions(), all[1..].to_vec()).expect("it follows");
        assert_eq!(restored.issued(), book.issued());
        assert_eq!(kept(copy.path()), all);
        // Two folders that both went on in one session.
        asked(&mut book, 6);
        asked(&mut restored, 7);
        let last = kept(folder.path()).pop().expect("an entry");
        assert!(matches!(
            restored.heard(Versions::new(), vec![last]),
            Err(BadBook::Log(Fault::Forked { .. }))
        ));
    }
}
