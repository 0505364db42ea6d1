//! The record: read it, add to it.

use super::{Shared, actor};
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use door::{Problem, answered};
use election::bytes::Digest;
use election::id::BranchId;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokio::fs::File;
use tokio::io::AsyncReadExt as _;
use tokio_util::io::ReaderStream;

/// So much of a file of the record is in memory while it is sent.
const PIECE: usize = 64 << 10;
/// Where entries are sent.
const ENTRIES: &str = "/api/v1/entries";
/// Where files are handed in, each under its digest.
const FILES: &str = "/api/v1/files/";

/// The event at a glance.
pub(super) async fn overview(State(shared): State<Shared>) -> Result<Json<office::Overview>, Problem> {
    let permit = actor::anybody()?;
    shared.office.overview(&permit).await.map(Json).map_err(actor::problem)
}

/// Answers when the witness has countersigned everything that stands now.
pub(super) async fn settled(State(shared): State<Shared>) -> Result<Json<Value>, Problem> {
    let permit = actor::anybody()?;
    Ok(Json(json!({ "size": shared.office.settled(&permit).await })))
}

/// The receipt of an entry as a file (C2SP tlog-proof), once a countersigned checkpoint includes it.
pub(super) async fn proof(
    State(shared): State<Shared>,
    Path(code): Path<String>,
) -> Result<Vec<u8>, Problem> {
    let permit = actor::anybody()?;
    let found = shared.office.receipt(&permit, &tracking_code(&code)?).await.map_err(actor::problem)?;
    found.map(|receipt| receipt.to_bytes()).ok_or_else(|| {
        Problem::new(
            StatusCode::NOT_FOUND,
            "unknown",
            "no countersigned checkpoint includes such an entry yet",
        )
        .remedy("Ask again in a moment; if it stays, the headquarters or the witness does not publish")
    })
}

fn tracking_code(text: &str) -> Result<Digest, Problem> {
    let bad = |_| Problem::new(StatusCode::BAD_REQUEST, "code", "a tracking code has 64 digits from 0 to f");
    text.parse().map_err(bad)
}

/// Where an entry stands.
pub(super) async fn receipt(
    State(shared): State<Shared>,
    Path(code): Path<String>,
) -> Result<Json<office::Inclusion>, Problem> {
    let permit = actor::anybody()?;
    let code = tracking_code(&code)?;
    let found = shared.office.find(&permit, &code).await.map_err(actor::problem)?;
    found.map(Json).ok_or_else(|| {
        Problem::new(StatusCode::NOT_FOUND, "unknown", "no entry of the record has this tracking code")
            .remedy("Ballots reach the record in batches, at the latest when their branch closes")
    })
}

/// What happened at a branch's desk besides voting.
pub(super) async fn disturbances(
    State(shared): State<Shared>,
    Path(branch): Path<String>,
) -> Result<Json<Value>, Problem> {
    let permit = actor::anybody()?;
    let unknown = || Problem::new(StatusCode::NOT_FOUND, "unknown", "the set-up names no such branch");
    let setup = shared.office.setup(&permit).await.ok_or_else(unknown)?;
    let branch = BranchId::new(&branch).map_err(|_| unknown())?;
    setup.branch(&branch).ok_or_else(unknown)?;
    let acts = shared.office.officers_acts(&permit, &branch).await.map_err(actor::problem)?;
    Ok(Json(json!({ "acts": acts })))
}

/// A file of the record, as any web server would serve it.
pub(super) async fn file(State(shared): State<Shared>, Path(path): Path<String>) -> Response {
    let plain =
        path.split('/').all(|part| !part.is_empty() && !part.starts_with('.') && !part.contains('\\'));
    if !plain {
        return StatusCode::NOT_FOUND.into_response();
    }
    let missing = || StatusCode::NOT_FOUND.into_response();
    let Ok(file) = File::open(shared.office.record_folder().join(&path)).await else { return missing() };
    let length = match file.metadata().await {
        Ok(about) if about.is_file() => about.len(),
        _ => return missing(),
    };
    let kind = if path.ends_with(".json") { "application/json" } else { "application/octet-stream" };
    let headers = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_LENGTH, length.to_string())];
    // Piece by piece: the slots of a constituency are gigabytes, and anybody may ask for them, as often as they like. A file
    // that is published anew takes its place by another name, so what is open here stays whole.
    (headers, Body::from_stream(ReaderStream::with_capacity(file.take(length), PIECE))).into_response()
}

/// A batch of entries, a JSON array; each is answered by itself. The bytes of each are kept exactly as sent.
///
/// Whoever draws a number for it has the answer signed: nobody on the line can refuse in the headquarters' name.
pub(super) async fn append(
    State(shared): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let permit = actor::anybody()?;
    let batch: Vec<Box<RawValue>> = serde_json::from_slice(&body)
        .map_err(|e| Problem::new(StatusCode::BAD_REQUEST, "json", format!("not a list of entries: {e}")))?;
    if batch.len() > 1024 {
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "batch", "at most 1024 entries at a time"));
    }
    let batch = batch.iter().map(|raw| raw.get().as_bytes().to_vec()).collect();
    let answers = shared.office.append(&permit, batch).await.map_err(actor::problem)?;
    let answers = answers.iter().map(|answer| match answer {
        Ok(appended) => json!(appended),
        Err(rejected) => actor::rejected(rejected),
    });
    let answer =
        serde_json::to_vec(&answers.collect::<Vec<_>>()).expect("answers hold only texts and numbers");
    let polls = shared.office.polls(&actor::anybody()?);
    let signer = shared.office.answers(&permit);
    let signed =
        polls.event().and_then(|event| answered::sign(event, signer, &headers, ENTRIES, &body, &answer));
    Ok((signed.map(|header| [header]), [(header::CONTENT_TYPE, "application/json")], answer).into_response())
}

/// A file that waits for the entry that names it. Whoever hands it in signed the path, and with it the file's digest; only then
/// is it read.
pub(super) async fn upload(
    State(shared): State<Shared>,
    Path(digest): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<board::entry::File>, Problem> {
    let bad = |_| Problem::new(StatusCode::BAD_REQUEST, "digest", "a digest has 64 digits from 0 to f");
    let digest: Digest = digest.parse().map_err(bad)?;
    let permit = actor::party(&shared, &headers, &format!("{FILES}{digest}"))?;
    let file = shared.office.upload(&permit, &digest, body.into_data_stream()).await;
    file.map(Json).map_err(actor::problem)
}
