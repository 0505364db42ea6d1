//! The headquarters' ledger as a rule: who is confirmed, and what every branch has told so far.
//!
//! `office` keeps the same facts in a database; this is what the database must do, small enough for a model checker and fast
//! enough for a hundred thousand simulated days.

use crate::book::Book;
use crate::clock::{Clock, Moment};
use crate::device::SessionId;
use crate::entry::{Act, Entry, EntryId, Line, Place, Standing};
use crate::fits::{Misfit, fits};
use crate::log::{Fault, Log, Taken, Versions};
use crate::officers::{NotAgreed, Officers};
use crate::resolve::{Central, Resolution, Unready, resolve};
use crate::voter::VoterKey;
use election::bytes::Digest;
use election::id::BranchId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A desk asks about a person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// The entry by which the desk wrote the question down. Asked again, it is answered the same.
    pub id: EntryId,
    /// The branch.
    pub branch: BranchId,
    /// Who.
    pub voter: VoterKey,
}

/// The headquarters' answer. Durable before it leaves.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Answer {
    /// Let the voter draw a card.
    Confirmed,
    /// This person has a check-in already.
    Already {
        /// There.
        earlier: Place,
    },
    /// This person was taken off the roll.
    Ineligible,
    /// The desk itself took this question back: the message was late.
    Withdrawn,
    /// Another device stands in the place of the one that asks.
    Superseded,
}

/// Why something that a branch sent is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The log does not take it.
    #[error(transparent)]
    Log(#[from] Fault),
    /// Two officers should have agreed.
    #[error(transparent)]
    Officers(#[from] NotAgreed),
    /// It does not fit what is known already.
    #[error(transparent)]
    Misfit(#[from] Misfit),
    /// It opens a desk by an opening that is not the one on the record.
    #[error("the opening that this desk names does not stand on the record")]
    NotOnRecord,
    /// No officers are known for its branch.
    #[error("branch {0} is not one of this event's")]
    Branch(BranchId),
}

/// The headquarters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Ledger {
    clock: Clock,
    log: Log,
    book: Book,
    rows: BTreeMap<VoterKey, Place>,
    taken_off: BTreeMap<VoterKey, Moment>,
    /// Sessions that were handed over, by which branch: no branch ends another's.
    superseded: BTreeSet<(SessionId, BranchId)>,
}

impl Ledger {
    /// Asked → confirmed, or why not.
    pub fn confirm(&mut self, ask: &Ask, wall: u64) -> Answer {
        if self.has_ended(ask) {
            return Answer::Withdrawn;
        }
        if let Some(row) = self.rows.get(&ask.voter) {
            return if row.claim == ask.id {
                Answer::Confirmed
            } else {
                Answer::Already { earlier: row.clone() }
            };
        }
        // A pending claim that was synced stands in the way of others, not of itself.
        if let Some(other) = self.book.live(&ask.voter).find(|claim| claim.id != ask.id) {
            return Answer::Already { earlier: other.place() };
        }
        if self.taken_off.contains_key(&ask.voter) {
            return Answer::Ineligible;
        }
        // Whoever found the old device must not check voters in beside the spare.
        if self.superseded.contains(&(ask.id.session, ask.branch.clone())) {
            return Answer::Superseded;
        }
        let at = self.clock.tick(wall);
        self.rows.insert(ask.voter, Place { claim: ask.id, branch: ask.branch.clone(), at });
        Answer::Confirmed
    }

    /// Did the desk tell that it took the question back, or gave a pending card without our answer?
    fn has_ended(&self, ask: &Ask) -> bool {
        let is_pending = |claim: &crate::book::Claim| {
            claim.branch == ask.branch && matches!(claim.standing, Standing::Pending { .. })
        };
        self.book.is_withdrawn(&ask.id, &ask.branch) || self.book.get(&ask.id).is_some_and(is_pending)
    }

    /// Takes an entry of a branch's log.
    pub fn receive(
        &mut self,
        entry: &Entry,
        officers: &BTreeMap<BranchId, Officers>,
        wall: u64,
    ) -> Result<Taken, Refused> {
        let branch = officers.get(&entry.branch).ok_or_else(|| Refused::Branch(entry.branch.clone()))?;
        if self.log.get(&entry.id) == Some(entry) {
            return Ok(Taken::Known);
        }
        entry.check(branch)?;
        // Of what comes too early nothing can be said yet.
        if self.log.next(entry.id.session).0 == entry.id {
            fits(entry, self)?;
        }
        let taken = self.log.take(entry.clone())?;
        if taken == Taken::New {
            // A clock too far ahead is the branch's to set; its entry stands all the same.
            let _ = self.clock.hear(wall, entry.at);
            self.book.take(entry);
            self.superseded.extend(entry.supersedes().map(|from| (from, entry.branch.clone())));
            self.release_row(entry);
        }
        Ok(taken)
    }

    /// A claim that was taken back, or whose confirmation came too late for its pending card, gives the person's row free.
    fn release_row(&mut self, entry: &Entry) {
        let withdrawn = match &entry.act {
            Act::TurnedAway { ask, .. } | Act::Admitted { ask, standing: Standing::Pending { .. }, .. } => {
                EntryId { session: entry.id.session, counter: *ask }
            }
            Act::Undone(agreed) => agreed.act().claim,
            Act::Restored(agreed) => match agreed.act() {
                Line::Undone { claim }
                | Line::CheckedIn { claim, standing: Standing::Pending { .. }, .. } => *claim,
                Line::CheckedIn { .. } => return,
            },
            _ => return,
        };
        self.rows.retain(|_, row| row.claim != withdrawn || row.branch != entry.branch);
    }

    /// Takes a person off the roll after it was frozen. An earlier check-in stands, and is answered.
    pub fn take_off(&mut self, voter: VoterKey, wall: u64) -> Option<Place> {
        let at = self.clock.tick(wall);
        self.taken_off.entry(voter).or_insert(at);
        let row = self.rows.get(&voter).cloned();
        row.or_else(|| self.book.live(&voter).map(crate::book::Claim::place).min_by_key(|p| (p.at, p.claim)))
    }

    /// How much is known, so that a branch sends the rest.
    pub fn versions(&self) -> Versions {
        self.log.versions()
    }

    /// The log.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// The claims.
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// Confirmed check-ins.
    pub fn rows(&self) -> &BTreeMap<VoterKey, Place> {
        &self.rows
    }

    /// Persons taken off the roll after it was frozen, and when.
    pub fn taken_off(&self) -> &BTreeMap<VoterKey, Moment> {
        &self.taken_off
    }

    /// Applies the stated rule to the pending ballots in the boxes.
    pub fn resolve(&self, cast: &BTreeSet<Digest>) -> Result<Resolution, Unready> {
        let central = Central {
            confirmed: self.rows.iter().map(|(voter, place)| (*voter, place)).collect(),
            taken_off: self.taken_off.clone(),
        };
        resolve(&self.book, &central, cast)
    }
}
