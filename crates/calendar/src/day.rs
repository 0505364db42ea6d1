//! A day, whichever calendar it is written in.

use icu_calendar::cal::Persian;
use icu_calendar::options::DateAddOptions;
use icu_calendar::types::{DateDuration, Weekday};
use icu_calendar::{Date, Iso};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A day. Written in the Gregorian calendar where machines read it, `2026-05-01`; read from either calendar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(Date<Persian>);

/// What is no day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{0}\u{201d} is no day; write 2026-05-01, or 1405/02/11 in the Jalali calendar")]
pub struct BadDay(pub String);

/// Years below this are Jalali: the Gregorian year 1700 was long past and the Jalali one is far off.
const GREGORIAN_FROM: i32 = 1700;
/// The first Jalali year that is read; in its Gregorian writing, 1821, it is not mistaken for a Jalali year.
const JALALI_FROM: i32 = 1200;

impl Day {
    /// A day of the Jalali calendar («تقویم خورشیدی»).
    #[must_use]
    pub fn jalali(year: i32, month: u8, day: u8) -> Option<Self> {
        Date::try_new_persian(year, month, day).ok().map(Self)
    }

    /// A day of the Gregorian calendar.
    #[must_use]
    pub fn gregorian(year: i32, month: u8, day: u8) -> Option<Self> {
        Some(Self(Date::try_new_iso(year, month, day).ok()?.to_calendar(Persian)))
    }

    /// Year, month and day in the Jalali calendar.
    #[must_use]
    pub fn in_jalali(&self) -> (i32, u8, u8) {
        (self.0.year().extended_year(), self.0.month().ordinal, self.0.day_of_month().0)
    }

    /// How many days the month of a date has that its calendar does not know, where the month is one: 30 for
    /// `1405/08/31`. Nothing where the text is a day, or no date at all.
    #[must_use]
    pub fn days_in_month_of(text: &str) -> Option<u8> {
        if text.parse::<Self>().is_ok() {
            return None;
        }
        let (month, day) = text.trim().rsplit_once(['-', '/'])?;
        let day: u8 = day.parse().ok()?;
        let has = |day: &u8| format!("{month}/{day:02}").parse::<Self>().is_ok();
        (28..day.min(32)).rev().find(has)
    }

    /// So many days later, or earlier if `days` is negative. A calendar ends long after any election; beyond
    /// its end the last day answered stands.
    #[must_use]
    pub fn after(self, days: i64) -> Self {
        let duration =
            DateDuration { is_negative: days < 0, days: magnitude(days), ..DateDuration::default() };
        self.moved(duration)
    }

    /// The same day so many Jalali months earlier, or the last day of that month where it has no such day.
    #[must_use]
    pub fn months_before(self, months: u32) -> Self {
        self.moved(DateDuration { is_negative: true, months, ..DateDuration::default() })
    }

    /// Days from `earlier` to this one; negative if this one comes first.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> i64 {
        self.0.to_rata_die() - earlier.0.to_rata_die()
    }

    /// The day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        self.0.weekday()
    }

    fn moved(self, duration: DateDuration) -> Self {
        self.0.try_added_with_options(duration, DateAddOptions::default()).map_or(self, Self)
    }
}

fn magnitude(days: i64) -> u32 {
    u32::try_from(days.unsigned_abs()).unwrap_or(u32::MAX)
}

impl FromStr for Day {
    type Err = BadDay;

    fn from_str(text: &str) -> Result<Self, BadDay> {
        let bad = || BadDay(text.to_owned());
        let parts: Vec<&str> = text.trim().split(['-', '/']).collect();
        let [year, month, day] = parts[..] else { return Err(bad()) };
        let plain =
            |part: &str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
        if ![year, month, day].into_iter().all(plain) {
            return Err(bad());
        }
        let year: i32 = year.parse().map_err(|_| bad())?;
        let month = month.parse().map_err(|_| bad())?;
        let day = day.parse().map_err(|_| bad())?;
        if year < JALALI_FROM {
            return Err(bad());
        }
        let found = if year < GREGORIAN_FROM {
            Self::jalali(year, month, day)
        } else {
            Self::gregorian(year, month, day)
        };
        found.ok_or_else(bad)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let iso = self.0.to_calendar(Iso);
        write!(f, "{:04}-{:02}-{:02}", iso.year().extended_year(), iso.month().ordinal, iso.day_of_month().0)
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.in_jalali();
        write!(f, "{self} ({year:04}/{month:02}/{day:02})")
    }
}

impl TryFrom<String> for Day {
    type Error = BadDay;
    fn try_from(text: String) -> Result<Self, BadDay> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_month_tells_how_many_days_it_has() {
        assert_eq!(Day::days_in_month_of("1405/08/31"), Some(30));
        assert_eq!(Day::days_in_month_of("1405-12-30"), Some(29), "no leap year");
        assert_eq!(Day::days_in_month_of("2026/02/31"), Some(28));
        for text in ["1405/08/30", "1405/13/31", "soon", "1/2", "1405/08/-1", "1405/08/300"] {
            assert_eq!(Day::days_in_month_of(text), None, "{text}");
        }
    }

    fn day(text: &str) -> Day {
        text.parse().expect(text)
    }

    #[test]
    fn both_calendars_name_the_same_day() {
        // 1405/02/11 is Friday, 1 May 2026; 1403 was a leap year and ended on its thirtieth of Esfand.
        assert_eq!(day("1405/02/11"), day("2026-05-01"));
        assert_eq!(day("1405/2/11").weekday(), Weekday::Friday);
        assert_eq!(day("1403/12/30"), day("2025-03-20"));
        assert_eq!(day("2026-05-01").in_jalali(), (1405, 2, 11));
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "",
            "soon",
            "1404/12/30",
            "2026-02-29",
            "2026-13-01",
            "1405/02",
            "+1405/2/11",
            "1405/2/11/1",
            "0099/1/1",
        ] {
            assert_eq!(text.parse::<Day>(), Err(BadDay(text.into())), "{text}");
        }
    }

    #[test]
    fn three_months_are_counted_in_the_jalali_calendar() {
        assert_eq!(day("1404/10/21").months_before(3), day("1404/07/21"));
        // Shahrivar has 31 days, Mehr 30: a day that does not exist becomes the month's last.
        assert_eq!(day("1404/10/30").months_before(10), day("1403/12/30"));
        assert_eq!(day("1405/10/30").months_before(10), day("1404/12/29"));
    }

    proptest! {
        #[test]
        fn a_day_is_read_back_as_it_was_written(offset in -20_000_i64..20_000) {
            let some = day("2026-05-01").after(offset);
            prop_assert_eq!(some.to_string().parse::<Day>(), Ok(some));
            prop_assert_eq!(some.days_since(day("2026-05-01")), offset);
            let (year, month, date) = some.in_jalali();
            prop_assert_eq!(Day::jalali(year, month, date), Some(some));
        }

        #[test]
        fn any_text_is_a_day_or_refused(text in "[0-9]{4}[/-](0?[1-9]|1[0-2])[/-][0-3]?[0-9]|.{0,12}") {
            if let Ok(day) = text.parse::<Day>() {
                prop_assert_eq!(day.to_string().parse::<Day>(), Ok(day));
            }
        }
    }
}
