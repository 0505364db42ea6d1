//! The verifier's side, twice: equation by equation, and all equations in one sum.
#![expect(non_snake_case, reason = "the names are the paper's letters; A_ is A′")]

use super::fault::{Equation, Fault};
use super::generators;
use super::multiscalar::multiscalar;
use super::proof::Proof;
use super::statement::{Statement, decode};
use crate::elgamal::{Ciphertext, ElectionKey, EncodedCiphertext};
use crate::group::{Encoded, G, Point, Scalar};
use crate::transcript::Transcript;
use crate::wire::Malformed;
use rand_core::CryptoRng;
use rayon::prelude::*;

/// Checks a mix. `rng` draws the weights with which the equations are added up; they need only be
/// unpredictable to the mixer.
pub fn check(
    key: &ElectionKey,
    context: &[u8],
    input: &[EncodedCiphertext],
    output: &[EncodedCiphertext],
    proof: &Proof,
    rng: &mut impl CryptoRng,
) -> Result<(), Fault> {
    let view = View::of(&Statement { key, context, input, output }, proof)?;
    let n = view.u.len();
    let mut weight = || {
        let mut wide = [0; 32];
        rng.fill_bytes(&mut wide[..16]);
        Scalar::from_bytes_mod_order(wide)
    };
    let v: Vec<Scalar> = (0..n).map(|_| weight()).collect();
    let (w_1, w_2, w_3, w_A, w_B) = (weight(), weight(), weight(), weight(), weight());
    let View { proof, key, u, x, h, h_0, c, c_hat, t_hat, t, input, output } = view;
    let [s_1, s_2, s_3, s_4] = proof.s;
    let (s_hat, s_) = (&proof.s_hat, &proof.s_);

    // Σ weight·(right − left) of all equations, sorted by the point they multiply.
    let mut scalars = Vec::with_capacity(8 * n + 8);
    let mut points = Vec::with_capacity(8 * n + 8);
    let mut add = |scalar: Scalar, point: Point| {
        scalars.push(scalar);
        points.push(point);
    };
    let product: Scalar = u.iter().product();
    let chain: Scalar = (0..n).map(|i| v[i] * s_hat[i]).sum();
    add(w_1 * s_1 + w_2 * s_2 + w_3 * s_3 - w_A * s_4 + chain, G);
    add(-(w_B * s_4), *key);
    add(w_2 * x * product + v[0] * s_[0], h_0);
    for (w, t) in [w_1, w_2, w_3, w_A, w_B].into_iter().zip(t) {
        add(-w, t);
    }
    for j in 0..n {
        add(-x * (w_1 + w_3 * u[j]), c[j]);
        add(x * w_1 + w_3 * s_[j], h[j]);
        let next = if j + 1 < n { v[j + 1] * s_[j + 1] } else { -w_2 * x };
        add(next - x * v[j], c_hat[j]);
        add(-v[j], t_hat[j]);
        add(-x * w_A * u[j], input[j].A);
        add(-x * w_B * u[j], input[j].B);
        add(w_A * s_[j], output[j].A);
        add(w_B * s_[j], output[j].B);
    }
    holds(multiscalar(&scalars, &points), Point::default(), Equation::Batch)
}

/// Checks a mix equation by equation, as the protocol's page has them.
pub fn check_clear(
    key: &ElectionKey,
    context: &[u8],
    input: &[EncodedCiphertext],
    output: &[EncodedCiphertext],
    proof: &Proof,
) -> Result<(), Fault> {
    let view = View::of(&Statement { key, context, input, output }, proof)?;
    let n = view.u.len();
    let View { proof, key, u, x, h, h_0, c, c_hat, t_hat, t, input, output } = view;
    let [s_1, s_2, s_3, s_4] = proof.s;
    let (s_hat, s_) = (&proof.s_hat, &proof.s_);

    let c_bar = c.iter().sum::<Point>() - h[..n].iter().sum::<Point>();
    holds(t[0], G * s_1 - c_bar * x, Equation::Columns)?;

    let c_last = c_hat[n - 1] - h_0 * u.iter().product::<Scalar>();
    holds(t[1], G * s_2 - c_last * x, Equation::Product)?;

    let c_tilde: Point = (0..n).map(|j| c[j] * u[j]).sum();
    let h_s: Point = (0..n).map(|i| h[i] * s_[i]).sum();
    holds(t[2], G * s_3 + h_s - c_tilde * x, Equation::Permuted)?;

    let sum = |list: &[Ciphertext], by: &[Scalar]| -> (Point, Point) {
        let part = |half: fn(&Ciphertext) -> Point| list.iter().zip(by).map(|(e, s)| half(e) * s).sum();
        (part(|e| e.A), part(|e| e.B))
    };
    let ((A, B), (A_, B_)) = (sum(&input, &u), sum(&output, s_));
    holds(t[3], A_ - G * s_4 - A * x, Equation::FirstHalves)?;
    holds(t[4], B_ - key * s_4 - B * x, Equation::SecondHalves)?;

    let mut before = h_0;
    for i in 0..n {
        holds(t_hat[i], G * s_hat[i] + before * s_[i] - c_hat[i] * x, Equation::Link { slot: i })?;
        before = c_hat[i];
    }
    Ok(())
}

/// The last challenge, after the masks; prover and verifier draw it alike.
pub(super) fn last_challenge(mut transcript: Transcript, t: &[Encoded; 5], t_hat: &[Encoded]) -> Scalar {
    transcript.append_points("t", t.iter());
    transcript.append_points("t_hat", t_hat.iter());
    transcript.challenge("x")
}

/// Everything the equations speak of: challenges drawn, points decoded.
struct View<'a> {
    proof: &'a Proof,
    key: &'a Point,
    u: Vec<Scalar>,
    x: Scalar,
    h: std::sync::Arc<Vec<Point>>,
    h_0: Point,
    c: Vec<Point>,
    c_hat: Vec<Point>,
    t_hat: Vec<Point>,
    t: Vec<Point>,
    input: Vec<Ciphertext>,
    output: Vec<Ciphertext>,
}

impl<'a> View<'a> {
    fn of(statement: &Statement<'a>, proof: &'a Proof) -> Result<Self, Fault> {
        let n = statement.slots()?;
        if proof.slots() != n {
            return Err(Fault::ProofLength { proof: proof.slots(), list: n });
        }
        let mut transcript = statement.transcript();
        transcript.append_points("c", proof.c.iter());
        let u = transcript.small_challenges("u", n);
        transcript.append_points("c_hat", proof.c_hat.iter());
        let x = last_challenge(transcript, &proof.t, &proof.t_hat);
        let points = |list: &[Encoded]| -> Result<Vec<Point>, Malformed> {
            list.par_iter().map(|one| one.decompress().ok_or(Malformed::Point)).collect()
        };
        Ok(Self {
            proof,
            key: statement.key.point(),
            u,
            x,
            h: generators::at_least(n),
            h_0: *generators::h_0(),
            c: points(&proof.c)?,
            c_hat: points(&proof.c_hat)?,
            t_hat: points(&proof.t_hat)?,
            t: points(&proof.t)?,
            input: decode(statement.input).map_err(|(slot, why)| Fault::InputPoint { slot, why })?,
            output: decode(statement.output).map_err(|(slot, why)| Fault::OutputPoint { slot, why })?,
        })
    }
}

fn holds(left: Point, right: Point, equation: Equation) -> Result<(), Fault> {
    if left == right { Ok(()) } else { Err(Fault::Equation(equation)) }
}
