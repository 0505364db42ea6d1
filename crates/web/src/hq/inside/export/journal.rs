//! The journal as a file, newest line first: read some at a time and sent as it is read, so that a long one costs no memory.

use super::super::form::say;
use super::super::journal::Asked;
use super::super::{SignedIn, places};
use super::{
    AT_ONCE, CSV, Ending, JSON, Sheet, attached, begun, csv_begin, csv_rows, person, said, sent, unwritten,
};
use crate::locale::latin_digits;
use crate::pages::Absent;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use futures_util::stream::{Stream, StreamExt as _, TryStreamExt as _, try_unfold};
use headquarters::permit::{Permit, act};
use office::{Error, LinesSought, Names, Office, Told};
use serde_json::{Value, json};

/// Lines in one file at most.
pub(in super::super) const MOST: usize = 100_000;

const NAME: &str = "journal";
const HEADING: [&str; 12] =
    ["line", "at", "actor", "login", "name", "act", "thing", "which", "place", "changed", "why", "hash"];

/// The lines that were asked for, as far as they have been read.
struct Reading {
    office: Office,
    permit: Permit<act::ReadJournal>,
    sought: LinesSought,
    below: Option<i64>,
    /// How many may still be read.
    left: usize,
}

/// Some of them.
#[derive(Default)]
struct Page {
    lines: Vec<Told>,
    names: Names,
    is_last: bool,
    /// Where the file was cut: what the next one is asked for.
    below: Option<i64>,
}

impl Reading {
    async fn page(&mut self) -> Result<Page, Error> {
        if self.left == 0 {
            return Ok(Page { is_last: true, ..Page::default() });
        }
        let most = AT_ONCE.min(self.left);
        let (lines, names, next) = self.office.journal(&self.permit, &self.sought, self.below, most).await?;
        self.left -= lines.len();
        self.below = next;
        let is_last = next.is_none() || self.left == 0;
        Ok(Page { lines, names, is_last, below: next.filter(|_| is_last) })
    }
}

pub(in super::super) async fn journal(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
    ending: Ending,
) -> Result<Response, Absent> {
    let most = latin_digits(&asked.most).parse().unwrap_or(MOST).clamp(1, MOST);
    let register = places::register(&office, &signed).await?;
    let sought = match asked.sought(&office, &signed, &register).await? {
        Ok(sought) => sought,
        // A file without lines would look like an answer.
        Err(mistakes) => {
            let said = mistakes
                .iter()
                .map(|mistake| format!("{}: {}", mistake.field, say(signed.lang, mistake.why)));
            let said = said.collect::<Vec<_>>().join("\n");
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, said).into_response());
        }
    };
    let (below, permit) = (asked.below(), signed.permit()?);
    let mut pages = begun(&signed, pages(Reading { office, permit, sought, below, left: most })).await?;
    match ending {
        Ending::Csv => {
            let pieces = pages.map_ok(|page| csv_rows(&rows(&page)));
            Ok(attached(NAME, CSV, sent(csv_begin(&HEADING), pieces, Vec::new())))
        }
        Ending::Json => {
            let pieces = pages.enumerate().map(|(n, page)| Ok(in_json(n == 0, &page?)));
            Ok(attached(NAME, JSON, sent(b"{\"journal\":[".to_vec(), pieces, Vec::new())))
        }
        Ending::Xlsx => {
            let mut sheet = Sheet::begin(signed.lang, &HEADING).map_err(unwritten)?;
            while let Some(page) = pages.try_next().await.map_err(|e| signed.failed(e))? {
                sheet.add(&rows(&page)).map_err(unwritten)?;
            }
            sheet.attached(NAME).await
        }
    }
}

fn pages(reading: Reading) -> impl Stream<Item = Result<Page, Error>> + Send {
    try_unfold(Some(reading), |state| async {
        let Some(mut reading) = state else { return Ok(None) };
        let page = reading.page().await?;
        let rest = (!page.is_last).then_some(reading);
        Ok(Some((page, rest)))
    })
}

/// Some lines, and after the last one where the file was cut.
fn in_json(is_first: bool, page: &Page) -> Vec<u8> {
    let mut piece = String::new();
    for (n, told) in page.lines.iter().enumerate() {
        if n > 0 || !is_first {
            piece.push(',');
        }
        piece.push_str(&value(&page.names, told).to_string());
    }
    if page.is_last {
        piece.push_str(&format!("],\"below\":{}}}", json!(page.below)));
    }
    piece.into_bytes()
}

/// The lines as rows, and a last one where the file was cut, which no reader takes for a line.
fn rows(page: &Page) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = page.lines.iter().map(|told| row(&page.names, told)).collect();
    if let Some(below) = page.below {
        let mut cut = vec![String::new(); HEADING.len()];
        cut[0] = String::from("cut");
        cut[1] = format!("below={below}");
        rows.push(cut);
    }
    rows
}

fn row(names: &Names, told: &Told) -> Vec<String> {
    let [login, name] = person(names, told.person());
    let (thing, which) = told.what.clone();
    vec![
        told.line.to_string(),
        told.at.clone(),
        told.actor.clone(),
        login,
        name,
        told.act.clone(),
        thing,
        which,
        said(told.place.as_ref()),
        if told.changed.is_empty() { String::new() } else { changed(told).to_string() },
        told.why.clone(),
        told.hash.clone(),
    ]
}

fn value(names: &Names, told: &Told) -> Value {
    let [login, name] = person(names, told.person());
    let (thing, which) = &told.what;
    json!({
        "line": told.line, "at": told.at, "actor": told.actor, "login": login, "name": name, "act": told.act,
        "thing": thing, "which": which, "place": told.place, "changed": changed(told), "why": told.why,
        "hash": told.hash,
    })
}

/// The fields that changed.
fn changed(told: &Told) -> Value {
    let each = told.changed.iter();
    each.map(|(field, before, after)| json!({ "field": field, "before": before, "after": after })).collect()
}
