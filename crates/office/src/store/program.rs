//! Tokens of programs, by their hashes.

use super::engine::{reading, within};
use super::{Store, Tx};
use crate::error::Error;
use calendar::Day;
use election::bytes::Digest;
use headquarters::permit::PersonId;
use sqlx::FromRow;

/// A token as a row. Days are compared as texts: they are all of one form.
#[derive(FromRow)]
pub(crate) struct Row {
    pub(crate) token: Vec<u8>,
    pub(crate) person: i64,
    pub(crate) name: String,
    pub(crate) drawn: String,
    pub(crate) until: String,
    pub(crate) used: String,
}

/// Keeps a new token, good from one day to another.
pub(crate) async fn put(
    tx: &mut Tx,
    token: &Digest,
    person: PersonId,
    name: &str,
    (drawn, until): (Day, Day),
) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query("INSERT INTO program (token, person, name, drawn, until) VALUES ($1, $2, $3, $4, $5)")
            .bind(token.0.as_slice())
            .bind(person.0)
            .bind(name)
            .bind(drawn.to_string())
            .bind(until.to_string())
            .execute(connection)
            .await?;
    });
    Ok(())
}

/// How many tokens a person has.
pub(crate) async fn count(tx: &mut Tx, person: PersonId) -> Result<usize, Error> {
    let many: i64 = within!(tx, connection => {
        sqlx::query_scalar("SELECT count(*) FROM program WHERE person = $1")
            .bind(person.0)
            .fetch_one(connection)
            .await?
    });
    Ok(usize::try_from(many).unwrap_or(usize::MAX))
}

/// Takes away a person's tokens whose last day has passed.
pub(crate) async fn sweep(tx: &mut Tx, person: PersonId, today: Day) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query("DELETE FROM program WHERE person = $1 AND until < $2")
            .bind(person.0)
            .bind(today.to_string())
            .execute(connection)
            .await?;
    });
    Ok(())
}

/// Ends one token of a person; answers its name, if it was theirs.
pub(crate) async fn end(tx: &mut Tx, person: PersonId, token: &[u8]) -> Result<Option<String>, Error> {
    Ok(within!(tx, connection => {
        sqlx::query_scalar("DELETE FROM program WHERE person = $1 AND token = $2 RETURNING name")
            .bind(person.0)
            .bind(token)
            .fetch_optional(connection)
            .await?
    }))
}

/// All tokens of a person are gone.
pub(crate) async fn forget(tx: &mut Tx, person: PersonId) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query("DELETE FROM program WHERE person = $1").bind(person.0).execute(connection).await?;
    });
    Ok(())
}

impl Store {
    /// The token of this hash.
    pub(crate) async fn program(&self, token: &Digest) -> Result<Option<Row>, Error> {
        Ok(reading!(self, pool => {
            sqlx::query_as("SELECT * FROM program WHERE token = $1")
                .bind(token.0.as_slice())
                .fetch_optional(pool)
                .await?
        }))
    }

    /// A person's tokens, those that end first first.
    pub(crate) async fn programs_of(&self, person: PersonId) -> Result<Vec<Row>, Error> {
        Ok(reading!(self, pool => {
            sqlx::query_as("SELECT * FROM program WHERE person = $1 ORDER BY until, token")
                .bind(person.0)
                .fetch_all(pool)
                .await?
        }))
    }

    /// Keeps the day of a token's last use.
    pub(crate) async fn program_used(&self, token: &Digest, today: &str) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        within!(&mut tx, connection => {
            sqlx::query("UPDATE program SET used = $2 WHERE token = $1")
                .bind(token.0.as_slice())
                .bind(today)
                .execute(connection)
                .await?;
        });
        tx.commit().await
    }
}
