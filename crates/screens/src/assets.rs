//! What a page is dressed in: our own style sheet and mark, and the typeface that was fetched at build time.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use language::typeface::WEB;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

static OWN: &[(&str, &[u8])] = &[
    ("style.css", include_bytes!("../assets/style.css")),
    ("typeface.css", include_bytes!("../assets/typeface.css")),
    ("mark.svg", include_bytes!("../assets/mark.svg")),
    ("live.js", include_bytes!("../assets/live.js")),
    ("passkey.js", include_bytes!("../assets/passkey.js")),
];

/// A name for this very set of files, so that browsers keep them for good and still get new ones.
static EDITION: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = DefaultHasher::new();
    (OWN, WEB).hash(&mut hasher);
    format!("{:016x}", hasher.finish())
});

/// The address of a file.
pub fn path(name: &str) -> String {
    format!("/assets/{}/{name}", *EDITION)
}

/// Was the typeface fetched?
pub fn has_typeface() -> bool {
    WEB.iter().any(|(name, _)| name.ends_with(".woff2"))
}

/// Answers with a file, whatever the edition in its address.
pub fn answer(name: &str) -> Response {
    let Some((name, bytes)) = OWN.iter().chain(WEB).find(|(known, _)| *known == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("js") => "text/javascript; charset=utf-8",
        Some("woff2") => "font/woff2",
        _ => "text/plain; charset=utf-8",
    };
    let lasting = "public, max-age=31536000, immutable";
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, lasting)], *bytes).into_response()
}
