//! The headquarters' own secrets.

use super::Store;
use super::engine::within;
use crate::error::Error;
use rand::Rng;

impl Store {
    /// The secret of that name, drawn when first asked for. Every headquarters on one database has the same.
    pub(crate) async fn secret(&self, name: &str, rng: &mut impl Rng) -> Result<[u8; 32], Error> {
        let mut fresh = [0; 32];
        rng.fill_bytes(&mut fresh);
        let mut tx = self.begin().await?;
        within!(&mut tx, connection => {
            sqlx::query("INSERT INTO secret (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind(name)
                .bind(fresh.as_slice())
                .execute(connection)
                .await
                .map(drop)
        })?;
        let value: Vec<u8> = within!(&mut tx, connection => {
            sqlx::query_scalar("SELECT value FROM secret WHERE name = $1").bind(name).fetch_one(connection).await
        })?;
        tx.commit().await?;
        value.try_into().map_err(|_| Error::Damaged(format!("secret {name}")))
    }
}
