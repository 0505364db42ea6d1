//! `amin verify`: check a public record.

use crate::failure::Failure;
use crate::progress::Bars;
use clap::Parser;
use election::bytes::Digest;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use verify::{Expected, Report, Source, Unreadable, Verdict};

/// Check a public record: one line a check, `ok` or what is wrong and whose fault it is
///
/// Exit 0: true. Exit 1: false. Exit 2: there is no record here that can be judged.
#[derive(Parser)]
#[command(
    after_help = "Examples:\n  amin verify out/headquarters/record\n  amin verify http://127.0.0.1:8080/record --event 4f1c…"
)]
pub(crate) struct Args {
    /// Folder or address of the record
    record: String,
    /// The event that was announced, 64 digits; without it, the record's own is printed for comparison
    #[arg(long)]
    event: Option<Digest>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// A folder on disk.
pub(crate) struct Directory(pub PathBuf);

impl Source for Directory {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        match std::fs::read(self.0.join(path)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(e)
                if matches!(e.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) =>
            {
                Ok(None)
            }
            Err(e) => Err(Unreadable { what: format!("{path}: {e}") }),
        }
    }

    fn list(&self) -> Result<Option<Vec<String>>, Unreadable> {
        let mut found = Vec::new();
        walk(&self.0, "", &mut found)
            .map_err(|e| Unreadable { what: format!("{}: {e}", self.0.display()) })?;
        Ok(Some(found))
    }
}

fn walk(folder: &Path, prefix: &str, found: &mut Vec<String>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), &path, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

/// A record on a web server.
struct Remote(station::record::RemoteRecord);

impl Source for Remote {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        self.0.fetch(path).map_err(|what| Unreadable { what })
    }
}

/// Checks a record at a path or an address.
pub(crate) fn check(record: &str, event: Option<Digest>) -> Report {
    let expected = Expected { event };
    let bars = Bars::default();
    let mut rng = rand::rng();
    if record.starts_with("http://") || record.starts_with("https://") {
        let remote = Remote(station::record::RemoteRecord::new(record));
        verify::verify(&remote, &expected, &bars, &mut rng)
    } else {
        verify::verify(&Directory(PathBuf::from(record)), &expected, &bars, &mut rng)
    }
}

/// Checks, prints, and answers by the exit code.
pub(crate) fn run(args: Args) -> ExitCode {
    let report = check(&args.record, args.event);
    let verdict = report.verdict();
    if args.json {
        println!("{}", to_json(&report));
    } else {
        print(&report, verdict);
    }
    match verdict {
        Verdict::True => ExitCode::SUCCESS,
        Verdict::False => ExitCode::from(1),
        Verdict::Unreadable => ExitCode::from(2),
    }
}

/// The report as one object.
pub(crate) fn to_json(report: &Report) -> serde_json::Value {
    json!({
        "ok": report.verdict() == Verdict::True,
        "unreadable": report.why_unreadable(),
        "event": report.event,
        "ballots": report.ballots,
        "checks": report.lines(),
    })
}

fn print(report: &Report, verdict: Verdict) {
    let lines = if verdict == Verdict::Unreadable { Vec::new() } else { report.lines() };
    for line in lines {
        if line.ok {
            println!("ok     {:<20} {}", line.check, line.checked);
            continue;
        }
        if line.findings.is_empty() {
            println!("WRONG  {:<20} was never tried: the record is not of a finished election", line.check);
        }
        for finding in &line.findings {
            println!("WRONG  {:<20} {}", line.check, finding.what);
            println!("       {:<20} fault of: {}", "", finding.culprits.join(", "));
        }
        if line.more > 0 {
            println!("       {:<20} and {} more like this", "", line.more);
        }
    }
    if let Some(why) = report.why_unreadable() {
        println!("UNREADABLE: {why}");
    }
    if let Some(event) = report.event {
        println!("event  {event}  (compare it with the announcement)");
    }
    match verdict {
        Verdict::True => println!("TRUE: {} ballots, every check holds", report.ballots),
        Verdict::False => println!("FALSE: this record does not prove its election"),
        Verdict::Unreadable => println!("Give the folder that holds the file `checkpoint`, or its address"),
    }
}

/// What a failed check means for a command that expected a true record.
pub(crate) fn failure(report: &Report) -> Failure {
    let first = report.findings().first();
    let what = first.map_or_else(
        || report.why_unreadable().unwrap_or("nothing was checked").to_owned(),
        |finding| format!("{}: {}", finding.check, finding.what),
    );
    Failure::new(
        format!("the record does not verify: {what}"),
        "Run `amin verify` on it for the whole report",
    )
}
