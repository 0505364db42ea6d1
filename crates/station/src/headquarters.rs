//! Speaking to the headquarters over HTTP.

use crate::read;
use axum::http::StatusCode;
use board::log::Receipt;
use board::log::witness::MOST_REQUEST_BYTES;
use crypto::signature::{PublicKey, Signer};
use door::Problem;
use door::answered::Asked;
use door::session::{self, Asking, RollKey, Session, Welcome, Welcomed};
use election::bytes::Digest;
use election::id::BranchId;
use election::setup::Event;
use election::signatory::Signatory;
use pollbook::entry::Entry;
use pollbook::log::Versions;
use pollbook::report::SignOfLife;
use pollbook::{Decision, VoterKey};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use tokio::sync::Mutex;

/// Where voters are checked in.
const CHECK_INS: &str = "/api/v1/check-ins";
/// Where the desks' logs go.
const LOGS: &str = "/api/v1/logs";
/// Where entries go.
const ENTRIES: &str = "/api/v1/entries";

/// Where the headquarters is, and the session with it.
#[derive(Debug)]
pub struct Headquarters {
    url: String,
    client: reqwest::Client,
    session: Mutex<Option<Session>>,
}

/// A branch's machine that asks, and the headquarters whose answer it believes: its key is in the set-up.
#[derive(Debug, Clone, Copy)]
pub struct Caller<'a> {
    /// The event.
    pub event: &'a Event,
    /// The branch.
    pub branch: &'a BranchId,
    /// Its key.
    pub signer: &'a Signer,
    /// The headquarters' key.
    pub headquarters: PublicKey,
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
        /// Of a ballot: the entry that names it instead, signed by the headquarters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        named: Option<String>,
    },
}

impl Headquarters {
    /// At this address.
    pub fn new(url: &str) -> Self {
        let client = crate::wire::client()
            .timeout(Duration::from_secs(120))
            .connect_timeout(Duration::from_secs(5))
            .build()
            .expect(crate::wire::BUILDS);
        Self { url: url.trim_end_matches('/').to_owned(), client, session: Mutex::default() }
    }

    /// Its address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Puts a file where the entry that names it will find it. The path is signed, and with it the file's digest.
    pub async fn upload(&self, caller: &Caller<'_>, bytes: Vec<u8>) -> Result<(), Problem> {
        let path = format!("/api/v1/files/{}", Digest::of(&bytes));
        let by = Signatory::Branch(caller.branch.clone());
        let mut request = self.client.put(format!("{}{path}", self.url));
        for (name, value) in door::signed::headers(caller.event, &by, caller.signer, &path, &[]) {
            request = request.header(name, value);
        }
        answer::<serde::de::IgnoredAny>(request.body(bytes).send().await).await.map(drop)
    }

    /// Sends entries; each is answered by itself.
    pub async fn append(&self, entries: &[Vec<u8>]) -> Result<Vec<EntryAnswer>, Problem> {
        let request = self.client.post(format!("{}{ENTRIES}", self.url));
        let request = request.header("content-type", "application/json").body(list(entries));
        answer(request.send().await).await
    }

    /// Sends one entry that must be taken.
    pub async fn append_one(&self, entry: Vec<u8>) -> Result<u64, Problem> {
        one(self.append(&[entry]).await?)
    }

    /// Sends entries of a branch, which believes no answer but the headquarters' own: whoever sits on the line must not
    /// be able to refuse a closing.
    pub async fn append_for(
        &self,
        caller: &Caller<'_>,
        entries: &[Vec<u8>],
    ) -> Result<Vec<EntryAnswer>, Problem> {
        let body = list(entries);
        let asked = Asked::new(ENTRIES, &body, &mut rand::rng());
        let (name, nonce) = asked.header();
        let mut request = self.client.post(format!("{}{ENTRIES}", self.url)).header(name, nonce);
        // The entries carry their own signatures; this one is read before them, and gives room for a whole batch.
        let by = Signatory::Branch(caller.branch.clone());
        for (name, value) in door::signed::headers(caller.event, &by, caller.signer, ENTRIES, &[]) {
            request = request.header(name, value);
        }
        let sent = request.header("content-type", "application/json").body(body).send().await;
        believed(caller, &asked, sent).await
    }

    /// Sends one entry of a branch that must be taken. Only a refusal by the headquarters itself is a conflict.
    pub async fn append_one_for(&self, caller: &Caller<'_>, entry: Vec<u8>) -> Result<u64, Problem> {
        one(self.append_for(caller, &[entry]).await?)
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

    /// Begins a session: signed once, and after that a MAC stands for the signature, on the way there and back. Answers
    /// the key by which the roll names persons.
    pub async fn hello(&self, caller: &Caller<'_>) -> Result<RollKey, Problem> {
        let (asking, hello) = Asking::new(&mut rand::rng());
        let body = serde_json::to_vec(&hello).expect("a point is always JSON");
        let welcome: Welcome = answer(self.signed(caller, session::PATH, body, None).await).await?;
        let welcomed = asking.finish(caller.event, &caller.headquarters, &welcome);
        let Welcomed { session, roll } =
            welcomed.ok_or_else(|| disbelieved("it was not the headquarters that answered"))?;
        *self.session.lock().await = Some(session);
        Ok(roll)
    }

    /// Asks the ledger to check a voter in, by the key that the roll has for them. Asked again with the same `request` it answers the same.
    pub async fn check_in(
        &self,
        caller: &Caller<'_>,
        request: Digest,
        voter: &VoterKey,
    ) -> Result<Decision, Problem> {
        let body = serde_json::to_vec(&serde_json::json!({ "voter": voter, "request": request }))
            .expect("a text is always JSON");
        loop {
            let answered = match self.ask_in_session(caller, &body).await {
                // The session has ended, or the headquarters does not know it: another hello, once.
                Err(problem) if problem.status == 401 => {
                    *self.session.lock().await = None;
                    self.ask_in_session(caller, &body).await
                }
                answered => answered,
            };
            match answered {
                // The same question is asked again, for as long as the desk has patience: it is answered the same.
                Err(problem) if problem.code == "unreachable" => {}
                answered => return answered,
            }
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
    }

    async fn ask_in_session(&self, caller: &Caller<'_>, body: &[u8]) -> Result<Decision, Problem> {
        if self.session.lock().await.is_none() {
            self.hello(caller).await?;
        }
        let session = self.session.lock().await.clone();
        let session = session.ok_or_else(|| unreachable(&"the session ended at once"))?;
        let (headers, mac) = session.headers(CHECK_INS, body);
        let mut request = self
            .client
            .post(format!("{}{CHECK_INS}", self.url))
            .header("content-type", "application/json")
            .timeout(Duration::from_secs(10));
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let response = request.body(body.to_vec()).send().await.map_err(|e| unreachable(&e))?;
        if !response.status().is_success() {
            return answer(Ok(response)).await;
        }
        let shown = response.headers().get(session::MAC).and_then(|value| value.to_str().ok());
        let shown = shown.unwrap_or_default().to_owned();
        let bytes = read::body(response, read::MOST_ANSWER).await.map_err(|e| unreachable(&e))?;
        if !session.is_answer(&mac, &shown, &bytes) {
            return Err(disbelieved("somebody between changed the headquarters' answer"));
        }
        serde_json::from_slice(&bytes)
            .map_err(|e| disbelieved(&format!("an answer that cannot be read: {e}")))
    }

    /// Sends what the desks wrote down, signed; answers what the headquarters has, and what it has beyond `versions`.
    pub async fn send_logs(
        &self,
        caller: &Caller<'_>,
        versions: &Versions,
        entries: &[String],
        life: &SignOfLife,
    ) -> Result<(Versions, Vec<Entry>), Problem> {
        #[derive(Deserialize)]
        struct Kept {
            versions: Versions,
            entries: Vec<String>,
        }
        let body = serde_json::json!({ "versions": versions, "entries": entries, "life": life });
        let body = body.to_string().into_bytes();
        let asked = Asked::new(LOGS, &body, &mut rand::rng());
        let kept: Kept =
            believed(caller, &asked, self.signed(caller, LOGS, body, Some(&asked)).await).await?;
        let entries = kept.entries.iter().map(|line| Entry::parse(line.as_bytes()));
        let entries = entries.collect::<Result<_, _>>().map_err(|e| disbelieved(&e.to_string()))?;
        Ok((kept.versions, entries))
    }

    async fn signed(
        &self,
        caller: &Caller<'_>,
        path: &str,
        body: Vec<u8>,
        asked: Option<&Asked>,
    ) -> Result<reqwest::Response, reqwest::Error> {
        let by = Signatory::Branch(caller.branch.clone());
        let mut request = self
            .client
            .post(format!("{}{path}", self.url))
            .header("content-type", "application/json")
            .timeout(Duration::from_secs(10));
        for (name, value) in door::signed::headers(caller.event, &by, caller.signer, path, &body) {
            request = request.header(name, value);
        }
        if let Some((name, nonce)) = asked.map(Asked::header) {
            request = request.header(name, nonce);
        }
        request.body(body).send().await
    }
}

/// Entries as they are sent.
fn list(entries: &[Vec<u8>]) -> Vec<u8> {
    [b"[".as_slice(), &entries.join(b",".as_slice()), b"]"].concat()
}

fn one(mut answers: Vec<EntryAnswer>) -> Result<u64, Problem> {
    match answers.pop() {
        Some(EntryAnswer::Taken { sequence, .. }) => Ok(sequence),
        Some(EntryAnswer::Refused { check, title, .. }) => Err(Problem::conflict(&check, title)),
        None => {
            Err(Problem::new(StatusCode::BAD_GATEWAY, "headquarters", "the headquarters answered nothing"))
        }
    }
}

/// The JSON of an answer that the headquarters signed. A problem is told by nobody in particular, whatever it says: it is
/// no decision of the headquarters.
async fn believed<T: serde::de::DeserializeOwned>(
    caller: &Caller<'_>,
    asked: &Asked,
    response: Result<reqwest::Response, reqwest::Error>,
) -> Result<T, Problem> {
    let response = response.map_err(|e| unreachable(&e))?;
    if !response.status().is_success() {
        let problem = answer::<T>(Ok(response)).await.err();
        let problem = problem.unwrap_or_else(|| disbelieved("an answer that cannot be read"));
        return Err(Problem { status: StatusCode::BAD_GATEWAY.as_u16(), ..problem });
    }
    let headers = response.headers().clone();
    let bytes = read::body(response, read::MOST_ANSWER).await.map_err(|e| unreachable(&e))?;
    if !asked.is_answered(caller.event, &caller.headquarters, &headers, &bytes) {
        return Err(disbelieved("the answer is not signed by the headquarters"));
    }
    serde_json::from_slice(&bytes).map_err(|e| disbelieved(&format!("an answer that cannot be read: {e}")))
}

fn disbelieved(what: &str) -> Problem {
    Problem::new(StatusCode::BAD_GATEWAY, "answer", what)
        .remedy("Look who stands between this machine and the headquarters")
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
