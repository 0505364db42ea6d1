//! `amin booth`: a voting device.

use crate::failure::Failure;
use crate::listen;
use clap::Parser;
use station::booth::{Device, router};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

/// Run a voting device of a branch
#[derive(Parser)]
#[command(
    after_help = "Example:\n  amin booth --number 1 --dir booth-1 --branch http://127.0.0.1:8101 --record http://127.0.0.1:8080/record"
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
    /// Address of the public record
    #[arg(long)]
    record: String,
    /// Address to listen on: loopback, for the device's own screen
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Write the address to this file when ready
    #[arg(long)]
    ready: Option<PathBuf>,
}

/// Runs until told to stop.
pub(crate) fn run(args: Args) -> Result<(), Failure> {
    listen::runtime()?.block_on(async {
        let (device, branch, signer) = Device::open(&args.dir, &args.branch, args.number).await?;
        let listener = listen::bind(args.listen).await?;
        let url = listen::url(&listener)?;
        println!("booth {} of branch {branch} on {url}", args.number);
        let following = Arc::clone(&device);
        let (record, number) = (args.record.clone(), args.number);
        tokio::spawn(async move {
            if let Err(disbelief) = following.follow(&record, branch, number, signer).await {
                eprintln!("amin booth: {disbelief}");
            }
        });
        listen::ready(args.ready.as_deref(), &url)?;
        listen::serve(listener, router(device)).await
    })
}
