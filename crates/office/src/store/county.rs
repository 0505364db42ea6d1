//! The imported county.

use super::engine::{reading, within};
use super::{Store, Tx};
use crate::error::Error;
use election::import::Draft;

impl Store {
    /// The draft, once imported.
    pub(crate) async fn draft(&self) -> Result<Option<Draft>, Error> {
        let json: Option<String> = reading!(self, pool => {
            sqlx::query_scalar("SELECT draft FROM county").fetch_optional(pool).await?
        });
        json.map(|json| serde_json::from_str(&json).map_err(|e| Error::Damaged(format!("the draft: {e}"))))
            .transpose()
    }
}

/// Replaces the draft.
pub(crate) async fn put(tx: &mut Tx, draft: &Draft) -> Result<(), Error> {
    let json = serde_json::to_string(draft).expect("a draft holds only strings and numbers");
    within!(tx, connection => {
        sqlx::query(
            "INSERT INTO county (id, draft) VALUES (1, $1)
             ON CONFLICT (id) DO UPDATE SET draft = excluded.draft",
        )
        .bind(json)
        .execute(connection)
        .await
        .map(drop)
    })?;
    Ok(())
}
