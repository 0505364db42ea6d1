//! `amin plan advise`: on the day, which devices to move.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use planning::advise::{Advice, Observed, Question, Range90, advise};
use planning::spares::Travel;
use serde::Deserialize;
use serde_json::json;

use super::{Error, print, profile};

/// On the day: what the check-in stream says, and which devices to move.
#[derive(Debug, clap::Args)]
#[command(
    allow_negative_numbers = true,
    after_help = "The file lists the branches as they stand, CSV with a header or a JSON list: id, voters (the\n\
                  day's forecast), devices, waiting (in line now), latitude, longitude, and either checked_in and\n\
                  service_seconds (their sum), or a --stream of check-ins: CSV branch,at_h,seconds.\n\n\
                  Example:\n  amin plan advise branches.csv --stream check-ins.csv --now 7.5 --hours 13 --opens 8"
)]
pub(crate) struct Advise {
    /// The branches as they stand.
    file: PathBuf,
    /// The check-ins since opening: CSV with the header branch,at_h,seconds.
    #[arg(long)]
    stream: Option<PathBuf>,
    /// Hours since opening.
    #[arg(long)]
    now: f64,
    /// The hour of the day at which the polls opened, to print times of day.
    #[arg(long, default_value_t = 8.0)]
    opens: f64,
    /// Hours the polls are open.
    #[arg(long, default_value_t = 13.0)]
    hours: f64,
    #[arg(long, default_value = "evening-peak", help = profile::HELP)]
    arrivals: String,
    /// How unsure the forecast of voters was (standard deviation over mean).
    #[arg(long, default_value_t = 0.3)]
    forecast_cv: f64,
    /// Seconds a check-in was planned to take.
    #[arg(long, default_value_t = 45.0)]
    check_in_seconds: f64,
    /// How many observed check-ins that plan is worth.
    #[arg(long, default_value_t = 20.0)]
    planned_weight: f64,
    /// Standard deviation over mean of a check-in.
    #[arg(long, default_value_t = 0.8)]
    check_in_cv: f64,
    /// Minutes between branches without coordinates.
    #[arg(long, default_value_t = 30.0)]
    usual_minutes: f64,
    /// No device travels longer than this.
    #[arg(long, default_value_t = 60.0)]
    longest_minutes: f64,
    /// Simulated rests of the day.
    #[arg(long, default_value_t = 300)]
    replications: u32,
    /// The seed; the same seed gives the same answer.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Deserialize)]
struct Row {
    id: String,
    voters: f64,
    devices: u32,
    #[serde(default)]
    waiting: u32,
    checked_in: Option<u32>,
    service_seconds: Option<f64>,
    latitude: Option<f64>,
    longitude: Option<f64>,
}

#[derive(Debug, Deserialize)]
struct CheckIn {
    branch: String,
    at_h: f64,
    seconds: f64,
}

impl Advise {
    pub(super) fn run(self) -> Result<(), Error> {
        let rows: Vec<Row> = records(&self.file)?;
        let mut seen: HashMap<String, (u32, f64)> = rows
            .iter()
            .map(|row| (row.id.clone(), (row.checked_in.unwrap_or(0), row.service_seconds.unwrap_or(0.0))))
            .collect();
        if let Some(stream) = &self.stream {
            self.count(stream, &mut seen)?;
        }
        let branch = |row: &Row| {
            let (checked_in, service_seconds) = seen.get(&row.id).copied().unwrap_or_default();
            Observed {
                id: row.id.clone(),
                devices: row.devices,
                forecast_voters: row.voters,
                checked_in,
                service_seconds,
                waiting: row.waiting,
                position: row.latitude.zip(row.longitude),
            }
        };
        let question = Question {
            branches: rows.iter().map(branch).collect(),
            arrivals: profile::read(&self.arrivals, self.hours)?,
            now_h: self.now,
            forecast_cv: self.forecast_cv,
            planned_seconds: self.check_in_seconds,
            planned_weight: self.planned_weight,
            cv: self.check_in_cv,
            travel: Travel::default(),
            usual_min: self.usual_minutes,
            longest_min: self.longest_minutes,
            draws: self.replications,
            seed: self.seed,
        };
        let advice = advise(&question)?;
        if self.json { print::json(&json!(advice)) } else { print::lines(&self.sheet(&advice)) }
    }

    /// Adds the stream's check-ins up to now; one of an unknown branch is refused by its line.
    fn count(&self, stream: &Path, seen: &mut HashMap<String, (u32, f64)>) -> Result<(), Error> {
        for (i, check_in) in records::<CheckIn>(stream)?.into_iter().enumerate() {
            let Some((count, seconds)) = seen.get_mut(&check_in.branch) else {
                let field = format!("stream[{i}].branch");
                return Err(planning::InputError::Unknown { field, name: check_in.branch }.into());
            };
            if !(check_in.seconds >= 0.0 && check_in.at_h >= 0.0) {
                let (field, value) = (format!("stream[{i}]"), check_in.seconds.min(check_in.at_h));
                return Err(planning::InputError::Negative { field, value }.into());
            }
            if check_in.at_h <= self.now {
                *count += 1;
                *seconds += check_in.seconds;
            }
        }
        Ok(())
    }

    fn sheet(&self, advice: &Advice) -> Vec<String> {
        let of = |range: &Range90, digits: usize| {
            let Range90 { mean, low, high } = range;
            format!("{mean:.digits$} ({low:.digits$} to {high:.digits$})")
        };
        let mut worst: Vec<_> = advice.beliefs.iter().collect();
        worst.sort_by(|a, b| b.wait_ahead_min.mean.total_cmp(&a.wait_ahead_min.mean));
        let rows: Vec<Vec<String>> = worst
            .iter()
            .take(20)
            .map(|belief| {
                vec![
                    belief.id.clone(),
                    of(&belief.turnout_factor, 2),
                    of(&belief.service_s, 1),
                    of(&belief.still_due, 0),
                    of(&belief.wait_ahead_min, 0),
                ]
            })
            .collect();
        let head = ["branch", "voters / forecast", "check-in s", "still due", "voter-minutes ahead"];
        let mut lines = print::table(&head, &rows);
        lines.push(String::new());
        if advice.moves.is_empty() {
            lines.push("No move is worth its way.".to_owned());
        }
        for proposal in &advice.moves {
            let minutes = ((self.opens + proposal.works_at_h) * 60.0).round() as u64;
            let noun = if proposal.devices == 1 { "device" } else { "devices" };
            lines.push(format!(
                "Move {} {noun} from {} to {} now, working by {:02}:{:02}: saves {:.0} voter-minutes (90 %: {:.0} to {:.0})",
                proposal.devices,
                proposal.from,
                proposal.to,
                minutes / 60 % 24,
                minutes % 60,
                proposal.saves_min.mean,
                proposal.saves_min.low,
                proposal.saves_min.high
            ));
        }
        lines.push("Ranges hold with a probability of 90 %.".to_owned());
        lines
    }
}

/// The records of a CSV file with a header, or of a JSON list.
fn records<T: serde::de::DeserializeOwned>(path: &Path) -> Result<Vec<T>, Error> {
    let text =
        std::fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    let wrong = |what: String| Error::Content { path: path.to_owned(), what };
    if text.trim_start().starts_with('[') {
        return serde_json::from_str(&text).map_err(|error| wrong(error.to_string()));
    }
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().map_err(|error| wrong(error.to_string()))
}
