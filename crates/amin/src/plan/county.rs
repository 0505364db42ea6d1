//! A list of branches, from CSV or JSON, with the settings that hold for all of them.

use std::path::Path;

use planning::kernel::Service;
use planning::size::{Booths, Branch};
use planning::spares::County;
use planning::tehran;
use serde::Deserialize;

use super::{Error, profile};

/// What a list may say of every branch.
pub(crate) const COLUMNS: &str = "\
The file is CSV with a header, or JSON: a list of objects, or {\"branches\": [...]}.
Columns (only id and voters must be there): id, name, voters, hours, check_in_seconds,
check_in_cv, vote_seconds, vote_cv, booths, devices, latitude, longitude, district.
What a branch leaves out is taken from the options.";

/// One branch as the list has it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Row {
    pub(crate) id: String,
    /// Voters expected; `eligible` where a command multiplies by turnout.
    #[serde(alias = "eligible", default)]
    pub(crate) voters: f64,
    pub(crate) hours: Option<f64>,
    pub(crate) check_in_seconds: Option<f64>,
    pub(crate) check_in_cv: Option<f64>,
    pub(crate) vote_seconds: Option<f64>,
    pub(crate) vote_cv: Option<f64>,
    pub(crate) booths: Option<u32>,
    /// Devices there now.
    pub(crate) devices: Option<u32>,
    pub(crate) latitude: Option<f64>,
    pub(crate) longitude: Option<f64>,
    pub(crate) district: Option<String>,
    /// What people call it.
    pub(crate) name: Option<String>,
    /// Whether a hub may stand here.
    pub(crate) hub: Option<bool>,
}

impl Row {
    /// The branch as the county's question sees it; `usual` devices where the list does not say.
    pub(crate) fn counted(&self, usual: u32) -> tehran::Branch {
        tehran::Branch {
            id: self.id.clone(),
            eligible: self.voters,
            devices: self.devices.unwrap_or(usual),
            name: self.name.clone(),
            booths: self.booths,
            district: self.district.clone(),
            position: self.latitude.zip(self.longitude),
        }
    }
}

/// The box of Tehran's constituency as an option gives it: south, north, west, east.
pub(crate) const TEHRAN: [f64; 4] =
    [County::TEHRAN.south, County::TEHRAN.north, County::TEHRAN.west, County::TEHRAN.east];

/// The box that an option names.
pub(crate) fn bounds(sides: &[f64]) -> Result<County, Error> {
    let &[south, north, west, east] = sides else {
        let (field, name) = ("county".to_owned(), format!("{sides:?}, not four numbers,"));
        return Err(planning::InputError::Unknown { field, name }.into());
    };
    Ok(County { south, north, west, east })
}

/// Settings for branches that do not say otherwise.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Settings {
    /// Hours the polls are open.
    #[arg(long, default_value_t = 13.0)]
    pub(crate) hours: f64,
    #[arg(long, default_value = "opening-surge", help = profile::HELP)]
    pub(crate) arrivals: String,
    /// Seconds to check a voter in.
    #[arg(long, default_value_t = 45.0)]
    pub(crate) check_in_seconds: f64,
    /// Standard deviation over mean of the check-in time.
    #[arg(long, default_value_t = 0.8)]
    pub(crate) check_in_cv: f64,
    /// Seconds a voter spends in the booth, all contests together.
    #[arg(long, default_value_t = 180.0)]
    pub(crate) vote_seconds: f64,
    /// Standard deviation over mean of the time in the booth.
    #[arg(long, default_value_t = 0.6)]
    pub(crate) vote_cv: f64,
    /// Standard deviation over mean of the forecast of voters itself.
    #[arg(long, default_value_t = 0.0)]
    pub(crate) voters_cv: f64,
}

impl Settings {
    /// The branches of a list, ready to be sized.
    pub(crate) fn branches(&self, rows: &[Row]) -> Result<Vec<Branch>, Error> {
        let usual = profile::read(&self.arrivals, self.hours)?;
        rows.iter()
            .map(|row| {
                let arrivals = match row.hours {
                    Some(hours) if hours != self.hours => profile::read(&self.arrivals, hours)?,
                    _ => usual.clone(),
                };
                let check_in = Service::Lognormal {
                    mean_s: row.check_in_seconds.unwrap_or(self.check_in_seconds),
                    cv: row.check_in_cv.unwrap_or(self.check_in_cv),
                };
                let vote = Service::Lognormal {
                    mean_s: row.vote_seconds.unwrap_or(self.vote_seconds),
                    cv: row.vote_cv.unwrap_or(self.vote_cv),
                };
                let booths = row.booths.map_or(Booths::AsNeeded, Booths::Fixed);
                let mut branch = Branch::new(&row.id, arrivals, row.voters, check_in, vote, booths);
                branch.place.voters_cv = self.voters_cv;
                Ok(branch)
            })
            .collect()
    }
}

/// Reads a list of branches.
pub(crate) fn read(path: &Path) -> Result<Vec<Row>, Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Json {
        List(Vec<Row>),
        County { branches: Vec<Row> },
    }
    let text =
        std::fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    let wrong = |what: String| Error::Content { path: path.to_owned(), what };
    if text.trim_start().starts_with(['[', '{']) {
        let value: serde_json::Value =
            serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        return match Json::deserialize(&value) {
            Ok(Json::List(rows) | Json::County { branches: rows }) => Ok(rows),
            Err(_) => Err(wrong(first_bad_row(&value))),
        };
    }
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows: Result<Vec<Row>, _> = reader.deserialize().collect();
    rows.map_err(|error| wrong(error.to_string()))
}

/// Which branch of a JSON list does not read, since an untagged choice cannot tell.
fn first_bad_row(value: &serde_json::Value) -> String {
    let rows = value.as_array().or_else(|| value.get("branches").and_then(|rows| rows.as_array()));
    let Some(rows) = rows else { return "there is no list of branches".to_owned() };
    rows.iter()
        .enumerate()
        .find_map(|(i, row)| Row::deserialize(row).err().map(|error| format!("branches[{i}]: {error}")))
        .unwrap_or_else(|| "the list of branches cannot be read".to_owned())
}
