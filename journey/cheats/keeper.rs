//! Whoever keeps the record, and changes it.

use board::entry::{Body, Entry};
use board::log::checkpoint::CHECKPOINT_PATH;
use journey::{assert_blames, check, story};
use rand::RngExt as _;
use verify::Verdict;

#[test]
fn an_entry_rewritten() {
    let mut record = story().record();
    let path = record.0.keys().find(|p| p.starts_with("tile/entries/")).expect("a bundle").clone();
    let bundle = record.0.get_mut(&path).expect("a bundle");
    let at = bundle.windows(9).position(|w| w == b"\"ballots\"").expect("an opening or a closing");
    bundle[at + 10] = if bundle[at + 10] == b'0' { b'1' } else { b'0' };
    let report = check(&record);
    assert_blames(&report, "log.tree", "the record's keeper");
    assert_blames(&report, "log.entries", "the record's keeper");
}

#[test]
fn a_checkpoint_without_the_witness() {
    let mut record = story().record();
    let note = record.0.get_mut(CHECKPOINT_PATH).expect("a checkpoint");
    let text = String::from_utf8(note.clone()).expect("text");
    let lines: Vec<&str> = text.lines().collect();
    *note = format!("{}\n", lines[..lines.len() - 1].join("\n")).into_bytes();
    assert_blames(&check(&record), "log.witness", "the record's keeper");
}

#[test]
fn a_checkpoint_signed_by_somebody_else() {
    let mut record = story().record();
    let text = String::from_utf8(record.0[CHECKPOINT_PATH].clone()).expect("text");
    // One entry less than was signed.
    let size = text.lines().nth(1).expect("three lines");
    let less = (size.parse::<u64>().expect("a number") - 1).to_string();
    let forged = text.replacen(&format!("\n{size}\n"), &format!("\n{less}\n"), 1);
    record.0.insert(CHECKPOINT_PATH.into(), forged.into_bytes());
    assert_blames(&check(&record), "log.checkpoint", "the record's keeper");
}

#[test]
fn two_entries_exchanged() {
    let mut story = story();
    let at = story.find(|body| matches!(body, board::entry::Body::Deal(_))).0;
    story.entries.swap(at, at - 1);
    assert_blames(&story.verify(), "entry.order", "the record's keeper");
}

#[test]
fn a_file_that_nobody_signed() {
    let mut record = story().record();
    record.0.insert("results/another.json".into(), b"{}".to_vec());
    assert_blames(&check(&record), "record.files", "the record's keeper");
}

#[test]
fn a_file_taken_away() {
    let honest = story().record();
    for path in honest.0.keys().filter(|path| !path.starts_with("tile/") && *path != CHECKPOINT_PATH) {
        let mut record = honest.clone();
        record.0.remove(path);
        assert_ne!(check(&record).verdict(), Verdict::True, "{path} was taken away");
    }
}

#[test]
fn a_record_of_another_event() {
    let record = story().record();
    let expected = verify::Expected { event: Some(election::bytes::Digest([1; 32])) };
    let report = verify::verify(&record, &expected, &verify::Quiet, &mut rand::rng());
    assert_blames(&report, "setup.event", "the record's keeper");
}

/// No byte of any file can be changed without the verifier noticing; it never panics either.
#[test]
fn any_byte_of_any_file_flipped() {
    let honest = story().record();
    let mut rng = rand::rng();
    for path in honest.0.keys() {
        let bytes = &honest.0[path];
        for at in [0, bytes.len() / 2, bytes.len() - 1, rng.random_range(0..bytes.len())] {
            let mut record = honest.clone();
            let byte = &mut record.0.get_mut(path).expect("as listed")[at];
            *byte ^= 1 << rng.random_range(0..8u8);
            assert_ne!(check(&record).verdict(), Verdict::True, "{path}, byte {at}");
        }
    }
}

/// The same signed words in other bytes would be another entry: a lot could be sent twice, and a branch would look in
/// vain for its own.
#[test]
fn the_same_entry_with_a_space_in_it() {
    let mut story = story();
    let (at, _) = story.find(|body| matches!(body, Body::Closing(_)));
    let text = String::from_utf8(story.entries[at].clone()).expect("text");
    for other in
        [text.replacen(":", ": ", 1), text.replacen("\"body\":{", "\"body\":{ ", 1), format!("{text} ")]
    {
        story.entries[at] = other.into_bytes();
        assert_blames(&story.verify(), "entry.form", "the record's keeper");
    }
}

#[test]
fn the_same_signatures_in_another_order() {
    let mut story = story();
    let (at, _) = story.find(|body| matches!(body, Body::Closing(_)));
    let mut entry = Entry::parse(&story.entries[at]).expect("an entry");
    entry.signatures.swap(0, 1);
    let by = entry.signatures[0].by.to_string();
    story.entries[at] = entry.to_bytes();
    assert_blames(&story.verify(), "entry.signatures", &by);
}

/// Numbers without limit in signed minutes must not stop the share that adds up.
#[test]
fn minutes_whose_numbers_have_no_room() {
    let mut story = story();
    let (at, body) = story.find(|body| matches!(body, Body::Count(_)));
    let Body::Count(board::entry::Count { box_id, .. }) = body else { unreachable!("as found") };
    let file = board::path::minutes(&box_id);
    let mut minutes = election::outcome::Minutes::parse(&story.files[&file]).expect("minutes");
    minutes.totals.blank_picks = u64::MAX;
    let bytes = minutes.to_bytes();
    let minutes = board::entry::File::of(&bytes);
    story.files.insert(file, bytes);
    story.replace(at, board::entry::Count { box_id, minutes });
    let record = story.record();
    let halves = ["1/2", "2/2"].map(|share| {
        let (share, mut rng) = (share.parse().expect("a share"), rand::rng());
        let expected = verify::Expected::default();
        verify::verify_share(&record, &expected, share, &mut verify::Forgetful, &verify::Quiet, &mut rng)
    });
    let report = verify::merge(&halves).expect("both halves");
    assert_blames(&report, "count.totals", "headquarters");
}
