//! Headquarters («ستاد») of province, county and district, and their committees («کمیته»).

use crate::form::{LINE, Mistake, Reading, Why};
use crate::place::{Level, Place};
use calendar::Day;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A headquarters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Headquarters {
    /// Where; there is one a place.
    pub place: Place,
    /// Its name in Persian.
    pub name: String,
    /// Its name in English.
    pub latin: String,
    /// The day on which it was formed.
    pub formed: Day,
    /// The day on which it was dissolved.
    pub ended: Option<Day>,
    /// Counts changes.
    pub version: i64,
}

/// A committee of a headquarters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Committee {
    /// Number.
    pub id: i64,
    /// Whose it is.
    pub place: Place,
    /// For what.
    pub kind: Kind,
    /// What it is called, where its kind does not say.
    pub name: String,
    /// The day on which it was formed.
    pub formed: Day,
    /// The day on which it was dissolved.
    pub ended: Option<Day>,
    /// Counts changes.
    pub version: i64,
}

/// What a committee is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// «امنیت».
    Security,
    /// «انتظامی».
    Police,
    /// «پشتیبانی».
    Logistics,
    /// «زیرساخت و ارتباطات».
    Infrastructure,
    /// «اطلاع‌رسانی».
    Information,
    /// Any other; its name says for what.
    Other,
}

impl Kind {
    /// All, the named ones first.
    pub const ALL: [Kind; 6] =
        [Kind::Security, Kind::Police, Kind::Logistics, Kind::Infrastructure, Kind::Information, Kind::Other];

    /// Its name in tables and addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Kind::Security => "security",
            Kind::Police => "police",
            Kind::Logistics => "logistics",
            Kind::Infrastructure => "infrastructure",
            Kind::Information => "information",
            Kind::Other => "other",
        }
    }
}

/// What is no kind of committee.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{0}\u{201d} is no kind of committee")]
pub struct BadKind(pub String);

impl FromStr for Kind {
    type Err = BadKind;
    fn from_str(text: &str) -> Result<Self, BadKind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == text).ok_or_else(|| BadKind(text.to_owned()))
    }
}

impl Headquarters {
    /// Reads what was typed about a headquarters; `ended` is nothing while it works. A branch has none.
    pub fn read(
        place: &str,
        (name, latin): (&str, &str),
        (formed, ended): (&str, &str),
    ) -> Result<Self, Vec<Mistake>> {
        let mut reading = Reading::default();
        let place: Option<Place> = reading.read("place", place, Why::NoPlace);
        if place.as_ref().is_some_and(|place| place.level() == Level::Branch) {
            reading.mistake("place", Why::NoPlace);
        }
        let name = reading.text("name", name, LINE);
        let latin = reading.text("latin", latin, LINE);
        let formed = reading.read("formed", formed, Why::NoDay);
        let ended = ended_after(&mut reading, formed, ended);
        let read = place.zip(formed);
        reading.answer(read.map(|(place, formed)| Self { place, name, latin, formed, ended, version: 1 }))
    }

    /// Does it work on this day?
    #[must_use]
    pub fn works(&self, today: Day) -> bool {
        self.formed <= today && self.ended.is_none_or(|ended| today < ended)
    }
}

/// The day of an end, if one was typed: not before the day of the beginning.
fn ended_after(reading: &mut Reading, formed: Option<Day>, typed: &str) -> Option<Day> {
    let ended: Option<Day> = match typed.trim() {
        "" => None,
        ended => reading.read("ended", ended, Why::NoDay),
    };
    if let (Some(formed), Some(ended)) = (formed, ended)
        && ended < formed
    {
        reading.mistake("ended", Why::TooEarly);
    }
    ended
}

/// The fields of a committee as texts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Typed<'a> {
    /// Whose it is.
    pub place: &'a str,
    /// For what.
    pub kind: &'a str,
    /// What it is called.
    pub name: &'a str,
    /// When it was formed.
    pub formed: &'a str,
    /// When it was dissolved, or nothing.
    pub ended: &'a str,
}

impl Committee {
    /// Reads what was typed about a committee, which gets its number later.
    pub fn read(typed: &Typed<'_>) -> Result<Self, Vec<Mistake>> {
        let mut reading = Reading::default();
        let place = reading.read("place", typed.place, Why::NoPlace);
        let kind = reading.read("kind", typed.kind, Why::Unknown);
        let name = match kind {
            Some(Kind::Other) => reading.text("name", typed.name, LINE),
            _ => reading.note("name", typed.name, LINE),
        };
        let formed: Option<Day> = reading.read("formed", typed.formed, Why::NoDay);
        let ended = ended_after(&mut reading, formed, typed.ended);
        let read = (|| {
            let (place, kind, formed) = (place?, kind?, formed?);
            Some(Self { id: 0, place, kind, name, formed, ended, version: 1 })
        })();
        reading.answer(read)
    }

    /// Does it work on this day?
    #[must_use]
    pub fn works(&self, today: Day) -> bool {
        self.formed <= today && self.ended.is_none_or(|ended| today < ended)
    }

    /// Do both work on some day, for the same and under the same name? A slip of the hand forms a committee twice.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        let before = |one: &Self, two: &Self| one.ended.is_some_and(|ended| ended <= two.formed);
        (&self.place, self.kind, &self.name) == (&other.place, other.kind, &other.name)
            && !before(self, other)
            && !before(other, self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect(text)
    }

    #[test]
    fn a_committee_works_from_the_day_it_is_formed_until_it_is_dissolved() {
        let typed = Typed {
            place: "tehran/rey",
            kind: "security",
            formed: "1405/01/10",
            ended: "1405/02/20",
            ..Typed::default()
        };
        let committee = Committee::read(&typed).expect("all is there");
        let works = |text| committee.works(day(text));
        assert_eq!(
            [works("1405/01/09"), works("1405/01/10"), works("1405/02/19"), works("1405/02/20")],
            [false, true, true, false]
        );
        let again = |formed, ended, name| {
            let typed = Typed { formed, ended, name, ..typed };
            committee.is_like(&Committee::read(&typed).expect("all is there"))
        };
        assert!(again("1405/01/20", "", ""), "both work for a month");
        assert!(!again("1405/01/20", "", "امنیت صندوق‌ها"), "another name says for what");
        assert!(
            !again("1405/02/20", "", "") && !again("1405/01/01", "1405/01/10", ""),
            "one after the other"
        );
        let backwards = Committee::read(&Typed { ended: "1405/01/09", ..typed }).expect_err("ends first");
        assert_eq!(backwards, [Mistake { field: "ended", why: Why::TooEarly }]);
        let nameless = Committee::read(&Typed { kind: "other", ..typed }).expect_err("which other?");
        assert_eq!(nameless, [Mistake { field: "name", why: Why::Missing }]);
    }

    #[test]
    fn a_branch_has_no_headquarters() {
        let of = |place, ended| Headquarters::read(place, ("ستاد شهرستان ری", "Rey"), ("1405/01/10", ended));
        let read = |place| of(place, "");
        assert_eq!(read("tehran/rey").map(|h| h.place.level()), Ok(Level::County));
        let refused = read("tehran/rey/2/0007").expect_err("a branch");
        assert_eq!(refused, [Mistake { field: "place", why: Why::NoPlace }]);
        let backwards = of("tehran/rey", "1405/01/09").expect_err("ends first");
        assert_eq!(backwards, [Mistake { field: "ended", why: Why::TooEarly }]);
        let ended = of("tehran/rey", "1405/02/20").expect("all is there");
        assert!(ended.works(day("1405/02/19")) && !ended.works(day("1405/02/20")));
    }

    #[test]
    fn a_kind_is_read_back_as_it_was_written() {
        for kind in Kind::ALL {
            assert_eq!(kind.code().parse(), Ok(kind));
        }
    }
}
