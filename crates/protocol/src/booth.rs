//! The voting device: `Waiting → Choosing → Reviewing → Sealed → Casting → Waiting`, or
//! `Sealed → Challenging → Choosing`.
//!
//! Sealing fixes the tracking code, a hash of what is sealed and of no signature. Only then does the device
//! learn whether the voter casts or challenges, and only then does it sign: for a cast the ballot, for a
//! challenge the ballot opened. It signs one of the two and never the other, so nobody can cast what was
//! challenged.
//!
//! Until then the sealed ballot and its randomness are in memory and nowhere else. Casting forgets the
//! randomness; a challenge publishes it and the voter chooses again.

use board::entry::{Ballot, Entry, Opened, Sealed, Spoiled, seal_context};
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
use zeroize::Zeroize as _;

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
    Choosing {
        card: Card,
    },
    Reviewing {
        card: Card,
        selections: Vec<Selection>,
    },
    Sealed {
        card: Card,
        code: Digest,
        ballot: Ballot,
        opened: Vec<(Selection, Opening)>,
    },
    /// The voter cast; the branch has not answered yet.
    Casting {
        code: Digest,
        entry: Vec<u8>,
    },
    /// The voter challenged; the branch has not answered yet.
    Challenging {
        card: Card,
        code: Digest,
        entry: Vec<u8>,
    },
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
    /// The ballot is cast and on its way to the branch.
    Casting,
    /// The ballot is challenged and on its way to the branch.
    Challenging,
}

/// A signed entry for the branch, and the tracking code of its ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForBranch {
    /// The code that the voter saw.
    pub code: Digest,
    /// The entry's bytes, signed by the booth; the branch signs it too.
    pub entry: Vec<u8>,
}

/// One contest as it will be sealed, for the voter's eyes: it prints without what was chosen, and is wiped when dropped.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The contest.
    pub contest: ContestId,
    /// Places of the chosen candidates in the set-up; none is a blank vote.
    pub candidates: Vec<u16>,
}

impl std::fmt::Debug for Review {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Review(of {})", self.contest)
    }
}

impl Drop for Review {
    fn drop(&mut self) {
        self.candidates.zeroize();
    }
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
            Stage::Casting { .. } => Screen::Casting,
            Stage::Challenging { .. } => Screen::Challenging,
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
        let ballot = Ballot {
            branch: self.branch.clone(),
            booth: self.number,
            card: card.number,
            attempt: card.attempt,
            contests,
        };
        let code = ballot.tracking_code(&self.event);
        self.stage = Stage::Sealed { card, code, ballot, opened };
        Ok(code)
    }

    /// Sealed → Casting: the voter casts. The booth signs the ballot now and not before, and the randomness is
    /// gone: from here on the ballot can be cast and nothing else. Asked again it answers the same.
    pub fn cast(&mut self) -> Result<ForBranch, Refused> {
        if let Stage::Casting { code, entry } = &self.stage {
            return Ok(ForBranch { code: *code, entry: entry.clone() });
        }
        let Stage::Sealed { code, ballot, .. } = &self.stage else { return Err(self.not_now()) };
        let entry = Entry::unsigned(ballot.clone()).signed(&self.event, self.name(), &self.signer);
        let cast = ForBranch { code: *code, entry: entry.to_bytes() };
        self.stage = Stage::Casting { code: cast.code, entry: cast.entry.clone() };
        Ok(cast)
    }

    /// Casting → Waiting. The branch has the ballot safely.
    pub fn was_cast(&mut self) -> Result<(), Refused> {
        let Stage::Casting { .. } = self.stage else { return Err(self.not_now()) };
        self.stage = Stage::Waiting;
        Ok(())
    }

    /// Casting or Challenging → Waiting. The branch will never take what is sealed here, for this device repeats its
    /// randomness: the voter takes the card elsewhere.
    pub fn was_refused(&mut self) -> Result<(), Refused> {
        let (Stage::Casting { .. } | Stage::Challenging { .. }) = self.stage else {
            return Err(self.not_now());
        };
        self.stage = Stage::Waiting;
        Ok(())
    }

    /// Sealed → Challenging: the voter challenges. The entry opens the sealed ballot for everyone; the booth
    /// will never sign it as cast. Asked again it answers the same.
    pub fn challenge(&mut self) -> Result<ForBranch, Refused> {
        if let Stage::Challenging { code, entry, .. } = &self.stage {
            return Ok(ForBranch { code: *code, entry: entry.clone() });
        }
        let Stage::Sealed { card, code, ballot, opened } = &self.stage else { return Err(self.not_now()) };
        let contests = self.setup.contests.iter().zip(opened).map(|(contest, (selection, opening))| Opened {
            contest: contest.id.clone(),
            numbers: selection.numbers().to_vec(),
            randomness: opening.to_bytes().to_vec(),
        });
        let body = Spoiled { ballot: ballot.clone(), opened: contests.collect() };
        let entry = Entry::unsigned(body).signed(&self.event, self.name(), &self.signer);
        let challenged = ForBranch { code: *code, entry: entry.to_bytes() };
        self.stage = Stage::Challenging { card: *card, code: *code, entry: challenged.entry.clone() };
        Ok(challenged)
    }

    /// Challenging → Choosing. The branch has the opened ballot; the voter chooses again on the same card.
    pub fn was_challenged(&mut self) -> Result<(), Refused> {
        let Stage::Challenging { card, .. } = self.stage else { return Err(self.not_now()) };
        self.stage = Stage::Choosing { card: Card { attempt: card.attempt.saturating_add(1), ..card } };
        Ok(())
    }

    /// Choosing, Reviewing or Sealed → Waiting: the voter left. The card stays unspent. What was cast or
    /// challenged cannot be left: it may be on its way.
    pub fn leave(&mut self) -> Result<(), Refused> {
        if let Stage::Casting { .. } | Stage::Challenging { .. } = self.stage {
            return Err(self.not_now());
        }
        self.stage = Stage::Waiting;
        Ok(())
    }

    fn name(&self) -> Signatory {
        Signatory::Booth(self.branch.clone(), self.number)
    }

    fn not_now(&self) -> Refused {
        Refused::Stage { screen: self.screen() }
    }
}
