//! Decisions of meetings, and what was said of each.

use super::engine::{reading, within};
use super::reach::{PAGE, containing};
use super::{Store, Tx};
use crate::error::Error;
use crate::evidence::Kept;
use calendar::Day;
use election::bytes::Digest;
use headquarters::decision::{BadWord, Decision, Step};
use headquarters::evidence::Evidence;
use headquarters::meeting::Meeting;
use headquarters::permit::PersonId;
use sqlx::{AssertSqlSafe, FromRow};
use std::collections::BTreeMap;

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
    /// With which files.
    pub files: Vec<Evidence>,
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

/// Keeps what was said of a decision, with its files, and how far it has come by that.
pub(crate) async fn say(tx: &mut Tx, decision: &Decision, said: &Said, files: &[Kept]) -> Result<(), Error> {
    within!(&mut *tx, connection => {
        sqlx::query("UPDATE decision SET status = $2, since = $3, settled_by = $4 WHERE number = $1")
            .bind(decision.number)
            .bind(decision.status.code())
            .bind(&decision.since)
            .bind(decision.settled_by.map(|by| by.0))
            .execute(connection)
            .await?;
    });
    let line: i64 = within!(&mut *tx, connection => {
        sqlx::query_scalar(
            "INSERT INTO decision_step (decision, line, at, said_by, step, note)
             VALUES ($1, (SELECT coalesce(max(line), 0) + 1 FROM decision_step WHERE decision = $1), $2, $3, $4, $5)
             RETURNING line",
        )
        .bind(decision.number)
        .bind(&said.at)
        .bind(said.by.0)
        .bind(said.step.code())
        .bind(&said.note)
        .fetch_one(connection)
        .await?
    });
    for (nth, (file, content)) in (1_i64..).zip(files) {
        within!(&mut *tx, connection => {
            sqlx::query(
                "INSERT INTO decision_file (decision, line, nth, hash, name, kind, size, content)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            )
            .bind(decision.number)
            .bind(line)
            .bind(nth)
            .bind(file.hash.to_string())
            .bind(&file.name)
            .bind(file.kind.code())
            .bind(file.size.cast_signed())
            .bind(content)
            .execute(connection)
            .await?;
        });
    }
    Ok(())
}

/// A file as a row, without its bytes.
#[derive(FromRow)]
struct FileRow {
    line: i64,
    hash: String,
    name: String,
    kind: String,
    size: i64,
}

fn evidence(number: i64, row: FileRow) -> Result<Evidence, Error> {
    let damaged = |e: &dyn std::fmt::Display| Error::Damaged(format!("evidence of decision {number}: {e}"));
    Ok(Evidence {
        hash: row.hash.parse().map_err(|e| damaged(&e))?,
        name: row.name,
        kind: row.kind.parse().map_err(|e| damaged(&e))?,
        size: row.size.unsigned_abs(),
    })
}

/// How many files came with what was said of a decision.
pub(crate) async fn count_files(tx: &mut Tx, number: i64) -> Result<usize, Error> {
    let many: i64 = within!(tx, connection => {
        sqlx::query_scalar("SELECT count(*) FROM decision_file WHERE decision = $1")
            .bind(number)
            .fetch_one(connection)
            .await?
    });
    Ok(usize::try_from(many).unwrap_or(usize::MAX))
}

/// The decision of this number.
pub(crate) async fn find(tx: &mut Tx, number: i64) -> Result<Decision, Error> {
    let row: Option<Row> = within!(tx, connection => {
        sqlx::query_as("SELECT * FROM decision WHERE number = $1").bind(number).fetch_optional(connection).await?
    });
    decision(row.ok_or_else(|| Error::Unknown(format!("decision {number}")))?)
}

/// The condition that a decision was objected to, not before this day if it is one, and its owner has not reported since: another's
/// verdict on it does not answer the objection.
pub(crate) fn objected_since(day: Option<Day>) -> String {
    let day = day.map(|day| day.to_string()).unwrap_or_default();
    format!(
        "number IN (SELECT decision FROM decision_step AS said WHERE step = 'object' AND at >= '{day}' AND {UNANSWERED})"
    )
}

/// The condition that the owner has not reported since this was `said`.
const UNANSWERED: &str =
    "NOT EXISTS (SELECT 1 FROM decision_step WHERE decision = said.decision AND step = 'report'
    AND line > said.line)";

impl Store {
    /// What each of these decisions is asked of its owner: an objection or, where there is none, that it was sent back; until
    /// the owner reports.
    pub(crate) async fn asked_of(
        &self,
        numbers: impl Iterator<Item = i64>,
    ) -> Result<BTreeMap<i64, Step>, Error> {
        let numbers: Vec<String> = numbers.map(|number| number.to_string()).collect();
        if numbers.is_empty() {
            return Ok(BTreeMap::new());
        }
        let sql = format!(
            "SELECT decision, step FROM decision_step AS said WHERE decision IN ({})
             AND step IN ('object', 'send-back') AND {UNANSWERED} ORDER BY step DESC",
            numbers.join(", ")
        );
        let rows: Vec<(i64, String)> = reading!(self, pool => {
            sqlx::query_as(AssertSqlSafe(sql)).fetch_all(pool).await?
        });
        let damaged = |number, e| Error::Damaged(format!("decision {number}: {e}"));
        rows.into_iter()
            .map(|(number, step)| Ok((number, step.parse().map_err(|e: BadWord| damaged(number, e))?)))
            .collect()
    }

    /// At most so many decisions that meet a condition, those due first first, from after this day and number on; with words in
    /// their text, or in the name of their owner.
    pub(crate) async fn decisions_page(
        &self,
        which: &str,
        words: &str,
        after: (&str, i64),
        most: i64,
    ) -> Result<Vec<Decision>, Error> {
        let found =
            r"(text LIKE $4 ESCAPE '\' OR owner IN (SELECT id FROM person WHERE search LIKE $5 ESCAPE '\'))";
        // What a name leaves nothing of is in no name.
        let owners = match election::spelling::of(words) {
            folded if folded.is_empty() && !words.is_empty() => String::new(),
            folded => containing(&folded),
        };
        let sql = format!(
            "SELECT * FROM decision WHERE {which} AND {found} AND (due, number) > ($1, $2)
             ORDER BY due, number LIMIT $3"
        );
        let rows: Vec<Row> = reading!(self, pool => {
            sqlx::query_as(AssertSqlSafe(sql))
                .bind(after.0)
                .bind(after.1)
                .bind(most)
                .bind(containing(words))
                .bind(owners)
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
        let rows: Vec<(i64, String, i64, String, String)> = reading!(self, pool => {
            sqlx::query_as("SELECT line, at, said_by, step, note FROM decision_step WHERE decision = $1 ORDER BY line")
                .bind(number)
                .fetch_all(pool)
                .await?
        });
        let files: Vec<FileRow> = reading!(self, pool => {
            sqlx::query_as(
                "SELECT line, hash, name, kind, size FROM decision_file WHERE decision = $1 ORDER BY line, nth",
            )
            .bind(number)
            .fetch_all(pool)
            .await?
        });
        let mut files = files.into_iter().peekable();
        rows.into_iter()
            .map(|(line, at, by, step, note)| {
                let step = step.parse().map_err(|e| Error::Damaged(format!("decision {number}: {e}")))?;
                let mut with = Vec::new();
                while let Some(file) = files.next_if(|file| file.line == line) {
                    with.push(evidence(number, file)?);
                }
                Ok(Said { at, by: PersonId(by), step, note, files: with })
            })
            .collect()
    }

    /// A file of a decision with its bytes, as it was first brought.
    pub(crate) async fn evidence(&self, number: i64, hash: &Digest) -> Result<Option<Kept>, Error> {
        let row: Option<(FileRow, Vec<u8>)> = reading!(self, pool => {
            let row = sqlx::query(
                "SELECT line, hash, name, kind, size, content FROM decision_file
                 WHERE decision = $1 AND hash = $2 ORDER BY line LIMIT 1",
            )
            .bind(number)
            .bind(hash.to_string())
            .fetch_optional(pool)
            .await?;
            row.map(|row| Ok::<_, sqlx::Error>((FileRow::from_row(&row)?, sqlx::Row::try_get(&row, "content")?)))
                .transpose()?
        });
        row.map(|(file, content)| Ok((evidence(number, file)?, content))).transpose()
    }
}
