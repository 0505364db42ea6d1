//! Import the county's files: event, lists, candidates, branches, roll.

use crate::clock;
use crate::error::Error;
use crate::open::Office;
use crate::store::{county, journal, roll};
use election::import::{self, Files};
use headquarters::permit::{Permit, act};
use pollbook::VoterKey;
use serde::Serialize;

/// What was imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// Contests.
    pub contests: usize,
    /// Candidates of all contests.
    pub candidates: usize,
    /// Branches.
    pub branches: usize,
    /// Entitled persons.
    pub voters: usize,
}

impl Office {
    /// Nothing or an older draft → this draft and this roll. All or nothing; may be repeated until frozen.
    pub async fn import_county(
        &self,
        permit: &Permit<act::ImportCounty>,
        files: &Files<'_>,
    ) -> Result<Imported, Error> {
        if self.event().await.is_ok() {
            return Err(Error::NotNow("the set-up is frozen; nothing can be imported any more"));
        }
        let (draft, voters) = import::read(files).map_err(Error::Mistakes)?;
        let imported = Imported {
            contests: draft.contests.len(),
            candidates: draft.contests.iter().map(|c| c.candidates.len()).sum(),
            branches: draft.branches.len(),
            voters: voters.len(),
        };
        let rows: Vec<(VoterKey, String)> =
            voters.into_iter().map(|v| (VoterKey::of(&self.0.roll_secret, &v.national_id), v.name)).collect();
        let mut tx = self.0.store.begin().await?;
        county::put(&mut tx, &draft).await?;
        roll::replace(&mut tx, &rows).await?;
        let what = serde_json::to_string(&imported).unwrap_or_default();
        let actor = permit.actor().to_string();
        journal::note(&mut tx, &clock::now(), &actor, "import the county's files", &what).await?;
        tx.commit().await?;
        Ok(imported)
    }
}
