//! `amin trustee enrol`.

use super::file::Where;
use crate::failure::Failure;
use clap::Args as ClapArgs;
use election::setup;
use protocol::trustee::Trustee;

/// A new trustee.
#[derive(ClapArgs)]
pub(crate) struct Args {
    #[command(flatten)]
    file: Where,
    /// Number of the trustee, from 1
    #[arg(long)]
    index: u16,
    /// Name or office, in Persian
    #[arg(long, default_value = "")]
    name_fa: String,
    /// Name or office, in English
    #[arg(long, default_value = "")]
    name_en: String,
}

/// Draws the secrets, seals them, prints what the set-up needs.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    if args.file.exists() {
        return Err(Failure::new(
            format!("{} holds a trustee already", args.file.dir.display()),
            "Choose another --dir; a trustee's secrets are never overwritten",
        ));
    }
    let (trustee, transport) = Trustee::enrol(args.index, &mut rand::rng());
    args.file.create(&trustee)?;
    let public = setup::Trustee {
        name: setup::Name { fa: args.name_fa.clone(), en: args.name_en.clone() },
        key: trustee.key(),
        transport: transport.to_bytes(),
    };
    println!("{}", serde_json::to_string(&public).map_err(Failure::other)?);
    Ok(())
}
