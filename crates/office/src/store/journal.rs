//! Who did what, chained by hash.

use crate::error::Error;
use election::bytes::Digest;
use sqlx::SqliteConnection;

/// Adds a line in the same transaction as the act itself.
pub(crate) async fn note(
    tx: &mut SqliteConnection,
    at: &str,
    actor: &str,
    act: &str,
    what: &str,
) -> Result<(), Error> {
    let previous: Option<Vec<u8>> = sqlx::query_scalar("SELECT hash FROM journal ORDER BY id DESC LIMIT 1")
        .fetch_optional(&mut *tx)
        .await?;
    let previous = previous.unwrap_or_else(|| vec![0; 32]);
    let mut line = previous.clone();
    for part in [at, actor, act, what] {
        line.extend_from_slice(&(part.len() as u64).to_le_bytes());
        line.extend_from_slice(part.as_bytes());
    }
    sqlx::query("INSERT INTO journal (at, actor, act, what, previous, hash) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(at)
        .bind(actor)
        .bind(act)
        .bind(what)
        .bind(previous)
        .bind(Digest::of(&line).0.as_slice())
        .execute(tx)
        .await?;
    Ok(())
}
