//! The one-time pad between a dealer and a receiver.

#![expect(non_snake_case, reason = "the letters of docs/protocol/ceremony.md")]

use super::Circle;
use crate::group::{Encoded, Point, Scalar};

/// `H(K, circle, i, j, R_i, P_j)` with `K = ρ_i·P_j = p_j·R_i`.
///
/// One `R_i` serves all receivers of a deal, for their `K` differ by their transport keys; each mask
/// is used once.
pub(super) fn mask(circle: &Circle, dealer: u16, receiver: u16, ephemeral: &Encoded, K: &Point) -> Scalar {
    let mut transcript = circle.transcript("ceremony.envelope", dealer);
    transcript.append_u64("receiver", receiver.into());
    transcript.append_point("R", ephemeral);
    transcript.append_point("P", circle.transport(receiver).encoded());
    transcript.append_point("K", &K.compress());
    transcript.challenge("mask")
}
