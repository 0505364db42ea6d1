//! Whole ceremonies and their liars, a file per crime.
#![allow(clippy::unwrap_used)]

use super::polynomial::Polynomial;
use super::*;
use crate::group::Scalar;
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use zeroize::Zeroizing;

mod bytes;
mod complaint;
mod dealer;
mod honest;
mod record;
mod rogue;
mod seats;
mod vectors;

pub(crate) const CONTEXT: &[u8] = b"a rehearsal of an election";

pub(crate) fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

/// A ceremony on the way, all messages as on the record.
pub(super) struct Scene {
    pub(super) circle: Circle,
    pub(super) secrets: Vec<TransportSecret>,
    pub(super) pledges: Vec<(u16, Pledge)>,
    pub(super) deals: Vec<(u16, Deal)>,
    pub(super) verdicts: Vec<(u16, Verdict)>,
    pub(super) shares: Vec<Vec<Share>>,
}

impl Scene {
    /// All registered.
    pub(super) fn registered(trustees: u16, threshold: u16) -> Self {
        let plan = Plan::new(trustees, threshold).unwrap();
        let mut rng = rng(u64::from(trustees) << 16 | u64::from(threshold));
        let (secrets, keys) = plan.indices().map(|j| register(CONTEXT, j, &mut rng)).unzip();
        let circle = Circle::new(plan, CONTEXT, keys).unwrap();
        Self { circle, secrets, pledges: vec![], deals: vec![], verdicts: vec![], shares: vec![] }
    }

    /// All dealt, honestly.
    pub(super) fn dealt(trustees: u16, threshold: u16) -> Self {
        let mut scene = Self::registered(trustees, threshold);
        for i in scene.circle.plan().indices() {
            let (deal, pledge) = prepare(&scene.circle, i, &mut rng(100 + u64::from(i))).unwrap();
            scene.pledges.push((i, pledge));
            scene.deals.push((i, deal));
        }
        scene
    }

    /// Dealer `i` takes back its deal and gives another, with a pledge to fit.
    pub(super) fn redeal(&mut self, i: u16, deal: Deal) {
        let seat = usize::from(i) - 1;
        self.pledges[seat].1 = Pledge::to(&self.circle, i, &deal);
        self.deals[seat].1 = deal;
    }

    /// Dealer `i` commits to a polynomial and seals other values than its own.
    pub(super) fn deal_wrongly(&mut self, i: u16, values: impl Fn(&Polynomial, u16) -> Scalar) {
        let f = Polynomial::draw(self.circle.plan().threshold(), &mut rng(300));
        let deal = prepare::deal(&self.circle, i, &f, |j| Zeroizing::new(values(&f, j)), &mut rng(301));
        self.redeal(i, deal);
    }

    /// Everyone judges what is on the record.
    pub(super) fn judged(mut self) -> Self {
        for j in self.circle.plan().indices() {
            let secret = &self.secrets[usize::from(j) - 1];
            let mut rng = rng(200 + u64::from(j));
            let (verdict, shares) =
                give_verdict(&self.circle, j, secret, &self.pledges, &self.deals, &mut rng).unwrap();
            self.verdicts.push((j, verdict));
            self.shares.push(shares);
        }
        self
    }

    pub(super) fn conclude(&self) -> Result<JointKey, Fault> {
        conclude(&self.circle, &self.pledges, &self.deals, &self.verdicts)
    }

    pub(super) fn key_share(&self, joint: &JointKey, trustee: u16) -> Result<KeyShare, Fault> {
        KeyShare::combine(joint, trustee, &self.shares[usize::from(trustee) - 1])
    }
}

/// The outcome of an honest ceremony.
pub(crate) fn keys(plan: Plan) -> (JointKey, Vec<KeyShare>) {
    let scene = Scene::dealt(plan.trustees(), plan.threshold()).judged();
    let joint = scene.conclude().unwrap();
    let shares = plan.indices().map(|j| scene.key_share(&joint, j).unwrap()).collect();
    (joint, shares)
}
