//! Ballots that are said to be refused: to take away votes that displease somebody, or to hide that one was taken away.

use super::booth::ballot;
use board::entry::{Body, Closing, Entry, Refused, Was};
use election::signatory::Signatory;
use journey::{Story, assert_blames, story};

fn refused(story: &Story) -> (usize, Refused) {
    match story.find(|body| matches!(body, Body::Refused(_))) {
        (at, Body::Refused(refused)) => (at, refused),
        _ => unreachable!("as found"),
    }
}

fn closing(story: &Story) -> (usize, Closing) {
    match story.find(|body| matches!(body, Body::Closing(of) if of.refused > 0)) {
        (at, Body::Closing(closing)) => (at, closing),
        _ => unreachable!("as found"),
    }
}

#[test]
fn a_ballot_set_aside_without_the_headquarters() {
    let mut story = story();
    let (at, of) = refused(&story);
    let branch = Signatory::Branch(of.branch.clone());
    let alone = Entry::unsigned(of).signed(&story.event, branch.clone(), story.people.signer(&branch));
    story.entries[at] = alone.to_bytes();
    assert_blames(&story.verify(), "entry.signatures", "headquarters");
}

#[test]
fn a_ballot_set_aside_without_its_branch() {
    let mut story = story();
    let (at, of) = refused(&story);
    let by = Signatory::Headquarters;
    let alone = Entry::unsigned(of).signed(&story.event, by.clone(), story.people.signer(&by));
    story.entries[at] = alone.to_bytes();
    assert_blames(&story.verify(), "entry.signatures", "branch:0002");
}

#[test]
fn a_ballot_on_the_record_said_to_be_refused() {
    let mut story = story();
    let (at, mut of) = refused(&story);
    let (_, standing) = ballot(&story, 8);
    assert_eq!(standing.branch, of.branch);
    (of.card, of.code) = (standing.card, standing.tracking_code(&story.event));
    story.replace(at, of);
    let report = story.verify();
    assert_blames(&report, "polls.refused", "headquarters");
    assert_blames(&report, "polls.refused", "branch:0002");
}

#[test]
fn a_refused_ballot_named_twice_to_hide_another() {
    let mut story = story();
    let (at, mut of) = refused(&story);
    of.was = Was::Challenged;
    let again = story.sign(of);
    story.entries.insert(at + 1, again);
    assert_blames(&story.verify(), "polls.refused", "branch:0002");
}

#[test]
fn a_refused_ballot_on_a_card_of_another_branch() {
    let mut story = story();
    let (at, mut of) = refused(&story);
    of.card = ballot(&story, 0).1.card;
    story.replace(at, of);
    assert_blames(&story.verify(), "polls.refused", "headquarters");
}

#[test]
fn a_refused_ballot_for_a_reason_that_is_none() {
    let mut story = story();
    let (at, mut of) = refused(&story);
    of.check = "it displeases us".into();
    story.replace(at, of);
    assert_blames(&story.verify(), "polls.refused", "headquarters");
}

/// The card of a refused ballot is spent: whoever votes on it after all would vote in its voter's place.
#[test]
fn another_ballot_on_the_card_of_a_refused_one() {
    let mut story = story();
    let (at, of) = refused(&story);
    let (_, mut second) = ballot(&story, 8);
    second.card = of.card;
    let second = story.sign(second);
    story.entries.insert(at + 1, second);
    assert_blames(&story.verify(), "polls.card", "branch:0002");
}

#[test]
fn a_refused_ballot_closed_as_an_abandoned_card() {
    let mut story = story();
    let (at, mut of) = closing(&story);
    (of.refused, of.abandoned) = (0, of.abandoned + of.refused);
    story.replace(at, of);
    assert_blames(&story.verify(), "polls.closing", "officer:0002/executive");
}

#[test]
fn a_ballot_refused_after_the_closing() {
    let mut story = story();
    let (at, _) = closing(&story);
    let (_, mut of) = refused(&story);
    of.code = board::entry::card_number(&of.branch, "another ballot");
    let late = story.sign(of);
    story.entries.insert(at + 1, late);
    assert_blames(&story.verify(), "entry.order", "branch:0002");
}
