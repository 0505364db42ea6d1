//! Sign in and out.

use super::carried::Carried;
use super::form::{Fields, Typed};
use super::passkeys::{Kind, key_box, with_script};
use super::words::Word as H;
use super::{SignedIn, guard, outside};
use crate::furniture::notice;
use crate::locale::Lang;
use crate::pages::{Absent, is_protected, language};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use maud::{Markup, html};
use office::{Entered, Office};
use serde::Deserialize;

/// Where to go after the sign-in.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Then {
    #[serde(default)]
    then: String,
}

pub(super) async fn ask(
    Path(lang): Path<String>,
    Query(Then { then }): Query<Then>,
) -> Result<Response, Absent> {
    let lang = language(&lang)?;
    let typed = Typed::of(&[("then", &then)]);
    Ok(guard::same_origin_referrer(with_script(page(lang, &typed, &html! {}, None))))
}

pub(super) async fn enter(
    State(office): State<Office>,
    Path(lang): Path<String>,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Absent> {
    let lang = language(&lang)?;
    let password = typed.get("password").to_owned();
    let carried = Carried::of(&typed, lang);
    let entered = office.sign_in(typed.get("login"), password, &typed.latin("code")).await;
    let answer = match entered.map_err(|e| Absent::failed(lang, e))? {
        Entered::In(token) => {
            let cookie = AppendHeaders([guard::cookie(Some(&token), is_protected(&headers))]);
            let officer = office.recognise(&token).await.map_err(|e| Absent::failed(lang, e))?;
            match carried.zip(officer) {
                Some((carried, officer)) => {
                    let signed = SignedIn::of(&office, officer, lang, token).await;
                    let signed = signed.map_err(|e| Absent::failed(lang, e))?;
                    (cookie, carried.page(&signed)).into_response()
                }
                None => (cookie, Redirect::to(&destination(lang, typed.get("then")))).into_response(),
            }
        }
        Entered::Refused => {
            let said = notice("bad", lang.say(H::SignInRefused), lang.say(H::SignInRefusedHint));
            let page = page(lang, &typed, &said, carried.as_ref());
            (StatusCode::UNAUTHORIZED, with_script(page)).into_response()
        }
    };
    Ok(guard::same_origin_referrer(answer))
}

/// What was carried through a sign-in by a passkey, to be sent by whoever has signed in.
pub(super) async fn carried(signed: SignedIn, typed: Typed) -> Response {
    match Carried::of(&typed, signed.lang) {
        Some(carried) => carried.page(&signed).into_response(),
        None => Redirect::to(&destination(signed.lang, typed.get("then"))).into_response(),
    }
}

pub(super) async fn leave(
    State(office): State<Office>,
    Path(lang): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Absent> {
    let lang = language(&lang)?;
    if let Some(token) = guard::token(&headers) {
        office.sign_out(&token).await.map_err(|e| Absent::Trouble(lang, e))?;
    }
    let cookie = guard::cookie(None, is_protected(&headers));
    let to = Redirect::to(&format!("/{}/hq/sign-in", lang.code()));
    Ok((AppendHeaders([cookie]), to).into_response())
}

/// A page of this site and of no other.
pub(super) fn destination(lang: Lang, then: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-_.?=&%".contains(&b);
    let ours = ["/fa/hq", "/en/hq"].iter().any(|start| then.starts_with(start));
    if ours && then.bytes().all(plain) { then.to_owned() } else { format!("/{}/hq", lang.code()) }
}

/// The page, with what is to be said above and the form that is carried along.
pub(super) fn page(lang: Lang, typed: &Typed, said: &Markup, carried: Option<&Carried>) -> Markup {
    let fields = Fields { lang, typed, mistakes: &[] };
    let title = lang.say(H::SignIn);
    let content = html! {
        div.narrow {
            h1 { (title) }
            p { (lang.say(H::SignInLead)) }
            (said)
            @let at = format!("/{}/hq/sign-in/passkey", lang.code());
            (key_box(lang, Kind::SignIn, &at, typed.get("then")))
            form.card method="post" action={ "/" (lang.code()) "/hq/sign-in" } {
                h2 { (lang.say(H::SignInByPassword)) }
                input type="hidden" name="then" value=(typed.get("then"));
                @if let Some(carried) = carried { (carried.within()) }
                (fields.plain("login", H::Login, None))
                (fields.password("password", H::Password, None, false))
                (fields.code("code"))
                button { (lang.say(H::SignInButton)) }
            }
            p.hint.aside { (lang.say(H::SignInLost)) }
        }
    };
    outside(lang, title, "/hq/sign-in", content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_the_sign_in_nobody_is_led_to_another_site() {
        assert_eq!(destination(Lang::Fa, "/en/hq/letters/7"), "/en/hq/letters/7");
        for then in
            ["", "//evil.example/", "https://evil.example/", "/fa/hq\r\nSet-Cookie: a", "/\\evil", "/fa"]
        {
            assert_eq!(destination(Lang::Fa, then), "/fa/hq", "{then}");
        }
    }
}
