//! The ledger.

use super::Store;
use crate::error::Error;
use election::bytes::Digest;
use election::id::BranchId;
use pollbook::{CheckIn, VoterKey};
use sqlx::SqliteConnection;
use std::collections::BTreeMap;

/// An earlier check-in of this person, and the request that made it.
pub(crate) async fn find(
    tx: &mut SqliteConnection,
    voter: &VoterKey,
) -> Result<Option<(CheckIn, Vec<u8>)>, Error> {
    let row: Option<(String, String, Vec<u8>)> =
        sqlx::query_as("SELECT branch, at, request FROM check_in WHERE voter = $1")
            .bind(voter.0.as_slice())
            .fetch_optional(tx)
            .await?;
    row.map(|(branch, at, request)| {
        let branch = BranchId::new(&branch).map_err(|e| Error::Damaged(e.to_string()))?;
        Ok((CheckIn { branch, at }, request))
    })
    .transpose()
}

/// Keeps a check-in. The primary key refuses a second one, whatever the rule above it decided.
pub(crate) async fn put(
    tx: &mut SqliteConnection,
    voter: &VoterKey,
    check_in: &CheckIn,
    request: &Digest,
) -> Result<(), Error> {
    sqlx::query("INSERT INTO check_in (voter, branch, at, request) VALUES ($1, $2, $3, $4)")
        .bind(voter.0.as_slice())
        .bind(check_in.branch.as_str())
        .bind(&check_in.at)
        .bind(request.0.as_slice())
        .execute(tx)
        .await?;
    Ok(())
}

/// Counts a refused second vote.
pub(crate) async fn refuse(tx: &mut SqliteConnection, branch: &BranchId) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO refused (branch, count) VALUES ($1, 1) ON CONFLICT (branch) DO UPDATE SET count = count + 1",
    )
    .bind(branch.as_str())
    .execute(tx)
    .await?;
    Ok(())
}

impl Store {
    /// Check-ins and refusals by branch.
    pub(crate) async fn by_branch(&self) -> Result<BTreeMap<String, (u64, u64)>, Error> {
        let mut counts: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        let ins: Vec<(String, i64)> = sqlx::query_as("SELECT branch, count(*) FROM check_in GROUP BY branch")
            .fetch_all(&self.readers)
            .await?;
        for (branch, n) in ins {
            counts.entry(branch).or_default().0 = n.unsigned_abs();
        }
        let refused: Vec<(String, i64)> =
            sqlx::query_as("SELECT branch, count FROM refused").fetch_all(&self.readers).await?;
        for (branch, n) in refused {
            counts.entry(branch).or_default().1 = n.unsigned_abs();
        }
        Ok(counts)
    }
}
