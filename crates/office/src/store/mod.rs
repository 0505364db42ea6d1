//! SQL, one file per noun. Nothing outside this crate sees it.

pub(crate) mod check_ins;
pub(crate) mod county;
pub(crate) mod entries;
pub(crate) mod journal;
pub(crate) mod roll;
mod secrets;

use crate::error::Error;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use std::path::Path;

/// One writer and several readers: competing SQLite writers would wait for each other's locks.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    pub(crate) writer: SqlitePool,
    pub(crate) readers: SqlitePool,
}

impl Store {
    /// Opens or makes the database of a headquarters.
    pub(crate) async fn open(data: &Path) -> Result<Self, Error> {
        std::fs::create_dir_all(data).map_err(|e| Error::disk(data, e))?;
        let options = SqliteConnectOptions::new()
            .filename(data.join("headquarters.sqlite"))
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            // FULL: an acknowledged check-in survives a power cut.
            .synchronous(SqliteSynchronous::Full);
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        sqlx::migrate!("./migrations").run(&writer).await.map_err(|e| Error::Damaged(e.to_string()))?;
        let readers =
            SqlitePoolOptions::new().max_connections(4).connect_with(options.read_only(true)).await?;
        Ok(Self { writer, readers })
    }
}
