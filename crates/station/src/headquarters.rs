//! Speaking to the headquarters over HTTP.

use crate::read;
use axum::http::StatusCode;
use board::log::Receipt;
use board::log::witness::MOST_REQUEST_BYTES;
use crypto::signature::Signer;
use door::Problem;
use election::bytes::Digest;
use election::id::BranchId;
use election::setup::Event;
use election::signatory::Signatory;
use pollbook::Decision;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Where the headquarters is, and who asks.
#[derive(Debug, Clone)]
pub struct Headquarters {
    url: String,
    client: reqwest::Client,
}

/// The headquarters' answer to one entry of a batch.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum EntryAnswer {
    /// It stands on the record.
    Taken {
        /// Its number.
        sequence: u64,
        /// Its tracking code.
        code: Digest,
    },
    /// It may not.
    Refused {
        /// The named check.
        check: String,
        /// Why.
        title: String,
    },
}

impl Headquarters {
    /// At this address.
    pub fn new(url: &str) -> Self {
        let client = reqwest::Client::builder()
            .timeout(Duration::from_secs(120))
            .connect_timeout(Duration::from_secs(5))
            .build()
            .expect("a client without TLS settings can always be built");
        Self { url: url.trim_end_matches('/').to_owned(), client }
    }

    /// Its address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Puts a file where the entry that names it will find it.
    pub async fn upload(&self, bytes: Vec<u8>) -> Result<(), Problem> {
        let path = format!("/api/v1/files/{}", Digest::of(&bytes));
        let response = self.client.put(format!("{}{path}", self.url)).body(bytes).send().await;
        answer::<serde::de::IgnoredAny>(response).await.map(drop)
    }

    /// Sends entries; each is answered by itself.
    pub async fn append(&self, entries: &[Vec<u8>]) -> Result<Vec<EntryAnswer>, Problem> {
        let texts: Vec<&str> = entries.iter().map(|e| std::str::from_utf8(e).unwrap_or_default()).collect();
        let body = format!("[{}]", texts.join(","));
        let request = self.client.post(format!("{}/api/v1/entries", self.url));
        let request = request.header("content-type", "application/json").body(body);
        answer(request.send().await).await
    }

    /// Sends one entry that must be taken.
    pub async fn append_one(&self, entry: Vec<u8>) -> Result<u64, Problem> {
        match self.append(&[entry]).await?.pop() {
            Some(EntryAnswer::Taken { sequence, .. }) => Ok(sequence),
            Some(EntryAnswer::Refused { check, title }) => Err(Problem::conflict(&check, title)),
            None => Err(Problem::new(
                StatusCode::BAD_GATEWAY,
                "headquarters",
                "the headquarters answered nothing",
            )),
        }
    }

    /// The receipt of an entry under a countersigned checkpoint; nothing while none includes it.
    pub async fn receipt(&self, code: &Digest) -> Result<Option<Receipt>, Problem> {
        let response = self.client.get(format!("{}/api/v1/receipts/{code}/proof", self.url)).send().await;
        let response = response.map_err(|e| unreachable(&e))?;
        match response.status().as_u16() {
            404 => Ok(None),
            200 => {
                let bytes =
                    read::body(response, MOST_REQUEST_BYTES as u64).await.map_err(|e| unreachable(&e))?;
                let bad = |e| Problem::new(StatusCode::BAD_GATEWAY, "receipt", format!("the receipt: {e}"));
                Receipt::parse(&bytes).map(Some).map_err(bad)
            }
            status => {
                Err(Problem::new(StatusCode::BAD_GATEWAY, "answer", format!("the answer was {status}")))
            }
        }
    }

    /// Asks the ledger to check a voter in. Asked again with the same `request` it answers the same.
    pub async fn check_in(
        &self,
        event: &Event,
        branch: &BranchId,
        signer: &Signer,
        request: Digest,
        national_id: &str,
    ) -> Result<Decision, Problem> {
        let path = "/api/v1/check-ins";
        let body = serde_json::to_vec(&serde_json::json!({ "national_id": national_id, "request": request }))
            .expect("a text is always JSON");
        // When no answer comes, the same question is asked again: it is answered the same.
        let mut tries = 0;
        loop {
            match self.ask(event, branch, signer, path, &body).await {
                Err(problem) if problem.code == "unreachable" && tries < 3 => tries += 1,
                answered => return answered,
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }

    async fn ask(
        &self,
        event: &Event,
        branch: &BranchId,
        signer: &Signer,
        path: &str,
        body: &[u8],
    ) -> Result<Decision, Problem> {
        let by = Signatory::Branch(branch.clone());
        let mut request = self
            .client
            .post(format!("{}{path}", self.url))
            .header("content-type", "application/json")
            .timeout(Duration::from_secs(10));
        for (name, value) in door::signed::headers(event, &by, signer, path, body) {
            request = request.header(name, value);
        }
        let request = request.body(body.to_vec());
        answer(request.send().await).await
    }
}

fn unreachable(error: &dyn std::fmt::Display) -> Problem {
    Problem::new(StatusCode::BAD_GATEWAY, "unreachable", format!("no answer: {error}"))
        .remedy("Check the cable and the address, then try again; nothing was lost")
}

/// The JSON of an answer, or the problem it reports.
pub async fn answer<T: serde::de::DeserializeOwned>(
    response: Result<reqwest::Response, reqwest::Error>,
) -> Result<T, Problem> {
    let response = response.map_err(|e| unreachable(&e))?;
    let status = response.status();
    let bytes = read::body(response, read::MOST_ANSWER).await.map_err(|e| unreachable(&e))?;
    if status.is_success() {
        return serde_json::from_slice(&bytes).map_err(|e| {
            Problem::new(StatusCode::BAD_GATEWAY, "answer", format!("an answer that cannot be read: {e}"))
        });
    }
    Err(serde_json::from_slice(&bytes).unwrap_or_else(|_| {
        let status = StatusCode::from_u16(status.as_u16()).unwrap_or(StatusCode::BAD_GATEWAY);
        Problem::new(status, "answer", format!("the answer was {status}"))
    }))
}
