//! The chart: headquarters, their committees, and who holds what.

use super::field::{part, place_of};
use super::form::{Choice, Fields, Typed, day_typed};
use super::{Room, SignedIn, nothing_yet, page as shell, words, words::Word as H};
use crate::furniture::badge;
use crate::locale::Lang;
use crate::pages::{Absent, Answer};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use headquarters::form::Mistake;
use headquarters::letter::Standing;
use headquarters::organisation::{Committee, Headquarters, Kind, Typed as TypedCommittee};
use headquarters::permit::{Act, Permit, act};
use maud::{Markup, html};
use office::{Chart, Error, Office};

/// What a committee is called.
pub(super) fn called(lang: Lang, committee: &Committee) -> String {
    match (committee.kind, committee.name.is_empty()) {
        (Kind::Other, _) => committee.name.clone(),
        (kind, true) => lang.say(words::committee(kind)).to_owned(),
        (kind, false) => format!("{} ({})", lang.say(words::committee(kind)), committee.name),
    }
}

pub(super) async fn page(State(office): State<Office>, signed: SignedIn) -> Answer {
    let lang = signed.lang;
    let chart = office.chart(&signed.permit()?).await.map_err(|e| signed.failed(e))?;
    let organises = signed.officer.may(Act::Organise);
    let title = lang.say(H::Organisation);
    let content = html! {
        h1 { (title) }
        p.acts { a.button.quiet href={ "/" (lang.code()) "/hq/powers" } { (lang.say(H::Powers)) } }
        @if organises {
            p.acts {
                a.button href={ "/" (lang.code()) "/hq/organisation/form" } { (lang.say(H::FormHeadquarters)) }
                a.button.quiet href={ "/" (lang.code()) "/hq/committees/form" } { (lang.say(H::FormCommittee)) }
            }
        }
        @if chart.headquarters.is_empty() { (nothing_yet(&signed, Act::Organise, (lang.say(H::NoHeadquarters), lang.say(H::NoHeadquartersHint)))) }
        @for one in &chart.headquarters { (headquarters(lang, &chart, one, organises)) }
    };
    Ok(shell(&signed, Room::Organisation, title, "/hq/organisation", &content))
}

fn headquarters(lang: Lang, chart: &Chart, one: &Headquarters, organises: bool) -> Markup {
    let committees: Vec<&Committee> = chart.committees.iter().filter(|c| c.place == one.place).collect();
    let today = chart.today;
    let held: Vec<_> = chart
        .letters
        .iter()
        .filter(|(letter, standing)| letter.scope == one.place && *standing == Standing::InForce)
        .collect();
    html! {
        section.card {
            h2 { (lang.pick(&one.name, &one.latin)) " " span.id dir="ltr" { (one.place) } }
            p.hint {
                (lang.say(H::FormedOn)) " " (lang.day(&one.formed.to_string()))
                @if let Some(ended) = one.ended { " · " (badge("", lang.say(H::Dissolved))) " " (lang.day(&ended.to_string())) }
                @if organises { " · " a href={ "/" (lang.code()) "/hq/organisation/" (part(&one.place)) } { (lang.say(H::Change)) } }
            }
            @if held.is_empty() { p { (lang.say(H::NobodyAppointed)) } } @else {
                table.stack {
                    thead { tr { th { (lang.say(H::Role)) } th { (lang.say(H::Person)) } th { (lang.say(H::Letter)) } th { (lang.say(H::Until)) } } }
                    tbody {
                        @for (letter, _) in &held {
                            tr {
                                th scope="row" { (lang.say(words::role(letter.role))) }
                                td data-label=(lang.say(H::Person)) { (super::letters::name(lang, &chart.names, letter.person)) }
                                td data-label=(lang.say(H::Letter)) {
                                    a href={ "/" (lang.code()) "/hq/letters/" (letter.number) } { (lang.number(letter.number)) }
                                }
                                td data-label=(lang.say(H::Until)) { (lang.day(&letter.until.to_string())) }
                            }
                        }
                    }
                }
            }
            h3 { (lang.say(H::Committees)) }
            @if committees.is_empty() { p.hint { (lang.say(H::NoCommittees)) } } @else {
                table.stack {
                    thead { tr { th { (lang.say(H::Committee)) } th { (lang.say(H::Head)) } th { (lang.say(H::FormedOn)) } th {} } }
                    tbody {
                        @for committee in committees {
                            @let head = held.iter().find(|(letter, _)| letter.committee == Some(committee.id) && letter.role.heads().is_some());
                            tr {
                                th scope="row" { (called(lang, committee)) }
                                td data-label=(lang.say(H::Head)) {
                                    @match head {
                                        Some((letter, _)) => (super::letters::name(lang, &chart.names, letter.person)),
                                        None => (badge("now", lang.say(H::NoHead))),
                                    }
                                }
                                td data-label=(lang.say(H::FormedOn)) { (lang.day(&committee.formed.to_string())) }
                                td {
                                    @if let Some(ended) = committee.ended {
                                        (badge("", lang.say(H::Dissolved))) " " (lang.day(&ended.to_string())) " "
                                    } @else if !today.is_some_and(|today| committee.works(today)) {
                                        (badge("", lang.say(H::StandingAhead))) " "
                                    }
                                    @if organises {
                                        a href={ "/" (lang.code()) "/hq/committees/" (committee.id) } { (lang.say(H::Change)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The places of headquarters that work, to choose from.
pub(super) fn places(lang: Lang, chart: &Chart) -> Vec<Choice> {
    let works =
        |one: &&Headquarters| chart.today.is_none_or(|today| one.ended.is_none_or(|ended| today < ended));
    let named = chart.headquarters.iter().filter(works);
    named
        .map(|one| (one.place.to_string(), format!("{} · {}", lang.pick(&one.name, &one.latin), one.place)))
        .collect()
}

fn kinds(lang: Lang) -> Vec<Choice> {
    Kind::ALL
        .into_iter()
        .map(|kind| (kind.code().to_owned(), lang.say(words::committee(kind)).to_owned()))
        .collect()
}

/// A form's page: 422 where it was refused.
pub(super) fn form_page(
    signed: &SignedIn,
    room: Room,
    title: H,
    path: &str,
    fields: Fields<'_>,
    (button, controls): (H, Markup),
) -> Response {
    let lang = signed.lang;
    let content = html! {
        h1 { (lang.say(title)) }
        (fields.refused_at())
        form.card.asking method="post" {
            div.fields { (controls) }
            button { (lang.say(button)) }
        }
    };
    let status = if fields.mistakes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, shell(signed, room, lang.say(title), path, &content)).into_response()
}

pub(super) async fn ask_headquarters(signed: SignedIn) -> Response {
    let scope = signed.officer.reach(Act::Organise).first().map(|place| place.to_string());
    let typed = Typed::of(&[("place", scope.as_deref().unwrap_or_default())]);
    headquarters_form(&signed, &typed, &[])
}

fn headquarters_form(signed: &SignedIn, typed: &Typed, mistakes: &[Mistake]) -> Response {
    let fields = Fields { lang: signed.lang, typed, mistakes };
    let controls = html! {
        (fields.plain("place", H::Place, Some(H::PlaceHint)))
        (fields.line("name", H::NameFa, None))
        (fields.plain("latin", H::NameEn, None))
        (fields.day("formed", H::FormedOn))
    };
    let path = "/hq/organisation/form";
    form_page(signed, Room::Organisation, H::FormHeadquarters, path, fields, (H::FormHeadquarters, controls))
}

pub(super) async fn form_headquarters(
    State(office): State<Office>,
    signed: SignedIn,
    typed: Typed,
) -> Result<Response, Absent> {
    let (place, formed) = (typed.latin("place"), typed.latin("formed"));
    let names = (typed.get("name"), typed.get("latin"));
    let formed = match Headquarters::read(&place, names, (&formed, "")) {
        Ok(new) => office.form_headquarters(&signed.permit()?, new).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    match formed {
        Ok(()) => Ok(to_chart(signed.lang)),
        Err(Error::Typed(mistakes)) => Ok(headquarters_form(&signed, &typed, &mistakes)),
        Err(other) => Err(signed.failed(other)),
    }
}

async fn headquarters_of(office: &Office, signed: &SignedIn, address: &str) -> Result<Headquarters, Absent> {
    let chart = chart_of(office, signed).await?;
    let place = place_of(address).ok_or(Absent::Page(signed.lang))?;
    let permit: Permit<act::Organise> = signed.permit()?;
    permit.over(&place).map_err(|_| Absent::Forbidden(signed.lang))?;
    chart.headquarters.into_iter().find(|one| one.place == place).ok_or(Absent::Page(signed.lang))
}

pub(super) async fn ask_headquarters_change(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, address)): Path<(String, String)>,
) -> Result<Response, Absent> {
    let stands = headquarters_of(&office, &signed, &address).await?;
    Ok(headquarters_change(&signed, &stands, &as_it_stands(signed.lang, &stands), &[], None))
}

/// The fields of a headquarters, and what they are called.
const OF_HEADQUARTERS: [(&str, H); 4] =
    [("name", H::NameFa), ("latin", H::NameEn), ("formed", H::FormedOn), ("ended", H::EndedOn)];

/// The form as the headquarters stands.
fn as_it_stands(lang: Lang, one: &Headquarters) -> Typed {
    let ended = one.ended.map(|day| day_typed(lang, day)).unwrap_or_default();
    let fields = [
        ("name", &*one.name),
        ("latin", &one.latin),
        ("formed", &day_typed(lang, one.formed)),
        ("ended", &ended),
    ];
    Typed::standing(&fields, one.version)
}

fn headquarters_change(
    signed: &SignedIn,
    one: &Headquarters,
    typed: &Typed,
    mistakes: &[Mistake],
    differs: Option<&[(H, String)]>,
) -> Response {
    let lang = signed.lang;
    let fields = Fields { lang, typed, mistakes };
    let title = lang.say(H::ChangeHeadquarters);
    let content = html! {
        h1 { (title) }
        p { span.id dir="ltr" { (one.place) } }
        (fields.refused_at())
        @if let Some(differs) = differs { (changed_meanwhile(lang, differs)) }
        form.card.asking method="post" {
            (fields.version())
            div.fields {
                (fields.line("name", H::NameFa, None))
                (fields.plain("latin", H::NameEn, None))
                (fields.day("formed", H::FormedOn))
                (fields.day("ended", H::EndedOn))
                (fields.text("why", H::WhyChanged, None))
            }
            button { (lang.say(H::Keep)) }
        }
    };
    let status = form_status(differs.is_some(), mistakes);
    let path = format!("/hq/organisation/{}", part(&one.place));
    (status, shell(signed, Room::Organisation, title, &path, &content)).into_response()
}

pub(super) async fn change_headquarters(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, address)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let stands = headquarters_of(&office, &signed, &address).await?;
    let (formed, ended) = (typed.latin("formed"), typed.latin("ended"));
    let names = (typed.get("name"), typed.get("latin"));
    let changed = match Headquarters::read(stands.place.as_str(), names, (&formed, &ended)) {
        Ok(read) => {
            let changed = Headquarters { version: typed.version(), ..read };
            office.change_headquarters(&signed.permit()?, changed, typed.get("why").trim()).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    match changed {
        Ok(()) => Ok(to_chart(signed.lang)),
        Err(Error::Typed(mistakes)) => Ok(headquarters_change(&signed, &stands, &typed, &mistakes, None)),
        Err(Error::Changed) => {
            let stands = headquarters_of(&office, &signed, &address).await?;
            let now = as_it_stands(signed.lang, &stands);
            let differs = typed.changes(&now, &OF_HEADQUARTERS);
            Ok(headquarters_change(&signed, &stands, &typed.beside(&now), &[], Some(&differs)))
        }
        Err(other) => Err(signed.failed(other)),
    }
}

fn to_chart(lang: Lang) -> Response {
    Redirect::to(&format!("/{}/hq/organisation", lang.code())).into_response()
}

fn read_committee(typed: &Typed) -> Result<Committee, Vec<Mistake>> {
    let (place, formed, ended) = (typed.latin("place"), typed.latin("formed"), typed.latin("ended"));
    Committee::read(&TypedCommittee {
        place: &place,
        kind: typed.get("kind"),
        name: typed.get("name"),
        formed: &formed,
        ended: &ended,
    })
}

async fn chart_of(office: &Office, signed: &SignedIn) -> Result<Chart, Absent> {
    let permit: Permit<act::ReadOrganisation> = signed.permit()?;
    office.chart(&permit).await.map_err(|e| signed.failed(e))
}

pub(super) async fn ask_committee(
    State(office): State<Office>,
    signed: SignedIn,
) -> Result<Response, Absent> {
    let chart = chart_of(&office, &signed).await?;
    Ok(committee_form(&signed, &chart, &Typed::default(), &[]))
}

fn committee_form(signed: &SignedIn, chart: &Chart, typed: &Typed, mistakes: &[Mistake]) -> Response {
    let lang = signed.lang;
    let fields = Fields { lang, typed, mistakes };
    let controls = html! {
        (fields.choose("place", H::OfHeadquarters, &places(lang, chart)))
        (fields.choose("kind", H::CommitteeKind, &kinds(lang)))
        (fields.line("name", H::CommitteeName, Some(H::CommitteeNameHint)))
        (fields.day("formed", H::FormedOn))
    };
    let path = "/hq/committees/form";
    form_page(signed, Room::Organisation, H::FormCommittee, path, fields, (H::FormCommittee, controls))
}

pub(super) async fn form_committee(
    State(office): State<Office>,
    signed: SignedIn,
    typed: Typed,
) -> Result<Response, Absent> {
    let formed = match read_committee(&typed) {
        Ok(new) => office.form_committee(&signed.permit()?, new).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    match formed {
        Ok(_) => Ok(to_chart(signed.lang)),
        Err(Error::Typed(mistakes)) => {
            let chart = chart_of(&office, &signed).await?;
            Ok(committee_form(&signed, &chart, &typed, &mistakes))
        }
        Err(other) => Err(signed.failed(other)),
    }
}

pub(super) async fn ask_change(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, id)): Path<(String, i64)>,
) -> Result<Response, Absent> {
    let chart = chart_of(&office, &signed).await?;
    let found = chart.committees.iter().find(|committee| committee.id == id);
    let committee = found.ok_or(Absent::Page(signed.lang))?;
    Ok(change_form(&signed, committee, &filled(signed.lang, committee), &[], None))
}

/// The fields of a committee, and what they are called.
const OF_COMMITTEE: [(&str, H); 4] =
    [("kind", H::CommitteeKind), ("name", H::CommitteeName), ("formed", H::FormedOn), ("ended", H::EndedOn)];

/// The form as the committee stands.
fn filled(lang: Lang, committee: &Committee) -> Typed {
    let ended = committee.ended.map(|day| day_typed(lang, day)).unwrap_or_default();
    let formed = day_typed(lang, committee.formed);
    let fields =
        [("kind", committee.kind.code()), ("name", &committee.name), ("formed", &formed), ("ended", &ended)];
    Typed::standing(&fields, committee.version)
}

/// The form; `differs` is what another officer put there meanwhile, where one came first.
fn change_form(
    signed: &SignedIn,
    committee: &Committee,
    typed: &Typed,
    mistakes: &[Mistake],
    differs: Option<&[(H, String)]>,
) -> Response {
    let lang = signed.lang;
    let fields = Fields { lang, typed, mistakes };
    let content = html! {
        h1 { (lang.say(H::ChangeCommittee)) }
        (fields.refused_at())
        @if let Some(differs) = differs { (changed_meanwhile(lang, differs)) }
        form.card.asking method="post" {
            (fields.version())
            div.fields {
                (fields.choose("kind", H::CommitteeKind, &kinds(lang)))
                (fields.line("name", H::CommitteeName, Some(H::CommitteeNameHint)))
                (fields.day("formed", H::FormedOn))
                (fields.day("ended", H::EndedOn))
                (fields.text("why", H::WhyChanged, None))
            }
            button { (lang.say(H::Keep)) }
        }
    };
    let status = form_status(differs.is_some(), mistakes);
    let path = format!("/hq/committees/{}", committee.id);
    (status, shell(signed, Room::Organisation, lang.say(H::ChangeCommittee), &path, &content)).into_response()
}

/// What a form's page answers: another was first, something is wrong, or it is only shown.
pub(super) fn form_status(changed: bool, mistakes: &[Mistake]) -> StatusCode {
    match (changed, mistakes.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, true) => StatusCode::OK,
    }
}

/// Another officer was first: what stands there now, beside what was typed, which is kept in the form.
pub(in crate::hq::inside) fn changed_meanwhile(lang: Lang, differs: &[(H, String)]) -> Markup {
    html! {
        div.notice.now role="status" {
            p.lead { (lang.say(H::ChangedMeanwhile)) }
            p { (lang.say(H::ChangedMeanwhileHint)) }
            ul.plain { @for (label, now) in differs { li { (lang.say(*label)) ": " strong.spoken { (now) } } } }
        }
    }
}

pub(super) async fn change_committee(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, id)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let chart = chart_of(&office, &signed).await?;
    let found = chart.committees.iter().find(|committee| committee.id == id);
    let stands = found.ok_or(Absent::Page(signed.lang))?;
    let place = stands.place.to_string();
    let (formed, ended) = (typed.latin("formed"), typed.latin("ended"));
    let read = Committee::read(&TypedCommittee {
        place: &place,
        kind: typed.get("kind"),
        name: typed.get("name"),
        formed: &formed,
        ended: &ended,
    });
    let changed = match read {
        Ok(read) => {
            let changed = Committee { id, version: typed.version(), ..read };
            office.change_committee(&signed.permit()?, changed, typed.get("why").trim()).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    match changed {
        Ok(()) => Ok(to_chart(signed.lang)),
        Err(Error::Typed(mistakes)) => Ok(change_form(&signed, stands, &typed, &mistakes, None)),
        Err(Error::Changed) => {
            let chart = chart_of(&office, &signed).await?;
            let found = chart.committees.iter().find(|committee| committee.id == id);
            let stands = found.ok_or(Absent::Page(signed.lang))?;
            let now = filled(signed.lang, stands);
            let differs = typed.changes(&now, &OF_COMMITTEE);
            Ok(change_form(&signed, stands, &typed.beside(&now), &[], Some(&differs)))
        }
        Err(other) => Err(signed.failed(other)),
    }
}
