//! Whole openings and their liars, a file per crime.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::ceremony::tests::{keys, rng};
use crate::ceremony::{JointKey, KeyShare, Plan};
use crate::elgamal::{Ciphertext, EncodedCiphertext, draw};

mod binding;
mod bytes;
mod honest;
mod outside;
mod quorum;
mod vectors;
mod wrong;

/// A box of `n` slots holding `0, 1, 2, …`, of which the table knows the first hundred.
pub(super) struct Scene {
    pub(super) plan: Plan,
    pub(super) joint: JointKey,
    pub(super) shares: Vec<KeyShare>,
    pub(super) encoded: Vec<EncodedCiphertext>,
    pub(super) slots: Slots,
}

pub(super) const CONTEXT: &[u8] = b"event, contest, branch";

impl Scene {
    pub(super) fn new(trustees: u16, threshold: u16, n: u64) -> Self {
        let plan = Plan::new(trustees, threshold).unwrap();
        let (joint, shares) = keys(plan);
        let mut rng = rng(7);
        let encoded: Vec<_> =
            (0..n).map(|m| Ciphertext::seal(&joint.key, m, &draw(&mut rng)).encode()).collect();
        let slots = Slots::decode(&encoded).unwrap();
        Self { plan, joint, shares, encoded, slots }
    }

    pub(super) fn verification(&self, trustee: u16) -> &crate::group::Point {
        &self.joint.verification[usize::from(trustee) - 1]
    }

    pub(super) fn partial(&self, trustee: u16) -> Partial {
        let share = &self.shares[usize::from(trustee) - 1];
        partial(CONTEXT, share, self.verification(trustee), &self.slots, &mut rng(trustee.into())).unwrap()
    }

    pub(super) fn check(&self, trustee: u16, partial: &Partial) -> Result<Checked, Fault> {
        check_partial(CONTEXT, trustee, self.verification(trustee), &self.slots, partial)
    }

    pub(super) fn checked(&self, trustee: u16) -> Checked {
        self.check(trustee, &self.partial(trustee)).unwrap()
    }
}
