//! The legal calendar inside the headquarters: the one polling day, how it was moved, what another day would do, and the
//! holidays by which deadlines are counted.

use super::super::form::{Fields, Typed, day_typed};
use super::super::organisation::changed_meanwhile;
use super::super::staff::words as staff;
use super::super::{Room, SignedIn, places, words::Word as H};
use super::words::Word as F;
use crate::furniture::notice;
use crate::locale::{Lang, Word as W};
use crate::pages::{Absent, Answer, may_read};
use crate::public::KINDS;
use crate::public::calendar::{closed, kind as kind_word, step, table};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use calendar::{Calendar, Day, Holiday, Kind, Span};
use headquarters::form::{LINE, Mistake, Reading, Why};
use headquarters::permit::{Act, Permit, act};
use headquarters::staff::Post;
use maud::{Markup, html};
use office::{Error, Move, Names, Office, Schedule};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    kind: String,
}

const PATH: &str = "/hq/calendar";

pub(super) async fn page(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Answer {
    let kind = KINDS.iter().find(|(code, _)| *code == asked.kind).map_or(Kind::City, |(_, kind)| *kind);
    room(&office, &signed, kind, &Typed::default(), &[], &html! {}).await
}

async fn room(
    office: &Office,
    signed: &SignedIn,
    kind: Kind,
    typed: &Typed,
    mistakes: &[Mistake],
    said: &Markup,
) -> Answer {
    let lang = signed.lang;
    let schedule = office.schedule(&may_read()).await.map_err(|e| signed.failed(e))?;
    let event = office.overview(&may_read()).await.map_err(|e| signed.failed(e))?;
    let record: Option<Day> = event.polling_day.and_then(|day| day.parse().ok());
    let differs = schedule.polling.zip(record).filter(|(own, record)| own != record);
    let names = office.postponers(&signed.permit()?, &schedule).await.map_err(|e| signed.failed(e))?;
    let register = places::register(office, signed).await?;
    let for_all = |act: Act| signed.officer.reach(act).iter().any(|at| register.is_of_all(at));
    let title = lang.say(H::LegalCalendar);
    // A form that was refused is of the version that it was filled from: what others did meanwhile is not written over.
    let of = |now: i64, field: &str| {
        if mistakes.is_empty() || typed.get(field).is_empty() { now } else { typed.version() }
    };
    let content = html! {
        h1 { (title) }
        (said)
        @if let Some((own, record)) = differs {
            @let days = [own, record].map(|day| lang.day(&day.to_string()));
            (notice("bad", &lang.fill(F::CalendarTwoDays, &[&days[0], &days[1]]), lang.say(F::CalendarTwoDaysHint)))
        }
        @match schedule.polling {
            None => (notice("now", lang.say(H::ReadinessNoDay), lang.say(F::CalendarNoDayHint))),
            Some(polling) => {
                nav.ways aria-label=(lang.say(W::CalendarKind)) {
                    @for (code, one) in KINDS {
                        a href={ "?kind=" (code) } aria-current=[(one == kind).then_some("page")] { (lang.say(kind_word(one))) }
                    }
                }
                section {
                    h2 { (lang.say(kind_word(kind))) " · " (lang.day(&polling.to_string())) }
                    (table(lang, &schedule.calendar(kind, polling), office.today()))
                    @let code = KINDS.iter().find(|(_, one)| *one == kind).map_or("city", |(code, _)| code);
                    p { a.button.quiet href={ "/" (lang.code()) "/calendar.ics?kind=" (code) } download="calendar.ics" { (lang.say(W::CalendarExport)) } }
                    p.hint { (lang.say(F::CalendarFollows)) }
                }
            }
        }
        (postponements(lang, &schedule, &names))
        @if for_all(Act::FixPollingDay) { (day_form(lang, of(schedule.version, "polling"), typed, mistakes)) }
        (holidays(lang, for_all(Act::Organise), &schedule, of(schedule.holidays_version, "holiday"), (typed, mistakes), office.today()))
    };
    Ok(super::super::page(signed, Room::Calendar, title, PATH, &content))
}

fn postponements(lang: Lang, schedule: &Schedule, names: &Names) -> Markup {
    html! {
        @if !schedule.postponements.is_empty() {
            section {
                h2 { (lang.say(F::Postponements)) }
                table.stack {
                    thead { tr {
                        th scope="col" { (lang.say(F::Day)) } th scope="col" { (lang.say(W::CalendarWas)) }
                        th scope="col" { (lang.say(W::CalendarIs)) } th scope="col" { (lang.say(H::FieldReason)) } th scope="col" { (lang.say(F::By)) }
                    } }
                    tbody {
                        @for one in &schedule.postponements {
                            tr {
                                td data-label=(lang.say(F::Day)) { (lang.day(&one.on.to_string())) }
                                td data-label=(lang.say(W::CalendarWas)) { (lang.day(&one.from.to_string())) }
                                td data-label=(lang.say(W::CalendarIs)) { (lang.day(&one.to.to_string())) }
                                td data-label=(lang.say(H::FieldReason)) { (one.why) }
                                td data-label=(lang.say(F::By)) {
                                    @match names.of(one.by) { Some(person) => (lang.pick(&person.name, &person.latin)), None => (one.by) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn holidays(
    lang: Lang,
    may: bool,
    schedule: &Schedule,
    version: i64,
    (typed, mistakes): (&Typed, &[Mistake]),
    today: Day,
) -> Markup {
    let fields = Fields { lang, typed, mistakes };
    let to = format!("/{}{PATH}/holidays", lang.code());
    html! {
        section.card {
            h2 { (lang.say(F::Holidays)) }
            p.hint { (lang.say(F::HolidaysHint)) }
            @if schedule.holidays.is_empty() { p { (lang.say(F::HolidaysNone)) } } @else {
                ul.plain {
                    @for holiday in &schedule.holidays {
                        li {
                            (lang.day(&holiday.day.to_string())) " · " (holiday.name)
                            @if may && holiday.day >= today {
                                details.aside open[typed.get("strike") == holiday.day.to_string()] {
                                    summary { (lang.say(F::HolidayStrike)) }
                                    form.step method="post" action=(to) {
                                        (fields.version_of(version))
                                        input type="hidden" name="strike" value=(holiday.day);
                                        label { (lang.say(H::FieldReason)) input name="why" maxlength="200" autocomplete="off" required; }
                                        button.quiet { (lang.say(F::HolidayStrike)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            @if may {
                form.step method="post" action=(to) {
                    (fields.version_of(version))
                    (fields.entry("holiday", lang.say(F::Day), Some(lang.say(H::DayHint)), Some("ltr")))
                    (fields.entry("holiday-name", lang.say(F::HolidayName), None, None))
                    button { (lang.say(F::HolidayKeep)) }
                }
            }
        }
    }
}

pub(super) async fn keep_holiday(
    State(office): State<Office>,
    signed: SignedIn,
    typed: Typed,
) -> Result<Response, Absent> {
    let (lang, permit): (_, Permit<act::Organise>) = (signed.lang, signed.permit()?);
    let kept = match typed.get("strike").parse::<Day>() {
        Ok(day) => office.strike_holiday(&permit, day, typed.version(), typed.get("why").trim()).await,
        Err(_) => match holiday(&typed) {
            Ok(holiday) => office.keep_holiday(&permit, holiday, typed.version()).await,
            Err(mistakes) => Err(mistakes.into()),
        },
    };
    let (status, mistakes, said) = match kept {
        Ok(()) => return Ok(Redirect::to(&format!("/{}{PATH}", lang.code())).into_response()),
        Err(Error::Typed(mistakes)) => {
            let said = notice("bad", lang.say(H::FormRefused), lang.say(H::FormRefusedHint));
            (StatusCode::UNPROCESSABLE_ENTITY, mistakes, said)
        }
        Err(Error::Changed) => (StatusCode::CONFLICT, Vec::new(), changed_meanwhile(lang, &[])),
        Err(other) => return Err(signed.failed(other)),
    };
    let page = room(&office, &signed, Kind::City, &typed, &mistakes, &said).await?;
    Ok((status, page).into_response())
}

fn holiday(typed: &Typed) -> Result<Holiday, Vec<Mistake>> {
    let mut reading = Reading::default();
    let day: Option<Day> = reading.read("holiday", &typed.latin("holiday"), Why::NoDay);
    let name = reading.text("holiday-name", typed.get("holiday-name"), LINE);
    reading.answer(day.map(|day| Holiday { day, name }))
}

/// The form that fixes the polling day, or asks what another one would do.
pub(super) fn day_form(lang: Lang, version: i64, typed: &Typed, mistakes: &[Mistake]) -> Markup {
    let fields = Fields { lang, typed, mistakes };
    let title = if version == 0 { lang.say(H::FixPollingDay) } else { lang.say(F::MovePollingDayAsk) };
    html! {
        details.aside open[!typed.get("polling").is_empty() || version == 0] {
            summary { (title) }
            form.card.narrow method="post" action={ "/" (lang.code()) "/hq/polling-day" } {
                (fields.version_of(version))
                (fields.day("polling", H::FixPollingDay))
                // The reason is asked for where the day is moved; whoever only looks need not give one.
                @if version > 0 && mistakes.iter().any(|mistake| mistake.field == "why") { (fields.line("why", H::FieldReason, None)) }
                button name="ask" value="1" { @if version > 0 { (lang.say(F::MovePreview)) } @else { (title) } }
            }
        }
    }
}

/// Shows what a day does, to all deadlines or to those that move with it; fixes it when that was confirmed.
pub(super) async fn fix(
    State(office): State<Office>,
    signed: SignedIn,
    typed: Typed,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let permit: Permit<act::FixPollingDay> = signed.permit()?;
    let why = typed.get("why").trim();
    let first = typed.version() == 0;
    let mut reading = Reading::default();
    let day: Option<Day> = reading.read("polling", &typed.latin("polling"), Why::NoDay);
    let fixed = match reading.answer(day) {
        Ok(day) if typed.get("confirmed") == day.to_string() => {
            office.fix_polling_day(&permit, day, typed.version(), why).await.map(|()| None)
        }
        Ok(day) => asked(&office, &permit, day, typed.version()).await.map(Some),
        Err(mistakes) => Err(mistakes.into()),
    };
    let (status, mistakes, said) = match fixed {
        Ok(None) => {
            let to = if first { "/hq/readiness" } else { PATH };
            return Ok(Redirect::to(&format!("/{}{to}", lang.code())).into_response());
        }
        Ok(Some(asked)) => {
            return Ok(confirmation(&signed, &asked, (&typed, &[]), office.today()).into_response());
        }
        // A reason is asked for where the day is moved, beside what moves.
        Err(Error::Typed(mistakes))
            if !typed.get("confirmed").is_empty() && mistakes.iter().all(|one| one.field == "why") =>
        {
            let day = typed.latin("polling").parse().map_err(|_| Absent::Page(lang))?;
            let asked = asked(&office, &permit, day, typed.version()).await.map_err(|e| signed.failed(e))?;
            let page = confirmation(&signed, &asked, (&typed, &mistakes), office.today());
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
        Err(Error::Typed(mistakes)) => {
            let said = notice("bad", lang.say(H::FormRefused), lang.say(H::FormRefusedHint));
            (StatusCode::UNPROCESSABLE_ENTITY, mistakes, said)
        }
        Err(Error::NotNow(_)) => {
            (StatusCode::CONFLICT, Vec::new(), notice("bad", lang.say(F::CalendarPollsOpened), ""))
        }
        Err(Error::Changed) => {
            let schedule = office.schedule(&may_read()).await.map_err(|e| signed.failed(e))?;
            let now = schedule.polling.map(|day| day_typed(lang, day)).unwrap_or_default();
            (StatusCode::CONFLICT, Vec::new(), changed_meanwhile(lang, &[(H::FixPollingDay, now)]))
        }
        Err(other) => return Err(signed.failed(other)),
    };
    let page = room(&office, &signed, Kind::City, &typed, &mistakes, &said).await?;
    Ok((status, page).into_response())
}

/// What the day would do.
async fn asked(
    office: &Office,
    permit: &Permit<act::FixPollingDay>,
    day: Day,
    seen: i64,
) -> Result<Move, Error> {
    let asked = office.preview_polling_day(permit, day).await?;
    if asked.schedule.version != seen {
        return Err(Error::Changed);
    }
    Ok(asked)
}

/// What a day does, before it is fixed: to every deadline where it is the first, else what moves with it.
fn confirmation(
    signed: &SignedIn,
    asked: &Move,
    (typed, mistakes): (&Typed, &[Mistake]),
    today: Day,
) -> Markup {
    let lang = signed.lang;
    let (schedule, to) = (&asked.schedule, asked.to);
    let (title, button) = match schedule.polling {
        Some(_) => (lang.say(F::MovePollingDay), lang.say(F::MoveConfirm)),
        None => (lang.say(H::FixPollingDay), lang.say(F::FixConfirm)),
    };
    let content = html! {
        h1 { (title) }
        @match schedule.polling {
            Some(from) => (moved(lang, asked, from, today)),
            None => (fixed(lang, schedule, to, today)),
        }
        form.card.narrow method="post" action={ "/" (lang.code()) "/hq/polling-day" } {
            @for (name, value) in [("polling", to.to_string()), ("confirmed", to.to_string()), ("version", schedule.version.to_string())] {
                input type="hidden" name=(name) value=(value);
            }
            @if schedule.polling.is_some() { (Fields { lang, typed, mistakes }.line("why", H::FieldReason, None)) }
            button { (button) }
            p { a href={ "/" (lang.code()) (PATH) } { (lang.say(F::MoveNot)) } }
        }
    };
    super::super::page(signed, Room::Calendar, title, PATH, &content)
}

/// Every deadline as the first polling day puts it, and how many of them are past already.
fn fixed(lang: Lang, schedule: &Schedule, to: Day, today: Day) -> Markup {
    html! {
        p.lead { (lang.fill(F::FixLead, &[&lang.day(&to.to_string())])) }
        @for (_, kind) in KINDS {
            @let calendar = schedule.calendar(kind, to);
            @let past = calendar.spans.iter().filter(|span| span.last < today).count();
            section {
                h2 { (lang.say(kind_word(kind))) }
                @if past > 0 { (notice("now", &lang.fill(F::FixPast, &[&lang.number(past as u64)]), "")) }
                (table(lang, &calendar, today))
            }
        }
    }
}

/// What moves with the day, and the passes that it makes void.
fn moved(lang: Lang, asked: &Move, from: Day, today: Day) -> Markup {
    let (schedule, to) = (&asked.schedule, asked.to);
    let days = to.days_since(from);
    let [was, is] = [from, to].map(|day| lang.day(&day.to_string()));
    let number = lang.number(days.unsigned_abs());
    let passes: i64 = asked.lapsing.iter().map(|one| one.passes).sum();
    html! {
        p.lead { (lang.fill(if days > 0 { F::MoveLater } else { F::MoveEarlier }, &[&was, &is, &number])) }
        section {
            h2 { (lang.say(F::LapsingPasses)) }
            @if asked.lapsing.is_empty() { (notice("good", lang.say(F::LapsingNone), "")) } @else {
                (notice("now", &lang.fill(F::LapsingCount, &[&lang.number(passes.unsigned_abs())]), lang.say(F::LapsingHint)))
                table.stack {
                    thead { tr { th scope="col" { (lang.say(F::Post)) } th.number scope="col" { (lang.say(F::Passes)) } th.number scope="col" { (lang.say(F::PassesAssigned)) } } }
                    tbody {
                        @for one in &asked.lapsing {
                            tr {
                                th scope="row" { @match one.post.parse::<Post>() { Ok(post) => (lang.say(staff::post(post))), Err(_) => (one.post) } }
                                td.number data-label=(lang.say(F::Passes)) { (lang.number(one.passes.unsigned_abs())) }
                                td.number data-label=(lang.say(F::PassesAssigned)) { (lang.number(one.assigned.unsigned_abs())) }
                            }
                        }
                    }
                }
            }
        }
        @for (_, kind) in KINDS {
            @let (before, after) = (schedule.calendar(kind, from), schedule.calendar_after(kind, to, today));
            // A step that was still to come and that the other day puts into the past.
            @let comes = |span: &&Span| before.span(span.step).is_some_and(|then| then.last >= today);
            section {
                h2 { (lang.say(W::CalendarMoved)) " · " (lang.say(kind_word(kind))) }
                @if after.spans.iter().filter(comes).any(|span| span.last < today) { (notice("now", lang.say(F::MovePast), "")) }
                (steps(lang, &before, &after, today))
            }
        }
    }
}

/// Each step where it was and where it goes; what is past stays, and where the offices are closed is said.
fn steps(lang: Lang, before: &Calendar, after: &Calendar, today: Day) -> Markup {
    let both = after.spans.iter().filter_map(|now| Some((before.span(now.step)?, now)));
    html! {
        table.stack {
            thead {
                tr {
                    th scope="col" { (lang.say(W::CalendarStep)) } th scope="col" { (lang.say(W::CalendarWas)) }
                    th scope="col" { (lang.say(W::CalendarIs)) } th.number scope="col" { (lang.say(W::CalendarBy)) }
                }
            }
            tbody {
                @for (was, now) in both.filter(|(was, now)| was.last != now.last || was.last < today) {
                    @let days = now.last.days_since(was.last);
                    tr {
                        th scope="row" { (lang.say(step(now.step))) }
                        td data-label=(lang.say(W::CalendarWas)) { (lang.day(&was.last.to_string())) }
                        @if was.last == now.last { td data-label=(lang.say(W::CalendarIs)) { (lang.say(F::MoveStays)) } td {} } @else {
                            td data-label=(lang.say(W::CalendarIs)) {
                                (lang.day(&now.last.to_string()))
                                (closed(lang, now))
                            }
                            td.number data-label=(lang.say(W::CalendarBy)) {
                                bdi { (if days < 0 { "−" } else { "+" }) (lang.number(days.unsigned_abs())) }
                            }
                        }
                    }
                }
            }
        }
    }
}
