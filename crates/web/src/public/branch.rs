//! One branch («شعبه»): how it opened and closed, how its figures agree, and where its ballots were counted.

use crate::desk::words::Word as D;
use crate::layout::{Page, Section};
use crate::locale::{Lang, Word as W};
use board::branch_day::BranchDay;
use election::id::BranchId;
use election::outcome::Remark;
use election::setup::{Branch, Contest};
use forms::minutes::remarks::told;
use maud::{Markup, html};
use office::OfficersAct;
use pollbook::ladder::OverrideRate;

/// The page of a branch. It tells what the minutes on paper tell, in the same words.
pub fn branch(
    lang: Lang,
    contests: &[Contest],
    branch: &Branch,
    day: &BranchDay,
    rate: OverrideRate,
    acts: &[OfficersAct],
) -> Markup {
    let name = lang.pick(&branch.name.fa, &branch.name.en);
    let title = format!("{} {}", lang.say(W::Branch), lang.digits(branch.id.as_str()));
    let at = format!("/branches/{}", branch.id);
    let content = html! {
        p.above { a href={ "/" (lang.code()) "/branches" } { (lang.say(W::Branches)) } }
        h1 { (title) }
        p.lead { (name) }
        section.card {
            h2 { (lang.say(W::BranchOpening)) }
            p { (opening(lang, day)) }
        }
        section.card {
            h2 { (lang.say(W::BranchClosing)) }
            @match &day.closing {
                None => p { (lang.say(W::BranchNotClosed)) },
                Some(closing) => {
                    p { (lang.fill(W::BranchClosed, &[&lang.hour(&closing.at)])) }
                    (balance(lang, day))
                }
            }
        }
        @if day.opening.is_some() { (overrides(lang, rate, acts)) }
        (remarks(lang, &day.remarks, |_| name.to_owned()))
        @if !day.boxes.is_empty() && day.void.is_none() {
            section.card {
                h2 { (lang.say(W::BranchCounted)) }
                ul.plain {
                    @for id in &day.boxes {
                        li {
                            a href={ "/" (lang.code()) "/results/" (id.contest) "/boxes/" (id.unit) } {
                                (lang.fill(W::BoxOf, &[&lang.digits(id.unit.as_str())]))
                            }
                            @if let Some(contest) = contests.iter().find(|contest| contest.id == id.contest) {
                                " " span.hint { (lang.pick(&contest.title.fa, &contest.title.en)) }
                            }
                        }
                    }
                }
            }
        }
        @if day.opening.is_some() || day.void.is_some() {
            section.card {
                h2 { (lang.say(W::Papers)) }
                p.ways { a href={ "/" (lang.code()) (at) "/minutes.pdf" } { (lang.say(W::PaperBranch)) } }
                p.hint { (lang.say(W::PapersHint)) }
            }
        }
    };
    Page { lang, title: &title, section: Some(Section::Branches), path: &at, every: None }.show(content)
}

/// Voters whom the branch's two officers let in: over-used it is inspected, not forbidden.
fn overrides(lang: Lang, rate: OverrideRate, acts: &[OfficersAct]) -> Markup {
    html! {
        section.card #overrides {
            h2 { (lang.say(D::Overrides)) }
            p {
                (lang.fill(D::OverridesOf, &[&lang.number(rate.overrides), &lang.number(rate.check_ins)])) " "
                strong { (lang.percent(rate.overrides, rate.check_ins)) }
            }
            @if !acts.is_empty() {
                h3 { (lang.say(D::Officers)) }
                ul.plain { @for one in super::disturbances::disturbances(lang, acts) { li { (one.hours) " · " (one.what) } } }
            }
            p.hint { (lang.say(if rate.to_inspect() { D::OverridesInspect } else { D::OverridesHint })) }
        }
    }
}

fn opening(lang: Lang, day: &BranchDay) -> String {
    match &day.opening {
        None => lang.say(W::BranchNotOpened).to_owned(),
        Some(opening) => lang.fill(
            W::BranchOpened,
            &[
                &lang.hour(&opening.at),
                &lang.number(opening.booths.len() as u64),
                &lang.number(day.cards),
                &lang.number(opening.ballots),
            ],
        ),
    }
}

fn balance(lang: Lang, day: &BranchDay) -> Markup {
    html! {
        table.stack {
            thead {
                tr {
                    th scope="col" { (lang.say(W::BranchFigure)) }
                    th.number scope="col" { (lang.say(W::BranchSigned)) }
                    th scope="col" { (lang.say(W::BranchAgainst)) }
                }
            }
            tbody {
                @for row in forms::minutes::balance(lang, day) {
                    tr {
                        th scope="row" { (row.what) }
                        td.number data-label=(lang.say(W::BranchSigned)) { strong { (row.figure) } }
                        @if row.against.is_empty() { td.blank {} }
                        @else { td data-label=(lang.say(W::BranchAgainst)) { (row.against) } }
                    }
                }
            }
        }
    }
}

/// What must be told of branches besides their figures; nothing where all went as it should.
pub(super) fn remarks(lang: Lang, remarks: &[Remark], name: impl Fn(&BranchId) -> String) -> Markup {
    html! {
        @if !remarks.is_empty() {
            section.card #remarks {
                h2 { (lang.say(W::Remarks)) }
                @for one in told(lang, remarks, name) {
                    div.notice.now {
                        p.lead { (lang.say(W::Branch)) " " (one.id) " " (one.branch) }
                        p { (one.what) }
                        p.hint { bdi { (lang.fill(W::RemarkReason, &[&one.reason])) } }
                    }
                }
            }
        }
    }
}
