//! `amin journal verify`: walks along a headquarters' journal.

use crate::failure::Failure;
use crate::listen;
use clap::Subcommand;
use office::audit_journal;
use std::path::PathBuf;

/// The journal of a headquarters' acts.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Walk along the journal and say where it was changed: exit 0 whole, 1 broken
    #[command(
        after_help = "Example:\n  curl -O https://hq.example.ir/journal-heads\n  amin journal verify --data headquarters --heads journal-heads"
    )]
    Verify {
        /// Folder of the headquarters
        #[arg(long, default_value = "headquarters")]
        data: PathBuf,
        /// Its PostgreSQL, where it has one
        #[arg(long, env = "AMIN_DATABASE", hide_env_values = true)]
        database: Option<String>,
        /// A copy of its daily heads that you kept; those in the database when absent
        #[arg(long, value_name = "FILE")]
        heads: Option<PathBuf>,
    },
}

pub(crate) fn run(command: Command) -> Result<(), Failure> {
    let Command::Verify { data, database, heads } = command;
    let kept = heads.map(std::fs::read_to_string).transpose().map_err(Failure::other)?;
    let audit = audit_journal(&data, database.as_deref(), kept.as_deref());
    let walked = listen::runtime()?.block_on(audit).map_err(Failure::other)?.map_err(Failure::other)?;
    println!("{} lines, head {}", walked.lines, hex::encode(walked.head));
    println!("{} daily heads agree", walked.heads);
    match walked.broken {
        None => Ok(()),
        Some(broken) => Err(Failure::other(broken)),
    }
}
