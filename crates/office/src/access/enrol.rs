//! Enrol: by a link that is good once, a person sets a password and shows that their telephone has the codes.

use super::{SessionToken, proof};
use crate::clock;
use crate::error::Error;
use crate::open::Office;
use crate::store::{Tx, access, journal, letter, organisation, person};
use election::bytes::Digest;
use headquarters::form::{Reading, Why};
use headquarters::letter::Draft;
use headquarters::organisation::Headquarters;
use headquarters::permit::{Permit, PersonId, act};
use headquarters::person::Person;
use headquarters::place::Place;
use headquarters::role::Role;
use headquarters::sign_in::{LINK, judge};

/// How long the first letters hold, in days: long enough for any election, and not for ever.
const FIRST_TERM: i64 = 365;

/// A link for one of the first two officers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstLink {
    /// What they will be.
    pub role: Role,
    /// What stands at the end of the link's address.
    pub token: String,
}

/// What the page behind a link shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// Whose it is.
    pub name: String,
    /// What they will sign in with.
    pub login: String,
    /// What a telephone reads to show the codes.
    pub address: String,
    /// The same, to be typed where there is no camera.
    pub secret: String,
}

impl Office {
    /// Links for the first governor and the first chair of supervision, each until that one has enrolled, so that
    /// neither side begins in the hands of the other, or waits for it. Earlier links are void. Afterwards: none.
    pub async fn first_links(
        &self,
        permit: &Permit<act::EnrolFirst>,
        place: &Place,
    ) -> Result<Vec<FirstLink>, Error> {
        let mut tx = self.0.store.begin_act().await?;
        let today = clock::today();
        let mut links = Vec::new();
        for (id, role, name, latin) in [
            (1, Role::Governor, "فرماندار", "Governor"),
            (2, Role::SupervisoryChair, "رئیس هیأت نظارت", "Chair of the supervisory board"),
        ] {
            let id = PersonId(id);
            if access::is_enrolled(&mut tx, id).await? {
                continue;
            }
            if letter::to(&mut tx, id).await?.is_empty() {
                let (name, latin, login) = (name.to_owned(), latin.to_owned(), role.code().to_owned());
                let first = Person { id, name, latin, login, place: place.clone(), version: 1 };
                person::put(&mut tx, &first).await?;
                let draft = Draft {
                    person: id,
                    role,
                    scope: place.clone(),
                    committee: None,
                    from: today,
                    until: today.after(FIRST_TERM),
                    basis: "راه‌اندازی سامانه (first start)".into(),
                    supersedes: None,
                };
                let first = draft.issue_first(letter::next(&mut tx).await?);
                letter::put(&mut tx, &first, &clock::now()).await?;
                let change = journal::Change::of("letter", first.number, place).after(&first);
                journal::witness(&mut tx, permit, &change).await?;
            }
            links.push(FirstLink { role, token: new_link(&mut tx, id, None).await? });
        }
        if organisation::headquarters_at(&mut tx, place).await?.is_none() {
            let first = Headquarters {
                place: place.clone(),
                name: "ستاد انتخابات".into(),
                latin: "Election headquarters".into(),
                formed: today,
                ended: None,
                version: 1,
            };
            organisation::put_headquarters(&mut tx, &first).await?;
            let change = journal::Change::of("headquarters", place, place).after(&first);
            journal::witness(&mut tx, permit, &change).await?;
        }
        tx.commit().await?;
        Ok(links)
    }

    /// What is behind a link, while it is good.
    pub async fn enrolment(&self, token: &str) -> Result<Enrolment, Error> {
        let link = self.0.store.link(&Digest::of(token.as_bytes())).await?;
        let link = link.filter(|link| clock::seconds() < link.expires.unsigned_abs()).ok_or(Error::NoLink)?;
        let person = self.0.store.person(link.person()).await?.ok_or(Error::NoLink)?;
        let (address, secret) = proof::address(&link.secret, &person.login)?;
        Ok(Enrolment { name: person.name, login: person.login, address, secret })
    }

    /// Link → password and codes, and a first session. The link is used up.
    pub async fn enrol(
        &self,
        token: &str,
        password: &str,
        again: &str,
        code: &str,
    ) -> Result<SessionToken, Error> {
        let enrolment = self.enrolment(token).await?;
        // All that is wrong at once, before anything is hashed; the code is looked at again where it is used up.
        let mut reading = Reading::default();
        if let Err(weak) = judge(password, &enrolment.login) {
            reading.mistake("password", Why::Weak(weak));
        }
        if password != again {
            reading.mistake("again", Why::Differs);
        }
        let link = self.0.store.link(&Digest::of(token.as_bytes())).await?.ok_or(Error::NoLink)?;
        if proof::step(&link.secret, code, None, clock::seconds())?.is_none() {
            reading.mistake("code", Why::WrongCode);
        }
        reading.answer(Some(()))?;
        let hash = proof::hash(password.to_owned()).await?;
        let mut tx = self.0.store.begin_act().await?;
        let link = access::link(&mut tx, &Digest::of(token.as_bytes())).await?.ok_or(Error::NoLink)?;
        let step = proof::step(&link.secret, code, None, clock::seconds())?;
        let step = step.ok_or_else(|| Error::field("code", Why::WrongCode))?;
        let person = link.person();
        access::void_links(&mut tx, person).await?;
        access::put(&mut tx, person, &hash, &link.secret, step).await?;
        journal::note(&mut tx, &clock::now(), &person.to_string(), "enrol", "").await?;
        let session = SessionToken::begin(&mut tx, person, "").await?;
        tx.commit().await?;
        Ok(session)
    }
}

/// Draws a link for a person; it is shown once, to this officer or to nobody of the headquarters, and kept as a hash.
pub(crate) async fn new_link(
    tx: &mut Tx,
    person: PersonId,
    shown_to: Option<PersonId>,
) -> Result<String, Error> {
    let token = hex::encode(rand::random::<[u8; 32]>());
    let secret = rand::random::<[u8; proof::SECRET]>();
    let expires = clock::seconds() + LINK;
    access::put_link(tx, &Digest::of(token.as_bytes()), person, &secret, expires).await?;
    // A link of one's own does not undo that somebody else saw one.
    if let Some(officer) = shown_to {
        person::show_link(tx, person, officer).await?;
    }
    Ok(token)
}
