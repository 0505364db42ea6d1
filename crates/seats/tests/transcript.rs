//! The transcript is the result: every step is told in both languages, cites what it obeys, and can be redone.
#![allow(clippy::unwrap_used)]

mod story;

use seats::{Act, Language};
use story::Story;

/// Contests that between them take every kind of step.
fn contests() -> Vec<(&'static str, Story)> {
    let people = Story::seats(4)
        .list("11", &[("1101", 50), ("1102", 50), ("1103", 20)])
        .list("12", &[("1201", 30)])
        .independent("9001", 70)
        .independent("9002", 9)
        .alternates(2);
    let five =
        [("11", 7_530_000), ("12", 5_540_000), ("13", 3_560_000), ("14", 2_540_000), ("15", 1_830_000)];
    let five = five.into_iter().fold(Story::seats(21), |story, (code, votes)| story.party(code, votes));
    let tied = Story::seats(1).list("11", &[("1101", 9)]).list("12", &[("1201", 9)]).alternates(0);
    let lot = tied.needs_lot("plurality");
    let veterans = tied.clone().veteran("1101", true).veteran("1201", false);
    vec![
        ("tehran-1404", five.clone()),
        ("tehran-1404-integer-then-share", five.clone()),
        ("tehran-1404-largest-remainder", five.clone()),
        ("dhondt", five.reading("threshold", "10%")),
        ("largest-remainder-imperiali", Story::seats(1).party("11", 50).party("12", 51)),
        ("tehran-1404", people.clone().reading("independents-seated", "rank-within-seats")),
        ("tehran-1404", people.clone().reading("alternates", "shared-out")),
        ("plurality", people),
        ("plurality", tied.drawn(&lot, &["1201"])),
        ("plurality", veterans),
        ("dhondt", Story::seats(3).party("11", 5).list("12", &[("1201", 5)]).reading("threshold", "40%")),
        (
            "tehran-1404",
            Story::seats(3).list("11", &[("1101", 9)]).list("12", &[("1201", 0), ("1202", 0)]).alternates(0),
        ),
    ]
}

#[test]
fn every_kind_of_step_is_told_in_both_languages_with_their_own_digits() {
    let mut told = std::collections::BTreeSet::new();
    for (rule, story) in contests() {
        for step in &story.under(rule).steps {
            let (persian, english) = (step.explain(Language::Persian), step.explain(Language::English));
            assert!(!persian.chars().any(|c| c.is_ascii_digit()), "{persian}");
            assert!(english.is_ascii() || english.contains(['→', '÷', '≈', '…', '“']), "{english}");
            assert!(!english.chars().any(|c| ('۰'..='۹').contains(&c)), "{english}");
            assert!(persian.ends_with('.') && english.ends_with('.'));
            for language in [Language::Persian, Language::English] {
                assert!(!step.article.title(language).is_empty() && !step.article.text(language).is_empty());
            }
            told.insert(step.act.name());
        }
    }
    let kinds = [
        "totalled",
        "stayed-below-threshold",
        "ranked-independents",
        "raised-quota",
        "entitled",
        "rounded",
        "capped",
        "gave-back",
        "got-leftover",
        "got-quotient",
        "settled-tie",
        "drew",
        "seated",
        "named-alternates",
        "left-vacant",
    ];
    for kind in kinds {
        assert!(told.contains(kind), "no contest takes the step {kind}");
    }
    assert_eq!(told.len(), kinds.len());
}

#[test]
fn a_step_cites_a_provision_of_its_rule() {
    for (rule, story) in contests() {
        let articles = seats::rule(rule).unwrap().articles;
        for step in &story.under(rule).steps {
            let is_of_the_rule = articles.iter().any(|article| article.key == step.article.key);
            assert!(is_of_the_rule, "{rule} does not name {} ({})", step.article.key, step.act.name());
        }
    }
}

#[test]
fn the_calculation_of_the_first_vector_reads_like_minutes() {
    let votes =
        [("11", 7_300_000), ("12", 5_250_000), ("13", 3_450_000), ("14", 2_400_000), ("15", 2_600_000)];
    let story = votes.into_iter().fold(Story::seats(21), |story, (code, votes)| story.party(code, votes));
    let told = story.under("tehran-1404");
    let english: Vec<String> = told.steps.iter().map(|step| step.explain(Language::English)).collect();
    assert_eq!(
        english,
        [
            "Votes added up: list 11: 7,300,000, list 12: 5,250,000, list 13: 3,450,000, list 14: 2,400,000, \
             list 15: 2,600,000. All valid votes: 21,000,000. Seats: 21.",
            "One seat is worth 1,000,000 votes (all votes ÷ seats). Each group is due its votes divided by that: \
             list 11 with 7,300,000 votes: 73/10 = 7.3, list 12 with 5,250,000 votes: 21/4 = 5.25, \
             list 13 with 3,450,000 votes: 69/20 = 3.45, list 14 with 2,400,000 votes: 12/5 = 2.4, \
             list 15 with 2,600,000 votes: 13/5 = 2.6.",
            "Each number is rounded: list 11: 7.3 → 7, list 12: 5.25 → 5, list 13: 3.45 → 3, list 14: 2.4 → 2, \
             list 15: 2.6 → 3. Together 20, for 21 seats.",
            "One seat left over goes to list 11 (highest share: 7,300,000 of 21,000,000 votes; round 1): 7 → 8.",
        ]
    );
    let last = told.steps.last().unwrap();
    assert_eq!(
        last.explain(Language::Persian),
        "یک کرسی باقی‌مانده به فهرست ۱۱ می‌رسد (بالاترین سهم: ۷٬۳۰۰٬۰۰۰ رأی از ۲۱٬۰۰۰٬۰۰۰؛ دور ۱): ۷ ← ۸."
    );
    assert!(matches!(last.act, Act::GotLeftover { .. }));
    assert_eq!(told.standings().last(), Some(&vec![8, 5, 3, 2, 3]));
}
