//! Waiting for PostgreSQL as long as its machine is there, and no longer.
//!
//! A machine that loses its power or its cable says no goodbye: TCP alone would wait a quarter of an hour and more for
//! an answer. A statement may well take minutes, so a time limit would be wrong; instead, whoever waits asks the host
//! now and then whether it is still the primary, and gives up when it is not. What was kept then is unknown, as
//! with any lost answer; see [`is_away`](crate::Error::is_away).

use super::cluster::{Cluster, Serving};
use futures_util::stream::{BoxStream, unfold};
use futures_util::{FutureExt as _, StreamExt as _, future::BoxFuture};
use sqlx::postgres::{PgConnection, PgQueryResult, PgRow, PgStatement, PgTypeInfo, Postgres};
use sqlx::{Describe, Either, Error, Execute, Executor, SqlStr, Transaction};
use std::io::{Error as Io, ErrorKind};
use std::pin::pin;
use std::time::Duration;

/// How long to wait in silence before the host is asked.
const SILENCE: Duration = Duration::from_secs(1);
/// So many greetings in a row must fail: one may be lost to a machine that is merely busy.
const GREETINGS: u32 = 2;

/// Executes on a pool or a connection, and gives up when the host has gone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patient<'c, E> {
    executor: E,
    on: &'c Serving,
}

/// A transaction, and whose it is.
pub(crate) struct PgTx {
    transaction: Transaction<'static, Postgres>,
    on: Serving,
}

impl<'c, E> Patient<'c, E> {
    pub(super) fn new(executor: E, on: &'c Serving) -> Self {
        Self { executor, on }
    }
}

/// Waits for what only the host can give.
pub(super) async fn patiently<F: Future>(on: &Serving, awaited: F) -> Result<F::Output, Error> {
    let mut awaited = pin!(awaited);
    loop {
        if let Ok(done) = tokio::time::timeout(SILENCE, &mut awaited).await {
            return Ok(done);
        }
        if !is_there(on).await {
            on.is_gone().await;
            return Err(Error::Io(Io::new(ErrorKind::TimedOut, "the database's machine does not answer")));
        }
    }
}

async fn is_there(on: &Serving) -> bool {
    for _ in 0..GREETINGS {
        if on.is_primary().await {
            return true;
        }
    }
    false
}

impl PgTx {
    /// Begins one on the primary.
    pub(super) async fn begin(cluster: &Cluster) -> Result<Self, Error> {
        let on = cluster.serving();
        let transaction = patiently(&on, on.pool().begin()).await??;
        Ok(Self { transaction, on })
    }

    /// What executes within it.
    pub(crate) fn patient(&mut self) -> Patient<'_, &mut PgConnection> {
        Patient::new(&mut *self.transaction, &self.on)
    }

    /// Keeps it all.
    pub(super) async fn commit(self) -> Result<(), Error> {
        patiently(&self.on, self.transaction.commit()).await?
    }
}

impl<'c, X> Executor<'c> for Patient<'c, X>
where
    X: Executor<'c, Database = Postgres> + 'c,
{
    type Database = Postgres;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, Result<Either<PgQueryResult, PgRow>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        let rows = self.executor.fetch_many(query);
        unfold((rows, self.on), async |(mut rows, on)| {
            let next = patiently(on, rows.next()).await;
            next.unwrap_or_else(|gone| Some(Err(gone))).map(|row| (row, (rows, on)))
        })
        .boxed()
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Option<PgRow>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        let row = self.executor.fetch_optional(query);
        async move { patiently(self.on, row).await? }.boxed()
    }

    fn prepare_with<'e>(
        self,
        sql: SqlStr,
        parameters: &'e [PgTypeInfo],
    ) -> BoxFuture<'e, Result<PgStatement, Error>>
    where
        'c: 'e,
    {
        let statement = self.executor.prepare_with(sql, parameters);
        async move { patiently(self.on, statement).await? }.boxed()
    }

    fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, Result<Describe<Postgres>, Error>>
    where
        'c: 'e,
    {
        self.executor.describe(sql)
    }
}
