//! `amin signer`: the keys of boards and officers, and what they sign.
//!
//! Whoever signs reads first: the entry is told in words, on the screen of the machine that holds the key.

pub(crate) mod act;
mod draw;
mod entry;
mod key;
mod read;
mod send;
mod sign;
mod write;

use crate::failure::Failure;
use clap::Subcommand;

/// Sign as a board («هیأت») or an officer («مسئول شعبه»)
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Draw a key, seal it under a passphrase, print what to register
    #[command(
        after_help = "Example:\n  amin signer draw --of officer:0001/executive --file executive-0001.age"
    )]
    Draw(draw::Args),
    /// Write an entry that only boards and officers can make: settled figures, a branch without a box, a lot
    #[command(subcommand)]
    Write(write::Command),
    /// Tell an entry in words: what it says, who has signed it, who must
    #[command(after_help = "Example:\n  amin signer read opening.json --setup setup.json")]
    Read(read::Args),
    /// Read an entry, confirm, and sign it
    #[command(
        after_help = "Example:\n  amin signer sign opening.json --file executive-0001.age --setup setup.json > signed.json"
    )]
    Sign(sign::Args),
    /// Sign what the desk of a branch asks both its officers: undo, override, hand-over, a strip read back
    #[command(
        after_help = "Example:\n  amin signer act --branch http://10.0.7.2:8081 --code 1f3a9c02 --file executive-0007.age --setup setup.json"
    )]
    Act(act::Args),
    /// Put a signed entry on the record
    #[command(after_help = "Example:\n  amin signer send signed.json --headquarters http://10.0.0.1:8080")]
    Send(send::Args),
}

/// Dispatches.
pub(crate) fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Draw(args) => draw::run(&args),
        Command::Write(command) => write::run(command),
        Command::Read(args) => read::run(&args),
        Command::Sign(args) => sign::run(&args),
        Command::Act(args) => act::run(&args),
        Command::Send(args) => send::run(&args),
    }
}
