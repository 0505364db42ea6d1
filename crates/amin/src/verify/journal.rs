//! Finished boxes on disk, one line each, so that work goes on after an interruption. Pulling the plug costs the
//! box that was being checked.

use crate::failure::Failure;
use election::unit::BoxId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use verify::{Boxed, Head, Journal};

/// The boxes that were finished, for whichever heads of the record.
///
/// It is believed as it stands, like the program itself: whoever keeps it keeps it on a machine of its own.
pub(super) struct Finished {
    path: PathBuf,
    file: File,
    boxes: BTreeMap<BoxId, Line>,
    failed: Option<std::io::Error>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Line {
    head: Head,
    boxed: Boxed,
}

impl Finished {
    /// Opens the notes of this version of the program in a folder. A last line that was cut off is dropped.
    pub(super) fn open(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join(format!("boxes-{}.jsonl", env!("CARGO_PKG_VERSION")));
        let open = || {
            std::fs::create_dir_all(folder)?;
            let mut file =
                OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path)?;
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            let (boxes, whole) = read(&bytes);
            file.set_len(whole as u64)?;
            file.seek(SeekFrom::End(0))?;
            Ok((file, boxes))
        };
        let (file, boxes) = open().map_err(|e| unwritable(&path, &e))?;
        Ok(Self { path, file, boxes, failed: None })
    }

    /// Says whether everything could be noted.
    pub(super) fn close(self) -> Result<(), Failure> {
        self.failed.map_or(Ok(()), |e| Err(unwritable(&self.path, &e)))
    }
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("{}: {error}", path.display()), "Give --work a folder that this user can write to")
}

/// The boxes in whole lines, and how many bytes those have.
fn read(bytes: &[u8]) -> (BTreeMap<BoxId, Line>, usize) {
    let (mut boxes, mut whole) = (BTreeMap::new(), 0);
    for line in bytes.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n")) {
        let Ok(read) = serde_json::from_slice::<Line>(line) else { break };
        whole += line.len();
        boxes.insert(read.boxed.box_id.clone(), read);
    }
    (boxes, whole)
}

impl Journal for Finished {
    fn known(&mut self, head: &Head, box_id: &BoxId) -> Option<Boxed> {
        self.boxes.get(box_id).filter(|line| line.head == *head).map(|line| line.boxed.clone())
    }

    fn keep(&mut self, head: &Head, boxed: &Boxed) {
        if self.failed.is_some() {
            return;
        }
        let line = Line { head: *head, boxed: boxed.clone() };
        let mut bytes = serde_json::to_vec(&line).expect("a report holds strings, numbers and lists");
        bytes.push(b'\n');
        // A box that could not be noted was checked all the same.
        self.failed = self.file.write_all(&bytes).and_then(|()| self.file.sync_data()).err();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use board::log::leaf_hash;
    use election::id::ContestId;
    use verify::Report;

    fn boxed(unit: &str, ballots: u64) -> Boxed {
        let mut report = Report::default();
        report.tried("mix.proof", 3);
        report.ballots = ballots;
        let contest = ContestId::new("council").expect("an id");
        let unit = unit.to_owned().try_into().expect("a unit");
        Boxed { box_id: BoxId { contest, unit }, report, totals: None }
    }

    fn head(of: &[u8]) -> Head {
        Head { size: 7, root: leaf_hash(of) }
    }

    #[test]
    fn a_line_cut_off_costs_its_own_box_and_no_other() {
        let folder = std::env::temp_dir().join(format!("amin-finished-{}", std::process::id()));
        let (one, two, three) = (boxed("0001", 1), boxed("0002", 2), boxed("0003", 3));
        let now = head(b"now");
        let mut finished = Finished::open(&folder).unwrap_or_else(|e| panic!("{e}"));
        finished.keep(&now, &one);
        finished.keep(&now, &two);
        let path = finished.path.clone();
        drop(finished);
        let bytes = std::fs::read(&path).expect("the notes");
        // The power failed while the second line was written: at every byte of it.
        let first = bytes.iter().position(|byte| *byte == b'\n').expect("two lines") + 1;
        for cut in [first, first + 1, first + 40, bytes.len() - 1] {
            std::fs::write(&path, &bytes[..cut]).expect("a folder of our own");
            let mut finished = Finished::open(&folder).unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(finished.known(&now, &one.box_id), Some(one.clone()));
            assert_eq!(finished.known(&now, &two.box_id), None, "cut at {cut}");
            assert_eq!(finished.known(&head(b"later"), &one.box_id), None, "another moment of the record");
            finished.keep(&now, &three);
            drop(finished);
            let mut again = Finished::open(&folder).unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(again.known(&now, &three.box_id), Some(three.clone()));
            assert_eq!(again.known(&now, &one.box_id), Some(one.clone()));
        }
        std::fs::remove_dir_all(&folder).expect("a folder of our own");
    }
}
