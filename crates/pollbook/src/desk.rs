//! A desk as a machine that is called: a voter in, acts out, never waiting.
//!
//! What comes out is a list of [`Out`] in the order in which it must be done. Each must be finished before the next begins:
//! a question is on disk before it leaves, and a check-in is on disk and on paper before the card is given. A machine that
//! is killed between any two of them can be started on its folder and loses nobody.

use crate::book::Book;
use crate::clock::{Ahead, Clock};
use crate::device::{HandOver, SessionId, Station};
use crate::entry::{
    Act, Closing, Entry, EntryId, Line, Opening, Override, Place, Silence, Standing, StripRead, Undo, Why,
};
use crate::ledger::{Answer, Ask, Refused};
use crate::log::{Log, Taken};
use crate::officers::{Agreed, NotAgreed, Officers};
use crate::policy::Policy;
use crate::reconcile::Figures;
use crate::voter::VoterKey;
use election::bytes::Digest;
use std::collections::BTreeSet;

/// What is to be done, in order, each finished before the next.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "a handful at a time, each moved once to a disk")]
pub enum Out {
    /// Write to the log's file and flush it to the disk.
    Keep(Entry),
    /// Send to the headquarters, and call [`Desk::answered`] or [`Desk::unanswered`].
    Ask(Ask),
    /// Print on the strip.
    Print(Line),
    /// Let the voter draw a card of the shuffled stack, or give the pending card of this serial.
    Card(Standing),
    /// Tell the voter why not. A repeat sounds and shows its two places.
    TurnAway(Why),
}

/// Why the desk does nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotNow {
    /// Not opened yet, or closed.
    #[error("this desk is not open: both officers open it first")]
    NotOpen,
    /// No such question, or it has its answer.
    #[error("question {0} is not waiting for an answer")]
    NoSuchAsk(EntryId),
    /// No such check-in, or not of this branch, or taken back already.
    #[error("check-in {0} does not stand at this branch: look for its receipt number")]
    NoSuchClaim(EntryId),
    /// This serial is on another check-in.
    #[error("this pending card was given to somebody: take the next of the stack")]
    SerialUsed,
    /// Check-ins before the opening.
    #[error("the log shows {0} check-ins before the opening: start on an empty folder after a rehearsal")]
    NotEmpty(u64),
    /// An override that was used.
    #[error("these signatures stood for this person before: have both officers sign again")]
    SignedBefore,
    /// Two officers should have agreed.
    #[error(transparent)]
    Officers(#[from] NotAgreed),
}

/// A desk.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Desk {
    station: Station,
    session: SessionId,
    officers: Officers,
    configuration: Digest,
    policy: Policy,
    clock: Clock,
    log: Log,
    book: Book,
    /// Questions of this session without an outcome.
    asking: BTreeSet<EntryId>,
    taken_off: BTreeSet<VoterKey>,
    open: bool,
    cut_off: bool,
}

impl Desk {
    /// Starts a desk on its folder: on nothing the first time, on all that was kept after a crash.
    pub fn start(
        station: Station,
        session: SessionId,
        officers: Officers,
        configuration: Digest,
        policy: Policy,
        kept: impl IntoIterator<Item = Entry>,
    ) -> Result<Self, crate::log::Fault> {
        let mut desk = Self {
            station,
            session,
            officers,
            configuration,
            policy,
            clock: Clock::default(),
            log: Log::default(),
            book: Book::default(),
            asking: BTreeSet::new(),
            taken_off: BTreeSet::new(),
            open: false,
            cut_off: false,
        };
        let mut own_latest = None;
        for entry in kept {
            if desk.log.take(entry.clone())? == Taken::New {
                desk.book.take(&entry);
                if entry.id.session == session {
                    desk.note(&entry);
                    own_latest = Some(entry.at);
                }
            }
        }
        desk.clock = own_latest.map_or_else(Clock::default, Clock::resume);
        Ok(desk)
    }

    /// The session begins; two officers handed the device over.
    pub fn begin(&mut self, agreed: Agreed<HandOver>, wall: u64) -> Result<Vec<Out>, NotNow> {
        agreed.check(&self.officers)?;
        Ok(vec![self.write(Act::Began(agreed), wall)])
    }

    /// Closed → open. Needs nobody but the two officers: no network, no headquarters.
    pub fn open(&mut self, agreed: Agreed<Opening>, wall: u64) -> Result<Vec<Out>, NotNow> {
        agreed.check(&self.officers)?;
        let before = self.log.session(&self.session).iter();
        let before = before.filter(|e| matches!(e.act, Act::Admitted { .. })).count() as u64;
        if before + agreed.act().check_ins > 0 {
            return Err(NotNow::NotEmpty(before.max(agreed.act().check_ins)));
        }
        Ok(vec![self.write(Act::Opened(agreed), wall)])
    }

    /// Closed → open, by the branch's opening on the record, which both officers signed. `opening` is the digest of
    /// its body.
    pub fn open_on_record(&mut self, opening: Digest, wall: u64) -> Vec<Out> {
        vec![self.write(Act::OpenedOnRecord { opening }, wall)]
    }

    /// The machine was started with this program.
    pub fn started(&mut self, program: Digest, wall: u64) -> Vec<Out> {
        vec![self.write(Act::Started { program }, wall)]
    }

    /// A voter who was identified stands at the desk → asked, or turned away at once.
    pub fn arrive(&mut self, voter: VoterKey, wall: u64) -> Result<Vec<Out>, NotNow> {
        self.must_be_open()?;
        let asked = self.write(Act::Asked { voter }, wall);
        let Out::Keep(Entry { id, .. }) = asked else { unreachable!("a written entry is to be kept") };
        let known = self.book.live(&voter).map(crate::book::Claim::place).min_by_key(|p| (p.at, p.claim));
        if let Some(earlier) = known {
            return Ok(self.turn_away(vec![asked], id, voter, Why::Already { earlier }, wall));
        }
        if self.taken_off.contains(&voter) {
            return Ok(self.turn_away(vec![asked], id, voter, Why::Ineligible, wall));
        }
        Ok(vec![asked, Out::Ask(Ask { id, branch: self.station.branch.clone(), voter })])
    }

    /// Two officers stand for a person whom no rung identified → asked like any other.
    pub fn override_for(&mut self, agreed: Agreed<Override>, wall: u64) -> Result<Vec<Out>, NotNow> {
        self.must_be_open()?;
        agreed.check(&self.officers)?;
        let voter = agreed.act().voter;
        if agreed.act().before != self.stood_for(&voter) {
            return Err(NotNow::SignedBefore);
        }
        let mut outs = vec![self.write(Act::Overridden(agreed), wall)];
        outs.extend(self.arrive(voter, wall)?);
        Ok(outs)
    }

    /// How often both officers stood for this person here.
    pub fn stood_for(&self, voter: &VoterKey) -> u64 {
        let stood = self.log.entries().filter(|entry| match &entry.act {
            Act::Overridden(agreed) => agreed.act().voter == *voter,
            _ => false,
        });
        stood.count() as u64
    }

    /// The headquarters answered → admitted or turned away.
    pub fn answered(&mut self, ask: EntryId, answer: Answer, wall: u64) -> Result<Vec<Out>, NotNow> {
        let voter = self.asked(ask)?;
        let mut outs = Vec::new();
        if self.cut_off {
            self.cut_off = false;
            outs.push(self.write(Act::Reached, wall));
        }
        let why = match answer {
            Answer::Confirmed => return Ok(self.admit(outs, ask, voter, Standing::Confirmed, wall)),
            Answer::Already { earlier } => Why::Already { earlier },
            Answer::Ineligible => Why::Ineligible,
            Answer::Withdrawn | Answer::Superseded => Why::Interrupted,
        };
        Ok(self.turn_away(outs, ask, voter, why, wall))
    }

    /// No answer in time → the published policy decides. `serial` is the next pending card of this
    /// desk's stack, if one is left.
    pub fn unanswered(
        &mut self,
        ask: EntryId,
        serial: Option<Digest>,
        reason: Silence,
        wall: u64,
    ) -> Result<Vec<Out>, NotNow> {
        let voter = self.asked(ask)?;
        // Refused before anything is written: what is written must also be kept.
        if serial.is_some_and(|serial| self.book.under(&serial).is_some()) {
            return Err(NotNow::SerialUsed);
        }
        let mut outs = Vec::new();
        self.lose_headquarters(&mut outs, reason, wall);
        // Meanwhile another desk of this branch may have told us of the same person.
        let known = self.book.live(&voter).map(crate::book::Claim::place).min_by_key(|p| (p.at, p.claim));
        if let Some(earlier) = known {
            return Ok(self.turn_away(outs, ask, voter, Why::Already { earlier }, wall));
        }
        match serial.filter(|_| self.policy.allows(self.book.pending(&self.station.branch))) {
            Some(serial) => Ok(self.admit(outs, ask, voter, Standing::Pending { serial }, wall)),
            None => Ok(self.turn_away(outs, ask, voter, Why::NotReached, wall)),
        }
    }

    /// No answer in time, and this person is not on the roll that lies beside the desk → turned away, whatever the policy.
    pub fn not_on_roll(&mut self, ask: EntryId, reason: Silence, wall: u64) -> Result<Vec<Out>, NotNow> {
        let voter = self.asked(ask)?;
        let mut outs = Vec::new();
        self.lose_headquarters(&mut outs, reason, wall);
        Ok(self.turn_away(outs, ask, voter, Why::Ineligible, wall))
    }

    /// Questions that a crash left without an outcome. If the voter still stands there, [`Desk::ask_again`]; if
    /// not, [`Desk::interrupted`].
    pub fn unfinished(&self) -> impl Iterator<Item = &EntryId> {
        self.asking.iter()
    }

    /// The question about this person that waits for its answer: the clerk typed the number again.
    pub fn asking_about(&self, voter: &VoterKey) -> Option<EntryId> {
        self.asking.iter().find(|ask| self.asked(**ask).is_ok_and(|of| of == *voter)).copied()
    }

    /// The same question once more.
    pub fn ask_again(&self, ask: EntryId) -> Result<Ask, NotNow> {
        Ok(Ask { id: ask, branch: self.station.branch.clone(), voter: self.asked(ask)? })
    }

    /// The machine stopped after it kept a check-in and perhaps before the card was given. The voter is still there and
    /// has no card: it is printed (again) and given now.
    pub fn give(&self, claim: EntryId) -> Result<Vec<Out>, NotNow> {
        let known = self.book.get(&claim).filter(|known| known.id.session == self.session);
        let known = known.filter(|known| !self.book.is_withdrawn(&claim, &known.branch));
        let Some(known) = known else { return Err(NotNow::NoSuchClaim(claim)) };
        let line = Line::CheckedIn { claim, voter: known.voter, at: known.at, standing: known.standing };
        Ok(vec![Out::Print(line), Out::Card(known.standing)])
    }

    /// The machine stopped before a card was given, and the voter has gone: they may vote anywhere.
    pub fn interrupted(&mut self, ask: EntryId, wall: u64) -> Result<Vec<Out>, NotNow> {
        let voter = self.asked(ask)?;
        Ok(self.turn_away(Vec::new(), ask, voter, Why::Interrupted, wall))
    }

    /// Checked in → not checked in, if both officers hold the unused card in their hands.
    pub fn undo(&mut self, agreed: Agreed<Undo>, wall: u64) -> Result<Vec<Out>, NotNow> {
        self.must_be_open()?;
        agreed.check(&self.officers)?;
        let claim = agreed.act().claim;
        let known = self.book.get(&claim).filter(|known| known.branch == self.station.branch);
        let Some(known) = known else { return Err(NotNow::NoSuchClaim(claim)) };
        if self.book.is_withdrawn(&claim, &known.branch) {
            return Err(NotNow::NoSuchClaim(claim));
        }
        Ok(vec![self.write(Act::Undone(agreed), wall), Out::Print(Line::Undone { claim })])
    }

    /// A line of a lost session's strip. Read twice, or found again in its log, it is one claim.
    pub fn restore(&mut self, agreed: Agreed<Line>, wall: u64) -> Result<Vec<Out>, NotNow> {
        self.must_be_open()?;
        agreed.check(&self.officers)?;
        Ok(vec![self.write(Act::Restored(agreed), wall)])
    }

    /// The strip of a lost session ends here.
    pub fn strip_read(&mut self, agreed: Agreed<StripRead>, wall: u64) -> Result<Vec<Out>, NotNow> {
        self.must_be_open()?;
        agreed.check(&self.officers)?;
        Ok(vec![self.write(Act::StripRead(agreed), wall)])
    }

    /// Open → closed, by both officers. Unfinished questions end as interrupted.
    pub fn close(&mut self, agreed: Agreed<Closing>, wall: u64) -> Result<Vec<Out>, NotNow> {
        agreed.check(&self.officers)?;
        let mut outs = Vec::new();
        for ask in self.asking.clone() {
            outs.extend(self.interrupted(ask, wall)?);
        }
        outs.push(self.write(Act::Closed(agreed), wall));
        Ok(outs)
    }

    /// Hears an entry of another desk of this branch. A new one is to be kept: every desk holds a copy of every other.
    pub fn hear(&mut self, entry: &Entry, wall: u64) -> Result<(Vec<Out>, Option<Ahead>), Refused> {
        if entry.branch != self.station.branch {
            return Err(Refused::Branch(entry.branch.clone()));
        }
        if self.log.get(&entry.id) == Some(entry) {
            return Ok((Vec::new(), None));
        }
        entry.check(&self.officers)?;
        if self.log.take(entry.clone())? == Taken::Known {
            return Ok((Vec::new(), None));
        }
        self.book.take(entry);
        let ahead = self.clock.hear(wall, entry.at).err();
        Ok((vec![Out::Keep(entry.clone())], ahead))
    }

    /// The headquarters took a person off the roll. A check-in that stands is answered, not undone.
    pub fn take_off(&mut self, voter: VoterKey) -> Option<Place> {
        self.taken_off.insert(voter);
        self.book.live(&voter).map(crate::book::Claim::place).min_by_key(|p| (p.at, p.claim))
    }

    /// The log.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// The claims.
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// The session.
    pub fn session(&self) -> SessionId {
        self.session
    }

    /// The station.
    pub fn station(&self) -> &Station {
        &self.station
    }

    /// Digest of all that must be the same at every desk.
    pub fn configuration(&self) -> Digest {
        self.configuration
    }

    /// Is it open?
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Was the last voter's question left unanswered?
    pub fn is_cut_off(&self) -> bool {
        self.cut_off
    }

    /// This session's figures, as far as the desk knows them.
    pub fn figures(&self) -> Figures {
        Figures::of(&self.session, &self.book)
    }

    fn lose_headquarters(&mut self, outs: &mut Vec<Out>, reason: Silence, wall: u64) {
        if !self.cut_off {
            self.cut_off = true;
            outs.push(self.write(Act::CutOff { policy: self.policy, reason }, wall));
        }
    }

    fn must_be_open(&self) -> Result<(), NotNow> {
        if self.open { Ok(()) } else { Err(NotNow::NotOpen) }
    }

    fn asked(&self, ask: EntryId) -> Result<VoterKey, NotNow> {
        if !self.asking.contains(&ask) {
            return Err(NotNow::NoSuchAsk(ask));
        }
        match self.log.get(&ask).map(|entry| &entry.act) {
            Some(Act::Asked { voter }) => Ok(*voter),
            _ => Err(NotNow::NoSuchAsk(ask)),
        }
    }

    fn admit(
        &mut self,
        mut outs: Vec<Out>,
        ask: EntryId,
        voter: VoterKey,
        standing: Standing,
        wall: u64,
    ) -> Vec<Out> {
        let kept = self.write(Act::Admitted { ask: ask.counter, voter, standing }, wall);
        let Out::Keep(Entry { at, .. }) = kept else { unreachable!("a written entry is to be kept") };
        let line = Line::CheckedIn { claim: ask, voter, at, standing };
        outs.extend([kept, Out::Print(line), Out::Card(standing)]);
        outs
    }

    fn turn_away(
        &mut self,
        mut outs: Vec<Out>,
        ask: EntryId,
        voter: VoterKey,
        why: Why,
        wall: u64,
    ) -> Vec<Out> {
        outs.push(self.write(Act::TurnedAway { ask: ask.counter, voter, why: why.clone() }, wall));
        outs.push(Out::TurnAway(why));
        outs
    }

    fn write(&mut self, act: Act, wall: u64) -> Out {
        let (id, previous) = self.log.next(self.session);
        let at = self.clock.tick(wall);
        let entry = Entry { id, previous, at, branch: self.station.branch.clone(), act };
        self.log.take(entry.clone()).expect("our own next entry follows from our last");
        self.book.take(&entry);
        self.note(&entry);
        Out::Keep(entry)
    }

    /// What an entry of our own session changes beside the book.
    fn note(&mut self, entry: &Entry) {
        let session = self.session;
        match &entry.act {
            Act::Opened(_) | Act::OpenedOnRecord { .. } => self.open = true,
            Act::Closed(_) => self.open = false,
            Act::Asked { .. } => {
                self.asking.insert(entry.id);
            }
            Act::Admitted { ask, .. } | Act::TurnedAway { ask, .. } => {
                self.asking.remove(&EntryId { session, counter: *ask });
            }
            Act::CutOff { .. } => self.cut_off = true,
            Act::Reached => self.cut_off = false,
            Act::Began(_)
            | Act::Started { .. }
            | Act::Overridden(_)
            | Act::Undone(_)
            | Act::Restored(_)
            | Act::StripRead(_) => {}
        }
    }
}
