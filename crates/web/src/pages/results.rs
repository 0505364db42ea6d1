//! The result of a contest, its candidates, its boxes.

use super::{Absent, Answer, Asked, language, may_read};
use crate::locale::{Lang, Word as W};
use crate::public;
use axum::extract::{Path, Query, State};
use election::id::ContestId;
use election::outcome::Minutes;
use election::unit::{BoxId, UnitId};
use maud::Markup;
use office::Office;
use std::sync::Arc;

/// The result of a contest, or the page that says what is missing.
async fn result(
    office: &Office,
    lang: Lang,
    contest: &str,
) -> Result<Result<Arc<public::Result>, Markup>, Absent> {
    let trouble = |e| Absent::Trouble(lang, e);
    let no_contest = || Absent::Thing(lang, W::NoSuchContest);
    let id = ContestId::new(contest).map_err(|_| no_contest())?;
    let setup = office.setup(&may_read()).await.ok_or_else(no_contest)?;
    let contest = setup.contest(&id).ok_or_else(no_contest)?;
    let event = office.polls(&may_read()).event().copied();
    if let (Some(event), Some(file)) = (event, office.result_file(&may_read(), &id).await) {
        let result = office.result(&may_read(), &id).await.map_err(trouble)?.ok_or_else(no_contest)?;
        let (contest, lots) = (contest.clone(), office.lots(&may_read(), &id).await);
        let work = move || public::Result::of(&contest, &result, &lots);
        let shown = public::kept::kept((event, file.sha256), work).await;
        return shown.map(Ok).ok_or(Absent::Thing(lang, W::NotDecided));
    }
    let event = office.overview(&may_read()).await.map_err(trouble)?;
    let row = event.contests.iter().find(|row| row.id == id).ok_or_else(no_contest)?;
    Ok(Err(public::not_decided(lang, row)))
}

pub(super) async fn results(
    State(office): State<Office>,
    Path((lang, contest)): Path<(String, String)>,
) -> Answer {
    let lang = language(&lang)?;
    Ok(match result(&office, lang, &contest).await? {
        Ok(result) => public::results(lang, &result),
        Err(page) => page,
    })
}

pub(super) async fn candidates(
    State(office): State<Office>,
    Path((lang, contest)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let lang = language(&lang)?;
    Ok(match result(&office, lang, &contest).await? {
        Ok(result) => public::candidates(lang, &result, &asked.shown()),
        Err(page) => page,
    })
}

/// The contest and its counted boxes.
async fn counted(
    office: &Office,
    lang: Lang,
    contest: &str,
) -> Result<(Arc<election::setup::Setup>, ContestId, Vec<public::Box>), Absent> {
    let no_contest = || Absent::Thing(lang, W::NoSuchContest);
    let id = ContestId::new(contest).map_err(|_| no_contest())?;
    let setup = office.setup(&may_read()).await.ok_or_else(no_contest)?;
    let contest = setup.contest(&id).ok_or_else(no_contest)?;
    let minutes = office.minutes(&may_read(), &id).await.map_err(|e| Absent::Trouble(lang, e))?;
    let boxes = minutes.iter().map(|minutes| public::Box::of(&setup, contest, minutes)).collect();
    Ok((setup, id, boxes))
}

pub(super) async fn boxes(
    State(office): State<Office>,
    Path((lang, contest)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let lang = language(&lang)?;
    let (setup, id, boxes) = counted(&office, lang, &contest).await?;
    let contest = setup.contest(&id).ok_or(Absent::Thing(lang, W::NoSuchContest))?;
    Ok(public::boxes(lang, contest, &boxes, &asked.shown()))
}

/// The minutes of one box; those of the others are not read for it.
pub(super) async fn counted_box(
    office: &Office,
    lang: Lang,
    contest: &ContestId,
    unit: String,
) -> Result<Minutes, Absent> {
    let no_box = || Absent::Thing(lang, W::NoSuchBox);
    let unit = UnitId::try_from(unit).map_err(|_| no_box())?;
    let minutes = office.minutes_of(&may_read(), &BoxId { contest: contest.clone(), unit }).await;
    minutes.map_err(|e| Absent::Trouble(lang, e))?.ok_or_else(no_box)
}

pub(super) async fn minutes(
    State(office): State<Office>,
    Path((lang, contest, unit)): Path<(String, String, String)>,
) -> Answer {
    let lang = language(&lang)?;
    let no_contest = || Absent::Thing(lang, W::NoSuchContest);
    let id = ContestId::new(&contest).map_err(|_| no_contest())?;
    let setup = office.setup(&may_read()).await.ok_or_else(no_contest)?;
    let contest = setup.contest(&id).ok_or_else(no_contest)?;
    let minutes = counted_box(&office, lang, &id, unit).await?;
    Ok(public::minutes(lang, contest, &public::Box::of(&setup, contest, &minutes)))
}
