//! Reading what another machine answers, and never more than was asked for.
//!
//! Whoever answers chooses how much. A machine that reads without a limit can be filled up until it stops.

use std::io::Read as _;

/// The most bytes of an answer to a request.
pub const MOST_ANSWER: u64 = 64 << 20;

/// The other machine answers more than may be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// It stopped answering, or the line broke.
    #[error("{0}")]
    Broken(String),
    /// It sends more than any right answer has.
    #[error("the answer has more than {most} bytes, which no right one has")]
    Endless {
        /// As many as were read before giving up.
        most: u64,
    },
}

/// The body of an answer, at most so many bytes.
pub async fn body(mut response: reqwest::Response, most: u64) -> Result<Vec<u8>, Unread> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|e| Unread::Broken(e.to_string()))? {
        if (bytes.len() + chunk.len()) as u64 > most {
            return Err(Unread::Endless { most });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// The same, outside of asynchronous tasks.
pub fn body_blocking(response: reqwest::blocking::Response, most: u64) -> Result<Vec<u8>, Unread> {
    let mut bytes = Vec::new();
    let read = response.take(most.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|e| Unread::Broken(e.to_string()))?;
    if bytes.len() as u64 > most { Err(Unread::Endless { most }) } else { Ok(bytes) }
}
