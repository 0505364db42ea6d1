//! The planner's command line on its own: `cargo run -p planning --example plan -- plan capacity --help`.
//!
//! The same files are part of the one binary `amin`; here they are built without the rest of it.

use clap::Parser as _;

#[path = "../../amin/src/plan/mod.rs"]
mod plan;

#[derive(Debug, clap::Parser)]
#[command(name = "amin")]
#[expect(clippy::large_enum_variant, reason = "one question is parsed, once")]
enum Amin {
    /// Enough devices, desks and booths.
    #[command(subcommand)]
    Plan(plan::Plan),
    /// How fast this machine simulates.
    #[command(subcommand)]
    Bench(Bench),
}

#[derive(Debug, clap::Subcommand)]
enum Bench {
    /// How fast this machine simulates polling days.
    Plan(plan::bench::Bench),
}

fn main() -> std::process::ExitCode {
    let done = match Amin::parse() {
        Amin::Plan(question) => plan::run(question),
        Amin::Bench(Bench::Plan(bench)) => bench.run(),
    };
    match done {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("amin: {error}");
            std::process::ExitCode::from(2)
        }
    }
}
