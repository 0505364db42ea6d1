//! The public's side.

#![expect(non_snake_case, reason = "the letters of docs/protocol/opening.md")]

use super::slots::{decode_points, fold};
use super::{Fault, Partial, Slots, partial::transcript};
use crate::ceremony::equality::Statement;
use crate::group::{Point, is_identity};

/// The points of a partial opening that has passed `open.shape` and `open.partial`.
pub struct Checked {
    pub(super) trustee: u16,
    pub(super) points: Vec<Point>,
    /// The box it was checked against.
    pub(super) slots: [u8; 64],
}

impl Checked {
    /// Whose it is.
    pub fn trustee(&self) -> u16 {
        self.trustee
    }
}

impl std::fmt::Debug for Checked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Checked(of trustee {}, {} points)", self.trustee, self.points.len())
    }
}

/// `open.shape` and `open.partial`: is every `D_i` equal to `x_j·A_i` for the `x_j` of the verification key?
pub fn check_partial(
    context: &[u8],
    trustee: u16,
    verification: &Point,
    slots: &Slots,
    partial: &Partial,
) -> Result<Checked, Fault> {
    let X = verification;
    if is_identity(X) {
        return Err(Fault::NeutralKey { trustee });
    }
    let (found, expected) = (partial.points.len(), slots.len());
    if found != expected {
        return Err(Fault::Length { trustee, found, expected });
    }
    let points = decode_points(expected, |slot| &partial.points[slot])
        .map_err(|(slot, why)| Fault::Point { trustee, slot, why })?;

    // (2) A* = Σ e_i·A_i, D* = Σ e_i·D_i
    let mut transcript = transcript(context, trustee, X, slots, &partial.points);
    let e = transcript.small_challenges("e", expected);
    let (A, D) = rayon::join(|| fold(&e, &slots.a), || fold(&e, &points));

    // (3) log_G X_j = log_{A*} D*
    if !partial.proof.holds(&mut transcript, &Statement { X, H: &A, Y: &D }) {
        return Err(Fault::Proof { trustee });
    }
    Ok(Checked { trustee, points, slots: slots.digest })
}
