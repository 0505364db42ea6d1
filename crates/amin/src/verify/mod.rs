//! `amin verify`: check a public record, whole or in shares.

mod journal;
mod place;

use crate::failure::Failure;
use crate::progress::{Bars, cores};
use clap::Parser;
use election::bytes::Digest;
use journal::Finished;
pub(crate) use place::Directory;
use place::Place;
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;
use verify::{Expected, Forgetful, Journal, Part, Report, Share, Verdict};

/// Check a public record: one line a check, `ok` or what is wrong and whose fault it is
///
/// Exit 0: true. Exit 1: false. Exit 2: there is no record here that can be judged.
///
/// A large record can be shared out: each machine checks a shard and writes a report, and the reports are merged. The whole is
/// true only if every shard is there, all are of one record, and none found anything wrong.
#[derive(Parser)]
#[command(
    after_help = "Examples:\n  amin verify out/headquarters/record\n  amin verify http://127.0.0.1:8080/record --event 4f1c…\n  amin verify out/headquarters/record --work verify-work     (goes on where it was interrupted)\n  amin verify out/headquarters/record --shard 2/10 > 2.json\n  amin verify --merge *.json"
)]
pub(crate) struct Args {
    /// Folder or address of the record
    #[arg(required_unless_present = "merge")]
    record: Option<String>,
    /// The event that was announced, 64 digits; without it, the record's own is printed for comparison
    #[arg(long)]
    event: Option<Digest>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Folder where finished boxes are noted: the same command goes on where it was interrupted
    #[arg(long)]
    work: Option<PathBuf>,
    /// Check one shard, such as 2/10, and print its report
    #[arg(long, value_name = "K/N", conflicts_with = "merge")]
    shard: Option<Share>,
    /// Merge the reports of all shards instead of reading a record
    #[arg(long, num_args = 1.., value_name = "REPORT", conflicts_with_all = ["record", "work"])]
    merge: Vec<PathBuf>,
}

/// Checks a record at a path or an address.
pub(crate) fn check(record: &str, event: Option<Digest>) -> Result<Report, Failure> {
    Ok(part(record, event, Share::WHOLE, None)?.report())
}

fn part(record: &str, event: Option<Digest>, share: Share, work: Option<&PathBuf>) -> Result<Part, Failure> {
    let (expected, bars) = (Expected { event }, Bars::default());
    let place = Place::open(record)?;
    let mut finished = work.map(|folder| Finished::open(folder)).transpose()?;
    let journal: &mut dyn Journal = match &mut finished {
        Some(finished) => finished,
        None => &mut Forgetful,
    };
    cores("checks");
    let part = verify::verify_share(&place, &expected, share, journal, &bars, &mut rand::rng());
    finished.map_or(Ok(()), Finished::close)?;
    Ok(part)
}

/// Reads the reports of shards and puts them together.
fn merged(reports: &[PathBuf], event: Option<Digest>) -> Result<Report, Failure> {
    let mut parts = Vec::with_capacity(reports.len());
    for path in reports {
        let bytes = std::fs::read(path).map_err(|e| Failure::other(format!("{}: {e}", path.display())))?;
        let part: Part = serde_json::from_slice(&bytes).map_err(|e| {
            Failure::new(
                format!("{} is not the report of a shard: {e}", path.display()),
                "Give what `amin verify --shard` of this very version printed",
            )
        })?;
        parts.push(part);
    }
    let mut report = verify::merge(&parts)
        .map_err(|e| Failure::new(e, "Give the reports of all shards of one record, each once"))?;
    if let Some(due) = event.filter(|due| report.event != Some(*due)) {
        let keeper = [board::admission::Culprit::RecordKeeper];
        report.wrong("setup.event", format!("the reports are not of event {due}"), &keeper);
    }
    Ok(report)
}

/// Checks, prints, and answers by the exit code.
pub(crate) fn run(args: Args) -> ExitCode {
    let outcome = match (&args.record, args.shard) {
        (Some(record), Some(share)) => {
            part(record, args.event, share, args.work.as_ref()).map(|part| shard(&part))
        }
        (Some(record), None) => part(record, args.event, Share::WHOLE, args.work.as_ref())
            .map(|part| tell(&part.report(), args.json)),
        (None, _) => merged(&args.merge, args.event).map(|report| tell(&report, args.json)),
    };
    outcome.unwrap_or_else(|failure| {
        eprintln!("amin: {failure}");
        ExitCode::from(2)
    })
}

/// Prints the report of a shard, for the merge.
fn shard(part: &Part) -> ExitCode {
    let text = serde_json::to_string(part).expect("a report holds strings, numbers and lists");
    println!("{text}");
    let report = part.report();
    if report.why_unreadable().is_some() {
        ExitCode::from(2)
    } else if part.holds() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    }
}

fn tell(report: &Report, json: bool) -> ExitCode {
    let verdict = report.verdict();
    if json {
        println!("{}", to_json(report));
    } else {
        print(report, verdict);
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
        "cores": rayon::current_num_threads(),
        "remarks": report.remarks(),
        "checks": report.lines(),
    })
}

fn print(report: &Report, verdict: Verdict) {
    let nothing_found = report.findings().is_empty();
    let lines = if verdict == Verdict::Unreadable && nothing_found { Vec::new() } else { report.lines() };
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
    for remark in report.remarks() {
        println!("told   {remark}");
    }
    if let Some(why) = report.why_unreadable() {
        println!("UNREADABLE: {why}");
        if !nothing_found {
            println!(
                "What is called wrong above may only be what could not be read: mend that and run it again"
            );
        }
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
