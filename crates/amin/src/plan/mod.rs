//! `amin plan`: capacity, from the command line.
//!
//! Each verb is a file. They read, ask `planning`, and print; they decide nothing.

pub(crate) mod bench;
mod capacity;
mod county;
mod error;
mod print;
mod profile;
mod simulate;
mod size;

pub(crate) use error::Error;

/// Enough devices, desks and booths, proven before the day.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Plan {
    /// How many voters the booths can serve at all.
    Capacity(capacity::Capacity),
    /// How long voters wait on a polling day.
    Simulate(simulate::Simulate),
    /// How many devices and booths each branch needs.
    Size(size::Size),
}

/// Answers one question about capacity.
pub(crate) fn run(plan: Plan) -> Result<(), Error> {
    match plan {
        Plan::Capacity(question) => question.run(),
        Plan::Simulate(question) => question.run(),
        Plan::Size(question) => question.run(),
    }
}
