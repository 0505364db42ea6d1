//! The legal calendar of a polling day, to read and to take along.

use super::{Absent, Answer, language, may_read};
use crate::locale::{Lang, Word as W, latin_digits};
use crate::public;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use calendar::{Calendar, Day, Kind};
use office::{Office, Schedule};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
pub(super) struct AskedCalendar {
    kind: Option<String>,
    polling: Option<String>,
    before: Option<String>,
}

/// What was asked for, with the headquarters' own polling day where nothing was, or else that of the imported event.
async fn asked_calendar(
    office: &Office,
    lang: Lang,
    asked: AskedCalendar,
) -> Result<(public::AskedCalendar, Schedule), Absent> {
    let schedule = office.schedule(&may_read()).await.map_err(|e| Absent::Trouble(lang, e))?;
    let kinds = public::KINDS.iter().find(|(code, _)| Some(*code) == asked.kind.as_deref());
    let kind = kinds.map(|(_, kind)| *kind);
    let polling = match (asked.polling, schedule.polling) {
        (Some(text), _) => latin_digits(&text),
        (None, Some(day)) => day.to_string(),
        (None, None) => {
            let event = office.overview(&may_read()).await.map_err(|e| Absent::Trouble(lang, e))?;
            event.polling_day.unwrap_or_default()
        }
    };
    let before = latin_digits(&asked.before.unwrap_or_default());
    Ok((public::AskedCalendar { kind, polling, before }, schedule))
}

/// The calendar of a polling day as typed, if it is one.
fn computed(schedule: &Schedule, kind: Option<Kind>, polling: &str) -> Option<Calendar> {
    Some(schedule.calendar(kind.unwrap_or(Kind::City), polling.parse().ok()?))
}

pub(super) async fn legal_calendar(
    State(office): State<Office>,
    Path(lang): Path<String>,
    Query(asked): Query<AskedCalendar>,
) -> Answer {
    let lang = language(&lang)?;
    let (asked, schedule) = asked_calendar(&office, lang, asked).await?;
    let found = computed(&schedule, asked.kind, &asked.polling);
    let before = computed(&schedule, asked.kind, &asked.before);
    let moved = found.as_ref().zip(before.as_ref()).map(|(now, then)| now.moved_from(then));
    Ok(public::calendar(lang, &asked, found.as_ref(), moved.as_deref(), today()))
}

pub(super) async fn calendar_file(
    State(office): State<Office>,
    Path(lang): Path<String>,
    Query(asked): Query<AskedCalendar>,
) -> Result<Response, Absent> {
    let lang = language(&lang)?;
    let (asked, schedule) = asked_calendar(&office, lang, asked).await?;
    let found =
        computed(&schedule, asked.kind, &asked.polling).ok_or(Absent::Thing(lang, W::CalendarBadDay))?;
    let own = schedule.polling == Some(found.polling);
    let kind = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")];
    Ok((kind, public::export_calendar(lang, &found, own.then(|| schedule.sequence()))).into_response())
}

/// Today on clocks in Iran.
pub(crate) fn today() -> Day {
    let now = crate::locale::iran(jiff::Timestamp::now()).date();
    Day::gregorian(now.year().into(), now.month().unsigned_abs(), now.day().unsigned_abs())
        .expect("a clock shows a day of the calendar")
}
