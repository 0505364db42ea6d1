//! Meetings.

use super::engine::{reading, within};
use super::reach::{PAGE, READ};
use super::{Store, Tx};
use crate::error::Error;
use headquarters::meeting::{Meeting, Topic};
use headquarters::permit::PersonId;
use sqlx::{AssertSqlSafe, FromRow};

#[derive(FromRow)]
struct Row {
    id: i64,
    place: String,
    committee: Option<i64>,
    topic: String,
    title: String,
    held: String,
    hour: String,
    called_by: Option<i64>,
    guests: String,
    present: String,
    agenda: String,
    minutes: String,
    version: i64,
}

/// A meeting as its row has it, and those of this list who are asked to it.
fn meeting(row: Row, invited: &[(i64, i64)]) -> Result<Meeting, Error> {
    let id = row.id;
    let damaged = |e: &dyn std::fmt::Display| Error::Damaged(format!("meeting {id}: {e}"));
    Ok(Meeting {
        id,
        place: row.place.parse().map_err(|e| damaged(&e))?,
        committee: row.committee,
        topic: row.topic.parse().map_err(|e| damaged(&e))?,
        title: row.title,
        held: row.held.parse().map_err(|e| damaged(&e))?,
        hour: match row.hour.as_str() {
            "" => None,
            hour => Some(hour.parse().map_err(|e| damaged(&e))?),
        },
        called_by: row.called_by.map(PersonId),
        invited: invited.iter().filter(|(of, _)| *of == id).map(|(_, person)| PersonId(*person)).collect(),
        guests: row.guests,
        present: row.present,
        agenda: row.agenda,
        minutes: row.minutes,
        version: row.version,
    })
}

fn hour(of: &Meeting) -> String {
    of.hour.map(|hour| hour.to_string()).unwrap_or_default()
}

/// The condition that a person is asked to a meeting.
pub(crate) fn asks(person: PersonId) -> String {
    format!("id IN (SELECT meeting FROM meeting_invited WHERE person = {})", person.0)
}

/// Who is asked to these meetings.
fn asked_to(meetings: &[i64]) -> String {
    let meetings: Vec<String> = meetings.iter().map(i64::to_string).collect();
    let which = if meetings.is_empty() { String::from("0") } else { meetings.join(", ") };
    format!("SELECT meeting, person FROM meeting_invited WHERE meeting IN ({which}) ORDER BY meeting, person")
}

/// Asks these and nobody else.
async fn ask(tx: &mut Tx, to: &Meeting) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query("DELETE FROM meeting_invited WHERE meeting = $1").bind(to.id).execute(connection).await?;
    });
    for person in &to.invited {
        within!(tx, connection => {
            sqlx::query("INSERT INTO meeting_invited (meeting, person) VALUES ($1, $2)")
                .bind(to.id)
                .bind(person.0)
                .execute(connection)
                .await?;
        });
    }
    Ok(())
}

/// The number of the next meeting.
pub(crate) async fn next(tx: &mut Tx) -> Result<i64, Error> {
    Ok(within!(tx, connection => {
        sqlx::query_scalar("SELECT coalesce(max(id), 0) + 1 FROM meeting").fetch_one(connection).await?
    }))
}

/// Keeps a new meeting.
pub(crate) async fn put(tx: &mut Tx, new: &Meeting) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query(
            "INSERT INTO meeting (id, place, committee, topic, title, held, present, agenda, minutes, version, hour, called_by, guests)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        )
        .bind(new.id)
        .bind(new.place.as_str())
        .bind(new.committee)
        .bind(new.topic.code())
        .bind(&new.title)
        .bind(new.held.to_string())
        .bind(&new.present)
        .bind(&new.agenda)
        .bind(&new.minutes)
        .bind(new.version)
        .bind(hour(new))
        .bind(new.called_by.map(|by| by.0))
        .bind(&new.guests)
        .execute(connection)
        .await?;
    });
    ask(tx, new).await
}

/// Changes a meeting that is still of the version before; answers whether it was.
pub(crate) async fn change(tx: &mut Tx, meeting: &Meeting) -> Result<bool, Error> {
    let changed = within!(tx, connection => {
        sqlx::query(
            "UPDATE meeting SET topic = $2, title = $3, held = $4, present = $5, agenda = $6, minutes = $7,
                hour = $9, guests = $10, version = version + 1 WHERE id = $1 AND version = $8",
        )
        .bind(meeting.id)
        .bind(meeting.topic.code())
        .bind(&meeting.title)
        .bind(meeting.held.to_string())
        .bind(&meeting.present)
        .bind(&meeting.agenda)
        .bind(&meeting.minutes)
        .bind(meeting.version)
        .bind(hour(meeting))
        .bind(&meeting.guests)
        .execute(connection)
        .await?
        .rows_affected()
    });
    if changed == 1 {
        ask(tx, meeting).await?;
    }
    Ok(changed == 1)
}

/// The meeting of this number.
pub(crate) async fn find(tx: &mut Tx, id: i64) -> Result<Meeting, Error> {
    let row: Option<Row> = within!(tx, connection => {
        sqlx::query_as("SELECT * FROM meeting WHERE id = $1").bind(id).fetch_optional(connection).await?
    });
    let invited: Vec<(i64, i64)> = within!(tx, connection => {
        sqlx::query_as(AssertSqlSafe(asked_to(&[id]))).fetch_all(connection).await?
    });
    meeting(row.ok_or_else(|| Error::Unknown(format!("meeting {id}")))?, &invited)
}

impl Store {
    /// A page of meetings whose place meets a condition, the latest first, from before this day and number on.
    pub(crate) async fn meetings_page(
        &self,
        within: &str,
        before: (&str, i64),
    ) -> Result<Vec<Meeting>, Error> {
        let sql = format!(
            "SELECT * FROM meeting WHERE {within} AND (held, id) < ($1, $2) ORDER BY held DESC, id DESC LIMIT $3"
        );
        let rows: Vec<Row> = reading!(self, pool => {
            sqlx::query_as(AssertSqlSafe(sql)).bind(before.0).bind(before.1).bind(READ).fetch_all(pool).await?
        });
        self.with_invited(rows).await
    }

    async fn with_invited(&self, rows: Vec<Row>) -> Result<Vec<Meeting>, Error> {
        let sql = asked_to(&rows.iter().map(|row| row.id).collect::<Vec<_>>());
        let invited: Vec<(i64, i64)> = reading!(self, pool => {
            sqlx::query_as(AssertSqlSafe(sql)).fetch_all(pool).await?
        });
        rows.into_iter().map(|row| meeting(row, &invited)).collect()
    }

    /// The meetings of a person, wherever they are, the first first: those from today to the last day that they called or are
    /// asked to, and those from the first day on that they called and that have no minutes.
    pub(crate) async fn meetings_with(
        &self,
        person: PersonId,
        (first, today, last): (&str, &str, &str),
    ) -> Result<Vec<Meeting>, Error> {
        let rows: Vec<Row> = reading!(self, pool => {
            sqlx::query_as(
                "SELECT * FROM meeting WHERE held >= $1 AND held <= $2
                 AND (called_by = $3 OR id IN (SELECT meeting FROM meeting_invited WHERE person = $3))
                 AND (held >= $5 OR (called_by = $3 AND minutes = ''))
                 ORDER BY held, hour, id LIMIT $4",
            )
            .bind(first)
            .bind(last)
            .bind(person.0)
            .bind(PAGE)
            .bind(today)
            .fetch_all(pool)
            .await?
        });
        self.with_invited(rows).await
    }

    /// How many meetings each topic had, the most first.
    pub(crate) async fn meetings_by_topic(&self, within: &str) -> Result<Vec<(Topic, u64)>, Error> {
        let sql = format!(
            "SELECT topic, count(*) AS many FROM meeting WHERE {within} GROUP BY topic ORDER BY many DESC, topic"
        );
        let rows: Vec<(String, i64)> = reading!(self, pool => {
            sqlx::query_as(AssertSqlSafe(sql)).fetch_all(pool).await?
        });
        let read = |(topic, many): (String, i64)| {
            let topic =
                topic.parse().map_err(|e: headquarters::meeting::BadTopic| Error::Damaged(e.to_string()))?;
            Ok((topic, many.unsigned_abs()))
        };
        rows.into_iter().map(read).collect()
    }

    /// The meeting of this number.
    pub(crate) async fn meeting(&self, id: i64) -> Result<Option<Meeting>, Error> {
        let row: Option<Row> = reading!(self, pool => {
            sqlx::query_as("SELECT * FROM meeting WHERE id = $1").bind(id).fetch_optional(pool).await?
        });
        Ok(self.with_invited(row.into_iter().collect()).await?.pop())
    }
}
