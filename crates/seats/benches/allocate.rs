//! One allocation of 21 seats for a contest like Tehran's, under criterion.
//!
//! `cargo bench -p seats` measures everything; `cargo bench -p seats -- 'without'` what matches. Two contests: 12 lists of
//! 21 with 20 independents, and the same with the 2,042 independents that bring it to 2,294 candidates.

use criterion::{BenchmarkId, Criterion};
use seats::{Candidate, Draft, DraftList};
use std::hint::black_box;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let rule = seats::rule("tehran-1404").expect("the rule is registered");
    let mut group = criterion.benchmark_group("21 seats");
    for independents in [20, 2_042] {
        let candidates = 12 * 21 + independents;
        let draft = contest(independents);
        let input = draft.clone().check().expect("the contest is well formed");
        let id = |what: &str| BenchmarkId::new(what, format!("{candidates} candidates"));
        group.bench_function(id("with the transcript"), |b| {
            b.iter(|| seats::allocate(rule, black_box(&input)))
        });
        group.bench_function(id("without"), |b| b.iter(|| seats::allocate_fast(rule, black_box(&input))));
        group.bench_function(id("every rule, without"), |b| {
            b.iter(|| {
                seats::rules()
                    .iter()
                    .filter(|rule| seats::allocate_fast(rule, black_box(&input)).is_ok())
                    .count()
            });
        });
        group.bench_function(id("the door"), |b| b.iter(|| black_box(draft.clone()).check()));
        group.bench_function(id("margins"), |b| b.iter(|| seats::margins(rule, black_box(&input))));
    }
    group.finish();
    criterion.final_summary();
}

/// Votes that fall off from list to list and from place to place, with no two alike, from a fixed recurrence.
fn contest(independents: u64) -> Draft {
    let mut state = 1404u64;
    let mut noise = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 48
    };
    let mut person = |code: String, most: u64| {
        let votes = most + noise();
        Candidate { code: code.as_str().into(), name: None, votes, veteran: None, degree: None }
    };
    let lists = (0..12u64)
        .map(|list| DraftList {
            code: format!("{}", 11 + list).as_str().into(),
            name: None,
            votes: None,
            candidates: Some(
                (0..21)
                    .map(|i| {
                        person(format!("{}{i:02}", 11 + list), 900_000 / (list + 1) - 9_000 * i / (list + 1))
                    })
                    .collect(),
            ),
            exempt: false,
        })
        .collect();
    let independents = (0..independents).map(|i| person(format!("9{i:04}"), 400_000 / (i + 1))).collect();
    Draft { seats: 21, lists, independents, ..Draft::default() }
}
