//! Sessions: the list, and one with its seats, its attendance list and its scores.

use super::super::field::said;
use super::super::form::{Choice, Fields, Typed};
use super::super::{Room, SignedIn, places, words::Word as H};
use super::words::{self, Word};
use super::{list as staff, refused};
use crate::furniture::{badge, notice};
use crate::locale::{Lang, latin_digits};
use crate::pages::{Absent, Answer};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use headquarters::form::{Mistake, Why};
use headquarters::permit::{Act, Permit, act};
use headquarters::staff::{Grade, Member, Post, Presence, Session, curriculum, typed};
use maud::{Markup, html};
use office::{Error, Office, Register};
use serde::Deserialize;

/// Where a page of the list begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    day: String,
    before: String,
}

/// Rows on one page.
const ROWS: usize = 100;

pub(super) async fn list(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Answer {
    let lang = signed.lang;
    let permit: Permit<act::ReadStaff> = signed.permit()?;
    let before = asked.day.parse().ok().zip(latin_digits(&asked.before).parse().ok());
    let sessions = office.sessions(&permit, before, ROWS).await.map_err(|e| signed.failed(e))?;
    let register = staff::register(&office, &signed).await?;
    let title = lang.say(Word::Training);
    let content = html! {
        h1 { (title) }
        p.acts { @if signed.officer.may(Act::TrainStaff) { a.button href={ "/" (lang.code()) "/hq/training/open" } { (lang.say(Word::SessionOpen)) } } }
        @if sessions.is_empty() { (notice("", lang.say(Word::SessionNone), lang.say(Word::SessionNoneHint))) } @else {
            table.stack {
                thead { tr {
                    th scope="col" { (lang.say(Word::Session)) } th scope="col" { (lang.say(Word::HeldOn)) } th scope="col" { (lang.say(Word::For)) }
                    th scope="col" { (lang.say(Word::Venue)) } th scope="col" { (lang.say(Word::Capacity)) }
                } }
                tbody {
                    @for session in &sessions {
                        tr {
                            th scope="row" { a href={ "/" (lang.code()) "/hq/training/" (session.number) } { (called(lang, session)) } }
                            td data-label=(lang.say(Word::HeldOn)) { (lang.day(&session.on.to_string())) }
                            td data-label=(lang.say(Word::For)) { (said::place(lang, &register, &session.place)) }
                            td data-label=(lang.say(Word::Venue)) { (session.venue) }
                            td data-label=(lang.say(Word::Capacity)) { (taken(lang, session)) }
                        }
                    }
                }
            }
            @if let Some(last) = sessions.last().filter(|_| sessions.len() == ROWS) {
                nav.pager aria-label=(title) { span {} a.button.quiet rel="next" href={ "?day=" (last.on) "&before=" (last.number) } { (lang.say(Word::NextPage)) } }
            }
        }
    };
    Ok(super::super::page(&signed, Room::Training, title, "/hq/training", &content))
}

fn called(lang: Lang, session: &Session) -> String {
    let number = lang.number(session.number.unsigned_abs());
    format!("{number} · {} · {}", lang.say(words::post(session.post)), lang.say(words::grade(session.grade)))
}

fn taken(lang: Lang, session: &Session) -> String {
    lang.fill(Word::SeatsTaken, &[&lang.number(session.seats.len() as u64), &lang.number(session.capacity)])
}

pub(super) async fn ask(State(office): State<Office>, signed: SignedIn) -> Result<Response, Absent> {
    let register = staff::register(&office, &signed).await?;
    let scope = signed.officer.reach(Act::TrainStaff).first().map(|place| place.to_string());
    let typed = Typed::of(&[("place", scope.as_deref().unwrap_or_default()), ("capacity", "30")]);
    Ok(form((&signed, &register), &typed, &[], &html! {}, StatusCode::OK))
}

fn form(
    (signed, register): (&SignedIn, &Register),
    typed: &Typed,
    mistakes: &[Mistake],
    above: &Markup,
    status: StatusCode,
) -> Response {
    let lang = signed.lang;
    let fields = Fields { lang, typed, mistakes };
    let posts: Vec<Choice> = Post::ALL
        .iter()
        .map(|post| (post.code().to_owned(), lang.say(words::post(*post)).to_owned()))
        .collect();
    let grades: Vec<Choice> = Grade::ALL
        .iter()
        .filter(|grade| grade.taught_by().is_some())
        .map(|grade| (grade.code().to_owned(), lang.say(words::grade(*grade)).to_owned()))
        .collect();
    let entry =
        |name: &str, word: Word, hint: Option<&str>, dir| fields.entry(name, lang.say(word), hint, dir);
    let ltr = Some("ltr");
    let content = html! {
        h1 { (lang.say(Word::SessionOpen)) }
        (fields.refused())
        (above)
        form.card.asking method="post" {
            div.fields {
                (fields.pick("post", lang.say(Word::Post), &posts))
                (fields.pick("grade", lang.say(Word::Grade), &grades))
                (fields.place("place", lang.say(Word::For), Some(lang.say(Word::HomeHint))))
                (places::offered(signed, register, Act::TrainStaff, false))
                (entry("venue", Word::Venue, None, None))
                (entry("on", Word::HeldOn, Some(lang.say(H::DayHint)), ltr))
                (entry("capacity", Word::Capacity, None, ltr))
                (entry("trainer", Word::Trainer, Some(lang.say(Word::TrainerHint)), ltr))
            }
            button { (lang.say(Word::SessionOpen)) }
        }
    };
    let title = lang.say(Word::SessionOpen);
    (status, super::super::page(signed, Room::Training, title, "/hq/training/open", &content)).into_response()
}

pub(super) async fn open(
    State(office): State<Office>,
    signed: SignedIn,
    typed: Typed,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let latin = ["place", "on", "capacity", "trainer"].map(|name| (name, typed.latin(name)));
    let value = |name: &str| {
        latin.iter().find(|(n, _)| *n == name).map_or_else(|| typed.get(name), |(_, v)| v.as_str())
    };
    let opened = match typed::session(value, office.today()) {
        Ok(new) => office.open_session(&signed.permit()?, new).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    let register = staff::register(&office, &signed).await?;
    match opened {
        Ok(number) => Ok(Redirect::to(&format!("/{}/hq/training/{number}", lang.code())).into_response()),
        Err(Error::Typed(mistakes)) => {
            Ok(form((&signed, &register), &typed, &mistakes, &html! {}, StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(other) => {
            let why = refused::say(lang, other).map_err(|e| signed.failed(e))?;
            Ok(form((&signed, &register), &typed, &[], &notice("bad", &why, ""), StatusCode::CONFLICT))
        }
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
    let permit: Permit<act::ReadStaff> = signed.permit()?;
    let session = office.session(&permit, number).await.map_err(|e| signed.failed(e))?;
    let numbers: Vec<i64> = session.seats.iter().map(|seat| seat.member).collect();
    let members = office.members(&permit, &numbers).await.map_err(|e| signed.failed(e))?;
    let register = staff::register(office, signed).await?;
    let fields = Fields { lang, typed, mistakes };
    let asked = curriculum(session.post, session.grade);
    let numbers = [u64::from(asked.hours), u64::from(asked.pass_mark), asked.valid.unsigned_abs()]
        .map(|n| lang.number(n));
    let title = called(lang, &session);
    let content = html! {
        h1 { (title) }
        (fields.refused())
        (above)
        section.card {
            dl.readings {
                dt { (lang.say(Word::HeldOn)) } dd { (lang.day(&session.on.to_string())) " · " (session.venue) }
                dt { (lang.say(Word::For)) } dd { (said::place(lang, &register, &session.place)) }
                dt { (lang.say(Word::Trainer)) } dd { a href={ "/" (lang.code()) "/hq/staff/" (session.trainer) } { (lang.number(session.trainer.unsigned_abs())) } }
                dt { (lang.say(Word::Lessons)) } dd { @for lesson in asked.lessons { (lang.say(words::lesson(*lesson))) " · " } (lang.fill(Word::Asked, &[&numbers[0], &numbers[1], &numbers[2]])) }
                dt { (lang.say(Word::Capacity)) } dd { (taken(lang, &session)) }
            }
        }
        (seats(signed, &register, &session, &members))
        (corrections(signed, &session, &members, fields))
        (enrolment(signed, &session, fields))
    };
    let path = format!("/hq/training/{number}");
    Ok((status, super::super::page(signed, Room::Training, &title, &path, &content)).into_response())
}

fn may(signed: &SignedIn, act: Act, session: &Session) -> bool {
    signed.officer.reaches(act, &session.place)
}

/// The list: to be kept, or to be scored, or to be read.
fn seats(signed: &SignedIn, register: &Register, session: &Session, members: &[Member]) -> Markup {
    let lang = signed.lang;
    let keeps = session.kept_by.is_none() && may(signed, Act::TrainStaff, session);
    let scores = session.kept_by.is_some() && may(signed, Act::AssessStaff, session);
    let to = format!("/{}/hq/training/{}", lang.code(), session.number);
    let presence = |member: &Member| {
        session
            .seats
            .iter()
            .find(|seat| seat.member == member.number)
            .map_or(Presence::Enrolled, |seat| seat.presence)
    };
    let result = |member: &Member| member.result_of(session.number).map(|one| (one.score, one.until));
    let rows = html! {
        table.stack {
            thead { tr { th scope="col" { (lang.say(Word::Member)) } th scope="col" { (lang.say(H::Place)) } th scope="col" { (lang.say(Word::KeepList)) } th scope="col" { (lang.say(Word::Score)) } } }
            tbody {
                @for member in members {
                    @let (tone, word) = words::presence(presence(member));
                    tr {
                        th scope="row" { a href={ "/" (lang.code()) "/hq/staff/" (member.number) } { (staff::name(lang, member)) } " " span.id dir="ltr" { (lang.digits(&member.national)) } }
                        td data-label=(lang.say(H::Place)) { (said::place(lang, register, member.at())) }
                        td data-label=(lang.say(Word::KeepList)) {
                            @if keeps { label.check { input type="checkbox" name="came" value=(member.number); " " (lang.say(Word::PresenceAttended)) } }
                            @else { (badge(tone, lang.say(word))) }
                        }
                        td data-label=(lang.say(Word::Score)) {
                            @match result(member) {
                                Some((score, until)) => { (lang.number(score)) " " @if until.is_some() { (badge("green", lang.say(Word::SumPassed))) } @else { (badge("red", lang.say(Word::NoPass))) } }
                                None => { @if scores && presence(member) == Presence::Attended { input name={ "score-" (member.number) } inputmode="numeric" dir="ltr" maxlength="3" size="4" aria-label={ (lang.say(Word::Score)) " " (staff::name(lang, member)) }; } }
                            }
                        }
                    }
                }
            }
        }
    };
    html! {
        section {
            @if members.is_empty() { (notice("", lang.say(Word::SeatsNone), "")) }
            @else if keeps { form method="post" action={ (to) "/attendance" } { (rows) p.hint { (lang.say(Word::KeepListHint)) } p { label.check { input type="checkbox" name="nobody" value="yes"; " " (lang.say(Word::NobodyCame)) } } button { (lang.say(Word::KeepList)) } } }
            @else if scores { form method="post" action={ (to) "/scores" } { (rows) p.hint { (lang.say(Word::AssessHint)) } button { (lang.say(Word::Assess)) } } }
            @else { (rows) }
        }
    }
}

/// The forms by which a second officer puts the list or a score right, and what was put right.
fn corrections(signed: &SignedIn, session: &Session, members: &[Member], fields: Fields<'_>) -> Markup {
    let lang = signed.lang;
    let to = format!("/{}/hq/training/{}", lang.code(), session.number);
    let scored: Vec<Choice> = members
        .iter()
        .filter(|member| member.result_of(session.number).is_some())
        .map(|member| (member.number.to_string(), staff::name(lang, member).to_owned()))
        .collect();
    html! {
        @if !session.corrected.is_empty() {
            section.card {
                h2 { (lang.say(Word::Corrected)) }
                ul.plain { @for one in &session.corrected { li { (lang.day(&one.signed.on.to_string())) ": " span.spoken { (one.why) } } } }
            }
        }
        @if session.kept_by.is_some() && may(signed, Act::TrainStaff, session) {
            details.card {
                summary { (lang.say(Word::CorrectList)) }
                p.hint { (lang.say(Word::CorrectHint)) }
                form method="post" action={ (to) "/attendance/correct" } {
                    ul.plain {
                        @for member in members {
                            li { label.check { input type="checkbox" name="came" value=(member.number) checked[session.attended(member.number)]; " " (staff::name(lang, member)) } }
                        }
                    }
                    (fields.entry("why", lang.say(Word::LeaveWhy), None, None))
                    button.quiet { (lang.say(Word::CorrectList)) }
                }
            }
        }
        @if !scored.is_empty() && may(signed, Act::AssessStaff, session) {
            details.card {
                summary { (lang.say(Word::CorrectScore)) }
                p.hint { (lang.say(Word::CorrectHint)) }
                form.step method="post" action={ (to) "/scores/correct" } {
                    (fields.pick("scored", lang.say(Word::Member), &scored))
                    (fields.entry("score", lang.say(Word::Score), None, Some("ltr")))
                    (fields.entry("score-why", lang.say(Word::LeaveWhy), None, None))
                    button.quiet.small { (lang.say(Word::CorrectScore)) }
                }
            }
        }
    }
}

fn enrolment(signed: &SignedIn, session: &Session, fields: Fields<'_>) -> Markup {
    let lang = signed.lang;
    let to = format!("/{}/hq/training/{}/enrol", lang.code(), session.number);
    html! {
        @if session.kept_by.is_none() && may(signed, Act::TrainStaff, session) {
            section.card {
                form.step method="post" action=(to) { (fields.entry("member", lang.say(Word::EnrolOne), None, Some("ltr"))) button.quiet.small { (lang.say(Word::EnrolOne)) } }
                form.step method="post" action=(to) { input type="hidden" name="waiting" value="yes"; button.quiet.small { (lang.say(Word::EnrolWaiting)) } }
            }
        }
    }
}

async fn done(
    office: &Office,
    signed: &SignedIn,
    number: i64,
    typed: &Typed,
    result: Result<(), Error>,
) -> Result<Response, Absent> {
    let nothing = html! {};
    match result {
        Ok(()) => Ok(Redirect::to(&format!("/{}/hq/training/{number}", signed.lang.code())).into_response()),
        Err(Error::Typed(mistakes)) => {
            answer(office, signed, number, typed, &mistakes, &nothing, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => {
            let why = refused::say(signed.lang, other).map_err(|e| signed.failed(e))?;
            answer(office, signed, number, typed, &[], &notice("bad", &why, ""), StatusCode::CONFLICT).await
        }
    }
}

pub(super) async fn enrol(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let permit = signed.permit()?;
    let result = match (typed.get("waiting"), typed.latin("member").trim().parse()) {
        ("yes", _) => office.enrol_waiting(&permit, number).await.map(drop),
        (_, Ok(member)) => office.enrol_member(&permit, number, member).await,
        (_, Err(_)) => Err(vec![Mistake { field: "member", why: Why::NoNumber }].into()),
    };
    done(&office, &signed, number, &typed, result).await
}

pub(super) async fn keep(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let came: Vec<i64> = typed.all("came").filter_map(|member| member.parse().ok()).collect();
    let nobody = typed.get("nobody") == "yes";
    let result = office.keep_attendance(&signed.permit()?, number, &came, nobody).await;
    done(&office, &signed, number, &typed, result).await
}

pub(super) async fn correct_list(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let came: Vec<i64> = typed.all("came").filter_map(|member| member.parse().ok()).collect();
    let result = office.correct_attendance(&signed.permit()?, number, &came, typed.get("why")).await;
    done(&office, &signed, number, &typed, result).await
}

pub(super) async fn correct_score(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let (member, score) = (typed.latin("scored").trim().parse(), typed.latin("score").trim().parse());
    let result = match (member, score) {
        (Ok(member), Ok(score)) => {
            let why = typed.get("score-why");
            office.correct_score(&signed.permit()?, number, member, score, why).await.map(drop)
        }
        (Err(_), _) => Err(vec![Mistake { field: "scored", why: Why::NoNumber }].into()),
        (_, Err(_)) => Err(headquarters::staff::Refused::Score.into()),
    };
    done(&office, &signed, number, &typed, result).await
}

pub(super) async fn assess(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let typed_scores = typed.fields().filter_map(|(name, value)| Some((name.strip_prefix("score-")?, value)));
    let written = typed_scores.filter(|(_, value)| !value.trim().is_empty());
    // A score that is no number of a hundred is refused and never left out.
    let scores: Option<Vec<(i64, u8)>> = written
        .map(|(member, value)| Some((member.parse().ok()?, latin_digits(value).trim().parse().ok()?)))
        .collect();
    let result = match scores {
        Some(scores) => office.assess(&signed.permit()?, number, &scores).await.map(drop),
        None => Err(headquarters::staff::Refused::Score.into()),
    };
    done(&office, &signed, number, &typed, result).await
}
