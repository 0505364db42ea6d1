//! Recognise a browser that signed in: who it is, with the letters that are in force now.

use crate::clock;
use crate::error::Error;
use crate::open::Office;
use crate::store::Tx;
use crate::store::{access, letter, person};
use election::bytes::Digest;
use headquarters::letter::Letter;
use headquarters::permit::{Officer, PersonId};
use headquarters::person::Person;
use headquarters::sign_in::stands;

/// So many seconds pass before the use of a session is written down again.
const NOTED: u64 = 60;

/// What a signed-in browser shows. Only its hash is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(String);

impl SessionToken {
    /// As the browser shows it.
    pub fn new(shown: &str) -> Self {
        Self(shown.to_owned())
    }

    /// What goes into the cookie.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn digest(&self) -> Digest {
        Digest::of(self.0.as_bytes())
    }

    /// Draws a token and keeps its session, which began by a key of this name, or by a password.
    pub(super) async fn begin(tx: &mut Tx, person: PersonId, key: &str) -> Result<Self, Error> {
        let token = Self(hex::encode(rand::random::<[u8; 32]>()));
        access::begin(tx, &token.digest(), person, clock::seconds(), key).await?;
        Ok(token)
    }
}

impl std::fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SessionToken({} characters)", self.0.len())
    }
}

impl Office {
    /// The officer of a session that stands. Their permissions are read again each time: a letter that was revoked
    /// a moment ago gives nothing any more.
    pub async fn recognise(&self, token: &SessionToken) -> Result<Option<Officer>, Error> {
        let digest = token.digest();
        let Some((person, begun, used)) = self.0.store.session(&digest).await? else { return Ok(None) };
        let now = clock::seconds();
        if !stands(begun, used, now) {
            self.0.store.end_session(&digest).await?;
            return Ok(None);
        }
        if now > used + NOTED {
            self.0.store.session_used(&digest, now).await?;
        }
        self.officer(person).await
    }

    /// A person with the letters that are in force now.
    pub(super) async fn officer(&self, person: PersonId) -> Result<Option<Officer>, Error> {
        let Some(found) = self.0.store.person(person).await? else { return Ok(None) };
        Ok(Some(officer_of(found, &self.0.store.letters_to(person).await?)))
    }

    /// Ends a session.
    pub async fn sign_out(&self, token: &SessionToken) -> Result<(), Error> {
        self.0.store.end_session(&token.digest()).await
    }
}

fn officer_of(person: Person, letters: &[Letter]) -> Officer {
    let today = clock::today();
    let appointments = letters.iter().filter_map(|letter| letter.gives(today)).collect();
    Officer { person: person.id, name: person.name, appointments }
}

/// A person with the letters that are in force now, as the transaction sees them.
pub(crate) async fn officer_in(tx: &mut Tx, person: PersonId) -> Result<Officer, Error> {
    let found = person::find(tx, person).await?;
    Ok(officer_of(found, &letter::to(tx, person).await?))
}
