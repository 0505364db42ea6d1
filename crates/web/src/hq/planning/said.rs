//! Times and waits in words.

use crate::locale::{Lang, Word as W};

/// The hour at which polls open, for the clock under a chart.
pub(super) const OPENS_H: f64 = 8.0;

/// A duration as people say it.
pub(crate) fn duration(lang: Lang, seconds: f64) -> String {
    if seconds < 90.0 {
        return lang.fill(W::PlanSeconds, &[&lang.number(seconds.max(0.0).round() as u64)]);
    }
    let minutes = (seconds / 60.0).round() as u64;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => lang.fill(W::PlanMinutes, &[&lang.number(minutes)]),
        (hours, 0) => lang.fill(W::PlanHoursUnit, &[&lang.number(hours)]),
        (hours, minutes) => lang.fill(W::PlanHoursMinutes, &[&lang.number(hours), &lang.number(minutes)]),
    }
}

/// The time of day so many hours after opening: `۰۹:۱۵`.
pub(super) fn clock(lang: Lang, hours_open: f64) -> String {
    let minutes = ((OPENS_H + hours_open) * 60.0).round() as u64;
    lang.digits(&format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60))
}

/// A number with up to one decimal, rounded half up: `۲۲٫۷` or `22.7`. What is below nothing is nothing.
pub(super) fn tenths(lang: Lang, value: f64) -> String {
    let all = (value * 10.0).round().clamp(0.0, 1e15) as u64;
    match all % 10 {
        0 => lang.number(all / 10),
        tenth => lang.number(all / 10) + lang.pick("٫", ".") + &lang.number(tenth),
    }
}

/// A share.
pub(super) fn percent(lang: Lang, share: f64) -> String {
    lang.percent((share.clamp(0.0, 100.0) * 1e6).round() as u64, 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_said_in_their_own_unit() {
        assert_eq!(duration(Lang::En, 41.6), "42 s");
        assert_eq!(duration(Lang::En, 600.0), "10 min");
        assert_eq!(duration(Lang::En, 7_500.0), "2 h 5 min");
        assert_eq!(duration(Lang::Fa, 3_600.0), "۱ ساعت");
        assert_eq!(clock(Lang::Fa, 1.25), "۰۹:۱۵");
        assert_eq!(percent(Lang::En, 0.435), "43.5%");
        assert_eq!((tenths(Lang::Fa, 22.7), tenths(Lang::En, 1_800.0)), ("۲۲٫۷".into(), "1,800".into()));
        assert_eq!(tenths(Lang::En, f64::NAN), "0");
    }
}
