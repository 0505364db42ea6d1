//! `amin signer sign`.

use super::entry::Given;
use super::key::Where;
use super::read::told;
use crate::failure::Failure;
use board::admission::signatories;
use clap::Args as ClapArgs;
use std::io::{IsTerminal as _, Write as _};

/// Which entry, with which key.
#[derive(ClapArgs)]
pub(crate) struct Args {
    #[command(flatten)]
    given: Given,
    #[command(flatten)]
    key: Where,
    /// Do not ask for a confirmation: for scripts whose operator has read the entry
    #[arg(long)]
    yes: bool,
}

/// Tells the entry, asks, signs, and prints the entry with one signature more.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let entry = args.given.entry()?;
    let setup = args.given.setup()?;
    let event = args.given.event(&entry, setup.as_ref())?;
    eprint!("{}", told(&entry, &event, setup.as_ref().map(|(_, setup)| setup)));
    if !args.yes {
        confirm()?;
    }
    let (by, signer) = args.key.open()?;
    if let Some((_, setup)) = &setup {
        if !signatories(setup, &entry.body).contains(&by) {
            return Err(Failure::new(
                format!("{by} has no part in this entry"),
                "Give it to whoever is listed above as still to sign",
            ));
        }
        if setup.keys().get(&by) != Some(&signer.public()) {
            return Err(Failure::new(
                format!("the set-up has another key for {by} than this file"),
                "Use the file whose key was registered for this event",
            ));
        }
    }
    if entry.signatures.iter().any(|signed| signed.by == by) {
        return Err(Failure::new(format!("{by} has signed this already"), "Pass it on, or send it"));
    }
    let signed = entry.signed(&event, by, &signer).to_bytes();
    let mut out = std::io::stdout().lock();
    out.write_all(&signed).and_then(|()| out.flush()).map_err(Failure::other)
}

/// Asks whoever sits there.
pub(super) fn confirm() -> Result<(), Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::new("nobody is there to confirm", "Give --yes after reading the entry"));
    }
    eprint!("Sign this? Type yes: ");
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).map_err(Failure::other)?;
    if answer.trim() == "yes" { Ok(()) } else { Err(Failure::new("not signed", "")) }
}
