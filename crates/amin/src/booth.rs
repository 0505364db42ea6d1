//! `amin booth`: a voting device.

use crate::failure::Failure;
use crate::listen;
use clap::Parser;
use election::bytes::Digest;
use station::booth::{Device, router};
use station::memory::Memory;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Run a voting device of a branch
#[derive(Parser)]
#[command(
    after_help = "Example:\n  amin booth --number 1 --dir booth-1 --branch http://127.0.0.1:8101 --desk-token desk.token --record http://127.0.0.1:8080/record"
)]
pub(crate) struct Args {
    /// Number of the device in its branch
    #[arg(long)]
    number: u16,
    /// Folder of its key
    #[arg(long)]
    dir: PathBuf,
    /// Address of the branch's machine
    #[arg(long)]
    branch: String,
    /// File with the desk's token (desk.token in the branch's folder), or AMIN_DESK_TOKEN; needed once, for the branch then knows this
    /// device's key
    #[arg(long)]
    desk_token: Option<PathBuf>,
    /// Address of the public record
    #[arg(long)]
    record: String,
    /// The event that was announced, 64 digits; without it, the first record that is read is followed for good
    #[arg(long)]
    event: Option<Digest>,
    /// Address to listen on: loopback, for the device's own screen
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    #[command(flatten)]
    certificate: listen::Certificate,
    /// Write the address to this file when ready
    #[arg(long)]
    ready: Option<PathBuf>,
}

/// Runs until told to stop.
pub(crate) fn run(args: Args) -> Result<(), Failure> {
    listen::runtime()?.block_on(async {
        let memory = Memory::open(&args.dir, args.event)?;
        let token = token(args.desk_token.as_deref())?;
        let device = Device::open(&args.dir, &args.branch, args.number, token.as_deref()).await?;
        let door = listen::bind(args.listen, &args.certificate).await?;
        let url = door.url()?;
        println!("{} on {url}", device.name());
        let following = Arc::clone(&device);
        let (folder, record) = (args.dir.clone(), args.record.clone());
        tokio::spawn(async move {
            if let Err(ended) = following.follow(&folder, &record, memory).await {
                eprintln!("amin booth: {ended}");
            }
        });
        listen::ready(args.ready.as_deref(), &url)?;
        door.serve(router(device)).await
    })
}

/// The desk's token, as the officers gave it.
fn token(file: Option<&Path>) -> Result<Option<String>, Failure> {
    let digits = |text: String| text.chars().filter(char::is_ascii_digit).collect();
    let Some(file) = file else { return Ok(std::env::var("AMIN_DESK_TOKEN").ok().map(digits)) };
    let bytes = station::disk::read(file)?
        .ok_or_else(|| Failure::new(format!("{} is missing", file.display()), "Check --desk-token"))?;
    Ok(Some(digits(String::from_utf8_lossy(&bytes).into_owned())))
}
