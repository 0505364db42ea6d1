//! The ledger is on the record → the order in which voters came is nowhere any more, nor who voted on which pending card.

use super::engine::{reading, within};
use super::{Store, Tx};
use crate::error::Error;

/// Tables of the day alone.
const OF_THE_DAY: [&str; 4] = ["desk_entry", "desk_session", "told", "superseded"];

impl Store {
    /// Empties what only the day needs, and takes out of the rest what tells an order: a question's name holds the desk's
    /// counter, and a time is as good. Hours stay, for the history that a voter may ask for. Emptied means gone: PostgreSQL
    /// gives the files back and writes the ledger anew in the order of its keys; SQLite overwrites what it deletes
    /// (`secure_delete`) and empties its log. Copies of the log of changes are beyond our reach: see `docs/operations/database.md`.
    pub(crate) async fn forget_the_day(&self) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        match &mut tx {
            Tx::Lite(tx) => {
                for table in OF_THE_DAY {
                    let words = sqlx::AssertSqlSafe(format!("DELETE FROM {table}"));
                    sqlx::query(words).execute(&mut **tx).await?;
                }
            }
            Tx::Pg(tx) => {
                let words = format!("TRUNCATE {}", OF_THE_DAY.join(", "));
                sqlx::query(sqlx::AssertSqlSafe(words)).execute(tx.patient()).await?;
            }
        }
        let hour = "substr(at, 1, 13) || ':00:00Z'";
        let check_ins = format!("UPDATE check_in SET request = voter, at = {hour}");
        within!(&mut tx, connection => {
            sqlx::query(sqlx::AssertSqlSafe(check_ins)).execute(connection).await.map(drop)
        })?;
        let request = match &tx {
            Tx::Lite(_) => "randomblob(32)",
            Tx::Pg(_) => "uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())",
        };
        let refusals = format!(
            "UPDATE refusal SET request = {request}, at = {hour}, first_at = substr(first_at, 1, 13) || ':00:00Z'"
        );
        within!(&mut tx, connection => {
            sqlx::query(sqlx::AssertSqlSafe(refusals)).execute(connection).await.map(drop)
        })?;
        let session = match &tx {
            Tx::Lite(_) => "randomblob(16)",
            Tx::Pg(_) => "uuid_send(gen_random_uuid())",
        };
        // Their order within a second stays: it is published.
        let acts = format!(
            "UPDATE officers_act SET session = {session}, counter = ranked.n
             FROM (SELECT session AS s, counter AS c, row_number() OVER (PARTITION BY branch ORDER BY at, counter, session) AS n
                   FROM officers_act) AS ranked
             WHERE officers_act.session = ranked.s AND officers_act.counter = ranked.c"
        );
        within!(&mut tx, connection => {
            sqlx::query(sqlx::AssertSqlSafe(acts)).execute(connection).await.map(drop)
        })?;
        within!(&mut tx, connection => {
            sqlx::query("INSERT INTO forgotten (id, overwritten) VALUES (1, 0) ON CONFLICT (id) DO UPDATE SET overwritten = 0")
                .execute(connection)
                .await
                .map(drop)
        })?;
        tx.commit().await?;
        self.overwrite().await?;
        let mut tx = self.begin().await?;
        within!(&mut tx, connection => {
            sqlx::query("UPDATE forgotten SET overwritten = 1").execute(connection).await.map(drop)
        })?;
        tx.commit().await
    }

    /// Was the day emptied, and what lay on the disk overwritten?
    pub(crate) async fn has_forgotten(&self) -> Result<bool, Error> {
        Ok(reading!(self, pool => {
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM forgotten WHERE overwritten = 1)").fetch_one(pool).await?
        }))
    }

    async fn overwrite(&self) -> Result<(), Error> {
        match self {
            Self::Lite { writer, .. } => {
                let (busy, _, _): (i64, i64, i64) =
                    sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(writer).await?;
                if busy != 0 {
                    return Err(Error::NotNow("somebody reads the database: its log is not emptied yet"));
                }
            }
            Self::Pg(cluster) => {
                let serving = cluster.serving();
                for words in [
                    "CLUSTER check_in USING check_in_pkey",
                    "CLUSTER refusal USING refusal_pkey",
                    "VACUUM (FREEZE, ANALYZE) check_in",
                    "VACUUM FULL officers_act",
                ] {
                    sqlx::query(words).execute(serving.patient()).await?;
                }
            }
        }
        Ok(())
    }
}
