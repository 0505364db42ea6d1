//! The day's arrivals: by name, or from a file.

use std::path::Path;

use planning::kernel::{Interval, Profile};

use super::Error;

/// How the help describes the choices.
pub(crate) const HELP: &str = "uniform, opening-surge, evening-peak, or a file: CSV with the header \
                               from_h,to_h,share, or JSON, a list of such objects or of shares of equal intervals";

/// The profile of a name, or of the file of that name.
pub(crate) fn read(name: &str, hours: f64) -> Result<Profile, Error> {
    let profile = match name {
        "uniform" => Profile::uniform(hours)?,
        "opening-surge" => Profile::opening_surge(hours)?,
        "evening-peak" => Profile::evening_peak(hours)?,
        file => from_file(Path::new(file), hours)?,
    };
    if (profile.hours() - hours).abs() > 1e-6 {
        let field = "arrivals".to_owned();
        return Err(
            planning::InputError::ProfileHours { field, covered: profile.hours(), open: hours }.into()
        );
    }
    Ok(profile)
}

fn from_file(path: &Path, hours: f64) -> Result<Profile, Error> {
    let text =
        std::fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    let wrong = |what: String| Error::Content { path: path.to_owned(), what };
    if text.trim_start().starts_with('[') {
        if let Ok(shares) = serde_json::from_str::<Vec<f64>>(&text) {
            return Ok(Profile::of_shares(hours, &shares)?);
        }
        let intervals: Vec<Interval> =
            serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        return Ok(Profile::new(intervals)?);
    }
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let intervals: Result<Vec<Interval>, _> = reader.deserialize().collect();
    Ok(Profile::new(intervals.map_err(|error| wrong(error.to_string()))?)?)
}
