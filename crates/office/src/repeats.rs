//! Second votes that were refused, with both places: what an inspector looks at when a branch has many.

use crate::error::Error;
use crate::open::Office;
use headquarters::permit::{Permit, act};
use serde::Serialize;

/// A refused second vote. Of whom it was is kept nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Repeat {
    /// The branch that refused.
    pub branch: String,
    /// When.
    pub at: String,
    /// The branch where the person had voted.
    pub first_branch: String,
    /// When. Empty if the desk that refused did not know.
    pub first_at: String,
}

/// So many are shown, the latest first.
const LATEST: i64 = 500;

impl Office {
    /// The latest.
    pub async fn repeats(&self, _permit: &Permit<act::CloseLedger>) -> Result<Vec<Repeat>, Error> {
        self.0.store.repeats(LATEST).await
    }
}
