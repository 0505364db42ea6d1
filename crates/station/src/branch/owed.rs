//! What the strip owes: check-ins that are in the log and counted, and whose card waits for their line; and undoings that are
//! in the log and not on paper yet.

use super::keep;
use crate::disk::{self, DiskError};
use pollbook::entry::{EntryId, Line};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// A file `owed.json` in the machine's folder.
#[derive(Debug)]
pub(super) struct Owed {
    path: PathBuf,
    kept: Kept,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    /// Check-ins whose cards are owed.
    cards: Vec<EntryId>,
    /// Check-ins whose undoing the strip does not tell.
    undone: Vec<EntryId>,
    /// The last line before the power went, where the strip did not take it at the next start either.
    #[serde(default)]
    last: Option<Line>,
}

impl Owed {
    /// What was owed when the machine stopped.
    pub(super) fn open(folder: &Path) -> Result<Self, DiskError> {
        let path = folder.join("owed.json");
        let kept = match disk::read(&path)? {
            None => Kept::default(),
            Some(bytes) => {
                serde_json::from_slice(&bytes).map_err(|e| keep::damaged(&path, &e.to_string()))?
            }
        };
        Ok(Self { path, kept })
    }

    /// The check-ins whose cards are owed.
    pub(super) fn cards(&self) -> impl Iterator<Item = EntryId> + '_ {
        self.kept.cards.iter().copied()
    }

    /// The check-ins whose undoing is not printed.
    pub(super) fn undone(&self) -> impl Iterator<Item = EntryId> + '_ {
        self.kept.undone.iter().copied()
    }

    /// Is it known that the strip did not take this line?
    pub(super) fn owes(&self, line: &Line) -> bool {
        match line {
            Line::CheckedIn { claim, .. } => self.kept.cards.contains(claim),
            Line::Undone { claim } => self.kept.undone.contains(claim),
        }
    }

    /// The strip did not print this line. A disk that does not take it either makes it no less owed while the machine runs; after
    /// a restart the officers find a check-in under its receipt number.
    pub(super) fn owe(&mut self, line: &Line) {
        let (list, claim) = match line {
            Line::CheckedIn { claim, .. } => (&mut self.kept.cards, *claim),
            Line::Undone { claim } => (&mut self.kept.undone, *claim),
        };
        if list.contains(&claim) {
            return;
        }
        list.push(claim);
        if let Err(error) = self.keep(&self.kept) {
            say!("amin branch: what the strip owes is not kept over a restart: {error}");
        }
    }

    /// The strip did not take the last line of before. Whether its card was given is for the officers: none is promised here.
    pub(super) fn owe_last(&mut self, line: Line) {
        if matches!(line, Line::Undone { claim } if self.kept.undone.contains(&claim)) {
            return;
        }
        self.kept.last = Some(line);
        if let Err(error) = self.keep(&self.kept) {
            say!("amin branch: what the strip owes is not kept over a restart: {error}");
        }
    }

    /// The last line of before, if the strip lacks it.
    pub(super) fn last(&self) -> Option<&Line> {
        self.kept.last.as_ref()
    }

    /// That one is printed.
    pub(super) fn last_printed(&mut self) {
        self.kept.last = None;
        if let Err(error) = self.keep(&self.kept) {
            say!("amin branch: a line will be printed once more after a restart: {error}");
        }
    }

    /// Its line is printed, and the card will be given.
    pub(super) fn settle(&mut self, claim: EntryId) -> Result<(), DiskError> {
        let mut left = self.kept.clone();
        left.cards.retain(|owed| *owed != claim);
        self.keep(&left)?;
        self.kept = left;
        Ok(())
    }

    /// The undoing of this one is printed. Were it printed once more after a restart, it would be one line all the same.
    pub(super) fn printed(&mut self, claim: EntryId) {
        self.kept.undone.retain(|owed| *owed != claim);
        if let Err(error) = self.keep(&self.kept) {
            say!("amin branch: an undoing will be printed once more after a restart: {error}");
        }
    }

    fn keep(&self, kept: &Kept) -> Result<(), DiskError> {
        let json = serde_json::to_vec(kept).expect("names of entries are texts");
        disk::write(&self.path, &json, true)
    }
}
