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
mod office;
mod permutation;
mod person;
pub(crate) mod province;
mod staff;
mod tables;
#[cfg(test)]
mod tests;
mod voter;

#[cfg(test)]
pub(crate) use county::county;
pub(crate) use error::Error;
pub(crate) use folder::write;

use crate::failure::Failure;
use std::path::{Path, PathBuf};

/// Write a synthetic county: event.json, lists.csv, candidates.csv, branches.csv, voters.csv; and in headquarters/ the
/// tables that its pages take: branches.csv, devices.csv, staff.csv.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example, a small town, and all of Tehran as it was in 1400:\n  \
                        amin sample --out town\n  \
                        amin sample --out tehran --branches 3797 --candidates 2294 --voters 1565370\n\n\
                        A headquarters of a province on its way to the polls, to serve:\n  \
                        amin sample --scale province --out headquarters\n  \
                        amin serve --data headquarters")]
pub(crate) struct Args {
    /// The folder to write; it must be new or empty.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Instead of a county's files, a headquarters with a province in it: branches surveyed, wired, equipped.
    #[arg(long, value_enum, conflicts_with_all = ["branches", "voters", "candidates"])]
    scale: Option<Whole>,
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

/// A sample of a whole headquarters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Whole {
    /// 16 counties, 6,700 branches, 40,000 devices, 150,000 staff, 1,700 officers, 320 meetings, 1,920 decisions.
    Province,
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

/// Writes the files into the folder, or opens a headquarters there and fills it.
pub(crate) fn run(args: Args) -> Result<(), Failure> {
    let Args { out, scale, branches, voters, candidates, seed } = args;
    if scale == Some(Whole::Province) {
        return crate::listen::runtime()?.block_on(fill(&out, seed));
    }
    let scale = Scale { branches, voters, candidates, seed };
    write(&scale, &out).map_err(Failure::other)?;
    println!(
        "{}: {branches} branches, {voters} voters, {candidates} council candidates, seed {seed}",
        out.display()
    );
    Ok(())
}

async fn fill(out: &Path, seed: u64) -> Result<(), Failure> {
    let office = crate::serve::open(out, None, None).await?;
    let size = province::Size { seed, ..province::PROVINCE };
    province::province(size, office.today())?.bring_into(&office, size).await?;
    let province::Size { branches, devices, staff, .. } = size;
    println!("{}: {branches} branches, {devices} devices, {staff} staff, seed {seed}", out.display());
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
