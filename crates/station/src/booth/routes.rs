//! The booth's HTTP interface, for its own screen on loopback.

use super::{Challenged, Device};
use crate::branch::Receipt;
use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use door::Problem;
use election::choice::Choice;
use election::id::ContestId;
use protocol::booth::Review;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

type Shared = State<Arc<Device>>;

/// All routes of the booth.
pub fn router(device: Arc<Device>) -> Router {
    Router::new()
        .route("/api/v1/screen", get(screen))
        .route("/api/v1/card", post(insert))
        .route("/api/v1/choices", post(choose))
        .route("/api/v1/seal", post(seal))
        .route("/api/v1/cast", post(cast))
        .route("/api/v1/challenge", post(challenge))
        .route("/api/v1/leave", post(leave))
        .merge(super::screen::router())
        .with_state(device)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PrintedCard {
    card: String,
}

async fn screen(State(device): Shared) -> Json<Value> {
    Json(json!({ "screen": device.screen().await }))
}

async fn insert(State(device): Shared, Json(card): Json<PrintedCard>) -> Result<Json<Value>, Problem> {
    device.insert(&card.card).await?;
    Ok(Json(json!({})))
}

async fn choose(
    State(device): Shared,
    Json(choices): Json<BTreeMap<ContestId, Choice>>,
) -> Result<Json<Vec<Review>>, Problem> {
    device.choose(&choices).await.map(Json)
}

async fn seal(State(device): Shared) -> Result<Json<Value>, Problem> {
    Ok(Json(json!({ "code": device.seal().await? })))
}

async fn cast(State(device): Shared) -> Result<Json<Receipt>, Problem> {
    device.cast().await.map(Json)
}

async fn challenge(State(device): Shared) -> Result<Json<Challenged>, Problem> {
    device.challenge().await.map(Json)
}

async fn leave(State(device): Shared) -> Result<Json<Value>, Problem> {
    device.leave().await?;
    Ok(Json(json!({})))
}
