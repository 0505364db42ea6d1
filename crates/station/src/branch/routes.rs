//! The branch's HTTP interface, on the branch's own network.

use super::desk::{Admission, CardTaken, FromBooth, Receipt};
use super::sheets::{HowFar, Proposal};
use super::{Enrolment, Machine};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use door::Problem;
use pollbook::sheet::Signed;
use screens::desk::Last;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// Where a booth asks for a card.
pub(crate) const CARDS: &str = "/api/v1/cards";
/// Where a booth says that it is empty.
pub(crate) const LEAVE: &str = "/api/v1/cards/leave";

type Shared = State<Arc<Machine>>;

/// All routes of the branch's machine. At the desk's only whoever was paired with it; the others answer to signatures: a booth's under
/// its card and its ballots, an officer's under an act whose code the desk shows.
pub fn router(machine: Arc<Machine>) -> Router {
    let desk = Router::new()
        .route("/api/v1/status", get(status))
        .route("/api/v1/booths/{number}/release", post(release))
        .route("/api/v1/opening", get(opening).post(open_polls))
        .route("/api/v1/closing", get(closing).post(close_polls))
        .route("/api/v1/check-ins", post(check_in))
        .route("/api/v1/check-ins/{receipt}", get(receipt))
        .route("/api/v1/acts", get(open_sheets).post(propose))
        .route("/api/v1/stack", post(stack))
        .merge(super::screen::router())
        .route_layer(middleware::from_fn_with_state(Arc::clone(&machine), super::pairing::guard));
    Router::new()
        .merge(desk)
        .merge(super::screen::before_the_desk())
        .route("/api/v1/identity", get(identity))
        .route("/api/v1/booths", post(enrol))
        .route("/api/v1/acts/{code}", get(sheet).post(sign))
        .route(CARDS, post(insert))
        .route(LEAVE, post(leave))
        .route("/api/v1/ballots", post(cast))
        .route("/api/v1/challenges", post(challenged))
        .with_state(machine)
}

/// A voter's number, read from a card or typed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    national_id: String,
}

/// What is printed on a voting card.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PrintedCard {
    card: String,
}

async fn identity(State(machine): Shared) -> Json<Value> {
    Json(json!({
        "of": format!("branch:{}", machine.id),
        "key": hex::encode(machine.signer.public().0),
    }))
}

async fn status(State(machine): Shared) -> Json<Value> {
    let (asking, last, unsent) = machine.desk_status().await;
    let contact = machine.contact().at(super::wall());
    let life = machine.sign_of_life().await;
    let session = machine.read_book(super::PollBook::session).await.ok();
    let (event, pending_ballots) = match machine.known().await {
        Ok(known) => (Some(known.event), machine.branch.lock().await.ballots(&known.stack).1),
        Err(_) => (None, 0),
    };
    let owed = machine.read_book(|book| book.cards_owed().count()).await.unwrap_or_default();
    let stage = *machine.stage.read().await;
    let booths = machine.booths.read().await.len();
    let branch = machine.branch.lock().await;
    Json(json!({
        "branch": machine.id,
        "event": event,
        "stage": stage,
        "opening": machine.opened(),
        "owed": owed,
        "ended": machine.why_ended(),
        "booths": booths,
        "contact": contact,
        "check_ins": branch.issued.confirmed,
        "pending_check_ins": branch.issued.pending.len(),
        "ballots": branch.spent.len(),
        "pending_ballots": pending_ballots,
        "spoiled": branch.spoiled(),
        "waiting": branch.waiting.len(),
        "refused": branch.refused.len(),
        "asking": asking,
        "unsent": unsent,
        "last": last,
        "session": session,
        "supersedes": super::keep::superseded(&machine.folder).ok().flatten(),
        "alarm": life.alarm,
        "registry": life.registry,
        "program": life.program,
    }))
}

/// A booth that is started again is known by its key; a new one is started by somebody who knows the desk's token.
async fn enrol(
    State(machine): Shared,
    headers: HeaderMap,
    Json(booth): Json<Enrolment>,
) -> Result<Json<Value>, Problem> {
    if !booth.holds() {
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "signature",
            "this booth does not hold the key it names",
        ));
    }
    if !machine.has_booth(&booth).await && !machine.entrance.shows_token(&headers) {
        return Err(super::pairing::stranger(super::entrance::Shut::Stranger));
    }
    machine.enrol(booth.number, booth.key).await?;
    Ok(Json(json!({ "branch": machine.id })))
}

async fn release(State(machine): Shared, Path(number): Path<u16>) -> Result<Json<Value>, Problem> {
    machine.leave(number).await?;
    Ok(Json(json!({})))
}

async fn opening(State(machine): Shared) -> Result<Vec<u8>, Problem> {
    Ok(machine.opening().await?.to_bytes())
}

async fn open_polls(State(machine): Shared, body: Bytes) -> Result<Json<Value>, Problem> {
    Ok(Json(json!({ "sequence": machine.open_polls(body.to_vec()).await? })))
}

async fn closing(State(machine): Shared) -> Result<Vec<u8>, Problem> {
    Ok(machine.closing().await?.to_bytes())
}

async fn close_polls(State(machine): Shared, body: Bytes) -> Result<Json<Value>, Problem> {
    Ok(Json(json!({ "sequence": machine.close_polls(body.to_vec()).await? })))
}

async fn check_in(State(machine): Shared, Json(person): Json<Person>) -> Result<Json<Admission>, Problem> {
    machine.check_in(&person.national_id).await.map(Json)
}

/// What was given under a receipt number: should the machine have stopped before the voter had the card.
async fn receipt(State(machine): Shared, Path(receipt): Path<u64>) -> Result<Json<Last>, Problem> {
    let found = machine.receipt(receipt).await;
    found.map(Json).ok_or_else(|| {
        Problem::new(StatusCode::NOT_FOUND, "receipt", "no check-in of this desk has this receipt number")
    })
}

/// What a clerk asks both officers to sign.
async fn propose(State(machine): Shared, Json(proposal): Json<Proposal>) -> Result<Json<Value>, Problem> {
    Ok(Json(json!({ "code": machine.propose(proposal).await? })))
}

/// What waits for signatures.
async fn open_sheets(State(machine): Shared) -> Json<Value> {
    Json(json!({ "codes": machine.open_sheets().await }))
}

/// A sheet, for an officer's device: found by the digits that the desk shows.
async fn sheet(State(machine): Shared, Path(code): Path<String>) -> Result<Json<Value>, Problem> {
    let code = machine.code(&code).await?;
    let (sheet, stands) = machine.sheet(&code).await?;
    Ok(Json(json!({ "sheet": sheet, "signed": stands.signed, "done": stands.done })))
}

async fn sign(
    State(machine): Shared,
    Path(code): Path<String>,
    Json(signed): Json<Signed>,
) -> Result<Json<HowFar>, Problem> {
    if machine.code(&code).await? != signed.sheet {
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "signature",
            "these signatures are under another sheet",
        ));
    }
    machine.sign(signed).await.map(Json)
}

/// Cards that lie in the stack, counted by hand.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stack {
    left: u64,
}

async fn stack(State(machine): Shared, Json(Stack { left }): Json<Stack>) -> Result<Json<Value>, Problem> {
    machine.stack_counted(left).await?;
    Ok(Json(json!({ "alarm": machine.sign_of_life().await.alarm })))
}

async fn insert(State(machine): Shared, headers: HeaderMap, body: Bytes) -> Result<Json<CardTaken>, Problem> {
    let booth = machine.booth(&headers, CARDS, &body).await?;
    let card: PrintedCard = serde_json::from_slice(&body)
        .map_err(|e| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "card", e))?;
    machine.insert(booth, &card.card).await.map(Json)
}

async fn leave(State(machine): Shared, headers: HeaderMap, body: Bytes) -> Result<Json<Value>, Problem> {
    let booth = machine.booth(&headers, LEAVE, &body).await?;
    machine.leave(booth).await?;
    Ok(Json(json!({})))
}

async fn cast(State(machine): Shared, Json(ballot): Json<FromBooth>) -> Result<Json<Receipt>, Problem> {
    machine.cast(&ballot.entry).await.map(Json)
}

async fn challenged(State(machine): Shared, Json(spoiled): Json<FromBooth>) -> Result<Json<Value>, Problem> {
    machine.challenged(&spoiled.entry).await?;
    Ok(Json(json!({})))
}
