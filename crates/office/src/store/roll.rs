//! The roll of entitled persons.

use super::Store;
use crate::error::Error;
use pollbook::VoterKey;
use sqlx::SqliteConnection;

/// Replaces the roll.
pub(crate) async fn replace(tx: &mut SqliteConnection, voters: &[(VoterKey, String)]) -> Result<(), Error> {
    sqlx::query("DELETE FROM voter").execute(&mut *tx).await?;
    for (key, name) in voters {
        sqlx::query("INSERT INTO voter (key, name) VALUES ($1, $2)")
            .bind(key.0.as_slice())
            .bind(name)
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}

/// The name of an entitled person.
pub(crate) async fn name(tx: &mut SqliteConnection, key: &VoterKey) -> Result<Option<String>, Error> {
    Ok(sqlx::query_scalar("SELECT name FROM voter WHERE key = $1")
        .bind(key.0.as_slice())
        .fetch_optional(tx)
        .await?)
}

impl Store {
    /// How many are entitled.
    pub(crate) async fn entitled(&self) -> Result<u64, Error> {
        let n: i64 = sqlx::query_scalar("SELECT count(*) FROM voter").fetch_one(&self.readers).await?;
        Ok(n.unsigned_abs())
    }
}
