//! Asking the registry from a desk.

use crate::breaker::{Breaker, Circuit};
use crate::interface::{BadAnswer, SIGNATURE, Said, read};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use crypto::signature::PublicKey;
use election::national_id::NationalId;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// A desk does not wait longer.
pub const PATIENCE: Duration = Duration::from_millis(800);

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Silence {
    /// It was not asked, because it did not answer lately.
    #[error("the civil registry did not answer lately and is left alone for some seconds")]
    Resting,
    /// Nothing came in time, or an error.
    #[error("the civil registry does not answer: {0}")]
    Unanswered(String),
    /// What came is not an answer of the registry. Worse than silence: tell the headquarters.
    #[error(transparent)]
    Bad(#[from] BadAnswer),
}

/// A client.
#[derive(Debug)]
pub struct Client {
    url: String,
    registry: PublicKey,
    http: reqwest::Client,
    breaker: Mutex<Breaker>,
    began: Instant,
}

impl Client {
    /// At this address, over this kind of client, believing answers under this key.
    pub fn new(http: reqwest::ClientBuilder, url: &str, registry: PublicKey) -> Self {
        Self::patient(http, url, registry, PATIENCE)
    }

    /// With another patience.
    pub fn patient(http: reqwest::ClientBuilder, url: &str, registry: PublicKey, patience: Duration) -> Self {
        let http = http.timeout(patience).build();
        Self {
            url: url.trim_end_matches('/').to_owned(),
            registry,
            http: http.expect("whoever hands a builder over has tried it"),
            breaker: Mutex::new(Breaker::default()),
            began: Instant::now(),
        }
    }

    /// What does it say of this person in the year of polling?
    pub async fn ask(&self, number: &NationalId, year: u16) -> Result<Said, Silence> {
        if !self.breaker().may_ask(self.now()) {
            return Err(Silence::Resting);
        }
        let answer = self.fetch(number, year).await;
        let mut breaker = self.breaker();
        match &answer {
            Ok(_) => breaker.answered(),
            Err(_) => breaker.failed(self.now()),
        }
        answer
    }

    async fn fetch(&self, number: &NationalId, year: u16) -> Result<Said, Silence> {
        let unanswered = |e: reqwest::Error| Silence::Unanswered(e.without_url().to_string());
        let url = format!("{}/api/v1/persons/{}?on={year}", self.url, number.as_str());
        let response = self.http.get(url).send().await.map_err(unanswered)?;
        let found = match response.status().as_u16() {
            200 => true,
            404 => false,
            status => return Err(Silence::Unanswered(format!("status {status}"))),
        };
        let signature = response.headers().get(SIGNATURE).map(|value| STANDARD.decode(value.as_bytes()));
        let signature = signature.and_then(Result::ok).ok_or(BadAnswer::Unsigned)?;
        let body = response.bytes().await.map_err(unanswered)?;
        Ok(read(number, found, &body, &signature, &self.registry)?)
    }

    /// Where the breaker stands, for the desk's screen.
    pub fn circuit(&self) -> Circuit {
        self.breaker().circuit()
    }

    fn breaker(&self) -> std::sync::MutexGuard<'_, Breaker> {
        self.breaker.lock().expect("nobody panics while holding the breaker")
    }

    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}
