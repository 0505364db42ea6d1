//! Where a record is read from. The verifier itself opens no file and no socket.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Reading failed for a reason other than absence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// What could not be read, and why.
    pub what: String,
}

/// A record, by relative path with `/`.
pub trait Source: Sync {
    /// The bytes at a path, or nothing if there is no such file.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Unreadable>;

    /// `length` bytes of a file from `at` on: fewer where it ends, nothing if there is no such file.
    ///
    /// A verifier of a whole city reads single entries again from bundles that it does not keep.
    fn part(&self, path: &str, at: u64, length: usize) -> Result<Option<Vec<u8>>, Unreadable> {
        let Some(mut bytes) = self.read(path)? else { return Ok(None) };
        let from = usize::try_from(at).map_or(bytes.len(), |at| at.min(bytes.len()));
        bytes.drain(..from);
        bytes.truncate(length);
        Ok(Some(bytes))
    }

    /// Every file there is, if the source can list them; a web server cannot.
    fn list(&self) -> Result<Option<Vec<String>>, Unreadable> {
        Ok(None)
    }
}

/// A source that remembers whether reading ever failed: a check may go on without a file, its finding must not stand.
pub(crate) struct Watched<'a> {
    source: &'a dyn Source,
    failed: Mutex<Option<Unreadable>>,
}

impl<'a> Watched<'a> {
    pub(crate) fn new(source: &'a dyn Source) -> Self {
        Self { source, failed: Mutex::new(None) }
    }

    /// The first failure, if there was one.
    pub(crate) fn failed(&self) -> Option<Unreadable> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn watch<T>(&self, read: Result<T, Unreadable>) -> Result<T, Unreadable> {
        if let Err(failure) = &read {
            let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
            failed.get_or_insert_with(|| failure.clone());
        }
        read
    }
}

impl Source for Watched<'_> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        self.watch(self.source.read(path))
    }
    fn part(&self, path: &str, at: u64, length: usize) -> Result<Option<Vec<u8>>, Unreadable> {
        self.watch(self.source.part(path, at, length))
    }
    fn list(&self) -> Result<Option<Vec<String>>, Unreadable> {
        self.watch(self.source.list())
    }
}

/// A record in memory: for tests, and for callers that have read everything.
#[derive(Debug, Clone, Default)]
pub struct Folder(pub BTreeMap<String, Vec<u8>>);

impl Source for Folder {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        Ok(self.0.get(path).cloned())
    }
    fn list(&self) -> Result<Option<Vec<String>>, Unreadable> {
        Ok(Some(self.0.keys().cloned().collect()))
    }
}
