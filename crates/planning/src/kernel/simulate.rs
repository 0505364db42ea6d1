//! Many days of one polling place.

use rayon::prelude::*;
use serde::Serialize;

use super::draw::Day;
use super::full;
use super::place::Place;
use super::plain::{self, Line};
use super::tally::{ByArrival, DayWait, Estimate, Histogram, Queue};
use crate::error::{InputError, at_least_one, at_most, positive};

/// The PCEA standard: nobody should wait longer than half an hour.
pub const HALF_AN_HOUR_S: f64 = 1_800.0;

/// How much to simulate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Run {
    /// Independent polling days.
    pub days: u32,
    /// The seed: the same seed gives the same days, on any number of threads.
    pub seed: u64,
    /// A wait counts as too long above this many seconds.
    pub limit_s: f64,
    /// Whether to look at the queue and the waits by quarter hour too.
    pub by_quarter: bool,
}

impl Run {
    /// Days from a seed, with the usual limit of thirty minutes and the quarter hours.
    #[must_use]
    pub fn of(days: u32, seed: u64) -> Self {
        Self { days, seed, limit_s: HALF_AN_HOUR_S, by_quarter: true }
    }
}

/// A wait over all simulated days: at one stage, or in all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Wait {
    /// Mean over voters, seconds.
    pub mean_s: Estimate,
    /// Median over voters, seconds.
    pub p50_s: f64,
    /// The wait that 95 % of voters stay within, seconds, with its interval from batches of days.
    pub p95_s: Estimate,
    /// The wait that 99 % of voters stay within, seconds.
    pub p99_s: f64,
    /// The day's longest wait, mean over days, seconds.
    pub longest_s: Estimate,
    /// Share of voters who wait longer than the limit.
    pub over_limit_share: Estimate,
    /// Share of days on which somebody waits longer than the limit.
    pub days_over_limit: Estimate,
}

/// One stage over all simulated days.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StageOutcome {
    /// The wait before it.
    pub wait: Wait,
    /// Seconds of service over seconds of server time, from opening until closing or the last voter
    /// out, whichever is later.
    pub utilisation: f64,
    /// How many stand waiting at opening and each quarter hour after; empty if not asked for.
    pub queue_by_quarter: Vec<f64>,
}

/// A polling place over all simulated days.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// Days simulated.
    pub days: u32,
    /// Voters a day, mean.
    pub voters: f64,
    /// By stage, in order.
    pub stages: Vec<StageOutcome>,
    /// The waits of all stages together.
    pub total: Wait,
    /// The expected wait by quarter hour of arrival, seconds; empty if not asked for.
    pub wait_by_quarter_s: Vec<f64>,
    /// When the last voter leaves, seconds after opening, mean over days.
    pub last_out_s: Estimate,
    /// Share of voters who went home unserved.
    pub left_unserved_share: f64,
}

/// Simulates a place, spread over the threads at hand.
pub fn simulate(place: &Place, run: &Run) -> Result<Outcome, InputError> {
    check(place, run)?;
    let batches = batches(run.days);
    let tallies = batches.par_iter().map(|days| Batch::run(place, run, days.clone())).collect();
    Ok(outcome(place, run, tallies))
}

/// Simulates a place on this thread alone; the answer is the same.
pub fn simulate_here(place: &Place, run: &Run) -> Result<Outcome, InputError> {
    check(place, run)?;
    let tallies = batches(run.days).into_iter().map(|days| Batch::run(place, run, days)).collect();
    Ok(outcome(place, run, tallies))
}

/// The longest wait of each simulated day, all stages together, in seconds, from the shortest; on
/// this thread.
pub fn longest_by_day(place: &Place, days: u32, seed: u64) -> Result<Vec<f64>, InputError> {
    check(place, &Run::of(days, seed))?;
    let (mut day, mut passage) = (Day::default(), Passage::default());
    let mut longest: Vec<f64> = (0..u64::from(days))
        .map(|number| {
            day.draw(place, seed, number);
            passage.longest(place, &day, seed, number)
        })
        .collect();
    longest.sort_unstable_by(f64::total_cmp);
    Ok(longest)
}

/// The voters' waits of each simulated day added up, in seconds; on this thread.
pub(crate) fn waits_by_day(place: &Place, days: u32, seed: u64) -> Vec<f64> {
    let (mut day, mut passage) = (Day::default(), Passage::default());
    (0..u64::from(days))
        .map(|number| {
            day.draw(place, seed, number);
            passage.serve(place, &day, seed, number);
            passage.total.iter().sum()
        })
        .collect()
}

fn check(place: &Place, run: &Run) -> Result<(), InputError> {
    place.check()?;
    at_least_one("replications", run.days)?;
    at_most("replications", f64::from(run.days), 10_000_000.0)?;
    positive("limit_s", run.limit_s)
}

/// The days of each batch. It depends on the number of days alone, never on the threads, so that
/// sums are always made in the same order.
fn batches(days: u32) -> Vec<std::ops::Range<u32>> {
    // Batches of eight days or more, for each costs a merging; but some, for the threads and the spread.
    let count = (days / 8).clamp(days.min(8), 64);
    (0..count)
        .map(|i| {
            let edge = |i: u32| (u64::from(days) * u64::from(i) / u64::from(count)) as u32;
            edge(i)..edge(i + 1)
        })
        .collect()
}

struct OneDay {
    voters: f64,
    left_unserved: f64,
    last_out: f64,
    total: DayWait,
}

/// A batch of days, and what is kept of it.
struct Batch {
    days: Vec<OneDay>,
    /// Day by day, all stages of one after another.
    waits: Vec<DayWait>,
    busy: Vec<f64>,
    server_time: f64,
    histograms: Vec<Histogram>,
    total_histogram: Histogram,
    queues: Vec<Queue>,
    by_arrival: ByArrival,
}

impl Batch {
    fn run(place: &Place, run: &Run, days: std::ops::Range<u32>) -> Self {
        let stages = place.stages.len();
        let hours = place.arrivals.hours();
        let mut batch = Self {
            days: Vec::with_capacity(days.len()),
            waits: Vec::with_capacity(days.len() * stages),
            busy: vec![0.0; stages],
            server_time: 0.0,
            histograms: vec![Histogram::new(); stages],
            total_histogram: Histogram::new(),
            queues: vec![Queue::default(); stages],
            by_arrival: ByArrival::for_hours(hours),
        };
        let (mut day, mut passage) = (Day::default(), Passage::default());
        for number in days {
            day.draw(place, run.seed, u64::from(number));
            let ended = passage.serve(place, &day, run.seed, u64::from(number));
            batch.keep(run, hours, &day, &passage, ended);
        }
        batch
    }

    fn keep(&mut self, run: &Run, hours: f64, day: &Day, passage: &Passage, ended: full::Ended) {
        for (j, line) in passage.lines.iter().enumerate() {
            self.waits.push(DayWait::of(&line.waits, run.limit_s));
            self.histograms[j].count(&line.waits);
            self.busy[j] += passage.busy[j];
            if run.by_quarter {
                self.queues[j].count(line);
            }
        }
        self.total_histogram.count(&passage.total);
        if run.by_quarter {
            self.by_arrival.count(&day.arrivals, &passage.total);
        }
        self.server_time += ended.last_out.max(hours * 3_600.0);
        self.days.push(OneDay {
            voters: day.arrivals.len() as f64,
            left_unserved: f64::from(ended.left_unserved),
            last_out: ended.last_out,
            total: DayWait::of(&passage.total, run.limit_s),
        });
    }
}

/// One day's voters on their way through the place.
#[derive(Debug, Default)]
pub(crate) struct Passage {
    pub(crate) lines: Vec<Line>,
    /// By voter: the waits of all stages together.
    pub(crate) total: Vec<f64>,
    pub(crate) busy: Vec<f64>,
}

impl Passage {
    pub(crate) fn serve(&mut self, place: &Place, day: &Day, seed: u64, number: u64) -> full::Ended {
        self.lines.resize_with(place.stages.len(), Line::default);
        self.busy.clear();
        self.busy.resize(place.stages.len(), 0.0);
        let ended = if place.is_plain() {
            let last_out = self.serve_plain(place, day);
            full::Ended { last_out, left_unserved: 0 }
        } else {
            full::serve(place, day, (seed, number), &mut self.lines, &mut self.busy)
        };
        self.add_up(day.arrivals.len());
        ended
    }

    /// The longest wait of a day, all stages together, and nothing else: what a search asks most.
    pub(crate) fn longest(&mut self, place: &Place, day: &Day, seed: u64, number: u64) -> f64 {
        if !place.is_plain() || place.stages.len() > 2 {
            self.serve(place, day, seed, number);
            return self.total.iter().copied().fold(0.0, f64::max);
        }
        self.lines.resize_with(place.stages.len(), Line::default);
        self.pass_plain(place, day);
        match self.lines.as_slice() {
            [first, second] => {
                let both = second.who.iter().zip(&second.waits);
                both.map(|(&who, &wait)| first.waits[who as usize] + wait).fold(0.0, f64::max)
            }
            lines => lines[0].waits.iter().copied().fold(0.0, f64::max),
        }
    }

    fn serve_plain(&mut self, place: &Place, day: &Day) -> f64 {
        for (busy, needs) in self.busy.iter_mut().zip(&day.needs) {
            *busy = DayWait::of(needs, f64::INFINITY).sum;
        }
        self.pass_plain(place, day)
    }

    fn pass_plain(&mut self, place: &Place, day: &Day) -> f64 {
        let first = &mut self.lines[0];
        first.joined.clone_from(&day.arrivals);
        first.who.clear();
        first.who.extend(0..day.arrivals.len() as u32);
        let mut last_out = 0.0;
        for (j, stage) in place.stages.iter().enumerate() {
            let (before, after) = self.lines.split_at_mut(j + 1);
            last_out = plain::serve(stage.servers, &day.needs[j], &mut before[j], after.first_mut());
        }
        last_out
    }

    fn add_up(&mut self, voters: usize) {
        self.total.clear();
        self.total.resize(voters, 0.0);
        for line in &self.lines {
            for (&who, &wait) in line.who.iter().zip(&line.waits) {
                self.total[who as usize] += wait;
            }
        }
    }
}

fn outcome(place: &Place, run: &Run, batches: Vec<Batch>) -> Outcome {
    let hours = place.arrivals.hours();
    let stages = place.stages.len();
    let days: Vec<&OneDay> = batches.iter().flat_map(|batch| &batch.days).collect();
    let waits: Vec<&DayWait> = batches.iter().flat_map(|batch| &batch.waits).collect();
    let server_time: f64 = batches.iter().map(|batch| batch.server_time).sum();
    let voters: f64 = days.iter().map(|day| day.voters).sum();
    let left: f64 = days.iter().map(|day| day.left_unserved).sum();

    let stage = |j: usize| {
        let of_day = days.iter().enumerate().map(|(i, day)| (*waits[i * stages + j], day.voters));
        let mut queue = Queue::default();
        let mut busy = 0.0;
        for batch in &batches {
            queue.add(&batch.queues[j]);
            busy += batch.busy[j];
        }
        StageOutcome {
            wait: wait(&of_day.collect::<Vec<_>>(), batches.iter().map(|batch| &batch.histograms[j])),
            utilisation: busy / (server_time * f64::from(place.stages[j].servers)),
            queue_by_quarter: if run.by_quarter { queue.means(days.len() as f64, hours) } else { vec![] },
        }
    };
    let of_day: Vec<_> = days.iter().map(|day| (day.total, day.voters)).collect();
    let mut by_arrival = ByArrival::for_hours(hours);
    batches.iter().for_each(|batch| by_arrival.add(&batch.by_arrival));
    Outcome {
        days: run.days,
        voters: voters / days.len() as f64,
        stages: (0..stages).map(stage).collect(),
        total: wait(&of_day, batches.iter().map(|batch| &batch.total_histogram)),
        wait_by_quarter_s: if run.by_quarter { by_arrival.means() } else { vec![] },
        last_out_s: Estimate::of(days.iter().map(|day| day.last_out)),
        left_unserved_share: if voters > 0.0 { left / voters } else { 0.0 },
    }
}

fn wait<'a>(days: &[(DayWait, f64)], histograms: impl Iterator<Item = &'a Histogram>) -> Wait {
    let mut counts = Histogram::zeros();
    let mut of_batch = vec![];
    for histogram in histograms {
        let mut own = Histogram::zeros();
        histogram.add_to(&mut own);
        of_batch.push(Histogram::quantile(&own, 0.95));
        histogram.add_to(&mut counts);
    }
    // The batches' percentiles give the spread, all days together the value.
    let spread = Estimate::of(of_batch.iter().copied());
    let p95 = Histogram::quantile(&counts, 0.95);
    let ci95 = spread.ci95.map(|[low, high]| [p95 - (high - low) / 2.0, p95 + (high - low) / 2.0]);
    let over = days.iter().filter(|(wait, _)| wait.over > 0.0).count() as u32;
    let days_over_limit = Estimate::of_days(over, days.len() as u32);
    let mut over_limit_share = Estimate::of_ratio(days.iter().map(|(wait, voters)| (wait.over, *voters)));
    if over == 0 {
        // No day showed the spread; but no more voters wait too long than there are days on which any do.
        over_limit_share.ci95 = days_over_limit.ci95;
    }
    Wait {
        mean_s: Estimate::of_ratio(days.iter().map(|(wait, voters)| (wait.sum, *voters))),
        p50_s: Histogram::quantile(&counts, 0.5),
        p95_s: Estimate { mean: p95, ci95 },
        p99_s: Histogram::quantile(&counts, 0.99),
        longest_s: Estimate::of(days.iter().map(|(wait, _)| wait.max)),
        over_limit_share,
        days_over_limit,
    }
}
