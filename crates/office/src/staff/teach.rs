//! Sessions: announce one, give seats, keep the attendance list, assess.

use super::{change, own_side, polling, signed};
use crate::clock;
use crate::error::Error;
use crate::open::Office;
use crate::store::journal::{Change, witness};
use crate::store::{Tx, staff};
use headquarters::form::Why;
use headquarters::permit::{Permit, act};
use headquarters::staff::Session;
use headquarters::staff::typed::NewSession;

impl Office {
    /// Announces a session; answers its number. Whoever teaches holds the trainer's pass of the level above on that day.
    pub async fn open_session(
        &self,
        permit: &Permit<act::TrainStaff>,
        new: NewSession,
    ) -> Result<i64, Error> {
        own_side(permit, new.post, &new.place)?;
        let mut tx = self.0.store.begin_act().await?;
        let (_, trainer) = match staff::find(&mut tx, new.trainer).await {
            Err(Error::Unknown(_)) => return Err(Error::field("trainer", Why::Unknown)),
            found => found?,
        };
        let session = Session {
            number: staff::next_session(&mut tx).await?,
            post: new.post,
            grade: new.grade,
            place: new.place,
            venue: new.venue,
            on: new.on,
            capacity: new.capacity,
            trainer: new.trainer,
            opened_by: signed(permit).by,
            late: new.late.clone(),
            kept_by: None,
            corrected: Vec::new(),
            seats: Vec::new(),
        }
        .open(&trainer)?;
        let changed = staff::next_change(&mut tx).await?;
        if !staff::put_session(&mut tx, 0, changed, &session).await? {
            return Err(Error::Changed);
        }
        let change = Change::of("training session", session.number, &session.place).after(&session);
        let change = change.why(&session.late);
        witness(&mut tx, permit, &change).await?;
        tx.commit().await?;
        Ok(session.number)
    }

    /// Gives somebody a seat.
    pub async fn enrol_member(
        &self,
        permit: &Permit<act::TrainStaff>,
        session: i64,
        member: i64,
    ) -> Result<(), Error> {
        self.change_session(permit, session, "", async |tx, session| {
            let (_, member) = match staff::find(tx, member).await {
                Err(Error::Unknown(_)) => return Err(Error::field("member", Why::Unknown)),
                found => found?,
            };
            permit.over(member.at())?;
            if !member.serves_on(session.on) {
                return Err(headquarters::staff::Refused::NotAppointed(session.on).into());
            }
            Ok(session.enrol(&member)?)
        })
        .await
    }

    /// Gives the seats that are left to members of the session's place who have the post and no pass for it, in the order
    /// of their numbers; answers how many.
    pub async fn enrol_waiting(
        &self,
        permit: &Permit<act::TrainStaff>,
        session: i64,
    ) -> Result<usize, Error> {
        self.change_session(permit, session, "", async |tx, session| {
            let waiting = staff::of_post(tx, &session.place, session.post.code(), "").await?;
            let before = session.seats.len();
            for (_, member) in waiting {
                if session.seats.len() >= usize::from(session.capacity) {
                    break;
                }
                let needs = member.pass_until(session.grade).is_none_or(|until| until < session.on);
                if needs && member.serves_on(session.on) {
                    // Whoever has a seat already, or teaches, is passed over.
                    let _ = session.enrol(&member);
                }
            }
            Ok(session.seats.len() - before)
        })
        .await
    }

    /// Keeps the attendance list, once. An empty one has to say that nobody came.
    pub async fn keep_attendance(
        &self,
        permit: &Permit<act::TrainStaff>,
        session: i64,
        came: &[i64],
        nobody: bool,
    ) -> Result<(), Error> {
        let by = signed(permit);
        let keep = async |_: &mut Tx, session: &mut Session| Ok(session.keep(came, nobody, by.on, by.by)?);
        self.change_session(permit, session, "", keep).await
    }

    /// Puts a kept list right: another officer than whoever wrote it, with a reason.
    pub async fn correct_attendance(
        &self,
        permit: &Permit<act::TrainStaff>,
        session: i64,
        came: &[i64],
        why: &str,
    ) -> Result<(), Error> {
        let by = signed(permit);
        self.change_session(permit, session, why, async |tx, session| {
            let mut assessed = Vec::new();
            for seat in &session.seats {
                let (_, member) = staff::find(tx, seat.member).await?;
                if member.result_of(session.number).is_some() {
                    assessed.push(member.number);
                }
            }
            Ok(session.correct(came, &assessed, why, by)?)
        })
        .await
    }

    async fn change_session<T>(
        &self,
        permit: &Permit<act::TrainStaff>,
        number: i64,
        why: &str,
        decide: impl AsyncFnOnce(&mut Tx, &mut Session) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut tx = self.0.store.begin_act().await?;
        let (version, before) = staff::find_session(&mut tx, number).await?;
        own_side(permit, before.post, &before.place)?;
        let mut after = before.clone();
        let answer = decide(&mut tx, &mut after).await?;
        let changed = staff::next_change(&mut tx).await?;
        if !staff::put_session(&mut tx, version, changed, &after).await? {
            return Err(Error::Changed);
        }
        let change = Change::of("training session", number, &before.place).before(&before).after(&after);
        witness(&mut tx, permit, &change.why(why.trim())).await?;
        tx.commit().await?;
        Ok(answer)
    }

    /// Puts the results of an examination into the files of whoever sat it, all or none; answers how many passed.
    pub async fn assess(
        &self,
        permit: &Permit<act::AssessStaff>,
        number: i64,
        scores: &[(i64, u8)],
    ) -> Result<usize, Error> {
        let by = signed(permit);
        let mut tx = self.0.store.begin_act().await?;
        let (_, session) = staff::find_session(&mut tx, number).await?;
        own_side(permit, session.post, &session.place)?;
        if clock::today() < session.on {
            return Err(headquarters::staff::SessionRefused::NotYet(session.on).into());
        }
        let mut passed = 0;
        for (member, score) in scores {
            passed += usize::from(
                change(&mut tx, permit, *member, None, "", |member| Ok(member.assess(&session, *score, by)?))
                    .await?,
            );
        }
        tx.commit().await?;
        Ok(passed)
    }

    /// Puts a score right: another officer than whoever assessed, with a reason. Answers whether it is a pass now;
    /// whoever has none any more is released.
    pub async fn correct_score(
        &self,
        permit: &Permit<act::AssessStaff>,
        number: i64,
        member: i64,
        score: u8,
        why: &str,
    ) -> Result<bool, Error> {
        let by = signed(permit);
        let mut tx = self.0.store.begin_act().await?;
        let polling = polling(&mut tx).await?;
        let (_, session) = staff::find_session(&mut tx, number).await?;
        own_side(permit, session.post, &session.place)?;
        let passed = change(&mut tx, permit, member, None, why.trim(), |member| {
            own_side(permit, member.post, member.at())?;
            Ok(member.correct_score(&session, score, why, polling, by)?)
        })
        .await?;
        tx.commit().await?;
        Ok(passed)
    }
}
