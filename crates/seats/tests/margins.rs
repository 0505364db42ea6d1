//! Margins against brute force: try every move until something changes.
#![allow(clippy::unwrap_used)]

mod story;

use proptest::prelude::*;
use seats::Exactness;
use story::Story;

/// The least move that undoes the seats, found by trying 1, 2, 3, …
fn least_move(rule: &str, story: &Story, votes: &[u64], from: usize, to: usize) -> Option<u64> {
    let seats = |votes: &[u64]| {
        let mut story = story.clone();
        for (list, votes) in story.0.lists.iter_mut().zip(votes) {
            list.votes = Some(*votes);
        }
        match story.outcome(rule).unwrap() {
            seats::Outcome::Decided(result) => {
                Some(result.seats.iter().map(|entry| entry.seats).collect::<Vec<_>>())
            }
            seats::Outcome::NeedsLot(_) => None,
        }
    };
    let decided = seats(votes);
    (1..=votes[from]).find(|d| {
        let mut moved = votes.to_vec();
        moved[from] -= d;
        moved[to] += d;
        seats(&moved) != decided
    })
}

fn rules() -> impl Strategy<Value = (&'static str, Vec<(&'static str, &'static str)>)> {
    let over = prop::sample::select(vec!["smallest-fraction", "lowest-share", "order-of-share"]);
    let half = prop::sample::select(vec!["up", "down"]);
    let tie = prop::sample::select(vec!["greater-share", "lot"]);
    let threshold = prop::sample::select(vec!["none", "5%", "15%", "1/4"]);
    let classic = prop::sample::select(vec![
        "largest-remainder-hare",
        "largest-remainder-imperiali",
        "dhondt",
        "sainte-lague",
        "sainte-lague-modified",
    ]);
    prop_oneof![
        (over, half, tie.clone()).prop_map(|(over, half, tie)| {
            ("tehran-1404", vec![("over-allocation", over), ("half", half), ("remainder-tie", tie)])
        }),
        tie.prop_map(|tie| ("tehran-1404-largest-remainder", vec![("remainder-tie", tie)])),
        Just(("tehran-1404-integer-then-share", vec![])),
        Just(("largest-remainder-droop", vec![])),
        (classic, threshold).prop_map(|(rule, threshold)| (rule, vec![("threshold", threshold)])),
    ]
}

proptest! {
    #![proptest_config(story::cases(300))]

    #[test]
    fn no_smaller_move_between_two_groups_alters_a_seat(
        votes in prop::collection::vec(0u64..120, 2..6),
        seats in 1u32..9,
        (rule, readings) in rules(),
    ) {
        prop_assume!(votes.iter().sum::<u64>() > 0);
        let mut story = Story::seats(seats);
        for (i, votes) in votes.iter().enumerate() {
            story = story.party(&format!("L{i}"), *votes);
        }
        for (key, answer) in &readings {
            story = story.reading(key, answer);
        }
        let Some(margins) = seats::margins(seats::rule(rule).unwrap(), &story.input()).unwrap() else {
            return Ok(());
        };
        prop_assert_eq!(margins.exactness, Exactness::Exact);
        for from in 0..votes.len() {
            for to in (0..votes.len()).filter(|&to| to != from) {
                let said = margins.groups.iter().find(|margin| {
                    margin.from.code.as_str() == format!("L{from}") && margin.to.code.as_str() == format!("L{to}")
                });
                let tried = least_move(rule, &story, &votes, from, to);
                prop_assert_eq!(said.map(|margin| margin.votes), tried, "{} → {}", from, to);
            }
        }
    }
}

#[test]
fn a_margin_names_who_would_lose_and_who_would_gain() {
    // Entitlements 1.8 and 1.2 of three seats: 180 and 120 of 300 votes.
    let story = Story::seats(3).party("A", 180).party("B", 120);
    let margins = seats::margins(seats::rule("tehran-1404").unwrap(), &story.input()).unwrap().unwrap();
    let closest = &margins.groups[0];
    // At 150 votes each both have a half, and who gets the seat left over would be a lot.
    assert_eq!((closest.from.code.as_str(), closest.to.code.as_str(), closest.votes), ("A", "B", 30));
    assert_eq!(closest.seats, None);
    assert_eq!(margins.smallest(), Some(30));
    let json = serde_json::to_value(&margins).unwrap();
    assert_eq!((&json["smallest"], &json["exact"]), (&30.into(), &true.into()));
    assert_eq!(json["lists"][0]["between"], serde_json::json!(["A", "B"]));
}

#[test]
fn a_person_s_margin_is_half_the_distance_rounded_up() {
    let story =
        Story::seats(2).list("11", &[("1101", 50), ("1102", 21)]).independent("9001", 40).alternates(0);
    let margins = seats::margins(seats::rule("plurality").unwrap(), &story.input()).unwrap().unwrap();
    assert_eq!(margins.persons.len(), 1);
    let edge = &margins.persons[0];
    assert_eq!((edge.last_in.as_str(), edge.first_out.as_str(), edge.votes), ("9001", "1102", 10));
}

#[test]
fn a_result_that_came_from_a_lot_has_no_margin() {
    let story = Story::seats(1).party("A", 100).party("B", 100);
    let lot = story.needs_lot("dhondt");
    let decided = story.drawn(&lot, &["B"]);
    let margins = seats::margins(seats::rule("dhondt").unwrap(), &decided.input()).unwrap().unwrap();
    assert_eq!(margins.smallest(), Some(0));
}

#[test]
fn a_margin_is_told_in_both_languages_with_what_would_have_followed() {
    let story = Story::seats(5).party("A", 300).party("B", 200);
    let rule = seats::rule("dhondt").unwrap();
    let input = story.input();
    let seats::Outcome::Decided(result) = seats::allocate(rule, &input).unwrap() else { panic!("no tie") };
    let margins = seats::margins(rule, &input).unwrap().unwrap();
    let told = |language| margins.groups[0].explain(&result.seats, |group| group.spoken(language), language);
    assert!(
        told(seats::Language::English).contains("votes moved from list"),
        "{}",
        told(seats::Language::English)
    );
    assert!(told(seats::Language::Persian).contains("فهرست"));
    assert!(margins.explain(seats::Language::English).contains("exact"));
}

#[test]
fn every_article_that_a_step_can_cite_is_found_by_its_key() {
    for rule in seats::rules() {
        for article in rule.articles {
            assert_eq!(seats::article(article.key), Some(*article));
        }
    }
    assert_eq!(seats::article("no-such-article"), None);
}
