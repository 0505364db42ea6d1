//! Dates and hours.

use crate::Lang;
use icu::calendar::Date;
use icu::datetime::fieldsets::YMDE;
use icu::datetime::{DateTimeFormatter, options::Length};
use icu::locale::{Locale, locale};

impl Lang {
    /// A polling day, `2026-05-01`, in the calendar of the language: «جمعه ۱۱ اردیبهشت ۱۴۰۵», “Friday, 1 May
    /// 2026”. What is no date is shown as it came.
    pub fn day(self, iso: &str) -> String {
        let locale = match self {
            Lang::Fa => locale!("fa-IR-u-ca-persian"),
            Lang::En => locale!("en-GB-u-ca-gregory"),
        };
        long(locale, iso).unwrap_or_else(|| iso.to_owned())
    }

    /// The same day in the other calendar, in the same language.
    pub fn day_elsewhere(self, iso: &str) -> Option<String> {
        let locale = match self {
            Lang::Fa => locale!("fa-IR-u-ca-gregory"),
            Lang::En => locale!("en-GB-u-ca-persian"),
        };
        long(locale, iso)
    }

    /// The hour of an instant, RFC 3339, on clocks in Iran: `۱۱:۳۰`.
    pub fn hour(self, instant: &str) -> String {
        match instant.parse::<jiff::Timestamp>() {
            Ok(instant) => {
                let there = iran(instant);
                self.digits(&format!("{:02}:{:02}", there.hour(), there.minute()))
            }
            Err(_) => self.digits(instant),
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

    #[test]
    fn a_day_is_written_in_the_readers_calendar() {
        assert_eq!(Lang::Fa.day("2026-11-23"), "دوشنبه ۲ آذر ۱۴۰۵");
        assert_eq!(Lang::En.day("2026-05-01"), "Friday, 1 May 2026");
        assert!(Lang::En.day_elsewhere("2026-05-01").is_some_and(|day| day.contains("Ordibehesht 1405")));
        assert_eq!(Lang::Fa.day("soon"), "soon");
    }

    #[test]
    fn an_hour_is_read_off_a_clock_in_iran() {
        assert_eq!(Lang::Fa.hour("2026-05-01T08:00:00Z"), "۱۱:۳۰");
        assert_eq!(Lang::En.hour("2026-05-01T22:15:09.5Z"), "01:45");
    }
}
