//! Who signs what on the record.

use crate::id::{BranchId, ContestId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Executive or supervisory: the two pairs of eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The side that holds the election («هیأت اجرایی»).
    Executive,
    /// The side that watches it («هیأت نظارت»).
    Supervisory,
}

impl Side {
    /// Both, in order.
    pub const BOTH: [Side; 2] = [Side::Executive, Side::Supervisory];
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Side::Executive => "executive",
            Side::Supervisory => "supervisory",
        })
    }
}

/// Somebody who can put a name under an entry of the record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Signatory {
    /// The county headquarters («ستاد انتخابات شهرستان»).
    Headquarters,
    /// A board of a contest: `body:council/executive`.
    Body(ContestId, Side),
    /// An officer of a branch: `officer:0001/supervisory`.
    Officer(BranchId, Side),
    /// The machine of a branch: `branch:0001`.
    Branch(BranchId),
    /// A voting device of a branch: `booth:0001/2`.
    Booth(BranchId, u16),
    /// A trustee, numbered from 1: `trustee:3`.
    Trustee(u16),
}

impl fmt::Display for Signatory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Headquarters => f.write_str("headquarters"),
            Self::Body(contest, side) => write!(f, "body:{contest}/{side}"),
            Self::Officer(branch, side) => write!(f, "officer:{branch}/{side}"),
            Self::Branch(branch) => write!(f, "branch:{branch}"),
            Self::Booth(branch, n) => write!(f, "booth:{branch}/{n}"),
            Self::Trustee(index) => write!(f, "trustee:{index}"),
        }
    }
}

/// Not the name of anybody who can sign.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{0}\u{201d} is not a signatory")]
pub struct UnknownSignatory(String);

impl std::str::FromStr for Signatory {
    type Err = UnknownSignatory;
    fn from_str(text: &str) -> Result<Self, UnknownSignatory> {
        let unknown = || UnknownSignatory(text.chars().take(100).collect());
        let side = |text: &str| match text {
            "executive" => Some(Side::Executive),
            "supervisory" => Some(Side::Supervisory),
            _ => None,
        };
        let parsed = match text.split_once(':') {
            None if text == "headquarters" => Some(Self::Headquarters),
            Some(("body", rest)) => rest
                .split_once('/')
                .and_then(|(contest, s)| Some(Self::Body(ContestId::new(contest).ok()?, side(s)?))),
            Some(("officer", rest)) => rest
                .split_once('/')
                .and_then(|(branch, s)| Some(Self::Officer(BranchId::new(branch).ok()?, side(s)?))),
            Some(("branch", rest)) => BranchId::new(rest).ok().map(Self::Branch),
            Some(("booth", rest)) => rest
                .split_once('/')
                .and_then(|(branch, n)| Some(Self::Booth(BranchId::new(branch).ok()?, n.parse().ok()?))),
            Some(("trustee", rest)) => rest.parse().ok().map(Self::Trustee),
            _ => None,
        };
        // One spelling only: "+3" or "03" would parse as a number but print differently.
        parsed.filter(|signatory| signatory.to_string() == text).ok_or_else(unknown)
    }
}

impl TryFrom<String> for Signatory {
    type Error = UnknownSignatory;
    fn try_from(text: String) -> Result<Self, UnknownSignatory> {
        text.parse()
    }
}
impl From<Signatory> for String {
    fn from(signatory: Signatory) -> String {
        signatory.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_signatory_is_read_back_as_written() {
        for text in [
            "headquarters",
            "body:council/executive",
            "officer:0001/supervisory",
            "branch:0001",
            "booth:0001/2",
            "trustee:3",
        ] {
            assert_eq!(text.parse::<Signatory>().expect(text).to_string(), text);
        }
        for text in ["", "trustee:03", "trustee:+3", "body:council", "branch:", "headquarters:1", "booth:a/b"]
        {
            assert!(text.parse::<Signatory>().is_err(), "{text}");
        }
    }
}
