//! The theorems of the methods, on any votes.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use seats::{Draft, DraftList, LARGEST_COUNT, Method, Outcome, Rule};

#[derive(Arbitrary, Debug)]
struct Profile {
    votes: Vec<u64>,
    house: u8,
    rule: u8,
    turn: u8,
    /// Few votes, so that ties are common.
    few: bool,
}

fuzz_target!(|profile: Profile| {
    let most = if profile.few { 12 } else { LARGEST_COUNT };
    let votes: Vec<u64> = profile.votes.iter().take(8).map(|votes| votes % (most + 1)).collect();
    let house = u32::from(profile.house % 60) + 1;
    if votes.iter().all(|votes| *votes == 0) {
        return;
    }
    let rules: Vec<&Rule> = seats::rules().iter().filter(|rule| rule.method != Method::Plurality).collect();
    let rule = rules[usize::from(profile.rule) % rules.len()];
    let Some(given) = seats_of(rule, &votes, house) else { return };
    assert_eq!(given.iter().sum::<u32>(), house, "{}", rule.name);

    let turn = usize::from(profile.turn) % votes.len();
    let mut turned = votes.clone();
    turned.rotate_left(turn);
    let mut there = seats_of(rule, &turned, house).expect("a tie is a tie in any order");
    there.rotate_right(turn);
    assert_eq!(given, there, "{}: the order of the lists matters", rule.name);

    let total: u128 = votes.iter().map(|votes| u128::from(*votes)).sum();
    let due = |votes: &u64| u128::from(*votes) * u128::from(house);
    for (votes, seats) in votes.iter().zip(&given) {
        let (due, seats) = (due(votes), u128::from(*seats));
        if ["largest-remainder-hare", "tehran-1404-largest-remainder"].contains(&rule.name) {
            assert!((due / total..=due.div_ceil(total)).contains(&seats), "{}: outside the quota", rule.name);
        }
        if rule.name == "dhondt" {
            assert!(seats >= due / total, "a list lacks its whole entitlement");
        }
    }
    if let (Method::Divisor { .. }, Some(larger)) = (rule.method, seats_of(rule, &votes, house + 1)) {
        assert!(given.iter().zip(&larger).all(|(a, b)| a <= b), "{}: a larger house took a seat", rule.name);
    }
});

/// The seats of plain parties; nothing where a lot is due.
fn seats_of(rule: &Rule, votes: &[u64], house: u32) -> Option<Vec<u32>> {
    let list = |(place, votes): (usize, &u64)| DraftList {
        code: place.to_string().as_str().into(),
        name: None,
        votes: Some(*votes),
        candidates: None,
        exempt: false,
    };
    let lists = votes.iter().enumerate().map(list).collect();
    let input = Draft { seats: house, lists, ..Draft::default() }.check().expect("counts are in range");
    match seats::allocate_fast(rule, &input).expect("plain parties suit every rule that apportions") {
        Outcome::Decided(result) => Some(result.seats.iter().map(|entry| entry.seats).collect()),
        Outcome::NeedsLot(_) => None,
    }
}
