//! What a machine answers when it does not do what it was asked (RFC 9457).

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

/// A problem document: what happened, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// HTTP status.
    pub status: u16,
    /// Stable code.
    #[serde(rename = "type")]
    pub code: String,
    /// What happened.
    pub title: String,
    /// What to do.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

impl Problem {
    /// With a status and a stable code.
    pub fn new(status: StatusCode, code: &str, title: impl ToString) -> Self {
        Self { status: status.as_u16(), code: code.into(), title: title.to_string(), detail: String::new() }
    }

    /// Adds what to do.
    #[must_use]
    pub fn remedy(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// The asker's mistake.
    pub fn conflict(code: &str, title: impl ToString) -> Self {
        Self::new(StatusCode::CONFLICT, code, title)
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.title)?;
        if self.detail.is_empty() { Ok(()) } else { write!(f, ". {}", self.detail) }
    }
}
impl std::error::Error for Problem {}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        (status, [(axum::http::header::CONTENT_TYPE, "application/problem+json")], body).into_response()
    }
}
