//! The roll of entitled persons.

use super::engine::{reading, within};
use super::{Store, Tx};
use crate::error::Error;
use pollbook::VoterKey;

/// Persons that go into one statement.
const MANY: usize = 4096;

/// Replaces the roll.
pub(crate) async fn replace(tx: &mut Tx, voters: &[(VoterKey, String)]) -> Result<(), Error> {
    within!(&mut *tx, connection => sqlx::query("DELETE FROM voter").execute(connection).await.map(drop))?;
    for some in voters.chunks(MANY) {
        match tx {
            Tx::Lite(tx) => {
                let lines: Vec<String> = some.iter().map(|(key, name)| hex::encode(key.0) + name).collect();
                sqlx::query(
                    "INSERT INTO voter (key, name)
                     SELECT unhex(substr(value, 1, 64)), substr(value, 65) FROM json_each($1)",
                )
                .bind(serde_json::to_string(&lines).expect("texts are always JSON"))
                .execute(&mut **tx)
                .await?;
            }
            Tx::Pg(tx) => {
                sqlx::query("INSERT INTO voter (key, name) SELECT * FROM unnest($1::bytea[], $2::text[])")
                    .bind(some.iter().map(|(key, _)| key.0.as_slice()).collect::<Vec<_>>())
                    .bind(some.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>())
                    .execute(tx.patient())
                    .await?;
            }
        }
    }
    Ok(())
}

impl Store {
    /// How many are entitled.
    pub(crate) async fn entitled(&self) -> Result<u64, Error> {
        let n: i64 = reading!(self, pool => {
            sqlx::query_scalar("SELECT count(*) FROM voter").fetch_one(pool).await?
        });
        Ok(n.unsigned_abs())
    }
}
