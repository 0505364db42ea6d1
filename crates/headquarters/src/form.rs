//! What is wrong with what an officer typed: which field, and why.

use crate::sign_in::WeakPassword;
use crate::staff::Bar;
use calendar::Day;

/// A field that cannot be taken. The door says it beside the field and keeps what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The field's name.
    pub field: &'static str,
    /// What is wrong with it.
    pub why: Why,
}

/// What can be wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Nothing stands in it.
    Missing,
    /// More stands in it than is kept.
    TooLong,
    /// It is no day of either calendar.
    NoDay,
    /// More than a hundred persons are named.
    TooManyPersons,
    /// The files did not come whole.
    Unfinished,
    /// It is no hour of a day.
    NoHour,
    /// It is no day of its calendar: that month has only so many.
    ShortMonth(u8),
    /// It comes before the day that it has to follow.
    TooEarly,
    /// It comes before a measurement, which was of what stood then.
    BeforeMeasured,
    /// It comes before this day.
    Before(Day),
    /// It comes after this day.
    After(Day),
    /// It comes before the day of the meeting.
    BeforeMeeting,
    /// It is past.
    Past,
    /// It is past for longer than is taken.
    LongPast,
    /// It comes later than the event lasts.
    OutlastsEvent,
    /// It names nothing that exists.
    Unknown,
    /// Nobody in reach is called so.
    NoPerson,
    /// More than one in reach is called so.
    Ambiguous,
    /// It is headed by nobody else than a committee's own head, and no committee of that kind is named.
    NoCommittee,
    /// The committee has a head already.
    HasHead,
    /// Somebody heads the committee as one of its kind.
    Headed,
    /// It has other letters than Latin ones.
    NotLatin,
    /// It has more than Latin letters, digits and hyphens: it stands on a label, in an address and in a table.
    NoSerial,
    /// It is no place.
    NoPlace,
    /// Nothing is registered at this place; sent once more, it is meant.
    PlaceUnknown,
    /// It is no number, or none that is taken here.
    NoNumber,
    /// It is no whole number from the one to the other.
    NotWithin(u32, u32),
    /// It is no point of the earth.
    NoCoordinates,
    /// No picture of a kind that is taken.
    NoPicture,
    /// Neither a PDF nor a picture of a kind that is taken.
    NoEvidence,
    /// More bytes than are taken.
    TooLarge,
    /// More files than are taken.
    TooMany,
    /// Others send files at this moment, and no more are taken at one time.
    Crowded,
    /// One like it works already.
    FormedAlready,
    /// Somebody or something else has it already.
    Taken,
    /// It stands twice in this table or list.
    Twice,
    /// It is no address of a machine.
    NoAddress,
    /// It is no name to sign in with.
    NoLogin,
    /// The password is too easily guessed.
    Weak(WeakPassword),
    /// It differs from what was typed first.
    Differs,
    /// The one-time code is not the present one.
    WrongCode,
    /// It is no national identity number.
    NoNationalId,
    /// It is the other side's to do: the executive's, or supervision's.
    OtherSide,
    /// Somebody is assigned as that; they are released first.
    Assigned,
    /// It keeps somebody from the post.
    Barred(Bar),
    /// It has a name already, which whoever organises the headquarters of the place changes.
    Headquarters,
    /// They were refused before; by the form they are taken on with a reason, and by a table not.
    RefusedBefore,
    /// It would take back what somebody declared; that is done by hand, with a reason.
    TakesBack,
    /// The password is not the present one, or its code is not; which is not said.
    WrongPassword,
}

/// The longest name or title.
pub const LINE: usize = 200;
/// The longest text.
pub const TEXT: usize = 20_000;

/// Gathers mistakes while fields are read, so that all are said at once.
#[derive(Debug, Default)]
pub struct Reading {
    mistakes: Vec<Mistake>,
}

impl Reading {
    /// Puts a mistake down.
    pub fn mistake(&mut self, field: &'static str, why: Why) {
        self.mistakes.push(Mistake { field, why });
    }

    /// A text that must not be empty, without the blanks around it.
    pub fn text(&mut self, field: &'static str, typed: &str, longest: usize) -> String {
        let text = typed.trim();
        if text.is_empty() {
            self.mistake(field, Why::Missing);
        } else if text.chars().count() > longest {
            self.mistake(field, Why::TooLong);
        }
        text.to_owned()
    }

    /// A text that may be empty.
    pub fn note(&mut self, field: &'static str, typed: &str, longest: usize) -> String {
        if typed.trim().is_empty() { String::new() } else { self.text(field, typed, longest) }
    }

    /// Something that is read from its text.
    pub fn read<T: std::str::FromStr>(&mut self, field: &'static str, typed: &str, why: Why) -> Option<T> {
        let typed = typed.trim();
        let found = typed.parse().ok();
        if found.is_none() {
            let why = match why {
                Why::NoDay => calendar::Day::days_in_month_of(typed).map_or(why, Why::ShortMonth),
                other => other,
            };
            self.mistake(field, if typed.is_empty() { Why::Missing } else { why });
        }
        found
    }

    /// A whole number from the least to the most.
    pub fn number<T: TryFrom<u32>>(
        &mut self,
        field: &'static str,
        typed: &str,
        (least, most): (u32, u32),
    ) -> Option<T> {
        // Whoever writes a thousand with a mark between its digits means a thousand.
        let typed: String =
            typed.trim().chars().filter(|c| !matches!(c, '٬' | '\u{200e}' | '\u{200f}')).collect();
        let read = typed.parse().ok().filter(|number| (least..=most).contains(number));
        let found = read.and_then(|number| T::try_from(number).ok());
        if found.is_none() {
            self.mistake(field, if typed.is_empty() { Why::Missing } else { Why::NotWithin(least, most) });
        }
        found
    }

    /// The same, which may be left out.
    pub fn counted<T: TryFrom<u32>>(
        &mut self,
        field: &'static str,
        typed: &str,
        bounds: (u32, u32),
    ) -> Option<T> {
        if typed.trim().is_empty() { None } else { self.number(field, typed, bounds) }
    }

    /// A day that is not before another.
    pub fn day_from(&mut self, field: &'static str, typed: &str, least: Day) -> Option<Day> {
        let day: Option<Day> = self.read(field, typed, Why::NoDay);
        if day.is_some_and(|day| day < least) {
            self.mistake(field, Why::Before(least));
        }
        day
    }

    /// A day that is not after another.
    pub fn day_until(&mut self, field: &'static str, typed: &str, most: Day) -> Option<Day> {
        let day: Option<Day> = self.read(field, typed, Why::NoDay);
        if day.is_some_and(|day| day > most) {
            self.mistake(field, Why::After(most));
        }
        day
    }

    /// What was read, if there was no mistake.
    pub fn answer<T>(self, read: Option<T>) -> Result<T, Vec<Mistake>> {
        match read {
            Some(read) if self.mistakes.is_empty() => Ok(read),
            _ => Err(self.mistakes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_mistakes_are_said_at_once() {
        let mut reading = Reading::default();
        let name = reading.text("name", "  ", LINE);
        let day: Option<calendar::Day> = reading.read("day", "soon", Why::NoDay);
        let mistakes = reading.answer(day.map(|day| (name, day))).expect_err("two mistakes");
        let expected =
            [Mistake { field: "name", why: Why::Missing }, Mistake { field: "day", why: Why::NoDay }];
        assert_eq!(mistakes, expected);
    }

    #[test]
    fn a_number_or_a_day_beyond_its_bounds_says_which_they_are() {
        let day: Day = "2026-03-01".parse().expect("a day");
        let mut reading = Reading::default();
        assert_eq!(reading.number::<u8>("a", "5", (1, 5)), Some(5));
        assert_eq!(reading.counted::<u8>("b", " ", (1, 5)), None);
        for typed in ["6", "0", "-1", "x"] {
            assert_eq!(reading.number::<u8>("c", typed, (1, 5)), None, "{typed}");
        }
        reading.number::<u16>("d", "", (0, 5));
        reading.day_from("e", "2026-02-28", day);
        reading.day_until("f", "2026-03-02", day);
        reading.day_until("g", "2026-03-01", day);
        let why: Vec<Why> =
            reading.answer(Some(())).expect_err("mistakes").into_iter().map(|m| m.why).collect();
        let within = Why::NotWithin(1, 5);
        assert_eq!(why, [within, within, within, within, Why::Missing, Why::Before(day), Why::After(day)]);
    }

    #[test]
    fn a_day_that_a_month_does_not_have_is_said_with_what_it_has() {
        let said = |typed: &str| {
            let mut reading = Reading::default();
            let day: Option<calendar::Day> = reading.read("day", typed, Why::NoDay);
            reading.answer(day).map(drop).map_err(|mistakes| mistakes[0].why)
        };
        assert_eq!(said("1405/08/31"), Err(Why::ShortMonth(30)));
        assert_eq!(said("2026-02-29"), Err(Why::ShortMonth(28)));
        assert_eq!([said("1405/13/01"), said("soon")], [Err(Why::NoDay); 2]);
        assert_eq!([said(""), said("1405/08/30")], [Err(Why::Missing), Ok(())]);
    }

    #[test]
    fn what_is_right_is_answered_without_blanks_around_it() {
        let mut reading = Reading::default();
        let name = reading.text("name", " ری ", LINE);
        assert_eq!(reading.note("note", "  ", LINE), "");
        assert_eq!(reading.answer(Some(name)), Ok("ری".to_owned()));
    }
}
