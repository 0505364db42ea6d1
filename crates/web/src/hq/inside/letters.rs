//! Letters of appointment: the list, one letter, and the forms that issue, confirm and revoke.

use super::export::{KINDS, links};
use super::form::{Choice, Fields, Typed, day_typed};
use super::organisation::{called, form_page};
use super::people::Called;
use super::{
    PAGE, Room, SignedIn, moment, nothing_found, onward, page as shell, places, powers, words,
    words::Word as H,
};
use crate::furniture::{badge, folded, notice, percent_encoded};
use crate::locale::{Lang, Word as W, latin_digits};
use crate::pages::{Absent, Answer};
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use headquarters::form::{Mistake, Why};
use headquarters::letter::{Appoints, Draft, Letter, Refused, Standing, Typed as TypedLetter};
use headquarters::permit::{Act, Permit, PersonId, act};
use headquarters::place::Place;
use headquarters::role::Role;
use maud::{Markup, html};
use office::{Chart, Error, Names, Office, Register, Sheet, Sought};
use serde::Deserialize;

/// A person's name in the reader's language.
pub(super) fn name(lang: Lang, names: &Names, id: PersonId) -> &str {
    names.of(id).map_or("?", |person| lang.pick(&person.name, &person.latin))
}

/// A letter in one line.
pub(super) fn line(lang: Lang, names: &Names, register: &Register, letter: &Letter) -> Markup {
    html! {
        a href={ "/" (lang.code()) "/hq/letters/" (letter.number) } { (lang.fill(H::LetterNumber, &[&lang.number(letter.number)])) }
        " · " (name(lang, names, letter.person)) " · " (lang.say(words::role(letter.role))) " · "
        (places::named(lang, register, &letter.scope))
    }
}

/// What a standing is called, and its tone.
pub(super) fn said_of(standing: Standing) -> (H, &'static str) {
    match standing {
        Standing::Proposed => (H::StandingProposed, "now"),
        Standing::Ahead => (H::StandingAhead, ""),
        Standing::InForce => (H::StandingInForce, "done"),
        Standing::Ended => (H::StandingEnded, ""),
        Standing::Revoked => (H::StandingRevoked, "bad"),
        Standing::Superseded => (H::StandingSuperseded, ""),
    }
}

pub(super) fn standing(lang: Lang, standing: Standing) -> Markup {
    let (word, tone) = said_of(standing);
    badge(tone, lang.say(word))
}

async fn chart_of(office: &Office, signed: &SignedIn) -> Result<Chart, Absent> {
    let permit: Permit<act::ReadOrganisation> = signed.permit()?;
    office.chart(&permit).await.map_err(|e| signed.failed(e))
}

/// Which letters, from the address.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    person: String,
    #[serde(default)]
    place: String,
    below: Option<String>,
}

/// The number of no person.
const NOBODY: i64 = 0;

impl Asked {
    pub(super) fn sought(&self, register: &Register) -> Sought {
        // What names nobody finds nothing: all letters would look like an answer.
        let person = match latin_digits(self.person.trim()).as_str() {
            "" => None,
            typed => Some(PersonId(typed.parse().unwrap_or(NOBODY))),
        };
        Sought { words: folded(&self.q), person, places: narrowed_to(&self.place, register) }
    }
}

pub(super) async fn page(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Answer {
    let lang = signed.lang;
    let register = places::register(&office, &signed).await?;
    let below = asked.below.as_deref().and_then(|below| latin_digits(below).parse().ok());
    let permit: Permit<act::ReadOrganisation> = signed.permit()?;
    let sought = asked.sought(&register);
    let list = office.letters(&permit, &sought, below, PAGE).await.map_err(|e| signed.failed(e))?;
    let title = lang.say(H::Letters);
    let narrowed = |rest: &str| {
        let part = |name: &str, value: &str| match value {
            "" => String::new(),
            value => format!("{name}={}&", percent_encoded(value)),
        };
        format!(
            "?{}{}{}{rest}",
            part("q", &asked.q),
            part("person", &asked.person),
            part("place", &asked.place)
        )
    };
    let content = html! {
        h1 { (title) }
        p.acts {
            @if signed.officer.may(Act::AppointExecutive) {
                a.button href={ "/" (lang.code()) "/hq/letters/executive" } { (lang.say(H::IssueLetter)) }
            }
            @if signed.officer.may(Act::AppointSupervisor) {
                a.button href={ "/" (lang.code()) "/hq/letters/supervisory" } { (lang.say(H::IssueSupervisory)) }
            }
        }
        form.card.asking method="get" role="search" {
            div.fields {
                div.field {
                    label for="q" { (lang.say(H::Person)) }
                    input #q name="q" type="search" value=(asked.q) maxlength="80" autocomplete="off";
                }
                div.field {
                    label for="place" { (lang.say(H::Place)) }
                    input #place name="place" type="search" dir="auto" value=(asked.place) maxlength="140" autocomplete="off";
                }
            }
            button { (lang.say(W::Search)) }
        }
        @if list.letters.is_empty() { (nothing_found(lang)) } @else {
            table.stack {
                thead {
                    tr {
                        th { (lang.say(H::Person)) } th { (lang.say(H::Role)) } th { (lang.say(H::Place)) }
                        th { (lang.say(H::Term)) } th { (lang.say(H::Standing)) } th { (lang.say(H::Letter)) }
                    }
                }
                tbody {
                    @for (letter, stands) in &list.letters {
                        tr {
                            th scope="row" {
                                a href={ "?person=" (letter.person.0) } { (name(lang, &list.names, letter.person)) }
                            }
                            td data-label=(lang.say(H::Role)) { (lang.say(words::role(letter.role))) }
                            td data-label=(lang.say(H::Place)) {
                                a href={ "?place=" (percent_encoded(letter.scope.as_str())) } { (places::named(lang, &register, &letter.scope)) }
                            }
                            td data-label=(lang.say(H::Term)) { (term(lang, letter)) }
                            td data-label=(lang.say(H::Standing)) { (standing(lang, *stands)) }
                            td data-label=(lang.say(H::Letter)) {
                                a href={ "/" (lang.code()) "/hq/letters/" (letter.number) } { (lang.fill(H::LetterNumber, &[&lang.number(letter.number)])) }
                            }
                        }
                    }
                }
            }
            (onward(lang, below.map(|_| narrowed("")), list.next.map(|below| narrowed(&format!("below={below}")))))
            p.ways { (links(lang, "/hq/letters", &KINDS, &narrowed(""))) }
        }
    };
    Ok(shell(&signed, Room::Letters, title, &format!("/hq/letters{}", narrowed("")), &content))
}

/// The places that somebody means who typed into a search; nothing where they typed nothing.
fn narrowed_to(typed: &str, register: &Register) -> Option<Vec<Place>> {
    (!typed.trim().is_empty()).then(|| places::called(register, typed))
}

pub(super) fn term(lang: Lang, letter: &Letter) -> Markup {
    html! {
        time datetime=(letter.from) { (day_typed(lang, letter.from)) } " – "
        time datetime=(letter.until) { (day_typed(lang, letter.until)) }
    }
}

pub(super) async fn one(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
) -> Result<Response, Absent> {
    show(&office, &signed, number, None).await
}

/// A letter's page; `said` is why what was asked was refused.
async fn show(office: &Office, signed: &SignedIn, number: i64, said: Option<H>) -> Result<Response, Absent> {
    let lang = signed.lang;
    let sheet = office.letter(&signed.permit()?, number).await.map_err(|e| signed.failed(e))?;
    let Sheet { letter, issued_at: at, standing: stands, committee, names, .. } = &sheet;
    let register = places::register(office, signed).await?;
    let stands = *stands;
    let title = lang.fill(H::LetterNumber, &[&lang.number(number)]);
    let ends = matches!(stands, Standing::Proposed | Standing::Ahead | Standing::InForce);
    let side = if letter.role.is_supervisory() { "supervisory" } else { "executive" };
    let may_revoke = headquarters::letter::answers_for(&signed.officer, letter.role, &letter.scope);
    // Neither whoever issued it nor the one appointed puts the second signature under it.
    let mut confirmed = letter.clone();
    let may_confirm = signed.officer.reaches(Act::ConfirmLetter, &letter.scope)
        && confirmed.confirm(signed.officer.person).is_ok();
    let content = html! {
        h1 { (title) " " @if letter.was_declined() { (badge("bad", lang.say(H::StandingDeclined))) } @else { (standing(lang, stands)) } }
        @if let Some(said) = said { (notice("bad", lang.say(said), "")) }
        @if stands == Standing::Proposed && !letter.role.appoints() { p.hint { (lang.say(H::LetterWaitsLink)) } }
        @if stands == Standing::Proposed && !may_confirm { (powers::whose(lang, Act::ConfirmLetter)) }
        div.card {
            dl.figures.tight {
                (fact(lang.say(H::Person), html! { (name(lang, names, letter.person)) }))
                (fact(lang.say(H::Role), html! { (lang.say(words::role(letter.role))) }))
                (fact(lang.say(H::Place), places::named(lang, &register, &letter.scope)))
                @if let Some(committee) = committee { (fact(lang.say(H::Committee), html! { (called(lang, committee)) })) }
                (fact(lang.say(H::Term), term(lang, letter)))
                (fact(lang.say(H::Basis), html! { (basis(lang, letter)) }))
                (fact(lang.say(H::IssuedBy), html! {
                    @match letter.issued_by { Some(by) => (name(lang, names, by)), None => (lang.say(H::FirstStart)) }
                    (lang.pick("، ", ", ")) (moment(lang, at))
                }))
                @if let Some(by) = letter.confirmed_by { (fact(lang.say(H::ConfirmedBy), html! { (name(lang, names, by)) })) }
                @if let Some(end) = &letter.revoked {
                    (fact(lang.say(if letter.was_declined() { H::DeclinedBy } else { H::RevokedBy }), html! { (name(lang, names, end.by)) (lang.pick("، ", ", ")) (moment(lang, &end.at)) ": " (end.why) }))
                }
                @if let Some(other) = letter.supersedes { (fact(lang.say(H::Supersedes), to_other(lang, other))) }
                @if let Some(end) = letter.superseded {
                    (fact(lang.say(H::SupersededBy), html! {
                        (to_other(lang, end.by)) " · " (lang.say(H::From)) " " (day_typed(lang, end.from))
                    }))
                }
            }
        }
        div.acts {
            a.button.quiet href={ "/" (lang.code()) "/hq/letters/" (number) "/letter.pdf" } { (lang.say(H::PrintLetter)) }
            @if letter.was_declined() && may_revoke {
                a.button.quiet href={ "/" (lang.code()) "/hq/letters/" (side) "?like=" (number) } { (lang.say(H::IssueAgain)) }
            }
            @if ends && may_revoke {
                a.button.quiet href={ "/" (lang.code()) "/hq/letters/" (side) "?supersedes=" (number) } { (lang.say(H::ReplaceLetter)) }
            }
            @if stands == Standing::Proposed && may_confirm {
                form method="post" action={ "/" (lang.code()) "/hq/letters/" (number) "/confirm" } {
                    button { (lang.say(H::ConfirmLetter)) }
                }
            }
        }
        @if stands == Standing::Proposed && may_confirm {
            details {
                summary { (lang.say(H::DeclineLetter)) }
                form.card.asking method="post" action={ "/" (lang.code()) "/hq/letters/" (number) "/decline" } {
                    label for="declined" { (lang.say(H::DeclineWhy)) }
                    input #declined name="why" maxlength="400" required;
                    p.acts { button { (lang.say(H::DeclineLetter)) } }
                }
            }
        }
        @if ends && may_revoke {
            details {
                summary { (lang.say(H::RevokeLetter)) }
                form.card.asking method="post" action={ "/" (lang.code()) "/hq/letters/" (number) "/revoke/" (side) } {
                    label for="why" { (lang.say(H::RevokeWhy)) }
                    input #why name="why" maxlength="400" required;
                    p.acts { button { (lang.say(H::RevokeLetter)) } }
                }
            }
        }
    };
    let status = if said.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    Ok((status, shell(signed, Room::Letters, &title, &format!("/hq/letters/{number}"), &content))
        .into_response())
}

/// The articles that it rests on; of the operator's first letters, how they came about, in the reader's language.
fn basis(lang: Lang, letter: &Letter) -> &str {
    if letter.issued_by.is_none() { lang.say(H::FirstStart) } else { &letter.basis }
}

fn to_other(lang: Lang, number: i64) -> Markup {
    html! { a href={ "/" (lang.code()) "/hq/letters/" (number) } { (lang.number(number)) } }
}

fn fact(label: &str, value: Markup) -> Markup {
    html! { div.figure { dt { (label) } dd { (value) } } }
}

/// The letter as a paper, in the language of the page.
pub(super) async fn paper(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let sheet = office.letter(&signed.permit()?, number).await.map_err(|e| signed.failed(e))?;
    let Sheet { letter, issued_at: at, standing: stands, committee, headquarters: of, names } = &sheet;
    let register = places::register(&office, &signed).await?;
    let stands = *stands;
    let office_name = match of {
        _ if letter.role.is_supervisory() => {
            lang.fill(H::BoardOf, &[&super::field::said::place(lang, &register, &letter.scope)])
        }
        Some(one) => lang.pick(&one.name, &one.latin).to_owned(),
        None => lang.say(W::Headquarters).to_owned(),
    };
    let day = at.parse::<jiff::Timestamp>().map(|at| crate::locale::iran(at).date().to_string());
    let (waits_or_ended, _) = said_of(stands);
    let printed = forms::letter::Letter {
        office: office_name,
        number,
        issued: day.unwrap_or_else(|_| at.clone()),
        person: name(lang, names, letter.person).to_owned(),
        role: lang.say(words::role(letter.role)).to_owned(),
        place: places::in_words(lang, &register, &letter.scope),
        committee: committee.as_ref().map(|one| called(lang, one)),
        term: (letter.from.to_string(), letter.until.to_string()),
        basis: basis(lang, letter).to_owned(),
        issued_by: letter.issued_by.map_or(lang.say(H::FirstStart), |by| name(lang, names, by)).to_owned(),
        confirmed_by: letter.confirmed_by.map(|by| name(lang, names, by).to_owned()),
        standing: (stands != Standing::InForce)
            .then(|| format!("{}: {}", lang.say(H::GivesNothing), lang.say(waits_or_ended))),
        gives_rights: true,
    };
    // The same paper has the same words: what is said of it names it to the press.
    let key = format!("letter {number} {} {printed:?}", lang.code());
    let pdf = crate::press::paper(key, move || forms::letter::print(lang, &printed)).await;
    let pdf = pdf.map_err(|e| Absent::Unplanned(e.to_string()))?;
    let name = format!("inline; filename=\"letter-{number}-{}.pdf\"", lang.code());
    let headers = [(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, pdf).into_response())
}

fn why_refused(refused: Refused) -> H {
    match refused {
        Refused::OtherSide => H::LetterOtherSide,
        Refused::BothSides => H::LetterBothSides,
        Refused::Governors => H::LetterGovernors,
        Refused::OneOwn => H::LetterOneOwn,
        Refused::Settled => H::LetterSettled,
        Refused::IssuerGone => H::LetterIssuerGone,
        Refused::NoCommittee => H::LetterNoCommittee,
        Refused::OwnLink => H::LinkNotShownHint,
        Refused::SamePerson(_) => H::LetterSamePerson,
    }
}

/// To whom, and in whose place, where a page leads to the form.
#[derive(Debug, Default, Deserialize)]
pub(super) struct To {
    #[serde(default)]
    person: String,
    #[serde(default)]
    supersedes: String,
    /// A letter as which another is issued, whose place it does not take.
    #[serde(default)]
    like: String,
}

pub(super) async fn ask_executive(
    State(office): State<Office>,
    signed: SignedIn,
    Query(to): Query<To>,
) -> Result<Response, Absent> {
    ask::<act::AppointExecutive>(&office, &signed, &to).await
}

pub(super) async fn ask_supervisory(
    State(office): State<Office>,
    signed: SignedIn,
    Query(to): Query<To>,
) -> Result<Response, Absent> {
    ask::<act::AppointSupervisor>(&office, &signed, &to).await
}

async fn ask<A: Appoints>(office: &Office, signed: &SignedIn, to: &To) -> Result<Response, Absent> {
    let number = |typed: &str| latin_digits(typed).trim().parse().ok();
    let typed = match (number(&to.supersedes), number(&to.like)) {
        (Some(number), _) => in_place_of::<A>(office, signed, number).await?,
        (None, Some(number)) => in_place_of::<A>(office, signed, number).await?.with("supersedes", ""),
        (None, None) => {
            let permit: Permit<act::ReadOrganisation> = signed.permit()?;
            // Of whom the letter does not reach, an address tells nobody the name.
            let person = match super::people::called(office, signed, &to.person).await? {
                Called::Whole(found) if found.len() == 1 && permit.reaches(&found[0].place) => {
                    super::people::in_field(signed.lang, &found[0])
                }
                _ => to.person.clone(),
            };
            Typed::of(&[("from", &day_typed(signed.lang, office.today())), ("person", &person)])
        }
    };
    letter_form::<A>(office, signed, &typed, &[], None).await
}

/// The form as the letter that is to be superseded stands: from today on, and else the same.
async fn in_place_of<A: Appoints>(office: &Office, signed: &SignedIn, number: i64) -> Result<Typed, Absent> {
    let lang = signed.lang;
    let Sheet { letter, names, .. } =
        office.letter(&signed.permit()?, number).await.map_err(|e| signed.failed(e))?;
    if letter.role.is_supervisory() != A::SUPERVISORY {
        return Err(Absent::Page(lang));
    }
    let person = names.of(letter.person).map(|person| super::people::in_field(lang, person));
    // That it was the first start is no article for another letter to rest on.
    let basis = if letter.issued_by.is_some() { letter.basis.as_str() } else { "" };
    let committee = letter.committee.map(|id| id.to_string()).unwrap_or_default();
    Ok(Typed::of(&[
        ("person", &person.unwrap_or_else(|| letter.person.0.to_string())),
        ("role", letter.role.code()),
        ("scope", letter.scope.as_str()),
        ("committee", &committee),
        ("from", &day_typed(lang, letter.from.max(office.today()))),
        ("until", &day_typed(lang, letter.until)),
        ("basis", basis),
        ("supersedes", &number.to_string()),
    ]))
}

async fn letter_form<A: Appoints>(
    office: &Office,
    signed: &SignedIn,
    typed: &Typed,
    mistakes: &[Mistake],
    refused: Option<Refused>,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let (chart, register) = (&chart_of(office, signed).await?, &places::register(office, signed).await?);
    let offered = super::people::Offered::of(office, signed, typed.get("person")).await?;
    let fields = Fields { lang, typed, mistakes };
    let nothing = || (String::new(), lang.say(H::None).to_owned());
    let roles: Vec<Choice> = Role::ALL
        .iter()
        .filter(|role| role.is_supervisory() == A::SUPERVISORY)
        // What a deputy may issue nowhere is not offered.
        .filter(|role| {
            let reach = signed.officer.reach(A::ACT);
            reach.iter().any(|scope| headquarters::letter::answers_for(&signed.officer, **role, scope))
        })
        .map(|role| (role.code().to_owned(), lang.say(words::role(*role)).to_owned()))
        .collect();
    // The first of the list is the most powerful one: nobody gets it because nothing was chosen.
    let choose = (String::new(), lang.say(H::ChooseOne).to_owned());
    let roles: Vec<Choice> = std::iter::once(choose).chain(roles).collect();
    let committees = chart
        .committees
        .iter()
        .map(|one| (one.id.to_string(), format!("{} · {}", called(lang, one), one.place)));
    let committees: Vec<Choice> = std::iter::once(nothing()).chain(committees).collect();
    let controls = html! {
        @if let Some(refused) = refused { div.field.whole { (notice("bad", lang.say(why_refused(refused)), "")) } }
        (fields.person("person", H::Person, &offered))
        (fields.choose("role", H::Role, &roles))
        // A supervisor may be for a district, or for one branch.
        (fields.place("scope", lang.say(H::Place), Some(lang.say(H::PlaceHint))))
        (places::offered(signed, register, A::ACT, A::SUPERVISORY))
        @if !A::SUPERVISORY { (fields.choose("committee", H::Committee, &committees)) }
        (fields.day("from", H::From))
        (fields.day("until", H::Until))
        (fields.line("basis", H::Basis, Some(H::BasisHint)))
        (fields.plain("supersedes", H::Supersedes, Some(H::SupersedesHint)))
        // Whoever was asked about this place is not asked again for another mistake's sake; about another place they are.
        @if mistakes.iter().any(|mistake| mistake.why == Why::PlaceUnknown) {
            input type="hidden" name="sure" value=(places::typed(register, typed.get("scope")));
        } @else if !typed.get("sure").is_empty() {
            input type="hidden" name="sure" value=(typed.get("sure"));
        }
    };
    let (title, path) = match A::SUPERVISORY {
        true => (H::IssueSupervisory, "/hq/letters/supervisory"),
        false => (H::IssueLetter, "/hq/letters/executive"),
    };
    let mut answer = form_page(signed, Room::Letters, title, path, fields, (title, controls));
    if refused.is_some() {
        *answer.status_mut() = StatusCode::CONFLICT;
    }
    Ok(answer)
}

pub(super) async fn issue_executive(
    State(office): State<Office>,
    signed: SignedIn,
    typed: Typed,
) -> Result<Response, Absent> {
    issue::<act::AppointExecutive>(&office, &signed, &typed).await
}

pub(super) async fn issue_supervisory(
    State(office): State<Office>,
    signed: SignedIn,
    typed: Typed,
) -> Result<Response, Absent> {
    issue::<act::AppointSupervisor>(&office, &signed, &typed).await
}

async fn issue<A: Appoints>(office: &Office, signed: &SignedIn, typed: &Typed) -> Result<Response, Absent> {
    let person = super::people::meant(office, signed, typed.get("person")).await?;
    let register = places::register(office, signed).await?;
    let scope = places::typed(&register, typed.get("scope"));
    let committee = typed.latin("committee");
    let (from, until, supersedes) = (typed.latin("from"), typed.latin("until"), typed.latin("supersedes"));
    let read = super::people::naming("person", person, |person| {
        Draft::read(&TypedLetter {
            person,
            role: typed.get("role"),
            scope: &scope,
            committee: &committee,
            from: &from,
            until: &until,
            basis: typed.get("basis"),
            supersedes: &supersedes,
        })
    });
    let permit: Permit<A> = signed.permit()?;
    let issued = match read {
        // A place beyond the officer's own letter is a mistake in a field, and what was typed is kept.
        Ok(draft) if permit.over(&draft.scope).is_err() => {
            Err(Error::Typed(vec![Mistake { field: "scope", why: Why::Unknown }]))
        }
        Ok(draft) => {
            let sure = typed.get("sure") == draft.scope.as_str();
            office.issue_letter(&permit, draft, sure).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    match issued {
        Ok(letter) => Ok(to_letter(signed.lang, letter.number)),
        Err(Error::Typed(mistakes)) => letter_form::<A>(office, signed, typed, &mistakes, None).await,
        Err(Error::Letter(refused)) => letter_form::<A>(office, signed, typed, &[], Some(refused)).await,
        Err(other) => Err(signed.failed(other)),
    }
}

fn to_letter(lang: Lang, number: i64) -> Response {
    Redirect::to(&format!("/{}/hq/letters/{number}", lang.code())).into_response()
}

pub(super) async fn confirm(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
) -> Result<Response, Absent> {
    let settled = office.confirm_letter(&signed.permit()?, number).await;
    after(&office, &signed, number, settled).await
}

pub(super) async fn decline(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let settled = office.decline_letter(&signed.permit()?, number, typed.get("why")).await;
    after(&office, &signed, number, settled).await
}

pub(super) async fn revoke_executive(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let permit: Permit<act::AppointExecutive> = signed.permit()?;
    let settled = office.revoke_letter(&permit, number, typed.get("why")).await;
    after(&office, &signed, number, settled).await
}

pub(super) async fn revoke_supervisory(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let permit: Permit<act::AppointSupervisor> = signed.permit()?;
    let settled = office.revoke_letter(&permit, number, typed.get("why")).await;
    after(&office, &signed, number, settled).await
}

/// The letter again, or why it was not settled.
async fn after(
    office: &Office,
    signed: &SignedIn,
    number: i64,
    settled: Result<Letter, Error>,
) -> Result<Response, Absent> {
    match settled {
        Ok(_) => Ok(to_letter(signed.lang, number)),
        Err(Error::Letter(refused)) => show(office, signed, number, Some(why_refused(refused))).await,
        Err(Error::Typed(_)) => show(office, signed, number, Some(H::WhyMissing)).await,
        Err(other) => Err(signed.failed(other)),
    }
}
