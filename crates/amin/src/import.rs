//! `amin import`: a county's files into a headquarters.

use crate::failure::Failure;
use clap::Parser;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Bring a county's files into a headquarters: all or nothing
///
/// The folder holds event.json, lists.csv, candidates.csv, branches.csv and voters.csv, as `amin sample`
/// writes them. A mistake is told with file, line, column and what to do; nothing is imported by halves.
#[derive(Parser)]
#[command(
    after_help = "Example:\n  amin import county --headquarters http://127.0.0.1:8080 --token-file headquarters/operator.token"
)]
pub(crate) struct Args {
    /// Folder of the files
    folder: PathBuf,
    /// Address of the headquarters
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    headquarters: String,
    /// File with the operator's token
    #[arg(long)]
    token_file: PathBuf,
    /// Print what was imported as JSON
    #[arg(long)]
    json: bool,
}

/// The body of an import.
pub(crate) fn county(folder: &Path) -> Result<Value, Failure> {
    let text = |name: &str| {
        let path = folder.join(name);
        let bytes = station::disk::read(&path)?.ok_or_else(|| {
            Failure::new(
                format!("{} is missing", path.display()),
                "`amin sample --out county` writes all five files",
            )
        })?;
        String::from_utf8(bytes)
            .map_err(|_| Failure::new(format!("{name} is not UTF-8 text"), "Save it as CSV, UTF-8"))
    };
    Ok(json!({
        "event": text("event.json")?,
        "lists": text("lists.csv")?,
        "candidates": text("candidates.csv")?,
        "branches": text("branches.csv")?,
        "voters": text("voters.csv")?,
    }))
}

/// Sends the files.
pub(crate) fn run(args: Args) -> Result<(), Failure> {
    let body = county(&args.folder)?;
    let token = station::disk::read(&args.token_file)?.unwrap_or_default();
    let token = String::from_utf8_lossy(&token).trim().to_owned();
    let imported: Value = crate::listen::runtime()?.block_on(async {
        let request = station::wire::plain()
            .post(format!("{}/api/v1/import", args.headquarters.trim_end_matches('/')))
            .bearer_auth(token)
            .json(&body);
        station::headquarters::answer(request.send().await).await
    })?;
    if args.json {
        println!("{imported}");
    } else {
        println!(
            "imported {} contests, {} candidates, {} branches, {} voters",
            imported["contests"], imported["candidates"], imported["branches"], imported["voters"]
        );
    }
    Ok(())
}
