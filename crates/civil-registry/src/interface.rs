//! The interface: `GET /api/v1/persons/NUMBER?on=YEAR`, with YEAR the Jalali year of polling day.
//!
//! | Status | Body |
//! |---|---|
//! | 200 | a [`Person`] as JSON, and the header `amin-signature`: Ed25519 under domain [`DOMAIN`], Base64 |
//! | 400 | the number has a wrong check digit |
//! | 404 | a [`Nobody`], signed as well: nobody has this number |
//! | 503 | not now |

use crypto::signature::{PublicKey, Signature};
use election::national_id::NationalId;
use serde::{Deserialize, Serialize};

/// What a registry's signature is for.
pub const DOMAIN: &str = "amin/1/civil-registry";
/// The header that holds it.
pub const SIGNATURE: &str = "amin-signature";

/// What the registry knows of a person. Nothing that a desk does not need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The number that was asked, so that an answer cannot be given for another question.
    pub national_id: NationalId,
    /// Full name.
    pub name: String,
    /// Living on polling day?
    pub alive: bool,
    /// Completed years on polling day.
    pub age: u16,
    /// County of residence, where the law asks for it.
    pub residence: String,
}

/// Nobody has this number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nobody {
    /// The number that was asked.
    pub nobody: NationalId,
}

/// What the registry said, once its signature was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// This.
    Person(Person),
    /// Nobody of this number.
    Nobody,
}

/// Why an answer is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadAnswer {
    /// Not signed by the registry: somebody on the line made it, or changed it.
    #[error("the answer is not signed by the civil registry")]
    Unsigned,
    /// Signed, but of another person.
    #[error("the answer is about another person")]
    AnotherPerson,
    /// Signed, but it makes no sense.
    #[error("the answer cannot be read")]
    Unreadable,
}

/// Reads an answer to the question about `asked`.
pub fn read(
    asked: &NationalId,
    found: bool,
    body: &[u8],
    signature: &[u8],
    registry: &PublicKey,
) -> Result<Said, BadAnswer> {
    let signature = <[u8; 64]>::try_from(signature).map_err(|_| BadAnswer::Unsigned)?;
    if !registry.verifies(DOMAIN, body, &Signature(signature)) {
        return Err(BadAnswer::Unsigned);
    }
    let (about, said) = if found {
        let person: Person = serde_json::from_slice(body).map_err(|_| BadAnswer::Unreadable)?;
        (person.national_id.clone(), Said::Person(person))
    } else {
        let nobody: Nobody = serde_json::from_slice(body).map_err(|_| BadAnswer::Unreadable)?;
        (nobody.nobody, Said::Nobody)
    };
    if about == *asked { Ok(said) } else { Err(BadAnswer::AnotherPerson) }
}
