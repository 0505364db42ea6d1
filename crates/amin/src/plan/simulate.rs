//! `amin plan simulate`: one polling place, many days.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use planning::kernel::{Break, Breakdown, Outcome, Place, Retry, Run, Service, Stage, Wait, simulate};
use serde_json::{Value, json};

use super::{Error, print, profile};

/// How long voters wait on a polling day: identity desks, then booths.
#[derive(Debug, clap::Args)]
#[command(
    allow_negative_numbers = true,
    after_help = "Example:\n  amin plan simulate --voters 1000 --hours 13 --arrivals opening-surge --desks 2 \
                  --check-in-seconds 45 --check-in-cv 0.8 --booths 4 --vote-seconds 120 --vote-cv 0.6 \
                  --replications 1000 --seed 1\n\n\
                  Two contests, one desk resting at noon, two more hours for a tenth of the voters:\n  \
                  amin plan simulate --voters 1000 --hours 10 --desks 2 --check-in-seconds 45 --booths 6 \
                  --vote-seconds 90,60 --rest 4-4.5:1 --extension-hours 2 --extension-share 0.1"
)]
pub(crate) struct Simulate {
    /// Voters expected over the day; each day's number is Poisson about it.
    #[arg(long)]
    voters: f64,
    /// Standard deviation over mean of the forecast itself, from day to day.
    #[arg(long, default_value_t = 0.0)]
    voters_cv: f64,
    /// Hours the polls are open.
    #[arg(long)]
    hours: f64,
    #[arg(long, default_value = "uniform", help = profile::HELP)]
    arrivals: String,
    /// The polls stay open this much longer than --hours ...
    #[arg(long, requires = "extension_share")]
    extension_hours: Option<f64>,
    /// ... and this share of all voters comes in the time added.
    #[arg(long, requires = "extension_hours")]
    extension_share: Option<f64>,
    /// Identity desks.
    #[arg(long)]
    desks: u32,
    /// Seconds to check a voter in.
    #[arg(long, required_unless_present = "check_in_times")]
    check_in_seconds: Option<f64>,
    /// Standard deviation over mean of the check-in time.
    #[arg(long, default_value_t = 0.8)]
    check_in_cv: f64,
    /// Draw check-in times from this file of measured seconds (one a line, or a JSON list) instead.
    #[arg(long, value_name = "FILE")]
    check_in_times: Option<PathBuf>,
    /// Desks that take nobody for a while: hours after opening and how many, such as 4-4.5:1; may be repeated.
    #[arg(long, value_name = "FROM-TO:DESKS", value_parser = rest)]
    rest: Vec<Break>,
    /// Booths.
    #[arg(long)]
    booths: u32,
    /// Seconds a voter spends in the booth; one number, or one for each contest: means and variances add.
    #[arg(long, value_delimiter = ',', required_unless_present = "vote_times")]
    vote_seconds: Vec<f64>,
    /// Standard deviation over mean of the time in the booth.
    #[arg(long, default_value_t = 0.8)]
    vote_cv: f64,
    /// The law of both times (an exponential time has a cv of one, a deterministic one of zero).
    #[arg(long, value_enum, default_value_t = Distribution::Lognormal)]
    distribution: Distribution,
    /// Probability that one attempt at identification fails.
    #[arg(long, default_value_t = 0.0)]
    retry_share: f64,
    /// Seconds for each further attempt.
    #[arg(long, default_value_t = 20.0)]
    retry_seconds: f64,
    /// Attempts before two officials decide.
    #[arg(long, default_value_t = 3)]
    attempts: u32,
    /// Seconds for the officials' override.
    #[arg(long, default_value_t = 180.0)]
    override_seconds: f64,
    /// Mean hours between failures of one identity device; none when absent.
    #[arg(long)]
    hours_between_failures: Option<f64>,
    /// Mean minutes until a failed device is repaired or replaced.
    #[arg(long, default_value_t = 30.0)]
    repair_minutes: f64,
    /// Draw times in the booth from this file of measured seconds instead.
    #[arg(long, value_name = "FILE")]
    vote_times: Option<PathBuf>,
    /// Room for this many voters at the booths, those voting included; no limit when absent.
    #[arg(long)]
    room: Option<u32>,
    /// Mean minutes a voter waits for a desk before going home (exponential); for ever when absent.
    #[arg(long)]
    patience_minutes: Option<f64>,
    /// Polling days to simulate.
    #[arg(long, default_value_t = 1_000)]
    replications: u32,
    /// The seed; the same seed gives the same answer.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Distribution {
    Lognormal,
    Exponential,
    Deterministic,
}

impl Distribution {
    fn service(self, mean_s: f64, cv: f64) -> Service {
        match self {
            Self::Lognormal => Service::Lognormal { mean_s, cv },
            Self::Exponential => Service::Exponential { mean_s },
            Self::Deterministic => Service::Deterministic { mean_s },
        }
    }

    /// One sitting for several contests, each with its own mean.
    fn sitting(self, means_s: &[f64], cv: f64) -> Service {
        let parts = |cv: f64| means_s.iter().map(|&mean_s| (mean_s, cv)).collect::<Vec<_>>();
        match (self, means_s) {
            (_, &[mean_s]) => self.service(mean_s, cv),
            (Self::Deterministic, _) => Service::Deterministic { mean_s: means_s.iter().sum() },
            (Self::Exponential, _) => Service::of_parts(&parts(1.0)),
            (Self::Lognormal, _) => Service::of_parts(&parts(cv)),
        }
    }
}

/// Measured seconds, one a line or as a JSON list.
fn measured(path: &Path) -> Result<Service, Error> {
    let text =
        std::fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    let wrong = |what: String| Error::Content { path: path.to_owned(), what };
    if text.trim_start().starts_with('[') {
        let seconds = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        return Ok(Service::Empirical { seconds });
    }
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let seconds: Result<Vec<f64>, Error> = lines
        .map(|(i, line)| {
            let number = line.trim().parse();
            number.map_err(|_| wrong(format!("line {}: {:?} is no number of seconds", i + 1, line.trim())))
        })
        .collect();
    Ok(Service::Empirical { seconds: seconds? })
}

/// A rest: `4-4.5:1`.
fn rest(text: &str) -> Result<Break, String> {
    let parts = text.split_once(':').and_then(|(hours, desks)| Some((hours.split_once('-')?, desks)));
    let read = parts.and_then(|((from, to), desks)| {
        Some(Break { from_h: from.parse().ok()?, to_h: to.parse().ok()?, servers: desks.parse().ok()? })
    });
    read.ok_or_else(|| "give hours after opening and a number of desks, such as 4-4.5:1".to_owned())
}

impl Simulate {
    pub(super) fn run(self) -> Result<(), Error> {
        let place = self.place()?;
        let outcome = simulate(&place, &Run::of(self.replications, self.seed))?;
        if self.json { print::json(&self.answer(&outcome)) } else { print::lines(&sheet(&outcome)) }
    }

    fn place(&self) -> Result<Place, Error> {
        let mut arrivals = profile::read(&self.arrivals, self.hours)?;
        if let Some((hours, share)) = self.extension_hours.zip(self.extension_share) {
            arrivals = arrivals.extended(hours, share)?;
        }
        let check_in = match &self.check_in_times {
            Some(file) => measured(file)?,
            None => self.distribution.service(self.check_in_seconds.unwrap_or_default(), self.check_in_cv),
        };
        let mut desks = Stage::new(self.desks, check_in);
        desks.breaks.clone_from(&self.rest);
        desks.retry = (self.retry_share > 0.0).then_some(Retry {
            failure_share: self.retry_share,
            again_s: self.retry_seconds,
            attempts: self.attempts,
            override_s: self.override_seconds,
        });
        desks.breakdown = self
            .hours_between_failures
            .map(|mean_hours_between| Breakdown { mean_hours_between, repair_min: self.repair_minutes });
        desks.patience = self.patience_minutes.map(|minutes| Service::Exponential { mean_s: minutes * 60.0 });
        let vote = match &self.vote_times {
            Some(file) => measured(file)?,
            None => self.distribution.sitting(&self.vote_seconds, self.vote_cv),
        };
        let mut booths = Stage::new(self.booths, vote);
        booths.room = self.room;
        Ok(Place {
            arrivals,
            voters: self.voters,
            voters_cv: self.voters_cv,
            waiting: 0,
            stages: vec![desks, booths],
        })
    }

    fn answer(&self, outcome: &Outcome) -> Value {
        let stage = |j: usize| {
            let mut value = wait(&outcome.stages[j].wait);
            value["utilisation"] = json!(outcome.stages[j].utilisation);
            value["queue_by_quarter"] = json!(outcome.stages[j].queue_by_quarter);
            value
        };
        json!({
            "check_in": stage(0),
            "booth": stage(1),
            "total": wait(&outcome.total),
            "last_out_s": outcome.last_out_s.mean,
            "last_out_ci95": outcome.last_out_s.ci95,
            "wait_by_quarter_s": outcome.wait_by_quarter_s,
            "left_unserved_share": outcome.left_unserved_share,
            "voters_a_day": outcome.voters,
            "replications": outcome.days,
            "seed": self.seed,
        })
    }
}

fn wait(wait: &Wait) -> Value {
    json!({
        "mean_wait_s": wait.mean_s.mean,
        "ci95": wait.mean_s.ci95,
        "p50_wait_s": wait.p50_s,
        "p95_wait_s": wait.p95_s.mean,
        "p95_ci95": wait.p95_s.ci95,
        "p99_wait_s": wait.p99_s,
        "max_wait_mean_s": wait.longest_s.mean,
        "max_wait_ci95": wait.longest_s.ci95,
        "over_30min_share": wait.over_limit_share.mean,
        "over_30min_ci95": wait.over_limit_share.ci95,
        "days_over_30min_share": wait.days_over_limit.mean,
        "days_over_30min_ci95": wait.days_over_limit.ci95,
    })
}

fn sheet(outcome: &Outcome) -> Vec<String> {
    let row = |name: &str, wait: &Wait, utilisation: Option<f64>| {
        vec![
            name.to_owned(),
            print::estimate(&wait.mean_s),
            print::duration(wait.p95_s.mean),
            print::estimate(&wait.longest_s),
            print::percent(wait.over_limit_share.mean),
            utilisation.map_or_else(String::new, print::percent),
        ]
    };
    let rows = [
        row("check-in", &outcome.stages[0].wait, Some(outcome.stages[0].utilisation)),
        row("booth", &outcome.stages[1].wait, Some(outcome.stages[1].utilisation)),
        row("total", &outcome.total, None),
    ];
    let head = ["wait", "mean", "95 % within", "longest of a day", "over 30 min", "in use"];
    let mut lines = print::table(&head, &rows);
    lines.push(String::new());
    lines.push(format!("last voter out  {} after opening", print::estimate(&outcome.last_out_s)));
    lines.push(format!(
        "days on which somebody waits over 30 min  {}",
        print::percent(outcome.total.days_over_limit.mean)
    ));
    if outcome.left_unserved_share > 0.0 {
        lines.push(format!("went home unserved  {}", print::percent(outcome.left_unserved_share)));
    }
    lines.push(format!(
        "{} simulated days of {:.0} voters; ± is a 95 % confidence interval",
        outcome.days, outcome.voters
    ));
    lines
}
