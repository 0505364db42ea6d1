//! Candidates with their votes, most first.

use super::result::{Candidate, Fate, Result, tone};
use crate::furniture::{Shown, badge, bar};
use crate::layout::{Page, Section};
use crate::locale::{Lang, Word as W};
use maud::{Markup, html};

/// A page of all candidates of a contest.
pub fn candidates(lang: Lang, result: &Result, shown: &Shown<'_>) -> Markup {
    let name = lang.pick(&result.title.fa, &result.title.en);
    let title = lang.say(W::TotalsByCandidate);
    let ranked = result.candidates.iter().enumerate();
    let found: Vec<(usize, &Candidate)> =
        ranked.filter(|(_, c)| shown.matches(&[c.code.as_str(), &c.name.fa, &c.name.en])).collect();
    let (here, pages) = shown.cut(found);
    let content = html! {
        p.above { a href={ "/" (lang.code()) "/results/" (result.contest) } { (lang.say(W::BackToResult)) } }
        h1 { (title) }
        p.lead { (name) }
        (shown.search(lang, W::SearchCandidate))
        @if here.is_empty() { (shown.nothing(lang)) } @else {
            (table(lang, result, &here))
            (shown.pager(lang, pages))
        }
    };
    let path = format!("/results/{}/candidates{}", result.contest, shown.query());
    Page { lang, title, section: Some(Section::Results), path: &path, every: None }.show(content)
}

/// Rows of candidates with their rank from 0.
pub(super) fn table(lang: Lang, result: &Result, rows: &[(usize, &Candidate)]) -> Markup {
    let most = result.candidates.first().map_or(0, |c| c.votes);
    let lists = result.has_lists();
    html! {
        table.stack.candidates {
            thead {
                tr {
                    th.number scope="col" { (lang.say(W::Rank)) }
                    th scope="col" { (lang.say(W::Candidate)) }
                    @if lists { th scope="col" { (lang.say(W::List)) } }
                    th.number scope="col" { (lang.say(W::Votes)) }
                    th scope="col" { span.unseen { (lang.say(W::Standing)) } }
                }
            }
            tbody {
                @for (rank, candidate) in rows {
                    tr {
                        td.number data-label=(lang.say(W::Rank)) { (lang.number(*rank as u64 + 1)) }
                        th scope="row" {
                            (lang.pick(&candidate.name.fa, &candidate.name.en)) " "
                            span.id { (lang.digits(candidate.code.as_str())) }
                        }
                        @if lists { td data-label=(lang.say(W::List)) { (result.list_of(lang, candidate)) } }
                        td.number data-label=(lang.say(W::Votes)) {
                            span.progress { (lang.number(candidate.votes)) (bar(candidate.votes, most, &tone(candidate.list))) }
                        }
                        td.fate { (fate(lang, candidate.fate)) }
                    }
                }
            }
        }
    }
}

fn fate(lang: Lang, fate: Fate) -> Markup {
    match fate {
        Fate::Elected(_) => badge("done", lang.say(W::ElectedMark)),
        Fate::Alternate(place) => badge("later", &lang.fill(W::AlternateMark, &[&lang.number(place as u64)])),
        Fate::Passed => html! {},
    }
}
