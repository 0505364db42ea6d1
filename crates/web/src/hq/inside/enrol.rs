//! Enrol by a link that is good once.

use super::form::{Fields, Typed};
use super::passkeys::{Kind, key_box, with_script};
use super::words::Word as H;
use super::{guard, outside};
use crate::furniture::{notice, qr};
use crate::locale::Lang;
use crate::pages::{Absent, is_protected, language};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use headquarters::form::Mistake;
use maud::{Markup, html};
use office::{Enrolment, Error, Office};

pub(super) async fn ask(
    State(office): State<Office>,
    Path((lang, token)): Path<(String, String)>,
) -> Result<Response, Absent> {
    let lang = language(&lang)?;
    answer(&office, lang, &token, &Typed::default(), &[]).await
}

pub(super) async fn enrol(
    State(office): State<Office>,
    Path((lang, token)): Path<(String, String)>,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Absent> {
    let lang = language(&lang)?;
    let (password, again, code) = (typed.get("password"), typed.get("again"), typed.latin("code"));
    match office.enrol(&token, password, again, &code).await {
        Ok(session) => {
            let cookie = guard::cookie(Some(&session), is_protected(&headers));
            let to = Redirect::to(&format!("/{}/hq", lang.code()));
            Ok((AppendHeaders([cookie]), to).into_response())
        }
        Err(Error::Typed(mistakes)) => answer(&office, lang, &token, &typed, &mistakes).await,
        Err(Error::NoLink) => Ok(gone(lang)),
        Err(other) => Err(Absent::failed(lang, other)),
    }
}

async fn answer(
    office: &Office,
    lang: Lang,
    token: &str,
    typed: &Typed,
    mistakes: &[Mistake],
) -> Result<Response, Absent> {
    let status = if mistakes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    match office.enrolment(token).await {
        Ok(enrolment) => {
            let fields = Fields { lang, typed, mistakes };
            let page = with_script(page(fields, token, &enrolment));
            Ok(guard::same_origin_referrer((status, page).into_response()))
        }
        Err(Error::NoLink) => Ok(gone(lang)),
        Err(other) => Err(Absent::failed(lang, other)),
    }
}

fn page(fields: Fields<'_>, token: &str, enrolment: &Enrolment) -> Markup {
    let lang = fields.lang;
    let title = lang.say(H::Enrol);
    let content = html! {
        div.narrow {
            h1 { (title) }
            p.lead { (lang.fill(H::EnrolLead, &[&enrolment.name])) }
            p { (lang.say(H::EnrolLogin)) ": " code dir="ltr" { (enrolment.login) } }
            @let at = format!("/{}/enrol/{token}/passkey", lang.code());
            (key_box(lang, Kind::Make, &at, ""))
            (fields.refused_secret())
            form.card method="post" {
                h2 { (lang.say(H::EnrolPassword)) }
                (fields.password("password", H::Password, Some(H::PasswordHint), true))
                (fields.password("again", H::PasswordAgain, None, true))
                h2 { (lang.say(H::EnrolCodes)) }
                p { (lang.say(H::EnrolCodesHint)) }
                div.setting {
                    @if let Some(picture) = qr(lang.say(H::EnrolCodes), &enrolment.address) { (picture) }
                    p.hint { (lang.say(H::EnrolByHand)) " " code.long dir="ltr" translate="no" { (enrolment.secret) } }
                }
                (fields.code("code"))
                button { (lang.say(H::EnrolButton)) }
            }
        }
    };
    outside(lang, title, &format!("/enrol/{token}"), content)
}

fn gone(lang: Lang) -> Response {
    let title = lang.say(H::LinkGone);
    let content = html! { h1 { (title) } (notice("now", title, lang.say(H::LinkGoneHint))) };
    (StatusCode::GONE, outside(lang, title, "/hq/sign-in", content)).into_response()
}
