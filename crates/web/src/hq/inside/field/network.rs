//! Branches whose lines do not both carry them, or hang on one thing; or all, by what somebody looks for.

use super::super::columns::{Column, Takes, Word as C, both, values};
use super::super::export::{Ending, Table, links};
use super::super::{Room, SignedIn, words::Word as H};
use super::words::Word as F;
use super::{line_columns, listed, part, place_of, said};
use crate::furniture::{Shown, badge, notice};
use crate::locale::{Lang, Word as W, latin_digits};
use crate::pages::{Absent, Answer};
use axum::extract::{Query, State};
use axum::response::Response;
use calendar::Day;
use headquarters::branch::Branch;
use headquarters::network::{Bearer, Coverage, Fate, Line, Rank, sheet};
use headquarters::permit::{Act, Permit, act};
use maud::{Markup, html};
use office::{Office, Register};
use serde::Deserialize;

/// What is looked for; what is not understood is not looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    page: String,
    place: String,
    coverage: String,
    fate: String,
}

const ROWS: usize = 100;

impl Asked {
    fn query(&self, page: usize) -> String {
        let pairs = [
            ("q", self.q.as_str()),
            ("place", self.place.as_str()),
            ("coverage", self.coverage.as_str()),
            ("fate", self.fate.as_str()),
        ];
        listed::query(&pairs, page)
    }
}

/// A branch, how far its lines carry it, and what they share.
type Row<'a> = (&'a Branch, Coverage, Vec<Fate>);

/// The branches that a permit reaches, with what their lines are worth today.
fn reached<'a>(register: &'a Register, permit: &Permit<act::ReadNetwork>, today: Day) -> Vec<Row<'a>> {
    let reach = permit.reach();
    let here = register.branches().map(|kept| &*kept.file);
    let here = here.filter(|branch| reach.iter().any(|scope| scope.contains(&branch.site.place)));
    here.map(|branch| (branch, branch.network.coverage_on(today), branch.network.fates_on(today))).collect()
}

/// Those that answer the question. Where it says nothing of coverage, those that are not as they should be.
fn found<'a>(rows: Vec<Row<'a>>, asked: &Asked, today: Day) -> Vec<Row<'a>> {
    let (within, coverage) = (place_of(&asked.place), asked.coverage.parse::<Coverage>().ok());
    let fate = asked.fate.parse::<Fate>().ok();
    let shown = Shown { words: &asked.q, page: 1, rows: ROWS };
    let answers = |(branch, covered, fates): &Row<'_>| {
        let operator = |rank| branch.network.line_on(rank, today).map_or("", |line| line.operator.as_str());
        let site = &branch.site;
        let as_asked = match (coverage, asked.coverage.as_str()) {
            (Some(coverage), _) => *covered == coverage,
            (None, "all") => true,
            (None, _) => *covered != Coverage::Full || !fates.is_empty(),
        };
        as_asked
            && within.as_ref().is_none_or(|place| place.contains(&site.place))
            && fate.is_none_or(|fate| fates.contains(&fate))
            && (asked.q.is_empty()
                || shown.matches(&[
                    &site.name,
                    &site.latin,
                    site.place.as_str(),
                    operator(Rank::Primary),
                    operator(Rank::Second),
                ]))
    };
    rows.into_iter().filter(answers).collect()
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
    let today = office.today();
    let all = reached(&register, &signed.permit()?, today);
    let counts = Coverage::ALL.iter().map(|c| (*c, all.iter().filter(|row| row.1 == *c).count()));
    let counts: Vec<(Coverage, usize)> = counts.collect();
    let weak = all.iter().any(|(_, coverage, fates)| *coverage != Coverage::Full || !fates.is_empty());
    let number = latin_digits(&asked.page).trim().parse().unwrap_or(1);
    let found = found(all, &asked, today);
    let count = found.len();
    let shown = Shown { words: &asked.q, page: number, rows: ROWS };
    let (rows, pages) = shown.cut(found);
    let at = number.clamp(1, pages);
    let title = lang.say(H::Network);
    let content = html! {
        h1 { (title) }
        p { (lang.say(H::NetworkLead)) }
        p.ways {
            a href={ "/" (lang.code()) "/hq/network/operators" } { (lang.say(F::Operators)) }
            @if signed.officer.may(Act::RecordNetwork) { a href={ "/" (lang.code()) "/hq/network/import" } { (lang.say(C::LineImport)) } }
        }
        @if !weak && counts.iter().any(|(_, count)| *count > 0) { (notice("good", lang.say(H::NetworkAllGood), "")) }
        ul.standings {
            @for (coverage, count) in counts {
                @let (tone, word) = said::coverage(coverage);
                li { a href={ "?coverage=" (coverage.code()) } { (badge(tone, lang.say(word))) } " " strong { (lang.number(count as u64)) } }
            }
        }
        (filters(lang, &asked))
        p.hint { (lang.fill(H::FilterFound, &[&lang.number(count as u64)])) }
        @if rows.is_empty() { (shown.nothing(lang)) } @else {
            (table(lang, &rows, today))
            (listed::pager(lang, title, (at, pages), |page| asked.query(page)))
            p.ways { (links(lang, "/hq/network", &["csv", "xlsx"], &asked.query(1))) }
            p.ways { (lang.say(C::LinesAgain)) ": " (links(lang, "/hq/network/lines", &["csv", "xlsx"], &asked.query(1))) }
        }
    };
    let path = format!("/hq/network{}", asked.query(at));
    Ok(super::super::page(&signed, Room::Network, title, &path, &content))
}

fn filters(lang: Lang, asked: &Asked) -> Markup {
    html! {
        form.card.asking method="get" {
            div.fields {
                div.field { label for="q" { (lang.say(W::SearchBranch)) } input #q name="q" type="search" value=(asked.q) maxlength="80" autocomplete="off"; }
                div.field {
                    label for="coverage" { (lang.say(H::Coverage)) }
                    select #coverage name="coverage" {
                        option value="" { (lang.say(F::CoverageWeak)) }
                        option value="all" selected[asked.coverage == "all"] { (lang.say(H::FilterAny)) }
                        @for one in Coverage::ALL { option value=(one.code()) selected[one.code() == asked.coverage] { (lang.say(said::coverage(*one).1)) } }
                    }
                }
                div.field {
                    label for="fate" { (lang.say(H::SharedFate)) }
                    select #fate name="fate" {
                        option value="" { (lang.say(H::FilterAny)) }
                        @for one in Fate::ALL { option value=(one.code()) selected[one.code() == asked.fate] { (lang.say(said::fate(*one))) } }
                    }
                }
            }
            @if !asked.place.is_empty() { input type="hidden" name="place" value=(asked.place); }
            button { (lang.say(H::FilterShow)) }
        }
    }
}

fn table(lang: Lang, rows: &[Row<'_>], today: Day) -> Markup {
    html! {
        table.stack {
            thead { tr {
                th scope="col" { (lang.say(H::FieldBranch)) } th scope="col" { (lang.say(H::Coverage)) }
                th scope="col" { (lang.say(H::LinePrimary)) } th scope="col" { (lang.say(H::LineSecond)) }
                th scope="col" { (lang.say(H::SharedFate)) }
            } }
            tbody {
                @for (branch, coverage, fates) in rows {
                    @let (tone, word) = said::coverage(*coverage);
                    tr {
                        th scope="row" { a href={ "/" (lang.code()) "/hq/branches/" (part(&branch.site.place)) } { (lang.pick(&branch.site.name, &branch.site.latin)) } }
                        td data-label=(lang.say(H::Coverage)) { (badge(tone, lang.say(word))) }
                        @for (rank, label) in [(Rank::Primary, H::LinePrimary), (Rank::Second, H::LineSecond)] {
                            td data-label=(lang.say(label)) {
                                @match branch.network.line_on(rank, today) {
                                    Some(line) => { (lang.say(said::bearer(line.bearer))) " · " (line.operator) }
                                    None => (lang.say(H::LineNone)),
                                }
                            }
                        }
                        td data-label=(lang.say(H::SharedFate)) { @for fate in fates { (badge("red", lang.say(said::fate(*fate)))) " " } }
                    }
                }
            }
        }
    }
}

fn exported(rows: &[Row<'_>], today: Day) -> Table {
    let heading = [
        "place",
        "name",
        "coverage",
        "shared",
        "primary",
        "primary-operator",
        "primary-kbps",
        "second",
        "second-operator",
        "second-kbps",
    ];
    let row = |(branch, coverage, fates): &Row<'_>| {
        let fates: Vec<&str> = fates.iter().map(|fate| fate.code()).collect();
        let mut row = vec![
            branch.site.place.to_string(),
            branch.site.name.clone(),
            coverage.to_string(),
            fates.join(" "),
        ];
        for rank in [Rank::Primary, Rank::Second] {
            let line: Option<&Line> = branch.network.line_on(rank, today);
            let signal = branch.network.signals.iter().rev().find(|signal| signal.rank == rank);
            row.push(line.map_or(String::new(), |line| line.bearer.to_string()));
            row.push(line.map_or(String::new(), |line| line.operator.clone()));
            row.push(signal.map_or(String::new(), |signal| signal.upward_kbps.to_string()));
        }
        row
    };
    Table { name: "network", heading: heading.to_vec(), rows: rows.iter().map(row).collect() }
}

fn columns() -> Vec<Column> {
    let bearers =
        || Takes::OneOf(values(Bearer::ALL, Bearer::code, |lang, bearer| lang.say(said::bearer(bearer))));
    let coverages =
        values(Coverage::ALL, Coverage::code, |lang, coverage| lang.say(said::coverage(coverage).1));
    let fates = values(Fate::ALL, Fate::code, |lang, fate| lang.say(said::fate(fate)));
    vec![
        Column::new("place", both(C::PlaceCodes), Takes::Place),
        Column::new("name", both(H::FieldBranch), Takes::Text),
        Column::new("coverage", both(H::Coverage), Takes::OneOf(coverages)),
        Column::new("shared", both(H::SharedFate), Takes::SomeOf(fates)),
        Column::new("primary", both(H::LinePrimary), bearers()),
        Column::new("primary-operator", both(C::PrimaryOperator), Takes::Text),
        Column::new("primary-kbps", both(C::PrimarySpeed), Takes::Number),
        Column::new("second", both(H::LineSecond), bearers()),
        Column::new("second-operator", both(C::SecondOperator), Takes::Text),
        Column::new("second-kbps", both(C::SecondSpeed), Takes::Number),
    ]
}

pub(super) async fn files(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
    ending: Ending,
) -> Result<Response, Absent> {
    let (register, today) = (register(&office, &signed).await?, office.today());
    let table = exported(&found(reached(&register, &signed.permit()?, today), &asked, today), today);
    table.file(signed.lang, columns(), ending).await
}

/// The lines of the same branches as an import takes them: to be changed in a spreadsheet and brought in again.
pub(super) async fn lines(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
    ending: Ending,
) -> Result<Response, Absent> {
    let (register, today) = (register(&office, &signed).await?, office.today());
    let found = found(reached(&register, &signed.permit()?, today), &asked, today);
    let lines = found.iter().flat_map(|(branch, ..)| {
        let stands = Rank::ALL.iter().filter_map(|rank| branch.network.last_line(*rank));
        stands.map(|line| sheet::write(&branch.site.place, line).map(|(_, value)| value).to_vec())
    });
    let table = Table { name: "lines", heading: sheet::COLUMNS.to_vec(), rows: lines.collect() };
    table.file(signed.lang, line_columns(), ending).await
}
