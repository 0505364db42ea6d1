//! The fast verifier: many seals in one multiscalar product.
//!
//! Each of the four equations of each seal is brought to one side and multiplied with a weight of its own, 128
//! random bits; the sum must be the neutral element. If any equation fails, the sum is neutral with a probability
//! of at most `2⁻¹²⁸` (Bellare, Garay, Rabin 1998). Generators, `G`, `h` and `U` enter once per chunk, however many
//! seals there are. Nothing is inverted, and every point is decoded once.

#![expect(non_snake_case, reason = "the letters are those of docs/protocol/seal.md")]

use super::fault::Fault;
use super::generators::{Generators, generators};
use super::record::Seal;
use super::shape::Shape;
use super::statement::{Challenges, inner, powers};
use super::verifier::Decoded;
use crate::elgamal::ElectionKey;
use crate::group::{G, Point, Scalar, is_identity, vote_base};
use crate::transcript::Transcript;
use curve25519_dalek::traits::VartimeMultiscalarMul;
use rand_core::CryptoRng;
use rayon::prelude::*;

/// Seals in one product: enough to share the generators well, few enough for the points to stay in the cache.
const CHUNK: usize = 128;

/// Equations of a seal, each with a weight of its own.
const EQUATIONS: usize = 4;

/// One seal to check, with what it was made for.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// The contest.
    pub shape: Shape,
    /// Event, contest, branch, device and serial, as bytes.
    pub context: &'a [u8],
    /// The seal.
    pub seal: &'a Seal,
}

/// Checks many seals, of any shapes, as [`super::check`] would each; on failure names every bad one by its
/// index, with its fault.
///
/// The weights are drawn from `rng` *and* from the seals themselves, so that even a verifier whose generator is
/// known beforehand cannot be aimed at.
pub fn check_batch(
    items: &[Item<'_>],
    key: &ElectionKey,
    rng: &mut impl CryptoRng,
) -> Result<(), Vec<(usize, Fault)>> {
    let mut seed = [0; 32];
    rng.fill_bytes(&mut seed);
    let faults: Vec<_> = items
        .par_chunks(CHUNK)
        .enumerate()
        .flat_map_iter(|(chunk, items)| {
            let start = chunk * CHUNK;
            check_chunk(items, key, &seed).into_iter().map(move |(i, fault)| (start + i, fault))
        })
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn check_chunk(items: &[Item<'_>], key: &ElectionKey, seed: &[u8; 32]) -> Vec<(usize, Fault)> {
    let mut faults = Vec::new();
    let mut decoded = Vec::with_capacity(items.len());
    for (i, Item { shape, context, seal }) in items.iter().enumerate() {
        match Decoded::new(*shape, key, context, seal) {
            Ok(seal) => decoded.push((i, seal)),
            Err(fault) => faults.push((i, fault)),
        }
    }
    let mut transcript = Transcript::new("seal/1 weights");
    transcript.append("seed", seed);
    for (_, seal) in &decoded {
        transcript.append("seal", &seal.challenges.end);
    }
    let weights = transcript.small_challenges("weights", EQUATIONS * decoded.len());
    let weighed: Vec<_> = decoded
        .into_iter()
        .zip(weights.as_chunks().0)
        .map(|((index, seal), &weights)| Weighed { index, seal, weights })
        .collect();
    search(&weighed, key, &mut faults);
    faults.sort_unstable_by_key(|(i, _)| *i);
    faults
}

struct Weighed<'a> {
    index: usize,
    seal: Decoded<'a>,
    weights: [Scalar; EQUATIONS],
}

/// Halves a failing batch until the clear verifier can say of each bad seal what is wrong.
fn search(weighed: &[Weighed<'_>], key: &ElectionKey, faults: &mut Vec<(usize, Fault)>) {
    match weighed {
        [] => {}
        [one] => faults.extend(one.seal.equations(key).err().map(|fault| (one.index, fault))),
        many => {
            let mut sum = Sum::default();
            for Weighed { seal, weights, .. } in many {
                sum.add(seal, weights);
            }
            if !sum.vanishes(key) {
                let (left, right) = many.split_at(many.len() / 2);
                search(left, key, faults);
                search(right, key, faults);
            }
        }
    }
}

/// A sum of weighed equations, each in the form `right side − left side`.
#[derive(Default)]
struct Sum {
    on_G: Scalar,
    on_h: Scalar,
    on_U: Scalar,
    /// On the vector generators.
    on_vector_G: Vec<Scalar>,
    on_vector_H: Vec<Scalar>,
    /// On the points of the seals.
    scalars: Vec<Scalar>,
    points: Vec<Point>,
}

impl Sum {
    fn push(&mut self, scalar: Scalar, point: Point) {
        self.scalars.push(scalar);
        self.points.push(point);
    }

    fn add(&mut self, decoded: &Decoded<'_>, &[w_4, w_5, w_9, w_10]: &[Scalar; EQUATIONS]) {
        let Decoded { shape, seal, challenges, .. } = decoded;
        let Challenges { lambda, c, y, z, x, .. } = challenges;
        let (link, set) = (&seal.link, &seal.set);
        let (n, width) = (shape.bits(), shape.width());

        // (4) and (5), without the slots
        self.push(w_4, decoded.R_A);
        self.push(w_5, decoded.R_B);
        self.on_G -= w_4 * link.s_r;
        self.on_h -= w_5 * link.s_r;
        self.on_U -= w_5 * link.s_m;

        // (9), without the slots: of the V_j of (2) only the multiples of U
        let z_powers = &powers(z, shape.values() + 2)[2..];
        let gaps: Scalar = z_powers[1..shape.slots()].iter().sum();
        let of_V = z_powers[shape.slots()] * Scalar::from(shape.max()) - gaps;
        let ones = Scalar::from((1_u32 << n) - 1);
        let delta = (z - z * z) * powers(y, width).iter().sum::<Scalar>()
            - z * ones * z_powers.iter().sum::<Scalar>();
        self.on_U += w_9 * (of_V + delta - set.t);
        self.on_h -= w_9 * set.tau;
        self.push(w_9 * x, decoded.T_1);
        self.push(w_9 * x * x, decoded.T_2);

        // (4), (5) and (9) meet in the slots: B_i is in V_i, and in V_{i+1} with a minus
        let (on_A, on_B, on_V) = (w_4 * c, w_5 * c, w_9 * (Scalar::ONE - z));
        for ((slot, lambda_i), z_i) in decoded.slots.iter().zip(powers(lambda, shape.slots())).zip(z_powers) {
            self.push(on_A * lambda_i, slot.A);
            self.push(on_B * lambda_i + on_V * z_i, slot.B);
        }

        self.add_vectors(decoded, w_10);
    }

    /// (10). It is weighed with `v·y^{N−1}`, so that `y` comes in powers `N−1−i` and is never inverted.
    fn add_vectors(&mut self, decoded: &Decoded<'_>, v: Scalar) {
        let Decoded { shape, seal, challenges, .. } = decoded;
        let Challenges { y, z, x, w, u, .. } = challenges;
        let set = &seal.set;
        let (n, width, length, tail) = (shape.bits(), shape.width(), shape.length(), shape.tail());

        let y_powers = powers(y, length);
        let weight = v * y_powers[length - 1];

        // P ← L + u·P + u²·R, unrolled from the last round to the first
        let mut later = weight;
        for (u, (L, R)) in u.iter().zip(&decoded.rounds).rev() {
            self.push(later, *L);
            self.push(later * u * u, *R);
            later *= u;
        }
        self.push(later, decoded.A);
        self.push(later * x, decoded.S);
        self.on_h -= later * set.mu;
        self.on_U += w * (later * set.t - weight * inner(&set.a, &set.b));

        // What the folding has multiplied block after block of the bases with: `lo` for G and, read backwards, for H.
        let mut lo = vec![Scalar::ONE];
        for u in u {
            lo = lo.iter().flat_map(|f| [f * u, *f]).collect();
        }
        if self.on_vector_G.len() < length {
            self.on_vector_G.resize(length, Scalar::ZERO);
            self.on_vector_H.resize(length, Scalar::ZERO);
        }
        let a: Vec<_> = set.a.iter().map(|a| weight * a).collect();
        let b: Vec<_> = set.b.iter().zip(y_powers[..tail].iter().rev()).map(|(b, y)| v * b * y).collect();
        let blocks = lo.iter().zip(lo.iter().rev().zip(y_powers.iter().step_by(tail).rev()));
        let mut bases = self.on_vector_G.iter_mut().zip(&mut self.on_vector_H);
        for (f, (f_, y_block)) in blocks {
            let f_ = f_ * y_block;
            for ((a, b), (on_G, on_H)) in a.iter().zip(&b).zip(&mut bases) {
                *on_G -= f * a;
                *on_H -= f_ * b;
            }
        }

        // −z·G_i and z·H_i, and z^{2+j}·2^t·H′_i with i = j·n + t
        let on_each = later * z;
        let scale = v * u.iter().product::<Scalar>();
        let z_powers = &powers(z, shape.values() + 2)[2..];
        let bits: Vec<_> = (0..n).map(|t| Scalar::from(1_u32 << t) * y_powers[n - 1 - t]).collect();
        let bases = self.on_vector_G.chunks_mut(n).zip(self.on_vector_H.chunks_mut(n));
        for (j, ((on_G, on_H), z_j)) in bases.zip(z_powers).enumerate() {
            let row = scale * z_j * y_powers[length - (j + 1) * n];
            for ((on_G, on_H), bit) in on_G.iter_mut().zip(on_H).zip(&bits) {
                *on_G -= on_each;
                *on_H += on_each + row * bit;
            }
        }
        debug_assert_eq!(width, n * shape.values());
    }

    fn vanishes(mut self, key: &ElectionKey) -> bool {
        let generators: &Generators = generators();
        self.push(self.on_G, G);
        self.push(self.on_h, *key.point());
        self.push(self.on_U, vote_base());
        let scalars = self.scalars.iter().chain(&self.on_vector_G).chain(&self.on_vector_H);
        let length = self.on_vector_G.len();
        let points = self.points.iter().chain(&generators.Gs[..length]).chain(&generators.Hs[..length]);
        is_identity(&Point::vartime_multiscalar_mul(scalars, points))
    }
}
