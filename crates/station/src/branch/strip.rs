//! The strip: each check-in on paper before the card is given, so that a lost folder loses nobody.
//!
//! It is a file or a printer's device: `--strip /dev/usb/lp0`. A file on the same disk as the log is good for a rehearsal
//! and for nothing else.

use crate::disk::DiskError;
use pollbook::entry::Line;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Where lines are printed.
#[derive(Debug)]
pub(super) struct Strip(PathBuf);

impl Strip {
    pub(super) fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Prints a line. A strip that is out of paper stops the check-in.
    pub(super) fn print(&self, line: &Line) -> Result<(), DiskError> {
        let at = DiskError::at(&self.0);
        let mut text = serde_json::to_vec(line).expect("a line holds only texts and numbers");
        text.push(b'\n');
        let mut strip = std::fs::OpenOptions::new().create(true).append(true).open(&self.0).map_err(&at)?;
        strip.write_all(&text).map_err(&at)?;
        match strip.sync_data() {
            // A printer has nothing to flush.
            Err(error) if error.kind() == std::io::ErrorKind::InvalidInput => Ok(()),
            flushed => flushed.map_err(&at),
        }
    }
}
