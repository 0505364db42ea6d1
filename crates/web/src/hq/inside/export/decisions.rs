//! Decisions as a file, those due first first.

use super::super::SignedIn;
use super::super::columns::{Column, Takes, Word as C, both, values};
use super::super::decisions::{Asked, status_word};
use super::super::words::Word as H;
use super::{AT_ONCE, Ending, JSON, Table, attached, person, said};
use crate::pages::Absent;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::Response;
use calendar::Day;
use headquarters::decision::{Decision, Escalation, Status};
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
    ending: Ending,
) -> Result<Response, Absent> {
    let permit: Permit<act::ReadDecisions> = signed.permit()?;
    let (mut rows, mut values, mut after) = (Vec::new(), Vec::new(), None);
    loop {
        let list = office.decisions(&permit, asked.all(), asked.words(), after, AT_ONCE).await;
        let list = list.map_err(|e| signed.failed(e))?;
        for decision in &list.decisions {
            match ending {
                Ending::Json => values.push(value(&list.names, list.today, decision)),
                Ending::Csv | Ending::Xlsx => rows.push(row(&list.names, list.today, decision)),
            }
        }
        after = list.next;
        if after.is_none() {
            break;
        }
    }
    let table = Table { name: "decisions", heading: HEADING.to_vec(), rows };
    match ending {
        Ending::Json => Ok(attached(table.name, JSON, Json(json!({ "decisions": values })))),
        ending => table.file(signed.lang, columns(), ending).await,
    }
}

fn columns() -> Vec<Column> {
    let statuses = values(&Status::ALL, Status::code, |lang, status| lang.say(status_word(status)));
    let tables = [
        (Escalation::Owner, H::Owner),
        (Escalation::Committee, H::Committee),
        (Escalation::Headquarters, H::EscalatedHeadquarters),
        (Escalation::Above, H::EscalatedAbove),
    ];
    let tables = tables.map(|(escalation, word)| (escalation.code(), both(word)));
    vec![
        Column::new("number", both(H::Decision), Takes::Number),
        Column::new("meeting", both(H::Meeting), Takes::Number),
        Column::new("place", both(C::PlaceCodes), Takes::Place),
        Column::new("text", both(H::DecisionText), Takes::Text),
        Column::new("owner", both(C::OwnerLogin), Takes::Code),
        Column::new("owner-name", both(H::Owner), Takes::Text),
        Column::new("due", both(H::Due), Takes::Day),
        Column::new("late", both(C::Late), Takes::Number),
        Column::new("status", both(H::Standing), Takes::OneOf(statuses)),
        Column::new("since", both(C::SinceWhen), Takes::Text),
        Column::new("settled-by", both(C::SettledByLogin), Takes::Code),
        Column::new("settled-by-name", both(C::SettledBy), Takes::Text),
        Column::new("escalation", both(C::OnWhoseTable), Takes::OneOf(tables.into())),
    ]
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
