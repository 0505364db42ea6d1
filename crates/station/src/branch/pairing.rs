//! The guard before the desk's routes, and the pages by which a browser comes past it.

use super::Machine;
use super::entrance::{COOKIE, Entrance, NotPaired, Shut, host};
use axum::Router;
use axum::extract::{Form, Path, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use door::Problem;
use door::scheme::is_protected;
use screens::desk::{self, Refusal};
use screens::locale::Lang;
use serde::Deserialize;
use std::sync::Arc;
use std::time::Instant;

type Shared = State<Arc<Machine>>;

/// How long a browser stays paired, in seconds: a polling day and its eve.
const LASTS: u32 = 36 * 3600;

/// The pages that a stranger sees.
pub(super) fn router() -> Router<Arc<Machine>> {
    Router::new()
        .route("/{lang}/pair", get(pair_page).post(pair))
        .route("/{lang}/locked", get(locked_page).post(unlock))
}

/// Nobody comes to the desk who is not paired, by a name that is not this machine's, or from another site's page.
pub(super) async fn guard(State(machine): Shared, mut request: Request, next: Next) -> Response {
    let (path, headers) = (request.uri().path(), request.headers());
    if let Err(problem) = is_ours(&machine, request.method(), headers) {
        return problem.into_response();
    }
    // Pages come again by themselves: that of an act while the officers sign, every other before it is locked.
    let by_itself = path.contains("/officers/") || request.uri().query() == Some("idle");
    let counts = request.method() != Method::GET || !by_itself;
    match machine.entrance.who(headers, Instant::now(), counts) {
        Ok(who) => {
            request.extensions_mut().insert(who);
            next.run(request).await
        }
        Err(shut) => match page_of(path) {
            Some(lang) => Redirect::to(&format!("/{}/{}", lang.code(), page_for(shut))).into_response(),
            None => stranger(shut).into_response(),
        },
    }
}

/// What a program is told that does not show the token.
pub(super) fn stranger(shut: Shut) -> Problem {
    let what = match shut {
        Shut::Stranger => "the desk is for those who were paired with it",
        Shut::Locked => "this desk is locked",
    };
    Problem::new(StatusCode::UNAUTHORIZED, "paired", what).remedy(
        "Show the desk's token, which stands in desk.token in the machine's folder: Authorization: Bearer …",
    )
}

fn is_ours(machine: &Machine, method: &Method, headers: &HeaderMap) -> Result<(), Problem> {
    let host = host(headers);
    if !machine.entrance.is_meant(host) {
        return Err(Problem::new(
            StatusCode::MISDIRECTED_REQUEST,
            "host",
            "this is not a name of this machine",
        )
        .remedy("Use its address, or start it with --host NAME"));
    }
    if !Entrance::is_from_here(method, host, headers) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "origin", "this comes from another site's page"));
    }
    Ok(())
}

fn page_of(path: &str) -> Option<Lang> {
    path.split('/').nth(1).and_then(|first| Lang::BOTH.into_iter().find(|lang| lang.code() == first))
}

fn page_for(shut: Shut) -> &'static str {
    match shut {
        Shut::Stranger => "pair",
        Shut::Locked => "locked",
    }
}

/// The token, and a short code for this browser.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pairing {
    token: String,
    code: String,
}

async fn pair_page(State(machine): Shared, Path(lang): Path<Lang>) -> Response {
    desk::pair(lang, &machine.place(), None).into_response()
}

async fn pair(
    State(machine): Shared,
    Path(lang): Path<Lang>,
    headers: HeaderMap,
    Form(Pairing { token, code }): Form<Pairing>,
) -> Response {
    if let Err(problem) = is_ours(&machine, &Method::POST, &headers) {
        return problem.into_response();
    }
    match machine.entrance.pair(&token, &code, Instant::now()) {
        Ok(cookie) => {
            if let Err(error) = machine.follow_on_second() {
                say!("amin branch {}: the second disk does not know this browser: {error}", machine.id);
            }
            let secure = if is_protected(&headers) { "; Secure" } else { "" };
            let cookie =
                format!("{COOKIE}={cookie}; Path=/; Max-Age={LASTS}; HttpOnly; SameSite=Strict{secure}");
            ([(header::SET_COOKIE, cookie)], Redirect::to(&format!("/{}", lang.code()))).into_response()
        }
        Err(not_paired) => {
            let page = desk::pair(lang, &machine.place(), Some(told(&not_paired)));
            (StatusCode::FORBIDDEN, page).into_response()
        }
    }
}

/// The short code, or the token.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unlocking {
    code: String,
}

async fn locked_page(State(machine): Shared, Path(lang): Path<Lang>) -> Response {
    desk::locked(lang, &machine.place(), None).into_response()
}

async fn unlock(
    State(machine): Shared,
    Path(lang): Path<Lang>,
    headers: HeaderMap,
    Form(Unlocking { code }): Form<Unlocking>,
) -> Response {
    if let Err(problem) = is_ours(&machine, &Method::POST, &headers) {
        return problem.into_response();
    }
    match machine.entrance.unlock(&headers, &code, Instant::now()) {
        Ok(()) => Redirect::to(&format!("/{}", lang.code())).into_response(),
        Err(NotPaired::Gone) => Redirect::to(&format!("/{}/pair", lang.code())).into_response(),
        Err(not_paired) => {
            let page = desk::locked(lang, &machine.place(), Some(told(&not_paired)));
            (StatusCode::FORBIDDEN, page).into_response()
        }
    }
}

fn told(not_paired: &NotPaired) -> Refusal {
    match not_paired {
        NotPaired::Token => Refusal::Token,
        NotPaired::Code => Refusal::Code,
        NotPaired::WrongCode | NotPaired::Gone => Refusal::WrongCode,
        NotPaired::Disk(_) => Refusal::Disk,
    }
}

impl Machine {
    /// The branch's number, for a page that says no more.
    fn place(&self) -> String {
        self.id.to_string()
    }
}
