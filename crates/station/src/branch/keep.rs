//! The branch's folder: its key, its cards, its box.

use super::printed_card;
use crate::disk::{self, DiskError};
use board::entry::card_number;
use door::session::RollKey;
use election::bytes::Digest;
use election::id::BranchId;
use pollbook::device::SessionId;
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

/// The pending cards, drawn once the set-up says how many: `pending.csv` goes to the printer, each card with its place, by
/// which it is given out.
pub(super) fn pending_cards(folder: &Path, id: &BranchId, count: u64) -> Result<Vec<Digest>, DiskError> {
    let path = folder.join("pending.csv");
    let text = match disk::read(&path)? {
        Some(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        None if count == 0 => return Ok(Vec::new()),
        None => {
            let mut text = String::from("place,card\n");
            for place in 1..=count {
                text.push_str(&format!("{place},{}\n", printed_card()));
            }
            disk::write(&path, text.as_bytes(), true)?;
            text
        }
    };
    let printed = text.lines().skip(1).filter_map(|line| line.split_once(','));
    Ok(printed.map(|(_, printed)| card_number(id, printed)).collect())
}

/// The name of this folder's session, drawn once: two folders never write into one session.
pub(super) fn session(folder: &Path) -> Result<SessionId, DiskError> {
    let path = folder.join("session");
    if let Some(bytes) = disk::read(&path)? {
        let bytes = bytes.try_into().map_err(|_| damaged(&path, "not a session's name of 16 bytes"))?;
        return Ok(SessionId(bytes));
    }
    let session = SessionId(rand::random());
    disk::write(&path, &session.0, true)?;
    Ok(session)
}

/// The session of the device in whose place this folder's stands.
pub(super) fn superseded(folder: &Path) -> Result<Option<SessionId>, DiskError> {
    named_session(&folder.join("supersedes"))
}

fn named_session(path: &Path) -> Result<Option<SessionId>, DiskError> {
    let Some(bytes) = disk::read(path)? else { return Ok(None) };
    let bytes = bytes.try_into().map_err(|_| damaged(path, "not a session's name of 16 bytes"))?;
    Ok(Some(SessionId(bytes)))
}

/// The session in whose place the headquarters said that another stands.
pub(super) fn replaced(folder: &Path) -> Result<Option<SessionId>, DiskError> {
    named_session(&folder.join("replaced"))
}

/// Keeps it.
pub(super) fn put_replaced(folder: &Path, session: &SessionId) -> Result<(), DiskError> {
    disk::write(&folder.join("replaced"), &session.0, true)
}

/// Keeps it.
pub(super) fn put_superseded(folder: &Path, session: &[u8]) -> Result<(), DiskError> {
    disk::write(&folder.join("supersedes"), session, true)
}

/// The key by which the roll names persons, once the headquarters has told it.
pub(super) fn roll_key(folder: &Path) -> Result<Option<RollKey>, DiskError> {
    let path = folder.join("roll.key");
    let Some(bytes) = disk::read(&path)? else { return Ok(None) };
    let bytes = bytes.try_into().map_err(|_| damaged(&path, "not a key of 32 bytes"))?;
    Ok(Some(RollKey(bytes)))
}

/// Keeps it.
pub(super) fn put_roll_key(folder: &Path, key: &RollKey) -> Result<(), DiskError> {
    disk::write(&folder.join("roll.key"), &key.0, true)
}

/// The opening of this branch as its officers signed it, for a machine that starts while it is cut off, and until the record has it.
pub(super) fn opening(folder: &Path) -> Result<Option<Vec<u8>>, DiskError> {
    disk::read(&folder.join("opening.json"))
}

/// Keeps it.
pub(super) fn put_opening(folder: &Path, entry: &[u8]) -> Result<(), DiskError> {
    disk::write(&folder.join("opening.json"), entry, false)
}

/// The record did not take it, and nobody was let in on it.
pub(super) fn forget_opening(folder: &Path) -> Result<(), DiskError> {
    remove(&folder.join("opening.json"))?;
    remove(&folder.join("opening.refused"))
}

/// Why the record refused the opening of a branch that had let voters in on it.
pub(super) fn opening_refused(folder: &Path) -> Result<Option<String>, DiskError> {
    let kept = disk::read(&folder.join("opening.refused"))?;
    Ok(kept.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

/// Keeps it: a machine that starts while it is cut off must know.
pub(super) fn put_opening_refused(folder: &Path, title: &str) -> Result<(), DiskError> {
    disk::write(&folder.join("opening.refused"), title.as_bytes(), false)
}

/// The closing that was sent to the record, signed by the officers, and perhaps stands there.
pub(super) fn closing(folder: &Path) -> Result<Option<Vec<u8>>, DiskError> {
    disk::read(&folder.join("closing.json"))
}

/// Keeps it, before it is sent.
pub(super) fn put_closing(folder: &Path, entry: &[u8]) -> Result<(), DiskError> {
    disk::write(&folder.join("closing.json"), entry, false)
}

/// The record refused it: it does not stand.
pub(super) fn forget_closing(folder: &Path) -> Result<(), DiskError> {
    remove(&folder.join("closing.json"))
}

fn remove(path: &Path) -> Result<(), DiskError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(DiskError::at(path)(error)),
        _ => Ok(()),
    }
}

/// The record says that this branch has no box; a machine that starts while it is cut off must know.
pub(super) fn mark_void(folder: &Path) -> Result<(), DiskError> {
    disk::write(&folder.join("void"), b"", false)
}

/// Was that said?
pub(super) fn is_void(folder: &Path) -> bool {
    folder.join("void").exists()
}

/// How many lines this device had printed when the strip's paper was changed last.
pub(super) fn paper_changed(folder: &Path) -> Result<u64, DiskError> {
    let path = folder.join("paper");
    let Some(bytes) = disk::read(&path)? else { return Ok(0) };
    let text = String::from_utf8_lossy(&bytes);
    text.trim().parse().map_err(|_| damaged(&path, "not a number of lines"))
}

/// Keeps it.
pub(super) fn put_paper_changed(folder: &Path, printed: u64) -> Result<(), DiskError> {
    disk::write(&folder.join("paper"), printed.to_string().as_bytes(), false)
}

/// The box as it was left.
pub(super) fn branch(folder: &Path, id: &BranchId) -> Result<Branch, DiskError> {
    let path = folder.join("box.json");
    match disk::read(&path)? {
        Some(bytes) => serde_json::from_slice(&bytes).map_err(|e| damaged(&path, &e.to_string())),
        None => Ok(Branch::new(id.clone())),
    }
}

/// Keeps a ballot that the record may not take: should anybody doubt it, the ballot itself shows whether it was so.
pub(super) fn put_refused(folder: &Path, code: &Digest, entry: &[u8]) -> Result<(), DiskError> {
    disk::write(&folder.join(format!("refused/{code}.json")), entry, true)
}

/// Keeps the box.
pub(super) fn put(folder: &Path, branch: &Branch) -> Result<(), DiskError> {
    let json = serde_json::to_vec(branch).expect("a box holds only numbers and texts");
    disk::write(&folder.join("box.json"), &json, true)
}

pub(super) fn damaged(path: &Path, what: &str) -> DiskError {
    DiskError::at(path)(std::io::Error::new(std::io::ErrorKind::InvalidData, what.to_owned()))
}
