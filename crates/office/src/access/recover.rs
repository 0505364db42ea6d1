//! Recover an officer's access: one officer proposes, another confirms, and there is a link to enrol again.

use super::enrol::new_link;
use crate::clock;
use crate::error::Error;
use crate::open::Office;
use crate::store::{access, journal, person};
use headquarters::form::Why;
use headquarters::permit::{Permit, PersonId, act};
use headquarters::recovery::Recovery;

impl Office {
    /// Proposes to let a person enrol again.
    pub async fn propose_recovery(
        &self,
        permit: &Permit<act::RecoverAccess>,
        id: PersonId,
        why: &str,
    ) -> Result<(), Error> {
        let by = permit.officer().ok_or(Error::NotNow("only officers recover access"))?.person;
        let why = why.trim();
        if why.is_empty() {
            return Err(Error::field("why", Why::Missing));
        }
        let mut tx = self.0.store.begin_act().await?;
        let lost = person::find(&mut tx, id).await?;
        permit.over(&lost.place)?;
        let number = access::next_recovery(&mut tx).await?;
        let proposed = Recovery::propose(number, id, why.to_owned(), by)?;
        access::put_recovery(&mut tx, &proposed, &clock::now()).await?;
        let change = journal::Change::of("recovery", number, &lost.place).after(&proposed).why(why);
        journal::witness(&mut tx, permit, &change).await?;
        tx.commit().await
    }

    /// Confirms a recovery; answers the link, which is shown once. Password, codes and sessions of before are gone:
    /// whoever holds the lost telephone holds nothing.
    pub async fn confirm_recovery(
        &self,
        permit: &Permit<act::RecoverAccess>,
        number: i64,
    ) -> Result<String, Error> {
        let by = permit.officer().ok_or(Error::NotNow("only officers recover access"))?;
        let unknown = || Error::Unknown(format!("recovery {number}"));
        let found =
            self.0.store.recoveries().await?.into_iter().find(|one| one.id == number).ok_or_else(unknown)?;
        let proposer = self.officer(found.proposed_by).await?.ok_or_else(unknown)?;
        let lost = self.officer(found.person).await?.ok_or_else(unknown)?;
        let mut tx = self.0.store.begin_act().await?;
        let place = person::find(&mut tx, found.person).await?.place;
        permit.over(&place)?;
        let before = access::find_recovery(&mut tx, number).await?;
        let mut after = before.clone();
        after.confirm(by, &proposer, &lost)?;
        access::confirm_recovery(&mut tx, &after).await?;
        access::forget(&mut tx, found.person).await?;
        let link = new_link(&mut tx, found.person).await?;
        let change = journal::Change::of("recovery", number, &place).before(&before).after(&after);
        journal::witness(&mut tx, permit, &change).await?;
        tx.commit().await?;
        Ok(link)
    }

    /// Recoveries that wait for a second officer, as far as the permit reaches.
    pub async fn recoveries(&self, permit: &Permit<act::RecoverAccess>) -> Result<Vec<Recovery>, Error> {
        let mut waiting = Vec::new();
        for one in self.0.store.recoveries().await? {
            let lost = self.0.store.person(one.person).await?;
            if one.confirmed_by.is_none() && lost.is_some_and(|lost| permit.reaches(&lost.place)) {
                waiting.push(one);
            }
        }
        Ok(waiting)
    }
}
