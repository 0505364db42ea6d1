//! The verifier's side, clear: equation by equation, in the order and the letters of `docs/protocol/mix.md`.
#![expect(non_snake_case, reason = "the names are the letters of docs/protocol/mix.md; A_ is A′")]

use super::commitment::{ROW, multiscalar};
use super::decoded::List;
use super::fault::{Equation, Fault};
use super::proof::Proof;
use super::statement::Statement;
use super::view::View;
use crate::elgamal::{Ciphertext, ElectionKey, EncodedCiphertext};
use crate::group::{G, Point, Scalar};

/// Checks a mix equation by equation. It accepts what [`check`](super::check) accepts and names the same
/// faults; it is there to be read.
pub fn check_clear(
    key: &ElectionKey,
    context: &[u8],
    input: &[EncodedCiphertext],
    output: &[EncodedCiphertext],
    proof: &Proof,
) -> Result<(), Fault> {
    let (input, output) = (List::encoded(input), List::encoded(output));
    examine(&Statement { key, context, input, output }, proof)
}

/// The same for a statement whose lists may be decoded already.
pub(super) fn examine(statement: &Statement<'_>, proof: &Proof) -> Result<(), Fault> {
    statement.slots(proof)?;
    let view = View::of(statement, proof)?;
    let input = decode(statement.input).ok_or_else(|| statement.input_fault())?;
    let output = decode(statement.output).ok_or_else(|| statement.output_fault())?;
    sum(&view)?;
    rows(&view)?;
    halves(statement.key, &view, weigh(&input, &view.u), weigh(&output, &proof.answer.b))
}

/// (V1) `Σ b̃_i = x·Σ u_j`.
pub(super) fn sum(view: &View<'_>) -> Result<(), Fault> {
    let View { x, u, answer, .. } = view;
    holds(answer.b.iter().sum::<Scalar>() == x * u.iter().sum::<Scalar>(), Equation::Sum)
}

/// (V2), (V3), (V4), one after the other.
pub(super) fn rows(view: &View<'_>) -> Result<(), Fault> {
    let View { bases, z, lambda, x, answer, .. } = view;

    // (V2) x·c^a_k + c^α_k = com(ã_k; r̃_k)
    for (k, a) in answer.a.chunks(ROW).enumerate() {
        let committed = x * view.c_a[k] + view.c_alpha[k];
        holds(committed == bases.commit(a, &answer.r[k]), Equation::Places { row: k })?;
    }

    // (V3) x·c^b_k + c^β_k = com(b̃_k; s̃_k)
    for (k, b) in answer.b.chunks(ROW).enumerate() {
        let committed = x * view.c_b[k] + view.c_beta[k];
        holds(committed == bases.commit(b, &answer.s[k]), Equation::Fractions { row: k })?;
    }

    // (V4) x·c_L + c_Q = com(Σ λ^i·(b̃_i·(x·z + ã_i) − x²); q̃)
    let (mut folded, mut power) = (Scalar::ZERO, Scalar::ONE);
    for (a, b) in answer.a.iter().zip(&answer.b) {
        folded += power * (b * (x * z + a) - x * x);
        power *= lambda;
    }
    let committed = x * view.c_L + view.c_Q;
    holds(committed == bases.commit(&[folded], &answer.q), Equation::Products)
}

/// (V5) `Σ b̃_i·A′_i = x·Σ u_j·A_j + T_A + ρ̃·G` and (V6) `Σ b̃_i·B′_i = x·Σ u_j·B_j + T_B + ρ̃·h`, the sums
/// given.
pub(super) fn halves(
    key: &ElectionKey,
    view: &View<'_>,
    (A, B): (Point, Point),
    (A_, B_): (Point, Point),
) -> Result<(), Fault> {
    let View { x, T_A, T_B, answer, .. } = view;
    holds(A_ == x * A + T_A + G * answer.rho, Equation::FirstHalves)?;
    holds(B_ == x * B + T_B + key.point() * answer.rho, Equation::SecondHalves)
}

fn decode(list: List<'_>) -> Option<Vec<Ciphertext>> {
    (0..list.len()).map(|i| list.slot(i)).collect()
}

fn weigh(list: &[Ciphertext], scalars: &[Scalar]) -> (Point, Point) {
    let (A, B): (Vec<Point>, Vec<Point>) = list.iter().map(|e| (e.A, e.B)).unzip();
    (multiscalar(scalars, &A), multiscalar(scalars, &B))
}

fn holds(equation: bool, name: Equation) -> Result<(), Fault> {
    if equation { Ok(()) } else { Err(Fault::Equation(name)) }
}
