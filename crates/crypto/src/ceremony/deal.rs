//! Round 2. What a dealer publishes: commitments to a polynomial, and its values sealed to the trustees.

#![expect(non_snake_case, reason = "the letters of docs/protocol/ceremony.md")]

use super::envelope;
use super::knowledge::Knowledge;
use super::{Circle, Fault, Plan, Pledge};
use crate::group::{Encoded, Point, Scalar};
use crate::transcript::Transcript;
use crate::wire::{Malformed, Reader};

/// One dealer's part of the key. Until every pledge is on the record it is the dealer's secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Deal {
    /// `C_{i,0} … C_{i,t−1}`; none of them the neutral element.
    pub(super) commitments: Vec<Point>,
    /// `R_i = ρ_i·G`
    pub(super) ephemeral: Point,
    /// `c_{i,1} … c_{i,n}`
    pub(super) masked: Vec<Scalar>,
    /// Of `a_{i,0}` in `C_{i,0}`.
    pub(super) secret_proof: Knowledge,
    /// Of `ρ_i` in `R_i`.
    pub(super) envelope_proof: Knowledge,
}

impl Deal {
    /// How many bytes a deal has under a plan.
    pub fn length(plan: Plan) -> usize {
        32 * (usize::from(plan.threshold()) + 1 + usize::from(plan.trustees())) + 2 * Knowledge::LENGTH
    }

    /// The commitments, `R_i`, the masked shares, the two proofs.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for point in self.commitments.iter().chain([&self.ephemeral]) {
            bytes.extend_from_slice(point.compress().as_bytes());
        }
        for share in &self.masked {
            bytes.extend_from_slice(share.as_bytes());
        }
        self.secret_proof.write(&mut bytes);
        self.envelope_proof.write(&mut bytes);
        bytes
    }

    /// Reads exactly one. The plan says how many commitments there are, so a polynomial of another degree
    /// has no encoding; a neutral commitment, which would lower the degree, is refused.
    pub fn from_bytes(plan: Plan, bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let deal = Self {
            commitments: (0..plan.threshold()).map(|_| reader.proper_point()).collect::<Result<_, _>>()?,
            ephemeral: reader.proper_point()?,
            masked: plan.indices().map(|_| reader.scalar()).collect::<Result<_, _>>()?,
            secret_proof: Knowledge::read(&mut reader)?,
            envelope_proof: Knowledge::read(&mut reader)?,
        };
        reader.end()?;
        Ok(deal)
    }

    /// What both proofs of the deal are bound to: the circle, the dealer and all of the deal but the proofs.
    pub(super) fn transcript(
        circle: &Circle,
        dealer: u16,
        commitments: &[Point],
        ephemeral: &Encoded,
        masked: &[Scalar],
    ) -> Transcript {
        let mut transcript = circle.transcript("ceremony.deal", dealer);
        for commitment in commitments {
            transcript.append_point("C", &commitment.compress());
        }
        transcript.append_point("R", ephemeral);
        for share in masked {
            transcript.append_scalar("masked", share);
        }
        transcript
    }
}

/// `ceremony.pledge` and `ceremony.deal`: is this the pledged deal of `dealer`, and does the dealer know
/// what it deals and what it sealed it with? Only the receivers can see whether
/// the sealed shares are right.
pub fn check_deal(circle: &Circle, dealer: u16, pledge: &Pledge, deal: &Deal) -> Result<(), Fault> {
    circle.plan().admit(dealer)?;
    let (commitments, shares) = (deal.commitments.len(), deal.masked.len());
    if commitments != usize::from(circle.plan().threshold())
        || shares != usize::from(circle.plan().trustees())
    {
        return Err(Fault::Shape { dealer, commitments, shares });
    }
    if *pledge != Pledge::to(circle, dealer, deal) {
        return Err(Fault::Pledge { dealer });
    }
    let ephemeral = deal.ephemeral.compress();
    let mut transcript = Deal::transcript(circle, dealer, &deal.commitments, &ephemeral, &deal.masked);
    if !deal.secret_proof.holds(&mut transcript, &deal.commitments[0]) {
        return Err(Fault::Secret { dealer });
    }
    if !deal.envelope_proof.holds(&mut transcript, &deal.ephemeral) {
        return Err(Fault::Envelope { dealer });
    }
    Ok(())
}

impl std::fmt::Debug for Deal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Deal(to {})", self.masked.len())
    }
}

/// `s_ij`, given `K = p_j·R_i`, whoever may know it.
pub(super) fn unmask(circle: &Circle, dealer: u16, deal: &Deal, receiver: u16, K: &Point) -> Scalar {
    let mask = envelope::mask(circle, dealer, receiver, &deal.ephemeral.compress(), K);
    deal.masked[usize::from(receiver) - 1] - mask
}
