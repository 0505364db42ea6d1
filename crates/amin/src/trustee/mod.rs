//! `amin trustee`: a trustee's part, on the trustee's own machine.

mod ceremony;
mod enrol;
mod file;
mod mix;
mod open;
mod queue;
mod record;
mod spool;

use crate::failure::Failure;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Do a trustee's part («کلیددار»)
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Draw the trustee's secrets and print what to register
    #[command(
        after_help = "Example:\n  amin trustee enrol --dir trustee-1 --index 1 --name-fa 'کلیددار یکم' --name-en 'First trustee'"
    )]
    Enrol(enrol::Args),
    /// Make the election key together with the others
    #[command(
        after_help = "Example:\n  amin trustee ceremony --dir trustee-1 --record http://127.0.0.1:8080"
    )]
    Ceremony(Here),
    /// Mix every box when its turn comes
    #[command(
        after_help = "Example:\n  amin trustee mix --dir trustee-1 --record http://127.0.0.1:8080 --without 4"
    )]
    Mix(mix::Args),
    /// Check the way of every box and open this trustee's part of it
    #[command(after_help = "Example:\n  amin trustee open --dir trustee-1 --record http://127.0.0.1:8080")]
    Open(mix::Args),
}

/// Which trustee, and where the record is.
#[derive(Args)]
pub(crate) struct Here {
    #[command(flatten)]
    file: file::Where,
    /// Address of the headquarters; its record is believed only with the witness's countersignature
    #[arg(long)]
    record: String,
    /// The event that was announced, 64 digits: any other record is refused
    #[arg(long)]
    event: Option<election::bytes::Digest>,
}

/// Dispatches.
pub(crate) fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Enrol(args) => enrol::run(&args),
        Command::Ceremony(here) => ceremony::run(&here),
        Command::Mix(args) => mix::run(&args),
        Command::Open(args) => open::run(&args),
    }
}

/// The trustee's folder.
type Folder = PathBuf;
