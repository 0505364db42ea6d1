//! The event, its branches and its contests, each at a glance.

use super::{Absent, Answer, Asked, language, may_read, read_number};
use crate::locale::{Lang, Word as W};
use crate::{hq, public};
use axum::extract::{Path, Query, State};
use election::id::BranchId;
use election::setup::Setup;
use office::Office;
use std::sync::Arc;

pub(super) async fn first(office: State<Office>, asked: Query<Asked>) -> Answer {
    overview(office, Path("fa".into()), asked).await
}

pub(super) async fn overview(
    State(office): State<Office>,
    Path(lang): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let lang = language(&lang)?;
    let event = office.overview(&may_read()).await.map_err(|e| Absent::Trouble(lang, e))?;
    // Not oftener than is kind to a server that a whole county watches.
    let every = read_number(asked.every.as_deref()).map(|seconds: u16| seconds.clamp(5, 600));
    Ok(hq::overview(lang, &event, every))
}

pub(super) async fn branches(
    State(office): State<Office>,
    Path(lang): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let lang = language(&lang)?;
    let event = office.overview(&may_read()).await.map_err(|e| Absent::Trouble(lang, e))?;
    Ok(hq::branches(lang, &event.branches, &asked.shown()))
}

pub(super) async fn branch(
    State(office): State<Office>,
    Path((lang, branch)): Path<(String, String)>,
) -> Answer {
    let lang = language(&lang)?;
    let (setup, id) = named_branch(&office, lang, &branch).await?;
    let about = setup.branch(&id).expect("looked up by the same name");
    let days = office.branch_days(&may_read(), std::slice::from_ref(&id)).await;
    let day = days.first().ok_or(Absent::Thing(lang, W::NoSuchBranch))?;
    let rate = office.override_rate(&may_read(), &id).await.map_err(|e| Absent::Trouble(lang, e))?;
    let acts = office.officers_acts(&may_read(), &id).await.map_err(|e| Absent::Trouble(lang, e))?;
    Ok(public::branch(lang, &setup.contests, about, day, rate, &acts))
}

/// The frozen set-up and a branch that it names.
pub(super) async fn named_branch(
    office: &Office,
    lang: Lang,
    name: &str,
) -> Result<(Arc<Setup>, BranchId), Absent> {
    let nobody = || Absent::Thing(lang, W::NoSuchBranch);
    let id = BranchId::new(name).map_err(|_| nobody())?;
    let setup = office.setup(&may_read()).await.ok_or_else(nobody)?;
    setup.branch(&id).ok_or_else(nobody)?;
    Ok((setup, id))
}

pub(super) async fn contests(State(office): State<Office>, Path(lang): Path<String>) -> Answer {
    let lang = language(&lang)?;
    let event = office.overview(&may_read()).await.map_err(|e| Absent::Trouble(lang, e))?;
    Ok(public::choose(lang, &event.contests))
}
