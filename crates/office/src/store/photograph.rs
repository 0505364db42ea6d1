//! Photographs, under their hash and the branch that they are of.

use super::engine::{reading, within};
use super::{Store, Tx};
use crate::error::Error;
use election::bytes::Digest;
use headquarters::place::Place;

/// Keeps a photograph of a branch; one that is there already stays as it is.
pub(crate) async fn put(
    tx: &mut Tx,
    hash: &Digest,
    place: &Place,
    at: &str,
    picture: &[u8],
) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query(
            "INSERT INTO photograph (hash, place, at, picture) VALUES ($1, $2, $3, $4) ON CONFLICT (hash, place) DO NOTHING",
        )
        .bind(hash.to_string())
        .bind(place.as_str())
        .bind(at)
        .bind(picture)
        .execute(connection)
        .await?;
    });
    Ok(())
}

impl Store {
    /// A photograph of a branch.
    pub(crate) async fn photograph(&self, place: &Place, hash: &Digest) -> Result<Option<Vec<u8>>, Error> {
        Ok(reading!(self, pool => {
            sqlx::query_scalar("SELECT picture FROM photograph WHERE hash = $1 AND place = $2")
                .bind(hash.to_string())
                .bind(place.as_str())
                .fetch_optional(pool)
                .await?
        }))
    }
}
