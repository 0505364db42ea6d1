//! Passkeys: the two halves of each ceremony, asked by our one script, and the box that begins it on a page.
//!
//! Without scripts, or in a browser without passkeys, the box stays hidden and the password works.

use super::SignedIn;
use super::guard;
use super::words::Word as H;
use crate::assets;
use crate::headers::CONTENT_SECURITY_POLICY_WITH_SCRIPT;
use crate::locale::Lang;
use crate::pages::{Absent, is_protected, language};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::{Extension, Json};
use maud::{Markup, html};
use office::{Answered, Ceremony, Error, Office, RelyingParty};
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;
use std::sync::Arc;

/// The site that passkeys are made for, as the router holds it.
pub(super) type Site = Extension<Arc<RelyingParty>>;

/// What the script sends to end a ceremony.
#[derive(Debug, Deserialize)]
pub(super) struct Sent {
    state: String,
    credential: Box<RawValue>,
    #[serde(default)]
    name: String,
    #[serde(default)]
    then: String,
}

impl Sent {
    fn answered(&self) -> Answered<'_> {
        Answered { state: &self.state, credential: self.credential.get().as_bytes() }
    }
}

/// What a box is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Make,
    SignIn,
}

/// The box that begins a ceremony at this address. Our script shows it where the browser has passkeys.
pub(super) fn key_box(lang: Lang, kind: Kind, path: &str, then: &str) -> Markup {
    let (title, lead, button) = match kind {
        Kind::Make => (H::KeyMake, H::KeyMakeLead, H::KeyMakeButton),
        Kind::SignIn => (H::KeySignIn, H::KeySignInLead, H::KeySignInButton),
    };
    html! {
        section.card.passkey hidden data-passkey=(path) data-kind=(if kind == Kind::Make { "make" } else { "sign-in" })
            data-then=(then) data-carried=[(kind == Kind::SignIn).then(|| format!("/{}/hq/sign-in/carried", lang.code()))]
            data-cancelled=(lang.say(H::KeyCancelled)) data-refused=(lang.say(H::KeyRefused)) {
            h2 { (lang.say(title)) }
            p { (lang.say(lead)) }
            @if kind == Kind::Make {
                div.field {
                    label for="key-name" { (lang.say(H::KeyName)) }
                    input #key-name type="text" maxlength="80" autocomplete="off" value=(lang.say(H::KeyNameUsual));
                }
            }
            button type="button" { (lang.say(button)) }
            p role="status" {}
        }
        script src=(assets::path("passkey.js")) defer {}
    }
}

/// A page with the script.
pub(super) fn with_script(page: impl IntoResponse) -> Response {
    let policy = [(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY_WITH_SCRIPT)];
    (policy, page).into_response()
}

fn begun(ceremony: &Ceremony) -> Response {
    Json(json!({ "options": ceremony.options, "state": ceremony.state })).into_response()
}

fn refused(status: StatusCode) -> Response {
    (status, Json(json!({ "refused": true }))).into_response()
}

fn failed(lang: Lang, error: Error) -> Result<Response, Absent> {
    match error {
        Error::BadKey | Error::Typed(_) => Ok(refused(StatusCode::UNPROCESSABLE_ENTITY)),
        Error::NoLink => Ok(refused(StatusCode::GONE)),
        Error::SignInAgain => Ok(refused(StatusCode::FORBIDDEN)),
        other => Err(Absent::failed(lang, other)),
    }
}

pub(super) async fn ask_sign_in(
    State(office): State<Office>,
    Extension(site): Site,
    Path(lang): Path<String>,
) -> Result<Response, Absent> {
    let lang = language(&lang)?;
    office.ask_sign_in(&site).map_or_else(|error| failed(lang, error), |ceremony| Ok(begun(&ceremony)))
}

pub(super) async fn sign_in(
    State(office): State<Office>,
    Extension(site): Site,
    Path(lang): Path<String>,
    headers: HeaderMap,
    Json(sent): Json<Sent>,
) -> Result<Response, Absent> {
    let lang = language(&lang)?;
    match office.sign_in_by_key(&site, sent.answered()).await {
        Ok(Some(session)) => {
            let cookie = guard::cookie(Some(&session), is_protected(&headers));
            let to = super::sign_in::destination(lang, &sent.then);
            Ok((AppendHeaders([cookie]), Json(json!({ "to": to }))).into_response())
        }
        Ok(None) => Ok(refused(StatusCode::UNAUTHORIZED)),
        Err(error) => failed(lang, error),
    }
}

pub(super) async fn ask_by_link(
    State(office): State<Office>,
    Extension(site): Site,
    Path((lang, token)): Path<(String, String)>,
) -> Result<Response, Absent> {
    let lang = language(&lang)?;
    match office.ask_key_by_link(&site, &token).await {
        Ok(ceremony) => Ok(begun(&ceremony)),
        Err(error) => failed(lang, error),
    }
}

pub(super) async fn enrol(
    State(office): State<Office>,
    Extension(site): Site,
    Path((lang, token)): Path<(String, String)>,
    headers: HeaderMap,
    Json(sent): Json<Sent>,
) -> Result<Response, Absent> {
    let lang = language(&lang)?;
    match office.enrol_key(&site, &token, sent.answered(), &sent.name).await {
        Ok(session) => {
            let cookie = guard::cookie(Some(&session), is_protected(&headers));
            let to = format!("/{}/hq/account", lang.code());
            Ok((AppendHeaders([cookie]), Json(json!({ "to": to }))).into_response())
        }
        Err(error) => failed(lang, error),
    }
}

pub(super) async fn ask_more(
    State(office): State<Office>,
    Extension(site): Site,
    signed: SignedIn,
) -> Result<Response, Absent> {
    let asked = async {
        office.ask_fresh(&signed.session).await?;
        office.ask_key(&site, signed.officer.person).await
    };
    match asked.await {
        Ok(ceremony) => Ok(begun(&ceremony)),
        Err(error) => failed(signed.lang, error),
    }
}

pub(super) async fn add(
    State(office): State<Office>,
    Extension(site): Site,
    signed: SignedIn,
    Json(sent): Json<Sent>,
) -> Result<Response, Absent> {
    let added = async {
        office.ask_fresh(&signed.session).await?;
        office.add_key(&site, signed.officer.person, sent.answered(), &sent.name).await
    };
    match added.await {
        Ok(()) => Ok(Json(json!({ "to": format!("/{}/hq/account", signed.lang.code()) })).into_response()),
        Err(error) => failed(signed.lang, error),
    }
}
