//! From totals to seats, for the rules that the second verifier applies.

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

/// Decides, drawing the first of the tied where a lot is due.
fn decided((contest, totals): &(Contest, Totals)) -> Value {
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
    json!({
        "contest": contest, "votes": totals.votes, "lots": lots,
        "elected": result.elected, "alternates": result.alternates,
        "seats": result.seats["seats"], "vacant": result.seats["vacant"],
    })
}

#[test]
fn honest() {
    // The two worked examples of docs/seats.md, each list's votes on as many persons as there are seats.
    let spread = |votes: u64| -> Vec<u64> {
        (0..21).map(|i| votes / 21 + u64::from(i < votes % 21) + 10 - i).collect()
    };
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
    let mut tied = contest("plurality", 2, &[&[5, 9], &[5, 5]], &[5, 4]);
    cases.push(decided(&tied));
    tied.0.candidates[2].veteran = true;
    tied.0.candidates[4].degree = 3;
    tied.0.candidates[3].degree = 3;
    cases.push(decided(&tied));
    agree("seats.json", &json!({ "cases": cases }));
}
