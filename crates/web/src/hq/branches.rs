//! The branches: their standing and their figures.

use crate::furniture::{Shown, badge, bar};
use crate::layout::{Page, Section};
use crate::locale::{Lang, Word as W};
use maud::{Markup, html};
use office::{BranchRow, BranchStanding};

/// How many branches stand in a row: waiting, open, closed.
pub(super) fn standings(lang: Lang, rows: &[BranchRow]) -> Markup {
    let count = |standing| rows.iter().filter(|row| row.standing == standing).count() as u64;
    let all = [BranchStanding::Open, BranchStanding::Waiting, BranchStanding::Closed, BranchStanding::Void];
    html! {
        ul.standings {
            @for standing in all { li { (mark(lang, standing)) " " strong { (lang.number(count(standing))) } } }
        }
    }
}

/// A page of all branches.
pub fn branches(lang: Lang, rows: &[BranchRow], shown: &Shown<'_>) -> Markup {
    let title = lang.say(W::Branches);
    let found: Vec<&BranchRow> =
        rows.iter().filter(|row| shown.matches(&[row.id.as_str(), &row.name.fa, &row.name.en])).collect();
    let (here, pages) = shown.cut(found);
    let content = html! {
        h1 { (title) }
        (standings(lang, rows))
        (shown.search(lang, W::SearchBranch))
        @if here.is_empty() { (shown.nothing(lang)) } @else {
            (table(lang, &here, rows))
            (shown.pager(lang, pages))
        }
    };
    let path = format!("/branches{}", shown.query());
    Page { lang, title, section: Some(Section::Branches), path: &path, every: None }.show(content)
}

/// The rows to show, and the sum over all branches below them.
pub(super) fn table(lang: Lang, shown: &[&BranchRow], all: &[BranchRow]) -> Markup {
    let most = all.iter().map(|row| row.check_ins).max().unwrap_or(0);
    let sum = |of: fn(&BranchRow) -> u64| lang.number(all.iter().map(of).sum::<u64>());
    html! {
        table.stack {
            thead {
                tr {
                    th scope="col" { (lang.say(W::Branch)) }
                    th scope="col" { (lang.say(W::Standing)) }
                    th.number scope="col" { (lang.say(W::CheckIns)) }
                    th.number scope="col" { (lang.say(W::Ballots)) }
                    th.number scope="col" { (lang.say(W::Challenged)) }
                    th.number scope="col" { (lang.say(W::Refused)) }
                }
            }
            tbody { @for row in shown { (line(lang, row, most)) } }
            tfoot {
                tr {
                    th scope="row" { (lang.say(W::BranchesInAll)) }
                    td.blank {}
                    td.number data-label=(lang.say(W::CheckIns)) { (sum(|row| row.check_ins)) }
                    td.number data-label=(lang.say(W::Ballots)) { (sum(|row| row.ballots)) }
                    td.number data-label=(lang.say(W::Challenged)) { (sum(|row| row.spoiled)) }
                    td.number data-label=(lang.say(W::Refused)) { (sum(|row| row.refused)) }
                }
            }
        }
    }
}

fn line(lang: Lang, row: &BranchRow, most: u64) -> Markup {
    html! {
        tr {
            th scope="row" {
                span.id { (lang.digits(row.id.as_str())) } " "
                a href={ "/" (lang.code()) "/branches/" (row.id) } { (lang.pick(&row.name.fa, &row.name.en)) }
            }
            td data-label=(lang.say(W::Standing)) {
                (mark(lang, row.standing))
                @if row.contact == Some(pollbook::contact::State::Alone) { " ○ " (lang.say(W::ContactAlone)) }
            }
            td.number data-label=(lang.say(W::CheckIns)) { span.progress { (lang.number(row.check_ins)) (bar(row.check_ins, most, "")) } }
            td.number data-label=(lang.say(W::Ballots)) { (lang.number(row.ballots)) }
            td.number data-label=(lang.say(W::Challenged)) { (lang.number(row.spoiled)) }
            td.number data-label=(lang.say(W::Refused)) { (lang.number(row.refused)) }
        }
    }
}

fn mark(lang: Lang, standing: BranchStanding) -> Markup {
    match standing {
        BranchStanding::Waiting => badge("later", lang.say(W::StandingWaiting)),
        BranchStanding::Open => badge("now", lang.say(W::StandingOpen)),
        BranchStanding::Closed => badge("done", lang.say(W::StandingClosed)),
        BranchStanding::Void => badge("later", lang.say(W::StandingVoid)),
    }
}
