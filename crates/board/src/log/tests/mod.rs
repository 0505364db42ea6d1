//! What a log promises, and what a liar may try with one. Each room of tests is one noun.
#![allow(clippy::unwrap_used)]

mod bundle;
mod hostile;
mod measure;
mod note;
mod oracle;
mod policy;
mod proof;
mod tile;
mod tree;
mod witness;

use super::key::Name;
use super::{Hash, LogSigner, Tree, WitnessSigner, leaf_hash};
use crypto::signature::Signer;

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

fn entry(number: u64) -> Vec<u8> {
    // Lengths differ, and the first entry is empty.
    format!("entry {number}").repeat(number as usize % 4).into_bytes()
}

fn entries(numbers: std::ops::Range<u64>) -> Vec<Vec<u8>> {
    numbers.map(entry).collect()
}

fn leaves(size: u64) -> Vec<Hash> {
    (0..size).map(|number| leaf_hash(&entry(number))).collect()
}

fn tree(size: u64) -> Tree {
    leaves(size).into_iter().collect()
}

fn log_signer() -> LogSigner {
    LogSigner::new(name("amin.example/log"), &Signer::from_seed(&[1; 32]))
}

fn witness_signer(number: u8) -> WitnessSigner {
    WitnessSigner::new(
        name(&format!("board.example/witness{number}")),
        &Signer::from_seed(&[number + 100; 32]),
    )
}
