//! What it takes to know every ciphertext of a constituency: `cargo run --release -p board --example first_halves -- 32872770`
//! for the 1,565,370 ballots of 21 slots of Tehran 1400.

use board::admission::FirstHalves;
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
use std::time::Instant;

fn main() {
    let slots: u64 = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut halves = FirstHalves::default();
    let start = Instant::now();
    for _ in 0..slots {
        let mut half = [0; 32];
        rng.fill_bytes(&mut half);
        assert!(!halves.contains(&half), "random halves differ");
        halves.insert(&half);
    }
    let each = start.elapsed().as_secs_f64() * 1e6 / slots as f64;
    let bytes = halves.bytes();
    println!(
        "{slots} slots: {bytes} bytes, {:.1} a slot; {each:.2} µs to ask for one and keep it",
        bytes as f64 / slots as f64
    );
}
