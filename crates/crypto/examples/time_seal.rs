//! What a seal costs: `cargo run --release -p crypto --example time_seal [picks candidates]`.
//!
//! Prints milliseconds a ballot on one core for sealing and for both verifiers, and how far the batch verifier
//! is from its floor: decoding every point of the seals once and putting them into one multiscalar product,
//! measured in the same run. Where Linux tells it, processor time is measured, so that a busy machine does not
//! show; elsewhere the time on the wall.

use crypto::elgamal::{ElectionKey, draw};
use crypto::group::{G, Point, Scalar};
use crypto::seal::{Item, Selection, Shape, check, check_batch, seal};
use curve25519_dalek::ristretto::CompressedRistretto;
use curve25519_dalek::traits::VartimeMultiscalarMul;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

const BALLOTS: usize = 256;

/// The same seals in as many products as `check_batch` makes of them.
const CHUNK: usize = 120;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<u16> = std::env::args().skip(1).map(|a| a.parse()).collect::<Result<_, _>>()?;
    match arguments[..] {
        [] => {
            for (picks, candidates) in [(21, 2_294), (5, 60), (1, 60), (1, 2_294)] {
                measure(Shape::new(picks, candidates)?)?;
            }
        }
        [picks, candidates] => measure(Shape::new(picks, candidates)?)?,
        _ => return Err("usage: time_seal [picks candidates]".into()),
    }
    Ok(())
}

fn measure(shape: Shape) -> Result<(), Box<dyn Error>> {
    let rng = &mut ChaCha20Rng::seed_from_u64(1);
    let key = ElectionKey::new(draw(rng) * G)?;
    // The generators and tables are made once in the life of a booth, and are not counted.
    seal(shape, &key, b"first", &Selection::blank(shape), rng);

    let selections: Vec<_> = (0..BALLOTS)
        .map(|_| {
            let mut chosen: Vec<u16> =
                (0..shape.picks).map(|_| (rng.next_u32() % u32::from(shape.candidates)) as u16).collect();
            chosen.sort_unstable();
            chosen.dedup();
            Selection::new(shape, &chosen)
        })
        .collect::<Result<_, _>>()?;

    let started = Clock::now();
    let seals: Vec<_> = selections.iter().map(|s| seal(shape, &key, b"timed", s, rng).0).collect();
    let prove = started.milliseconds();

    let started = Clock::now();
    for seal in &seals[..32] {
        check(shape, &key, b"timed", seal)?;
    }
    let clear = started.milliseconds() * (BALLOTS / 32) as f64;

    let items: Vec<_> = seals.iter().map(|seal| Item { shape, context: b"timed", seal }).collect();
    // One thread of rayon's, so that the figure is that of one core. Both are taken in turns, the best of five.
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    let bytes = seals[0].to_bytes().len();
    let points = points_of(shape, bytes);
    let (encoded, scalars) = floor_input(points, rng);
    let (mut batch, mut floor) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..5 {
        let started = Clock::now();
        one.install(|| check_batch(&items, &key, rng)).map_err(|faults| format!("{faults:?}"))?;
        batch = batch.min(started.milliseconds());

        let started = Clock::now();
        for (encoded, scalars) in encoded.chunks(CHUNK * points).zip(scalars.chunks(CHUNK * points)) {
            black_box(Point::optional_multiscalar_mul(
                scalars,
                encoded.iter().map(CompressedRistretto::decompress),
            ));
        }
        floor = floor.min(started.milliseconds());
    }

    println!(
        "{:>2} of {:>5}: {bytes} bytes, {points} points; seal {prove:.2} ms, check {clear:.2} ms, \
         check_batch {batch:.3} ms, floor {floor:.3} ms, ratio {:.2}",
        shape.picks,
        shape.candidates,
        batch / floor
    );
    Ok(())
}

struct Clock {
    wall: Instant,
    processor: Option<u64>,
}

impl Clock {
    fn now() -> Self {
        Self { wall: Instant::now(), processor: processor_nanoseconds() }
    }

    /// Since then, for one ballot of [`BALLOTS`].
    fn milliseconds(&self) -> f64 {
        let nanoseconds = match (self.processor, processor_nanoseconds()) {
            (Some(then), Some(now)) => (now - then) as f64,
            _ => self.wall.elapsed().as_nanos() as f64,
        };
        nanoseconds / 1e6 / BALLOTS as f64
    }
}

/// What all threads of this process have run so far: the first number of each thread's `schedstat`.
fn processor_nanoseconds() -> Option<u64> {
    let threads = std::fs::read_dir("/proc/self/task").ok()?;
    let of_thread = |entry: std::io::Result<std::fs::DirEntry>| -> Option<u64> {
        let line = std::fs::read_to_string(entry.ok()?.path().join("schedstat")).ok()?;
        line.split_whitespace().next()?.parse().ok()
    };
    threads.map(of_thread).sum()
}

/// How many of the pieces of 32 bytes are points. Of the scalars there are five, and twice the tail `e`, which is
/// the width halved `k` times until at most six are left; the rest are points.
fn points_of(shape: Shape, bytes: usize) -> usize {
    let bits = (u16::BITS - shape.candidates.leading_zeros()).max(1) as usize;
    let width = bits * (usize::from(shape.picks) + 1);
    let tail = (0..).map(|k| width.div_ceil(1 << k)).find(|tail| *tail <= 6).unwrap_or(0);
    bytes / 32 - 5 - 2 * tail
}

fn floor_input(points: usize, rng: &mut ChaCha20Rng) -> (Vec<CompressedRistretto>, Vec<Scalar>) {
    let n = points * BALLOTS;
    let step = draw(rng) * G;
    let encoded =
        std::iter::successors(Some(step), |p| Some(p + step)).take(n).map(|p| p.compress()).collect();
    (encoded, (0..n).map(|_| draw(rng)).collect())
}
