//! `amin bench plan`: how many voters a second this machine simulates.

use std::time::Instant;

use planning::kernel::{Place, Profile, Run, Service, simulate, simulate_here};
use rayon::prelude::*;
use serde_json::json;

use super::{Error, print};

/// Days in a round.
const ROUND: u32 = 100;

/// How fast this machine simulates polling days.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  amin bench plan --json")]
pub(crate) struct Bench {
    /// Polling days of 1,000 voters for the timing on one thread.
    #[arg(long, default_value_t = 50_000)]
    days: u32,
    /// Also simulate a metropolis: 4,950 branches of 1,000 voters on average, 200 days each.
    #[arg(long)]
    metropolis: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Bench {
    /// Times the plain day of two stages: lognormal check-in at two desks, lognormal voting at four booths.
    pub(crate) fn run(self) -> Result<(), Error> {
        let surge = Profile::opening_surge(13.0)?;
        let lognormal = |mean_s, cv| Service::Lognormal { mean_s, cv };
        let place =
            Place::desks_and_booths(surge, 1_000.0, (2, lognormal(45.0, 0.8)), (4, lognormal(120.0, 0.6)));
        let run = Run { by_quarter: false, ..Run::of(self.days, 1) };
        // The speed of a core is that of its fastest round: a round is short enough to fall between
        // the turns of other programs, which a mean would measure too.
        let mut one: f64 = 0.0;
        for round in 0..self.days.div_ceil(ROUND) {
            let run = Run { days: ROUND, seed: u64::from(round), ..run };
            let started = Instant::now();
            let outcome = simulate_here(&place, &run)?;
            one = one.max(outcome.voters * f64::from(ROUND) / started.elapsed().as_secs_f64());
        }

        let started = Instant::now();
        let alone = simulate_here(&place, &run)?;
        let shared = alone.voters * f64::from(alone.days) / started.elapsed().as_secs_f64();

        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let started = Instant::now();
        let together = simulate(&place, &run)?;
        let all = together.voters * f64::from(together.days) / started.elapsed().as_secs_f64();
        let same = alone == together;

        let metropolis = if self.metropolis { Some(metropolis()?) } else { None };

        if self.json {
            return print::json(&json!({
                "voters_per_s_per_core": one,
                "voters_per_s_one_thread": shared,
                "threads": threads,
                "voters_per_s_all_threads": all,
                "voters": alone.voters * f64::from(alone.days),
                "mean_wait_s": alone.total.mean_s.mean,
                "mean_wait_ci95": alone.total.mean_s.ci95,
                "same_answer_on_all_threads": same,
                "metropolis_s": metropolis,
            }));
        }
        let mut lines = vec![
            format!("one core         {:.1} million voters/s (fastest round)", one / 1e6),
            format!("one thread       {:.1} million voters/s, with whatever else runs here", shared / 1e6),
            format!("{threads} threads        {:.1} million voters/s", all / 1e6),
            format!("same answer      {}", if same { "yes, bit for bit" } else { "no" }),
            format!("mean wait        {}", print::estimate(&alone.total.mean_s)),
        ];
        if let Some(seconds) = metropolis {
            lines.push(format!("metropolis       {seconds:.1} s for 4,950 branches × 200 days"));
        }
        print::lines(&lines)
    }
}

/// Seconds to simulate every branch of a metropolis, each for 200 days, spread over the threads.
fn metropolis() -> Result<f64, Error> {
    let surge = Profile::opening_surge(13.0)?;
    let lognormal = |mean_s, cv| Service::Lognormal { mean_s, cv };
    let branches = planning::tehran::sample(4_950, 4_950_000.0, 0.5, 1)?;
    let started = Instant::now();
    let waits: Result<Vec<f64>, planning::InputError> = branches
        .par_iter()
        .enumerate()
        .map(|(i, branch)| {
            // Two desks for each thousand voters or part of them, twice as many booths.
            let desks = 2 * (branch.eligible / 1_000.0).ceil() as u32;
            let (check_in, vote) = (lognormal(45.0, 0.8), lognormal(120.0, 0.6));
            let place =
                Place::desks_and_booths(surge.clone(), branch.eligible, (desks, check_in), (2 * desks, vote));
            let run = Run { by_quarter: false, ..Run::of(200, i as u64) };
            Ok(simulate_here(&place, &run)?.total.mean_s.mean)
        })
        .collect();
    waits?;
    Ok(started.elapsed().as_secs_f64())
}
