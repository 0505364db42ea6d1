//! The entries of the record.

use super::cluster::{Lock, hold};
use super::engine::{reading, within};
use super::{Store, Tx};
use crate::error::Error;
use election::bytes::Digest;

/// Until this transaction ends, no other headquarters appends.
pub(crate) async fn alone(tx: &mut Tx) -> Result<(), Error> {
    hold(tx, Lock::Record).await
}

/// Keeps an entry under its number.
pub(crate) async fn put(tx: &mut Tx, sequence: u64, digest: &Digest, bytes: &[u8]) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query("INSERT INTO entry (sequence, digest, bytes) VALUES ($1, $2, $3)")
            .bind(sequence.cast_signed())
            .bind(digest.0.as_slice())
            .bind(bytes)
            .execute(connection)
            .await
            .map(drop)
    })?;
    Ok(())
}

impl Store {
    /// Entries from `first` on, at most `limit`, in order.
    pub(crate) async fn entries(&self, first: u64, limit: u64) -> Result<Vec<Vec<u8>>, Error> {
        Ok(reading!(self, pool => {
            sqlx::query_scalar("SELECT bytes FROM entry WHERE sequence >= $1 ORDER BY sequence LIMIT $2")
                .bind(first.cast_signed())
                .bind(limit.cast_signed())
                .fetch_all(pool)
                .await?
        }))
    }

    /// The number of the entry with this digest.
    pub(crate) async fn sequence(&self, digest: &Digest) -> Result<Option<u64>, Error> {
        let n: Option<i64> = reading!(self, pool => {
            sqlx::query_scalar("SELECT sequence FROM entry WHERE digest = $1")
                .bind(digest.0.as_slice())
                .fetch_optional(pool)
                .await?
        });
        Ok(n.map(i64::unsigned_abs))
    }

    /// One entry.
    pub(crate) async fn entry(&self, sequence: u64) -> Result<Option<Vec<u8>>, Error> {
        Ok(reading!(self, pool => {
            sqlx::query_scalar("SELECT bytes FROM entry WHERE sequence = $1")
                .bind(sequence.cast_signed())
                .fetch_optional(pool)
                .await?
        }))
    }
}
