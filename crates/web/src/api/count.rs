//! After the polls: ledger, count, decision.

use super::{Shared, actor};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use door::Problem;
use election::id::ContestId;
use election::outcome::ContestResult;
use office::{Decided, DoubledCard, StruckBallot};
use pollbook::entry::Place;
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

/// Closes the ledger: the boxes exist from here on.
pub(super) async fn close_ledger(
    State(shared): State<Shared>,
    headers: HeaderMap,
) -> Result<Json<Value>, Problem> {
    let permit = actor::operator(&shared, &headers)?;
    let sequence = shared.office.close_ledger(&permit).await.map_err(actor::problem)?;
    Ok(Json(json!({ "sequence": sequence })))
}

/// Decides every pending ballot; answers the entry, signed by the headquarters, for the supervisory boards to sign.
pub(super) async fn decide_pending(
    State(shared): State<Shared>,
    headers: HeaderMap,
) -> Result<Json<Pending>, Problem> {
    let permit = actor::operator(&shared, &headers)?;
    let decided = shared.office.decide_pending(&permit).await.map_err(actor::problem)?;
    let text = String::from_utf8(decided.entry.to_bytes()).expect("an entry is JSON");
    let entry = RawValue::from_string(text).expect("an entry is JSON");
    let office::PendingDecided { released, struck, doubled, unfounded, .. } = decided;
    Ok(Json(Pending { entry, released, struck, doubled, unfounded }))
}

/// Second votes that were refused, the latest first, with both places.
pub(super) async fn repeats(
    State(shared): State<Shared>,
    headers: HeaderMap,
) -> Result<Json<Vec<office::Repeat>>, Problem> {
    let permit = actor::operator(&shared, &headers)?;
    shared.office.repeats(&permit).await.map(Json).map_err(actor::problem)
}

/// What the supervisory boards see before they sign.
#[derive(Serialize)]
pub(super) struct Pending {
    entry: Box<RawValue>,
    released: usize,
    struck: Vec<StruckBallot>,
    doubled: Vec<DoubledCard>,
    unfounded: Vec<Place>,
}

/// Counts every box that enough trustees have opened.
pub(super) async fn count(State(shared): State<Shared>, headers: HeaderMap) -> Result<Json<Value>, Problem> {
    let permit = actor::operator(&shared, &headers)?;
    let (counted, waiting) = shared.office.count(&permit).await.map_err(actor::problem)?;
    Ok(Json(json!({ "counted": counted, "waiting": waiting })))
}

/// Answers the result's entry, signed by the headquarters, for the boards to sign; or the lot that is due.
pub(super) async fn decide(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Path(contest): Path<String>,
) -> Result<Json<Decision>, Problem> {
    let permit = actor::operator(&shared, &headers)?;
    let contest = contest_id(&contest)?;
    match shared.office.decide_contest(&permit, &contest).await.map_err(actor::problem)? {
        Decided::LotDue(lot) => Ok(Json(Decision::LotDue(lot))),
        Decided::Result(entry) => {
            let text = String::from_utf8(entry.to_bytes()).expect("an entry is JSON");
            Ok(Json(Decision::Entry(RawValue::from_string(text).expect("an entry is JSON"))))
        }
    }
}

/// An entry goes out byte for byte: its signatures are over bytes.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Decision {
    Entry(Box<RawValue>),
    LotDue(Box<election::outcome::LotDue>),
}

/// A result on the record.
pub(super) async fn result(
    State(shared): State<Shared>,
    Path(contest): Path<String>,
) -> Result<Json<ContestResult>, Problem> {
    let permit = actor::anybody()?;
    let contest = contest_id(&contest)?;
    let result = shared.office.result(&permit, &contest).await.map_err(actor::problem)?;
    result.map(Json).ok_or_else(|| unknown("this contest has no result yet"))
}

fn contest_id(text: &str) -> Result<ContestId, Problem> {
    ContestId::new(text).map_err(|_| unknown("there is no such contest"))
}

fn unknown(title: &str) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "unknown", title)
}
