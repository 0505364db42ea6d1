//! Readiness («آمادگی»): what is not ready, whose it is, since when, and how much time is left.
//!
//! It is computed from the files of branches, devices and staff and from nothing else: nobody can type a colour. As the
//! files keep their days, the same rule answers how ready everything was on any day before; that is the trend.

mod area;
mod finding;

pub use area::{Area, Count, Next, areas, together};
pub use finding::{Colour, Deadlines, Finding, Topic, Whose};

use crate::branch::{Branch, Fitness, Item, RiskLevel, Site, State};
use crate::device::supply::Supply;
use crate::device::{Device, Kind};
use crate::network::{Coverage, Rank};
use calendar::Day;

/// The ready devices of a branch on a day, kind by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stock([u16; Kind::ALL.len()]);

impl Stock {
    /// Does a branch open only with some of this kind? With one that checks voters in, one that takes ballots and one that
    /// reaches the headquarters; spare parts lie beside.
    #[must_use]
    pub fn asks_for(kind: Kind) -> bool {
        kind != Kind::Spare
    }

    /// Counts a device that is at the branch.
    pub fn add(&mut self, device: &Device, day: Day) {
        if device.was_ready(day) == Some(true) {
            let ready = &mut self.0[device.kind as usize];
            *ready = ready.saturating_add(1);
        }
    }

    /// How many of a kind are ready.
    #[must_use]
    pub fn ready(&self, kind: Kind) -> u16 {
        self.0[kind as usize]
    }

    /// Does a branch have of every kind as many as these terms give it?
    #[must_use]
    pub fn is_enough(&self, supply: &Supply, site: &Site) -> bool {
        let asked = Kind::ALL.iter().filter(|kind| Self::asks_for(**kind));
        asked.copied().all(|kind| u64::from(self.ready(kind)) >= supply.terms(kind).of(kind, site))
    }
}

/// What is not ready at a branch on a day: the shortest list, the most urgent first.
#[must_use]
pub fn findings(
    branch: &Branch,
    (stock, supply): (Stock, &Supply),
    day: Day,
    deadlines: &Deadlines,
) -> Vec<Finding> {
    let mut found = Vec::new();
    let registered = branch.site.registered;
    if registered > day {
        return found;
    }
    let mut put = |topic: Topic, since: Day, due: Option<Day>, whose: Option<&str>, item: Option<Item>| {
        let due = due.unwrap_or_else(|| deadlines.of(topic)).min(deadlines.polling);
        let whose = match whose {
            Some(name) if !name.trim().is_empty() => Whose::Named(name.to_owned()),
            _ => Whose::Role(topic.role()),
        };
        let colour = deadlines.colour(due, day).max(topic.best());
        found.push(Finding { topic, whose, since, due, colour, item });
    };
    for lack in &branch.deficiencies {
        let Some(state) = lack.state_on(day).filter(|state| *state != State::Verified) else { continue };
        let since = lack.found().unwrap_or(registered);
        let (topic, due, whose) = match (state, lack.assigned_on(day)) {
            (State::Reported, assigned) => (Topic::Unverified, assigned.map(|(_, due)| due), None),
            (State::Assigned, Some((owner, due))) => (Topic::Deficiency, Some(due), Some(owner)),
            _ => (Topic::Deficiency, None, None),
        };
        put(topic, since, due, whose, Some(lack.item));
    }
    let mut say =
        |topic: Topic, since: Day, due: Option<Day>, whose: Option<&str>| put(topic, since, due, whose, None);
    match branch.survey_on(day) {
        None => say(Topic::NoSurvey, registered, None, None),
        Some(survey) if survey.fitness() == Fitness::Unfit => {
            let open = branch.deficiencies.iter().filter_map(|lack| lack.state_on(day));
            let mended =
                !branch.deficiencies.is_empty() && open.into_iter().all(|state| state == State::Verified);
            say(if mended { Topic::SurveyAgain } else { Topic::Unfit }, survey.on, None, None);
        }
        Some(_) => {}
    }
    if !branch.site.is_agreed(day) {
        say(Topic::NoAgreement, registered, None, None);
    }
    network(branch, day, &mut say);
    if !stock.is_enough(supply, &branch.site) {
        say(Topic::Devices, registered, None, None);
    }
    for risk in &branch.risks {
        if risk.level() == RiskLevel::High && risk.is_open_on(day) {
            say(Topic::Risk, risk.raised, None, Some(&risk.owner));
        }
    }
    sort(&mut found);
    found
}

fn sort(found: &mut [Finding]) {
    found.sort_by_key(|finding| (std::cmp::Reverse(finding.colour), finding.due, finding.topic));
}

/// Puts what another room found, each with since when, among what is not ready at a branch on a day.
pub fn add(
    found: &mut Vec<Finding>,
    more: impl IntoIterator<Item = (Topic, Day)>,
    day: Day,
    deadlines: &Deadlines,
) {
    found.extend(more.into_iter().map(|(topic, since)| {
        let whose = Whose::Role(topic.role());
        let (due, colour) = match topic.at_once() {
            Some(colour) => (since, colour),
            None => (deadlines.of(topic), deadlines.colour(deadlines.of(topic), day)),
        };
        Finding { topic, whose, since, due, colour, item: None }
    }));
    sort(found);
}

fn network(branch: &Branch, day: Day, say: &mut impl FnMut(Topic, Day, Option<Day>, Option<&str>)) {
    let (network, registered) = (&branch.network, branch.site.registered);
    let lines = [Rank::Primary, Rank::Second].map(|rank| network.line_on(rank, day));
    match lines {
        [Some(one), Some(two)] => {
            let since = one.since.max(two.since);
            if !network.fates_on(day).is_empty() {
                say(Topic::SharedFate, since, None, None);
            }
            if network.coverage_on(day) != Coverage::Full {
                say(Topic::NoCoverage, since, None, None);
            }
        }
        _ => say(Topic::NoLines, registered, None, None),
    }
    for owed in network.owed_on(day) {
        say(Topic::Commitment, owed.made, Some(owed.due), Some(&owed.operator));
    }
    if !network.is_rehearsed_on(day) {
        let last = network.rehearsal_on(day).map_or(registered, |rehearsal| rehearsal.on);
        say(Topic::NoRehearsal, last, None, None);
    }
}

/// The colour of a branch: that of the worst that was found.
#[must_use]
pub fn colour(findings: &[Finding]) -> Colour {
    findings.iter().map(|finding| finding.colour).max().unwrap_or(Colour::Green)
}

#[cfg(test)]
mod tests;
