//! `amin branch`: the machine of a branch.

use crate::failure::Failure;
use crate::listen;
use clap::Parser;
use crypto::signature::PublicKey;
use election::bytes::Digest;
use election::id::BranchId;
use station::branch::{Machine, Outfit, RegistryAddress, RollFiles, router};
use std::io::IsTerminal as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Run the machine of a branch: desk, cards, box
#[derive(Parser)]
#[command(
    after_help = "Example:\n  amin branch --id 0001 --dir branch-0001 --headquarters http://127.0.0.1:8080 --roll roll --roll-key roll.key"
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
    /// Lines that a new roll of the strip's paper takes: then the desk warns before it ends
    #[arg(long)]
    lines_of_paper: Option<u32>,
    /// The sealed roll of the constituency (amin roll build): a branch that is cut off then takes nobody who is not on it, and finds
    /// voters by name
    #[arg(long, requires = "roll_key")]
    roll: Option<PathBuf>,
    /// The event's roll key, from the headquarters' folder; keep it apart from the roll until the morning
    #[arg(long, requires = "roll")]
    roll_key: Option<PathBuf>,
    /// Number of this branch's constituency, where the roll holds several
    #[arg(long, requires = "roll")]
    constituency: Option<u16>,
    /// Address of the civil registry, which warns; the roll decides
    #[arg(long, requires = "registry_key")]
    civil_registry: Option<String>,
    /// Its key, 64 hexadecimal digits: an answer without its signature is none
    #[arg(long, requires = "civil_registry")]
    registry_key: Option<Digest>,
    /// A second disk, such as a stick: the box is kept there too before a voter has a receipt, and a spare device that is started on an
    /// empty DIR with it takes this one's place once both officers have signed
    #[arg(long)]
    second: Option<PathBuf>,
    /// Minutes of idleness after which a paired desk is locked
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=600))]
    lock_after: u64,
    /// A name by which browsers reach this machine, besides its addresses; may be given several times
    #[arg(long)]
    host: Vec<String>,
    /// The event that was announced, 64 digits; without it, the first record that is read is followed for good
    #[arg(long)]
    event: Option<Digest>,
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    #[command(flatten)]
    certificate: listen::Certificate,
    /// Write the address to this file when ready
    #[arg(long)]
    ready: Option<PathBuf>,
}

/// SHA-256 of this program, read from where it was started: what `sha256sum` says of the file.
fn program() -> std::io::Result<Digest> {
    Digest::of_all(std::fs::File::open(std::env::current_exe()?)?)
}

/// Runs until told to stop.
pub(crate) fn run(args: Args) -> Result<(), Failure> {
    let id = BranchId::new(&args.id).map_err(Failure::other)?;
    let roll = args.roll.zip(args.roll_key);
    let registry = args.civil_registry.zip(args.registry_key);
    let token = args.dir.join("desk.token");
    let program = program();
    match &program {
        Ok(program) => println!("branch {} runs the program {program}", args.id),
        Err(e) => eprintln!("amin branch: its own program cannot be read, so nobody can compare it: {e}"),
    }
    let machine = Machine::open(Outfit {
        folder: args.dir,
        id,
        headquarters: args.headquarters,
        cards: args.cards,
        strip: args.strip,
        announced: args.event,
        roll: roll.map(|(roll, key)| RollFiles { roll, key, constituency: args.constituency }),
        registry: registry.map(|(url, key)| RegistryAddress { url, key: PublicKey(key.0) }),
        second: args.second,
        lines_of_paper: args.lines_of_paper,
        hosts: args.host,
        lock_after: Duration::from_secs(60 * args.lock_after),
        program: program.ok(),
    })?;
    listen::runtime()?.block_on(async {
        let door = listen::bind(args.listen, &args.certificate).await?;
        let url = door.url()?;
        println!("branch {} on {url}", args.id);
        // A log is no place for it.
        if std::io::stdout().is_terminal() {
            println!("pair a desk at {url}/fa/pair with its token: {}", machine.token());
        } else {
            println!("pair a desk at {url}/fa/pair with its token, which is in {}", token.display());
        }
        let following = Arc::clone(&machine);
        tokio::spawn(async move {
            if let Err(disbelief) = following.follow().await {
                eprintln!("amin branch: {disbelief}");
            }
        });
        listen::ready(args.ready.as_deref(), &url)?;
        door.serve(router(machine)).await
    })
}
