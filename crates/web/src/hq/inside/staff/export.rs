//! The same list as a file: CSV, XLSX, JSON.

use super::super::SignedIn;
use super::super::columns::{Column, Takes, Word as C, both, values};
use super::super::export::{
    CSV, Ending, JSON, Sheet, Table, attached, begun, csv_begin, csv_rows, sent, unwritten,
};
use super::import::staff_columns;
use super::list::Asked;
use super::words::{self, Word};
use crate::pages::Absent;
use axum::extract::{Query, State};
use axum::response::Response;
use futures_util::stream::{Stream, StreamExt as _, TryStreamExt as _, try_unfold};
use headquarters::permit::{Permit, act};
use headquarters::staff::{Duty, Grade, Member, typed};
use office::{Error, Office, StaffAsked};
use serde_json::json;

/// Files that are read at once.
const AT_ONCE: usize = 1_000;

const NAME: &str = "staff";

/// Everybody who is asked for, some at a time.
fn everybody(
    office: Office,
    permit: Permit<act::ReadStaff>,
    sought: StaffAsked,
) -> impl Stream<Item = Result<Vec<Member>, Error>> + Send {
    try_unfold(Some((office, permit, sought, None)), |state| async {
        let Some((office, permit, sought, after)) = state else { return Ok(None) };
        let listed = office.staff(&permit, &sought, after, AT_ONCE).await?;
        let members = listed.rows.into_iter().map(|(_, member)| member).collect();
        Ok(Some((members, listed.next.map(|after| (office, permit, sought, Some(after))))))
    })
}

/// Some of them as a table.
fn table(members: &[Member]) -> Table {
    let mut heading = vec!["number"];
    heading.extend(typed::FIELDS);
    heading.extend(["at", "duty", "pass-until", "appointed"]);
    let row = |member: &Member| {
        let mut row = vec![member.number.to_string()];
        row.extend(typed::write(member).into_iter().map(|(_, value)| value));
        row.push(member.at().to_string());
        row.push(member.service().map_or("", |service| service.duty.code()).to_owned());
        row.push(member.pass_until(Grade::Branch).map_or(String::new(), |until| until.to_string()));
        row.push(member.appointed.on.to_string());
        row
    };
    Table { name: NAME, heading, rows: members.iter().map(row).collect() }
}

/// A province's staff is sent while it is read, or lies on the disk until its workbook is whole.
pub(super) async fn files(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
    ending: Ending,
) -> Result<Response, Absent> {
    let mut some = begun(&signed, everybody(office, signed.permit()?, asked.read())).await?;
    match ending {
        Ending::Csv => {
            let pieces = some.map_ok(|members| csv_rows(&table(&members).rows));
            Ok(attached(NAME, CSV, sent(csv_begin(&table(&[]).heading), pieces, Vec::new())))
        }
        Ending::Json => {
            let pieces = some.enumerate().map(|(n, members)| Ok(in_json(n == 0, &members?)));
            Ok(attached(NAME, JSON, sent(b"{\"staff\":[".to_vec(), pieces, b"]}".to_vec())))
        }
        Ending::Xlsx => {
            let (lang, columns) = (signed.lang, list());
            let counted = table(&[]).counted(&columns);
            let heading = table(&[]).in_words(lang, &columns).heading;
            let mut sheet = Sheet::begin(lang, &heading).map_err(unwritten)?.counting(counted);
            while let Some(members) = some.try_next().await.map_err(|e| signed.failed(e))? {
                sheet.add(&table(&members).in_words(lang, &columns).rows).map_err(unwritten)?;
            }
            sheet.attached(NAME).await
        }
    }
}

fn in_json(is_first: bool, members: &[Member]) -> Vec<u8> {
    let each: Vec<String> = members.iter().map(|member| json!(member).to_string()).collect();
    let comma = if is_first || each.is_empty() { "" } else { "," };
    format!("{comma}{}", each.join(",")).into_bytes()
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
