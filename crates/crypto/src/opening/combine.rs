//! Putting `t` partial openings together.

#![expect(non_snake_case, reason = "the letters of docs/protocol/opening.md")]

use super::{Checked, Fault, Slots};
use crate::ceremony::Plan;
use crate::ceremony::polynomial::lagrange;
use crate::group::{Point, Scalar};
use crate::wire::Malformed;
use curve25519_dalek::traits::VartimeMultiscalarMul;
use rayon::prelude::*;

/// `open.combine`: `m·U = B_i − Σ_j λ_j·D_ij` for every slot.
pub fn combine(plan: Plan, slots: &Slots, partials: &[Checked]) -> Result<Vec<Point>, Fault> {
    let trustees = openers(plan, slots, partials)?;
    let weights: Vec<Scalar> =
        std::iter::once(Scalar::ONE).chain(lagrange(&trustees).iter().map(|λ| -λ)).collect();
    let opened: Vec<Option<Point>> = (0..slots.len())
        .into_par_iter()
        .map(|i| {
            // (4) m_i·U = B_i − Σ_j λ_j·D_ij
            let B = slots.second_half(i)?;
            let terms = std::iter::once(&B).chain(partials.iter().map(|partial| &partial.points[i]));
            Some(Point::vartime_multiscalar_mul(&weights, terms))
        })
        .collect();
    in_order(opened)
}

/// The indices of the openers, when they are `t` different trustees who opened this very box.
pub(super) fn openers(plan: Plan, slots: &Slots, partials: &[Checked]) -> Result<Vec<u16>, Fault> {
    let threshold = plan.threshold();
    if partials.len() != usize::from(threshold) {
        return Err(Fault::Count { found: partials.len(), threshold });
    }
    let mut trustees = Vec::with_capacity(partials.len());
    for &Checked { trustee, slots: opened, .. } in partials {
        if plan.admit(trustee).is_err() {
            return Err(Fault::Stranger { trustee });
        }
        if trustees.contains(&trustee) {
            return Err(Fault::Twice { trustee });
        }
        if opened != slots.digest {
            return Err(Fault::AnotherBox { trustee });
        }
        trustees.push(trustee);
    }
    Ok(trustees)
}

/// All, or the first slot whose `B` is no point.
pub(super) fn in_order<T>(opened: Vec<Option<T>>) -> Result<Vec<T>, Fault> {
    opened
        .into_iter()
        .enumerate()
        .map(|(slot, value)| value.ok_or(Fault::Slot { slot, why: Malformed::Point }))
        .collect()
}
