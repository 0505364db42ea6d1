//! Cards that are owed: check-ins that are in the log and counted, and were not printed on the strip.

use crate::disk::{self, DiskError};
use pollbook::entry::EntryId;
use std::path::{Path, PathBuf};

/// A file `owed.json` in the machine's folder; none while nothing is owed.
#[derive(Debug)]
pub(super) struct Owed {
    path: PathBuf,
    claims: Vec<EntryId>,
}

impl Owed {
    /// What was owed when the machine stopped.
    pub(super) fn open(folder: &Path) -> Result<Self, DiskError> {
        let path = folder.join("owed.json");
        let claims = match disk::read(&path)? {
            None => Vec::new(),
            Some(bytes) => serde_json::from_slice(&bytes).map_err(|e| {
                DiskError::at(&path)(std::io::Error::new(std::io::ErrorKind::InvalidData, e.to_string()))
            })?,
        };
        Ok(Self { path, claims })
    }

    /// The check-ins whose cards are owed.
    pub(super) fn claims(&self) -> impl Iterator<Item = EntryId> + '_ {
        self.claims.iter().copied()
    }

    /// The strip did not print this one. A disk that does not take it either makes it no less owed while the machine runs;
    /// after a restart the officers find it under its receipt number.
    pub(super) fn owe(&mut self, claim: EntryId) {
        if self.claims.contains(&claim) {
            return;
        }
        self.claims.push(claim);
        if let Err(error) = self.keep(&self.claims) {
            say!("amin branch: a card that is owed is not kept over a restart: {error}");
        }
    }

    /// Its line is printed, and the card will be given.
    pub(super) fn settle(&mut self, claim: EntryId) -> Result<(), DiskError> {
        let left: Vec<EntryId> = self.claims().filter(|owed| *owed != claim).collect();
        self.keep(&left)?;
        self.claims = left;
        Ok(())
    }

    fn keep(&self, claims: &[EntryId]) -> Result<(), DiskError> {
        let json = serde_json::to_vec(claims).expect("names of entries are texts");
        disk::write(&self.path, &json, true)
    }
}
