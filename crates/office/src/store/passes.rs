//! Passes that a later polling day outlives.

use super::Store;
use super::engine::reading;
use crate::error::Error;
use calendar::Day;

/// Passes of one post («قبولی») that are good on one day and not on another.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Lapsing {
    /// The post's code.
    pub post: String,
    /// How many.
    pub passes: i64,
    /// Of these, how many are held by somebody who is assigned.
    pub assigned: i64,
}

impl Store {
    /// Passes that are good on `from` and no more on `to`, by post.
    pub(crate) async fn lapsing(&self, from: Day, to: Day) -> Result<Vec<Lapsing>, Error> {
        Ok(reading!(self, pool => {
            sqlx::query_as(
                "SELECT post, count(*) AS passes, coalesce(sum(CASE WHEN duty <> '' THEN 1 ELSE 0 END), 0) AS assigned
                 FROM staff WHERE gone = 0 AND pass_until >= $1 AND pass_until < $2 GROUP BY post ORDER BY post",
            )
            .bind(from.to_string())
            .bind(to.to_string())
            .fetch_all(pool)
            .await?
        }))
    }
}
