//! Numbers as people write them.

use crate::Lang;
use icu::decimal::input::Decimal;
use icu::decimal::{DecimalFormatter, options::DecimalFormatterOptions};
use icu::locale::{Locale, locale};

thread_local! {
    // A formatter is not shared between threads, and making one for every table cell would cost more than
    // the rest of the page.
    static FORMATTERS: [DecimalFormatter; 2] = [formatter(locale!("fa-IR")), formatter(locale!("en"))];
}

fn formatter(locale: Locale) -> DecimalFormatter {
    DecimalFormatter::try_new(locale.into(), DecimalFormatterOptions::default())
        .expect("the compiled data has Persian and English")
}

impl Lang {
    fn decimal(self, value: &Decimal) -> String {
        FORMATTERS.with(|both| match self {
            Lang::Fa => both[0].format_to_string(value),
            Lang::En => both[1].format_to_string(value),
        })
    }

    /// A whole number with separators: `۱۲٬۳۴۵` or `12,345`.
    pub fn number(self, value: impl TryInto<u64>) -> String {
        self.decimal(&Decimal::from(value.try_into().unwrap_or(u64::MAX)))
    }

    /// A share with one decimal, rounded half up: `۲۶٫۴٪` or `26.4%`. Nothing of nothing is zero.
    pub fn percent(self, part: u64, whole: u64) -> String {
        let tenths = match whole {
            0 => 0,
            _ => (u128::from(part) * 2000 + u128::from(whole)) / (2 * u128::from(whole)),
        };
        let text = self.tenths(tenths);
        match self {
            Lang::Fa => text + "٪",
            Lang::En => text + "%",
        }
    }

    /// An estimate with one decimal: `۰٫۳` or `0.3`.
    pub fn estimate(self, value: f64) -> String {
        self.tenths((value * 10.0).round().max(0.0) as u128)
    }

    fn tenths(self, tenths: u128) -> String {
        let mut value = Decimal::from(tenths);
        value.multiply_pow10(-1);
        value.trim_end();
        self.decimal(&value)
    }

    /// The digits of a code or a date in the digits of the language, nothing else changed.
    pub fn digits(self, text: &str) -> String {
        match self {
            Lang::En => text.to_owned(),
            Lang::Fa => text
                .chars()
                .map(|c| match c.to_digit(10) {
                    Some(digit) => char::from_u32('۰' as u32 + digit).unwrap_or(c),
                    None => c,
                })
                .collect(),
        }
    }
}

/// What somebody typed, with Persian and Arabic digits made Latin. Every form goes through this.
pub fn latin_digits(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '۰'..='۹' => char::from(b'0' + (c as u32 - '۰' as u32) as u8),
            '٠'..='٩' => char::from(b'0' + (c as u32 - '٠' as u32) as u8),
            _ => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_in_the_minutes() {
        assert_eq!(Lang::Fa.number(1_565_370_u64), "۱٬۵۶۵٬۳۷۰");
        assert_eq!(Lang::En.number(1_565_370_u64), "1,565,370");
        assert_eq!(Lang::Fa.percent(264, 1000), "۲۶٫۴٪");
        assert_eq!(Lang::En.percent(1, 3), "33.3%");
        assert_eq!(Lang::En.percent(1, 2), "50%");
        assert_eq!(Lang::En.percent(0, 0), "0%");
        assert_eq!(Lang::En.percent(u64::MAX, u64::MAX), "100%");
    }

    #[test]
    fn digits_go_both_ways() {
        assert_eq!(Lang::Fa.digits("0001-b"), "۰۰۰۱-b");
        assert_eq!(latin_digits("۰۰۱٢3"), "00123");
    }
}
