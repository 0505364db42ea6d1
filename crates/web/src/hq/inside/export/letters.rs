//! Letters as a file, newest first.

use super::super::columns::{Column, Takes, Word as C, both, values};
use super::super::letters::{Asked, said_of};
use super::super::words::{self, Word as H};
use super::super::{SignedIn, places};
use super::{AT_ONCE, Ending, JSON, Table, attached, person, said};
use crate::pages::Absent;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::Response;
use headquarters::letter::{Letter, Standing};
use headquarters::permit::{Permit, PersonId, act};
use headquarters::role::Role;
use office::{Names, Office};
use serde_json::{Value, json};

const HEADING: [&str; 18] = [
    "number",
    "person",
    "person-name",
    "role",
    "scope",
    "committee",
    "from",
    "until",
    "basis",
    "standing",
    "issued-by",
    "confirmed-by",
    "revoked-by",
    "revoked-at",
    "revoked-why",
    "supersedes",
    "superseded-by",
    "superseded-from",
];

pub(in super::super) async fn letters(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
    ending: Ending,
) -> Result<Response, Absent> {
    let permit: Permit<act::ReadOrganisation> = signed.permit()?;
    let sought = asked.sought(&places::register(&office, &signed).await?);
    let (mut rows, mut values, mut below) = (Vec::new(), Vec::new(), None);
    loop {
        let list = office.letters(&permit, &sought, below, AT_ONCE).await;
        let list = list.map_err(|e| signed.failed(e))?;
        for (letter, standing) in &list.letters {
            match ending {
                Ending::Json => values.push(value(&list.names, letter, *standing)),
                Ending::Csv | Ending::Xlsx => rows.push(row(&list.names, letter, *standing)),
            }
        }
        below = list.next;
        if below.is_none() {
            break;
        }
    }
    let table = Table { name: "letters", heading: HEADING.to_vec(), rows };
    match ending {
        Ending::Json => Ok(attached(table.name, JSON, Json(json!({ "letters": values })))),
        ending => table.file(signed.lang, columns(), ending).await,
    }
}

fn columns() -> Vec<Column> {
    let roles = values(Role::ALL, Role::code, |lang, role| lang.say(words::role(role)));
    let standings = values(Standing::ALL, Standing::code, |lang, standing| lang.say(said_of(standing).0));
    vec![
        Column::new("number", both(H::Letter), Takes::Number),
        Column::new("person", both(C::PersonLogin), Takes::Code),
        Column::new("person-name", both(H::Person), Takes::Text),
        Column::new("role", both(H::Role), Takes::OneOf(roles)),
        Column::new("scope", both(C::PlaceCodes), Takes::Place),
        Column::new("committee", both(H::Committee), Takes::Number),
        Column::new("from", both(H::From), Takes::Day),
        Column::new("until", both(H::Until), Takes::Day),
        Column::new("basis", both(H::Basis), Takes::Text),
        Column::new("standing", both(H::Standing), Takes::OneOf(standings)),
        Column::new("issued-by", both(H::IssuedBy), Takes::Code),
        Column::new("confirmed-by", both(H::ConfirmedBy), Takes::Code),
        Column::new("revoked-by", both(H::RevokedBy), Takes::Code),
        Column::new("revoked-at", both(C::RevokedAt), Takes::Text),
        Column::new("revoked-why", both(H::RevokeWhy), Takes::Text),
        Column::new("supersedes", both(H::Supersedes), Takes::Number),
        Column::new("superseded-by", both(H::SupersededBy), Takes::Number),
        Column::new("superseded-from", both(C::SupersededFrom), Takes::Day),
    ]
}

fn row(names: &Names, letter: &Letter, standing: Standing) -> Vec<String> {
    let login = |id: Option<PersonId>| {
        let [login, _] = person(names, id);
        login
    };
    let [appointed, name] = person(names, Some(letter.person));
    let revoked = letter.revoked.as_ref();
    vec![
        letter.number.to_string(),
        appointed,
        name,
        letter.role.code().to_owned(),
        letter.scope.to_string(),
        said(letter.committee),
        letter.from.to_string(),
        letter.until.to_string(),
        letter.basis.clone(),
        standing.code().to_owned(),
        login(letter.issued_by),
        login(letter.confirmed_by),
        login(revoked.map(|end| end.by)),
        said(revoked.map(|end| &end.at)),
        said(revoked.map(|end| &end.why)),
        said(letter.supersedes),
        said(letter.superseded.map(|other| other.by)),
        said(letter.superseded.map(|other| other.from)),
    ]
}

fn value(names: &Names, letter: &Letter, standing: Standing) -> Value {
    let who = |id: Option<PersonId>| {
        let [login, name] = person(names, id);
        id.map_or(Value::Null, |_| json!({ "login": login, "name": name }))
    };
    let mut value = json!(letter);
    value["person"] = who(Some(letter.person));
    value["issued_by"] = who(letter.issued_by);
    value["confirmed_by"] = who(letter.confirmed_by);
    if let Some(end) = &letter.revoked {
        value["revoked"]["by"] = who(Some(end.by));
    }
    value["standing"] = json!(standing.code());
    value
}
