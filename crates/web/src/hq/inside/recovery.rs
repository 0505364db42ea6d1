//! Recover an officer's access: one officer asks, another confirms and gets the link.

use super::form::{Fields, Typed};
use super::organisation::form_page;
use super::people::link_page;
use super::{Room, SignedIn, page as shell, words::Word as H};
use crate::furniture::notice;
use crate::pages::{Absent, Answer};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use headquarters::permit::{Permit, PersonId, act};
use headquarters::recovery::Refused;
use maud::html;
use office::{Error, Office};

/// Recoveries that wait, each with a button for a second officer.
pub(super) async fn page(State(office): State<Office>, signed: SignedIn) -> Answer {
    let lang = signed.lang;
    let permit: Permit<act::RecoverAccess> = signed.permit()?;
    let (waiting, names) = office.recoveries(&permit).await.map_err(|e| signed.failed(e))?;
    let name = |id| super::letters::name(lang, &names, id);
    let title = lang.say(H::Recovery);
    let content = html! {
        h1 { (title) }
        @if waiting.is_empty() { (notice("good", lang.say(H::NothingWaits), "")) } @else {
            h2 { (lang.say(H::RecoveriesWaiting)) }
            table.stack {
                thead { tr { th { (lang.say(H::Person)) } th { (lang.say(H::ProposedBy)) } th { (lang.say(H::Note)) } th {} } }
                tbody {
                    @for one in &waiting {
                        tr {
                            th scope="row" { (name(one.person)) }
                            td data-label=(lang.say(H::ProposedBy)) { (name(one.proposed_by)) }
                            td.spoken data-label=(lang.say(H::Note)) { (one.why) }
                            td {
                                @if one.proposed_by == signed.officer.person { span.hint { (lang.say(H::RecoverYours)) } }
                                @if one.person != signed.officer.person {
                                    div.acts {
                                        @if one.proposed_by != signed.officer.person {
                                            form method="post" action={ "/" (lang.code()) "/hq/recoveries/" (one.id) } {
                                                button.small { (lang.say(H::ConfirmRecovery)) }
                                            }
                                        }
                                        form method="post" action={ "/" (lang.code()) "/hq/recoveries/" (one.id) "/end" } {
                                            button.small.quiet { (lang.say(H::EndRecovery)) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(shell(&signed, Room::People, title, "/hq/recoveries", &content))
}

pub(super) async fn ask(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, id)): Path<(String, i64)>,
) -> Result<Response, Absent> {
    form(&office, &signed, id, Fields { lang: signed.lang, typed: &Typed::default(), mistakes: &[] }).await
}

async fn form(office: &Office, signed: &SignedIn, id: i64, fields: Fields<'_>) -> Result<Response, Absent> {
    let person = office.person_to_recover(&signed.permit()?, PersonId(id)).await;
    let person = person.map_err(|e| signed.failed(e))?;
    let lang = signed.lang;
    let controls = html! {
        p.lead { (lang.say(H::Person)) ": " strong { (lang.pick(&person.name, &person.latin)) } " · " bdi dir="ltr" { (person.login) } }
        (fields.text("why", H::RecoverWhy, None))
    };
    let path = format!("/hq/people/{id}/recover");
    Ok(form_page(signed, Room::People, H::RecoverAccess, &path, fields, (H::RecoverAccess, controls)))
}

pub(super) async fn propose(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, id)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    match office.propose_recovery(&signed.permit()?, PersonId(id), typed.get("why")).await {
        Ok(()) => Ok(Redirect::to(&format!("/{}/hq/recoveries", signed.lang.code())).into_response()),
        Err(Error::Typed(mistakes)) => {
            form(&office, &signed, id, Fields { lang: signed.lang, typed: &typed, mistakes: &mistakes }).await
        }
        Err(Error::Recovery(refused)) => Ok(refused_page(&signed, refused)),
        Err(other) => Err(signed.failed(other)),
    }
}

pub(super) async fn confirm(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    headers: HeaderMap,
) -> Result<Response, Absent> {
    // Whose link it is, before the recovery is off the list.
    let (waiting, names) = office.recoveries(&signed.permit()?).await.map_err(|e| signed.failed(e))?;
    let person = waiting.iter().find(|one| one.id == number).map(|one| one.person);
    let name = person.map_or("?", |person| super::letters::name(signed.lang, &names, person));
    match office.confirm_recovery(&signed.permit()?, number).await {
        Ok(link) => Ok(link_page(&signed, &headers, (name, None), &link)),
        Err(Error::Recovery(refused)) => Ok(refused_page(&signed, refused)),
        Err(other) => Err(signed.failed(other)),
    }
}

pub(super) async fn end(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
) -> Result<Response, Absent> {
    match office.end_recovery(&signed.permit()?, number).await {
        Ok(()) => Ok(Redirect::to(&format!("/{}/hq/recoveries", signed.lang.code())).into_response()),
        Err(Error::Recovery(refused)) => Ok(refused_page(&signed, refused)),
        Err(other) => Err(signed.failed(other)),
    }
}

fn refused_page(signed: &SignedIn, refused: Refused) -> Response {
    let lang = signed.lang;
    let why = lang.say(match refused {
        Refused::OneOwn => H::RecoverOneOwn,
        Refused::OtherSide => H::RecoverOther,
        Refused::Governs => H::RecoverGoverns,
        Refused::Beyond => H::RecoverBeyond,
        Refused::ProposerGone => H::RecoverProposerGone,
        Refused::Settled => H::RecoverSettled,
        Refused::SamePerson(_) => H::RecoverSamePerson,
    });
    let title = lang.say(H::Recovery);
    let content = html! {
        h1 { (title) }
        (notice("bad", why, ""))
        p { a.button.quiet href={ "/" (lang.code()) "/hq/recoveries" } { (title) } }
    };
    (StatusCode::CONFLICT, shell(signed, Room::People, title, "/hq/recoveries", &content)).into_response()
}
