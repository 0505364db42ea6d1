//! One spelling for what two people type differently, so that a name is found however it was typed.

use crate::national_id::latin;

/// Latin digits, Persian ی and ک, no joiners, small letters, one blank between words.
#[must_use]
pub fn of(text: &str) -> String {
    let letters = text.chars().filter(|c| !matches!(c, '\u{200c}' | '\u{200d}' | '\u{0640}')).map(latin);
    let same = letters.map(|c| match c {
        'ي' | 'ى' => 'ی',
        'ك' => 'ک',
        'أ' | 'إ' | 'آ' => 'ا',
        c if c.is_whitespace() => ' ',
        c => c,
    });
    let text: String = same.flat_map(char::to_lowercase).collect();
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The same without blanks. Where one person puts a blank another puts a joiner, and a third nothing: «همراه اول»,
/// «همراه‌اول».
#[must_use]
pub fn closed(text: &str) -> String {
    of(text).replace(' ', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_however_it_is_typed() {
        assert_eq!(of(" علي  آقاي‌كريمي "), of("علی اقایکریمی"));
        assert_eq!(of("Rey ۱۲"), "rey 12");
        assert_ne!(of("همراه اول"), of("همراه‌اول"), "a list of words keeps its blanks");
        assert_eq!(closed("همراه اول "), closed("همراه‌اول"));
        assert_eq!(closed("مدرسه ی آزادي"), closed("مدرسه‌ی آزادی"));
    }
}
