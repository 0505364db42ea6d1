//! Passwords, links to enrol and sessions. Of links and sessions only hashes are kept.

use super::engine::{reading, within};
use super::{Store, Tx};
use crate::error::Error;
use election::bytes::Digest;
use headquarters::permit::PersonId;
use headquarters::recovery::Recovery;
use sqlx::FromRow;
use std::collections::BTreeSet;

/// How a person proves to be one.
#[derive(FromRow)]
pub(crate) struct Credential {
    pub(crate) password: String,
    pub(crate) secret: Vec<u8>,
    pub(crate) last_step: Option<i64>,
    pub(crate) wrong: i64,
    pub(crate) locked_until: i64,
}

/// A link by which a person enrols.
#[derive(FromRow)]
pub(crate) struct Link {
    person: i64,
    pub(crate) secret: Vec<u8>,
    pub(crate) expires: i64,
}

impl Link {
    pub(crate) fn person(&self) -> PersonId {
        PersonId(self.person)
    }
}

/// Keeps a link; the person's earlier ones are void.
pub(crate) async fn put_link(
    tx: &mut Tx,
    token: &Digest,
    person: PersonId,
    secret: &[u8],
    expires: u64,
) -> Result<(), Error> {
    void_links(tx, person).await?;
    within!(tx, connection => {
        sqlx::query("INSERT INTO enrolment (token, person, secret, expires) VALUES ($1, $2, $3, $4)")
            .bind(token.0.as_slice())
            .bind(person.0)
            .bind(secret)
            .bind(expires.cast_signed())
            .execute(connection)
            .await?;
    });
    Ok(())
}

/// Voids a person's links.
pub(crate) async fn void_links(tx: &mut Tx, person: PersonId) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query("DELETE FROM enrolment WHERE person = $1").bind(person.0).execute(connection).await?;
    });
    Ok(())
}

/// The link, in the transaction that uses it up.
pub(crate) async fn link(tx: &mut Tx, token: &Digest) -> Result<Option<Link>, Error> {
    Ok(within!(tx, connection => {
        sqlx::query_as("SELECT person, secret, expires FROM enrolment WHERE token = $1")
            .bind(token.0.as_slice())
            .fetch_optional(connection)
            .await?
    }))
}

/// A person's password and codes from now on; their sessions end.
pub(crate) async fn put(
    tx: &mut Tx,
    person: PersonId,
    password: &str,
    secret: &[u8],
    step: u64,
) -> Result<(), Error> {
    end_sessions(tx, person).await?;
    within!(tx, connection => {
        sqlx::query(
            "INSERT INTO credential (person, password, secret, last_step, wrong, locked_until)
             VALUES ($1, $2, $3, $4, 0, 0)
             ON CONFLICT (person) DO UPDATE SET password = excluded.password, secret = excluded.secret,
                last_step = excluded.last_step, wrong = 0, locked_until = 0",
        )
        .bind(person.0)
        .bind(password)
        .bind(secret)
        .bind(step.cast_signed())
        .execute(connection)
        .await?;
    });
    Ok(())
}

/// The credential, in the transaction that judges a try.
pub(crate) async fn credential(tx: &mut Tx, person: PersonId) -> Result<Option<Credential>, Error> {
    Ok(within!(tx, connection => {
        sqlx::query_as("SELECT password, secret, last_step, wrong, locked_until FROM credential WHERE person = $1")
            .bind(person.0)
            .fetch_optional(connection)
            .await?
    }))
}

/// Keeps how a try ended.
pub(crate) async fn tried(
    tx: &mut Tx,
    person: PersonId,
    last_step: Option<i64>,
    wrong: u32,
    locked_until: u64,
) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query("UPDATE credential SET last_step = $2, wrong = $3, locked_until = $4 WHERE person = $1")
            .bind(person.0)
            .bind(last_step)
            .bind(i64::from(wrong))
            .bind(locked_until.cast_signed())
            .execute(connection)
            .await?;
    });
    Ok(())
}

/// Counts a try at nobody's name: as much written as for a wrong password.
pub(crate) async fn tried_in_vain(tx: &mut Tx) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query("UPDATE stranger SET tries = tries + 1 WHERE id = 1").execute(connection).await?;
    });
    Ok(())
}

/// Keeps a new session.
pub(crate) async fn begin(
    tx: &mut Tx,
    token: &Digest,
    person: PersonId,
    now: u64,
    key: &str,
) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query("INSERT INTO session (token, person, begun, used, key_name) VALUES ($1, $2, $3, $3, $4)")
            .bind(token.0.as_slice())
            .bind(person.0)
            .bind(now.cast_signed())
            .bind(key)
            .execute(connection)
            .await?;
    });
    Ok(())
}

/// Has a person a way in, by a password or a passkey?
pub(crate) async fn is_enrolled(tx: &mut Tx, person: PersonId) -> Result<bool, Error> {
    Ok(credential(tx, person).await?.is_some() || !super::passkey::of(tx, person).await?.is_empty())
}

/// A person's new password; the secret of their codes stays.
pub(crate) async fn change_password(
    tx: &mut Tx,
    person: PersonId,
    password: &str,
    step: u64,
) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query("UPDATE credential SET password = $2, last_step = $3, wrong = 0, locked_until = 0 WHERE person = $1")
            .bind(person.0)
            .bind(password)
            .bind(step.cast_signed())
            .execute(connection)
            .await?;
    });
    Ok(())
}

/// Ends one session of a person; answers whether it was theirs.
pub(crate) async fn end_one_session(tx: &mut Tx, person: PersonId, token: &[u8]) -> Result<bool, Error> {
    let ended = within!(tx, connection => {
        sqlx::query("DELETE FROM session WHERE person = $1 AND token = $2")
            .bind(person.0)
            .bind(token)
            .execute(connection)
            .await?
            .rows_affected()
    });
    Ok(ended == 1)
}

/// Ends all sessions of a person but this one.
pub(crate) async fn end_other_sessions(tx: &mut Tx, person: PersonId, but: &Digest) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query("DELETE FROM session WHERE person = $1 AND token <> $2")
            .bind(person.0)
            .bind(but.0.as_slice())
            .execute(connection)
            .await?;
    });
    Ok(())
}

/// A session as its owner sees it.
#[derive(FromRow)]
pub(crate) struct SessionRow {
    pub(crate) token: Vec<u8>,
    pub(crate) begun: i64,
    pub(crate) used: i64,
    pub(crate) key_name: String,
}

/// Ends all sessions of a person.
pub(crate) async fn end_sessions(tx: &mut Tx, person: PersonId) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query("DELETE FROM session WHERE person = $1").bind(person.0).execute(connection).await?;
    });
    Ok(())
}

impl Store {
    /// The session of this token: whose, when it began, when it was last used.
    pub(crate) async fn session(&self, token: &Digest) -> Result<Option<(PersonId, u64, u64)>, Error> {
        let row: Option<(i64, i64, i64)> = reading!(self, pool => {
            sqlx::query_as("SELECT person, begun, used FROM session WHERE token = $1")
                .bind(token.0.as_slice())
                .fetch_optional(pool)
                .await?
        });
        Ok(row.map(|(person, begun, used)| (PersonId(person), begun.unsigned_abs(), used.unsigned_abs())))
    }

    /// A person's sessions, the last used first.
    pub(crate) async fn sessions_of(&self, person: PersonId) -> Result<Vec<SessionRow>, Error> {
        Ok(reading!(self, pool => {
            sqlx::query_as(
                "SELECT token, begun, used, key_name FROM session WHERE person = $1 ORDER BY used DESC, token",
            )
            .bind(person.0)
            .fetch_all(pool)
            .await?
        }))
    }

    /// Keeps that a session was used.
    pub(crate) async fn session_used(&self, token: &Digest, now: u64) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        within!(&mut tx, connection => {
            sqlx::query("UPDATE session SET used = $2 WHERE token = $1")
                .bind(token.0.as_slice())
                .bind(now.cast_signed())
                .execute(connection)
                .await?;
        });
        tx.commit().await
    }

    /// Ends a session.
    pub(crate) async fn end_session(&self, token: &Digest) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        within!(&mut tx, connection => {
            sqlx::query("DELETE FROM session WHERE token = $1").bind(token.0.as_slice()).execute(connection).await?;
        });
        tx.commit().await
    }

    /// Those of these persons who have a password or a passkey.
    pub(crate) async fn enrolled(
        &self,
        of: impl IntoIterator<Item = PersonId>,
    ) -> Result<BTreeSet<PersonId>, Error> {
        let ids: Vec<String> = of.into_iter().map(|id| id.0.to_string()).collect();
        if ids.is_empty() {
            return Ok(BTreeSet::new());
        }
        let ids = ids.join(", ");
        let sql = format!(
            "SELECT person FROM credential WHERE person IN ({ids})
             UNION SELECT person FROM passkey WHERE person IN ({ids})"
        );
        let found: Vec<i64> = reading!(self, pool => {
            sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_all(pool).await?
        });
        Ok(found.into_iter().map(PersonId).collect())
    }

    /// The credential of a person, to be tried outside a transaction.
    pub(crate) async fn credential_of(&self, person: PersonId) -> Result<Option<Credential>, Error> {
        Ok(reading!(self, pool => {
            sqlx::query_as("SELECT password, secret, last_step, wrong, locked_until FROM credential WHERE person = $1")
                .bind(person.0)
                .fetch_optional(pool)
                .await?
        }))
    }

    /// The link of this token.
    pub(crate) async fn link(&self, token: &Digest) -> Result<Option<Link>, Error> {
        Ok(reading!(self, pool => {
            sqlx::query_as("SELECT person, secret, expires FROM enrolment WHERE token = $1")
                .bind(token.0.as_slice())
                .fetch_optional(pool)
                .await?
        }))
    }
}

/// A recovery as a row.
type RecoveryRow = (i64, i64, String, i64, Option<i64>, Option<i64>);

const RECOVERIES: &str = "SELECT id, person, why, proposed_by, confirmed_by, ended_by FROM recovery";

fn recovery((id, person, why, proposed_by, confirmed_by, ended_by): RecoveryRow) -> Recovery {
    let (person, proposed_by) = (PersonId(person), PersonId(proposed_by));
    let [confirmed_by, ended_by] = [confirmed_by, ended_by].map(|by| by.map(PersonId));
    Recovery { id, person, why, proposed_by, confirmed_by, ended_by }
}

/// The number of the next recovery.
pub(crate) async fn next_recovery(tx: &mut Tx) -> Result<i64, Error> {
    Ok(within!(tx, connection => {
        sqlx::query_scalar("SELECT coalesce(max(id), 0) + 1 FROM recovery").fetch_one(connection).await?
    }))
}

/// Keeps a recovery that was proposed.
pub(crate) async fn put_recovery(tx: &mut Tx, new: &Recovery, at: &str) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query("INSERT INTO recovery (id, person, why, proposed_at, proposed_by) VALUES ($1, $2, $3, $4, $5)")
            .bind(new.id)
            .bind(new.person.0)
            .bind(&new.why)
            .bind(at)
            .bind(new.proposed_by.0)
            .execute(connection)
            .await?;
    });
    Ok(())
}

/// Keeps that a recovery was confirmed, or taken off the table.
pub(crate) async fn settle_recovery(tx: &mut Tx, settled: &Recovery) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query("UPDATE recovery SET confirmed_by = $2, ended_by = $3 WHERE id = $1")
            .bind(settled.id)
            .bind(settled.confirmed_by.map(|by| by.0))
            .bind(settled.ended_by.map(|by| by.0))
            .execute(connection)
            .await?;
    });
    Ok(())
}

/// The recovery of this number.
pub(crate) async fn find_recovery(tx: &mut Tx, id: i64) -> Result<Recovery, Error> {
    let row: Option<RecoveryRow> = within!(tx, connection => {
        sqlx::query_as(sqlx::AssertSqlSafe(format!("{RECOVERIES} WHERE id = $1")))
            .bind(id)
            .fetch_optional(connection)
            .await?
    });
    row.map(recovery).ok_or_else(|| Error::Unknown(format!("recovery {id}")))
}

/// A person's password, codes, keys, sessions and tokens of programs are gone.
pub(crate) async fn forget(tx: &mut Tx, person: PersonId) -> Result<(), Error> {
    end_sessions(tx, person).await?;
    super::passkey::forget(tx, person).await?;
    super::program::forget(tx, person).await?;
    within!(tx, connection => {
        sqlx::query("DELETE FROM credential WHERE person = $1").bind(person.0).execute(connection).await?;
    });
    Ok(())
}

impl Store {
    /// Recoveries that wait for a second officer, newest first.
    pub(crate) async fn waiting_recoveries(&self) -> Result<Vec<Recovery>, Error> {
        let rows: Vec<RecoveryRow> = reading!(self, pool => {
            let waiting = format!("{RECOVERIES} WHERE confirmed_by IS NULL AND ended_by IS NULL ORDER BY id DESC");
            sqlx::query_as(sqlx::AssertSqlSafe(waiting))
                .fetch_all(pool)
                .await?
        });
        Ok(rows.into_iter().map(recovery).collect())
    }
}
