//! The event at a glance: the first page.

use super::{branches, contests, phase};
use crate::desk::words::Word as D;
use crate::furniture::{bar, code};
use crate::layout::{Page, Section};
use crate::locale::{Lang, Word as W};
use maud::{Markup, html};
use office::{BranchRow, Overview};
use pollbook::reconcile::Alarm;
use pollbook::report::{Exposure, Registry, usual_program};

/// A county's first branches are shown here; the rest has its own page.
const BRANCHES: usize = 24;

/// How often a screen on a wall comes again.
pub const SECONDS: u16 = 15;

/// The page. `every` is set when the reader asked for a page that comes again by itself.
pub fn overview(lang: Lang, event: &Overview, every: Option<u16>) -> Markup {
    let name = event.title.as_ref().map_or(lang.say(W::Overview), |t| lang.pick(&t.fa, &t.en));
    let content = html! {
        div.masthead {
            h1 { (event.title.as_ref().map_or(lang.say(W::NoEventYet), |t| lang.pick(&t.fa, &t.en))) }
            @if let Some(day) = &event.polling_day { (polling_day(lang, day)) }
            @else { p.lead { (lang.say(W::NoEventHint)) } }
        }
        (phase::steps(lang, event.phase))
        div.figures {
            (turnout(lang, event))
            (key(lang, event))
            (record(lang, event))
            @if let Some(exposure) = &event.exposure { (exposed(lang, exposure)) (alarms(lang, &event.branches)) }
        }
        section {
            h2 { (lang.say(W::Contests)) }
            (contests::table(lang, &event.contests, event.trustees))
            p { a href={ "/" (lang.code()) "/what-if" } { (lang.say(W::WhatIfOpen)) } }
        }
        @if !event.branches.is_empty() { (some_branches(lang, &event.branches)) }
        @if let Some(event) = &event.event {
            section.card {
                h2 { (lang.say(W::Fingerprint)) }
                p { (code(&event.to_string())) }
                p.hint { (lang.say(W::FingerprintHint)) }
            }
        }
        (refreshing(lang, every))
    };
    let path = every.map(|seconds| format!("?every={seconds}")).unwrap_or_default();
    Page { lang, title: name, section: Some(Section::Overview), path: &path, every }.show(content)
}

fn polling_day(lang: Lang, day: &str) -> Markup {
    html! {
        p.lead {
            (lang.say(W::PollingDay)) ": " time datetime=(day) { (lang.day(day)) }
            @if let Some(other) = lang.day_elsewhere(day) { " " span.hint { "(" (other) ")" } }
            " · " a href={ "/" (lang.code()) "/calendar" } { (lang.say(W::Calendar)) }
        }
    }
}

fn turnout(lang: Lang, event: &Overview) -> Markup {
    let t = &event.turnout;
    html! {
        section.card.turnout {
            h2 { (lang.say(W::Turnout)) }
            p.great { (lang.percent(t.check_ins, t.entitled)) }
            (bar(t.check_ins, t.entitled, "thick"))
            p { (lang.fill(W::TurnoutSentence, &[&lang.number(t.check_ins), &lang.number(t.entitled)])) }
            p.hint { (lang.say(W::SecondVotesRefused)) ": " (lang.number(t.refused)) }
        }
    }
}

/// What is risked while branches are alone: in numbers and words, no colour needed.
fn exposed(lang: Lang, exposure: &Exposure) -> Markup {
    let expected = lang.estimate(exposure.expected_duplicates);
    html! {
        section.card {
            h2 { (lang.say(W::Exposure)) }
            p.great { (lang.number(exposure.alone)) }
            p {
                @if exposure.alone == 0 { (lang.say(W::ExposureNone)) }
                @else { (lang.fill(W::ExposureAlone, &[&lang.number(exposure.alone)])) }
            }
            p.hint { (lang.fill(W::ExposureUnconfirmed, &[&lang.number(exposure.unconfirmed), &expected])) }
            @if exposure.estimated > 0 {
                p.hint { (lang.fill(W::ExposureEstimated, &[&lang.number(exposure.estimated)])) }
            }
        }
    }
}

/// Branches whose figures do not agree now, by name, and how the branches meet the civil registry.
fn alarms(lang: Lang, branches: &[BranchRow]) -> Markup {
    let alarmed: Vec<&BranchRow> = branches.iter().filter(|row| row.life.alarm.is_some()).collect();
    let meeting = |registry| branches.iter().filter(|row| row.life.registry == registry).count() as u64;
    let refused: Vec<&BranchRow> = branches.iter().filter(|row| row.log_refused).collect();
    let programs = || branches.iter().filter_map(|row| row.life.program);
    let usual = usual_program(programs());
    let odd: Vec<&BranchRow> = branches
        .iter()
        .filter(|row| row.life.program.is_some_and(|program| Some(program) != usual))
        .collect();
    let (silent, untrue) = (meeting(Registry::Silent), meeting(Registry::Untrue));
    html! {
        section.card #alarms {
            h2 { (lang.say(D::HqAlarms)) }
            p.great { @if !alarmed.is_empty() { span aria-hidden="true" { "▲ " } } (lang.number(alarmed.len() as u64)) }
            @if alarmed.is_empty() { p { (lang.say(D::HqAlarmsNone)) } } @else {
                ul.plain {
                    @for row in alarmed.iter().take(BRANCHES) {
                        li { a href={ "/" (lang.code()) "/branches/" (row.id) } { (lang.pick(&row.name.fa, &row.name.en)) } ": " (alarm(lang, row)) }
                    }
                }
            }
            (named(lang, D::HqLogRefused, &refused))
            (named(lang, D::HqProgramOdd, &odd))
            @if silent > 0 { p.hint { (lang.fill(D::HqRegistrySilent, &[&lang.number(silent)])) } }
            @if untrue > 0 { p { "▲ " (lang.fill(D::HqRegistryUntrue, &[&lang.number(untrue)])) } }
        }
    }
}

/// What is wrong with these branches, and which they are.
fn named(lang: Lang, what: D, rows: &[&BranchRow]) -> Markup {
    html! {
        @if !rows.is_empty() {
            p { "▲ " (lang.fill(what, &[&lang.number(rows.len() as u64)])) }
            ul.plain {
                @for row in rows.iter().take(BRANCHES) {
                    li { a href={ "/" (lang.code()) "/branches/" (row.id) } { (lang.pick(&row.name.fa, &row.name.en)) } }
                }
            }
        }
    }
}

fn alarm(lang: Lang, row: &BranchRow) -> String {
    match row.life.alarm {
        Some(Alarm::Cards { check_ins, given }) => {
            lang.fill(D::AlarmCards, &[&lang.number(given), &lang.number(check_ins)])
        }
        Some(Alarm::Ballots { given, accounted }) => {
            lang.fill(D::AlarmBallots, &[&lang.number(given), &lang.number(accounted)])
        }
        None => String::new(),
    }
}

fn key(lang: Lang, event: &Overview) -> Markup {
    let (held, all) = (event.key_holders as u64, event.trustees as u64);
    html! {
        section.card {
            h2 { (lang.say(W::TheKey)) }
            @if all == 0 { p { (lang.say(W::KeyNotYet)) } } @else {
                p.great { (lang.fill(W::Of, &[&lang.number(held), &lang.number(all)])) }
                ul.pips aria-hidden="true" { @for n in 0..all { li class=(if n < held { "held" } else { "" }) {} } }
                p { (lang.fill(W::KeyHeld, &[&lang.number(held), &lang.number(all)])) }
            }
        }
    }
}

fn record(lang: Lang, event: &Overview) -> Markup {
    html! {
        section.card {
            h2 { (lang.say(W::TheRecord)) }
            p.great { (lang.number(event.entries)) " " small { (lang.say(W::EntriesOnRecord)) } }
            (bar(event.published, event.entries, "thick"))
            p {
                @if event.entries > 0 && event.published >= event.entries { (lang.say(W::AllCountersigned)) }
                @else { (lang.fill(W::Countersigned, &[&lang.number(event.published)])) }
            }
        }
    }
}

fn some_branches(lang: Lang, all: &[BranchRow]) -> Markup {
    let first: Vec<&BranchRow> = all.iter().take(BRANCHES).collect();
    html! {
        section {
            h2 { (lang.say(W::Branches)) }
            (branches::standings(lang, all))
            (branches::table(lang, &first, all))
            @if all.len() > BRANCHES {
                p { a.button.quiet href={ "/" (lang.code()) "/branches" } { (lang.fill(W::AllBranches, &[&lang.number(all.len() as u64)])) } }
            }
        }
    }
}

fn refreshing(lang: Lang, every: Option<u16>) -> Markup {
    html! {
        p.hint.aside {
            @match every {
                Some(seconds) => {
                    (lang.fill(W::RefreshesEvery, &[&lang.number(seconds)])) " · "
                    a href={ "/" (lang.code()) } { (lang.say(W::StopRefreshing)) }
                }
                None => a href={ "/" (lang.code()) "?every=" (SECONDS) } { (lang.say(W::RefreshItself)) }
            }
        }
    }
}
