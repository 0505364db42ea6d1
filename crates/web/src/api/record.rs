//! The record: read it, add to it.

use super::{Shared, actor};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use door::Problem;
use election::bytes::Digest;
use serde_json::value::RawValue;
use serde_json::{Value, json};

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

/// A file of the record, as any web server would serve it.
pub(super) async fn file(State(shared): State<Shared>, Path(path): Path<String>) -> Response {
    let plain =
        path.split('/').all(|part| !part.is_empty() && !part.starts_with('.') && !part.contains('\\'));
    if !plain {
        return StatusCode::NOT_FOUND.into_response();
    }
    match tokio::fs::read(shared.office.record_folder().join(&path)).await {
        Ok(bytes) => {
            let json = path.ends_with(".json");
            let kind = if json { "application/json" } else { "application/octet-stream" };
            ([(header::CONTENT_TYPE, kind)], bytes).into_response()
        }
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A batch of entries, a JSON array; each is answered by itself. The bytes of each are kept exactly as sent.
pub(super) async fn append(State(shared): State<Shared>, body: Bytes) -> Result<Json<Vec<Value>>, Problem> {
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
    Ok(Json(answers.collect()))
}

/// A file that waits for the entry that names it.
pub(super) async fn upload(
    State(shared): State<Shared>,
    Path(digest): Path<String>,
    body: Bytes,
) -> Result<Json<board::entry::File>, Problem> {
    if Digest::of(&body).to_string() != digest {
        return Err(Problem::new(StatusCode::BAD_REQUEST, "digest", "the file does not have this digest"));
    }
    let permit = actor::anybody()?;
    shared.office.upload(&permit, body.to_vec()).await.map(Json).map_err(actor::problem)
}
