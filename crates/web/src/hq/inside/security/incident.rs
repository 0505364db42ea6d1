//! Report an incident; one incident with its time line.

use super::super::field::said;
use super::super::form::{Choice, Fields, Typed};
use super::super::{Room, SignedIn, places, powers};
use super::overview::register;
use super::refused;
use super::words::{self, Word};
use crate::furniture::{badge, notice};
use crate::locale::Lang;
use crate::pages::Absent;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use headquarters::form::Mistake;
use headquarters::permit::{Act, Officer, Permit, act};
use headquarters::security::{Incident, IncidentRefused, Line, Severity, Signed, Step, typed};
use maud::{Markup, html};
use office::{Error, Names, Office, Register};

fn severities(lang: Lang) -> Vec<Choice> {
    Severity::ALL
        .iter()
        .map(|one| (one.code().to_owned(), lang.say(words::severity(*one).1).to_owned()))
        .collect()
}

pub(super) async fn ask(State(office): State<Office>, signed: SignedIn) -> Result<Response, Absent> {
    let places = places::register(&office, &signed).await?;
    let scope = signed.officer.reach(Act::ReportIncident).first().map(|place| place.to_string());
    Ok(form(&signed, &places, &Typed::of(&[("place", scope.as_deref().unwrap_or_default())]), &[]))
}

fn form(signed: &SignedIn, register: &Register, typed: &Typed, mistakes: &[Mistake]) -> Response {
    let lang = signed.lang;
    let fields = Fields { lang, typed, mistakes };
    let content = html! {
        h1 { (lang.say(Word::Report)) }
        (fields.refused_at())
        form.card.asking method="post" {
            div.fields {
                (fields.entry("title", lang.say(Word::Title), None, None))
                (fields.pick("severity", lang.say(Word::SeverityIs), &severities(lang)))
                (fields.place("place", lang.say(Word::Place), Some(lang.say(Word::PlaceHint))))
                (places::offered(signed, register, Act::ReportIncident, true))
                (fields.entry("segment", lang.say(Word::SegmentOf), Some(lang.say(Word::SegmentHint)), Some("ltr")))
                (fields.entry("body", lang.say(Word::BodyIs), None, None))
            }
            button { (lang.say(Word::Report)) }
        }
    };
    let status = if mistakes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let title = lang.say(Word::Report);
    (status, super::super::page(signed, Room::Security, title, "/hq/security/incidents/report", &content))
        .into_response()
}

pub(super) async fn report(
    State(office): State<Office>,
    signed: SignedIn,
    typed: Typed,
) -> Result<Response, Absent> {
    let by = Signed { on: office.today(), by: signed.officer.person };
    let places = places::register(&office, &signed).await?;
    let read = places::by_codes(&places, &typed, "place");
    let reported = match typed::incident(|name| read.get(name), by) {
        Ok(new) => office.report_incident(&signed.permit()?, new).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    match reported {
        Ok(number) => {
            Ok(Redirect::to(&format!("/{}/hq/security/incidents/{number}", signed.lang.code()))
                .into_response())
        }
        Err(Error::Typed(mistakes)) => Ok(form(&signed, &places, &typed, &mistakes)),
        Err(other) => Err(signed.failed(other)),
    }
}

pub(super) async fn page(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
) -> Result<Response, Absent> {
    answer(&office, &signed, number, &Typed::default(), &[], &html! {}, StatusCode::OK).await
}

async fn answer(
    office: &Office,
    signed: &SignedIn,
    number: i64,
    typed: &Typed,
    mistakes: &[Mistake],
    above: &Markup,
    status: StatusCode,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let register = register(office, signed).await?;
    let incident = register.incident(number).ok_or(Absent::Page(lang))?;
    let incident: &Incident = &incident.file;
    let permit: Permit<act::ReadSecurity> = signed.permit()?;
    permit.over(&incident.place).map_err(|_| Absent::Forbidden(lang))?;
    let fields = Fields { lang, typed, mistakes };
    let (tone, severity) = words::severity(incident.severity());
    let (colour, state) = words::state(incident.state());
    let (body, offered) = incident.whose();
    let may = signed.officer.reaches(Act::ReportIncident, &incident.place);
    let signers = std::iter::once(incident.opened.by).chain(incident.lines.iter().map(|line| line.signed.by));
    let names = office.signatures(&permit, signers).await.map_err(|e| signed.failed(e))?;
    let reported = (incident.opened.on, incident.at, incident.opened.by);
    let content = html! {
        h1 { (incident.title) " " (badge(tone, lang.say(severity))) " " (badge(colour, lang.say(state))) }
        p.hint {
            (said::place(lang, &register, &incident.place)) " · " (body)
            @if !incident.segment.is_empty() { " · " a href={ "/" (lang.code()) "/hq/security/segments/" (incident.segment) } { code dir="ltr" { (incident.segment) } } }
        }
        (fields.refused())
        (above)
        @if let Some(offered) = offered { (notice("now", &lang.fill(Word::Offered, &[offered]), lang.say(Word::TakenBy))) }
        section.card {
            h2 { (lang.say(Word::TimeLine)) }
            ol.steps-taken {
                li { (said::signed(lang, &names, reported)) strong { (lang.say(Word::Reported)) } " " (lang.say(words::severity(incident.reported_as).1)) }
                @for line in &incident.lines { (shown(lang, &names, line)) }
            }
        }
        @if may {
            (more(incident, &signed.officer, fields))
            @if !signed.officer.reaches(Act::RecordSecurity, &incident.place) { (powers::whose(lang, Act::RecordSecurity)) }
        }
    };
    let path = format!("/hq/security/incidents/{number}");
    Ok((status, super::super::page(signed, Room::Security, &incident.title, &path, &content)).into_response())
}

fn shown(lang: Lang, names: &Names, line: &Line) -> Markup {
    let signed = said::signed(lang, names, (line.signed.on, Some(line.at), line.signed.by));
    let (word, text) = match &line.step {
        Step::Note { text } => (Word::StepNote, text.as_str()),
        Step::Weigh { text, .. } => (Word::StepWeigh, text.as_str()),
        Step::Contain { text } => (Word::StepContain, text.as_str()),
        Step::Resolve { text } => (Word::StepResolve, text.as_str()),
        Step::Reopen { text } => (Word::StepReopen, text.as_str()),
        Step::Close { lesson } => (Word::Lesson, lesson.as_str()),
        Step::Offer { body } => (Word::StepOffer, body.as_str()),
        Step::Take { text } => (Word::StepTake, text.as_str()),
    };
    let weighed = match line.step {
        Step::Weigh { severity, .. } => Some(words::severity(severity)),
        _ => None,
    };
    html! {
        li {
            (signed) strong { (lang.say(word)) }
            @if let Some((tone, word)) = weighed { " " (badge(tone, lang.say(word))) }
            @if !text.is_empty() { ": " (text) }
        }
    }
}

/// The steps in the order of a form, each as it would be taken.
fn steps() -> [(&'static str, Word, Step); 8] {
    let text = String::new;
    [
        ("note", Word::StepNote, Step::Note { text: text() }),
        ("weigh", Word::StepWeigh, Step::Weigh { severity: Severity::Low, text: text() }),
        ("contain", Word::StepContain, Step::Contain { text: text() }),
        ("resolve", Word::StepResolve, Step::Resolve { text: text() }),
        ("reopen", Word::StepReopen, Step::Reopen { text: text() }),
        ("close", Word::StepClose, Step::Close { lesson: text() }),
        ("offer", Word::StepOffer, Step::Offer { body: text() }),
        ("take", Word::StepTake, Step::Take { text: text() }),
    ]
}

/// The form for another line, with the steps that this officer can take from where it stands.
fn more(incident: &Incident, officer: &Officer, fields: Fields<'_>) -> Markup {
    let (lang, number, me) = (fields.lang, incident.number, officer.person);
    let own = |step: &Step| matches!(incident.allows(step, me), Err(IncidentRefused::SamePerson(_)));
    let all: Vec<_> =
        steps().into_iter().filter(|(.., step)| officer.reaches(step.act(), &incident.place)).collect();
    let hints = all.iter().filter(|(_, _, step)| own(step)).map(|(_, _, step)| match step {
        Step::Take { .. } => Word::TakeNotOwn,
        _ => Word::CloseNotOwn,
    });
    let hints: Vec<Word> = hints.collect();
    let allowed = all.iter().filter(|(_, _, step)| incident.allows(step, me).is_ok());
    let steps: Vec<Choice> =
        allowed.map(|(code, word, _)| ((*code).to_owned(), lang.say(*word).to_owned())).collect();
    if steps.is_empty() {
        return html! {};
    }
    let wrong = fields.mistakes.iter().find(|mistake| mistake.field == "text");
    html! {
        form.card.asking method="post" action={ "/" (lang.code()) "/hq/security/incidents/" (number) "/line" } {
            @for hint in hints { p.hint { (lang.say(hint)) } }
            div.fields {
                (fields.pick("step", lang.say(Word::StepIs), &steps))
                (fields.pick("severity", lang.say(Word::SeverityIs), &severities(lang)))
                div.field.whole {
                    label for="text" { (lang.say(Word::Text)) }
                    textarea #text name="text" rows="4" { (fields.typed.get("text")) }
                    @if let Some(wrong) = wrong { p.wrong { (super::super::form::say(lang, wrong.why)) } }
                }
            }
            button { (lang.say(Word::Add)) }
        }
    }
}

pub(super) async fn add(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let done = match typed::step(|name| typed.get(name)) {
        Ok(step) => office.add_to_incident(&signed.permit()?, number, step).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    let nothing = html! {};
    match done {
        Ok(()) => {
            Ok(Redirect::to(&format!("/{}/hq/security/incidents/{number}", lang.code())).into_response())
        }
        Err(Error::Typed(mistakes)) => {
            answer(&office, &signed, number, &typed, &mistakes, &nothing, StatusCode::UNPROCESSABLE_ENTITY)
                .await
        }
        Err(other) => {
            let why = refused(lang, other).map_err(|e| signed.failed(e))?;
            answer(&office, &signed, number, &typed, &[], &notice("bad", &why, ""), StatusCode::CONFLICT)
                .await
        }
    }
}
