//! The wall clock, read in one place.

/// Now, in seconds since 1970.
pub(crate) fn seconds() -> u64 {
    jiff::Timestamp::now().as_second().unsigned_abs()
}

/// Now, in milliseconds since 1970, as the desks' clocks tell it.
pub(crate) fn milliseconds() -> u64 {
    jiff::Timestamp::now().as_millisecond().unsigned_abs()
}

/// A time as entries of the record tell it, in seconds since 1970.
pub(crate) fn seconds_of(at: &str) -> Option<u64> {
    at.parse::<jiff::Timestamp>().ok().map(|at| at.as_second().unsigned_abs())
}

/// Now, RFC 3339, UTC, to the second.
pub(crate) fn now() -> String {
    jiff::Timestamp::now().round(jiff::Unit::Second).map_or_else(|_| String::new(), |t| t.to_string())
}

/// Today on clocks in Iran, which have been three and a half hours ahead of UTC all year since 1401.
pub(crate) fn today() -> calendar::Day {
    let iran = jiff::tz::Offset::from_seconds(12_600).expect("an offset of a few hours");
    let today = iran.to_datetime(jiff::Timestamp::now()).date();
    calendar::Day::gregorian(today.year().into(), today.month().unsigned_abs(), today.day().unsigned_abs())
        .expect("a clock shows a day of the calendar")
}

/// When a day begins on clocks in Iran, as [`now`] writes it.
pub(crate) fn begins_in_iran(day: calendar::Day) -> String {
    let iran = jiff::tz::Offset::from_seconds(12_600).expect("an offset of a few hours");
    let date = day.to_string().parse::<jiff::civil::Date>().ok();
    let begins =
        date.and_then(|date| iran.to_timestamp(date.to_datetime(jiff::civil::Time::midnight())).ok());
    begins.map_or_else(|| day.to_string(), |begins| begins.to_string())
}

/// A wall clock's milliseconds since 1970, as [`now`] writes it.
pub(crate) fn at(wall: u64) -> String {
    let time = i64::try_from(wall).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    time.and_then(|t| t.round(jiff::Unit::Second).ok()).map_or_else(String::new, |t| t.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_in_iran_before_it_does_in_greenwich() {
        let day = "1405/02/11".parse().expect("a day");
        assert_eq!(begins_in_iran(day), "2026-04-30T20:30:00Z");
    }
}
