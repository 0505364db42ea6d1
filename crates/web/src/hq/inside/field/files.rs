//! The same figures as files: CSV, XLSX, JSON.

use super::super::export::Table;
use super::super::{SignedIn, words::Word as H};
use super::branches::{Asked, Field, Line};
use super::{place_of, said};
use crate::pages::Absent;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use headquarters::branch::{Branch, typed};
use headquarters::permit::{Permit, act};
use headquarters::place::Place;
use office::{Office, Readiness};
use serde_json::{Value, json};

fn branches(lines: &[Line<'_>]) -> Table {
    let mut heading = typed::FIELDS.to_vec();
    heading.extend(["colour", "score", "open"]);
    let row = |line: &Line<'_>| {
        let mut row: Vec<String> =
            typed::write(&line.branch.site).into_iter().map(|(_, value)| value).collect();
        row.push(line.colour.map_or(String::new(), |colour| colour.to_string()));
        row.push(line.branch.surveys.last().map_or(String::new(), |survey| survey.score().to_string()));
        row.push(line.findings.iter().map(|f| f.topic.code()).collect::<Vec<_>>().join(" "));
        row
    };
    Table { name: "branches", heading, rows: lines.iter().map(row).collect() }
}

pub(super) async fn branches_csv(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Absent> {
    let field = Field::read(&office, &signed).await?;
    Ok(branches(&field.lines(&signed.permit()?, &asked)).csv())
}

pub(super) async fn branches_xlsx(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Absent> {
    let field = Field::read(&office, &signed).await?;
    branches(&field.lines(&signed.permit()?, &asked)).xlsx(signed.lang)
}

/// A branch as programs are told of it.
pub(crate) fn told(branch: &Branch) -> Value {
    let mut file = json!(branch);
    // Whose token is good is between the machine and its branch's page.
    file["network"].as_object_mut().map(|network| network.remove("leave"));
    file
}

pub(super) async fn branches_json(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Absent> {
    let field = Field::read(&office, &signed).await?;
    let lines = field.lines(&signed.permit()?, &asked);
    let all: Vec<_> = lines
        .iter()
        .map(|line| json!({ "branch": told(line.branch), "colour": line.colour, "findings": line.findings }))
        .collect();
    Ok(axum::Json(json!({ "branches": all })).into_response())
}

/// `tehran.rey.csv`: the areas of a place that an officer may see.
pub(super) async fn readiness(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, file)): Path<(String, String)>,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let permit: Permit<act::ReadReadiness> = signed.permit()?;
    let absent = || Absent::Page(lang);
    let (name, ending) = file.rsplit_once('.').ok_or_else(absent)?;
    let place = place_of(name).ok_or_else(absent)?;
    permit.over(&place).map_err(|_| Absent::Forbidden(lang))?;
    let ready = office.readiness(&permit).await.map_err(|e| signed.failed(e))?.ok_or_else(absent)?;
    match ending {
        "csv" => Ok(areas(&signed, &ready, &place).csv()),
        "xlsx" => areas(&signed, &ready, &place).xlsx(lang),
        "json" => {
            let areas: Vec<_> = ready.areas.iter().filter(|area| place.contains(&area.place)).collect();
            let answer = json!({ "today": ready.today, "polling": ready.polling, "areas": areas, "trend": ready.trend(&place) });
            Ok(axum::Json(answer).into_response())
        }
        _ => Err(absent()),
    }
}

fn areas(signed: &SignedIn, ready: &Readiness, place: &Place) -> Table {
    let lang = signed.lang;
    let left = ready.polling.days_since(ready.today);
    let heading =
        vec!["place", "name", "state", "green", "amber", "red", "next", "whose", "branches", "since", "due"];
    let mut rows = Vec::new();
    for area in ready.areas.iter().filter(|area| place.contains(&area.place)) {
        let [green, amber, red] = [area.count.green, area.count.amber, area.count.red].map(|n| n.to_string());
        let state = area.count.colour(left).to_string();
        let mut row = vec![area.place.to_string(), said::place(lang, &ready.register, &area.place), state];
        row.extend([green, amber, red]);
        row.extend(match area.next.first() {
            Some(next) => [
                said::topic(lang, next.topic).to_owned(),
                said::whose(lang, &next.whose),
                next.branches.to_string(),
                next.since.to_string(),
                next.due.to_string(),
            ],
            None => [
                lang.say(H::NothingToDo).to_owned(),
                String::new(),
                String::new(),
                String::new(),
                String::new(),
            ],
        });
        rows.push(row);
    }
    Table { name: "readiness", heading, rows }
}
