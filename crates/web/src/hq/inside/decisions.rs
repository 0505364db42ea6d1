//! Decisions: the list with what is late and whose, and one decision with all that was said of it.

use super::form::{Typed, day_typed};
use super::{Room, SignedIn, moment, page as shell, words, words::Word as H};
use crate::furniture::{Shown, badge, notice};
use crate::locale::Lang;
use crate::pages::{Absent, Answer, Asked};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use calendar::Day;
use headquarters::decision::{Decision, Escalation, Refused, Status, Step};
use headquarters::permit::{Act, Permit, PersonId, act};
use maud::{Markup, html};
use office::{Error, Office, Speaks, Table};

/// A person's name in the reader's language.
pub(super) fn owner(lang: Lang, table: &Table, id: PersonId) -> &str {
    let found = table.persons.iter().find(|person| person.id == id);
    found.map_or("?", |person| lang.pick(&person.name, &person.latin))
}

pub(super) async fn table_of(office: &Office, signed: &SignedIn) -> Result<Table, Absent> {
    let permit: Permit<act::ReadDecisions> = signed.permit()?;
    office.table(&permit).await.map_err(|e| signed.failed(e))
}

fn status(lang: Lang, decision: &Decision) -> Markup {
    let (tone, word) = match decision.status {
        Status::Open => ("", H::StatusOpen),
        Status::UnderWay => ("", H::StatusUnderWay),
        Status::Reported => ("now", H::StatusReported),
        Status::Verified => ("done", H::StatusVerified),
        Status::Withdrawn => ("", H::StatusWithdrawn),
    };
    badge(tone, lang.say(word))
}

/// How late it is, and on whose table it lies by that.
pub(super) fn late(lang: Lang, decision: &Decision, today: Day) -> Markup {
    let above = match decision.escalation(today) {
        Escalation::Owner | Escalation::Committee => None,
        Escalation::Headquarters => Some(H::EscalatedHeadquarters),
        Escalation::Above => Some(H::EscalatedAbove),
    };
    html! {
        @if let Some(days) = decision.late(today) {
            span.late { (lang.fill(H::DaysLate, &[&lang.number(days.unsigned_abs())])) }
            @if let Some(above) = above { " · " (lang.say(above)) }
        }
    }
}

/// Decisions as rows.
pub(super) fn rows(lang: Lang, table: &Table, decisions: &[&Decision]) -> Markup {
    html! {
        table.stack {
            thead { tr { th { (lang.say(H::Decision)) } th { (lang.say(H::Owner)) } th { (lang.say(H::Due)) } th { (lang.say(H::Standing)) } } }
            tbody {
                @for decision in decisions {
                    tr {
                        th scope="row" {
                            a href={ "/" (lang.code()) "/hq/decisions/" (decision.number) } {
                                (lang.number(decision.number)) " · " (decision.text.lines().next().unwrap_or_default())
                            }
                        }
                        td data-label=(lang.say(H::Owner)) { (owner(lang, table, decision.owner)) }
                        td data-label=(lang.say(H::Due)) {
                            time datetime=(decision.due) { (day_typed(lang, decision.due)) } " " (late(lang, decision, table.today))
                        }
                        td data-label=(lang.say(H::Standing)) { (status(lang, decision)) }
                    }
                }
            }
        }
    }
}

pub(super) async fn page(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Answer {
    let lang = signed.lang;
    let table = table_of(&office, &signed).await?;
    let shown: Shown<'_> = asked.shown();
    let mut matching: Vec<&Decision> = table
        .decisions
        .iter()
        .filter(|one| {
            shown.matches(&[
                &one.text,
                owner(lang, &table, one.owner),
                &one.number.to_string(),
                one.place.as_str(),
            ])
        })
        .collect();
    // What is on the table first, those due first first; what is settled last.
    matching.sort_by_key(|one| (one.status.is_settled(), one.due, one.number));
    let open = table.decisions.iter().filter(|one| !one.status.is_settled()).count();
    let late = table.decisions.iter().filter(|one| one.late(table.today).is_some()).count();
    let none = matching.is_empty();
    let (some, pages) = shown.cut(matching);
    let title = lang.say(H::Decisions);
    let content = html! {
        h1 { (title) }
        p { (lang.fill(H::DecisionsLead, &[&lang.number(open as u64), &lang.number(late as u64)])) }
        p.acts { a.button.quiet href={ "/" (lang.code()) "/hq/meetings" } { (lang.say(H::Meetings)) } }
        @if table.decisions.is_empty() { (notice("", lang.say(H::NoDecisions), lang.say(H::NoDecisionsHint))) } @else {
            (shown.search(lang, crate::locale::Word::Search))
            @if none { (shown.nothing(lang)) } @else { (rows(lang, &table, &some)) (shown.pager(lang, pages)) }
        }
    };
    Ok(shell(&signed, Room::Decisions, title, &format!("/hq/decisions{}", shown.query()), &content))
}

pub(super) async fn one(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
) -> Result<Response, Absent> {
    show(&office, &signed, number, &Typed::default(), None).await
}

/// A decision's page; `said` is why what was asked was refused, and what was typed stays.
async fn show(
    office: &Office,
    signed: &SignedIn,
    number: i64,
    typed: &Typed,
    refused: Option<H>,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let table = table_of(office, signed).await?;
    let found = table.decisions.iter().find(|one| one.number == number);
    let decision = found.ok_or(Absent::Page(lang))?;
    let history = office.said_of_decision(&signed.permit()?, decision).await.map_err(|e| signed.failed(e))?;
    let meeting = table.meetings.iter().find(|meeting| meeting.id == decision.meeting);
    let judges =
        signed.officer.reach(Act::VerifyDecision).iter().any(|scope| scope.contains(&decision.place));
    let mut steps = decision.steps_of(signed.officer.person);
    steps.retain(|step| step.is_owners() || judges);
    let title = lang.fill(H::DecisionNumber, &[&lang.number(number)]);
    let content = html! {
        h1 { (title) " " (status(lang, decision)) }
        @if let Some(refused) = refused { (notice("bad", lang.say(refused), "")) }
        div.card {
            p.lead.spoken { (decision.text) }
            p {
                (lang.say(H::Owner)) ": " strong { (owner(lang, &table, decision.owner)) } " · "
                (lang.say(H::Due)) ": " (lang.day(&decision.due.to_string())) " " (late(lang, decision, table.today))
            }
            p.hint {
                span.id dir="ltr" { (decision.place) }
                @if let Some(meeting) = meeting {
                    " · " a href={ "/" (lang.code()) "/hq/meetings/" (meeting.id) } { (meeting.title) }
                }
            }
        }
        section {
            h2 { (lang.say(H::History)) }
            @if history.is_empty() { p.hint { (lang.say(H::NothingSaid)) } } @else {
                table.stack {
                    thead { tr { th { (lang.say(H::When)) } th { (lang.say(H::Person)) } th { (lang.say(H::Standing)) } th { (lang.say(H::Note)) } } }
                    tbody {
                        @for said in &history {
                            tr {
                                th scope="row" { (moment(lang, &said.at)) }
                                td data-label=(lang.say(H::Person)) { (owner(lang, &table, said.by)) }
                                td data-label=(lang.say(H::Standing)) { (lang.say(words::step(said.step))) }
                                td.spoken data-label=(lang.say(H::Note)) { (said.note) }
                            }
                        }
                    }
                }
            }
        }
        @if steps.is_empty() && !typed.get("note").is_empty() {
            // Somebody else was first: the words are kept for whoever typed them.
            p.card.spoken { (typed.get("note")) }
        }
        @if !steps.is_empty() {
            form.card.asking.aside method="post" action={ "/" (lang.code()) "/hq/decisions/" (number) "/" (if steps[0].is_owners() { "report" } else { "judge" }) } {
                label for="note" { (lang.say(if steps[0].is_owners() { H::Evidence } else { H::Reason })) }
                textarea #note name="note" rows="4" maxlength="8000" { (typed.get("note")) }
                div.acts {
                    @for step in &steps { button.quiet[*step != steps[0]] name="step" value=(step.code()) { (lang.say(words::step_button(*step))) } }
                }
            }
        }
    };
    let status = if refused.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let path = format!("/hq/decisions/{number}");
    Ok((status, shell(signed, Room::Decisions, &title, &path, &content)).into_response())
}

pub(super) async fn report(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    say::<act::ReportDecision>(&office, &signed, number, &typed).await
}

pub(super) async fn judge(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    say::<act::VerifyDecision>(&office, &signed, number, &typed).await
}

async fn say<A: Speaks>(
    office: &Office,
    signed: &SignedIn,
    number: i64,
    typed: &Typed,
) -> Result<Response, Absent> {
    let permit: Permit<A> = signed.permit()?;
    let said = match typed.get("step").parse::<Step>() {
        Ok(step) => office.say_of_decision(&permit, number, step, typed.get("note")).await,
        Err(_) => Err(Refused::NotNow.into()),
    };
    match said {
        Ok(()) => Ok(Redirect::to(&format!("/{}/hq/decisions/{number}", signed.lang.code())).into_response()),
        Err(Error::Decision(refused)) => {
            let why = match refused {
                Refused::NotOwner => H::OnlyOwnerReports,
                Refused::Owner => H::OwnerDoesNotJudge,
                Refused::NotNow => H::DecisionNotNow,
                Refused::Nothing => H::SayWhatShows,
            };
            show(office, signed, number, typed, Some(why)).await
        }
        Err(other) => Err(signed.failed(other)),
    }
}
