//! Headquarters and committees.

use super::engine::{reading, within};
use super::{Store, Tx};
use crate::error::Error;
use headquarters::form::Why;
use headquarters::organisation::{Committee, Headquarters};
use headquarters::place::Place;

type Row = (String, String, String, String, String, i64);
type CommitteeRow = (i64, String, String, String, String, String, i64);

const HEADQUARTERS: &str = "SELECT place, name, latin, formed, ended, version FROM headquarters";
const COMMITTEES: &str = "SELECT id, place, kind, name, formed, ended, version FROM committee";

fn headquarters((place, name, latin, formed, ended, version): Row) -> Result<Headquarters, Error> {
    let damaged = |e: &dyn std::fmt::Display| Error::Damaged(format!("headquarters {place}: {e}"));
    let formed = formed.parse().map_err(|e| damaged(&e))?;
    let of: Place = place.parse().map_err(|e| damaged(&e))?;
    let ended = if ended.is_empty() { None } else { Some(ended.parse().map_err(|e| damaged(&e))?) };
    Ok(Headquarters { place: of, name, latin, formed, ended, version })
}

fn committee((id, place, kind, name, formed, ended, version): CommitteeRow) -> Result<Committee, Error> {
    let damaged = |e: &dyn std::fmt::Display| Error::Damaged(format!("committee {id}: {e}"));
    let ended = if ended.is_empty() { None } else { Some(ended.parse().map_err(|e| damaged(&e))?) };
    Ok(Committee {
        id,
        place: place.parse().map_err(|e| damaged(&e))?,
        kind: kind.parse().map_err(|e| damaged(&e))?,
        name,
        formed: formed.parse().map_err(|e| damaged(&e))?,
        ended,
        version,
    })
}

/// Keeps a new headquarters.
pub(crate) async fn put_headquarters(tx: &mut Tx, new: &Headquarters) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query(
            "INSERT INTO headquarters (place, name, latin, formed, version, ended) VALUES ($1, $2, $3, $4, $5, $6)",
        )
            .bind(new.place.as_str())
            .bind(&new.name)
            .bind(&new.latin)
            .bind(new.formed.to_string())
            .bind(new.version)
            .bind(new.ended.map(|day| day.to_string()).unwrap_or_default())
            .execute(connection)
            .await?;
    });
    Ok(())
}

/// Changes a headquarters that is still of the version before; answers whether it was.
pub(crate) async fn change_headquarters(tx: &mut Tx, one: &Headquarters) -> Result<bool, Error> {
    let changed = within!(tx, connection => {
        sqlx::query(
            "UPDATE headquarters SET name = $2, latin = $3, formed = $4, ended = $5, version = version + 1
             WHERE place = $1 AND version = $6",
        )
        .bind(one.place.as_str())
        .bind(&one.name)
        .bind(&one.latin)
        .bind(one.formed.to_string())
        .bind(one.ended.map(|day| day.to_string()).unwrap_or_default())
        .bind(one.version)
        .execute(connection)
        .await?
        .rows_affected()
    });
    Ok(changed == 1)
}

/// The headquarters at a place.
pub(crate) async fn headquarters_at(tx: &mut Tx, place: &Place) -> Result<Option<Headquarters>, Error> {
    let row: Option<Row> = within!(tx, connection => {
        sqlx::query_as(sqlx::AssertSqlSafe(format!("{HEADQUARTERS} WHERE place = $1")))
            .bind(place.as_str())
            .fetch_optional(connection)
            .await?
    });
    row.map(headquarters).transpose()
}

/// The number of the next committee.
pub(crate) async fn next_committee(tx: &mut Tx) -> Result<i64, Error> {
    Ok(within!(tx, connection => {
        sqlx::query_scalar("SELECT coalesce(max(id), 0) + 1 FROM committee").fetch_one(connection).await?
    }))
}

/// Keeps a new committee.
pub(crate) async fn put_committee(tx: &mut Tx, new: &Committee) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query(
            "INSERT INTO committee (id, place, kind, name, formed, ended, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(new.id)
        .bind(new.place.as_str())
        .bind(new.kind.code())
        .bind(&new.name)
        .bind(new.formed.to_string())
        .bind(new.ended.map(|day| day.to_string()).unwrap_or_default())
        .bind(new.version)
        .execute(connection)
        .await?;
    });
    Ok(())
}

/// Changes a committee that is still of the version before; answers whether it was.
pub(crate) async fn change_committee(tx: &mut Tx, committee: &Committee) -> Result<bool, Error> {
    let changed = within!(tx, connection => {
        sqlx::query(
            "UPDATE committee SET kind = $2, name = $3, formed = $4, ended = $5, version = version + 1
             WHERE id = $1 AND version = $6",
        )
        .bind(committee.id)
        .bind(committee.kind.code())
        .bind(&committee.name)
        .bind(committee.formed.to_string())
        .bind(committee.ended.map(|day| day.to_string()).unwrap_or_default())
        .bind(committee.version)
        .execute(connection)
        .await?
        .rows_affected()
    });
    Ok(changed == 1)
}

/// The committee of this number.
pub(crate) async fn find_committee(tx: &mut Tx, id: i64) -> Result<Committee, Error> {
    let row: Option<CommitteeRow> = within!(tx, connection => {
        sqlx::query_as(sqlx::AssertSqlSafe(format!("{COMMITTEES} WHERE id = $1")))
            .bind(id)
            .fetch_optional(connection)
            .await?
    });
    committee(row.ok_or_else(|| Error::Unknown(format!("committee {id}")))?)
}

/// The committees of a headquarters.
pub(crate) async fn committees_at(tx: &mut Tx, place: &Place) -> Result<Vec<Committee>, Error> {
    let rows: Vec<CommitteeRow> = within!(tx, connection => {
        sqlx::query_as(sqlx::AssertSqlSafe(format!("{COMMITTEES} WHERE place = $1")))
            .bind(place.as_str())
            .fetch_all(connection)
            .await?
    });
    rows.into_iter().map(committee).collect()
}

/// The committee that a form names, which has to be one of this place.
pub(crate) async fn committee_of(tx: &mut Tx, id: i64, place: &Place) -> Result<Committee, Error> {
    let committee = Error::named_by("committee", find_committee(tx, id).await)?;
    if committee.place == *place { Ok(committee) } else { Err(Error::field("committee", Why::Unknown)) }
}

impl Store {
    /// All headquarters, from the top of the tree.
    pub(crate) async fn all_headquarters(&self) -> Result<Vec<Headquarters>, Error> {
        let rows: Vec<Row> = reading!(self, pool => {
            sqlx::query_as(sqlx::AssertSqlSafe(format!("{HEADQUARTERS} ORDER BY place"))).fetch_all(pool).await?
        });
        rows.into_iter().map(headquarters).collect()
    }

    /// All committees, in the order in which they were formed.
    pub(crate) async fn committees(&self) -> Result<Vec<Committee>, Error> {
        let rows: Vec<CommitteeRow> = reading!(self, pool => {
            sqlx::query_as(sqlx::AssertSqlSafe(format!("{COMMITTEES} ORDER BY place, formed, id")))
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(committee).collect()
    }
}
