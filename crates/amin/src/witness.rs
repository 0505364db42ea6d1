//! `amin witness`: the supervisory body's machine that countersigns the record, and only ever forward.

use crate::failure::Failure;
use crate::listen;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use board::log::witness::{MOST_REQUEST_BYTES, Seen};
use board::log::{Key, Witness, WitnessSigner};
use clap::Parser;
use crypto::signature::Signer;
use station::read;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex};

/// Run the supervisory body's witness
///
/// It speaks C2SP tlog-witness: POST /add-checkpoint. It countersigns a checkpoint only if it extends the last
/// one it has seen, so nobody can show two histories.
#[derive(Parser)]
#[command(after_help = "Example:\n  amin witness --dir witness --listen 127.0.0.1:8090")]
pub(crate) struct Args {
    /// Folder of its key and of what it has seen
    #[arg(long)]
    dir: PathBuf,
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
    #[command(flatten)]
    certificate: listen::Certificate,
    /// Its name under its signatures
    #[arg(long, default_value = "supervisory-witness")]
    name: String,
    /// Write the address to this file when ready
    #[arg(long)]
    ready: Option<PathBuf>,
}

/// A witness with its folder. It watches the first log that asks, and no other after that.
pub(crate) struct Keeper {
    folder: PathBuf,
    name: String,
    key: Key,
    witness: Mutex<Option<Witness>>,
}

impl Keeper {
    /// Opens the folder; draws the key on the first start.
    pub(crate) fn open(folder: &Path, name: &str) -> Result<Self, Failure> {
        let signer = station::key(&folder.join("witness.key"))?;
        let parsed = name.parse().map_err(|e| Failure::new(e, "Use letters and hyphens"))?;
        let key = WitnessSigner::new(parsed, &signer).key().clone();
        let keeper =
            Self { folder: folder.to_owned(), name: name.to_owned(), key, witness: Mutex::new(None) };
        let watched = station::disk::read(&folder.join("log.key"))?;
        if let Some(log) = watched.map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned()) {
            let seen = station::disk::read(&folder.join("seen.json"))?;
            let seen = seen.map(|bytes| serde_json::from_slice(&bytes)).transpose();
            let remedy = "Restore it from the back-up: a witness that forgets what it has seen is no witness";
            let seen: Option<Seen> =
                seen.map_err(|e| Failure::new(format!("seen.json cannot be read: {e}"), remedy))?;
            let seen = seen.ok_or_else(|| Failure::new("seen.json is missing beside log.key", remedy))?;
            let log: Key = log.parse().map_err(|e| Failure::other(format!("log.key: {e}")))?;
            keeper.watch(log, seen, signer)?;
        }
        Ok(keeper)
    }

    fn watch(&self, log: Key, seen: Seen, signer: Signer) -> Result<(), Failure> {
        let name = self.name.parse().map_err(Failure::other)?;
        let witness = Witness::new(WitnessSigner::new(name, &signer)).watching(log, seen);
        *self.witness.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(witness);
        Ok(())
    }

    /// Takes the log's key once; the supervisory body compares it with the headquarters' announcement.
    pub(crate) fn adopt(&self, log: &str) -> Result<(), Failure> {
        let path = self.folder.join("log.key");
        if let Some(known) = station::disk::read(&path)? {
            let known = String::from_utf8_lossy(&known).trim().to_owned();
            if known == log {
                return Ok(());
            }
            return Err(Failure::new(
                "this witness watches another log",
                "Use a witness folder of its own for each",
            ));
        }
        let parsed: Key = log.parse().map_err(Failure::other)?;
        // What was seen first: a witness that knows its log and not what it saw must not begin again.
        let nothing = serde_json::to_vec(&Seen::default()).map_err(Failure::other)?;
        station::disk::write(&self.folder.join("seen.json"), &nothing, false)?;
        station::disk::write(&path, log.as_bytes(), false)?;
        self.watch(parsed, Seen::default(), station::key(&self.folder.join("witness.key"))?)
    }

    /// The verifier key of its cosignatures.
    pub(crate) fn key(&self) -> String {
        self.key.to_string()
    }

    /// Answers an add-checkpoint request: status, content type, body.
    pub(crate) fn add_checkpoint(&self, request: &[u8]) -> (u16, &'static str, Vec<u8>) {
        const TEXT: &str = "text/plain; charset=utf-8";
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let now = now.map_or(0, |since| since.as_secs());
        let mut witness = self.witness.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let Some(witness) = witness.as_mut() else {
            return (404, TEXT, b"this witness watches no log yet\n".to_vec());
        };
        match witness.add_checkpoint(request, now) {
            Ok(cosigned) => {
                let seen = serde_json::to_vec(&cosigned.seen).unwrap_or_default();
                // Kept before the answer leaves: otherwise a second history could be cosigned after a crash.
                if let Err(e) = station::disk::write(&self.folder.join("seen.json"), &seen, false) {
                    return (507, TEXT, format!("{e}\n").into_bytes());
                }
                (200, TEXT, format!("{}\n", cosigned.line).into_bytes())
            }
            Err(refusal) => match refusal.conflict() {
                Some(size) => (refusal.status(), "text/x.tlog.size", format!("{size}\n").into_bytes()),
                None => (refusal.status(), TEXT, format!("{refusal}\n").into_bytes()),
            },
        }
    }
}

/// A witness inside the headquarters' process: for a village or a try-out, where nobody else runs one.
impl office::Witness for Keeper {
    fn key(&self) -> String {
        self.key()
    }
    fn cosign(&self, request: Vec<u8>) -> Cosigning<'_> {
        Box::pin(async move { answer(self.add_checkpoint(&request)) })
    }
}

type Cosigning<'a> = Pin<Box<dyn Future<Output = Result<office::Cosigned, String>> + Send + 'a>>;

fn answer((status, _, body): (u16, &'static str, Vec<u8>)) -> Result<office::Cosigned, String> {
    let text = || String::from_utf8_lossy(&body).trim().to_owned();
    match status {
        200 => Ok(office::Cosigned::Line(body)),
        409 => text().parse().map(office::Cosigned::Conflict).map_err(|_| text()),
        _ => Err(text()),
    }
}

/// A witness on another machine.
pub(crate) struct Remote {
    url: String,
    key: String,
    client: reqwest::Client,
}

impl Remote {
    /// Asks the witness for its key and gives it the log's.
    pub(crate) async fn meet(url: &str, log: &str) -> Result<Self, Failure> {
        let client = station::wire::plain();
        let url = url.trim_end_matches('/').to_owned();
        let unreachable = |e: reqwest::Error| {
            Failure::new(
                format!("the witness does not answer: {e}"),
                "Start it first: amin witness --dir witness",
            )
        };
        let adopted =
            client.post(format!("{url}/log")).body(log.to_owned()).send().await.map_err(unreachable)?;
        if !adopted.status().is_success() {
            let why = read::body(adopted, MOST_REQUEST_BYTES as u64).await.unwrap_or_default();
            let why = String::from_utf8_lossy(&why);
            return Err(Failure::new(
                format!("the witness refuses this log: {why}"),
                "Give it a folder of its own",
            ));
        }
        let key = client.get(format!("{url}/key")).send().await.map_err(unreachable)?;
        let key = read::body(key, MOST_REQUEST_BYTES as u64).await.map_err(Failure::other)?;
        let key = String::from_utf8_lossy(&key).trim().to_owned();
        Ok(Self { url, key, client })
    }
}

impl office::Witness for Remote {
    fn key(&self) -> String {
        self.key.clone()
    }
    fn cosign(&self, request: Vec<u8>) -> Cosigning<'_> {
        Box::pin(async move {
            let response =
                self.client.post(format!("{}/add-checkpoint", self.url)).body(request).send().await;
            let response = response.map_err(|e| e.to_string())?;
            let status = response.status().as_u16();
            let body = read::body(response, MOST_REQUEST_BYTES as u64).await.map_err(|e| e.to_string())?;
            answer((status, "", body))
        })
    }
}

/// Runs until told to stop.
pub(crate) fn run(args: Args) -> Result<(), Failure> {
    let keeper = Arc::new(Keeper::open(&args.dir, &args.name)?);
    listen::runtime()?.block_on(async {
        let door = listen::bind(args.listen, &args.certificate).await?;
        let url = door.url()?;
        println!("witness {} on {url}", keeper.key());
        listen::ready(args.ready.as_deref(), &url)?;
        let router = axum::Router::new()
            .route("/key", get(|State(keeper): State<Arc<Keeper>>| async move { keeper.key() }))
            .route("/log", post(adopt))
            .route("/add-checkpoint", post(add_checkpoint))
            .with_state(keeper);
        door.serve(router).await
    })
}

async fn adopt(State(keeper): State<Arc<Keeper>>, log: String) -> Response {
    match keeper.adopt(log.trim()) {
        Ok(()) => StatusCode::OK.into_response(),
        Err(failure) => (StatusCode::CONFLICT, failure.to_string()).into_response(),
    }
}

async fn add_checkpoint(State(keeper): State<Arc<Keeper>>, body: Bytes) -> Response {
    let (status, kind, body) = keeper.add_checkpoint(&body);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, kind)], body).into_response()
}
