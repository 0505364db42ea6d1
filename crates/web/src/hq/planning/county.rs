//! The whole county: how many more identity devices, and where.

use super::asked::{Asked, HOURS, NOW, SECONDS, TURNOUT};
use super::districts::district;
use super::form::{carried, form, mistakes};
use super::list::{County, Reckoned};
use super::map::{self, Point};
use super::{Room, rooms};
use crate::assets;
use crate::furniture::{Shown, notice, percent_encoded};
use crate::layout::{Page, Section};
use crate::locale::{Lang, Word as W};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// The page. `shown` says which branches of the long table.
pub fn county(lang: Lang, asked: &Asked, county: &County, found: &Reckoned, shown: &Shown<'_>) -> Markup {
    let title = lang.say(W::PlanQuestion);
    let dials =
        if county.synthetic { vec![TURNOUT, SECONDS, HOURS, NOW] } else { vec![TURNOUT, SECONDS, HOURS] };
    let case = found.case();
    let short = if case.more == 0 {
        lang.say(W::PlanAnswerNone).to_owned()
    } else {
        lang.fill(W::PlanAnswerMore, &[&lang.number(case.more)])
    };
    let content = html! {
        h1 { (title) }
        (rooms(lang, Some(Room::County), asked))
        div.planner {
            (form(lang, "/planning/county", asked, &dials))
            div #answer {
                (mistakes(lang, asked))
                section.card.governor {
                    p.great { (short) }
                    p { (answer(lang, asked, found)) }
                    p.hint { (lang.say(W::PlanBoothsEnough)) }
                }
                (grid(lang, found))
                (limits(lang, asked, found))
                (the_map(lang, county, found))
                (by_district(lang, county, found))
                (by_branch(lang, asked, county, found, shown))
                @if county.synthetic { (notice("", lang.say(W::PlanSynthetic), lang.say(W::PlanSyntheticHint))) }
            }
        }
        p #said.said role="status" { (short) }
        script src=(assets::path("live.js")) defer {}
    };
    let path = format!("/planning/county{}", asked.query());
    Page { lang, title, section: Some(Section::Planning), path: &path, every: None }.show(content)
}

fn answer(lang: Lang, asked: &Asked, found: &Reckoned) -> String {
    let case = found.case();
    let now: u64 = found.devices.iter().map(|&devices| u64::from(devices)).sum();
    lang.fill(
        W::PlanAnswerHint,
        &[
            &SECONDS.say(lang, asked.seconds),
            &TURNOUT.say(lang, asked.turnout),
            &lang.number(case.branches_short),
            &lang.number(found.devices.len() as u64),
            &lang.number(case.devices),
            &lang.number(now),
        ],
    )
}

/// Check-in times against turnouts: the devices to be added.
fn grid(lang: Lang, found: &Reckoned) -> Markup {
    html! {
        section {
            h2 #grid { (lang.say(W::PlanAnswerTable)) }
            p.hint { (lang.say(W::PlanAnswerTableHint)) }
            div.scroll tabindex="0" role="region" aria-labelledby="grid" {
                table.grid {
                    caption.unseen { (lang.say(W::PlanAnswerCaption)) }
                    thead { tr {
                        th scope="col" { (lang.say(W::PlanTurnout)) }
                        @for seconds in &found.seconds { th.number scope="col" { (SECONDS.say(lang, *seconds)) } }
                    } }
                    tbody {
                        @for (column, turnout) in found.turnouts.iter().enumerate() {
                            tr {
                                th scope="row" { (TURNOUT.say(lang, *turnout)) }
                                @for (row, cases) in found.cases.iter().enumerate() {
                                    @if found.chosen == (row, column) {
                                        td.number.chosen-one aria-current="true" { strong { (lang.number(cases[column].more)) } }
                                    } @else {
                                        td.number { (lang.number(cases[column].more)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn limits(lang: Lang, asked: &Asked, found: &Reckoned) -> Markup {
    html! {
        section {
            h2 { (lang.say(W::PlanLimits)) }
            p.hint { (lang.fill(W::PlanLimitsHint, &[&SECONDS.say(lang, asked.seconds)])) }
            ol.limits {
                @for limit in found.limits.voters.iter().take(6) { li { (lang.fill(W::PlanUpTo, &[&lang.number(*limit)])) } }
            }
        }
    }
}

fn the_map(lang: Lang, county: &County, found: &Reckoned) -> Markup {
    let points: Vec<Point<'_>> = county
        .branches
        .iter()
        .zip(&found.waits)
        .filter_map(|(branch, &wait_s)| {
            Some(Point { at: branch.position?, wait_s, district: branch.district.as_deref() })
        })
        .collect();
    html! {
        @if !points.is_empty() {
            section {
                h2 { (lang.say(W::PlanMap)) }
                p.hint { (lang.say(W::PlanMapHint)) }
                (map::figure(lang, &points))
            }
        }
    }
}

#[derive(Default)]
struct Sum {
    branches: u64,
    now: u64,
    needed: u64,
    more: u64,
    short: u64,
    longest_s: f64,
}

fn by_district(lang: Lang, county: &County, found: &Reckoned) -> Markup {
    let mut sums: BTreeMap<(u32, &str), Sum> = BTreeMap::new();
    for (i, branch) in county.branches.iter().enumerate() {
        let Some(name) = branch.district.as_deref() else { continue };
        // By number where there is one, names after them.
        let sum = sums.entry((name.parse().unwrap_or(u32::MAX), name)).or_default();
        let (now, need) = (found.devices[i], found.case().needs[i]);
        sum.branches += 1;
        sum.now += u64::from(now);
        sum.needed += u64::from(need);
        sum.more += u64::from(need.saturating_sub(now));
        sum.short += u64::from(need > now);
        sum.longest_s = sum.longest_s.max(found.waits[i]);
    }
    let heads = [
        W::Branches,
        W::PlanDevicesNow,
        W::PlanDevicesNeeded,
        W::PlanMore,
        W::PlanBranchesShort,
        W::PlanWait,
    ];
    html! {
        @if !sums.is_empty() {
            section {
                h2 #districts { (lang.say(W::PlanByDistrict)) }
                table.stack aria-labelledby="districts" {
                    thead { tr {
                        th scope="col" { (lang.say(W::PlanDistrict)) }
                        @for head in heads { th.number scope="col" { (lang.say(head)) } }
                    } }
                    tbody {
                        @for ((_, name), sum) in &sums {
                            tr {
                                th scope="row" { (district(lang, name)) }
                                @for (head, value) in heads.iter().zip([sum.branches, sum.now, sum.needed, sum.more, sum.short]) {
                                    td.number data-label=(lang.say(*head)) {
                                        @if *head == W::PlanMore { strong { (lang.number(value)) } } @else { (lang.number(value)) }
                                    }
                                }
                                td.number data-label=(lang.say(W::PlanWait)) { (map::wait(lang, sum.longest_s)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The branches, those that wait longest first.
fn by_branch(lang: Lang, asked: &Asked, county: &County, found: &Reckoned, shown: &Shown<'_>) -> Markup {
    let mut order: Vec<usize> = (0..county.branches.len())
        .filter(|&i| {
            let branch = &county.branches[i];
            shown.matches(&[&branch.id, branch.name.as_deref().unwrap_or_default()])
        })
        .collect();
    order.sort_by(|&a, &b| found.waits[b].total_cmp(&found.waits[a]).then(a.cmp(&b)));
    let (here, pages) = shown.cut(order);
    let page = shown.page.clamp(1, pages);
    let to = |page: usize| {
        let words = percent_encoded(shown.words);
        format!("/{}/planning/county{}&q={words}&page={page}#branches", lang.code(), asked.query())
    };
    html! {
        section {
            h2 #branches { (lang.say(W::PlanBranchTable)) }
            form.search method="get" role="search" action={ "/" (lang.code()) "/planning/county#branches" } {
                (carried(asked))
                label for="q" { (lang.say(W::SearchBranch)) }
                div.row {
                    input #q name="q" type="search" value=(shown.words) maxlength="80" autocomplete="off";
                    button { (lang.say(W::Search)) }
                }
            }
            @if here.is_empty() { (notice("", lang.say(W::Nothing), lang.say(W::NothingHint))) } @else {
                (branch_table(lang, asked, county, found, &here))
                @if pages > 1 {
                    nav.pager aria-label=(lang.fill(W::PageOf, &[&lang.number(page as u64), &lang.number(pages as u64)])) {
                        @if page > 1 { a.button.quiet rel="prev" href=(to(page - 1)) { (lang.say(W::Previous)) } } @else { span {} }
                        span { (lang.fill(W::PageOf, &[&lang.number(page as u64), &lang.number(pages as u64)])) }
                        @if page < pages { a.button.quiet rel="next" href=(to(page + 1)) { (lang.say(W::Next)) } } @else { span {} }
                    }
                }
            }
            p.aside { a href={ "/" (lang.code()) "/planning/county.csv" (asked.query()) } download="" { (lang.say(W::PlanEveryBranch)) } }
        }
    }
}

fn branch_table(lang: Lang, asked: &Asked, county: &County, found: &Reckoned, here: &[usize]) -> Markup {
    html! {
        table.stack aria-labelledby="branches" {
            thead { tr {
                th scope="col" { (lang.say(W::Branch)) }
                th.number scope="col" { (lang.say(W::PlanVoters)) }
                th.number scope="col" { (lang.say(W::PlanDevicesNow)) }
                th.number scope="col" { (lang.say(W::PlanDevicesNeeded)) }
                th scope="col" { (lang.say(W::PlanWait)) }
            } }
            tbody {
                @for &i in here {
                    @let branch = &county.branches[i];
                    @let wait = found.waits[i];
                    tr {
                        th scope="row" {
                            a href={ "/" (lang.code()) "/planning/branches/" (percent_encoded(&branch.id)) (asked.query()) } { (lang.digits(&branch.id)) }
                            @if let Some(name) = &branch.name { " " (name) }
                            @if let Some(name) = &branch.district { " " span.id { (district(lang, name)) } }
                        }
                        td.number data-label=(lang.say(W::PlanVoters)) { (lang.number((branch.eligible * asked.turnout / 100.0).round() as u64)) }
                        td.number data-label=(lang.say(W::PlanDevicesNow)) { (lang.number(found.devices[i])) }
                        td.number data-label=(lang.say(W::PlanDevicesNeeded)) { (lang.number(found.case().needs[i])) }
                        td data-label=(lang.say(W::PlanWait)) {
                            span.badge.(["done", "", "now", "bad"][map::class(wait)]) { (map::class_name(lang, wait)) }
                            " " (map::wait(lang, wait))
                        }
                    }
                }
            }
        }
    }
}
