//! `amin signer draw`.

use super::key::Where;
use crate::failure::Failure;
use clap::Args as ClapArgs;
use crypto::signature::Signer;
use election::import::draft::SignerKey;
use election::signatory::Signatory;

/// A new key.
#[derive(ClapArgs)]
pub(crate) struct Args {
    /// Whose: body:CONTEST/executive, body:CONTEST/supervisory, officer:BRANCH/executive, officer:BRANCH/supervisory
    #[arg(long)]
    of: Signatory,
    #[command(flatten)]
    file: Where,
}

/// Draws, seals, prints the line for `keys.json`.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    if !matches!(args.of, Signatory::Body(..) | Signatory::Officer(..)) {
        return Err(Failure::new(
            format!("{} has a program of its own that draws its key", args.of),
            "This is for boards (body:CONTEST/SIDE) and officers (officer:BRANCH/SIDE)",
        ));
    }
    let signer = Signer::generate(&mut rand::rng());
    args.file.create(&args.of, &signer)?;
    let line = SignerKey { of: args.of.clone(), key: signer.public() };
    println!("{}", serde_json::to_string(&line).map_err(Failure::other)?);
    Ok(())
}
