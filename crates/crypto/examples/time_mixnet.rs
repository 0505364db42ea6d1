//! How long a mix takes, beside the floor below which no proof of this kind can go, measured in the same run.
//!
//! `cargo run --release -p crypto --example time_mixnet [slots …]`

use crypto::elgamal::{Ciphertext, ElectionKey, EncodedCiphertext, draw};
use crypto::group::{Encoded, G, Point, Scalar, g_table};
use crypto::mixnet::{self, Decoded};
use curve25519_dalek::traits::VartimeMultiscalarMul;
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use rayon::prelude::*;
use std::time::Instant;

fn main() {
    let asked: Vec<usize> = std::env::args().skip(1).map(|n| n.parse().expect("a number of slots")).collect();
    let sizes = if asked.is_empty() { vec![1_000, 10_000, 100_000] } else { asked };
    println!(
        "operations a slot
         fixed base  decode  encode  multiscalar points (252 bits)  short
prove             2       2       2                              5      1
verify            0       4       0                              4      0
  in a chain      0       2       0                              4      0
and one multiscalar point a column of the rows (1,024 at most), once a box, to verify

floor of proving: two fixed-base multiplications a slot, to re-encrypt
floor of verifying: two decodings and two 128-bit multiscalar points a slot, to read the output once

µs a slot, {} threads, best of several rounds; in a chain the input is decoded already
       slots     prove  floor  ratio    verify  floor  ratio  in a chain  ratio  proof bytes",
        rayon::current_num_threads()
    );
    for n in sizes {
        time(n);
    }
}

fn time(n: usize) {
    let mut rng = ChaCha20Rng::seed_from_u64(n as u64);
    let key = ElectionKey::new(G * draw(&mut rng)).expect("a drawn key is proper");
    let r: Vec<Scalar> = (0..n).map(|_| draw(&mut rng)).collect();
    let seal = |(m, r): (usize, &Scalar)| Ciphertext::seal(&key, m as u64 % 2_294, r).encode();
    let input: Vec<EncodedCiphertext> = r.par_iter().enumerate().map(seal).collect();
    let decoded = Decoded::new(input.clone()).expect("an honest list");
    let short: Vec<Scalar> = r.iter().map(half_as_long).collect();

    // Rounds are interleaved, so that another load on the machine meets all five alike.
    let rounds = if n < 50_000 { 7 } else { 3 };
    let mut best = [f64::INFINITY; 5];
    let mut bytes = 0;
    for _ in 0..rounds {
        let (prove_floor, _) = timed(|| floor_of_proving(&key, &r));
        let (prove, made) = timed(|| mixnet::shuffle(&key, b"timing", &input, &mut rng));
        let (output, proof) = made.expect("an honest input");
        let (verify_floor, _) = timed(|| floor_of_verifying(&output, &short));
        let (verify, checked) = timed(|| mixnet::check(&key, b"timing", &input, &output, &proof, &mut rng));
        checked.expect("an honest mix");
        let (chain, checked) = timed(|| {
            let output = Decoded::new(output).expect("an honest list");
            mixnet::check_decoded(&key, b"timing", &decoded, &output, &proof, &mut rng)
        });
        checked.expect("an honest mix");
        bytes = proof.to_bytes().len();
        for (best, took) in best.iter_mut().zip([prove_floor, prove, verify_floor, verify, chain]) {
            *best = best.min(took * 1e6 / n as f64);
        }
    }
    let [prove_floor, prove, verify_floor, verify, chain] = best;
    println!(
        "{n:>12} {prove:>9.1} {prove_floor:>6.1} {:>6.2} {verify:>9.1} {verify_floor:>6.1} {:>6.2} {chain:>11.1} \
         {:>6.2} {bytes:>12}",
        prove / prove_floor,
        verify / verify_floor,
        chain / verify_floor,
    );
}

fn floor_of_proving(key: &ElectionKey, r: &[Scalar]) -> Vec<(Point, Point)> {
    r.par_iter().map(|r| (g_table() * r, key.times(r))).collect()
}

fn floor_of_verifying(list: &[EncodedCiphertext], short: &[Scalar]) -> Point {
    let piece = list.len().div_ceil(rayon::current_num_threads()).min(8_192);
    let pieces = list.par_chunks(piece).zip(short.par_chunks(piece));
    let sum = |(list, short): (&[EncodedCiphertext], &[Scalar])| {
        let half = |take: fn(&EncodedCiphertext) -> Encoded| {
            Point::optional_multiscalar_mul(short, list.iter().map(|e| take(e).decompress()))
        };
        half(|e| e.a).expect("an honest list") + half(|e| e.b).expect("an honest list")
    };
    pieces.map(sum).sum()
}

fn half_as_long(scalar: &Scalar) -> Scalar {
    let (short, _) = scalar.as_bytes().split_first_chunk::<16>().expect("a scalar has 32 bytes");
    Scalar::from(u128::from_le_bytes(*short))
}

fn timed<T>(act: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let done = act();
    (start.elapsed().as_secs_f64(), done)
}
