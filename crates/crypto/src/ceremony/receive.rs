//! The receiver's side of round 3.

#![expect(non_snake_case, reason = "the letters of docs/protocol/ceremony.md")]

use super::deal::unmask;
use super::equality::{Equality, Statement};
use super::polynomial::committed_at;
use super::verdict::seen;
use super::{Circle, Complaint, Deal, Fault, Pledge, Share, TransportSecret, Verdict, check_deal};
use crate::group::g_table;
use crate::transcript::Transcript;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// Opens the envelope that `dealer` sealed to trustee `index`; the inner result is the share, or the
/// complaint that it is wrong.
///
/// The deal is checked first, and that is essential: a complaint publishes `p_j·R_i`, and only the proof that
/// the dealer knows the logarithm of `R_i` makes this a thing the dealer could have computed alone. Otherwise
/// a dealer could put another's `R` into a bad deal, and the complaint would open that other's envelope.
pub fn receive(
    circle: &Circle,
    index: u16,
    secret: &TransportSecret,
    dealer: u16,
    pledge: &Pledge,
    deal: &Deal,
    rng: &mut impl CryptoRng,
) -> Result<Result<Share, Complaint>, Fault> {
    circle.recognise(index, secret)?;
    check_deal(circle, dealer, pledge, deal)?;
    let K = Zeroizing::new(deal.ephemeral * secret.scalar());
    let share = Share::new(dealer, index, unmask(circle, dealer, deal, index, &K));
    // (5) s_ij·G = Σ_k j^k·C_{i,k}
    if g_table() * share.scalar() == committed_at(&deal.commitments, index) {
        return Ok(Ok(share));
    }
    // (6) log_G P_j = log_{R_i} K_ij
    let statement = Statement { X: circle.transport(index).point(), H: &deal.ephemeral, Y: &K };
    let proof = Equality::prove(&mut transcript(circle, dealer, index), secret.scalar(), &statement, rng);
    Ok(Err(Complaint { key: *K, proof }))
}

/// Judges all deals of the round and gives the verdict to publish with the shares to keep.
///
/// Deals that fail `ceremony.pledge` or `ceremony.deal` need no complaint: everybody sees it.
/// The shares need not be stored; the same call gives them again from the record and the transport secret.
pub fn give_verdict(
    circle: &Circle,
    index: u16,
    secret: &TransportSecret,
    pledges: &[(u16, Pledge)],
    deals: &[(u16, Deal)],
    rng: &mut impl CryptoRng,
) -> Result<(Verdict, Vec<Share>), Fault> {
    circle.recognise(index, secret)?;
    let (mut complaints, mut shares) = (vec![], vec![]);
    let (valid, _) = super::conclude::valid_deals(circle, pledges, deals)?;
    for (dealer, pledge, deal) in valid {
        match receive(circle, index, secret, dealer, pledge, deal, rng)? {
            Ok(share) => shares.push(share),
            Err(complaint) => complaints.push((dealer, complaint)),
        }
    }
    Ok((Verdict { seen: seen(circle, pledges, deals), complaints }, shares))
}

/// What a complaint's proof is bound to.
pub(super) fn transcript(circle: &Circle, dealer: u16, complainer: u16) -> Transcript {
    let mut transcript = circle.transcript("ceremony.complaint", complainer);
    transcript.append_u64("dealer", dealer.into());
    transcript
}
