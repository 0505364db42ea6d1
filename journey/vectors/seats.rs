//! From totals to seats, for the rules that the second verifier applies, under every reading of them.

use crate::agree::agree;
use election::bytes::Digest;
use election::id::{Code, ContestId};
use election::outcome::{Drawn, Ruling, decide};
use election::setup::{Body, Candidate, Contest, List, Name};
use election::tally::{Totals, Votes};
use serde_json::{Value, json};

fn code(text: &str) -> Code {
    Code::new(text).expect("a code")
}

fn name() -> Name {
    Name { fa: "نام".into(), en: "name".into() }
}

/// Lists `11 …` with these votes of their members, then independents `9…`.
fn contest(rule: &str, seats: u16, lists: &[&[u64]], independents: &[u64]) -> (Contest, Totals) {
    let mut candidates = Vec::new();
    let mut votes = Vec::new();
    let mut stand = |code: String, list: Option<Code>, n: u64| {
        let code = self::code(&code);
        candidates.push(Candidate { code: code.clone(), name: name(), list, veteran: false, degree: 0 });
        votes.push(Votes { code, votes: n });
    };
    for (l, members) in (11..).zip(lists) {
        for (m, n) in (1..).zip(*members) {
            stand(format!("{l}{m:02}"), Some(code(&l.to_string())), *n);
        }
    }
    for (m, n) in (1..).zip(independents) {
        stand(format!("9{m:03}"), None, *n);
    }
    let board = || Body { name: name(), key: crypto::signature::PublicKey(Digest::of(b"nobody").0) };
    let contest = Contest {
        id: ContestId::new("council").expect("an id"),
        title: name(),
        rule: rule.into(),
        readings: Default::default(),
        seats,
        alternates: 2,
        picks: 64,
        executive: board(),
        supervisory: board(),
        lists: (11..).zip(lists).map(|(l, _)| List { code: code(&l.to_string()), name: name() }).collect(),
        candidates,
    };
    (contest, Totals { ballots: 0, blank_picks: 0, votes })
}

/// What is handed in: no names, and only what differs from a candidate without priority.
fn given((contest, totals): &(Contest, Totals), lots: &[Drawn]) -> Value {
    let candidates = contest.candidates.iter().zip(&totals.votes).map(|(candidate, voted)| {
        let mut told = json!({ "code": candidate.code, "votes": voted.votes });
        if let Some(list) = &candidate.list {
            told["list"] = json!(list);
        }
        if candidate.veteran {
            told["veteran"] = json!(true);
        }
        if candidate.degree > 0 {
            told["degree"] = json!(candidate.degree);
        }
        told
    });
    json!({
        "rule": contest.rule, "readings": contest.readings,
        "seats": contest.seats, "alternates": contest.alternates,
        "lists": contest.lists.iter().map(|list| &list.code).collect::<Vec<_>>(),
        "candidates": candidates.collect::<Vec<_>>(), "lots": lots,
    })
}

/// Decides, drawing the last of the tied first where a lot is due.
fn decided(asked: &(Contest, Totals)) -> Value {
    let (contest, totals) = asked;
    let mut lots: Vec<Drawn> = Vec::new();
    let result = loop {
        match decide(contest, totals.clone(), Vec::new(), &lots).expect("totals that the rule takes") {
            Ruling::Decided(result) => break result,
            Ruling::LotDue(due) => {
                let drawn = due.among.iter().rev().take(due.choose as usize).cloned().collect();
                lots.push(Drawn { purpose: due.purpose, among: due.among, drawn });
            }
        }
    };
    let told = &result.seats;
    json!({
        "given": given(asked, &lots),
        "due": {
            "version": told["version"], "readings": told["readings"],
            "seats": told["seats"], "vacant": told["vacant"],
            "elected": result.elected, "alternates": result.alternates,
        },
    })
}

/// The same contest with another answer signed.
fn signed(asked: (Contest, Totals), question: &str, answer: &str) -> (Contest, Totals) {
    let (mut contest, totals) = asked;
    contest.readings.insert(question.into(), answer.into());
    (contest, totals)
}

#[test]
fn honest() {
    // The two worked examples of docs/seats.md, each list's votes on nine persons.
    let spread =
        |votes: u64| -> Vec<u64> { (0..9).map(|i| votes / 9 + u64::from(i < votes % 9) + 4 - i).collect() };
    let profile = |tenths: [u64; 5]| tenths.map(|hundredths| spread(hundredths * 10_000));
    let [a, b, c, d, alone] = profile([730, 525, 345, 240, 260]);
    let first = [&a[..], &b, &c, &d];
    let [a_, b_, c_, d_, alone_] = profile([753, 554, 356, 254, 183]);
    let second = [&a_[..], &b_, &c_, &d_];
    let tehran = ["tehran-1404", "tehran-1404-largest-remainder", "tehran-1404-integer-then-share"];
    let mut cases: Vec<Value> = Vec::new();
    for rule in tehran {
        cases.push(decided(&contest(rule, 21, &first, &alone)));
        cases.push(decided(&contest(rule, 21, &second, &alone_)));
        // Equal lists, one seat too few; a list of one that deserves more; persons tied at the edge.
        cases.push(decided(&contest(rule, 3, &[&[10, 5], &[10, 5]], &[])));
        cases.push(decided(&contest(rule, 3, &[&[80], &[7, 7, 7]], &[6, 6])));
        cases.push(decided(&contest(rule, 2, &[&[0, 0], &[1, 0]], &[0, 0])));
    }
    // Every other answer, on votes where it matters.
    let rounded = || contest(tehran[0], 21, &second, &alone_);
    cases.push(decided(&signed(rounded(), "over-allocation", "lowest-share")));
    cases.push(decided(&signed(rounded(), "over-allocation", "order-of-share")));
    let halves = || contest(tehran[0], 4, &[&[4, 3], &[3, 2], &[2, 2]], &[]);
    cases.push(decided(&signed(halves(), "half", "down")));
    cases.push(decided(&signed(halves(), "remainder-tie", "lot")));
    let equal = contest(tehran[0], 3, &[&[5, 1], &[5, 1], &[5, 1], &[2, 2]], &[]);
    cases.push(decided(&signed(equal, "over-allocation", "order-of-share")));
    for rule in tehran {
        let left = || contest(rule, 5, &[&[30, 20, 1], &[14, 12]], &[9, 8, 7, 2]);
        for answer in ["best-person", "behind-lists"] {
            cases.push(decided(&signed(left(), "independents-in-leftovers", answer)));
        }
        cases.push(decided(&signed(left(), "independents-seated", "rank-within-seats")));
        cases.push(decided(&signed(left(), "alternates", "shared-out")));
    }
    let mut tied = contest("plurality", 2, &[&[5, 9], &[5, 5]], &[5, 4]);
    cases.push(decided(&tied));
    tied.0.candidates[2].veteran = true;
    tied.0.candidates[4].degree = 3;
    tied.0.candidates[3].degree = 3;
    cases.push(decided(&tied));
    cases.push(decided(&signed(tied, "person-tie", "lot")));
    agree("seats.json", &json!({ "cases": cases }));
}
