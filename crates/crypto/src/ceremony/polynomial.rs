//! Polynomials over the scalars, over their commitments, and Lagrange's way back to the value at 0.

#![expect(non_snake_case, reason = "the letters of docs/protocol/opening.md")]

use crate::elgamal::draw;
use crate::group::{Point, Scalar, g_table};
use curve25519_dalek::traits::Identity;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// `f(X) = a_0 + a_1·X + … + a_{t−1}·X^{t−1}`, secret.
pub(crate) struct Polynomial(Zeroizing<Vec<Scalar>>);

impl Polynomial {
    /// Draws `t` coefficients.
    pub(crate) fn draw(t: u16, rng: &mut impl CryptoRng) -> Self {
        // The capacity is right from the start, so no half-grown copy is left behind in memory.
        let mut coefficients = Zeroizing::new(Vec::with_capacity(t.into()));
        coefficients.extend((0..t).map(|_| draw(rng)));
        Self(coefficients)
    }

    /// `a_0`
    pub(crate) fn secret(&self) -> &Scalar {
        &self.0[0]
    }

    /// `f(j)`, by Horner's rule.
    pub(crate) fn at(&self, j: u16) -> Zeroizing<Scalar> {
        let j = Scalar::from(j);
        Zeroizing::new(self.0.iter().rev().fold(Scalar::ZERO, |sum, a| sum * j + a))
    }

    /// `C_k = a_k·G`
    pub(crate) fn commit(&self) -> Vec<Point> {
        self.0.iter().map(|a| g_table() * a).collect()
    }
}

/// `Σ_k j^k·C_k`, which is `f(j)·G`. Public, hence in variable time.
pub(crate) fn committed_at(commitments: &[Point], j: u16) -> Point {
    commitments.iter().rev().fold(Point::identity(), |sum, c| small_multiple(&sum, j.into()) + c)
}

/// `n·P` by doubling and adding: an index has few bits, and a full multiplication hundreds.
pub(crate) fn small_multiple(point: &Point, n: u64) -> Point {
    let mut sum = Point::identity();
    for bit in (0..u64::BITS - n.leading_zeros()).rev() {
        sum += sum;
        if n >> bit & 1 == 1 {
            sum += point;
        }
    }
    sum
}

/// Equation (5) of `docs/protocol/opening.md`: `λ_j = Π_{k≠j} k / (k − j)` for each of the indices. Then
/// `f(0) = Σ λ_j·f(j)` for every `f` of lower degree than there are indices. They are
/// distinct, and none is 0.
pub(crate) fn lagrange(indices: &[u16]) -> Vec<Scalar> {
    indices
        .iter()
        .map(|&j| {
            let (mut above, mut below) = (Scalar::ONE, Scalar::ONE);
            for &k in indices.iter().filter(|&&k| k != j) {
                above *= Scalar::from(k);
                below *= Scalar::from(k) - Scalar::from(j);
            }
            above * below.invert()
        })
        .collect()
}

/// Lagrange's weights as integers over one denominator, `λ_j = μ_j / Δ` with `Δ > 0`; none where one of them
/// has more than 31 bits, or where an intermediate product leaves 128.
pub(crate) fn small_lagrange(indices: &[u16]) -> Option<(i64, Vec<i64>)> {
    let fractions = indices
        .iter()
        .map(|&j| {
            indices.iter().filter(|&&k| k != j).try_fold((1i128, 1i128), |(above, below), &k| {
                let above = above.checked_mul(k.into())?;
                let below = below.checked_mul(i128::from(k) - i128::from(j))?;
                let common = gcd(above, below);
                Some((above / common, below / common))
            })
        })
        .collect::<Option<Vec<_>>>()?;
    let Δ = fractions
        .iter()
        .try_fold(1i128, |lcm, &(_, below)| lcm.checked_mul(below.abs() / gcd(lcm, below)))?;
    let small = |n: i128| i32::try_from(n).ok().map(i64::from);
    let μ = fractions
        .iter()
        .map(|&(above, below)| small(above.checked_mul(Δ / below)?))
        .collect::<Option<_>>()?;
    Some((small(Δ)?, μ))
}

/// Of the absolute values; at least one is not zero.
fn gcd(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a as i128
}
