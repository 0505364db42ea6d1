//! Times one 21-seat allocation of a contest like Tehran's, with and without its transcript.
//!
//! Prints one JSON line a contest: 12 lists of 21 with 20 independents, and the same with the 2,042 independents that
//! bring the contest to 2,294 candidates.

use std::hint::black_box;
use std::time::Instant;

use seats::{Candidate, Draft, DraftList, Input};

fn main() {
    let rule = seats::rule("tehran-1404").expect("the rule is registered");
    for independents in [20, 2_042] {
        let input = contest(independents);
        let with = median(|| drop(black_box(seats::allocate(rule, black_box(&input)))));
        let without = median(|| drop(black_box(seats::allocate_fast(rule, black_box(&input)))));
        let candidates = 12 * 21 + independents;
        println!(
            r#"{{"candidates":{candidates},"us_with_transcript":{:.3},"us_without":{:.3}}}"#,
            with as f64 / 1e6,
            without as f64 / 1e6
        );
    }
}

/// Votes that fall off from list to list and from place to place, with no two alike, from a fixed recurrence.
fn contest(independents: u64) -> Input {
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
    Draft { seats: 21, lists, independents, ..Draft::default() }.check().expect("the contest is well formed")
}

/// Median picoseconds of a call, over 2001 batches of 20: short enough that most run undisturbed.
fn median(mut call: impl FnMut()) -> u128 {
    let mut batches: Vec<u128> = (0..2001)
        .map(|_| {
            let start = Instant::now();
            (0..20).for_each(|_| call());
            start.elapsed().as_nanos() * 50
        })
        .collect();
    batches.sort_unstable();
    batches[1000]
}
