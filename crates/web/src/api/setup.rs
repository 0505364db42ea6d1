//! Set-up: files in, keys together, frozen.

use super::{Shared, actor};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
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

/// The headquarters' key.
pub(super) async fn identity(State(shared): State<Shared>) -> Json<Value> {
    Json(json!({ "of": "headquarters", "key": hex::encode(shared.office.key().0) }))
}

/// Imports a county; all or nothing.
pub(super) async fn import(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Json(county): Json<County>,
) -> Result<Json<Value>, Problem> {
    let permit = actor::operator(&shared, &headers)?;
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
    Json(keys): Json<Keys>,
) -> Result<Vec<u8>, Problem> {
    let permit = actor::operator(&shared, &headers)?;
    let entry = shared.office.freeze_setup(&permit, &keys).await.map_err(actor::problem)?;
    Ok(entry.to_bytes())
}
