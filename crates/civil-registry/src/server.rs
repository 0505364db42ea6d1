//! The registry's HTTP door, with knobs that make it behave as registries do.

use crate::interface::{DOMAIN, Nobody, SIGNATURE};
use crate::population::Population;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use crypto::signature::Signer;
use election::national_id::NationalId;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;

/// How badly it behaves. Percentages are of questions, drawn at random.
#[derive(Debug, Clone, Copy, Default)]
pub struct Knobs {
    /// Every answer waits so long.
    pub delay: Duration,
    /// So many in a hundred are answered 503.
    pub fail: u8,
    /// So many in a hundred are answered with a signed lie: the living are dead, the old are children.
    pub lie: u8,
    /// So many in a hundred are changed after signing, as somebody on the line would.
    pub forge: u8,
}

/// The registry.
#[derive(Debug)]
pub struct Registry {
    /// Who lives.
    pub population: Population,
    /// How it behaves.
    pub knobs: Knobs,
    /// Signs answers.
    pub signer: Signer,
}

/// Its routes.
pub fn router(registry: Arc<Registry>) -> Router {
    Router::new().route("/api/v1/persons/{number}", get(person)).with_state(registry)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct On {
    /// Jalali year of polling day.
    on: u16,
}

async fn person(
    State(registry): State<Arc<Registry>>,
    Path(number): Path<String>,
    Query(On { on }): Query<On>,
) -> Response {
    let knobs = registry.knobs;
    tokio::time::sleep(knobs.delay).await;
    if drawn(knobs.fail) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let Ok(number) = NationalId::parse(&number) else {
        return (StatusCode::BAD_REQUEST, "the check digit is wrong").into_response();
    };
    match registry.population.person(&number, on) {
        None => registry.signed(StatusCode::NOT_FOUND, &Nobody { nobody: number }),
        Some(mut person) => {
            if drawn(knobs.lie) {
                person.alive = !person.alive;
                person.age = if person.age < 18 { 40 } else { 7 };
            }
            registry.signed(StatusCode::OK, &person)
        }
    }
}

impl Registry {
    fn signed(&self, status: StatusCode, body: &impl Serialize) -> Response {
        let mut bytes = serde_json::to_vec(body).expect("a person is texts and numbers");
        let signature = STANDARD.encode(self.signer.sign(DOMAIN, &bytes).0);
        if drawn(self.knobs.forge) {
            bytes.push(b' ');
        }
        let headers = [
            (header::CONTENT_TYPE, "application/json"),
            (header::HeaderName::from_static(SIGNATURE), &signature),
        ];
        (status, headers, bytes).into_response()
    }
}

fn drawn(percent: u8) -> bool {
    percent > 0 && rand::random::<u32>() % 100 < u32::from(percent)
}
