//! A headquarters that lies, with or without its boards.

use board::entry::{Body, Count, Entry, File, Ledger, Outcome};
use board::path;
use election::outcome::{ContestResult, Minutes};
use election::signatory::Signatory;
use journey::{Story, assert_blames, story};

fn count(story: &Story) -> (usize, Count) {
    match story.find(|body| matches!(body, Body::Count(_))) {
        (at, Body::Count(count)) => (at, count),
        _ => unreachable!("as found"),
    }
}

#[test]
fn one_total_edited() {
    let mut story = story();
    let (at, mut count) = count(&story);
    let path = path::minutes(&count.box_id);
    let mut minutes = Minutes::parse(&story.files[&path]).expect("minutes");
    minutes.totals.votes[4].votes += 1;
    minutes.totals.blank_picks -= 1;
    count.minutes = File::of(&minutes.to_bytes());
    story.files.insert(path, minutes.to_bytes());
    let named = count.box_id.to_string();
    story.replace(at, count);
    let report = story.verify();
    assert_blames(&report, "count.totals", "headquarters");
    let finding = report.findings().iter().find(|f| f.check == "count.totals").expect("as asserted");
    assert!(finding.what.contains(&named) && finding.what.contains("candidate 15"), "{}", finding.what);
}

#[test]
fn a_box_left_out() {
    let mut story = story();
    let (at, _) = count(&story);
    story.entries.remove(at);
    assert_blames(&story.verify(), "count.boxes", "headquarters");
}

#[test]
fn a_box_counted_twice() {
    let mut story = story();
    let (at, _) = count(&story);
    let again = story.entries[at].clone();
    story.entries.insert(at + 1, again);
    assert_blames(&story.verify(), "entry.order", "headquarters");
}

fn outcome(story: &mut Story, change: impl FnOnce(&mut ContestResult)) {
    let (at, body) = story.find(|body| matches!(body, Body::Outcome(_)));
    let Body::Outcome(Outcome { contest, .. }) = body else { unreachable!("as found") };
    let path = path::result(&contest);
    let mut result = ContestResult::parse(&story.files[&path]).expect("a result");
    change(&mut result);
    let file = File::of(&result.to_bytes());
    story.files.insert(path, result.to_bytes());
    story.replace(at, Outcome { contest, result: file });
}

#[test]
fn a_seat_given_to_another_by_everybody_together() {
    let mut story = story();
    outcome(&mut story, |result| result.elected.reverse());
    let report = story.verify();
    assert_blames(&report, "result.seats", "body:council/supervisory");
    assert_blames(&report, "result.seats", "headquarters");
}

#[test]
fn totals_that_are_not_the_sum_of_the_boxes() {
    let mut story = story();
    outcome(&mut story, |result| result.totals.votes[0].votes += 100);
    assert_blames(&story.verify(), "result.totals", "headquarters");
}

#[test]
fn a_result_that_one_board_did_not_sign() {
    let mut story = story();
    let (at, body) = story.find(|body| matches!(body, Body::Outcome(_)));
    let mut entry = Entry::unsigned(body);
    for by in [Signatory::Headquarters, "body:council/executive".parse().expect("a name")] {
        entry = entry.signed(&story.event, by.clone(), story.people.signer(&by));
    }
    story.entries[at] = entry.to_bytes();
    assert_blames(&story.verify(), "entry.signatures", "body:council/supervisory");
}

#[test]
fn a_ledger_with_more_voters_than_came() {
    let mut story = story();
    let text = String::from_utf8(story.files[path::LEDGER].clone()).expect("text");
    let more = text.replacen("\"check_ins\": 9", "\"check_ins\": 90", 1).into_bytes();
    let ledger = File::of(&more);
    story.files.insert(path::LEDGER.into(), more);
    let (at, _) = story.find(|body| matches!(body, Body::Ledger(_)));
    story.replace(at, Ledger { ledger });
    assert_blames(&story.verify(), "polls.ledger", "headquarters");
}

#[test]
fn a_set_up_changed_after_freezing() {
    let mut story = story();
    let text = String::from_utf8(story.files[path::SETUP].clone()).expect("text");
    let changed = text.replace("\"threshold\": 2", "\"threshold\": 1");
    assert_ne!(text, changed);
    story.files.insert(path::SETUP.into(), changed.into_bytes());
    assert_blames(&story.verify(), "record.files", "the record's keeper");
}

#[test]
fn a_set_up_that_does_not_hold_together() {
    let mut story = story();
    let text = String::from_utf8(story.files[path::SETUP].clone()).expect("text");
    let changed = text.replace("\"seats\": 2", "\"seats\": 0").into_bytes();
    story.files.insert(path::SETUP.into(), changed);
    assert_blames(&story.verify(), "setup.rules", "headquarters");
}

#[test]
fn one_key_in_two_seats() {
    let mut story = story();
    let key = |of: &str| hex(&story.people.signer(&of.parse().expect("a name")).public().0);
    let (one, other) = (key("officer:0001/executive"), key("officer:0001/supervisory"));
    let text = String::from_utf8(story.files[path::SETUP].clone()).expect("text");
    let changed = text.replace(&other, &one);
    assert_ne!(text, changed);
    story.files.insert(path::SETUP.into(), changed.into_bytes());
    assert_blames(&story.verify(), "setup.keys", "headquarters");
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn somebody_signs_who_has_no_name() {
    let mut story = story();
    let (at, _) = count(&story);
    let by = Signatory::Trustee(9);
    let signer = story.people.signer(&Signatory::Trustee(1));
    let entry = Entry::unsigned(board::entry::Key { trustee: 9, key: election::bytes::Digest([0; 32]) });
    story.entries.insert(at, entry.signed(&story.event, by, signer).to_bytes());
    assert_blames(&story.verify(), "entry.names", "trustee:9");
}
