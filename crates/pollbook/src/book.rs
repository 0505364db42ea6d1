//! What the entries mean: who has claimed what, whatever order the entries came in.

use crate::clock::Moment;
use crate::device::SessionId;
use crate::entry::{Act, Entry, EntryId, Line, Place, Standing, Why};
use crate::voter::VoterKey;
use election::bytes::Digest;
use election::id::BranchId;
use std::collections::{BTreeMap, BTreeSet};

/// One check-in of one person at one desk, named after the question that began it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Claim {
    /// Its name.
    pub id: EntryId,
    /// Who.
    pub voter: VoterKey,
    /// Where.
    pub branch: BranchId,
    /// When the card was allowed.
    pub at: Moment,
    /// How sure.
    pub standing: Standing,
}

impl Claim {
    /// As it is shown to others.
    pub fn place(&self) -> Place {
        Place { claim: self.id, branch: self.branch.clone(), at: self.at }
    }
}

/// A claim as its own session told it, and as strips did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
struct Told {
    own: Option<Claim>,
    strip: BTreeSet<Claim>,
}

impl Told {
    /// The session's own word, or else the strip's; of strips that differ the least, so that the order of hearing
    /// them does not matter.
    fn claim(&self) -> Option<&Claim> {
        self.own.as_ref().or_else(|| self.strip.first())
    }
}

/// A second check-in that was refused, with both places.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Repeat {
    /// The desk that refused.
    pub here: Place,
    /// The check-in that stood already.
    pub earlier: Place,
}

/// Everything that a set of entries says. A function of the set: the order of taking changes nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Book {
    claims: BTreeMap<EntryId, Told>,
    of: BTreeMap<VoterKey, BTreeSet<EntryId>>,
    /// Names by branch and by serial, for a metropolis: a claim that was told twice may stand under a name too many, so
    /// whoever finds one here looks at the claim itself.
    of_branch: BTreeMap<BranchId, BTreeSet<EntryId>>,
    of_serial: BTreeMap<Digest, BTreeSet<EntryId>>,
    /// What was taken back, and by which branch: one branch cannot take back another's.
    withdrawn: BTreeSet<(EntryId, BranchId)>,
    repeats: BTreeMap<EntryId, Repeat>,
    /// Sessions, with the branch that spoke of them: no branch can declare another's session settled.
    began: BTreeSet<(SessionId, BranchId)>,
    /// Sessions of which everything is known: closed, or the strip read.
    complete: BTreeSet<(SessionId, BranchId)>,
    /// Sessions whose strip is lost too.
    unknowable: BTreeSet<(SessionId, BranchId)>,
    overrides: BTreeMap<BranchId, u64>,
}

impl Book {
    /// Takes an entry that the log took as new.
    pub fn take(&mut self, entry: &Entry) {
        let session = entry.id.session;
        self.began.insert((session, entry.branch.clone()));
        match &entry.act {
            Act::Admitted { ask, voter, standing } => {
                let id = EntryId { session, counter: *ask };
                let (branch, at) = (entry.branch.clone(), entry.at);
                let claim = Claim { id, voter: *voter, branch, at, standing: *standing };
                self.index(&claim);
                self.claims.entry(id).or_default().own.get_or_insert(claim);
            }
            Act::Restored(agreed) => match *agreed.act() {
                Line::CheckedIn { claim: id, voter, at, standing } => {
                    let claim = Claim { id, voter, branch: entry.branch.clone(), at, standing };
                    self.index(&claim);
                    self.claims.entry(id).or_default().strip.insert(claim);
                }
                Line::Undone { claim } => {
                    self.withdrawn.insert((claim, entry.branch.clone()));
                }
            },
            Act::TurnedAway { ask, why, .. } => {
                self.withdrawn.insert((EntryId { session, counter: *ask }, entry.branch.clone()));
                if let Why::Already { earlier } = why {
                    let here = Place { claim: entry.id, branch: entry.branch.clone(), at: entry.at };
                    self.repeats.insert(entry.id, Repeat { here, earlier: earlier.clone() });
                }
            }
            Act::Undone(agreed) => {
                self.withdrawn.insert((agreed.act().claim, entry.branch.clone()));
            }
            Act::Overridden(_) => *self.overrides.entry(entry.branch.clone()).or_default() += 1,
            Act::StripRead(agreed) => {
                let read = agreed.act();
                self.complete.insert((read.session, entry.branch.clone()));
                if read.lines.is_none() {
                    self.unknowable.insert((read.session, entry.branch.clone()));
                }
            }
            Act::Closed(_) => {
                self.complete.insert((session, entry.branch.clone()));
            }
            Act::Began(agreed) => {
                // A superseded session that nobody heard of must be accounted for as well.
                let from = agreed.act().from;
                self.began.extend(from.map(|from| (from, entry.branch.clone())));
            }
            Act::Opened(_)
            | Act::OpenedOnRecord { .. }
            | Act::Started { .. }
            | Act::Asked { .. }
            | Act::CutOff { .. }
            | Act::Reached => {}
        }
    }

    fn index(&mut self, claim: &Claim) {
        self.of.entry(claim.voter).or_default().insert(claim.id);
        self.of_branch.entry(claim.branch.clone()).or_default().insert(claim.id);
        if let Standing::Pending { serial } = claim.standing {
            self.of_serial.entry(serial).or_default().insert(claim.id);
        }
    }

    /// Everything of this branch's sessions is known: the figures that its officers signed on the record are those that
    /// its entries give.
    pub fn account_for(&mut self, branch: &BranchId) {
        let of_branch: Vec<_> = self.began.iter().filter(|(_, of)| of == branch).cloned().collect();
        self.complete.extend(of_branch);
    }

    /// What this branch's sessions gave out can never be known: whoever the headquarters confirmed there counts as having a
    /// card, for the safe side.
    pub fn give_up(&mut self, branch: &BranchId) {
        self.account_for(branch);
        let of_branch: Vec<_> = self.began.iter().filter(|(_, of)| of == branch).cloned().collect();
        self.unknowable.extend(of_branch);
    }

    /// A claim by name.
    pub fn get(&self, id: &EntryId) -> Option<&Claim> {
        self.claims.get(id)?.claim()
    }

    /// All claims, also those taken back.
    pub fn claims(&self) -> impl Iterator<Item = &Claim> {
        self.claims.values().filter_map(Told::claim)
    }

    /// A person's claims that were not taken back.
    pub fn live(&self, voter: &VoterKey) -> impl Iterator<Item = &Claim> {
        let claims = self.of.get(voter).into_iter().flatten().filter_map(|id| self.get(id));
        claims.filter(move |claim| claim.voter == *voter && !self.is_withdrawn(&claim.id, &claim.branch))
    }

    /// Persons with a claim.
    pub fn voters(&self) -> impl Iterator<Item = &VoterKey> {
        self.of.keys()
    }

    /// Persons of whom more than one claim is said to be confirmed.
    pub fn confirmed_twice(&self) -> impl Iterator<Item = &VoterKey> {
        let several = self.of.iter().filter(|(_, claims)| claims.len() > 1).map(|(voter, _)| voter);
        several.filter(|voter| {
            self.live(voter).filter(|claim| claim.standing == Standing::Confirmed).count() > 1
        })
    }

    /// Was this question or claim of this branch taken back?
    pub fn is_withdrawn(&self, id: &EntryId, branch: &BranchId) -> bool {
        !self.withdrawn.is_empty() && self.withdrawn.contains(&(*id, branch.clone()))
    }

    /// The claims under a serial, also those taken back. One, unless a device that was replaced went on beside its spare.
    pub fn all_under(&self, serial: &Digest) -> impl Iterator<Item = &Claim> {
        let claims = self.of_serial.get(serial).into_iter().flatten().filter_map(|id| self.get(id));
        let standing = Standing::Pending { serial: *serial };
        claims.filter(move |claim| claim.standing == standing)
    }

    /// The first claim under a serial, also when it was taken back.
    pub fn under(&self, serial: &Digest) -> Option<&Claim> {
        self.all_under(serial).next()
    }

    /// Live claims of a branch.
    pub fn at(&self, branch: &BranchId) -> impl Iterator<Item = &Claim> {
        let claims = self.of_branch.get(branch).into_iter().flatten().filter_map(|id| self.get(id));
        claims.filter(move |c| c.branch == *branch && !self.is_withdrawn(&c.id, &c.branch))
    }

    /// Live pending claims of a branch.
    pub fn pending(&self, branch: &BranchId) -> u64 {
        self.at(branch).filter(|c| matches!(c.standing, Standing::Pending { .. })).count() as u64
    }

    /// Refused second check-ins, each with both places: the anomaly screen.
    pub fn repeats(&self) -> impl Iterator<Item = &Repeat> {
        self.repeats.values()
    }

    /// Sessions of which something may be missing.
    pub fn incomplete(&self) -> impl Iterator<Item = &SessionId> {
        self.began.difference(&self.complete).map(|(session, _)| session)
    }

    /// Can it never be known what this branch's session gave out?
    pub fn is_unknowable(&self, session: &SessionId, branch: &BranchId) -> bool {
        !self.unknowable.is_empty() && self.unknowable.contains(&(*session, branch.clone()))
    }

    /// Overrides of a branch.
    pub fn overrides(&self, branch: &BranchId) -> u64 {
        self.overrides.get(branch).copied().unwrap_or(0)
    }
}
