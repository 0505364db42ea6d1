//! Programs («برنامه»): a token by which an officer lets a program read what their letters let them read.
//!
//! A program never does more than look ([`Actor::Program`](crate::permit::Actor::Program)), and what it may look at is asked
//! of the officer's letters each time: the token adds nothing to them and outlives none.

use crate::form::{Mistake, Reading};
use crate::permit::Officer;
use calendar::Day;

/// The most days for which a token is good.
pub const LONGEST: u32 = 90;
/// The most tokens that one officer has at a time.
pub const MOST: usize = 20;
/// The longest name, in characters.
const NAME: usize = 80;

/// Why no token is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It would read nothing.
    #[error("no letter of yours is in force, so a program of yours would read nothing")]
    NoLetter,
    /// Somebody who has so many has lost sight of them.
    #[error("you have {MOST} tokens for programs; end one that nobody uses")]
    Enough,
}

/// What was typed to draw a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What its owner calls the program.
    pub name: String,
    /// The days for which it is good, today counted.
    pub days: i64,
}

impl Draft {
    /// Reads what was typed.
    pub fn read(name: &str, days: &str) -> Result<Self, Vec<Mistake>> {
        let mut reading = Reading::default();
        let name = reading.text("name", name, NAME);
        let days = reading.number::<u32>("days", days, (1, LONGEST));
        reading.answer(days.map(|days| Self { name, days: days.into() }))
    }

    /// Nothing → a token, of which this is the last day, of an officer who has so many already.
    pub fn draw(&self, officer: &Officer, has: usize, today: Day) -> Result<Day, Refused> {
        match () {
            () if officer.appointments.is_empty() => Err(Refused::NoLetter),
            () if has >= MOST => Err(Refused::Enough),
            () => Ok(today.after(self.days - 1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Why;
    use crate::permit::{Appointment, PersonId};
    use crate::role::Role;

    fn officer(letters: i64) -> Officer {
        let held =
            |letter| Appointment { letter, role: Role::Secretary, scope: "tehran".parse().expect("a place") };
        Officer { person: PersonId(1), name: "…".into(), appointments: (0..letters).map(held).collect() }
    }

    #[test]
    fn a_token_is_good_for_ninety_days_at_most() {
        let today: Day = "2026-05-01".parse().expect("a day");
        let draft = Draft::read(" نمودار ", "90").expect("a draft");
        assert_eq!(draft.name, "نمودار");
        assert_eq!(draft.draw(&officer(1), 0, today), Ok("2026-07-29".parse().expect("a day")));
        assert_eq!(Draft::read("x", "1").map(|one| one.draw(&officer(1), 0, today)), Ok(Ok(today)));
        for days in ["0", "91", "-3", "ten", "9999999999"] {
            let wrong = Draft::read("x", days).expect_err(days);
            assert_eq!(wrong, [Mistake { field: "days", why: Why::NotWithin(1, 90) }], "{days}");
        }
        let empty = Draft::read(" ", "").expect_err("nothing");
        assert_eq!(empty.iter().map(|mistake| mistake.field).collect::<Vec<_>>(), ["name", "days"]);
    }

    #[test]
    fn nobody_draws_one_without_a_letter_or_more_than_they_can_watch() {
        let (draft, today) = (Draft { name: "…".into(), days: 30 }, "2026-05-01".parse().expect("a day"));
        assert_eq!(draft.draw(&officer(0), 0, today), Err(Refused::NoLetter));
        assert!(draft.draw(&officer(1), MOST - 1, today).is_ok());
        assert_eq!(draft.draw(&officer(1), MOST, today), Err(Refused::Enough));
    }
}
