//! Files that survive a power cut whole or not at all.

use std::io::Write as _;
use std::path::Path;

/// A file could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {source}. {}", remedy(.source))]
pub struct DiskError {
    /// Which.
    pub path: String,
    /// What the system says.
    pub source: std::io::Error,
}

fn remedy(error: &std::io::Error) -> &'static str {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            "The disk is full: free some space; nothing acknowledged is lost"
        }
        std::io::ErrorKind::PermissionDenied => "Give this user the right to use it",
        std::io::ErrorKind::NotFound => "Check the path",
        _ => "Check the disk",
    }
}

impl DiskError {
    /// With the path.
    pub fn at(path: &Path) -> impl Fn(std::io::Error) -> Self + '_ {
        move |source| Self { path: path.display().to_string(), source }
    }
}

/// Writes a file: beside it first, flushed, then in its place. `secret` files only their owner may read.
pub fn write(path: &Path, bytes: &[u8], secret: bool) -> Result<(), DiskError> {
    let at = DiskError::at(path);
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(&at)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    if secret {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(&part).map_err(&at)?;
    file.write_all(bytes).map_err(&at)?;
    file.sync_all().map_err(&at)?;
    std::fs::rename(&part, path).map_err(&at)?;
    // The new name is the folder's: without this a power cut could take it back after the answer.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(&at)
}

/// Reads a file, or nothing if there is none.
pub fn read(path: &Path) -> Result<Option<Vec<u8>>, DiskError> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(DiskError::at(path)(e)),
    }
}

impl From<DiskError> for door::Problem {
    fn from(error: DiskError) -> Self {
        Self::new(axum::http::StatusCode::INSUFFICIENT_STORAGE, "disk", error)
    }
}
