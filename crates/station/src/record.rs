//! The public record over HTTP: any web server that serves its files will do.

use crate::memory::Memory;
use crate::read;
use board::log::bundle::MOST_ENTRY_BYTES;
use board::log::checkpoint::CHECKPOINT_PATH;
use board::log::note::MOST_NOTE_BYTES;
use board::log::tile::Holds;
use board::log::{Tile, hash::HASH_BYTES};
use board::reader::{Disbelief, Follower, Shelf};
use std::time::Duration;

/// The most bytes of a file of the record besides the log: the slots of a whole constituency in one box.
pub const MOST_FILE: u64 = 4 << 30;

/// Bytes a second of the slowest line over which a record is read.
const SLOWEST: u64 = 1 << 20;

/// A record at an address.
#[derive(Debug, Clone)]
pub struct RemoteRecord {
    url: String,
    client: reqwest::blocking::Client,
}

impl RemoteRecord {
    /// At this address; `/record` of a headquarters.
    ///
    /// Blocking, so it must be made and used outside of asynchronous tasks, or on a blocking thread.
    pub fn new(url: &str) -> Self {
        let client = reqwest::blocking::Client::builder()
            .timeout(Duration::from_secs(120))
            .connect_timeout(Duration::from_secs(5))
            .build()
            .expect("a client without TLS settings can always be built");
        Self { url: url.trim_end_matches('/').to_owned(), client }
    }

    /// The bytes at a path, or nothing. What is longer than any right file at that path is not read.
    pub fn fetch(&self, path: &str) -> Result<Option<Vec<u8>>, String> {
        // A file may take as long as a slow line needs for it; the clock runs for the whole answer.
        let patience = Duration::from_secs(120 + most(path) / SLOWEST);
        let request = self.client.get(format!("{}/{path}", self.url)).timeout(patience);
        let response = request.send().map_err(|e| e.to_string())?;
        match response.status().as_u16() {
            404 => Ok(None),
            200 => {
                let bytes = read::body_blocking(response, most(path));
                bytes.map(Some).map_err(|e| format!("{path}: {e}"))
            }
            status => Err(format!("{path}: the server answered {status}")),
        }
    }

    /// Reads on. The record may grow while it is read, and a partial tile give way to a wider one: that is
    /// tried again with the newer checkpoint before it is believed to be missing.
    pub fn advance<S: Shelf>(&self, follower: &mut Follower<S>) -> Result<bool, Disbelief> {
        let fetch = |path: &str| self.fetch(path);
        let mut tries = 0;
        loop {
            match follower.advance(&fetch) {
                Err(Disbelief::Missing(_) | Disbelief::Root) if tries < 5 => tries += 1,
                other => return other,
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

/// The most bytes that a right file at this path can have.
pub fn most(path: &str) -> u64 {
    if path == CHECKPOINT_PATH {
        return MOST_NOTE_BYTES as u64;
    }
    match path.parse::<Tile>() {
        Ok(tile) if tile.holds() == Holds::Entries => (tile.width() * (2 + MOST_ENTRY_BYTES)) as u64,
        Ok(tile) => (tile.width() * HASH_BYTES) as u64,
        Err(_) => MOST_FILE,
    }
}

/// Why waiting for the record ended.
#[derive(Debug, thiserror::Error)]
pub enum Ended {
    /// The record is not believed.
    #[error(transparent)]
    Disbelief(#[from] Disbelief),
    /// This machine's disk.
    #[error(transparent)]
    Disk(#[from] crate::disk::DiskError),
}

/// Follows the record of an event from an asynchronous task until `enough`, asking again every 200 ms.
/// Answers what was found, and the memory of how far the record was seen.
pub async fn wait_for<T: Send + 'static>(
    url: &str,
    mut memory: Memory,
    enough: impl Fn(&Follower) -> Option<T> + Send + 'static,
) -> Result<(T, Memory), Ended> {
    let url = url.to_owned();
    tokio::task::spawn_blocking(move || {
        let remote = RemoteRecord::new(&url);
        let mut follower = memory.follower();
        loop {
            match remote.advance(&mut follower) {
                Ok(grown) => {
                    if grown {
                        memory.keep(&follower)?;
                    }
                    if let Some(found) = enough(&follower) {
                        return Ok((found, memory));
                    }
                }
                Err(Disbelief::Unreachable(_)) => {}
                Err(other) => return Err(other.into()),
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    })
    .await
    .expect("following a record does not panic")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_of_the_log_has_a_limit_of_its_own() {
        assert_eq!(most("tile/0/000"), 256 * 32);
        assert_eq!(most("tile/0/000.p/3"), 3 * 32);
        assert_eq!(most("tile/entries/000.p/2"), 2 * 65_537);
        assert_eq!(most("checkpoint"), MOST_NOTE_BYTES as u64);
        assert_eq!(most("setup.json"), MOST_FILE);
    }
}
