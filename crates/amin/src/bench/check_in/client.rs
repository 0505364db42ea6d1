//! One desk: a connection that stays, a session, one question at a time. Lean, for it shares the machine with
//! what it measures.

use crypto::signature::{PublicKey, Signer};
use door::session::{self, Asking, Session, Welcome};
use election::bytes::Digest;
use election::id::BranchId;
use election::setup::Event;
use election::signatory::Signatory;
use pollbook::Decision;
use std::fmt::Write as _;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Where voters are checked in.
const PATH: &str = "/api/v1/check-ins";

/// A branch as its desks know it.
pub(super) struct Branch {
    pub(super) id: BranchId,
    pub(super) signer: Signer,
    pub(super) event: Event,
    pub(super) headquarters: PublicKey,
}

/// A desk.
pub(super) struct Desk<'a> {
    address: &'a str,
    branch: &'a Branch,
    stream: Option<TcpStream>,
    session: Option<Session>,
    request: String,
    read: Vec<u8>,
}

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
        let (stream, session) = (None, None);
        Self { address, branch, stream, session, request: String::new(), read: vec![0; 4096] }
    }

    /// Asks once. After a failure the connection is made anew.
    pub(super) async fn check_in(&mut self, national_id: &str, id: &Digest) -> Result<Decision, Unanswered> {
        let asked = tokio::time::timeout(PATIENCE, self.try_check_in(national_id, id)).await;
        let answered = asked.unwrap_or(Err(Unanswered::Broken));
        match &answered {
            Ok(_) => {}
            Err(Unanswered::Status(401)) => self.session = None,
            Err(_) => self.stream = None,
        }
        answered
    }

    async fn try_check_in(&mut self, national_id: &str, id: &Digest) -> Result<Decision, Unanswered> {
        if self.session.is_none() {
            self.session = Some(self.begin().await?);
        }
        let session = self.session.clone().ok_or(Unanswered::Broken)?;
        let body = format!(r#"{{"national_id":"{national_id}","request":"{id}"}}"#);
        let (headers, mac) = session.headers(PATH, body.as_bytes());
        let (shown, answer) = self.post(PATH, &headers, &body).await?;
        if !session.is_answer(&mac, &shown, &answer) {
            return Err(Unanswered::Broken);
        }
        serde_json::from_slice(&answer).map_err(|_| Unanswered::Broken)
    }

    /// The signed hello.
    async fn begin(&mut self) -> Result<Session, Unanswered> {
        let (asking, hello) = Asking::new(&mut rand::rng());
        let body = serde_json::to_string(&hello).map_err(|_| Unanswered::Broken)?;
        let by = Signatory::Branch(self.branch.id.clone());
        let (event, signer) = (&self.branch.event, &self.branch.signer);
        let headers = door::signed::headers(event, &by, signer, session::PATH, body.as_bytes());
        let (_, answer) = self.post(session::PATH, &headers, &body).await?;
        let welcome: Welcome = serde_json::from_slice(&answer).map_err(|_| Unanswered::Broken)?;
        let welcomed = asking.finish(event, &self.branch.headquarters, &welcome);
        welcomed.map(|welcomed| welcomed.session).ok_or(Unanswered::Broken)
    }

    /// Posts JSON; answers the MAC that the answer shows, and its body.
    async fn post(
        &mut self,
        path: &str,
        headers: &[(&str, String)],
        body: &str,
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
            if let Some(answer) = parse(&self.read[..filled])? {
                return Ok(answer);
            }
            if filled == self.read.len() {
                self.read.resize(filled * 2, 0);
            }
        }
    }
}

/// MAC and body of a whole answer; nothing while more must come.
fn parse(bytes: &[u8]) -> Result<Option<(String, Vec<u8>)>, Unanswered> {
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
            field(session::MAC).map(|(_, mac)| mac.to_owned()).unwrap_or_default(),
            body[..length].to_vec(),
        ))),
        Some(status) => Err(Unanswered::Status(status)),
        None => Err(Unanswered::Broken),
    }
}
