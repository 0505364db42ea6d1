//! The two languages: words, digits, numbers and dates.
//!
//! Persian pages show Persian digits, Jalali dates and read from right to left; English pages show the same
//! facts in Latin digits and Gregorian dates. What a machine wrote (fingerprints, tracking codes) is never
//! translated.

mod date;
mod number;
mod words;

pub use date::iran;
pub use number::latin_digits;
use serde::Deserialize;
pub use words::Word;

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Persian, the language of the law.
    #[default]
    Fa,
    /// English.
    En,
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
    pub fn say(self, word: Word) -> &'static str {
        match self {
            Lang::Fa => word.fa(),
            Lang::En => word.en(),
        }
    }

    /// A sentence with its blanks filled: `{0}` with the first, `{1}` with the second.
    pub fn fill(self, word: Word, blanks: &[&str]) -> String {
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

    #[test]
    fn blanks_are_filled_once_and_in_order() {
        assert_eq!(Lang::En.fill(Word::Of, &["{1}", "2"]), "{1} of 2");
        assert_eq!(Lang::Fa.fill(Word::Of, &["۱", "۲"]), "۱ از ۲");
    }
}
