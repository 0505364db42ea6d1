//! A proof with its challenges drawn and its points decoded: what the equations are written in.
#![expect(non_snake_case, reason = "the names are the letters of docs/protocol/mix.md")]

use super::challenge::Challenges;
use super::commitment::Bases;
use super::fault::{Equation, Fault};
use super::fractions::fractions;
use super::proof::{Answer, Proof};
use super::statement::Statement;
use crate::group::{Encoded, Point, Scalar};
use crate::wire::Malformed;

/// What both verifiers see.
pub(super) struct View<'a> {
    pub(super) bases: Bases,
    pub(super) z: Scalar,
    pub(super) lambda: Scalar,
    pub(super) x: Scalar,
    /// `u_j = 1/(z + j)`.
    pub(super) u: Vec<Scalar>,
    pub(super) c_a: Vec<Point>,
    pub(super) c_b: Vec<Point>,
    pub(super) c_alpha: Vec<Point>,
    pub(super) c_beta: Vec<Point>,
    pub(super) c_L: Point,
    pub(super) c_Q: Point,
    pub(super) T_A: Point,
    pub(super) T_B: Point,
    pub(super) answer: &'a Answer,
}

impl<'a> View<'a> {
    pub(super) fn of(statement: &Statement<'_>, proof: &'a Proof) -> Result<Self, Fault> {
        let Proof { c_a, c_b, announced, answer } = proof;
        let mut challenges = Challenges::new(statement);
        let z = challenges.place(c_a);
        let lambda = challenges.fold(c_b);
        let x = challenges.last(announced);
        Ok(Self {
            c_a: points(c_a)?,
            c_b: points(c_b)?,
            c_alpha: points(&announced.c_alpha)?,
            c_beta: points(&announced.c_beta)?,
            c_L: point(&announced.c_L)?,
            c_Q: point(&announced.c_Q)?,
            T_A: point(&announced.T_A)?,
            T_B: point(&announced.T_B)?,
            u: fractions(&z, answer.a.len()).ok_or(Fault::Equation(Equation::Pole))?,
            bases: Bases::of(answer.a.len()),
            z,
            lambda,
            x,
            answer,
        })
    }
}

/// Any element of the group is a possible commitment, the neutral one too: binding does not rest on which
/// elements they are.
fn point(encoded: &Encoded) -> Result<Point, Malformed> {
    encoded.decompress().ok_or(Malformed::Point)
}

fn points(encoded: &[Encoded]) -> Result<Vec<Point>, Malformed> {
    encoded.iter().map(point).collect()
}
