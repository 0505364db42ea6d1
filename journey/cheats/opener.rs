//! A trustee that opens falsely.

use board::entry::{Body, File, Partial};
use board::path;
use journey::{Story, assert_blames, story};

fn partial(story: &Story, trustee: u16) -> (usize, Partial) {
    match story.find(|body| matches!(body, Body::Partial(p) if p.trustee == trustee)) {
        (at, Body::Partial(partial)) => (at, partial),
        _ => unreachable!("as found"),
    }
}

#[test]
fn another_trustees_opening() {
    let mut story = story();
    let (at, mut mine) = partial(&story, 2);
    let foreign = story.files[&path::partial(&mine.box_id, 3)].clone();
    mine.partial = File::of(&foreign);
    story.files.insert(path::partial(&mine.box_id, 2), foreign);
    story.replace(at, mine);
    assert_blames(&story.verify(), "open.partial", "trustee:2");
}

#[test]
fn an_opening_cut_short() {
    let mut story = story();
    let (at, mut mine) = partial(&story, 2);
    let mut bytes = story.files[&path::partial(&mine.box_id, 2)].clone();
    bytes.pop();
    mine.partial = File::of(&bytes);
    story.files.insert(path::partial(&mine.box_id, 2), bytes);
    story.replace(at, mine);
    assert_blames(&story.verify(), "open.shape", "trustee:2");
}

#[test]
fn an_opening_of_what_was_not_mixed_last() {
    let mut story = story();
    let (at, mut mine) = partial(&story, 2);
    mine.input = File::of(b"something else");
    story.replace(at, mine);
    assert_blames(&story.verify(), "open.input", "trustee:2");
}

#[test]
fn too_few_trustees() {
    let mut story = story();
    let (at, _) = partial(&story, 3);
    story.entries.remove(at);
    assert_blames(&story.verify(), "open.threshold", "headquarters");
}
