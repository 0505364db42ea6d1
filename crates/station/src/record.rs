//! The public record over HTTP: any web server that serves its files will do.

use board::reader::{Disbelief, Follower};
use election::setup::Event;
use std::time::Duration;

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

    /// The bytes at a path, or nothing.
    pub fn fetch(&self, path: &str) -> Result<Option<Vec<u8>>, String> {
        let response = self.client.get(format!("{}/{path}", self.url)).send().map_err(|e| e.to_string())?;
        match response.status().as_u16() {
            404 => Ok(None),
            200 => response.bytes().map(|b| Some(b.to_vec())).map_err(|e| e.to_string()),
            status => Err(format!("{path}: the server answered {status}")),
        }
    }

    /// Reads on. The record may grow while it is read, and a partial tile give way to a wider one: that is
    /// tried again with the newer checkpoint before it is believed to be missing.
    pub fn advance(&self, follower: &mut Follower) -> Result<bool, Disbelief> {
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

/// Follows the record of an event from an asynchronous task until `enough`, asking again every 200 ms.
pub async fn wait_for<T: Send + 'static>(
    url: &str,
    event: Option<Event>,
    enough: impl Fn(&Follower) -> Option<T> + Send + 'static,
) -> Result<T, Disbelief> {
    let url = url.to_owned();
    tokio::task::spawn_blocking(move || {
        let remote = RemoteRecord::new(&url);
        let mut follower = Follower::of(event);
        loop {
            match remote.advance(&mut follower) {
                Ok(_) => {
                    if let Some(found) = enough(&follower) {
                        return Ok(found);
                    }
                }
                Err(Disbelief::Unreachable(_)) => {}
                Err(other) => return Err(other),
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    })
    .await
    .expect("following a record does not panic")
}
