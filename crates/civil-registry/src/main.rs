//! `civil-registry`: the registry to rehearse with.

use civil_registry::population::Population;
use civil_registry::server::{Knobs, Registry, router};
use clap::Parser;
use crypto::signature::Signer;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

/// A civil registry over a synthetic population, as slow, failing and lying as you like
#[derive(Parser)]
#[command(after_help = "Example:\n  civil-registry --listen 127.0.0.1:8090 --delay 300 --fail 5 --lie 1")]
struct Args {
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
    /// Another seed, other people
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Milliseconds before each answer
    #[arg(long, default_value_t = 0)]
    delay: u64,
    /// Of a hundred questions, so many fail
    #[arg(long, default_value_t = 0)]
    fail: u8,
    /// Of a hundred answers, so many are signed lies
    #[arg(long, default_value_t = 0)]
    lie: u8,
    /// Of a hundred answers, so many are changed on the line
    #[arg(long, default_value_t = 0)]
    forge: u8,
}

#[tokio::main]
async fn main() -> ExitCode {
    let args = Args::parse();
    // The key is drawn anew at each start: this registry has nothing to protect but a rehearsal.
    let signer = Signer::from_seed(&rand::random());
    let key: String = signer.public().0.iter().map(|byte| format!("{byte:02x}")).collect();
    let knobs =
        Knobs { delay: Duration::from_millis(args.delay), fail: args.fail, lie: args.lie, forge: args.forge };
    let registry = Registry { population: Population { seed: args.seed }, knobs, signer };
    let served = async {
        let listener = tokio::net::TcpListener::bind(args.listen).await?;
        println!("civil registry on http://{}, key {key}", listener.local_addr()?);
        axum::serve(listener, router(Arc::new(registry))).await
    };
    match served.await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("civil-registry: {error}");
            ExitCode::FAILURE
        }
    }
}
