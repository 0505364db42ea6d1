//! Sign in: a name, its password, a one-time code.

use super::{SessionToken, proof};
use crate::clock;
use crate::error::Error;
use crate::open::Office;
use crate::store::{access, journal};
use headquarters::sign_in::{lock_after, login};

/// How a try to sign in ended. Which of name, password and code was wrong is not said, nor whether there is a lock:
/// a guesser would learn which names exist.
#[derive(Debug)]
pub enum Entered {
    /// A session has begun.
    In(SessionToken),
    /// Something was wrong, or too much was wrong before.
    Refused,
}

impl Office {
    /// Lets a person in, or counts the try. The lock is read and written in one transaction, so that tries at one
    /// moment are counted one by one. Whatever is wrong, a refusal costs one hash and one write.
    pub async fn sign_in(&self, name: &str, password: String, code: &str) -> Result<Entered, Error> {
        let person = match login(name) {
            Ok(login) => self.0.store.person_of_login(&login).await?,
            Err(_) => None,
        };
        let credential = match &person {
            Some(person) => self.0.store.credential_of(person.id).await?,
            None => None,
        };
        let right = proof::is_password(password, credential.map(|known| known.password)).await?;
        let mut tx = self.0.store.begin_act().await?;
        let now = clock::seconds();
        let known = match person.map(|person| person.id) {
            Some(person) => access::credential(&mut tx, person).await?.map(|known| (person, known)),
            None => None,
        };
        let Some((person, known)) = known.filter(|(_, known)| now >= known.locked_until.unsigned_abs())
        else {
            access::tried_in_vain(&mut tx).await?;
            tx.commit().await?;
            return Ok(Entered::Refused);
        };
        let last = known.last_step.map(i64::unsigned_abs);
        let step = proof::step(&known.secret, code, last, now)?;
        let entered = match step.filter(|_| right) {
            Some(step) => {
                access::tried(&mut tx, person, Some(step.cast_signed()), 0, 0).await?;
                journal::note(&mut tx, &clock::now(), &person.to_string(), "sign in", "").await?;
                Entered::In(SessionToken::begin(&mut tx, person, "").await?)
            }
            None => {
                let wrong = u32::try_from(known.wrong).unwrap_or(u32::MAX).saturating_add(1);
                let lock = lock_after(wrong);
                access::tried(&mut tx, person, known.last_step, wrong, now + lock).await?;
                // A line only when a lock begins: a guesser shall not fill the journal.
                if lock > 0 {
                    let what = format!("{wrong} wrong tries; locked for {lock} seconds");
                    journal::note(&mut tx, &clock::now(), &person.to_string(), "lock", &what).await?;
                }
                Entered::Refused
            }
        };
        tx.commit().await?;
        Ok(entered)
    }
}
