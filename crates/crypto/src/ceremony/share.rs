//! A trustee's share of the key.

#![expect(non_snake_case, reason = "the letters of docs/protocol/ceremony.md")]

use super::{Fault, JointKey};
use crate::group::{Point, Scalar, g_table};
use crate::wire::{Malformed, Reader};
use zeroize::{Zeroize, Zeroizing};

/// `s_ij`: what dealer `i` gave to trustee `j`, already found to be on the dealer's polynomial.
pub struct Share {
    dealer: u16,
    receiver: u16,
    scalar: Scalar,
}

impl Share {
    pub(super) fn new(dealer: u16, receiver: u16, scalar: Scalar) -> Self {
        Self { dealer, receiver, scalar }
    }

    pub(super) fn scalar(&self) -> &Scalar {
        &self.scalar
    }

    /// Who dealt it.
    pub fn dealer(&self) -> u16 {
        self.dealer
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.scalar.zeroize();
    }
}

impl std::fmt::Debug for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Share({} → {}, 32 bytes)", self.dealer, self.receiver)
    }
}

/// `x_j = Σ_i s_ij` over the qualified dealers.
pub struct KeyShare {
    trustee: u16,
    scalar: Scalar,
}

impl KeyShare {
    /// How many bytes a share has.
    pub const LENGTH: usize = 34;

    /// Adds up the shares of the qualified dealers and compares with `X_j`. Shares of dealers
    /// who did not qualify are left out, as they are left out of the key.
    pub fn combine(joint: &JointKey, trustee: u16, shares: &[Share]) -> Result<Self, Fault> {
        // (9) x_j = Σ_i s_ij
        let mut sum = Zeroizing::new(Scalar::ZERO);
        for &dealer in &joint.qualified {
            let mut found = shares.iter().filter(|s| s.dealer == dealer && s.receiver == trustee);
            let (Some(share), None) = (found.next(), found.next()) else {
                return Err(Fault::Shares { trustee });
            };
            *sum += share.scalar;
        }
        match joint.verification_of(trustee) {
            Some(X) if *X == g_table() * &*sum => Ok(Self { trustee, scalar: *sum }),
            _ => Err(Fault::ForeignShare { trustee }),
        }
    }

    /// `j`
    pub fn trustee(&self) -> u16 {
        self.trustee
    }

    /// `X_j = x_j·G`
    pub fn verification(&self) -> Point {
        g_table() * &self.scalar
    }

    pub(crate) fn scalar(&self) -> &Scalar {
        &self.scalar
    }

    /// For the encrypted file and nowhere else.
    pub fn to_bytes(&self) -> Zeroizing<[u8; Self::LENGTH]> {
        let mut bytes = Zeroizing::new([0; Self::LENGTH]);
        bytes[..2].copy_from_slice(&self.trustee.to_le_bytes());
        bytes[2..].copy_from_slice(self.scalar.as_bytes());
        bytes
    }

    /// Reads what [`KeyShare::to_bytes`] wrote; trustee 0 and the share zero are refused.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let trustee = u16::from_le_bytes(reader.array()?);
        let share = Self { trustee, scalar: reader.scalar()? };
        reader.end()?;
        if trustee == 0 || share.scalar == Scalar::ZERO { Err(Malformed::Scalar) } else { Ok(share) }
    }
}

impl Drop for KeyShare {
    fn drop(&mut self) {
        self.scalar.zeroize();
    }
}

impl std::fmt::Debug for KeyShare {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeyShare(of trustee {}, 32 bytes)", self.trustee)
    }
}
