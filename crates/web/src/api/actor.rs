//! Who asks, and how a refusal of the office is told.

use super::Shared;
use axum::http::{HeaderMap, StatusCode, header};
use door::{Problem, signed};
use headquarters::permit::{Actor, Forbidden, Kind, Permit, permit};
use office::{Error, Rejected};

/// The right of the operator to do `A`: whoever shows the token.
pub(super) fn operator<A: Kind>(shared: &Shared, headers: &HeaderMap) -> Result<Permit<A>, Problem> {
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let shown = shown.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    // Compared as digests, so that the time taken tells nothing about the token.
    let same =
        election::bytes::Digest::of(shown.as_bytes()) == election::bytes::Digest::of(shared.token.as_bytes());
    permit(if same { Actor::Operator } else { Actor::Public }).map_err(forbidden)
}

/// The right to do `A` of the operator, or of a party of the set-up who signed this path. What the path names by its digest
/// need not be read before that.
pub(super) fn party<A: Kind>(shared: &Shared, headers: &HeaderMap, path: &str) -> Result<Permit<A>, Problem> {
    if !headers.contains_key(signed::BY) {
        return operator(shared, headers);
    }
    let polls = shared.office.polls(&anybody()?);
    let event = polls.event().ok_or_else(|| {
        Problem::new(StatusCode::LOCKED, "not-now", "the set-up is not frozen yet: nobody can sign for it")
    })?;
    let by = signed::check(headers, event, |by| polls.key_of(by), path, &[])?;
    permit(Actor::Signed(by)).map_err(forbidden)
}

/// The right of anybody to do `A`, where anybody has it.
pub(super) fn anybody<A: Kind>() -> Result<Permit<A>, Problem> {
    permit(Actor::Public).map_err(forbidden)
}

pub(super) fn forbidden(forbidden: Forbidden) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "forbidden", forbidden)
        .remedy("Send the operator's token, which the headquarters printed when it started")
}

/// A failed use case as a problem document.
pub(super) fn problem(error: Error) -> Problem {
    let title = error.to_string();
    match error {
        Error::Mistakes(mistakes) => {
            let lines: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "mistakes", "nothing was imported")
                .remedy(lines.join("\n"))
        }
        Error::NotNow(_) => Problem::new(StatusCode::LOCKED, "not-now", title),
        Error::Forbidden(_) => Problem::new(StatusCode::FORBIDDEN, "forbidden", title),
        Error::Typed(_) => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "fields", title),
        Error::Sheet(_) => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "cells", title),
        Error::Branch(_) | Error::Device(_) | Error::Stuck(_) => Problem::conflict("field", title),
        Error::Probe(headquarters::network::probe::Refused::NoLeave) => {
            Problem::new(StatusCode::FORBIDDEN, "probe", title)
        }
        Error::Probe(_) => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "probe", title),
        Error::Member(_) | Error::RefusedBefore(_) | Error::Session(_) => Problem::conflict("staff", title),
        Error::Segment(_) | Error::Incident(_) => Problem::conflict("security", title),
        Error::Changed => Problem::conflict("changed", title),
        Error::Letter(_) => Problem::conflict("letter", title),
        Error::Decision(_) => Problem::conflict("decision", title),
        Error::Recovery(_) => Problem::conflict("recovery", title),
        Error::BadKey | Error::HasEnrolled | Error::LastWayIn | Error::SignInAgain | Error::Program(_) => {
            Problem::conflict("access", title)
        }
        Error::NoLink => Problem::new(StatusCode::GONE, "link", title),
        Error::MissingKey(_) | Error::BadSetup(_) => {
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "setup", title)
        }
        Error::Refused(refusal) => Problem::conflict(refusal.check(), title),
        Error::Log(_) => Problem::conflict("log", title)
            .remedy("Keep this machine and its folder as they are, and tell the headquarters"),
        Error::Unreadable(_) => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "log", title),
        Error::Unsent { .. } | Error::Unready(_) | Error::Contradictions(_) => {
            Problem::conflict("pending", title)
        }
        Error::Unknown(_) => Problem::new(StatusCode::NOT_FOUND, "unknown", title),
        Error::Undecidable(_) => Problem::conflict("result.seats", title),
        Error::Miscount(_) => Problem::conflict("open.table", title),
        Error::Witness(_) => Problem::new(StatusCode::BAD_GATEWAY, "witness", title),
        Error::Disk { .. } | Error::Full(_) => Problem::new(StatusCode::INSUFFICIENT_STORAGE, "disk", title)
            .remedy(
                "Free some space on the headquarters' disk, then send it again; nothing acknowledged is lost",
            ),
        Error::Misnamed => Problem::new(StatusCode::BAD_REQUEST, "digest", title),
        Error::CutShort => Problem::new(StatusCode::BAD_REQUEST, "cut-short", title),
        Error::TooLong { .. } => Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-long", title),
        Error::NoRoom { .. } => Problem::new(StatusCode::INSUFFICIENT_STORAGE, "no-room", title)
            .remedy("Tell the headquarters: what nobody names is swept after a fortnight"),
        Error::Busy { .. } => Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", title),
        Error::Away(_) | Error::NoPrimary => {
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "away", "the headquarters' database is away")
                .remedy("Send the same request again: if it was kept, it is answered the same")
        }
        Error::Store(_) | Error::BadDatabase | Error::Damaged(_) => {
            // Logged once, here; the asker learns that it is ours and nothing of what is inside.
            eprintln!("amin: {title}");
            Problem::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "ours",
                "the headquarters failed; it is not your fault",
            )
            .remedy("Try again; if it stays, tell the operator, who finds the reason in the log")
        }
    }
}

/// A rejected entry, as one element of a batch's answer.
pub(super) fn rejected(rejected: &Rejected) -> serde_json::Value {
    let (check, culprits) = match rejected {
        Rejected::Bad(_) => ("entry.form", Vec::new()),
        Rejected::Foreign => ("setup.keys", Vec::new()),
        Rejected::Refused(refusal) | Rejected::Ballot { refusal, .. } => {
            (refusal.check(), refusal.culprits().iter().map(ToString::to_string).collect())
        }
    };
    let mut told = serde_json::json!({ "check": check, "title": rejected.to_string(), "culprits": culprits });
    if let Rejected::Ballot { named, .. } = rejected {
        // As a text: its bytes are what the branch signs.
        told["named"] = String::from_utf8_lossy(&named.to_bytes()).into();
    }
    told
}
