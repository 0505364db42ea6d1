//! Each figure beside its limit. The rounds take turns, so that another load on the machine meets all alike, and the
//! best of each is told.

use super::scene::{CONTEXT, Scene};
use crypto::{limit, mixnet};
use std::hint::black_box;
use std::time::Instant;

pub(crate) fn print(sizes: &[usize]) {
    println!(
        "
operations a slot          fixed base  decode  encode  terms of 252 bits  of 128 bits
shuffle and prove                   2       2       2                  5            1
verify, one mix                     0       4       0                  4            0
verify, three in a chain            0    2.67       0               2.67            0
limit of proving                    2       0       0                  0            0
limit of verifying                  0       2       0                  0            2

µs a slot, {} threads
       slots     prove  limit  ratio   verify one  limit  ratio   in a chain  ratio",
        rayon::current_num_threads()
    );
    for slots in sizes {
        ratios(*slots);
    }
}

fn ratios(slots: usize) {
    let mut scene = Scene::of(slots);
    let rounds = if slots < 50_000 { 7 } else { 3 };
    let mut best = [f64::INFINITY; 5];
    for _ in 0..rounds {
        let took = [
            timed(|| drop(black_box(limit::of_mixing(&scene.key, &scene.randomness)))),
            timed(|| drop(black_box(mixnet::shuffle(&scene.key, CONTEXT, &scene.lists[0], &mut scene.rng)))),
            timed(|| assert!(limit::of_checking_a_mix(&scene.lists[1], &scene.weights).is_some())),
            timed(|| scene.check(1)),
            timed(|| scene.check(3)) / 3.0,
        ];
        for (best, took) in best.iter_mut().zip(took) {
            *best = best.min(took * 1e6 / slots as f64);
        }
    }
    let [prove_limit, prove, verify_limit, one, chain] = best;
    println!(
        "{slots:>12} {prove:>9.1} {prove_limit:>6.1} {:>6.2} {one:>12.1} {verify_limit:>6.1} {:>6.2} {chain:>12.1} {:>6.2}",
        prove / prove_limit,
        one / verify_limit,
        chain / verify_limit,
    );
}

fn timed(act: impl FnOnce()) -> f64 {
    let start = Instant::now();
    act();
    start.elapsed().as_secs_f64()
}
