//! The two engines, and a transaction on either.

use super::cluster::Cluster;
use super::patience::PgTx;
use crate::error::Error;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Sqlite, Transaction};
use std::path::Path;
use std::time::{Duration, Instant};

/// The database of a headquarters.
#[derive(Debug, Clone)]
pub(crate) enum Store {
    /// One writer and several readers: competing SQLite writers would wait for each other's locks.
    Lite {
        /// The only connection that writes.
        writer: SqlitePool,
        /// Those that read beside it.
        readers: SqlitePool,
    },
    /// PostgreSQL, which several headquarters may share.
    Pg(Cluster),
}

/// A transaction; rolled back unless committed.
pub(crate) enum Tx {
    /// On SQLite.
    Lite(Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    Pg(PgTx),
}

/// The same words in a transaction of either engine.
macro_rules! within {
    ($tx:expr, $connection:ident => $words:expr) => {
        match $tx {
            $crate::store::Tx::Lite(tx) => {
                let $connection = &mut **tx;
                $words
            }
            $crate::store::Tx::Pg(tx) => {
                let $connection = tx.patient();
                $words
            }
        }
    };
}
/// The same words outside a transaction, only reading.
macro_rules! reading {
    ($store:expr, $pool:ident => $words:expr) => {
        match $store {
            $crate::store::Store::Lite { readers: $pool, .. } => $words,
            $crate::store::Store::Pg(cluster) => {
                let serving = cluster.serving();
                let $pool = serving.patient();
                $words
            }
        }
    };
}
pub(crate) use {reading, within};

/// How long an act waits for a database that is away, a failover for example, before it is refused. Below the
/// ten seconds after which a branch gives up waiting for an answer.
pub(super) const PATIENCE: Duration = Duration::from_secs(8);

/// Pages that SQLite keeps in memory, in KiB: the upper levels of a large roll.
const CACHE_KIB: &str = "-65536";

/// Pages in SQLite's log before they are carried over to the table's file, 64 MiB. Check-ins touch pages at random: the more
/// are carried together, the fewer twice.
const WAL_PAGES: &str = "16384";

/// The name under which SQLite knows the order of the Persian alphabet; PostgreSQL has its own, from the same tables.
const ALPHABET: &str = "persian";

/// Rows that SQLite's thread may be ahead of their reader.
const ROWS: usize = 512;

impl Store {
    /// Opens or makes the database: PostgreSQL at `database`, or SQLite in the folder.
    pub(crate) async fn open(data: &Path, database: Option<&str>) -> Result<Self, Error> {
        std::fs::create_dir_all(data).map_err(|e| Error::disk(data, e))?;
        let store = match database {
            Some(url) => Self::Pg(Cluster::open(url).await?),
            None => Self::lite(data).await?,
        };
        store.order_staff().await?;
        Ok(store)
    }

    async fn lite(data: &Path) -> Result<Self, Error> {
        let file = data.join("headquarters.sqlite");
        let writer = Self::lite_writer(&file).await?;
        sqlx::migrate!("./migrations/sqlite")
            .run(&writer)
            .await
            .map_err(|e| Error::Damaged(e.to_string()))?;
        let readers = SqlitePoolOptions::new().max_connections(4);
        let readers = readers.connect_with(lite_options(&file).read_only(true)).await?;
        Ok(Self::Lite { writer, readers })
    }

    /// The connection that writes to a file.
    pub(super) async fn lite_writer(file: &Path) -> Result<SqlitePool, Error> {
        Ok(SqlitePoolOptions::new().max_connections(1).connect_with(lite_options(file)).await?)
    }

    /// A column of names as a list is ordered by it.
    pub(super) fn in_alphabetical_order(&self, column: &str) -> String {
        match self {
            Self::Lite { .. } => format!("{column} COLLATE {ALPHABET}"),
            Self::Pg(_) => format!("{column} COLLATE \"fa-x-icu\""),
        }
    }

    /// Do other headquarters write here too?
    pub(crate) fn is_shared(&self) -> bool {
        matches!(self, Self::Pg(_))
    }

    /// Points new connections at whichever host takes writes now.
    pub(crate) async fn follow_primary(&self) {
        if let Self::Pg(cluster) = self {
            cluster.follow_primary().await;
        }
    }

    /// How many writers of the ledger are worth their while: SQLite admits one; on PostgreSQL one gathers the
    /// next batch while the other waits for disk and standby.
    pub(crate) fn ledger_writers(&self) -> usize {
        match self {
            Self::Lite { .. } => 1,
            Self::Pg(_) => 2,
        }
    }

    /// Begins to write. While the database is away, looks for the primary and tries again, up to [`PATIENCE`].
    pub(crate) async fn begin(&self) -> Result<Tx, Error> {
        let begun = Instant::now();
        loop {
            let failed = match self {
                Self::Lite { writer, .. } => return Ok(Tx::Lite(writer.begin().await?)),
                Self::Pg(cluster) => match PgTx::begin(cluster).await {
                    Ok(tx) => return Ok(Tx::Pg(tx)),
                    Err(error) => {
                        let error = Error::from(error);
                        if error.is_away() {
                            cluster.follow_primary().await;
                        }
                        error
                    }
                },
            };
            if !failed.is_away() || begun.elapsed() > PATIENCE {
                return Err(failed);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

fn lite_options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        .pragma("cache_size", CACHE_KIB)
        .pragma("wal_autocheckpoint", WAL_PAGES)
        // What is deleted is overwritten: the order of voters is deleted in the evening, and must be gone.
        .pragma("secure_delete", "ON")
        .row_buffer_size(ROWS)
        .collation(ALPHABET, language::alphabetical)
        // FULL: an acknowledged check-in survives a power cut.
        .synchronous(SqliteSynchronous::Full)
}

impl Tx {
    /// Keeps it all. An error that is [away](Error::is_away) leaves open whether it was kept.
    pub(crate) async fn commit(self) -> Result<(), Error> {
        match self {
            Self::Lite(tx) => tx.commit().await?,
            Self::Pg(tx) => tx.commit().await?,
        }
        Ok(())
    }
}
