//! Officers of a branch who lie, or one of them without the other.

use board::entry::{Body, Closing, Entry, Opening};
use election::signatory::{Side, Signatory};
use journey::{Story, assert_blames, story};

fn closing(story: &Story) -> (usize, Closing) {
    match story.find(|body| matches!(body, Body::Closing(_))) {
        (at, Body::Closing(closing)) => (at, closing),
        _ => unreachable!("as found"),
    }
}

fn opening(story: &Story) -> (usize, Opening) {
    match story.find(|body| matches!(body, Body::Opening(_))) {
        (at, Body::Opening(opening)) => (at, opening),
        _ => unreachable!("as found"),
    }
}

#[test]
fn a_branch_opened_by_one_officer_alone() {
    let mut story = story();
    let (at, opening) = opening(&story);
    let branch = opening.branch.clone();
    let mut entry = Entry::unsigned(opening);
    for by in [Signatory::Branch(branch.clone()), Signatory::Officer(branch, Side::Executive)] {
        entry = entry.signed(&story.event, by.clone(), story.people.signer(&by));
    }
    story.entries[at] = entry.to_bytes();
    assert_blames(&story.verify(), "entry.signatures", "officer:0001/supervisory");
}

#[test]
fn a_box_that_was_not_empty() {
    let mut story = story();
    let (at, mut opening) = opening(&story);
    opening.ballots = 12;
    story.replace(at, opening);
    assert_blames(&story.verify(), "polls.zero", "officer:0001/executive");
}

#[test]
fn more_cards_than_check_ins() {
    let mut story = story();
    let (at, mut closing) = closing(&story);
    closing.cards += 1;
    closing.abandoned += 1;
    story.replace(at, closing);
    assert_blames(&story.verify(), "polls.closing", "officer:0001/supervisory");
}

#[test]
fn more_ballots_than_the_record_has() {
    let mut story = story();
    let (at, mut closing) = closing(&story);
    closing.ballots += 1;
    closing.abandoned -= 1;
    story.replace(at, closing);
    assert_blames(&story.verify(), "polls.closing", "officer:0001/executive");
}

#[test]
fn a_ballot_taken_out_of_the_box() {
    let mut story = story();
    let (at, _) = story.find(|body| matches!(body, Body::Ballot(_)));
    story.entries.remove(at);
    assert_blames(&story.verify(), "polls.closing", "officer:0001/executive");
}

#[test]
fn check_ins_that_the_ledger_does_not_have() {
    let mut story = story();
    let (at, mut closing) = closing(&story);
    closing.check_ins += 5;
    story.replace(at, closing);
    assert_blames(&story.verify(), "polls.ledger", "officer:0001/executive");
}
