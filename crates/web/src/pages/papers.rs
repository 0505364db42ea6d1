//! Minutes as PDF, printed from the record.

use super::event::named_branch;
use super::{Absent, language, may_read, origin};
use crate::locale::{Lang, Word as W};
use crate::press;
use crate::public::disturbances::{disturbances, of_each};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use election::bytes::Digest;
use election::id::{BranchId, ContestId};
use election::setup::{Contest, Setup};
use forms::minutes::{Disturbances, Record};
use office::Office;
use std::sync::Arc;

/// What a paper is printed from: the head of the record, this site.
struct Printed {
    setup: Arc<Setup>,
    event: Digest,
    head: board::log::Checkpoint,
    site: String,
    /// What the desks' logs tell beside the record: a paper that tells something else is another paper.
    beside: Digest,
}

impl Printed {
    async fn of(office: &Office, lang: Lang, headers: &HeaderMap) -> Result<Self, Absent> {
        let setup = office.setup(&may_read()).await;
        let event = office.polls(&may_read()).event().copied();
        let head = office.head(&may_read()).await;
        let (Some(setup), Some(event), Some(head)) = (setup, event, head) else {
            return Err(Absent::Thing(lang, W::NoPaper));
        };
        Ok(Self { setup, event, head, site: origin(headers), beside: Digest([0; 32]) })
    }

    fn beside(self, told: &impl serde::Serialize) -> Self {
        Self { beside: Digest::of(&serde_json::to_vec(told).expect("texts are always JSON")), ..self }
    }

    /// Prints, and answers with a file to keep.
    async fn answer(
        self,
        lang: Lang,
        name: String,
        print: impl FnOnce(&Record<'_>) -> Result<Vec<u8>, forms::Failed> + Send + 'static,
    ) -> Result<Response, Absent> {
        let file = format!("{name}-{}.pdf", lang.code());
        let key = format!("{} {} {} {} {file}", self.site, self.event, self.head.size, self.beside);
        let paper = press::paper(key, move || {
            let site = Some(self.site.as_str());
            print(&Record { setup: &self.setup, event: self.event, head: &self.head, site })
        });
        match paper.await {
            Ok(paper) => Ok((
                [
                    (header::CONTENT_TYPE, "application/pdf".to_owned()),
                    (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{file}\"")),
                ],
                paper,
            )
                .into_response()),
            Err(why) => {
                eprintln!("web: {file}: {why}");
                Err(Absent::Thing(lang, W::NoPaper))
            }
        }
    }
}

/// The contest of a name, out of the frozen set-up.
async fn named_contest(office: &Office, lang: Lang, name: &str) -> Result<Contest, Absent> {
    let no_contest = || Absent::Thing(lang, W::NoSuchContest);
    let id = ContestId::new(name).map_err(|_| no_contest())?;
    let setup = office.setup(&may_read()).await.ok_or_else(no_contest)?;
    setup.contest(&id).cloned().ok_or_else(no_contest)
}

pub(super) async fn seats_paper(
    State(office): State<Office>,
    Path((lang, contest)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Absent> {
    let lang = language(&lang)?;
    let contest = named_contest(&office, lang, &contest).await?;
    let printed = Printed::of(&office, lang, &headers).await?;
    let result = office.result(&may_read(), &contest.id).await;
    let result = result.map_err(|e| Absent::Trouble(lang, e))?.ok_or(Absent::Thing(lang, W::NotDecided))?;
    let lots = office.lots(&may_read(), &contest.id).await;
    let name = format!("{}-seats", contest.id);
    printed.answer(lang, name, move |record| record.seats(lang, &contest, &result, &lots)).await
}

pub(super) async fn county_paper(
    State(office): State<Office>,
    Path((lang, contest)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Absent> {
    let lang = language(&lang)?;
    let contest = named_contest(&office, lang, &contest).await?;
    let printed = Printed::of(&office, lang, &headers).await?;
    let boxes = office.minutes(&may_read(), &contest.id).await;
    let boxes = boxes.map_err(|e| Absent::Trouble(lang, e))?;
    if boxes.is_empty() {
        return Err(Absent::Thing(lang, W::NoMinutesYet));
    }
    let remarks = office.remarks(&may_read()).await;
    let branches: Vec<_> = boxes.iter().flat_map(|minutes| minutes.branches.iter().cloned()).collect();
    let happened = happened(&office, lang, &branches).await?;
    let printed = printed.beside(&happened);
    let name = format!("{}-county", contest.id);
    let paper = move |record: &Record<'_>| record.county(lang, &contest, &boxes, &remarks, &happened);
    printed.answer(lang, name, paper).await
}

pub(super) async fn box_paper(
    State(office): State<Office>,
    Path((lang, contest, unit)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, Absent> {
    let lang = language(&lang)?;
    let contest = named_contest(&office, lang, &contest).await?;
    let minutes = super::results::counted_box(&office, lang, &contest.id, unit).await?;
    let printed = Printed::of(&office, lang, &headers).await?;
    let days = office.branch_days(&may_read(), &minutes.branches).await;
    let happened = happened(&office, lang, &minutes.branches).await?;
    let name = format!("{}-box-{}", contest.id, minutes.box_id.unit);
    printed
        .beside(&happened)
        .answer(lang, name, move |record| record.of_box(lang, &minutes, &days, &happened))
        .await
}

pub(super) async fn branch_paper(
    State(office): State<Office>,
    Path((lang, branch)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Absent> {
    let lang = language(&lang)?;
    let (_, id) = named_branch(&office, lang, &branch).await?;
    let printed = Printed::of(&office, lang, &headers).await?;
    let mut days = office.branch_days(&may_read(), std::slice::from_ref(&id)).await;
    let day = days.pop().ok_or(Absent::Thing(lang, W::NoSuchBranch))?;
    let counts = office.counts_of(&may_read(), &day).await.map_err(|e| Absent::Trouble(lang, e))?;
    let acts = office.officers_acts(&may_read(), &id).await.map_err(|e| Absent::Trouble(lang, e))?;
    let happened = disturbances(lang, &acts);
    let name = format!("branch-{id}");
    printed
        .beside(&happened)
        .answer(lang, name, move |record| record.of_branch(lang, &day, &counts, &happened))
        .await
}

/// What happened at the desks of these branches.
async fn happened(office: &Office, lang: Lang, branches: &[BranchId]) -> Result<Disturbances, Absent> {
    let acts = office.officers_acts_in(&may_read(), branches).await;
    Ok(of_each(lang, &acts.map_err(|e| Absent::Trouble(lang, e))?))
}
