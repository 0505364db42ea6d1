//! What can go wrong between a question and its printed answer.

use std::path::PathBuf;

/// A question about capacity that could not be answered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The question itself is at fault; the field is named.
    #[error(transparent)]
    Question(#[from] planning::InputError),
    /// A file cannot be read.
    #[error("{}: cannot be read ({source}); check the name and the permissions", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is not what this command takes.
    #[error("{}: {what}; see `--help` for an example of the file", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, and where.
        what: String,
    },
    /// A file cannot be written.
    #[error("{}: cannot be written ({source}); check the folder, the disk and the permissions", path.display())]
    WriteFile {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A paper cannot be laid out.
    #[error(transparent)]
    Paper(#[from] forms::Failed),
    /// A file name whose ending names no form we write.
    #[error("{}: the ending says no form of this answer; give a name that ends with {known}", path.display())]
    Ending {
        /// The file.
        path: PathBuf,
        /// The endings that are known.
        known: &'static str,
    },
    /// The answer cannot be written.
    #[error("the answer cannot be written ({0}); check the disk and the permissions")]
    Write(#[from] std::io::Error),
}
