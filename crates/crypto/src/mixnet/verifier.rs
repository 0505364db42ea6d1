//! The verifier's side, fast: all equations of all mixes of a chain are added up under random weights, and each
//! point is decoded once, where it is used.
//!
//! Between two mixers the same list is the output of one and the input of the next. Under weights, its two
//! sums become one: `K` mixes take `K + 1` decoded lists and `2·(K + 1)` terms a slot, instead of `2·K` and `4·K`.
#![expect(non_snake_case, reason = "the names are the letters of docs/protocol/mix.md")]

use super::clear;
use super::commitment::{Bases, ROW, multiscalar};
use super::decoded::{Decoded, List};
use super::fault::Fault;
use super::fold::fold;
use super::proof::Proof;
use super::statement::Statement;
use super::view::View;
use crate::elgamal::{ElectionKey, EncodedCiphertext};
use crate::group::{G, Point, Scalar, is_identity};
use rand_core::CryptoRng;
use rayon::prelude::*;

/// One mixer's part of a chain.
#[derive(Debug, Clone, Copy)]
pub struct Step<'a> {
    /// Event, box and mixer.
    pub context: &'a [u8],
    /// What the mixer made of the list before it.
    pub output: List<'a>,
    /// That it is the same list.
    pub proof: &'a Proof,
}

/// Checks a mix. `rng` draws the weights under which equations are added up; they need only be
/// unpredictable to the mixer.
pub fn check(
    key: &ElectionKey,
    context: &[u8],
    input: &[EncodedCiphertext],
    output: &[EncodedCiphertext],
    proof: &Proof,
    rng: &mut impl CryptoRng,
) -> Result<(), Fault> {
    check_one(key, List::encoded(input), Step { context, output: List::encoded(output), proof }, rng)
}

/// The same for lists whose points are known.
pub fn check_decoded(
    key: &ElectionKey,
    context: &[u8],
    input: &Decoded,
    output: &Decoded,
    proof: &Proof,
    rng: &mut impl CryptoRng,
) -> Result<(), Fault> {
    check_one(key, List::decoded(input), Step { context, output: List::decoded(output), proof }, rng)
}

/// Checks the mixes of a box, each taking what the one before it left; answers a verdict for each.
pub fn check_chain(
    key: &ElectionKey,
    input: List<'_>,
    steps: &[Step<'_>],
    rng: &mut impl CryptoRng,
) -> Vec<Result<(), Fault>> {
    let inputs = std::iter::once(input).chain(steps.iter().map(|step| step.output));
    let statements: Vec<Statement<'_>> = inputs
        .zip(steps)
        .map(|(input, step)| Statement { key, context: step.context, input, output: step.output })
        .collect();
    let weights: Vec<Weights> = steps.iter().map(|step| Weights::draw(step.proof.c_a.len(), rng)).collect();
    if all_hold(key, &statements, steps, &weights) {
        return vec![Ok(()); steps.len()];
    }
    // Something is wrong somewhere: the clear verifier says what, and whose it is.
    statements.par_iter().zip(steps).map(|(statement, step)| clear::examine(statement, step.proof)).collect()
}

fn check_one(
    key: &ElectionKey,
    input: List<'_>,
    step: Step<'_>,
    rng: &mut impl CryptoRng,
) -> Result<(), Fault> {
    check_chain(key, input, &[step], rng).pop().expect("one verdict a step")
}

/// Random factors of the equations of one mix, 128 bits each: a sum of equations of which one is false comes
/// out true for one weight in `2¹²⁸`.
struct Weights {
    /// `v_k` and `w_k`, of (V2) and (V3).
    rows: Vec<(Scalar, Scalar)>,
    /// `y`, of (V4).
    products: Scalar,
    /// `t`, of (V5), and of (V6), which is summed apart from it.
    halves: Scalar,
}

impl Weights {
    fn draw(m: usize, rng: &mut impl CryptoRng) -> Self {
        let mut draw = || {
            let mut bytes = [0; 16];
            rng.fill_bytes(&mut bytes);
            Scalar::from(u128::from_le_bytes(bytes))
        };
        Self { rows: (0..m).map(|_| (draw(), draw())).collect(), products: draw(), halves: draw() }
    }
}

fn all_hold(
    key: &ElectionKey,
    statements: &[Statement<'_>],
    steps: &[Step<'_>],
    weights: &[Weights],
) -> bool {
    let Some((last, last_weights)) = steps.last().zip(weights.last()) else { return true };
    if statements.iter().zip(steps).any(|(statement, step)| statement.slots(step.proof).is_err()) {
        return false;
    }
    // The sum over the last list waits for no challenge, so it is formed beside the hashing of the others.
    let (of_last, rest) = rayon::join(
        || last.output.weigh(&scale(&last.proof.answer.b, &last_weights.halves)),
        || {
            let views: Vec<View<'_>> = statements
                .par_iter()
                .zip(steps)
                .map(|(statement, step)| View::of(statement, step.proof).ok())
                .collect::<Option<_>>()?;
            let (halves, rows) =
                rayon::join(|| halves(key, statements, &views, weights), || rows(&views, weights));
            Some((halves?, rows))
        },
    );
    let (Some(of_last), Some((others, rows))) = (of_last, rest) else { return false };
    rows && is_identity(&(of_last.0 + others.0)) && is_identity(&(of_last.1 + others.1))
}

/// `Σ t·(V5)` and `Σ t·(V6)`, everything on one side, without the sums over the last list: what is left for those
/// to cancel. A list between two mixes carries the weights of both.
fn halves(
    key: &ElectionKey,
    statements: &[Statement<'_>],
    views: &[View<'_>],
    weights: &[Weights],
) -> Option<(Point, Point)> {
    let (mut A, mut B) = (Point::default(), Point::default());
    let mut blinding = Scalar::ZERO;
    for (k, (statement, (view, weights_k))) in statements.iter().zip(views.iter().zip(weights)).enumerate() {
        let t = weights_k.halves;
        // −t·x·u_j on what was taken …
        let mut scalars = scale(&view.u, &-(t * view.x));
        if let Some(before) = k.checked_sub(1) {
            // … and t·b̃_i of the mixer who made it.
            let t = weights[before].halves;
            scalars.par_iter_mut().zip(&views[before].answer.b).for_each(|(s, b)| *s += t * b);
        }
        let (of_A, of_B) = statement.input.weigh(&scalars)?;
        A += of_A - t * view.T_A;
        B += of_B - t * view.T_B;
        blinding += t * view.answer.rho;
    }
    Some((A - G * blinding, B - key.point() * blinding))
}

fn scale(scalars: &[Scalar], by: &Scalar) -> Vec<Scalar> {
    scalars.par_iter().map(|s| s * by).collect()
}

/// (V1) as it is, and (V2), (V3), (V4) of all mixes as one sum `Σ v_k·(V2)_k + Σ w_k·(V3)_k + y·(V4)`. All rows use the
/// same bases, so they are added up as numbers before anything is multiplied.
fn rows(views: &[View<'_>], weights: &[Weights]) -> bool {
    if views.iter().any(|view| clear::sum(view).is_err()) {
        return false;
    }
    let longest = views.iter().map(|view| view.answer.a.len()).max().unwrap_or(0);
    let mut columns = vec![Scalar::ZERO; longest.min(ROW)];
    let (mut scalars, mut points) = (Vec::new(), Vec::new());
    let mut add = |scalar: Scalar, point: Point| {
        scalars.push(scalar);
        points.push(point);
    };
    let mut blinding = Scalar::ZERO;
    for (view, Weights { rows, products: y, .. }) in views.iter().zip(weights) {
        let View { z, lambda, x, answer, .. } = view;
        let n = answer.a.len();
        let (xz, xx) = (x * z, x * x);
        let folded = fold(lambda, n, |i| answer.b[i] * (xz + answer.a[i]) - xx);
        columns.par_iter_mut().enumerate().for_each(|(l, column)| {
            let terms = (l..n).step_by(ROW).zip(rows);
            *column += terms.map(|(i, (v, w))| v * answer.a[i] + w * answer.b[i]).sum::<Scalar>();
        });
        columns[0] += y * folded;
        blinding += y * answer.q;
        for (k, (v, w)) in rows.iter().enumerate() {
            blinding += v * answer.r[k] + w * answer.s[k];
            add(x * v, view.c_a[k]);
            add(*v, view.c_alpha[k]);
            add(x * w, view.c_b[k]);
            add(*w, view.c_beta[k]);
        }
        add(x * y, view.c_L);
        add(*y, view.c_Q);
    }
    add(-blinding, G);
    let bases = Bases::of(columns.len());
    multiscalar(&scalars, &points) == multiscalar(&columns, bases.first(columns.len()))
}
