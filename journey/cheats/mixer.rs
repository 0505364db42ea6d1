//! A mixer that lies.

use board::entry::{Body, File, Mix};
use board::path;
use election::unit::BoxId;
use journey::{Story, assert_blames, story};

fn mix(story: &Story, trustee: u16) -> (usize, Mix) {
    match story.find(|body| matches!(body, Body::Mix(m) if m.trustee == trustee)) {
        (at, Body::Mix(mix)) => (at, mix),
        _ => unreachable!("as found"),
    }
}

fn change(story: &mut Story, path: &str, change: impl FnOnce(&mut Vec<u8>)) -> File {
    let bytes = story.files.get_mut(path).expect("the file is in the story");
    change(bytes);
    File::of(bytes)
}

#[test]
fn one_slot_dropped_and_another_doubled() {
    let mut story = story();
    let (at, mut mix) = mix(&story, 2);
    mix.output = change(&mut story, &path::mix_slots(&mix.box_id, 2), |bytes| {
        let (first, second) = bytes.split_at_mut(64);
        second[..64].copy_from_slice(first);
    });
    story.replace(at, mix);
    assert_blames(&story.verify(), "mix.proof", "trustee:2");
}

#[test]
fn a_slot_too_few() {
    let mut story = story();
    let (at, mut mix) = mix(&story, 2);
    mix.output =
        change(&mut story, &path::mix_slots(&mix.box_id, 2), |bytes| bytes.truncate(bytes.len() - 64));
    story.replace(at, mix);
    assert_blames(&story.verify(), "mix.shape", "trustee:2");
}

#[test]
fn a_proof_of_another_box() {
    let mut story = story();
    let (at, mut mine) = mix(&story, 2);
    let other = BoxId { unit: "0002+1".to_owned().try_into().expect("a unit"), ..mine.box_id.clone() };
    let foreign = story.files[&path::mix_proof(&other, 2)].clone();
    mine.proof = change(&mut story, &path::mix_proof(&mine.box_id, 2), |bytes| *bytes = foreign);
    story.replace(at, mine);
    assert_blames(&story.verify(), "mix.proof", "trustee:2");
}

#[test]
fn a_mixer_passed_over() {
    let mut story = story();
    let (at, _) = mix(&story, 1);
    story.entries.remove(at);
    assert_blames(&story.verify(), "mix.input", "trustee:2");
}

#[test]
fn a_mixer_twice() {
    let mut story = story();
    let (at, _) = mix(&story, 2);
    let again = story.entries[at].clone();
    story.entries.insert(at + 1, again);
    assert_blames(&story.verify(), "mix.order", "trustee:2");
}

#[test]
fn an_input_that_is_not_the_box() {
    let mut story = story();
    let (at, mut first) = mix(&story, 3);
    first.input = first.output;
    story.replace(at, first);
    assert_blames(&story.verify(), "mix.input", "trustee:3");
}

#[test]
fn a_box_that_does_not_exist() {
    let mut story = story();
    let (at, mut first) = mix(&story, 1);
    first.box_id.unit = "0009".to_owned().try_into().expect("a unit");
    story.replace(at, first);
    assert_blames(&story.verify(), "box.names", "trustee:1");
}
