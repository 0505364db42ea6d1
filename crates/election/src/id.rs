//! Identifiers that are short, readable and safe in a path, a URL and a signature line.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text is no identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\u{201c}{text}\u{201d} is not an identifier: use 1 to 64 of a-z, 0-9, '-' and '_', beginning with a letter or digit"
)]
pub struct BadId {
    text: String,
}

fn checked(text: &str) -> Result<String, BadId> {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
    let first = text.bytes().next().is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if first && text.len() <= 64 && text.bytes().all(fits) {
        Ok(text.to_owned())
    } else {
        Err(BadId { text: text.chars().take(80).collect() })
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Checks the spelling.
            pub fn new(text: &str) -> Result<Self, BadId> {
                checked(text).map(Self)
            }
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl TryFrom<String> for $name {
            type Error = BadId;
            fn try_from(text: String) -> Result<Self, BadId> {
                checked(&text).map(Self)
            }
        }
        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// A contest of the event: `council`, `experts`.
    ContestId
);
id!(
    /// A polling branch («شعبه اخذ رأی»).
    BranchId
);
id!(
    /// An electoral area («حوزه فرعی») that groups branches.
    AreaId
);
id!(
    /// What a voter types: a candidate's or a list's code («کد نامزد», «کد فهرست»).
    Code
);

/// What a voter typed is wiped with the choice that it stands in.
impl zeroize::Zeroize for Code {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_can_never_leave_its_folder() {
        for text in ["", "..", "a/b", "A", "a b", "-a", "ش", &"a".repeat(65)] {
            assert!(BranchId::new(text).is_err(), "{text}");
        }
        assert!(BranchId::new("0001").is_ok());
    }
}
