//! `amin seats`: the seat calculation alone.

use ::seats::{Allocation, BadInput, Code, Group, Input, Margins, Outcome, Rule};
use clap::Parser;
use forms::{Lang, rule_language};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Allocate seats by a rule, step by step
///
/// Exit 0: decided. Exit 3: a lot is due, and what is asked is printed. Exit 1: the input is wrong, and where.
#[derive(Parser)]
#[command(
    after_help = "Examples:\n  amin seats --list\n  amin seats tehran-1404 votes.json\n  amin seats tehran-1404 --json < votes.json\n  amin seats tehran-1404 votes.json --language fa --pdf seats.pdf"
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
    /// Also say how few votes would alter the result; in JSON, under `margins`
    #[arg(long)]
    margins: bool,
    /// Write the calculation as PDF as well
    #[arg(long, value_name = "OUT")]
    pdf: Option<PathBuf>,
    /// Language of the steps
    #[arg(long, visible_alias = "lang", default_value = "en", value_parser = ["fa", "en"])]
    language: String,
}

/// Why there is no allocation.
#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error("there is no rule \u{201c}{0}\u{201d}\n  `amin seats --list` names them all")]
    NoRule(String),
    #[error("{path}: {error}")]
    File { path: String, error: std::io::Error },
    #[error("{0}")]
    Input(#[from] BadInput),
    #[error("{0}")]
    Form(#[from] forms::Failed),
}

impl Fault {
    /// A code that stays the same, and the path of the field that is wrong.
    fn named(&self) -> (&'static str, Option<&str>) {
        match self {
            Fault::NoRule(_) => ("no-rule", None),
            Fault::File { .. } => ("file", None),
            Fault::Input(bad) => (bad.code(), Some(bad.path())),
            Fault::Form(_) => ("form", None),
        }
    }
}

/// Prints the allocation and its way.
pub(crate) fn run(args: Args) -> ExitCode {
    match allocate(&args) {
        Ok(code) => code,
        Err(fault) => {
            if args.json {
                let (code, path) = fault.named();
                let error = serde_json::json!({ "code": code, "path": path, "message": fault.to_string() });
                println!("{}", serde_json::json!({ "error": error }));
            }
            eprintln!("amin seats: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn allocate(args: &Args) -> Result<ExitCode, Fault> {
    if args.list {
        list(args);
        return Ok(ExitCode::SUCCESS);
    }
    let name = args.rule.as_deref().unwrap_or_default();
    let rule = ::seats::rule(name).ok_or_else(|| Fault::NoRule(name.to_owned()))?;
    let input = ::seats::json::parse(&read(args.file.as_deref())?)?;
    let outcome = ::seats::allocate(rule, &input)?;
    let margins = if args.margins { ::seats::margins(rule, &input)? } else { None };
    if let (Some(path), Outcome::Decided(allocation)) = (&args.pdf, &outcome) {
        let pdf = forms::minutes::calculation(language(args), rule, &input, allocation)?;
        std::fs::write(path, pdf).map_err(|error| Fault::File { path: path.display().to_string(), error })?;
    }
    match &outcome {
        _ if args.json => {
            let mut answer = ::seats::json::outcome(rule, &outcome);
            if let Some(margins) = margins {
                answer["margins"] = serde_json::json!(margins);
            }
            println!("{answer}");
        }
        Outcome::NeedsLot(lot) => println!("{}", lot.explain(rule_language(language(args)))),
        Outcome::Decided(allocation) => tell(language(args), rule, &input, allocation, margins.as_ref()),
    }
    Ok(match outcome {
        Outcome::Decided(_) => ExitCode::SUCCESS,
        Outcome::NeedsLot(_) => ExitCode::from(3),
    })
}

fn language(args: &Args) -> Lang {
    if args.language == "fa" { Lang::Fa } else { Lang::En }
}

fn read(file: Option<&Path>) -> Result<String, Fault> {
    let Some(path) = file else {
        let mut text = String::new();
        let read = std::io::stdin().read_to_string(&mut text);
        return read.map(|_| text).map_err(|error| Fault::File { path: "standard input".into(), error });
    };
    std::fs::read_to_string(path).map_err(|error| Fault::File { path: path.display().to_string(), error })
}

/// What a citizen reads: the rule and its readings, each step with its article, then who has what.
fn tell(l: Lang, rule: &Rule, input: &Input, allocation: &Allocation, margins: Option<&Margins>) {
    println!("{} {}: {}", rule.name, rule.version, rule.title(rule_language(l)));
    for open in rule.open {
        if let Some(signed) = allocation.readings.signed(open.key) {
            println!("     {}: {signed}", open.key);
        }
    }
    println!();
    for (number, step) in (1..).zip(&allocation.steps) {
        println!(
            "{number:>3}. {}\n     [{}]",
            step.explain(rule_language(l)),
            step.article.title(rule_language(l))
        );
    }
    println!();
    for entry in &allocation.seats {
        let (votes, seats) = (l.number(entry.votes), l.number(entry.seats));
        let share = l.percent(entry.votes, input.total());
        println!("{seats:>6}  {votes:>16}  {share:>7}  {}", entry.group.spoken(rule_language(l)));
    }
    if allocation.vacant > 0 {
        println!("{:>6}  {}", l.number(allocation.vacant), l.pick("خالی", "vacant"));
    }
    let codes = |codes: &[Code]| codes.iter().map(Code::as_str).collect::<Vec<_>>().join(" ");
    println!("\n{} {}", l.pick("منتخبان:", "elected:   "), codes(&allocation.elected));
    println!("{} {}", l.pick("علی‌البدل‌ها:", "alternates:"), codes(&allocation.alternates));
    let Some(margins) = margins else { return };
    println!("\n{}", margins.explain(rule_language(l)));
    let group = |group: &Group| group.spoken(rule_language(l));
    for margin in &margins.groups {
        println!(
            "{:>12}  {}",
            l.number(margin.votes),
            margin.explain(&allocation.seats, group, rule_language(l))
        );
    }
    for margin in &margins.persons {
        let told = margin.explain(|code| l.digits(code.as_str()), group, rule_language(l));
        println!("{:>12}  {told}", l.number(margin.votes));
    }
}

fn list(args: &Args) {
    if args.json {
        let names: Vec<&str> = ::seats::rules().iter().map(|rule| rule.name).collect();
        println!("{}", serde_json::json!(names));
        return;
    }
    for rule in ::seats::rules() {
        println!("{:<34} {}", rule.name, rule.title(rule_language(language(args))));
    }
}
