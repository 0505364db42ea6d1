//! How a person is named where no name may stand.

use election::bytes::Digest;
use election::national_id::NationalId;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// A person as ledger, log and roll know them: HMAC-SHA-256 of the national identity number under a secret of
/// the event, so that a copy of them alone names nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "Digest", into = "Digest")]
pub struct VoterKey(pub [u8; 32]);

impl VoterKey {
    /// The key of a person under the event's secret.
    pub fn of(secret: &[u8; 32], national_id: &NationalId) -> Self {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a key of any length");
        mac.update(national_id.as_str().as_bytes());
        Self(mac.finalize().into_bytes().into())
    }
}

impl From<Digest> for VoterKey {
    fn from(digest: Digest) -> Self {
        Self(digest.0)
    }
}
impl From<VoterKey> for Digest {
    fn from(voter: VoterKey) -> Self {
        Self(voter.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ledger_key_depends_on_the_secret() {
        let id = NationalId::from_serial(12_345_678).expect("a serial");
        assert_ne!(VoterKey::of(&[1; 32], &id), VoterKey::of(&[2; 32], &id));
    }
}
