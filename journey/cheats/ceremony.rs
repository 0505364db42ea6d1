//! Trustees who lie in the key ceremony.

use board::entry::{Body, Deal, Key, Pledge};
use election::bytes::Digest;
use journey::{assert_blames, story};

#[test]
fn a_key_that_the_ceremony_does_not_give() {
    let mut story = story();
    let (at, _) = story.find(|body| matches!(body, Body::Key(k) if k.trustee == 2));
    story.replace(at, Key { trustee: 2, key: Digest([7; 32]) });
    assert_blames(&story.verify(), "ceremony.key", "trustee:2");
}

#[test]
fn a_deal_other_than_the_one_pledged() {
    let mut story = story();
    let (_, body) = story.find(|body| matches!(body, Body::Deal(d) if d.trustee == 1));
    let Body::Deal(foreign) = body else { unreachable!("as found") };
    let (at, _) = story.find(|body| matches!(body, Body::Deal(d) if d.trustee == 3));
    story.replace(at, Deal { trustee: 3, deal: foreign.deal });
    assert_blames(&story.verify(), "ceremony.pledge", "trustee:3");
}

#[test]
fn a_pledge_given_twice() {
    let mut story = story();
    let (at, body) = story.find(|body| matches!(body, Body::Pledge(_)));
    let Body::Pledge(Pledge { trustee, pledge }) = body else { unreachable!("as found") };
    let again = story.sign(Pledge { trustee, pledge });
    story.entries.insert(at + 1, again);
    assert_blames(&story.verify(), "entry.order", "trustee:1");
}
