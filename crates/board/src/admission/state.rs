//! What the entries so far amount to.

use super::FirstHalves;
use crate::entry::{self, BranchCheckIns, File};
use crypto::ceremony::{self, JointKey};
use crypto::signature::PublicKey;
use election::bytes::Digest;
use election::id::{BranchId, ContestId};
use election::outcome::{Minutes, Remark};
use election::setup::{Event, Setup};
use election::signatory::Signatory;
use election::tally::Totals;
use election::unit::{BoxId, Unit, units};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
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
    /// Branches that have no ballots in any box.
    pub(super) voids: BTreeMap<BranchId, entry::Void>,
    /// Every key that fills a seat, booths included: none may fill two.
    pub(super) seats: HashMap<[u8; 32], String>,
    /// First halves of every ciphertext of a sealed ballot, cast or challenged: none may stand in two.
    pub(super) ciphertexts: FirstHalves,
    /// Numbers of the pending cards of all branches: none may stand in two, for they are decided by number.
    pub(super) pending_cards: HashSet<Digest>,
    /// Pending ballots that are mixed, once it is decided.
    pub(super) decided: Option<BTreeSet<Digest>>,
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
    /// Spent cards, with the tracking code of the ballot.
    pub spent: HashMap<Digest, Digest>,
    /// Tracking codes of the ballots challenged on a card, in their order.
    pub challenges: HashMap<Digest, Vec<Digest>>,
    /// The ballots in its box.
    pub ballots: Vec<CastBallot>,
    /// Numbers of its pending cards.
    pub pending_cards: HashSet<Digest>,
    /// The ballots on pending cards: in the box once they are released.
    pub pending: BTreeMap<Digest, CastBallot>,
    /// Challenged ballots.
    pub spoiled: u64,
    /// Ballots that have a receipt and may not stand, in the order in which they were named.
    pub refused: Vec<entry::Refused>,
    /// Cards of the shuffled stack that are spent on them.
    pub refused_cards: u64,
    /// Figures that officers and boards settled.
    pub settlement: Option<entry::Settlement>,
    /// How it closed.
    pub closing: Option<entry::Closing>,
}

impl BranchState {
    /// The check-ins that the ledger must have for it, once it has closed or they are settled.
    pub fn check_ins(&self) -> Option<u64> {
        let settled = self.settlement.as_ref().map(|s| s.check_ins);
        settled.or(self.closing.as_ref().map(|c| c.check_ins))
    }
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
    /// Branches that have no ballots in any box, and why.
    pub fn voids(&self) -> &BTreeMap<BranchId, entry::Void> {
        &self.voids
    }
    /// The ledger, once closed.
    pub fn ledger(&self) -> Option<&[BranchCheckIns]> {
        self.ledger.as_deref()
    }
    /// The pending ballots that are mixed, once it is decided.
    pub fn decided(&self) -> Option<&BTreeSet<Digest>> {
        self.decided.as_ref()
    }
    /// Every pending ballot that must be decided, with its branch, by the number of its card. Those of a branch without a
    /// box are set aside with all the others.
    pub fn pending(&self) -> impl Iterator<Item = (&BranchId, &Digest)> {
        let counted = self.branches.iter().filter(|(id, _)| !self.voids.contains_key(*id));
        counted.flat_map(|(id, branch)| branch.pending.keys().map(move |card| (id, card)))
    }
    /// Pending ballots that are in no box: undecided or struck.
    pub fn set_aside<'a>(&'a self, branch: &'a BranchState) -> impl Iterator<Item = &'a CastBallot> {
        branch.pending.iter().filter(|(card, _)| !self.is_released(card)).map(|(_, ballot)| ballot)
    }
    /// The ballots of a branch that are counted: those of confirmed voters, and the pending ones that were released.
    fn counted<'a>(&'a self, branch: &'a BranchState) -> impl Iterator<Item = CastBallot> + 'a {
        let released = branch.pending.iter().filter(|(card, _)| self.is_released(card));
        branch.ballots.iter().chain(released.map(|(_, ballot)| ballot)).copied()
    }
    fn is_released(&self, card: &Digest) -> bool {
        self.decided.as_ref().is_some_and(|released| released.contains(card))
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

    /// The tracking code of a ballot of this event.
    pub fn tracking_code(&self, ballot: &entry::Ballot) -> Digest {
        // Before there is an event no ballot is admitted, so nobody sees the other code.
        ballot.tracking_code(&self.event.unwrap_or(Digest([0; 32])))
    }

    /// The ballots of a unit in the order in which the box takes them: by branch, then by tracking code.
    ///
    /// The order of casting is nowhere in it.
    pub fn ballots_of(&self, unit: &Unit) -> Vec<CastBallot> {
        let mut all = Vec::new();
        // Ballots of a branch without a box are set aside.
        let counted = unit.branches.iter().filter(|id| !self.voids.contains_key(*id));
        for branch in counted.filter_map(|id| self.branches.get(id)) {
            let mut ballots = self.counted(branch).collect::<Vec<_>>();
            ballots.sort_unstable();
            all.extend(ballots);
        }
        all
    }

    /// The unit of a box.
    pub fn unit_of(&self, box_id: &BoxId) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.id() == box_id.unit)
    }

    /// The minutes of a box that held these totals, with what must be told of its branches.
    pub fn minutes(&self, box_id: &BoxId, totals: Totals) -> Minutes {
        let branches = self.unit_of(box_id).map(|unit| unit.branches.clone()).unwrap_or_default();
        let remarks = branches.iter().flat_map(|id| self.remarks(id)).collect();
        Minutes { box_id: box_id.clone(), branches, remarks, totals }
    }

    /// What must be told of a branch: figures that were settled, ballots that are in no box.
    pub fn remarks(&self, id: &BranchId) -> Vec<Remark> {
        let branch = self.branches.get(id);
        let settled = branch.and_then(|b| b.settlement.as_ref()).map(|s| Remark::Settled {
            branch: id.clone(),
            counted: s.counted,
            check_ins: s.check_ins,
            cards: s.cards,
            reason: s.reason.clone(),
        });
        let counted = branch.filter(|_| !self.voids.contains_key(id));
        let figures = counted.and_then(|b| b.closing.as_ref()).and_then(|closing| closing.pending);
        let pending = counted.zip(figures.filter(|of| of.check_ins > 0)).map(|(b, of)| {
            let struck = self.set_aside(b).count() as u64;
            let released = b.pending.len() as u64 - struck;
            Remark::Pending { branch: id.clone(), check_ins: of.check_ins, released, struck }
        });
        let refused = counted.filter(|b| !b.refused.is_empty()).map(|b| {
            let cast = b.refused.iter().filter(|of| of.was == entry::Was::Cast).count() as u64;
            Remark::Refused { branch: id.clone(), cast, challenged: b.refused.len() as u64 - cast }
        });
        let void = self.voids.get(id).map(|v| Remark::Void {
            branch: id.clone(),
            why: v.why,
            set_aside: branch.map_or(0, |b| (b.ballots.len() + b.pending.len()) as u64),
            reason: v.reason.clone(),
        });
        settled.into_iter().chain(pending).chain(refused).chain(void).collect()
    }

    /// What judging a proof needs of it, and no more: whoever judges for long need not keep others from the state.
    pub fn for_proofs(&self) -> Self {
        Self {
            event: self.event,
            setup: self.setup.clone(),
            joint: self.joint.clone(),
            confirmed: self.confirmed.clone(),
            boxes: self.boxes.clone(),
            ..Self::default()
        }
    }

    /// Makes the boxes when the polls are closed everywhere.
    pub(super) fn make_boxes(&mut self) {
        let Some(setup) = self.setup.clone() else { return };
        let counted = self.branches.iter().filter(|(id, _)| !self.voids.contains_key(*id));
        let ballots: BTreeMap<BranchId, u64> =
            counted.map(|(id, b)| (id.clone(), self.counted(b).count() as u64)).collect();
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
