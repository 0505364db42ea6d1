//! `amin bench seats`: a 21-seat allocation with and without its transcript.

use crate::failure::Failure;
use clap::Args as ClapArgs;
use serde_json::json;
use std::hint::black_box;
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
    if args.json {
        println!("{}", json!({ "us_with_transcript": with, "us_without": without }));
    } else {
        println!("21 seats, 12 lists of 21 candidates, 30 independents");
        println!("with transcript    {with:>8.2} µs");
        println!("without            {without:>8.2} µs");
    }
    Ok(())
}
