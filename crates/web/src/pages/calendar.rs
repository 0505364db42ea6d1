//! The legal calendar of a polling day, to read and to take along.

use super::{Absent, Answer, language, may_read};
use crate::locale::{Lang, Word as W, latin_digits};
use crate::public;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use calendar::{Calendar, Day, Holidays, Kind, Term};
use office::Office;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
pub(super) struct AskedCalendar {
    kind: Option<String>,
    polling: Option<String>,
    before: Option<String>,
}

/// What was asked for, with the event's own polling day where nothing was.
async fn asked_calendar(
    office: &Office,
    lang: Lang,
    asked: AskedCalendar,
) -> Result<public::AskedCalendar, Absent> {
    let kinds = public::KINDS.iter().find(|(code, _)| Some(*code) == asked.kind.as_deref());
    let kind = kinds.map(|(_, kind)| *kind);
    let polling = match asked.polling {
        Some(text) => latin_digits(&text),
        None => {
            let event = office.overview(&may_read()).await.map_err(|e| Absent::Trouble(lang, e))?;
            event.polling_day.unwrap_or_default()
        }
    };
    Ok(public::AskedCalendar { kind, polling, before: latin_digits(&asked.before.unwrap_or_default()) })
}

/// The calendar of a polling day as typed, if it is one.
fn computed(kind: Option<Kind>, polling: &str) -> Option<Calendar> {
    let term = Term { kind: kind.unwrap_or(Kind::City), polling: polling.parse().ok()?, registration: None };
    Some(Calendar::of(&term, &Holidays::with(Vec::new())))
}

pub(super) async fn legal_calendar(
    State(office): State<Office>,
    Path(lang): Path<String>,
    Query(asked): Query<AskedCalendar>,
) -> Answer {
    let lang = language(&lang)?;
    let asked = asked_calendar(&office, lang, asked).await?;
    let found = computed(asked.kind, &asked.polling);
    let before = computed(asked.kind, &asked.before);
    let moved = found.as_ref().zip(before.as_ref()).map(|(now, then)| now.moved_from(then));
    Ok(public::calendar(lang, &asked, found.as_ref(), moved.as_deref(), today()))
}

pub(super) async fn calendar_file(
    State(office): State<Office>,
    Path(lang): Path<String>,
    Query(asked): Query<AskedCalendar>,
) -> Result<Response, Absent> {
    let lang = language(&lang)?;
    let asked = asked_calendar(&office, lang, asked).await?;
    let found = computed(asked.kind, &asked.polling).ok_or(Absent::Thing(lang, W::CalendarBadDay))?;
    let kind = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")];
    Ok((kind, public::export_calendar(lang, &found)).into_response())
}

/// Today on clocks in Iran.
fn today() -> Day {
    let now = crate::locale::iran(jiff::Timestamp::now()).date();
    Day::gregorian(now.year().into(), now.month().unsigned_abs(), now.day().unsigned_abs())
        .expect("a clock shows a day of the calendar")
}
