//! Issue, confirm and revoke letters of appointment.

use crate::clock;
use crate::error::Error;
use crate::open::Office;
use crate::store::{journal, letter, organisation, person};
use headquarters::form::Why;
use headquarters::letter::{Appoints, Draft, Letter, Refused, Revoked};
use headquarters::permit::{Kind, Permit, PersonId, act};

/// The officer behind a permit.
fn hand<A: Kind>(permit: &Permit<A>) -> Result<PersonId, Error> {
    permit.officer().map(|officer| officer.person).ok_or(Error::NotNow("only an officer signs letters"))
}

impl Office {
    /// Issues a letter; answers it. Where the role appoints others, it waits for a second signature.
    pub async fn issue_letter<A: Appoints>(&self, permit: &Permit<A>, draft: Draft) -> Result<Letter, Error> {
        permit.over(&draft.scope)?;
        let by = hand(permit)?;
        let today = clock::today();
        let mut tx = self.0.store.begin_act().await?;
        if person::find(&mut tx, draft.person).await.is_err() {
            return Err(Error::field("person", Why::Unknown));
        }
        if let Some(committee) = draft.committee {
            let committee = organisation::find_committee(&mut tx, committee).await;
            if committee.is_ok_and(|committee| committee.place != draft.scope) {
                return Err(Error::field("committee", Why::Unknown));
            }
        }
        let supersedes = draft.supersedes;
        let new = draft.issue::<A>(letter::next(&mut tx).await?, by)?;
        letter::put(&mut tx, &new, &clock::now()).await?;
        if let Some(number) = supersedes {
            let mut old = letter::find(&mut tx, number).await?;
            permit.over(&old.scope)?;
            old.supersede(&new, today)?;
            letter::settle(&mut tx, &old).await?;
        }
        let change = journal::Change::of("letter", new.number, &new.scope).after(&new);
        journal::witness(&mut tx, permit, &change).await?;
        tx.commit().await?;
        Ok(new)
    }

    /// Puts a second signature under a letter.
    pub async fn confirm_letter(
        &self,
        permit: &Permit<act::ConfirmLetter>,
        number: i64,
    ) -> Result<Letter, Error> {
        let by = hand(permit)?;
        self.settle(permit, number, "", |letter| letter.confirm(by)).await
    }

    /// Ends a letter before its time.
    pub async fn revoke_letter<A: Appoints>(
        &self,
        permit: &Permit<A>,
        number: i64,
        why: &str,
    ) -> Result<Letter, Error> {
        let why = why.trim();
        if why.is_empty() {
            return Err(Error::field("why", Why::Missing));
        }
        let revoked = Revoked { by: hand(permit)?, at: clock::now(), why: why.to_owned() };
        let today = clock::today();
        self.settle(permit, number, why, |letter| letter.revoke::<A>(revoked, today)).await
    }

    async fn settle<A: Kind>(
        &self,
        permit: &Permit<A>,
        number: i64,
        why: &str,
        decide: impl FnOnce(&mut Letter) -> Result<(), Refused>,
    ) -> Result<Letter, Error> {
        let mut tx = self.0.store.begin_act().await?;
        let before = letter::find(&mut tx, number).await?;
        permit.over(&before.scope)?;
        let mut after = before.clone();
        decide(&mut after)?;
        letter::settle(&mut tx, &after).await?;
        let change = journal::Change::of("letter", number, &before.scope).before(&before).after(&after);
        journal::witness(&mut tx, permit, &change.why(why)).await?;
        tx.commit().await?;
        Ok(after)
    }

    /// A letter and when it was issued.
    pub async fn letter(
        &self,
        permit: &Permit<act::ReadOrganisation>,
        number: i64,
    ) -> Result<(Letter, String), Error> {
        let unknown = || Error::Unknown(format!("letter {number}"));
        let (letter, at) = self.0.store.letter(number).await?.ok_or_else(unknown)?;
        permit.over(&letter.scope)?;
        Ok((letter, at))
    }
}
