//! How each language is written: digits, numbers, dates, hours, the order of names, and typefaces.
//!
//! Persian has Persian digits and Jalali dates and reads from right to left; English shows the same facts in
//! Latin digits and Gregorian dates. What a machine wrote (fingerprints, tracking codes) is never translated.
//!
//! **In scope:** what pages (`screens`, `web`) and paper (`forms`) share. **Out of scope:** the words
//! themselves, which stand with whoever says them and answer to [`Spoken`].

mod date;
mod number;
mod order;
pub mod typeface;

pub use date::iran;
pub use number::latin_digits;
pub use order::{alphabet_key, alphabetical};

use serde::{Deserialize, Serialize};

/// The language of a page or a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Persian, the language of the law.
    #[default]
    Fa,
    /// English.
    En,
}

/// Something that can be said in both languages.
pub trait Spoken: Copy {
    /// In Persian.
    fn fa(self) -> &'static str;
    /// In English.
    fn en(self) -> &'static str;
}

impl Lang {
    /// Both, Persian first.
    pub const BOTH: [Lang; 2] = [Lang::Fa, Lang::En];

    /// The code in `<html lang>` and in paths.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Fa => "fa",
            Lang::En => "en",
        }
    }

    /// The direction of writing.
    pub fn dir(self) -> &'static str {
        match self {
            Lang::Fa => "rtl",
            Lang::En => "ltr",
        }
    }

    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Lang::Fa => Lang::En,
            Lang::En => Lang::Fa,
        }
    }

    /// A word.
    pub fn say(self, word: impl Spoken) -> &'static str {
        match self {
            Lang::Fa => word.fa(),
            Lang::En => word.en(),
        }
    }

    /// A sentence with its blanks filled: `{0}` with the first, `{1}` with the second.
    pub fn fill(self, word: impl Spoken, blanks: &[&str]) -> String {
        let mut text = String::new();
        let mut rest = self.say(word);
        // One pass, so that a name with braces in it is printed as it is.
        while let Some((before, after)) = rest.split_once('{') {
            let (place, after) = after.split_once('}').expect("the table of words closes its braces");
            text.push_str(before);
            text.push_str(place.parse().ok().and_then(|n: usize| blanks.get(n)).copied().unwrap_or_default());
            rest = after;
        }
        text.push_str(rest);
        text
    }

    /// One of a pair written in both languages.
    pub fn pick<'a>(self, fa: &'a str, en: &'a str) -> &'a str {
        match self {
            Lang::Fa => fa,
            Lang::En => en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy)]
    struct Of;

    impl Spoken for Of {
        fn fa(self) -> &'static str {
            "{0} از {1}"
        }
        fn en(self) -> &'static str {
            "{0} of {1}"
        }
    }

    #[test]
    fn blanks_are_filled_once_and_in_order() {
        assert_eq!(Lang::En.fill(Of, &["{1}", "2"]), "{1} of 2");
        assert_eq!(Lang::Fa.fill(Of, &["۱", "۲"]), "۱ از ۲");
    }
}
