//! `amin sample`: a county that never was, at any scale, shaped on the published figures of Tehran 1400.
//!
//! The same seed gives the same files, byte for byte. Persons, parties and places are invented; a name or
//! an identity number may by chance be somebody's, so a sample is never shown as a roll of real people.
//!
//! Words: a *county* is the five files a headquarters imports; its *scale* is how many of each there are.

mod branch;
mod candidate;
pub(crate) mod chance;
#[cfg(test)]
mod county;
mod error;
mod event;
mod folder;
mod list;
mod permutation;
mod person;
#[cfg(test)]
mod tests;
mod voter;

#[cfg(test)]
pub(crate) use county::county;
pub(crate) use error::Error;
pub(crate) use folder::write;

use std::path::PathBuf;

/// Write a synthetic county: event.json, lists.csv, candidates.csv, branches.csv, voters.csv.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example, a small town, and all of Tehran as it was in 1400:\n  \
                        amin sample --out town\n  \
                        amin sample --out tehran --branches 3797 --candidates 2294 --voters 1565370")]
pub(crate) struct Args {
    /// The folder to write; it must be new or empty.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Polling branches, spread over 22 districts.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=50_000))]
    branches: u32,
    /// Persons on the roll.
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    voters: u64,
    /// Candidates for the city council; the other contest has a fortieth of them, 5 to 55.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(21..=20_000))]
    candidates: u32,
    /// Another number, another county.
    #[arg(long, default_value_t = 1405)]
    seed: u64,
}

/// How large a county is, and which of all counties of that size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scale {
    /// Polling branches.
    pub(crate) branches: u32,
    /// Persons on the roll.
    pub(crate) voters: u64,
    /// Candidates for the council.
    pub(crate) candidates: u32,
    /// Which county.
    pub(crate) seed: u64,
}

/// Writes the files into the folder.
pub(crate) fn run(args: Args) -> Result<(), Error> {
    let Args { out, branches, voters, candidates, seed } = args;
    let scale = Scale { branches, voters, candidates, seed };
    write(&scale, &out)?;
    println!(
        "{}: {branches} branches, {voters} voters, {candidates} council candidates, seed {seed}",
        out.display()
    );
    Ok(())
}

/// The files that are small at any scale, by name; the roll is streamed.
fn without_voters(scale: &Scale) -> [(&'static str, Vec<u8>); 4] {
    let lists = list::of_council(scale);
    [
        ("event.json", event::json()),
        ("lists.csv", list::csv(&lists)),
        ("candidates.csv", candidate::csv(scale, &lists)),
        ("branches.csv", branch::csv(scale)),
    ]
}
