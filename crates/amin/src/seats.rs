//! `amin seats`: the seat calculation alone.

use ::seats::{Language, Outcome};
use clap::Parser;
use std::io::Read as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// Allocate seats by a rule, step by step
///
/// Exit 0: decided. Exit 3: a lot is due, and what is asked is printed. Exit 1: the input is wrong.
#[derive(Parser)]
#[command(
    after_help = "Examples:\n  amin seats --list\n  amin seats tehran-1404 votes.json\n  amin seats tehran-1404 --json < votes.json"
)]
pub(crate) struct Args {
    /// Name of the rule
    #[arg(required_unless_present = "list")]
    rule: Option<String>,
    /// JSON file with seats, lists and votes; standard input if left out
    file: Option<PathBuf>,
    /// Name the rules
    #[arg(long)]
    list: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Language of the steps
    #[arg(long, default_value = "en", value_parser = ["fa", "en"])]
    language: String,
}

/// Prints the allocation and its way.
pub(crate) fn run(args: Args) -> ExitCode {
    match allocate(&args) {
        Ok(code) => code,
        Err(what) => {
            eprintln!("amin seats: {what}");
            ExitCode::FAILURE
        }
    }
}

fn allocate(args: &Args) -> Result<ExitCode, String> {
    if args.list {
        list(args.json);
        return Ok(ExitCode::SUCCESS);
    }
    let name = args.rule.as_deref().unwrap_or_default();
    let rule = ::seats::rule(name).ok_or_else(|| {
        format!("there is no rule \u{201c}{name}\u{201d}\n  `amin seats --list` names them all")
    })?;
    let text = match &args.file {
        Some(path) => std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?,
        None => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).map_err(|e| e.to_string())?;
            text
        }
    };
    let input = ::seats::json::parse(&text).map_err(|e| e.to_string())?;
    let outcome = ::seats::allocate(rule, &input).map_err(|e| e.to_string())?;
    let language = if args.language == "fa" { Language::Persian } else { Language::English };
    match &outcome {
        _ if args.json => println!("{}", ::seats::json::outcome(rule, &outcome)),
        Outcome::NeedsLot(lot) => println!("{}", lot.explain(language)),
        Outcome::Decided(allocation) => {
            for (number, step) in (1..).zip(&allocation.steps) {
                println!("{number:>3}. {}", step.explain(language));
            }
            let elected: Vec<&str> = allocation.elected.iter().map(::seats::Code::as_str).collect();
            let alternates: Vec<&str> = allocation.alternates.iter().map(::seats::Code::as_str).collect();
            println!("elected    {}", elected.join(" "));
            println!("alternates {}", alternates.join(" "));
        }
    }
    Ok(match outcome {
        Outcome::Decided(_) => ExitCode::SUCCESS,
        Outcome::NeedsLot(_) => ExitCode::from(3),
    })
}

fn list(json: bool) {
    if json {
        let names: Vec<&str> = ::seats::rules().iter().map(|rule| rule.name).collect();
        println!("{}", serde_json::json!(names));
        return;
    }
    for rule in ::seats::rules() {
        println!("{:<34} {}", rule.name, rule.title_en);
    }
}
