//! What a citizen checks: a receipt, a paper, the calculation with other votes.

use super::{Absent, Answer, Asked, RECORD, language, may_read, origin, read_number};
use crate::public::{self, Lookup, Shown};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use door::receipt::Receipt;
use election::bytes::Digest;
use maud::Markup;
use office::Office;

pub(super) async fn receipt(
    State(office): State<Office>,
    Path(lang): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<(StatusCode, Markup), Absent> {
    let lang = language(&lang)?;
    // Typed by hand, or scanned into the field: then it is the whole address.
    let typed = asked.code.as_deref().unwrap_or_default();
    let scanned = Receipt::of_address(typed);
    let beside = asked.branch.as_deref().zip(asked.signature.as_deref());
    let shown = match (&scanned, beside) {
        (None, None) => Shown::Nothing,
        _ => {
            let beside = || beside.and_then(|(branch, signature)| Receipt::read(typed, branch, signature));
            let setup = office.setup(&may_read()).await;
            let event = setup.as_deref().map(|setup| (Digest::of(&setup.to_bytes()), setup));
            let event = event.as_ref().map(|(event, setup)| (event, *setup));
            Shown::judge(lang, event, scanned.clone().or_else(beside))
        }
    };
    let code = scanned.map_or_else(|| typed.to_owned(), |receipt| receipt.code.to_string());
    let lookup = match asked.code.as_ref().map(|_| Lookup::read(&code)) {
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
    Ok((status, public::receipt(lang, &lookup, &shown)))
}

pub(super) async fn verify(
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
                Some(public::Paper::Ours { size, of: asked.of.as_deref().and_then(public::Paper::page_of) })
            }
            _ => Some(public::Paper::NotOurs),
        },
        _ => None,
    };
    Ok(public::verify(lang, event.event.as_ref(), &format!("{}{RECORD}", origin(&headers)), paper))
}

pub(super) async fn what_if(Path(lang): Path<String>, Query(asked): Query<Vec<(String, String)>>) -> Answer {
    let lang = language(&lang)?;
    Ok(public::what_if::page(lang, &public::what_if::Question::read(&asked)))
}
