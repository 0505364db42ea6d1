//! The national identity number («شماره ملی»): ten digits, the last a check digit.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Ten digits with a right check digit.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NationalId(String);

/// Why a text is no national identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadNationalId {
    /// Not ten digits.
    #[error("a national identity number has exactly ten digits")]
    Digits,
    /// All ten digits alike: the arithmetic accepts it, the registry never issues it.
    #[error("ten equal digits are never issued")]
    Repeated,
    /// The last digit does not follow from the nine before it.
    #[error("the check digit is wrong: read the number again")]
    CheckDigit,
}

impl NationalId {
    /// Reads Latin, Persian or Arabic digits and checks the last one.
    pub fn parse(text: &str) -> Result<Self, BadNationalId> {
        let digits: String = text.trim().chars().map(latin).collect();
        let d: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
        if digits.len() != 10 || d.len() != 10 {
            return Err(BadNationalId::Digits);
        }
        if d.iter().all(|x| *x == d[0]) {
            return Err(BadNationalId::Repeated);
        }
        if d[9] != check_digit(&d[..9]) {
            return Err(BadNationalId::CheckDigit);
        }
        Ok(Self(digits))
    }

    /// Makes the number whose first nine digits are `serial`; `None` for the serials never issued.
    pub fn from_serial(serial: u32) -> Option<Self> {
        let nine = format!("{:09}", serial % 1_000_000_000);
        let d: Vec<u32> = nine.chars().filter_map(|c| c.to_digit(10)).collect();
        Self::parse(&format!("{nine}{}", check_digit(&d))).ok()
    }

    /// Ten Latin digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Weighted sum of the nine digits, weights 10 down to 2, modulo 11; below 2 as it is, else 11 minus it.
fn check_digit(nine: &[u32]) -> u32 {
    let sum: u32 = nine.iter().zip((2..=10).rev()).map(|(d, w)| d * w).sum();
    match sum % 11 {
        r @ 0..=1 => r,
        r => 11 - r,
    }
}

/// Persian and Arabic-Indic digits as Latin ones; other characters unchanged.
pub fn latin(c: char) -> char {
    match c {
        '۰'..='۹' => char::from(b'0' + (c as u32 - '۰' as u32) as u8),
        '٠'..='٩' => char::from(b'0' + (c as u32 - '٠' as u32) as u8),
        _ => c,
    }
}

impl TryFrom<String> for NationalId {
    type Error = BadNationalId;
    fn try_from(text: String) -> Result<Self, BadNationalId> {
        Self::parse(&text)
    }
}
impl From<NationalId> for String {
    fn from(id: NationalId) -> String {
        id.0
    }
}

/// A person's number never reaches a log line: only its last two digits print.
impl fmt::Debug for NationalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NationalId(********{})", &self.0[8..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_is_checked() {
        // 0·10+0·9+7·8+6·7+2·6+2·5+9·4+2·3+8·2 = 178; 178 mod 11 = 2; 11 − 2 = 9.
        assert!(NationalId::parse("0076229289").is_ok());
        for wrong in 0..9 {
            assert_eq!(NationalId::parse(&format!("007622928{wrong}")), Err(BadNationalId::CheckDigit));
        }
    }

    #[test]
    fn persian_digits_are_read() {
        let latin = NationalId::from_serial(7_622_928).expect("a plain serial");
        let persian: String = latin
            .as_str()
            .chars()
            .map(|c| char::from_u32('۰' as u32 + c.to_digit(10).expect("digit")).expect("digit"))
            .collect();
        assert_eq!(NationalId::parse(&persian), Ok(latin));
    }

    #[test]
    fn ten_equal_digits_are_refused() {
        assert_eq!(NationalId::parse("1111111111"), Err(BadNationalId::Repeated));
    }
}
