//! The program to rehearse with: its flags, its key, its door.

use crate::population::Population;
use crate::server::{Knobs, Registry, router};
use clap::Args as ClapArgs;
use crypto::signature::Signer;
use election::national_id::NationalId;
use std::collections::HashMap;
use std::io::{Error, ErrorKind};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// As slow, failing and lying as you like.
#[derive(ClapArgs, Debug)]
pub struct Args {
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
    /// Another seed, other people
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Persons who live and are of age whatever the seed says: a county's voters.csv
    #[arg(long, value_name = "FILE")]
    county: Option<PathBuf>,
    /// File of its key, 64 hexadecimal digits, drawn if it is not there; without it the key is drawn at each start
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
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
    /// Write the address to this file when ready
    #[arg(long, value_name = "FILE")]
    ready: Option<PathBuf>,
}

/// Runs until it is told to stop.
pub async fn run(args: Args) -> std::io::Result<()> {
    let signer = Signer::from_seed(&args.key.as_deref().map_or_else(|| Ok(rand::random()), key)?);
    let public = hex::encode(signer.public().0);
    let mut population = Population::new(args.seed);
    if let Some(county) = &args.county {
        population = population.with(people(county)?);
    }
    let knobs =
        Knobs { delay: Duration::from_millis(args.delay), fail: args.fail, lie: args.lie, forge: args.forge };
    let listener = tokio::net::TcpListener::bind(args.listen).await?;
    let url = format!("http://{}", listener.local_addr()?);
    println!("civil registry on {url}, key {public}");
    if let Some(ready) = &args.ready {
        // Whole or not at all, as whoever waits for it reads it.
        let part = ready.with_extension("part");
        std::fs::write(&part, &url)?;
        std::fs::rename(part, ready)?;
    }
    axum::serve(listener, router(Arc::new(Registry { population, knobs, signer }))).await
}

/// The key that stays over restarts. It protects a rehearsal and nothing else.
fn key(path: &Path) -> std::io::Result<[u8; 32]> {
    match std::fs::read_to_string(path) {
        Ok(text) => {
            let mut key = [0; 32];
            let holds = hex::decode_to_slice(text.trim(), &mut key);
            holds.map_err(|_| {
                Error::new(ErrorKind::InvalidData, format!("{} holds no key of 64 digits", path.display()))
            })?;
            Ok(key)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let key: [u8; 32] = rand::random();
            std::fs::write(path, hex::encode(key))?;
            Ok(key)
        }
        Err(error) => Err(error),
    }
}

/// The public key that belongs to a key file: for whoever starts desks beside the registry.
pub fn public_key(path: &Path) -> std::io::Result<String> {
    Ok(hex::encode(Signer::from_seed(&key(path)?).public().0))
}

/// National numbers and names: the first two columns after the heading.
fn people(path: &Path) -> std::io::Result<HashMap<NationalId, String>> {
    let text = std::fs::read_to_string(path)?;
    let row = |line: &str| {
        let (number, name) = line.split_once(',')?;
        let name = name.split(',').next().unwrap_or_default().trim_matches('"');
        Some((NationalId::parse(number).ok()?, name.to_owned()))
    };
    Ok(text.lines().filter_map(row).collect())
}
