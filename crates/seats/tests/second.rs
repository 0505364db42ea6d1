//! A second, slow author: the same rules in another way, on every small profile and on many random ones.
//!
//! Nothing is sorted here. Seats are counted up one by one with cross-multiplied comparisons,
//! and ties are found by brute force: the whole calculation is done once for every order of preference among the
//! groups, and if two orders disagree, a lot was due.
#![allow(clippy::unwrap_used)]

mod story;

use seats::Outcome;
use story::Story;

/// What a group brings: votes, and how many seats it can fill.
type Brought = (u128, u32);

#[derive(Clone, Copy, PartialEq)]
struct Way {
    rule: &'static str,
    half: &'static str,
    over: &'static str,
    remainder_tie: &'static str,
}

const fn way(rule: &'static str) -> Way {
    Way { rule, half: "up", over: "smallest-fraction", remainder_tie: "greater-share" }
}

const WAYS: &[Way] = &[
    way("tehran-1404"),
    Way { half: "down", ..way("tehran-1404") },
    Way { over: "lowest-share", ..way("tehran-1404") },
    Way { over: "order-of-share", ..way("tehran-1404") },
    Way { remainder_tie: "lot", ..way("tehran-1404") },
    way("tehran-1404-largest-remainder"),
    Way { remainder_tie: "lot", ..way("tehran-1404-largest-remainder") },
    way("tehran-1404-integer-then-share"),
    Way { remainder_tie: "lot", ..way("largest-remainder-hare") },
    Way { remainder_tie: "lot", ..way("largest-remainder-droop") },
    Way { remainder_tie: "lot", ..way("largest-remainder-imperiali") },
    way("dhondt"),
    way("sainte-lague"),
    way("sainte-lague-modified"),
];

/// The seats, or `None` where a lot is due.
fn second(way: Way, groups: &[Brought], house: u32) -> Option<Vec<u32>> {
    let mut answers = orders(groups.len()).into_iter().map(|order| by_preference(way, groups, house, &order));
    let first = answers.next().unwrap();
    answers.all(|answer| answer == first).then_some(first)
}

/// Every order of `n` things.
fn orders(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![vec![]];
    }
    let mut all = Vec::new();
    for shorter in orders(n - 1) {
        for place in 0..n {
            let mut order = shorter.clone();
            order.insert(place, n - 1);
            all.push(order);
        }
    }
    all
}

/// The seats when every tie is settled by an order of preference.
fn by_preference(way: Way, groups: &[Brought], house: u32, order: &[usize]) -> Vec<u32> {
    match way.rule {
        "dhondt" => quotients(groups, house, order, |had| (u128::from(had) + 1, 1)),
        "sainte-lague" => quotients(groups, house, order, |had| (2 * u128::from(had) + 1, 1)),
        "sainte-lague-modified" => {
            quotients(
                groups,
                house,
                order,
                |had| if had == 0 { (14, 10) } else { (2 * u128::from(had) + 1, 1) },
            )
        }
        _ => quotas(way, groups, house, order),
    }
}

fn quotients(
    groups: &[Brought],
    house: u32,
    order: &[usize],
    divisor: impl Fn(u32) -> (u128, u128),
) -> Vec<u32> {
    let mut seats = vec![0; groups.len()];
    for _ in 0..house {
        let mut best: Option<usize> = None;
        for &i in order.iter().filter(|&&i| groups[i].0 > 0 && seats[i] < groups[i].1) {
            let is_better = best.is_none_or(|b| {
                let ((num_i, den_i), (num_b, den_b)) = (divisor(seats[i]), divisor(seats[b]));
                groups[i].0 * den_i * num_b > groups[b].0 * den_b * num_i
            });
            if is_better {
                best = Some(i);
            }
        }
        if let Some(best) = best {
            seats[best] += 1;
        }
    }
    seats
}

fn quotas(way: Way, groups: &[Brought], house: u32, order: &[usize]) -> Vec<u32> {
    let total: u128 = groups.iter().map(|group| group.0).sum();
    let n = u128::from(house);
    // A seat costs `cost / per` votes.
    let (mut cost, mut per) = match way.rule {
        "largest-remainder-droop" => ((total / (n + 1)..).find(|q| q * (n + 1) > total).unwrap(), 1),
        "largest-remainder-imperiali" => (total, n + 2),
        _ => (total, n),
    };
    let wholes = |cost: u128, per: u128| -> Vec<u32> {
        groups
            .iter()
            .map(|group| (0..).find(|&s| u128::from(s + 1) * cost > group.0 * per).unwrap())
            .collect()
    };
    while wholes(cost, per).iter().sum::<u32>() > house {
        (cost, per) = (total, per - 1);
    }
    let whole = wholes(cost, per);
    let rest: Vec<u128> =
        whole.iter().zip(groups).map(|(s, group)| group.0 * per - u128::from(*s) * cost).collect();
    let mut seats = whole.clone();
    if way.rule == "tehran-1404" {
        for i in 0..groups.len() {
            let twice = 2 * rest[i];
            seats[i] += u32::from(twice > cost || (twice == cost && way.half == "up"));
        }
    }
    for i in 0..groups.len() {
        seats[i] = seats[i].min(groups[i].1);
    }
    // Too many: one after the other gives one back.
    while seats.iter().sum::<u32>() > house {
        let worse = |a: usize, b: usize| match (way.over, way.remainder_tie) {
            ("smallest-fraction", "lot") => rest[a] < rest[b],
            ("smallest-fraction", _) => (rest[a], groups[a].0) < (rest[b], groups[b].0),
            _ => groups[a].0 < groups[b].0,
        };
        let may = |i: usize| if way.over == "order-of-share" { seats[i] > 0 } else { seats[i] > whole[i] };
        let mut worst: Option<usize> = None;
        for &i in order.iter().filter(|&&i| may(i)) {
            if worst.is_none_or(|w| worse(i, w)) {
                worst = Some(i);
            }
        }
        seats[worst.unwrap()] -= 1;
    }
    // Too few: one after the other gets one, and nobody a second before everybody who can has had a first.
    let mut had = vec![false; groups.len()];
    while seats.iter().sum::<u32>() < house {
        let can = |i: usize| groups[i].0 > 0 && seats[i] < groups[i].1;
        if !(0..groups.len()).any(can) {
            break;
        }
        if !(0..groups.len()).any(|i| can(i) && !had[i]) {
            had.fill(false);
        }
        let better = |a: usize, b: usize| match (way.rule, way.remainder_tie) {
            ("tehran-1404" | "tehran-1404-integer-then-share", _) => groups[a].0 > groups[b].0,
            (_, "lot") => rest[a] > rest[b],
            _ => (rest[a], groups[a].0) > (rest[b], groups[b].0),
        };
        let mut best: Option<usize> = None;
        for &i in order.iter().filter(|&&i| can(i) && !had[i]) {
            if best.is_none_or(|b| better(i, b)) {
                best = Some(i);
            }
        }
        let best = best.unwrap();
        seats[best] += 1;
        had[best] = true;
    }
    seats
}

/// The engine's answer for groups of which the first may be lists with as many members as they can fill.
fn engine(way: Way, groups: &[Brought], house: u32) -> Option<Vec<u32>> {
    let mut story = Story::seats(house).alternates(0);
    for (i, (votes, room)) in groups.iter().enumerate() {
        let code = format!("L{i}");
        if *room == u32::MAX {
            story = story.party(&code, *votes as u64);
            continue;
        }
        // The first member brings the votes; a tie among the others concerns persons and is kept out by recorded ranks.
        let members: Vec<String> = (0..*room).map(|m| format!("L{i}-{m}")).collect();
        let members: Vec<(&str, u64)> = members
            .iter()
            .enumerate()
            .map(|(m, member)| (member.as_str(), if m == 0 { *votes as u64 } else { 0 }))
            .collect();
        story = story.list(&code, &members);
        for (m, (member, _)) in members.iter().enumerate() {
            story = story.veteran(member, true).degree(member, m as u8);
        }
    }
    if way.rule == "tehran-1404" {
        story = story.reading("half", way.half).reading("over-allocation", way.over);
    }
    if way.rule.starts_with("largest") {
        story = story.reading("person-tie", "veteran-degree-lot");
    }
    if way.rule == "tehran-1404" || way.rule.contains("largest-remainder") {
        story = story.reading("remainder-tie", way.remainder_tie);
    }
    if ["dhondt", "sainte-lague", "sainte-lague-modified"].contains(&way.rule) {
        story = story.reading("person-tie", "veteran-degree-lot");
    }
    let rule = seats::rule(way.rule).unwrap();
    match seats::allocate_fast(rule, &story.input()).unwrap() {
        Outcome::Decided(result) => Some(result.seats.iter().map(|entry| entry.seats).collect()),
        Outcome::NeedsLot(_) => None,
    }
}

fn agree(groups: &[Brought], house: u32) {
    for &way in WAYS {
        let (ours, theirs) = (engine(way, groups, house), second(way, groups, house));
        assert_eq!(
            ours, theirs,
            "{} {} {} {}: {groups:?}, {house} seats",
            way.rule, way.half, way.over, way.remainder_tie
        );
    }
}

#[test]
fn both_authors_agree_on_every_small_profile() {
    for house in 1..=5 {
        for profile in 1u128..6 * 6 * 6 {
            let groups: Vec<Brought> = [1, 6, 36].map(|unit| (profile / unit % 6, u32::MAX)).into();
            agree(&groups, house);
        }
    }
}

#[test]
fn both_authors_agree_on_every_small_profile_of_short_lists() {
    for house in 1..=4 {
        for profile in 1u128..5 * 5 * 5 {
            for rooms in 0..27u32 {
                let room = |unit: u32| (rooms / unit % 3 + 1).min(house);
                let rooms = [room(1), room(3), room(9)];
                if rooms.iter().sum::<u32>() < house {
                    continue;
                }
                let votes = [1, 5, 25].map(|unit| profile / unit % 5);
                agree(&votes.into_iter().zip(rooms).collect::<Vec<_>>(), house);
            }
        }
    }
}

/// A million with `SEATS_PROFILES=1000000 cargo test --release -p seats --test second`; fewer on every run.
#[test]
fn both_authors_agree_on_random_profiles() {
    let profiles = std::env::var("SEATS_PROFILES").map_or(3_000, |n| n.parse::<u64>().unwrap());
    let mut state = 0x5EA7_1404_u64;
    let mut below = |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    for _ in 0..profiles {
        let house = 1 + below(21) as u32;
        // Now few votes, so that ties are common; now counts like Tehran's; now the largest that are allowed.
        let most = [12, 400, 3_000_000, 1_000_000_000_000][below(4) as usize];
        let mut groups: Vec<Brought> =
            (0..1 + below(5)).map(|_| (u128::from(below(most)), u32::MAX)).collect();
        if below(3) == 0 {
            for group in &mut groups {
                group.1 = 1 + below(house.into()) as u32;
            }
        }
        if groups.iter().all(|group| group.0 == 0)
            || groups.iter().map(|group| u64::from(group.1)).sum::<u64>() < u64::from(house)
        {
            continue;
        }
        agree(&groups, house);
    }
}
