//! `amin rehearse`: a whole election on this machine, end to end.
//!
//! Every part is a process of its own (headquarters, witness, trustees, branches, booths) and they speak HTTP
//! over TLS and loopback. This process plays the people: the operator, the boards, the officers, the voters. At the
//! end it compares every published total with what its voters chose, which it tallied itself.

pub(crate) mod chaos;
mod compare;
mod count;
mod hall;
pub(crate) mod machines;
pub(crate) mod opened;
mod people;
mod polls;
pub(crate) mod setup;

use crate::failure::Failure;
use clap::Parser;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Hold a whole election on this machine, end to end, and verify it
///
/// Sets up a county with two contests, makes the key, opens branches, checks voters in, casts, closes, mixes,
/// opens, counts, allocates, publishes and verifies. Nothing is stubbed.
#[derive(Parser, Clone)]
#[command(
    after_help = "Examples:\n  amin rehearse --branches 3 --voters 300 --candidates 60 --out out\n  amin rehearse --chaos --branches 3 --voters 90 --candidates 30 --out rough"
)]
pub(crate) struct Args {
    /// Branches
    #[arg(long, default_value_t = 3)]
    branches: usize,
    /// Entitled voters; each of them votes
    #[arg(long, default_value_t = 300)]
    voters: u64,
    /// Candidates of the council contest
    #[arg(long, default_value_t = 60)]
    candidates: u32,
    /// The same seed gives the same election and the same totals
    #[arg(long, default_value_t = 1405)]
    seed: u64,
    /// Trustees
    #[arg(long, default_value_t = 5)]
    trustees: u16,
    /// Trustees needed to open
    #[arg(long, default_value_t = 3)]
    threshold: u16,
    /// An empty PostgreSQL for the headquarters, instead of the database in its folder
    #[arg(long, env = "AMIN_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// Workers of each trustee, who share its boxes
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=16))]
    workers: u16,
    /// Folder for everything; the record is in headquarters/record below it
    #[arg(long, default_value = "out")]
    out: PathBuf,
    /// Cut cables between branches, headquarters and witness; kill (-9) branches, booths, the headquarters, the witness and
    /// trustees, and start them again; let voters try in two places while they are cut off; lose a branch's folder, replace a
    /// device, undo and override by two officers; take a person off the roll; and have a civil registry that is slow, lies and
    /// dies. The seed decides where and when
    #[arg(long)]
    chaos: bool,
    /// On a rough day, run this command in the middle of the polls: it may kill a database
    #[arg(long, requires = "chaos", value_name = "COMMAND")]
    disturb: Option<String>,
    /// Print one JSON object at the end
    #[arg(long)]
    json: bool,
}

impl Args {
    /// A small election to click through.
    pub(crate) fn demo(out: &Path) -> Self {
        Self {
            branches: 3,
            voters: 120,
            candidates: 60,
            seed: 1405,
            trustees: 3,
            threshold: 2,
            database: None,
            workers: 1,
            out: out.to_owned(),
            chaos: false,
            disturb: None,
            json: false,
        }
    }

    fn check(&self) -> Result<(), Failure> {
        let wrong = |what: &str, remedy: &str| Err(Failure::new(what, remedy));
        if self.branches == 0 || self.branches > 500 {
            return wrong(
                "--branches must be between 1 and 500",
                "Each branch is two processes on this machine",
            );
        }
        if self.candidates < 21 {
            return wrong("--candidates must be at least 21", "The council of Tehran has 21 seats");
        }
        if self.voters == 0 {
            return wrong(
                "--voters must be at least 1",
                "An election without voters has no totals to compare",
            );
        }
        if self.trustees == 0 || self.trustees > 64 || self.threshold == 0 || self.threshold > self.trustees {
            return wrong(
                "--threshold must be between 1 and --trustees, and --trustees at most 64",
                "The default is 3 of 5",
            );
        }
        Ok(())
    }
}

/// How long each phase took.
#[derive(Default)]
struct Timings(Vec<(&'static str, f64)>);

impl Timings {
    fn phase<T>(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        if std::io::stderr().is_terminal() {
            eprintln!("── {name}");
        }
        let begun = Instant::now();
        let done = work()?;
        self.0.push((name, begun.elapsed().as_secs_f64()));
        Ok(done)
    }
}

/// Holds the election.
pub(crate) fn run(args: Args) -> Result<(), Failure> {
    args.check()?;
    if args.out.join("headquarters").exists() {
        return Err(Failure::new(
            format!("{} holds an election already", args.out.display()),
            "Choose another --out, or remove that folder",
        ));
    }
    let mut timings = Timings::default();
    let mut machines = machines::Machines::over_tls(&args.out.join("tls"))?;
    let held = hold(&args, &mut machines, &mut timings);
    machines.stop();
    let held = held?;
    let record = args.out.join("headquarters/record");
    let report =
        timings.phase("verify", || crate::verify::check(&record.display().to_string(), Some(held.event)))?;
    if report.verdict() != verify::Verdict::True {
        return Err(crate::verify::failure(&report));
    }
    let contests = compare::with_what_voters_chose(&record, &held)?;
    let summary = summary(&args, &held, &record, &report, contests, &timings);
    if args.json {
        println!("{summary}");
    } else {
        print(&summary, &timings);
    }
    Ok(())
}

/// What an election leaves in the hands of its players.
struct Held {
    event: election::bytes::Digest,
    setup: election::setup::Setup,
    polled: polls::Polled,
}

fn hold(args: &Args, machines: &mut machines::Machines, timings: &mut Timings) -> Result<Held, Failure> {
    let runtime = crate::listen::runtime()?;
    let county = args.out.join("county");
    timings.phase("sample", || setup::sample(args, &county))?;
    let mut hq = timings.phase("start", || runtime.block_on(setup::start(args, machines)))?;
    let (event, setup, players) =
        timings.phase("set-up", || runtime.block_on(setup::freeze(args, machines, &mut hq, &county)))?;
    let players = std::sync::Arc::new(players);
    timings.phase("ceremony", || setup::ceremony(args, machines, &hq))?;
    let mut polled = timings
        .phase("polls", || runtime.block_on(polls::hold(args, machines, &hq, &event, &setup, &players)))?;
    timings.phase("mix", || count::mix(args, machines, &hq, polled.chaos.as_mut()))?;
    timings.phase("open", || count::open(args, &hq, polled.chaos.as_mut()))?;
    timings.phase("count", || runtime.block_on(count::count(args, &hq, &event, &setup, &players)))?;
    if let Some(done) = &polled.chaos {
        timings.phase("minutes", || runtime.block_on(chaos::tell_it_all(&hq, &setup, done)))?;
    }
    Ok(Held { event, setup, polled })
}

fn summary(
    args: &Args,
    held: &Held,
    record: &Path,
    report: &verify::Report,
    contests: Vec<Value>,
    timings: &Timings,
) -> Value {
    let lines = report.lines();
    json!({
        "event": held.event,
        "branches": args.branches,
        "check_ins": held.polled.day.check_ins,
        "refused_second_votes": held.polled.day.refused,
        "challenged_ballots": held.polled.day.challenged,
        "chaos": held.polled.chaos,
        "contests": contests,
        "record": record,
        "verify": { "ok": true, "checks": lines.iter().filter(|line| line.checked > 0).count() },
        "timings_s": timings.0.iter().map(|(name, s)| (*name, (s * 1000.0).round() / 1000.0)).collect::<BTreeMap<_, _>>(),
    })
}

fn print(summary: &Value, timings: &Timings) {
    println!("event                 {}", summary["event"].as_str().unwrap_or_default());
    println!("check-ins             {}", summary["check_ins"]);
    println!("second votes refused  {}", summary["refused_second_votes"]);
    println!("ballots challenged    {}", summary["challenged_ballots"]);
    if let Some(chaos) = summary["chaos"].as_object() {
        for (what, n) in chaos {
            println!("{:<21} {n}", what.replace('_', " "));
        }
    }
    for contest in summary["contests"].as_array().into_iter().flatten() {
        let elected: Vec<&str> =
            contest["elected"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        println!(
            "contest {:<13} {} ballots, elected: {}",
            contest["id"].as_str().unwrap_or_default(),
            contest["ballots"],
            elected.join(" ")
        );
    }
    for (name, seconds) in &timings.0 {
        println!("{name:<21} {seconds:>8.2} s");
    }
    println!("record                {}", summary["record"].as_str().unwrap_or_default());
    println!(
        "verified: {} checks hold, and every total is what the voters chose",
        summary["verify"]["checks"]
    );
    println!(
        "look at it:           amin serve --data {}",
        summary["record"].as_str().unwrap_or_default().trim_end_matches("/record")
    );
}
