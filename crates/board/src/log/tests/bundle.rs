//! Bundles are read in one way only.

use crate::log::bundle::{BadBundle, LongEntry, read_bundle, write_bundle};

#[test]
fn a_bundle_gives_back_its_entries() {
    let entries = [b"".to_vec(), b"a".to_vec(), vec![7; 65_535]];
    let bundle = write_bundle(&entries).unwrap();
    assert_eq!(&bundle[..5], b"\0\0\0\x01a");
    assert_eq!(read_bundle(&bundle, 3).unwrap(), entries);
}

#[test]
fn nothing_may_be_missing_or_left_over() {
    let bundle = write_bundle(&["one", "two"]).unwrap();
    assert_eq!(read_bundle(&bundle, 1), Err(BadBundle::LeftOver(5)));
    assert_eq!(read_bundle(&bundle, 3), Err(BadBundle::Truncated(2)));
    assert_eq!(read_bundle(&bundle[..bundle.len() - 1], 2), Err(BadBundle::Truncated(1)));
    assert_eq!(read_bundle(&bundle[..6], 2), Err(BadBundle::Truncated(1)));
    assert_eq!(read_bundle(b"", 0), Err(BadBundle::Count(0)));
    assert_eq!(read_bundle(&[0; 600], 257), Err(BadBundle::Count(257)));
}

#[test]
fn an_entry_of_64_kib_is_too_long() {
    assert_eq!(write_bundle(&[vec![0; 65_536]]), Err(LongEntry { bytes: 65_536 }));
}
