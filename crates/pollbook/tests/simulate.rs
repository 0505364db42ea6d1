//! Simulated polling days: a few thousand here, a hundred thousand by the example `simulate`.

mod simulation;

use simulation::{Planted, day};

#[test]
fn nobody_counts_twice_and_no_check_in_is_lost_whatever_breaks() {
    for seed in 0..1_000 {
        if let Err(broken) = day(seed, Planted::Nothing) {
            panic!("{broken}");
        }
    }
}

fn found(planted: Planted) -> simulation::Broken {
    let broken = (0..5_000).find_map(|seed| day(seed, planted).err());
    broken.unwrap_or_else(|| panic!("{planted:?} was not found"))
}

#[test]
fn a_desk_that_answers_before_its_disk_is_found() {
    found(Planted::NoFlush);
}

#[test]
fn a_desk_without_paper_is_found_when_its_folder_is_lost() {
    assert!(found(Planted::NoStrip).promise.contains("is lost"));
}

#[test]
fn a_ledger_that_answers_before_its_disk_is_found() {
    found(Planted::LedgerForgets);
}

#[test]
fn a_session_used_twice_is_found() {
    found(Planted::SessionReused);
}

#[test]
fn pending_ballots_released_unasked_are_found() {
    assert!(found(Planted::EverythingReleased).promise.contains("times"));
}

#[test]
fn a_failing_seed_tells_the_same_story_again() {
    let first = found(Planted::NoFlush);
    let again = day(first.seed, Planted::NoFlush).expect_err("it failed before");
    assert_eq!((first.promise, first.story), (again.promise, again.story));
}
