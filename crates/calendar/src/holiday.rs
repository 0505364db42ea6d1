//! Days on which offices are closed, as data.

use crate::day::Day;
use icu_calendar::types::Weekday;
use serde::{Deserialize, Serialize};

/// An official holiday («تعطیل رسمی») of one year, such as the religious ones, which the moon moves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// When.
    pub day: Day,
    /// What for.
    pub name: String,
}

/// Which days are holidays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holidays {
    dated: Vec<Holiday>,
}

/// The official holidays of the solar calendar, month and day: they stand in every year.
const SOLAR: [(u8, u8, &str); 10] = [
    (1, 1, "نوروز"),
    (1, 2, "نوروز"),
    (1, 3, "نوروز"),
    (1, 4, "نوروز"),
    (1, 12, "روز جمهوری اسلامی"),
    (1, 13, "روز طبیعت"),
    (3, 14, "رحلت امام خمینی"),
    (3, 15, "قیام پانزده خرداد"),
    (11, 22, "پیروزی انقلاب اسلامی"),
    (12, 29, "ملی شدن صنعت نفت"),
];

impl Holidays {
    /// Fridays, the solar holidays, and these besides.
    #[must_use]
    pub fn with(dated: Vec<Holiday>) -> Self {
        Self { dated }
    }

    /// What closes the offices on this day, if anything does.
    #[must_use]
    pub fn on(&self, day: Day) -> Option<&str> {
        let (_, month, date) = day.in_jalali();
        let solar = SOLAR.iter().find(|(m, d, _)| (*m, *d) == (month, date)).map(|(.., name)| *name);
        let dated =
            || self.dated.iter().find(|holiday| holiday.day == day).map(|holiday| holiday.name.as_str());
        let friday = || (day.weekday() == Weekday::Friday).then_some("جمعه");
        solar.or_else(dated).or_else(friday)
    }

    /// This day if offices are open, else the next on which they are.
    #[must_use]
    pub fn next_working(&self, day: Day) -> Day {
        self.open_from(day, 1)
    }

    /// This day if offices are open, else the last before it on which they are.
    #[must_use]
    pub fn last_working(&self, day: Day) -> Day {
        self.open_from(day, -1)
    }

    fn open_from(&self, mut day: Day, step: i64) -> Day {
        // A year without a working day is no calendar; the bound only keeps bad data from turning for ever.
        for _ in 0..366 {
            if self.on(day).is_none() {
                break;
            }
            day = day.after(step);
        }
        day
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_new_year_the_offices_open_on_the_fifth() {
        let none = Holidays::with(Vec::new());
        let new_year: Day = "1405/01/01".parse().expect("a day");
        assert_eq!(none.on(new_year), Some("نوروز"));
        assert_eq!(none.next_working(new_year), "1405/01/05".parse().expect("a day"));
        assert_eq!(
            none.last_working(new_year),
            "1404/12/28".parse().expect("a day"),
            "before the 29th, a holiday"
        );
    }

    #[test]
    fn the_moon_s_holidays_come_from_a_file() {
        let day: Day = "1405/03/06".parse().expect("a day");
        let dated = Holidays::with(vec![Holiday { day, name: "عید قربان".into() }]);
        assert_eq!(dated.on(day), Some("عید قربان"));
        assert_eq!(Holidays::with(Vec::new()).on(day), None);
    }
}
