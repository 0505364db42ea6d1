//! What the article asks: how many more identity devices, and where.
//!
//! A branch's need depends on nothing but how many voters it expects. So instead of simulating
//! thousands of branches for every turnout and every service time, we find once, for each service
//! time and each number of devices, the most voters for whom that number keeps the promise; a
//! branch then needs the first number whose limit it does not exceed. The limits themselves are
//! what an official remembers: "one device, up to so many voters".
//!
//! Booths are taken to be enough (size them with [`crate::size`]); the answer is therefore the
//! least number of devices there can be.

mod sample;
mod waits;

use std::collections::HashSet;

use rayon::prelude::*;
use serde::Serialize;

pub use sample::sample;
pub use waits::{Known, waits};

use crate::error::{InputError, at_most, positive, share};
use crate::kernel::{Day, Passage, Place, Profile, Service, Stage};
use crate::size::Promise;
use crate::spares::County;

/// A branch as this question sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    /// Its name.
    pub id: String,
    /// Those entitled to vote who are reckoned to it.
    pub eligible: f64,
    /// Identity devices it has.
    pub devices: u32,
    /// What people call it.
    pub name: Option<String>,
    /// Booths it has, where that is known.
    pub booths: Option<u32>,
    /// The district it lies in.
    pub district: Option<String>,
    /// Degrees north and east.
    pub position: Option<(f64, f64)>,
}

/// A county, and the range of what may come.
#[derive(Debug, Clone)]
pub struct Question {
    /// Its branches.
    pub branches: Vec<Branch>,
    /// Mean seconds to check a voter in: each is answered for.
    pub seconds: Vec<f64>,
    /// Standard deviation over mean of the check-in time.
    pub cv: f64,
    /// Turnouts: each is answered for.
    pub turnouts: Vec<f64>,
    /// How far one branch's turnout strays from the county's (standard deviation over mean), since
    /// voters may go to any branch.
    pub voters_cv: f64,
    /// When voters come.
    pub arrivals: Profile,
    /// What they are promised, for check-in.
    pub promise: Promise,
    /// The box on the map in which every branch that has a position must lie.
    pub county: County,
    /// Simulated days that a limit is judged by.
    pub days: u32,
    /// The seed.
    pub seed: u64,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// By service time: the most voters that one device, two, three, and so on are enough for.
    pub limits: Vec<Limits>,
    /// By service time and turnout.
    pub cases: Vec<Case>,
}

/// The most voters a day that a number of devices is enough for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Limits {
    /// Mean seconds to check a voter in.
    pub seconds: f64,
    /// With one device, two, three, and so on.
    pub voters: Vec<u64>,
}

impl Limits {
    /// The least devices for so many voters; absent beyond the largest limit found.
    #[must_use]
    pub fn devices_for(&self, voters: f64) -> Option<u32> {
        self.voters.iter().position(|&limit| voters <= limit as f64).map(|at| at as u32 + 1)
    }
}

/// What one service time and one turnout come to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Case {
    /// Mean seconds to check a voter in.
    pub seconds: f64,
    /// Turnout.
    pub turnout: f64,
    /// Voters in all.
    pub voters: f64,
    /// Devices needed in all.
    pub devices: u64,
    /// Devices to be added, leaving every branch what it has.
    pub more: u64,
    /// Branches that lack one or more.
    pub branches_short: u64,
    /// How many branches need one device, two, three, and so on.
    pub branches_by_devices: Vec<u64>,
    /// By branch, in the order asked: devices needed.
    #[serde(skip)]
    pub needs: Vec<u32>,
}

/// Answers for every service time and every turnout.
pub fn tehran(question: &Question) -> Result<Answer, InputError> {
    check(question)?;
    let largest = question.branches.iter().map(|branch| branch.eligible).fold(0.0, f64::max);
    let busiest = largest * question.turnouts.iter().copied().fold(0.0, f64::max);
    let limits: Vec<Limits> = question
        .seconds
        .par_iter()
        .map(|&seconds| limits(question, seconds, busiest))
        .collect::<Result<_, InputError>>()?;
    let cases = limits.iter().flat_map(|limits| {
        question.turnouts.iter().map(move |&turnout| case(&question.branches, limits, turnout))
    });
    Ok(Answer { cases: cases.collect(), limits })
}

/// The most voters for one device, two, and so on until the busiest branch is within a limit.
pub fn limits(question: &Question, seconds: f64, busiest: f64) -> Result<Limits, InputError> {
    let may_break = check(&Question { seconds: vec![seconds], ..question.clone() })?;
    Ok(Limits { seconds, voters: limits_up_to(question, seconds, busiest, may_break) })
}

fn check(question: &Question) -> Result<u32, InputError> {
    for (field, empty) in [
        ("branches", question.branches.is_empty()),
        ("seconds", question.seconds.is_empty()),
        ("turnouts", question.turnouts.is_empty()),
    ] {
        if empty {
            return Err(InputError::Empty { field: field.into() });
        }
    }
    let mut names = HashSet::new();
    for (i, branch) in question.branches.iter().enumerate() {
        let within = |error: InputError| error.within(&format!("branches[{i}] ({})", branch.id));
        positive("eligible", branch.eligible).map_err(within)?;
        at_most("eligible", branch.eligible, 200_000.0).map_err(within)?;
        at_most("devices", f64::from(branch.devices), 500.0).map_err(within)?;
        if let Some((latitude, longitude)) = branch.position {
            question.county.check("position", latitude, longitude).map_err(within)?;
        }
        if !names.insert(branch.id.as_str()) {
            return Err(InputError::Twice { field: format!("branches[{i}].id"), name: branch.id.clone() });
        }
    }
    for (i, &turnout) in question.turnouts.iter().enumerate() {
        share(&format!("turnouts[{i}]"), turnout)?;
        positive(&format!("turnouts[{i}]"), turnout)?;
    }
    for (i, &seconds) in question.seconds.iter().enumerate() {
        place(question, seconds, 1.0, 1).check().map_err(|error| error.within(&format!("seconds[{i}]")))?;
    }
    question.promise.may_break(question.days)
}

fn place(question: &Question, seconds: f64, voters: f64, devices: u32) -> Place {
    Place {
        arrivals: question.arrivals.clone(),
        voters,
        voters_cv: question.voters_cv,
        waiting: 0,
        stages: vec![Stage::new(devices, Service::Lognormal { mean_s: seconds, cv: question.cv })],
    }
}

/// The limits for one device, two, and so on until the busiest branch is within one.
fn limits_up_to(question: &Question, seconds: f64, busiest: f64, may_break: u32) -> Vec<u64> {
    let mut found: Vec<u64> = vec![];
    // Limits rise with devices, and none lies above what the devices could do without a pause in
    // the day and the patience after it, thrice over for the luck of a quiet day.
    let ceiling = |devices: u32| {
        let day = question.arrivals.hours() * 3_600.0 + question.promise.limit_s;
        (3.0 * f64::from(devices) * day / seconds).ceil() as u64 + 10
    };
    while found.last().is_none_or(|&limit| (limit as f64) < busiest) && found.len() < 400 {
        let devices = found.len() as u32 + 1;
        // A further device is good for about as much as the one before: start there.
        let before = found.last().copied().unwrap_or(0);
        let step = before.saturating_sub(found.iter().rev().nth(1).copied().unwrap_or(0));
        let keeps = |voters: u64| {
            voters == 0
                || keeps_promise(question, &place(question, seconds, voters as f64, devices), may_break)
        };
        found.push(last_that_keeps(before + step, ceiling(devices), keeps));
    }
    found
}

/// The last number up to `most` that keeps the promise, to within a part in four hundred, sought
/// around a guess.
fn last_that_keeps(guess: u64, most: u64, keeps: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (0, most);
    let mut width = (guess / 50).max(8);
    let mut tried = guess.clamp(1, most);
    // Walk from the guess in growing steps until it lies between one that keeps and one that fails.
    if keeps(tried) {
        while tried < most {
            low = tried;
            tried = (tried + width).min(most);
            width *= 2;
            if !keeps(tried) {
                high = tried;
                break;
            }
            low = tried;
        }
    } else {
        loop {
            high = tried;
            tried = tried.saturating_sub(width);
            width *= 2;
            if keeps(tried) {
                low = tried;
                break;
            }
        }
    }
    while high - low > 1 + low / 400 {
        let middle = low + (high - low) / 2;
        if keeps(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

fn keeps_promise(question: &Question, place: &Place, may_break: u32) -> bool {
    let (mut day, mut passage) = (Day::default(), Passage::default());
    let mut broken = 0;
    for number in 0..u64::from(question.days) {
        day.draw(place, question.seed, number);
        if passage.longest(place, &day, question.seed, number) > question.promise.limit_s {
            broken += 1;
            if broken > may_break {
                return false;
            }
        }
    }
    true
}

/// What a turnout asks of each branch, given the limits of a service time.
#[must_use]
pub fn case(branches: &[Branch], limits: &Limits, turnout: f64) -> Case {
    let most = limits.voters.len() as u32;
    let needs: Vec<u32> =
        branches.iter().map(|branch| limits.devices_for(branch.eligible * turnout).unwrap_or(most)).collect();
    let mut branches_by_devices = vec![0; needs.iter().copied().max().unwrap_or(0) as usize];
    needs.iter().for_each(|&need| branches_by_devices[need as usize - 1] += 1);
    let lacks = branches.iter().zip(&needs).map(|(branch, need)| need.saturating_sub(branch.devices));
    Case {
        seconds: limits.seconds,
        turnout,
        voters: branches.iter().map(|branch| branch.eligible * turnout).sum(),
        devices: needs.iter().map(|&need| u64::from(need)).sum(),
        more: lacks.clone().map(u64::from).sum(),
        branches_short: lacks.filter(|&lack| lack > 0).count() as u64,
        branches_by_devices,
        needs,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::kernel::{Run, simulate};

    fn question() -> Question {
        Question {
            branches: sample(40, 40.0 * 1_675.0, 0.5, 1).unwrap(),
            seconds: vec![22.7, 60.0],
            cv: 0.8,
            turnouts: vec![0.25, 0.6],
            voters_cv: 0.0,
            arrivals: Profile::evening_peak(13.0).unwrap(),
            promise: Promise::default(),
            county: County::TEHRAN,
            days: 100,
            seed: 3,
        }
    }

    #[test]
    fn a_limit_keeps_the_promise_and_a_hundredth_more_does_not() {
        let question = question();
        let answer = tehran(&question).unwrap();
        for limits in &answer.limits {
            assert!(limits.voters.is_sorted());
            let limit = limits.voters[1] as f64;
            let broken = |voters| {
                let run = Run { days: 100, seed: 3, limit_s: 1_800.0, by_quarter: false };
                let outcome = simulate(&place(&question, limits.seconds, voters, 2), &run).unwrap();
                (outcome.total.days_over_limit.mean * 100.0).round() as u32
            };
            let may = question.promise.may_break(100).unwrap();
            assert!(broken(limit) <= may, "{} at {limit}", limits.seconds);
            assert!(broken(limit * 1.01 + 2.0) > may, "{} above {limit}", limits.seconds);
        }
    }

    #[test]
    fn a_branch_twice_or_outside_the_county_is_refused_by_its_line() {
        let mut twice = question();
        twice.branches[3].id = twice.branches[1].id.clone();
        assert_eq!(tehran(&twice).unwrap_err().field(), "branches[3].id");
        let mut exchanged = question();
        exchanged.branches[3].position = Some((51.4, 35.7));
        assert_eq!(tehran(&exchanged).unwrap_err().field(), "branches[3] (0004).position");
    }

    #[test]
    fn slower_checks_and_higher_turnouts_need_more_devices() {
        let answer = tehran(&question()).unwrap();
        let devices: Vec<u64> = answer.cases.iter().map(|case| case.devices).collect();
        assert!(devices[0] < devices[1] && devices[0] < devices[2] && devices[2] < devices[3], "{devices:?}");
        for case in &answer.cases {
            assert_eq!(case.more, case.devices - 40);
            assert_eq!(case.branches_by_devices.iter().sum::<u64>(), 40);
        }
    }
}
