//! What browsers are told about every answer.

use axum::http::header::{self, HeaderName, HeaderValue};
use axum::response::Response;

/// Our own style, typeface and pictures; no script, no other site, no frame around us.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The same, and a script of ours, which may ask this site again; for the pages about capacity and those on which an
/// officer signs in or makes a passkey, where nobody's ballot, card or tracking code is ever shown.
pub const CONTENT_SECURITY_POLICY_WITH_SCRIPT: &str = "default-src 'none'; style-src 'self'; font-src 'self'; \
     img-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

const HEADERS: [(HeaderName, HeaderValue); 6] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY)),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    // A tracking code stands in an address; no other site shall hear of it.
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    ),
];

/// Sets the headers; for `axum::middleware::map_response`. A page is asked for again each time, so that
/// figures are never older than they look; an answer that says otherwise keeps its word.
pub async fn guard(mut answer: Response) -> Response {
    let headers = answer.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(value);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    answer
}
