//! The verifier's side, fast: the equations of all rows are added up under random weights, and each point is
//! decoded where it is used.

use super::clear;
use super::commitment::{ROW, multiscalar};
use super::decoded::{Decoded, List};
use super::fault::Fault;
use super::fold::fold;
use super::proof::Proof;
use super::statement::Statement;
use super::view::View;
use crate::elgamal::{ElectionKey, EncodedCiphertext};
use crate::group::{G, Point, Scalar};
use rand_core::CryptoRng;
use rayon::prelude::*;

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
    let (input, output) = (List::encoded(input), List::encoded(output));
    verify(&Statement { key, context, input, output }, proof, rng)
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
    let (input, output) = (List::decoded(input), List::decoded(output));
    verify(&Statement { key, context, input, output }, proof, rng)
}

fn verify(statement: &Statement<'_>, proof: &Proof, rng: &mut impl CryptoRng) -> Result<(), Fault> {
    statement.slots(proof)?;
    let weights = Weights::draw(proof.c_a.len(), rng);

    // The sum over the output waits for no challenge, so it is formed beside everything else.
    let (output, rest) = rayon::join(
        || statement.output.weigh(&proof.answer.b),
        || {
            let view = View::of(statement, proof)?;
            let (input, rows) = rayon::join(|| statement.input.weigh(&view.u), || rows(&view, &weights));
            Ok::<_, Fault>((view, input, rows))
        },
    );
    let (view, input, rows) = rest?;
    let input = input.ok_or_else(|| statement.input_fault())?;
    let output = output.ok_or_else(|| statement.output_fault())?;
    rows?;
    clear::halves(statement.key, &view, input, output)
}

/// Random factors of the equations of each row and of the folded products, 128 bits each: a sum of
/// equations of which one is false comes out true for one weight in `2¹²⁸`.
struct Weights {
    /// `v_k` and `w_k`.
    rows: Vec<(Scalar, Scalar)>,
    /// `y`.
    products: Scalar,
}

impl Weights {
    fn draw(m: usize, rng: &mut impl CryptoRng) -> Self {
        let mut draw = || {
            let mut bytes = [0; 16];
            rng.fill_bytes(&mut bytes);
            Scalar::from(u128::from_le_bytes(bytes))
        };
        Self { rows: (0..m).map(|_| (draw(), draw())).collect(), products: draw() }
    }
}

/// (V1) as it is, and (V2), (V3), (V4) as `Σ v_k·(V2)_k + Σ w_k·(V3)_k + y·(V4)`.
fn rows(view: &View<'_>, weights: &Weights) -> Result<(), Fault> {
    clear::sum(view)?;
    let View { z, lambda, x, answer, .. } = view;
    let (n, m, y) = (answer.a.len(), answer.r.len(), &weights.products);
    let xz = x * z;
    let xx = x * x;
    let folded = fold(lambda, n, |i| answer.b[i] * (xz + answer.a[i]) - xx);

    let mut columns: Vec<Scalar> = (0..n.min(ROW))
        .into_par_iter()
        .map(|l| {
            let rows = (l..n).step_by(ROW).zip(&weights.rows);
            rows.map(|(i, (v, w))| v * answer.a[i] + w * answer.b[i]).sum()
        })
        .collect();
    columns[0] += y * folded;

    let mut scalars = Vec::with_capacity(4 * m + 3);
    let mut points = Vec::with_capacity(4 * m + 3);
    let mut add = |scalar: Scalar, point: Point| {
        scalars.push(scalar);
        points.push(point);
    };
    let mut blinding = y * answer.q;
    for (k, (v, w)) in weights.rows.iter().enumerate() {
        blinding += v * answer.r[k] + w * answer.s[k];
        add(x * v, view.c_a[k]);
        add(*v, view.c_alpha[k]);
        add(x * w, view.c_b[k]);
        add(*w, view.c_beta[k]);
    }
    add(x * y, view.c_L);
    add(*y, view.c_Q);
    add(-blinding, G);
    let committed = multiscalar(&scalars, &points);
    if committed == multiscalar(&columns, view.bases.first(columns.len())) {
        return Ok(());
    }
    Err(clear::rows(view).expect_err("a sum of true equations is true"))
}
