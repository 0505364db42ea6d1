//! The boxes of a contest and their minutes («صورتجلسه شمارش»).

use super::branch::remarks;
use crate::furniture::{Shown, bar, figure, notice};
use crate::layout::{Page, Section};
use crate::locale::{Lang, Word as W};
use election::id::BranchId;
use election::outcome::{Minutes, Remark};
use election::setup::{Candidate, Contest, Name, Setup};
use maud::{Markup, html};

/// A counted box.
#[derive(Debug, Clone)]
pub struct Box {
    /// The name of its unit.
    pub unit: String,
    /// The branches whose ballots were in it, with their names.
    pub branches: Vec<(BranchId, Name)>,
    /// Ballots.
    pub ballots: u64,
    /// Picks left blank.
    pub blank_picks: u64,
    /// Candidates with their votes in this box, most first; those without a vote are left out.
    pub votes: Vec<(Candidate, u64)>,
    /// What must be told of its branches.
    pub remarks: Vec<Remark>,
}

impl Box {
    /// From the minutes on the record.
    pub fn of(setup: &Setup, contest: &Contest, minutes: &Minutes) -> Self {
        let votes = minutes.totals.votes.iter().zip(&contest.candidates);
        let mut votes: Vec<(Candidate, u64)> =
            votes.filter(|(v, _)| v.votes > 0).map(|(v, candidate)| (candidate.clone(), v.votes)).collect();
        votes.sort_by_key(|(_, votes)| std::cmp::Reverse(*votes));
        let name = |id: &BranchId| {
            let unnamed = || Name { fa: id.to_string(), en: id.to_string() };
            (id.clone(), setup.branch(id).map_or_else(unnamed, |branch| branch.name.clone()))
        };
        Self {
            unit: minutes.box_id.unit.to_string(),
            branches: minutes.branches.iter().map(name).collect(),
            ballots: minutes.totals.ballots,
            blank_picks: minutes.totals.blank_picks,
            votes,
            remarks: minutes.remarks.clone(),
        }
    }
}

impl Box {
    fn name_of(&self, lang: Lang, branch: &BranchId) -> String {
        let named = self.branches.iter().find(|(id, _)| id == branch);
        named.map(|(_, name)| lang.pick(&name.fa, &name.en).to_owned()).unwrap_or_default()
    }
}

/// A page of all boxes.
pub fn boxes(lang: Lang, contest: &Contest, all: &[Box], shown: &Shown<'_>) -> Markup {
    let at = format!("/{}/results/{}", lang.code(), contest.id);
    let title = lang.say(W::Boxes);
    let found: Vec<&Box> = all
        .iter()
        .filter(|b| {
            shown.matches(&[&b.unit]) || b.branches.iter().any(|(_, n)| shown.matches(&[&n.fa, &n.en]))
        })
        .collect();
    let (here, pages) = shown.cut(found);
    let content = html! {
        p.above { a href=(at) { (lang.say(W::BackToResult)) } }
        h1 { (title) }
        p.lead { (lang.pick(&contest.title.fa, &contest.title.en)) }
        @if all.is_empty() { (notice("now", lang.say(W::NoMinutesYet), "")) } @else {
            (shown.search(lang, W::SearchBranch))
            @if here.is_empty() { (shown.nothing(lang)) } @else {
                table.stack {
                    thead {
                        tr {
                            th scope="col" { (lang.say(W::Box)) }
                            th scope="col" { (lang.say(W::BranchesInBox)) }
                            th.number scope="col" { (lang.say(W::BallotsCounted)) }
                            th.number scope="col" { (lang.say(W::BlankPicks)) }
                        }
                    }
                    tbody {
                        @for b in here {
                            tr {
                                th scope="row" { a href={ (at) "/boxes/" (b.unit) } { (lang.fill(W::BoxOf, &[&lang.digits(&b.unit)])) } }
                                td data-label=(lang.say(W::BranchesInBox)) { (names(lang, &b.branches)) }
                                td.number data-label=(lang.say(W::BallotsCounted)) { (lang.number(b.ballots)) }
                                td.number data-label=(lang.say(W::BlankPicks)) { (lang.number(b.blank_picks)) }
                            }
                        }
                    }
                }
                (shown.pager(lang, pages))
            }
        }
    };
    let path = format!("/results/{}/boxes{}", contest.id, shown.query());
    Page { lang, title, section: Some(Section::Results), path: &path, every: None }.show(content)
}

/// The minutes of one box.
pub fn minutes(lang: Lang, contest: &Contest, b: &Box) -> Markup {
    let at = format!("/results/{}/boxes", contest.id);
    let title = lang.fill(W::BoxOf, &[&lang.digits(&b.unit)]);
    let most = b.votes.first().map_or(0, |(_, votes)| *votes);
    let sum = b.votes.iter().map(|(_, votes)| votes).sum::<u64>();
    let content = html! {
        p.above { a href={ "/" (lang.code()) (at) } { (lang.say(W::Boxes)) } }
        h1 { (lang.say(W::MinutesOf)) ": " (title) }
        p.lead { (lang.pick(&contest.title.fa, &contest.title.en)) }
        p {
            (lang.say(W::BranchesInBox)) ": "
            @for (place, (id, name)) in b.branches.iter().enumerate() {
                @if place > 0 { (lang.pick("، ", ", ")) }
                a href={ "/" (lang.code()) "/branches/" (id) } { (lang.pick(&name.fa, &name.en)) }
            }
        }
        p { a href={ "/" (lang.code()) (at) "/" (b.unit) "/minutes.pdf" } { (lang.say(W::PaperBox)) } }
        @if b.branches.len() > 1 { (notice("", lang.say(W::JoinedBox), "")) }
        dl.figures.tight {
            (figure(&lang.number(b.ballots), lang.say(W::BallotsCounted), None))
            (figure(&lang.number(sum), lang.say(W::ValidVotes), None))
            (figure(&lang.number(b.blank_picks), lang.say(W::BlankPicks), None))
        }
        (remarks(lang, &b.remarks, |id| b.name_of(lang, id)))
        table.stack {
            thead {
                tr {
                    th scope="col" { (lang.say(W::Candidate)) }
                    th scope="col" { (lang.say(W::List)) }
                    th.number scope="col" { (lang.say(W::Votes)) }
                }
            }
            tbody {
                @for (c, votes) in &b.votes {
                    tr {
                        th scope="row" { (lang.pick(&c.name.fa, &c.name.en)) " " span.id { (lang.digits(c.code.as_str())) } }
                        td data-label=(lang.say(W::List)) {
                            @match c.list.as_ref().and_then(|code| contest.lists.iter().find(|list| list.code == *code)) {
                                Some(list) => (lang.pick(&list.name.fa, &list.name.en)),
                                None => (lang.say(W::Independent)),
                            }
                        }
                        td.number data-label=(lang.say(W::Votes)) { span.progress { (lang.number(*votes)) (bar(*votes, most, "")) } }
                    }
                }
            }
        }
    };
    let path = format!("{at}/{}", b.unit);
    Page { lang, title: &title, section: Some(Section::Results), path: &path, every: None }.show(content)
}

fn names(lang: Lang, branches: &[(BranchId, Name)]) -> String {
    let names: Vec<&str> = branches.iter().map(|(_, n)| lang.pick(&n.fa, &n.en)).collect();
    names.join(lang.pick("، ", ", "))
}
