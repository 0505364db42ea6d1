//! A session: a machine signs once, and a key for message authentication stands for its signature after that.
//!
//! A signature costs the headquarters some fifty times what a MAC costs, and on polling day the same few thousand
//! machines ask again and again. The machine signs a hello that carries one half of a Diffie–Hellman exchange;
//! the headquarters signs its answer, which carries the other half and the session's key under it.
//!
//! The headquarters keeps no session. The key is derived from a secret of its own, the event, the machine's key
//! and the token that the machine shows, so every headquarters on one database recognises it, also after a
//! restart; and a machine that is replaced, hence has another key, loses its sessions.

use crate::Problem;
use axum::http::{HeaderMap, StatusCode};
use crypto::elgamal::draw;
use crypto::group::{Encoded, Point, Scalar, g_table, is_identity};
use crypto::signature::{PublicKey, Signature, Signer};
use election::bytes::Digest;
use election::id::BranchId;
use election::setup::Event;
use election::signatory::Signatory;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// Shows which session a request belongs to.
pub const SESSION: &str = "amin-session";
/// Carries the MAC of a request, and of its answer.
pub const MAC: &str = "amin-mac";
/// Where a session begins.
pub const PATH: &str = "/api/v1/sessions";
/// How long a session holds, in seconds: a polling day and its eve.
const LASTS: u64 = 36 * 3600;

/// What a machine sends, signed, to begin.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hello {
    /// Its half of the exchange, a Ristretto255 point.
    pub share: Digest,
}

/// What the headquarters answers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Welcome {
    /// What to show with each request: who, until when, and a number drawn once.
    pub token: String,
    /// The headquarters' half.
    pub share: Digest,
    /// The session's key, under the secret that both halves give.
    pub key: Digest,
    /// The key by which the roll names persons, likewise hidden: a desk that is cut off must name them as the
    /// headquarters does, or two check-ins of one person would never meet.
    pub roll: Digest,
    /// The headquarters' signature under all of it.
    #[serde(with = "election::bytes::long")]
    pub signature: Vec<u8>,
}

/// A machine's part while it waits for the answer.
pub struct Asking {
    secret: Scalar,
    share: Digest,
}

/// A session that holds.
#[derive(Clone)]
pub struct Session {
    token: String,
    key: [u8; 32],
}

/// What a machine has when it was welcomed.
#[derive(Debug)]
pub struct Welcomed {
    /// The session.
    pub session: Session,
    /// The key by which the roll names persons.
    pub roll: RollKey,
}

/// The key by which the roll names persons; does not print.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RollKey(pub [u8; 32]);

impl std::fmt::Debug for RollKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RollKey(32 bytes)")
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Session({})", self.token)
    }
}

/// The MAC under one request, by which its answer is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestMac(String);

impl Asking {
    /// Draws the machine's half.
    pub fn new(rng: &mut impl rand_core::CryptoRng) -> (Self, Hello) {
        let secret = draw(rng);
        let share = Digest((g_table() * &secret).compress().to_bytes());
        (Self { secret, share }, Hello { share })
    }

    /// Opens the answer, if the headquarters of this event gave it.
    pub fn finish(self, event: &Event, headquarters: &PublicKey, welcome: &Welcome) -> Option<Welcomed> {
        let signature = Signature(welcome.signature.as_slice().try_into().ok()?);
        let said = statement(&self.share, welcome);
        if !headquarters.verifies(&domain(event), &said, &signature) {
            return None;
        }
        let both = point(&welcome.share)? * self.secret;
        let pad = |what| pad(what, event, &both, &self.share, &welcome.share, &welcome.token);
        let session = Session { token: welcome.token.clone(), key: xor(&welcome.key.0, &pad(b"pad")) };
        Some(Welcomed { session, roll: RollKey(xor(&welcome.roll.0, &pad(b"roll"))) })
    }
}

impl Session {
    /// The headers of a request in this session.
    pub fn headers(&self, path: &str, body: &[u8]) -> ([(&'static str, String); 2], RequestMac) {
        let mac = hex::encode(mac(&self.key, &[b"request", path.as_bytes(), body]));
        ([(SESSION, self.token.clone()), (MAC, mac.clone())], RequestMac(mac))
    }

    /// Did the headquarters give this answer to that request? Nobody between could change or replay it.
    pub fn is_answer(&self, request: &RequestMac, shown: &str, body: &[u8]) -> bool {
        let mut text = [0; 32];
        hex::decode_to_slice(shown, &mut text).is_ok()
            && verify(&self.key, &[b"answer", request.0.as_bytes(), body], &text)
    }

    /// The MAC of an answer.
    pub fn answer(&self, request: &RequestMac, body: &[u8]) -> String {
        hex::encode(mac(&self.key, &[b"answer", request.0.as_bytes(), body]))
    }
}

/// The headquarters' side: its secret for sessions, and whose sessions it recognises.
pub struct Host<'a> {
    /// The secret that all headquarters on one database share.
    pub secret: &'a [u8; 32],
    /// The event.
    pub event: &'a Event,
    /// Seconds since 1970.
    pub now: u64,
}

impl Host<'_> {
    /// Answers a hello whose signature was checked. The key by which the roll names persons is told to the branches'
    /// machines and to nobody else.
    pub fn welcome(
        &self,
        branch: &BranchId,
        key: &PublicKey,
        hello: &Hello,
        signer: &Signer,
        roll: RollKey,
        rng: &mut impl rand_core::CryptoRng,
    ) -> Result<Welcome, Problem> {
        let refuse =
            || Problem::new(StatusCode::BAD_REQUEST, "session", "the hello carries no point of the group");
        let theirs = point(&hello.share).ok_or_else(refuse)?;
        let mut nonce = [0; 16];
        rng.fill_bytes(&mut nonce);
        let token = format!("{branch} {} {}", self.now + LASTS, hex::encode(nonce));
        let session = self.key(key, &token);
        let secret = draw(rng);
        let share = Digest((g_table() * &secret).compress().to_bytes());
        let both = theirs * secret;
        let pad = |what| pad(what, self.event, &both, &hello.share, &share, &token);
        let (key, roll) = (Digest(xor(&session, &pad(b"pad"))), Digest(xor(&roll.0, &pad(b"roll"))));
        let mut welcome = Welcome { token, share, key, roll, signature: Vec::new() };
        let said = statement(&hello.share, &welcome);
        welcome.signature = signer.sign(&domain(self.event), &said).0.to_vec();
        Ok(welcome)
    }

    /// Which branch asks, if the request is of a session that holds; nothing if it shows none.
    pub fn check(
        &self,
        headers: &HeaderMap,
        key_of: impl FnOnce(&BranchId) -> Option<PublicKey>,
        path: &str,
        body: &[u8],
    ) -> Option<Result<(Signatory, Session, RequestMac), Problem>> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let token = text(SESSION)?;
        Some(self.recognise(token, text(MAC).unwrap_or_default(), key_of, path, body).ok_or_else(|| {
            Problem::new(
                StatusCode::UNAUTHORIZED,
                "session",
                "this session does not hold, or the MAC is false",
            )
            .remedy("Begin a new session with a signed hello, as docs/protocol/requests.md says")
        }))
    }

    fn recognise(
        &self,
        token: &str,
        shown: &str,
        key_of: impl FnOnce(&BranchId) -> Option<PublicKey>,
        path: &str,
        body: &[u8],
    ) -> Option<(Signatory, Session, RequestMac)> {
        let mut parts = token.split(' ');
        let (branch, until, _nonce) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || until.parse::<u64>().ok()? < self.now {
            return None;
        }
        let branch = BranchId::new(branch).ok()?;
        let key = self.key(&key_of(&branch)?, token);
        let mut text = [0; 32];
        hex::decode_to_slice(shown, &mut text).ok()?;
        verify(&key, &[b"request", path.as_bytes(), body], &text).then(|| {
            let session = Session { token: token.to_owned(), key };
            (Signatory::Branch(branch), session, RequestMac(shown.to_owned()))
        })
    }

    /// The key of a session: nobody who does not know the secret can make one for a token of their own.
    fn key(&self, machine: &PublicKey, token: &str) -> [u8; 32] {
        mac(self.secret, &[b"session", &self.event.0, &machine.0, token.as_bytes()])
    }
}

fn point(share: &Digest) -> Option<Point> {
    Encoded(share.0).decompress().filter(|point| !is_identity(point))
}

/// The domain of the headquarters' signature.
fn domain(event: &Event) -> String {
    format!("{event}/session")
}

fn statement(theirs: &Digest, welcome: &Welcome) -> Vec<u8> {
    let Welcome { token, share, key, roll, .. } = welcome;
    [theirs.0.as_slice(), &share.0, &key.0, &roll.0, token.as_bytes()].concat()
}

/// What hides a key on its way: used once, for both halves are drawn anew.
fn pad(what: &[u8], event: &Event, both: &Point, theirs: &Digest, ours: &Digest, token: &str) -> [u8; 32] {
    let both = both.compress().to_bytes();
    mac(&both, &[what, &event.0, &theirs.0, &ours.0, token.as_bytes()])
}

fn xor(a: &[u8; 32], b: &[u8; 32]) -> [u8; 32] {
    std::array::from_fn(|i| a[i] ^ b[i])
}

/// HMAC-SHA-256 over parts, each after its length, so that two lists of parts are never one message.
fn keyed(key: &[u8; 32], parts: &[&[u8]]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(b"amin/1/session");
    for part in parts {
        mac.update(&(part.len() as u64).to_le_bytes());
        mac.update(part);
    }
    mac
}

fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    keyed(key, parts).finalize().into_bytes().into()
}

fn verify(key: &[u8; 32], parts: &[&[u8]], shown: &[u8; 32]) -> bool {
    keyed(key, parts).verify_slice(shown).is_ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use axum::http::HeaderValue;

    const SECRET: [u8; 32] = [7; 32];
    const ROLL: RollKey = RollKey([8; 32]);
    const ROUTE: &str = "/api/v1/check-ins";
    const EVENT: Event = Digest([5; 32]);

    struct Day {
        branch: BranchId,
        machine: Signer,
        headquarters: Signer,
        now: u64,
    }

    impl Day {
        fn new() -> Self {
            let branch = BranchId::new("0001").unwrap();
            let (machine, headquarters) = (Signer::from_seed(&[1; 32]), Signer::from_seed(&[2; 32]));
            Self { branch, machine, headquarters, now: 1_800_000_000 }
        }

        fn host(&self) -> Host<'_> {
            Host { secret: &SECRET, event: &EVENT, now: self.now }
        }

        fn session(&self) -> Session {
            let (asking, hello) = Asking::new(&mut rand::rng());
            let welcome = self
                .host()
                .welcome(
                    &self.branch,
                    &self.machine.public(),
                    &hello,
                    &self.headquarters,
                    ROLL,
                    &mut rand::rng(),
                )
                .unwrap();
            let welcomed = asking.finish(&EVENT, &self.headquarters.public(), &welcome).unwrap();
            assert_eq!(welcomed.roll, ROLL);
            assert!(welcome.roll.0 != ROLL.0 && format!("{welcomed:?}").contains("RollKey(32 bytes)"));
            welcomed.session
        }

        fn ask(&self, session: &Session, path: &str, body: &[u8], key: PublicKey) -> Option<Session> {
            let (shown, _) = session.headers(ROUTE, b"body");
            let headers: HeaderMap = shown
                .into_iter()
                .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_str(&value).unwrap()))
                .collect::<HeaderMap>();
            let answered = self.host().check(&headers, |_| Some(key), path, body).unwrap().ok()?;
            assert_eq!(answered.0, Signatory::Branch(self.branch.clone()));
            Some(answered.1)
        }
    }

    #[test]
    fn a_session_stands_for_its_branch_for_this_path_and_body_alone() {
        let day = Day::new();
        let (session, key) = (day.session(), day.machine.public());
        assert!(day.ask(&session, ROUTE, b"body", key).is_some());
        assert!(day.ask(&session, ROUTE, b"another", key).is_none());
        assert!(day.ask(&session, "/api/v1/ledger", b"body", key).is_none());
    }

    #[test]
    fn a_replaced_machine_and_a_past_session_are_nobody() {
        let mut day = Day::new();
        let session = day.session();
        assert!(day.ask(&session, ROUTE, b"body", Signer::from_seed(&[9; 32]).public()).is_none());
        day.now += LASTS + 1;
        assert!(day.ask(&session, ROUTE, b"body", day.machine.public()).is_none());
    }

    #[test]
    fn a_token_of_ones_own_making_is_worth_nothing() {
        let day = Day::new();
        let mut session = day.session();
        session.token = session.token.replacen("0001", "0002", 1);
        assert!(day.ask(&session, ROUTE, b"body", day.machine.public()).is_none());
    }

    #[test]
    fn nobody_else_can_welcome_a_machine() {
        let day = Day::new();
        let (asking, hello) = Asking::new(&mut rand::rng());
        let impostor = Signer::from_seed(&[3; 32]);
        let welcome = day
            .host()
            .welcome(&day.branch, &day.machine.public(), &hello, &impostor, ROLL, &mut rand::rng())
            .unwrap();
        assert!(asking.finish(&EVENT, &day.headquarters.public(), &welcome).is_none());
        assert!(
            day.host()
                .welcome(
                    &day.branch,
                    &day.machine.public(),
                    &Hello { share: Digest([0; 32]) },
                    &day.headquarters,
                    ROLL,
                    &mut rand::rng()
                )
                .is_err()
        );
    }

    #[test]
    fn the_key_of_the_roll_cannot_be_exchanged_on_the_way() {
        let day = Day::new();
        let (asking, hello) = Asking::new(&mut rand::rng());
        let mut welcome = day
            .host()
            .welcome(&day.branch, &day.machine.public(), &hello, &day.headquarters, ROLL, &mut rand::rng())
            .unwrap();
        welcome.roll.0[0] ^= 1;
        assert!(asking.finish(&EVENT, &day.headquarters.public(), &welcome).is_none());
    }

    #[test]
    fn an_answer_belongs_to_one_request() {
        let day = Day::new();
        let session = day.session();
        let (_, one) = session.headers(ROUTE, b"one");
        let (_, two) = session.headers(ROUTE, b"two");
        let shown = session.answer(&one, b"welcome");
        assert!(session.is_answer(&one, &shown, b"welcome"));
        assert!(!session.is_answer(&one, &shown, b"refused"));
        assert!(!session.is_answer(&two, &shown, b"welcome"));
    }
}
