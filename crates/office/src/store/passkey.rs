//! Passkeys: their public halves, their owners' handles, and the challenges that were answered.

use super::engine::{reading, within};
use super::{Store, Tx};
use crate::error::Error;
use election::bytes::Digest;
use headquarters::permit::PersonId;
use sqlx::FromRow;

/// Bytes of a handle.
pub(crate) const HANDLE: usize = 64;
/// Bytes of what changes with a key's use.
pub(crate) const STATE: usize = 7;

/// A passkey as a row, with its owner's handle.
#[derive(FromRow)]
pub(crate) struct Row {
    pub(crate) id: Vec<u8>,
    pub(crate) person: i64,
    pub(crate) name: String,
    pub(crate) key: Vec<u8>,
    pub(crate) state: Vec<u8>,
    pub(crate) made: String,
    pub(crate) used: String,
    pub(crate) handle: Vec<u8>,
}

const ALL: &str = "SELECT id, passkey.person, name, key, state, made, used, handle
    FROM passkey JOIN passkey_owner ON passkey_owner.person = passkey.person";

/// Keeps a handle for a person who has none yet.
pub(crate) async fn put_owner(tx: &mut Tx, person: PersonId, handle: &[u8; HANDLE]) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query("INSERT INTO passkey_owner (person, handle) VALUES ($1, $2)")
            .bind(person.0)
            .bind(handle.as_slice())
            .execute(connection)
            .await?;
    });
    Ok(())
}

/// Keeps a new key.
pub(crate) async fn put(tx: &mut Tx, new: &Row) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query(
            "INSERT INTO passkey (id, person, name, key, state, made, used) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(&new.id)
        .bind(new.person)
        .bind(&new.name)
        .bind(&new.key)
        .bind(&new.state)
        .bind(&new.made)
        .bind(&new.used)
        .execute(connection)
        .await?;
    });
    Ok(())
}

/// The key of this id, in the transaction that lets its owner in.
pub(crate) async fn find(tx: &mut Tx, id: &[u8]) -> Result<Option<Row>, Error> {
    Ok(within!(tx, connection => {
        sqlx::query_as(sqlx::AssertSqlSafe(format!("{ALL} WHERE id = $1")))
            .bind(id)
            .fetch_optional(connection)
            .await?
    }))
}

/// A person's keys, the oldest first.
pub(crate) async fn of(tx: &mut Tx, person: PersonId) -> Result<Vec<Row>, Error> {
    Ok(within!(tx, connection => {
        sqlx::query_as(sqlx::AssertSqlSafe(format!("{ALL} WHERE passkey.person = $1 ORDER BY made, id")))
            .bind(person.0)
            .fetch_all(connection)
            .await?
    }))
}

/// Keeps that a key was used, and what its use changed.
pub(crate) async fn used(tx: &mut Tx, id: &[u8], state: &[u8], at: &str) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query("UPDATE passkey SET state = $2, used = $3 WHERE id = $1")
            .bind(id)
            .bind(state)
            .bind(at)
            .execute(connection)
            .await?;
    });
    Ok(())
}

/// Removes one key of a person; answers whether it was theirs.
pub(crate) async fn remove(tx: &mut Tx, person: PersonId, id: &[u8]) -> Result<bool, Error> {
    let removed = within!(tx, connection => {
        sqlx::query("DELETE FROM passkey WHERE person = $1 AND id = $2")
            .bind(person.0)
            .bind(id)
            .execute(connection)
            .await?
            .rows_affected()
    });
    Ok(removed == 1)
}

/// Removes all keys of a person.
pub(crate) async fn forget(tx: &mut Tx, person: PersonId) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query("DELETE FROM passkey WHERE person = $1").bind(person.0).execute(connection).await?;
    });
    Ok(())
}

/// Marks a challenge as answered; answers whether it was not before. Those that expired are swept away.
pub(crate) async fn spend(tx: &mut Tx, challenge: &Digest, now: u64, expires: u64) -> Result<bool, Error> {
    within!(&mut *tx, connection => {
        sqlx::query("DELETE FROM spent_challenge WHERE expires < $1")
            .bind(now.cast_signed())
            .execute(connection)
            .await?;
    });
    let kept = within!(tx, connection => {
        sqlx::query("INSERT INTO spent_challenge (challenge, expires) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(challenge.0.as_slice())
            .bind(expires.cast_signed())
            .execute(connection)
            .await?
            .rows_affected()
    });
    Ok(kept == 1)
}

impl Store {
    /// The handle by which keys know a person.
    pub(crate) async fn passkey_handle(&self, person: PersonId) -> Result<Option<Vec<u8>>, Error> {
        Ok(reading!(self, pool => {
            sqlx::query_scalar("SELECT handle FROM passkey_owner WHERE person = $1")
                .bind(person.0)
                .fetch_optional(pool)
                .await?
        }))
    }

    /// A person's keys, the oldest first.
    pub(crate) async fn passkeys_of(&self, person: PersonId) -> Result<Vec<Row>, Error> {
        Ok(reading!(self, pool => {
            sqlx::query_as(sqlx::AssertSqlSafe(format!("{ALL} WHERE passkey.person = $1 ORDER BY made, id")))
                .bind(person.0)
                .fetch_all(pool)
                .await?
        }))
    }
}
