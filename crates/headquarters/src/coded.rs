//! Words that are stored, sent and typed as short codes.

/// What is no code of its kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{0}\u{201d} is none of {1}")]
pub struct BadCode(pub String, pub &'static str);

/// An enum whose variants have codes: `ALL`, `code`, parsing, printing, and the same in files.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $code:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub enum $name { $($(#[$each])* $variant),* }

        impl $name {
            /// All of them, in their order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Its code in tables, files and addresses.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::coded::BadCode;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($code => Ok(Self::$variant),)*
                    _ => Err($crate::coded::BadCode(text.chars().take(80).collect(), concat!($($code, " "),*))),
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::coded::BadCode;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.code().to_owned()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}
pub(crate) use coded;

#[cfg(test)]
mod tests {
    use crate::branch::{Item, Kind, Mark};

    #[test]
    fn a_code_is_read_back_as_it_was_written_and_nothing_else_is() {
        assert!(Item::ALL.iter().all(|item| item.code().parse() == Ok(*item)));
        assert!(Mark::ALL.iter().all(|mark| mark.code().parse() == Ok(*mark)));
        let bad = "church".parse::<Kind>().expect_err("no such kind");
        assert_eq!(bad.to_string(), "\u{201c}church\u{201d} is none of school mosque other ");
    }
}
