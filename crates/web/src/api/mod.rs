//! The headquarters' HTTP interface for machines and scripts, under `/api/v1`, and the record under `/record`.

mod actor;
mod count;
mod headquarters;
mod probe;
mod record;
mod room;
mod schemas;
mod setup;
mod voters;

use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post, put};
use axum::{Json, Router};
use door::openapi::{self, BYTES, Described, JSON};
use office::Office;
use std::sync::Arc;

/// What the routes share.
#[derive(Debug, Clone)]
pub(crate) struct Shared {
    pub(crate) office: Office,
    /// Whoever shows this token is the operator.
    pub(crate) token: Arc<str>,
    room: room::Room,
}

/// Does a handler read the body by itself, once it knows who sends it?
fn reads_its_body(path: &str) -> bool {
    matches!(path, "/api/v1/import" | "/api/v1/setup" | "/api/v1/files/{digest}")
}

/// A route: what is told of it, and what answers.
struct Route {
    told: Described,
    handler: fn() -> MethodRouter<Shared>,
}

const fn route(
    (method, path): (&'static str, &'static str),
    who: &'static str,
    does: &'static str,
    (takes, gives): (Option<&'static str>, &'static str),
    handler: fn() -> MethodRouter<Shared>,
) -> Route {
    Route { told: Described { method, path, who, does, takes, gives }, handler }
}

/// Every route of the interface. The router and the description are made of this list and of nothing else.
const ROUTES: &[Route] = &[
    route(("GET", "/api/v1/openapi.json"), "public", "this description", (None, JSON), || get(described)),
    route(("GET", "/api/v1/overview"), "public", "the event at a glance", (None, JSON), || {
        get(record::overview)
    }),
    route(("GET", "/api/v1/identity"), "public", "the headquarters' key", (None, JSON), || {
        get(setup::identity)
    }),
    route(
        ("GET", "/api/v1/settled"),
        "public",
        "answers when all that stands now is countersigned",
        (None, JSON),
        || get(record::settled),
    ),
    route(
        ("GET", "/api/v1/receipts/{code}"),
        "public",
        "where an entry stands, with its inclusion proof",
        (None, JSON),
        || get(record::receipt),
    ),
    route(
        ("GET", "/api/v1/receipts/{code}/proof"),
        "public",
        "its receipt under a countersigned checkpoint, as a tlog-proof file",
        (None, BYTES),
        || get(record::proof),
    ),
    route(
        ("GET", "/api/v1/contests/{contest}/result"),
        "public",
        "a result on the record",
        (None, JSON),
        || get(count::result),
    ),
    route(
        ("GET", "/api/v1/branches/{branch}/disturbances"),
        "public",
        "what happened at a branch's desk besides voting, with its times",
        (None, JSON),
        || get(record::disturbances),
    ),
    route(("GET", "/record/{*path}"), "public", "a file of the record", (None, BYTES), || get(record::file)),
    route(
        ("POST", "/api/v1/entries"),
        "append an entry to the record",
        "at most 1,024 entries, each answered by itself",
        (Some(JSON), JSON),
        || post(record::append),
    ),
    route(
        ("PUT", "/api/v1/files/{digest}"),
        "hand in a file",
        "a file that waits for the entry that names it; the path is signed, or the operator's token shown",
        (Some(BYTES), JSON),
        || put(record::upload),
    ),
    route(
        ("POST", "/api/v1/sessions"),
        "check a voter in",
        "begins a session of a branch machine, which then needs no signature",
        (Some(JSON), JSON),
        || post(voters::begin_session),
    ),
    route(
        ("POST", "/api/v1/check-ins"),
        "check a voter in",
        "asks the ledger for a branch machine; asked again with the same number it answers the same",
        (Some(JSON), JSON),
        || post(voters::check_in),
    ),
    route(
        ("POST", "/api/v1/logs"),
        "check a voter in",
        "takes what a branch's desks wrote down, signed; what was taken before changes nothing; answers what the branch lacks",
        (Some(JSON), JSON),
        || post(voters::take_logs),
    ),
    route(
        ("GET", "/api/v1/probe"),
        "public",
        "answers at once with nothing, for whoever measures the way",
        (None, BYTES),
        || get(probe::small),
    ),
    route(
        ("POST", "/api/v1/probe/up"),
        "public",
        "takes up to a mebibyte and forgets it; answers how much it was",
        (Some(BYTES), JSON),
        || post(probe::up),
    ),
    route(
        ("GET", "/api/v1/probe/down"),
        "public",
        "gives 256 KiB that nothing on the way can make smaller",
        (None, BYTES),
        || get(probe::down),
    ),
    route(
        ("POST", "/api/v1/probe/reports"),
        "report a probe",
        "what a branch's machine measured; signed by the branch's key, or with the token from the branch's page",
        (Some(JSON), JSON),
        || post(probe::report),
    ),
    route(
        ("GET", "/api/v1/headquarters/branches"),
        "read branches",
        "branches with their files and what is not ready there, a page at a time: place, after, limit",
        (None, JSON),
        || get(headquarters::branches),
    ),
    route(
        ("GET", "/api/v1/headquarters/branches/{place}"),
        "read branches",
        "one branch; its place with dots between the codes",
        (None, JSON),
        || get(headquarters::one_branch),
    ),
    route(
        ("GET", "/api/v1/headquarters/devices"),
        "read devices",
        "devices with their lives, a page at a time: place, kind, state, after, limit",
        (None, JSON),
        || get(headquarters::devices),
    ),
    route(
        ("GET", "/api/v1/headquarters/devices/{serial}"),
        "read devices",
        "one device",
        (None, JSON),
        || get(headquarters::one_device),
    ),
    route(
        ("GET", "/api/v1/headquarters/network"),
        "read the network",
        "the lines of the branches, what was promised and what was measured, a page at a time: place, after, limit",
        (None, JSON),
        || get(headquarters::network),
    ),
    route(
        ("GET", "/api/v1/headquarters/readiness"),
        "read readiness",
        "what is not ready, area by area, and the trend: place",
        (None, JSON),
        || get(headquarters::readiness),
    ),
    route(
        ("GET", "/api/v1/headquarters/staff"),
        "read staff",
        "staff with their files, a page at a time: place, after, limit",
        (None, JSON),
        || get(headquarters::staff),
    ),
    route(
        ("POST", "/api/v1/import"),
        "import the county's files",
        "five files as texts, all or nothing",
        (Some(JSON), JSON),
        || post(setup::import),
    ),
    route(
        ("POST", "/api/v1/setup"),
        "freeze the set-up",
        "keys; answers the entry for the boards",
        (Some(JSON), BYTES),
        || post(setup::freeze),
    ),
    route(
        ("POST", "/api/v1/pending"),
        "close the check-in ledger",
        "the decision on pending ballots, for the supervisory boards to sign, with the reason for each that is struck",
        (None, JSON),
        || post(count::decide_pending),
    ),
    route(
        ("POST", "/api/v1/taken-off"),
        "take a person off the roll",
        "a national number and the reason; answers the check-in that stands, if there is one",
        (Some(JSON), JSON),
        || post(voters::take_off),
    ),
    route(
        ("GET", "/api/v1/repeats"),
        "close the check-in ledger",
        "the latest second votes that were refused, each with both places",
        (None, JSON),
        || get(count::repeats),
    ),
    route(
        ("POST", "/api/v1/ledger"),
        "close the check-in ledger",
        "publishes ledger.json; every branch must have closed or be void",
        (None, JSON),
        || post(count::close_ledger),
    ),
    route(
        ("POST", "/api/v1/count"),
        "count",
        "minutes for every box that enough trustees opened; answers how many still wait",
        (None, JSON),
        || post(count::count),
    ),
    route(
        ("POST", "/api/v1/contests/{contest}/decision"),
        "count",
        "the outcome's entry for the boards, or the lot that is due",
        (None, JSON),
        || post(count::decide),
    ),
];

/// Every route: its method, its path, and for whom it is.
pub fn routes() -> impl Iterator<Item = Described> {
    ROUTES.iter().map(|route| route.told)
}

async fn described() -> Json<serde_json::Value> {
    Json(schemas::described(openapi::document("Amin: a headquarters", routes())))
}

/// The interface of an office. `token` is the operator's.
pub fn router(office: Office, token: &str) -> Router {
    let shared = Shared { office, token: token.into(), room: room::Room::default() };
    let empty = Router::new();
    let all = ROUTES.iter().fold(empty, |router, route| {
        let (path, mut handler) = (route.told.path, (route.handler)());
        if !reads_its_body(path) {
            let held = from_fn_with_state(shared.clone(), room::held);
            // How long a body may be is the room's to say.
            handler = handler.layer(DefaultBodyLimit::disable()).layer(held);
        }
        router.route(path, handler)
    });
    all.with_state(shared)
}
