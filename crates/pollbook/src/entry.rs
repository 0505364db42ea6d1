//! What a desk writes down: one entry an act, chained within its session.

use crate::clock::Moment;
use crate::device::{HandOver, SessionId};
use crate::ladder::OverrideReason;
use crate::officers::{Agreed, NotAgreed, Officers};
use crate::policy::Policy;
use crate::reconcile::Figures;
use crate::voter::VoterKey;
use election::bytes::Digest;
use election::id::BranchId;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An entry's name: nobody else will ever use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryId {
    /// The session that wrote it.
    pub session: SessionId,
    /// Its place in the session, from 0. Printed on the voter's slip as the receipt number.
    pub counter: u64,
}

impl EntryId {
    /// The name as a question to the headquarters carries it: the session, then the counter, sixteen bytes each.
    pub fn request(&self) -> Digest {
        let mut bytes = [0; 32];
        bytes[..16].copy_from_slice(&self.session.0);
        bytes[24..].copy_from_slice(&self.counter.to_be_bytes());
        Digest(bytes)
    }

    /// The entry that a question is named after. A request that no desk named gives a name that no desk uses.
    pub fn of_request(request: &Digest) -> Self {
        let (session, counter) = request.0.split_at(16);
        let session = SessionId(session.try_into().expect("sixteen of thirty-two bytes"));
        let counter = u64::from_be_bytes(counter[8..].try_into().expect("eight of sixteen bytes"));
        Self { session, counter }
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.session, self.counter)
    }
}

/// One line of a desk's log.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its name.
    pub id: EntryId,
    /// Digest of the entry before it in its session; zeros for the first.
    pub previous: Digest,
    /// When.
    pub at: Moment,
    /// In which branch.
    pub branch: BranchId,
    /// What was done.
    pub act: Act,
}

impl Entry {
    /// As it stands in the log's file and on the wire: one line of JSON.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("an entry holds only texts and numbers")
    }

    /// Reads one line. Only the spelling that [`Entry::to_bytes`] writes is read: the digest is of the bytes.
    pub fn parse(bytes: &[u8]) -> Result<Self, Unreadable> {
        let entry: Self = serde_json::from_slice(bytes).map_err(|e| Unreadable::Json(e.to_string()))?;
        if entry.to_bytes() == bytes { Ok(entry) } else { Err(Unreadable::Spelling) }
    }

    /// What the next entry of the session names.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.to_bytes())
    }

    /// Whom it asks about, if it is a question.
    pub fn asks(&self) -> Option<VoterKey> {
        match &self.act {
            Act::Asked { voter } => Some(*voter),
            _ => None,
        }
    }

    /// The question that it ends and whom that was about, if it ends one.
    pub fn ends(&self) -> Option<(EntryId, VoterKey)> {
        match &self.act {
            Act::Admitted { ask, voter, .. } | Act::TurnedAway { ask, voter, .. } => {
                Some((EntryId { session: self.id.session, counter: *ask }, *voter))
            }
            _ => None,
        }
    }

    /// The check-in that it says the headquarters confirmed, and whose. A strip's word is the officers', and not meant.
    pub fn confirmed(&self) -> Option<(EntryId, VoterKey)> {
        match &self.act {
            Act::Admitted { standing: Standing::Confirmed, .. } => self.ends(),
            _ => None,
        }
    }

    /// The session in whose place this one begins, if it does.
    pub fn supersedes(&self) -> Option<SessionId> {
        match &self.act {
            Act::Began(agreed) => agreed.act().from.filter(|from| *from != self.id.session),
            _ => None,
        }
    }

    /// Did the officers who must agree to this entry agree?
    pub fn check(&self, officers: &Officers) -> Result<(), NotAgreed> {
        match &self.act {
            Act::Began(agreed) => agreed.check(officers),
            Act::Opened(agreed) => agreed.check(officers),
            Act::Overridden(agreed) => agreed.check(officers),
            Act::Undone(agreed) => agreed.check(officers),
            Act::Restored(agreed) => agreed.check(officers),
            Act::StripRead(agreed) => agreed.check(officers),
            Act::Closed(agreed) => agreed.check(officers),
            Act::Asked { .. }
            | Act::Admitted { .. }
            | Act::TurnedAway { .. }
            | Act::OpenedOnRecord { .. }
            | Act::Started { .. }
            | Act::CutOff { .. }
            | Act::Reached => Ok(()),
        }
    }
}

/// Why a line of a log cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is not an entry.
    #[error("not an entry of a poll book: {0}")]
    Json(String),
    /// It means an entry but is spelt otherwise than we write.
    #[error("an entry in another spelling: it was not written by a desk")]
    Spelling,
}

/// What is done at a desk.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "act", content = "of", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Act {
    /// The session begins.
    Began(Agreed<HandOver>),
    /// The polls open at this desk.
    Opened(Agreed<Opening>),
    /// The polls open at this desk with the branch's opening on the public record, which both officers signed. Whoever
    /// takes the log compares the digest with the opening that stands there.
    OpenedOnRecord {
        /// SHA-256 of the opening's body as the record has it.
        opening: Digest,
    },
    /// The machine was started, the first time or again: told before the first voter whom it asks about.
    Started {
        /// SHA-256 of the program that runs, as the machine read it from its own disk.
        program: Digest,
    },
    /// Two officers stand for a person whom no rung identified. The question to the headquarters follows.
    Overridden(Agreed<Override>),
    /// The headquarters will be asked about this person. On disk before the question leaves, so that after a crash
    /// the same question is asked again and answered the same.
    Asked {
        /// Who.
        voter: VoterKey,
    },
    /// The voter may draw a card. On disk and on the strip before the card is given.
    Admitted {
        /// Which question of this session it answers.
        ask: u64,
        /// Who.
        voter: VoterKey,
        /// Confirmed, or pending under a serial.
        standing: Standing,
    },
    /// The voter gets no card for this question.
    TurnedAway {
        /// Which question of this session.
        ask: u64,
        /// Who.
        voter: VoterKey,
        /// Why.
        why: Why,
    },
    /// A check-in is undone; the card is back and unused.
    Undone(Agreed<Undo>),
    /// The branch is cut off, and this policy applies from now on.
    CutOff {
        /// As published.
        policy: Policy,
        /// What was heard instead of an answer.
        reason: Silence,
    },
    /// The headquarters is reached again.
    Reached,
    /// A claim of a lost session, read back from its strip.
    Restored(Agreed<Line>),
    /// The strip of a lost session was read to its end.
    StripRead(Agreed<StripRead>),
    /// The polls close at this desk; nothing follows in this session.
    Closed(Agreed<Closing>),
}

/// What a desk heard instead of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Silence {
    /// Nothing came in time, or there was no way to it.
    Unreachable,
    /// The headquarters said that it cannot decide now: its database is away, its disk is full.
    Failing,
}

/// How sure a check-in is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Standing {
    /// The headquarters said yes; the card is any of the shuffled stack.
    Confirmed,
    /// The headquarters was not reached; the ballot waits under the serial of a pending card.
    Pending {
        /// The card's public number.
        serial: Digest,
    },
}

/// An earlier check-in, as the desk and the failure log show it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Which claim: session and receipt number.
    pub claim: EntryId,
    /// Where.
    pub branch: BranchId,
    /// When.
    pub at: Moment,
}

/// Why no card is given.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Why {
    /// Has voted already («رأی تکراری»), there and then.
    Already {
        /// The earlier check-in.
        earlier: Place,
    },
    /// Taken off the roll after it was frozen: died, or lost the right.
    Ineligible,
    /// The headquarters is not reached, and the policy is to refuse (or its allowance is used up).
    NotReached,
    /// The machine stopped before a card was given.
    Interrupted,
}

/// What the officers agree to when a desk opens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// The desk's session.
    pub session: SessionId,
    /// Digest of program, set-up, roll and policy.
    pub configuration: Digest,
    /// Check-ins that the log shows before opening. Anything but 0 is left-over from a rehearsal.
    pub check_ins: u64,
}

/// Two officers stand for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Who.
    pub voter: VoterKey,
    /// Why no rung of the ladder worked.
    pub reason: OverrideReason,
    /// How often both stood for this person at this desk before: their signatures are good once.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub before: u64,
}

fn is_zero(n: &u64) -> bool {
    *n == 0
}

/// A check-in taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Undo {
    /// Which.
    pub claim: EntryId,
    /// Why.
    pub reason: UndoReason,
}

/// Why a check-in is undone. There is no reason for a card that is not back: that voter stays checked in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UndoReason {
    /// Another person's number was typed.
    WrongPerson,
    /// The voter left before voting and gave the card back.
    LeftAndReturned,
    /// The machine stopped and the card was never given.
    NeverGiven,
}

impl UndoReason {
    /// The list, in the order in which a form shows it.
    pub const ALL: [Self; 3] = [Self::WrongPerson, Self::LeftAndReturned, Self::NeverGiven];
}

/// A line of the strip: all that is needed to know a check-in, or its undoing, again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "line", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Line {
    /// A check-in.
    CheckedIn {
        /// The claim, hence session and receipt number.
        claim: EntryId,
        /// Who, by key; printed as a square code.
        voter: VoterKey,
        /// When.
        at: Moment,
        /// How sure.
        standing: Standing,
    },
    /// A check-in undone. Were it not on paper, a lost folder would bring the check-in back.
    Undone {
        /// Which.
        claim: EntryId,
    },
}

/// The end of a strip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StripRead {
    /// Whose.
    pub session: SessionId,
    /// Lines read; `None` when the strip is lost as well, so that what it held can never be known.
    pub lines: Option<u64>,
}

/// What the officers agree to when a desk closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// The desk's session.
    pub session: SessionId,
    /// Its figures.
    pub figures: Figures,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_question_is_known_by_its_entry(session: [u8; 16], counter: u64) {
            let id = EntryId { session: SessionId(session), counter };
            prop_assert_eq!(EntryId::of_request(&id.request()), id);
        }
    }
}
