//! The other end of a probe: something small to ask for, something large to send and to fetch, and where what was measured
//! is reported.

use super::voters::{frozen, signed_by_branch};
use super::{Shared, actor};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use door::{Problem, signed};
use headquarters::network::probe::{Measured, Which};
use headquarters::permit::{Actor, Permit, act, permit};
use headquarters::place::Place;
use serde::Deserialize;

/// Where what was measured is reported.
const REPORTS: &str = "/api/v1/probe/reports";
/// What is fetched to measure the way down. No more than anybody gets with a page of a county's results.
const DOWN: usize = 256 << 10;
/// Seconds by which the clock of a machine may differ from ours. A report that was recorded on its way is not taken later.
const CLOCKS: u64 = 600;

/// Something small, not kept by anything on the way.
pub(super) async fn small() -> Response {
    ([(header::CACHE_CONTROL, "no-store")], StatusCode::NO_CONTENT).into_response()
}

/// Takes what is sent and forgets it; answers how much it was.
pub(super) async fn up(body: Bytes) -> Json<serde_json::Value> {
    Json(serde_json::json!({ "bytes": body.len() }))
}

/// Something large, which nothing on the way can make smaller.
pub(super) async fn down() -> Response {
    let mut bytes = vec![0; DOWN];
    rand::fill(&mut bytes[..]);
    ([(header::CACHE_CONTROL, "no-store"), (header::CONTENT_TYPE, "application/octet-stream")], bytes)
        .into_response()
}

/// What a branch's machine measured.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Report {
    /// Which branch, as the headquarters' register calls it.
    branch: Place,
    /// Which line: `primary` or `second`, or what carries it.
    bearer: String,
    /// When it was measured, in seconds since 1970.
    at: u64,
    measured: Measured,
}

/// Takes a report: signed by the branch's key, or with the token that an officer gave to the branch.
pub(super) async fn report(
    State(shared): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    let bad = |e: &dyn std::fmt::Display| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "probe", e);
    let report: Report = serde_json::from_slice(&body).map_err(|e| bad(&e))?;
    let which: Which =
        report.bearer.parse().map_err(|()| bad(&"the bearer is primary, second, fibre, landline or sim"))?;
    if shared.office.seconds().abs_diff(report.at) > CLOCKS {
        return Err(bad(&"the report is old, or the machine's clock is wrong")
            .remedy("Set the machine's clock and measure again"));
    }
    let actor = match bearer_token(&headers) {
        Some(token) => shared.office.recognise_prober(&report.branch, token).await.map_err(actor::problem)?,
        None if headers.contains_key(signed::BY) => {
            let polls = shared.office.polls(&actor::anybody()?);
            Actor::Signed(signed_by_branch(&headers, &polls, frozen(&polls)?, REPORTS, &body)?)
        }
        None => {
            return Err(Problem::new(StatusCode::UNAUTHORIZED, "unsigned", "nobody vouches for this report")
                .remedy("Sign it with the branch's key, or send the token from the branch's page"));
        }
    };
    let permit: Permit<act::ReportProbe> = permit(actor).map_err(actor::forbidden)?;
    shared
        .office
        .report_probe(&permit, &report.branch, which, report.measured)
        .await
        .map_err(actor::problem)?;
    Ok(StatusCode::NO_CONTENT)
}

/// The token that a request shows.
pub(super) fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}
