//! `amin plan tehran`: how many more identity devices, and where.

use std::path::{Path, PathBuf};

use planning::size::Promise;
use planning::tehran::{Answer, Branch, Question, sample, tehran};
use serde_json::{Value, json};

use super::county::{self, Row};
use super::{Error, print, profile};

/// How many more identity devices the branches need, by seconds a voter and turnout.
#[derive(Debug, clap::Args)]
#[command(
    allow_negative_numbers = true,
    after_help = "Without a list, 3,797 branches (Tehran 2021) share 6,360,000 eligible voters, in sizes that\n\
                  vary by --size-cv; that spread is an assumption, so import the real list when there is one:\n\
                  CSV or JSON with id, eligible, devices (there now), district, latitude, longitude.\n\n\
                  Example:\n  amin plan tehran\n  amin plan tehran branches.csv --csv needs.csv --map needs.geojson"
)]
pub(crate) struct Tehran {
    /// The list of branches; a synthetic county when absent.
    file: Option<PathBuf>,
    /// Branches of the synthetic county.
    #[arg(long, default_value_t = 3_797)]
    branches: u32,
    /// Its eligible voters.
    #[arg(long, default_value_t = 6_360_000.0)]
    eligible: f64,
    /// Standard deviation over mean of its branches' sizes.
    #[arg(long, default_value_t = 0.5)]
    size_cv: f64,
    /// Identity devices each branch has now, where the list does not say.
    #[arg(long, default_value_t = 1)]
    devices_now: u32,
    /// Mean seconds to check a voter in.
    #[arg(long, value_delimiter = ',', default_values_t = [22.7, 45.0, 60.0])]
    seconds: Vec<f64>,
    /// Standard deviation over mean of the check-in time.
    #[arg(long, default_value_t = 0.8)]
    cv: f64,
    /// Turnouts, as shares.
    #[arg(long, value_delimiter = ',',
          default_values_t = [0.25, 0.30, 0.35, 0.40, 0.45, 0.50, 0.55, 0.60])]
    turnouts: Vec<f64>,
    /// How far one branch's turnout strays from the county's (standard deviation over mean).
    #[arg(long, default_value_t = 0.1)]
    voters_cv: f64,
    /// Hours the polls are open.
    #[arg(long, default_value_t = 13.0)]
    hours: f64,
    #[arg(long, default_value = "evening-peak", help = profile::HELP)]
    arrivals: String,
    /// Nobody waits longer than this for check-in, in minutes ...
    #[arg(long, default_value_t = 30.0)]
    limit_minutes: f64,
    /// ... on this share of polling days ...
    #[arg(long, default_value_t = 0.95)]
    days_share: f64,
    /// ... with this confidence.
    #[arg(long, default_value_t = 0.95)]
    confidence: f64,
    /// Simulated polling days for each limit.
    #[arg(long, default_value_t = 500)]
    replications: u32,
    /// The seed; the same seed gives the same answer.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write the need of every branch in every case to this CSV file.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Write a map (GeoJSON) of the branches with their needs; the list must have coordinates.
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Tehran {
    pub(super) fn run(self) -> Result<(), Error> {
        let rows = match &self.file {
            Some(file) => county::read(file)?,
            None => vec![],
        };
        let branches = if self.file.is_some() {
            let devices = |row: &Row| row.devices.unwrap_or(self.devices_now);
            let branch =
                |row: &Row| Branch { id: row.id.clone(), eligible: row.voters, devices: devices(row) };
            rows.iter().map(branch).collect()
        } else {
            sample(self.branches, self.eligible, self.size_cv, self.devices_now)?
        };
        let question = Question {
            branches,
            seconds: self.seconds.clone(),
            cv: self.cv,
            turnouts: self.turnouts.clone(),
            voters_cv: self.voters_cv,
            arrivals: profile::read(&self.arrivals, self.hours)?,
            promise: Promise {
                limit_s: self.limit_minutes * 60.0,
                days_share: self.days_share,
                confidence: self.confidence,
            },
            days: self.replications,
            seed: self.seed,
        };
        let answer = tehran(&question)?;
        if let Some(path) = &self.csv {
            write(path, &needs(&question, &answer, &rows)?)?;
        }
        if let Some(path) = &self.map {
            write(path, &map(&question, &answer, &rows).to_string())?;
        }
        if self.json {
            print::json(&json!({
                "branches": question.branches.len(),
                "devices_now": question.branches.iter().map(|branch| u64::from(branch.devices)).sum::<u64>(),
                "limits": answer.limits,
                "cases": answer.cases,
                "promise": question.promise,
                "replications": question.days,
                "seed": question.seed,
            }))
        } else {
            print::lines(&sheet(&question, &answer))
        }
    }
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    Ok(std::fs::write(path, text)?)
}

fn case_name(seconds: f64, turnout: f64) -> String {
    format!("devices_{seconds}s_{:.0}pct", turnout * 100.0)
}

/// A line for each branch, a column for each case.
fn needs(question: &Question, answer: &Answer, rows: &[Row]) -> Result<String, Error> {
    let failed = |error: csv::Error| Error::Write(std::io::Error::other(error));
    let mut table = csv::Writer::from_writer(vec![]);
    let mut head: Vec<String> =
        ["id", "district", "eligible", "devices_now"].iter().map(|&name| name.to_owned()).collect();
    head.extend(answer.cases.iter().map(|case| case_name(case.seconds, case.turnout)));
    table.write_record(&head).map_err(failed)?;
    for (i, branch) in question.branches.iter().enumerate() {
        let district = rows.get(i).and_then(|row| row.district.clone()).unwrap_or_default();
        let mut line =
            vec![branch.id.clone(), district, format!("{:.0}", branch.eligible), branch.devices.to_string()];
        line.extend(answer.cases.iter().map(|case| case.needs[i].to_string()));
        table.write_record(&line).map_err(failed)?;
    }
    let bytes = table.into_inner().map_err(|error| Error::Write(error.into_error()))?;
    String::from_utf8(bytes).map_err(|error| Error::Write(std::io::Error::other(error)))
}

/// The branches that have coordinates, as points with their needs.
fn map(question: &Question, answer: &Answer, rows: &[Row]) -> Value {
    let point = |(i, row): (usize, &Row)| {
        let (latitude, longitude) = (row.latitude?, row.longitude?);
        let branch = &question.branches[i];
        let mut properties =
            json!({ "id": branch.id, "eligible": branch.eligible, "devices_now": branch.devices });
        for case in &answer.cases {
            properties[case_name(case.seconds, case.turnout)] = json!(case.needs[i]);
        }
        Some(json!({
            "type": "Feature",
            "geometry": { "type": "Point", "coordinates": [longitude, latitude] },
            "properties": properties,
        }))
    };
    let features: Vec<Value> = rows.iter().enumerate().filter_map(point).collect();
    json!({ "type": "FeatureCollection", "features": features })
}

fn sheet(question: &Question, answer: &Answer) -> Vec<String> {
    let most = answer.limits.iter().map(|limits| limits.voters.len()).max().unwrap_or(0).min(6);
    let mut head = vec!["devices".to_owned()];
    head.extend(answer.limits.iter().map(|limits| format!("{} s a voter", limits.seconds)));
    let rows: Vec<Vec<String>> = (0..most)
        .map(|i| {
            let mut row = vec![(i + 1).to_string()];
            row.extend(
                answer
                    .limits
                    .iter()
                    .map(|limits| limits.voters.get(i).map_or("-".to_owned(), |n| format!("{n} voters"))),
            );
            row
        })
        .collect();
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let mut lines = vec!["A branch's devices are enough for up to".to_owned()];
    lines.extend(print::table(&head, &rows));
    lines.push(String::new());

    let rows: Vec<Vec<String>> = answer
        .cases
        .iter()
        .map(|case| {
            let spread = case.branches_by_devices.iter().enumerate().filter(|(_, count)| **count > 0);
            vec![
                format!("{} s", case.seconds),
                print::percent(case.turnout),
                format!("{:.0}", case.voters),
                case.devices.to_string(),
                case.more.to_string(),
                case.branches_short.to_string(),
                spread.map(|(i, count)| format!("{}×{count}", i + 1)).collect::<Vec<_>>().join(" "),
            ]
        })
        .collect();
    let head = ["a voter", "turnout", "voters", "devices", "more", "branches short", "devices × branches"];
    lines.extend(print::table(&head, &rows));
    lines.push(String::new());
    lines.push(format!(
        "{} branches with {} devices now; nobody waits over {} for check-in on {} of days, {} confidence; \
         enough booths assumed",
        question.branches.len(),
        question.branches.iter().map(|branch| u64::from(branch.devices)).sum::<u64>(),
        print::duration(question.promise.limit_s),
        print::percent(question.promise.days_share),
        print::percent(question.promise.confidence)
    ));
    lines
}
