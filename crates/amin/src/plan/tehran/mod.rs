//! `amin plan tehran`: how many more identity devices, and where.

mod map;
mod table;
mod workbook;

use std::path::{Path, PathBuf};

use planning::size::Promise;
use planning::tehran::{Answer, Question, sample, tehran};
use serde_json::json;
use web::locale::Lang;

use super::county;
use super::{Error, print, profile};

/// How many more identity devices the branches need, by seconds a voter and turnout.
#[derive(Debug, clap::Args)]
#[command(
    allow_negative_numbers = true,
    after_help = "Without a list, 3,797 branches (Tehran 2021) share 6,360,000 eligible voters, in sizes that\n\
                  vary by --size-cv; that spread is an assumption, so import the real list when there is one:\n\
                  CSV or JSON with id, eligible, devices (there now), district, latitude, longitude.\n\n\
                  Example:\n  amin plan tehran --xlsx needs.xlsx --map needs.svg\n  \
                  amin plan tehran branches.csv --csv needs.csv --map needs.geojson"
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
    #[arg(long, default_value_t = 200)]
    replications: u32,
    /// The seed; the same seed gives the same answer.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write the need of every branch in every case to this CSV file.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Write the answer, every branch's need and the assumptions to this workbook (.xlsx).
    #[arg(long, value_name = "FILE")]
    xlsx: Option<PathBuf>,
    /// Write a map of the branches: a picture coloured by wait (.svg) or points with their needs (.geojson).
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// The picture is drawn for this check-in time and turnout: seconds,share.
    #[arg(long, value_delimiter = ',', default_values_t = [45.0, 0.40], value_name = "SECONDS,SHARE")]
    map_case: Vec<f64>,
    /// The language of workbook and picture: fa or en.
    #[arg(long, default_value = "fa", value_parser = language)]
    language: Lang,
    /// The box all branches lie in: south,north,west,east in degrees.
    #[arg(long, value_delimiter = ',', default_values_t = county::TEHRAN)]
    county: Vec<f64>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Tehran {
    pub(super) fn run(self) -> Result<(), Error> {
        let branches = match &self.file {
            Some(file) => county::read(file)?.iter().map(|row| row.counted(self.devices_now)).collect(),
            None => sample(self.branches, self.eligible, self.size_cv, self.devices_now)?,
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
            county: county::bounds(&self.county)?,
            days: self.replications,
            seed: self.seed,
        };
        let answer = tehran(&question)?;
        if let Some(path) = &self.csv {
            write(path, &table::csv(&question, &answer)?)?;
        }
        if let Some(path) = &self.xlsx {
            write(path, &workbook::xlsx(self.language, &question, &answer, self.file.is_none())?)?;
        }
        if let Some(path) = &self.map {
            write(path, self.map(path, &question, &answer)?.as_bytes())?;
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

impl Tehran {
    /// The map, in the form that the file's name asks for.
    fn map(&self, path: &Path, question: &Question, answer: &Answer) -> Result<String, Error> {
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("geojson" | "json") => Ok(map::geojson(question, answer).to_string()),
            Some("svg") => {
                let &[seconds, turnout] = self.map_case.as_slice() else {
                    let name = format!("{:?}, not two numbers,", self.map_case);
                    return Err(planning::InputError::Unknown { field: "map_case".into(), name }.into());
                };
                map::svg(self.language, question, seconds, turnout)
            }
            _ => Err(Error::Ending { path: path.to_owned(), known: ".svg or .geojson" }),
        }
    }
}

/// A place in a file system, and what goes there.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    std::fs::write(path, bytes).map_err(|source| Error::WriteFile { path: path.to_owned(), source })
}

fn language(code: &str) -> Result<Lang, String> {
    Lang::BOTH.into_iter().find(|lang| lang.code() == code).ok_or_else(|| "fa or en".to_owned())
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
