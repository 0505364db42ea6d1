//! Why a command failed: what happened, and what to do.

use std::fmt;

/// Two sentences: what happened, what to do.
#[derive(Debug)]
pub(crate) struct Failure {
    what: String,
    remedy: String,
}

impl Failure {
    /// With a remedy.
    pub(crate) fn new(what: impl fmt::Display, remedy: impl Into<String>) -> Self {
        Self { what: what.to_string(), remedy: remedy.into() }
    }

    /// Where the error itself says what to do.
    pub(crate) fn other(what: impl fmt::Display) -> Self {
        Self::new(what, "")
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        if self.remedy.is_empty() { Ok(()) } else { write!(f, "\n  {}", self.remedy) }
    }
}

impl From<door::Problem> for Failure {
    fn from(problem: door::Problem) -> Self {
        Self::new(problem.title, problem.detail)
    }
}
impl From<station::disk::DiskError> for Failure {
    fn from(error: station::disk::DiskError) -> Self {
        Self::other(error)
    }
}
impl From<station::memory::BadMemory> for Failure {
    fn from(error: station::memory::BadMemory) -> Self {
        Self::other(error)
    }
}
impl From<station::branch::BadOutfit> for Failure {
    fn from(error: station::branch::BadOutfit) -> Self {
        Self::other(error)
    }
}
impl From<station::roll::BadRoll> for Failure {
    fn from(error: station::roll::BadRoll) -> Self {
        Self::other(error)
    }
}
impl From<office::Error> for Failure {
    fn from(error: office::Error) -> Self {
        Self::other(error)
    }
}
impl From<board::reader::Disbelief> for Failure {
    fn from(error: board::reader::Disbelief) -> Self {
        let remedy = match error {
            board::reader::Disbelief::Shelf(_) => {
                "Make room on this machine's disk and run the same command again"
            }
            _ => "Nothing was done. If the record is really so, tell the supervisory body",
        };
        Self::new(error, remedy)
    }
}
