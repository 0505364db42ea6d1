//! A branch's capacity proof: what the executive board signs and publishes.

use super::asked::{Asked, HOURS, SECONDS, TURNOUT, VOTE};
use super::form::{form, mistakes};
use super::list::County;
use super::one_branch::{DAYS, SEED, assumed, branch, check_in_alone, headline, need};
use super::{chart, districts, formulas, rooms, waits};
use crate::assets;
use crate::furniture::{figure, notice, percent_encoded};
use crate::layout::{Page, Section};
use crate::locale::{Lang, Word as W};
use maud::{Markup, html};
use planning::InputError;
use planning::kernel::Place;
use planning::proof::{Proof, prove};
use planning::size::{Booths, Need, Obstacle, Promise};
use planning::tehran;

/// A branch of the list, its need, and the proof of it.
#[derive(Debug, Clone)]
pub struct Proven {
    /// The branch as the list has it.
    pub branch: tehran::Branch,
    /// What it needs.
    pub need: Need,
    /// Why that is enough, and less is not.
    pub proof: Proof,
    place: Place,
    check_in_alone_s: Vec<f64>,
}

impl Proven {
    /// Sizes a branch of the list and proves the answer; nothing where the list has no such branch.
    pub fn of(county: &County, id: &str, asked: &Asked) -> Result<Option<Self>, InputError> {
        let Some(listed) = county.branch(id) else { return Ok(None) };
        let booths = listed.booths.map_or(Booths::AsNeeded, Booths::Fixed);
        let sized = branch(id, listed.eligible * asked.turnout / 100.0, booths, asked)?;
        let need = need(&sized)?;
        let proof = prove(&sized, (need.devices, need.booths), Promise::default(), DAYS, SEED)?;
        let place = sized.with(need.devices, need.booths);
        let mut branch = listed.clone();
        if county.synthetic {
            branch.devices = asked.now as u32;
        }
        Ok(Some(Self { check_in_alone_s: check_in_alone(&place, proof.seed)?, branch, need, proof, place }))
    }
}

/// The sheet that the executive board signs, as PDF.
pub(super) fn sheet(lang: Lang, asked: &Asked, found: &Proven) -> Result<Vec<u8>, forms::Failed> {
    let command = command(asked, found);
    let name = found.branch.name.as_deref();
    forms::capacity::print(lang, &forms::capacity::Branch { name, proof: &found.proof, command: &command })
}

/// The page.
pub fn proof(lang: Lang, asked: &Asked, found: &Proven) -> Markup {
    let listed = &found.branch;
    let title = lang.fill(W::PlanBranchOf, &[&lang.digits(&listed.id)]);
    let here = format!("/planning/branches/{}", percent_encoded(&listed.id));
    let content = html! {
        h1 { (title) }
        p.lead {
            @if let Some(name) = &listed.name { (name) " · " }
            @if let Some(name) = &listed.district { (districts::district(lang, name)) " · " }
            (lang.say(W::PlanProofLead))
        }
        (rooms(lang, None, asked))
        div.planner {
            (form(lang, &here, asked, &[TURNOUT, SECONDS, VOTE, HOURS]))
            div #answer {
                (mistakes(lang, asked))
                (verdict(lang, found))
                dl.figures.tight {
                    (figure(&lang.number(found.need.devices), lang.say(W::PlanDevices), Some(&lang.fill(W::PlanHas, &[&lang.number(listed.devices)]))))
                    (figure(&lang.number(found.need.booths), lang.say(W::PlanBooths), None))
                }
                (headline(lang, &found.place, &found.proof.outcome))
                p.ways { a.button.quiet href={ "/" (lang.code()) (here) "/proof.pdf" (asked.query()) } { (lang.say(W::PlanProofPdf)) } }
                (fewer(lang, &found.proof))
                (waits::table(lang, &found.proof.outcome))
                (chart::queue(lang, &found.proof.outcome, asked.hours))
                (formulas::table(lang, &found.place, &found.check_in_alone_s, &found.proof.booths_arithmetic))
                (again(lang, asked, found))
                (assumed(lang))
            }
        }
        p #said.said role="status" { (lang.say(if found.proof.kept { W::PlanKept } else { W::PlanNotKept })) }
        script src=(assets::path("live.js")) defer {}
    };
    let path = format!("{here}{}", asked.query());
    Page { lang, title: &title, section: Some(Section::Planning), path: &path, every: None }.show(content)
}

fn verdict(lang: Lang, found: &Proven) -> Markup {
    let proof = &found.proof;
    let numbers = |days: u32| [lang.number(days), lang.number(proof.days), lang.number(proof.days_may_break)];
    html! {
        @if proof.kept {
            @let [good, days, may] = numbers(proof.days - proof.days_broken);
            (notice("good", lang.say(W::PlanKept), &lang.fill(W::PlanKeptHint, &[&good, &days, &may])))
        } @else {
            @let [bad, days, may] = numbers(proof.days_broken);
            (notice("bad", lang.say(W::PlanNotKept), &lang.fill(W::PlanNotKeptHint, &[&bad, &days, &may])))
        }
        @match found.need.obstacle {
            Some(Obstacle::TooFewBooths { needed }) => p.cheapest {
                (lang.fill(W::PlanCheapest, &[&lang.number(found.need.devices), &lang.number(needed)]))
            },
            Some(Obstacle::Unreachable) => p.cheapest { (lang.say(W::PlanUnreachable)) },
            None => {},
        }
    }
}

/// What one device or booth fewer would do.
fn fewer(lang: Lang, proof: &Proof) -> Markup {
    let line = |word: W, broken: Option<u32>| match broken {
        Some(broken) => lang.fill(word, &[&lang.number(broken), &lang.number(proof.days)]),
        None => lang.say(W::PlanFewerNone).to_owned(),
    };
    html! {
        section.card {
            h2 { (lang.say(W::PlanFewer)) }
            ul.plain {
                li { (line(W::PlanFewerDevice, proof.days_broken_with_one_device_fewer)) }
                li { (line(W::PlanFewerBooth, proof.days_broken_with_one_booth_fewer)) }
            }
        }
    }
}

/// The command with which anybody gets the same figures.
fn command(asked: &Asked, found: &Proven) -> String {
    let (id, voters) = (&found.branch.id, found.proof.voters);
    let list = match found.branch.booths {
        Some(booths) => format!("id,voters,booths\\n{id},{voters},{booths}\\n"),
        None => format!("id,voters\\n{id},{voters}\\n"),
    };
    format!(
        "printf '{list}' > branch.csv\namin plan size branch.csv --proof {id} --check-in-seconds {} \
         --vote-seconds {} --hours {} --arrivals {} --replications {DAYS} --seed {SEED}",
        asked.seconds,
        asked.vote,
        asked.hours,
        asked.arrivals.name(),
    )
}

fn again(lang: Lang, asked: &Asked, found: &Proven) -> Markup {
    html! {
        section.card {
            h2 { (lang.say(W::PlanAgain)) }
            p { (lang.say(W::PlanAgainHint)) }
            pre dir="ltr" translate="no" tabindex="0" { (command(asked, found)) }
        }
    }
}
