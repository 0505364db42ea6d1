//! Persons who can be appointed, and the links by which they enrol.

use super::form::{Fields, Typed};
use super::organisation::{changed_meanwhile, form_page, form_status, places};
use super::{Room, SignedIn, nothing_found, onward, page as shell, words::Word as H};
use crate::furniture::{Shown, folded, notice, percent_encoded};
use crate::locale::latin_digits;
use crate::pages::{Absent, Answer, origin};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use headquarters::form::Mistake;
use headquarters::letter::Refused;
use headquarters::permit::{Act, Permit, PersonId, act};
use headquarters::person::{Person, Typed as TypedPerson};
use maud::html;
use office::{Chart, Error, Office};
use serde::Deserialize;

async fn chart_of(office: &Office, signed: &SignedIn) -> Result<Chart, Absent> {
    let permit: Permit<act::ReadOrganisation> = signed.permit()?;
    office.chart(&permit).await.map_err(|e| signed.failed(e))
}

/// Which persons, from the address.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    after: String,
    #[serde(default)]
    id: String,
}

pub(super) async fn page(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Answer {
    let lang = signed.lang;
    let permit: Permit<act::ReadOrganisation> = signed.permit()?;
    let id = latin_digits(&asked.id).parse().ok().map(PersonId);
    let after = id.map(|id| (asked.after.as_str(), id));
    let list = office.people(&permit, &folded(&asked.q), after).await.map_err(|e| signed.failed(e))?;
    let of = |rest: &str| format!("?q={}{rest}", percent_encoded(&asked.q));
    let next = list.next.map(|(name, id)| of(&format!("&after={}&id={}", percent_encoded(&name), id.0)));
    let may = |act: Act| signed.officer.may(act);
    let register = super::places::register(&office, &signed).await?;
    let title = lang.say(H::People);
    let content = html! {
        h1 { (title) }
        @if may(Act::RegisterPerson) {
            p.acts {
                a.button href={ "/" (lang.code()) "/hq/people/register" } { (lang.say(H::RegisterPerson)) }
                " " a.button.quiet href={ "/" (lang.code()) "/hq/recoveries" } { (lang.say(H::RecoveriesWaiting)) }
            }
        }
        (Shown { words: &asked.q, page: 1, rows: 1 }.search(lang, crate::locale::Word::Search))
        @if list.persons.is_empty() { (nothing_found(lang)) } @else {
            table.stack {
                thead { tr { th { (lang.say(H::Person)) } th { (lang.say(H::Login)) } th { (lang.say(H::Place)) } th {} } }
                tbody {
                    @for person in &list.persons {
                        @let at = format!("/{}/hq/people/{}", lang.code(), person.id.0);
                        tr {
                            th scope="row" {
                                a href={ "/" (lang.code()) "/hq/letters?person=" (person.id.0) } { (lang.pick(&person.name, &person.latin)) }
                            }
                            td data-label=(lang.say(H::Login)) { code dir="ltr" { (person.login) } }
                            td data-label=(lang.say(H::Place)) { (super::places::named(lang, &register, &person.place)) }
                            td.acts {
                                @if may(Act::AppointExecutive) {
                                    a.button.quiet.small href={ "/" (lang.code()) "/hq/letters/executive?person=" (person.login) } { (lang.say(H::IssueLetter)) }
                                }
                                @if may(Act::AppointSupervisor) {
                                    a.button.quiet.small href={ "/" (lang.code()) "/hq/letters/supervisory?person=" (person.login) } { (lang.say(H::IssueSupervisory)) }
                                }
                                @if may(Act::RegisterPerson) { a.button.quiet.small href=(at) { (lang.say(H::Change)) } }
                                @if may(Act::RecoverAccess) {
                                    a.button.quiet.small href={ (at) "/recover" } { (lang.say(H::Recovery)) }
                                }
                                @if may(Act::RegisterPerson) {
                                    form method="post" action={ (at) "/link" } { button.quiet.small { (lang.say(H::LinkAgain)) } }
                                }
                            }
                        }
                    }
                }
            }
            (onward(lang, id.map(|_| of("")), next))
        }
    };
    Ok(shell(&signed, Room::People, title, &format!("/hq/people{}", of("")), &content))
}

/// The number of whom somebody means who typed a sign-in name or a number; what was typed where that is nobody.
pub(super) async fn number_meant(office: &Office, signed: &SignedIn, typed: &str) -> Result<String, Absent> {
    let permit: Permit<act::ReadOrganisation> = signed.permit()?;
    let found = office.person_meant(&permit, typed).await.map_err(|e| signed.failed(e))?;
    Ok(found.map_or_else(|| typed.to_owned(), |person| person.id.0.to_string()))
}

pub(super) async fn ask_change(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, id)): Path<(String, i64)>,
) -> Result<Response, Absent> {
    let person = office.person(&signed.permit()?, PersonId(id)).await.map_err(|e| signed.failed(e))?;
    Ok(change_form(&signed, &person, &filled(&person), &[], None))
}

/// The form as the person stands.
fn filled(person: &Person) -> Typed {
    Typed::of(&[("name", &person.name), ("latin", &person.latin)]).with_version(person.version)
}

/// The form; `now` is what stands there by another officer's hand, where one came first.
fn change_form(
    signed: &SignedIn,
    person: &Person,
    typed: &Typed,
    mistakes: &[Mistake],
    now: Option<&Typed>,
) -> Response {
    let lang = signed.lang;
    let fields = Fields { lang, typed, mistakes };
    let differs = now.map(|now| fields.differing(now, &[("name", H::NameFa), ("latin", H::NameEn)]));
    let title = lang.say(H::ChangePerson);
    let content = html! {
        h1 { (title) }
        p { code dir="ltr" { (person.login) } " · " span.id dir="ltr" { (person.place) } }
        (fields.refused())
        @if let Some(differs) = &differs { (changed_meanwhile(lang, differs)) }
        form.card.asking method="post" {
            (fields.version())
            div.fields {
                (fields.line("name", H::NameFa, None))
                (fields.plain("latin", H::NameEn, None))
            }
            button { (lang.say(H::Keep)) }
        }
    };
    let status = form_status(differs.is_some(), mistakes);
    let path = format!("/hq/people/{}", person.id.0);
    (status, shell(signed, Room::People, title, &path, &content)).into_response()
}

pub(super) async fn change(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, id)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let permit: Permit<act::RegisterPerson> = signed.permit()?;
    let stands = office.person(&permit, PersonId(id)).await.map_err(|e| signed.failed(e))?;
    let read = Person::read(&TypedPerson {
        name: typed.get("name"),
        latin: typed.get("latin"),
        login: &stands.login,
        place: stands.place.as_str(),
    });
    let changed = match read {
        Ok(read) => {
            office.rename_person(&permit, Person { id: stands.id, version: typed.version(), ..read }).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    match changed {
        Ok(()) => {
            Ok(Redirect::to(&format!("/{}/hq/people?q={}", signed.lang.code(), stands.login)).into_response())
        }
        Err(Error::Typed(mistakes)) => Ok(change_form(&signed, &stands, &typed, &mistakes, None)),
        Err(Error::Changed) => {
            let stands = office.person(&permit, PersonId(id)).await.map_err(|e| signed.failed(e))?;
            let typed = typed.with_version(stands.version);
            Ok(change_form(&signed, &stands, &typed, &[], Some(&filled(&stands))))
        }
        Err(other) => Err(signed.failed(other)),
    }
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
    let found = office.person(&signed.permit()?, PersonId(id)).await.map_err(|e| signed.failed(e))?;
    match office.link_again(&signed.permit()?, PersonId(id)).await {
        Ok(link) => Ok(link_page(&signed, &headers, lang.pick(&found.name, &found.latin), &link)),
        Err(Error::NotNow(_)) => {
            let title = lang.say(H::HasEnrolled);
            let content = html! { h1 { (title) } (notice("now", title, lang.say(H::HasEnrolledHint))) };
            Ok(shell(&signed, Room::People, title, "/hq/people", &content).into_response())
        }
        Err(Error::Letter(Refused::OwnLink)) => {
            let title = lang.say(H::LinkNotShown);
            let content = html! { h1 { (title) } (notice("now", title, lang.say(H::LinkNotShownHint))) };
            Ok((StatusCode::CONFLICT, shell(&signed, Room::People, title, "/hq/people", &content))
                .into_response())
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
        pre dir="ltr" tabindex="0" { (address) }
        (notice("now", lang.say(H::LinkOnce), lang.say(H::LinkOnceHint)))
        p { a.button.quiet href={ "/" (lang.code()) "/hq/people" } { (lang.say(H::People)) } }
    };
    shell(signed, Room::People, title, "/hq/people", &content).into_response()
}
