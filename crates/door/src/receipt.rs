//! The voter's receipt («رسید») as it is carried out of the branch: the tracking code, and the branch's signature under it.
//!
//! It is an address, so that a phone needs nothing but its camera: the public's page of receipts looks the code up and
//! checks the signature. It holds nothing of what was chosen, and nobody's name.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use crypto::signature::{PublicKey, Signature};
use election::bytes::Digest;
use election::id::BranchId;
use election::setup::Event;

/// A receipt that somebody shows. It may be false.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The tracking code.
    pub code: Digest,
    /// The branch that is said to have signed it.
    pub branch: BranchId,
    /// The signature.
    pub signature: Signature,
}

impl Receipt {
    /// Reads its three parts.
    pub fn read(code: &str, branch: &str, signature: &str) -> Option<Self> {
        let signature = URL_SAFE_NO_PAD.decode(signature.trim_end_matches('=')).ok()?;
        Some(Self {
            code: code.parse().ok()?,
            branch: BranchId::new(branch).ok()?,
            signature: Signature(signature.try_into().ok()?),
        })
    }

    /// Reads an address that was scanned as a text.
    pub fn of_address(text: &str) -> Option<Self> {
        let (_, query) = text.trim().split_once('?')?;
        let part = |name: &str| {
            let parts = query.split('&').filter_map(|part| part.split_once('='));
            parts.into_iter().find(|(of, _)| *of == name).map(|(_, value)| value)
        };
        Self::read(part("code")?, part("branch")?, part("signature")?)
    }

    /// The address at which the public's page of receipts shows it.
    pub fn address(&self, page: &str) -> String {
        format!("{page}?{}", self.query())
    }

    /// What follows the page in that address.
    pub fn query(&self) -> String {
        let signature = URL_SAFE_NO_PAD.encode(self.signature.0);
        format!("code={}&branch={}&signature={signature}", self.code, self.branch)
    }

    /// Did the machine of this branch sign it, in this event?
    pub fn is_signed(&self, event: &Event, machine: &PublicKey) -> bool {
        machine.verifies(&format!("{event}/receipt"), self.code.to_string().as_bytes(), &self.signature)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crypto::signature::Signer;

    fn receipt(signer: &Signer, event: &Event) -> Receipt {
        let code = Digest([3; 32]);
        let signature = signer.sign(&format!("{event}/receipt"), code.to_string().as_bytes());
        Receipt { code, branch: BranchId::new("0001").unwrap(), signature }
    }

    #[test]
    fn what_the_picture_holds_is_read_again_and_needs_no_escape() {
        let receipt = receipt(&Signer::from_seed(&[1; 32]), &Digest([5; 32]));
        let address = receipt.address("https://results.example/fa/receipt");
        assert_eq!(Receipt::of_address(&address), Some(receipt));
        assert!(address.bytes().all(|b| b.is_ascii_alphanumeric() || b":/.?=&_-".contains(&b)), "{address}");
        assert!(address.len() < 300, "a small picture: {}", address.len());
        assert_eq!(Receipt::of_address("https://results.example/fa/receipt?code=00"), None);
        assert_eq!(Receipt::of_address("anything"), None);
    }

    #[test]
    fn a_receipt_is_of_its_branch_event_and_code() {
        let (signer, event) = (Signer::from_seed(&[1; 32]), Digest([5; 32]));
        let mut receipt = receipt(&signer, &event);
        assert!(receipt.is_signed(&event, &signer.public()));
        assert!(!receipt.is_signed(&Digest([6; 32]), &signer.public()));
        assert!(!receipt.is_signed(&event, &Signer::from_seed(&[2; 32]).public()));
        receipt.code = Digest([4; 32]);
        assert!(!receipt.is_signed(&event, &signer.public()));
    }
}
