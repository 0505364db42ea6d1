//! On the day: what the check-in stream says, and which devices to move.
//!
//! Two things were forecast for each branch and turn out otherwise: how many come, and how long a
//! check-in takes. Both beliefs are gamma, so that what the morning shows is added to them by
//! arithmetic. The rest of the day is then simulated many times from the line that stands there
//! now, each time with another draw from those beliefs, once with every device where it is and once
//! moved; the voters are the same in both, so the difference is the move's alone.

use rayon::prelude::*;
use serde::Serialize;

use crate::error::{InputError, at_least_one, at_most, not_negative, positive};
use crate::kernel::{Break, Place, Profile, Service, Stage, mix, waits_by_day};
use crate::spares::Travel;
use crate::statistics::gamma_quantile;

/// At most so many devices in one move.
const MOST_MOVED: u32 = 3;
/// Branches considered as receivers, worst first, and as givers, idlest first.
const RECEIVERS: usize = 15;
const GIVERS: usize = 60;
/// Times on the road are rounded up to so many minutes.
const ROAD_STEP_MIN: f64 = 10.0;

/// A branch in the middle of the day.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// Its name.
    pub id: String,
    /// Identity devices working.
    pub devices: u32,
    /// Voters forecast for the whole day.
    pub forecast_voters: f64,
    /// Check-ins done since opening.
    pub checked_in: u32,
    /// Seconds those check-ins took, together; zero when the stream does not say.
    pub service_seconds: f64,
    /// Voters in line now.
    pub waiting: u32,
    /// Latitude and longitude, degrees.
    pub position: Option<(f64, f64)>,
}

/// A county in the middle of the day.
#[derive(Debug, Clone)]
pub struct Question {
    /// Its branches.
    pub branches: Vec<Observed>,
    /// The forecast of when voters come, over the whole day.
    pub arrivals: Profile,
    /// Hours since opening.
    pub now_h: f64,
    /// How unsure the forecast of voters was (standard deviation over mean).
    pub forecast_cv: f64,
    /// Mean seconds of a check-in, as planned.
    pub planned_seconds: f64,
    /// How many observed check-ins the plan's mean is worth.
    pub planned_weight: f64,
    /// Standard deviation over mean of a check-in.
    pub cv: f64,
    /// How fast a device travels; where positions are unknown, every way takes `usual_min`.
    pub travel: Travel,
    /// Minutes between branches whose positions are unknown.
    pub usual_min: f64,
    /// No device travels longer than this.
    pub longest_min: f64,
    /// Simulated rests of the day.
    pub draws: u32,
    /// The seed.
    pub seed: u64,
}

/// A quantity and the interval in which it lies with a probability of 90 %.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Range90 {
    /// Mean.
    pub mean: f64,
    /// Fifth percentile.
    pub low: f64,
    /// Ninety-fifth percentile.
    pub high: f64,
}

/// What is believed of a branch now.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Belief {
    /// The branch.
    pub id: String,
    /// Voters who come over those forecast.
    pub turnout_factor: Range90,
    /// Seconds of a check-in, mean.
    pub service_s: Range90,
    /// Voters still to come.
    pub still_due: Range90,
    /// Voter-minutes of waiting from now on, if nothing is moved.
    pub wait_ahead_min: Range90,
}

/// A move worth making.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Move {
    /// The branch that gives.
    pub from: String,
    /// The branch that receives.
    pub to: String,
    /// Devices.
    pub devices: u32,
    /// When they work again, hours since opening; the saving is reckoned for a departure now.
    pub works_at_h: f64,
    /// Voter-minutes of waiting that the move saves, the giver's loss taken off.
    pub saves_min: Range90,
    /// The probability that it saves anything.
    pub helps: f64,
}

/// Beliefs and moves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Advice {
    /// By branch, in the order asked.
    pub beliefs: Vec<Belief>,
    /// The moves, best first. Each branch gives or receives once.
    pub moves: Vec<Move>,
}

/// The gamma belief about one branch.
#[derive(Debug, Clone, Copy)]
struct Learned {
    /// The turnout factor is gamma with this shape and rate.
    turnout: (f64, f64),
    /// The mean check-in, seconds, and the spread of that belief.
    service: (f64, f64),
    /// The rate of check-ins is gamma with this shape and rate; a service has `shape` of its own.
    pace: (f64, f64, f64),
    due: f64,
}

/// Weighs every branch's morning and proposes moves.
pub fn advise(question: &Question) -> Result<Advice, InputError> {
    check(question)?;
    let rest = question.arrivals.after(question.now_h)?;
    let learned: Vec<Learned> = question.branches.iter().map(|branch| learn(question, branch)).collect();
    let ahead: Vec<Vec<f64>> =
        (0..learned.len()).into_par_iter().map(|i| waits(question, &rest, &learned, i, 0, 0.0)).collect();
    let beliefs = question.branches.iter().zip(&learned).zip(&ahead);
    Ok(Advice {
        beliefs: beliefs.map(|((branch, learned), ahead)| belief(branch, learned, ahead)).collect(),
        moves: moves(question, &rest, &learned, &ahead),
    })
}

fn check(question: &Question) -> Result<(), InputError> {
    if question.branches.is_empty() {
        return Err(InputError::Empty { field: "branches".into() });
    }
    not_negative("now_h", question.now_h)?;
    positive("forecast_cv", question.forecast_cv)?;
    positive("planned_seconds", question.planned_seconds)?;
    positive("planned_weight", question.planned_weight)?;
    positive("cv", question.cv)?;
    positive("usual_min", question.usual_min)?;
    positive("longest_min", question.longest_min)?;
    question.travel.check()?;
    at_least_one("draws", question.draws)?;
    at_most("draws", f64::from(question.draws), 100_000.0)?;
    let mut names = std::collections::HashSet::new();
    for (i, branch) in question.branches.iter().enumerate() {
        let within = |error: InputError| error.within(&format!("branches[{i}] ({})", branch.id));
        at_least_one("devices", branch.devices).map_err(within)?;
        at_most("devices", f64::from(branch.devices), 500.0).map_err(within)?;
        positive("voters", branch.forecast_voters).map_err(within)?;
        at_most("voters", branch.forecast_voters, 200_000.0).map_err(within)?;
        at_most("waiting", f64::from(branch.waiting), 100_000.0).map_err(within)?;
        not_negative("service_seconds", branch.service_seconds).map_err(within)?;
        if !names.insert(branch.id.as_str()) {
            return Err(InputError::Twice { field: format!("branches[{i}].id"), name: branch.id.clone() });
        }
    }
    Ok(())
}

/// Prior and morning, added.
///
/// Arrivals by now are Poisson about factor × forecast by now; a gamma belief of the factor gains
/// their number in its shape and the forecast in its rate. A check-in is gamma with shape 1/cv²; a
/// gamma belief of its rate gains that shape for each check-in, and their seconds.
fn learn(question: &Question, branch: &Observed) -> Learned {
    let arrived = f64::from(branch.checked_in) + f64::from(branch.waiting);
    let expected = branch.forecast_voters * question.arrivals.arrived_by(question.now_h);
    let prior = question.forecast_cv.powi(-2);
    let turnout = (prior + arrived, prior + expected);

    let shape = question.cv.powi(-2);
    let seen = if branch.service_seconds > 0.0 { f64::from(branch.checked_in) } else { 0.0 };
    // One more than the weight in the shape, so that the prior mean of the mean is the plan's.
    let pace = (
        shape * (question.planned_weight + seen) + 1.0,
        question.planned_weight * question.planned_seconds + branch.service_seconds,
    );
    // The mean service is shape ÷ rate of pace: an inverse gamma.
    let mean = shape * pace.1 / (pace.0 - 1.0);
    let spread = if pace.0 > 2.0 { (pace.0 - 2.0).powf(-0.5) } else { 1.0 };
    Learned {
        turnout,
        service: (mean, spread.min(1.0)),
        pace: (pace.0, pace.1, shape),
        due: branch.forecast_voters * (1.0 - question.arrivals.arrived_by(question.now_h)),
    }
}

fn belief(branch: &Observed, learned: &Learned, ahead: &[f64]) -> Belief {
    let (shape, rate) = learned.turnout;
    let factor = Range90 {
        mean: shape / rate,
        low: gamma_quantile(0.05, shape, rate),
        high: gamma_quantile(0.95, shape, rate),
    };
    let (pace_shape, pace_rate, own) = learned.pace;
    Belief {
        id: branch.id.clone(),
        turnout_factor: factor,
        // A fast pace is a short service: the percentiles change places.
        service_s: Range90 {
            mean: learned.service.0,
            low: own / gamma_quantile(0.95, pace_shape, pace_rate),
            high: own / gamma_quantile(0.05, pace_shape, pace_rate),
        },
        still_due: Range90 {
            mean: learned.due * factor.mean,
            low: learned.due * factor.low,
            high: learned.due * factor.high,
        },
        wait_ahead_min: range(&ahead.iter().map(|seconds| seconds / 60.0).collect::<Vec<_>>()),
    }
}

/// Seconds of waiting from now on, draw by draw, with so many devices more (from a time on) or less.
fn waits(
    question: &Question,
    rest: &Profile,
    learned: &[Learned],
    i: usize,
    change: i64,
    arrives_h: f64,
) -> Vec<f64> {
    let (branch, learned) = (&question.branches[i], &learned[i]);
    let (shape, rate) = learned.turnout;
    let (mean_s, spread) = learned.service;
    let servers = (i64::from(branch.devices) + change).max(1) as u32;
    let mut desk = Stage::new(servers, Service::Lognormal { mean_s, cv: question.cv });
    desk.mean_cv = spread;
    if change > 0 && arrives_h > 0.0 {
        // Until they arrive, the new devices rest.
        desk.breaks = vec![Break { from_h: 0.0, to_h: arrives_h, servers: change as u32 }];
    }
    let place = Place {
        arrivals: rest.clone(),
        voters: (learned.due * shape / rate).max(1e-6),
        voters_cv: shape.powf(-0.5).min(2.0),
        waiting: branch.waiting,
        stages: vec![desk],
    };
    let seed = branch.id.bytes().fold(mix(question.seed), |mixed, byte| mix(mixed ^ u64::from(byte)));
    waits_by_day(&place, question.draws, seed)
}

/// A pair that could exchange devices.
struct Pair {
    giver: usize,
    receiver: usize,
    arrives_h: f64,
}

fn moves(question: &Question, rest: &Profile, learned: &[Learned], ahead: &[Vec<f64>]) -> Vec<Move> {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let by = |key: &dyn Fn(usize) -> f64, keep: &dyn Fn(usize) -> bool| {
        let mut order: Vec<usize> = (0..ahead.len()).filter(|&i| keep(i)).collect();
        order.sort_by(|&a, &b| key(b).total_cmp(&key(a)).then(a.cmp(&b)));
        order
    };
    let mut receivers = by(&|i| mean(&ahead[i]), &|i| mean(&ahead[i]) > 0.0);
    receivers.truncate(RECEIVERS);
    // The work left for each device, as a share of its time.
    let load = |i: usize| {
        let (shape, rate) = learned[i].turnout;
        let voters = f64::from(question.branches[i].waiting) + learned[i].due * shape / rate;
        voters * learned[i].service.0 / (f64::from(question.branches[i].devices) * rest.hours() * 3_600.0)
    };
    let mut givers = by(&|i| -load(i), &|i| question.branches[i].devices > 1);
    givers.truncate(GIVERS);

    let pairs: Vec<Pair> = receivers
        .iter()
        .flat_map(|&receiver| givers.iter().map(move |&giver| (giver, receiver)))
        .filter(|(giver, receiver)| giver != receiver)
        .filter_map(|(giver, receiver)| {
            let minutes = minutes_between(question, giver, receiver);
            let rounded = (minutes / ROAD_STEP_MIN).ceil() * ROAD_STEP_MIN;
            let arrives_h = rounded / 60.0;
            let in_time = minutes <= question.longest_min && arrives_h < rest.hours();
            in_time.then_some(Pair { giver, receiver, arrives_h })
        })
        .collect();
    let options = options(question, rest, learned, ahead, &pairs);

    // The best move first; whoever took part in it is out.
    let mut order: Vec<&(Move, usize, usize)> = options.iter().collect();
    order.sort_by(|a, b| b.0.saves_min.mean.total_cmp(&a.0.saves_min.mean).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut busy = vec![false; ahead.len()];
    let mut chosen = vec![];
    for (option, giver, receiver) in order {
        if !busy[*giver] && !busy[*receiver] {
            (busy[*giver], busy[*receiver]) = (true, true);
            chosen.push(option.clone());
        }
    }
    chosen
}

/// Every pair and number of devices whose saving is, with 95 %, above nothing.
fn options(
    question: &Question,
    rest: &Profile,
    learned: &[Learned],
    ahead: &[Vec<f64>],
    pairs: &[Pair],
) -> Vec<(Move, usize, usize)> {
    use std::collections::{BTreeMap, BTreeSet};
    let step = |pair: &Pair| (pair.arrives_h * 60.0).round() as i64;
    // Each change of each branch is simulated once, whatever pairs it belongs to.
    let mut wanted: BTreeSet<(usize, i64, i64)> = BTreeSet::new();
    for pair in pairs {
        for moved in 1..=MOST_MOVED.min(question.branches[pair.giver].devices - 1) {
            wanted.insert((pair.giver, -i64::from(moved), 0));
            wanted.insert((pair.receiver, i64::from(moved), step(pair)));
        }
    }
    let wanted: Vec<(usize, i64, i64)> = wanted.into_iter().collect();
    let changed: Vec<Vec<f64>> = wanted
        .par_iter()
        .map(|&(i, change, minutes)| waits(question, rest, learned, i, change, minutes as f64 / 60.0))
        .collect();
    let changed: BTreeMap<(usize, i64, i64), Vec<f64>> = wanted.into_iter().zip(changed).collect();
    let mut options = vec![];
    for pair in pairs {
        for moved in 1..=MOST_MOVED.min(question.branches[pair.giver].devices - 1) {
            let gives = &changed[&(pair.giver, -i64::from(moved), 0)];
            let gets = &changed[&(pair.receiver, i64::from(moved), step(pair))];
            let saved: Vec<f64> = (0..gives.len())
                .map(|k| (ahead[pair.receiver][k] - gets[k] + ahead[pair.giver][k] - gives[k]) / 60.0)
                .collect();
            let saves_min = range(&saved);
            if saves_min.low > 0.0 {
                let helps = saved.iter().filter(|&&one| one > 0.0).count() as f64 / saved.len() as f64;
                let proposal = Move {
                    from: question.branches[pair.giver].id.clone(),
                    to: question.branches[pair.receiver].id.clone(),
                    devices: moved,
                    works_at_h: question.now_h + pair.arrives_h,
                    saves_min,
                    helps,
                };
                options.push((proposal, pair.giver, pair.receiver));
            }
        }
    }
    options
}

fn minutes_between(question: &Question, a: usize, b: usize) -> f64 {
    match (question.branches[a].position, question.branches[b].position) {
        (Some(a), Some(b)) => question.travel.minutes(a, b),
        _ => question.usual_min,
    }
}

fn range(values: &[f64]) -> Range90 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |share: f64| sorted[((sorted.len() - 1) as f64 * share).round() as usize];
    Range90 { mean: values.iter().sum::<f64>() / values.len() as f64, low: at(0.05), high: at(0.95) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn branch(id: &str, devices: u32, checked_in: u32, seconds: f64, waiting: u32) -> Observed {
        Observed {
            id: id.into(),
            devices,
            forecast_voters: 1_000.0,
            checked_in,
            service_seconds: f64::from(checked_in) * seconds,
            waiting,
            position: None,
        }
    }

    fn question(branches: Vec<Observed>) -> Question {
        Question {
            branches,
            arrivals: Profile::uniform(12.0).unwrap(),
            now_h: 6.0,
            forecast_cv: 0.3,
            planned_seconds: 40.0,
            planned_weight: 20.0,
            cv: 0.8,
            travel: Travel::default(),
            usual_min: 25.0,
            longest_min: 60.0,
            draws: 200,
            seed: 1,
        }
    }

    #[test]
    fn the_morning_outweighs_the_forecast_as_gamma_arithmetic_says() {
        // Prior shape and rate 1/0.09; 700 came of 500 expected.
        let advice = advise(&question(vec![branch("a", 4, 690, 60.0, 10)])).unwrap();
        let belief = &advice.beliefs[0];
        let prior = 1.0 / 0.09;
        let factor = (prior + 700.0) / (prior + 500.0);
        assert!((belief.turnout_factor.mean - factor).abs() < 1e-12);
        assert!(belief.turnout_factor.low < factor && factor < belief.turnout_factor.high);
        assert!((belief.still_due.mean - 500.0 * factor).abs() < 1e-9);
        // Twenty planned check-ins of 40 s and 690 seen of 60 s.
        let mean = (20.0 * 40.0 + 690.0 * 60.0) / 710.0;
        assert!((belief.service_s.mean - mean).abs() < 1e-9, "{:?}", belief.service_s);
        assert!(belief.service_s.low < mean && mean < belief.service_s.high);
        assert!(belief.service_s.high - belief.service_s.low < 0.12 * mean);
    }

    #[test]
    fn with_no_morning_the_plan_stands() {
        let belief = &advise(&Question { now_h: 0.0, ..question(vec![branch("a", 4, 0, 0.0, 0)]) })
            .unwrap()
            .beliefs[0];
        assert!((belief.turnout_factor.mean - 1.0).abs() < 1e-12);
        assert!((belief.service_s.mean - 40.0).abs() < 1e-9);
    }

    #[test]
    fn an_idle_device_is_moved_to_the_crowd_and_not_away_from_it() {
        let crowd = branch("crowd", 1, 400, 45.0, 120);
        let calm = branch("calm", 4, 200, 45.0, 0);
        let advice = advise(&question(vec![crowd, calm])).unwrap();
        assert_eq!(advice.moves.len(), 1);
        let proposal = &advice.moves[0];
        assert_eq!((proposal.from.as_str(), proposal.to.as_str()), ("calm", "crowd"));
        // 25 minutes on the road are reckoned as 30.
        assert!((proposal.works_at_h - 6.5).abs() < 1e-12);
        let saves = proposal.saves_min;
        assert!(saves.low > 0.0 && saves.low < saves.mean && saves.mean < saves.high, "{saves:?}");
        assert!(proposal.helps > 0.95);
    }

    #[test]
    fn nothing_is_moved_where_nobody_waits_or_the_way_is_too_long() {
        let calm = |id| branch(id, 5, 300, 30.0, 0);
        assert_eq!(advise(&question(vec![calm("a"), calm("b")])).unwrap().moves, []);
        let mut far = question(vec![branch("crowd", 1, 400, 45.0, 120), calm("calm")]);
        far.usual_min = 90.0;
        assert_eq!(advise(&far).unwrap().moves, []);
    }

    #[test]
    fn after_closing_and_without_devices_nothing_is_advised() {
        let late = Question { now_h: 12.0, ..question(vec![branch("a", 1, 1, 1.0, 1)]) };
        assert_eq!(advise(&late).unwrap_err().field(), "hours left");
        assert_eq!(
            advise(&question(vec![branch("a", 0, 1, 1.0, 1)])).unwrap_err().field(),
            "branches[0] (a).devices"
        );
    }
}
