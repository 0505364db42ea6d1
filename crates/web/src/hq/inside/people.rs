//! Persons who can be appointed, and the links by which they enrol.

use super::form::{Fields, Typed};
use super::organisation::{form_page, places};
use super::{Room, SignedIn, page as shell, words::Word as H};
use crate::furniture::{Shown, notice};
use crate::pages::{Absent, Answer, Asked, origin};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use headquarters::form::Mistake;
use headquarters::permit::{Act, Permit, PersonId, act};
use headquarters::person::{Person, Typed as TypedPerson};
use maud::html;
use office::{Chart, Error, Office};

async fn chart_of(office: &Office, signed: &SignedIn) -> Result<Chart, Absent> {
    let permit: Permit<act::ReadOrganisation> = signed.permit()?;
    office.chart(&permit).await.map_err(|e| signed.failed(e))
}

pub(super) async fn page(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Answer {
    let lang = signed.lang;
    let chart = chart_of(&office, &signed).await?;
    let shown: Shown<'_> = asked.shown();
    let matching: Vec<&Person> = chart
        .persons
        .iter()
        .filter(|person| shown.matches(&[&person.name, &person.latin, &person.login, person.place.as_str()]))
        .collect();
    let none = matching.is_empty();
    let (rows, pages) = shown.cut(matching);
    let title = lang.say(H::People);
    let content = html! {
        h1 { (title) }
        p.acts { a.button href={ "/" (lang.code()) "/hq/people/register" } { (lang.say(H::RegisterPerson)) }
            " " a.button.quiet href={ "/" (lang.code()) "/hq/recoveries" } { (lang.say(H::RecoveriesWaiting)) } }
        (shown.search(lang, crate::locale::Word::Search))
        @if none { (shown.nothing(lang)) } @else {
            table.stack {
                thead { tr { th { (lang.say(H::Person)) } th { (lang.say(H::Login)) } th { (lang.say(H::Place)) } th {} } }
                tbody {
                    @for person in rows {
                        tr {
                            th scope="row" { (lang.pick(&person.name, &person.latin)) }
                            td data-label=(lang.say(H::Login)) { code dir="ltr" { (person.login) } }
                            td data-label=(lang.say(H::Place)) { span.id dir="ltr" { (person.place) } }
                            td.acts {
                                @if signed.officer.may(Act::RecoverAccess) {
                                    a.button.quiet.small href={ "/" (lang.code()) "/hq/people/" (person.id.0) "/recover" } { (lang.say(H::Recovery)) }
                                }
                                form method="post" action={ "/" (lang.code()) "/hq/people/" (person.id.0) "/link" } {
                                    button.quiet.small { (lang.say(H::LinkAgain)) }
                                }
                            }
                        }
                    }
                }
            }
            (shown.pager(lang, pages))
        }
    };
    Ok(shell(&signed, Room::People, title, &format!("/hq/people{}", shown.query()), &content))
}

pub(super) async fn ask(State(office): State<Office>, signed: SignedIn) -> Result<Response, Absent> {
    let chart = chart_of(&office, &signed).await?;
    Ok(register_form(&signed, &chart, &Typed::default(), &[]))
}

fn register_form(signed: &SignedIn, chart: &Chart, typed: &Typed, mistakes: &[Mistake]) -> Response {
    let fields = Fields { lang: signed.lang, typed, mistakes };
    let controls = html! {
        (fields.line("name", H::NameFa, None))
        (fields.plain("latin", H::NameEn, None))
        (fields.plain("login", H::Login, Some(H::LoginHint)))
        (fields.choose("place", H::OfHeadquarters, &places(signed.lang, chart)))
    };
    let path = "/hq/people/register";
    form_page(signed, Room::People, H::RegisterPerson, path, fields, (H::RegisterPerson, controls))
}

pub(super) async fn register(
    State(office): State<Office>,
    signed: SignedIn,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Absent> {
    let (login, place) = (typed.latin("login"), typed.latin("place"));
    let read = Person::read(&TypedPerson {
        name: typed.get("name"),
        latin: typed.get("latin"),
        login: &login,
        place: &place,
    });
    let registered = match read {
        Ok(new) => office.register_person(&signed.permit()?, new).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    match registered {
        Ok((_, link)) => Ok(link_page(&signed, &headers, typed.get("name"), &link)),
        Err(Error::Typed(mistakes)) => {
            let chart = chart_of(&office, &signed).await?;
            Ok(register_form(&signed, &chart, &typed, &mistakes))
        }
        Err(other) => Err(signed.failed(other)),
    }
}

pub(super) async fn link_again(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, id)): Path<(String, i64)>,
    headers: HeaderMap,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let chart = chart_of(&office, &signed).await?;
    let name = chart.person(PersonId(id)).map(|person| lang.pick(&person.name, &person.latin).to_owned());
    match office.link_again(&signed.permit()?, PersonId(id)).await {
        Ok(link) => Ok(link_page(&signed, &headers, name.as_deref().unwrap_or_default(), &link)),
        Err(Error::NotNow(_)) => {
            let title = lang.say(H::HasEnrolled);
            let content = html! { h1 { (title) } (notice("now", title, lang.say(H::HasEnrolledHint))) };
            Ok(shell(&signed, Room::People, title, "/hq/people", &content).into_response())
        }
        Err(other) => Err(signed.failed(other)),
    }
}

/// The link, shown once: only its hash is kept.
pub(super) fn link_page(signed: &SignedIn, headers: &HeaderMap, name: &str, link: &str) -> Response {
    let lang = signed.lang;
    let address = format!("{}/{}/enrol/{link}", origin(headers), lang.code());
    let title = lang.say(H::LinkTitle);
    let content = html! {
        h1 { (title) }
        p.lead { (lang.fill(H::LinkLead, &[name])) }
        pre dir="ltr" { (address) }
        (notice("now", lang.say(H::LinkOnce), lang.say(H::LinkOnceHint)))
        p { a.button.quiet href={ "/" (lang.code()) "/hq/people" } { (lang.say(H::People)) } }
    };
    shell(signed, Room::People, title, "/hq/people", &content).into_response()
}
