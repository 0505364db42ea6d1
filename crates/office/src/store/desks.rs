//! What the branches' desks wrote down, and what it says of questions that ended without a confirmation.

use super::cluster::{Lock, hold};
use super::engine::{reading, within};
use super::{Store, Tx};
use crate::error::Error;
use election::bytes::Digest;
use election::id::BranchId;
use pollbook::device::SessionId;
use pollbook::entry::EntryId;
use pollbook::{CheckIn, VoterKey};
use std::collections::BTreeMap;

/// A question that ended without a confirmation.
pub(crate) struct Told<'a> {
    pub(crate) question: EntryId,
    pub(crate) voter: VoterKey,
    pub(crate) branch: &'a BranchId,
    pub(crate) at: &'a str,
    /// The pending card; none if the question or the check-in was taken back.
    pub(crate) card: Option<Digest>,
}

/// Until this transaction ends nobody is checked in: a late question and the word that it was taken back must not miss
/// each other.
pub(crate) async fn hold_check_ins(tx: &mut Tx) -> Result<(), Error> {
    hold(tx, Lock::Ledger).await
}

/// Is the ledger closed?
pub(crate) async fn is_closed(tx: &mut Tx) -> Result<bool, Error> {
    let closed: i64 = within!(tx, connection => {
        sqlx::query_scalar("SELECT count(*) FROM closed").fetch_one(connection).await
    })?;
    Ok(closed > 0)
}

/// How many entries of a session are kept, and the last of them.
pub(crate) async fn end(tx: &mut Tx, session: &SessionId) -> Result<(u64, Option<Vec<u8>>), Error> {
    let last: Option<(i64, Vec<u8>)> = within!(tx, connection => {
        sqlx::query_as("SELECT counter, bytes FROM desk_entry WHERE session = $1 ORDER BY counter DESC LIMIT 1")
            .bind(session.0.as_slice())
            .fetch_optional(connection)
            .await
    })?;
    Ok(last.map_or((0, None), |(counter, bytes)| (counter.unsigned_abs() + 1, Some(bytes))))
}

/// An entry by name.
pub(crate) async fn get(tx: &mut Tx, id: &EntryId) -> Result<Option<Vec<u8>>, Error> {
    Ok(within!(tx, connection => {
        sqlx::query_scalar("SELECT bytes FROM desk_entry WHERE session = $1 AND counter = $2")
            .bind(id.session.0.as_slice())
            .bind(id.counter.cast_signed())
            .fetch_optional(connection)
            .await
    })?)
}

/// Keeps an entry.
pub(crate) async fn put(tx: &mut Tx, id: &EntryId, branch: &BranchId, bytes: &[u8]) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query("INSERT INTO desk_entry (session, counter, branch, bytes) VALUES ($1, $2, $3, $4)")
            .bind(id.session.0.as_slice())
            .bind(id.counter.cast_signed())
            .bind(branch.as_str())
            .bind(bytes)
            .execute(connection)
            .await
            .map(drop)
    })?;
    Ok(())
}

/// A question ended without a confirmation: if one was given and came too late, it is taken away again.
pub(crate) async fn tell(tx: &mut Tx, told: &Told<'_>) -> Result<(), Error> {
    let request = told.question.request();
    within!(&mut *tx, connection => {
        sqlx::query(
            "INSERT INTO told (request, voter, branch, at, card) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (request) DO UPDATE SET card = excluded.card",
        )
        .bind(request.0.as_slice())
        .bind(told.voter.0.as_slice())
        .bind(told.branch.as_str())
        .bind(told.at)
        .bind(told.card.as_ref().map(|card| card.0.as_slice()))
        .execute(connection)
        .await
        .map(drop)
    })?;
    within!(tx, connection => {
        sqlx::query("DELETE FROM check_in WHERE voter = $1 AND branch = $2 AND request = $3")
            .bind(told.voter.0.as_slice())
            .bind(told.branch.as_str())
            .bind(request.0.as_slice())
            .execute(connection)
            .await
            .map(drop)
    })?;
    Ok(())
}

/// A second vote that a desk refused by itself; once, whoever tells it.
pub(crate) async fn refuse(
    tx: &mut Tx,
    question: &EntryId,
    branch: &BranchId,
    at: &str,
) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query("INSERT INTO refusal (request, branch, at) VALUES ($1, $2, $3) ON CONFLICT (request) DO NOTHING")
            .bind(question.request().0.as_slice())
            .bind(branch.as_str())
            .bind(at)
            .execute(connection)
            .await
            .map(drop)
    })?;
    Ok(())
}

/// Both officers of a branch signed something at its desk; once, whoever tells it.
pub(crate) async fn officers_act(
    tx: &mut Tx,
    entry: &EntryId,
    branch: &BranchId,
    (act, reason): (&str, &str),
    at: &str,
) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query(
            "INSERT INTO officers_act (session, counter, branch, act, reason, at) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT DO NOTHING",
        )
        .bind(entry.session.0.as_slice())
        .bind(entry.counter.cast_signed())
        .bind(branch.as_str())
        .bind(act)
        .bind(reason)
        .bind(at)
        .execute(connection)
        .await
        .map(drop)
    })?;
    Ok(())
}

/// A check-in of a lost session was undone, as its strip says: whatever is kept of it is taken away.
pub(crate) async fn untell(tx: &mut Tx, claim: &EntryId, branch: &BranchId) -> Result<(), Error> {
    for words in [
        "UPDATE told SET card = NULL WHERE request = $1 AND branch = $2",
        "DELETE FROM check_in WHERE request = $1 AND branch = $2",
    ] {
        within!(&mut *tx, connection => {
            sqlx::query(words)
                .bind(claim.request().0.as_slice())
                .bind(branch.as_str())
                .execute(connection)
                .await
                .map(drop)
        })?;
    }
    Ok(())
}

impl Store {
    /// Overrides by branch.
    pub(crate) async fn overrides_by_branch(&self) -> Result<BTreeMap<String, u64>, Error> {
        let rows: Vec<(String, i64)> = reading!(self, pool => {
            sqlx::query_as("SELECT branch, count(*) FROM officers_act WHERE act = 'override' GROUP BY branch")
                .fetch_all(pool)
                .await?
        });
        Ok(rows.into_iter().map(|(branch, n)| (branch, n.unsigned_abs())).collect())
    }

    /// What a branch's officers signed at its desk: when, what, why.
    pub(crate) async fn officers_acts(
        &self,
        branch: &BranchId,
    ) -> Result<Vec<(String, String, String)>, Error> {
        Ok(reading!(self, pool => {
            sqlx::query_as("SELECT at, act, reason FROM officers_act WHERE branch = $1 ORDER BY at, session, counter")
                .bind(branch.as_str())
                .fetch_all(pool)
                .await?
        }))
    }

    /// Every session of a branch with the number of its entries.
    pub(crate) async fn desk_versions(&self, branch: &BranchId) -> Result<BTreeMap<SessionId, u64>, Error> {
        let rows: Vec<(Vec<u8>, i64)> = reading!(self, pool => {
            sqlx::query_as("SELECT session, count(*) FROM desk_entry WHERE branch = $1 GROUP BY session")
                .bind(branch.as_str())
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(|(session, n)| Ok((session_id(session)?, n.unsigned_abs()))).collect()
    }

    /// A session's entries from `first` on.
    pub(crate) async fn desk_entries(&self, session: &SessionId, first: u64) -> Result<Vec<Vec<u8>>, Error> {
        Ok(reading!(self, pool => {
            sqlx::query_scalar("SELECT bytes FROM desk_entry WHERE session = $1 AND counter >= $2 ORDER BY counter")
                .bind(session.0.as_slice())
                .bind(first.cast_signed())
                .fetch_all(pool)
                .await?
        }))
    }

    /// All entries of all desks, session by session.
    pub(crate) async fn all_desk_entries(&self) -> Result<Vec<Vec<u8>>, Error> {
        Ok(reading!(self, pool => {
            sqlx::query_scalar("SELECT bytes FROM desk_entry ORDER BY session, counter").fetch_all(pool).await?
        }))
    }

    /// Pending check-ins by branch.
    pub(crate) async fn pending_by_branch(&self) -> Result<BTreeMap<String, u64>, Error> {
        let rows: Vec<(String, i64)> = reading!(self, pool => {
            sqlx::query_as("SELECT branch, count(*) FROM told WHERE card IS NOT NULL GROUP BY branch")
                .fetch_all(pool)
                .await?
        });
        Ok(rows.into_iter().map(|(branch, n)| (branch, n.unsigned_abs())).collect())
    }

    /// Confirmed check-ins of persons who also have a pending one.
    pub(crate) async fn confirmed_of_pending(&self) -> Result<Vec<(VoterKey, CheckIn)>, Error> {
        let rows: Vec<(Vec<u8>, String, String, Vec<u8>)> = reading!(self, pool => {
            sqlx::query_as(
                "SELECT voter, branch, at, request FROM check_in
                 WHERE voter IN (SELECT voter FROM told WHERE card IS NOT NULL)",
            )
            .fetch_all(pool)
            .await?
        });
        let check_in = |(voter, branch, at, request): (Vec<u8>, String, String, Vec<u8>)| {
            let branch = BranchId::new(&branch).map_err(|e| Error::Damaged(e.to_string()))?;
            let claim = EntryId::of_request(&Digest(thirty_two(&request)?));
            Ok((VoterKey(thirty_two(&voter)?), CheckIn { branch, at, claim }))
        };
        rows.into_iter().map(check_in).collect()
    }

    /// Persons with a pending check-in who are not on the roll.
    pub(crate) async fn pending_off_the_roll(&self) -> Result<Vec<VoterKey>, Error> {
        let rows: Vec<Vec<u8>> = reading!(self, pool => {
            sqlx::query_scalar(
                "SELECT voter FROM told
                 WHERE card IS NOT NULL AND NOT EXISTS (SELECT 1 FROM voter WHERE voter.key = told.voter)",
            )
            .fetch_all(pool)
            .await?
        });
        rows.iter().map(|voter| Ok(VoterKey(thirty_two(voter)?))).collect()
    }

    /// The ledger closed for good → nothing is left of who voted on which pending card.
    pub(crate) async fn forget_desks(&self) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        for words in ["DELETE FROM desk_entry", "DELETE FROM told"] {
            within!(&mut tx, connection => sqlx::query(words).execute(connection).await.map(drop))?;
        }
        tx.commit().await
    }
}

fn session_id(bytes: Vec<u8>) -> Result<SessionId, Error> {
    let bytes = bytes.try_into().map_err(|_| Error::Damaged("a session's name is not of 16 bytes".into()))?;
    Ok(SessionId(bytes))
}

pub(super) fn thirty_two(bytes: &[u8]) -> Result<[u8; 32], Error> {
    bytes.try_into().map_err(|_| Error::Damaged("a key of the ledger is not of 32 bytes".into()))
}
