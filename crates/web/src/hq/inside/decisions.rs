//! Decisions: the list with what is late and whose, and one decision with all that was said of it.

use super::export::{KINDS, links};
use super::form::{Typed, day_typed, say as say_why};
use super::letters::name;
use super::sent::Sent;
use super::{
    PAGE, Room, SignedIn, moment, nothing_found, nothing_yet, onward, page as shell, places, words,
    words::Word as H,
};
use crate::furniture::{Shown, badge, notice, percent_encoded};
use crate::locale::Lang;
use crate::pages::{Absent, Answer};
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use calendar::Day;
use headquarters::decision::{Decision, Escalation, Refused, Status, Step, may_withdraw};
use headquarters::evidence::{Evidence, Kind};
use headquarters::form::Mistake;
use headquarters::permit::{Act, Permit, act};
use maud::{Markup, html};
use office::{DecisionSheet, Error, Names, Office, Speaks};
use serde::Deserialize;
use std::collections::BTreeMap;

fn status(lang: Lang, decision: &Decision) -> Markup {
    let tone = match decision.status {
        Status::Open | Status::UnderWay | Status::Withdrawn => "",
        Status::Reported => "now",
        Status::Verified => "done",
    };
    badge(tone, lang.say(status_word(decision.status)))
}

/// What a status is called.
pub(super) fn status_word(status: Status) -> H {
    match status {
        Status::Open => H::StatusOpen,
        Status::UnderWay => H::StatusUnderWay,
        Status::Reported => H::StatusReported,
        Status::Verified => H::StatusVerified,
        Status::Withdrawn => H::StatusWithdrawn,
    }
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
pub(super) fn rows(lang: Lang, names: &Names, today: Day, decisions: &[Decision]) -> Markup {
    rows_asked(lang, (names, &BTreeMap::new()), today, decisions)
}

/// The same, with what was last said of some where that asks something of their owner.
pub(super) fn rows_asked<'a>(
    lang: Lang,
    (names, asked): (&Names, &BTreeMap<i64, Step>),
    today: Day,
    decisions: impl IntoIterator<Item = &'a Decision>,
) -> Markup {
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
                        td data-label=(lang.say(H::Owner)) { (name(lang, names, decision.owner)) }
                        td data-label=(lang.say(H::Due)) {
                            time datetime=(decision.due) { (day_typed(lang, decision.due)) } " " (late(lang, decision, today))
                        }
                        td data-label=(lang.say(H::Standing)) {
                            (status(lang, decision))
                            @if let Some(step) = asked.get(&decision.number) { " " (badge("bad", lang.say(words::step(*step)))) }
                        }
                    }
                }
            }
        }
    }
}

/// Which decisions, from the address.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    all: Option<String>,
    #[serde(default)]
    after: String,
    #[serde(default)]
    number: String,
}

impl Asked {
    /// Are settled ones asked for too?
    pub(super) fn all(&self) -> bool {
        self.all.is_some()
    }

    pub(super) fn words(&self) -> &str {
        self.q.trim()
    }
}

pub(super) async fn page(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Answer {
    let lang = signed.lang;
    let (all, after) = (asked.all(), asked.after.parse().ok().zip(asked.number.parse().ok()));
    let permit: Permit<act::ReadDecisions> = signed.permit()?;
    let list =
        office.decisions(&permit, all, asked.words(), after, PAGE).await.map_err(|e| signed.failed(e))?;
    let of =
        |rest: &str| format!("?q={}{}{rest}", percent_encoded(&asked.q), if all { "&all=1" } else { "" });
    let next = list.next.map(|(day, number)| of(&format!("&after={day}&number={number}")));
    let title = lang.say(H::Decisions);
    let content = html! {
        h1 { (title) }
        p { (lang.fill(H::DecisionsLead, &[&lang.number(list.open), &lang.number(list.late)])) }
        p.acts {
            a.button.quiet href={ "/" (lang.code()) "/hq/meetings" } { (lang.say(H::Meetings)) }
            @if all { a.button.quiet href="?" { (lang.say(H::DecisionsOpenOnly)) } }
            @else { a.button.quiet href="?all=1" { (lang.say(H::DecisionsAll)) } }
        }
        (Shown { words: &asked.q, page: 1, rows: 1 }.search_among(lang, crate::locale::Word::Search, all.then_some(("all", "1"))))
        @if !list.decisions.is_empty() {
            (rows_asked(lang, (&list.names, &list.asked), list.today, &list.decisions))
            (onward(lang, after.map(|_| of("")), next))
            p.ways { (links(lang, "/hq/decisions", &KINDS, &of(""))) }
        } @else if asked.q.is_empty() && after.is_none() {
            (nothing_yet(&signed, Act::KeepMinutes, (lang.say(H::NoDecisions), lang.say(H::NoDecisionsHint))))
            @if signed.officer.may(Act::KeepMinutes) { p.hint { (lang.say(H::OnlyMyReach)) } }
        } @else { (nothing_found(lang)) }
    };
    Ok(shell(&signed, Room::Decisions, title, &format!("/hq/decisions{}", of("")), &content))
}

pub(super) async fn one(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
) -> Result<Response, Absent> {
    show(&office, &signed, number, &Typed::default(), None).await
}

/// Why what was sent is not kept, and whether files were among it: no browser chooses those again by itself.
struct Unkept {
    why: String,
    status: StatusCode,
    with_files: bool,
}

/// A decision's page; where something is not kept, it says why, and what was typed stays.
async fn show(
    office: &Office,
    signed: &SignedIn,
    number: i64,
    typed: &Typed,
    unkept: Option<Unkept>,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let sheet = office.decision(&signed.permit()?, number).await.map_err(|e| signed.failed(e))?;
    let register = places::register(office, signed).await?;
    let DecisionSheet { decision, said: history, meeting, names, today } = &sheet;
    let judges = signed.officer.reaches(Act::VerifyDecision, &decision.place);
    let mut steps = decision.steps_of(signed.officer.person);
    let objects =
        steps.contains(&Step::Object) && signed.officer.reaches(Act::ObjectToDecision, &decision.place);
    let runs = may_withdraw(&signed.officer, &decision.place);
    let withdraws = runs && steps.contains(&Step::Withdraw);
    let asked = |step: &Step| !matches!(step, Step::Object | Step::Withdraw) && (runs || !step.undoes());
    steps.retain(|step| step.is_owners() || (judges && asked(step)));
    // Does a form of this page ask for it still?
    let is_asked = |typed: &str| {
        steps.iter().any(|step| step.code() == typed)
            || (objects && typed == Step::Object.code())
            || (withdraws && typed == Step::Withdraw.code())
    };
    let title = lang.fill(H::DecisionNumber, &[&lang.number(number)]);
    let content = html! {
        h1 { (title) " " (status(lang, decision)) }
        @if let Some(unkept) = &unkept {
            (notice("bad", &unkept.why, if unkept.with_files { lang.say(H::FilesAgain) } else { "" }))
        }
        div.card {
            p.lead.spoken { (decision.text) }
            p {
                (lang.say(H::Owner)) ": " strong { (name(lang, names, decision.owner)) } " · "
                (lang.say(H::Due)) ": " (lang.day(&decision.due.to_string())) " " (late(lang, decision, *today))
            }
            p.hint {
                (places::named(lang, &register, &decision.place))
                @if let Some(meeting) = meeting {
                    " · " a href={ "/" (lang.code()) "/hq/meetings/" (meeting.id) } { (meeting.title) }
                }
            }
        }
        // Whoever judges has before them what supervision said since the owner last reported.
        @let reported = history.iter().rposition(|said| said.step == Step::Report);
        @for said in history.iter().skip(reported.map_or(0, |at| at + 1)).filter(|said| said.step == Step::Object) {
            (notice("now", &lang.fill(H::ObjectionStands, &[name(lang, names, said.by)]), &said.note))
        }
        section {
            h2 { (lang.say(H::History)) }
            @if history.is_empty() { p.hint { (lang.say(H::NothingSaid)) } } @else {
                table.stack {
                    thead { tr { th { (lang.say(H::When)) } th { (lang.say(H::Person)) } th { (lang.say(H::Standing)) } th { (lang.say(H::Note)) } } }
                    tbody {
                        @for said in history {
                            tr {
                                th scope="row" { (moment(lang, &said.at)) }
                                td data-label=(lang.say(H::Person)) { (name(lang, names, said.by)) }
                                td data-label=(lang.say(H::Standing)) { (lang.say(words::step(said.step))) }
                                td data-label=(lang.say(H::Note)) {
                                    span.spoken { (said.note) }
                                    (evidence(lang, number, &said.files))
                                }
                            }
                        }
                    }
                }
            }
        }
        @if !typed.get("note").is_empty() && !is_asked(typed.get("step")) {
            // Somebody else was first: the words are kept for whoever typed them.
            p.card.spoken { (typed.get("note")) }
        }
        @if !steps.is_empty() {
            form.card.asking.aside method="post" enctype="multipart/form-data" action={ "/" (lang.code()) "/hq/decisions/" (number) "/" (if steps[0].is_owners() { "report" } else { "judge" }) } {
                label for="note" { (lang.say(if steps[0].is_owners() { H::Evidence } else { H::Reason })) }
                textarea #note name="note" rows="4" maxlength="8000" { @if steps.iter().any(|step| step.code() == typed.get("step")) { (typed.get("note")) } }
                div.field {
                    label for="files" { (lang.say(H::EvidenceFiles)) }
                    input #files name="files" type="file" multiple accept="application/pdf,image/jpeg,image/png,image/webp" aria-describedby="files-hint";
                    p.hint #files-hint { (lang.say(H::EvidenceFilesHint)) }
                }
                div.acts {
                    @for step in &steps { button.quiet[*step != steps[0]] name="step" value=(step.code()) { (lang.say(words::step_button(*step))) } }
                }
            }
        }
    };
    let content = html! {
        (content)
        @if objects {
            details.aside open {
                summary { (lang.say(H::ObjectDecision)) }
                form.card.asking method="post" action={ "/" (lang.code()) "/hq/decisions/" (number) "/object" } {
                    p.hint { (lang.say(H::ObjectHint)) }
                    label for="objection" { (lang.say(H::ObjectWords)) }
                    textarea #objection name="note" rows="4" maxlength="8000" required { @if typed.get("step") == Step::Object.code() { (typed.get("note")) } }
                    div.acts { button name="step" value=(Step::Object.code()) { (lang.say(H::ObjectDecision)) } }
                }
            }
        }
        @if withdraws {
            @let begun = typed.get("step") == Step::Withdraw.code();
            details.aside open[begun] {
                summary { (lang.say(H::WithdrawDecision)) }
                form.card.asking method="post" enctype="multipart/form-data" action={ "/" (lang.code()) "/hq/decisions/" (number) "/judge" } {
                    p.hint { (lang.say(H::WithdrawHint)) }
                    label for="withdrawn" { (lang.say(H::Reason)) }
                    textarea #withdrawn name="note" rows="3" maxlength="8000" required { @if begun { (typed.get("note")) } }
                    div.acts { button.quiet name="step" value=(Step::Withdraw.code()) { (lang.say(H::WithdrawDecision)) } }
                }
            }
        }
    };
    let status = unkept.map_or(StatusCode::OK, |unkept| unkept.status);
    let path = format!("/hq/decisions/{number}");
    Ok((status, shell(signed, Room::Decisions, &title, &path, &content)).into_response())
}

/// Files that came with what was said: pictures to be seen, papers to be taken.
fn evidence(lang: Lang, number: i64, files: &[Evidence]) -> Markup {
    html! {
        @if !files.is_empty() {
            ul.plain.evidence {
                @for file in files {
                    @let to = format!("/{}/hq/decisions/{number}/files/{}", lang.code(), file.hash);
                    @let kilobytes = lang.number(file.size.div_ceil(1_000));
                    li {
                        a href=(to) {
                            @if file.kind == Kind::Picture { img src=(to) loading="lazy" alt=""; }
                            bdi { (file.name) }
                        }
                        span.hint {
                            bdi { (lang.say(if file.kind == Kind::Pdf { H::EvidencePdf } else { H::EvidencePicture })) }
                            " · " bdi { (lang.fill(H::Kilobytes, &[&kilobytes])) }
                        }
                    }
                }
            }
        }
    }
}

/// A file that came with what was said of a decision. A paper is never shown on a page of ours: it may hold scripts.
pub(super) async fn file(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number, hash)): Path<(String, i64, String)>,
) -> Result<Response, Absent> {
    let hash = hash.parse().map_err(|_| Absent::Page(signed.lang))?;
    let found = office.evidence(&signed.permit()?, number, &hash).await.map_err(|e| signed.failed(e))?;
    let (file, bytes) = found;
    let (kind, shown) = match file.kind {
        Kind::Pdf => ("application/pdf", "attachment"),
        Kind::Picture => ("image/jpeg", "inline"),
    };
    let name = format!("{shown}; filename*=UTF-8''{}", percent_encoded(&file.name));
    let headers = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, bytes).into_response())
}

pub(super) async fn report(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    sent: Sent,
) -> Result<Response, Absent> {
    say::<act::ReportDecision>(&office, &signed, number, sent).await
}

pub(super) async fn judge(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    sent: Sent,
) -> Result<Response, Absent> {
    say::<act::VerifyDecision>(&office, &signed, number, sent).await
}

pub(super) async fn object(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    sent: Sent,
) -> Result<Response, Absent> {
    say::<act::ObjectToDecision>(&office, &signed, number, sent).await
}

async fn say<A: Speaks>(
    office: &Office,
    signed: &SignedIn,
    number: i64,
    sent: Sent,
) -> Result<Response, Absent> {
    let (lang, permit): (_, Permit<A>) = (signed.lang, signed.permit()?);
    let with_files = sent.has_files();
    let Sent { typed, files, wrong, .. } = sent;
    let said = match (wrong, typed.get("step").parse::<Step>()) {
        (Some(why), _) => Err(Error::Typed(vec![Mistake { field: "files", why }])),
        (None, Ok(step)) => office.say_of_decision(&permit, number, step, typed.get("note"), files).await,
        (None, Err(_)) => Err(Refused::NotNow.into()),
    };
    let (why, status) = match said {
        Ok(()) => return Ok(Redirect::to(&format!("/{}/hq/decisions/{number}", lang.code())).into_response()),
        Err(Error::Decision(refused)) => {
            let why = match refused {
                Refused::NotOwner => H::OnlyOwnerReports,
                Refused::Owner => H::OwnerDoesNotJudge,
                Refused::NotNow => H::DecisionNotNow,
                Refused::Executives => H::DecisionExecutives,
                Refused::Nothing => H::SayWhatShows,
                Refused::SamePerson => H::DecisionSamePerson,
            };
            (lang.say(why).to_owned(), StatusCode::CONFLICT)
        }
        Err(Error::Typed(mistakes)) => {
            let why = mistakes.first().map(|mistake| say_why(lang, mistake.why)).unwrap_or_default();
            (why, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(other) => return Err(signed.failed(other)),
    };
    show(office, signed, number, &typed, Some(Unkept { why, status, with_files })).await
}
