//! Persons whom the headquarters can appoint.

use super::engine::{reading, within};
use super::reach::{READ, containing};
use super::{Store, Tx};
use crate::error::Error;
use headquarters::permit::PersonId;
use headquarters::person::Person;
use std::collections::BTreeSet;

type Row = (i64, String, String, String, String, i64);

const ALL: &str = "SELECT id, name, latin, login, place, version FROM person";

fn person((id, name, latin, login, place, version): Row) -> Result<Person, Error> {
    let place = place.parse().map_err(|e| Error::Damaged(format!("person {id}: {e}")))?;
    Ok(Person { id: PersonId(id), name, latin, login, place, version })
}

/// The next number of a person.
pub(crate) async fn next(tx: &mut Tx) -> Result<PersonId, Error> {
    let id: i64 = within!(tx, connection => {
        sqlx::query_scalar("SELECT coalesce(max(id), 0) + 1 FROM person").fetch_one(connection).await?
    });
    Ok(PersonId(id))
}

/// Keeps a new person.
pub(crate) async fn put(tx: &mut Tx, person: &Person) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query("INSERT INTO person (id, name, latin, login, place, version) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(person.id.0)
            .bind(&person.name)
            .bind(&person.latin)
            .bind(&person.login)
            .bind(person.place.as_str())
            .bind(person.version)
            .execute(connection)
            .await?;
    });
    Ok(())
}

/// Changes a person who is still of the version before; answers whether it was.
pub(crate) async fn change(tx: &mut Tx, person: &Person) -> Result<bool, Error> {
    let changed = within!(tx, connection => {
        sqlx::query("UPDATE person SET name = $2, latin = $3, version = version + 1 WHERE id = $1 AND version = $4")
            .bind(person.id.0)
            .bind(&person.name)
            .bind(&person.latin)
            .bind(person.version)
            .execute(connection)
            .await?
            .rows_affected()
    });
    Ok(changed == 1)
}

/// The person of this number.
pub(crate) async fn find(tx: &mut Tx, id: PersonId) -> Result<Person, Error> {
    let row: Option<Row> = within!(tx, connection => {
        sqlx::query_as(sqlx::AssertSqlSafe(format!("{ALL} WHERE id = $1")))
            .bind(id.0)
            .fetch_optional(connection)
            .await?
    });
    person(row.ok_or_else(|| Error::Unknown(id.to_string()))?)
}

/// Who was last shown a link by which this person enrols.
pub(crate) async fn link_shown_to(tx: &mut Tx, id: PersonId) -> Result<Option<PersonId>, Error> {
    let shown: Option<i64> = within!(tx, connection => {
        sqlx::query_scalar("SELECT link_shown_to FROM person WHERE id = $1").bind(id.0).fetch_one(connection).await?
    });
    Ok(shown.map(PersonId))
}

/// Keeps who was shown a link by which this person enrols; earlier links are void.
pub(crate) async fn show_link(tx: &mut Tx, id: PersonId, to: PersonId) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query("UPDATE person SET link_shown_to = $2 WHERE id = $1")
            .bind(id.0)
            .bind(to.0)
            .execute(connection)
            .await?;
    });
    Ok(())
}

/// Is this name to sign in with somebody's?
pub(crate) async fn is_taken(tx: &mut Tx, login: &str) -> Result<bool, Error> {
    let found: i64 = within!(tx, connection => {
        sqlx::query_scalar("SELECT count(*) FROM person WHERE login = $1").bind(login).fetch_one(connection).await?
    });
    Ok(found > 0)
}

impl Store {
    /// A page of persons by name, from after this name and number on. `within` is a condition on their place, `words` what
    /// their names have to contain, folded as the table folds them.
    pub(crate) async fn persons_page(
        &self,
        within: &str,
        words: &str,
        after: (&str, i64),
    ) -> Result<Vec<Person>, Error> {
        let found = if words.is_empty() { "$4 <> ''" } else { r"search LIKE $4 ESCAPE '\'" };
        let name = self.in_alphabetical_order("name");
        let sql = format!(
            "{ALL} WHERE {within} AND {found} AND ({name}, id) > ($1, $2) ORDER BY {name}, id LIMIT $3"
        );
        let rows: Vec<Row> = reading!(self, pool => {
            sqlx::query_as(sqlx::AssertSqlSafe(sql))
                .bind(after.0)
                .bind(after.1)
                .bind(READ)
                .bind(containing(words))
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(person).collect()
    }

    /// The persons of these numbers.
    pub(crate) async fn persons_of(&self, ids: &BTreeSet<PersonId>) -> Result<Vec<Person>, Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<String> = ids.iter().map(|id| id.0.to_string()).collect();
        let sql = format!("{ALL} WHERE id IN ({})", ids.join(", "));
        let rows: Vec<Row> = reading!(self, pool => {
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(pool).await?
        });
        rows.into_iter().map(person).collect()
    }

    /// The person of this number.
    pub(crate) async fn person(&self, id: PersonId) -> Result<Option<Person>, Error> {
        let row: Option<Row> = reading!(self, pool => {
            sqlx::query_as(sqlx::AssertSqlSafe(format!("{ALL} WHERE id = $1")))
                .bind(id.0)
                .fetch_optional(pool)
                .await?
        });
        row.map(person).transpose()
    }

    /// The person who signs in by this name.
    pub(crate) async fn person_of_login(&self, login: &str) -> Result<Option<Person>, Error> {
        let row: Option<Row> = reading!(self, pool => {
            sqlx::query_as(sqlx::AssertSqlSafe(format!("{ALL} WHERE login = $1")))
                .bind(login)
                .fetch_optional(pool)
                .await?
        });
        row.map(person).transpose()
    }
}
