//! Letters of appointment.

use super::engine::{reading, within};
use super::reach::{PAGE, containing};
use super::{Store, Tx};
use crate::error::Error;
use calendar::Day;
use headquarters::letter::{Letter, Revoked, Superseded};
use headquarters::permit::PersonId;
use headquarters::role::Role;
use sqlx::{AssertSqlSafe, FromRow};
use std::collections::BTreeMap;

/// A letter as a row; also when it was issued.
#[derive(FromRow)]
struct Row {
    number: i64,
    person: i64,
    role: String,
    scope: String,
    committee: Option<i64>,
    first_day: String,
    last_day: String,
    basis: String,
    issued_at: String,
    issued_by: Option<i64>,
    takes_two: i64,
    confirmed_by: Option<i64>,
    revoked_at: Option<String>,
    revoked_by: Option<i64>,
    revoked_why: Option<String>,
    superseded_by: Option<i64>,
    supersedes: Option<i64>,
    superseded_from: Option<String>,
}

/// A letter and when it was issued.
pub(crate) type Issued = (Letter, String);

fn letter(row: Row) -> Result<Issued, Error> {
    let number = row.number;
    let damaged = |e: &dyn std::fmt::Display| Error::Damaged(format!("letter {number}: {e}"));
    let revoked = match (row.revoked_at, row.revoked_by, row.revoked_why) {
        (Some(at), Some(by), Some(why)) => Some(Revoked { by: PersonId(by), at, why }),
        _ => None,
    };
    let superseded = match (row.superseded_by, row.superseded_from) {
        (Some(by), Some(from)) => Some(Superseded { by, from: from.parse().map_err(|e| damaged(&e))? }),
        _ => None,
    };
    let letter = Letter {
        number,
        person: PersonId(row.person),
        role: row.role.parse().map_err(|e| damaged(&e))?,
        scope: row.scope.parse().map_err(|e| damaged(&e))?,
        committee: row.committee,
        from: row.first_day.parse().map_err(|e| damaged(&e))?,
        until: row.last_day.parse().map_err(|e| damaged(&e))?,
        basis: row.basis,
        issued_by: row.issued_by.map(PersonId),
        takes_two: row.takes_two != 0,
        confirmed_by: row.confirmed_by.map(PersonId),
        revoked,
        supersedes: row.supersedes,
        superseded,
    };
    Ok((letter, row.issued_at))
}

/// The number of the next letter.
pub(crate) async fn next(tx: &mut Tx) -> Result<i64, Error> {
    Ok(within!(tx, connection => {
        sqlx::query_scalar("SELECT coalesce(max(number), 0) + 1 FROM letter").fetch_one(connection).await?
    }))
}

/// Keeps a letter that was just issued.
pub(crate) async fn put(tx: &mut Tx, letter: &Letter, at: &str) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query(
            "INSERT INTO letter
                (number, person, role, scope, committee, first_day, last_day, basis, issued_at, issued_by, supersedes, takes_two)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(letter.number)
        .bind(letter.person.0)
        .bind(letter.role.code())
        .bind(letter.scope.as_str())
        .bind(letter.committee)
        .bind(letter.from.to_string())
        .bind(letter.until.to_string())
        .bind(&letter.basis)
        .bind(at)
        .bind(letter.issued_by.map(|by| by.0))
        .bind(letter.supersedes)
        .bind(i64::from(letter.takes_two))
        .execute(connection)
        .await?;
    });
    Ok(())
}

/// Keeps what became of a letter.
pub(crate) async fn settle(tx: &mut Tx, letter: &Letter) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query(
            "UPDATE letter SET confirmed_by = $2, revoked_at = $3, revoked_by = $4, revoked_why = $5,
                superseded_by = $6, superseded_from = $7 WHERE number = $1",
        )
        .bind(letter.number)
        .bind(letter.confirmed_by.map(|by| by.0))
        .bind(letter.revoked.as_ref().map(|revoked| revoked.at.as_str()))
        .bind(letter.revoked.as_ref().map(|revoked| revoked.by.0))
        .bind(letter.revoked.as_ref().map(|revoked| revoked.why.as_str()))
        .bind(letter.superseded.map(|other| other.by))
        .bind(letter.superseded.map(|other| other.from.to_string()))
        .execute(connection)
        .await?;
    });
    Ok(())
}

/// The letter of this number.
pub(crate) async fn find(tx: &mut Tx, number: i64) -> Result<Letter, Error> {
    let row: Option<Row> = within!(tx, connection => {
        sqlx::query_as("SELECT * FROM letter WHERE number = $1").bind(number).fetch_optional(connection).await?
    });
    Ok(letter(row.ok_or_else(|| Error::Unknown(format!("letter {number}")))?)?.0)
}

/// The letters to a person, within a transaction.
pub(crate) async fn to(tx: &mut Tx, person: PersonId) -> Result<Vec<Letter>, Error> {
    let rows: Vec<Row> = within!(tx, connection => {
        sqlx::query_as("SELECT * FROM letter WHERE person = $1 ORDER BY number")
            .bind(person.0)
            .fetch_all(connection)
            .await?
    });
    rows.into_iter().map(|row| letter(row).map(|(letter, _)| letter)).collect()
}

/// The letters that name a committee, within a transaction.
pub(crate) async fn of_committee(tx: &mut Tx, committee: i64) -> Result<Vec<Letter>, Error> {
    let rows: Vec<Row> = within!(tx, connection => {
        sqlx::query_as("SELECT * FROM letter WHERE committee = $1 ORDER BY number")
            .bind(committee)
            .fetch_all(connection)
            .await?
    });
    rows.into_iter().map(|row| letter(row).map(|(letter, _)| letter)).collect()
}

impl Store {
    /// Letters that meet a condition and were revoked on this day or later, the latest first.
    pub(crate) async fn letters_revoked(&self, within: &str, since: Day) -> Result<Vec<Letter>, Error> {
        let sql = format!(
            "SELECT * FROM letter WHERE {within} AND revoked_at >= $1 ORDER BY revoked_at DESC, number LIMIT {PAGE}"
        );
        let rows: Vec<Row> = reading!(self, pool => {
            sqlx::query_as(AssertSqlSafe(sql)).bind(since.to_string()).fetch_all(pool).await?
        });
        rows.into_iter().map(|row| Ok(letter(row)?.0)).collect()
    }

    /// The roles of all letters that were ever given to these persons.
    pub(crate) async fn roles_of(
        &self,
        of: impl IntoIterator<Item = PersonId>,
    ) -> Result<BTreeMap<PersonId, Vec<Role>>, Error> {
        let ids: Vec<String> = of.into_iter().map(|id| id.0.to_string()).collect();
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let sql = format!("SELECT DISTINCT person, role FROM letter WHERE person IN ({})", ids.join(", "));
        let rows: Vec<(i64, String)> = reading!(self, pool => {
            sqlx::query_as(AssertSqlSafe(sql)).fetch_all(pool).await?
        });
        let mut all: BTreeMap<PersonId, Vec<Role>> = BTreeMap::new();
        for (person, role) in rows {
            let role = role
                .parse()
                .map_err(|_| Error::Damaged(format!("a letter of person {person}: role {role}")))?;
            all.entry(PersonId(person)).or_default().push(role);
        }
        Ok(all)
    }

    /// At most so many letters below this number, newest first, that meet a condition on them; `words` is what the names of
    /// whom they appoint have to contain.
    pub(crate) async fn letters_page(
        &self,
        which: &str,
        words: &str,
        below: i64,
        most: i64,
    ) -> Result<Vec<Issued>, Error> {
        let (join, found) = match words {
            "" => ("", "$3 <> ''"),
            _ => ("JOIN person ON person.id = letter.person", r"person.search LIKE $3 ESCAPE '\'"),
        };
        let sql = format!(
            "SELECT letter.* FROM letter {join} WHERE {which} AND {found} AND letter.number < $1
             ORDER BY letter.number DESC LIMIT $2"
        );
        let rows: Vec<Row> = reading!(self, pool => {
            sqlx::query_as(AssertSqlSafe(sql)).bind(below).bind(most).bind(containing(words)).fetch_all(pool).await?
        });
        rows.into_iter().map(letter).collect()
    }

    /// Letters at the place of a headquarters itself that were neither revoked nor have ended, by number.
    pub(crate) async fn letters_of_headquarters(
        &self,
        within: &str,
        today: Day,
    ) -> Result<Vec<Letter>, Error> {
        let sql = format!(
            "SELECT letter.* FROM letter JOIN headquarters ON headquarters.place = letter.scope
             WHERE {within} AND revoked_at IS NULL AND last_day >= $1 ORDER BY letter.number"
        );
        self.some_letters(sql, &today.to_string(), "").await
    }

    /// Letters that hold on a day, by number.
    pub(crate) async fn letters_in_force(&self, within: &str, today: Day) -> Result<Vec<Letter>, Error> {
        let sql = format!(
            "SELECT * FROM letter WHERE {within} AND first_day <= $1 AND last_day >= $1 AND revoked_at IS NULL
             AND (takes_two = 0 OR confirmed_by IS NOT NULL OR issued_by IS NULL)
             AND (superseded_from IS NULL OR superseded_from > $1)
             ORDER BY number"
        );
        self.some_letters(sql, &today.to_string(), "").await
    }

    /// Letters that wait for a second signature.
    pub(crate) async fn letters_waiting(&self, within: &str, today: Day) -> Result<Vec<Letter>, Error> {
        let sql = format!(
            "SELECT * FROM letter WHERE {within} AND takes_two = 1 AND confirmed_by IS NULL AND issued_by IS NOT NULL
             AND revoked_at IS NULL AND last_day >= $1 ORDER BY number LIMIT {PAGE}"
        );
        self.some_letters(sql, &today.to_string(), "").await
    }

    /// Letters that end between these days, those that end first first.
    pub(crate) async fn letters_ending(
        &self,
        within: &str,
        from: Day,
        until: Day,
    ) -> Result<Vec<Letter>, Error> {
        let sql = format!(
            "SELECT * FROM letter WHERE {within} AND last_day >= $1 AND last_day <= $2 AND revoked_at IS NULL
             ORDER BY last_day, number LIMIT {PAGE}"
        );
        self.some_letters(sql, &from.to_string(), &until.to_string()).await
    }

    async fn some_letters(&self, sql: String, one: &str, two: &str) -> Result<Vec<Letter>, Error> {
        let rows: Vec<Row> = reading!(self, pool => {
            let query = sqlx::query_as(AssertSqlSafe(sql)).bind(one);
            if two.is_empty() { query.fetch_all(pool).await? } else { query.bind(two).fetch_all(pool).await? }
        });
        rows.into_iter().map(|row| letter(row).map(|(letter, _)| letter)).collect()
    }

    /// The letter of this number.
    pub(crate) async fn letter(&self, number: i64) -> Result<Option<Issued>, Error> {
        let row: Option<Row> = reading!(self, pool => {
            sqlx::query_as("SELECT * FROM letter WHERE number = $1").bind(number).fetch_optional(pool).await?
        });
        row.map(letter).transpose()
    }

    /// The letters to a person.
    pub(crate) async fn letters_to(&self, person: PersonId) -> Result<Vec<Letter>, Error> {
        let rows: Vec<Row> = reading!(self, pool => {
            sqlx::query_as("SELECT * FROM letter WHERE person = $1 ORDER BY number")
                .bind(person.0)
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(|row| letter(row).map(|(letter, _)| letter)).collect()
    }
}
