//! How a booth names itself to its branch: it proves that it holds the key, and somebody who knows the desk's token started it.

use crypto::signature::{PublicKey, Signature, Signer};
use serde::{Deserialize, Serialize};

/// What the signature is under, besides the number.
const DOMAIN: &str = "amin/booth-enrolment";

/// A booth's number and key, signed with that key.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enrolment {
    /// Number of the device in its branch.
    pub number: u16,
    /// Its key.
    #[serde(with = "election::bytes::key")]
    pub key: PublicKey,
    /// Its signature under the number.
    #[serde(with = "election::bytes::signature")]
    pub signature: Signature,
}

impl Enrolment {
    /// Of a booth.
    pub fn new(number: u16, signer: &Signer) -> Self {
        let signature = signer.sign(DOMAIN, &number.to_be_bytes());
        Self { number, key: signer.public(), signature }
    }

    /// Does whoever sends it hold the key?
    pub fn holds(&self) -> bool {
        self.key.verifies(DOMAIN, &self.number.to_be_bytes(), &self.signature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_enrols_a_key_that_they_do_not_hold() {
        let (mine, yours) = (Signer::from_seed(&[1; 32]), Signer::from_seed(&[2; 32]));
        let enrolment = Enrolment::new(3, &mine);
        assert!(enrolment.holds());
        assert!(!Enrolment { key: yours.public(), ..enrolment.clone() }.holds());
        assert!(!Enrolment { number: 4, ..enrolment.clone() }.holds());
        assert!(!Enrolment { signature: Signature([0; 64]), ..enrolment }.holds());
    }
}
