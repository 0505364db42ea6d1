//! `amin signer send`.

use super::entry::Given;
use crate::failure::Failure;
use crate::listen;
use clap::Args as ClapArgs;
use station::headquarters::Headquarters;

/// Which entry, and where to.
#[derive(ClapArgs)]
pub(crate) struct Args {
    #[command(flatten)]
    given: Given,
    /// Address of the headquarters
    #[arg(long)]
    headquarters: String,
}

/// Sends it; the record judges whether everybody has signed.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let entry = args.given.entry()?.to_bytes();
    let headquarters = Headquarters::new(&args.headquarters);
    let sequence = listen::runtime()?.block_on(headquarters.append_one(entry))?;
    println!("entry {sequence}");
    Ok(())
}
