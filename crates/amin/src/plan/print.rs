//! Answers on paper: a table for people, JSON for scripts.

use std::io::{self, Write};

use planning::kernel::Estimate;

use super::Error;

/// Prints JSON on one line. A reader that has seen enough (`| head`) is no error.
pub(crate) fn json(answer: &serde_json::Value) -> Result<(), Error> {
    lines(&[answer.to_string()])
}

/// Prints lines.
pub(crate) fn lines<S: AsRef<str>>(lines: &[S]) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    let written =
        lines.iter().try_for_each(|line| writeln!(out, "{}", line.as_ref())).and_then(|()| out.flush());
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

/// Columns as wide as their widest entry: the first to the left, the others to the right.
pub(crate) fn table(head: &[&str], rows: &[Vec<String>]) -> Vec<String> {
    let width = |column: usize| {
        let body = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        body.chain([head[column].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut text = String::new();
        for (column, cell) in cells.enumerate() {
            let width = widths[column];
            if column == 0 {
                text.push_str(&format!("{cell:<width$}"));
            } else {
                text.push_str(&format!("  {cell:>width$}"));
            }
        }
        text.trim_end().to_owned()
    };
    let mut lines = vec![line(&mut head.iter().copied())];
    lines.extend(rows.iter().map(|row| line(&mut row.iter().map(String::as_str))));
    lines
}

/// A duration as a person says it.
pub(crate) fn duration(seconds: f64) -> String {
    let whole = seconds.round().max(0.0) as u64;
    match whole {
        0..=59 => format!("{seconds:.1} s"),
        60..=3_599 => format!("{} min {:02} s", whole / 60, whole % 60),
        _ => format!("{} h {:02} min", whole / 3_600, whole % 3_600 / 60),
    }
}

/// A duration with the interval of its mean.
pub(crate) fn estimate(of: &Estimate) -> String {
    match of.ci95 {
        Some([low, high]) => format!("{} ± {}", duration(of.mean), duration((high - low) / 2.0)),
        None => duration(of.mean),
    }
}

/// A share in per cent.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}
