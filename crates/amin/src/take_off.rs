//! `amin take-off`: a person off the frozen roll.

use crate::failure::Failure;
use clap::Parser;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Take a person off the roll after it was frozen: died, or lost the right to vote
///
/// From then on every desk that reaches the headquarters refuses the person. Who has voted keeps the vote, and where it was
/// is printed. The reason is kept in the headquarters' journal.
#[derive(Parser)]
#[command(
    after_help = "Example:\n  amin take-off --headquarters http://127.0.0.1:8080 --token-file headquarters/operator.token --national-id 0012345679 --reason 'died on 28 April, certificate 1405/77'"
)]
pub(crate) struct Args {
    /// The person's national number
    #[arg(long)]
    national_id: String,
    /// Why, at most 500 bytes
    #[arg(long)]
    reason: String,
    /// Address of the headquarters
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    headquarters: String,
    /// File with the operator's token
    #[arg(long, default_value = "headquarters/operator.token")]
    token_file: PathBuf,
    /// Print what came of it as JSON
    #[arg(long)]
    json: bool,
}

/// Takes the person off.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let token = station::disk::read(&args.token_file)?.ok_or_else(|| {
        Failure::new(
            format!("{} is missing", args.token_file.display()),
            "Give --token-file: operator.token in the headquarters' folder",
        )
    })?;
    let token = String::from_utf8_lossy(&token).trim().to_owned();
    let done: Value = crate::listen::runtime()?.block_on(async {
        let request = station::wire::plain()
            .post(format!("{}/api/v1/taken-off", args.headquarters.trim_end_matches('/')))
            .bearer_auth(token)
            .json(&json!({ "national_id": args.national_id, "reason": args.reason }));
        station::headquarters::answer(request.send().await).await
    })?;
    if args.json {
        println!("{done}");
        return Ok(());
    }
    match done["standing"].as_object() {
        None => println!("off the roll; no check-in of this person is known"),
        Some(standing) => {
            let text = |name: &str| standing[name].as_str().unwrap_or_default().to_owned();
            println!("off the roll; the check-in at branch {} at {} stands", text("branch"), text("at"));
        }
    }
    Ok(())
}
