//! A branch's machine that lies.

use super::booth::ballot;
use board::entry::{Body, Entry};
use election::signatory::Signatory;
use journey::{assert_blames, story};

/// The machine holds the opened ballot with the booth's signature under it. It has none under a cast one.
#[test]
fn a_challenge_submitted_as_a_vote() {
    let mut story = story();
    let (at, body) = story.find(|body| matches!(body, Body::Spoiled(_)));
    let Body::Spoiled(spoiled) = body else { unreachable!("as found") };
    let opened = Entry::parse(&story.entries[at]).expect("an entry");
    let branch = Signatory::Branch(spoiled.ballot.branch.clone());
    let booths =
        opened.signatures.iter().find(|signed| signed.by != branch).expect("the booth signed").clone();
    let mut cast = Entry::unsigned(spoiled.ballot);
    cast.add(booths);
    let cast = cast.signed(&story.event, branch.clone(), story.people.signer(&branch));
    story.entries[at] = cast.to_bytes();
    assert_blames(&story.verify(), "entry.signatures", "booth:0001/1");
}

#[test]
fn a_ballot_that_no_booth_made() {
    let mut story = story();
    let (at, ballot) = ballot(&story, 0);
    let branch = Signatory::Branch(ballot.branch.clone());
    let alone = Entry::unsigned(ballot).signed(&story.event, branch.clone(), story.people.signer(&branch));
    story.entries[at] = alone.to_bytes();
    assert_blames(&story.verify(), "entry.signatures", "booth:0001/1");
}
