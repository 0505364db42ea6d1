//! One branch: move the numbers, see the day.

use super::asked::{Asked, BOOTHS, DEVICES, ELIGIBLE, HOURS, SECONDS, TURNOUT, VOTE};
use super::form::{form, mistakes};
use super::said::{duration, percent};
use super::{Room, chart, formulas, rooms, waits};
use crate::assets;
use crate::furniture::{figure, notice};
use crate::layout::{Page, Section};
use crate::locale::{Lang, Word as W};
use maud::{Markup, html};
use planning::InputError;
use planning::capacity::{Capacity, capacity};
use planning::kernel::{Outcome, Place, Run, Service, simulate};
use planning::size::{Booths, Branch, Costs, Need, Promise, Question, size};

/// Days simulated for an answer.
pub(super) const DAYS: u32 = 200;
/// Spread of check-in times and of times in the booth (standard deviation over mean).
pub(super) const CHECK_IN_CV: f64 = 0.8;
const VOTE_CV: f64 = 0.6;
/// The seed of every page: whoever asks the same sees the same.
pub(super) const SEED: u64 = 1;

/// A branch that was simulated.
#[derive(Debug, Clone)]
pub struct Simulated {
    /// With the devices and booths that were asked for.
    pub place: Place,
    /// Its days.
    pub outcome: Outcome,
    /// Days that broke the promise.
    pub days_broken: u32,
    /// Days that may.
    pub days_may_break: u32,
    /// What would be enough.
    pub need: Need,
    /// The wait for check-in alone, by quarter hour of arrival, seconds.
    pub check_in_alone_s: Vec<f64>,
    /// The court's arithmetic for the booths.
    pub arithmetic: Capacity,
}

/// A branch of this name under what was asked.
pub(super) fn branch(id: &str, voters: f64, booths: Booths, asked: &Asked) -> Result<Branch, InputError> {
    let check_in = Service::Lognormal { mean_s: asked.seconds, cv: CHECK_IN_CV };
    let vote = Service::Lognormal { mean_s: asked.vote, cv: VOTE_CV };
    Ok(Branch::new(id, asked.arrivals.profile(asked.hours)?, voters, check_in, vote, booths))
}

/// The least that is enough for a branch.
pub(super) fn need(branch: &Branch) -> Result<Need, InputError> {
    let question = Question {
        branches: vec![branch.clone()],
        promise: Promise::default(),
        costs: Costs::default(),
        stock: None,
        days: DAYS,
        seed: SEED,
    };
    size(&question, &|| ())?.needs.pop().ok_or(InputError::Empty { field: "branches".into() })
}

/// The wait for check-in alone, by quarter hour of arrival.
pub(super) fn check_in_alone(place: &Place, seed: u64) -> Result<Vec<f64>, InputError> {
    let mut alone = place.clone();
    alone.stages.truncate(1);
    Ok(simulate(&alone, &Run::of(DAYS, seed))?.wait_by_quarter_s)
}

impl Simulated {
    /// Simulates what was asked.
    pub fn of(asked: &Asked) -> Result<Self, InputError> {
        let branch = branch("planning", asked.voters(), Booths::AsNeeded, asked)?;
        let place = branch.with(asked.devices as u32, asked.booths as u32);
        let seed = branch.seed(SEED);
        let outcome = simulate(&place, &Run::of(DAYS, seed))?;
        Ok(Self {
            days_broken: (outcome.total.days_over_limit.mean * f64::from(DAYS)).round() as u32,
            days_may_break: Promise::default().may_break(DAYS)?,
            need: need(&branch)?,
            check_in_alone_s: check_in_alone(&place, seed)?,
            arithmetic: capacity(asked.voters(), asked.booths, asked.hours, asked.vote / 60.0)?,
            place,
            outcome,
        })
    }
}

/// The page.
pub fn one_branch(lang: Lang, asked: &Asked, found: &Simulated) -> Markup {
    let title = lang.say(W::PlanTitle);
    let kept = found.days_broken <= found.days_may_break;
    let content = html! {
        h1 { (title) }
        p.lead { (lang.fill(W::PlanLead, &[&lang.number(DAYS)])) }
        (rooms(lang, Some(Room::OneBranch), asked))
        div.planner {
            (form(lang, "/planning", asked, &[ELIGIBLE, TURNOUT, SECONDS, DEVICES, VOTE, BOOTHS, HOURS]))
            div #answer {
                (mistakes(lang, asked))
                (verdict(lang, asked, found, kept))
                (headline(lang, &found.place, &found.outcome))
                (chart::queue(lang, &found.outcome, asked.hours))
                (waits::table(lang, &found.outcome))
                (formulas::table(lang, &found.place, &found.check_in_alone_s, &found.arithmetic))
                (assumed(lang))
            }
        }
        p #said.said role="status" {
            (lang.say(if kept { W::PlanKept } else { W::PlanNotKept }))
            @if !kept && found.need.obstacle.is_none() {
                " · " (lang.fill(W::PlanCheapest, &[&lang.number(found.need.devices), &lang.number(found.need.booths)]))
            }
        }
        script src=(assets::path("live.js")) defer {}
    };
    let path = format!("/planning{}", asked.query());
    Page { lang, title, section: Some(Section::Planning), path: &path, every: None }.show(content)
}

fn verdict(lang: Lang, asked: &Asked, found: &Simulated, kept: bool) -> Markup {
    let (broken, may) = (lang.number(found.days_broken), lang.number(found.days_may_break));
    let need = &found.need;
    let to = asked.with(need.devices, need.booths);
    html! {
        @if kept {
            (notice("good", lang.say(W::PlanKept), &lang.fill(W::PlanKeptHint, &[&lang.number(DAYS - found.days_broken), &lang.number(DAYS), &may])))
        } @else {
            (notice("bad", lang.say(W::PlanNotKept), &lang.fill(W::PlanNotKeptHint, &[&broken, &lang.number(DAYS), &may])))
        }
        p.cheapest {
            @if need.obstacle.is_some() { (lang.say(W::PlanUnreachable)) } @else {
                (lang.fill(W::PlanCheapest, &[&lang.number(need.devices), &lang.number(need.booths)]))
                @if (asked.devices, asked.booths) != (f64::from(need.devices), f64::from(need.booths)) {
                    " " a href={ "/" (lang.code()) "/planning" (to.query()) } { (lang.say(W::PlanTakeIt)) }
                }
            }
        }
    }
}

/// The day in four figures.
pub(super) fn headline(lang: Lang, place: &Place, outcome: &Outcome) -> Markup {
    let late = outcome.last_out_s.mean - place.arrivals.hours() * 3_600.0;
    let leaves = if late < 60.0 {
        lang.say(W::PlanByClosing).to_owned()
    } else {
        lang.fill(W::PlanAfterClosing, &[&duration(lang, late)])
    };
    let voters = lang.fill(W::PlanVotersExpected, &[&lang.number(place.voters.round() as u64)]);
    html! {
        dl.figures.tight {
            (figure(&duration(lang, outcome.total.mean_s.mean), lang.say(W::PlanMeanWait), Some(&voters)))
            (figure(&duration(lang, outcome.total.longest_s.mean), lang.say(W::PlanLongest), None))
            (figure(&leaves, lang.say(W::PlanLastOut), None))
            (figure(&percent(lang, outcome.stages[0].utilisation), lang.say(W::PlanBusy), None))
        }
    }
}

pub(super) fn assumed(lang: Lang) -> Markup {
    html! { section.card { h2 { (lang.say(W::PlanAssumed)) } p { (lang.say(W::PlanAssumedHint)) } } }
}
