//! Which of several headquarters publishes the record.

use super::Store;
use super::cluster::{CLASS, Lock, Serving};
use super::patience::{Patient, patiently};
use crate::error::Error;
use sqlx::Connection as _;
use sqlx::postgres::PgConnection;

/// The part of the one that publishes, once it is ours. Its connection holds a lock; when the connection ends,
/// another headquarters takes over.
#[derive(Default)]
pub(crate) struct Lead(Option<(PgConnection, Serving)>);

impl Lead {
    /// Is it ours, or can it be now?
    pub(crate) async fn is_ours(&mut self, store: &Store) -> Result<bool, Error> {
        let Store::Pg(cluster) = store else { return Ok(true) };
        if let Some((connection, on)) = &mut self.0 {
            if matches!(patiently(on, connection.ping()).await, Ok(Ok(()))) {
                return Ok(true);
            }
            self.0 = None;
        }
        let on = cluster.serving();
        let mut connection = patiently(&on, on.pool().acquire()).await??.detach();
        let ours = sqlx::query_scalar("SELECT pg_try_advisory_lock($1, $2)")
            .bind(CLASS)
            .bind(Lock::Lead as i32)
            .fetch_one(Patient::new(&mut connection, &on))
            .await?;
        if ours {
            self.0 = Some((connection, on));
        } else {
            patiently(&on, connection.close()).await??;
        }
        Ok(ours)
    }
}
