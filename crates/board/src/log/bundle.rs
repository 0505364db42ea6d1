//! Entry bundles: up to 256 entries in one file, each after its length in two bytes, the greater first.

use super::tile::WIDTH;

/// The most bytes an entry may have: its length is written in 16 bits.
pub const MOST_ENTRY_BYTES: usize = u16::MAX as usize;

/// Too long for a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the entry has {bytes} bytes, at most {MOST_ENTRY_BYTES} fit a bundle")]
pub struct LongEntry {
    /// Its length.
    pub bytes: usize,
}

/// Why bytes are no bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadBundle {
    /// No bundle has so many entries.
    #[error("a bundle has 1 to {WIDTH} entries, not {0}")]
    Count(usize),
    /// The bytes end inside this entry.
    #[error("the bundle ends inside entry {0}")]
    Truncated(usize),
    /// Something follows the last entry.
    #[error("{0} bytes are left over after the last entry")]
    LeftOver(usize),
}

/// The bundle of these entries.
pub fn write_bundle(entries: &[impl AsRef<[u8]>]) -> Result<Vec<u8>, LongEntry> {
    let mut bundle = Vec::with_capacity(entries.iter().map(|entry| 2 + entry.as_ref().len()).sum());
    for entry in entries {
        let entry = entry.as_ref();
        let length = u16::try_from(entry.len()).map_err(|_| LongEntry { bytes: entry.len() })?;
        bundle.extend_from_slice(&length.to_be_bytes());
        bundle.extend_from_slice(entry);
    }
    Ok(bundle)
}

/// The entries of a bundle that must have exactly `count` of them.
pub fn read_bundle(bundle: &[u8], count: usize) -> Result<Vec<Vec<u8>>, BadBundle> {
    if count == 0 || count > WIDTH as usize {
        return Err(BadBundle::Count(count));
    }
    let mut rest = bundle;
    let mut entries = Vec::with_capacity(count);
    for number in 0..count {
        let (length, after) = rest.split_first_chunk().ok_or(BadBundle::Truncated(number))?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (entry, after) = after.split_at_checked(length).ok_or(BadBundle::Truncated(number))?;
        entries.push(entry.to_vec());
        rest = after;
    }
    if rest.is_empty() { Ok(entries) } else { Err(BadBundle::LeftOver(rest.len())) }
}
