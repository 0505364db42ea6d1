//! Take a file that waits for the entry that names it.
//!
//! Only whoever signs such entries may hand one in, and it is written to the disk as it comes: nobody fills this machine's memory,
//! and its disk only up to a fixed sum.

use crate::error::Error;
use crate::files::ENOUGH;
use crate::open::Office;
use board::entry::File;
use election::bytes::Digest;
use election::signatory::Signatory;
use futures_util::{Stream, StreamExt as _};
use headquarters::permit::{Actor, Permit, act};
use std::pin::pin;

/// The longest file: the slots of a constituency's box.
const MOST: u64 = 2 << 30;
/// The longest of a branch: the numbers of its cards.
const MOST_OF_BRANCH: u64 = 16 << 20;
/// Where so much waits, branches' files wait too: one branch's stolen key must not take the room that trustees need.
const ENOUGH_OF_BRANCHES: u64 = 1 << 30;

impl Office {
    /// Keeps a file until an entry names it. Handed in again it is the same; one that nobody names is swept away.
    pub async fn upload<B: AsRef<[u8]>, E: std::fmt::Display>(
        &self,
        permit: &Permit<act::HandIn>,
        digest: &Digest,
        pieces: impl Stream<Item = Result<B, E>>,
    ) -> Result<File, Error> {
        let folders = self.0.folders.clone();
        if let Some(file) = folders.uploaded(digest)? {
            return Ok(file);
        }
        let (most, enough) = match permit.actor() {
            Actor::Signed(Signatory::Branch(_)) => (MOST_OF_BRANCH, ENOUGH_OF_BRANCHES),
            _ => (MOST, ENOUGH),
        };
        let mut arriving = tokio::task::spawn_blocking(move || folders.receive(most, enough))
            .await
            .expect("beginning a file does not panic")?;
        let mut pieces = pin!(pieces);
        while let Some(piece) = pieces.next().await {
            arriving.write(piece.map_err(|_| Error::CutShort)?.as_ref()).await?;
        }
        arriving.finish(digest).await
    }
}

#[cfg(test)]
#[path = "upload/tests.rs"]
mod tests;
