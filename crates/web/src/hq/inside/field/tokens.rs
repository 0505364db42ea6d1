//! The token by which a branch's machine may report what it measures.

use super::super::{Room, SignedIn};
use super::words::Word as F;
use super::{part, place_of};
use crate::furniture::notice;
use crate::locale::Lang;
use crate::pages::{Absent, origin};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use headquarters::network::probe::Leave;
use maud::{Markup, html};
use office::Office;

/// Until when the present token is good, and the form that draws another.
pub(super) fn form(lang: Lang, to: &str, leave: Option<&Leave>) -> Markup {
    html! {
        details.aside {
            summary { (lang.say(F::ProbeToken)) }
            p.hint { (lang.say(F::ProbeTokenHint)) }
            @if let Some(leave) = leave { p { (lang.fill(F::ProbeTokenUntil, &[&lang.day(&leave.until.to_string())])) } }
            form.step method="post" action={ (to) "/probe-token" } { button.quiet { (lang.say(F::ProbeTokenDraw)) } }
        }
    }
}

/// Draws a token and shows it once.
pub(super) async fn give(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, address)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let place = place_of(&address).ok_or(Absent::Page(lang))?;
    let token = office.give_probe_token(&signed.permit()?, &place).await.map_err(|e| signed.failed(e))?.0;
    let title = lang.say(F::ProbeToken);
    let command = format!(
        "amin probe --headquarters {} --branch {place} --bearer primary --token {token}",
        origin(&headers)
    );
    let content = html! {
        h1 { (title) }
        (notice("now", lang.say(F::ProbeTokenOnce), lang.say(F::ProbeTokenHint)))
        pre dir="ltr" tabindex="0" translate="no" { (command) }
        p { a.button href={ "/" (lang.code()) "/hq/branches/" (part(&place)) } { (lang.say(F::ProbeTokenBack)) } }
    };
    let path = format!("/hq/branches/{}", part(&place));
    let page = super::super::page(&signed, Room::Branches, title, &path, &content);
    // Shown once: neither a browser nor anything on the way keeps it.
    Ok(([(axum::http::header::CACHE_CONTROL, "no-store")], page).into_response())
}
