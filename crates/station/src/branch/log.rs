//! The desk's log on the disk: one entry a line, flushed before anything is done that it tells of.
//!
//! A line that was not flushed whole when the power went was never acted upon: it is cut off at the next start. A line
//! before the last that cannot be read is damage, and the machine does not go on.

use crate::disk::DiskError;
use pollbook::entry::Entry;
use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// The file, open at its end.
#[derive(Debug)]
pub(super) struct LogFile {
    path: PathBuf,
    file: File,
    /// Bytes of whole, flushed lines.
    length: u64,
}

impl LogFile {
    /// Opens the log and reads what was kept.
    pub(super) fn open(path: &Path) -> Result<(Self, Vec<Entry>), DiskError> {
        let at = DiskError::at(path);
        let mut options = std::fs::OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        let file = options.open(path).map_err(&at)?;
        let bytes = std::fs::read(path).map_err(&at)?;
        let (entries, length) = whole(&bytes).map_err(|line| {
            let what = format!("line {line} is not an entry of this desk's log");
            at(std::io::Error::new(std::io::ErrorKind::InvalidData, what))
        })?;
        let mut log = Self { path: path.to_owned(), file, length };
        log.cut()?;
        Ok((log, entries))
    }

    /// Adds entries; they are on the disk when this answers. After a failure the file is as it was before.
    pub(super) fn append(&mut self, entries: &[Entry]) -> Result<(), DiskError> {
        let mut lines = Vec::new();
        for entry in entries {
            lines.extend(entry.to_bytes());
            lines.push(b'\n');
        }
        let written = self.file.write_all(&lines).and_then(|()| self.file.sync_data());
        match written {
            Ok(()) => {
                self.length += lines.len() as u64;
                Ok(())
            }
            Err(error) => {
                let error = DiskError::at(&self.path)(error);
                self.cut()?;
                Err(error)
            }
        }
    }

    /// Back to the last flushed line.
    fn cut(&mut self) -> Result<(), DiskError> {
        let at = DiskError::at(&self.path);
        self.file.set_len(self.length).map_err(&at)?;
        self.file.seek(SeekFrom::Start(self.length)).map_err(&at)?;
        self.file.sync_data().map_err(&at)
    }
}

/// The whole lines, and their length; or the number of the first that cannot be read and is not the torn last.
fn whole(bytes: &[u8]) -> Result<(Vec<Entry>, u64), usize> {
    let (mut entries, mut length) = (Vec::new(), 0);
    for (number, line) in (1_usize..).zip(bytes.split_inclusive(|byte| *byte == b'\n')) {
        let Some(text) = line.strip_suffix(b"\n") else { break };
        entries.push(Entry::parse(text).map_err(|_| number)?);
        length += line.len() as u64;
    }
    Ok((entries, length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use election::bytes::Digest;
    use election::id::BranchId;
    use pollbook::clock::Moment;
    use pollbook::device::SessionId;
    use pollbook::entry::{Act, EntryId};

    fn entry(counter: u64) -> Entry {
        Entry {
            id: EntryId { session: SessionId([1; 16]), counter },
            previous: Digest([0; 32]),
            at: Moment { wall: counter, count: 0 },
            branch: BranchId::new("0001").expect("an id"),
            act: Act::Reached,
        }
    }

    #[test]
    fn a_log_that_was_cut_anywhere_gives_the_lines_that_were_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("desk.log");
        let (mut log, kept) = LogFile::open(&path).expect("a new log");
        assert_eq!(kept, []);
        log.append(&[entry(0), entry(1)]).expect("a disk");
        let bytes = std::fs::read(&path).expect("a log");
        let first = bytes.iter().position(|byte| *byte == b'\n').expect("two lines") + 1;
        for length in 0..=bytes.len() {
            std::fs::write(&path, &bytes[..length]).expect("a disk");
            let (mut log, kept) = LogFile::open(&path).expect("a torn log");
            let whole = usize::from(length >= first) + usize::from(length == bytes.len());
            assert_eq!(kept, [entry(0), entry(1)][..whole], "cut after {length} bytes");
            log.append(&[entry(7)]).expect("a disk");
            let (_, again) = LogFile::open(&path).expect("a mended log");
            assert_eq!(again.len(), whole + 1);
            assert_eq!(again[whole], entry(7));
        }
    }

    #[test]
    fn a_damaged_line_in_the_middle_is_not_stepped_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("desk.log");
        let (mut log, _) = LogFile::open(&path).expect("a new log");
        log.append(&[entry(0), entry(1)]).expect("a disk");
        let mut bytes = std::fs::read(&path).expect("a log");
        bytes[3] ^= 1;
        std::fs::write(&path, bytes).expect("a disk");
        assert!(LogFile::open(&path).is_err());
    }
}
