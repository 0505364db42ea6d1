//! Take a person off the roll after it was frozen: died, or lost the right.
//!
//! Who has voted keeps the vote, and the officer is told so: nobody can find that ballot. A pending check-in of before counts by
//! the rule, a later one is struck.

use crate::clock;
use crate::error::Error;
use crate::open::Office;
use crate::store::{journal, roll};
use election::national_id::NationalId;
use headquarters::form::Why;
use headquarters::permit::{Kind as _, Permit, act};
use pollbook::{CheckIn, VoterKey};

/// The longest reason.
const MOST: usize = 500;

impl Office {
    /// On the roll → off it, from this moment, at every headquarters. Answers the check-in that stands, if there is one. Done
    /// again it changes nothing.
    pub async fn take_off(
        &self,
        permit: &Permit<act::TakeOff>,
        person: &NationalId,
        why: &str,
    ) -> Result<Option<CheckIn>, Error> {
        let why = why.trim();
        if why.is_empty() {
            return Err(Error::field("reason", Why::Missing));
        }
        if why.len() > MOST {
            return Err(Error::field("reason", Why::TooLong));
        }
        if self.event().await.is_err() {
            return Err(Error::NotNow("the set-up is not frozen yet: bring in the roll without this person"));
        }
        let voter = VoterKey::of(&self.0.roll_secret, person);
        let mut tx = self.0.store.begin_act().await?;
        let standing = roll::take_off(&mut tx, &voter, clock::milliseconds(), why).await?;
        let what = format!("{}: {why}", hex::encode(voter.0));
        let (actor, act) = (permit.actor().to_string(), act::TakeOff::ACT.to_string());
        journal::note(&mut tx, &clock::now(), &actor, &act, &what).await?;
        tx.commit().await?;
        Ok(standing)
    }
}
