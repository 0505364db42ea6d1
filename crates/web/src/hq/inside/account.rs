//! My account: my letters, where I am signed in, my keys, my password.

use super::form::{Fields, Typed};
use super::organisation::form_status;
use super::passkeys::{Kind, key_box, with_script};
use super::{SignedIn, letters, moment, programs, words, words::Word as H};
use crate::furniture::{badge, notice};
use crate::locale::Lang;
use crate::pages::Absent;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use headquarters::form::Mistake;
use headquarters::permit::Act;
use headquarters::program::Refused;
use maud::{Markup, html};
use office::{Account, Error, Office, Register, Session};

pub(super) async fn page(State(office): State<Office>, signed: SignedIn) -> Result<Response, Absent> {
    show(&office, &signed, None, (&Typed::default(), &[])).await
}

/// The page; `said` is why what was asked was refused, and the form for a program's token comes back as it was typed.
async fn show(
    office: &Office,
    signed: &SignedIn,
    said: Option<H>,
    program: (&Typed, &[Mistake]),
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let account = office.account(signed.officer.person, &signed.session).await;
    let account = account.map_err(|e| signed.failed(e))?;
    // Whoever holds no letter that holds sees the codes of their places alone.
    let register = match signed.officer.may(Act::ReadBranches) {
        true => super::places::register(office, signed).await?,
        false => Register::default(),
    };
    let title = lang.say(H::Account);
    let at = format!("/{}/hq/account", lang.code());
    let content = html! {
        h1 { (title) }
        p.lead { (lang.pick(&account.person.name, &account.person.latin)) " · " code dir="ltr" { (account.person.login) } }
        @if let Some(said) = said { (notice("bad", lang.say(said), "")) }
        @if let Some(recovery) = &account.recovery {
            (notice("now", lang.say(H::AccountRecovery), &lang.fill(H::AccountRecoveryHint, &[
                letters::name(lang, &account.names, recovery.proposed_by), &recovery.why,
            ])))
        }
        (own_letters(lang, &account, &register))
        (own_keys(lang, &account, &at))
        section {
            h2 { (lang.say(H::Password)) }
            @if account.has_password {
                p.acts { a.button.quiet href={ (at) "/password" } { (lang.say(H::ChangePassword)) } }
            } @else { p.hint { (lang.say(H::AccountNoPassword)) } }
            @if account.is_fresh {
                form method="post" action={ (at) "/link" } {
                    button.quiet { (lang.say(if account.has_password { H::AccountNewCodes } else { H::AccountSetPassword })) }
                }
            } @else { p.hint { (lang.say(H::AccountNotFresh)) } }
        }
        (programs::section(signed, &account, &at, program))
        (sessions(lang, &account.sessions, &at))
    };
    let status = form_status(said.is_some(), program.1);
    Ok((status, with_script(super::page_of_one(signed, title, "/hq/account", &content))).into_response())
}

fn own_letters(lang: Lang, account: &Account, register: &Register) -> Markup {
    html! {
        section {
            h2 { (lang.say(H::AccountLetters)) }
            @if account.letters.is_empty() { p.hint { (lang.say(H::AccountNoLetters)) } } @else {
                table.stack {
                    thead { tr { th { (lang.say(H::Role)) } th { (lang.say(H::Place)) } th { (lang.say(H::Term)) } th { (lang.say(H::Standing)) } } }
                    tbody {
                        @for (letter, standing) in &account.letters {
                            tr {
                                th scope="row" { (lang.say(words::role(letter.role))) }
                                td data-label=(lang.say(H::Place)) { (super::places::named(lang, register, &letter.scope)) }
                                td data-label=(lang.say(H::Term)) { (letters::term(lang, letter)) }
                                td data-label=(lang.say(H::Standing)) { (letters::standing(lang, *standing)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn own_keys(lang: Lang, account: &Account, at: &str) -> Markup {
    html! {
        section {
            h2 { (lang.say(H::AccountKeys)) }
            @if account.passkeys.is_empty() { p.hint { (lang.say(H::AccountNoKeys)) } } @else {
                table.stack {
                    thead { tr { th { (lang.say(H::KeyName)) } th { (lang.say(H::KeyMade)) } th { (lang.say(H::KeyUsed)) } th {} } }
                    tbody {
                        @for key in &account.passkeys {
                            tr {
                                th scope="row" { (key.name) @if key.copied { " " (badge("", lang.say(H::KeyCopied))) } }
                                td data-label=(lang.say(H::KeyMade)) { (moment(lang, &key.made)) }
                                td data-label=(lang.say(H::KeyUsed)) { @if !key.used.is_empty() { (moment(lang, &key.used)) } }
                                td {
                                    form method="post" action={ (at) "/passkeys/" (key.id) "/remove" } {
                                        button.quiet.small { (lang.say(H::KeyRemove)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            @if account.is_fresh { (key_box(lang, Kind::Make, &format!("{at}/passkeys"), "")) }
        }
    }
}

fn sessions(lang: Lang, sessions: &[Session], at: &str) -> Markup {
    html! {
        section {
            h2 { (lang.say(H::AccountSessions)) }
            table.stack {
                thead { tr { th { (lang.say(H::SessionBegun)) } th { (lang.say(H::KeyUsed)) } th { (lang.say(H::SessionBy)) } th {} } }
                tbody {
                    @for one in sessions {
                        tr {
                            th scope="row" { (moment(lang, &one.begun)) }
                            td data-label=(lang.say(H::KeyUsed)) { (moment(lang, &one.used)) }
                            td data-label=(lang.say(H::SessionBy)) {
                                @if one.key.is_empty() { (lang.say(H::Password)) } @else { (one.key) }
                            }
                            td {
                                @if one.present { (badge("done", lang.say(H::SessionThis))) } @else {
                                    form method="post" action={ (at) "/sessions/" (one.id) "/end" } {
                                        button.quiet.small { (lang.say(H::SessionEnd)) }
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

fn to_account(lang: Lang) -> Response {
    Redirect::to(&format!("/{}/hq/account", lang.code())).into_response()
}

/// The account again, or why what was asked was refused.
pub(super) async fn after(
    office: &Office,
    signed: &SignedIn,
    done: Result<(), Error>,
) -> Result<Response, Absent> {
    let why = match done {
        Ok(()) => return Ok(to_account(signed.lang)),
        Err(Error::LastWayIn) => H::KeyLast,
        Err(Error::SignInAgain) => H::AccountNotFresh,
        Err(Error::Program(Refused::NoLetter)) => H::ProgramNoLetter,
        Err(Error::Program(Refused::Enough)) => H::ProgramEnough,
        Err(other) => return Err(signed.failed(other)),
    };
    show(office, signed, Some(why), (&Typed::default(), &[])).await
}

/// The account with the form for a program's token as it was typed.
pub(super) async fn refill(
    office: &Office,
    signed: &SignedIn,
    typed: &Typed,
    mistakes: &[Mistake],
) -> Result<Response, Absent> {
    show(office, signed, None, (typed, mistakes)).await
}

pub(super) async fn end_session(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Absent> {
    let ended = office.end_own_session(signed.officer.person, &id).await;
    after(&office, &signed, ended).await
}

pub(super) async fn remove_key(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Absent> {
    let removed = office.remove_key(signed.officer.person, &id).await;
    after(&office, &signed, removed).await
}

pub(super) async fn draw_link(State(office): State<Office>, signed: SignedIn) -> Result<Response, Absent> {
    match office.draw_own_link(signed.officer.person, &signed.session).await {
        Ok(link) => Ok(Redirect::to(&format!("/{}/enrol/{link}", signed.lang.code())).into_response()),
        Err(error) => after(&office, &signed, Err(error)).await,
    }
}

pub(super) async fn ask_password(signed: SignedIn) -> Response {
    password_form(&signed, &Typed::default(), &[])
}

fn password_form(signed: &SignedIn, typed: &Typed, mistakes: &[Mistake]) -> Response {
    let lang = signed.lang;
    let fields = Fields { lang, typed, mistakes };
    let title = lang.say(H::ChangePassword);
    let content = html! {
        div.narrow {
            h1 { (title) }
            (fields.refused())
            form.card method="post" {
                (fields.password("present", H::PasswordPresent, None, false))
                (fields.code("code"))
                (fields.password("password", H::PasswordNew, Some(H::PasswordHint), true))
                (fields.password("again", H::PasswordAgain, None, true))
                button { (title) }
            }
            p.hint { (lang.say(H::ChangePasswordHint)) }
        }
    };
    let page = super::page_of_one(signed, title, "/hq/account/password", &content);
    (form_status(false, mistakes), page).into_response()
}

pub(super) async fn change_password(
    State(office): State<Office>,
    signed: SignedIn,
    typed: Typed,
) -> Result<Response, Absent> {
    let (person, present) = (signed.officer.person, typed.get("present").to_owned());
    let new = (typed.get("password"), typed.get("again"));
    match office.change_password(person, &signed.session, present, &typed.latin("code"), new).await {
        Ok(()) => Ok(to_account(signed.lang)),
        Err(Error::Typed(mistakes)) => Ok(password_form(&signed, &typed, &mistakes)),
        Err(other) => Err(signed.failed(other)),
    }
}
