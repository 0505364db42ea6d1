//! The dealer's side of rounds 1 and 2.

#![expect(non_snake_case, reason = "the letters of docs/protocol/ceremony.md")]

use super::knowledge::Knowledge;
use super::polynomial::Polynomial;
use super::{Circle, Deal, Fault, Pledge, envelope};
use crate::elgamal::draw;
use crate::group::{Scalar, g_table};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// Draws a polynomial, seals its values and pledges to the result.
///
/// The polynomial is forgotten here: the dealer's own share is sealed to itself as to everyone else. What
/// is left to keep is the deal, in secret until every pledge is on the record, then published.
pub fn prepare(circle: &Circle, index: u16, rng: &mut impl CryptoRng) -> Result<(Deal, Pledge), Fault> {
    let plan = circle.plan();
    plan.admit(index)?;
    let f = Polynomial::draw(plan.threshold(), rng);
    let deal = deal(circle, index, &f, |j| f.at(j), rng);
    let pledge = Pledge::to(circle, index, &deal);
    Ok((deal, pledge))
}

/// Commits to `f` and seals `values`, which an honest dealer takes from `f`.
pub(super) fn deal(
    circle: &Circle,
    index: u16,
    f: &Polynomial,
    values: impl Fn(u16) -> Zeroizing<Scalar>,
    rng: &mut impl CryptoRng,
) -> Deal {
    // (2) C_{i,k} = a_{i,k}·G
    let commitments = f.commit();
    // (3) R_i = ρ_i·G, K_ij = ρ_i·P_j; (4) c_ij = f_i(j) + H(…, K_ij)
    let rho = Zeroizing::new(draw(rng));
    let ephemeral = g_table() * &*rho;
    let R = ephemeral.compress();
    let masked = circle
        .plan()
        .indices()
        .map(|j| {
            let K = Zeroizing::new(circle.transport(j).point() * *rho);
            *values(j) + envelope::mask(circle, index, j, &R, &K)
        })
        .collect::<Vec<_>>();
    let mut transcript = Deal::transcript(circle, index, &commitments, &R, &masked);
    let secret_proof = Knowledge::prove(&mut transcript, f.secret(), &commitments[0].compress(), rng);
    let envelope_proof = Knowledge::prove(&mut transcript, &rho, &R, rng);
    Deal { commitments, ephemeral, masked, secret_proof, envelope_proof }
}
