//! What the branches' desks wrote down, session by session, as they sent it.
//!
//! Many deliveries share one transaction, and no statement here is run once an entry. (`CROSS JOIN` is how SQLite is told to
//! begin with what was asked, and not with the table.)

use super::cluster::{Lock, share};
use super::engine::{reading, within};
use super::{Store, Tx};
use crate::error::Error;
use election::bytes::Digest;
use election::id::BranchId;
use pollbook::device::SessionId;
use pollbook::entry::EntryId;
use sqlx::{QueryBuilder, Sqlite};
use std::collections::{BTreeMap, HashMap};

/// An entry as a row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    pub(crate) id: EntryId,
    pub(crate) branch: &'a BranchId,
    /// The question of its session that it ends.
    pub(crate) ends: Option<u64>,
    pub(crate) bytes: &'a [u8],
}

/// A session as far as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) branch: BranchId,
    /// How many entries.
    pub(crate) entries: u64,
    /// The digest of the last.
    pub(crate) last: Digest,
}

/// A session that grows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Growth<'a> {
    pub(crate) session: SessionId,
    pub(crate) branch: &'a BranchId,
    pub(crate) before: u64,
    pub(crate) after: u64,
}

/// Rows that go into one statement of SQLite.
pub(super) const MANY: usize = 128;

/// Until this transaction ends the ledger stays open, if it is.
pub(crate) async fn keep_open(tx: &mut Tx) -> Result<(), Error> {
    share(tx, Lock::Ledger).await
}

/// Is the ledger closed?
pub(crate) async fn is_closed(tx: &mut Tx) -> Result<bool, Error> {
    let closed: i64 = within!(tx, connection => {
        sqlx::query_scalar("SELECT count(*) FROM closed").fetch_one(connection).await
    })?;
    Ok(closed > 0)
}

/// Those of these sessions of which anything is kept.
pub(crate) async fn sessions(
    tx: &mut Tx,
    sessions: &[SessionId],
) -> Result<HashMap<SessionId, Session>, Error> {
    let rows: Vec<(Vec<u8>, String, i64, Vec<u8>)> =
        match tx {
            Tx::Lite(tx) => {
                sqlx::query_as(
                    "SELECT s.session, s.branch, s.entries, d.bytes FROM json_each($1) AS asked
                 CROSS JOIN desk_session AS s ON s.session = unhex(asked.value)
                 CROSS JOIN desk_entry AS d ON d.session = s.session AND d.counter = s.entries - 1",
                )
                .bind(json(sessions.iter().map(|session| hex::encode(session.0))))
                .fetch_all(&mut **tx)
                .await?
            }
            Tx::Pg(tx) => sqlx::query_as(
                "SELECT s.session, s.branch, s.entries, d.bytes FROM unnest($1::bytea[]) AS asked (session)
                 JOIN desk_session AS s ON s.session = asked.session
                 JOIN desk_entry AS d ON d.session = s.session AND d.counter = s.entries - 1",
            )
            .bind(sessions.iter().map(|session| session.0.as_slice()).collect::<Vec<_>>())
            .fetch_all(tx.patient())
            .await?,
        };
    let session = |(id, branch, entries, last): (Vec<u8>, String, i64, Vec<u8>)| {
        let branch = BranchId::new(&branch).map_err(|e| Error::Damaged(e.to_string()))?;
        let (entries, last) = (entries.unsigned_abs(), Digest::of(&last));
        Ok((session_id(&id)?, Session { branch, entries, last }))
    };
    rows.into_iter().map(session).collect()
}

/// Those of these entries that are kept, and whether each is a question that has ended.
pub(crate) async fn entries(
    tx: &mut Tx,
    ids: &[EntryId],
) -> Result<HashMap<EntryId, (Vec<u8>, bool)>, Error> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Vec<u8>, i64, Vec<u8>, bool)> = match tx {
        Tx::Lite(tx) => {
            let name = |id: &EntryId| format!("{}{}", hex::encode(id.session.0), id.counter);
            sqlx::query_as(
                "SELECT d.session, d.counter, d.bytes,
                        EXISTS (SELECT 1 FROM desk_entry AS e WHERE e.session = d.session AND e.ends = d.counter)
                 FROM json_each($1) AS asked
                 CROSS JOIN desk_entry AS d ON d.session = unhex(substr(asked.value, 1, 32))
                                     AND d.counter = CAST(substr(asked.value, 33) AS INTEGER)",
            )
            .bind(json(ids.iter().map(name)))
            .fetch_all(&mut **tx)
            .await?
        }
        Tx::Pg(tx) => {
            sqlx::query_as(
                "SELECT d.session, d.counter, d.bytes,
                        EXISTS (SELECT 1 FROM desk_entry AS e WHERE e.session = d.session AND e.ends = d.counter)
                 FROM unnest($1::bytea[], $2::bigint[]) AS asked (session, counter)
                 JOIN desk_entry AS d ON d.session = asked.session AND d.counter = asked.counter",
            )
            .bind(ids.iter().map(|id| id.session.0.as_slice()).collect::<Vec<_>>())
            .bind(ids.iter().map(|id| id.counter.cast_signed()).collect::<Vec<_>>())
            .fetch_all(tx.patient())
            .await?
        }
    };
    let entry = |(session, counter, bytes, ended): (Vec<u8>, i64, Vec<u8>, bool)| {
        let id = EntryId { session: session_id(&session)?, counter: counter.unsigned_abs() };
        Ok((id, (bytes, ended)))
    };
    rows.into_iter().map(entry).collect()
}

/// Keeps entries, and how far their sessions have come. False if somebody else was faster with one of them: what was read
/// before is not true any more.
pub(crate) async fn put(tx: &mut Tx, growth: &[Growth<'_>], rows: &[Row<'_>]) -> Result<bool, Error> {
    if !grow(tx, growth).await? {
        return Ok(false);
    }
    match tx {
        Tx::Lite(tx) => {
            for some in rows.chunks(MANY) {
                let words = "INSERT INTO desk_entry (session, counter, branch, ends, bytes) ";
                QueryBuilder::<Sqlite>::new(words)
                    .push_values(some, |mut one, row| {
                        one.push_bind(row.id.session.0.to_vec())
                            .push_bind(row.id.counter.cast_signed())
                            .push_bind(row.branch.as_str())
                            .push_bind(row.ends.map(u64::cast_signed))
                            .push_bind(row.bytes);
                    })
                    .build()
                    .execute(&mut **tx)
                    .await?;
            }
        }
        Tx::Pg(tx) => {
            sqlx::query(
                "INSERT INTO desk_entry (session, counter, branch, ends, bytes)
                 SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::text[], $4::bigint[], $5::bytea[])",
            )
            .bind(rows.iter().map(|row| row.id.session.0.as_slice()).collect::<Vec<_>>())
            .bind(rows.iter().map(|row| row.id.counter.cast_signed()).collect::<Vec<_>>())
            .bind(rows.iter().map(|row| row.branch.as_str()).collect::<Vec<_>>())
            .bind(rows.iter().map(|row| row.ends.map(u64::cast_signed)).collect::<Vec<_>>())
            .bind(rows.iter().map(|row| row.bytes).collect::<Vec<_>>())
            .execute(tx.patient())
            .await?;
        }
    }
    Ok(true)
}

/// Each session from where it was read to where it will be. In the order of their names, lest two headquarters that hear the
/// same branch wait for each other.
async fn grow(tx: &mut Tx, growth: &[Growth<'_>]) -> Result<bool, Error> {
    let mut growth = growth.to_vec();
    growth.sort_by_key(|one| one.session);
    let fresh = growth.iter().filter(|one| one.before == 0).count() as u64;
    let grown = match tx {
        Tx::Lite(tx) => {
            let mut grown = 0;
            for some in growth.chunks(MANY) {
                let words = "INSERT INTO desk_session (session, branch, entries) ";
                let mut words = QueryBuilder::<Sqlite>::new(words);
                words.push_values(some, |mut one, of| {
                    one.push_bind(of.session.0.to_vec())
                        .push_bind(of.branch.as_str())
                        .push_bind(of.after.cast_signed());
                });
                // There is one writer: what was read in this transaction is so.
                words.push(" ON CONFLICT (session) DO UPDATE SET entries = excluded.entries");
                grown += words.build().execute(&mut **tx).await?.rows_affected();
            }
            grown
        }
        Tx::Pg(tx) => {
            let mut grown = 0;
            let of = |fresh: bool| growth.iter().filter(move |one| (one.before == 0) == fresh);
            let sessions = |fresh| of(fresh).map(|one| one.session.0.as_slice()).collect::<Vec<_>>();
            let branches = |fresh| of(fresh).map(|one| one.branch.as_str()).collect::<Vec<_>>();
            let after = |fresh| of(fresh).map(|one| one.after.cast_signed()).collect::<Vec<_>>();
            if fresh > 0 {
                let new = sqlx::query(
                    "INSERT INTO desk_session (session, branch, entries)
                     SELECT * FROM unnest($1::bytea[], $2::text[], $3::bigint[]) ON CONFLICT DO NOTHING",
                );
                let new = new.bind(sessions(true)).bind(branches(true)).bind(after(true));
                grown += new.execute(tx.patient()).await?.rows_affected();
            }
            if fresh < growth.len() as u64 {
                let known = sqlx::query(
                    "UPDATE desk_session AS d SET entries = of.after
                     FROM unnest($1::bytea[], $2::text[], $3::bigint[], $4::bigint[]) AS of (session, branch, before, after)
                     WHERE d.session = of.session AND d.branch = of.branch AND d.entries = of.before",
                );
                let known = known.bind(sessions(false)).bind(branches(false));
                let before = of(false).map(|one| one.before.cast_signed()).collect::<Vec<_>>();
                let known = known.bind(before).bind(after(false));
                grown += known.execute(tx.patient()).await?.rows_affected();
            }
            grown
        }
    };
    Ok(grown == growth.len() as u64)
}

impl Store {
    /// Every session of a branch with the number of its entries.
    pub(crate) async fn desk_versions(&self, branch: &BranchId) -> Result<BTreeMap<SessionId, u64>, Error> {
        let rows: Vec<(Vec<u8>, i64)> = reading!(self, pool => {
            sqlx::query_as("SELECT session, entries FROM desk_session WHERE branch = $1")
                .bind(branch.as_str())
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(|(session, n)| Ok((session_id(&session)?, n.unsigned_abs()))).collect()
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

    /// Every session of every branch.
    pub(crate) async fn desk_sessions(&self) -> Result<Vec<SessionId>, Error> {
        let rows: Vec<Vec<u8>> = reading!(self, pool => {
            sqlx::query_scalar("SELECT session FROM desk_session ORDER BY session").fetch_all(pool).await?
        });
        rows.iter().map(|session| session_id(session)).collect()
    }
}

/// Texts as SQLite takes them out of a JSON array.
fn json(texts: impl Iterator<Item = String>) -> String {
    serde_json::to_string(&texts.collect::<Vec<_>>()).expect("texts are always JSON")
}

fn session_id(bytes: &[u8]) -> Result<SessionId, Error> {
    let bytes = bytes.try_into().map_err(|_| Error::Damaged("a session's name is not of 16 bytes".into()))?;
    Ok(SessionId(bytes))
}

pub(super) fn thirty_two(bytes: &[u8]) -> Result<[u8; 32], Error> {
    bytes.try_into().map_err(|_| Error::Damaged("a key of the ledger is not of 32 bytes".into()))
}
