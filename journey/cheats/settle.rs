//! A branch made to disappear, and figures settled against the record.

use board::entry::{Body, Closing, File, Ledger, SaidBy, Settlement, Void};
use board::path;
use election::id::BranchId;
use election::outcome;
use journey::{Story, assert_blames, story};

fn void(branch: &str, why: outcome::Void, said_by: SaidBy) -> Void {
    Void {
        branch: BranchId::new(branch).expect("an id"),
        at: "2026-05-01T15:00:00Z".into(),
        why,
        said_by,
        reason: "it displeases us".into(),
    }
}

fn settlement(story: &Story) -> (usize, Settlement) {
    match story.find(|body| matches!(body, Body::Settlement(_))) {
        (at, Body::Settlement(settlement)) => (at, settlement),
        _ => unreachable!("as found"),
    }
}

fn closing(story: &Story, branch: &str) -> (usize, Closing) {
    match story.find(|body| matches!(body, Body::Closing(c) if c.branch.as_str() == branch)) {
        (at, Body::Closing(closing)) => (at, closing),
        _ => unreachable!("as found"),
    }
}

/// As if the branch had never opened: its opening, its ballots and its closing are left out of the record, and
/// the ledger has nobody there.
#[test]
fn a_branch_dropped_by_the_headquarters_alone() {
    let mut story = story();
    let of = |bytes: &Vec<u8>| match board::entry::Entry::parse(bytes).expect("an entry").body {
        Body::Opening(b) => b.branch.as_str() == "0001",
        Body::Ballot(b) => b.branch.as_str() == "0001",
        Body::Spoiled(b) => b.ballot.branch.as_str() == "0001",
        Body::Closing(b) => b.branch.as_str() == "0001",
        _ => false,
    };
    story.entries.retain(|bytes| !of(bytes));
    let text = String::from_utf8(story.files[path::LEDGER].clone()).expect("text");
    let none = text.replacen("\"check_ins\": 9", "\"check_ins\": 0", 1).into_bytes();
    let ledger = File::of(&none);
    story.files.insert(path::LEDGER.into(), none);
    let (at, _) = story.find(|body| matches!(body, Body::Ledger(_)));
    story.replace(at, Ledger { ledger });
    assert_blames(&story.verify(), "polls.branches", "headquarters");
}

#[test]
fn ballots_thrown_away_by_the_officers_of_their_branch() {
    let mut story = story();
    let (at, _) = closing(&story, "0001");
    let thrown = story.sign(void("0001", outcome::Void::Annulled, SaidBy::Officers));
    story.entries.insert(at + 1, thrown);
    assert_blames(&story.verify(), "polls.branches", "officer:0001/executive");
}

#[test]
fn a_branch_that_voted_declared_never_opened() {
    let mut story = story();
    let (at, _) = closing(&story, "0001");
    let denied = story.sign(void("0001", outcome::Void::NotOpened, SaidBy::Boards));
    story.entries.insert(at + 1, denied);
    assert_blames(&story.verify(), "polls.branches", "body:council/supervisory");
}

#[test]
fn a_branch_declared_lost_after_it_closed() {
    let mut story = story();
    let (at, _) = closing(&story, "0001");
    let lost = story.sign(void("0001", outcome::Void::Lost, SaidBy::Boards));
    story.entries.insert(at + 1, lost);
    assert_blames(&story.verify(), "polls.branches", "body:experts/executive");
}

#[test]
fn a_ballot_cast_in_a_branch_that_has_no_box() {
    let mut story = story();
    let (at, _) = super::booth::ballot(&story, 7);
    let annulled = story.sign(void("0001", outcome::Void::Annulled, SaidBy::Boards));
    story.entries.insert(at, annulled);
    assert_blames(&story.verify(), "entry.order", "booth:0001/1");
}

#[test]
fn a_settlement_with_fewer_cards_than_ballots() {
    let mut story = story();
    let (at, mut settled) = settlement(&story);
    settled.cards = 6;
    story.replace(at, settled);
    assert_blames(&story.verify(), "polls.settled", "officer:0002/executive");
}

#[test]
fn a_settlement_with_more_cards_than_check_ins() {
    let mut story = story();
    let (at, mut settled) = settlement(&story);
    settled.cards = settled.check_ins + 1;
    story.replace(at, settled);
    assert_blames(&story.verify(), "polls.settled", "body:council/executive");
}

#[test]
fn a_closing_with_other_figures_than_were_settled() {
    let mut story = story();
    let (at, mut closing) = closing(&story, "0002");
    closing.check_ins += 1;
    closing.cards += 1;
    closing.abandoned += 1;
    story.replace(at, closing);
    assert_blames(&story.verify(), "polls.closing", "officer:0002/supervisory");
}

/// An annulled branch is set aside on the record, and the rest is counted without it.
#[test]
fn an_annulled_branch_is_in_no_box() {
    let mut story = story();
    let (at, _) = closing(&story, "0001");
    let annulled = story.sign(void("0001", outcome::Void::Annulled, SaidBy::Boards));
    story.entries.insert(at + 1, annulled);
    let (ledger, _) = story.find(|body| matches!(body, Body::Ledger(_)));
    let state = story.state_at(ledger + 1);
    let counted: u64 = state.units().iter().map(|unit| unit.ballots).sum();
    assert_eq!(counted, 8, "the ballots of branch 0002 alone, and of its pending ones the released");
    for unit in state.units() {
        assert_eq!(state.ballots_of(unit).len() as u64, unit.ballots);
    }
    // The minutes that were signed before it do not tell of it, so the record no longer proves its election.
    assert_ne!(story.verify().verdict(), verify::Verdict::True);
}
