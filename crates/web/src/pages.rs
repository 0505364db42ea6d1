//! The routes of the site, each with the audience it is for.

use crate::furniture::Shown;
use crate::locale::{Lang, Word as W, latin_digits};
use crate::public::{self, Lookup};
use crate::{assets, headers, hq, missing, press};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get};
use axum::{Extension, Router};
use calendar::{Calendar, Day, Holidays, Kind, Term};
use election::id::ContestId;
use headquarters::permit::{Act, Actor, Permit, act, permit};
use maud::Markup;
use office::Office;
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
}

/// A route, its audience and its handler. The router is made of these alone, so that no page can be without
/// an audience.
struct Route {
    path: &'static str,
    audience: Audience,
    handler: fn() -> MethodRouter<Office>,
}

const fn read(path: &'static str, handler: fn() -> MethodRouter<Office>) -> Route {
    Route { path, audience: Audience::Permit(Act::ReadRecord), handler }
}

const fn public(path: &'static str, handler: fn() -> MethodRouter<Office>) -> Route {
    Route { path, audience: Audience::Public, handler }
}

const ROUTES: [Route; 23] = [
    read("/", || get(first)),
    read("/{lang}", || get(overview)),
    read("/{lang}/branches", || get(branches)),
    read("/{lang}/results", || get(contests)),
    read("/{lang}/results/{contest}", || get(results)),
    read("/{lang}/results/{contest}/candidates", || get(candidates)),
    read("/{lang}/results/{contest}/seats.pdf", || get(seats_paper)),
    read("/{lang}/results/{contest}/county.pdf", || get(county_paper)),
    read("/{lang}/results/{contest}/boxes", || get(boxes)),
    read("/{lang}/results/{contest}/boxes/{unit}", || get(minutes)),
    read("/{lang}/results/{contest}/boxes/{unit}/minutes.pdf", || get(box_paper)),
    public("/{lang}/planning", || get(hq::planning::one_branch_page)),
    public("/{lang}/planning/county", || get(hq::planning::county_page)),
    public("/{lang}/planning/county.csv", || get(hq::planning::needs_csv)),
    read("/{lang}/planning/today", || get(hq::planning::today_page)),
    public("/{lang}/planning/branches/{id}", || get(hq::planning::proof_page)),
    public("/{lang}/planning/branches/{id}/proof.pdf", || get(hq::planning::proof_sheet)),
    read("/{lang}/receipt", || get(receipt)),
    read("/{lang}/verify", || get(verify)),
    read("/{lang}/calendar", || get(legal_calendar)),
    read("/{lang}/calendar.ics", || get(calendar_file)),
    public("/{lang}/what-if", || get(what_if)),
    public("/assets/{edition}/{name}", || get(asset)),
];

/// Every route with its audience, for whoever wants to see what the site has.
pub fn routes() -> impl Iterator<Item = (&'static str, Audience)> {
    ROUTES.iter().map(|route| (route.path, route.audience))
}

/// The site. `county` is the list of branches whose capacity is asked about.
pub fn router(office: Office, county: hq::planning::County) -> Router {
    let empty = Router::new();
    let all = ROUTES.iter().fold(empty, |router, route| router.route(route.path, (route.handler)()));
    all.fallback(unknown)
        .method_not_allowed_fallback(only_read)
        .layer(Extension(Arc::new(county)))
        .layer(map_response(headers::guard))
        .with_state(office)
}

/// Rows of a long table on one page.
const ROWS: usize = 100;

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
    // As text, so that a mistyped number shows the first page and not an error.
    page: Option<String>,
    every: Option<String>,
    code: Option<String>,
    size: Option<String>,
    root: Option<String>,
}

impl Asked {
    fn shown(&self) -> Shown<'_> {
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
    /// A question about capacity had no answer, though the address was sound.
    Unplanned(String),
    /// The office did not answer.
    Trouble(Lang, office::Error),
}

impl IntoResponse for Absent {
    fn into_response(self) -> Response {
        match self {
            Absent::Page(lang) => (StatusCode::NOT_FOUND, missing::no_page(lang)).into_response(),
            Absent::Thing(lang, what) => {
                (StatusCode::NOT_FOUND, missing::nothing_of_that_name(lang, what)).into_response()
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

type Answer = Result<Markup, Absent>;

pub(crate) fn may_read() -> Permit<act::ReadRecord> {
    permit(Actor::Public).expect("the record is public")
}

pub(crate) fn language(code: &str) -> Result<Lang, Absent> {
    Lang::BOTH.into_iter().find(|lang| lang.code() == code).ok_or(Absent::Page(Lang::Fa))
}

async fn first(office: State<Office>, asked: Query<Asked>) -> Answer {
    overview(office, Path("fa".into()), asked).await
}

async fn overview(
    State(office): State<Office>,
    Path(lang): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let lang = language(&lang)?;
    let event = office.overview(&may_read()).await.map_err(|e| Absent::Trouble(lang, e))?;
    // Not oftener than is kind to a server that a whole county watches.
    let every = read_number(asked.every.as_deref()).map(|seconds: u16| seconds.clamp(5, 600));
    Ok(hq::overview(lang, &event, every))
}

async fn branches(
    State(office): State<Office>,
    Path(lang): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let lang = language(&lang)?;
    let event = office.overview(&may_read()).await.map_err(|e| Absent::Trouble(lang, e))?;
    Ok(hq::branches(lang, &event.branches, &asked.shown()))
}

async fn contests(State(office): State<Office>, Path(lang): Path<String>) -> Answer {
    let lang = language(&lang)?;
    let event = office.overview(&may_read()).await.map_err(|e| Absent::Trouble(lang, e))?;
    Ok(public::choose(lang, &event.contests))
}

/// The result of a contest, or the page that says what is missing.
async fn result(
    office: &Office,
    lang: Lang,
    contest: &str,
) -> Result<Result<public::Result, Markup>, Absent> {
    let trouble = |e| Absent::Trouble(lang, e);
    let no_contest = || Absent::Thing(lang, W::NoSuchContest);
    let id = ContestId::new(contest).map_err(|_| no_contest())?;
    let setup = office.setup(&may_read()).await.ok_or_else(no_contest)?;
    let contest = setup.contest(&id).ok_or_else(no_contest)?;
    if let Some(result) = office.result(&may_read(), &id).await.map_err(trouble)? {
        let lots = office.lots(&may_read(), &id).await;
        return Ok(Ok(public::Result::of(contest, &result, &lots)));
    }
    let event = office.overview(&may_read()).await.map_err(trouble)?;
    let row = event.contests.iter().find(|row| row.id == id).ok_or_else(no_contest)?;
    Ok(Err(public::not_decided(lang, row)))
}

async fn results(State(office): State<Office>, Path((lang, contest)): Path<(String, String)>) -> Answer {
    let lang = language(&lang)?;
    Ok(match result(&office, lang, &contest).await? {
        Ok(result) => public::results(lang, &result),
        Err(page) => page,
    })
}

async fn candidates(
    State(office): State<Office>,
    Path((lang, contest)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let lang = language(&lang)?;
    Ok(match result(&office, lang, &contest).await? {
        Ok(result) => public::candidates(lang, &result, &asked.shown()),
        Err(page) => page,
    })
}

/// The contest and its counted boxes.
async fn counted(
    office: &Office,
    lang: Lang,
    contest: &str,
) -> Result<(Arc<election::setup::Setup>, ContestId, Vec<public::Box>), Absent> {
    let no_contest = || Absent::Thing(lang, W::NoSuchContest);
    let id = ContestId::new(contest).map_err(|_| no_contest())?;
    let setup = office.setup(&may_read()).await.ok_or_else(no_contest)?;
    let contest = setup.contest(&id).ok_or_else(no_contest)?;
    let minutes = office.minutes(&may_read(), &id).await.map_err(|e| Absent::Trouble(lang, e))?;
    let boxes = minutes.iter().map(|minutes| public::Box::of(&setup, contest, minutes)).collect();
    Ok((setup, id, boxes))
}

async fn boxes(
    State(office): State<Office>,
    Path((lang, contest)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let lang = language(&lang)?;
    let (setup, id, boxes) = counted(&office, lang, &contest).await?;
    let contest = setup.contest(&id).ok_or(Absent::Thing(lang, W::NoSuchContest))?;
    Ok(public::boxes(lang, contest, &boxes, &asked.shown()))
}

async fn minutes(
    State(office): State<Office>,
    Path((lang, contest, unit)): Path<(String, String, String)>,
) -> Answer {
    let lang = language(&lang)?;
    let (setup, id, boxes) = counted(&office, lang, &contest).await?;
    let contest = setup.contest(&id).ok_or(Absent::Thing(lang, W::NoSuchContest))?;
    let found = boxes.iter().find(|b| b.unit == unit).ok_or(Absent::Thing(lang, W::NoSuchBox))?;
    Ok(public::minutes(lang, contest, found))
}

async fn receipt(
    State(office): State<Office>,
    Path(lang): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<(StatusCode, Markup), Absent> {
    let lang = language(&lang)?;
    let lookup = match asked.code.as_deref().map(Lookup::read) {
        None => Lookup::Nothing,
        Some(Err(malformed)) => malformed,
        Some(Ok(code)) => {
            match office.find(&may_read(), &code).await.map_err(|e| Absent::Trouble(lang, e))? {
                Some(found) => Lookup::Found(found),
                None => Lookup::Missing(code),
            }
        }
    };
    let status = match lookup {
        Lookup::Nothing | Lookup::Found(_) => StatusCode::OK,
        Lookup::Malformed { .. } => StatusCode::BAD_REQUEST,
        Lookup::Missing(_) => StatusCode::NOT_FOUND,
    };
    Ok((status, public::receipt(lang, &lookup)))
}

async fn verify(
    State(office): State<Office>,
    Path(lang): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    let lang = language(&lang)?;
    let event = office.overview(&may_read()).await.map_err(|e| Absent::Trouble(lang, e))?;
    let paper = match (read_number(asked.size.as_deref()), asked.root.as_deref()) {
        (Some(size), Some(root)) => match office.root_at(&may_read(), size).await {
            Some(ours) if size > 0 && hex::encode(ours.0) == root.to_ascii_lowercase() => {
                Some(public::Paper::Ours(size))
            }
            _ => Some(public::Paper::NotOurs),
        },
        _ => None,
    };
    Ok(public::verify(lang, event.event.as_ref(), &format!("{}{RECORD}", origin(&headers)), paper))
}

async fn what_if(Path(lang): Path<String>, Query(asked): Query<Vec<(String, String)>>) -> Answer {
    let lang = language(&lang)?;
    Ok(public::what_if::page(lang, &public::what_if::Question::read(&asked)))
}

/// What a paper is printed from: the contest, the head of the record, this site.
struct Printed {
    setup: std::sync::Arc<election::setup::Setup>,
    event: election::bytes::Digest,
    head: board::log::Checkpoint,
    contest: ContestId,
    site: String,
}

impl Printed {
    async fn of(office: &Office, lang: Lang, contest: &str, headers: &HeaderMap) -> Result<Self, Absent> {
        let no_contest = || Absent::Thing(lang, W::NoSuchContest);
        let contest = ContestId::new(contest).map_err(|_| no_contest())?;
        let setup = office.setup(&may_read()).await.ok_or_else(no_contest)?;
        setup.contest(&contest).ok_or_else(no_contest)?;
        let event = office.overview(&may_read()).await.map_err(|e| Absent::Trouble(lang, e))?.event;
        let head = office.head(&may_read()).await;
        let (Some(event), Some(head)) = (event, head) else { return Err(Absent::Thing(lang, W::NoPaper)) };
        Ok(Self { setup, event, head, contest, site: origin(headers) })
    }

    fn contest(&self) -> &election::setup::Contest {
        self.setup.contest(&self.contest).expect("looked up when this was made")
    }

    /// Prints, and answers with a file to keep.
    async fn answer(
        self,
        lang: Lang,
        name: String,
        print: impl FnOnce(
            &forms::minutes::Record<'_>,
            &election::setup::Contest,
        ) -> Result<Vec<u8>, forms::Failed>
        + Send
        + 'static,
    ) -> Result<Response, Absent> {
        let file = format!("{}-{name}-{}.pdf", self.contest, lang.code());
        let key = format!("{} {} {} {file}", self.site, self.event, self.head.size);
        let paper = press::paper(key, move || {
            let site = Some(self.site.as_str());
            let record =
                forms::minutes::Record { setup: &self.setup, event: self.event, head: &self.head, site };
            print(&record, self.contest())
        });
        match paper.await {
            Ok(paper) => Ok((
                [
                    (header::CONTENT_TYPE, "application/pdf".to_owned()),
                    (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{file}\"")),
                ],
                paper,
            )
                .into_response()),
            Err(why) => {
                eprintln!("web: {file}: {why}");
                Err(Absent::Thing(lang, W::NoPaper))
            }
        }
    }
}

async fn seats_paper(
    State(office): State<Office>,
    Path((lang, contest)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Absent> {
    let lang = language(&lang)?;
    let printed = Printed::of(&office, lang, &contest, &headers).await?;
    let result = office.result(&may_read(), &printed.contest).await;
    let result = result.map_err(|e| Absent::Trouble(lang, e))?.ok_or(Absent::Thing(lang, W::NotDecided))?;
    let lots = office.lots(&may_read(), &printed.contest).await;
    let print = move |record: &forms::minutes::Record<'_>, contest: &election::setup::Contest| {
        record.seats(lang, contest, &result, &lots)
    };
    printed.answer(lang, "seats".into(), print).await
}

async fn county_paper(
    State(office): State<Office>,
    Path((lang, contest)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Absent> {
    let lang = language(&lang)?;
    let printed = Printed::of(&office, lang, &contest, &headers).await?;
    let boxes = office.minutes(&may_read(), &printed.contest).await;
    let boxes = boxes.map_err(|e| Absent::Trouble(lang, e))?;
    if boxes.is_empty() {
        return Err(Absent::Thing(lang, W::NoMinutesYet));
    }
    let print = move |record: &forms::minutes::Record<'_>, contest: &election::setup::Contest| {
        record.county(lang, contest, &boxes)
    };
    printed.answer(lang, "county".into(), print).await
}

async fn box_paper(
    State(office): State<Office>,
    Path((lang, contest, unit)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, Absent> {
    let lang = language(&lang)?;
    let printed = Printed::of(&office, lang, &contest, &headers).await?;
    let boxes = office.minutes(&may_read(), &printed.contest).await;
    let boxes = boxes.map_err(|e| Absent::Trouble(lang, e))?;
    let found = boxes.into_iter().find(|minutes| minutes.box_id.unit.as_str() == unit);
    let minutes = found.ok_or(Absent::Thing(lang, W::NoSuchBox))?;
    let polls = office.polling_of(&may_read(), &minutes.branches).await;
    let polls: Vec<forms::minutes::Polls> =
        polls.into_iter().map(|(opening, closing)| forms::minutes::Polls { opening, closing }).collect();
    let name = format!("box-{}", minutes.box_id.unit);
    let print = move |record: &forms::minutes::Record<'_>, _: &election::setup::Contest| {
        record.of_box(lang, &minutes, &polls)
    };
    printed.answer(lang, name, print).await
}

#[derive(Debug, Default, Deserialize)]
struct AskedCalendar {
    kind: Option<String>,
    polling: Option<String>,
    before: Option<String>,
}

/// What was asked for, with the event's own polling day where nothing was.
async fn asked_calendar(
    office: &Office,
    lang: Lang,
    asked: AskedCalendar,
) -> Result<public::AskedCalendar, Absent> {
    let kinds = public::KINDS.iter().find(|(code, _)| Some(*code) == asked.kind.as_deref());
    let kind = kinds.map(|(_, kind)| *kind);
    let polling = match asked.polling {
        Some(text) => latin_digits(&text),
        None => {
            let event = office.overview(&may_read()).await.map_err(|e| Absent::Trouble(lang, e))?;
            event.polling_day.unwrap_or_default()
        }
    };
    Ok(public::AskedCalendar { kind, polling, before: latin_digits(&asked.before.unwrap_or_default()) })
}

/// The calendar of a polling day as typed, if it is one.
fn computed(kind: Option<Kind>, polling: &str) -> Option<Calendar> {
    let term = Term { kind: kind.unwrap_or(Kind::City), polling: polling.parse().ok()?, registration: None };
    Some(Calendar::of(&term, &Holidays::with(Vec::new())))
}

async fn legal_calendar(
    State(office): State<Office>,
    Path(lang): Path<String>,
    Query(asked): Query<AskedCalendar>,
) -> Answer {
    let lang = language(&lang)?;
    let asked = asked_calendar(&office, lang, asked).await?;
    let found = computed(asked.kind, &asked.polling);
    let before = computed(asked.kind, &asked.before);
    let moved = found.as_ref().zip(before.as_ref()).map(|(now, then)| now.moved_from(then));
    Ok(public::calendar(lang, &asked, found.as_ref(), moved.as_deref(), today()))
}

async fn calendar_file(
    State(office): State<Office>,
    Path(lang): Path<String>,
    Query(asked): Query<AskedCalendar>,
) -> Result<Response, Absent> {
    let lang = language(&lang)?;
    let asked = asked_calendar(&office, lang, asked).await?;
    let found = computed(asked.kind, &asked.polling).ok_or(Absent::Thing(lang, W::CalendarBadDay))?;
    let kind = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")];
    Ok((kind, public::export_calendar(lang, &found)).into_response())
}

/// Today on clocks in Iran.
fn today() -> Day {
    let now = crate::locale::iran(jiff::Timestamp::now()).date();
    Day::gregorian(now.year().into(), now.month().unsigned_abs(), now.day().unsigned_abs())
        .expect("a clock shows a day of the calendar")
}

/// This site as the reader reached it. A host that is no host is not repeated on a page.
fn origin(headers: &HeaderMap) -> String {
    let plain = |host: &&str| {
        !host.is_empty()
            && host
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']'))
    };
    let host =
        headers.get(header::HOST).and_then(|host| host.to_str().ok()).filter(plain).unwrap_or("localhost");
    // Whoever serves the world does so behind TLS; a bare address is this machine or its own network.
    let here = ["localhost", "127.", "[::1]", "10.", "192.168."].iter().any(|start| host.starts_with(start));
    format!("{}://{host}", if here { "http" } else { "https" })
}

async fn asset(Path((_, name)): Path<(String, String)>) -> Response {
    assets::answer(&name)
}

/// Nothing stands there; an address that only has a slash too many is led to its page.
async fn unknown(uri: Uri) -> Response {
    let lang = if uri.path().starts_with("/en") { Lang::En } else { Lang::Fa };
    match uri.path().strip_suffix('/').map(|path| path.trim_matches('/')) {
        // One slash before it: two would name another site.
        Some(path) if Lang::BOTH.iter().any(|lang| path.starts_with(lang.code())) => {
            Redirect::permanent(&format!("/{path}")).into_response()
        }
        _ => Absent::Page(lang).into_response(),
    }
}

/// These pages are only read.
async fn only_read() -> Response {
    (StatusCode::METHOD_NOT_ALLOWED, missing::no_page(Lang::Fa)).into_response()
}
