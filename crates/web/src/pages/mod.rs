//! The routes of the site, each with the audience it is for.

mod calendar;
mod check;
mod event;
mod papers;
mod results;

use crate::furniture::Shown;
use crate::locale::{Lang, Word as W, latin_digits};
use crate::{assets, headers, hq, missing};
use axum::extract::{Path, Request};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get};
use axum::{Extension, Router};
use headquarters::permit::{Act, Actor, Permit, act, permit};
use maud::Markup;
use office::{Office, RelyingParty};
use serde::Deserialize;
use std::sync::Arc;

/// Where the files of the public record lie on this site.
pub const RECORD: &str = "/record";

/// Who may open a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Everybody.
    Public,
    /// Whoever gets a permit for this act.
    Permit(Act),
    /// Whoever signed in, letter or not, and for themselves alone.
    SignedIn,
    /// Whoever signed in and may do this in some place.
    Officer(Act),
}

/// A route, its audience and its handler. The router is made of these alone, so that no page can be without
/// an audience.
pub(crate) struct Route {
    pub(crate) path: &'static str,
    pub(crate) audience: Audience,
    pub(crate) handler: Handler,
}

/// What answers a route.
pub(crate) type Handler = fn() -> MethodRouter<Office>;

impl Route {
    /// What answers, behind the guard where only officers come in.
    fn guarded(&self, office: &Office) -> MethodRouter<Office> {
        let answers = (self.handler)();
        let act = match self.audience {
            Audience::Public | Audience::Permit(_) => return answers,
            Audience::SignedIn => None,
            Audience::Officer(act) => Some(act),
        };
        answers.route_layer(from_fn_with_state((office.clone(), act), hq::inside::guard::admit))
    }
}

const fn read(path: &'static str, handler: fn() -> MethodRouter<Office>) -> Route {
    Route { path, audience: Audience::Permit(Act::ReadRecord), handler }
}

const fn public(path: &'static str, handler: fn() -> MethodRouter<Office>) -> Route {
    Route { path, audience: Audience::Public, handler }
}

const ROUTES: [Route; 25] = [
    read("/", || get(event::first)),
    read("/{lang}", || get(event::overview)),
    read("/{lang}/branches", || get(event::branches)),
    read("/{lang}/branches/{branch}", || get(event::branch)),
    read("/{lang}/branches/{branch}/minutes.pdf", || get(papers::branch_paper)),
    read("/{lang}/results", || get(event::contests)),
    read("/{lang}/results/{contest}", || get(results::results)),
    read("/{lang}/results/{contest}/candidates", || get(results::candidates)),
    read("/{lang}/results/{contest}/seats.pdf", || get(papers::seats_paper)),
    read("/{lang}/results/{contest}/county.pdf", || get(papers::county_paper)),
    read("/{lang}/results/{contest}/boxes", || get(results::boxes)),
    read("/{lang}/results/{contest}/boxes/{unit}", || get(results::minutes)),
    read("/{lang}/results/{contest}/boxes/{unit}/minutes.pdf", || get(papers::box_paper)),
    public("/{lang}/planning", || get(hq::planning::one_branch_page)),
    public("/{lang}/planning/county", || get(hq::planning::county_page)),
    public("/{lang}/planning/county.csv", || get(hq::planning::needs_csv)),
    read("/{lang}/planning/today", || get(hq::planning::today_page)),
    public("/{lang}/planning/branches/{id}", || get(hq::planning::proof_page)),
    public("/{lang}/planning/branches/{id}/proof.pdf", || get(hq::planning::proof_sheet)),
    read("/{lang}/receipt", || get(check::receipt)),
    read("/{lang}/verify", || get(check::verify)),
    read("/{lang}/calendar", || get(calendar::legal_calendar)),
    read("/{lang}/calendar.ics", || get(calendar::calendar_file)),
    public("/{lang}/what-if", || get(check::what_if)),
    public("/assets/{edition}/{name}", || get(asset)),
];

fn all_routes() -> impl Iterator<Item = &'static Route> {
    ROUTES
        .iter()
        .chain(hq::inside::ROUTES)
        .chain(hq::inside::field::ROUTES)
        .chain(hq::inside::staff::ROUTES)
        .chain(hq::inside::security::ROUTES)
}

/// Every route with its audience, for whoever wants to see what the site has.
pub fn routes() -> impl Iterator<Item = (&'static str, Audience)> {
    all_routes().map(|route| (route.path, route.audience))
}

/// The site as this machine alone reaches it, for tests and trials.
pub fn router(office: Office, county: hq::planning::County) -> Router {
    let here = RelyingParty::of("http://localhost:8080").expect("localhost is an address for passkeys");
    router_at(office, county, here)
}

/// The site under the address for which passkeys are made. `county` is the list of branches whose capacity is asked
/// about.
pub fn router_at(office: Office, county: hq::planning::County, site: RelyingParty) -> Router {
    let empty = Router::new();
    let all = all_routes().fold(empty, |router, route| router.route(route.path, route.guarded(&office)));
    all.fallback(unknown)
        .method_not_allowed_fallback(only_read)
        .layer(Extension(Arc::new(county)))
        .layer(Extension(Arc::new(site)))
        .layer(Extension(Arc::new(hq::inside::uploads::Uploads::default())))
        .layer(from_fn(in_own_words))
        .layer(from_fn(hq::inside::guard::own_forms_only))
        .layer(map_response(headers::guard))
        .with_state(office)
}

/// Rows of a long table on one page.
const ROWS: usize = 100;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
    // As text, so that a mistyped number shows the first page and not an error.
    page: Option<String>,
    every: Option<String>,
    code: Option<String>,
    branch: Option<String>,
    signature: Option<String>,
    size: Option<String>,
    root: Option<String>,
    of: Option<String>,
}

impl Asked {
    pub(crate) fn shown(&self) -> Shown<'_> {
        Shown { words: &self.q, page: read_number(self.page.as_deref()).unwrap_or(1), rows: ROWS }
    }
}

/// A number in whichever digits.
fn read_number<N: std::str::FromStr>(text: Option<&str>) -> Option<N> {
    text.and_then(|text| latin_digits(text).trim().parse().ok())
}

/// What a handler cannot show, and why.
#[derive(Debug)]
pub enum Absent {
    /// No such page.
    Page(Lang),
    /// The page exists, the thing does not.
    Thing(Lang, W),
    /// It is another officer's.
    Forbidden(Lang),
    /// A question about capacity had no answer, though the address was sound.
    Unplanned(String),
    /// Too many ask for the same at this moment; in so many seconds there is room again.
    Busy(Lang, u64),
    /// The office did not answer.
    Trouble(Lang, office::Error),
}

impl Absent {
    /// What is shown when a use case failed.
    pub(crate) fn failed(lang: Lang, error: office::Error) -> Self {
        match error {
            office::Error::Forbidden(_) => Self::Forbidden(lang),
            office::Error::Unknown(_) => Self::Page(lang),
            office::Error::Busy { seconds } => Self::Busy(lang, seconds),
            other => Self::Trouble(lang, other),
        }
    }
}

/// Marks an answer that only says that there is no such page, or that it is another officer's: whoever is signed in is told so
/// inside the house.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TurnedAway;

fn turned_away(status: StatusCode, page: Markup) -> Response {
    (status, Extension(TurnedAway), page).into_response()
}

impl IntoResponse for Absent {
    fn into_response(self) -> Response {
        match self {
            Absent::Page(lang) => turned_away(StatusCode::NOT_FOUND, missing::no_page(lang)),
            Absent::Thing(lang, what) => {
                (StatusCode::NOT_FOUND, missing::nothing_of_that_name(lang, what)).into_response()
            }
            Absent::Forbidden(lang) => turned_away(StatusCode::FORBIDDEN, missing::not_yours(lang)),
            Absent::Busy(lang, seconds) => {
                let later = [(header::RETRY_AFTER, seconds.to_string())];
                (StatusCode::SERVICE_UNAVAILABLE, later, missing::busy(lang)).into_response()
            }
            Absent::Unplanned(error) => {
                eprintln!("web: {error}");
                (StatusCode::INTERNAL_SERVER_ERROR, missing::trouble(Lang::Fa)).into_response()
            }
            Absent::Trouble(lang, error) => {
                // Said once, at the door; the reader gets a sentence without its details.
                eprintln!("web: {error}");
                (StatusCode::INTERNAL_SERVER_ERROR, missing::trouble(lang)).into_response()
            }
        }
    }
}

pub(crate) type Answer = Result<Markup, Absent>;

pub(crate) fn may_read() -> Permit<act::ReadRecord> {
    permit(Actor::Public).expect("the record is public")
}

pub(crate) fn language(code: &str) -> Result<Lang, Absent> {
    Lang::BOTH.into_iter().find(|lang| lang.code() == code).ok_or(Absent::Page(Lang::Fa))
}
/// This site as the reader reached it. A host that is no host is not repeated on a page.
pub(crate) fn origin(headers: &HeaderMap) -> String {
    let plain = |host: &&str| {
        !host.is_empty()
            && host
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']'))
    };
    let host =
        headers.get(header::HOST).and_then(|host| host.to_str().ok()).filter(plain).unwrap_or("localhost");
    // Whoever serves the world does so over TLS; a bare address is this machine or its own network, unless it says so.
    let here = ["localhost", "127.", "[::1]", "10.", "192.168."].iter().any(|start| host.starts_with(start));
    format!("{}://{host}", if here { door::scheme::scheme(headers) } else { "https" })
}

/// Did the reader reach this site over a protected connection?
pub(crate) fn is_protected(headers: &HeaderMap) -> bool {
    origin(headers).starts_with("https")
}

async fn asset(Path((_, name)): Path<(String, String)>) -> Response {
    assets::answer(&name)
}

/// An address with a word where a number belongs names no page. The router would say so in English and in plain text. Of
/// what was sent and could not be read, that is not said.
async fn in_own_words(request: Request, next: Next) -> Response {
    let (lang, method) = (reader_of(request.uri()), request.method().clone());
    let answer = next.run(request).await;
    if names_no_page(&method, &answer) { Absent::Page(lang).into_response() } else { answer }
}

/// Does the router say of what was to be read that its address is none?
pub(crate) fn names_no_page(method: &Method, answer: &Response) -> bool {
    let kind = answer.headers().get(header::CONTENT_TYPE);
    let plain = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
    matches!(*method, Method::GET | Method::HEAD) && answer.status() == StatusCode::BAD_REQUEST && plain
}

/// The language of an address; Persian where it says none.
fn reader_of(uri: &Uri) -> Lang {
    if uri.path().starts_with("/en") { Lang::En } else { Lang::Fa }
}

/// Nothing stands there; an address that only has a slash too many is led to its page.
async fn unknown(uri: Uri) -> Response {
    let lang = reader_of(&uri);
    match uri.path().strip_suffix('/').map(|path| path.trim_matches('/')) {
        // One slash before it: two would name another site.
        Some(path) if Lang::BOTH.iter().any(|lang| path.starts_with(lang.code())) => {
            Redirect::permanent(&format!("/{path}")).into_response()
        }
        _ => Absent::Page(lang).into_response(),
    }
}

/// This page has no form, or nothing but one.
async fn only_read() -> Response {
    (StatusCode::METHOD_NOT_ALLOWED, missing::no_page(Lang::Fa)).into_response()
}
