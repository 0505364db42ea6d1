//! The branch's cards and box.
//!
//! A voter draws a card from a shuffled stack after checking in; the desk never learns which. So the branch
//! counts: each check-in allows one more card, and a booth takes any card of the stack as long as fewer are
//! in use or spent than were allowed. What is kept is sorted by number and code and says nothing of order.

use board::entry::{Closing, tracking_code};
use election::bytes::Digest;
use election::id::BranchId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a branch must not lose, however it loses power.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// Which branch.
    pub id: BranchId,
    /// Voters checked in, each of whom drew a card.
    pub check_ins: u64,
    /// Cards that cast a ballot.
    pub spent: BTreeSet<Digest>,
    /// Challenges so far on cards that have not cast yet.
    pub challenges: BTreeMap<Digest, u16>,
    /// Challenged ballots in all.
    pub spoiled: u64,
    /// Entries that the record has not acknowledged, by digest.
    #[serde(with = "entries")]
    pub waiting: BTreeMap<Digest, Vec<u8>>,
    /// Cards in a booth now; after a power cut no card is.
    #[serde(skip)]
    pub in_use: BTreeSet<Digest>,
}

/// Why a card or a ballot is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Not from the stack of this branch.
    #[error("this card is none of this branch's")]
    UnknownCard,
    /// It has cast its ballot.
    #[error("this card has been used")]
    Spent,
    /// It is in a booth.
    #[error("this card is in a booth now")]
    InUse,
    /// More cards turn up than voters checked in.
    #[error("no card is due: as many cards are in use or used as voters have checked in")]
    NoneDue,
    /// A ballot on a card that no booth holds.
    #[error("this card is in no booth")]
    NotInUse,
    /// Somebody is still voting.
    #[error("{0} voters are still in a booth")]
    Voting(u64),
}

impl Branch {
    /// An empty box.
    pub fn new(id: BranchId) -> Self {
        Self {
            id,
            check_ins: 0,
            spent: BTreeSet::new(),
            challenges: BTreeMap::new(),
            spoiled: 0,
            waiting: BTreeMap::new(),
            in_use: BTreeSet::new(),
        }
    }

    /// A voter was checked in and draws a card.
    pub fn checked_in(&mut self) {
        self.check_ins += 1;
    }

    /// A booth asks for a card; answers which sealing on it comes next.
    pub fn insert(&mut self, stack: &BTreeSet<Digest>, card: Digest) -> Result<u16, Refused> {
        if !stack.contains(&card) {
            return Err(Refused::UnknownCard);
        }
        if self.spent.contains(&card) {
            return Err(Refused::Spent);
        }
        if self.in_use.contains(&card) {
            return Err(Refused::InUse);
        }
        if (self.spent.len() + self.in_use.len()) as u64 >= self.check_ins {
            return Err(Refused::NoneDue);
        }
        self.in_use.insert(card);
        Ok(self.challenges.get(&card).copied().unwrap_or(0) + 1)
    }

    /// The voter left without casting: the card is good again.
    pub fn leave(&mut self, card: &Digest) {
        self.in_use.remove(card);
    }

    /// A ballot goes into the box and its card is spent.
    pub fn cast(&mut self, card: Digest, ballot: Vec<u8>) -> Result<(), Refused> {
        // A booth that heard no answer sends again; the same ballot twice is one ballot.
        if self.spent.contains(&card) && self.waiting.contains_key(&tracking_code(&ballot)) {
            return Ok(());
        }
        if !self.in_use.remove(&card) {
            return Err(Refused::NotInUse);
        }
        self.challenges.remove(&card);
        self.spent.insert(card);
        self.waiting.insert(tracking_code(&ballot), ballot);
        Ok(())
    }

    /// A challenged ballot is kept for the record; its card stays in the booth.
    pub fn challenged(&mut self, card: Digest, spoiled: Vec<u8>) -> Result<(), Refused> {
        if !self.in_use.contains(&card) {
            return Err(Refused::NotInUse);
        }
        *self.challenges.entry(card).or_default() += 1;
        self.spoiled += 1;
        self.waiting.insert(tracking_code(&spoiled), spoiled);
        Ok(())
    }

    /// The record has these.
    pub fn acknowledged<'a>(&mut self, codes: impl Iterator<Item = &'a Digest>) {
        for code in codes {
            self.waiting.remove(code);
        }
    }

    /// The figures that the officers sign.
    pub fn closing(&self, at: String) -> Result<Closing, Refused> {
        if !self.in_use.is_empty() {
            return Err(Refused::Voting(self.in_use.len() as u64));
        }
        let ballots = self.spent.len() as u64;
        Ok(Closing {
            branch: self.id.clone(),
            at,
            check_ins: self.check_ins,
            cards: self.check_ins,
            ballots,
            spoiled: self.spoiled,
            abandoned: self.check_ins - ballots,
        })
    }
}

mod entries {
    use election::bytes::Digest;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::collections::BTreeMap;

    #[derive(Serialize, Deserialize)]
    #[serde(transparent)]
    struct Long(#[serde(with = "election::bytes::long")] Vec<u8>);

    pub(super) fn serialize<S: Serializer>(map: &BTreeMap<Digest, Vec<u8>>, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(map.values().map(|bytes| Long(bytes.clone())))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        d: D,
    ) -> Result<BTreeMap<Digest, Vec<u8>>, D::Error> {
        let list = Vec::<Long>::deserialize(d)?;
        Ok(list.into_iter().map(|long| (Digest::of(&long.0), long.0)).collect())
    }
}
