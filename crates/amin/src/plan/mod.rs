//! `amin plan`: capacity, from the command line.
//!
//! Each verb is a file. They read, ask `planning`, and print; they decide nothing.

mod advise;
pub(crate) mod bench;
mod capacity;
mod county;
mod error;
mod print;
mod profile;
mod simulate;
mod size;
mod spares;
mod tehran;

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
    /// How many spare devices, and where they wait.
    Spares(spares::Spares),
    /// On the day: which devices to move where.
    Advise(advise::Advise),
    /// How many more identity devices Tehran needs.
    Tehran(tehran::Tehran),
}

/// The list of branches behind the pages about capacity; a made-up county where there is no file.
pub(crate) fn county(file: Option<&std::path::Path>) -> Result<web::hq::planning::County, Error> {
    let Some(file) = file else { return Ok(web::hq::planning::County::sample()) };
    let branches = county::read(file)?.iter().map(|row| row.counted(1)).collect();
    Ok(web::hq::planning::County::of(branches, planning::spares::County::TEHRAN)?)
}

/// Answers one question about capacity.
pub(crate) fn run(plan: Plan) -> Result<(), Error> {
    match plan {
        Plan::Capacity(question) => question.run(),
        Plan::Simulate(question) => question.run(),
        Plan::Size(question) => question.run(),
        Plan::Spares(question) => question.run(),
        Plan::Advise(question) => question.run(),
        Plan::Tehran(question) => question.run(),
    }
}
