//! Any bytes before every file that an office, a branch or a reader takes in: refused, or read, written, and read again
//! as the same.
//!
//! The first byte says which file. An import is five files with a line `--` between them.
#![no_main]

use election::import::{self, Files};
use election::national_id::NationalId;
use election::outcome::{ContestResult, Minutes};
use election::setup::Setup;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((what, bytes)) = data.split_first() else { return };
    match what % 6 {
        0 => {
            if let Ok(setup) = Setup::parse(bytes) {
                assert_eq!(Setup::parse(&setup.to_bytes()).expect("a set-up that was written"), setup);
            }
        }
        1 => {
            if let Ok(minutes) = Minutes::parse(bytes) {
                assert_eq!(Minutes::parse(&minutes.to_bytes()).expect("minutes that were written"), minutes);
            }
        }
        2 => {
            if let Ok(result) = ContestResult::parse(bytes) {
                let again = ContestResult::parse(&result.to_bytes()).expect("a result that was written");
                assert_eq!(again, result);
            }
        }
        3 => {
            if let Ok(text) = std::str::from_utf8(bytes) {
                let _ = NationalId::parse(text);
            }
        }
        4 => {
            if let Ok(entry) = pollbook::entry::Entry::parse(bytes) {
                assert_eq!(entry.to_bytes(), bytes, "a line of a desk's log has one spelling");
            }
        }
        _ => import(bytes),
    }
});

fn import(bytes: &[u8]) {
    let border = b"\n--\n";
    let mut parts = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(border.len()).position(|window| window == border) {
        parts.push(&rest[..at]);
        rest = &rest[at + border.len()..];
    }
    parts.push(rest);
    parts.resize(5, &[]);
    let files =
        Files { event: parts[0], lists: parts[1], candidates: parts[2], branches: parts[3], voters: parts[4] };
    if let Err(mistakes) = import::read(&files) {
        assert!(!mistakes.is_empty(), "files that are refused are told why");
    }
}
