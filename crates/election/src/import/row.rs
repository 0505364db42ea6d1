//! One row of a CSV file, and how a mistake in it is told.

use std::fmt;

/// A mistake in a file: where, what, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Name of the file.
    pub file: &'static str,
    /// Line, counted from 1 as an editor does.
    pub line: u64,
    /// Column: for CSV its number from 1 and its name; for JSON the character.
    pub column: String,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}, column {}: {}. {}", self.file, self.line, self.column, self.what, self.remedy)
    }
}

/// More mistakes than this are counted, not listed: one wrong separator spoils every row.
pub(super) const MOST: usize = 50;

/// The rows of one file, with its columns found by name.
pub(super) struct Rows<'a, 'm> {
    file: &'static str,
    reader: csv::Reader<&'a [u8]>,
    places: Vec<usize>,
    names: &'static [&'static str],
    mistakes: &'m mut Vec<Mistake>,
}

impl<'a, 'm> Rows<'a, 'm> {
    /// Reads the heading. Columns may stand in any order; each must be there.
    pub(super) fn open(
        file: &'static str,
        bytes: &'a [u8],
        names: &'static [&'static str],
        mistakes: &'m mut Vec<Mistake>,
    ) -> Option<Self> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
        let heading = match reader.headers() {
            Ok(heading) => heading.clone(),
            Err(e) => {
                mistakes.push(unreadable(file, &e));
                return None;
            }
        };
        let mut places = Vec::new();
        for name in names {
            match heading.iter().position(|h| h == *name) {
                Some(place) => places.push(place),
                None => mistakes.push(Mistake {
                    file,
                    line: 1,
                    column: format!("\u{201c}{name}\u{201d}"),
                    what: "the heading lacks this column".into(),
                    remedy: format!("The first line must hold: {}", names.join(",")),
                }),
            }
        }
        (places.len() == names.len()).then_some(Self { file, reader, places, names, mistakes })
    }

    /// Calls `take` for each row; a row whose fields do not parse is noted and skipped.
    pub(super) fn each(self, mut take: impl FnMut(&mut Row<'_>)) {
        let Self { file, mut reader, places, names, mistakes } = self;
        let mut record = csv::StringRecord::new();
        loop {
            match reader.read_record(&mut record) {
                Ok(false) => break,
                Err(e) => mistakes.push(unreadable(file, &e)),
                Ok(true) => {
                    let line = record.position().map_or(0, csv::Position::line);
                    take(&mut Row { file, line, record: &record, places: &places, names, mistakes });
                }
            }
            if mistakes.len() >= MOST {
                mistakes.push(Mistake {
                    file,
                    line: record.position().map_or(0, csv::Position::line),
                    column: "1".into(),
                    what: format!("{MOST} mistakes so far; the rest of the file was not read"),
                    remedy: "Mend these first".into(),
                });
                break;
            }
        }
    }
}

/// One row.
pub(super) struct Row<'r> {
    file: &'static str,
    line: u64,
    record: &'r csv::StringRecord,
    places: &'r [usize],
    names: &'static [&'static str],
    mistakes: &'r mut Vec<Mistake>,
}

impl Row<'_> {
    /// The text of the `n`-th expected column.
    pub(super) fn text(&self, n: usize) -> &str {
        self.record.get(self.places[n]).unwrap_or("")
    }

    /// The text, which must not be empty.
    pub(super) fn some_text(&mut self, n: usize) -> Option<String> {
        let text = self.text(n).to_owned();
        if text.is_empty() {
            self.wrong(n, "is empty".into(), "Write it, or delete the row");
            return None;
        }
        Some(text)
    }

    /// Parses the `n`-th expected column.
    pub(super) fn parse<T, E: fmt::Display>(
        &mut self,
        n: usize,
        parse: impl FnOnce(&str) -> Result<T, E>,
        remedy: &str,
    ) -> Option<T> {
        match parse(self.text(n)) {
            Ok(value) => Some(value),
            Err(e) => {
                self.wrong(n, e.to_string(), remedy);
                None
            }
        }
    }

    /// The line of this row.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Notes a mistake in the `n`-th expected column.
    pub(super) fn wrong(&mut self, n: usize, what: String, remedy: &str) {
        let column = format!("{} ({})", self.places[n] + 1, self.names[n]);
        self.mistakes.push(Mistake { file: self.file, line: self.line, column, what, remedy: remedy.into() });
    }
}

fn unreadable(file: &'static str, error: &csv::Error) -> Mistake {
    let line = error.position().map_or(1, csv::Position::line);
    let what = match error.kind() {
        csv::ErrorKind::Utf8 { .. } => "the line is not UTF-8 text".to_owned(),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("the row has {len} columns, the heading has {expected_len}")
        }
        _ => error.to_string(),
    };
    let remedy = "Save the file as CSV, UTF-8, separated by commas, with quotes round texts that hold commas";
    Mistake { file, line, column: "1".into(), what, remedy: remedy.into() }
}
