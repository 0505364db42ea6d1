//! Contests told as stories, for the tests.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)]

use seats::{Allocation, BadInput, Candidate, Draft, DraftList, DrawnLot, Input, Lot, Outcome};

/// So many cases of a property, unless `PROPTEST_CASES` asks for a longer run.
pub fn cases(usual: u32) -> proptest::prelude::ProptestConfig {
    use proptest::prelude::ProptestConfig;
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => ProptestConfig::default(),
        None => ProptestConfig::with_cases(usual),
    }
}

#[derive(Clone, Debug)]
pub struct Story(pub Draft);

/// The answer of the engine, with shorthand for assertions.
pub struct Told(Allocation);

impl std::ops::Deref for Told {
    type Target = Allocation;
    fn deref(&self) -> &Allocation {
        &self.0
    }
}

impl Told {
    pub fn seats(&self) -> Vec<u32> {
        self.0.seats.iter().map(|entry| entry.seats).collect()
    }
    pub fn elected(&self) -> Vec<&str> {
        self.0.elected.iter().map(|code| code.as_str()).collect()
    }
    pub fn alternates(&self) -> Vec<&str> {
        self.0.alternates.iter().map(|code| code.as_str()).collect()
    }
}

fn person(code: &str, votes: u64) -> Candidate {
    Candidate { code: code.into(), name: None, votes, veteran: None, degree: None }
}

impl Story {
    pub fn seats(seats: u32) -> Self {
        Self(Draft { seats, ..Draft::default() })
    }
    pub fn party(mut self, code: &str, votes: u64) -> Self {
        let (code, votes) = (code.into(), Some(votes));
        self.0.lists.push(DraftList { code, name: None, votes, candidates: None, exempt: false });
        self
    }
    pub fn list(mut self, code: &str, members: &[(&str, u64)]) -> Self {
        let candidates = Some(members.iter().map(|(code, votes)| person(code, *votes)).collect());
        self.0.lists.push(DraftList {
            code: code.into(),
            name: None,
            votes: None,
            candidates,
            exempt: false,
        });
        self
    }
    pub fn independent(mut self, code: &str, votes: u64) -> Self {
        self.0.independents.push(person(code, votes));
        self
    }
    pub fn alternates(mut self, alternates: u32) -> Self {
        self.0.alternates = Some(alternates);
        self
    }
    pub fn reading(mut self, key: &str, answer: &str) -> Self {
        self.0.readings.push((key.into(), answer.into()));
        self
    }
    pub fn drawn(mut self, lot: &Lot, drawn: &[&str]) -> Self {
        self.0.lots.push(lot.drawn(drawn.iter().map(|&code| code.into()).collect()));
        self
    }
    pub fn lot(mut self, lot: DrawnLot) -> Self {
        self.0.lots.push(lot);
        self
    }
    fn who(&mut self, code: &str) -> &mut Candidate {
        let members = self.0.lists.iter_mut().flat_map(|list| list.candidates.iter_mut().flatten());
        members.chain(&mut self.0.independents).find(|who| who.code.as_str() == code).unwrap()
    }
    pub fn veteran(mut self, code: &str, veteran: bool) -> Self {
        self.who(code).veteran = Some(veteran);
        self
    }
    pub fn degree(mut self, code: &str, degree: u8) -> Self {
        self.who(code).degree = Some(degree);
        self
    }

    pub fn input(&self) -> Input {
        self.0.clone().check().unwrap()
    }
    pub fn outcome(&self, rule: &str) -> Result<Outcome, BadInput> {
        let (rule, input) = (seats::rule(rule).unwrap(), self.input());
        let slow = seats::allocate(rule, &input);
        // The fast one is the same calculation: whatever a test asks of one is asked of both.
        match (&slow, seats::allocate_fast(rule, &input)) {
            (Ok(Outcome::Decided(slow)), Ok(Outcome::Decided(fast))) => {
                assert!(fast.steps.is_empty());
                assert_eq!(Allocation { steps: Vec::new(), ..slow.clone() }, fast);
                let end: Vec<u32> = slow.seats.iter().map(|entry| entry.seats).collect();
                assert_eq!(slow.standings().last(), Some(&end), "the transcript adds up to the result");
            }
            (Ok(Outcome::NeedsLot(slow)), Ok(Outcome::NeedsLot(fast))) => assert_eq!(*slow, fast),
            (Err(slow), Err(fast)) => assert_eq!(*slow, fast),
            (slow, fast) => panic!("{slow:?} with, {fast:?} without a transcript"),
        }
        slow
    }
    pub fn under(&self, rule: &str) -> Told {
        match self.outcome(rule).unwrap() {
            Outcome::Decided(allocation) => Told(allocation),
            Outcome::NeedsLot(lot) => panic!("needs {lot:?}"),
        }
    }
    pub fn needs_lot(&self, rule: &str) -> Lot {
        match self.outcome(rule).unwrap() {
            Outcome::NeedsLot(lot) => lot,
            Outcome::Decided(allocation) => panic!("decided: {:?}", allocation.seats),
        }
    }
    pub fn fault(&self, rule: &str) -> BadInput {
        self.outcome(rule).unwrap_err()
    }
}

/// The JSON of a result for the JSON of a contest.
pub fn json(rule: &str, text: &str) -> serde_json::Value {
    let rule = seats::rule(rule).unwrap();
    let outcome = seats::allocate(rule, &seats::json::parse(text).unwrap()).unwrap();
    seats::json::outcome(rule, &outcome)
}
