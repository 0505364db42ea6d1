//! `amin test-deck`: acceptance of a branch's machine («آزمون پذیرش») by a published list of voters that nobody else has.
//!
//! A deck is a table that anybody can read before: who comes, what is done, and what the machine must answer. The machine is
//! accepted if every answer is the one in the table.

mod deck;
mod draw;
mod play;

use crate::failure::Failure;
use clap::Subcommand;

/// Accept a branch's machine by a published list of voters
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Draw a deck from a synthetic county: who comes, what is done, what must be answered
    #[command(after_help = "Example:\n  amin test-deck draw county --deck deck.csv")]
    Draw(draw::Args),
    /// Play a deck at the desk of a machine that is open in a rehearsal: exit 0 if every answer is right, 1 otherwise
    #[command(
        after_help = "Example:\n  amin test-deck play deck.csv --desk http://127.0.0.1:8081 --token-file branch-0001/desk.token --headquarters http://127.0.0.1:8080 --operator-token headquarters/operator.token"
    )]
    Play(play::Args),
}

/// Dispatches.
pub(crate) fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Draw(args) => draw::run(&args),
        Command::Play(args) => play::run(&args),
    }
}
