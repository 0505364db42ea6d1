//! An honest election verifies, and every check of a finished election was tried.

use verify::Verdict;

#[test]
fn an_honest_election_is_true() {
    let report = journey::story().verify();
    assert_eq!(report.findings(), &[]);
    let silent: Vec<&str> = report.lines().iter().filter(|line| !line.ok).map(|line| line.check).collect();
    assert_eq!(silent, Vec::<&str>::new(), "checks that were never tried");
    assert_eq!(report.verdict(), Verdict::True);
    assert_eq!(report.ballots, 17, "one of them is struck");
}

#[test]
fn a_record_of_another_event_than_announced_is_false() {
    let record = journey::story().record();
    let expected = verify::Expected { event: Some(election::bytes::Digest::of(b"another")) };
    let report = verify::verify(&record, &expected, &verify::Quiet, &mut rand::rng());
    assert!(report.findings().iter().any(|f| f.check == "setup.event"));
    assert_eq!(report.verdict(), Verdict::False);
}

#[test]
fn nothing_at_all_is_unreadable_and_never_true() {
    assert_eq!(journey::check(&verify::Folder::default()).verdict(), Verdict::Unreadable);
}

#[test]
fn an_election_that_is_not_finished_is_not_true() {
    let story = journey::story();
    for length in 1..story.entries.len() {
        let mut cut = story.clone();
        cut.entries.truncate(length);
        assert_eq!(cut.verify().verdict(), Verdict::False, "after {length} entries");
    }
}
