//! Places: a tree of province («استان»), county («شهرستان»), district («بخش، منطقه») and branch («شعبه»).

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How far down the tree a place stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The top: «استان».
    Province,
    /// «شهرستان».
    County,
    /// «بخش» or «منطقه».
    District,
    /// «شعبه».
    Branch,
}

impl Level {
    /// From the top.
    pub const ALL: [Level; 4] = [Level::Province, Level::County, Level::District, Level::Branch];
}

/// A place, by the codes on the way to it: `tehran/shemiranat/3/0012`.
///
/// The text is its name everywhere: in tables, addresses and the journal. What lies below a place begins with
/// the place's text and a slash, so that a database finds it by a range.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Place(String);

/// What is no place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{0}\u{201d} is no place: one to four codes of a-z, 0-9 and '-', with '/' between them")]
pub struct BadPlace(pub String);

/// The longest code of one level.
const LONGEST: usize = 32;

impl Place {
    /// The province at the top of a tree.
    pub fn province(code: &str) -> Result<Self, BadPlace> {
        if is_code(code) { Ok(Self(code.to_owned())) } else { Err(BadPlace(code.to_owned())) }
    }

    /// The place of this code below this one.
    pub fn below(&self, code: &str) -> Result<Self, BadPlace> {
        format!("{self}/{code}").parse()
    }

    /// The place above; nothing above a province.
    #[must_use]
    pub fn above(&self) -> Option<Self> {
        self.0.rsplit_once('/').map(|(above, _)| Self(above.to_owned()))
    }

    /// Where in the tree it stands.
    #[must_use]
    pub fn level(&self) -> Level {
        Level::ALL[self.0.matches('/').count()]
    }

    /// Its own code, the last on the way.
    #[must_use]
    pub fn code(&self) -> &str {
        self.0.rsplit_once('/').map_or(self.0.as_str(), |(_, code)| code)
    }

    /// Its order in a list that people read: codes that are numbers as numbers, so that district 10 comes after district 9.
    #[must_use]
    pub fn in_lists(&self) -> Vec<(u64, &str)> {
        self.0.split('/').map(|code| (code.parse().unwrap_or(u64::MAX), code)).collect()
    }

    /// Is `other` this place, or does it lie in it?
    #[must_use]
    pub fn contains(&self, other: &Place) -> bool {
        other.0.strip_prefix(&self.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Every place below has a text from the first up to, and not with, the second. For a database that sorts by
    /// bytes: `/` is followed by `0`.
    #[must_use]
    pub fn range_below(&self) -> (String, String) {
        (format!("{self}/"), format!("{self}0"))
    }
}

fn is_code(code: &str) -> bool {
    (1..=LONGEST).contains(&code.len())
        && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !code.starts_with('-')
}

impl FromStr for Place {
    type Err = BadPlace;
    fn from_str(text: &str) -> Result<Self, BadPlace> {
        let codes = text.split('/');
        if codes.clone().count() <= Level::ALL.len() && codes.clone().all(is_code) {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadPlace(text.chars().take(80).collect()))
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Place {
    type Error = BadPlace;
    fn try_from(text: String) -> Result<Self, BadPlace> {
        text.parse()
    }
}

impl From<Place> for String {
    fn from(place: Place) -> Self {
        place.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn place(text: &str) -> Place {
        text.parse().expect(text)
    }

    #[test]
    fn lists_count_districts_as_numbers() {
        let mut places: Vec<Place> =
            ["tehran/rey/10", "tehran/rey/9", "tehran/rey", "tehran/rey/9/0002", "tehran/rey/bazar"]
                .map(|text| text.parse().expect("a place"))
                .to_vec();
        places.sort_by(|one, other| one.in_lists().cmp(&other.in_lists()));
        let said: Vec<&str> = places.iter().map(Place::as_str).collect();
        assert_eq!(
            said,
            ["tehran/rey", "tehran/rey/9", "tehran/rey/9/0002", "tehran/rey/10", "tehran/rey/bazar"]
        );
    }

    #[test]
    fn a_place_contains_itself_and_what_lies_in_it_and_no_namesake() {
        let county = place("tehran/rey");
        assert!(county.contains(&county));
        assert!(county.contains(&place("tehran/rey/2/0007")));
        for stranger in ["tehran", "tehran/reyhan", "tehran/re", "qom/rey", "tehran/shemiranat/2"] {
            assert!(!county.contains(&place(stranger)), "{stranger}");
        }
    }

    #[test]
    fn what_is_no_place_is_refused() {
        let long = "a".repeat(33);
        for text in ["", "/", "a/", "/a", "a//b", "A", "a/b/c/d/e", "ت", "a b", "-a", "..", long.as_str()] {
            assert!(text.parse::<Place>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_place_knows_its_level_its_code_and_the_place_above() {
        let branch = place("tehran/rey/2/0007");
        assert_eq!((branch.level(), branch.code()), (Level::Branch, "0007"));
        assert_eq!(branch.above(), Some(place("tehran/rey/2")));
        assert_eq!(place("tehran").above(), None);
        assert_eq!(place("tehran").below("rey"), Ok(place("tehran/rey")));
        assert!(branch.below("1").is_err(), "nothing lies in a branch");
    }

    proptest! {
        #[test]
        fn the_range_of_a_database_is_what_a_place_contains(
            one in "[a-b0-1-]{1,2}(/[a-b0-1-]{1,2}){0,2}",
            other in "[a-b0-1-]{1,2}(/[a-b0-1-]{1,2}){0,3}",
        ) {
            if let (Ok(one), Ok(other)) = (one.parse::<Place>(), other.parse::<Place>()) {
                let (first, end) = one.range_below();
                let in_range = other == one || (first.as_str()..end.as_str()).contains(&other.as_str());
                prop_assert_eq!(one.contains(&other), in_range);
            }
        }

        #[test]
        fn any_text_is_a_place_or_refused(text in "[a-z0-9/-]{0,20}|.{0,12}") {
            if let Ok(place) = text.parse::<Place>() {
                prop_assert_eq!(place.to_string(), text);
            }
        }
    }
}
