//! The fast way from partial openings to numbers, for the same `t` trustees and box after box.
//!
//! Between small indices Lagrange's weights are fractions of small integers, `λ_j = μ_j / Δ`. Instead of a
//! multiplication by 252 bits per partial opening, a slot takes a few additions to `Δ·m·U`, which is looked
//! up in a table of just these points. [`super::combine`] followed by [`DecodeTable::read`] is the clear
//! version, and a test holds the two against each other.

#![expect(non_snake_case, reason = "the letters of docs/protocol/opening.md")]

use super::combine::{in_order, openers};
use super::{Checked, DecodeTable, Fault, Slots, combine};
use crate::ceremony::Plan;
use crate::ceremony::polynomial::small_lagrange;
use crate::group::{Point, Scalar};
use curve25519_dalek::traits::Identity;
use rayon::prelude::*;

/// The `t` trustees who open, and the table of what they may find.
#[derive(Debug)]
pub struct Quorum {
    plan: Plan,
    trustees: Vec<u16>,
    /// `Δ` and `μ_j`; none where they are not small enough to be worth it.
    weights: Option<(i64, Vec<i64>)>,
    /// Of `Δ·m·U`.
    table: DecodeTable,
}

impl Quorum {
    /// `t` different trustees of the plan, and the numbers `0 … numbers − 1` of the contest.
    pub fn new(plan: Plan, trustees: &[u16], numbers: usize) -> Result<Self, Fault> {
        let threshold = plan.threshold();
        if trustees.len() != usize::from(threshold) {
            return Err(Fault::Count { found: trustees.len(), threshold });
        }
        for (i, &trustee) in trustees.iter().enumerate() {
            plan.admit(trustee).map_err(|_| Fault::Stranger { trustee })?;
            if trustees[..i].contains(&trustee) {
                return Err(Fault::Twice { trustee });
            }
        }
        let weights = small_lagrange(trustees);
        let scale = weights.as_ref().map_or(Scalar::ONE, |(Δ, _)| Scalar::from(Δ.unsigned_abs()));
        Ok(Self { plan, trustees: trustees.to_vec(), weights, table: DecodeTable::scaled(numbers, &scale)? })
    }

    /// `open.combine` and `open.table` in one: the number in every slot; none where it is outside the table.
    pub fn read(&self, slots: &Slots, partials: &[Checked]) -> Result<Vec<Option<u16>>, Fault> {
        let openers = openers(self.plan, slots, partials)?;
        let Some((Δ, μ)) = &self.weights else {
            return Ok(self.table.read_all(&combine(self.plan, slots, partials)?));
        };
        let mut terms: Vec<(i64, Option<&Checked>)> = vec![(*Δ, None)];
        for (&trustee, partial) in openers.iter().zip(partials) {
            let seat = self.trustees.iter().position(|&j| j == trustee).ok_or(Fault::Stranger { trustee })?;
            terms.push((-μ[seat], Some(partial)));
        }
        let opened: Vec<Option<Point>> =
            (0..slots.len())
                .into_par_iter()
                .map(|i| {
                    let B = slots.second_half(i)?;
                    // (6) Δ·m_i·U = Δ·B_i − Σ_j μ_j·D_ij
                    Some(weighted_sum(terms.iter().map(|(weight, partial)| {
                        (*weight, partial.map_or(&B, |partial| &partial.points[i]))
                    })))
                })
                .collect();
        Ok(self.table.read_all(&in_order(opened)?))
    }
}

/// `Σ w·P`, doubling the sum once a bit for all terms together.
fn weighted_sum<'a>(terms: impl Iterator<Item = (i64, &'a Point)> + Clone) -> Point {
    let bits = terms.clone().map(|(w, _)| u64::BITS - w.unsigned_abs().leading_zeros()).max().unwrap_or(0);
    let mut sum = Point::identity();
    for bit in (0..bits).rev() {
        if bit + 1 < bits {
            sum += sum;
        }
        for (w, P) in terms.clone().filter(|(w, _)| w.unsigned_abs() >> bit & 1 == 1) {
            if w < 0 {
                sum -= P;
            } else {
                sum += P;
            }
        }
    }
    sum
}
