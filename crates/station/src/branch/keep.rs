//! The branch's folder: its key, its cards, its box.

use super::printed_card;
use crate::disk::{self, DiskError};
use board::entry::card_number;
use election::bytes::Digest;
use election::id::BranchId;
use protocol::branch::Branch;
use std::collections::BTreeSet;
use std::path::Path;

/// The stack of printed cards, drawn on the first start: `cards.csv` goes to the printer.
pub(super) fn cards(folder: &Path, id: &BranchId, count: usize) -> Result<BTreeSet<Digest>, DiskError> {
    let path = folder.join("cards.csv");
    let text = match disk::read(&path)? {
        Some(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        None => {
            let mut text = String::from("card\n");
            for _ in 0..count {
                text.push_str(&printed_card());
                text.push('\n');
            }
            disk::write(&path, text.as_bytes(), true)?;
            text
        }
    };
    Ok(text.lines().skip(1).map(|printed| card_number(id, printed)).collect())
}

/// The box as it was left.
pub(super) fn branch(folder: &Path, id: &BranchId) -> Result<Branch, DiskError> {
    let path = folder.join("box.json");
    match disk::read(&path)? {
        Some(bytes) => serde_json::from_slice(&bytes).map_err(|e| damaged(&path, &e.to_string())),
        None => Ok(Branch::new(id.clone())),
    }
}

/// Keeps the box.
pub(super) fn put(folder: &Path, branch: &Branch) -> Result<(), DiskError> {
    let json = serde_json::to_vec(branch).expect("a box holds only numbers and texts");
    disk::write(&folder.join("box.json"), &json, true)
}

fn damaged(path: &Path, what: &str) -> DiskError {
    DiskError::at(path)(std::io::Error::new(std::io::ErrorKind::InvalidData, what.to_owned()))
}
