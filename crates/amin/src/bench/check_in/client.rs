//! One desk: a connection that stays, a session, one question at a time; and the branch's machine that sends its log. Lean, for
//! they share the machine with what they measure.

use axum::http::{HeaderMap, HeaderValue};
use crypto::signature::{PublicKey, Signer};
use door::answered;
use door::session::{self, Asking, RollKey, Session, Welcome, Welcomed};
use election::bytes::Digest;
use election::id::BranchId;
use election::national_id::NationalId;
use election::setup::Event;
use election::signatory::Signatory;
use pollbook::{Decision, VoterKey};
use std::fmt::Write as _;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Where voters are checked in.
const PATH: &str = "/api/v1/check-ins";
/// Where logs are sent.
const LOGS: &str = "/api/v1/logs";

/// A branch as its desks know it.
pub(super) struct Branch {
    pub(super) id: BranchId,
    pub(super) signer: Signer,
    pub(super) event: Event,
    pub(super) headquarters: PublicKey,
}

/// A desk.
pub(super) struct Desk<'a> {
    wire: Wire<'a>,
    session: Option<Session>,
    /// By which ledger and roll name persons.
    roll: Option<RollKey>,
}

/// A connection of a branch to its headquarters.
struct Wire<'a> {
    address: &'a str,
    branch: &'a Branch,
    stream: Option<TcpStream>,
    request: String,
    read: Vec<u8>,
}

/// The branch's machine as far as it sends the log of its desks.
pub(super) struct Carrier<'a>(Wire<'a>);

/// Why there is no decision yet.
#[derive(Debug)]
pub(super) enum Unanswered {
    /// The connection broke or was refused, or nothing came in time.
    Broken,
    /// The headquarters answered this status.
    Status(u16),
}

impl From<std::io::Error> for Unanswered {
    fn from(_: std::io::Error) -> Self {
        Self::Broken
    }
}

/// How long a desk waits for an answer before it asks again.
const PATIENCE: Duration = Duration::from_secs(10);

impl<'a> Desk<'a> {
    /// A desk of a branch, for the headquarters at `host:port`.
    pub(super) fn new(address: &'a str, branch: &'a Branch) -> Self {
        Self { wire: Wire::new(address, branch), session: None, roll: None }
    }

    /// What ledger and roll call a person; the headquarters tells at the first hello.
    pub(super) async fn name(&mut self, national_id: &str) -> Result<VoterKey, Unanswered> {
        let person = NationalId::parse(national_id).map_err(|_| Unanswered::Broken)?;
        if self.roll.is_none() {
            let begun = tokio::time::timeout(PATIENCE, self.begin()).await;
            self.heard(begun.unwrap_or(Err(Unanswered::Broken)))?;
        }
        let roll = self.roll.as_ref().ok_or(Unanswered::Broken)?;
        Ok(VoterKey::of(&roll.0, &person))
    }

    /// Asks once. After a failure the connection is made anew.
    pub(super) async fn check_in(&mut self, voter: &VoterKey, id: &Digest) -> Result<Decision, Unanswered> {
        let asked = tokio::time::timeout(PATIENCE, self.try_check_in(voter, id)).await;
        self.heard(asked.unwrap_or(Err(Unanswered::Broken)))
    }

    fn heard<T>(&mut self, answered: Result<T, Unanswered>) -> Result<T, Unanswered> {
        match &answered {
            Ok(_) => {}
            Err(Unanswered::Status(401)) => self.session = None,
            Err(_) => self.wire.stream = None,
        }
        answered
    }

    async fn try_check_in(&mut self, voter: &VoterKey, id: &Digest) -> Result<Decision, Unanswered> {
        if self.session.is_none() {
            self.begin().await?;
        }
        let session = self.session.clone().ok_or(Unanswered::Broken)?;
        let body = format!(r#"{{"voter":"{}","request":"{id}"}}"#, Digest::from(*voter));
        let (headers, mac) = session.headers(PATH, body.as_bytes());
        let (shown, answer) = self.wire.post(PATH, &headers, &body, session::MAC).await?;
        if !session.is_answer(&mac, &shown, &answer) {
            return Err(Unanswered::Broken);
        }
        serde_json::from_slice(&answer).map_err(|_| Unanswered::Broken)
    }

    /// The signed hello.
    async fn begin(&mut self) -> Result<(), Unanswered> {
        let (asking, hello) = Asking::new(&mut rand::rng());
        let body = serde_json::to_string(&hello).map_err(|_| Unanswered::Broken)?;
        let headers = self.wire.branch.signed(session::PATH, &body);
        let (_, answer) = self.wire.post(session::PATH, &headers, &body, session::MAC).await?;
        let welcome: Welcome = serde_json::from_slice(&answer).map_err(|_| Unanswered::Broken)?;
        let branch = self.wire.branch;
        let welcomed = asking.finish(&branch.event, &branch.headquarters, &welcome);
        let Welcomed { session, roll } = welcomed.ok_or(Unanswered::Broken)?;
        (self.session, self.roll) = (Some(session), Some(roll));
        Ok(())
    }
}

impl Branch {
    fn signed(&self, path: &str, body: &str) -> [(&'static str, String); 2] {
        let by = Signatory::Branch(self.id.clone());
        door::signed::headers(&self.event, &by, &self.signer, path, body.as_bytes())
    }
}

impl<'a> Carrier<'a> {
    /// Of a branch, for the headquarters at `host:port`.
    pub(super) fn new(address: &'a str, branch: &'a Branch) -> Self {
        Self(Wire::new(address, branch))
    }

    /// Sends what the desks wrote down, once; the answer must be the headquarters' own. After a failure the connection is
    /// made anew.
    pub(super) async fn send(&mut self, body: &str) -> Result<(), Unanswered> {
        let sent = tokio::time::timeout(PATIENCE, self.try_send(body)).await;
        let sent = sent.unwrap_or(Err(Unanswered::Broken));
        if sent.is_err() {
            self.0.stream = None;
        }
        sent
    }

    async fn try_send(&mut self, body: &str) -> Result<(), Unanswered> {
        let asked = answered::Asked::new(LOGS, body.as_bytes(), &mut rand::rng());
        let (name, nonce) = asked.header();
        let mut headers = self.0.branch.signed(LOGS, body).to_vec();
        headers.push((name, nonce.to_owned()));
        let (shown, answer) = self.0.post(LOGS, &headers, body, answered::SIGNATURE).await?;
        let shown = HeaderValue::from_str(&shown).map_err(|_| Unanswered::Broken)?;
        let shown = HeaderMap::from_iter([(axum::http::HeaderName::from_static(answered::SIGNATURE), shown)]);
        let Branch { event, headquarters, .. } = self.0.branch;
        if asked.is_answered(event, headquarters, &shown, &answer) { Ok(()) } else { Err(Unanswered::Broken) }
    }
}

impl<'a> Wire<'a> {
    fn new(address: &'a str, branch: &'a Branch) -> Self {
        Self { address, branch, stream: None, request: String::new(), read: vec![0; 4096] }
    }

    /// Posts JSON; answers what the answer shows under this name, and its body.
    async fn post(
        &mut self,
        path: &str,
        headers: &[(&str, String)],
        body: &str,
        shown: &str,
    ) -> Result<(String, Vec<u8>), Unanswered> {
        if self.stream.is_none() {
            let stream = TcpStream::connect(self.address).await?;
            stream.set_nodelay(true)?;
            self.stream = Some(stream);
        }
        let stream = self.stream.as_mut().ok_or(Unanswered::Broken)?;
        self.request.clear();
        let _ = write!(self.request, "POST {path} HTTP/1.1\r\nhost: {}\r\n", self.address);
        for (name, value) in headers {
            let _ = write!(self.request, "{name}: {value}\r\n");
        }
        let _ = write!(
            self.request,
            "content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(self.request.as_bytes()).await?;
        let mut filled = 0;
        loop {
            let n = stream.read(&mut self.read[filled..]).await?;
            filled += n;
            if n == 0 {
                return Err(Unanswered::Broken);
            }
            if let Some(answer) = parse(&self.read[..filled], shown)? {
                return Ok(answer);
            }
            if filled == self.read.len() {
                self.read.resize(filled * 2, 0);
            }
        }
    }
}

/// A field and the body of a whole answer; nothing while more must come.
fn parse(bytes: &[u8], shown: &str) -> Result<Option<(String, Vec<u8>)>, Unanswered> {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let head = std::str::from_utf8(&bytes[..end]).map_err(|_| Unanswered::Broken)?;
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
    let field = |name: &str| {
        head.split("\r\n")
            .filter_map(|line| line.split_once(": "))
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
    };
    let length = field("content-length").and_then(|(_, n)| n.parse().ok()).ok_or(Unanswered::Broken)?;
    let body = &bytes[end + 4..];
    if body.len() < length {
        return Ok(None);
    }
    match status {
        Some(200) => Ok(Some((
            field(shown).map(|(_, value)| value.to_owned()).unwrap_or_default(),
            body[..length].to_vec(),
        ))),
        Some(status) => Err(Unanswered::Status(status)),
        None => Err(Unanswered::Broken),
    }
}
