//! Take somebody on until the end of the election, correct their file, let them go.

use super::{change, own_side, polling, signed};
use crate::error::Error;
use crate::open::Office;
use crate::store::Tx;
use crate::store::journal::{Change, witness};
use crate::store::staff;
use calendar::Day;
use headquarters::form::{LINE, Mistake, Why};
use headquarters::permit::{Permit, act};
use headquarters::place::Place;
use headquarters::staff::typed::{Typed, masked};
use headquarters::staff::{Applicant, Bar, Ending, Grade, Member, Refused, bars};
use pollbook::VoterKey;

/// Why somebody is taken on who was refused before.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nonetheless<'a> {
    /// How many refusals whoever decides was shown: there may be another since.
    pub refusals: usize,
    /// Why.
    pub why: &'a str,
}

/// Keeps and witnesses what bars somebody.
async fn refuse(
    tx: &mut Tx,
    permit: &Permit<act::RecruitStaff>,
    key: &VoterKey,
    member: Member,
    bars: Vec<Bar>,
) -> Result<(), Error> {
    let Member { national, name, home, post, appointed: refused, .. } = member;
    let applicant = Applicant { national, name, home, post, refused, bars };
    staff::refuse(tx, key, &applicant).await?;
    let change = Change::of("applicant", &applicant.national, &applicant.home).after(&applicant);
    witness(tx, permit, &change).await
}

impl Office {
    /// The name of a person in the list of staff, under a secret of its own: it cannot be joined with the roll.
    pub(super) fn staff_key(&self, national: &election::national_id::NationalId) -> VoterKey {
        VoterKey::of(&self.0.staff_secret, national)
    }

    /// Takes somebody on; answers their number. Whoever is on the list already is not taken on twice. Whom something bars
    /// is refused, and that is kept; whoever was refused before is taken on with a reason alone.
    pub async fn recruit(
        &self,
        permit: &Permit<act::RecruitStaff>,
        new: Typed,
        Nonetheless { refusals, why }: Nonetheless<'_>,
    ) -> Result<i64, Error> {
        own_side(permit, new.member.post, &new.member.home)?;
        let mut tx = self.0.store.begin_act().await?;
        let polling = polling(&mut tx).await?;
        let key = self.staff_key(&new.national);
        if staff::of_person(&mut tx, &key).await?.is_some() {
            return Err(Error::field("national", Why::Taken));
        }
        let mut member = new.member;
        member.national = masked(&new.national);
        member.appointed = signed(permit);
        let bars = bars(&member.declared, member.post, polling);
        if !bars.is_empty() {
            let mistakes = bars.iter().map(|bar| Mistake { field: bar.field(), why: Why::Barred(*bar) });
            let mistakes = mistakes.collect();
            refuse(&mut tx, permit, &key, member, bars).await?;
            tx.commit().await?;
            return Err(Error::Typed(mistakes));
        }
        let refused = staff::refused(&mut tx, &key).await?;
        if !refused.is_empty() && (why.trim().is_empty() || refusals != refused.len()) {
            return Err(Error::RefusedBefore(refused));
        }
        member.number = staff::next(&mut tx).await?;
        let changed = staff::next_change(&mut tx).await?;
        if !staff::put(&mut tx, changed, &[(key, &member)]).await? {
            return Err(Error::Changed);
        }
        let change = Change::of("member", member.number, &member.home).after(&member).why(why.trim());
        witness(&mut tx, permit, &change).await?;
        tx.commit().await?;
        Ok(member.number)
    }

    /// Keeps that something bars somebody who asked to be taken on by a form in which more was wrong. Takes nobody on.
    pub async fn refuse_applicant(
        &self,
        permit: &Permit<act::RecruitStaff>,
        barred: Typed,
    ) -> Result<(), Error> {
        own_side(permit, barred.member.post, &barred.member.home)?;
        let mut tx = self.0.store.begin_act().await?;
        let polling = polling(&mut tx).await?;
        let key = self.staff_key(&barred.national);
        let bars = bars(&barred.member.declared, barred.member.post, polling);
        if bars.is_empty() || staff::of_person(&mut tx, &key).await?.is_some() {
            return Ok(());
        }
        let national = masked(&barred.national);
        // Nobody has read the rest of the form.
        let name = barred.member.name.chars().take(LINE).collect();
        let member = Member { national, name, appointed: signed(permit), ..barred.member };
        refuse(&mut tx, permit, &key, member, bars).await?;
        tx.commit().await
    }

    /// Corrects what somebody's file says, if nobody changed it since `version` was read. What they were taught, passed
    /// and served stays, and so does the person; a pass is for its post. A declaration that bars them ends their assignment.
    pub async fn correct_member(
        &self,
        permit: &Permit<act::RecruitStaff>,
        number: i64,
        version: i64,
        new: Member,
        why: &str,
    ) -> Result<(), Error> {
        own_side(permit, new.post, &new.home)?;
        let by = signed(permit);
        let mut tx = self.0.store.begin_act().await?;
        let polling = polling(&mut tx).await?;
        change(&mut tx, permit, number, Some(version), why, |member| {
            own_side(permit, member.post, member.at())?;
            if let Some(service) = member.service().filter(|_| new.post != member.post) {
                return Err(Refused::Assigned(service.place.clone()).into());
            }
            member.name.clone_from(&new.name);
            member.latin.clone_from(&new.latin);
            member.phone.clone_from(&new.phone);
            member.post = new.post;
            member.home.clone_from(&new.home);
            member.lives = new.lives;
            member.declared.clone_from(&new.declared);
            let barred = bars(&member.declared, member.post, polling);
            if !barred.is_empty() && member.service().is_some() {
                member.release(Ending::Barred, by)?;
            }
            Ok(())
        })
        .await?;
        tx.commit().await
    }

    /// Ends an appointment before the election does.
    pub async fn end_appointment(
        &self,
        permit: &Permit<act::RecruitStaff>,
        number: i64,
        why: &str,
    ) -> Result<(), Error> {
        if why.trim().is_empty() {
            return Err(Error::field("why", Why::Missing));
        }
        let by = signed(permit);
        let mut tx = self.0.store.begin_act().await?;
        change(&mut tx, permit, number, None, why, |member| {
            own_side(permit, member.post, member.at())?;
            Ok(member.leave(why.trim().to_owned(), by)?)
        })
        .await?;
        tx.commit().await
    }

    /// Takes back whoever was let go: another officer than whoever let them go, with a reason.
    pub async fn take_back(
        &self,
        permit: &Permit<act::RecruitStaff>,
        number: i64,
        why: &str,
    ) -> Result<(), Error> {
        let by = signed(permit);
        let mut tx = self.0.store.begin_act().await?;
        let polling = polling(&mut tx).await?;
        change(&mut tx, permit, number, None, why.trim(), |member| {
            own_side(permit, member.post, member.at())?;
            Ok(member.take_back(why, polling, by)?)
        })
        .await?;
        tx.commit().await
    }

    /// Writes down a trainer's certificate that the headquarters above gave. One by which somebody trains trainers is
    /// written by an officer of the province, and gives nothing until a second one has signed it.
    pub async fn certify_trainer(
        &self,
        permit: &Permit<act::AssessStaff>,
        number: i64,
        grade: Grade,
        certificate: &str,
        until: Day,
    ) -> Result<(), Error> {
        if certificate.trim().is_empty() {
            return Err(Error::field("certificate", Why::Missing));
        }
        let by = signed(permit);
        let mut tx = self.0.store.begin_act().await?;
        change(&mut tx, permit, number, None, "", |member| {
            own_side(permit, member.post, &signed_for(grade, member))?;
            if member.appointed.by == by.by {
                return Err(Refused::OwnJudge.into());
            }
            Ok(member.certify(grade, certificate.trim().to_owned(), until, by)?)
        })
        .await?;
        tx.commit().await
    }

    /// Puts the second signature under a trainer's certificate.
    pub async fn confirm_certificate(
        &self,
        permit: &Permit<act::AssessStaff>,
        number: i64,
    ) -> Result<(), Error> {
        let by = signed(permit);
        let mut tx = self.0.store.begin_act().await?;
        change(&mut tx, permit, number, None, "", |member| {
            own_side(permit, member.post, &signed_for(Grade::ProvinceTrainer, member))?;
            Ok(member.confirm_certificate(by)?)
        })
        .await?;
        tx.commit().await
    }
}

/// The place that a letter has to reach whose holder signs a certificate: the province, for trainers of trainers.
fn signed_for(grade: Grade, member: &Member) -> Place {
    let mut place = member.at().clone();
    while grade.takes_two()
        && let Some(above) = place.above()
    {
        place = above;
    }
    place
}
