//! The mixer's side: re-encrypt, permute, prove.
#![expect(non_snake_case, reason = "the names are the letters of docs/protocol/mix.md; A_ is A′")]

use super::challenge::Challenges;
use super::commitment::{Bases, multiscalar};
use super::decoded::{Decoded, List, piece};
use super::fault::{Equation, Fault};
use super::fold::fold;
use super::fractions::fractions;
use super::mask::{Masks, Mixing, Secrets};
use super::proof::{Announcement, Answer, Proof};
use super::statement::Statement;
use crate::elgamal::{Ciphertext, ElectionKey, EncodedCiphertext};
use crate::group::{Encoded, Point, Scalar, g_table};
use rand_core::CryptoRng;
use rayon::prelude::*;
use std::slice::from_ref;
use zeroize::Zeroizing;

/// Re-encrypts and permutes a list, and proves it. `context` names event, box and mixer.
pub fn shuffle(
    key: &ElectionKey,
    context: &[u8],
    input: &[EncodedCiphertext],
    rng: &mut impl CryptoRng,
) -> Result<(Vec<EncodedCiphertext>, Proof), Fault> {
    let (output, _, proof) = mix(key, context, List::encoded(input), false, rng)?;
    Ok((output, proof))
}

/// The same for a mixer that has the input's points already, because it checked the mixer before it.
pub fn shuffle_decoded(
    key: &ElectionKey,
    context: &[u8],
    input: &Decoded,
    rng: &mut impl CryptoRng,
) -> Result<(Decoded, Proof), Fault> {
    let (output, points, proof) = mix(key, context, List::decoded(input), true, rng)?;
    Ok((Decoded::known(output, points), proof))
}

fn mix(
    key: &ElectionKey,
    context: &[u8],
    input: List<'_>,
    keep_points: bool,
    rng: &mut impl CryptoRng,
) -> Result<(Vec<EncodedCiphertext>, Vec<Ciphertext>, Proof), Fault> {
    let n = input.len();
    if n == 0 {
        return Err(Fault::Empty);
    }
    let mixing = Mixing::draw(n, rng);
    let masks = Masks::draw(n, rng);
    let mixed = reencrypt(key, input, &mixing, &masks.beta, keep_points)?;
    let statement = Statement { key, context, input, output: List::encoded(&mixed.output) };
    let proof = prove(&statement, &mixing, &masks, mixed.sums)?;
    Ok((mixed.output, mixed.points, proof))
}

/// The output, and what is needed of its points.
struct Mixed {
    output: Vec<EncodedCiphertext>,
    /// All of them, if asked for.
    points: Vec<Ciphertext>,
    /// `Σ β_i·A′_i` and `Σ β_i·B′_i`.
    sums: (Point, Point),
}

/// (1) `e′_i = e_π(i) + r′_i·(G, h)`, piece by piece, so that no more points are held than the
/// pieces in work have.
fn reencrypt(
    key: &ElectionKey,
    input: List<'_>,
    mixing: &Mixing,
    beta: &[Scalar],
    keep_points: bool,
) -> Result<Mixed, Fault> {
    let slot = |i: usize| Some(input.slot(mixing.order.of(i))?.reencrypt(key, &mixing.r_[i]));
    let piece = piece(beta.len());
    let pieces: Option<Vec<Mixed>> = beta
        .par_chunks(piece)
        .enumerate()
        .map(|(k, beta)| {
            let slots = k * piece..k * piece + beta.len();
            let points: Vec<Ciphertext> = slots.map(slot).collect::<Option<_>>()?;
            let output = points.iter().map(Ciphertext::encode).collect();
            let (A_, B_): (Vec<Point>, Vec<Point>) = points.iter().map(|e| (e.A, e.B)).unzip();
            let sums = rayon::join(|| multiscalar(beta, &A_), || multiscalar(beta, &B_));
            Some(Mixed { output, points: if keep_points { points } else { Vec::new() }, sums })
        })
        .collect();
    let fault = || {
        let (slot, why) = input.first_fault();
        Fault::InputPoint { slot, why }
    };
    let mut all = Mixed { output: Vec::new(), points: Vec::new(), sums: Default::default() };
    for piece in pieces.ok_or_else(fault)? {
        all.output.extend(piece.output);
        all.points.extend(piece.points);
        all.sums = (all.sums.0 + piece.sums.0, all.sums.1 + piece.sums.1);
    }
    Ok(all)
}

fn prove(
    statement: &Statement<'_>,
    mixing: &Mixing,
    masks: &Masks,
    (sum_A, sum_B): (Point, Point),
) -> Result<Proof, Fault> {
    let n = statement.input.len();
    let bases = Bases::of(n);
    let Masks { alpha, beta, r, s, mu, nu, single } = masks;
    let [l, q, tau] = &**single;
    let commit = |v: &[Scalar], r: &[Scalar]| compress(&bases.commit_rows(v, r));

    // The masks wait for no challenge, so their commitments are made beside the first two rounds.
    let (rounds, (c_alpha, c_beta)) = rayon::join(
        || -> Result<_, Fault> {
            let mut challenges = Challenges::new(statement);
            // (2) a_i = π(i).
            let a: Secrets =
                Zeroizing::new((0..n).map(|i| Scalar::from(mixing.order.of(i) as u64)).collect());
            let c_a = commit(&a, r);
            let z = challenges.place(&c_a);
            // (3) b_i = u_π(i) = 1/(z + a_i).
            let u = fractions(&z, n).ok_or(Fault::Equation(Equation::Pole))?;
            let b: Secrets = Zeroizing::new((0..n).map(|i| u[mixing.order.of(i)]).collect());
            let c_b = commit(&b, s);
            let lambda = challenges.fold(&c_b);
            Ok((challenges, a, c_a, z, b, c_b, lambda))
        },
        || rayon::join(|| commit(alpha, mu), || commit(beta, nu)),
    );
    let (challenges, a, c_a, z, b, c_b, lambda) = rounds?;

    // (4) b̃_i·(x·z + ã_i) − x², folded by powers of λ, is x·L + Q for every x if b_i·(z + a_i) = 1.
    let L = Zeroizing::new(fold(&lambda, n, |i| b[i] * alpha[i] + beta[i] * (z + a[i])));
    let Q = Zeroizing::new(fold(&lambda, n, |i| alpha[i] * beta[i]));
    let announced = Announcement {
        c_alpha,
        c_beta,
        c_L: bases.commit(from_ref(&*L), l).compress(),
        c_Q: bases.commit(from_ref(&*Q), q).compress(),
        T_A: (sum_A - g_table() * tau).compress(),
        T_B: (sum_B - statement.key.times(tau)).compress(),
    };
    let x = challenges.last(&announced);

    // (5) answers.
    let answer = |values: &[Scalar], masks: &[Scalar]| -> Vec<Scalar> {
        values.par_iter().zip(masks).map(|(value, mask)| x * value + mask).collect()
    };
    let sum = (0..n).into_par_iter().map(|i| b[i] * mixing.r_[i]);
    let rho = Zeroizing::new(sum.reduce(Scalar::default, |sum, term| sum + term));
    let answer = Answer {
        a: answer(&a, alpha),
        b: answer(&b, beta),
        r: answer(r, mu),
        s: answer(s, nu),
        q: x * l + q,
        rho: x * *rho + tau,
    };
    Ok(Proof { c_a, c_b, announced, answer })
}

fn compress(points: &[Point]) -> Vec<Encoded> {
    points.iter().map(Point::compress).collect()
}
