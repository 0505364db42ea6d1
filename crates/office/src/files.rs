//! The public files of the record, and the files that wait for the entry that names them.

use crate::error::Error;
use board::entry::File;
use election::bytes::Digest;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The folder of the public record and the folder of uploads.
#[derive(Debug, Clone)]
pub(crate) struct Folders {
    record: PathBuf,
    uploads: PathBuf,
}

impl Folders {
    pub(crate) fn open(data: &Path) -> Result<Self, Error> {
        let folders = Self { record: data.join("record"), uploads: data.join("uploads") };
        for folder in [&folders.record, &folders.uploads] {
            std::fs::create_dir_all(folder)
                .and_then(|()| sweep(folder))
                .map_err(|e| Error::disk(folder, e))?;
        }
        Ok(folders)
    }

    pub(crate) fn record(&self) -> &Path {
        &self.record
    }

    /// Keeps an upload under its digest until an entry names it.
    pub(crate) fn upload(&self, bytes: &[u8]) -> Result<File, Error> {
        let file = File::of(bytes);
        let path = self.uploads.join(file.sha256.to_string());
        if !path.exists() {
            write(&path, bytes)?;
        }
        Ok(file)
    }

    pub(crate) fn is_uploaded(&self, digest: &Digest) -> bool {
        self.uploads.join(digest.to_string()).exists()
    }

    /// Puts an uploaded file to its place in the record.
    pub(crate) fn publish(&self, path: &str, file: &File) -> Result<(), Error> {
        let target = self.record.join(path);
        let upload = self.uploads.join(file.sha256.to_string());
        if target.exists() && !upload.exists() {
            return Ok(());
        }
        let bytes = std::fs::read(&upload).map_err(|e| Error::disk(&upload, e))?;
        write(&target, &bytes)
    }

    /// Removes uploads that have their place.
    pub(crate) fn published(&self, file: &File) {
        // Left behind at worst, never lost: the file is at its place already.
        let _ = std::fs::remove_file(self.uploads.join(file.sha256.to_string()));
    }

    /// Reads a file of the record.
    pub(crate) fn read(&self, path: &str) -> Result<Vec<u8>, Error> {
        let path = self.record.join(path);
        std::fs::read(&path).map_err(|e| Error::disk(&path, e))
    }
}

impl board::admission::Files for Folders {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        std::fs::read(self.record.join(path)).ok()
    }

    fn matching(&self, path: &str, file: &File) -> Result<Vec<u8>, board::admission::Refusal> {
        let upload = std::fs::read(self.uploads.join(file.sha256.to_string())).ok();
        let bytes = upload.or_else(|| std::fs::read(self.record.join(path)).ok());
        let missing = || board::admission::Refusal::FileMissing { path: path.to_owned() };
        let bytes = bytes.ok_or_else(missing)?;
        if file.is(&bytes) {
            Ok(bytes)
        } else {
            Err(board::admission::Refusal::FileDiffers { path: path.to_owned() })
        }
    }
}

/// Writes a file so that after a power cut it is either whole or not there.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let disk = |e| Error::disk(path, e);
    let parent = path.parent().unwrap_or_else(|| Path::new("."));
    std::fs::create_dir_all(parent).map_err(disk)?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = parent.join(name);
    let mut file = std::fs::File::create(&part).map_err(disk)?;
    file.write_all(bytes).map_err(disk)?;
    file.sync_all().map_err(disk)?;
    std::fs::rename(&part, path).map_err(disk)?;
    // The new name is the folder's: without this a power cut could take it back after the answer.
    std::fs::File::open(parent).and_then(|folder| folder.sync_all()).map_err(disk)
}

/// Takes away what a power cut left half written: in a record's folder the verifier would find a stray file.
fn sweep(folder: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sweep(&path)?;
        } else if path.extension().is_some_and(|extension| extension == "part") {
            // Another server on the same folder may be writing it just now.
            let age = path.metadata()?.modified()?.elapsed().unwrap_or_default();
            if age > Duration::from_secs(60) {
                std::fs::remove_file(path)?;
            }
        }
    }
    Ok(())
}
