//! The private count under criterion, and its ratios to the limits of this machine.
//!
//! `cargo bench -p crypto` measures everything at 1,000, 10,000 and 100,000 slots; `cargo bench -p crypto -- 'open/10000'`
//! what matches; `cargo bench -p crypto -- --ratios` only the ratios, each measured in turns with its limit.

mod ratios;
mod scene;

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput};
use crypto::opening::{Quorum, Slots, check_partial, partial};
use crypto::{limit, mixnet, seal};
use scene::{Ballots, CONTEXT, Scene};
use std::hint::black_box;
use std::time::Duration;

const SLOTS: [usize; 3] = [1_000, 10_000, 100_000];

fn main() {
    if std::env::args().any(|argument| argument == "--ratios") {
        ratios::print(&SLOTS);
        return;
    }
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(5))
        .configure_from_args();
    seals(&mut criterion);
    mixes(&mut criterion);
    openings(&mut criterion);
    criterion.final_summary();
    let only_some = std::env::args().skip(1).any(|argument| argument != "--bench");
    if !only_some {
        ratios::print(&SLOTS);
    }
}

/// Ballots of 21 picks of 2,294 candidates.
fn seals(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("ballot");
    let mut ballots = Ballots::of(1);
    group.throughput(Throughput::Elements(1));
    group.bench_function("seal", |bencher| bencher.iter(|| ballots.seal(b"another")));
    group.bench_function("verify one", |bencher| {
        bencher.iter(|| seal::check(ballots.shape, &ballots.key, &ballots.contexts[0], &ballots.seals[0]));
    });
    group.finish();
    let mut group = criterion.benchmark_group("verify a batch of ballots");
    group.sampling_mode(SamplingMode::Flat);
    for slots in SLOTS {
        // Criterion repeats each ten times and more; a hundred thousand slots are 4,762 ballots.
        let mut ballots = Ballots::of(slots.div_ceil(21));
        group.throughput(Throughput::Elements(ballots.seals.len() as u64));
        group.bench_function(BenchmarkId::from_parameter(slots), |bencher| bencher.iter(|| ballots.check()));
    }
    group.finish();
}

fn mixes(criterion: &mut Criterion) {
    for slots in SLOTS {
        let mut scene = Scene::of(slots);
        let mut group = criterion.benchmark_group("mix");
        group.sampling_mode(SamplingMode::Flat);
        group.throughput(Throughput::Elements(slots as u64));
        group.bench_function(BenchmarkId::new("limit of proving", slots), |bencher| {
            bencher.iter(|| black_box(limit::of_mixing(&scene.key, &scene.randomness)));
        });
        group.bench_function(BenchmarkId::new("shuffle and prove", slots), |bencher| {
            bencher.iter(|| mixnet::shuffle(&scene.key, CONTEXT, &scene.lists[0], &mut scene.rng));
        });
        group.bench_function(BenchmarkId::new("limit of verifying", slots), |bencher| {
            bencher.iter(|| limit::of_checking_a_mix(&scene.lists[1], &scene.weights));
        });
        group
            .bench_function(BenchmarkId::new("verify one", slots), |bencher| bencher.iter(|| scene.check(1)));
        group.throughput(Throughput::Elements(3 * slots as u64));
        group.bench_function(BenchmarkId::new("verify three in a chain", slots), |bencher| {
            bencher.iter(|| scene.check(3));
        });
        group.finish();
    }
}

fn openings(criterion: &mut Criterion) {
    for slots in SLOTS {
        let mut scene = Scene::of(slots);
        let decoded = mixnet::Decoded::new(scene.lists[3].clone()).expect("an honest list");
        let (plan, joint, shares) = scene::keys(&mut scene.rng);
        let box_ = Slots::of(&decoded).expect("an honest list");
        let mut open = |index: usize| {
            let verification = &joint.verification[index];
            partial(CONTEXT, &shares[index], verification, &box_, &mut scene.rng).expect("its own share")
        };
        let mut group = criterion.benchmark_group("open");
        group.sampling_mode(SamplingMode::Flat);
        group.throughput(Throughput::Elements(slots as u64));
        group.bench_function(BenchmarkId::new("one trustee's part", slots), |bencher| {
            bencher.iter(|| open(0))
        });
        let parts = [open(0), open(1)];
        let check = |index: usize| {
            let verification = &joint.verification[index];
            check_partial(CONTEXT, index as u16 + 1, verification, &box_, &parts[index])
                .expect("an honest part")
        };
        group.bench_function(BenchmarkId::new("verify a part", slots), |bencher| bencher.iter(|| check(0)));
        let checked = [check(0), check(1)];
        let quorum = Quorum::new(plan, &[1, 2], scene::NUMBERS).expect("two of three");
        group.bench_function(BenchmarkId::new("combine two parts", slots), |bencher| {
            bencher.iter(|| quorum.read(&box_, &checked));
        });
        group.finish();
    }
}
