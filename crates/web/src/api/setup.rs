//! Set-up: files in, keys together, frozen.

use super::{Shared, actor};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use door::Problem;
use election::import::Files;
use election::import::draft::Keys;
use serde::Deserialize;
use serde_json::{Value, json};

/// The county's files, as texts.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct County {
    event: String,
    lists: String,
    candidates: String,
    branches: String,
    voters: String,
}

/// The longest county: its roll is nearly all of it.
const MOST_OF_COUNTY: usize = 2 << 30;
/// The longest list of keys: those of a county's branches.
const MOST_OF_KEYS: usize = 68 << 20;

/// The operator's JSON. Read only now, when the operator is known: a stranger must not fill this machine's memory.
async fn json_of<T: serde::de::DeserializeOwned>(body: Body, most: usize) -> Result<T, Problem> {
    let long =
        |_| Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-long", "the body is longer than any right one");
    let bytes = axum::body::to_bytes(body, most).await.map_err(long)?;
    serde_json::from_slice(&bytes).map_err(|e| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "json", e))
}

/// The headquarters' key.
pub(super) async fn identity(State(shared): State<Shared>) -> Json<Value> {
    Json(json!({ "of": "headquarters", "key": hex::encode(shared.office.key().0) }))
}

/// Imports a county; all or nothing.
pub(super) async fn import(
    State(shared): State<Shared>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Value>, Problem> {
    let permit = actor::operator(&shared, &headers)?;
    let county: County = json_of(body, MOST_OF_COUNTY).await?;
    let files = Files {
        event: county.event.as_bytes(),
        lists: county.lists.as_bytes(),
        candidates: county.candidates.as_bytes(),
        branches: county.branches.as_bytes(),
        voters: county.voters.as_bytes(),
    };
    let imported = shared.office.import_county(&permit, &files).await.map_err(actor::problem)?;
    Ok(Json(json!(imported)))
}

/// Answers the set-up's entry, signed by the headquarters, for the boards to sign and send to the record.
pub(super) async fn freeze(
    State(shared): State<Shared>,
    headers: HeaderMap,
    body: Body,
) -> Result<Vec<u8>, Problem> {
    let permit = actor::operator(&shared, &headers)?;
    let keys: Keys = json_of(body, MOST_OF_KEYS).await?;
    let entry = shared.office.freeze_setup(&permit, &keys).await.map_err(actor::problem)?;
    Ok(entry.to_bytes())
}
