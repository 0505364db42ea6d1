//! Exact fractions, and numbers as people read them.

use std::cmp::Ordering;
use std::fmt;

use crate::Language;

/// An exact, non-negative fraction. Never rounded; compared by cross-multiplication of its reduced form.
#[derive(Clone, Copy, Debug)]
pub struct Ratio {
    /// What is divided.
    pub num: u128,
    /// What it is divided by; never zero.
    pub den: u128,
}

impl Ratio {
    /// `num / den`. A zero denominator is a mistake of ours, never of the input.
    pub const fn new(num: u128, den: u128) -> Self {
        assert!(den != 0, "a ratio has a denominator");
        Self { num, den }
    }

    /// The whole number.
    pub const fn whole(n: u128) -> Self {
        Self { num: n, den: 1 }
    }

    /// The same number in lowest terms.
    pub fn reduced(self) -> Self {
        let d = gcd(self.num, self.den);
        Self { num: self.num / d, den: self.den / d }
    }

    /// The integer part.
    pub const fn floor(self) -> u128 {
        self.num / self.den
    }

    /// What is left above the integer part, as a fraction below one.
    pub const fn fraction(self) -> Self {
        Self { num: self.num % self.den, den: self.den }
    }

    /// Reads `5%`, `2.5%`, `1/20`, `0.05`, `1.4` or `3`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(percent) = text.strip_suffix('%') {
            let ratio = Self::parse_decimal(percent.trim())?;
            return Some(Self { num: ratio.num, den: ratio.den.checked_mul(100)? }.reduced());
        }
        match text.split_once('/') {
            Some((num, den)) => {
                let (num, den) = (parse_digits(num.trim())?, parse_digits(den.trim())?);
                (den != 0).then(|| Self { num, den }.reduced())
            }
            None => Self::parse_decimal(text).map(Self::reduced),
        }
    }

    fn parse_decimal(text: &str) -> Option<Self> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let den = 10u128.checked_pow(u32::try_from(decimals.len()).ok()?)?;
        let below = if decimals.is_empty() { 0 } else { parse_digits(decimals)? };
        Some(Self { num: parse_digits(whole)?.checked_mul(den)?.checked_add(below)?, den })
    }

    /// In lowest terms with a decimal reading: `73/10 = 7.3`, `22/7 ≈ 3.142857…`.
    pub fn spoken(self, language: Language) -> String {
        let Self { num, den } = self.reduced();
        if den == 1 {
            return grouped(num, language);
        }
        let decimal = self.decimal(language);
        let sign = if decimal.ends_with('…') { '≈' } else { '=' };
        format!("{}/{} {sign} {decimal}", plain(num, language), plain(den, language))
    }

    /// With up to six decimals: `7.3`, `3.142857…`. Cut, not rounded, so that a reader who divides by hand sees the
    /// same digits.
    pub fn decimal(self, language: Language) -> String {
        let Self { num, den } = self.reduced();
        let (mut decimals, mut rest) = (String::new(), num % den);
        // Numerators stay far below 2^128 / 10: counts are at most 10^12, groups 10^6, houses 10^4.
        while rest != 0 && decimals.len() < 6 {
            let Some(ten) = rest.checked_mul(10) else { break };
            decimals.push(char::from_digit((ten / den) as u32, 10).expect("a quotient below ten is a digit"));
            rest = ten % den;
        }
        let whole = grouped(num / den, language);
        if decimals.is_empty() {
            return whole;
        }
        let point = match language {
            Language::Persian => '\u{066B}',
            Language::English => '.',
        };
        let more = if rest == 0 { "" } else { "…" };
        format!("{whole}{point}{}{more}", in_script(&decimals, language))
    }
}

fn parse_digits(text: &str) -> Option<u128> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

/// `a · b` against `c · d`, for factors of any size: the products are compared in 256 bits.
pub(crate) fn cmp_products(a: u128, b: u128, c: u128, d: u128) -> Ordering {
    match (a.checked_mul(b), c.checked_mul(d)) {
        (Some(left), Some(right)) => left.cmp(&right),
        _ => wide(a, b).cmp(&wide(c, d)),
    }
}

/// The full product as (high, low) halves.
fn wide(a: u128, b: u128) -> (u128, u128) {
    const LOW: u128 = u64::MAX as u128;
    let (ah, al, bh, bl) = (a >> 64, a & LOW, b >> 64, b & LOW);
    let (high, left, right, low) = (ah * bh, ah * bl, al * bh, al * bl);
    let middle = (low >> 64) + (left & LOW) + (right & LOW);
    (high + (left >> 64) + (right >> 64) + (middle >> 64), (middle << 64) | (low & LOW))
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        cmp_products(self.num, other.den, other.num, self.den)
    }
}
impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl PartialEq for Ratio {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Ratio {}

/// In lowest terms: `73/10`, or `7` for a whole number.
impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { num, den } = self.reduced();
        if den == 1 { write!(f, "{num}") } else { write!(f, "{num}/{den}") }
    }
}

/// Digits in the reader's script, without grouping.
pub(crate) fn plain(n: u128, language: Language) -> String {
    in_script(&n.to_string(), language)
}

/// Digits in the reader's script, in groups of three: `7,300,000` or «۷٬۳۰۰٬۰۰۰».
pub(crate) fn grouped(n: u128, language: Language) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(match language {
                Language::Persian => '\u{066C}',
                Language::English => ',',
            });
        }
        out.push(digit);
    }
    in_script(&out, language)
}

/// Replaces the digits of a text by those of the reader's script.
pub(crate) fn in_script(text: &str, language: Language) -> String {
    match language {
        Language::English => text.to_owned(),
        Language::Persian => text
            .chars()
            .map(|c| match c.to_digit(10) {
                Some(d) => {
                    char::from_u32('۰' as u32 + d).expect("Persian digits are ten code points in a row")
                }
                None => c,
            })
            .collect(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_read_as_people_write_them() {
        for (text, num, den) in
            [("5%", 1, 20), ("2.5 %", 1, 40), ("1/20", 1, 20), ("0.05", 1, 20), ("1.4", 7, 5), ("3", 3, 1)]
        {
            assert_eq!(Ratio::parse(text).unwrap(), Ratio::new(num, den), "{text}");
        }
        for text in ["", "%", "1/0", "-1", "1e3", "1.2.3", "½", "."] {
            assert!(Ratio::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn products_are_compared_beyond_128_bits() {
        let big = u128::MAX;
        assert_eq!(cmp_products(big, big - 1, big - 1, big), Ordering::Equal);
        assert_eq!(cmp_products(big, big, big, big - 1), Ordering::Greater);
        assert_eq!(cmp_products(1 << 127, 1 << 127, (1 << 127) + 1, 1 << 127), Ordering::Less);
    }

    #[test]
    fn numbers_are_spoken_in_the_readers_script() {
        assert_eq!(grouped(7_300_000, Language::English), "7,300,000");
        assert_eq!(grouped(7_300_000, Language::Persian), "۷٬۳۰۰٬۰۰۰");
        assert_eq!(Ratio::new(73, 10).spoken(Language::English), "73/10 = 7.3");
        assert_eq!(Ratio::new(22, 7).spoken(Language::English), "22/7 ≈ 3.142857…");
        assert_eq!(Ratio::new(42, 7).spoken(Language::Persian), "۶");
    }
}
