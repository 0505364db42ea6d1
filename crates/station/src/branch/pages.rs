//! The desk's other pages: acts of both officers, who has voted, the count of the stack.

use super::sheets::{Done, HowFar, Proposal, name_of};
use super::{Machine, Stage};
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use door::Problem;
use election::bytes::Digest;
use pollbook::device::{Reason, SessionId};
use pollbook::entry::{Standing, UndoReason};
use pollbook::ladder::OverrideReason;
use pollbook::officers::Side;
use pollbook::sheet::Signed;
use screens::desk::{self, ActForm, Asked, Came, Reasons, Voted};
use screens::locale::{Lang, latin_digits};
use serde::de::DeserializeOwned;
use std::sync::Arc;

type Shared = State<Arc<Machine>>;

/// Their routes.
pub(super) fn router() -> Router<Arc<Machine>> {
    Router::new()
        .route("/{lang}/officers", get(officers).post(ask))
        .route("/{lang}/officers/{code}", get(asked).post(sign))
        .route("/{lang}/officers/{code}/withdraw", post(withdraw))
        .route("/{lang}/stack", post(stack))
        .route("/{lang}/voted", get(voted))
}

async fn officers(State(machine): Shared, Path(lang): Path<Lang>) -> Response {
    machine.officers_page(lang, None).await
}

/// Writes the sheet and shows its code, or says why not.
async fn ask(State(machine): Shared, Path(lang): Path<Lang>, Form(form): Form<ActForm>) -> Response {
    let asked = match proposal(&form) {
        Ok(proposal) => machine.propose(proposal).await,
        Err(problem) => Err(problem),
    };
    match asked {
        Ok(code) => Redirect::to(&format!("/{}/officers/{code}", lang.code())).into_response(),
        Err(problem) => machine.officers_page(lang, Some(problem.to_string())).await,
    }
}

async fn asked(
    State(machine): Shared,
    Path((lang, code)): Path<(Lang, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let code = machine.code(&code).await?;
    machine.asked_page(lang, &code, &headers).await
}

/// A signature that was carried here by hand.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Pasted {
    signed: String,
}

async fn sign(
    State(machine): Shared,
    Path((lang, code)): Path<(Lang, String)>,
    Form(Pasted { signed }): Form<Pasted>,
) -> Response {
    let taken = match serde_json::from_str::<Signed>(signed.trim()) {
        Ok(signed) => machine.sign(signed).await.map(drop),
        Err(error) => Err(Problem::conflict("signature", format!("this is no officer's signature: {error}"))),
    };
    match taken {
        Ok(()) => Redirect::to(&format!("/{}/officers/{code}", lang.code())).into_response(),
        Err(problem) => machine.officers_page(lang, Some(problem.to_string())).await,
    }
}

async fn withdraw(
    State(machine): Shared,
    Path((lang, code)): Path<(Lang, String)>,
) -> Result<Response, Problem> {
    let code = machine.code(&code).await?;
    machine.withdraw(&code).await;
    Ok(Redirect::to(&format!("/{}/officers", lang.code())).into_response())
}

/// The cards left in the stack.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Left {
    left: String,
}

async fn stack(State(machine): Shared, Path(lang): Path<Lang>, Form(Left { left }): Form<Left>) -> Response {
    let counted = match latin_digits(left.trim()).parse() {
        Ok(left) => machine.stack_counted(left).await,
        Err(_) => Err(Problem::conflict("cards", "this is no number of cards")),
    };
    match counted {
        Ok(()) => Redirect::to(&format!("/{}", lang.code())).into_response(),
        Err(problem) => machine.officers_page(lang, Some(problem.to_string())).await,
    }
}

async fn voted(State(machine): Shared, Path(lang): Path<Lang>) -> Result<Response, Problem> {
    let standing = machine.read_book(super::PollBook::standing).await?;
    let mut sessions: Vec<(String, Vec<Voted>)> = Vec::new();
    for claim in standing {
        let number = match machine.on_roll(&claim.voter)? {
            super::people::OnRoll::Here(person) => Some(person.national_id.as_str().to_owned()),
            _ => None,
        };
        let card = match claim.standing {
            Standing::Confirmed => None,
            Standing::Pending { serial } => machine.read_book(|book| book.place(&serial)).await?,
        };
        let one = Voted { receipt: claim.id.counter, number, at: minute(claim.at.wall), card };
        let session = claim.id.session.to_string();
        match sessions.last_mut() {
            Some((last, list)) if *last == session => list.push(one),
            _ => sessions.push((session, vec![one])),
        }
    }
    let at = super::now();
    Ok(desk::voted(lang, &machine.view(None).await, &at, &sessions).into_response())
}

/// As the list is typed in again: `2026-05-01T08:30Z`.
fn minute(wall: u64) -> String {
    let at = i64::try_from(wall).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    at.map_or_else(String::new, |at| at.strftime("%Y-%m-%dT%H:%MZ").to_string())
}

/// What a form asks for.
fn proposal(form: &ActForm) -> Result<Proposal, Problem> {
    let text = |text: &str| latin_digits(text.trim());
    let session = match text(&form.session).as_str() {
        "" => None,
        session => Some(named::<SessionId>(&session.to_lowercase(), "a session has 32 digits")?),
    };
    Ok(match form.act.as_str() {
        "undo" => Proposal::Undo {
            receipt: text(&form.receipt)
                .parse()
                .map_err(|_| Problem::conflict("receipt", "this is no receipt number"))?,
            reason: named(&form.reason, CHOOSE)?,
        },
        "override" => {
            Proposal::Override { national_id: text(&form.national_id), reason: named(&form.reason, CHOOSE)? }
        }
        "hand-over" => Proposal::HandOver { reason: named(&form.reason, CHOOSE)? },
        "strip" => Proposal::Strip { session, lines: Some(form.lines.clone()) },
        "strip-lost" => Proposal::Strip { session, lines: None },
        _ => return Err(Problem::conflict("act", "this is no act of officers")),
    })
}

const CHOOSE: &str = "choose one of the reasons";

fn named<T: DeserializeOwned>(name: &str, otherwise: &str) -> Result<T, Problem> {
    serde_json::from_value(serde_json::Value::String(name.to_owned()))
        .map_err(|_| Problem::conflict("reason", otherwise))
}

impl Machine {
    async fn officers_page(&self, lang: Lang, trouble: Option<String>) -> Response {
        let reasons = Reasons {
            undo: UndoReason::ALL.iter().map(name_of).collect(),
            overriding: OverrideReason::ALL.iter().map(name_of).collect(),
            hand_over: Reason::ALL.iter().map(name_of).collect(),
        };
        let overrides =
            self.read_book(|book| book.desk().book().overrides(&self.id)).await.unwrap_or_default();
        let view = self.view(None).await;
        let page = desk::Officers {
            reasons,
            spare: *self.stage.read().await == Stage::Spare,
            overrides: (overrides, view.check_ins + view.pending.unwrap_or_default()),
            open: self.open_sheets().await.iter().map(ToString::to_string).collect(),
            trouble,
        };
        desk::officers(lang, &view, &page).into_response()
    }

    async fn asked_page(&self, lang: Lang, code: &Digest, headers: &HeaderMap) -> Result<Response, Problem> {
        let (act, HowFar { signed, done }) = self.told_act(code).await?;
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let done = match done {
            None => None,
            Some(Done::Kept) => Some(Came::Kept),
            Some(Done::NotPrinted) => Some(Came::NotPrinted),
            Some(Done::Failed { title }) => Some(Came::Failed(title)),
            Some(Done::Admission { admission }) => Some(Came::Answer(self.told(Ok(admission)).await)),
        };
        let asked = Asked {
            code: code.to_string(),
            act,
            signed: (signed.contains(&Side::Executive), signed.contains(&Side::Supervisory)),
            done,
            address: format!("{}://{host}/api/v1/acts/{code}", door::scheme::scheme(headers)),
        };
        Ok(desk::asked(lang, &self.view(None).await, &asked).into_response())
    }
}
