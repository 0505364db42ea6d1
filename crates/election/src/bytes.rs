//! Bytes inside JSON: digests and keys as hexadecimal, long proofs as Base64.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest as _, Sha256};
use std::fmt;

/// A SHA-256 digest, 64 hexadecimal digits in JSON.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest of all that a reader gives, which need not fit into memory.
    pub fn of_all(mut from: impl std::io::Read) -> std::io::Result<Self> {
        let (mut hash, mut some) = (Sha256::new(), vec![0; 1 << 16]);
        loop {
            match from.read(&mut some)? {
                0 => return Ok(Self(hash.finalize().into())),
                n => hash.update(&some[..n]),
            }
        }
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}
impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}…", &hex::encode(&self.0[..4]))
    }
}
impl std::str::FromStr for Digest {
    type Err = BadHex;
    fn from_str(text: &str) -> Result<Self, BadHex> {
        hex32(text).map(Self)
    }
}

/// Not 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected 64 lower-case hexadecimal digits")]
pub struct BadHex;

fn hex32(text: &str) -> Result<[u8; 32], BadHex> {
    // One spelling for one value: capital digits are refused.
    if text.bytes().any(|b| b.is_ascii_uppercase()) {
        return Err(BadHex);
    }
    let mut bytes = [0; 32];
    hex::decode_to_slice(text, &mut bytes).map_err(|_| BadHex)?;
    Ok(bytes)
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&hex::encode(self.0))
    }
}
impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        hex32(&text).map(Self).map_err(de::Error::custom)
    }
}

/// `#[serde(with = "key")]` for a public signing key.
pub mod key {
    use super::*;
    use crypto::signature::PublicKey;

    /// Sixty-four hexadecimal digits.
    pub fn serialize<S: Serializer>(key: &PublicKey, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&hex::encode(key.0))
    }
    /// Sixty-four lower-case hexadecimal digits.
    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<PublicKey, D::Error> {
        let text = String::deserialize(d)?;
        hex32(&text).map(PublicKey).map_err(de::Error::custom)
    }
}

/// `#[serde(with = "long")]` for proofs and ciphertexts: padded standard Base64, canonical only.
pub mod long {
    use super::*;

    /// Base64 text.
    pub fn serialize<S: Serializer>(bytes: &[u8], s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&STANDARD.encode(bytes))
    }
    /// Base64 text; trailing bits must be zero.
    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(d)?;
        STANDARD.decode(&text).map_err(de::Error::custom)
    }
}

/// `#[serde(with = "signature")]`: 64 bytes as Base64.
pub mod signature {
    use super::*;
    use crypto::signature::Signature;

    /// Base64 text.
    pub fn serialize<S: Serializer>(signature: &Signature, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&STANDARD.encode(signature.0))
    }
    /// Base64 text of exactly 64 bytes.
    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Signature, D::Error> {
        let bytes = long::deserialize(d)?;
        let bytes = <[u8; 64]>::try_from(bytes).map_err(|_| de::Error::custom("expected 64 bytes"))?;
        Ok(Signature(bytes))
    }
}
