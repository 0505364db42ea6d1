//! The roll of entitled persons.

use super::cluster::{Lock, hold};
use super::desks::{is_closed, thirty_two};
use super::engine::{reading, within};
use super::{Store, Tx};
use crate::error::Error;
use election::bytes::Digest;
use election::id::BranchId;
use pollbook::clock::Moment;
use pollbook::entry::EntryId;
use pollbook::{CheckIn, VoterKey};
use std::collections::BTreeMap;

/// Persons that go into one statement.
const MANY: usize = 4096;

/// Replaces the roll.
pub(crate) async fn replace(tx: &mut Tx, voters: &[(VoterKey, String)]) -> Result<(), Error> {
    within!(&mut *tx, connection => sqlx::query("DELETE FROM voter").execute(connection).await.map(drop))?;
    within!(&mut *tx, connection => sqlx::query("DELETE FROM taken_off").execute(connection).await.map(drop))?;
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

/// Takes a person off, once; answers the check-in that stands. Nobody is checked in meanwhile: it is rare, and the answer
/// must be true.
pub(crate) async fn take_off(
    tx: &mut Tx,
    voter: &VoterKey,
    at: u64,
    why: &str,
) -> Result<Option<CheckIn>, Error> {
    hold(tx, Lock::Ledger).await?;
    if is_closed(tx).await? {
        return Err(Error::NotNow("the ledger is closed: who voted is settled"));
    }
    let known: i64 = within!(&mut *tx, connection => {
        sqlx::query_scalar("SELECT count(*) FROM voter WHERE key = $1")
            .bind(voter.0.to_vec())
            .fetch_one(connection)
            .await?
    });
    if known == 0 {
        return Err(Error::Unknown("person of this number on the roll".into()));
    }
    within!(&mut *tx, connection => {
        sqlx::query("INSERT INTO taken_off (voter, at, why) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
            .bind(voter.0.to_vec())
            .bind(at.cast_signed())
            .bind(why)
            .execute(connection)
            .await
            .map(drop)
    })?;
    let standing: Option<(String, String, Vec<u8>)> = within!(&mut *tx, connection => {
        sqlx::query_as(
            "SELECT branch, at, request FROM check_in WHERE voter = $1
             UNION ALL SELECT branch, at, request FROM told WHERE voter = $1 AND card IS NOT NULL LIMIT 1",
        )
        .bind(voter.0.to_vec())
        .fetch_optional(connection)
        .await?
    });
    let check_in = |(branch, at, request): (String, String, Vec<u8>)| {
        let branch = BranchId::new(&branch).map_err(|e| Error::Damaged(e.to_string()))?;
        Ok(CheckIn { branch, at, claim: EntryId::of_request(&Digest(thirty_two(&request)?)) })
    };
    standing.map(check_in).transpose()
}

impl Store {
    /// Persons who were taken off, and when.
    pub(crate) async fn taken_off(&self) -> Result<BTreeMap<VoterKey, Moment>, Error> {
        let rows: Vec<(Vec<u8>, i64)> = reading!(self, pool => {
            sqlx::query_as("SELECT voter, at FROM taken_off").fetch_all(pool).await?
        });
        let taken = |(voter, at): (Vec<u8>, i64)| {
            Ok((VoterKey(thirty_two(&voter)?), Moment { wall: at.unsigned_abs(), count: 0 }))
        };
        rows.into_iter().map(taken).collect()
    }

    /// How many are entitled.
    pub(crate) async fn entitled(&self) -> Result<u64, Error> {
        let n: i64 = reading!(self, pool => {
            sqlx::query_scalar("SELECT count(*) FROM voter").fetch_one(pool).await?
        });
        Ok(n.unsigned_abs())
    }
}
