//! Decisions of meetings, and what was said of each.

use super::engine::{reading, within};
use super::reach::{PAGE, READ, containing};
use super::{Store, Tx};
use crate::error::Error;
use headquarters::decision::{Decision, Step};
use headquarters::meeting::Meeting;
use headquarters::permit::PersonId;
use sqlx::{AssertSqlSafe, FromRow};

#[derive(FromRow)]
struct Row {
    number: i64,
    meeting: i64,
    place: String,
    text: String,
    owner: i64,
    due: String,
    status: String,
    since: String,
    settled_by: Option<i64>,
}

fn decision(row: Row) -> Result<Decision, Error> {
    let number = row.number;
    let damaged = |e: &dyn std::fmt::Display| Error::Damaged(format!("decision {number}: {e}"));
    Ok(Decision {
        number,
        meeting: row.meeting,
        place: row.place.parse().map_err(|e| damaged(&e))?,
        text: row.text,
        owner: PersonId(row.owner),
        due: row.due.parse().map_err(|e| damaged(&e))?,
        status: row.status.parse().map_err(|e| damaged(&e))?,
        since: row.since,
        settled_by: row.settled_by.map(PersonId),
    })
}

/// What was said of a decision, by whom and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// When.
    pub at: String,
    /// By whom.
    pub by: PersonId,
    /// What.
    pub step: Step,
    /// With which words: evidence, or a reason.
    pub note: String,
}

/// The number of the next decision.
pub(crate) async fn next(tx: &mut Tx) -> Result<i64, Error> {
    Ok(within!(tx, connection => {
        sqlx::query_scalar("SELECT coalesce(max(number), 0) + 1 FROM decision").fetch_one(connection).await?
    }))
}

/// Keeps a new decision.
pub(crate) async fn put(tx: &mut Tx, new: &Decision) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query(
            "INSERT INTO decision (number, meeting, place, text, owner, due, status, since)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(new.number)
        .bind(new.meeting)
        .bind(new.place.as_str())
        .bind(&new.text)
        .bind(new.owner.0)
        .bind(new.due.to_string())
        .bind(new.status.code())
        .bind(&new.since)
        .execute(connection)
        .await?;
    });
    Ok(())
}

/// Keeps what was said of a decision, and how far it has come by that.
pub(crate) async fn say(tx: &mut Tx, decision: &Decision, said: &Said) -> Result<(), Error> {
    within!(&mut *tx, connection => {
        sqlx::query("UPDATE decision SET status = $2, since = $3, settled_by = $4 WHERE number = $1")
            .bind(decision.number)
            .bind(decision.status.code())
            .bind(&decision.since)
            .bind(decision.settled_by.map(|by| by.0))
            .execute(connection)
            .await?;
    });
    within!(tx, connection => {
        sqlx::query(
            "INSERT INTO decision_step (decision, line, at, said_by, step, note)
             VALUES ($1, (SELECT coalesce(max(line), 0) + 1 FROM decision_step WHERE decision = $1), $2, $3, $4, $5)",
        )
        .bind(decision.number)
        .bind(&said.at)
        .bind(said.by.0)
        .bind(said.step.code())
        .bind(&said.note)
        .execute(connection)
        .await?;
    });
    Ok(())
}

/// The decision of this number.
pub(crate) async fn find(tx: &mut Tx, number: i64) -> Result<Decision, Error> {
    let row: Option<Row> = within!(tx, connection => {
        sqlx::query_as("SELECT * FROM decision WHERE number = $1").bind(number).fetch_optional(connection).await?
    });
    decision(row.ok_or_else(|| Error::Unknown(format!("decision {number}")))?)
}

impl Store {
    /// A page of decisions that meet a condition, those due first first, from after this day and number on.
    pub(crate) async fn decisions_page(
        &self,
        which: &str,
        words: &str,
        after: (&str, i64),
    ) -> Result<Vec<Decision>, Error> {
        let found = if words.is_empty() { "$4 <> ''" } else { r"text LIKE $4 ESCAPE '\'" };
        let sql = format!(
            "SELECT * FROM decision WHERE {which} AND {found} AND (due, number) > ($1, $2)
             ORDER BY due, number LIMIT $3"
        );
        let rows: Vec<Row> = reading!(self, pool => {
            sqlx::query_as(AssertSqlSafe(sql))
                .bind(after.0)
                .bind(after.1)
                .bind(READ)
                .bind(containing(words))
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(decision).collect()
    }

    /// How many decisions meet a condition.
    pub(crate) async fn count_decisions(&self, which: &str) -> Result<u64, Error> {
        let sql = format!("SELECT count(*) FROM decision WHERE {which}");
        let many: i64 = reading!(self, pool => {
            sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(pool).await?
        });
        Ok(many.unsigned_abs())
    }

    /// The decision of this number.
    pub(crate) async fn decision(&self, number: i64) -> Result<Option<Decision>, Error> {
        let row: Option<Row> = reading!(self, pool => {
            sqlx::query_as("SELECT * FROM decision WHERE number = $1").bind(number).fetch_optional(pool).await?
        });
        row.map(decision).transpose()
    }

    /// Open decisions of earlier meetings of the same headquarters, those due first first.
    pub(crate) async fn decisions_carried(&self, to: &Meeting) -> Result<Vec<Decision>, Error> {
        let rows: Vec<Row> = reading!(self, pool => {
            sqlx::query_as(
                "SELECT decision.* FROM decision JOIN meeting ON meeting.id = decision.meeting
                 WHERE decision.place = $1 AND decision.status IN ('open', 'under-way', 'reported')
                   AND (meeting.held, meeting.id) < ($2, $3) ORDER BY decision.due, decision.number LIMIT $4",
            )
            .bind(to.place.as_str())
            .bind(to.held.to_string())
            .bind(to.id)
            .bind(PAGE)
            .fetch_all(pool)
            .await?
        });
        rows.into_iter().map(decision).collect()
    }

    /// What was said of a decision, in its order.
    pub(crate) async fn said_of(&self, number: i64) -> Result<Vec<Said>, Error> {
        let rows: Vec<(String, i64, String, String)> = reading!(self, pool => {
            sqlx::query_as("SELECT at, said_by, step, note FROM decision_step WHERE decision = $1 ORDER BY line")
                .bind(number)
                .fetch_all(pool)
                .await?
        });
        rows.into_iter()
            .map(|(at, by, step, note)| {
                let step = step.parse().map_err(|e| Error::Damaged(format!("decision {number}: {e}")))?;
                Ok(Said { at, by: PersonId(by), step, note })
            })
            .collect()
    }
}
