//! The headquarters' own secrets.

use super::Store;
use crate::error::Error;
use rand::Rng;

impl Store {
    /// The secret of that name, drawn when first asked for.
    pub(crate) async fn secret(&self, name: &str, rng: &mut impl Rng) -> Result<[u8; 32], Error> {
        let mut fresh = [0; 32];
        rng.fill_bytes(&mut fresh);
        sqlx::query("INSERT INTO secret (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(name)
            .bind(fresh.as_slice())
            .execute(&self.writer)
            .await?;
        let value: Vec<u8> = sqlx::query_scalar("SELECT value FROM secret WHERE name = $1")
            .bind(name)
            .fetch_one(&self.writer)
            .await?;
        value.try_into().map_err(|_| Error::Damaged(format!("secret {name}")))
    }
}
