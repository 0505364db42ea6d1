//! Recover an officer's access: one officer proposes, another confirms, and there is a link to enrol again.

use super::enrol::new_link;
use super::recognise::officer_in;
use crate::clock;
use crate::error::Error;
use crate::names::Names;
use crate::open::Office;
use crate::store::{Tx, access, journal, letter, person};
use headquarters::form::Why;
use headquarters::permit::{Permit, PersonId, act};
use headquarters::person::Person;
use headquarters::place::Place;
use headquarters::recovery::{Recovery, Stake};

impl Office {
    /// Proposes to let a person enrol again.
    pub async fn propose_recovery(
        &self,
        permit: &Permit<act::RecoverAccess>,
        id: PersonId,
        why: &str,
    ) -> Result<(), Error> {
        let by = permit.officer().ok_or(Error::NotNow("only officers recover access"))?;
        let why = why.trim();
        if why.is_empty() {
            return Err(Error::field("why", Why::Missing));
        }
        let mut tx = self.0.store.begin_act().await?;
        let (stake, home) = stake(&mut tx, id).await?;
        permit.over(&home)?;
        let number = access::next_recovery(&mut tx).await?;
        let proposed = Recovery::propose(number, &stake, why.to_owned(), by)?;
        access::put_recovery(&mut tx, &proposed, &clock::now()).await?;
        let change = journal::Change::of("recovery", number, &home).after(&proposed).why(why);
        journal::witness(&mut tx, permit, &change).await?;
        tx.commit().await
    }

    /// The person for whom a recovery could be proposed where the permit reaches.
    pub async fn person_to_recover(
        &self,
        permit: &Permit<act::RecoverAccess>,
        id: PersonId,
    ) -> Result<Person, Error> {
        let found = self.0.store.person(id).await?.ok_or_else(|| Error::Unknown(id.to_string()))?;
        permit.over(&found.place)?;
        Ok(found)
    }

    /// Confirms a recovery; answers the link, which is shown once. Password, codes, sessions and tokens of before are gone:
    /// whoever holds the lost telephone holds nothing.
    pub async fn confirm_recovery(
        &self,
        permit: &Permit<act::RecoverAccess>,
        number: i64,
    ) -> Result<String, Error> {
        let by = permit.officer().ok_or(Error::NotNow("only officers recover access"))?;
        let mut tx = self.0.store.begin_act().await?;
        let before = access::find_recovery(&mut tx, number).await?;
        let (stake, home) = stake(&mut tx, before.person).await?;
        let proposer = officer_in(&mut tx, before.proposed_by).await?;
        let mut after = before.clone();
        after.confirm(by, &proposer, &stake)?;
        access::settle_recovery(&mut tx, &after).await?;
        access::forget(&mut tx, before.person).await?;
        let link = new_link(&mut tx, before.person, Some(by.person)).await?;
        let change = journal::Change::of("recovery", number, &home).before(&before).after(&after);
        journal::witness(&mut tx, permit, &change).await?;
        tx.commit().await?;
        Ok(link)
    }

    /// Takes a proposal off the table: by whoever made it, or by a second officer who will not confirm it.
    pub async fn end_recovery(&self, permit: &Permit<act::RecoverAccess>, number: i64) -> Result<(), Error> {
        let by = permit.officer().ok_or(Error::NotNow("only officers recover access"))?;
        let mut tx = self.0.store.begin_act().await?;
        let before = access::find_recovery(&mut tx, number).await?;
        let (stake, home) = stake(&mut tx, before.person).await?;
        let mut after = before.clone();
        after.end(by, &stake)?;
        access::settle_recovery(&mut tx, &after).await?;
        let change = journal::Change::of("recovery", number, &home).before(&before).after(&after);
        journal::witness(&mut tx, permit, &change).await?;
        tx.commit().await
    }

    /// Recoveries that wait for a second officer, as far as the permit reaches.
    pub async fn recoveries(
        &self,
        permit: &Permit<act::RecoverAccess>,
    ) -> Result<(Vec<Recovery>, Names), Error> {
        let mut waiting = Vec::new();
        for one in self.0.store.waiting_recoveries().await? {
            let lost = self.0.store.person(one.person).await?;
            if lost.is_some_and(|lost| permit.reaches(&lost.place)) {
                waiting.push(one);
            }
        }
        let names = self.names(waiting.iter().flat_map(|one| [one.person, one.proposed_by])).await?;
        Ok((waiting, names))
    }
}

/// What hangs on a person's way in, and where they are registered.
pub(crate) async fn stake(tx: &mut Tx, id: PersonId) -> Result<(Stake, Place), Error> {
    let home = person::find(tx, id).await?.place;
    let letters = letter::to(tx, id).await?;
    Ok((Stake::of(id, &home, &letters, clock::today()), home))
}
