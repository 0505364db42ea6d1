//! Why a county could not be written.

use std::path::PathBuf;

/// A folder or a file is at fault, never the county.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// Somebody's files are there.
    #[error(
        "{} holds files already, and a sample overwrites nothing; name another folder with --out, or empty this one",
        folder.display()
    )]
    NotEmpty {
        /// The folder.
        folder: PathBuf,
    },
    /// The folder cannot be made or read.
    #[error("{}: the folder cannot be used ({source}); check the name and the permissions", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file was not written to its end.
    #[error(
        "{}: cannot be written ({source}); make room or mend the permissions, delete what is in the folder, and try again",
        file.display()
    )]
    Write {
        /// The file.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}
