//! `amin bench`: what this machine can do, in ratios to a limit measured in the same run.

mod check_in;
mod count;
mod office;
mod seats;

use crate::failure::Failure;
use clap::Subcommand;

/// Measure this machine
#[derive(Subcommand)]
pub(crate) enum Bench {
    /// Sealing, mixing, opening: the private count
    Count(count::Args),
    /// Check-ins over HTTP: the ledger
    CheckIn(check_in::Args),
    /// Pages of a headquarters with a province in it
    Office(office::Args),
    /// One allocation of 21 seats
    Seats(seats::Args),
    /// Simulated voters
    Plan(crate::plan::bench::Bench),
}

/// Measures and prints.
pub(crate) fn run(bench: Bench) -> Result<(), Failure> {
    match bench {
        Bench::Count(args) => count::run(&args),
        Bench::CheckIn(args) => check_in::run(&args),
        Bench::Office(args) => office::run(&args),
        Bench::Seats(args) => seats::run(&args),
        Bench::Plan(bench) => bench.run().map_err(Failure::other),
    }
}
