//! The ledger's door, for the branches' machines.

use super::{Shared, actor};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use door::{Problem, signed};
use election::bytes::Digest;
use election::national_id::NationalId;
use election::signatory::Signatory;
use election::staff::{Actor, permit};
use pollbook::Decision;
use serde::Deserialize;

/// Who stands at the desk.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    national_id: String,
    /// Drawn by the branch for this voter; the same when it asks again because no answer came.
    request: Digest,
}

/// Checks a voter in, or says why not.
pub(super) async fn check_in(
    State(shared): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Decision>, Problem> {
    let polls = shared.office.polls();
    let event = polls
        .event()
        .ok_or_else(|| Problem::new(StatusCode::LOCKED, "not-now", "the set-up is not frozen yet"))?;
    // Only branches check voters in; nobody else's key is looked for.
    let key_of = |by: &Signatory| match by {
        Signatory::Branch(branch) => polls.key(branch),
        _ => None,
    };
    let signer = signed::check(&headers, event, key_of, "/api/v1/check-ins", &body)?;
    let permit = permit(Actor::Signed(signer)).map_err(actor::forbidden)?;
    let bad = |e: &dyn std::fmt::Display| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "national-id", e);
    let person: Person = serde_json::from_slice(&body).map_err(|e| bad(&e))?;
    let national_id = NationalId::parse(&person.national_id).map_err(|e| bad(&e))?;
    shared.office.check_in(&permit, &national_id, person.request).await.map(Json).map_err(actor::problem)
}
