//! The public record over HTTP: any web server that serves its files will do.

use crate::memory::Memory;
use crate::read;
use board::log::bundle::MOST_ENTRY_BYTES;
use board::log::checkpoint::CHECKPOINT_PATH;
use board::log::note::MOST_NOTE_BYTES;
use board::log::tile::Holds;
use board::log::{Tile, hash::HASH_BYTES};
use board::reader::{Disbelief, Follower, Shelf};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
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
        let client = crate::wire::blocking()
            .timeout(Duration::from_secs(120))
            .connect_timeout(Duration::from_secs(5))
            .build()
            .expect(crate::wire::BUILDS);
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

    /// Does it answer within this time?
    fn answers(&self, within: Duration) -> bool {
        let asked = self.client.get(format!("{}/{CHECKPOINT_PATH}", self.url)).timeout(within).send();
        asked.is_ok_and(|answer| answer.status().is_success())
    }

    /// Reads on. The record may grow while it is read, and a partial tile give way to a wider one: that is
    /// tried again with the newer checkpoint before it is believed to be missing.
    pub fn advance<S: Shelf>(&self, follower: &mut Follower<S>) -> Result<bool, Disbelief> {
        self.advance_seeing(follower, &|_, _| ())
    }

    /// The same, and shows each file that is read.
    fn advance_seeing<S: Shelf>(
        &self,
        follower: &mut Follower<S>,
        see: &dyn Fn(&str, &[u8]),
    ) -> Result<bool, Disbelief> {
        let fetch = |path: &str| {
            let read = self.fetch(path)?;
            if let Some(bytes) = &read {
                see(path, bytes);
            }
            Ok(read)
        };
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
    /// The machine cannot take its place in this event.
    #[error("{0}")]
    Place(#[from] Box<door::Problem>),
}

/// Follows the record of an event from an asynchronous task until `enough`, asking again every 200 ms.
/// Answers what was found, and the memory of how far the record was seen.
///
/// What was enough is copied into the machine's folder. A machine that starts while it is cut off goes on with that copy:
/// it was believed when it was made, and the set-up and the key in it do not change.
pub async fn wait_for<T: Send + 'static>(
    url: &str,
    folder: &Path,
    mut memory: Memory,
    enough: impl Fn(&Follower) -> Option<T> + Send + 'static,
) -> Result<(T, Memory), Ended> {
    let (url, copy) = (url.to_owned(), Copy { folder: folder.join("record") });
    tokio::task::spawn_blocking(move || {
        let remote = RemoteRecord::new(&url);
        let mut follower = memory.follower();
        let files = RefCell::new(BTreeMap::new());
        let mut met = !copy.is_there();
        loop {
            if !met {
                // A line that is silent would be waited for much longer than a voter can be asked to.
                met = remote.answers(PATIENCE);
                match copy.recall(&memory).as_ref().and_then(&enough) {
                    Some(found) if !met => return Ok((found, memory)),
                    _ => {}
                }
            }
            let see = |path: &str, bytes: &[u8]| {
                files.borrow_mut().insert(path.to_owned(), bytes.to_vec());
            };
            match remote.advance_seeing(&mut follower, &see) {
                Ok(grown) => {
                    if grown {
                        memory.keep(&follower)?;
                    }
                    if let Some(found) = enough(&follower) {
                        copy.keep(&files.borrow())?;
                        return Ok((found, memory));
                    }
                }
                // A line that was there a moment ago is asked for again, before a copy is gone on with.
                Err(Disbelief::Unreachable(_)) => met = !copy.is_there(),
                Err(other) => return Err(other.into()),
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    })
    .await
    .expect("following a record does not panic")
}

/// How long a machine that starts waits for the record before it goes on with its copy.
const PATIENCE: Duration = Duration::from_secs(3);

/// The most bytes of a copy. On the eve of polling a record is far smaller; a whole day's is not needed.
const MOST_COPY: usize = 64 << 20;

/// What a machine keeps of the record in its own folder.
struct Copy {
    folder: PathBuf,
}

impl Copy {
    /// Keeps the files of a record that was believed, the checkpoint last.
    fn keep(&self, files: &BTreeMap<String, Vec<u8>>) -> Result<(), crate::disk::DiskError> {
        if files.values().map(Vec::len).sum::<usize>() > MOST_COPY {
            return Ok(());
        }
        for (path, bytes) in files.iter().filter(|(path, _)| *path != CHECKPOINT_PATH) {
            crate::disk::write(&self.folder.join(path), bytes, false)?;
        }
        match files.get(CHECKPOINT_PATH) {
            Some(note) => crate::disk::write(&self.folder.join(CHECKPOINT_PATH), note, false),
            None => Ok(()),
        }
    }

    /// Was one kept?
    fn is_there(&self) -> bool {
        self.folder.join(CHECKPOINT_PATH).exists()
    }

    /// Follows the copy: what it holds was seen before, and is judged again all the same.
    fn recall(&self, memory: &Memory) -> Option<Follower> {
        let mut follower = Follower::of(Some(memory.event()?));
        let fetch = |path: &str| crate::disk::read(&self.folder.join(path)).map_err(|e| e.to_string());
        follower.advance(&fetch).ok()?;
        Some(follower)
    }
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
