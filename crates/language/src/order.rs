//! In which order a list of names stands.

use icu::collator::options::CollatorOptions;
use icu::collator::{Collator, CollatorBorrowed};
use icu::locale::locale;
use std::cmp::Ordering;
use std::fmt::Write as _;
use std::sync::LazyLock;

static PERSIAN: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| {
    Collator::try_new(locale!("fa").into(), CollatorOptions::default())
        .expect("the compiled data has the Persian alphabet")
});

/// Two texts as a Persian dictionary has them («ترتیب الفبایی»): پ after ب and ک before ل, which stand behind ی by the
/// numbers of their characters (CLDR's collation `fa`).
pub fn alphabetical(one: &str, other: &str) -> Ordering {
    PERSIAN.compare(one, other)
}

/// A text's place in that order, to be kept beside it: such keys, hexadecimal digits, compare byte by byte as their texts do.
pub fn alphabet_key(text: &str) -> String {
    let mut key = Vec::new();
    let Ok(()) = PERSIAN.write_sort_key_to(text, &mut key);
    let mut digits = String::with_capacity(key.len() * 2);
    for byte in key {
        write!(digits, "{byte:02x}").expect("a string takes all");
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_as_in_a_dictionary() {
        let expected = [
            "آرش",
            "اکبر",
            "بابک",
            "پروین",
            "تارا",
            "جمال",
            "چنگیز",
            "حسن",
            "زهرا",
            "ژاله",
            "سارا",
            "فاطمه",
            "قاسم",
            "کاوه",
            "گلنار",
            "لاله",
            "نادر",
            "ویدا",
            "هما",
            "یاسر",
        ];
        let mut names = expected;
        names.sort_unstable();
        assert_ne!(names, expected, "characters are numbered otherwise");
        names.sort_by(|one, other| alphabetical(one, other));
        assert_eq!(names, expected);
        names.sort_unstable();
        names.sort_by_cached_key(|name| alphabet_key(name));
        assert_eq!(names, expected);
    }
}
