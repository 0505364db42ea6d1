//! One spelling for many: how a name is compared.
//!
//! Persian keyboards, Arabic keyboards and old registers write the same name with different letters (ي and ی, ك and ک), with or
//! without the joiner between parts, with or without vowel signs. And a card may show it in Latin letters, which spell vowels as
//! they please. [`spelling`] settles the first; [`skeleton`] both, by what consonants are heard.

/// The words of a name: at spaces and at the joiner (ZWNJ).
pub fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| c.is_whitespace() || c == JOINER).filter(|word| !word.is_empty())
}

/// Zero-width non-joiner: stands between the parts of a compound («امین‌زاده»).
pub const JOINER: char = '\u{200c}';

/// The same letters for the same name: Persian forms, no signs, no stretching; Latin in lower case without accents.
pub fn spelling(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            'ي' | 'ى' | 'ئ' | 'ې' | 'ے' => folded.push('ی'),
            'ك' | 'ڪ' => folded.push('ک'),
            'ة' | 'ۀ' | 'ە' | 'ہ' => folded.push('ه'),
            'أ' | 'إ' | 'ٱ' | 'آ' => folded.push('ا'),
            'ؤ' => folded.push('و'),
            // Vowel signs, stretching, hamza alone, marks of direction.
            '\u{064b}'..='\u{065f}' | '\u{0670}' | 'ـ' | 'ء' | '\u{200b}'..='\u{200f}' | '\'' | '-' | '’' =>
                {}
            'á' | 'à' | 'â' | 'ā' | 'ä' | 'Á' | 'À' | 'Â' | 'Ā' | 'Ä' => folded.push('a'),
            'é' | 'è' | 'ê' | 'ē' | 'É' | 'È' | 'Ê' | 'Ē' => folded.push('e'),
            'í' | 'ī' | 'î' | 'Í' | 'Ī' | 'Î' => folded.push('i'),
            'ó' | 'ō' | 'ô' | 'ö' | 'Ó' | 'Ō' | 'Ô' | 'Ö' => folded.push('o'),
            'ú' | 'ū' | 'û' | 'ü' | 'Ú' | 'Ū' | 'Û' | 'Ü' => folded.push('u'),
            'š' | 'Š' => folded.push_str("sh"),
            'č' | 'Č' => folded.push_str("ch"),
            'ž' | 'Ž' => folded.push_str("zh"),
            c => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

/// The consonants that are heard, one sign for all letters of one sound; a vowel only where the word begins with one.
pub fn skeleton(word: &str) -> String {
    let folded = spelling(word);
    let mut bones = String::with_capacity(folded.len());
    let mut letters = folded.chars().peekable();
    let mut first = true;
    while let Some(c) = letters.next() {
        let mut then = |next: char| letters.next_if_eq(&next).is_some();
        let bone = match c {
            // In Persian ا at the start stands for any vowel; ع is not heard by a Latin speller.
            'ا' | 'ع' | 'a' | 'e' | 'i' | 'o' | 'u' => first.then_some('a'),
            // و and ی are a vowel or a consonant, as are v, w and y: written nowhere but at the start, where they are heard.
            'و' | 'v' | 'w' => first.then_some('v'),
            'ی' | 'y' => first.then_some('y'),
            'ب' | 'b' => Some('b'),
            'پ' => Some('p'),
            'p' => Some(if then('h') { 'f' } else { 'p' }),
            'ت' | 'ط' | 't' => Some('t'),
            'ث' | 'س' | 'ص' => Some('s'),
            's' => Some(if then('h') { '$' } else { 's' }),
            'ش' => Some('$'),
            'ج' | 'j' => Some('j'),
            'چ' => Some('c'),
            'c' => Some(if then('h') { 'c' } else { 'k' }),
            'ح' | 'ه' | 'h' => Some('h'),
            'خ' | 'x' => Some('x'),
            'د' | 'd' => Some('d'),
            'ذ' | 'ز' | 'ض' | 'ظ' => Some('z'),
            'z' => Some(if then('h') { 'Z' } else { 'z' }),
            'ژ' => Some('Z'),
            'ر' | 'r' => Some('r'),
            'غ' | 'ق' | 'q' => Some('q'),
            'g' => Some(if then('h') { 'q' } else { 'g' }),
            'گ' => Some('g'),
            'ف' | 'f' => Some('f'),
            'ک' => Some('k'),
            'k' => Some(if then('h') { 'x' } else { 'k' }),
            'ل' | 'l' => Some('l'),
            'م' | 'm' => Some('m'),
            'ن' | 'n' => Some('n'),
            other if other.is_alphanumeric() => Some(other),
            _ => None,
        };
        if let Some(bone) = bone {
            // A doubled consonant («عباسی», Abbasi) is one.
            if !bones.ends_with(bone) {
                bones.push(bone);
            }
            first = false;
        } else if matches!(c, 'ا' | 'ع' | 'a' | 'e' | 'i' | 'o' | 'u' | 'و' | 'v' | 'w' | 'ی' | 'y') {
            first = false;
        }
    }
    // A last ه is a vowel (Fatemeh, Fateme).
    if bones.chars().count() > 1 && bones.ends_with('h') {
        bones.pop();
    }
    bones
}

/// Written in Latin letters?
pub fn is_latin(word: &str) -> bool {
    word.chars().any(|c| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f1_arabic_and_persian_letters_are_one_spelling() {
        for (arabic, persian) in [
            ("علي", "علی"),
            ("كاظمي", "کاظمی"),
            ("مُحَمَّد", "محمد"),
            ("رضـا", "رضا"),
            ("رأفت", "رافت"),
            ("فاطمة", "فاطمه"),
        ] {
            assert_eq!(spelling(arabic), spelling(persian));
        }
    }

    #[test]
    fn f1_latin_spellings_have_the_bones_of_the_persian_name() {
        let pairs = [
            ("علی", "Ali"),
            ("حسین", "Hossein"),
            ("حسین", "Husayn"),
            ("محمد", "Mohammad"),
            ("محمد", "Muhammed"),
            ("فاطمه", "Fatemeh"),
            ("فاطمه", "Fateme"),
            ("یوسفی", "Yousefi"),
            ("قزوینی", "Ghazvini"),
            ("قزوینی", "Qazvini"),
            ("خسرو", "Khosrow"),
            ("شیرین", "Shirin"),
            ("ژاله", "Zhaleh"),
            ("چناری", "Chenari"),
            ("عباسی", "Abbasi"),
            ("وحید", "Vahid"),
            ("اسماعیل", "Esmaeil"),
            ("امینزاده", "Aminzadeh"),
        ];
        for (persian, latin) in pairs {
            assert_eq!(skeleton(persian), skeleton(latin), "{persian} and {latin}");
        }
    }

    #[test]
    fn the_joiner_and_a_space_both_part_words() {
        assert_eq!(words("امین\u{200c}زاده").collect::<Vec<_>>(), words("امین زاده").collect::<Vec<_>>());
    }
}
