//! Who may come in: the browser's session, the act of the route, and that a form was posted from our own page.

use super::words::Word as H;
use super::{carried, page_of_one, powers};
use crate::furniture::{notice, percent_encoded};
use crate::locale::{Lang, Word as W};
use crate::pages::{Absent, TurnedAway, language, names_no_page};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use calendar::Day;
use headquarters::letter::{Letter, Standing};
use headquarters::permit::{Act, Actor, Kind, Officer, Permit, permit};
use maud::html;
use office::{Account, Office, SessionToken};

/// The name of the cookie.
const COOKIE: &str = "amin-session";
/// The cookie that says on the next page that the form before it was kept.
const KEPT: &str = "amin-kept";

/// The officer who signed in, and the language of the page. Handlers of [`super::ROUTES`] take it as an argument.
#[derive(Debug, Clone)]
pub(crate) struct SignedIn {
    pub(crate) officer: Officer,
    pub(crate) lang: Lang,
    /// Their name in that language.
    pub(crate) name: String,
    /// What the browser showed.
    pub(crate) session: SessionToken,
    /// Was what they sent just before kept? The page says so once.
    pub(crate) kept: bool,
}

impl SignedIn {
    pub(super) async fn of(
        office: &Office,
        officer: Officer,
        lang: Lang,
        session: SessionToken,
    ) -> Result<Self, office::Error> {
        let name = match lang {
            Lang::Fa => officer.name.clone(),
            Lang::En => office.latin_name(officer.person).await?,
        };
        Ok(Self { officer, lang, name, session, kept: false })
    }

    /// The right to do `A`, or the page that says no.
    pub(crate) fn permit<A: Kind>(&self) -> Result<Permit<A>, Absent> {
        permit(Actor::Officer(self.officer.clone())).map_err(|_| Absent::Forbidden(self.lang))
    }

    /// What is shown when a use case failed.
    pub(crate) fn failed(&self, error: office::Error) -> Absent {
        Absent::failed(self.lang, error)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        // Only a route that `admit` does not guard finds nobody here, and a test walks them all.
        parts.extensions.get().cloned().ok_or_else(|| StatusCode::FORBIDDEN.into_response())
    }
}

/// Lets officers in who may do the route's act somewhere; everybody who signed in, where it has none. Others are sent to the
/// sign-in, with the form that they had sent, or told no.
pub(crate) async fn admit(
    State((office, act)): State<(Office, Option<Act>)>,
    mut request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    let asked = request.uri().path_and_query().map_or(path, |asked| asked.as_str());
    let code = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    let lang = match language(code) {
        Ok(lang) => lang,
        Err(absent) => return absent.into_response(),
    };
    let shown = token(request.headers());
    let found = match &shown {
        Some(token) => office.recognise(token).await,
        None => Ok(None),
    };
    let (officer, session) = match found.map(|officer| officer.zip(shown)) {
        Ok(Some(found)) => found,
        Ok(None) => {
            if request.method() != Method::GET {
                return carried::ask(lang, request, act).await;
            }
            let to = format!("/{}/hq/sign-in?then={}", lang.code(), percent_encoded(asked));
            return Redirect::to(&to).into_response();
        }
        Err(error) => return Absent::failed(lang, error).into_response(),
    };
    let mut signed = match SignedIn::of(&office, officer, lang, session).await {
        Ok(signed) => signed,
        Err(error) => return Absent::failed(lang, error).into_response(),
    };
    if act.is_some_and(|act| !signed.officer.may(act)) {
        return if signed.officer.appointments.is_empty() {
            same_origin_referrer(no_letter(&office, &signed).await)
        } else {
            turned_away(&signed, StatusCode::FORBIDDEN, act)
        };
    }
    let (own, method) = (signed.clone(), request.method().clone());
    signed.kept = method == Method::GET && shown_in(request.headers(), KEPT).is_some();
    let told = signed.kept;
    request.extensions_mut().insert(signed);
    let answer = next.run(request).await;
    same_origin_referrer(match answer.extensions().get::<TurnedAway>() {
        Some(_) => turned_away(&own, answer.status(), None),
        None if names_no_page(&method, &answer) => turned_away(&own, StatusCode::NOT_FOUND, None),
        None => say_kept(&method, told, answer),
    })
}

/// Does it lead to a page of these rooms?
fn leads_within(answer: &Response) -> bool {
    let to = answer.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default();
    Lang::BOTH.into_iter().any(|lang| to.starts_with(&format!("/{}/hq", lang.code())))
}

/// A form that was kept leads to another page, which says so once: the browser carries that from the one to the other.
fn say_kept(method: &Method, told: bool, mut answer: Response) -> Response {
    let says = match answer.status() {
        StatusCode::SEE_OTHER if method == Method::POST && leads_within(&answer) => "1; Max-Age=30",
        StatusCode::OK if told => "; Max-Age=0",
        _ => return answer,
    };
    let cookie = format!("{KEPT}={says}; Path=/; HttpOnly; SameSite=Strict");
    answer.headers_mut().append(header::SET_COOKIE, HeaderValue::from_str(&cookie).expect("plain text"));
    answer
}

/// What is not there, or is not theirs, as whoever is signed in reads it: with the rooms of the house, and whose it is.
fn turned_away(signed: &SignedIn, status: StatusCode, act: Option<Act>) -> Response {
    let lang = signed.lang;
    let (title, hint) = match status {
        StatusCode::FORBIDDEN => (lang.say(H::Forbidden), lang.say(H::ForbiddenHint)),
        _ => (lang.say(W::NotFound), lang.say(W::NotFoundHint)),
    };
    let content = html! {
        h1 { (title) }
        (notice("now", hint, ""))
        @if let Some(act) = act { (powers::whose(lang, act)) }
        p.acts { a.button.quiet href={ "/" (lang.code()) "/hq" } { (lang.say(H::Morning)) } }
    };
    (status, page_of_one(signed, title, "/hq", &content)).into_response()
}

/// Whoever has no letter that holds is told which they had or will have, and not only no.
async fn no_letter(office: &Office, signed: &SignedIn) -> Response {
    let lang = signed.lang;
    let account = match office.account(signed.officer.person, &signed.session).await {
        Ok(account) => account,
        Err(error) => return Absent::failed(lang, error).into_response(),
    };
    let title = lang.say(H::NoLetterYet);
    let content = html! {
        h1 { (title) }
        (notice("now", &lang.fill(H::NoLetterYetLead, &[&signed.name]), if account.letters.is_empty() { lang.say(H::NoLetterYetHint) } else { "" }))
        @if !account.letters.is_empty() {
            ul.plain.card { @for (letter, standing) in &account.letters { li { (became(lang, &account, letter, *standing)) } } }
        }
        p { a.button.quiet href={ "/" (lang.code()) "/hq/account" } { (lang.say(H::Account)) } }
    };
    (StatusCode::FORBIDDEN, page_of_one(signed, title, "/hq", &content)).into_response()
}

/// What became of a letter that does not hold.
fn became(lang: Lang, account: &Account, letter: &Letter, standing: Standing) -> String {
    let number = lang.number(letter.number);
    let day = |day: Day| lang.day(&day.to_string());
    match (standing, &letter.revoked, letter.superseded) {
        (Standing::Revoked, Some(end), _) => {
            let by = super::letters::name(lang, &account.names, end.by);
            lang.fill(H::NoLetterRevoked, &[&number, &super::moment(lang, &end.at), by, &end.why])
        }
        (Standing::Superseded, _, Some(end)) => lang.fill(H::NoLetterReplaced, &[&number, &day(end.from)]),
        (Standing::Proposed, ..) => lang.fill(H::NoLetterWaits, &[&number]),
        (Standing::Ahead, ..) => lang.fill(H::NoLetterAhead, &[&number, &day(letter.from)]),
        _ => lang.fill(H::NoLetterEnded, &[&number, &day(letter.until)]),
    }
}

/// A form needs the `Origin` that browsers send with it, and they send `null` where no referrer is allowed at all.
pub(crate) fn same_origin_referrer(mut answer: Response) -> Response {
    answer.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    answer
}

/// Refuses a form that another site's page posted. A browser says where a request comes from (`Sec-Fetch-Site`, or
/// `Origin` where the connection is not protected); what is no browser has no cookie to misuse. The cookie is
/// `SameSite=Strict` besides.
pub(crate) async fn own_forms_only(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || is_from_here(request.headers()) {
        return next.run(request).await;
    }
    let lang = if request.uri().path().starts_with("/en") { Lang::En } else { Lang::Fa };
    let title = lang.say(H::OtherSite);
    let content = html! { h1 { (title) } (notice("bad", title, lang.say(H::OtherSiteHint))) };
    (StatusCode::FORBIDDEN, super::outside(lang, title, "/hq", content)).into_response()
}

fn is_from_here(headers: &HeaderMap) -> bool {
    let said = |name| headers.get(name).map(|value: &HeaderValue| value.to_str().unwrap_or("?"));
    match (said("sec-fetch-site"), said("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = origin.split_once("://").map(|(_, host)| host);
            host.is_some() && host == said("host")
        }
        (None, None) => true,
    }
}

/// What the browser shows of its session.
pub(crate) fn token(headers: &HeaderMap) -> Option<SessionToken> {
    shown_in(headers, COOKIE).map(SessionToken::new)
}

fn shown_in<'a>(headers: &'a HeaderMap, cookie: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == cookie).map(|(_, value)| value)
}

/// Sets the cookie of a session, or takes it away. It lives as long as the browser; the office ends it earlier.
pub(super) fn cookie(token: Option<&SessionToken>, secure: bool) -> (header::HeaderName, String) {
    let secure = if secure { "; Secure" } else { "" };
    let kept = match token {
        Some(token) => format!("{COOKIE}={}", token.as_str()),
        None => format!("{COOKIE}=; Max-Age=0"),
    };
    (header::SET_COOKIE, format!("{kept}; Path=/; HttpOnly; SameSite=Strict{secure}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (header::HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn a_form_of_another_site_is_known_by_what_the_browser_says() {
        let here = |pairs: &[_]| is_from_here(&headers(pairs));
        assert!(here(&[("sec-fetch-site", "same-origin"), ("origin", "null")]));
        assert!(here(&[("host", "amin.example"), ("origin", "https://amin.example")]));
        assert!(here(&[("host", "amin.example")]), "no browser");
        for site in ["cross-site", "same-site", "?"] {
            assert!(!here(&[("sec-fetch-site", site), ("host", "a"), ("origin", "https://a")]), "{site}");
        }
        for origin in ["null", "https://evil.example", "https://amin.example.evil.example", ""] {
            assert!(!here(&[("host", "amin.example"), ("origin", origin)]), "{origin}");
        }
    }

    #[test]
    fn the_session_is_found_among_other_cookies() {
        let found = token(&headers(&[("cookie", "a=1; amin-session=abc; amin-sessions=x")]));
        assert_eq!(found, Some(SessionToken::new("abc")));
        assert_eq!(token(&headers(&[("cookie", "a=1")])), None);
    }

    #[test]
    fn that_a_form_was_kept_is_said_once() {
        let answer = |status: StatusCode| (status, [(header::LOCATION, "/fa/hq/staff/1")]).into_response();
        let says = |method: Method, told, status| {
            let said = say_kept(&method, told, answer(status));
            said.headers().get(header::SET_COOKIE).map(|value| value.to_str().expect("text").to_owned())
        };
        let set = says(Method::POST, false, StatusCode::SEE_OTHER).expect("kept");
        assert!(set.starts_with("amin-kept=1; Max-Age=30; "), "{set}");
        let gone = says(Method::GET, true, StatusCode::OK).expect("told");
        assert!(gone.starts_with("amin-kept=; Max-Age=0; "), "{gone}");
        assert_eq!(says(Method::GET, false, StatusCode::OK), None);
        assert_eq!(says(Method::POST, false, StatusCode::UNPROCESSABLE_ENTITY), None, "refused");
        assert_eq!(says(Method::GET, true, StatusCode::SEE_OTHER), None, "it is said where that leads");
        let away = (StatusCode::SEE_OTHER, [(header::LOCATION, "/fa/enrol/x")]).into_response();
        assert!(
            say_kept(&Method::POST, false, away).headers().get(header::SET_COOKIE).is_none(),
            "no page of ours says it"
        );
    }

    #[test]
    fn the_cookie_is_out_of_reach_for_scripts_and_other_sites() {
        let (_, cookie) = cookie(Some(&SessionToken::new("abc")), true);
        assert_eq!(cookie, "amin-session=abc; Path=/; HttpOnly; SameSite=Strict; Secure");
    }
}
