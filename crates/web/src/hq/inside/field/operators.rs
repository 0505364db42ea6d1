//! What each operator promised («تعهد اپراتور»), over all branches: how much is kept, owed and late.

use super::super::columns::{Column, Takes, Word as C, both};
use super::super::export::{Ending, Table, links};
use super::super::{Room, SignedIn, words::Word as H};
use super::words::Word as F;
use super::{listed, part};
use crate::furniture::{Shown, badge, notice, percent_encoded};
use crate::locale::{Lang, latin_digits};
use crate::pages::{Absent, Answer};
use axum::extract::{Query, State};
use axum::response::Response;
use calendar::Day;
use election::spelling;
use headquarters::branch::Branch;
use headquarters::network::Commitment;
use headquarters::permit::{Permit, act};
use maud::{Markup, html};
use office::{Office, Register};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Whose promises are looked at; all operators where nobody is named.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    operator: String,
    open: String,
    page: String,
}

const ROWS: usize = 100;

/// A promise and the branch that it was made for.
type Promise<'a> = (&'a Branch, &'a Commitment);

impl Asked {
    fn query(&self, page: usize) -> String {
        listed::query(&[("operator", &self.operator), ("open", &self.open)], page)
    }
}

/// The promises that a permit reaches: of one operator, however its name is typed, or of all; those first that are due
/// first.
fn promises<'a>(
    register: &'a Register,
    permit: &Permit<act::ReadNetwork>,
    asked: &Asked,
) -> Vec<Promise<'a>> {
    let operator = spelling::closed(&asked.operator);
    let reach = permit.reach();
    let here = register.branches().map(|kept| &*kept.file);
    let here = here.filter(|branch| reach.iter().any(|scope| scope.contains(&branch.site.place)));
    let all = here.flat_map(|branch| branch.network.commitments.iter().map(move |one| (branch, one)));
    let mut all: Vec<Promise<'_>> = all
        .filter(|(_, one)| operator.is_empty() || spelling::closed(&one.operator) == operator)
        .filter(|(_, one)| asked.open != "yes" || one.kept.is_none())
        .collect();
    all.sort_by_key(|(branch, one)| (one.kept.is_some(), one.due, branch.site.place.clone(), one.number));
    all
}

/// How an operator keeps its word.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Word {
    name: String,
    promised: u64,
    kept: u64,
    late: u64,
    next: Option<Day>,
}

/// By operator, under the name that is typed most plainly; the one with most that is late comes first.
fn words(promises: &[Promise<'_>], today: Day) -> Vec<Word> {
    let mut by: BTreeMap<String, Word> = BTreeMap::new();
    for (_, one) in promises {
        let word = by.entry(spelling::closed(&one.operator)).or_default();
        if word.name.is_empty() {
            word.name.clone_from(&one.operator);
        }
        word.promised += 1;
        match one.kept {
            Some(_) => word.kept += 1,
            None => {
                word.late += u64::from(one.due < today);
                word.next = Some(word.next.map_or(one.due, |next| next.min(one.due)));
            }
        }
    }
    let mut words: Vec<Word> = by.into_values().collect();
    words.sort_by_key(|word| (std::cmp::Reverse(word.late), word.next, word.name.clone()));
    words
}

async fn register(office: &Office, signed: &SignedIn) -> Result<Register, Absent> {
    office.network_register(&signed.permit()?).await.map_err(|e| signed.failed(e))
}

pub(super) async fn page(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Answer {
    let lang = signed.lang;
    let register = register(&office, &signed).await?;
    let all = promises(&register, &signed.permit()?, &asked);
    let words = words(&all, office.today());
    let number = latin_digits(&asked.page).trim().parse().unwrap_or(1);
    let shown = Shown { words: "", page: number, rows: ROWS };
    let (rows, pages) = shown.cut(all);
    let at = number.clamp(1, pages);
    let title = lang.say(F::Operators);
    let content = html! {
        h1 { (title) @if !asked.operator.is_empty() { " · " (asked.operator) } }
        p { (lang.say(F::OperatorsLead)) }
        @if words.is_empty() { (notice("", lang.say(F::OperatorsNone), "")) } @else {
            (table(lang, &words))
            @if !asked.operator.is_empty() { p.ways { a href="?" { (lang.say(F::OperatorsAll)) } } }
            (list(lang, &rows, office.today()))
            (listed::pager(lang, title, (at, pages), |page| asked.query(page)))
            p.ways {
                (links(lang, "/hq/network/operators", &["csv", "xlsx"], &asked.query(1)))
            }
        }
    };
    let path = format!("/hq/network/operators{}", asked.query(at));
    Ok(super::super::page(&signed, Room::Network, title, &path, &content))
}

fn table(lang: Lang, words: &[Word]) -> Markup {
    html! {
        table.stack {
            thead { tr {
                th scope="col" { (lang.say(H::LineOperator)) }
                @for word in [F::Promised, F::PromisedKept, F::PromisedLate] { th.number scope="col" { (lang.say(word)) } }
                th scope="col" { (lang.say(F::PromisedNext)) }
            } }
            tbody {
                @for word in words {
                    tr {
                        th scope="row" { a href={ "?operator=" (percent_encoded(&word.name)) } { (word.name) } }
                        td.number data-label=(lang.say(F::Promised)) { (lang.number(word.promised)) }
                        td.number data-label=(lang.say(F::PromisedKept)) { (lang.number(word.kept)) }
                        td.number data-label=(lang.say(F::PromisedLate)) { @if word.late > 0 { (badge("red", &lang.number(word.late))) } @else { (lang.number(0_u64)) } }
                        td data-label=(lang.say(F::PromisedNext)) { @match word.next { Some(next) => (lang.day(&next.to_string())), None => (badge("green", lang.say(F::PromisedAll))) } }
                    }
                }
            }
        }
    }
}

fn list(lang: Lang, rows: &[Promise<'_>], today: Day) -> Markup {
    html! {
        table.stack {
            thead { tr {
                th scope="col" { (lang.say(H::FieldBranch)) } th scope="col" { (lang.say(H::LineOperator)) } th scope="col" { (lang.say(H::PromiseWhat)) }
                th scope="col" { (lang.say(H::FieldDue)) } th scope="col" { (lang.say(H::AreaState)) }
            } }
            tbody {
                @for (branch, one) in rows {
                    tr {
                        th scope="row" { a href={ "/" (lang.code()) "/hq/branches/" (part(&branch.site.place)) } { (lang.pick(&branch.site.name, &branch.site.latin)) } }
                        td data-label=(lang.say(H::LineOperator)) { (one.operator) }
                        td data-label=(lang.say(H::PromiseWhat)) { (one.what) }
                        td data-label=(lang.say(H::FieldDue)) { (lang.day(&one.due.to_string())) }
                        td data-label=(lang.say(H::AreaState)) {
                            @match one.kept {
                                Some(kept) => { (badge("green", lang.say(H::PromiseKept))) " " (lang.day(&kept.to_string())) " " (one.shown) }
                                None if one.due < today => (badge("red", lang.say(F::PromisedLate))),
                                None => (badge("amber", lang.say(F::PromisedOwed))),
                            }
                        }
                    }
                }
            }
        }
    }
}

fn exported(promises: &[Promise<'_>]) -> Table {
    let heading = vec!["operator", "branch", "name", "what", "made", "due", "kept"];
    let row = |(branch, one): &Promise<'_>| {
        vec![
            one.operator.clone(),
            branch.site.place.to_string(),
            branch.site.name.clone(),
            one.what.clone(),
            one.made.to_string(),
            one.due.to_string(),
            one.kept.map_or(String::new(), |kept| kept.to_string()),
        ]
    };
    Table { name: "commitments", heading, rows: promises.iter().map(row).collect() }
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("operator", both(H::LineOperator), Takes::Text),
        Column::new("branch", both(C::PlaceCodes), Takes::Place),
        Column::new("name", both(H::FieldBranch), Takes::Text),
        Column::new("what", both(H::PromiseWhat), Takes::Text),
        Column::new("made", both(C::Made), Takes::Day),
        Column::new("due", both(H::FieldDue), Takes::Day),
        Column::new("kept", both(C::Kept), Takes::Day),
    ]
}

pub(super) async fn files(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
    ending: Ending,
) -> Result<Response, Absent> {
    let register = register(&office, &signed).await?;
    let table = exported(&promises(&register, &signed.permit()?, &asked));
    table.file(signed.lang, columns(), ending).await
}
