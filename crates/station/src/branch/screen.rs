//! The check-in desk's screen, for a browser on the branch's own network.

use super::{Machine, Stage};
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use axum::{Router, middleware};
use door::Problem;
use election::setup::Name;
use pollbook::Decision;
use screens::desk::{self, Answer, Standing, View};
use screens::locale::Lang;
use screens::{assets, headers};
use std::sync::Arc;
use std::sync::atomic::Ordering;

type Shared = State<Arc<Machine>>;

/// The pages of the desk.
pub(super) fn router() -> Router<Arc<Machine>> {
    Router::new()
        .route("/", get(|| async { Redirect::to("/fa") }))
        .route("/{lang}", get(show).post(check_in))
        .route("/assets/{edition}/{name}", get(asset))
        .layer(middleware::map_response(headers::guard))
}

async fn asset(Path((_, name)): Path<(String, String)>) -> Response {
    assets::answer(&name)
}

async fn show(State(machine): Shared, Path(lang): Path<Lang>) -> Response {
    desk::screen(lang, &machine.view(None).await).into_response()
}

/// Type or scan the number, press enter: the answer stands on the page that comes back, and the field waits for
/// the next. It is not kept: a second desk on this machine has answers of its own, and a reload shows none.
async fn check_in(State(machine): Shared, Path(lang): Path<Lang>, Form(form): Form<desk::Form>) -> Response {
    let answer = machine.check_in(&form.digits()).await;
    let answer = machine.told(answer).await;
    desk::screen(lang, &machine.view(Some(answer)).await).into_response()
}

impl Machine {
    async fn told(&self, answer: Result<Decision, Problem>) -> Answer {
        match answer {
            Ok(Decision::CheckedIn { name }) => Answer::CheckedIn { name },
            Ok(Decision::AlreadyVoted { earlier }) => {
                let known = self.known().await.ok();
                let setup = known.as_ref().and_then(|known| known.state.setup());
                let branch = setup.and_then(|setup| setup.branch(&earlier.branch)).map(|b| b.name.clone());
                let unnamed = || Name { fa: earlier.branch.to_string(), en: earlier.branch.to_string() };
                Answer::AlreadyVoted { branch: branch.unwrap_or_else(unnamed), at: earlier.at.clone() }
            }
            Ok(Decision::NotOnRoll) => Answer::NotOnRoll,
            Ok(Decision::PollsNotOpen) => Answer::PollsNotOpen,
            Err(problem) if problem.code == "national-id" => Answer::BadNumber,
            Err(problem) if problem.code == "stage" || problem.code == "waiting" => Answer::PollsNotOpen,
            Err(_) => Answer::Unreachable,
        }
    }

    async fn view(&self, answer: Option<Answer>) -> View {
        let known = self.known().await.ok();
        let setup = known.as_ref().and_then(|known| known.state.setup());
        let name = setup.and_then(|setup| setup.branch(&self.id)).map(|branch| branch.name.clone());
        let branch = self.branch.lock().await;
        View {
            branch: self.id.clone(),
            name: name.unwrap_or_else(|| Name { fa: String::new(), en: String::new() }),
            standing: match *self.stage.read().await {
                Stage::Waiting | Stage::Ready => Standing::Waiting,
                Stage::Open => Standing::Open,
                Stage::Closed => Standing::Closed,
                Stage::Void => Standing::Void,
            },
            connected: self.connected.load(Ordering::Relaxed),
            check_ins: branch.check_ins,
            refused: self.refused.load(Ordering::Relaxed),
            ballots: branch.spent.len() as u64,
            spoiled: branch.spoiled(),
            waiting: branch.waiting.len() as u64,
            answer,
        }
    }
}
