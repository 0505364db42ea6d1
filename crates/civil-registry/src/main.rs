//! `civil-registry`: the registry to rehearse with.

use clap::Parser;
use std::process::ExitCode;

/// A civil registry over a synthetic population, as slow, failing and lying as you like
#[derive(Parser)]
#[command(after_help = "Example:\n  civil-registry --listen 127.0.0.1:8090 --delay 300 --fail 5 --lie 1")]
struct Args {
    #[command(flatten)]
    args: civil_registry::command::Args,
}

#[tokio::main]
async fn main() -> ExitCode {
    match civil_registry::command::run(Args::parse().args).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("civil-registry: {error}");
            ExitCode::FAILURE
        }
    }
}
