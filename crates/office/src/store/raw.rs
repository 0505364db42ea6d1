//! The baseline of a measurement: rows inserted one by one, each in a transaction of its own.

use super::Store;
use crate::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

/// Single-row insertions a second into a new SQLite file, as durable as the ledger.
pub async fn single_row_inserts(file: &Path, time: Duration) -> Result<f64, Error> {
    let pool = Store::lite_writer(file).await?;
    sqlx::query(
        "CREATE TABLE raw (voter BLOB PRIMARY KEY, branch TEXT, at TEXT, request BLOB) WITHOUT ROWID",
    )
    .execute(&pool)
    .await?;
    let begun = Instant::now();
    let mut rows = 0u32;
    while begun.elapsed() < time {
        sqlx::query("INSERT INTO raw VALUES ($1, '0001', '2026-05-01T08:00:00Z', $2)")
            .bind(rand::random::<[u8; 32]>().as_slice())
            .bind(rand::random::<[u8; 32]>().as_slice())
            .execute(&pool)
            .await?;
        rows += 1;
    }
    let rate = f64::from(rows) / begun.elapsed().as_secs_f64();
    pool.close().await;
    Ok(rate)
}
