//! The second disk («حافظه‌ی دوم»): what a spare device needs to take a branch's place within a minute.
//!
//! A branch's folder can be lost with its device. Its key, its cards and its box are therefore kept on a second disk too (a stick
//! that is pulled out of the dead device), and each ballot is on both before the voter has a receipt. The desk's log is not: it joins
//! pending cards to persons, and its second copy is the strip on paper.

use super::keep;
use crate::disk::{self, DiskError};
use protocol::branch::Branch;
use std::path::{Path, PathBuf};

/// What was sealed here and has left the box.
const HALVES: &str = "first-halves";

/// Everything but the log: what never changes after the morning, and the box.
const FILES: [&str; 14] = [
    "machine.key",
    "cards.csv",
    "pending.csv",
    "opening.json",
    "opening.refused",
    "closing.json",
    "void",
    "roll.key",
    "desk.token",
    "counts.json",
    "desks.json",
    "record.json",
    "box.json",
    HALVES,
];

/// The second disk of a branch.
#[derive(Debug, Clone)]
pub(super) struct Second(PathBuf);

impl Second {
    /// A folder that is empty, on a device that never stood here, is filled from the second disk, and its session comes
    /// after the one that is named there.
    pub(super) fn open(at: &Path, folder: &Path) -> Result<Self, DiskError> {
        let second = Self(at.to_owned());
        let is_new = disk::read(&folder.join("machine.key"))?.is_none();
        if is_new && disk::read(&at.join("machine.key"))?.is_some() {
            for name in FILES {
                copy(at, folder, name)?;
            }
            copy_tree(&at.join("record"), &folder.join("record"))?;
            copy_tree(&at.join("refused"), &folder.join("refused"))?;
            if let Some(session) = disk::read(&at.join("session"))? {
                keep::put_superseded(folder, &session)?;
            }
        }
        Ok(second)
    }

    /// Brings it up to the folder: at the start, and after officers changed where the branch stands.
    pub(super) fn follow(&self, folder: &Path) -> Result<(), DiskError> {
        for name in FILES.into_iter().chain(["session"]) {
            copy(folder, &self.0, name)?;
        }
        // The record refused it: it does not stand here either.
        for name in ["opening.json", "opening.refused", "closing.json"] {
            let kept = self.0.join(name);
            if kept.exists() && !folder.join(name).exists() {
                std::fs::remove_file(&kept).map_err(DiskError::at(&kept))?;
            }
        }
        copy_tree(&folder.join("record"), &self.0.join("record"))?;
        self.follow_ballots(folder)
    }

    /// Brings it up to what left the box, before it leaves: first halves, and ballots that the record refused.
    pub(super) fn follow_ballots(&self, folder: &Path) -> Result<(), DiskError> {
        copy(folder, &self.0, HALVES)?;
        copy_tree(&folder.join("refused"), &self.0.join("refused"))
    }

    /// Keeps the box.
    pub(super) fn put(&self, branch: &Branch) -> Result<(), DiskError> {
        keep::put(&self.0, branch)
    }
}

/// The copy of the record: small files, judged again when they are read.
fn copy_tree(from: &Path, to: &Path) -> Result<(), DiskError> {
    if !from.exists() {
        return Ok(());
    }
    let at = DiskError::at(from);
    for entry in std::fs::read_dir(from).map_err(&at)? {
        let entry = entry.map_err(&at)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type().map_err(&at)?.is_dir() {
            copy_tree(&entry.path(), &to.join(&name))?;
        } else {
            copy(from, to, &name)?;
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path, name: &str) -> Result<(), DiskError> {
    let Some(bytes) = disk::read(&from.join(name))? else { return Ok(()) };
    if disk::read(&to.join(name))?.as_ref() == Some(&bytes) {
        return Ok(());
    }
    disk::write(&to.join(name), &bytes, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r4_a_spare_knows_what_was_sealed_and_refused_before_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let [old, stick, spare] = ["old", "stick", "spare"].map(|name| folder.path().join(name));
        let put =
            |name: &str, text: &str| disk::write(&old.join(name), text.as_bytes(), true).expect("a disk");
        put("machine.key", "key");
        let second = Second::open(&stick, &old).expect("a stick");
        second.follow(&old).expect("a stick");
        put("first-halves", "halves");
        put("refused/00.json", "ballot");
        second.follow_ballots(&old).expect("a stick");
        Second::open(&stick, &spare).expect("a spare");
        let has = |name: &str| std::fs::read_to_string(spare.join(name)).expect(name);
        assert_eq!([has("first-halves"), has("refused/00.json")], ["halves", "ballot"]);
    }
}
