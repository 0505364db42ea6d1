//! `amin bench count`: seal, check, mix, open, and the floor under them, in one run.

use crate::failure::Failure;
use clap::Args as ClapArgs;
use crypto::elgamal::{Ciphertext, ElectionKey, EncodedCiphertext, draw};
use crypto::group::{Point, Scalar, g_table};
use crypto::mixnet;
use crypto::seal::{self, Item, Selection, Shape};
use serde_json::json;
use std::time::Instant;

/// Time the private count on this machine
///
/// The floor of proving is two fixed-base multiplications a slot, to re-encrypt; that of checking is two decoded
/// points and two terms of a product with 128-bit exponents. Both are measured in the same run.
#[derive(ClapArgs)]
#[command(after_help = "Example:\n  amin bench count --slots 10000 --json")]
pub(crate) struct Args {
    /// Slots in the box
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    slots: u32,
    /// Ballots of 21 picks of 2,294 candidates to seal and check
    #[arg(long, default_value_t = 240, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    ballots: u32,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

fn timed<T>(act: impl FnOnce() -> T) -> (f64, T) {
    let begun = Instant::now();
    let done = act();
    (begun.elapsed().as_secs_f64(), done)
}

/// Measures and prints.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    use rayon::prelude::*;
    let mut rng = rand::rng();
    let threads = rayon::current_num_threads();
    let secret = draw(&mut rng);
    let key = ElectionKey::new(g_table() * &secret).map_err(Failure::other)?;
    let slots = args.slots as usize;

    // Seals: one core to make, as a booth does; a batch on all cores to check.
    let shape = Shape::new(21, 2294).map_err(Failure::other)?;
    let chosen: Vec<u16> = (0..21).map(|n| n * 97).collect();
    let selection = Selection::new(shape, &chosen).map_err(Failure::other)?;
    // The first seal also derives the generators.
    seal::seal(shape, &key, b"warm", &selection, &mut rng);
    let contexts: Vec<Vec<u8>> = (0..args.ballots).map(|n| n.to_le_bytes().to_vec()).collect();
    let (seal_s, seals) = timed(|| {
        contexts.iter().map(|c| seal::seal(shape, &key, c, &selection, &mut rng).0).collect::<Vec<_>>()
    });
    let items: Vec<Item<'_>> =
        contexts.iter().zip(&seals).map(|(context, seal)| Item { shape, context, seal }).collect();
    let (batch_s, checked) = timed(|| seal::check_batch(&items, &key, &mut rng));
    checked.map_err(|_| Failure::other("an honest seal was refused"))?;

    // A box.
    let numbers: Vec<(u64, Scalar)> = (0..slots as u64).map(|n| (n % 2315, draw(&mut rng))).collect();
    let input: Vec<EncodedCiphertext> =
        numbers.par_iter().map(|(m, r)| Ciphertext::seal(&key, *m, r).encode()).collect();
    mixnet::shuffle(&key, b"warm", &input[..1.min(slots)], &mut rng).map_err(Failure::other)?;
    let (prove_s, mixed) = timed(|| mixnet::shuffle(&key, b"bench", &input, &mut rng));
    let (output, proof) = mixed.map_err(Failure::other)?;
    let (verify_s, verified) = timed(|| mixnet::check(&key, b"bench", &input, &output, &proof, &mut rng));
    verified.map_err(Failure::other)?;

    // The floor.
    let scalars: Vec<Scalar> = numbers.iter().map(|(_, r)| *r).collect();
    let (prove_floor_s, _) = timed(|| {
        scalars.par_iter().map(|r| g_table() * r + key.times(r)).reduce(Point::default, |a, b| a + b)
    });
    let (decode_s, points) =
        timed(|| output.par_iter().filter_map(|c| c.decode().ok()).collect::<Vec<Ciphertext>>());
    let small: Vec<Scalar> = scalars.iter().map(halve).collect();
    let (product_s, _) = timed(|| products(&small, &points));
    let per_slot = 1e6 / slots as f64;
    let floor_verify = (decode_s + product_s) * per_slot;

    let opening_us = opening(&input, per_slot, &mut rng)?;
    let report = json!({
        "slots": slots,
        "threads": threads,
        "seal_ms_per_ballot": seal_s * 1e3 / f64::from(args.ballots),
        "ballot_verify_batch_ms": batch_s * 1e3 * threads as f64 / f64::from(args.ballots),
        "shuffle_prove_us_per_slot": prove_s * per_slot,
        "shuffle_verify_us_per_slot": verify_s * per_slot,
        "open_us_per_slot": opening_us,
        "floor_prove_us_per_slot": prove_floor_s * per_slot,
        "floor_verify_us_per_slot": floor_verify,
        "prove_over_floor": prove_s / prove_floor_s,
        "verify_over_floor": verify_s * per_slot / floor_verify,
    });
    if args.json {
        println!("{report}");
    } else {
        for (name, value) in report.as_object().into_iter().flatten() {
            println!("{name:<28} {:>10.3}", value.as_f64().unwrap_or_default());
        }
    }
    Ok(())
}

/// A 128-bit exponent.
fn halve(scalar: &Scalar) -> Scalar {
    let mut bytes = scalar.to_bytes();
    bytes[16..].fill(0);
    Scalar::from_bytes_mod_order(bytes)
}

/// Two products of powers over all slots, in chunks that fit the cache.
fn products(exponents: &[Scalar], points: &[Ciphertext]) -> Point {
    use crypto::group::VartimeMultiscalarMul as _;
    use rayon::prelude::*;
    let sum = |half: fn(&Ciphertext) -> Point| {
        exponents
            .par_chunks(8192)
            .zip(points.par_chunks(8192))
            .map(|(e, p)| Point::vartime_multiscalar_mul(e, p.iter().map(half)))
            .reduce(Point::default, |a, b| a + b)
    };
    sum(|c| c.A) + sum(|c| c.B)
}

/// One trustee's opening of the box, its check not counted.
fn opening(
    input: &[EncodedCiphertext],
    per_slot: f64,
    rng: &mut impl rand::CryptoRng,
) -> Result<f64, Failure> {
    use crypto::ceremony::{Circle, KeyShare, Plan, conclude, give_verdict, prepare, register};
    use crypto::opening::{Slots, partial};
    let plan = Plan::new(1, 1).map_err(Failure::other)?;
    let (secret, public) = register(b"bench", 1, rng);
    let circle = Circle::new(plan, b"bench", vec![public]).map_err(Failure::other)?;
    let (deal, pledge) = prepare(&circle, 1, rng).map_err(Failure::other)?;
    let (pledges, deals) = ([(1, pledge)], [(1, deal)]);
    let (verdict, shares) =
        give_verdict(&circle, 1, &secret, &pledges, &deals, rng).map_err(Failure::other)?;
    let joint = conclude(&circle, &pledges, &deals, &[(1, verdict)]).map_err(Failure::other)?;
    let share = KeyShare::combine(&joint, 1, &shares).map_err(Failure::other)?;
    let (seconds, opened) = timed(|| {
        let slots = Slots::decode(input).map_err(Failure::other)?;
        partial(b"bench", &share, &share.verification(), &slots, rng).map_err(Failure::other)
    });
    opened?;
    Ok(seconds * per_slot)
}
