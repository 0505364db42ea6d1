//! One spelling for what two people type differently, so that a name is found however it was typed.

use super::member::Member;
use election::national_id::latin;

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

/// What a member is found by, and what lists are sorted by: names, number, the last digits of the national number.
#[must_use]
pub fn words(member: &Member) -> String {
    let digits = member.national.trim_start_matches('*');
    format!("{} {} #{} {digits}", of(&member.name), of(&member.latin), member.number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_however_it_is_typed() {
        assert_eq!(of(" علي  آقاي‌كريمي "), of("علی اقایکریمی"));
        assert_eq!(of("Rey ۱۲"), "rey 12");
    }
}
