//! Ballots of voters whom the headquarters could not confirm: counted twice, left undecided, or slipped in.

use board::entry::{Body, Closing, Decided, Decision, Entry, File, Ledger, Opening, Struck, WhyStruck};
use board::path;
use election::bytes::Digest;
use journey::{Story, assert_blames, story};

fn decided(story: &Story) -> Decided {
    serde_json::from_slice(&story.files[path::DECISION]).expect("a decision")
}

/// Everybody who must signs another decision.
fn decide(story: &mut Story, decided: &Decided) {
    let bytes = decided.to_bytes();
    let decision = File::of(&bytes);
    story.files.insert(path::DECISION.into(), bytes);
    let (at, _) = story.find(|body| matches!(body, Body::Decision(_)));
    story.replace(at, Decision { decision });
}

fn closing(story: &Story) -> (usize, Closing) {
    match story.find(|body| matches!(body, Body::Closing(c) if c.pending.is_some())) {
        (at, Body::Closing(closing)) => (at, closing),
        _ => unreachable!("as found"),
    }
}

fn opening(story: &Story) -> (usize, Opening) {
    match story.find(|body| matches!(body, Body::Opening(o) if o.pending.is_some())) {
        (at, Body::Opening(opening)) => (at, opening),
        _ => unreachable!("as found"),
    }
}

#[test]
fn a_pending_ballot_left_undecided() {
    let mut story = story();
    let mut of = decided(&story);
    of.struck.clear();
    decide(&mut story, &of);
    let report = story.verify();
    assert_blames(&report, "pending.decided", "headquarters");
    assert_blames(&report, "pending.decided", "body:council/supervisory");
}

#[test]
fn a_pending_ballot_released_and_struck() {
    let mut story = story();
    let mut of = decided(&story);
    of.struck.push(Struck { card: of.released[0], why: WhyStruck::Another });
    of.struck.sort_by_key(|struck| struck.card);
    decide(&mut story, &of);
    assert_blames(&story.verify(), "pending.decided", "body:experts/supervisory");
}

#[test]
fn a_pending_ballot_released_twice_to_be_counted_twice() {
    let mut story = story();
    let mut of = decided(&story);
    of.released.push(of.released[0]);
    decide(&mut story, &of);
    assert_blames(&story.verify(), "record.files", "headquarters");
}

/// The struck ballot is released after all, but what was mixed is the box without it: its trustee is blamed, for the box
/// is computed from the record and not from what anybody says of it.
#[test]
fn a_struck_ballot_said_to_be_counted() {
    let mut story = story();
    let mut of = decided(&story);
    of.released.extend(of.struck.drain(..).map(|struck| struck.card));
    of.released.sort_unstable();
    decide(&mut story, &of);
    assert_blames(&story.verify(), "mix.input", "trustee:3");
}

#[test]
fn a_pending_ballot_that_nobody_cast() {
    let mut story = story();
    let mut of = decided(&story);
    of.released.push(Digest([0xff; 32]));
    decide(&mut story, &of);
    assert_blames(&story.verify(), "pending.decided", "headquarters");
}

#[test]
fn no_decision_at_all() {
    let mut story = story();
    let (at, _) = story.find(|body| matches!(body, Body::Decision(_)));
    story.entries.remove(at);
    story.files.remove(path::DECISION);
    assert_blames(&story.verify(), "pending.decided", "headquarters");
}

#[test]
fn a_decision_without_one_supervisory_board() {
    let mut story = story();
    let (at, body) = story.find(|body| matches!(body, Body::Decision(_)));
    let mut entry = Entry::unsigned(body);
    for by in ["headquarters", "body:council/supervisory"] {
        let by: election::signatory::Signatory = by.parse().expect("a name");
        entry = entry.signed(&story.event, by.clone(), story.people.signer(&by));
    }
    story.entries[at] = entry.to_bytes();
    assert_blames(&story.verify(), "entry.signatures", "body:experts/supervisory");
}

#[test]
fn a_decision_after_the_ledger() {
    let mut story = story();
    let (at, _) = story.find(|body| matches!(body, Body::Decision(_)));
    let decision = story.entries.remove(at);
    story.entries.insert(at + 1, decision);
    let (ledger, _) = story.find(|body| matches!(body, Body::Ledger(Ledger { .. })));
    assert_eq!(ledger, at);
    let report = story.verify();
    assert_blames(&report, "pending.decided", "headquarters");
}

#[test]
fn more_pending_ballots_than_pending_check_ins() {
    let mut story = story();
    let (at, mut of) = closing(&story);
    let pending = of.pending.as_mut().expect("as found");
    pending.check_ins = 1;
    story.replace(at, of);
    assert_blames(&story.verify(), "pending.counts", "officer:0002/executive");
}

#[test]
fn pending_ballots_kept_out_of_the_closing() {
    let mut story = story();
    let (at, mut of) = closing(&story);
    of.pending = None;
    story.replace(at, of);
    assert_blames(&story.verify(), "pending.counts", "officer:0002/supervisory");
}

/// Every voter of a branch as a pending one, whom nobody confirmed: the boards had signed four.
#[test]
fn more_pending_cards_than_the_policy_allows() {
    let mut story = story();
    let (at, mut of) = opening(&story);
    let path = path::pending(&of.branch);
    let mut cards = story.files[&path].clone();
    cards.extend([0xff; 32]);
    of.pending = Some(File::of(&cards));
    story.files.insert(path, cards);
    story.replace(at, of);
    assert_blames(&story.verify(), "pending.counts", "officer:0002/executive");
}

/// A voter cast pending ballots in two branches: one is released, the other struck because of it. Whoever annuls the branch
/// of the released one afterwards would take both.
#[test]
fn a_branch_annulled_after_the_pending_ballots_were_decided() {
    let mut story = story();
    let branch = closing(&story).1.branch;
    let void = board::entry::Void {
        branch,
        at: "2026-05-01T22:00:00Z".into(),
        why: election::outcome::Void::Annulled,
        said_by: board::entry::SaidBy::Boards,
        reason: "seals were broken".into(),
    };
    let annulled = story.sign(void);
    let (at, _) = story.find(|body| matches!(body, Body::Decision(_)));
    story.entries.insert(at + 1, annulled);
    assert_blames(&story.verify(), "entry.order", "body:council/executive");
}
