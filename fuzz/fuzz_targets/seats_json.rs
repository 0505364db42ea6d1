//! Any text: refused with a path, or decided as the rules promise.
#![no_main]

use libfuzzer_sys::fuzz_target;
use seats::{BadInput, Input, Outcome, Rule};

fuzz_target!(|text: &str| {
    match seats::json::parse(text) {
        Err(bad) => refused(&bad),
        // Larger houses are decided in the same way and only take longer.
        Ok(input) if input.seats() <= 40 => seats::rules().iter().for_each(|rule| decide(rule, &input)),
        Ok(_) => {}
    }
});

fn refused(bad: &BadInput) {
    assert!(!bad.path().is_empty() && !bad.code().is_empty() && !bad.to_string().is_empty());
}

fn decide(rule: &Rule, input: &Input) {
    let outcome = match seats::allocate(rule, input) {
        Ok(outcome) => outcome,
        Err(bad) => return refused(&bad),
    };
    let fast = seats::allocate_fast(rule, input).expect("what is allocated slowly is allocated fast");
    let again = seats::json::parse(&serde_json::to_string(input).expect("a contest is written"));
    let again = seats::allocate(rule, &again.expect("what was written is read")).expect("and decided");
    assert_eq!(seats::json::outcome(rule, &outcome), seats::json::outcome(rule, &again));
    match (outcome, fast) {
        (Outcome::Decided(slow), Outcome::Decided(fast)) => {
            let given: u32 = slow.seats.iter().map(|entry| entry.seats).sum();
            assert_eq!(given + slow.vacant, input.seats());
            assert_eq!(seats::Allocation { steps: Vec::new(), ..slow }, fast);
        }
        (Outcome::NeedsLot(slow), Outcome::NeedsLot(fast)) => {
            assert_eq!(slow, fast);
            assert!(slow.among.len() > 1 && (slow.choose as usize) <= slow.among.len());
        }
        _ => panic!("{}: the transcript changed the outcome", rule.name),
    }
}
