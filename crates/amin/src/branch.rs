//! `amin branch`: the machine of a branch.

use crate::failure::Failure;
use crate::listen;
use clap::Parser;
use election::bytes::Digest;
use election::id::BranchId;
use station::branch::{Machine, router};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

/// Run the machine of a branch: desk, cards, box
#[derive(Parser)]
#[command(
    after_help = "Example:\n  amin branch --id 0001 --dir branch-0001 --headquarters http://127.0.0.1:8080"
)]
pub(crate) struct Args {
    /// The branch, as in branches.csv
    #[arg(long)]
    id: String,
    /// Folder of its key, its cards and its box
    #[arg(long)]
    dir: PathBuf,
    /// Address of the headquarters
    #[arg(long)]
    headquarters: String,
    /// Voting cards to draw on the first start
    #[arg(long, default_value_t = 3000)]
    cards: usize,
    /// Where the strip is printed: a printer's device such as /dev/usb/lp0; a file in DIR without it, which is good for a
    /// rehearsal only
    #[arg(long)]
    strip: Option<PathBuf>,
    /// The event that was announced, 64 digits; without it, the first record that is read is followed for good
    #[arg(long)]
    event: Option<Digest>,
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Write the address to this file when ready
    #[arg(long)]
    ready: Option<PathBuf>,
}

/// Runs until told to stop.
pub(crate) fn run(args: Args) -> Result<(), Failure> {
    let id = BranchId::new(&args.id).map_err(Failure::other)?;
    let strip = args.strip.as_deref();
    let machine = Machine::open(&args.dir, id, &args.headquarters, args.cards, strip, args.event)?;
    listen::runtime()?.block_on(async {
        let listener = listen::bind(args.listen).await?;
        let url = listen::url(&listener)?;
        println!("branch {} on {url}", args.id);
        let following = Arc::clone(&machine);
        tokio::spawn(async move {
            if let Err(disbelief) = following.follow().await {
                eprintln!("amin branch: {disbelief}");
            }
        });
        listen::ready(args.ready.as_deref(), &url)?;
        listen::serve(listener, router(machine)).await
    })
}
