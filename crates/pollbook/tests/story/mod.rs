//! Two branches, their officers, a headquarters: what the rules' tests are told with.
#![allow(dead_code, reason = "each test file uses its part of the story")]

use crypto::signature::Signer;
use election::bytes::Digest;
use election::id::BranchId;
use pollbook::VoterKey;
use pollbook::desk::{Desk, Out};
use pollbook::device::{HandOver, Reason, SessionId, Station};
use pollbook::entry::{Closing, Entry, EntryId, Line, Opening, Silence, Standing};
use pollbook::ledger::{Answer, Ask, Ledger};
use pollbook::officers::{Agreed, Officers, consent};
use pollbook::policy::Policy;
use serde::Serialize;
use std::collections::BTreeMap;

pub(crate) const EVENT: Digest = Digest([9; 32]);
pub(crate) const SAME: Digest = Digest([7; 32]);
pub(crate) const EIGHT: u64 = 1_777_600_000_000;

pub(crate) fn voter(number: u8) -> VoterKey {
    VoterKey([number; 32])
}

pub(crate) fn serial(number: u8) -> Digest {
    Digest([number; 32])
}

pub(crate) fn branch(number: u8) -> BranchId {
    BranchId::new(&format!("{number:04}")).expect("an identifier")
}

/// The officers of a branch and their cards.
pub(crate) struct People {
    pub(crate) officers: Officers,
    pub(crate) executive: Signer,
    pub(crate) supervisory: Signer,
}

pub(crate) fn people(branch: u8) -> People {
    let executive = Signer::from_seed(&[2 * branch + 1; 32]);
    let supervisory = Signer::from_seed(&[2 * branch + 2; 32]);
    let officers =
        Officers { event: EVENT, executive: executive.public(), supervisory: supervisory.public() };
    People { officers, executive, supervisory }
}

impl People {
    pub(crate) fn agree<A: Serialize + Clone>(&self, act: A) -> Agreed<A> {
        let (one, two) = (consent(&EVENT, &act, &self.executive), consent(&EVENT, &act, &self.supervisory));
        Agreed::new(&self.officers, act, one, two).expect("both signed")
    }
}

pub(crate) fn everybody() -> BTreeMap<BranchId, Officers> {
    (1..=3).map(|b| (branch(b), people(b).officers)).collect()
}

/// A desk with its disk and its strip.
pub(crate) struct Stand {
    pub(crate) number: u8,
    pub(crate) desk: Desk,
    pub(crate) disk: Vec<Entry>,
    pub(crate) strip: Vec<Line>,
}

impl Stand {
    /// An open desk of branch `b` with session `s`.
    pub(crate) fn open(b: u8, s: u8, policy: Policy) -> Self {
        Self::succeed(b, s, None, policy)
    }

    pub(crate) fn succeed(b: u8, s: u8, from: Option<u8>, policy: Policy) -> Self {
        let session = SessionId([s; 16]);
        let station = Station { branch: branch(b), desk: 1 };
        let desk = Desk::start(station.clone(), session, people(b).officers, SAME, policy, []);
        let mut stand = Self { number: b, desk: desk.expect("empty"), disk: vec![], strip: vec![] };
        let reason = if from.is_some() { Reason::Broken } else { Reason::First };
        let from = from.map(|from| SessionId([from; 16]));
        let link = people(b).agree(HandOver { station, to: session, from, reason });
        let outs = stand.desk.begin(link, EIGHT).expect("agreed");
        stand.done(outs);
        let opening = people(b).agree(Opening { session, configuration: SAME, check_ins: 0 });
        let outs = stand.desk.open(opening, EIGHT).expect("agreed");
        stand.done(outs);
        stand
    }

    /// Does what was put out and answers what the voter got.
    pub(crate) fn done(&mut self, outs: Vec<Out>) -> Option<Out> {
        let mut last = None;
        for out in outs {
            match out {
                Out::Keep(entry) => self.disk.push(entry),
                Out::Print(line) => self.strip.push(line),
                other => last = Some(other),
            }
        }
        last
    }

    pub(crate) fn ask(&mut self, who: u8, wall: u64) -> Result<Ask, Out> {
        let outs = self.desk.arrive(voter(who), wall).expect("open");
        match self.done(outs) {
            Some(Out::Ask(ask)) => Ok(ask),
            other => Err(other.expect("asked or turned away")),
        }
    }

    /// A voter at a desk that reaches the headquarters.
    pub(crate) fn online(&mut self, who: u8, headquarters: &mut Ledger, wall: u64) -> Out {
        let ask = match self.ask(who, wall) {
            Ok(ask) => ask,
            Err(turned_away) => return turned_away,
        };
        let answer: Answer = headquarters.confirm(&ask, wall);
        let outs = self.desk.answered(ask.id, answer, wall).expect("it waits");
        self.done(outs).expect("a card or not")
    }

    /// A voter at a desk that is alone; the card's serial is the voter's number.
    pub(crate) fn alone(&mut self, who: u8, wall: u64) -> Out {
        self.alone_under(who, who, wall)
    }

    pub(crate) fn alone_under(&mut self, who: u8, number: u8, wall: u64) -> Out {
        let ask = match self.ask(who, wall) {
            Ok(ask) => ask,
            Err(turned_away) => return turned_away,
        };
        let outs =
            self.desk.unanswered(ask.id, Some(serial(number)), Silence::Unreachable, wall).expect("it waits");
        self.done(outs).expect("a card or not")
    }

    pub(crate) fn close(&mut self) {
        let closing = Closing { session: self.desk.session(), figures: self.desk.figures() };
        let outs = self.desk.close(people(self.number).agree(closing), EIGHT).expect("agreed");
        self.done(outs);
    }

    /// Everything goes up.
    pub(crate) fn sync(&self, headquarters: &mut Ledger) {
        for entry in self.desk.log().since(&headquarters.versions()) {
            headquarters.receive(entry, &everybody(), EIGHT).expect("in order");
        }
    }

    /// The last claim.
    pub(crate) fn last(&self) -> EntryId {
        let own = self.desk.book().claims().filter(|c| c.id.session == self.desk.session());
        own.map(|c| c.id).max().expect("somebody was checked in")
    }
}

pub(crate) fn pending(number: u8) -> Out {
    Out::Card(Standing::Pending { serial: serial(number) })
}

pub(crate) const CONFIRMED: Out = Out::Card(Standing::Confirmed);

pub(crate) const TAKE: Policy = Policy::Pending { most: 100 };
