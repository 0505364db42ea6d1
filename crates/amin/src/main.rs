//! `amin`: the one binary.

mod bench;
mod booth;
mod branch;
mod certificate;
mod electorate;
mod failure;
mod import;
mod journal;
mod listen;
mod minutes;
mod plan;
mod probe;
mod progress;
mod rehearse;
mod roll;
mod sample;
mod sealed;
mod seats;
mod serve;
mod signer;
mod take_off;
mod test_deck;
mod trustee;
mod verify;
mod witness;

use clap::{Parser, Subcommand};
use failure::Failure;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A question at the headquarters' door is many small pieces of memory: with the system's allocator a third of its
/// processor time went there.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Amin (امین, trustee): a fully electronic council election, from headquarters to the last seat, that
/// anyone can check.
#[derive(Parser)]
#[command(name = "amin", version, arg_required_else_help = true)]
struct Cli {
    /// Certificate (PEM) of the only authority to believe over https; the system's authorities without it
    #[arg(long, global = true, value_name = "FILE", env = "AMIN_AUTHORITY")]
    authority: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Hold a whole election on this machine, end to end, and verify it
    Rehearse(rehearse::Args),
    /// Run a headquarters: its pages, its interface, the public record
    Serve(serve::Args),
    /// Run the machine of a branch
    Branch(branch::Args),
    /// Run a voting device
    Booth(booth::Args),
    /// Seal the roll for the desks; find persons on it
    #[command(subcommand)]
    Roll(roll::Command),
    /// Run a civil registry to rehearse with, as slow, failing and lying as you like
    CivilRegistry(civil_registry::command::Args),
    /// Do a trustee's part: enrol, make the key, mix, open
    #[command(subcommand)]
    Trustee(trustee::Command),
    /// Draw a board's or an officer's key; write, read, sign and send entries
    #[command(subcommand)]
    Signer(signer::Command),
    /// Run the supervisory body's witness, which countersigns the record
    Witness(witness::Args),
    /// Walk along a headquarters' journal of acts
    #[command(subcommand)]
    Journal(journal::Command),
    /// Check a public record: exit 0 true, 1 false, 2 unreadable
    Verify(verify::Args),
    /// Print the minutes of a counted election as PDF
    Minutes(minutes::Args),
    /// Allocate seats by a rule, step by step
    Seats(seats::Args),
    /// Capacity: how many devices, desks and booths
    #[command(subcommand)]
    Plan(plan::Plan),
    /// Measure a branch's line to the headquarters, from the branch's machine, and report it
    Probe(probe::Args),
    /// Measure this machine, in ratios to a limit measured in the same run
    #[command(subcommand)]
    Bench(bench::Bench),
    /// Write a synthetic county, shaped on published figures
    Sample(sample::Args),
    /// Bring a county's files into a headquarters
    Import(import::Args),
    /// Take a person off the roll after it was frozen
    TakeOff(take_off::Args),
    /// Accept a branch's machine by a published list of voters
    #[command(subcommand)]
    TestDeck(test_deck::Command),
    /// Make a certificate for a door, under an authority of the headquarters' own
    Certificate(certificate::Args),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    if let Err(failure) = cli.authority.as_deref().map_or(Ok(()), believe) {
        eprintln!("amin: {failure}");
        return ExitCode::FAILURE;
    }
    let outcome = match cli.command {
        Command::Rehearse(args) => rehearse::run(args),
        Command::Serve(args) => serve::run(args),
        Command::Branch(args) => branch::run(args),
        Command::Booth(args) => booth::run(args),
        Command::Roll(command) => roll::run(command),
        Command::CivilRegistry(args) => listen::runtime()
            .and_then(|runtime| runtime.block_on(civil_registry::command::run(args)).map_err(Failure::other)),
        Command::Trustee(command) => trustee::run(command),
        Command::Signer(command) => signer::run(command),
        Command::Journal(command) => journal::run(command),
        Command::Witness(args) => witness::run(args),
        Command::Verify(args) => return verify::run(args),
        Command::Seats(args) => return seats::run(args),
        Command::Plan(plan) => plan::run(plan).map_err(Failure::other),
        Command::Minutes(args) => minutes::run(args),
        Command::Probe(args) => probe::run(&args),
        Command::Bench(bench) => bench::run(bench),
        Command::Sample(args) => sample::run(args),
        Command::Import(args) => import::run(args),
        Command::TakeOff(args) => take_off::run(&args),
        Command::TestDeck(command) => test_deck::run(command),
        Command::Certificate(args) => certificate::run(args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("amin: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// From here on, whoever this authority vouches for is believed and nobody else.
fn believe(file: &Path) -> Result<(), Failure> {
    let remedy = "Give the authority's certificate in PEM, such as tls/authority.pem from amin certificate";
    let unreadable = |e: &dyn std::fmt::Display| Failure::new(format!("{}: {e}", file.display()), remedy);
    let pem = std::fs::read(file).map_err(|e| unreadable(&e))?;
    station::wire::believe(&pem).map_err(|e| unreadable(&e))
}
