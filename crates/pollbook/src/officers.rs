//! Acts of two people: the executive officer and the supervisory officer, never one of them twice.
//!
//! Indiana's law asks for "coordinated action of two officers of different parties"; Iran's branches have an executive
//! and a supervision terminal. [`Agreed`] cannot be made with fewer than both signatures, so a function that takes one
//! needs no check of its own.

use crypto::signature::{PublicKey, Signature, Signer};
use election::bytes::Digest;
use serde::{Deserialize, Serialize};

/// On whose behalf an officer acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// «هیأت اجرایی»
    Executive,
    /// «هیأت نظارت»
    Supervisory,
}

/// One officer's signature under an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// Whose.
    #[serde(with = "election::bytes::key")]
    pub key: PublicKey,
    /// Under the act's bytes.
    #[serde(with = "election::bytes::signature")]
    pub signature: Signature,
}

impl Consent {
    /// Is it a signature by its key under this act?
    pub fn holds<A: Serialize>(&self, event: &Digest, act: &A) -> bool {
        self.key.verifies(&domain(event), &bytes(act), &self.signature)
    }
}

impl std::hash::Hash for Consent {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.key, self.signature.0).hash(state);
    }
}

/// The officers of a branch, by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Officers {
    /// The event that they act in: a signature for one event is none for another.
    pub event: Digest,
    /// «رئیس شعبه»
    pub executive: PublicKey,
    /// «ناظر شعبه»
    pub supervisory: PublicKey,
}

/// Why two consents are not an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAgreed {
    /// This side's signature is not by its officer, or not under this act.
    #[error("the {0:?} officer of this branch did not sign this act: put their card in and sign again")]
    Missing(Side),
}

/// An act that both officers signed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreed<A> {
    act: A,
    executive: Consent,
    supervisory: Consent,
}

/// One officer's consent to an act.
pub fn consent<A: Serialize>(event: &Digest, act: &A, officer: &Signer) -> Consent {
    Consent { key: officer.public(), signature: officer.sign(&domain(event), &bytes(act)) }
}

impl<A: Serialize> Agreed<A> {
    /// Both consents → an agreement.
    pub fn new(
        officers: &Officers,
        act: A,
        executive: Consent,
        supervisory: Consent,
    ) -> Result<Self, NotAgreed> {
        let agreed = Self { act, executive, supervisory };
        agreed.check(officers)?;
        Ok(agreed)
    }

    /// Holds this agreement among these officers? What was read from a file or a wire must be asked.
    pub fn check(&self, officers: &Officers) -> Result<(), NotAgreed> {
        let signed = |consent: &Consent, key: &PublicKey| {
            consent.key == *key && consent.holds(&officers.event, &self.act)
        };
        if !signed(&self.executive, &officers.executive) {
            return Err(NotAgreed::Missing(Side::Executive));
        }
        if !signed(&self.supervisory, &officers.supervisory) || officers.executive == officers.supervisory {
            return Err(NotAgreed::Missing(Side::Supervisory));
        }
        Ok(())
    }
}

impl<A> Agreed<A> {
    /// What they agreed to.
    pub fn act(&self) -> &A {
        &self.act
    }
}

fn domain(event: &Digest) -> String {
    format!("{event}/two-officers")
}

fn bytes<A: Serialize>(act: &A) -> Vec<u8> {
    serde_json::to_vec(act).expect("an act holds only texts and numbers")
}
