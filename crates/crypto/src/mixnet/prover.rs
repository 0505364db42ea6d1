//! The mixer's side: re-encrypt, permute, prove.
#![expect(non_snake_case, reason = "the names are the paper's letters; A_ is A′")]

use super::fault::Fault;
use super::multiscalar::multiscalar;
use super::permutation::Permutation;
use super::proof::Proof;
use super::statement::{Statement, decode};
use super::{generators, verifier};
use crate::elgamal::{Ciphertext, ElectionKey, EncodedCiphertext};
use crate::group::{Encoded, Point, Scalar, g_table};
use rand_core::CryptoRng;
use rayon::prelude::*;
use zeroize::Zeroizing;

/// What only the mixer knows: the order, and with which randomness each output slot was re-encrypted.
#[derive(Debug)]
pub(super) struct Secret {
    pub(super) order: Permutation,
    /// `r′_i`, of output slot `i`.
    pub(super) r_: Zeroizing<Vec<Scalar>>,
}

/// Re-encrypts and permutes a list, and proves it. `context` names event, box and mixer.
pub fn shuffle(
    key: &ElectionKey,
    context: &[u8],
    input: &[EncodedCiphertext],
    rng: &mut impl CryptoRng,
) -> Result<(Vec<EncodedCiphertext>, Proof), Fault> {
    if input.is_empty() {
        return Err(Fault::Empty);
    }
    let points = decode(input).map_err(|(slot, why)| Fault::InputPoint { slot, why })?;
    let secret = Secret { order: Permutation::draw(input.len(), rng), r_: draw_many(input.len(), rng) };
    let (output, output_points) = reencrypt(key, &points, &secret);
    let proof = prove(&Statement { key, context, input, output: &output }, &output_points, &secret, rng);
    Ok((output, proof))
}

/// `e′_i = e_π(i) + r′_i·(G, h)`.
pub(super) fn reencrypt(
    key: &ElectionKey,
    input: &[Ciphertext],
    secret: &Secret,
) -> (Vec<EncodedCiphertext>, Vec<Ciphertext>) {
    (0..input.len())
        .into_par_iter()
        .map(|i| {
            let e_ = input[secret.order.of(i)].reencrypt(key, &secret.r_[i]);
            (e_.encode(), e_)
        })
        .unzip()
}

/// The proof of Terelius and Wikström for one shuffle, with masks published so that equations can be batched.
pub(super) fn prove(
    statement: &Statement<'_>,
    output: &[Ciphertext],
    secret: &Secret,
    rng: &mut impl CryptoRng,
) -> Proof {
    let n = output.len();
    let h = generators::at_least(n);
    let h_0 = generators::h_0_table();
    let half = Scalar::from(2u64).invert();

    // (1) c_π(i) = r_π(i)·G + h_i, the columns of the permutation matrix. Halves are formed, because the
    // encodings of doubles cost a ninth of single encodings.
    let r = draw_many(n, rng);
    let mut place = Zeroizing::new(vec![0usize; n]);
    (0..n).for_each(|i| place[secret.order.of(i)] = i);
    let halves: Vec<Point> = (0..n).into_par_iter().map(|j| g_table() * &(r[j] * half)).collect();
    let c = compress_with(&halves, |j| h[place[j]]);

    let mut transcript = statement.transcript();
    transcript.append_points("c", c.iter());
    let u = transcript.small_challenges("u", n);
    let u_: Zeroizing<Vec<Scalar>> = Zeroizing::new((0..n).map(|i| u[secret.order.of(i)]).collect());

    // (2) ĉ_i = r̂_i·G + u′_i·ĉ_(i−1) with ĉ_0 = h_0, all at once: ĉ_i = R_i·G + U_i·h_0.
    let r_hat = draw_many(n, rng);
    let (mut R, mut U) =
        (Zeroizing::new(vec![Scalar::ZERO; n + 1]), Zeroizing::new(vec![Scalar::ONE; n + 1]));
    for i in 0..n {
        R[i + 1] = r_hat[i] + u_[i] * R[i];
        U[i + 1] = u_[i] * U[i];
    }
    let c_hat = compress_doubled(
        &(1..=n)
            .into_par_iter()
            .map(|i| g_table() * &(R[i] * half) + h_0 * &(U[i] * half))
            .collect::<Vec<_>>(),
    );
    transcript.append_points("c_hat", c_hat.iter());

    // (3) masks: t_1 … t_B and t̂_i.
    let omega = draw_many(4, rng);
    let omega_ = draw_many(n, rng);
    let omega_hat = draw_many(n, rng);
    let (A_, B_): (Vec<Point>, Vec<Point>) = output.iter().map(|e| (e.A, e.B)).unzip();
    let t = [
        g_table() * &omega[0],
        g_table() * &omega[1],
        g_table() * &omega[2] + multiscalar(&omega_, &h[..n]),
        multiscalar(&omega_, &A_) - g_table() * &omega[3],
        multiscalar(&omega_, &B_) - statement.key.times(&omega[3]),
    ]
    .map(|point| point.compress());
    let t_hat = compress_doubled(
        &(0..n)
            .into_par_iter()
            .map(|i| {
                g_table() * &((omega_hat[i] + omega_[i] * R[i]) * half) + h_0 * &(omega_[i] * U[i] * half)
            })
            .collect::<Vec<_>>(),
    );
    let x = verifier::last_challenge(transcript, &t, &t_hat);

    // (4) answers.
    let r_bar: Scalar = r.iter().sum();
    let r_tilde: Scalar = (0..n).map(|j| r[j] * u[j]).sum();
    let r_star: Scalar = (0..n).map(|i| secret.r_[i] * u_[i]).sum();
    Proof {
        c,
        c_hat,
        t_hat,
        t,
        s: [omega[0] + x * r_bar, omega[1] + x * R[n], omega[2] + x * r_tilde, omega[3] + x * r_star],
        s_hat: (0..n).map(|i| omega_hat[i] + x * r_hat[i]).collect(),
        s_: (0..n).map(|i| omega_[i] + x * u_[i]).collect(),
    }
}

pub(super) fn draw_many(n: usize, rng: &mut impl CryptoRng) -> Zeroizing<Vec<Scalar>> {
    Zeroizing::new((0..n).map(|_| Scalar::random(rng)).collect())
}

fn compress_doubled(halves: &[Point]) -> Vec<Encoded> {
    halves.par_chunks(256).flat_map_iter(Point::double_and_compress_batch).collect()
}

/// Encodings of `2·half_j + add(j)`.
fn compress_with(halves: &[Point], add: impl Fn(usize) -> Point + Sync) -> Vec<Encoded> {
    halves.par_iter().enumerate().map(|(j, half)| (half + half + add(j)).compress()).collect()
}
