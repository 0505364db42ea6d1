//! The deck: a table in CSV, one line for each thing that is done.

use crate::failure::Failure;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::Path;

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Does {
    /// The number is typed at the desk.
    CheckIn,
    /// The last check-in of this person is undone: the unused card is back, and both officers sign.
    Undo,
    /// The headquarters takes the person off the roll.
    TakeOff,
    /// The machine's line to the headquarters is cut.
    Unplug,
    /// It is joined again.
    PlugIn,
}

impl fmt::Display for Does {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CheckIn => "check-in",
            Self::Undo => "undo",
            Self::TakeOff => "take-off",
            Self::Unplug => "unplug",
            Self::PlugIn => "plug-in",
        })
    }
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    /// What is done.
    pub(super) does: Does,
    /// With whom.
    pub(super) national_id: String,
    /// The one right answer: a `decision` or the code of a problem.
    pub(super) must: String,
    /// What it tries, for people.
    pub(super) why: String,
}

/// Reads a deck.
pub(super) fn read(path: &Path) -> Result<Vec<Line>, Failure> {
    let wrong = |what: String| {
        let remedy = "A deck has the columns does, national_id, must, why: amin test-deck draw writes one";
        Failure::new(format!("{}: {what}", path.display()), remedy)
    };
    let bytes = station::disk::read(path)?.ok_or_else(|| wrong("there is no such file".into()))?;
    let lines: Result<Vec<Line>, csv::Error> =
        csv::Reader::from_reader(bytes.as_slice()).deserialize().collect();
    let lines = lines.map_err(|e| wrong(e.to_string()))?;
    if lines.is_empty() { Err(wrong("it has no line".into())) } else { Ok(lines) }
}

/// Writes a deck.
pub(super) fn write(path: &Path, lines: &[Line]) -> Result<(), Failure> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    for line in lines {
        csv.serialize(line).map_err(Failure::other)?;
    }
    let bytes = csv.into_inner().map_err(|e| Failure::other(e.error()))?;
    Ok(station::disk::write(path, &bytes, false)?)
}
