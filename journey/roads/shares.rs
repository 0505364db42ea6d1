//! A verification shared out among machines, interrupted, and put together again.

use election::unit::BoxId;
use journey::story;
use std::collections::BTreeMap;
use verify::{
    BadMerge, Boxed, Expected, Folder, Forgetful, Head, Journal, Part, Quiet, Share, Verdict, merge,
};

fn share(record: &Folder, text: &str, journal: &mut dyn Journal) -> Part {
    let share: Share = text.parse().expect("a share");
    verify::verify_share(record, &Expected::default(), share, journal, &Quiet, &mut rand::rng())
}

fn parts(record: &Folder, of: u32) -> Vec<Part> {
    (1..=of).map(|number| share(record, &format!("{number}/{of}"), &mut Forgetful)).collect()
}

#[test]
fn shares_put_together_say_what_one_machine_says() {
    let record = story().record();
    let alone = journey::check(&record);
    // Four boxes; with five shares one machine has none.
    for of in [1, 3, 5] {
        let mut parts = parts(&record, of);
        assert!(parts.iter().all(Part::holds));
        parts.reverse();
        let whole = merge(&parts).expect("all parts of one record");
        assert_eq!(whole.verdict(), Verdict::True);
        assert_eq!(whole.lines(), alone.lines(), "{of} shares");
    }
}

#[test]
fn a_part_survives_being_written_down() {
    let part = share(&story().record(), "2/3", &mut Forgetful);
    let text = serde_json::to_string(&part).expect("a part is JSON");
    assert_eq!(serde_json::from_str::<Part>(&text).expect("as written"), part);
    let other = text.replacen("\"mix.proof\"", "\"mix.trust\"", 1);
    assert_ne!(other, text);
    assert!(serde_json::from_str::<Part>(&other).is_err(), "a check that this verifier does not know");
}

#[test]
fn what_is_not_whole_is_not_merged() {
    let record = story().record();
    let honest = parts(&record, 3);
    assert_eq!(merge(&[]), Err(BadMerge::Nothing));
    let missing = Err(BadMerge::Missing { share: "2/3".parse().expect("a share") });
    assert_eq!(merge(&[honest[0].clone(), honest[2].clone()]), missing);
    let twice = [honest[0].clone(), honest[1].clone(), honest[0].clone()];
    assert_eq!(merge(&twice), Err(BadMerge::Twice { share: honest[0].share }));
    let mut cut = honest.clone();
    cut[1] = share(&record, "2/4", &mut Forgetful);
    assert_eq!(merge(&cut), Err(BadMerge::Cut { first: honest[0].share, share: cut[1].share }));

    // The same election at another moment, and another box in place of the own.
    let mut earlier = story();
    earlier.entries.pop();
    let mut head = honest.clone();
    head[1] = share(&earlier.record(), "2/3", &mut Forgetful);
    assert_eq!(merge(&head), Err(BadMerge::Head { first: honest[0].share, share: honest[1].share }));
    let mut boxes = honest.clone();
    boxes[1].checked = boxes[2].checked.clone();
    assert!(matches!(merge(&boxes), Err(BadMerge::Boxes { .. })));
    let mut left_out = honest.clone();
    left_out[0].checked.pop();
    assert!(matches!(merge(&left_out), Err(BadMerge::Boxes { .. })));
    let mut exchanged = honest.clone();
    let other = std::mem::take(&mut exchanged[1].checked);
    exchanged[1].checked = std::mem::replace(&mut exchanged[2].checked, other);
    assert!(matches!(merge(&exchanged), Err(BadMerge::Boxes { .. })));
}

#[test]
fn a_lie_in_one_share_makes_the_whole_false() {
    let mut story = story();
    let (at, mix) = story.find(|body| matches!(body, board::entry::Body::Mix(mix) if mix.trustee == 2));
    let board::entry::Body::Mix(mut mix) = mix else { unreachable!("as found") };
    let path = board::path::mix_proof(&mix.box_id, 2);
    let mut proof = story.files[&path].clone();
    let last = proof.len() - 32;
    proof[last] ^= 1;
    mix.proof = board::entry::File::of(&proof);
    story.files.insert(path, proof);
    story.replace(at, mix);
    let parts = parts(&story.record(), 2);
    assert_eq!(parts.iter().filter(|part| part.holds()).count(), 1, "the other share sees nothing of it");
    let whole = merge(&parts).expect("all parts of one record");
    journey::assert_blames(&whole, "mix.proof", "trustee:2");
}

/// Keeps boxes, and is unplugged before it has kept more than it may.
#[derive(Default)]
struct Kept {
    boxes: BTreeMap<BoxId, Boxed>,
    asked: usize,
    begun: usize,
}

impl Journal for Kept {
    fn known(&mut self, _: &Head, box_id: &BoxId) -> Option<Boxed> {
        self.asked += 1;
        let known = self.boxes.get(box_id).cloned();
        self.begun += usize::from(known.is_none());
        known
    }
    fn keep(&mut self, _: &Head, boxed: &Boxed) {
        self.boxes.insert(boxed.box_id.clone(), boxed.clone());
    }
}

#[test]
fn work_that_was_interrupted_goes_on_with_the_next_box() {
    let record = story().record();
    let mut journal = Kept::default();
    let whole = share(&record, "1/1", &mut journal);
    let all = journal.begun;
    assert!(all > 1);
    // As if the machine had stopped while it was at the last box.
    let (lost, _) = journal.boxes.pop_last().expect("a box");
    (journal.asked, journal.begun) = (0, 0);
    let resumed = share(&record, "1/1", &mut journal);
    assert_eq!((journal.asked, journal.begun), (all, 1));
    assert!(journal.boxes.contains_key(&lost));
    assert_eq!(resumed, whole);
}
