//! Meetings («جلسه») of headquarters and committees: agenda («دستور جلسه») and minutes («صورت‌جلسه»).

use crate::form::{LINE, Mistake, Reading, TEXT, Why};
use crate::place::Place;
use calendar::Day;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Meeting {
    /// Number.
    pub id: i64,
    /// Whose meeting it is.
    pub place: Place,
    /// Of which committee, where it is one's.
    pub committee: Option<i64>,
    /// With whom or about what; meetings are counted by it.
    pub topic: Topic,
    /// What it was called.
    pub title: String,
    /// The day on which it is held.
    pub held: Day,
    /// Who is there.
    pub present: String,
    /// What is to be talked about.
    pub agenda: String,
    /// What was said.
    pub minutes: String,
    /// Counts changes.
    pub version: i64,
}

macro_rules! topics {
    ($($(#[$doc:meta])* $name:ident = $code:literal),* $(,)?) => {
        /// With whom or about what a meeting is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Topic { $($(#[$doc])* $name),* }
        impl Topic {
            /// All.
            pub const ALL: &[Topic] = &[$(Topic::$name),*];

            /// Its name in tables and addresses.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Topic::$name => $code),* }
            }
        }
    };
}

topics! {
    /// The headquarters itself.
    Headquarters = "headquarters",
    /// Operators of lines and SIM cards («اپراتورها»).
    Operators = "operators",
    /// Education: schools as branches («آموزش و پرورش»).
    Education = "education",
    /// Security and police.
    Security = "security",
    /// Devices, power and the network.
    Technology = "technology",
    /// Civil registry («ثبت احوال»).
    Registry = "registry",
    /// Supervisory bodies.
    Supervision = "supervision",
    /// Candidates, parties and fronts.
    Candidates = "candidates",
    /// Media and public information.
    Media = "media",
    /// Training of executive agents.
    Training = "training",
}

/// What is no topic.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{0}\u{201d} is no topic of meetings")]
pub struct BadTopic(pub String);

impl FromStr for Topic {
    type Err = BadTopic;
    fn from_str(text: &str) -> Result<Self, BadTopic> {
        Topic::ALL.iter().copied().find(|topic| topic.code() == text).ok_or_else(|| BadTopic(text.to_owned()))
    }
}

/// The fields of a meeting as texts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Typed<'a> {
    /// Whose meeting it is.
    pub place: &'a str,
    /// Number of the committee, or nothing.
    pub committee: &'a str,
    /// Code of the topic.
    pub topic: &'a str,
    /// What it is called.
    pub title: &'a str,
    /// When it is held.
    pub held: &'a str,
    /// Who is there.
    pub present: &'a str,
    /// Agenda.
    pub agenda: &'a str,
    /// Minutes.
    pub minutes: &'a str,
}

impl Meeting {
    /// Reads what was typed about a meeting, which gets its number later.
    pub fn read(typed: &Typed<'_>) -> Result<Self, Vec<Mistake>> {
        let mut reading = Reading::default();
        let place = reading.read("place", typed.place, Why::NoPlace);
        let committee = match typed.committee.trim() {
            "" => None,
            number => reading.read("committee", number, Why::Unknown),
        };
        let topic = reading.read("topic", typed.topic, Why::Unknown);
        let title = reading.text("title", typed.title, LINE);
        let held = reading.read("held", typed.held, Why::NoDay);
        let present = reading.note("present", typed.present, TEXT);
        let agenda = reading.note("agenda", typed.agenda, TEXT);
        let minutes = reading.note("minutes", typed.minutes, TEXT);
        let read = (|| {
            let (place, topic, held) = (place?, topic?, held?);
            Some(Self { id: 0, place, committee, topic, title, held, present, agenda, minutes, version: 1 })
        })();
        reading.answer(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPED: Typed<'_> = Typed {
        place: "tehran/rey",
        committee: "",
        topic: "operators",
        title: "پوشش شعبه‌های روستایی",
        held: "1405/01/20",
        present: "",
        agenda: "",
        minutes: "",
    };

    #[test]
    fn a_meeting_has_a_place_a_topic_a_title_and_a_day() {
        assert!(Meeting::read(&TYPED).is_ok());
        let mistakes = Meeting::read(&Typed::default()).expect_err("nothing is there");
        let fields: Vec<&str> = mistakes.iter().map(|mistake| mistake.field).collect();
        assert_eq!(fields, ["place", "topic", "title", "held"]);
    }
}
