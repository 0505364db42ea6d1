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
use super::statement::{Challenges, inner, power, powers};
use super::verifier::Decoded;
use super::wide::{Wide, Words, words};
use crate::elgamal::ElectionKey;
use crate::group::{G, Point, Scalar, is_identity, vote_base};
use crate::transcript::Transcript;
use curve25519_dalek::traits::VartimeMultiscalarMul;
use rand_core::CryptoRng;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Seals in one product: enough to share the generators well, few enough for the points to stay in the cache.
const CHUNK: usize = 120;

/// Every seal adds two products to each [`Wide`] sum on a generator.
const _: () = assert!(2 * CHUNK <= Wide::MOST);

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
    on_Gs: Vec<Wide>,
    on_Hs: Vec<Wide>,
    /// On the first so many vector generators alike: with a minus on G, with a plus on H.
    on_first: BTreeMap<usize, Scalar>,
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
        let n = shape.bits();

        // (4) and (5), without the slots
        self.push(w_4, decoded.R_A);
        self.push(w_5, decoded.R_B);
        self.on_G -= w_4 * link.s_r;
        self.on_h -= w_5 * link.s_r;
        self.on_U -= w_5 * link.s_m;

        // y^i for one value, (y^n)^j for all values, and z^{2+j}
        let y_bits = powers(y, n);
        let y_values = powers(&(y_bits[n - 1] * y), shape.values());
        let z_powers = &powers(z, shape.values() + 2)[2..];

        // (9), without the slots: of the V_j of (2) only the multiples of U
        let all_z: Scalar = z_powers.iter().sum();
        let gaps = all_z - z_powers[0] - z_powers[shape.slots()];
        let of_V = z_powers[shape.slots()] * Scalar::from(shape.max()) - gaps;
        let all_y = y_bits.iter().sum::<Scalar>() * y_values.iter().sum::<Scalar>();
        let ones = Scalar::from((1_u32 << n) - 1);
        let delta = (z - z_powers[0]) * all_y - z * ones * all_z;
        self.on_U += w_9 * (of_V + delta - set.t);
        self.on_h -= w_9 * set.tau;
        let on_T_1 = w_9 * x;
        self.push(on_T_1, decoded.T_1);
        self.push(on_T_1 * x, decoded.T_2);

        // (4), (5) and (9) meet in the slots: B_i is in V_i, and in V_{i+1} with a minus
        let (mut on_A, mut on_B, on_V) = (w_4 * c, w_5 * c, w_9 * (Scalar::ONE - z));
        for (slot, z_i) in decoded.slots.iter().zip(z_powers) {
            self.push(on_A, slot.A);
            self.push(on_B + on_V * z_i, slot.B);
            on_A *= lambda;
            on_B *= lambda;
        }

        // (10)
        self.add_vectors(decoded, &y_bits, &y_values, z_powers, w_10);
    }

    /// (10), weighed with `v·y^{N−1}`, so that `y` comes in powers `N−1−i` and is never inverted.
    fn add_vectors(
        &mut self,
        decoded: &Decoded<'_>,
        y_bits: &[Scalar],
        y_values: &[Scalar],
        z_powers: &[Scalar],
        v: Scalar,
    ) {
        let Decoded { shape, seal, challenges, .. } = decoded;
        let Challenges { y, z, x, w, u, .. } = challenges;
        let set = &seal.set;
        let (n, width, length) = (shape.bits(), shape.width(), shape.length());
        self.on_Gs.resize(length.max(self.on_Gs.len()), Wide::default());
        self.on_Hs.resize(length.max(self.on_Hs.len()), Wide::default());

        let y_tail = powers(y, shape.tail() + 1);
        let y_blocks = powers(&y_tail[shape.tail()], 1 << shape.rounds());
        let weight = v * y_blocks[y_blocks.len() - 1] * y_tail[shape.tail() - 1];

        // P ← L + u·P + u²·R, unrolled from the last round to the first
        let mut on_P = weight;
        for (u, (L, R)) in u.iter().zip(&decoded.rounds).rev() {
            self.push(on_P, *L);
            on_P *= u;
            self.push(on_P * u, *R);
        }
        self.push(on_P, decoded.C_a);
        self.push(on_P * x, decoded.C_s);
        self.on_h -= on_P * set.mu;
        self.on_U += w * (on_P * set.t - weight * inner(&set.a, &set.b));

        // The ends: block after block of the bases times what the folding has multiplied it with, which is `f` for G
        // and, read backwards, for H.
        let mut f = vec![Scalar::ONE];
        for u in u {
            f = f.iter().flat_map(|f| [f * u, *f]).collect();
        }
        let a: Vec<Words> = set.a.iter().map(|a| words(&(-weight * a))).collect();
        let b = set.b.iter().zip(y_tail.iter().rev().skip(1));
        let b: Vec<Words> = b.map(|(b, y)| words(&(-v * b * y))).collect();
        let blocks = f.iter().zip(f.iter().rev().zip(y_blocks.iter().rev()));
        let bases = self.on_Gs.chunks_mut(a.len()).zip(self.on_Hs.chunks_mut(b.len()));
        for ((on_Gs, on_Hs), (f, (f_, y_block))) in bases.zip(blocks) {
            let (f, f_) = (words(f), words(&(f_ * y_block)));
            on_Gs.iter_mut().zip(&a).for_each(|(on_G, a)| on_G.add_product(&f, a));
            on_Hs.iter_mut().zip(&b).for_each(|(on_H, b)| on_H.add_product(&f_, b));
        }

        // −z·G_i and z·H_i
        *self.on_first.entry(width).or_default() += on_P * z;

        // z^{2+j}·2^b·y^{N−1−i}·H_i with i = j·n + b
        let y_padding = power(y, length - width);
        let row = v * u.iter().product::<Scalar>() * y_padding;
        let bits = y_bits.iter().rev().enumerate();
        let bits: Vec<Words> = bits.map(|(t, y)| words(&(Scalar::from(1_u32 << t) * y))).collect();
        let values = z_powers.iter().zip(y_values.iter().rev());
        for (on_Hs, (z_j, y_j)) in self.on_Hs.chunks_mut(n).zip(values) {
            let row = words(&(row * z_j * y_j));
            on_Hs.iter_mut().zip(&bits).for_each(|(on_H, bit)| on_H.add_product(&row, bit));
        }
    }

    fn vanishes(mut self, key: &ElectionKey) -> bool {
        let Generators { Gs, Hs } = generators();
        self.push(self.on_G, G);
        self.push(self.on_h, *key.point());
        self.push(self.on_U, vote_base());
        let mut on_Gs: Vec<_> = self.on_Gs.iter().map(Wide::reduce).collect();
        let mut on_Hs: Vec<_> = self.on_Hs.iter().map(Wide::reduce).collect();
        for (first, scalar) in self.on_first {
            on_Gs[..first].iter_mut().for_each(|on_G| *on_G -= scalar);
            on_Hs[..first].iter_mut().for_each(|on_H| *on_H += scalar);
        }
        let points = self.points.iter().chain(&Gs[..on_Gs.len()]).chain(&Hs[..on_Hs.len()]);
        is_identity(&Point::vartime_multiscalar_mul(self.scalars.iter().chain(&on_Gs).chain(&on_Hs), points))
    }
}
