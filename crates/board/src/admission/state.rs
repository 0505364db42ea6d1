//! What the entries so far amount to.

use crate::entry::{self, BranchCheckIns, File};
use crypto::ceremony::{self, JointKey};
use crypto::signature::PublicKey;
use election::bytes::Digest;
use election::id::{BranchId, ContestId};
use election::setup::{Event, Setup};
use election::signatory::Signatory;
use election::unit::{BoxId, Unit, units};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// The fold over the entries of a record.
#[derive(Debug, Clone, Default)]
pub struct State {
    pub(super) event: Option<Event>,
    pub(super) setup: Option<Arc<Setup>>,
    pub(super) keys: HashMap<Signatory, PublicKey>,
    pub(super) circle: Option<Arc<ceremony::Circle>>,
    pub(super) pledges: BTreeMap<u16, ceremony::Pledge>,
    pub(super) deals: BTreeMap<u16, ceremony::Deal>,
    pub(super) verdicts: BTreeMap<u16, ceremony::Verdict>,
    pub(super) joint: Option<Arc<JointKey>>,
    pub(super) confirmed: BTreeMap<u16, Digest>,
    pub(super) branches: BTreeMap<BranchId, BranchState>,
    /// First halves of every ciphertext in a box: none may stand in two ballots.
    pub(super) ciphertexts: HashSet<[u8; 32]>,
    pub(super) ledger: Option<Vec<BranchCheckIns>>,
    pub(super) units: Vec<Unit>,
    pub(super) boxes: BTreeMap<BoxId, BoxState>,
    pub(super) lots: BTreeMap<ContestId, Vec<entry::Lot>>,
    pub(super) outcomes: BTreeMap<ContestId, File>,
}

/// A branch on polling day.
#[derive(Debug, Clone)]
pub struct BranchState {
    /// How it opened.
    pub opening: entry::Opening,
    /// Numbers of its voting cards.
    pub cards: HashSet<Digest>,
    /// Keys of its booths.
    pub booths: BTreeMap<u16, PublicKey>,
    /// Spent cards.
    pub spent: HashSet<Digest>,
    /// Challenges on a card so far.
    pub challenges: HashMap<Digest, u16>,
    /// The ballots in its box.
    pub ballots: Vec<CastBallot>,
    /// Challenged ballots.
    pub spoiled: u64,
    /// How it closed.
    pub closing: Option<entry::Closing>,
}

/// A ballot in the box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CastBallot {
    /// Its tracking code: ballots of a box are taken in this order.
    pub code: Digest,
    /// Its number in the log.
    pub sequence: u64,
}

/// A box between closing and count.
#[derive(Debug, Clone, Default)]
pub struct BoxState {
    /// The mixes so far, in order.
    pub mixes: Vec<MixStep>,
    /// The parts of the opening, by trustee.
    pub partials: BTreeMap<u16, File>,
    /// The minutes.
    pub minutes: Option<File>,
}

/// One mix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MixStep {
    /// Who mixed.
    pub trustee: u16,
    /// What was taken.
    pub input: File,
    /// What was made.
    pub output: File,
    /// The proof.
    pub proof: File,
}

impl State {
    /// The event, once the set-up is frozen.
    pub fn event(&self) -> Option<&Event> {
        self.event.as_ref()
    }
    /// The set-up, once frozen.
    pub fn setup(&self) -> Option<&Arc<Setup>> {
        self.setup.as_ref()
    }
    /// The key of a signatory.
    pub fn key_of(&self, by: &Signatory) -> Option<PublicKey> {
        match by {
            Signatory::Booth(branch, n) => self.branches.get(branch)?.booths.get(n).copied(),
            other => self.keys.get(other).copied(),
        }
    }
    /// The trustees, their plan and their transport keys.
    pub fn circle(&self) -> Option<&Arc<ceremony::Circle>> {
        self.circle.as_ref()
    }
    /// Pledges so far.
    pub fn pledges(&self) -> &BTreeMap<u16, ceremony::Pledge> {
        &self.pledges
    }
    /// Deals so far.
    pub fn deals(&self) -> &BTreeMap<u16, ceremony::Deal> {
        &self.deals
    }
    /// Verdicts so far.
    pub fn verdicts(&self) -> &BTreeMap<u16, ceremony::Verdict> {
        &self.verdicts
    }
    /// The key that the ceremony gives, once every trustee has spoken.
    pub fn joint_key(&self) -> Option<&Arc<JointKey>> {
        self.joint.as_ref()
    }
    /// The election key, once enough trustees confirmed it.
    pub fn election_key(&self) -> Option<&Arc<JointKey>> {
        let needed = usize::from(self.setup.as_ref()?.threshold);
        self.joint.as_ref().filter(|_| self.confirmed.len() >= needed)
    }
    /// Who confirmed the key.
    pub fn confirmed(&self) -> &BTreeMap<u16, Digest> {
        &self.confirmed
    }
    /// Branches that opened.
    pub fn branches(&self) -> &BTreeMap<BranchId, BranchState> {
        &self.branches
    }
    /// The ledger, once closed.
    pub fn ledger(&self) -> Option<&[BranchCheckIns]> {
        self.ledger.as_deref()
    }
    /// The counting units, once the polls are closed everywhere.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }
    /// The boxes, once the polls are closed everywhere.
    pub fn boxes(&self) -> &BTreeMap<BoxId, BoxState> {
        &self.boxes
    }
    /// Lots drawn for a contest, in order.
    pub fn lots(&self, contest: &ContestId) -> &[entry::Lot] {
        self.lots.get(contest).map_or(&[], Vec::as_slice)
    }
    /// The results so far.
    pub fn outcomes(&self) -> &BTreeMap<ContestId, File> {
        &self.outcomes
    }

    /// The ballots of a unit in the order in which the box takes them: by branch, then by tracking code.
    ///
    /// The order of casting is nowhere in it.
    pub fn ballots_of(&self, unit: &Unit) -> Vec<CastBallot> {
        let mut all = Vec::new();
        for branch in unit.branches.iter().filter_map(|id| self.branches.get(id)) {
            let mut ballots = branch.ballots.clone();
            ballots.sort_unstable();
            all.extend(ballots);
        }
        all
    }

    /// The unit of a box.
    pub fn unit_of(&self, box_id: &BoxId) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.id() == box_id.unit)
    }

    /// Makes the boxes when the polls are closed everywhere.
    pub(super) fn make_boxes(&mut self) {
        let Some(setup) = self.setup.clone() else { return };
        let ballots: BTreeMap<BranchId, u64> =
            self.branches.iter().map(|(id, b)| (id.clone(), b.ballots.len() as u64)).collect();
        self.units = units(&setup, &ballots);
        for contest in &setup.contests {
            for unit in &self.units {
                let id = BoxId { contest: contest.id.clone(), unit: unit.id() };
                self.boxes.insert(id, BoxState::default());
            }
        }
    }
}

/// The phase of the event, for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Nothing is frozen yet.
    Preparing,
    /// The set-up stands; the trustees make the key.
    Ceremony,
    /// The key stands; branches may open.
    Ready,
    /// At least one branch has opened and not all are closed.
    Polling,
    /// The polls are closed and the boxes are being mixed and opened.
    Counting,
    /// Every contest has its result.
    Decided,
}

impl State {
    /// Where the event stands.
    pub fn phase(&self) -> Phase {
        let Some(setup) = &self.setup else { return Phase::Preparing };
        if self.outcomes.len() == setup.contests.len() {
            Phase::Decided
        } else if self.ledger.is_some() {
            Phase::Counting
        } else if !self.branches.is_empty() {
            Phase::Polling
        } else if self.election_key().is_some() {
            Phase::Ready
        } else {
            Phase::Ceremony
        }
    }
}
