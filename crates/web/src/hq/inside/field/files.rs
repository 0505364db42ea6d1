//! The same figures as files: CSV, XLSX, JSON.

use super::super::columns::{Column, Takes, Value as Named, Word as C, both, values};
use super::super::export::{Ending, Table};
use super::super::{SignedIn, words::Word as H};
use super::branches::{Asked, Field, Line};
use super::import::branch_columns;
use super::{next, place_of, said};
use crate::locale::Lang;
use crate::pages::Absent;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use headquarters::branch::{Branch, typed};
use headquarters::permit::{Permit, act};
use headquarters::place::Place;
use headquarters::readiness::{Colour, Topic};
use headquarters::role::Role;
use office::{InForce, Office, Readiness};
use serde_json::{Value, json};

fn colours() -> Takes {
    Takes::OneOf(values(Colour::ALL, Colour::code, |lang, colour| lang.say(said::colour(colour))))
}

fn topics() -> Vec<Named> {
    values(Topic::ALL, Topic::code, said::topic)
}

/// The columns of the list of branches: those of an import, and what only this machine knows.
fn branch_list() -> Vec<Column> {
    let known = [
        Column::new("colour", both(H::FilterColour), colours()),
        Column::new("score", both(C::Score), Takes::Number),
        Column::new("open", both(H::FieldTopic), Takes::SomeOf(topics())),
    ];
    branch_columns().into_iter().chain(known).collect()
}

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

/// A branch as programs are told of it.
pub(crate) fn told(branch: &Branch) -> Value {
    let mut file = json!(branch);
    // Whose token is good is between the machine and its branch's page.
    file["network"].as_object_mut().map(|network| network.remove("leave"));
    file
}

pub(super) async fn branches_files(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
    ending: Ending,
) -> Result<Response, Absent> {
    let field = Field::read(&office, &signed).await?;
    let lines = field.lines(&signed.permit()?, &asked);
    if ending != Ending::Json {
        return branches(&lines).file(signed.lang, branch_list(), ending).await;
    }
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
    ending: Ending,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let permit: Permit<act::ReadReadiness> = signed.permit()?;
    let absent = || Absent::Page(lang);
    let (name, _) = file.rsplit_once('.').ok_or_else(absent)?;
    let place = place_of(name).ok_or_else(absent)?;
    permit.over(&place).map_err(|_| Absent::Forbidden(lang))?;
    let ready = office.readiness(&permit).await.map_err(|e| signed.failed(e))?.ok_or_else(absent)?;
    if ending != Ending::Json {
        let holders = office.holders(&signed.permit()?).await.map_err(|e| signed.failed(e))?;
        return areas(lang, &ready, &holders, &place).file(lang, area_list(), ending).await;
    }
    let areas: Vec<_> = ready.areas.iter().filter(|area| place.contains(&area.place)).collect();
    let answer = json!({ "today": ready.today, "polling": ready.polling, "areas": areas, "trend": ready.trend(&place) });
    Ok(axum::Json(answer).into_response())
}

/// The columns of the readiness of areas.
fn area_list() -> Vec<Column> {
    vec![
        Column::new("place", both(C::PlaceCodes), Takes::Place),
        Column::new("name", both(H::AreaName), Takes::Text),
        Column::new("state", both(H::FilterColour), colours()),
        Column::new("green", both(H::Green), Takes::Number),
        Column::new("amber", both(H::Amber), Takes::Number),
        Column::new("red", both(H::Red), Takes::Number),
        Column::new("next", both(H::FieldTopic), Takes::OneOf(topics())),
        Column::new("whose", both(H::FieldWhose), Takes::OneOf(roles())),
        Column::new("holders", both(H::PowersHolders), Takes::Text),
        Column::new("branches", both(H::FieldBranches), Takes::Number),
        Column::new("colour", both(C::Urgency), colours()),
        Column::new("since", both(H::FieldSince), Takes::Day),
        Column::new("due", both(H::FieldDue), Takes::Day),
    ]
}

fn roles() -> Vec<Named> {
    values(Role::ALL, Role::code, |lang, role| lang.say(super::super::words::role(role)))
}

/// A row for each area and each thing that is not ready there; one for an area where nothing is left to do.
fn areas(lang: Lang, ready: &Readiness, holders: &InForce, place: &Place) -> Table {
    let left = ready.polling.days_since(ready.today);
    let heading = vec![
        "place", "name", "state", "green", "amber", "red", "next", "whose", "holders", "branches", "colour",
        "since", "due",
    ];
    let mut rows = Vec::new();
    for area in ready.areas.iter().filter(|area| place.contains(&area.place)) {
        let [green, amber, red] = [area.count.green, area.count.amber, area.count.red].map(|n| n.to_string());
        let state = area.count.colour(left).to_string();
        let name = said::place(lang, &ready.register, &area.place);
        let of_area = [area.place.to_string(), name, state, green, amber, red];
        let open = area.next.iter().map(|next| {
            [
                next.topic.to_string(),
                next.whose.to_string(),
                next::named(lang, next, holders, &ready.register).unwrap_or_default(),
                next.branches.to_string(),
                next.colour.to_string(),
                next.since.to_string(),
                next.due.to_string(),
            ]
        });
        let before = rows.len();
        rows.extend(open.map(|open| of_area.iter().cloned().chain(open).collect::<Vec<String>>()));
        if rows.len() == before {
            let nothing = std::iter::repeat_n(String::new(), heading.len() - of_area.len());
            rows.push(of_area.into_iter().chain(nothing).collect());
        }
    }
    Table { name: "readiness", heading, rows }
}
