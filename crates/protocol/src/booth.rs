//! The voting device: `Waiting → Choosing → Reviewing → Sealed → Waiting`.
//!
//! Between sealing and casting the booth keeps the sealed ballot and the randomness in memory and nowhere
//! else. Casting forgets the randomness; a challenge publishes it and the voter chooses again.

use board::entry::{Ballot, Entry, Opened, Sealed, Spoiled, seal_context, tracking_code};
use crypto::ceremony::JointKey;
use crypto::seal::{self, Opening, Selection};
use crypto::signature::Signer;
use election::bytes::Digest;
use election::choice::{BadChoice, Choice};
use election::id::{BranchId, ContestId};
use election::setup::{Event, Setup};
use election::signatory::Signatory;
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A voting device in a branch.
#[derive(Debug)]
pub struct Booth {
    event: Event,
    setup: Arc<Setup>,
    key: Arc<JointKey>,
    branch: BranchId,
    number: u16,
    signer: Signer,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Waiting,
    Choosing { card: Card },
    Reviewing { card: Card, selections: Vec<Selection> },
    Sealed { card: Card, ballot: Vec<u8>, opened: Vec<(Selection, Opening)> },
}

/// The card in the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Card {
    /// Its public number.
    pub number: Digest,
    /// Which sealing on it comes next.
    pub attempt: u16,
}

/// What the screen should show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Screen {
    /// Nobody is voting.
    Waiting,
    /// A card is in; nothing is chosen yet.
    Choosing,
    /// The choice is shown for confirmation.
    Reviewing,
    /// The ballot is sealed: cast or challenge.
    Sealed,
}

/// One contest as it will be sealed, for the voter's eyes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The contest.
    pub contest: ContestId,
    /// Places of the chosen candidates in the set-up; none is a blank vote.
    pub candidates: Vec<u16>,
}

/// Why the device does not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Not at this stage.
    #[error("not now: the device is {screen:?}")]
    Stage {
        /// Where it is.
        screen: Screen,
    },
    /// A choice that cannot be sealed.
    #[error("{contest}: {bad}")]
    Choice {
        /// In which contest.
        contest: ContestId,
        /// Why.
        bad: BadChoice,
    },
    /// A contest the event does not have.
    #[error("there is no contest {0}")]
    UnknownContest(ContestId),
}

impl Booth {
    /// A device that waits for its first voter.
    pub fn new(
        event: Event,
        setup: Arc<Setup>,
        key: Arc<JointKey>,
        branch: BranchId,
        number: u16,
        signer: Signer,
    ) -> Self {
        Self { event, setup, key, branch, number, signer, stage: Stage::Waiting }
    }

    /// What the screen should show.
    pub fn screen(&self) -> Screen {
        match self.stage {
            Stage::Waiting => Screen::Waiting,
            Stage::Choosing { .. } => Screen::Choosing,
            Stage::Reviewing { .. } => Screen::Reviewing,
            Stage::Sealed { .. } => Screen::Sealed,
        }
    }

    /// The set-up, for the screens.
    pub fn setup(&self) -> &Arc<Setup> {
        &self.setup
    }

    /// Waiting → Choosing. The branch has let the card in.
    pub fn insert(&mut self, card: Card) -> Result<(), Refused> {
        let Stage::Waiting = self.stage else { return Err(self.not_now()) };
        self.stage = Stage::Choosing { card };
        Ok(())
    }

    /// Choosing or Reviewing → Reviewing. A contest without a choice is blank, and the review says so.
    pub fn choose(&mut self, choices: &BTreeMap<ContestId, Choice>) -> Result<Vec<Review>, Refused> {
        let (Stage::Choosing { card } | Stage::Reviewing { card, .. }) = self.stage else {
            return Err(self.not_now());
        };
        if let Some(stranger) = choices.keys().find(|id| self.setup.contest(id).is_none()) {
            return Err(Refused::UnknownContest(stranger.clone()));
        }
        let blank = Choice::blank();
        let mut selections = Vec::new();
        let mut review = Vec::new();
        for contest in &self.setup.contests {
            let choice = choices.get(&contest.id).unwrap_or(&blank);
            let refused = |bad| Refused::Choice { contest: contest.id.clone(), bad };
            review.push(Review {
                contest: contest.id.clone(),
                candidates: choice.candidates(contest).map_err(refused)?,
            });
            selections.push(choice.selection(contest).map_err(refused)?);
        }
        self.stage = Stage::Reviewing { card, selections };
        Ok(review)
    }

    /// Reviewing → Sealed. Answers the tracking code: the device is bound to this ballot before it learns
    /// whether the voter will cast or challenge it.
    pub fn seal(&mut self, rng: &mut impl CryptoRng) -> Result<Digest, Refused> {
        let Stage::Reviewing { card, .. } = self.stage else { return Err(self.not_now()) };
        let Stage::Reviewing { selections, .. } = std::mem::replace(&mut self.stage, Stage::Waiting) else {
            return Err(self.not_now());
        };
        let mut contests = Vec::new();
        let mut opened = Vec::new();
        for (contest, selection) in self.setup.contests.iter().zip(selections) {
            let context =
                seal_context(&self.event, &contest.id, &self.branch, self.number, &card.number, card.attempt);
            let (seal, opening) = seal::seal(contest.shape(), &self.key.key, &context, &selection, rng);
            contests.push(Sealed { contest: contest.id.clone(), seal: seal.to_bytes() });
            opened.push((selection, opening));
        }
        let body = Ballot {
            branch: self.branch.clone(),
            booth: self.number,
            card: card.number,
            attempt: card.attempt,
            contests,
        };
        let ballot = Entry::unsigned(body).signed(&self.event, self.name(), &self.signer).to_bytes();
        let code = tracking_code(&ballot);
        self.stage = Stage::Sealed { card, ballot, opened };
        Ok(code)
    }

    /// The sealed ballot, to hand to the branch before it is forgotten here.
    pub fn sealed(&self) -> Result<&[u8], Refused> {
        match &self.stage {
            Stage::Sealed { ballot, .. } => Ok(ballot),
            _ => Err(self.not_now()),
        }
    }

    /// Sealed → Waiting. The branch has the ballot safely; the randomness is gone.
    pub fn cast(&mut self) -> Result<(), Refused> {
        let Stage::Sealed { .. } = self.stage else { return Err(self.not_now()) };
        self.stage = Stage::Waiting;
        Ok(())
    }

    /// The entry that opens the sealed ballot for everyone; see [`Booth::challenged`].
    pub fn challenge(&self) -> Result<Entry, Refused> {
        let Stage::Sealed { ballot, opened, .. } = &self.stage else { return Err(self.not_now()) };
        let contests = self.setup.contests.iter().zip(opened).map(|(contest, (selection, opening))| Opened {
            contest: contest.id.clone(),
            numbers: selection.numbers().to_vec(),
            randomness: opening.to_bytes().to_vec(),
        });
        let body = Spoiled {
            branch: self.branch.clone(),
            booth: self.number,
            ballot: ballot.clone(),
            contests: contests.collect(),
        };
        Ok(Entry::unsigned(body).signed(&self.event, self.name(), &self.signer))
    }

    /// Sealed → Choosing. The branch has the opened ballot; the voter chooses again on the same card.
    pub fn challenged(&mut self) -> Result<(), Refused> {
        let Stage::Sealed { card, .. } = self.stage else { return Err(self.not_now()) };
        self.stage = Stage::Choosing { card: Card { attempt: card.attempt + 1, ..card } };
        Ok(())
    }

    /// Any stage → Waiting: the voter left. The card stays unspent.
    pub fn leave(&mut self) -> Option<Card> {
        match std::mem::replace(&mut self.stage, Stage::Waiting) {
            Stage::Waiting => None,
            Stage::Choosing { card } | Stage::Reviewing { card, .. } | Stage::Sealed { card, .. } => {
                Some(card)
            }
        }
    }

    fn name(&self) -> Signatory {
        Signatory::Booth(self.branch.clone(), self.number)
    }

    fn not_now(&self) -> Refused {
        Refused::Stage { screen: self.screen() }
    }
}
