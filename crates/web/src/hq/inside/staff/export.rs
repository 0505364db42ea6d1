//! The same list as a file: CSV, XLSX, JSON.

use super::super::SignedIn;
use super::super::columns::{Column, Takes, Word as C, both, values};
use super::super::export::{Ending, Table};
use super::import::staff_columns;
use super::list::Asked;
use super::words::{self, Word};
use crate::pages::Absent;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use headquarters::permit::{Permit, act};
use headquarters::staff::{Duty, Grade, Member, typed};
use office::Office;
use serde_json::json;

/// Files that are read at once.
const AT_ONCE: usize = 5_000;

/// Hands everybody who is asked for to `each`, some at a time.
async fn all(
    office: &Office,
    signed: &SignedIn,
    asked: &Asked,
    mut each: impl FnMut(Member),
) -> Result<(), Absent> {
    let permit: Permit<act::ReadStaff> = signed.permit()?;
    let (sought, mut after) = (asked.read(), None);
    loop {
        let listed = office.staff(&permit, &sought, after, AT_ONCE).await.map_err(|e| signed.failed(e))?;
        listed.rows.into_iter().for_each(|(_, member)| each(member));
        after = listed.next;
        if after.is_none() {
            return Ok(());
        }
    }
}

async fn table(office: &Office, signed: &SignedIn, asked: &Asked) -> Result<Table, Absent> {
    let mut heading = vec!["number"];
    heading.extend(typed::FIELDS);
    heading.extend(["at", "duty", "pass-until", "appointed"]);
    let mut rows = Vec::new();
    all(office, signed, asked, |member| {
        let mut row = vec![member.number.to_string()];
        row.extend(typed::write(&member).into_iter().map(|(_, value)| value));
        row.push(member.at().to_string());
        row.push(member.service().map_or("", |service| service.duty.code()).to_owned());
        row.push(member.pass_until(Grade::Branch).map_or(String::new(), |until| until.to_string()));
        row.push(member.appointed.on.to_string());
        rows.push(row);
    })
    .await?;
    Ok(Table { name: "staff", heading, rows })
}

pub(super) async fn files(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
    ending: Ending,
) -> Result<Response, Absent> {
    if ending == Ending::Json {
        let mut staff = Vec::new();
        all(&office, &signed, &asked, |member| staff.push(member)).await?;
        return Ok(axum::Json(json!({ "staff": staff })).into_response());
    }
    table(&office, &signed, &asked).await?.file(signed.lang, list(), ending).await
}

/// The columns of the list: those of an import, and what was done since.
fn list() -> Vec<Column> {
    let duties = values(Duty::ALL, Duty::code, |lang, duty| lang.say(words::duty(duty)));
    let known = [
        Column::new("at", both(C::PlaceCodes), Takes::Place),
        Column::new("duty", both(Word::DutyIs), Takes::OneOf(duties)),
        Column::new("pass-until", both(Word::ValidUntil), Takes::Day),
        Column::new("appointed", both(Word::AppointedOn), Takes::Day),
    ];
    staff_columns().into_iter().chain(known).collect()
}
