//! Slots that hold no number of the contest.

use super::*;
use crate::group::{G, Point, vote_base};

#[test]
fn a_number_beyond_the_table_is_not_read_and_not_dropped() {
    let scene = Scene::new(5, 3, 12);
    let checked = [scene.checked(1), scene.checked(3), scene.checked(5)];
    let opened = combine(scene.plan, &scene.slots, &checked).unwrap();
    let expected: Vec<_> = (0..12).map(|m| (m < 10).then_some(m)).collect();
    assert_eq!(DecodeTable::new(10).unwrap().read_all(&opened), expected);
    let quorum = Quorum::new(scene.plan, &[1, 3, 5], 10).unwrap();
    assert_eq!(quorum.read(&scene.slots, &checked).unwrap(), expected);
}

#[test]
fn a_point_that_is_no_multiple_of_the_vote_base_is_not_read() {
    let table = DecodeTable::new(100).unwrap();
    for point in [G, -vote_base(), vote_base() + G] {
        assert_eq!(table.read(&point), None);
        assert_eq!(table.read_all(&[point]), [None]);
    }
    assert_eq!(table.read(&Point::default()), Some(0));
}

#[test]
fn a_table_has_at_least_one_number_and_at_most_16_bits() {
    for numbers in [0, 65_537, usize::MAX] {
        let fault = DecodeTable::new(numbers).unwrap_err();
        assert_eq!((fault, fault.check()), (Fault::Table { numbers }, "open.table"));
    }
    let table = DecodeTable::new(65_536).unwrap();
    let last = crate::group::vote_table() * &crate::group::Scalar::from(65_535u32);
    assert_eq!(table.read(&last), Some(65_535));
    assert_eq!(table.read(&(last + vote_base())), None);
    assert_eq!(format!("{table:?}"), "DecodeTable(65536 numbers)");
}

/// The page and the code know the same checks by the same names.
#[test]
fn every_check_stands_on_the_page() {
    let page = include_str!("../../../../../docs/protocol/opening.md");
    let mut named: Vec<&str> =
        page.split("**`").skip(1).filter_map(|rest| rest.split_once("`**").map(|(name, _)| name)).collect();
    named.sort_unstable();
    named.dedup();
    assert_eq!(named, ["open.combine", "open.partial", "open.shape", "open.table"]);
}
