//! Sessions: the list, and one with its seats, its attendance list and its scores.

use super::super::columns::{Column, Takes, both, values};
use super::super::export::{Ending, Table, links};
use super::super::field::said;
use super::super::form::{Choice, Fields, Typed};
use super::super::{Room, SignedIn, places, powers, words::Word as H};
use super::words::{self, Word};
use super::{list as staff, refused};
use crate::furniture::{badge, notice};
use crate::locale::{Lang, latin_digits};
use crate::pages::{Absent, Answer};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use election::spelling;
use headquarters::form::{Mistake, Why};
use headquarters::permit::{Act, Permit, PersonId, act};
use headquarters::staff::{Grade, Member, Post, Presence, Session, SessionRefused, curriculum, typed};
use maud::{Markup, html};
use office::{Error, Office, Register, StaffAsked};
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
        @if sessions.is_empty() { (notice("", lang.say(Word::SessionNone), lang.say(Word::SessionNoneHint))) @if !signed.officer.may(Act::AssessStaff) { (powers::whose(lang, Act::AssessStaff)) } } @else {
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
            p.ways { (links(lang, "/hq/training", &["csv", "xlsx"], "")) }
            @if let Some(last) = sessions.last().filter(|_| sessions.len() == ROWS) {
                nav.pager aria-label=(title) { span {} a.button.quiet rel="next" href={ "?day=" (last.on) "&before=" (last.number) } { (lang.say(Word::NextPage)) } }
            }
        }
    };
    Ok(super::super::page(&signed, Room::Training, title, "/hq/training", &content))
}

/// The same as a file, all of them.
pub(super) async fn files(
    State(office): State<Office>,
    signed: SignedIn,
    ending: Ending,
) -> Result<Response, Absent> {
    let permit: Permit<act::ReadStaff> = signed.permit()?;
    let (mut rows, mut before) = (Vec::new(), None);
    loop {
        let some = office.sessions(&permit, before, ROWS).await.map_err(|e| signed.failed(e))?;
        before = some.last().map(|last| (last.on, last.number));
        rows.extend(some.iter().map(|session| {
            let came = session.seats.iter().filter(|seat| seat.presence == Presence::Attended).count();
            vec![
                session.number.to_string(),
                session.on.to_string(),
                session.post.to_string(),
                session.grade.to_string(),
                session.place.to_string(),
                session.venue.clone(),
                session.trainer.to_string(),
                session.capacity.to_string(),
                session.seats.len().to_string(),
                if session.kept_by.is_some() { came.to_string() } else { String::new() },
            ]
        }));
        if some.len() < ROWS {
            break;
        }
    }
    let heading =
        vec!["number", "on", "post", "grade", "place", "venue", "trainer", "capacity", "seats", "attended"];
    let posts = values(Post::ALL, Post::code, |lang, post| lang.say(words::post(post)));
    let grades = values(Grade::ALL, Grade::code, |lang, grade| lang.say(words::grade(grade)));
    let columns = vec![
        Column::new("number", both(Word::Session), Takes::Number),
        Column::new("on", both(Word::HeldOn), Takes::Day),
        Column::new("post", both(Word::Post), Takes::OneOf(posts)),
        Column::new("grade", both(Word::Grade), Takes::OneOf(grades)),
        Column::new("place", both(Word::For), Takes::Place),
        Column::new("venue", both(Word::Venue), Takes::Text),
        Column::new("trainer", both(Word::Trainer), Takes::Number),
        Column::new("capacity", both(Word::Capacity), Takes::Number),
        Column::new("seats", both(Word::PresenceEnrolled), Takes::Number),
        Column::new("attended", both(Word::PresenceAttended), Takes::Number),
    ];
    Table { name: "training", heading, rows }.file(signed.lang, columns, ending).await
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
        (fields.refused_at())
        (above)
        form.card.asking method="post" {
            div.fields {
                (fields.pick("post", lang.say(Word::Post), &posts))
                (fields.pick("grade", lang.say(Word::Grade), &grades))
                (fields.place("place", lang.say(Word::For), Some(lang.say(Word::HomeHint))))
                (places::offered(signed, register, Act::TrainStaff, false))
                (entry("venue", Word::Venue, None, None))
                (entry("on", Word::HeldOn, Some(lang.say(H::DayHint)), ltr))
                (entry("late", Word::Late, Some(lang.say(Word::LateHint)), None))
                (entry("capacity", Word::Capacity, None, ltr))
                (entry("trainer", Word::Trainer, Some(lang.say(Word::TrainerHint)), None))
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
    let (mut above, mut unclear) = (html! {}, Why::Unknown);
    let register = staff::register(&office, &signed).await?;
    let mut latin = ["place", "on", "capacity", "trainer"].map(|name| (name, typed.latin(name)));
    latin[0].1 = places::typed(&register, typed.get("place"));
    match meant(&office, &signed, typed.get("trainer"), StaffAsked::default()).await? {
        Meant::One(number) => latin[3].1 = number.to_string(),
        Meant::Several(found) => (above, unclear) = (several(lang, &found), Why::Ambiguous),
        Meant::Nobody => {}
    }
    let value = |name: &str| {
        latin.iter().find(|(n, _)| *n == name).map_or_else(|| typed.get(name), |(_, v)| v.as_str())
    };
    let opened = match typed::session(value, office.today()) {
        Ok(new) => office.open_session(&signed.permit()?, new).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    match opened {
        Ok(number) => Ok(Redirect::to(&format!("/{}/hq/training/{number}", lang.code())).into_response()),
        Err(Error::Typed(mistakes)) => {
            // A name that is nobody's is no wrong number.
            let named = |m: &Mistake| m.field == "trainer" && m.why == Why::NoNumber;
            let said = mistakes
                .iter()
                .map(|m| if named(m) { Mistake { why: unclear, ..m.clone() } } else { m.clone() });
            let mistakes: Vec<Mistake> = said.collect();
            Ok(form((&signed, &register), &typed, &mistakes, &above, StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(other) => {
            let untrained = matches!(other, Error::Session(SessionRefused::NoTrainer { .. }));
            let why = refused::say(lang, other).map_err(|e| signed.failed(e))?;
            let above = html! {
                (notice("bad", &why, if untrained { lang.say(Word::SessionNoneHint) } else { "" }))
                @if untrained { (powers::whose(lang, Act::AssessStaff)) }
            };
            Ok(form((&signed, &register), &typed, &[], &above, StatusCode::CONFLICT))
        }
    }
}

/// Whom an officer means.
enum Meant {
    One(i64),
    Several(Vec<Member>),
    Nobody,
}

/// The number of no member.
const NOBODY: i64 = 0;

/// Names that are listed where several people have them.
const NAMESAKES: usize = 20;

/// Whom an officer means by a number or a name, among those whom the letter reaches.
async fn meant(office: &Office, signed: &SignedIn, typed: &str, among: StaffAsked) -> Result<Meant, Absent> {
    if let Ok(number) = latin_digits(typed.trim()).parse() {
        return Ok(Meant::One(number));
    }
    if typed.trim().is_empty() {
        return Ok(Meant::Nobody);
    }
    let asked = StaffAsked { words: typed.to_owned(), ..among };
    let found = office.staff(&signed.permit()?, &asked, None, NAMESAKES).await;
    let listed = found.map_err(|e| signed.failed(e))?;
    let (rows, is_all) = (listed.rows, listed.next.is_none());
    // A part of a name is no name: somebody else would have the seat. A whole name is one, whoever else's contains it.
    let whole: Vec<&Member> =
        rows.iter().map(|(_, member)| member).filter(|one| is_called(one, typed)).collect();
    Ok(match whole.as_slice() {
        // A namesake may stand behind those that were read.
        [one] if is_all => Meant::One(one.number),
        _ if rows.is_empty() => Meant::Nobody,
        _ => Meant::Several(rows.into_iter().map(|(_, member)| member).collect()),
    })
}

/// Is this their whole name, in either writing?
fn is_called(member: &Member, typed: &str) -> bool {
    [&member.name, &member.latin].iter().any(|name| spelling::closed(name) == spelling::closed(typed))
}

/// Those who may be meant, each with what tells them apart.
fn several(lang: Lang, found: &[Member]) -> Markup {
    html! {
        (notice("now", lang.say(Word::Several), ""))
        ul.plain {
            @for member in found {
                li { (staff::name(lang, member)) " " span.id dir="ltr" { (lang.digits(&member.national)) } " · " span.id dir="ltr" { (member.at()) } " · " strong { (lang.number(member.number.unsigned_abs())) } }
            }
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
    let trainer = office.trainer(&permit, &session).await.map_err(|e| signed.failed(e))?;
    let waiting = if session.kept_by.is_none() && may(signed, Act::TrainStaff, &session) {
        let asked = StaffAsked { lacking: true, ..among(&session) };
        let found = office.staff(&permit, &asked, None, OFFERED).await.map_err(|e| signed.failed(e))?;
        found.rows.into_iter().map(|(_, member)| member).collect()
    } else {
        Vec::new()
    };
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
                dt { (lang.say(Word::Trainer)) } dd { a href={ "/" (lang.code()) "/hq/staff/" (session.trainer) } { (staff::name(lang, &trainer)) } }
                @if !session.late.is_empty() { dt { (lang.say(Word::HeldLate)) } dd { span.spoken { (session.late) } } }
                dt { (lang.say(Word::Lessons)) } dd { @for lesson in asked.lessons { (lang.say(words::lesson(*lesson))) " · " } (lang.fill(Word::Asked, &[&numbers[0], &numbers[1], &numbers[2]])) }
                dt { (lang.say(Word::Capacity)) } dd { (taken(lang, &session)) }
            }
        }
        (seats(signed, &register, &session, &members, typed))
        (corrections(signed, &session, &members, fields))
        (enrolment(signed, &session, &waiting, fields))
    };
    let path = format!("/hq/training/{number}");
    Ok((status, super::super::page(signed, Room::Training, &title, &path, &content)).into_response())
}

/// People who are offered for a seat; whoever has more searches by name.
const OFFERED: usize = 300;

/// Those for whom a session is.
fn among(session: &Session) -> StaffAsked {
    StaffAsked { within: Some(session.place.clone()), post: Some(session.post), ..StaffAsked::default() }
}

fn may(signed: &SignedIn, act: Act, session: &Session) -> bool {
    super::on_own_side(signed, act, session.post, &session.place)
}

/// A score as it was typed.
fn score(typed: &str) -> Option<u8> {
    latin_digits(typed).trim().parse().ok().filter(|score| *score <= 100)
}

/// The list: to be kept, or to be scored, or to be read.
fn seats(
    signed: &SignedIn,
    register: &Register,
    session: &Session,
    members: &[Member],
    typed: &Typed,
) -> Markup {
    let (lang, me) = (signed.lang, signed.officer.person);
    let keeps = session.kept_by.is_none() && may(signed, Act::TrainStaff, session);
    // Whoever kept the list, and of each member whoever took them on, is refused: it is not offered.
    let scores =
        session.kept_by.is_some() && !session.is_kept_by(me) && may(signed, Act::AssessStaff, session);
    let ticked = |number: i64| typed.all("came").any(|one| one == number.to_string());
    let field = |member: &Member| {
        let name = format!("score-{}", member.number);
        let value = typed.get(&name);
        let wrong = !value.trim().is_empty() && score(value).is_none();
        html! {
            input name=(name) value=(value) inputmode="numeric" dir="ltr" maxlength="3" size="4" aria-invalid=[wrong.then_some("true")]
                aria-describedby=[wrong.then(|| format!("{name}-wrong"))]
                aria-label={ (lang.say(Word::Score)) " " (staff::name(lang, member)) };
            @if wrong { p.wrong id={ (name) "-wrong" } { (lang.say(Word::RefusedScore)) } }
        }
    };
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
                            @if keeps { label.check { input type="checkbox" name="came" value=(member.number) checked[ticked(member.number)]; " " (lang.say(Word::PresenceAttended)) } }
                            @else { (badge(tone, lang.say(word))) }
                        }
                        td data-label=(lang.say(Word::Score)) {
                            @match result(member) {
                                Some((score, until)) => { (lang.number(score)) " " @if until.is_some() { (badge("green", lang.say(Word::SumPassed))) } @else { (badge("red", lang.say(Word::NoPass))) } }
                                None => {
                                    @if scores && presence(member) == Presence::Attended {
                                        @if member.appointed.by == me { span.hint { (lang.say(Word::Recruited)) } } @else { (field(member)) }
                                    }
                                }
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
            @else if scores && members.iter().any(|member| result(member).is_none() && presence(member) == Presence::Attended && member.appointed.by != me) { form method="post" action={ (to) "/scores" } { (rows) p.hint { (lang.say(Word::AssessHint)) } button { (lang.say(Word::Assess)) } } }
            @else {
                (rows)
                @if session.kept_by.is_some() { p.hint { (lang.say(Word::AssessHint)) } (powers::whose(lang, Act::AssessStaff)) }
            }
        }
    }
}

/// Who wrote the list last.
fn last_kept(session: &Session, kept_by: PersonId) -> PersonId {
    session.corrected.last().map_or(kept_by, |one| one.signed.by)
}

/// The forms by which a second officer puts the list or a score right, and what was put right.
fn corrections(signed: &SignedIn, session: &Session, members: &[Member], fields: Fields<'_>) -> Markup {
    let lang = signed.lang;
    let to = format!("/{}/hq/training/{}", lang.code(), session.number);
    let scored: Vec<Choice> = members
        .iter()
        .filter(|member| {
            let mine = |one: &headquarters::staff::Examined| one.signed.by == signed.officer.person;
            let may =
                member.appointed.by != signed.officer.person && !session.is_kept_by(signed.officer.person);
            may && member.result_of(session.number).is_some_and(|one| !mine(one))
        })
        .map(|member| (member.number.to_string(), staff::name(lang, member).to_owned()))
        .collect();
    // A list that is refused keeps the ticks that were set.
    let sent = fields.typed.fields().any(|(name, _)| matches!(name, "came" | "why"));
    let came = |number: i64| match sent {
        true => fields.typed.all("came").any(|one| latin_digits(one).parse() == Ok(number)),
        false => session.attended(number),
    };
    html! {
        @if !session.corrected.is_empty() {
            section.card {
                h2 { (lang.say(Word::Corrected)) }
                ul.plain { @for one in &session.corrected { li { (lang.day(&one.signed.on.to_string())) ": " span.spoken { (one.why) } } } }
            }
        }
        @if session.kept_by.is_some_and(|by| last_kept(session, by) != signed.officer.person) && may(signed, Act::TrainStaff, session) {
            details.card {
                summary { (lang.say(Word::CorrectList)) }
                p.hint { (lang.say(Word::CorrectHint)) }
                form method="post" action={ (to) "/attendance/correct" } {
                    ul.plain {
                        @for member in members {
                            li { label.check { input type="checkbox" name="came" value=(member.number) checked[came(member.number)]; " " (staff::name(lang, member)) } }
                        }
                    }
                    (fields.entry("why", lang.say(Word::LeaveWhy), None, None))
                    button.quiet { (lang.say(Word::CorrectList)) }
                }
            }
        }
        @let has_scores = members.iter().any(|member| member.result_of(session.number).is_some());
        @if has_scores && (scored.is_empty() || !may(signed, Act::AssessStaff, session)) {
            // Whoever gave the mark looks for the way to mend it, and reads whose it is.
            p.hint { (lang.say(Word::CorrectScoreWhose)) }
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

fn enrolment(signed: &SignedIn, session: &Session, waiting: &[Member], fields: Fields<'_>) -> Markup {
    let lang = signed.lang;
    let to = format!("/{}/hq/training/{}/enrol", lang.code(), session.number);
    html! {
        @if session.kept_by.is_none() && may(signed, Act::TrainStaff, session) {
            section.card {
                form.step method="post" action=(to) {
                    (fields.offered("member", lang.say(Word::EnrolOne), "waiting"))
                    datalist #waiting {
                        @for member in waiting {
                            option value=(member.number) { (staff::name(lang, member)) " · " (lang.digits(&member.national)) " · " (member.at()) }
                        }
                    }
                    button.quiet.small { (lang.say(Word::EnrolOne)) } }
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
    if typed.get("waiting") == "yes" {
        let result = office.enrol_waiting(&permit, number).await.map(drop);
        return done(&office, &signed, number, &typed, result).await;
    }
    let session = office.session(&signed.permit()?, number).await.map_err(|e| signed.failed(e))?;
    let result = match meant(&office, &signed, typed.get("member"), among(&session)).await? {
        Meant::One(member) => office.enrol_member(&permit, number, member).await,
        Meant::Several(found) => {
            let above = several(signed.lang, &found);
            return answer(&office, &signed, number, &typed, &[], &above, StatusCode::CONFLICT).await;
        }
        Meant::Nobody => {
            let why = if typed.get("member").trim().is_empty() { Why::Missing } else { Why::Unknown };
            Err(vec![Mistake { field: "member", why }].into())
        }
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
    // A score that is no number of a hundred is refused and never left out; nor is one of nobody.
    let read: Vec<(i64, Option<u8>)> =
        written.map(|(member, value)| (member.parse().unwrap_or(NOBODY), score(value))).collect();
    let wrong: Vec<i64> =
        read.iter().filter(|(_, score)| score.is_none()).map(|(member, _)| *member).collect();
    if !wrong.is_empty() {
        let lang = signed.lang;
        let named = office.members(&signed.permit()?, &wrong).await.map_err(|e| signed.failed(e))?;
        let names: Vec<&str> = named.iter().map(|member| staff::name(lang, member)).collect();
        let said = lang.fill(Word::WrongScores, &[&names.join(lang.pick("، ", ", "))]);
        let above = notice("bad", &said, lang.say(Word::RefusedScore));
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return answer(&office, &signed, number, &typed, &[], &above, status).await;
    }
    let scores: Vec<(i64, u8)> =
        read.into_iter().filter_map(|(member, score)| Some((member, score?))).collect();
    let result = office.assess(&signed.permit()?, number, &scores).await.map(drop);
    done(&office, &signed, number, &typed, result).await
}
