//! Sealing: what the booth does. Equation numbers are those of `docs/protocol/seal.md`.

#![expect(non_snake_case, reason = "the letters are those of docs/protocol/seal.md")]

use super::generators::{Generators, Tables, generators, tables};
use super::opening::Opening;
use super::record::{Link, Seal, Set};
use super::selection::Selection;
use super::shape::Shape;
use super::statement::{Statement, inner, powers};
use crate::elgamal::{Ciphertext, ElectionKey, draw};
use crate::group::{Encoded, Point, Scalar, g_table, vote_base, vote_table};
use curve25519_dalek::traits::{MultiscalarMul, VartimePrecomputedMultiscalarMul};
use rand_core::CryptoRng;
use std::sync::Arc;
use subtle::{Choice, ConditionallySelectable};
use zeroize::Zeroizing;

/// Seals a selection for one context (event, contest, branch, device and serial, as bytes).
///
/// The seal is for the record; the opening is the booth's secret until the voter casts or challenges.
///
/// # Panics
/// When `selection` belongs to another shape: the booth holds one contest at a time.
pub fn seal(
    shape: Shape,
    key: &ElectionKey,
    context: &[u8],
    selection: &Selection,
    rng: &mut impl CryptoRng,
) -> (Seal, Opening) {
    assert!(selection.shape() == shape, "the selection was made for this contest");
    let opening = Opening { randomness: (0..shape.slots()).map(|_| draw(rng)).collect() };
    let numbers: Zeroizing<Vec<Scalar>> =
        Zeroizing::new(selection.numbers().iter().map(|&m| Scalar::from(m)).collect());
    // (1)
    let slots: Vec<_> = selection
        .numbers()
        .iter()
        .zip(&opening.randomness)
        .map(|(&m, r)| Ciphertext::seal(key, m.into(), r).encode())
        .collect();

    let mut statement = Statement::new(shape, key, context, &slots);
    let link = link(&mut statement, key, &numbers, &opening.randomness, rng);
    let bits = Bits::of(shape, selection.numbers());
    let alpha = Zeroizing::new(draw(rng));
    let C_a = bits.commit(key, &alpha);
    let witness = Witness { a_L: &bits.a_L, a_R: &bits.a_R, alpha: &alpha, r: &opening.randomness };
    let set = set(&mut statement, shape, key, &link, C_a, witness, rng);
    (Seal { slots, link, set }, opening)
}

/// Proves knowledge of `r̄ = Σλ^i·r_i` and `m̄ = Σλ^i·m_i`.
pub(super) fn link(
    statement: &mut Statement,
    key: &ElectionKey,
    m: &[Scalar],
    r: &[Scalar],
    rng: &mut impl CryptoRng,
) -> Link {
    let lambda = statement.lambda();
    let (k_r, k_m) = (Zeroizing::new(draw(rng)), Zeroizing::new(draw(rng)));
    let R_A = (g_table() * &*k_r).compress();
    let R_B = (key.times(&k_r) + vote_table() * &*k_m).compress();
    let c = statement.c(&R_A, &R_B);
    // (3)
    let lambdas = powers(&lambda, m.len());
    Link { R_A, R_B, s_r: *k_r + c * inner(&lambdas, r), s_m: *k_m + c * inner(&lambdas, m) }
}

/// The bits of all values, and `a_R = a_L − 1`.
struct Bits {
    bits: Zeroizing<Vec<u8>>,
    a_L: Zeroizing<Vec<Scalar>>,
    a_R: Zeroizing<Vec<Scalar>>,
}

impl Bits {
    fn of(shape: Shape, numbers: &[u16]) -> Self {
        // (2), in numbers; the differences do not underflow, because the numbers of a selection increase.
        let mut bits = Zeroizing::new(Vec::with_capacity(shape.width()));
        let mut last = None;
        for m in numbers.iter().map(|&m| u32::from(m)).chain([u32::from(shape.max()) + 1]) {
            let value = match last.replace(m) {
                None => m,
                Some(before) => m - before - 1,
            };
            bits.extend((0..shape.bits()).map(|t| (value >> t & 1) as u8));
        }
        let a_L: Vec<_> = bits.iter().map(|&bit| Scalar::from(bit)).collect();
        let a_R = a_L.iter().map(|bit| bit - Scalar::ONE).collect();
        Self { bits, a_L: Zeroizing::new(a_L), a_R: Zeroizing::new(a_R) }
    }

    /// (6): `C_a = α·h + Σ a_L,i·G_i + a_R,i·H_i`. A bit is 1 and 0, or 0 and −1: one addition either way,
    /// chosen without a branch.
    fn commit(&self, key: &ElectionKey, alpha: &Scalar) -> Point {
        let Generators { Gs, Hs } = generators();
        let chosen = self.bits.iter().zip(Gs.iter().zip(Hs));
        chosen.fold(key.times(alpha), |sum, (&bit, (G_i, H_i))| {
            sum + Point::conditional_select(&-H_i, G_i, Choice::from(bit))
        })
    }
}

/// What the set proof knows. The bits are a witness like another: that they *are* bits is what it proves.
pub(super) struct Witness<'a> {
    pub(super) a_L: &'a [Scalar],
    pub(super) a_R: &'a [Scalar],
    pub(super) alpha: &'a Scalar,
    pub(super) r: &'a [Scalar],
}

/// Proves that the values (2) behind the slots have `n` bits each.
pub(super) fn set(
    statement: &mut Statement,
    shape: Shape,
    key: &ElectionKey,
    link: &Link,
    C_a: Point,
    witness: Witness<'_>,
    rng: &mut impl CryptoRng,
) -> Set {
    let evaluated = evaluate(statement, shape, key, link, C_a, witness, rng);
    let t = inner(&evaluated.l, &evaluated.r);
    close(statement, shape, evaluated, t)
}

/// The first half of the set proof: commitments, and the vectors `l`, `r` at the point `x`.
pub(super) struct Evaluated {
    pub(super) C_a: Encoded,
    pub(super) C_s: Encoded,
    pub(super) T_1: Encoded,
    pub(super) T_2: Encoded,
    pub(super) tau: Scalar,
    pub(super) mu: Scalar,
    pub(super) y: Scalar,
    pub(super) l: Vec<Scalar>,
    pub(super) r: Vec<Scalar>,
}

pub(super) fn evaluate(
    statement: &mut Statement,
    shape: Shape,
    key: &ElectionKey,
    link: &Link,
    C_a: Point,
    Witness { a_L, a_R, alpha, r: randomness }: Witness<'_>,
    rng: &mut impl CryptoRng,
) -> Evaluated {
    let Generators { Gs, Hs } = generators();
    let (n, width) = (shape.bits(), shape.width());

    // (6) The masks are secret full-size scalars, so these products are the constant-time ones.
    let mut mask = || Zeroizing::new((0..width).map(|_| draw(rng)).collect::<Vec<_>>());
    let (s_L, s_R) = (mask(), mask());
    let rho = Zeroizing::new(draw(rng));
    let (on_Gs, on_Hs) = rayon::join(
        || Point::multiscalar_mul(s_L.iter(), &Gs[..width]),
        || Point::multiscalar_mul(s_R.iter(), &Hs[..width]),
    );
    let C_s = on_Gs + on_Hs + key.times(&rho);
    let (C_a, C_s) = (C_a.compress(), C_s.compress());
    let (y, z) = statement.y_z(link, &C_a, &C_s);

    // (7) l(X) = l_0 + l_1·X and r(X) = r_0 + r_1·X
    let y_powers = powers(&y, width);
    let z_powers = powers(&z, shape.values() + 2);
    let two_powers = powers(&Scalar::from(2_u8), n);
    let l_0 = Zeroizing::new(a_L.iter().map(|a| a - z).collect::<Vec<_>>());
    let r_0 = (0..width)
        .map(|i| y_powers[i] * (a_R[i] + z) + z_powers[2 + i / n] * two_powers[i % n])
        .collect::<Vec<_>>();
    let r_0 = Zeroizing::new(r_0);
    let l_1 = s_L;
    let r_1 = Zeroizing::new(y_powers.iter().zip(s_R.iter()).map(|(y, s)| y * s).collect::<Vec<_>>());

    // (8)
    let t_1 = Zeroizing::new(inner(&l_0, &r_1) + inner(&l_1, &r_0));
    let t_2 = Zeroizing::new(inner(&l_1, &r_1));
    let (tau_1, tau_2) = (Zeroizing::new(draw(rng)), Zeroizing::new(draw(rng)));
    let T_1 = (vote_table() * &*t_1 + key.times(&tau_1)).compress();
    let T_2 = (vote_table() * &*t_2 + key.times(&tau_2)).compress();
    let x = statement.x(&T_1, &T_2);

    let at_x = |v_0: &[Scalar], v_1: &[Scalar]| -> Vec<Scalar> {
        let mut v: Vec<_> = v_0.iter().zip(v_1).map(|(v_0, v_1)| v_0 + v_1 * x).collect();
        v.resize(shape.length(), Scalar::ZERO);
        v
    };
    // The randomness of V_j is that of B_j less that of B_{j−1}, as (2) says.
    let blinding: Scalar =
        randomness.iter().zip(&z_powers[2..]).map(|(r_i, z_i)| r_i * (z_i - z_i * z)).sum();
    Evaluated {
        C_a,
        C_s,
        T_1,
        T_2,
        tau: *tau_2 * x * x + *tau_1 * x + blinding,
        mu: alpha + *rho * x,
        y,
        l: at_x(&l_0, &l_1),
        r: at_x(&r_0, &r_1),
    }
}

/// The second half of the set proof: `t` is the inner product of the vectors behind the commitments.
pub(super) fn close(statement: &mut Statement, shape: Shape, evaluated: Evaluated, t: Scalar) -> Set {
    let Evaluated { C_a, C_s, T_1, T_2, tau, mu, y, l, r } = evaluated;
    let w = statement.w(&t, &tau, &mu);
    let (rounds, a, b) = halve(statement, shape, y, w, l, r);
    Set { C_a, C_s, T_1, T_2, t, tau, mu, rounds, a, b }
}

/// The inner-product argument: halves the vectors, `a ← a_lo + u·a_hi` and `b ← u·b_lo + b_hi`, while the
/// bases are folded the other way round, `G ← u·G_lo + G_hi` and `H ← H_lo + u·H_hi`.
///
/// Here, and only here, the arithmetic takes a time that depends on its numbers. They are `l` and `r`, each
/// coordinate covered by a fresh uniform mask times `x`; the proof would lose nothing if it sent them in the clear.
fn halve(
    statement: &mut Statement,
    shape: Shape,
    y: Scalar,
    w: Scalar,
    mut a: Vec<Scalar>,
    mut b: Vec<Scalar>,
) -> (Vec<(Encoded, Encoded)>, Vec<Scalar>, Vec<Scalar>) {
    let mut bases = Bases::new(shape, y);
    let mut rounds = Vec::with_capacity(shape.rounds());
    while a.len() > shape.tail() {
        let half = a.len() / 2;
        let ((a_lo, a_hi), (b_lo, b_hi)) = (a.split_at(half), b.split_at(half));
        let (L, R) = rayon::join(
            || bases.product(a_lo, Half::Upper, b_hi, w * inner(a_lo, b_hi)),
            || bases.product(a_hi, Half::Lower, b_lo, w * inner(a_hi, b_lo)),
        );
        let u = statement.u(&L, &R);
        rounds.push((L, R));
        a = a_lo.iter().zip(a_hi).map(|(lo, hi)| lo + u * hi).collect();
        b = b_lo.iter().zip(b_hi).map(|(lo, hi)| u * lo + hi).collect();
        bases.fold(u);
    }
    (rounds, a, b)
}

enum Half {
    Lower,
    Upper,
}

/// The bases of the inner-product argument, folded on paper: base `i` stands in block `i / (length / f.len())`, and each
/// block has been multiplied with its `f` (for G) or `f_` (for H). The generators are the same for every ballot, so they come with
/// tables, and one wide product over unfolded bases is cheaper than folding them.
struct Bases {
    tables: Arc<Tables>,
    /// `y^{−i}`, which turns `H_i` into `H′_i`.
    on_Hs: Vec<Scalar>,
    f: Vec<Scalar>,
    f_: Vec<Scalar>,
}

impl Bases {
    fn new(shape: Shape, y: Scalar) -> Self {
        let length = shape.length();
        Self {
            tables: tables(length),
            on_Hs: powers(&y.invert(), length),
            f: vec![Scalar::ONE],
            f_: vec![Scalar::ONE],
        }
    }

    /// `a` on one half of every block of G, `b` on the other half of every block of H, and `on_U·U`.
    fn product(&self, a: &[Scalar], half: Half, b: &[Scalar], on_U: Scalar) -> Encoded {
        let (at_a, at_b) = match half {
            Half::Lower => (0, a.len()),
            Half::Upper => (a.len(), 0),
        };
        let length = self.on_Hs.len();
        let mut scalars = vec![Scalar::ZERO; 2 * length];
        for (block, (f, f_)) in self.f.iter().zip(&self.f_).enumerate() {
            let start = 2 * a.len() * block;
            for i in 0..a.len() {
                let (i_a, i_b) = (start + at_a + i, start + at_b + i);
                scalars[i_a] = a[i] * f;
                scalars[length + i_b] = b[i] * f_ * self.on_Hs[i_b];
            }
        }
        self.tables.vartime_mixed_multiscalar_mul(scalars, [on_U], [vote_base()]).compress()
    }

    fn fold(&mut self, u: Scalar) {
        self.f = self.f.iter().flat_map(|f| [f * u, *f]).collect();
        self.f_ = self.f_.iter().flat_map(|f_| [*f_, f_ * u]).collect();
    }
}
