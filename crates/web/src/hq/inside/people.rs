//! Persons who can be appointed, and the links by which they enrol.

use super::form::{Fields, Typed};
use super::organisation::{changed_meanwhile, form_page, form_status, places};
use super::{Room, SignedIn, nothing_found, onward, page as shell, words::Word as H};
use crate::furniture::{Shown, folded, notice, percent_encoded};
use crate::locale::{Lang, latin_digits};
use crate::pages::{Absent, Answer, origin};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use headquarters::form::{Mistake, Why};
use headquarters::letter::{Refused, renames};
use headquarters::meeting::MOST_INVITED;
use headquarters::permit::{Act, Permit, PersonId, act};
use headquarters::person::{Person, Typed as TypedPerson};
use maud::{Markup, html};
use office::{Chart, Error, Office};
use serde::Deserialize;
use std::collections::BTreeSet;

async fn chart_of(office: &Office, signed: &SignedIn) -> Result<Chart, Absent> {
    let permit: Permit<act::ReadOrganisation> = signed.permit()?;
    office.chart(&permit).await.map_err(|e| signed.failed(e))
}

/// The letters of either side: who issues them, where their form is, and what its button says.
const ISSUES: [(Act, &str, H); 2] = [
    (Act::AppointExecutive, "executive", H::IssueLetter),
    (Act::AppointSupervisor, "supervisory", H::IssueSupervisory),
];

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
        @if list.persons.is_empty() && asked.q.is_empty() { (notice("", lang.say(H::NoneInReach), lang.say(H::NoneInReachHint))) }
        @else if list.persons.is_empty() { (nothing_found(lang)) } @else {
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
                                @for (act, side, word) in ISSUES {
                                    @if may(act) {
                                        a.button.quiet.small href={ "/" (lang.code()) "/hq/letters/" (side) "?person=" (person.login) } { (lang.say(word)) }
                                    }
                                }
                                @let roles = list.roles.get(&person.id).map(Vec::as_slice).unwrap_or_default();
                                @if may(Act::RegisterPerson) && renames(&signed.officer, roles) { a.button.quiet.small href=(at) { (lang.say(H::Change)) } }
                                @if may(Act::RecoverAccess) {
                                    a.button.quiet.small href={ (at) "/recover" } { (lang.say(H::Recovery)) }
                                }
                                @if may(Act::RegisterPerson) && !list.enrolled.contains(&person.id) {
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

/// The id of the list from which a form's person is chosen.
pub(super) const LIST: &str = "persons";

/// Whom a form offers and, where what was typed may mean several, these. Of a long register the first page is offered;
/// whoever is not on it is typed.
#[derive(Debug, Default)]
pub(crate) struct Offered {
    list: Vec<Person>,
    candidates: Vec<Person>,
}

impl Offered {
    pub(super) async fn of(office: &Office, signed: &SignedIn, typed: &str) -> Result<Self, Absent> {
        let permit: Permit<act::ReadOrganisation> = signed.permit()?;
        let list = office.people(&permit, "", None).await.map_err(|e| signed.failed(e))?.persons;
        let candidates = match called(office, signed, typed).await? {
            Called::Whole(found) | Called::Part(found) => found,
        };
        Ok(Self { list, candidates })
    }

    pub(super) fn list(&self, lang: Lang) -> Markup {
        html! {
            datalist id=(LIST) { @for one in &self.list { option value=(in_field(lang, one)) {} } }
        }
    }

    pub(super) fn candidates(&self, lang: Lang) -> Markup {
        html! {
            ul.plain.field { @for one in self.candidates.iter().take(CANDIDATES) { li { (in_field(lang, one)) } } }
        }
    }
}

/// So many are named where a name means more than one.
const CANDIDATES: usize = 8;

/// A person as a field holds them: by name, and by what tells them from their namesakes.
pub(super) fn in_field(lang: Lang, person: &Person) -> String {
    format!("{}{BEFORE_LOGIN}{}", lang.pick(&person.name, &person.latin), person.login)
}

/// Stands between a name and a sign-in name.
const BEFORE_LOGIN: &str = " · ";

/// Those whom somebody may mean who typed something.
pub(super) enum Called {
    /// By their whole name, their sign-in name or their number.
    Whole(Vec<Person>),
    /// By a part of their names.
    Part(Vec<Person>),
}

/// Those whom somebody may mean who typed a name or a part of one, a sign-in name or a number.
pub(super) async fn called(office: &Office, signed: &SignedIn, typed: &str) -> Result<Called, Absent> {
    let permit: Permit<act::ReadOrganisation> = signed.permit()?;
    let typed = typed.rsplit_once(BEFORE_LOGIN).map_or(typed, |(_, login)| login);
    let one = office.person_meant(&permit, &latin_digits(typed)).await.map_err(|e| signed.failed(e))?;
    if let Some(one) = one {
        return Ok(Called::Whole(vec![one]));
    }
    let words = folded(typed);
    if words.is_empty() {
        return Ok(Called::Part(Vec::new()));
    }
    let list = office.people(&permit, &words, None).await.map_err(|e| signed.failed(e))?;
    let (found, is_all) = (list.persons, list.next.is_none());
    let whole = |one: &&Person| folded(&one.name) == words || folded(&one.latin) == words;
    let named: Vec<Person> = found.iter().filter(whole).cloned().collect();
    // A namesake may stand on the next page.
    Ok(if named.is_empty() || !is_all { Called::Part(found) } else { Called::Whole(named) })
}

/// The one person whom somebody means who typed into a form, or why that is nobody. A part of a name is no name: whoever
/// gets a letter or a task by a slip of the hand would have it.
pub(super) async fn meant(
    office: &Office,
    signed: &SignedIn,
    typed: &str,
) -> Result<Result<PersonId, Why>, Absent> {
    if typed.trim().is_empty() {
        return Ok(Err(Why::Missing));
    }
    Ok(match called(office, signed, typed).await? {
        Called::Whole(found) if found.len() == 1 => Ok(found[0].id),
        Called::Part(found) if found.is_empty() => Err(Why::NoPerson),
        Called::Whole(_) | Called::Part(_) => Err(Why::Ambiguous),
    })
}

/// Those whom the lines of a field name; or why not, and the first line that names nobody, or more than one, with these.
pub(super) async fn all_meant(
    office: &Office,
    signed: &SignedIn,
    typed: &str,
) -> Result<Result<Vec<PersonId>, (String, Why)>, Absent> {
    let mut seen = BTreeSet::new();
    let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty() && seen.insert(*line));
    let lines: Vec<&str> = lines.collect();
    if lines.len() > MOST_INVITED {
        return Ok(Err((String::new(), Why::TooManyPersons)));
    }
    let mut all = Vec::new();
    for line in lines {
        match meant(office, signed, line).await? {
            Ok(person) => all.push(person),
            Err(Why::Ambiguous) => {
                let (Called::Whole(found) | Called::Part(found)) = called(office, signed, line).await?;
                let may_be = found.iter().take(CANDIDATES).map(|one| in_field(signed.lang, one));
                let said: Vec<String> = std::iter::once(format!("{line}:")).chain(may_be).collect();
                return Ok(Err((said.join("\n"), Why::Ambiguous)));
            }
            Err(why) => return Ok(Err((line.to_owned(), why))),
        }
    }
    Ok(Ok(all))
}

/// What was read of a form whose field names a person: where that is nobody, the field says why, beside all that is wrong
/// elsewhere.
pub(super) fn naming<T>(
    field: &'static str,
    meant: Result<PersonId, Why>,
    read: impl FnOnce(&str) -> Result<T, Vec<Mistake>>,
) -> Result<T, Vec<Mistake>> {
    let number = meant.map(|id| id.0.to_string());
    read(number.as_deref().unwrap_or_default()).map_err(|mut mistakes| {
        let wrong = mistakes.iter_mut().filter(|mistake| mistake.field == field);
        wrong.for_each(|mistake| mistake.why = meant.err().unwrap_or(mistake.why));
        mistakes
    })
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
    Typed::standing(&[("name", &person.name), ("latin", &person.latin)], person.version)
}

/// The form; `differs` is what another officer put there meanwhile, where one came first.
fn change_form(
    signed: &SignedIn,
    person: &Person,
    typed: &Typed,
    mistakes: &[Mistake],
    differs: Option<&[(H, String)]>,
) -> Response {
    let lang = signed.lang;
    let fields = Fields { lang, typed, mistakes };
    let title = lang.say(H::ChangePerson);
    let content = html! {
        h1 { (title) }
        p { code dir="ltr" { (person.login) } " · " span.id dir="ltr" { (person.place) } }
        (fields.refused_at())
        @if let Some(differs) = differs { (changed_meanwhile(lang, differs)) }
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
            let now = filled(&stands);
            let differs = typed.changes(&now, &[("name", H::NameFa), ("latin", H::NameEn)]);
            Ok(change_form(&signed, &stands, &typed.beside(&now), &[], Some(&differs)))
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
    let offered = places(signed.lang, chart);
    if offered.is_empty() {
        // A form that nobody can fill is no form.
        let title = signed.lang.say(H::RegisterPerson);
        let content = html! { h1 { (title) } (notice("now", signed.lang.say(H::NoHeadquartersHere), "")) };
        return shell(signed, Room::People, title, "/hq/people/register", &content).into_response();
    }
    let controls = html! {
        (fields.line("name", H::NameFa, None))
        (fields.plain("latin", H::NameEn, None))
        (fields.plain("login", H::Login, Some(H::LoginHint)))
        (fields.choose("place", H::OfHeadquarters, &offered))
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
        Ok((_, link)) => {
            Ok(link_page(&signed, &headers, (typed.get("name"), Some(typed.get("login").trim())), &link))
        }
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
        Ok(link) => Ok(link_page(&signed, &headers, (lang.pick(&found.name, &found.latin), None), &link)),
        Err(error @ (Error::HasEnrolled | Error::NotNow(_))) => {
            let (title, hint) = match error {
                Error::HasEnrolled => (H::HasEnrolled, H::HasEnrolledHint),
                _ => (H::LinkOthers, H::LinkOthersHint),
            };
            let title = lang.say(title);
            let content = html! { h1 { (title) } p { (lang.say(hint)) } };
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

/// The link, shown once: only its hash is kept. Whoever was just registered has no letter yet, so the way to one stands
/// beside it.
pub(super) fn link_page(
    signed: &SignedIn,
    headers: &HeaderMap,
    (name, registered): (&str, Option<&str>),
    link: &str,
) -> Response {
    let lang = signed.lang;
    let address = format!("{}/{}/enrol/{link}", origin(headers), lang.code());
    let title = lang.say(H::LinkTitle);
    let content = html! {
        h1 { (title) }
        p.lead { (lang.fill(H::LinkLead, &[name])) }
        pre dir="ltr" tabindex="0" { (address) }
        (notice("now", lang.say(H::LinkOnce), lang.say(H::LinkOnceHint)))
        p.acts {
            @if let Some(login) = registered {
                @for (act, side, word) in ISSUES {
                    @if signed.officer.may(act) {
                        a.button href={ "/" (lang.code()) "/hq/letters/" (side) "?person=" (percent_encoded(login)) } { (lang.say(word)) }
                    }
                }
            }
            a.button.quiet href={ "/" (lang.code()) "/hq/people" } { (lang.say(H::People)) }
        }
    };
    shell(signed, Room::People, title, "/hq/people", &content).into_response()
}
