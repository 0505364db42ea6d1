//! Times one 21-seat allocation of a contest like Tehran's, with and without its transcript.
//!
//! Prints one JSON line a contest: 12 lists of 21 with 20 independents, and the same with the 2,042 independents that
//! bring the contest to 2,294 candidates.

use std::hint::black_box;
use std::time::Instant;

use seats::{Candidate, Draft, DraftList};

fn main() {
    let rule = seats::rule("tehran-1404").expect("the rule is registered");
    for independents in [20, 2_042] {
        let draft = contest(independents);
        let input = draft.clone().check().expect("the contest is well formed");
        let start = Instant::now();
        drop(black_box(seats::margins(rule, &input)));
        let margins = start.elapsed().as_micros();
        let door = time(|| drop(black_box(draft.clone().check())));
        let with = time(|| drop(black_box(seats::allocate(rule, black_box(&input)))));
        let without = time(|| drop(black_box(seats::allocate_fast(rule, black_box(&input)))));
        let candidates = 12 * 21 + independents;
        println!(
            r#"{{"candidates":{candidates},"us_with_transcript":{:.3},"us_without":{:.3},"best_us_with_transcript":{:.3},"best_us_without":{:.3},"us_to_check_the_input":{:.3},"us_for_margins":{margins}}}"#,
            with.median, without.median, with.best, without.best, door.median
        );
    }
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

/// Microseconds of a call.
struct Time {
    median: f64,
    /// The tenth percentile: what a machine does that is left in peace.
    best: f64,
}

/// Over 501 batches of 20 calls, short enough that most run undisturbed.
fn time(mut call: impl FnMut()) -> Time {
    let mut batches: Vec<u128> = (0..501)
        .map(|_| {
            let start = Instant::now();
            (0..20).for_each(|_| call());
            start.elapsed().as_nanos()
        })
        .collect();
    batches.sort_unstable();
    let us = |i: usize| batches[i] as f64 / 20_000.0;
    Time { median: us(250), best: us(50) }
}
