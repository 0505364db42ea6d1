//! Check-ins by branch, for screens that many people open.

use crate::error::Error;
use crate::open::Office;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::Mutex;

/// Check-ins and refusals by branch.
pub(crate) type ByBranch = BTreeMap<String, (u64, u64)>;

/// The last counts, and until when they are shown.
#[derive(Debug, Default)]
pub(crate) struct Counts(Mutex<Option<(Instant, Arc<ByBranch>)>>);

/// Counting may take one part in so many of the time: a full ledger is not read for each visitor.
const SHARE: u32 = 20;

impl Office {
    /// Counts that are at most twenty times as old as counting takes.
    pub(crate) async fn counts(&self) -> Result<Arc<ByBranch>, Error> {
        let mut last = self.0.counts.0.lock().await;
        if let Some((until, counts)) = &*last
            && Instant::now() < *until
        {
            return Ok(Arc::clone(counts));
        }
        let begun = Instant::now();
        let counts = Arc::new(self.0.store.by_branch().await?);
        *last = Some((Instant::now() + begun.elapsed() * SHARE, Arc::clone(&counts)));
        Ok(counts)
    }
}
