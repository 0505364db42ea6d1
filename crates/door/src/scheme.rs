//! Over what a request came: plain HTTP, or TLS.

use axum::http::HeaderMap;

/// The header by which whoever ends TLS says so: our own door, or a proxy in front of it.
pub const FORWARDED: &str = "x-forwarded-proto";

/// Did whoever ends TLS say that this request came over it?
pub fn is_protected(headers: &HeaderMap) -> bool {
    headers.get(FORWARDED).is_some_and(|said| said == "https")
}

/// `https` or `http`, for an address that leads back here.
pub fn scheme(headers: &HeaderMap) -> &'static str {
    if is_protected(headers) { "https" } else { "http" }
}
