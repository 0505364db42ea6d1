//! Programs that read with a token of mine: their list, drawing one, ending one.

use super::form::{Fields, Typed};
use super::{SignedIn, account, words::Word as H};
use crate::furniture::notice;
use crate::locale::Lang;
use crate::pages::{Absent, origin};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use headquarters::form::Mistake;
use headquarters::program::{Draft, LONGEST};
use maud::{Markup, html};
use office::{Account, Error, Office};

/// Days that the form offers.
const USUAL: &str = "30";

/// The list, and the form where a token may be drawn now.
pub(super) fn section(
    signed: &SignedIn,
    account: &Account,
    at: &str,
    (typed, mistakes): (&Typed, &[Mistake]),
) -> Markup {
    let lang = signed.lang;
    let usual = Typed::of(&[("days", USUAL)]);
    let typed = if mistakes.is_empty() { &usual } else { typed };
    let fields = Fields { lang, typed, mistakes };
    html! {
        section {
            h2 { (lang.say(H::Programs)) }
            p.hint { (lang.say(H::ProgramsHint)) }
            @if !account.programs.is_empty() { (list(lang, account, at)) }
            @if signed.officer.appointments.is_empty() { p.hint { (lang.say(H::ProgramNoLetter)) } }
            @else if !account.is_fresh { p.hint { (lang.say(H::AccountNotFresh)) } }
            @else {
                (fields.refused())
                form.card.aside method="post" action={ (at) "/programs" } {
                    (fields.line("name", H::ProgramName, Some(H::ProgramNameHint)))
                    (fields.entry("days", lang.say(H::ProgramDays), Some(&lang.fill(H::ProgramDaysHint, &[&lang.number(LONGEST)])), Some("ltr")))
                    button.quiet { (lang.say(H::ProgramDraw)) }
                }
            }
        }
    }
}

fn list(lang: Lang, account: &Account, at: &str) -> Markup {
    html! {
        table.stack {
            thead { tr { th { (lang.say(H::ProgramName)) } th { (lang.say(H::KeyMade)) } th { (lang.say(H::ProgramUntil)) } th { (lang.say(H::KeyUsed)) } th {} } }
            tbody {
                @for program in &account.programs {
                    tr {
                        th scope="row" { (program.name) }
                        td data-label=(lang.say(H::KeyMade)) { (lang.day(&program.drawn)) }
                        td data-label=(lang.say(H::ProgramUntil)) { (lang.day(&program.until)) }
                        td data-label=(lang.say(H::KeyUsed)) {
                            @if program.used.is_empty() { (lang.say(H::ProgramUnused)) } @else { (lang.day(&program.used)) }
                        }
                        td {
                            form method="post" action={ (at) "/programs/" (program.id) "/end" } {
                                button.quiet.small { (lang.say(H::ProgramEnd)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Draws a token and shows it once.
pub(super) async fn draw(
    State(office): State<Office>,
    signed: SignedIn,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let drawn = match Draft::read(typed.get("name"), &typed.latin("days")) {
        Ok(draft) => office.draw_program_token(&signed.officer, &signed.session, &draft).await,
        Err(mistakes) => Err(Error::Typed(mistakes)),
    };
    let token = match drawn {
        Ok(token) => token,
        Err(Error::Typed(mistakes)) => return account::refill(&office, &signed, &typed, &mistakes).await,
        Err(error) => return account::after(&office, &signed, Err(error)).await,
    };
    let title = lang.fill(H::ProgramToken, &[typed.get("name").trim()]);
    let example = format!(
        "curl -H \"Authorization: Bearer {}\" {}/api/v1/headquarters/branches",
        token.as_str(),
        origin(&headers)
    );
    let content = html! {
        h1 { (title) }
        (notice("now", lang.say(H::ProgramTokenOnce), lang.say(H::ProgramsHint)))
        pre dir="ltr" tabindex="0" translate="no" { (token.as_str()) }
        p { (lang.say(H::ProgramTokenUse)) }
        pre dir="ltr" tabindex="0" translate="no" { (example) }
        p { a.button href={ "/" (lang.code()) "/hq/account" } { (lang.say(H::Account)) } }
    };
    let page = super::page_of_one(&signed, &title, "/hq/account", &content);
    // Shown once: neither a browser nor anything on the way keeps it.
    Ok(([(header::CACHE_CONTROL, "no-store")], page).into_response())
}

pub(super) async fn end(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Absent> {
    let ended = office.end_program_token(signed.officer.person, &id).await;
    account::after(&office, &signed, ended).await
}
