//! The public files of the record, and the files that wait for the entry that names them.

use crate::error::Error;
use board::entry::File;
use election::bytes::Digest;
use sha2::{Digest as _, Sha256};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;

/// So many bytes may wait for their entries together: three mixers of a constituency's box, with their proofs.
pub(crate) const ENOUGH: u64 = 16 << 30;

/// A file that no entry named for so long is swept away: boards may take days to sign.
const UNNAMED: Duration = Duration::from_secs(14 * 24 * 3600);

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
        folders.waiting()?;
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

    /// A file that waits for its entry.
    pub(crate) fn uploaded(&self, digest: &Digest) -> Result<Option<File>, Error> {
        let path = self.uploads.join(digest.to_string());
        match path.metadata() {
            Ok(about) => Ok(Some(File { sha256: *digest, bytes: about.len() })),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(Error::disk(&path, e)),
        }
    }

    /// Begins to receive a file of at most so many bytes, while no more than `enough` wait.
    pub(crate) fn receive(&self, most: u64, enough: u64) -> Result<Arriving, Error> {
        let room = enough.saturating_sub(self.waiting()?);
        if room == 0 {
            return Err(Error::NoRoom { enough });
        }
        let name = hex::encode(rand::random::<[u8; 16]>());
        let part = self.uploads.join(format!("{name}.part"));
        let file = std::fs::File::create(&part).map_err(|e| Error::disk(&part, e))?;
        let file = tokio::fs::File::from_std(file);
        let (folders, hash) = (self.clone(), Sha256::new());
        Ok(Arriving { folders, part, file, hash, bytes: 0, most, room: room.min(MEASURED), enough })
    }

    /// Sweeps away what nobody named for long; answers how many bytes wait still.
    fn waiting(&self) -> Result<u64, Error> {
        let disk = |e| Error::disk(&self.uploads, e);
        let mut waiting = 0;
        for entry in std::fs::read_dir(&self.uploads).map_err(disk)? {
            let path = entry.map_err(disk)?.path();
            // Published a moment ago.
            let Ok(about) = path.metadata() else { continue };
            let age = about.modified().map_err(disk)?.elapsed().unwrap_or_default();
            if age > UNNAMED {
                std::fs::remove_file(&path).map_err(disk)?;
            } else {
                waiting += about.len();
            }
        }
        Ok(waiting)
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

/// After so many bytes of a file the room for all is measured again.
const MEASURED: u64 = 16 << 20;

/// A file that arrives piece by piece; gone if it does not arrive whole.
#[derive(Debug)]
pub(crate) struct Arriving {
    folders: Folders,
    part: PathBuf,
    file: tokio::fs::File,
    hash: Sha256,
    bytes: u64,
    most: u64,
    /// It may grow so far before the room is measured again.
    room: u64,
    enough: u64,
}

impl Arriving {
    /// The next piece.
    pub(crate) async fn write(&mut self, piece: &[u8]) -> Result<(), Error> {
        self.bytes += piece.len() as u64;
        if self.bytes > self.most {
            return Err(Error::TooLong { most: self.most });
        }
        if self.bytes > self.room {
            self.measure(piece.len() as u64)?;
        }
        self.hash.update(piece);
        self.file.write_all(piece).await.map_err(|e| Error::disk(&self.part, e))
    }

    /// Others arrive beside it, so what was free at the beginning may not be any more.
    fn measure(&mut self, piece: u64) -> Result<(), Error> {
        if self.folders.waiting()? + piece > self.enough {
            return Err(Error::NoRoom { enough: self.enough });
        }
        self.room = self.bytes + MEASURED;
        Ok(())
    }

    /// It is whole: kept under its digest, if it is the one that was announced.
    pub(crate) async fn finish(mut self, digest: &Digest) -> Result<File, Error> {
        let disk = |e| Error::disk(&self.part, e);
        let sha256 = Digest(std::mem::take(&mut self.hash).finalize().into());
        if sha256 != *digest {
            return Err(Error::Misnamed);
        }
        self.file.sync_all().await.map_err(disk)?;
        tokio::fs::rename(&self.part, self.folders.uploads.join(sha256.to_string())).await.map_err(disk)?;
        let folder = tokio::fs::File::open(&self.folders.uploads).await.map_err(disk)?;
        folder.sync_all().await.map_err(disk)?;
        Ok(File { sha256, bytes: self.bytes })
    }
}

impl Drop for Arriving {
    fn drop(&mut self) {
        // Renamed already if it arrived; otherwise the next start sweeps what stays.
        let _ = std::fs::remove_file(&self.part);
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
