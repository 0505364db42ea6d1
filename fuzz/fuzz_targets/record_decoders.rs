//! Any bytes before every decoder of the public record: refused, or read and written again as the same bytes.
//!
//! The first byte says which decoder, the second how many entries a bundle is said to have.
#![no_main]

use board::entry::Entry;
use board::log::{Checkpoint, Hash, Key, Note, Receipt, Tile, bundle, witness};
use election::signatory::Signatory;
use libfuzzer_sys::fuzz_target;
use std::fmt::Display;
use std::str::FromStr;

fuzz_target!(|data: &[u8]| {
    let Some(([what, count], bytes)) = data.split_first_chunk() else { return };
    let same = |written: &[u8]| assert!(written == bytes, "what was read is written in other bytes");
    match what % 10 {
        0 => drop(Entry::parse(bytes).map(|entry| read_again(&entry))),
        1 => drop(Note::parse(bytes).map(|note| same(&note.to_bytes()))),
        2 => drop(Receipt::parse(bytes).map(|receipt| same(&receipt.to_bytes()))),
        3 => drop(witness::Request::parse(bytes).map(|request| same(&request.to_bytes()))),
        4 => {
            if let Ok(entries) = bundle::read_bundle(bytes, usize::from(*count)) {
                same(&bundle::write_bundle(&entries).expect("it was one bundle"));
            }
        }
        5 => spelled::<Checkpoint>(bytes),
        6 => spelled::<Key>(bytes),
        7 => spelled::<Tile>(bytes),
        8 => spelled::<Hash>(bytes),
        _ => spelled::<Signatory>(bytes),
    }
});

/// An entry may come with spaces between its fields; written again, it says the same under the same signatures.
fn read_again(entry: &Entry) {
    assert_eq!(Entry::parse(&entry.to_bytes()).as_ref(), Ok(entry));
}

/// A text that is read has one spelling.
fn spelled<T: FromStr + Display>(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(value) = text.parse::<T>()
    {
        assert_eq!(value.to_string(), text);
    }
}
