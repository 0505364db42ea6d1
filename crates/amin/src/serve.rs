//! `amin serve`: a headquarters.

use crate::failure::Failure;
use crate::{listen, witness};
use board::log::LogSigner;
use clap::Parser;
use door::session::RollKey;
use headquarters::permit::{Actor, permit};
use headquarters::place::Place;
use office::{Office, RelyingParty};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Run a headquarters: its pages, its interface, the public record
///
/// Everything is kept in one folder: an embedded database and the files of the record. With --database, what is in
/// the database is kept in PostgreSQL, which several headquarters may share (docs/operations/database.md).
#[derive(Parser)]
#[command(
    after_help = "Examples:\n  amin serve --data headquarters\n  amin serve --demo\n  amin serve --data headquarters --database postgres://amin@db-1:5432,db-2:5432/amin"
)]
pub(crate) struct Args {
    /// Folder of the headquarters
    #[arg(long, default_value = "headquarters")]
    data: PathBuf,
    /// PostgreSQL instead of the database in the folder; several hosts for a primary and its standbys
    #[arg(long, env = "AMIN_DATABASE", hide_env_values = true, conflicts_with = "demo")]
    database: Option<String>,
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    #[command(flatten)]
    certificate: listen::Certificate,
    /// List of branches for the pages about capacity (as `amin plan tehran` takes it); a made-up county
    /// when absent
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
    /// Place of the headquarters, whose first officers get links to enrol: codes from the province down
    #[arg(long, default_value = "tehran", value_name = "PLACE")]
    place: Place,
    /// The supervisory body's witness; without it, one inside this process countersigns
    #[arg(long)]
    witness: Option<String>,
    /// Address under which officers reach the pages, for which their passkeys are made: https and a domain name. This
    /// machine alone (http://localhost) when absent
    #[arg(long, value_name = "URL", env = "AMIN_PUBLIC_URL")]
    public_url: Option<String>,
    /// Hold a small election first, and show it
    #[arg(long)]
    demo: bool,
    /// Write the address to this file when ready
    #[arg(long)]
    ready: Option<PathBuf>,
}

/// Runs until told to stop.
pub(crate) fn run(args: Args) -> Result<(), Failure> {
    let data = if args.demo { demo(&args.data)? } else { args.data.clone() };
    listen::runtime()?.block_on(serve(&args, &data))
}

async fn serve(args: &Args, data: &Path) -> Result<(), Failure> {
    let county = crate::plan::county(args.plan.as_deref()).map_err(Failure::other)?;
    let door = listen::bind(args.listen, &args.certificate).await?;
    let token = token(data)?;
    let office = open(data, args.database.as_deref(), args.witness.as_deref()).await?;
    let url = door.url()?;
    let roll_key = data.join("roll.key");
    station::roll::put_key(
        &roll_key,
        &RollKey(office.roll_key_of_county(&permit(Actor::Operator).map_err(Failure::other)?)),
    )?;
    println!("headquarters on {url}");
    println!("the operator's token is in {}", data.join("operator.token").display());
    println!("the key of the roll for the branches is in {}", roll_key.display());
    // A passkey is made for a name, never for a number: on this machine that name is localhost.
    let port = door.address()?.port();
    let public = args.public_url.clone().unwrap_or_else(|| format!("{}://localhost:{port}", door.scheme()));
    let site = RelyingParty::of(&public).map_err(Failure::other)?;
    let links_at =
        if args.public_url.is_some() || args.listen.ip().is_loopback() { site.origin() } else { &url };
    enrol_first(&office, args, links_at).await?;
    listen::ready(args.ready.as_deref(), &url)?;
    let router = web::pages::router_at(office.clone(), county, site).merge(web::api::router(office, &token));
    door.serve(router).await
}

/// Opens the headquarters in a folder, with its own witness unless another is named.
pub(crate) async fn open(
    data: &Path,
    database: Option<&str>,
    witness: Option<&str>,
) -> Result<Office, Failure> {
    let log =
        LogSigner::new("amin/record".parse().map_err(Failure::other)?, &station::key(&data.join("log.key"))?);
    let witness: Arc<dyn office::Witness> = match witness {
        Some(url) => Arc::new(witness::Remote::meet(url, &log.key().to_string()).await?),
        None => {
            let keeper = witness::Keeper::open(&data.join("witness"), "own-witness")?;
            keeper.adopt(&log.key().to_string())?;
            Arc::new(keeper)
        }
    };
    Ok(Office::open(data, database, log, witness).await?)
}

/// While nobody has enrolled: prints the links of the first officers, each good once and for three days.
async fn enrol_first(office: &Office, args: &Args, url: &str) -> Result<(), Failure> {
    let permit = permit(Actor::Operator).map_err(Failure::other)?;
    for link in office.first_links(&permit, &args.place).await.map_err(Failure::other)? {
        println!("first {} of {}: {url}/fa/enrol/{}", link.role, args.place, link.token);
    }
    Ok(())
}

/// The operator's token, drawn on the first start.
fn token(data: &Path) -> Result<String, Failure> {
    let path = data.join("operator.token");
    if let Some(bytes) = station::disk::read(&path)? {
        return Ok(String::from_utf8_lossy(&bytes).trim().to_owned());
    }
    let token = hex::encode(rand::random::<[u8; 16]>());
    station::disk::write(&path, token.as_bytes(), true)?;
    Ok(token)
}

/// A county that has voted, for clicking through: a real rehearsal, not made-up pages.
fn demo(data: &Path) -> Result<PathBuf, Failure> {
    let headquarters = data.join("headquarters");
    if !headquarters.exists() {
        eprintln!("holding a small election first; this takes about a minute");
        crate::rehearse::run(crate::rehearse::Args::demo(data))?;
    }
    Ok(headquarters)
}
