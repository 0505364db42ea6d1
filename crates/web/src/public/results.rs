//! The result of a contest: who is elected, by how much, and why.

use super::candidates;
use super::result::{Candidate, Result, tone};
use super::{seats, what_if};
use crate::furniture::{figure, notice};
use crate::layout::{Page, Section};
use crate::locale::{Lang, Word as W};
use maud::{Markup, html};
use office::ContestRow;

/// So many candidates stand on the page itself; all of them have their own.
const FIRST: usize = 40;

/// The page of a decided contest.
pub fn results(lang: Lang, result: &Result) -> Markup {
    let name = lang.pick(&result.title.fa, &result.title.en);
    let title = lang.fill(W::ResultOf, &[name]);
    let at = format!("/{}/results/{}", lang.code(), result.contest);
    let limit = match result.picks {
        1 => lang.say(W::ValidVotesHintOne).to_owned(),
        picks => lang.fill(W::ValidVotesHint, &[&lang.number(picks)]),
    };
    let content = html! {
        h1 { (name) }
        dl.figures.tight {
            (figure(&lang.number(result.ballots), lang.say(W::BallotsCounted), None))
            (figure(
                &lang.number(result.valid_votes),
                lang.say(W::ValidVotes),
                Some(&limit),
            ))
            (figure(
                &lang.number(result.blank_picks),
                lang.say(W::BlankPicks),
                Some(&lang.fill(
                    W::BlankPicksHint,
                    &[&lang.percent(result.blank_picks, result.valid_votes + result.blank_picks)],
                )),
            ))
        }
        @if result.has_lists() {
            section.card {
                h2 { (lang.say(W::SeatsOfLists)) }
                div.chamber {
                    (seats::chart(lang, result))
                    (seats::table(lang, result))
                }
                p.ways {
                    a href="#steps" { (lang.say(W::StepByStep)) }
                    a href="#margins" { (lang.say(W::Margins)) }
                    a href="#candidates" { (lang.say(W::TotalsByCandidate)) }
                    a href=(what_if::address(lang, result)) { (lang.say(W::WhatIfThis)) }
                }
            }
        }
        section.card {
            h2 { (lang.say(W::Elected)) }
            (people(lang, result, &result.elected()))
            @let alternates = result.alternates();
            @if !alternates.is_empty() {
                h2.further { (lang.say(W::Alternates)) }
                (people(lang, result, &alternates))
            }
        }
        // Who asks why reads the steps next; where there are only candidates, their votes are the reason.
        @if !result.has_lists() { (candidates_of(lang, result, &at)) }
        (seats::steps(lang, result))
        (seats::readings(lang, result))
        (seats::margins(lang, result))
        @if result.has_lists() { (candidates_of(lang, result, &at)) }
        (papers(lang, result, &at))
        section {
            h2 { (lang.say(W::Boxes)) }
            p { a.button.quiet href={ (at) "/boxes" } { (lang.say(W::Boxes)) " (" (lang.number(result.boxes as u64)) ")" } }
        }
    };
    let path = format!("/results/{}", result.contest);
    Page { lang, title: &title, section: Some(Section::Results), path: &path, every: None }.show(content)
}

/// The first of the candidates, and the way to all of them.
fn candidates_of(lang: Lang, result: &Result, at: &str) -> Markup {
    let first: Vec<(usize, &Candidate)> = result.candidates.iter().enumerate().take(FIRST).collect();
    html! {
        section #candidates {
            h2 { (lang.say(W::TotalsByCandidate)) }
            (candidates::table(lang, result, &first))
            @if result.candidates.len() > FIRST {
                p {
                    a.button.quiet href={ (at) "/candidates" } {
                        (lang.fill(W::AllCandidates, &[&lang.number(result.candidates.len() as u64)]))
                    }
                }
            }
        }
    }
}

/// What can be taken along: the minutes on paper and the record's own file.
fn papers(lang: Lang, result: &Result, at: &str) -> Markup {
    html! {
        section.card {
            h2 { (lang.say(W::Papers)) }
            p.ways {
                @if result.valid_votes > 0 { a href={ (at) "/seats.pdf" } { (lang.say(W::PaperSeats)) } }
                a href={ (at) "/county.pdf" } { (lang.say(W::PaperCounty)) }
                a href={ (crate::pages::RECORD) "/results/" (result.contest) ".json" } { (lang.say(W::PaperJson)) }
            }
            p.hint { (lang.say(W::PapersHint)) }
        }
    }
}

fn people(lang: Lang, result: &Result, people: &[&Candidate]) -> Markup {
    html! {
        ol.people {
            @for candidate in people {
                li {
                    span.swatch.(tone(candidate.list)) aria-hidden="true" {}
                    span {
                        strong { (lang.pick(&candidate.name.fa, &candidate.name.en)) }
                        @if result.has_lists() { span.hint { (result.list_of(lang, candidate)) } }
                    }
                    span.votes { (lang.number(candidate.votes)) }
                }
            }
        }
    }
}

/// The page of a contest that has no result yet.
pub fn not_decided(lang: Lang, contest: &ContestRow) -> Markup {
    let name = lang.pick(&contest.title.fa, &contest.title.en);
    let path = format!("/results/{}", contest.id);
    let content = html! {
        h1 { (name) }
        (notice("now", lang.say(W::NotDecided), lang.say(W::NotDecidedHint)))
        @if contest.boxes > 0 {
            p {
                (lang.say(W::BoxesCounted)) ": "
                (crate::furniture::progress(lang, contest.counted as u64, contest.boxes as u64))
            }
        }
    };
    Page { lang, title: name, section: Some(Section::Results), path: &path, every: None }.show(content)
}

/// Which contest?
pub fn choose(lang: Lang, contests: &[ContestRow]) -> Markup {
    let title = lang.say(W::Results);
    let content = html! {
        h1 { (title) }
        @if contests.is_empty() { p.lead { (lang.say(W::NoContests)) } } @else {
            p.lead { (lang.say(W::ChooseContest)) }
            ul.doors {
                @for contest in contests {
                    li {
                        a.card href={ "/" (lang.code()) "/results/" (contest.id) } {
                            strong { (lang.pick(&contest.title.fa, &contest.title.en)) }
                            span.hint {
                                @if contest.decided { (lang.say(W::ResultDecided)) }
                                @else if contest.boxes > 0 { (lang.say(W::ResultCounting)) }
                                @else { (lang.say(W::ResultNotYet)) }
                            }
                        }
                    }
                }
            }
        }
        (what_if::door(lang))
    };
    Page { lang, title, section: Some(Section::Results), path: "/results", every: None }.show(content)
}
