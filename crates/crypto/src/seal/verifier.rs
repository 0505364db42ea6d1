//! The clear verifier: one seal, equation by equation. `batch.rs` is the fast one, equal to it by test.

#![expect(non_snake_case, reason = "the letters are those of docs/protocol/seal.md")]

use super::fault::{Equation, Fault};
use super::generators::{Generators, generators};
use super::record::{Seal, Set};
use super::shape::Shape;
use super::statement::{Challenges, Statement, inner, powers};
use crate::elgamal::{Ciphertext, ElectionKey};
use crate::group::{Encoded, G, Point, Scalar, vote_base};
use crate::wire::Malformed;
use curve25519_dalek::traits::VartimeMultiscalarMul;

/// Is this a well-formed seal of a set, made for this contest, key and context?
pub fn check(shape: Shape, key: &ElectionKey, context: &[u8], seal: &Seal) -> Result<(), Fault> {
    Decoded::new(shape, key, context, seal)?.equations(key)
}

/// A seal whose points are points, with its challenges: all that is known before the first equation.
pub(super) struct Decoded<'a> {
    pub(super) shape: Shape,
    pub(super) seal: &'a Seal,
    pub(super) challenges: Challenges,
    pub(super) slots: Vec<Ciphertext>,
    pub(super) R_A: Point,
    pub(super) R_B: Point,
    pub(super) C_a: Point,
    pub(super) C_s: Point,
    pub(super) T_1: Point,
    pub(super) T_2: Point,
    pub(super) rounds: Vec<(Point, Point)>,
}

impl<'a> Decoded<'a> {
    /// The checks `seal.shape` and `seal.points`: each point is decoded once, and none is the neutral element.
    pub(super) fn new(
        shape: Shape,
        key: &ElectionKey,
        context: &[u8],
        seal: &'a Seal,
    ) -> Result<Self, Fault> {
        if !seal.fits(shape) {
            return Err(Fault::Shape);
        }
        let slots = seal.slots.iter().enumerate().map(|(slot, encoded)| {
            let of_slot = |reason| Fault::Slot { slot, reason };
            Ok(Ciphertext {
                A: proper(&encoded.a).map_err(of_slot)?,
                B: proper(&encoded.b).map_err(of_slot)?,
            })
        });
        let decode = |encoded| proper(encoded).map_err(|reason| Fault::Proof { reason });
        let set = &seal.set;
        Ok(Self {
            shape,
            seal,
            slots: slots.collect::<Result<_, _>>()?,
            R_A: decode(&seal.link.R_A)?,
            R_B: decode(&seal.link.R_B)?,
            C_a: decode(&set.C_a)?,
            C_s: decode(&set.C_s)?,
            T_1: decode(&set.T_1)?,
            T_2: decode(&set.T_2)?,
            rounds: set.rounds.iter().map(|(L, R)| Ok((decode(L)?, decode(R)?))).collect::<Result<_, _>>()?,
            challenges: Challenges::of(Statement::new(shape, key, context, &seal.slots), &seal.link, set),
        })
    }

    /// The checks `seal.link` and `seal.set`, in this order.
    pub(super) fn equations(&self, key: &ElectionKey) -> Result<(), Fault> {
        self.link(key)?;
        self.polynomial(key)?;
        self.vectors(key)
    }

    fn link(&self, key: &ElectionKey) -> Result<(), Fault> {
        let Challenges { lambda, c, .. } = self.challenges;
        let (s_r, s_m) = (self.seal.link.s_r, self.seal.link.s_m);
        // (3)
        let fold = |half: fn(&Ciphertext) -> Point| {
            Point::vartime_multiscalar_mul(powers(&lambda, self.slots.len()), self.slots.iter().map(half))
        };
        // (4)
        if s_r * G != self.R_A + c * fold(|slot| slot.A) {
            return Err(Fault::Link { equation: Equation::LinkA });
        }
        // (5)
        if s_r * key.point() + s_m * vote_base() != self.R_B + c * fold(|slot| slot.B) {
            return Err(Fault::Link { equation: Equation::LinkB });
        }
        Ok(())
    }

    fn polynomial(&self, key: &ElectionKey) -> Result<(), Fault> {
        let Challenges { y, z, x, .. } = self.challenges;
        let (U, h) = (vote_base(), key.point());
        let set = &self.seal.set;
        // (2)
        let B = |i: usize| self.slots[i].B;
        let last = self.shape.slots() - 1;
        let V = std::iter::once(B(0))
            .chain((0..last).map(|i| B(i + 1) - B(i) - U))
            .chain([Scalar::from(self.shape.max()) * U - B(last)]);
        let z_powers = &powers(&z, self.shape.values() + 2)[2..];
        let V_folded = Point::optional_multiscalar_mul(z_powers, V.map(Some)).expect("every point is there");
        // δ(y, z) = (z − z²)·Σy^i − Σ_j z^{3+j}·(2^n − 1)
        let ones = Scalar::from((1_u32 << self.shape.bits()) - 1);
        let delta = (z - z * z) * powers(&y, self.shape.width()).iter().sum::<Scalar>()
            - z * ones * z_powers.iter().sum::<Scalar>();
        // (9)
        if set.t * U + set.tau * h == V_folded + delta * U + x * self.T_1 + x * x * self.T_2 {
            Ok(())
        } else {
            Err(Fault::Set { equation: Equation::Polynomial })
        }
    }

    fn vectors(&self, key: &ElectionKey) -> Result<(), Fault> {
        let Generators { Gs, Hs } = generators();
        let Challenges { y, z, x, w, u, .. } = &self.challenges;
        let Set { t, mu, a, b, .. } = &self.seal.set;
        let (n, width, length) = (self.shape.bits(), self.shape.width(), self.shape.length());
        let U = vote_base();

        // H′_i = y^{−i}·H_i
        let y_inverse = powers(&y.invert(), length);
        // P = C_a + x·C_s − z·ΣG_i + Σ(z·y^i + z^{2+j}·2^b)·H′_i − μ·h + t̂·w·U, with i = j·n + b
        let z_powers = powers(z, self.shape.values() + 2);
        let on_H =
            (0..width).map(|i| z + z_powers[2 + i / n] * Scalar::from(1_u32 << (i % n)) * y_inverse[i]);
        let P = self.C_a + x * self.C_s - z * Gs[..width].iter().sum::<Point>()
            + Point::vartime_multiscalar_mul(on_H, &Hs[..width])
            - mu * key.point()
            + t * w * U;

        // P ← L + u·P + u²·R; every base is multiplied with `u` when it lies in the half that (11) says.
        let folded = std::iter::zip(u, &self.rounds).fold(P, |P, (u, (L, R))| L + u * P + u * u * R);
        let in_upper_half = |i: usize, round: usize| i / (length >> (round + 1)) % 2 == 1;
        let folded_into = |i: usize, upper: bool| -> Scalar {
            (0..u.len()).filter(|&round| in_upper_half(i, round) == upper).map(|round| u[round]).product()
        };
        let on_G = (0..length).map(|i| folded_into(i, false) * a[i % a.len()]);
        let on_H = (0..length).map(|i| folded_into(i, true) * b[i % b.len()] * y_inverse[i]);
        // (10)
        let ends = Point::vartime_multiscalar_mul(on_G.chain(on_H), Gs[..length].iter().chain(&Hs[..length]))
            + inner(a, b) * w * U;
        if folded == ends { Ok(()) } else { Err(Fault::Set { equation: Equation::Vectors }) }
    }
}

/// Decodes a point; the neutral element is refused. In a slot it would show the number or the randomness to
/// everyone, and in a proof it has no business.
fn proper(encoded: &Encoded) -> Result<Point, Malformed> {
    // Encodings are canonical: zeros, and nothing else, are the neutral element.
    if encoded.as_bytes() == &[0; 32] {
        return Err(Malformed::Identity);
    }
    encoded.decompress().ok_or(Malformed::Point)
}
