//! Which of several headquarters publishes the record.

use super::Store;
use super::cluster::{CLASS, Lock};
use crate::error::Error;
use sqlx::Connection as _;
use sqlx::postgres::PgConnection;

/// The part of the one that publishes, once it is ours. Its connection holds a lock; when the connection ends,
/// another headquarters takes over.
#[derive(Default)]
pub(crate) struct Lead(Option<PgConnection>);

impl Lead {
    /// Is it ours, or can it be now?
    pub(crate) async fn is_ours(&mut self, store: &Store) -> Result<bool, Error> {
        let Store::Pg(cluster) = store else { return Ok(true) };
        if let Some(connection) = &mut self.0 {
            if connection.ping().await.is_ok() {
                return Ok(true);
            }
            self.0 = None;
        }
        let mut connection = cluster.pool().acquire().await?.detach();
        let ours = sqlx::query_scalar("SELECT pg_try_advisory_lock($1, $2)")
            .bind(CLASS)
            .bind(Lock::Lead as i32)
            .fetch_one(&mut connection)
            .await?;
        if ours {
            self.0 = Some(connection);
        } else {
            connection.close().await?;
        }
        Ok(ours)
    }
}
