//! Numbers, shares, dates and hours as people write them in each language.
//!
//! Persian has Persian digits and the Jalali calendar, English Latin digits and the Gregorian one.

use crate::Language;
use icu::calendar::Date;
use icu::datetime::fieldsets::YMDE;
use icu::datetime::{DateTimeFormatter, options::Length};
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

fn decimal(language: Language, value: &Decimal) -> String {
    FORMATTERS.with(|both| match language {
        Language::Persian => both[0].format_to_string(value),
        Language::English => both[1].format_to_string(value),
    })
}

/// Writing in a language.
pub trait Written: Copy {
    /// A whole number with separators: `۱۲٬۳۴۵` or `12,345`.
    fn number(self, value: impl TryInto<u64>) -> String;
    /// A share with one decimal, rounded half up: `۲۶٫۴٪` or `26.4%`. Nothing of nothing is zero.
    fn percent(self, part: u64, whole: u64) -> String;
    /// The digits of a code or a date in the digits of the language, nothing else changed.
    fn digits(self, text: &str) -> String;
    /// A polling day, `2026-05-01`, in the calendar of the language: «جمعه ۱۱ اردیبهشت ۱۴۰۵», “Friday, 1 May
    /// 2026”. What is no date is shown as it came.
    fn day(self, iso: &str) -> String;
    /// The same day in the other calendar, in the same language.
    fn day_elsewhere(self, iso: &str) -> Option<String>;
    /// The hour of an instant, RFC 3339, on clocks in Iran: `۱۱:۳۰`.
    fn hour(self, instant: &str) -> String;
    /// One of a pair written in both languages.
    fn pick<'a>(self, fa: &'a str, en: &'a str) -> &'a str;
}

impl Written for Language {
    fn number(self, value: impl TryInto<u64>) -> String {
        decimal(self, &Decimal::from(value.try_into().unwrap_or(u64::MAX)))
    }

    fn percent(self, part: u64, whole: u64) -> String {
        let tenths = match whole {
            0 => 0,
            _ => (u128::from(part) * 2000 + u128::from(whole)) / (2 * u128::from(whole)),
        };
        let mut value = Decimal::from(tenths);
        value.multiply_pow10(-1);
        value.trim_end();
        decimal(self, &value) + self.pick("٪", "%")
    }

    fn digits(self, text: &str) -> String {
        match self {
            Language::English => text.to_owned(),
            Language::Persian => text
                .chars()
                .map(|c| match c.to_digit(10) {
                    Some(digit) => char::from_u32('۰' as u32 + digit).unwrap_or(c),
                    None => c,
                })
                .collect(),
        }
    }

    fn day(self, iso: &str) -> String {
        let locale = match self {
            Language::Persian => locale!("fa-IR-u-ca-persian"),
            Language::English => locale!("en-GB-u-ca-gregory"),
        };
        long(locale, iso).unwrap_or_else(|| iso.to_owned())
    }

    fn day_elsewhere(self, iso: &str) -> Option<String> {
        let locale = match self {
            Language::Persian => locale!("fa-IR-u-ca-gregory"),
            Language::English => locale!("en-GB-u-ca-persian"),
        };
        long(locale, iso)
    }

    fn hour(self, instant: &str) -> String {
        match instant.parse::<jiff::Timestamp>() {
            Ok(instant) => {
                let there = iran(instant);
                self.digits(&format!("{:02}:{:02}", there.hour(), there.minute()))
            }
            Err(_) => self.digits(instant),
        }
    }

    fn pick<'a>(self, fa: &'a str, en: &'a str) -> &'a str {
        match self {
            Language::Persian => fa,
            Language::English => en,
        }
    }
}

/// Day and hour of an instant on clocks in Iran.
pub fn iran(instant: jiff::Timestamp) -> jiff::civil::DateTime {
    // Since 1401 Iran keeps one time all year, so that the offset is a fact and not a table.
    let offset =
        jiff::tz::Offset::from_seconds(3 * 3600 + 1800).expect("three and a half hours are an offset");
    offset.to_datetime(instant)
}

fn long(locale: Locale, iso: &str) -> Option<String> {
    let mut parts = iso.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    let date = Date::try_new_iso(year, month, day).ok()?;
    let formatter = DateTimeFormatter::try_new(locale.into(), YMDE::for_length(Length::Long)).ok()?;
    Some(formatter.format(&date).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{English, Persian};

    #[test]
    fn numbers_are_written_as_in_the_minutes() {
        assert_eq!(Persian.number(1_565_370_u64), "۱٬۵۶۵٬۳۷۰");
        assert_eq!(English.number(1_565_370_u64), "1,565,370");
        assert_eq!(Persian.percent(264, 1000), "۲۶٫۴٪");
        assert_eq!(English.percent(1, 3), "33.3%");
        assert_eq!(English.percent(1, 2), "50%");
        assert_eq!(English.percent(0, 0), "0%");
        assert_eq!(English.percent(u64::MAX, u64::MAX), "100%");
        assert_eq!(Persian.digits("0001-b"), "۰۰۰۱-b");
    }

    #[test]
    fn a_day_is_written_in_the_readers_calendar() {
        assert_eq!(Persian.day("2026-11-23"), "دوشنبه ۲ آذر ۱۴۰۵");
        assert_eq!(English.day("2026-05-01"), "Friday, 1 May 2026");
        assert!(English.day_elsewhere("2026-05-01").is_some_and(|day| day.contains("Ordibehesht 1405")));
        assert_eq!(Persian.day("soon"), "soon");
    }

    #[test]
    fn an_hour_is_read_off_a_clock_in_iran() {
        assert_eq!(Persian.hour("2026-05-01T08:00:00Z"), "۱۱:۳۰");
        assert_eq!(English.hour("2026-05-01T22:15:09.5Z"), "01:45");
    }
}
