//! Sessions: announce one, give seats, keep the attendance list, assess.

use super::{change, signed};
use crate::clock;
use crate::error::Error;
use crate::open::Office;
use crate::store::journal::{Change, witness};
use crate::store::staff;
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
        permit.over(&new.place)?;
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
            kept_by: None,
            seats: Vec::new(),
        }
        .open(&trainer)?;
        let changed = staff::next_change(&mut tx).await?;
        if !staff::put_session(&mut tx, 0, changed, &session).await? {
            return Err(Error::Changed);
        }
        let change = Change::of("training session", session.number, &session.place).after(&session);
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
        self.change_session(permit, session, async |tx, session| {
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
        self.change_session(permit, session, async |tx, session| {
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

    /// Keeps the attendance list, once.
    pub async fn keep_attendance(
        &self,
        permit: &Permit<act::TrainStaff>,
        session: i64,
        came: &[i64],
    ) -> Result<(), Error> {
        let by = signed(permit);
        self.change_session(permit, session, async |_, session| Ok(session.keep(came, by.on, by.by)?)).await
    }

    async fn change_session<T>(
        &self,
        permit: &Permit<act::TrainStaff>,
        number: i64,
        decide: impl AsyncFnOnce(&mut crate::store::Tx, &mut Session) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut tx = self.0.store.begin_act().await?;
        let (version, before) = staff::find_session(&mut tx, number).await?;
        permit.over(&before.place)?;
        let mut after = before.clone();
        let answer = decide(&mut tx, &mut after).await?;
        let changed = staff::next_change(&mut tx).await?;
        if !staff::put_session(&mut tx, version, changed, &after).await? {
            return Err(Error::Changed);
        }
        let change = Change::of("training session", number, &before.place).before(&before).after(&after);
        witness(&mut tx, permit, &change).await?;
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
        permit.over(&session.place)?;
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
}
