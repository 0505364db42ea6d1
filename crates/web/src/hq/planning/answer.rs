//! The handlers: take, call, answer. Simulations run beside the threads that answer everybody else.

use super::asked::Asked;
use super::county;
use super::list::{County, Reckoned};
use super::one_branch::{Simulated, one_branch};
use super::proof::{Proven, proof, sheet};
use super::today::{Today, today};
use crate::furniture::Shown;
use crate::headers::CONTENT_SECURITY_POLICY_WITH_SCRIPT;
use crate::locale::{Word as W, latin_digits};
use crate::pages::{Absent, language, may_read};
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::Markup;
use office::Office;
use planning::InputError;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Rows of the table of branches on one page.
const ROWS: usize = 50;

/// So many questions are worked out at a time; others wait their turn, so that a crowd of readers cannot
/// take the machine from a headquarters that is holding an election.
static TURNS: Semaphore = Semaphore::const_new(2);

type Pairs = Query<HashMap<String, String>>;

/// Works something out away from the threads that answer.
pub(crate) async fn work_out<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, InputError> + Send + 'static,
) -> Result<T, Absent> {
    let _turn = TURNS.acquire().await.expect("the turns are never closed");
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|fell| fell.to_string())
        .and_then(|answer| answer.map_err(|error| error.to_string()))
        .map_err(Absent::Unplanned)
}

/// A page on which our one script may run; told apart from good by its status where the address was bad.
fn page(asked: &Asked, page: Markup) -> Response {
    let status = if asked.mistakes.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    (status, [(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY_WITH_SCRIPT)], page).into_response()
}

/// `/planning`: one branch.
pub async fn one_branch_page(Path(lang): Path<String>, Query(query): Pairs) -> Result<Response, Absent> {
    let lang = language(&lang)?;
    let asked = Asked::read(&query);
    let question = asked.clone();
    let found = work_out(move || Simulated::of(&question)).await?;
    Ok(page(&asked, one_branch(lang, &asked, &found)))
}

/// `/planning/county`: the whole county.
pub async fn county_page(
    Path(lang): Path<String>,
    Extension(list): Extension<Arc<County>>,
    Query(query): Pairs,
) -> Result<Response, Absent> {
    let lang = language(&lang)?;
    let asked = Asked::read(&query);
    let found = reckon(&list, &asked).await?;
    let at = query.get("page").and_then(|page| latin_digits(page).trim().parse().ok()).unwrap_or(1);
    let words = query.get("q").map(String::as_str).unwrap_or_default();
    let shown = Shown { words, page: at, rows: ROWS };
    Ok(page(&asked, county::county(lang, &asked, &list, &found, &shown)))
}

async fn reckon(list: &Arc<County>, asked: &Asked) -> Result<Reckoned, Absent> {
    let (list, asked) = (Arc::clone(list), asked.clone());
    work_out(move || list.reckon(&asked)).await
}

/// `/planning/county.csv`: every branch, for a table program.
pub async fn needs_csv(
    Path(lang): Path<String>,
    Extension(list): Extension<Arc<County>>,
    Query(query): Pairs,
) -> Result<Response, Absent> {
    language(&lang)?;
    let asked = Asked::read(&query);
    let found = reckon(&list, &asked).await?;
    let told = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"devices.csv\""),
    ];
    Ok((told, csv(&list, &asked, &found)).into_response())
}

fn csv(list: &County, asked: &Asked, found: &Reckoned) -> Vec<u8> {
    let in_memory = "memory takes every row";
    let mut table = csv::Writer::from_writer(Vec::new());
    let head = [
        "id",
        "name",
        "district",
        "eligible",
        "voters",
        "devices_now",
        "devices_needed",
        "more",
        "longest_wait_s",
    ];
    table.write_record(head).expect(in_memory);
    for (i, branch) in list.branches.iter().enumerate() {
        let (now, need) = (found.devices[i], found.case().needs[i]);
        let voters = branch.eligible * asked.turnout / 100.0;
        table
            .write_record([
                branch.id.clone(),
                branch.name.clone().unwrap_or_default(),
                branch.district.clone().unwrap_or_default(),
                format!("{:.0}", branch.eligible),
                format!("{voters:.0}"),
                now.to_string(),
                need.to_string(),
                need.saturating_sub(now).to_string(),
                format!("{:.0}", found.waits[i]),
            ])
            .expect(in_memory);
    }
    table.into_inner().expect(in_memory)
}

/// `/planning/branches/{id}`: a branch's capacity proof.
pub async fn proof_page(
    Path((lang, id)): Path<(String, String)>,
    Extension(list): Extension<Arc<County>>,
    Query(query): Pairs,
) -> Result<Response, Absent> {
    let lang = language(&lang)?;
    let asked = Asked::read(&query);
    let question = asked.clone();
    let found = work_out(move || Proven::of(&list, &id, &question)).await?;
    let found = found.ok_or(Absent::Thing(lang, W::PlanNoSuchBranch))?;
    Ok(page(&asked, proof(lang, &asked, &found)))
}

/// `/planning/branches/{id}/proof.pdf`: the same as a sheet to be signed.
pub async fn proof_sheet(
    Path((lang, id)): Path<(String, String)>,
    Extension(list): Extension<Arc<County>>,
    Query(query): Pairs,
) -> Result<Response, Absent> {
    let lang = language(&lang)?;
    let asked = Asked::read(&query);
    let printed = work_out(move || {
        let found = Proven::of(&list, &id, &asked)?;
        Ok(found.map(|found| sheet(lang, &asked, &found)))
    });
    let pdf = printed.await?.ok_or(Absent::Thing(lang, W::PlanNoSuchBranch))?;
    let pdf = pdf.map_err(|failed| Absent::Unplanned(failed.to_string()))?;
    Ok(([(header::CONTENT_TYPE, "application/pdf")], pdf).into_response())
}

/// `/planning/today`: what the check-ins say, and what to move.
pub async fn today_page(
    State(office): State<Office>,
    Path(lang): Path<String>,
    Extension(list): Extension<Arc<County>>,
    Query(query): Pairs,
) -> Result<Response, Absent> {
    let lang = language(&lang)?;
    let asked = Asked::read(&query);
    let event = office.overview(&may_read()).await.map_err(|error| Absent::Trouble(lang, error))?;
    let question = asked.clone();
    let found = work_out(move || Today::of(&list, &event.branches, &question)).await?;
    Ok(page(&asked, today(lang, &asked, &found)))
}
