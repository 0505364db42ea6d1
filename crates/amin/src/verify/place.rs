//! Where a record is read from: a folder, or an address whose files are put into a folder first.

use crate::failure::Failure;
use station::record::most;
use std::fs::File;
use std::io::{ErrorKind, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use verify::{Source, Unreadable};

/// A record.
pub(super) enum Place {
    Folder(Directory),
    Server(Mirror),
}

impl Place {
    pub(super) fn open(record: &str) -> Result<Self, Failure> {
        if record.starts_with("http://") || record.starts_with("https://") {
            Ok(Self::Server(Mirror::of(record)?))
        } else {
            Ok(Self::Folder(Directory(PathBuf::from(record))))
        }
    }
}

impl Source for Place {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        match self {
            Self::Folder(folder) => folder.read(path),
            Self::Server(mirror) => mirror.read(path),
        }
    }
    fn part(&self, path: &str, at: u64, length: usize) -> Result<Option<Vec<u8>>, Unreadable> {
        match self {
            Self::Folder(folder) => folder.part(path, at, length),
            Self::Server(mirror) => mirror.part(path, at, length),
        }
    }
    fn list(&self) -> Result<Option<Vec<String>>, Unreadable> {
        match self {
            Self::Folder(folder) => folder.list(),
            // A web server cannot say what else it has.
            Self::Server(_) => Ok(None),
        }
    }
}

/// A folder on disk.
pub(crate) struct Directory(pub(crate) PathBuf);

impl Source for Directory {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        // Whoever hands over a folder could have laid a link to a device there, or a file without end.
        let read = || {
            let place = self.0.join(path);
            let about = std::fs::symlink_metadata(&place)?;
            let most = most(path);
            if !about.is_file() || about.len() > most {
                let what = format!("it is no plain file of at most {most} bytes");
                return Err(std::io::Error::new(ErrorKind::InvalidData, what));
            }
            let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or_default());
            File::open(place)?.take(most).read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        found(path, read())
    }

    fn part(&self, path: &str, at: u64, length: usize) -> Result<Option<Vec<u8>>, Unreadable> {
        let part = || {
            let mut file = File::open(self.0.join(path))?;
            file.seek(SeekFrom::Start(at))?;
            let mut bytes = Vec::with_capacity(length);
            file.take(length as u64).read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        found(path, part())
    }

    fn list(&self) -> Result<Option<Vec<String>>, Unreadable> {
        let mut found = Vec::new();
        walk(&self.0, "", &mut found)
            .map_err(|e| Unreadable { what: format!("{}: {e}", self.0.display()) })?;
        Ok(Some(found))
    }
}

fn found(path: &str, outcome: std::io::Result<Vec<u8>>) -> Result<Option<Vec<u8>>, Unreadable> {
    match outcome {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(e) => Err(Unreadable { what: format!("{path}: {e}") }),
    }
}

fn walk(folder: &Path, prefix: &str, found: &mut Vec<String>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), &path, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

/// A record on a web server. Each file is fetched once and kept in a temporary folder, so that single ballots can
/// be read again from it, and the server cannot answer otherwise the second time.
pub(super) struct Mirror {
    remote: station::record::RemoteRecord,
    kept: Directory,
}

impl Mirror {
    fn of(url: &str) -> Result<Self, Failure> {
        let name = format!("amin-verify-{}-{:016x}", std::process::id(), rand::random::<u64>());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir(&folder).map_err(|e| {
            Failure::new(
                format!("{}: {e}", folder.display()),
                "Set TMPDIR to a folder with room for the record",
            )
        })?;
        Ok(Self { remote: station::record::RemoteRecord::new(url), kept: Directory(folder) })
    }

    /// A path that stays inside the folder: paths come from the record.
    fn is_plain(path: &str) -> bool {
        Path::new(path).components().all(|part| matches!(part, std::path::Component::Normal(_)))
    }
}

impl Source for Mirror {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        if !Self::is_plain(path) {
            return Ok(None);
        }
        if let Some(bytes) = self.kept.read(path)? {
            return Ok(Some(bytes));
        }
        let Some(bytes) = self.remote.fetch(path).map_err(|what| Unreadable { what })? else {
            return Ok(None);
        };
        station::disk::write(&self.kept.0.join(path), &bytes, false)
            .map_err(|e| Unreadable { what: e.to_string() })?;
        Ok(Some(bytes))
    }

    fn part(&self, path: &str, at: u64, length: usize) -> Result<Option<Vec<u8>>, Unreadable> {
        if !Self::is_plain(path) || (!self.kept.0.join(path).exists() && self.read(path)?.is_none()) {
            return Ok(None);
        }
        self.kept.part(path, at, length)
    }
}

impl Drop for Mirror {
    fn drop(&mut self) {
        // Left behind at worst in a folder that the system empties.
        let _ = std::fs::remove_dir_all(&self.kept.0);
    }
}
