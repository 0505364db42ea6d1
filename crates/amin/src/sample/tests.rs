#![allow(clippy::unwrap_used)]

use super::county::County;
use super::*;
use election::import::{self, Draft, Voter};
use std::collections::BTreeSet;

fn scale(branches: u32, voters: u64, candidates: u32) -> Scale {
    Scale { branches, voters, candidates, seed: 1405 }
}

fn imported(scale: &Scale) -> (Draft, Vec<Voter>) {
    let county = county(scale);
    import::read(&county.files()).unwrap_or_else(|mistakes| panic!("{scale:?}: {}", mistakes[0]))
}

#[test]
fn a_county_of_any_size_can_be_imported() {
    for candidates in [21, 22, 25, 40, 60, 239, 2_294, 5_100, 20_000] {
        let (draft, voters) = imported(&scale(3, 40, candidates));
        assert_eq!((draft.branches.len(), voters.len()), (3, 40));
        let [council, experts] = draft.contests.as_slice() else { panic!("there are two contests") };
        assert_eq!(council.candidates.len(), candidates as usize);
        assert_eq!(experts.candidates.len(), (candidates as usize / 40).clamp(5, 55));
        assert!(experts.lists.is_empty());
        // A list without members could be typed but not voted.
        for list in &council.lists {
            assert!(council.candidates.iter().any(|c| c.list.as_ref() == Some(&list.code)));
        }
    }
}

#[test]
fn the_same_seed_is_the_same_county() {
    let small = scale(3, 300, 60);
    assert_eq!(county(&small), county(&small));
    let other = county(&Scale { seed: 1406, ..small });
    let first = county(&small);
    assert_ne!(first.voters_csv, other.voters_csv);
    assert_ne!(first.candidates_csv, other.candidates_csv);
    assert_ne!(first.lists_csv, other.lists_csv);
    assert_ne!(first.branches_csv, other.branches_csv);
}

#[test]
fn a_larger_roll_begins_with_the_smaller_one() {
    let (small, large) = (county(&scale(3, 100, 60)), county(&scale(3, 200, 60)));
    assert!(large.voters_csv.starts_with(&small.voters_csv));
}

#[test]
fn tehran_of_1400_has_full_lists_and_many_independents() {
    let (draft, _) = imported(&scale(3_797, 1, 2_294));
    let council = &draft.contests[0];
    assert_eq!(council.lists.len(), 28);
    let sizes: Vec<usize> = council
        .lists
        .iter()
        .map(|l| council.candidates.iter().filter(|c| c.list.as_ref() == Some(&l.code)).count())
        .collect();
    assert!(sizes.iter().all(|n| (14..=21).contains(n)), "{sizes:?}");
    assert!(sizes.iter().filter(|n| **n == 21).count() > 14, "{sizes:?}");
    assert!(sizes.iter().any(|n| *n < 21), "{sizes:?}");
    assert!(council.candidates.iter().filter(|c| c.list.is_none()).count() > 1_600);
    let areas: BTreeSet<&str> = draft.branches.iter().map(|b| b.area.as_str()).collect();
    assert_eq!(areas.len(), 22);
}

#[test]
fn the_smallest_rehearsal_has_three_lists_of_two_thirds() {
    let (draft, _) = imported(&scale(3, 1, 60));
    let council = &draft.contests[0];
    assert_eq!(council.lists.len(), 3);
    let on_lists = council.candidates.iter().filter(|c| c.list.is_some()).count();
    assert!((30..=42).contains(&on_lists), "{on_lists}");
}

#[test]
fn codes_tell_lists_members_and_independents_apart() {
    let (draft, _) = imported(&scale(1, 1, 5_100));
    let [council, experts] = draft.contests.as_slice() else { panic!("there are two contests") };
    for candidate in &council.candidates {
        let code = candidate.code.as_str();
        match &candidate.list {
            Some(list) => assert_eq!((&code[..2], code.len()), (list.as_str(), 4)),
            None => assert!(code.starts_with('9') && code.len() == 5, "{code}"),
        }
    }
    assert!(
        experts.candidates.iter().all(|c| c.code.as_str().starts_with('5') && c.code.as_str().len() == 5)
    );
}

#[test]
fn no_two_candidates_branches_or_lists_share_a_name() {
    let (draft, _) = imported(&scale(9_000, 1, 6_500));
    let mut names: Vec<&election::setup::Name> = draft.branches.iter().map(|b| &b.name).collect();
    for contest in &draft.contests {
        names.extend(contest.candidates.iter().map(|c| &c.name));
        names.extend(contest.lists.iter().map(|l| &l.name));
    }
    let persian: BTreeSet<&str> = names.iter().map(|n| n.fa.as_str()).collect();
    let english: BTreeSet<&str> = names.iter().map(|n| n.en.as_str()).collect();
    assert_eq!((persian.len(), english.len()), (names.len(), names.len()));
}

#[test]
fn the_folder_holds_what_the_memory_holds() {
    let folder = std::env::temp_dir().join(format!("amin-sample-{}-new", std::process::id()));
    let small = scale(3, 300, 60);
    write(&small, &folder).unwrap();
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let written = County {
        event_json: read("event.json"),
        lists_csv: read("lists.csv"),
        candidates_csv: read("candidates.csv"),
        branches_csv: read("branches.csv"),
        voters_csv: read("voters.csv"),
    };
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(written, county(&small));
}

#[test]
fn a_folder_with_a_file_in_it_is_left_alone() {
    let folder = std::env::temp_dir().join(format!("amin-sample-{}-full", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("letter.txt"), "mine").unwrap();
    let refused = write(&scale(3, 300, 60), &folder);
    let left = std::fs::read_dir(&folder).unwrap().count();
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(matches!(refused, Err(Error::NotEmpty { .. })), "{refused:?}");
    assert_eq!(left, 1);
}
