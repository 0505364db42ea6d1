//! The branch's cards and box.
//!
//! A voter draws a card from a shuffled stack after checking in; the desk never learns which. So the branch
//! counts: each check-in allows one more card, and a booth takes any card of the stack as long as fewer are
//! in use or spent than were allowed. What is kept is sorted by number and code and says nothing of order.
//!
//! A voter whom the headquarters could not confirm is given a *pending card* instead, one that is known by its number:
//! the ballot on it is mixed only if it is released by name. How many check-ins there were, and which pending cards
//! were given, the desk's log says; it is not kept a second time.
//!
//! **Every step may be asked again.** A booth that heard no answer asks the same once more and is answered the
//! same; nothing is counted twice. And every step is tied to the booth that holds the card.

use board::admission::BranchState;
use board::entry::{Closing, Pending};
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
    /// Cards that may be used, as the desk's log says.
    #[serde(skip)]
    pub issued: Issued,
    /// Cards that cast a ballot, with its tracking code.
    pub spent: BTreeMap<Digest, Digest>,
    /// Tracking codes of the ballots challenged on a card, in their order.
    pub challenges: BTreeMap<Digest, Vec<Digest>>,
    /// Cards in a booth, and in which.
    pub in_use: BTreeMap<Digest, u16>,
    /// Ballots, cast or challenged, that the record may not take, by their codes: named there instead.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub refused: BTreeSet<Digest>,
    /// Check-ins and cards as settled on the record, if they were.
    pub settled: Option<Figures>,
    /// Entries that no countersigned checkpoint includes yet, by code.
    #[serde(with = "entries")]
    pub waiting: BTreeMap<Digest, Vec<u8>>,
}

/// The branch's printed cards, by their public numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stack {
    /// The shuffled stack, from which confirmed voters draw.
    pub cards: BTreeSet<Digest>,
    /// Pending cards, each given to somebody by its number.
    pub pending: BTreeSet<Digest>,
}

/// Which cards may be used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Issued {
    /// Voters confirmed by the headquarters, each of whom drew a card of the shuffled stack.
    pub confirmed: u64,
    /// Pending cards that were given out and not taken back.
    pub pending: BTreeSet<Digest>,
}

/// Figures that officers and boards settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// Check-ins.
    pub check_ins: u64,
    /// Cards given out.
    pub cards: u64,
}

/// A ballot that a booth sealed: whose, on which card, which sealing on it, and its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sealing {
    /// The booth.
    pub booth: u16,
    /// The card.
    pub card: Digest,
    /// One more than the challenges before it.
    pub attempt: u16,
    /// The tracking code.
    pub code: Digest,
}

/// What a step came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It is done now.
    Taken,
    /// It was done before; the question came again.
    Again,
}

/// Why a card or a ballot is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Not from the stack of this branch.
    #[error("this card is none of this branch's")]
    UnknownCard,
    /// A pending card that was given to nobody.
    #[error("this pending card was given to nobody")]
    NotGiven,
    /// It has cast its ballot.
    #[error("this card has been used")]
    Spent,
    /// It is in another booth.
    #[error("this card is in booth {0} now")]
    InUse(u16),
    /// More cards turn up than voters checked in.
    #[error("no card is due: as many cards are in use or used as voters have checked in")]
    NoneDue,
    /// A ballot on a card that this booth does not hold.
    #[error("this card is not in booth {0}")]
    NotThere(u16),
    /// Not the sealing that is due on this card.
    #[error("sealing {attempt} on this card where {expected} is due")]
    Attempt {
        /// As sent.
        attempt: u16,
        /// As due.
        expected: u16,
    },
    /// The ballot was challenged: it is opened and can never be cast.
    #[error("this ballot was challenged and cannot be cast")]
    Challenged,
    /// Somebody is still voting.
    #[error("{0} voters are still in a booth")]
    Voting(u64),
}

impl Refused {
    /// A stable code, for programs and for screens.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownCard => "card.unknown",
            Self::NotGiven => "card.not-given",
            Self::Spent => "card.spent",
            Self::InUse(_) => "card.in-use",
            Self::NoneDue => "card.none-due",
            Self::NotThere(_) => "card.not-there",
            Self::Attempt { .. } => "card.attempt",
            Self::Challenged => "card.challenged",
            Self::Voting(_) => "branch.voting",
        }
    }
}

impl Branch {
    /// An empty box.
    pub fn new(id: BranchId) -> Self {
        Self {
            id,
            issued: Issued::default(),
            spent: BTreeMap::new(),
            challenges: BTreeMap::new(),
            in_use: BTreeMap::new(),
            refused: BTreeSet::new(),
            settled: None,
            waiting: BTreeMap::new(),
        }
    }

    /// How many cards of the shuffled stack may have been given out.
    pub fn cards(&self) -> u64 {
        self.settled.map_or(self.issued.confirmed, |settled| settled.cards)
    }

    /// Challenged ballots in all, without those that the record may not take.
    pub fn spoiled(&self) -> u64 {
        let challenged = self.challenges.values().flatten();
        challenged.filter(|code| !self.refused.contains(code)).count() as u64
    }

    /// A booth asks for a card; answers which sealing on it comes next. A booth holds one card at a time: what it
    /// held before, its voter took away.
    pub fn insert(&mut self, stack: &Stack, card: Digest, booth: u16) -> Result<u16, Refused> {
        let pending = stack.pending.contains(&card);
        if !pending && !stack.cards.contains(&card) {
            return Err(Refused::UnknownCard);
        }
        if self.spent.contains_key(&card) {
            return Err(Refused::Spent);
        }
        match self.in_use.get(&card) {
            Some(holder) if *holder == booth => return Ok(self.due(&card)),
            Some(holder) => return Err(Refused::InUse(*holder)),
            None => {}
        }
        self.leave(booth);
        if pending {
            if !self.issued.pending.contains(&card) {
                return Err(Refused::NotGiven);
            }
        } else {
            let drawn = self.spent.keys().chain(self.in_use.keys());
            if drawn.filter(|card| !stack.pending.contains(*card)).count() as u64 >= self.cards() {
                return Err(Refused::NoneDue);
            }
        }
        self.in_use.insert(card, booth);
        Ok(self.due(&card))
    }

    /// The booth is empty: its voter left, or it was started anew. The card is good again.
    pub fn leave(&mut self, booth: u16) {
        self.in_use.retain(|_, holder| *holder != booth);
    }

    /// Was this very sealing taken, cast or challenged?
    pub fn has(&self, sealing: &Sealing) -> bool {
        let challenged = self.challenges.get(&sealing.card).into_iter().flatten();
        challenged.chain(self.spent.get(&sealing.card)).any(|code| *code == sealing.code)
    }

    /// A ballot goes into the box and its card is spent. `entry` is kept until the record has it.
    pub fn cast(&mut self, sealing: &Sealing, entry: Vec<u8>) -> Result<Step, Refused> {
        if let Some(code) = self.spent.get(&sealing.card) {
            return if *code == sealing.code { Ok(Step::Again) } else { Err(Refused::Spent) };
        }
        if self.challenges.get(&sealing.card).is_some_and(|codes| codes.contains(&sealing.code)) {
            return Err(Refused::Challenged);
        }
        self.may_be_sealed(sealing)?;
        self.in_use.remove(&sealing.card);
        self.spent.insert(sealing.card, sealing.code);
        self.waiting.insert(sealing.code, entry);
        Ok(Step::Taken)
    }

    /// A challenged ballot is kept for the record; its card stays in the booth.
    pub fn challenged(&mut self, sealing: &Sealing, entry: Vec<u8>) -> Result<Step, Refused> {
        if self.challenges.get(&sealing.card).is_some_and(|codes| codes.contains(&sealing.code)) {
            return Ok(Step::Again);
        }
        if self.spent.contains_key(&sealing.card) {
            return Err(Refused::Spent);
        }
        self.may_be_sealed(sealing)?;
        self.challenges.entry(sealing.card).or_default().push(sealing.code);
        self.waiting.insert(sealing.code, entry);
        Ok(Step::Taken)
    }

    /// The record may not take a ballot that is in this box or was challenged here. `entry`, which names it and says why,
    /// waits for the record in its place; whoever holds its receipt finds that under the same code.
    pub fn refused(&mut self, code: Digest, entry: Vec<u8>) {
        if self.waiting.contains_key(&code) {
            self.refused.insert(code);
            self.waiting.insert(code, entry);
        }
    }

    /// A countersigned checkpoint includes these.
    pub fn included<'a>(&mut self, codes: impl IntoIterator<Item = &'a Digest>) {
        for code in codes {
            self.waiting.remove(code);
        }
    }

    /// What the record has of this branch is done, whatever this folder remembers: after a restart, and after a
    /// folder was restored from an older copy.
    pub fn catch_up(&mut self, on_record: &BranchState) {
        for (card, code) in &on_record.spent {
            self.in_use.remove(card);
            self.spent.insert(*card, *code);
        }
        for (card, codes) in &on_record.challenges {
            let known = self.challenges.entry(*card).or_default();
            if known.len() < codes.len() {
                known.clone_from(codes);
            }
        }
        self.refused.extend(on_record.refused.iter().map(|refused| refused.code));
        if let Some(settlement) = &on_record.settlement {
            self.settled = Some(Figures { check_ins: settlement.check_ins, cards: settlement.cards });
        }
    }

    /// Ballots cast with cards of the shuffled stack, and with pending cards; without those that the record may not take.
    pub fn ballots(&self, stack: &Stack) -> (u64, u64) {
        let taken = self.spent.iter().filter(|(_, code)| !self.refused.contains(*code));
        let (pending, ballots) = taken.partition::<Vec<_>, _>(|(card, _)| stack.pending.contains(*card));
        (ballots.len() as u64, pending.len() as u64)
    }

    /// Cards of the shuffled stack that are spent on ballots which the record may not take.
    fn refused_cards(&self, stack: &Stack) -> u64 {
        let spent = self.spent.iter().filter(|(card, _)| !stack.pending.contains(*card));
        spent.filter(|(_, code)| self.refused.contains(*code)).count() as u64
    }

    /// The figures that the officers sign.
    pub fn closing(&self, stack: &Stack, at: String) -> Result<Closing, Refused> {
        if !self.in_use.is_empty() {
            return Err(Refused::Voting(self.in_use.len() as u64));
        }
        let (ballots, pending) = self.ballots(stack);
        let refused = self.refused_cards(stack);
        Ok(Closing {
            branch: self.id.clone(),
            at,
            check_ins: self.settled.map_or(self.issued.confirmed, |settled| settled.check_ins),
            cards: self.cards(),
            ballots,
            spoiled: self.spoiled(),
            // A folder restored from an older copy may know of fewer cards than were spent: then the record
            // refuses this closing until the figures are settled.
            abandoned: self.cards().saturating_sub(ballots + refused),
            refused,
            pending: (!stack.pending.is_empty())
                .then_some(Pending { check_ins: self.issued.pending.len() as u64, ballots: pending }),
        })
    }

    fn due(&self, card: &Digest) -> u16 {
        let challenges = self.challenges.get(card).map_or(0, Vec::len);
        u16::try_from(challenges).unwrap_or(u16::MAX).saturating_add(1)
    }

    fn may_be_sealed(&self, sealing: &Sealing) -> Result<(), Refused> {
        if self.in_use.get(&sealing.card) != Some(&sealing.booth) {
            return Err(Refused::NotThere(sealing.booth));
        }
        let expected = self.due(&sealing.card);
        if sealing.attempt != expected {
            return Err(Refused::Attempt { attempt: sealing.attempt, expected });
        }
        Ok(())
    }
}

mod entries {
    use election::bytes::Digest;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::collections::BTreeMap;

    #[derive(Serialize, Deserialize)]
    struct Waiting {
        code: Digest,
        #[serde(with = "election::bytes::long")]
        entry: Vec<u8>,
    }

    pub(super) fn serialize<S: Serializer>(map: &BTreeMap<Digest, Vec<u8>>, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(map.iter().map(|(code, entry)| Waiting { code: *code, entry: entry.clone() }))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        d: D,
    ) -> Result<BTreeMap<Digest, Vec<u8>>, D::Error> {
        let list = Vec::<Waiting>::deserialize(d)?;
        Ok(list.into_iter().map(|waiting| (waiting.code, waiting.entry)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(n: u8) -> Digest {
        Digest([n; 32])
    }

    fn branch(check_ins: u64) -> (Branch, Stack) {
        let mut branch = Branch::new(BranchId::new("0001").expect("an id"));
        branch.issued.confirmed = check_ins;
        (branch, Stack { cards: (0..9).map(digest).collect(), pending: (20..24).map(digest).collect() })
    }

    fn sealing(booth: u16, card: u8, attempt: u16, code: u8) -> Sealing {
        Sealing { booth, card: digest(card), attempt, code: digest(code) }
    }

    #[test]
    fn a_ballot_sent_again_after_a_lost_answer_is_one_ballot_even_when_the_record_has_it() {
        let (mut branch, stack) = branch(2);
        assert_eq!(branch.insert(&stack, digest(1), 1), Ok(1));
        assert_eq!(branch.cast(&sealing(1, 1, 1, 100), b"x".to_vec()), Ok(Step::Taken));
        branch.included(&[digest(100)]);
        assert_eq!(branch.cast(&sealing(1, 1, 1, 100), b"x".to_vec()), Ok(Step::Again));
        assert_eq!((branch.spent.len(), branch.waiting.len()), (1, 0));
        assert_eq!(branch.cast(&sealing(1, 1, 1, 101), b"y".to_vec()), Err(Refused::Spent));
    }

    #[test]
    fn a_challenge_sent_again_after_a_lost_answer_counts_once() {
        let (mut branch, stack) = branch(1);
        assert_eq!(branch.insert(&stack, digest(1), 1), Ok(1));
        let first = sealing(1, 1, 1, 100);
        assert_eq!(branch.challenged(&first, b"x".to_vec()), Ok(Step::Taken));
        assert_eq!(branch.challenged(&first, b"x".to_vec()), Ok(Step::Again));
        assert_eq!(branch.spoiled(), 1);
        assert_eq!(branch.insert(&stack, digest(1), 1), Ok(2));
        // Also when the ballot after it was cast already.
        assert_eq!(branch.cast(&sealing(1, 1, 2, 101), b"y".to_vec()), Ok(Step::Taken));
        assert_eq!(branch.challenged(&first, b"x".to_vec()), Ok(Step::Again));
        assert_eq!(branch.spoiled(), 1);
    }

    #[test]
    fn a_challenged_ballot_cannot_be_cast() {
        let (mut branch, stack) = branch(1);
        branch.insert(&stack, digest(1), 1).expect("a card of the stack");
        branch.challenged(&sealing(1, 1, 1, 100), b"x".to_vec()).expect("due");
        assert_eq!(branch.cast(&sealing(1, 1, 1, 100), b"x".to_vec()), Err(Refused::Challenged));
        assert_eq!(
            branch.cast(&sealing(1, 1, 1, 101), b"x".to_vec()),
            Err(Refused::Attempt { attempt: 1, expected: 2 })
        );
    }

    #[test]
    fn a_card_belongs_to_the_booth_that_holds_it() {
        let (mut branch, stack) = branch(2);
        branch.insert(&stack, digest(1), 1).expect("a card of the stack");
        assert_eq!(branch.insert(&stack, digest(1), 2), Err(Refused::InUse(1)));
        assert_eq!(branch.cast(&sealing(2, 1, 1, 100), b"x".to_vec()), Err(Refused::NotThere(2)));
        assert_eq!(branch.challenged(&sealing(2, 1, 1, 100), b"x".to_vec()), Err(Refused::NotThere(2)));
        // A booth that takes another card has let go of the first.
        assert_eq!(branch.insert(&stack, digest(2), 1), Ok(1));
        assert_eq!(branch.insert(&stack, digest(1), 2), Ok(1));
    }

    #[test]
    fn no_more_cards_are_taken_than_voters_checked_in() {
        let (mut branch, stack) = branch(1);
        branch.insert(&stack, digest(1), 1).expect("a card of the stack");
        assert_eq!(branch.insert(&stack, digest(2), 2), Err(Refused::NoneDue));
        branch.cast(&sealing(1, 1, 1, 100), b"x".to_vec()).expect("due");
        assert_eq!(branch.insert(&stack, digest(2), 2), Err(Refused::NoneDue));
    }

    #[test]
    fn a_pending_card_is_good_for_the_one_to_whom_it_was_given_and_takes_nobody_elses_place() {
        let (mut branch, stack) = branch(1);
        assert_eq!(branch.insert(&stack, digest(20), 1), Err(Refused::NotGiven));
        branch.issued.pending.insert(digest(20));
        assert_eq!(branch.insert(&stack, digest(20), 1), Ok(1));
        branch.cast(&sealing(1, 20, 1, 100), b"x".to_vec()).expect("due");
        assert_eq!(branch.insert(&stack, digest(20), 1), Err(Refused::Spent));
        // The confirmed voter's card is still due, and no other pending card is.
        assert_eq!(branch.insert(&stack, digest(1), 1), Ok(1));
        assert_eq!(branch.insert(&stack, digest(2), 2), Err(Refused::NoneDue));
        assert_eq!(branch.insert(&stack, digest(21), 2), Err(Refused::NotGiven));
        branch.leave(1);
        let closing = branch.closing(&stack, String::new()).expect("nobody is in a booth");
        assert_eq!((closing.check_ins, closing.cards, closing.ballots, closing.abandoned), (1, 1, 0, 1));
        assert_eq!(closing.pending, Some(Pending { check_ins: 1, ballots: 1 }));
    }

    #[test]
    fn a_branch_without_pending_cards_does_not_speak_of_them() {
        let (branch, mut stack) = branch(0);
        stack.pending.clear();
        assert_eq!(branch.closing(&stack, String::new()).expect("empty").pending, None);
    }

    #[test]
    fn what_is_kept_is_read_back_the_same() {
        let (mut branch, stack) = branch(3);
        branch.insert(&stack, digest(1), 1).expect("a card of the stack");
        branch.challenged(&sealing(1, 1, 1, 100), b"x".to_vec()).expect("due");
        let json = serde_json::to_vec(&branch).expect("a box is JSON");
        let mut again: Branch = serde_json::from_slice(&json).expect("as written");
        // The desk's log says this.
        assert_eq!(again.issued, Issued::default());
        again.issued = branch.issued.clone();
        assert_eq!(again, branch);
    }
}
