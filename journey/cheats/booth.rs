//! A booth that lies.

use board::entry::{Ballot, Body, Entry, card_number};
use election::id::BranchId;
use election::signatory::Signatory;
use journey::{Story, assert_blames, story};

pub(crate) fn ballot(story: &Story, place: usize) -> (usize, Ballot) {
    let ballots = story.entries.iter().enumerate().filter_map(|(at, bytes)| {
        match Entry::parse(bytes).expect("an entry").body {
            Body::Ballot(ballot) => Some((at, ballot)),
            _ => None,
        }
    });
    ballots.collect::<Vec<_>>().swap_remove(place)
}

#[test]
fn a_seal_swapped_after_sealing() {
    let mut story = story();
    let (_, other) = ballot(&story, 1);
    let (at, mut mine) = ballot(&story, 0);
    mine.contests = other.contests;
    story.replace(at, mine);
    let report = story.verify();
    assert_blames(&report, "seal.link", "booth:0001/1");
    assert_blames(&report, "seal.replay", "booth:0001/1");
}

#[test]
fn contests_exchanged() {
    let mut story = story();
    let (at, mut ballot) = ballot(&story, 0);
    ballot.contests.reverse();
    story.replace(at, ballot);
    assert_blames(&story.verify(), "ballot.contests", "booth:0001/1");
}

#[test]
fn a_ballot_replayed() {
    let mut story = story();
    let (at, _) = ballot(&story, 0);
    let again = story.entries[at].clone();
    story.entries.insert(at + 1, again);
    assert_blames(&story.verify(), "polls.card", "booth:0001/1");
}

#[test]
fn a_ballot_of_another_branch() {
    let mut story = story();
    let (_, foreign) = ballot(&story, 0);
    let (at, mut ballot) = ballot(&story, 8);
    ballot.contests = foreign.contests;
    story.replace(at, ballot);
    assert_blames(&story.verify(), "seal.link", "booth:0002/1");
}

#[test]
fn a_box_stuffed_with_a_card_of_no_voter() {
    let mut story = story();
    let (at, mut ballot) = ballot(&story, 0);
    ballot.card = card_number(&BranchId::new("0001").expect("an id"), "printed by nobody");
    let stuffed = story.sign(ballot);
    story.entries.insert(at + 1, stuffed);
    assert_blames(&story.verify(), "polls.card", "booth:0001/1");
}

#[test]
fn a_ballot_cast_after_closing() {
    let mut story = story();
    let (at, _) = ballot(&story, 0);
    let late = story.entries.remove(at);
    let closed = |body: &Body| matches!(body, Body::Closing(c) if c.branch.as_str() == "0001");
    let (closing, Body::Closing(mut figures)) = story.find(closed) else { unreachable!("as found") };
    figures.ballots -= 1;
    figures.abandoned += 1;
    story.replace(closing, figures);
    story.entries.insert(closing + 1, late);
    assert_blames(&story.verify(), "entry.order", "booth:0001/1");
}

#[test]
fn a_device_that_nobody_enrolled() {
    let mut story = story();
    let (at, mut ballot) = ballot(&story, 0);
    ballot.booth = 3;
    let branch = ballot.branch.clone();
    let (booth, machine) = (Signatory::Booth(branch.clone(), 1), Signatory::Branch(branch.clone()));
    let entry = Entry::unsigned(ballot)
        .signed(&story.event, Signatory::Booth(branch, 3), story.people.signer(&booth))
        .signed(&story.event, machine.clone(), story.people.signer(&machine));
    story.entries[at] = entry.to_bytes();
    assert_blames(&story.verify(), "polls.device", "booth:0001/3");
}

#[test]
fn a_seal_of_another_form() {
    let mut story = story();
    let (at, mut ballot) = ballot(&story, 0);
    ballot.contests[0].seal.pop();
    story.replace(at, ballot);
    assert_blames(&story.verify(), "seal.shape", "booth:0001/1");
}

#[test]
fn a_challenge_answered_with_other_numbers() {
    let mut story = story();
    let (at, body) = story.find(|body| matches!(body, Body::Spoiled(_)));
    let Body::Spoiled(mut spoiled) = body else { unreachable!("as found") };
    let last = spoiled.opened[0].numbers.last_mut().expect("three picks");
    *last = if *last == 7 { 6 } else { 7 };
    story.replace(at, spoiled);
    assert_blames(&story.verify(), "seal.opening", "booth:0001/1");
}

#[test]
fn a_ballot_on_a_card_that_its_branch_gave_to_nobody() {
    let mut story = story();
    let (at, ballot) = ballot(&story, 0);
    let booth = Signatory::Booth(ballot.branch.clone(), ballot.booth);
    let alone = Entry::unsigned(ballot).signed(&story.event, booth.clone(), story.people.signer(&booth));
    story.entries[at] = alone.to_bytes();
    assert_blames(&story.verify(), "entry.signatures", "branch:0001");
}

#[test]
fn a_challenged_ballot_cast_all_the_same() {
    let mut story = story();
    let (at, body) = story.find(|body| matches!(body, Body::Spoiled(_)));
    let Body::Spoiled(spoiled) = body else { unreachable!("as found") };
    // By booth and branch together, before the challenge, so that card and attempt are right.
    let cast = story.sign(spoiled.ballot.clone());
    story.entries.insert(at, cast);
    assert_blames(&story.verify(), "polls.card", "booth:0001/1");
    // And after it, where the attempt must be another.
    let mut story = journey::story();
    let mut again = spoiled.ballot;
    again.attempt += 1;
    let (at, _) = ballot(&story, 0);
    story.replace(at, again);
    let report = story.verify();
    assert_blames(&report, "seal.replay", "booth:0001/1");
    assert_blames(&report, "seal.link", "booth:0001/1");
}

#[test]
fn a_booth_with_the_key_of_an_officer() {
    let mut story = story();
    let (at, body) = story.find(|body| matches!(body, Body::Opening(_)));
    let Body::Opening(mut opening) = body else { unreachable!("as found") };
    opening.booths[1].key =
        story.people.signer(&"officer:0002/supervisory".parse().expect("a name")).public();
    story.replace(at, opening);
    assert_blames(&story.verify(), "polls.device", "officer:0001/supervisory");
}

#[test]
fn an_entry_that_is_no_entry() {
    let mut story = story();
    let (at, _) = ballot(&story, 0);
    story.entries[at] = br#"{"kind":"ballot","body":{},"signatures":[]}"#.to_vec();
    assert_blames(&story.verify(), "entry.form", "the record's keeper");
}
