//! Photographs of a survey: taken in, made anew, kept under their hash.

use crate::clock;
use crate::error::Error;
use crate::open::Office;
use crate::picture::{anew, look};
use crate::store::field::{self, Table};
use crate::store::journal::{Change, witness};
use crate::store::photograph;
use election::bytes::Digest;
use headquarters::branch::Branch;
use headquarters::form::Why;
use headquarters::permit::{Permit, act};
use headquarters::place::Place;

/// The largest file that is taken.
pub const LARGEST_PHOTOGRAPH: usize = 12 << 20;

impl Office {
    /// Adds a photograph to the last survey of a branch, if whoever took it was shown the `seen` surveys that are there; answers
    /// its hash. The same picture again changes nothing.
    pub async fn add_photograph(
        &self,
        permit: &Permit<act::SurveyBranch>,
        place: &Place,
        seen: usize,
        file: Vec<u8>,
    ) -> Result<Digest, Error> {
        permit.over(place)?;
        let picture =
            look(move || anew(&file)).await.ok_or_else(|| Error::field("photograph", Why::NoPicture))?;
        let hash = Digest::of(&picture);
        let mut tx = self.0.store.begin_act().await?;
        let found: Option<(i64, Branch)> = field::find(&mut tx, Table::Branch, place.as_str()).await?;
        let (version, before) = found.ok_or_else(|| Error::Unknown(format!("branch {place}")))?;
        if before.surveys.len() != seen {
            return Err(Error::Changed);
        }
        let mut after = before.clone();
        after.add_photograph(hash)?;
        if after == before {
            return Ok(hash);
        }
        photograph::put(&mut tx, &hash, place, &clock::now(), &picture).await?;
        let changed = field::next_change(&mut tx).await?;
        if !field::put(&mut tx, Table::Branch, place.as_str(), version, changed, &after).await? {
            return Err(Error::Changed);
        }
        let change = Change::of("branch", place, place).before(&before).after(&after);
        witness(&mut tx, permit, &change).await?;
        tx.commit().await?;
        Ok(hash)
    }

    /// A photograph of a branch that the permit reaches.
    pub async fn photograph(
        &self,
        permit: &Permit<act::ReadBranches>,
        place: &Place,
        hash: &Digest,
    ) -> Result<Vec<u8>, Error> {
        permit.over(place)?;
        let found = self.0.store.photograph(place, hash).await?;
        found.ok_or_else(|| Error::Unknown(format!("photograph {hash}")))
    }
}
