//! One's own account («حساب من»): letters, sessions, keys, the password, and who opens the way in when it is lost.
//!
//! Everybody may do this for themselves, letter or not, so no permit is asked: the session says who it is. What gives a
//! new way in asks for a session that has just begun, so that whoever finds a browser open gains no more than that.

use super::{Passkey, Program, SessionToken, new_link, proof};
use crate::clock;
use crate::error::Error;
use crate::names::Names;
use crate::open::Office;
use crate::store::{access, journal, program};
use headquarters::form::Why;
use headquarters::letter::{Letter, Standing};
use headquarters::permit::PersonId;
use headquarters::person::Person;
use headquarters::recovery::Recovery;
use headquarters::sign_in::{FRESH, judge, lock_after, stands};

/// What a person sees of their own.
#[derive(Debug, Clone)]
pub struct Account {
    /// The person.
    pub person: Person,
    /// Letters to them, newest first, each with what it is worth today.
    pub letters: Vec<(Letter, Standing)>,
    /// Browsers that are signed in, the last used first.
    pub sessions: Vec<Session>,
    /// Their keys.
    pub passkeys: Vec<Passkey>,
    /// Programs that read with a token of theirs, those that end first first.
    pub programs: Vec<Program>,
    /// Did they set a password and codes?
    pub has_password: bool,
    /// A recovery that somebody proposed for them and nobody confirmed.
    pub recovery: Option<Recovery>,
    /// Whoever proposed it, and whoever revoked a letter of theirs.
    pub names: Names,
    /// May a new way in be made now? If not: sign in again first.
    pub is_fresh: bool,
}

/// A signed-in browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its number: the hash of what the browser shows, which lets nobody in.
    pub id: String,
    /// When it began.
    pub begun: String,
    /// When it was used last, to the minute.
    pub used: String,
    /// The key by which it began; empty for a password.
    pub key: String,
    /// Is it the one that asks?
    pub present: bool,
}

impl Office {
    /// A person's name in Latin letters, as their own pages in English say it.
    pub async fn latin_name(&self, person: PersonId) -> Result<String, Error> {
        let found = self.0.store.person(person).await?;
        Ok(found.ok_or_else(|| Error::Unknown(person.to_string()))?.latin)
    }

    /// What a person sees of their own.
    pub async fn account(&self, person: PersonId, shown: &SessionToken) -> Result<Account, Error> {
        let found = self.0.store.person(person).await?.ok_or_else(|| Error::Unknown(person.to_string()))?;
        let today = clock::today();
        let mut letters = self.0.store.letters_to(person).await?;
        letters.reverse();
        let letters = letters.into_iter().map(|letter| (letter.standing(today), letter));
        let letters: Vec<(Letter, Standing)> = letters.map(|(standing, letter)| (letter, standing)).collect();
        let revokers = letters.iter().filter_map(|(letter, _)| letter.revoked.as_ref().map(|end| end.by));
        let recovery = self.0.store.waiting_recoveries().await?.into_iter().find(|one| one.person == person);
        Ok(Account {
            person: found,
            names: self.names(recovery.iter().map(|one| one.proposed_by).chain(revokers)).await?,
            letters,
            sessions: self.sessions_of(person, shown).await?,
            passkeys: self.0.store.passkeys_of(person).await?.into_iter().map(Passkey::from).collect(),
            programs: self.programs_of(person).await?,
            has_password: self.0.store.credential_of(person).await?.is_some(),
            recovery,
            is_fresh: self.is_fresh(shown).await?,
        })
    }

    async fn sessions_of(&self, person: PersonId, shown: &SessionToken) -> Result<Vec<Session>, Error> {
        let now = clock::seconds();
        let rows = self.0.store.sessions_of(person).await?.into_iter();
        let standing = rows.filter(|row| stands(row.begun.unsigned_abs(), row.used.unsigned_abs(), now));
        let seen = standing.map(|row| Session {
            present: row.token == shown.digest().0,
            id: hex::encode(row.token),
            begun: clock::at(row.begun.unsigned_abs() * 1000),
            used: clock::at(row.used.unsigned_abs() * 1000),
            key: row.key_name,
        });
        Ok(seen.collect())
    }

    /// Did this session just begin?
    async fn is_fresh(&self, shown: &SessionToken) -> Result<bool, Error> {
        let found = self.0.store.session(&shown.digest()).await?;
        Ok(found.is_some_and(|(_, begun, _)| clock::seconds() < begun.saturating_add(FRESH)))
    }

    /// Refuses to make a new way in for a browser that was left open.
    pub async fn ask_fresh(&self, shown: &SessionToken) -> Result<(), Error> {
        if self.is_fresh(shown).await? { Ok(()) } else { Err(Error::SignInAgain) }
    }

    /// Ends one of a person's sessions.
    pub async fn end_own_session(&self, person: PersonId, id: &str) -> Result<(), Error> {
        let unknown = || Error::Unknown(String::from("session"));
        let token = hex::decode(id).map_err(|_| unknown())?;
        let mut tx = self.0.store.begin_act().await?;
        if !access::end_one_session(&mut tx, person, &token).await? {
            return Err(unknown());
        }
        journal::note(&mut tx, &clock::now(), &person.to_string(), "end a session", "").await?;
        tx.commit().await
    }

    /// Changes a person's password; their other sessions end. The present one and a code are asked for, and mistakes
    /// count as at the door.
    pub async fn change_password(
        &self,
        person: PersonId,
        shown: &SessionToken,
        present: String,
        code: &str,
        (new, again): (&str, &str),
    ) -> Result<(), Error> {
        let found = self.0.store.person(person).await?.ok_or_else(|| Error::Unknown(person.to_string()))?;
        judge(new, &found.login).map_err(|weak| Error::field("password", Why::Weak(weak)))?;
        if new != again {
            return Err(Error::field("again", Why::Differs));
        }
        let wrong = || Error::field("present", Why::WrongPassword);
        let known = self.0.store.credential_of(person).await?.ok_or_else(wrong)?;
        let right = proof::is_password(present, Some(known.password)).await?;
        let hash = proof::hash(new.to_owned()).await?;
        let mut tx = self.0.store.begin_act().await?;
        let known = access::credential(&mut tx, person).await?.ok_or_else(wrong)?;
        let now = clock::seconds();
        if now < known.locked_until.unsigned_abs() {
            return Err(wrong());
        }
        let step = proof::step(&known.secret, code, known.last_step.map(i64::unsigned_abs), now)?;
        let Some(step) = step.filter(|_| right) else {
            let mistakes = u32::try_from(known.wrong).unwrap_or(u32::MAX).saturating_add(1);
            access::tried(&mut tx, person, known.last_step, mistakes, now + lock_after(mistakes)).await?;
            tx.commit().await?;
            return Err(wrong());
        };
        access::change_password(&mut tx, person, &hash, step).await?;
        access::end_other_sessions(&mut tx, person, &shown.digest()).await?;
        // Whoever changes it may do so because somebody else knew it.
        program::forget(&mut tx, person).await?;
        journal::note(&mut tx, &clock::now(), &person.to_string(), "change a password", "").await?;
        tx.commit().await
    }

    /// Draws a link by which a person sets a password and codes of their own, the first or new ones.
    pub async fn draw_own_link(&self, person: PersonId, shown: &SessionToken) -> Result<String, Error> {
        self.ask_fresh(shown).await?;
        let mut tx = self.0.store.begin_act().await?;
        let link = new_link(&mut tx, person, None).await?;
        journal::note(&mut tx, &clock::now(), &person.to_string(), "draw a link of one's own", "").await?;
        tx.commit().await?;
        Ok(link)
    }
}
