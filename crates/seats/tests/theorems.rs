//! What must hold for every contest: the theorems of the methods, stated element by element.
#![allow(clippy::unwrap_used)]

mod story;

use proptest::prelude::*;
use seats::{Outcome, Ratio};
use story::Story;

const ALL: [&str; 10] = [
    "tehran-1404",
    "tehran-1404-largest-remainder",
    "tehran-1404-integer-then-share",
    "plurality",
    "largest-remainder-hare",
    "largest-remainder-droop",
    "largest-remainder-imperiali",
    "dhondt",
    "sainte-lague",
    "sainte-lague-modified",
];
const APPORTIONING: [&str; 9] = [
    "tehran-1404",
    "tehran-1404-largest-remainder",
    "tehran-1404-integer-then-share",
    "largest-remainder-hare",
    "largest-remainder-droop",
    "largest-remainder-imperiali",
    "dhondt",
    "sainte-lague",
    "sainte-lague-modified",
];
const DIVISORS: [&str; 3] = ["dhondt", "sainte-lague", "sainte-lague-modified"];

/// Few votes, so that ties are common; counts like a city's; and the largest that are allowed.
fn votes() -> impl Strategy<Value = u64> {
    prop_oneof![
        0u64..12,
        0u64..3_000_000,
        Just(0),
        Just(1),
        Just(seats::LARGEST_COUNT),
        0..=seats::LARGEST_COUNT
    ]
}

fn parties() -> impl Strategy<Value = Vec<u64>> {
    prop::collection::vec(votes(), 1..9)
        .prop_filter("somebody has a vote", |votes| votes.iter().any(|v| *v > 0))
}

fn told(seats: u32, votes: &[u64]) -> Story {
    let mut story = Story::seats(seats);
    for (i, votes) in votes.iter().enumerate() {
        story = story.party(&format!("L{i}"), *votes);
    }
    story
}

/// The seats by the code of the list; `None` where a lot is due.
fn seats_of(rule: &str, story: &Story) -> Option<Vec<u32>> {
    match story.outcome(rule).unwrap() {
        Outcome::Decided(result) => Some(result.seats.iter().map(|entry| entry.seats).collect()),
        Outcome::NeedsLot(_) => None,
    }
}

/// Draws the first of the tied, again and again, until the contest is decided.
fn with_lots(rule: &str, mut story: Story, pick: usize) -> (Story, seats::Allocation) {
    loop {
        match story.outcome(rule).unwrap() {
            Outcome::Decided(result) => return (story, result),
            Outcome::NeedsLot(lot) => {
                let mut among = lot.among.clone();
                among.rotate_left(pick % lot.among.len());
                among.truncate(lot.choose as usize);
                story = story.lot(lot.drawn(among));
            }
        }
    }
}

/// Contests with members, independents and short lists.
fn contest() -> impl Strategy<Value = Story> {
    let list = prop::collection::vec(votes(), 1..6);
    (prop::collection::vec(list, 1..5), prop::collection::vec(votes(), 0..6), 1u32..8, 0u32..6)
        .prop_map(|(lists, independents, seats, alternates)| {
            let mut story = Story::seats(seats).alternates(alternates);
            for (i, members) in lists.iter().enumerate() {
                let codes: Vec<String> = (0..members.len()).map(|m| format!("{i}{m}")).collect();
                let members: Vec<(&str, u64)> = codes
                    .iter()
                    .map(String::as_str)
                    .zip(members.iter().copied())
                    .take(seats as usize)
                    .collect();
                story = story.list(&format!("L{i}"), &members);
            }
            for (i, votes) in independents.iter().enumerate() {
                story = story.independent(&format!("9{i}"), *votes);
            }
            story
        })
        .prop_filter("the contest can be believed", |story| story.0.clone().check().is_ok())
}

proptest! {
    #![proptest_config(story::cases(200))]

    #[test]
    fn seats_sum_to_the_house(story in contest(), pick in 0usize..7) {
        for rule in ALL {
            let (_, result) = with_lots(rule, story.clone(), pick);
            let seats: u32 = result.seats.iter().map(|entry| entry.seats).sum();
            prop_assert_eq!(seats + result.vacant, story.0.seats, "{}", rule);
            prop_assert_eq!(result.elected.len() as u32, seats);
            let has_room = result.seats.iter().any(|entry| {
                let members = story.0.lists.iter().find(|list| list.code == entry.group.code);
                let members = members.map_or(&story.0.independents, |list| list.candidates.as_ref().unwrap());
                entry.votes > 0 && (entry.seats as usize) < members.len()
            });
            prop_assert!(result.vacant == 0 || !has_room, "{}: a seat stays vacant only where nobody could take it", rule);
        }
    }

    #[test]
    fn nobody_out_has_more_votes_than_somebody_in_of_the_same_group(story in contest(), pick in 0usize..7) {
        for rule in ALL {
            let (_, result) = with_lots(rule, story.clone(), pick);
            let is_in = |code: &seats::Code| result.elected.contains(code);
            let mut groups: Vec<Vec<&seats::Candidate>> =
                story.0.lists.iter().map(|list| list.candidates.iter().flatten().collect()).collect();
            groups.push(story.0.independents.iter().collect());
            if rule == "plurality" {
                groups = vec![groups.concat()];
            }
            for group in &groups {
                let least_in = group.iter().filter(|who| is_in(&who.code)).map(|who| who.votes).min();
                let most_out = group.iter().filter(|who| !is_in(&who.code)).map(|who| who.votes).max();
                prop_assert!(least_in.is_none() || most_out <= least_in, "{}", rule);
            }
        }
    }

    #[test]
    fn alternates_are_the_best_of_the_rest_in_order(story in contest(), pick in 0usize..7) {
        let (_, result) = with_lots("tehran-1404", story.clone(), pick);
        let everybody = story.0.lists.iter().flat_map(|list| list.candidates.iter().flatten());
        let mut rest: Vec<u64> = everybody
            .chain(&story.0.independents)
            .filter(|who| who.votes > 0 && !result.elected.contains(&who.code))
            .map(|who| who.votes)
            .collect();
        rest.sort_unstable_by(|a, b| b.cmp(a));
        rest.truncate(story.0.alternates.unwrap() as usize);
        let input = story.input();
        let votes_of = |code: &seats::Code| input.persons().find(|who| who.code == *code).unwrap().votes;
        prop_assert_eq!(result.alternates.iter().map(votes_of).collect::<Vec<_>>(), rest);
    }

    #[test]
    fn the_names_do_not_matter_and_neither_does_the_order(votes in parties(), seats in 1u32..40, turn in 0usize..8) {
        let codes: Vec<String> = (0..votes.len()).map(|i| format!("L{i}")).collect();
        let turn = turn % votes.len();
        let mut turned = votes.clone();
        turned.rotate_left(turn);
        for rule in APPORTIONING {
            let here = seats_of(rule, &told(seats, &votes));
            let there = seats_of(rule, &told(seats, &turned)).map(|mut seats| {
                seats.rotate_right(turn);
                seats
            });
            prop_assert_eq!(here, there, "{} {:?}", rule, codes);
        }
    }

    #[test]
    fn nobody_loses_a_seat_because_the_house_grows(votes in parties(), seats in 1u32..60) {
        for rule in DIVISORS {
            let (small, large) = (seats_of(rule, &told(seats, &votes)), seats_of(rule, &told(seats + 1, &votes)));
            if let (Some(small), Some(large)) = (small, large) {
                prop_assert!(small.iter().zip(&large).all(|(a, b)| a <= b), "{}: {:?} then {:?}", rule, small, large);
            }
        }
    }

    /// Between two counts, a list that grew relative to another does not lose a seat to it.
    #[test]
    fn nobody_loses_a_seat_to_somebody_who_fell_behind(before in parties(), after in parties(), seats in 1u32..40) {
        let n = before.len().min(after.len());
        let (before, after) = (&before[..n], &after[..n]);
        prop_assume!(before.iter().any(|v| *v > 0) && after.iter().any(|v| *v > 0));
        for rule in DIVISORS {
            let (then, now) = (seats_of(rule, &told(seats, before)), seats_of(rule, &told(seats, after)));
            let (Some(then), Some(now)) = (then, now) else { continue };
            for i in 0..n {
                for j in 0..n {
                    // i grew, and by at least as great a factor as j: after_i / before_i ≥ after_j / before_j.
                    let grew = u128::from(after[i]) * u128::from(before[j]) > u128::from(after[j]) * u128::from(before[i]);
                    prop_assert!(
                        !(grew && now[i] < then[i] && now[j] > then[j]),
                        "{}: {:?} → {:?} gave {:?} → {:?}", rule, before, after, then, now
                    );
                }
            }
        }
    }

    #[test]
    fn largest_remainders_stay_within_the_quota(votes in parties(), seats in 1u32..60) {
        let total: u128 = votes.iter().map(|v| u128::from(*v)).sum();
        for rule in ["largest-remainder-hare", "tehran-1404-largest-remainder"] {
            let Some(given) = seats_of(rule, &told(seats, &votes)) else { continue };
            for (v, s) in votes.iter().zip(given) {
                let due = Ratio::new(u128::from(*v) * u128::from(seats), total);
                let up = due.floor() + u128::from(due.fraction().num > 0);
                prop_assert!((due.floor()..=up).contains(&u128::from(s)), "{}: {} for {}", rule, s, due);
            }
        }
    }

    #[test]
    fn dhondt_never_gives_less_than_the_whole_entitlement(votes in parties(), seats in 1u32..60) {
        let total: u128 = votes.iter().map(|v| u128::from(*v)).sum();
        if let Some(given) = seats_of("dhondt", &told(seats, &votes)) {
            for (v, s) in votes.iter().zip(given) {
                prop_assert!(u128::from(s) >= u128::from(*v) * u128::from(seats) / total);
            }
        }
    }

    /// Where rounding gives too many, the default reading gives what the largest remainders give: two readings agree.
    #[test]
    fn taking_back_the_smallest_fractions_is_the_largest_remainders(votes in parties(), seats in 1u32..40) {
        let story = told(seats, &votes);
        if let Outcome::Decided(result) = story.outcome("tehran-1404").unwrap() {
            let over = result.steps.iter().any(|step| matches!(step.act, seats::Act::GaveBack { .. }));
            if over {
                let given: Vec<u32> = result.seats.iter().map(|entry| entry.seats).collect();
                prop_assert_eq!(seats_of("tehran-1404-largest-remainder", &story), Some(given));
            }
        }
    }

    #[test]
    fn the_same_votes_many_times_over_give_the_same_seats(
        votes in prop::collection::vec(0u64..5_000, 1..8), seats in 1u32..40, times in 1u64..1_000_000,
    ) {
        prop_assume!(votes.iter().any(|v| *v > 0));
        let more: Vec<u64> = votes.iter().map(|v| v * times).collect();
        for rule in APPORTIONING.into_iter().filter(|rule| *rule != "largest-remainder-droop") {
            prop_assert_eq!(seats_of(rule, &told(seats, &votes)), seats_of(rule, &told(seats, &more)), "{}", rule);
        }
    }

    #[test]
    fn the_largest_house_and_the_largest_counts_do_not_overflow(votes in parties(), seats in 9_000u32..=10_000) {
        let input = told(seats, &votes).input();
        for rule in APPORTIONING {
            // Without the transcript: thousands of steps would be told only to be thrown away.
            let outcome = seats::allocate_fast(seats::rule(rule).unwrap(), &input).unwrap();
            if let Outcome::Decided(result) = outcome {
                prop_assert_eq!(result.seats.iter().map(|entry| entry.seats).sum::<u32>(), seats, "{}", rule);
            }
        }
    }

    #[test]
    fn the_record_of_a_contest_decides_it_again_byte_for_byte(story in contest(), pick in 0usize..7) {
        for rule in ALL {
            let (story, result) = with_lots(rule, story.clone(), pick);
            let written = serde_json::to_string(&story.input()).unwrap();
            let read = seats::json::parse(&written).unwrap();
            let rule = seats::rule(rule).unwrap();
            let again = seats::json::outcome(rule, &seats::allocate(rule, &read).unwrap());
            prop_assert_eq!(serde_json::to_string(&again).unwrap(), serde_json::to_string(&result).unwrap());
        }
    }

    /// No contest, however strange its JSON, makes the engine panic; a refusal always says where.
    #[test]
    fn any_text_is_read_or_refused_with_a_path(text in r#"[\[\]{}",:0-9a-z\-\. ]{0,80}"#) {
        if let Err(fault) = seats::json::parse(&text) {
            prop_assert!(!fault.path().is_empty());
        }
    }
}
