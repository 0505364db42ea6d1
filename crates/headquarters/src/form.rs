//! What is wrong with what an officer typed: which field, and why.

use crate::sign_in::WeakPassword;
use crate::staff::Bar;

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
    /// It comes before the day that it has to follow.
    TooEarly,
    /// It names nothing that exists.
    Unknown,
    /// It is no place.
    NoPlace,
    /// It is no number, or none that is taken here.
    NoNumber,
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
    /// Somebody or something else has it already.
    Taken,
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
            self.mistake(field, if typed.is_empty() { Why::Missing } else { why });
        }
        found
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
    fn what_is_right_is_answered_without_blanks_around_it() {
        let mut reading = Reading::default();
        let name = reading.text("name", " ری ", LINE);
        assert_eq!(reading.note("note", "  ", LINE), "");
        assert_eq!(reading.answer(Some(name)), Ok("ری".to_owned()));
    }
}
