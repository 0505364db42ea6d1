//! What a door needs to hold sessions with the branches' machines.

use crate::clock;
use crate::open::Office;
use crypto::signature::Signer;
use headquarters::permit::{Permit, act};

impl Office {
    /// The secret from which the keys of sessions are made: the same for every headquarters on one database.
    pub fn session_secret(&self) -> &[u8; 32] {
        &self.0.session_secret
    }

    /// The key by which the roll names persons.
    pub fn roll_key(&self, _permit: &Permit<act::CheckIn>) -> [u8; 32] {
        self.0.roll_secret
    }

    /// The same, for whoever brings the county's files and seals the roll for the desks: they have the numbers anyway.
    pub fn roll_key_of_county(&self, _permit: &Permit<act::ImportCounty>) -> [u8; 32] {
        self.0.roll_secret
    }

    /// Lends the headquarters' key to a door that welcomes a branch's machine.
    pub fn signer(&self, _permit: &Permit<act::CheckIn>) -> &Signer {
        &self.0.signer
    }

    /// Lends it to a door that answers somebody who wants the answer signed.
    pub fn answers(&self, _permit: &Permit<act::AppendEntry>) -> &Signer {
        &self.0.signer
    }

    /// Now, in seconds since 1970.
    pub fn seconds(&self) -> u64 {
        clock::seconds()
    }
}
