//! The people whom this process plays: boards and officers with their keys.
//!
//! In a real election each of these keys is on its holder's own card.

use crate::failure::Failure;
use board::entry::Entry;
use crypto::signature::Signer;
use election::import::draft::SignerKey;
use election::setup::Event;
use election::signatory::Signatory;
use std::collections::BTreeMap;

/// Boards and officers.
#[derive(Default)]
pub(crate) struct People(BTreeMap<Signatory, Signer>);

impl People {
    /// Gives somebody a key.
    pub(crate) fn appoint(&mut self, of: Signatory) -> SignerKey {
        let signer = Signer::generate(&mut rand::rng());
        let key = signer.public();
        self.0.insert(of.clone(), signer);
        SignerKey { of, key }
    }

    /// Somebody's key.
    pub(crate) fn signer(&self, of: &Signatory) -> Result<&Signer, Failure> {
        self.0.get(of).ok_or_else(|| Failure::other(format!("{of} has no key")))
    }

    /// Puts signatures under an entry.
    pub(crate) fn sign(
        &self,
        entry: &[u8],
        event: &Event,
        signatories: &[Signatory],
    ) -> Result<Vec<u8>, Failure> {
        let mut entry = Entry::parse(entry).map_err(Failure::other)?;
        for by in signatories {
            entry = entry.signed(event, by.clone(), self.signer(by)?);
        }
        Ok(entry.to_bytes())
    }
}
