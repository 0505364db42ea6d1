//! The field: regions, branches, devices and settings, each a file under a name.

use super::engine::{reading, within};
use super::{Store, Tx};
use crate::error::Error;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::AssertSqlSafe;

/// The tables, all of one shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Table {
    Region,
    Branch,
    Device,
    Setting,
    Segment,
    Incident,
}

impl Table {
    pub(crate) const ALL: [Table; 6] =
        [Table::Region, Table::Branch, Table::Device, Table::Setting, Table::Segment, Table::Incident];

    fn name(self) -> &'static str {
        match self {
            Table::Region => "region",
            Table::Branch => "branch",
            Table::Device => "device",
            Table::Setting => "setting",
            Table::Segment => "segment",
            Table::Incident => "incident",
        }
    }

    fn words(self, words: &str) -> AssertSqlSafe<String> {
        AssertSqlSafe(words.replace("TABLE", self.name()))
    }
}

/// A row as it is read: its name, its version and its file.
pub(crate) type Row = (String, i64, String);

/// The file of this name with its version, for whoever is about to change it.
pub(crate) async fn find<T: DeserializeOwned>(
    tx: &mut Tx,
    table: Table,
    id: &str,
) -> Result<Option<(i64, T)>, Error> {
    let row: Option<(i64, String)> = within!(tx, connection => {
        sqlx::query_as(table.words("SELECT version, file FROM TABLE WHERE id = $1"))
            .bind(id)
            .fetch_optional(connection)
            .await?
    });
    row.map(|(version, file)| Ok((version, read(table, id, &file)?))).transpose()
}

/// Keeps a file that was of this version, 0 if it is new; answers whether it still was.
pub(crate) async fn put<T: Serialize>(
    tx: &mut Tx,
    table: Table,
    id: &str,
    version: i64,
    changed: i64,
    file: &T,
) -> Result<bool, Error> {
    let file = serde_json::to_string(file).expect("files hold texts, numbers and days");
    let words = if version == 0 {
        "INSERT INTO TABLE (id, version, changed, file) VALUES ($1, $2 + 1, $3, $4) ON CONFLICT (id) DO NOTHING"
    } else {
        "UPDATE TABLE SET version = version + 1, changed = $3, file = $4 WHERE id = $1 AND version = $2"
    };
    let rows = within!(tx, connection => {
        sqlx::query(table.words(words))
            .bind(id)
            .bind(version)
            .bind(changed)
            .bind(file)
            .execute(connection)
            .await?
            .rows_affected()
    });
    Ok(rows == 1)
}

/// How many files a table holds; none is ever taken away.
pub(crate) async fn count(tx: &mut Tx, table: Table) -> Result<i64, Error> {
    Ok(within!(tx, connection => {
        sqlx::query_scalar(table.words("SELECT count(*) FROM TABLE")).fetch_one(connection).await?
    }))
}

/// The number of the next change, of whichever table. Acts stand one after the other, so numbers are given once and
/// become visible in their order.
pub(crate) async fn next_change(tx: &mut Tx) -> Result<i64, Error> {
    let mut last = 0;
    for table in Table::ALL {
        let of_table: i64 = within!(tx, connection => {
            sqlx::query_scalar(table.words("SELECT coalesce(max(changed), 0) FROM TABLE"))
                .fetch_one(connection)
                .await?
        });
        last = last.max(of_table);
    }
    Ok(last + 1)
}

impl Store {
    /// The number of the last change.
    pub(crate) async fn last_change(&self) -> Result<i64, Error> {
        let each = Table::ALL.map(|t| format!("SELECT coalesce(max(changed), 0) AS n FROM {}", t.name()));
        let words = format!("SELECT max(n) FROM ({}) AS each", each.join(" UNION ALL "));
        Ok(reading!(self, pool => {
            sqlx::query_scalar(AssertSqlSafe(words)).fetch_one(pool).await?
        }))
    }

    /// A setting with its version, if it was ever made.
    pub(crate) async fn setting_with_version<T: DeserializeOwned>(
        &self,
        id: &str,
    ) -> Result<Option<(i64, T)>, Error> {
        let row: Option<(i64, String)> = reading!(self, pool => {
            sqlx::query_as("SELECT version, file FROM setting WHERE id = $1").bind(id).fetch_optional(pool).await?
        });
        row.map(|(version, file)| Ok((version, read(Table::Setting, id, &file)?))).transpose()
    }

    /// A setting, if it was ever made.
    pub(crate) async fn setting<T: DeserializeOwned>(&self, id: &str) -> Result<Option<T>, Error> {
        Ok(self.setting_with_version(id).await?.map(|(_, setting)| setting))
    }

    /// What was changed after this number.
    pub(crate) async fn changes(&self, table: Table, since: i64) -> Result<Vec<Row>, Error> {
        Ok(reading!(self, pool => {
            sqlx::query_as(table.words("SELECT id, version, file FROM TABLE WHERE changed > $1"))
                .bind(since)
                .fetch_all(pool)
                .await?
        }))
    }
}

/// Reads a file that this office wrote.
pub(crate) fn read<T: DeserializeOwned>(table: Table, id: &str, file: &str) -> Result<T, Error> {
    serde_json::from_str(file).map_err(|e| Error::Damaged(format!("{} {id}: {e}", table.name())))
}
