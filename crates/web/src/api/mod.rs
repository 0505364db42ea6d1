//! The headquarters' HTTP interface for machines and scripts, under `/api/v1`, and the record under `/record`.

mod actor;
mod count;
mod record;
mod setup;
mod voters;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post, put};
use office::Office;
use std::sync::Arc;

/// What the routes share.
#[derive(Debug, Clone)]
pub(crate) struct Shared {
    pub(crate) office: Office,
    /// Whoever shows this token is the operator.
    pub(crate) token: Arc<str>,
}

/// The largest body: a county's roll.
const MOST_BYTES: usize = 2 << 30;

/// Every route of the interface: its methods, its path, and for whom it is. A test compares it with the router.
pub const ROUTES: &[(&str, &str, &str)] = &[
    ("GET", "/api/v1/overview", "public"),
    ("GET", "/api/v1/identity", "public"),
    ("GET", "/api/v1/settled", "public"),
    ("GET", "/api/v1/receipts/{code}", "public"),
    ("GET", "/api/v1/receipts/{code}/proof", "public"),
    ("GET", "/api/v1/contests/{contest}/result", "public"),
    ("GET", "/record/{*path}", "public"),
    ("POST", "/api/v1/entries", "append an entry to the record"),
    ("PUT", "/api/v1/files/{digest}", "append an entry to the record"),
    ("POST", "/api/v1/check-ins", "check a voter in"),
    ("POST", "/api/v1/import", "import the county's files"),
    ("POST", "/api/v1/setup", "freeze the set-up"),
    ("POST", "/api/v1/ledger", "close the check-in ledger"),
    ("POST", "/api/v1/count", "count"),
    ("POST", "/api/v1/contests/{contest}/decision", "count"),
];

/// The interface of an office. `token` is the operator's.
pub fn router(office: Office, token: &str) -> Router {
    let shared = Shared { office, token: token.into() };
    Router::new()
        .route("/api/v1/overview", get(record::overview))
        .route("/api/v1/identity", get(setup::identity))
        .route("/api/v1/settled", get(record::settled))
        .route("/api/v1/receipts/{code}", get(record::receipt))
        .route("/api/v1/receipts/{code}/proof", get(record::proof))
        .route("/api/v1/contests/{contest}/result", get(count::result))
        .route("/record/{*path}", get(record::file))
        .route("/api/v1/entries", post(record::append))
        .route("/api/v1/files/{digest}", put(record::upload))
        .route("/api/v1/check-ins", post(voters::check_in))
        .route("/api/v1/import", post(setup::import))
        .route("/api/v1/setup", post(setup::freeze))
        .route("/api/v1/ledger", post(count::close_ledger))
        .route("/api/v1/count", post(count::count))
        .route("/api/v1/contests/{contest}/decision", post(count::decide))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .with_state(shared)
}
