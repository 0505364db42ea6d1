//! The baseline: rows inserted one by one, each in a transaction of its own.

use crate::failure::Failure;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// Single-row insertions a second.
pub(super) async fn single_rows(database: Option<&str>, folder: &Path) -> Result<f64, Failure> {
    match database {
        Some(url) => pgbench(url, folder),
        None => Ok(office::single_row_inserts(&folder.join("raw.sqlite"), Duration::from_secs(3)).await?),
    }
}

/// PostgreSQL's own measure, from as many connections as serve it best.
fn pgbench(url: &str, folder: &Path) -> Result<f64, Failure> {
    let table = "CREATE TABLE IF NOT EXISTS raw_baseline (voter bytea PRIMARY KEY, branch text, at text, request bytea)";
    let insert = "INSERT INTO raw_baseline VALUES (sha256(random()::text::bytea), '0001', '2026-05-01T08:00:00Z', sha256(random()::text::bytea)) ON CONFLICT DO NOTHING;\n";
    let script = folder.join("raw.sql");
    std::fs::write(&script, insert).map_err(Failure::other)?;
    run(Command::new(program("psql")).args(["-X", "-q", "-d", url, "-c", table]))?;
    let said = run(Command::new(program("pgbench"))
        .args(["-n", "-M", "prepared", "-c", "16", "-j", "2", "-T", "3", "-f"])
        .arg(&script)
        .arg(url))?;
    run(Command::new(program("psql")).args(["-X", "-q", "-d", url, "-c", "DROP TABLE raw_baseline"]))?;
    let line = said.lines().find_map(|line| line.strip_prefix("tps = "));
    let rate = line.and_then(|rest| rest.split(' ').next()).and_then(|n| n.parse().ok());
    rate.ok_or_else(|| Failure::other(format!("pgbench told no rate: {said}")))
}

fn run(command: &mut Command) -> Result<String, Failure> {
    let missing = |e| Failure::new(format!("pgbench: {e}"), "Install PostgreSQL: apt-get install postgresql");
    let said = command.stdin(Stdio::null()).output().map_err(missing)?;
    if said.status.success() {
        Ok(String::from_utf8_lossy(&said.stdout).into_owned())
    } else {
        Err(Failure::other(String::from_utf8_lossy(&said.stderr).trim()))
    }
}

/// Debian keeps some of PostgreSQL's programs off the path.
fn program(name: &str) -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let found = versions.map(|version| version.path().join("bin").join(name)).filter(|path| path.exists());
    found.max().unwrap_or_else(|| name.into())
}
