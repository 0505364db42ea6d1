//! What a trustee has read of the record, on the trustee's disk: the ballots of a metropolis do not fit into memory.

use board::reader::Shelf;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// Entries one after the other in a file without a name, which is gone with the process. What is in it is public, and
/// is read from the record again the next time.
#[derive(Debug)]
pub(crate) struct Spool {
    file: File,
    /// Where each entry ends.
    ends: Vec<u64>,
}

impl Spool {
    /// An empty one in this folder.
    pub(crate) fn in_folder(folder: &Path) -> io::Result<Self> {
        Ok(Self { file: tempfile::tempfile_in(folder)?, ends: Vec::new() })
    }

    fn start(&self, at: usize) -> u64 {
        at.checked_sub(1).and_then(|last| self.ends.get(last)).copied().unwrap_or_default()
    }
}

impl Shelf for Spool {
    fn keep(&mut self, sequence: u64, entry: &[u8]) -> Result<(), String> {
        self.ends.truncate(usize::try_from(sequence).map_err(|e| e.to_string())?);
        let start = self.start(self.ends.len());
        self.file.write_all_at(entry, start).map_err(|e| e.to_string())?;
        self.ends.push(start + entry.len() as u64);
        Ok(())
    }

    fn entry(&self, sequence: u64) -> Result<Option<Vec<u8>>, String> {
        let Ok(at) = usize::try_from(sequence) else { return Ok(None) };
        let Some(end) = self.ends.get(at) else { return Ok(None) };
        let start = self.start(at);
        // Its length was an entry's when it was written.
        let mut entry = vec![0; (end - start) as usize];
        self.file.read_exact_at(&mut entry, start).map_err(|e| e.to_string())?;
        Ok(Some(entry))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_laid_down_is_read_again_and_what_lay_behind_is_forgotten() {
        let folder = tempfile::tempdir().expect("folder");
        let mut spool = Spool::in_folder(folder.path()).expect("spool");
        for (sequence, entry) in (0..).zip([&b"first"[..], b"", b"third, longer", b"fourth"]) {
            spool.keep(sequence, entry).expect("kept");
        }
        spool.keep(2, b"another").expect("kept");
        let read: Vec<_> = (0..4).map(|sequence| spool.entry(sequence).expect("read")).collect();
        let due = [Some(b"first".to_vec()), Some(Vec::new()), Some(b"another".to_vec()), None];
        assert_eq!(read, due);
        assert_eq!(std::fs::read_dir(folder.path()).expect("folder").count(), 0, "it leaves nothing behind");
    }
}
