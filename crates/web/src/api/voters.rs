//! The ledger's door, for the branches' machines.

use super::{Shared, actor};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use door::session::{self, Hello, Host, RollKey, Welcome};
use door::{Problem, answered, signed};
use election::bytes::Digest;
use election::national_id::NationalId;
use election::setup::Event;
use election::signatory::Signatory;
use headquarters::permit::{Actor, Permit, act, permit};
use office::Polls;
use pollbook::log::Versions;
use pollbook::report::SignOfLife;
use pollbook::{Decision, VoterKey};
use serde::Deserialize;

/// Where voters are checked in.
const PATH: &str = "/api/v1/check-ins";
/// Where logs are sent.
const LOGS: &str = "/api/v1/logs";

/// Who stands at the desk, by the name that ledger and roll have for them: the national number never leaves the branch.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    voter: VoterKey,
    /// Drawn by the branch for this voter; the same when it asks again because no answer came.
    request: Digest,
}

/// Begins a session for a branch's machine.
pub(super) async fn begin_session(
    State(shared): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Welcome>, Problem> {
    let polls = shared.office.polls(&actor::anybody()?);
    let event = frozen(&polls)?;
    let signer = signed_by_branch(&headers, &polls, event, session::PATH, &body)?;
    let permit: Permit<act::CheckIn> = permit(Actor::Signed(signer)).map_err(actor::forbidden)?;
    let hello: Hello = serde_json::from_slice(&body).map_err(|e| {
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "session", e).remedy("Send your half of the exchange")
    })?;
    let (Some(branch), Some(key)) = (permit.branch(), permit.branch().and_then(|b| polls.key(b))) else {
        return Err(Problem::new(StatusCode::FORBIDDEN, "forbidden", "only a branch has sessions"));
    };
    let (signer, roll) = (shared.office.signer(&permit), RollKey(shared.office.roll_key(&permit)));
    host(&shared, event).welcome(branch, &key, &hello, signer, roll, &mut rand::rng()).map(Json)
}

/// Checks a voter in, or says why not.
pub(super) async fn check_in(
    State(shared): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let polls = shared.office.polls(&actor::anybody()?);
    let event = frozen(&polls)?;
    let in_session =
        host(&shared, event).check(&headers, |branch| polls.key(branch), PATH, &body).transpose()?;
    let (signer, session) = match in_session {
        Some((signer, session, mac)) => (signer, Some((session, mac))),
        None => (signed_by_branch(&headers, &polls, event, PATH, &body)?, None),
    };
    let permit = permit(Actor::Signed(signer)).map_err(actor::forbidden)?;
    let person: Person = serde_json::from_slice(&body)
        .map_err(|e| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "voter", e))?;
    let decision: Decision =
        shared.office.check_in(&permit, person.voter, person.request).await.map_err(actor::problem)?;
    let json = serde_json::to_vec(&decision).expect("a decision holds only strings");
    let mac = session.map(|(session, request)| [(session::MAC, session.answer(&request, &json))]);
    Ok((mac, [(header::CONTENT_TYPE, "application/json")], json).into_response())
}

/// What a branch sends of its desks' logs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Logs {
    /// How many entries of each session it has.
    versions: Versions,
    /// Entries that we may lack, each as the line of its log.
    entries: Vec<String>,
    /// What the branch says of itself.
    #[serde(default)]
    life: SignOfLife,
}

/// Takes entries of a branch's desks. Signed, and not in a session: what a desk wrote while it was alone is evidence.
pub(super) async fn take_logs(
    State(shared): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let polls = shared.office.polls(&actor::anybody()?);
    let event = frozen(&polls)?;
    let signer = signed_by_branch(&headers, &polls, event, LOGS, &body)?;
    let permit: Permit<act::CheckIn> = permit(Actor::Signed(signer)).map_err(actor::forbidden)?;
    let logs: Logs = serde_json::from_slice(&body)
        .map_err(|e| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "log", e))?;
    let kept = shared.office.take_logs(&permit, &logs.versions, logs.entries, logs.life).await;
    let answer =
        serde_json::to_vec(&kept.map_err(actor::problem)?).expect("a log holds only texts and numbers");
    let signer = shared.office.signer(&permit);
    let signed = answered::sign(event, signer, &headers, LOGS, &body, &answer);
    Ok((signed.map(|header| [header]), [(header::CONTENT_TYPE, "application/json")], answer).into_response())
}

/// Whom the roll loses after it was frozen.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lost {
    national_id: String,
    reason: String,
}

/// Takes a person off the roll.
pub(super) async fn take_off(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Json(lost): Json<Lost>,
) -> Result<Json<serde_json::Value>, Problem> {
    let permit = actor::operator(&shared, &headers)?;
    let person = NationalId::parse(&lost.national_id)
        .map_err(|e| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "national-id", e))?;
    let standing = shared.office.take_off(&permit, &person, &lost.reason).await.map_err(actor::problem)?;
    Ok(Json(serde_json::json!({ "standing": standing })))
}

pub(super) fn frozen(polls: &Polls) -> Result<&Event, Problem> {
    polls.event().ok_or_else(|| Problem::new(StatusCode::LOCKED, "not-now", "the set-up is not frozen yet"))
}

/// Which branch signed this. Only branches check voters in; nobody else's key is looked for.
pub(super) fn signed_by_branch(
    headers: &HeaderMap,
    polls: &Polls,
    event: &Event,
    path: &str,
    body: &[u8],
) -> Result<Signatory, Problem> {
    let key_of = |by: &Signatory| match by {
        Signatory::Branch(branch) => polls.key(branch),
        _ => None,
    };
    signed::check(headers, event, key_of, path, body)
}

fn host<'a>(shared: &'a Shared, event: &'a Event) -> Host<'a> {
    Host { secret: shared.office.session_secret(), event, now: shared.office.seconds() }
}
