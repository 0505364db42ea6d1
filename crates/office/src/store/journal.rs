//! Who did what, chained by hash.

use super::cluster::{Lock, hold};
use super::engine::{reading, within};
use super::reach::containing;
use super::{Store, Tx};
use crate::clock;
use crate::error::Error;
use election::bytes::Digest;
use headquarters::permit::{Act, Kind, Permit};
use headquarters::place::Place;

/// The chain of what the office did.
const ACTS: &str = "acts";

/// A line of the journal.
pub(crate) struct Line<'a> {
    pub(crate) at: &'a str,
    pub(crate) actor: &'a str,
    pub(crate) act: &'a str,
    pub(crate) what: &'a str,
}

/// The end of a chain that one writer of the ledger has for itself, so that writers, in this headquarters and in
/// others, need not wait for each other's disk.
#[derive(Debug)]
pub(crate) struct Chain {
    name: String,
    /// The last line and its hash, while we are sure of them.
    end: Option<(i64, Vec<u8>)>,
}

impl Chain {
    /// A chain that nobody else writes to.
    pub(crate) fn new() -> Self {
        Self { name: format!("ledger {}", hex::encode(rand::random::<[u8; 16]>())), end: None }
    }

    /// Adds a line in the transaction of what it tells. Call [`kept`](Self::kept) when that is committed.
    pub(crate) async fn note(&mut self, tx: &mut Tx, line: &Line<'_>) -> Result<(i64, Vec<u8>), Error> {
        // Taken, not borrowed: should this transaction fail, the next one reads the end again.
        let end = match self.end.take() {
            Some(end) => end,
            None => match end(tx, &self.name).await? {
                Some(end) => end,
                // A new chain hangs on the last act, which tells when it began, and on its own name.
                None => {
                    let acts = end(tx, ACTS).await?.map_or_else(|| vec![0; 32], |(_, hash)| hash);
                    (0, Digest::of(&[acts, self.name.clone().into_bytes()].concat()).0.to_vec())
                }
            },
        };
        append(tx, &self.name, end, line).await
    }

    /// The line that [`note`](Self::note) answered is committed.
    pub(crate) fn kept(&mut self, end: (i64, Vec<u8>)) {
        self.end = Some(end);
    }
}

/// Adds a line to the office's acts, in the same transaction as the act itself.
pub(crate) async fn note(tx: &mut Tx, at: &str, actor: &str, act: &str, what: &str) -> Result<(), Error> {
    alone(tx).await?;
    let last = end(tx, ACTS).await?.unwrap_or_else(|| (0, vec![0; 32]));
    append(tx, ACTS, last, &Line { at, actor, act, what }).await.map(drop)
}

/// Until this transaction ends no other act is noted: two at once, in two headquarters, stand one after the other.
async fn alone(tx: &mut Tx) -> Result<(), Error> {
    hold(tx, Lock::Acts).await
}

/// The last line of a chain.
async fn end(tx: &mut Tx, chain: &str) -> Result<Option<(i64, Vec<u8>)>, Error> {
    Ok(within!(tx, connection => {
        sqlx::query_as("SELECT line, hash FROM journal WHERE chain = $1 ORDER BY line DESC LIMIT 1")
            .bind(chain)
            .fetch_optional(connection)
            .await?
    }))
}

/// The hash of a line that follows another.
pub(crate) fn hash(previous: &[u8], line: &Line<'_>) -> Digest {
    let mut text = previous.to_vec();
    for part in [line.at, line.actor, line.act, line.what] {
        text.extend_from_slice(&(part.len() as u64).to_le_bytes());
        text.extend_from_slice(part.as_bytes());
    }
    Digest::of(&text)
}

async fn append(
    tx: &mut Tx,
    chain: &str,
    (last, previous): (i64, Vec<u8>),
    line: &Line<'_>,
) -> Result<(i64, Vec<u8>), Error> {
    let hash = hash(&previous, line).0.to_vec();
    within!(tx, connection => {
        sqlx::query(
            "INSERT INTO journal (chain, line, at, actor, act, what, previous, hash)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(chain)
        .bind(last + 1)
        .bind(line.at)
        .bind(line.actor)
        .bind(line.act)
        .bind(line.what)
        .bind(&previous)
        .bind(&hash)
        .execute(connection)
        .await
        .map(drop)
    })?;
    Ok((last + 1, hash))
}

/// The last line of the acts and its hash.
pub(crate) async fn last_act(tx: &mut Tx) -> Result<Option<(i64, Vec<u8>)>, Error> {
    end(tx, ACTS).await
}

/// Keeps a day's head; answers whether that day had none.
pub(crate) async fn put_head(tx: &mut Tx, day: &str, text: &str) -> Result<bool, Error> {
    let kept = within!(tx, connection => {
        sqlx::query("INSERT INTO journal_head (day, text) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(day)
            .bind(text)
            .execute(connection)
            .await?
            .rows_affected()
    });
    Ok(kept == 1)
}

/// A line of the acts with all that its hash binds.
#[derive(sqlx::FromRow)]
pub(crate) struct Chained {
    pub(crate) line: i64,
    pub(crate) at: String,
    pub(crate) actor: String,
    pub(crate) act: String,
    pub(crate) what: String,
    pub(crate) previous: Vec<u8>,
    pub(crate) hash: Vec<u8>,
}

/// Lines that are read at one time while the chain is walked.
const STRIDE: i64 = 2_000;

/// A change of the headquarters' own records, as the journal keeps it: of what, where, from what to what, and why.
#[derive(Debug, serde::Serialize)]
pub(crate) struct Change<'a> {
    of: &'static str,
    which: String,
    #[serde(rename = "in")]
    place: &'a Place,
    #[serde(skip_serializing_if = "serde_json::Value::is_null")]
    before: serde_json::Value,
    #[serde(skip_serializing_if = "serde_json::Value::is_null")]
    after: serde_json::Value,
    #[serde(skip_serializing_if = "str::is_empty")]
    why: &'a str,
}

impl<'a> Change<'a> {
    /// A change of the thing of this name or number, which belongs to this place.
    pub(crate) fn of(of: &'static str, which: impl ToString, place: &'a Place) -> Self {
        let (before, after) = (serde_json::Value::Null, serde_json::Value::Null);
        Self { of, which: which.to_string(), place, before, after, why: "" }
    }

    /// What it was.
    pub(crate) fn before(mut self, before: &impl serde::Serialize) -> Self {
        self.before = serde_json::to_value(before).expect("records are texts and numbers");
        self
    }

    /// What it is now.
    pub(crate) fn after(mut self, after: &impl serde::Serialize) -> Self {
        self.after = serde_json::to_value(after).expect("records are texts and numbers");
        self
    }

    /// The reason that the officer gave.
    pub(crate) fn why(mut self, why: &'a str) -> Self {
        self.why = why;
        self
    }
}

/// Witnesses a change, in the transaction that made it: who by the permit, and what.
pub(crate) async fn witness<A: Kind>(
    tx: &mut Tx,
    permit: &Permit<A>,
    change: &Change<'_>,
) -> Result<(), Error> {
    let what = serde_json::to_string(change).expect("records are texts and numbers");
    note(tx, &clock::now(), &permit.actor().to_string(), &A::ACT.to_string(), &what).await
}

/// Witnesses many changes of one act, a line for each.
pub(crate) async fn witness_each<'a, A: Kind>(
    tx: &mut Tx,
    permit: &Permit<A>,
    changes: impl Iterator<Item = Change<'a>>,
) -> Result<(), Error> {
    alone(tx).await?;
    let mut last = end(tx, ACTS).await?.unwrap_or_else(|| (0, vec![0; 32]));
    let (at, actor, act) = (clock::now(), permit.actor().to_string(), A::ACT.to_string());
    for change in changes {
        let what = serde_json::to_string(&change).expect("records are texts and numbers");
        last = append(tx, ACTS, last, &Line { at: &at, actor: &actor, act: &act, what: &what }).await?;
    }
    Ok(())
}

impl Store {
    /// Begins an act of the headquarters: others, in this headquarters or another on the same database, wait until
    /// it is kept, so that what was read stays true and numbers are given once.
    pub(crate) async fn begin_act(&self) -> Result<Tx, Error> {
        let mut tx = self.begin().await?;
        alone(&mut tx).await?;
        Ok(tx)
    }

    /// The published heads, a line a day.
    pub(crate) async fn journal_heads(&self) -> Result<String, Error> {
        let lines: Vec<String> = reading!(self, pool => {
            sqlx::query_scalar("SELECT text FROM journal_head ORDER BY day").fetch_all(pool).await?
        });
        Ok(lines.into_iter().map(|line| line + "\n").collect())
    }

    /// Acts above this line, in their order, some at a time.
    pub(crate) async fn journal_after(&self, line: i64) -> Result<Vec<Chained>, Error> {
        Ok(reading!(self, pool => {
            sqlx::query_as(
                "SELECT line, at, actor, act, what, previous, hash FROM journal
                 WHERE chain = 'acts' AND line > $1 ORDER BY line LIMIT $2",
            )
            .bind(line)
            .bind(STRIDE)
            .fetch_all(pool)
            .await?
        }))
    }

    /// Acts below this line that meet a condition, newest first: line, time, actor, act, what, hash. `act` and `words` are
    /// what a line has to have, empty for any.
    pub(crate) async fn acts(
        &self,
        which: &str,
        said: [&str; 2],
        below: i64,
        limit: i64,
    ) -> Result<Vec<ActRow>, Error> {
        self.acts_called(which, said, &[], below, limit).await
    }

    /// The same; a line of one of these acts has the words too, for it is called so.
    pub(crate) async fn acts_called(
        &self,
        which: &str,
        [act, words]: [&str; 2],
        called: &[Act],
        below: i64,
        limit: i64,
    ) -> Result<Vec<ActRow>, Error> {
        // No text of a reader's is among these.
        let called: Vec<String> =
            called.iter().map(|act| format!("'{}'", act.to_string().replace('\'', "''"))).collect();
        let called = if called.is_empty() { String::from("''") } else { called.join(", ") };
        let sql = format!(
            r"SELECT line, at, actor, act, what, hash FROM journal
              WHERE chain = 'acts' AND line < $1 AND {which} AND ($3 = '' OR act = $3)
              AND ($4 = '%%' OR what LIKE $4 ESCAPE '\' OR act IN ({called})) ORDER BY line DESC LIMIT $2"
        );
        Ok(reading!(self, pool => {
            sqlx::query_as(sqlx::AssertSqlSafe(sql))
                .bind(below)
                .bind(limit)
                .bind(act)
                .bind(containing(words))
                .fetch_all(pool)
                .await?
        }))
    }
}

/// A line of the acts as a row.
pub(crate) type ActRow = (i64, String, String, String, String, Vec<u8>);
