//! The keys of notes, and how other programs are told of them: `name+id+key`, the C2SP *vkey*.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use crypto::signature::PublicKey;
use ed25519_dalek::VerifyingKey;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::{fmt, str::FromStr};

/// The most bytes a name may have.
pub const MOST_NAME_BYTES: usize = 255;

/// The name of a key, and the origin of a log: by custom an address without `https://`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

/// Not the name of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a name has 1 to {MOST_NAME_BYTES} bytes, no space, no plus sign and no control character")]
pub struct BadName;

impl Name {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Name {
    type Err = BadName;
    fn from_str(text: &str) -> Result<Self, BadName> {
        text.to_owned().try_into()
    }
}

impl TryFrom<String> for Name {
    type Error = BadName;
    fn try_from(text: String) -> Result<Self, BadName> {
        let forbidden = |c: char| c.is_whitespace() || c.is_control() || c == '+';
        if text.is_empty() || text.len() > MOST_NAME_BYTES || text.contains(forbidden) {
            return Err(BadName);
        }
        Ok(Self(text))
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a key's signature says, and how it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// Ed25519 over the note's text: the log says that this is its state.
    Log = 0x01,
    /// Ed25519 over a time and the text: a witness has seen the log only grow up to here.
    Witness = 0x04,
}

/// Which key, in a signature line: the first four bytes of a hash of name, purpose and key.
pub type KeyId = [u8; 4];

/// A public key, its name and its purpose.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Key {
    /// Of the log or the witness.
    pub name: Name,
    /// What it signs.
    pub purpose: Purpose,
    /// The key.
    pub public: PublicKey,
}

/// Why text is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    /// Not name, id and key with plus signs between.
    #[error("a key is written name+id+key")]
    Form,
    /// The name is none.
    #[error(transparent)]
    Name(#[from] BadName),
    /// Neither a log's nor a witness's Ed25519 key.
    #[error("the key is neither an Ed25519 log key nor an Ed25519 witness key")]
    Purpose,
    /// Not an Ed25519 public key, or one that anybody can sign for.
    #[error("these 32 bytes are not a usable Ed25519 public key")]
    Point,
    /// The id is not the one of name and key, as after a slip in copying.
    #[error("the id does not belong to this name and key")]
    Id,
}

impl Key {
    /// Which key, in a signature line.
    pub fn id(&self) -> KeyId {
        let hash = Sha256::new()
            .chain_update(self.name.as_str())
            .chain_update([b'\n', self.purpose as u8])
            .chain_update(self.public.0)
            .finalize();
        [hash[0], hash[1], hash[2], hash[3]]
    }

    /// Is `signature` by this key over exactly these bytes? Small-order keys and malleated signatures are
    /// refused.
    pub(super) fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        let Ok(key) = VerifyingKey::from_bytes(&self.public.0) else { return false };
        key.verify_strict(message, &ed25519_dalek::Signature::from_bytes(signature)).is_ok()
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut material = vec![self.purpose as u8];
        material.extend_from_slice(&self.public.0);
        write!(f, "{}+{}+{}", self.name, hex::encode(self.id()), STANDARD.encode(material))
    }
}

impl FromStr for Key {
    type Err = BadKey;
    fn from_str(text: &str) -> Result<Self, BadKey> {
        // Base64 may contain plus signs itself; name and id do not.
        let mut parts = text.splitn(3, '+');
        let mut part = || parts.next().ok_or(BadKey::Form);
        let (name, id, material) = (part()?, part()?, part()?);
        if id.len() != 8 || material.len() != 44 {
            return Err(BadKey::Form);
        }
        let material = STANDARD.decode(material).map_err(|_| BadKey::Form)?;
        let (&[purpose], public) = material.split_first_chunk().ok_or(BadKey::Form)?;
        let purpose = match purpose {
            0x01 => Purpose::Log,
            0x04 => Purpose::Witness,
            _ => return Err(BadKey::Purpose),
        };
        let public: [u8; 32] = public.try_into().map_err(|_| BadKey::Form)?;
        if !VerifyingKey::from_bytes(&public).is_ok_and(|key| !key.is_weak()) {
            return Err(BadKey::Point);
        }
        let key = Self { name: name.parse()?, purpose, public: PublicKey(public) };
        if hex::encode(key.id()) == id { Ok(key) } else { Err(BadKey::Id) }
    }
}

impl TryFrom<String> for Key {
    type Error = BadKey;
    fn try_from(text: String) -> Result<Self, BadKey> {
        text.parse()
    }
}

impl From<Key> for String {
    fn from(key: Key) -> Self {
        key.to_string()
    }
}
