//! On the day: what the check-ins say of each branch, and which devices to move.

use super::asked::{Asked, HOURS, NOW, OPEN, SECONDS, TURNOUT};
use super::form::{form, mistakes};
use super::list::County;
use super::one_branch::{CHECK_IN_CV, SEED};
use super::said::{clock, tenths};
use super::{Room, rooms};
use crate::assets;
use crate::furniture::notice;
use crate::layout::{Page, Section};
use crate::locale::{Lang, Word as W};
use maud::{Markup, html};
use office::BranchRow;
use planning::InputError;
use planning::advise::{Advice, Observed, Question, Range90, advise};
use planning::spares::Travel;

/// So many branches are weighed: half of them the busiest, half the idlest, between whom devices could move.
const WEIGHED: usize = 60;
/// Simulated rests of the day.
const DRAWS: u32 = 200;

/// The day so far, weighed.
#[derive(Debug, Clone)]
pub struct Today {
    /// Branches of the list that have checked somebody in.
    pub seen: usize,
    /// What is believed, and what to move; nothing where no branch of the list has checked anybody in.
    pub advice: Option<Advice>,
}

impl Today {
    /// Weighs the check-ins of the branches that stand on the list.
    pub fn of(county: &County, rows: &[BranchRow], asked: &Asked) -> Result<Self, InputError> {
        let arrivals = asked.arrivals.profile(asked.hours)?;
        let now_h = asked.open.min(asked.hours - 0.5);
        let mut branches: Vec<Observed> = rows
            .iter()
            .filter(|row| row.check_ins > 0)
            .filter_map(|row| {
                let listed = county.branch(row.id.as_str())?;
                Some(Observed {
                    id: listed.id.clone(),
                    devices: if county.synthetic { asked.now as u32 } else { listed.devices.max(1) },
                    forecast_voters: listed.eligible * asked.turnout / 100.0,
                    checked_in: u32::try_from(row.check_ins).unwrap_or(u32::MAX),
                    // The record has check-ins by branch; neither their seconds nor the line outside.
                    service_seconds: 0.0,
                    waiting: 0,
                    position: listed.position,
                })
            })
            .collect();
        let seen = branches.len();
        if seen == 0 {
            return Ok(Self { seen, advice: None });
        }
        let load = |one: &Observed| f64::from(one.checked_in) / f64::from(one.devices);
        branches.sort_by(|a, b| load(b).total_cmp(&load(a)).then_with(|| a.id.cmp(&b.id)));
        if seen > WEIGHED {
            branches.drain(WEIGHED / 2..seen - WEIGHED / 2);
        }
        let question = Question {
            branches,
            arrivals,
            now_h,
            forecast_cv: 0.3,
            planned_seconds: asked.seconds,
            planned_weight: 20.0,
            cv: CHECK_IN_CV,
            travel: Travel::default(),
            usual_min: 30.0,
            longest_min: 60.0,
            draws: DRAWS,
            seed: SEED,
        };
        Ok(Self { seen, advice: Some(advise(&question)?) })
    }
}

/// The page.
pub fn today(lang: Lang, asked: &Asked, found: &Today) -> Markup {
    let title = lang.say(W::PlanTodayTitle);
    let content = html! {
        h1 { (title) }
        p.lead { (lang.say(W::PlanTodayLead)) }
        (rooms(lang, Some(Room::Today), asked))
        div.planner {
            (form(lang, "/planning/today", asked, &[OPEN, TURNOUT, SECONDS, HOURS, NOW]))
            div #answer {
                (mistakes(lang, asked))
                @match &found.advice {
                    None => (notice("", lang.say(W::PlanTodayNothing), lang.say(W::PlanTodayNothingHint))),
                    Some(advice) => {
                        (moves(lang, advice))
                        (beliefs(lang, advice, found.seen))
                    },
                }
            }
        }
        p #said.said role="status" {
            @match found.advice.as_ref().map_or(0, |advice| advice.moves.len()) {
                0 => (lang.say(W::PlanNoMove)),
                moves => (lang.fill(W::PlanMoves, &[&lang.number(moves as u64)])),
            }
        }
        script src=(assets::path("live.js")) defer {}
    };
    let path = format!("/planning/today{}", asked.query());
    Page { lang, title, section: Some(Section::Planning), path: &path, every: None }.show(content)
}

fn moves(lang: Lang, advice: &Advice) -> Markup {
    html! {
        @if advice.moves.is_empty() { (notice("good", lang.say(W::PlanNoMove), lang.say(W::PlanNoMoveHint))) }
        @else {
            ol.moves {
                @for one in &advice.moves {
                    li.card {
                        strong { (lang.fill(W::PlanMove, &[
                            &lang.number(one.devices), &lang.digits(&one.from), &lang.digits(&one.to), &clock(lang, one.works_at_h),
                        ])) }
                        " " (lang.fill(W::PlanSaves, &[
                            &whole(lang, one.saves_min.mean), &whole(lang, one.saves_min.low), &whole(lang, one.saves_min.high),
                        ]))
                    }
                }
            }
        }
    }
}

fn beliefs(lang: Lang, advice: &Advice, seen: usize) -> Markup {
    let mut worst: Vec<_> = advice.beliefs.iter().collect();
    worst.sort_by(|a, b| b.wait_ahead_min.mean.total_cmp(&a.wait_ahead_min.mean));
    let heads = [W::PlanFactor, W::PlanStillDue, W::PlanAhead];
    html! {
        section {
            h2 #beliefs { (lang.say(W::PlanBeliefs)) }
            p.hint { (lang.fill(W::PlanBeliefsHint, &[&lang.number(seen as u64)])) }
            table.stack aria-labelledby="beliefs" {
                thead { tr {
                    th scope="col" { (lang.say(W::Branch)) }
                    @for head in heads { th.number scope="col" { (lang.say(head)) } }
                } }
                tbody {
                    @for belief in worst.into_iter().take(20) {
                        tr {
                            th scope="row" { (lang.digits(&belief.id)) }
                            td.number data-label=(lang.say(W::PlanFactor)) { (range(lang, &belief.turnout_factor, tenths)) }
                            td.number data-label=(lang.say(W::PlanStillDue)) { (range(lang, &belief.still_due, whole)) }
                            td.number data-label=(lang.say(W::PlanAhead)) { (range(lang, &belief.wait_ahead_min, whole)) }
                        }
                    }
                }
            }
        }
    }
}

fn whole(lang: Lang, value: f64) -> String {
    lang.number(value.max(0.0).round() as u64)
}

fn range(lang: Lang, of: &Range90, say: impl Fn(Lang, f64) -> String) -> Markup {
    html! {
        (say(lang, of.mean))
        span.interval { (lang.fill(W::PlanFromTo, &[&say(lang, of.low), &say(lang, of.high)])) }
    }
}
