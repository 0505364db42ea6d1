//! `amin bench check-in`: real clients over HTTP, a real headquarters, its real database.

mod client;
mod load;
mod log;
mod raw;

use crate::failure::Failure;
use crate::rehearse::machines::{Machines, bare};
use crate::rehearse::opened;
use crate::rehearse::setup::{HEADQUARTERS, WITNESS};
use clap::Args as ClapArgs;
use client::Branch;
use load::{Day, Seen};
use log::{Carried, Shelf};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Check voters in, as many as this machine can, over HTTP
///
/// Sets up a county, opens its branches, then their desks ask a headquarters of its own process. Every twentieth
/// voter comes twice at nearly the same moment. Each branch sends the log of its desks every three seconds, as a real one does: two
/// entries a check-in, signed. Clients, headquarters and database share this machine. The baseline is plain single-row transactions on the same database in the same run.
#[derive(ClapArgs)]
#[command(
    after_help = "Examples:\n  amin bench check-in --clients 64 --seconds 10 --json\n  amin bench check-in --database postgres://amin@localhost/empty --rate 2000\n  amin bench check-in --cut-off-after 3 --prove"
)]
pub(crate) struct Args {
    /// An empty PostgreSQL; without it, the database in the headquarters' folder
    #[arg(long, env = "AMIN_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// Desks that ask at the same time
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    clients: u32,
    /// Branches, each of which sends the log of its desks
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=64))]
    branches: u32,
    /// How long
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=3600))]
    seconds: u64,
    /// Voters that come in a second; as many as can be without it
    #[arg(long)]
    rate: Option<f64>,
    /// Persons on the roll; enough for the time by default
    #[arg(long)]
    voters: Option<u64>,
    /// Headquarters on the same PostgreSQL
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=16), requires = "database")]
    servers: u32,
    /// Kill the headquarters (-9) after so many seconds, and start it again
    #[arg(long)]
    cut_off_after: Option<u64>,
    /// Run this command once so many voters have come that the load is on: it may kill a database
    #[arg(long)]
    disturb: Option<String>,
    /// When to run it, in seconds
    #[arg(long, default_value_t = 5)]
    disturb_after: u64,
    /// Ask the ledger afterwards for everybody who was admitted: none may be lost, none doubled
    #[arg(long)]
    prove: bool,
    /// Folder for everything; one that vanishes by default
    #[arg(long)]
    out: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Measures and prints.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let vanishing = std::env::temp_dir().join(format!("amin-bench-{}", std::process::id()));
    let out = args.out.clone().unwrap_or_else(|| vanishing.clone());
    let mut machines = Machines::default();
    let measured = measure(args, &out, &mut machines);
    machines.stop();
    if args.out.is_none() && measured.is_ok() {
        // Left behind at worst.
        let _ = std::fs::remove_dir_all(&vanishing);
    }
    measured
}

fn measure(args: &Args, out: &Path, machines: &mut Machines) -> Result<(), Failure> {
    let per_second = args.rate.unwrap_or(25_000.0);
    let voters = args.voters.unwrap_or((per_second * args.seconds as f64) as u64 + 100);
    let county = opened::args(voters, args.branches as usize, args.database.clone(), out);
    eprintln!("opening the polls of a county of {voters} voters");
    let (hq, event, setup) = opened::open(&county, machines)?;
    machines.stop_all_but(&[HEADQUARTERS, WITNESS]);
    let address = |url: &str| bare(url).to_owned();
    let mut addresses = vec![address(&hq.url)];
    for number in 1..args.servers {
        addresses.push(address(&serve(
            args,
            out,
            machines,
            &format!("headquarters {number}"),
            "127.0.0.1:0",
        )?));
    }
    let mut branches = Vec::new();
    for branch in &setup.branches {
        let signer = station::key(&out.join(format!("branches/{}/machine.key", branch.id)))?;
        branches.push(Branch { id: branch.id.clone(), signer, event, headquarters: setup.headquarters });
    }
    let voters = roll(&out.join("county/voters.csv"))?;
    let runtime = crate::listen::runtime()?;
    let raw = runtime.block_on(raw::single_rows(args.database.as_deref(), out))?;
    let admitted = voters.iter().map(|_| AtomicU8::new(0)).collect();
    let begun = Instant::now() + Duration::from_millis(100);
    let until = begun + Duration::from_secs(args.seconds);
    let counter = AtomicU64::new(0);
    let shelves = branches.iter().map(|_| Shelf::default()).collect();
    let day = Arc::new(Day {
        voters,
        branches,
        shelves,
        addresses,
        rate: args.rate,
        begun,
        until,
        turn: counter,
        admitted,
        last: AtomicU64::new(0),
        gap: AtomicU64::new(0),
        again: AtomicU32::new(0),
    });
    let desks: Vec<_> =
        (0..args.clients as usize).map(|number| runtime.spawn(Arc::clone(&day).desk(number))).collect();
    let carriers: Vec<_> =
        (0..day.branches.len()).map(|branch| runtime.spawn(log::carry(Arc::clone(&day), branch))).collect();
    disturb(args, out, machines, &day)?;
    let mut all = Seen::default();
    for desk in desks {
        let seen = runtime.block_on(desk).map_err(Failure::other)??;
        all.check_ins += seen.check_ins;
        all.refused += seen.refused;
        all.waits.extend(seen.waits);
    }
    let took = begun.elapsed().as_secs_f64();
    day.shelves.iter().for_each(Shelf::close);
    let mut logs = Carried::default();
    for carrier in carriers {
        logs.add(runtime.block_on(carrier).map_err(Failure::other)??);
    }
    let (gap, again) = (day.gap.load(Ordering::Relaxed), day.again.load(Ordering::Relaxed));
    let proof = args.prove.then(|| runtime.block_on(Arc::clone(&day).prove())).transpose()?;
    tell(args, (all, logs), took, raw, (gap, again), proof)
}

/// Starts a headquarters on the folder and database of the first.
fn serve(
    args: &Args,
    out: &Path,
    machines: &mut Machines,
    name: &str,
    listen: &str,
) -> Result<String, Failure> {
    let data = out.join("headquarters").display().to_string();
    let witness = std::fs::read_to_string(out.join("ready/witness")).map_err(Failure::other)?;
    let mut words = vec!["serve", "--data", &data, "--listen", listen, "--witness", &witness];
    words.extend(args.database.iter().flat_map(|url| ["--database", url]));
    let slug = name.replace(' ', "-");
    machines.start(name, &out.join(format!("logs/{slug}.log")), &out.join(format!("ready/{slug}")), &words)
}

/// What goes wrong in the middle, on purpose.
fn disturb(args: &Args, out: &Path, machines: &mut Machines, day: &Day) -> Result<(), Failure> {
    let wait = |seconds: u64| {
        let at = day.begun + Duration::from_secs(seconds);
        std::thread::sleep(at.saturating_duration_since(Instant::now()));
    };
    if let Some(seconds) = args.cut_off_after {
        wait(seconds);
        machines.cut_off(HEADQUARTERS);
        serve(args, out, machines, HEADQUARTERS, &day.addresses[0])?;
    }
    if let Some(command) = &args.disturb {
        wait(args.disturb_after);
        let status = std::process::Command::new("sh")
            .args(["-c", command])
            .stdout(std::process::Stdio::null())
            .status()
            .map_err(Failure::other)?;
        if !status.success() {
            return Err(Failure::other(format!("--disturb ended with {status}")));
        }
    }
    Ok(())
}

fn tell(
    args: &Args,
    (mut seen, mut logs): (Seen, Carried),
    took: f64,
    raw: f64,
    (gap, again): (u64, u32),
    proof: Option<(u64, u64)>,
) -> Result<(), Failure> {
    seen.waits.sort_unstable();
    logs.waits.sort_unstable();
    let part_of = |waits: &[u32], part: f64| {
        let place = (waits.len() as f64 * part) as usize;
        f64::from(waits.get(place).or(waits.last()).copied().unwrap_or_default()) / 1000.0
    };
    let wait = |part: f64| part_of(&seen.waits, part);
    let rate = seen.check_ins as f64 / took;
    let mut told = json!({
        "check_ins_per_s": rate.round(),
        "p50_ms": wait(0.5),
        "p99_ms": wait(0.99),
        "refused_duplicates": seen.refused,
        "raw_insert_per_s": raw.round(),
        "ratio": (rate / raw * 100.0).round() / 100.0,
        "check_ins": seen.check_ins,
        "seconds": (took * 10.0).round() / 10.0,
        "asked_again": again,
        "longest_silence_ms": gap / 1000,
        "log_entries_per_s": ((logs.entries - logs.late) as f64 / took).round(),
        "log_entries_late": logs.late,
        "log_deliveries": logs.waits.len(),
        "log_p50_ms": part_of(&logs.waits, 0.5),
        "log_p99_ms": part_of(&logs.waits, 0.99),
    });
    if let Some((lost, doubled)) = proof {
        told["lost"] = lost.into();
        told["doubled"] = doubled.into();
    }
    if args.json {
        println!("{told}");
    } else {
        for (name, value) in told.as_object().into_iter().flatten() {
            println!("{:<20} {value:>12}", name.replace('_', " "));
        }
    }
    match proof {
        Some((lost, doubled)) if lost + doubled > 0 => Err(Failure::other(format!(
            "{lost} acknowledged check-ins are lost, {doubled} voters were admitted twice"
        ))),
        _ => Ok(()),
    }
}

/// The national numbers of the roll.
fn roll(path: &Path) -> Result<Vec<String>, Failure> {
    let text = std::fs::read_to_string(path).map_err(Failure::other)?;
    let numbers = text.lines().skip(1).filter_map(|line| line.split(',').next());
    Ok(numbers.map(str::to_owned).collect())
}
