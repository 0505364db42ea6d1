//! Cosignatures: a witness's word that, at a time, this was the longest state of the log it had seen, and that
//! the log had only grown (C2SP tlog-cosignature, version 1).

use super::checkpoint::Checkpoint;
use super::key::{Key, Name, Purpose};
use super::note::SignatureLine;
use crypto::signature::Signer;
use ed25519_dalek::{Signer as _, SigningKey};
use std::fmt;

/// The last second that the specification allows.
const LAST_TIME: u64 = i64::MAX as u64;

/// The key of a witness, which can sign nothing but cosignatures.
pub struct WitnessSigner {
    key: Key,
    secret: SigningKey,
}

/// The time is beyond the year 292 billion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} seconds since 1970 is no time a cosignature can bear")]
pub struct BadTime(pub u64);

impl WitnessSigner {
    /// A witness by that name. What it signs does not contain its name, so a key is for one witness only.
    pub fn new(name: Name, signer: &Signer) -> Self {
        let key = Key { name, purpose: Purpose::Witness, public: signer.public() };
        Self { key, secret: SigningKey::from_bytes(&signer.seed()) }
    }

    /// The public half.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// Cosigns at `now`, in seconds since 1970, without asking whether it should: [`super::Witness`] asks.
    pub fn cosign(&self, checkpoint: &Checkpoint, now: u64) -> Result<SignatureLine, BadTime> {
        if now > LAST_TIME {
            return Err(BadTime(now));
        }
        let signature = self.secret.sign(&message(now, &checkpoint.to_string())).to_bytes();
        Ok(SignatureLine::new(&self.key, [now.to_be_bytes().as_slice(), &signature].concat()))
    }
}

impl fmt::Debug for WitnessSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WitnessSigner({})", self.key)
    }
}

/// When `key` cosigned `text`, if it did.
pub(super) fn check(key: &Key, signature: &[u8], text: &str) -> Option<u64> {
    let (time, signature) = signature.split_first_chunk()?;
    let time = u64::from_be_bytes(*time);
    let holds = time <= LAST_TIME && key.verifies(&message(time, text), signature.try_into().ok()?);
    holds.then_some(time)
}

fn message(time: u64, text: &str) -> Vec<u8> {
    format!("cosignature/v1\ntime {time}\n{text}").into_bytes()
}
