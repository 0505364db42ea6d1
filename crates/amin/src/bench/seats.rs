//! `amin bench seats`: a 21-seat allocation with and without its transcript.

use crate::failure::Failure;
use clap::Args as ClapArgs;
use serde_json::{Value, json};
use std::hint::black_box;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Instant;

/// Time one allocation of 21 seats among twelve lists and independents
#[derive(ClapArgs)]
#[command(after_help = "Example:\n  amin bench seats --json")]
pub(crate) struct Args {
    /// Allocations in a round; the fastest of twenty rounds is told
    #[arg(long, default_value_t = 2000)]
    repeat: u32,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Twelve lists of twenty-one candidates and thirty independents, with votes that never tie.
fn contest() -> String {
    let mut mark: u64 = 88_172_645_463_325_252;
    let mut votes = |most: u64| {
        mark ^= mark << 13;
        mark ^= mark >> 7;
        mark ^= mark << 17;
        mark % most
    };
    let lists: Vec<String> = (10..22u64)
        .map(|list| {
            let candidates: Vec<String> = (1..=21u64)
                .map(|n| {
                    format!(r#"{{"code":"{list}{n:02}","votes":{}}}"#, votes(400_000 / (list - 9)) * 700 + n)
                })
                .collect();
            format!(r#"{{"code":"{list}","candidates":[{}]}}"#, candidates.join(","))
        })
        .collect();
    let independents: Vec<String> = (1..=30u64)
        .map(|n| format!(r#"{{"code":"9{n:03}","votes":{}}}"#, votes(30_000) * 700 + 30 + n))
        .collect();
    format!(
        r#"{{"seats":21,"alternates":11,"lists":[{}],"independents":[{}]}}"#,
        lists.join(","),
        independents.join(",")
    )
}

/// The same apportionment by the PyPI package `apportionment`: the fastest of twenty rounds, in microseconds.
const PEER: &str = "
import json, sys, time
import apportionment.methods as peer
asked = json.load(sys.stdin)
best = float('inf')
for _ in range(20):
    begun = time.perf_counter()
    for _ in range(50):
        seats = peer.compute('largest_remainder', asked['votes'], asked['seats'], tiesallowed=False)
    best = min(best, (time.perf_counter() - begun) / 50)
print(json.dumps({'us': best * 1e6, 'seats': [int(s) for s in seats]}))
";

/// What the peer needs for the list totals of the contest, beside what we need for them by the same method; nothing
/// where Python or the package is not to be had, or where the two disagree.
fn peer(input: &seats::Input, fastest: impl Fn(&dyn Fn() -> bool) -> f64) -> Option<Value> {
    let votes: Vec<u64> = input.lists().iter().map(|list| list.votes).collect();
    let mut python = Command::new("python3")
        .args(["-c", PEER])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let asked = json!({ "votes": votes, "seats": input.seats() });
    python.stdin.take()?.write_all(asked.to_string().as_bytes()).ok()?;
    let told: Value = serde_json::from_slice(&python.wait_with_output().ok()?.stdout).ok()?;
    let rule = seats::rule("largest-remainder-hare")?;
    let lists = (0u32..).zip(&votes).map(|(code, votes)| seats::DraftList {
        code: code.to_string().as_str().into(),
        name: None,
        votes: Some(*votes),
        candidates: None,
        exempt: false,
    });
    let plain = seats::Draft { seats: input.seats(), lists: lists.collect(), ..Default::default() };
    let plain = plain.check().ok()?;
    let seats::Outcome::Decided(ours) = seats::allocate_fast(rule, &plain).ok()? else { return None };
    let ours: Vec<u32> = ours.seats.iter().map(|entry| entry.seats).collect();
    if told["seats"] != json!(ours) {
        return None;
    }
    let here = fastest(&|| seats::allocate_fast(rule, black_box(&plain)).is_ok());
    let there = told["us"].as_f64()?;
    Some(json!({
        "name": "apportionment (PyPI)",
        "method": "largest remainders, Hare, list totals only",
        "us": there,
        "us_here": here,
        "ratio": there / here,
    }))
}

/// Measures and prints.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let rule = seats::rule("tehran-1404").ok_or_else(|| Failure::other("the rule tehran-1404 is missing"))?;
    let input = seats::json::parse(&contest()).map_err(Failure::other)?;
    let fastest = |act: &dyn Fn() -> bool| {
        let round = |_| {
            let begun = Instant::now();
            for _ in 0..args.repeat {
                assert!(black_box(act()), "the contest is decided");
            }
            begun.elapsed().as_secs_f64() * 1e6 / f64::from(args.repeat)
        };
        (0..20).map(round).fold(f64::INFINITY, f64::min)
    };
    let with = fastest(&|| seats::allocate(rule, black_box(&input)).is_ok());
    let without = fastest(&|| seats::allocate_fast(rule, black_box(&input)).is_ok());
    let peer = peer(&input, fastest);
    if args.json {
        println!("{}", json!({ "us_with_transcript": with, "us_without": without, "peer": peer }));
    } else {
        println!("21 seats, 12 lists of 21 candidates, 30 independents");
        println!("with transcript    {with:>8.2} µs");
        println!("without            {without:>8.2} µs");
        match peer {
            Some(peer) => {
                let told = |key: &str| peer[key].as_f64().unwrap_or_default();
                println!(
                    "largest remainders {:>8.2} µs, by Python {:.1} µs: {:.0} times",
                    told("us_here"),
                    told("us"),
                    told("ratio")
                );
            }
            None => println!("no peer: `pip install apportionment` for a comparison"),
        }
    }
    Ok(())
}
