//! The roll on a disk («فهرست واجدان شرایط»): read page by page, under the event's roll key.

use crate::disk::{self, DiskError};
use door::session::RollKey;
use pollbook::roll::{Damaged, PAGE, Pages, Roll};
use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

/// A roll's file.
#[derive(Debug)]
pub struct OnDisk(File);

impl Pages for OnDisk {
    fn read(&self, number: u64, to: &mut [u8; PAGE]) -> Result<(), String> {
        let at = number.checked_mul(PAGE as u64).ok_or("there is no such page")?;
        self.0.read_exact_at(to, at).map_err(|e| e.to_string())
    }
}

/// Why a roll or its key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadRoll {
    /// A file.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// It is no roll of this key.
    #[error("{path}: {damaged}")]
    Damaged {
        /// Which.
        path: PathBuf,
        /// How.
        damaged: Damaged,
    },
    /// The key's file holds none.
    #[error("{0} holds no roll key: 64 hexadecimal digits, as the headquarters wrote them")]
    Key(PathBuf),
}

/// Opens a roll. Its persons stay on the disk.
pub fn open(path: &Path, key: &RollKey) -> Result<Roll<OnDisk>, BadRoll> {
    let file = File::open(path).map_err(DiskError::at(path))?;
    Roll::open(OnDisk(file), &key.0).map_err(|damaged| BadRoll::Damaged { path: path.to_owned(), damaged })
}

/// Reads the event's roll key; none if the file is not there.
pub fn key(path: &Path) -> Result<Option<RollKey>, BadRoll> {
    let Some(bytes) = disk::read(path)? else { return Ok(None) };
    let mut key = [0; 32];
    hex::decode_to_slice(bytes.trim_ascii(), &mut key).map_err(|_| BadRoll::Key(path.to_owned()))?;
    Ok(Some(RollKey(key)))
}

/// Writes it, for its owner only.
pub fn put_key(path: &Path, key: &RollKey) -> Result<(), DiskError> {
    disk::write(path, hex::encode(key.0).as_bytes(), true)
}
