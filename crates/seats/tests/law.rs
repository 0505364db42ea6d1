//! The vectors of the law, and the questions of the law, one claim a test.
#![allow(clippy::unwrap_used)]

mod story;

use seats::{Act, LotFor};
use story::{Story, json};

/// `T = 21,000,000`, so that an entitlement is votes over a million.
fn vector(votes: [u64; 5]) -> Story {
    let mut story = Story::seats(21);
    for (code, votes) in ["A", "B", "C", "D", "E"].into_iter().zip(votes) {
        story = story.party(code, votes);
    }
    story
}

#[test]
fn the_first_vector_tells_the_three_readings_apart() {
    let v1 = vector([7_300_000, 5_250_000, 3_450_000, 2_400_000, 2_600_000]);
    assert_eq!(v1.under("tehran-1404").seats(), [8, 5, 3, 2, 3]);
    assert_eq!(v1.under("tehran-1404-largest-remainder").seats(), [7, 5, 4, 2, 3]);
    assert_eq!(v1.under("tehran-1404-integer-then-share").seats(), [8, 6, 3, 2, 2]);
}

#[test]
fn the_second_vector_overflows_and_the_signed_reading_resolves_it() {
    let v2 = vector([7_530_000, 5_540_000, 3_560_000, 2_540_000, 1_830_000]);
    let result = v2.under("tehran-1404");
    let rounded = result.steps.iter().find_map(|step| match &step.act {
        Act::Rounded { groups, given, .. } => {
            Some((groups.iter().map(|entry| entry.seats).collect::<Vec<_>>(), *given))
        }
        _ => None,
    });
    assert_eq!(rounded, Some((vec![8, 6, 4, 3, 2], 23)));
    assert_eq!(result.seats(), [7, 6, 4, 2, 2]);
    let lowest = v2.clone().reading("over-allocation", "lowest-share").under("tehran-1404");
    assert_eq!(lowest.seats(), [8, 6, 4, 2, 1]);
    let in_order = v2.clone().reading("over-allocation", "order-of-share").under("tehran-1404");
    assert_eq!(in_order.seats(), [8, 6, 4, 3, 0]);
    assert_eq!(v2.under("tehran-1404-largest-remainder").seats(), [7, 6, 4, 2, 2]);
    assert_eq!(v2.under("tehran-1404-integer-then-share").seats(), [8, 6, 4, 2, 1]);
}

#[test]
fn exactly_one_half_goes_where_the_boards_signed() {
    // Entitlements 1.5 and 0.5.
    let halves = Story::seats(2).party("A", 75).party("B", 25);
    assert_eq!(halves.clone().reading("half", "down").under("tehran-1404").seats(), [2, 0]);
    // Up gives 2 and 1; of equal fractions the lesser share gives back.
    assert_eq!(halves.under("tehran-1404").seats(), [2, 0]);
    let three = Story::seats(3).party("A", 150).party("B", 110).party("C", 40);
    assert_eq!(three.clone().under("tehran-1404").seats(), [2, 1, 0]);
    assert_eq!(three.reading("half", "down").under("tehran-1404").seats(), [2, 1, 0]);
}

#[test]
fn a_tie_for_the_seat_left_over_is_a_lot_and_the_lot_decides() {
    // 21/5 = 4.2 each: five lists have four, one seat is left, and all shares are equal.
    let story = vector([100; 5]);
    let lot = story.needs_lot("tehran-1404");
    assert_eq!((lot.purpose, lot.choose), (LotFor::Leftover, 1));
    assert_eq!(lot.among.iter().map(|code| code.as_str()).collect::<Vec<_>>(), ["A", "B", "C", "D", "E"]);
    let decided = story.clone().drawn(&lot, &["D"]).under("tehran-1404");
    assert_eq!(decided.seats(), [4, 4, 4, 5, 4]);
    assert_eq!(story.drawn(&lot, &["A"]).under("tehran-1404").seats(), [5, 4, 4, 4, 4]);
}

#[test]
fn a_lot_that_nobody_asked_for_is_refused() {
    let story = vector([100; 5]);
    let lot = story.needs_lot("tehran-1404");
    let clear = vector([500, 100, 100, 100, 100]).drawn(&lot, &["D"]);
    assert_eq!(clear.fault("tehran-1404").code(), "seats-lot-not-asked");
    assert_eq!(clear.fault("tehran-1404").path(), "lots[0]");
    let twice = story.drawn(&lot, &["D", "A"]);
    assert_eq!(twice.fault("tehran-1404").code(), "seats-lot-miscounted");
}

#[test]
fn independents_are_one_group_and_their_best_are_seated() {
    let story = Story::seats(4)
        .list("11", &[("1101", 50), ("1102", 40), ("1103", 30)])
        .independent("9001", 11)
        .independent("9002", 60)
        .independent("9003", 9);
    let result = story.under("tehran-1404");
    // 120 of 200 is 2.4 seats, 80 of 200 is 1.6: two each.
    assert_eq!(result.seats(), [2, 2]);
    assert_eq!(result.seats.last().unwrap().group.code.as_str(), "independents");
    assert_eq!(result.elected(), ["9002", "1101", "1102", "9001"]);
}

#[test]
fn seats_that_independents_cannot_fill_pass_to_the_lists_in_order_of_share() {
    let story = Story::seats(5)
        .list("11", &[("1101", 10), ("1102", 9), ("1103", 8), ("1104", 7), ("1105", 6)])
        .list("12", &[("1201", 9), ("1202", 8), ("1203", 3)])
        .independent("9001", 60);
    let result = story.under("tehran-1404");
    // 40, 20 and 60 of 120: entitlements 1.67, 0.83, 2.5, rounded 2, 1, 3; the one independent fills one of three.
    assert_eq!(result.seats(), [3, 1, 1]);
    assert!(result.steps.iter().any(|step| matches!(step.act, Act::Capped { .. })));
    assert_eq!(result.elected(), ["9001", "1101", "1102", "1201", "1103"]);
}

#[test]
fn an_independent_may_have_to_rank_within_the_seats() {
    let story = Story::seats(3)
        .list("11", &[("1101", 50), ("1102", 45), ("1103", 40)])
        .independent("9001", 44)
        .independent("9002", 43)
        .alternates(0);
    // 135 and 87 of 222: 1.82 and 1.18 seats.
    assert_eq!(story.under("tehran-1404").seats(), [2, 1]);
    assert_eq!(
        story.clone().reading("independents-seated", "rank-within-seats").under("tehran-1404").seats(),
        [2, 1]
    );
    let outvoted = Story::seats(3)
        .list("11", &[("1101", 50), ("1102", 45), ("1103", 44)])
        .independent("9001", 43)
        .independent("9002", 43)
        .alternates(0)
        .reading("independents-seated", "rank-within-seats");
    assert_eq!(outvoted.under("tehran-1404").seats(), [3, 0]);
}

#[test]
fn equal_votes_inside_a_list_go_by_veterans_then_degree_then_lot() {
    let base = Story::seats(2).alternates(0);
    let tied = |story: Story| story.list("11", &[("1101", 90), ("1102", 50)]).independent("9001", 50);
    let by_lot = tied(base.clone());
    let lot = by_lot.needs_lot("plurality");
    assert_eq!((lot.purpose, lot.choose), (LotFor::Elected, 1));
    assert_eq!(by_lot.drawn(&lot, &["9001"]).under("plurality").elected(), ["1101", "9001"]);
    let by_veteran = tied(base.clone()).veteran("1102", true).veteran("9001", false);
    assert_eq!(by_veteran.under("plurality").elected(), ["1101", "1102"]);
    let by_degree =
        tied(base.clone()).veteran("1102", true).veteran("9001", true).degree("1102", 2).degree("9001", 3);
    assert_eq!(by_degree.under("plurality").elected(), ["1101", "9001"]);
    let incomplete = tied(base).veteran("1102", true);
    assert_eq!(incomplete.fault("plurality").path(), "independents[0].veteran");
}

#[test]
fn plurality_takes_the_most_voted_and_alternates_follow() {
    let story = Story::seats(3)
        .list("11", &[("1101", 50), ("1102", 20), ("1103", 10)])
        .list("12", &[("1201", 40), ("1202", 30)])
        .independent("9001", 25)
        .alternates(2);
    let result = story.under("plurality");
    assert_eq!(result.elected(), ["1101", "1201", "1202"]);
    assert_eq!(result.alternates(), ["9001", "1102"]);
    assert_eq!(result.seats(), [1, 2, 0]);
}

#[test]
fn tehran_has_eleven_alternates_unless_the_contest_says_otherwise() {
    let people = |prefix: &str, from: u64| -> Vec<(String, u64)> {
        (0..21).map(|i| (format!("{prefix}{i:02}"), from - i)).collect()
    };
    let mut story = Story::seats(21);
    for (prefix, from) in [("11", 1000), ("12", 700), ("13", 400)] {
        let members = people(prefix, from);
        let members: Vec<(&str, u64)> = members.iter().map(|(code, votes)| (code.as_str(), *votes)).collect();
        story = story.list(prefix, &members);
    }
    let result = story.under("tehran-1404");
    assert_eq!((result.elected().len(), result.alternates().len()), (21, 11));
    // 10.0, 7.0 and 3.9 or so: the alternates are the best of the rest, here all of list 11.
    assert!(result.alternates().iter().all(|code| code.starts_with("11")));
    let shared = story.reading("alternates", "shared-out").under("tehran-1404");
    let of = |prefix: &str| shared.alternates().iter().filter(|code| code.starts_with(prefix)).count();
    assert_eq!((of("11"), of("12"), of("13")), (5, 4, 2));
}

#[test]
fn a_list_longer_than_the_council_is_refused_where_the_law_says_so() {
    let story = Story::seats(1).list("11", &[("1101", 5), ("1102", 4)]);
    let fault = story.fault("tehran-1404");
    assert_eq!((fault.code(), fault.path()), ("seats-too-many-candidates", "lists[0].candidates"));
    assert_eq!(story.under("largest-remainder-hare").elected(), ["1101"]);
}

#[test]
fn the_issue_s_example_is_read_and_written() {
    let value = json(
        "tehran-1404",
        r#"{"seats":2,"lists":[{"code":"11","name":"فهرست","candidates":[{"code":"1101","votes":123}]}],
            "independents":[{"code":"9001","votes":5}],"lots":[]}"#,
    );
    assert_eq!(value["rule"], "tehran-1404");
    assert_eq!(value["seats"][1]["list"], "independents");
    assert_eq!(value["elected"], serde_json::json!(["1101", "9001"]));
    assert!(value["steps"].as_array().unwrap().len() >= 5);
    assert!(value["steps"][0]["text"]["fa"].as_str().unwrap().contains('۱'));
}

#[test]
fn independents_without_names_share_in_the_seats_as_one_group() {
    let unnamed = |readings: &str| {
        format!(
            r#"{{"seats":21,"independents":2600000,"readings":{readings},"lists":[
                {{"code":"A","votes":7300000}},{{"code":"B","votes":5250000}},
                {{"code":"C","votes":3450000}},{{"code":"D","votes":2400000}}]}}"#
        )
    };
    let value = json("tehran-1404", &unnamed("{}"));
    let seats: Vec<u64> =
        value["seats"].as_array().unwrap().iter().map(|row| row["seats"].as_u64().unwrap()).collect();
    assert_eq!(seats, [8, 5, 3, 2, 3]);
    assert_eq!(value["seats"][4]["list"], "independents");
    // Their own ranking cannot be read off a total.
    for reading in
        [r#"{"independents-seated":"rank-within-seats"}"#, r#"{"independents-in-leftovers":"best-person"}"#]
    {
        let input = seats::json::parse(&unnamed(reading)).unwrap();
        let fault = seats::allocate(seats::rule("tehran-1404").unwrap(), &input).unwrap_err();
        assert_eq!((fault.code(), fault.path()), ("seats-candidates-needed", "independents"));
    }
    // What was read is written so that it is read again.
    let input = seats::json::parse(&unnamed("{}")).unwrap();
    let again = serde_json::to_value(&input).unwrap();
    assert_eq!(again["independents"], 2_600_000);
}
