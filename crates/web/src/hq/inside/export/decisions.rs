//! Decisions as a file, those due first first.

use super::super::SignedIn;
use super::super::decisions::Asked;
use super::{AT_ONCE, JSON, Kind, Table, attached, person, said};
use crate::pages::Absent;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::Response;
use calendar::Day;
use headquarters::decision::Decision;
use headquarters::permit::{Permit, act};
use office::{Names, Office};
use serde_json::{Value, json};

const HEADING: [&str; 13] = [
    "number",
    "meeting",
    "place",
    "text",
    "owner",
    "owner-name",
    "due",
    "late",
    "status",
    "since",
    "settled-by",
    "settled-by-name",
    "escalation",
];

pub(in super::super) async fn decisions(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
    kind: Kind,
) -> Result<Response, Absent> {
    let permit: Permit<act::ReadDecisions> = signed.permit()?;
    let (mut rows, mut values, mut after) = (Vec::new(), Vec::new(), None);
    loop {
        let list = office.decisions(&permit, asked.all(), asked.words(), after, AT_ONCE).await;
        let list = list.map_err(|e| signed.failed(e))?;
        for decision in &list.decisions {
            match kind {
                Kind::Json => values.push(value(&list.names, list.today, decision)),
                Kind::Csv | Kind::Xlsx => rows.push(row(&list.names, list.today, decision)),
            }
        }
        after = list.next;
        if after.is_none() {
            break;
        }
    }
    let table = Table { name: "decisions", heading: HEADING.to_vec(), rows };
    match kind {
        Kind::Csv => Ok(table.csv()),
        Kind::Xlsx => table.xlsx(signed.lang),
        Kind::Json => Ok(attached(table.name, JSON, Json(json!({ "decisions": values })))),
    }
}

fn row(names: &Names, today: Day, decision: &Decision) -> Vec<String> {
    let [owner, owner_name] = person(names, Some(decision.owner));
    let [settled_by, settled_by_name] = person(names, decision.settled_by);
    vec![
        decision.number.to_string(),
        decision.meeting.to_string(),
        decision.place.to_string(),
        decision.text.clone(),
        owner,
        owner_name,
        decision.due.to_string(),
        said(decision.late(today)),
        decision.status.code().to_owned(),
        decision.since.clone(),
        settled_by,
        settled_by_name,
        decision.escalation(today).code().to_owned(),
    ]
}

fn value(names: &Names, today: Day, decision: &Decision) -> Value {
    let [owner, owner_name] = person(names, Some(decision.owner));
    let mut value = json!(decision);
    value["owner"] = json!({ "login": owner, "name": owner_name });
    value["settled_by"] = decision.settled_by.map_or(Value::Null, |by| {
        let [login, name] = person(names, Some(by));
        json!({ "login": login, "name": name })
    });
    value["late"] = json!(decision.late(today));
    value["escalation"] = json!(decision.escalation(today).code());
    value
}
