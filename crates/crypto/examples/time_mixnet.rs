//! How long a mix takes, beside the floor below which no proof of this kind can go, measured in the same run.
//!
//! `cargo run --release -p crypto --example time_mixnet [slots …]`

use crypto::elgamal::{Ciphertext, ElectionKey, EncodedCiphertext, draw};
use crypto::group::{Encoded, G, Point, Scalar, g_table};
use crypto::mixnet;
use curve25519_dalek::traits::VartimeMultiscalarMul;
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use rayon::prelude::*;
use std::time::Instant;

fn main() {
    let asked: Vec<usize> = std::env::args().skip(1).map(|n| n.parse().expect("a number of slots")).collect();
    let sizes = if asked.is_empty() { vec![1_000, 10_000, 100_000] } else { asked };
    println!("{} threads, best of several rounds, µs a slot", rayon::current_num_threads());
    println!("       slots    prove  floor  ratio   verify  floor  ratio   proof bytes");
    for n in sizes {
        time(n);
    }
}

fn time(n: usize) {
    let mut rng = ChaCha20Rng::seed_from_u64(n as u64);
    let key = ElectionKey::new(G * draw(&mut rng)).expect("a drawn key is proper");
    let scalars: Vec<Scalar> = (0..n).map(|_| draw(&mut rng)).collect();
    let input: Vec<EncodedCiphertext> = scalars
        .par_iter()
        .enumerate()
        .map(|(m, r)| Ciphertext::seal(&key, m as u64 % 2_294, r).encode())
        .collect();
    let small: Vec<Scalar> = scalars.iter().map(halve_length).collect();

    let rounds = if n < 50_000 { 5 } else { 3 };
    let mut best = [f64::INFINITY; 4];
    let mut bytes = 0;
    for _ in 0..rounds {
        let mut took = [0.0; 4];
        (took[0], _) =
            timed(|| scalars.par_iter().map(|r| (g_table() * r, key.times(r))).collect::<Vec<_>>().len());
        let made;
        (took[1], made) = timed(|| mixnet::shuffle(&key, b"timing", &input, &mut rng));
        let (output, proof) = made.expect("an honest input");
        (took[2], _) = timed(|| floor_of_verifying(&output, &small));
        let checked;
        (took[3], checked) = timed(|| mixnet::check(&key, b"timing", &input, &output, &proof, &mut rng));
        checked.expect("an honest mix");
        bytes = proof.to_bytes().len();
        for (best, took) in best.iter_mut().zip(took) {
            *best = best.min(took * 1e6 / n as f64);
        }
    }
    let [prove_floor, prove, verify_floor, verify] = best;
    println!(
        "{n:>12} {prove:>8.1} {prove_floor:>6.1} {:>6.2} {verify:>8.1} {verify_floor:>6.1} {:>6.2} {bytes:>13}",
        prove / prove_floor,
        verify / verify_floor,
    );
}

/// Two decompressions and two 128-bit multiscalar points a slot.
fn floor_of_verifying(list: &[EncodedCiphertext], small: &[Scalar]) -> Point {
    list.par_chunks(4_096)
        .zip(small.par_chunks(4_096))
        .map(|(list, small)| {
            let half = |take: fn(&EncodedCiphertext) -> Encoded| {
                let points = list.iter().map(|e| take(e).decompress().expect("an honest list"));
                Point::vartime_multiscalar_mul(small, points.collect::<Vec<_>>())
            };
            half(|e| e.a) + half(|e| e.b)
        })
        .sum()
}

fn halve_length(scalar: &Scalar) -> Scalar {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(&scalar.as_bytes()[..16]);
    Scalar::from_bytes_mod_order(bytes)
}

fn timed<T>(act: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let done = act();
    (start.elapsed().as_secs_f64(), done)
}
