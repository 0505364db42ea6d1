//! Issue, confirm and revoke letters of appointment.

use crate::access::officer_in;
use crate::clock;
use crate::error::Error;
use crate::open::Office;
use crate::store::{Tx, journal, letter, organisation, person};
use headquarters::form::Why;
use headquarters::letter::{Appoints, Draft, Letter, Refused, Revoked, appointing};
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
        Error::named_by("person", person::find(&mut tx, draft.person).await)?;
        if let Some(committee) = draft.committee {
            organisation::committee_of(&mut tx, committee, &draft.scope).await?;
        }
        let old = match draft.supersedes {
            Some(number) => Some(Error::named_by("supersedes", letter::find(&mut tx, number).await)?),
            None => None,
        };
        let new = draft.issue::<A>(letter::next(&mut tx).await?, by)?;
        letter::put(&mut tx, &new, &clock::now()).await?;
        let change = journal::Change::of("letter", new.number, &new.scope).after(&new);
        journal::witness(&mut tx, permit, &change).await?;
        if let Some(old) = old {
            permit.over(&old.scope)?;
            old.can_be_superseded(&new, today)?;
            if !new.waits() {
                supersede(&mut tx, permit, old, &new).await?;
            }
        }
        tx.commit().await?;
        Ok(new)
    }

    /// Puts a second signature under a letter. Whoever issued it has to be able to issue it still; what it supersedes
    /// ends now, and not before.
    pub async fn confirm_letter(
        &self,
        permit: &Permit<act::ConfirmLetter>,
        number: i64,
    ) -> Result<Letter, Error> {
        let by = hand(permit)?;
        let today = clock::today();
        let mut tx = self.0.store.begin_act().await?;
        let before = letter::find(&mut tx, number).await?;
        permit.over(&before.scope)?;
        let mut after = before.clone();
        after.confirm(by)?;
        if let Some(issued_by) = before.issued_by {
            let issuer = officer_in(&mut tx, issued_by).await?;
            if !issuer.reach(appointing(before.role)).iter().any(|scope| scope.contains(&before.scope)) {
                return Err(Refused::IssuerGone.into());
            }
        }
        letter::settle(&mut tx, &after).await?;
        let change = journal::Change::of("letter", number, &before.scope).before(&before).after(&after);
        journal::witness(&mut tx, permit, &change).await?;
        if let Some(old) = after.supersedes {
            // It may have ended meanwhile, by its own last day or by another hand: then there is nothing to end.
            let old = letter::find(&mut tx, old).await?;
            if old.can_be_superseded(&after, today).is_ok() {
                supersede(&mut tx, permit, old, &after).await?;
            }
        }
        tx.commit().await?;
        Ok(after)
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
        let mut tx = self.0.store.begin_act().await?;
        let before = letter::find(&mut tx, number).await?;
        permit.over(&before.scope)?;
        let mut after = before.clone();
        after.revoke::<A>(revoked, today)?;
        letter::settle(&mut tx, &after).await?;
        let change = journal::Change::of("letter", number, &before.scope).before(&before).after(&after);
        journal::witness(&mut tx, permit, &change.why(why)).await?;
        if let Some(old) = after.supersedes {
            let old = letter::find(&mut tx, old).await?;
            let mut holds = old.clone();
            if holds.hold_on(&after, today) {
                keep(&mut tx, permit, &old, &holds).await?;
            }
        }
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

/// The earlier letter ends when the later one holds; the journal says so of the earlier one too.
async fn supersede<A: Kind>(tx: &mut Tx, permit: &Permit<A>, old: Letter, new: &Letter) -> Result<(), Error> {
    let mut ended = old.clone();
    ended.supersede(new, clock::today())?;
    keep(tx, permit, &old, &ended).await
}

async fn keep<A: Kind>(
    tx: &mut Tx,
    permit: &Permit<A>,
    before: &Letter,
    after: &Letter,
) -> Result<(), Error> {
    letter::settle(tx, after).await?;
    let change = journal::Change::of("letter", before.number, &before.scope).before(before).after(after);
    journal::witness(tx, permit, &change).await
}

#[cfg(test)]
mod tests;
