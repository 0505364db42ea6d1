//! Passkeys («کلید ورود», WebAuthn level 3): a key on a telephone or a token, which signs in without a password and only
//! at the site that it was made for.
//!
//! A ceremony has two halves, and between them the headquarters keeps nothing: what it has to remember travels to the
//! browser and back under a code of the headquarters' own. So a crowd of strangers who begin and never end costs no
//! disk, and whichever headquarters on one database is asked second can end what another began. An answer is good once:
//! its challenge is marked as spent in the transaction that lets somebody in.
//!
//! A key has to show that its owner was there and unlocked it (`UV`). A counter that does not grow refuses the key, for
//! there may be two of it; whether a key has a copy elsewhere (`BS`) may change, whether it can have one (`BE`) may not.

use super::SessionToken;
use crate::clock;
use crate::error::Error;
use crate::open::Office;
use crate::store::passkey::{self, HANDLE, Row, STATE};
use crate::store::{Tx, access, journal};
use election::bytes::Digest;
use headquarters::form::{LINE, Why};
use headquarters::permit::PersonId;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::Sha256;
use webauthn_rp::bin::{Decode, Encode};
use webauthn_rp::request::auth::AuthenticationVerificationOptions;
use webauthn_rp::request::register::{
    CredProtect, Nickname, PublicKeyCredentialUserEntity, RegistrationVerificationOptions, UserHandle64,
    Username,
};
use webauthn_rp::request::{AsciiDomain, ExtensionInfo, PublicKeyCredentialDescriptor, RpId};
use webauthn_rp::response::auth::error::AuthCeremonyErr;
use webauthn_rp::response::register::{CompressedPubKey, DynamicState, StaticState};
use webauthn_rp::response::{AuthTransports, CredentialId};
use webauthn_rp::{
    AuthenticatedCredential, DiscoverableAuthentication64, DiscoverableAuthenticationServerState,
    DiscoverableCredentialRequestOptions, PublicKeyCredentialCreationOptions, Registration,
    RegistrationServerState,
};

/// How long a spent challenge is remembered, in seconds: longer than any ceremony may take.
const REMEMBERED: u64 = 15 * 60;

/// The public key of a passkey, as it is kept.
type Key = StaticState<CompressedPubKey<[u8; 32], [u8; 32], [u8; 48], Vec<u8>>>;

/// The site that passkeys are made for: whoever listens elsewhere gets no answer from them.
#[derive(Debug, Clone)]
pub struct RelyingParty {
    id: RpId,
    origin: String,
}

/// What is no address under which passkeys could be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\u{201c}{0}\u{201d} is no address for passkeys: give https and a domain name, such as https://hq.example.ir; http is taken for localhost alone"
)]
pub struct BadAddress(pub String);

impl RelyingParty {
    /// Reads the address under which officers reach this site.
    pub fn of(address: &str) -> Result<Self, BadAddress> {
        let bad = || BadAddress(address.chars().take(200).collect());
        let (scheme, rest) = address.split_once("://").ok_or_else(bad)?;
        let authority = rest.split('/').next().unwrap_or_default().to_ascii_lowercase();
        let (host, port) = authority.split_once(':').unwrap_or((&authority, ""));
        let named =
            host.split('.').next_back().is_some_and(|last| last.bytes().any(|b| b.is_ascii_alphabetic()));
        let protected = scheme == "https" || (scheme == "http" && host == "localhost");
        if !named || !protected || !port.bytes().all(|b| b.is_ascii_digit()) {
            return Err(bad());
        }
        let id = RpId::Domain(AsciiDomain::try_from(host.to_owned()).map_err(|_| bad())?);
        // A browser leaves the scheme's own port out of an origin.
        let usual = if scheme == "https" { "443" } else { "80" };
        let port = if port.is_empty() || port == usual { String::new() } else { format!(":{port}") };
        Ok(Self { id, origin: format!("{scheme}://{host}{port}") })
    }

    /// The origin that a browser shows.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

/// The first half of a ceremony: what the browser is asked, and what it has to give back.
#[derive(Debug, Clone)]
pub struct Ceremony {
    /// The options, as WebAuthn writes them in JSON.
    pub options: Value,
    /// What the headquarters has to know again, under its code.
    pub state: String,
}

/// The second half: what was given back, and the browser's answer.
#[derive(Debug, Clone, Copy)]
pub struct Answered<'a> {
    /// As in [`Ceremony`].
    pub state: &'a str,
    /// The credential, as WebAuthn writes it in JSON.
    pub credential: &'a [u8],
}

/// A passkey as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// Its id, in hexadecimal digits.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// When it was made.
    pub made: String,
    /// When it was used last; empty if never.
    pub used: String,
    /// Does a copy of it lie elsewhere, such as in a telephone maker's cloud?
    pub copied: bool,
}

/// What a ceremony is for; a state of one is none of the other.
#[derive(Debug, Clone, Copy)]
enum Purpose {
    Make = 1,
    SignIn = 2,
}

impl Office {
    /// Asks the browser of whoever holds this link for a key.
    pub async fn ask_key_by_link(&self, site: &RelyingParty, token: &str) -> Result<Ceremony, Error> {
        let person = self.person_of_link(token).await?;
        self.ask_key(site, person).await
    }

    /// Asks a person's browser for a new key.
    pub async fn ask_key(&self, site: &RelyingParty, person: PersonId) -> Result<Ceremony, Error> {
        let found = self.0.store.person(person).await?.ok_or(Error::NoLink)?;
        let handle = self.handle_of(person).await?;
        let transports = AuthTransports::decode(0).map_err(|_| damaged("no transports"))?;
        let known = self.0.store.passkeys_of(person).await?.into_iter().map(|row| {
            let id = CredentialId::<Vec<u8>>::decode(row.id).map_err(|_| damaged("its id"))?;
            Ok(PublicKeyCredentialDescriptor { id, transports })
        });
        let known: Vec<_> = known.collect::<Result<_, Error>>()?;
        let user = PublicKeyCredentialUserEntity {
            name: Username::try_from(found.login).map_err(|_| damaged("a login"))?,
            id: &handle,
            // A name that the profile of nicknames does not take is left out; the login stands beside it.
            display_name: Nickname::try_from(found.name).ok(),
        };
        let mut wished = PublicKeyCredentialCreationOptions::passkey(&site.id, user, known);
        // Asked for, and not insisted on: the keys of many telephones and computers do not know this extension. We ask for the
        // fingerprint or the PIN ourselves, at every sign-in.
        wished.extensions.cred_protect =
            CredProtect::UserVerificationRequired(ExtensionInfo::AllowDontEnforceValue);
        let begun = wished.start_ceremony();
        let (server, client) = begun.map_err(|_| damaged("the options of a ceremony"))?;
        let options = serde_json::to_value(&client).expect("options are texts and numbers");
        let state = server.encode().map_err(|_| damaged("the clock"))?;
        Ok(Ceremony { options, state: self.covered(Purpose::Make, &state) })
    }

    /// Keeps a first key, made by a link, which is used up; answers a first session.
    pub async fn enrol_key(
        &self,
        site: &RelyingParty,
        token: &str,
        answered: Answered<'_>,
        name: &str,
    ) -> Result<SessionToken, Error> {
        let person = self.person_of_link(token).await?;
        let made = self.judge_new(site, person, answered, name).await?;
        let mut tx = self.0.store.begin_act().await?;
        let link = access::link(&mut tx, &Digest::of(token.as_bytes())).await?;
        if link.is_none_or(|link| link.person() != person) {
            return Err(Error::NoLink);
        }
        access::void_links(&mut tx, person).await?;
        access::end_sessions(&mut tx, person).await?;
        keep(&mut tx, &made, answered.state).await?;
        let session = SessionToken::begin(&mut tx, person, &made.name).await?;
        tx.commit().await?;
        Ok(session)
    }

    /// Keeps one more key of a person who is signed in.
    pub async fn add_key(
        &self,
        site: &RelyingParty,
        person: PersonId,
        answered: Answered<'_>,
        name: &str,
    ) -> Result<(), Error> {
        let made = self.judge_new(site, person, answered, name).await?;
        let mut tx = self.0.store.begin_act().await?;
        keep(&mut tx, &made, answered.state).await?;
        tx.commit().await
    }

    /// Takes one of a person's keys away. The last way in stays: whoever is locked out needs two others.
    pub async fn remove_key(&self, person: PersonId, id: &str) -> Result<(), Error> {
        let unknown = || Error::Unknown(String::from("passkey"));
        let id = hex::decode(id).map_err(|_| unknown())?;
        let mut tx = self.0.store.begin_act().await?;
        let keys = passkey::of(&mut tx, person).await?;
        let name = keys.iter().find(|key| key.id == id).map(|key| key.name.clone()).ok_or_else(unknown)?;
        if keys.len() == 1 && access::credential(&mut tx, person).await?.is_none() {
            return Err(Error::LastWayIn);
        }
        passkey::remove(&mut tx, person, &id).await?;
        journal::note(&mut tx, &clock::now(), &person.to_string(), "remove a passkey", &name).await?;
        tx.commit().await
    }

    /// Asks any browser for a key that somebody has here. It is not asked whose: a guesser learns no names.
    pub fn ask_sign_in(&self, site: &RelyingParty) -> Result<Ceremony, Error> {
        let begun = DiscoverableCredentialRequestOptions::passkey(&site.id).start_ceremony();
        let (server, client) = begun.map_err(|_| damaged("the options of a ceremony"))?;
        let options = serde_json::to_value(&client).expect("options are texts and numbers");
        let state = server.encode().map_err(|_| damaged("the clock"))?;
        Ok(Ceremony { options, state: self.covered(Purpose::SignIn, &state) })
    }

    /// Lets in whoever's key answered; nobody if it is not one of ours, or answered something else. A lock on a
    /// password is none on a key: a stranger who tries passwords does not keep an officer out.
    pub async fn sign_in_by_key(
        &self,
        site: &RelyingParty,
        answered: Answered<'_>,
    ) -> Result<Option<SessionToken>, Error> {
        let Some(state) = self.uncovered(Purpose::SignIn, answered.state) else { return Ok(None) };
        let Ok(state) = DiscoverableAuthenticationServerState::decode(&state) else { return Ok(None) };
        let Ok(answer) = DiscoverableAuthentication64::from_json_relaxed(answered.credential) else {
            return Ok(None);
        };
        let mut tx = self.0.store.begin_act().await?;
        let Some(row) = passkey::find(&mut tx, answer.raw_id().as_ref()).await? else { return Ok(None) };
        let person = PersonId(row.person);
        let handle = read_handle(&row.handle)?;
        let key = Key::decode(&row.key).map_err(|_| damaged("its public key"))?;
        let kept: [u8; STATE] = row.state.as_slice().try_into().map_err(|_| damaged("its state"))?;
        let kept = DynamicState::decode(kept).map_err(|_| damaged("its state"))?;
        let id = CredentialId::<&[u8]>::decode(row.id.as_slice()).map_err(|_| damaged("its id"))?;
        let mut credential =
            AuthenticatedCredential::new(id, &handle, key, kept).map_err(|_| damaged("its parts"))?;
        let options = AuthenticationVerificationOptions::<'_, '_, String, String> {
            allowed_origins: std::slice::from_ref(&site.origin),
            error_on_unsolicited_extensions: false,
            ..AuthenticationVerificationOptions::default()
        };
        let now = clock::now();
        match state.verify(&site.id, &answer, &mut credential, &options) {
            Ok(_) => {}
            Err(AuthCeremonyErr::SignatureCounter) => {
                journal::note(
                    &mut tx,
                    &now,
                    &person.to_string(),
                    "refuse a passkey whose counter went back",
                    &row.name,
                )
                .await?;
                tx.commit().await?;
                return Ok(None);
            }
            Err(_) => return Ok(None),
        }
        if !spend(&mut tx, answered.state).await? {
            return Ok(None);
        }
        let state = credential.dynamic_state().encode().expect("a state has a code");
        passkey::used(&mut tx, &row.id, &state, &now).await?;
        journal::note(&mut tx, &now, &person.to_string(), "sign in by a passkey", &row.name).await?;
        let session = SessionToken::begin(&mut tx, person, &row.name).await?;
        tx.commit().await?;
        Ok(Some(session))
    }

    /// Judges what a browser answers to [`ask_key`](Self::ask_key).
    async fn judge_new(
        &self,
        site: &RelyingParty,
        person: PersonId,
        answered: Answered<'_>,
        name: &str,
    ) -> Result<Row, Error> {
        let name = name.trim().to_owned();
        if name.is_empty() || name.chars().count() > LINE {
            return Err(Error::field("name", if name.is_empty() { Why::Missing } else { Why::TooLong }));
        }
        let state = self.uncovered(Purpose::Make, answered.state).ok_or(Error::BadKey)?;
        let state = RegistrationServerState::<HANDLE>::decode(&state).map_err(|_| Error::BadKey)?;
        let answer = Registration::from_json_relaxed(answered.credential).map_err(|_| Error::BadKey)?;
        let options = RegistrationVerificationOptions::<'_, '_, String, String> {
            allowed_origins: std::slice::from_ref(&site.origin),
            error_on_unsolicited_extensions: false,
            ..RegistrationVerificationOptions::default()
        };
        let made = state.verify(&site.id, &answer, &options).map_err(|_| Error::BadKey)?;
        let handle = self.handle_of(person).await?;
        if *made.user_id() != handle {
            return Err(Error::BadKey);
        }
        let key = made.static_state().encode().expect("a public key has a code");
        let state = made.dynamic_state().encode().expect("a state has a code").to_vec();
        let id = made.id().as_ref().to_vec();
        let handle = handle.encode().expect("a handle is its bytes").to_vec();
        Ok(Row { id, person: person.0, name, key, state, made: clock::now(), used: String::new(), handle })
    }

    /// The handle by which keys know a person; drawn when it is asked for first.
    async fn handle_of(&self, person: PersonId) -> Result<UserHandle64, Error> {
        if let Some(known) = self.0.store.passkey_handle(person).await? {
            return read_handle(&known);
        }
        let mut tx = self.0.store.begin_act().await?;
        let drawn = UserHandle64::new();
        let bytes = drawn.encode().expect("a handle is its bytes");
        passkey::put_owner(&mut tx, person, &bytes).await?;
        tx.commit().await?;
        Ok(drawn)
    }

    async fn person_of_link(&self, token: &str) -> Result<PersonId, Error> {
        let link = self.0.store.link(&Digest::of(token.as_bytes())).await?;
        let link = link.filter(|link| clock::seconds() < link.expires.unsigned_abs()).ok_or(Error::NoLink)?;
        Ok(link.person())
    }

    /// A state under this headquarters' code, in hexadecimal digits.
    fn covered(&self, purpose: Purpose, state: &[u8]) -> String {
        let code = self.code(purpose, state).finalize().into_bytes();
        hex::encode([code.as_slice(), state].concat())
    }

    /// The state, if its code is right.
    fn uncovered(&self, purpose: Purpose, closed: &str) -> Option<Vec<u8>> {
        let bytes = hex::decode(closed).ok()?;
        let (code, state) = bytes.split_at_checked(32)?;
        self.code(purpose, state).verify_slice(code).ok()?;
        Some(state.to_vec())
    }

    fn code(&self, purpose: Purpose, state: &[u8]) -> Hmac<Sha256> {
        let mut code =
            Hmac::<Sha256>::new_from_slice(&self.0.session_secret).expect("HMAC takes keys of any length");
        code.update(b"amin passkey ceremony");
        code.update(&[purpose as u8]);
        code.update(state);
        code
    }
}

impl From<Row> for Passkey {
    fn from(row: Row) -> Self {
        let state: Option<[u8; STATE]> = row.state.as_slice().try_into().ok();
        let state = state.and_then(|state| DynamicState::decode(state).ok());
        let copied = state.is_some_and(|state| matches!(state.backup, webauthn_rp::response::Backup::Exists));
        Self { id: hex::encode(row.id), name: row.name, made: row.made, used: row.used, copied }
    }
}

async fn keep(tx: &mut Tx, made: &Row, state: &str) -> Result<(), Error> {
    if !spend(tx, state).await? || passkey::find(tx, &made.id).await?.is_some() {
        return Err(Error::BadKey);
    }
    passkey::put(tx, made).await?;
    let person = PersonId(made.person).to_string();
    journal::note(tx, &made.made, &person, "make a passkey", &made.name).await
}

/// An answer is good once.
async fn spend(tx: &mut Tx, state: &str) -> Result<bool, Error> {
    let now = clock::seconds();
    passkey::spend(tx, &Digest::of(state.as_bytes()), now, now + REMEMBERED).await
}

fn read_handle(bytes: &[u8]) -> Result<UserHandle64, Error> {
    let bytes: [u8; HANDLE] = bytes.try_into().map_err(|_| damaged("a handle"))?;
    Ok(UserHandle64::decode(bytes).expect("any bytes are a handle"))
}

fn damaged(what: &str) -> Error {
    Error::Damaged(format!("a passkey: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_known_by_its_origin_and_bare_numbers_are_none() {
        let origin = |address| RelyingParty::of(address).map(|site| site.origin().to_owned());
        assert_eq!(origin("https://HQ.example.ir/fa/hq").as_deref(), Ok("https://hq.example.ir"));
        assert_eq!(origin("https://hq.example.ir:443").as_deref(), Ok("https://hq.example.ir"));
        assert_eq!(origin("https://hq.example.ir:8443").as_deref(), Ok("https://hq.example.ir:8443"));
        assert_eq!(origin("http://localhost:8080").as_deref(), Ok("http://localhost:8080"));
        for address in [
            "hq.example.ir",
            "http://hq.example.ir",
            "https://10.0.0.1",
            "https://",
            "https://a:b",
            "https://ستاد",
        ] {
            assert!(origin(address).is_err(), "{address}");
        }
    }
}
