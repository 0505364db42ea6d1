//! Meetings («جلسه») of headquarters and committees: agenda («دستور جلسه») and minutes («صورت‌جلسه»).

use crate::form::{LINE, Mistake, Reading, TEXT, Why};
use crate::permit::PersonId;
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
    /// The hour at which it begins, on clocks in Iran, once it is set.
    pub hour: Option<Hour>,
    /// Who called it, and is reminded of its minutes; not kept of the oldest ones.
    pub called_by: Option<PersonId>,
    /// Who is asked to come («دعوت‌شدگان»).
    pub invited: Vec<PersonId>,
    /// Who else is asked to come and has no name here («مهمانان»), such as an operator's people.
    pub guests: String,
    /// Who is there.
    pub present: String,
    /// What is to be talked about.
    pub agenda: String,
    /// What was said.
    pub minutes: String,
    /// Counts changes.
    pub version: i64,
}

/// The most who are asked to one meeting.
pub const MOST_INVITED: usize = 100;

/// An hour of a day: `09:30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hour {
    hour: u8,
    minute: u8,
}

/// What is no hour.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{0}\u{201d} is no hour of a day")]
pub struct BadHour(pub String);

impl FromStr for Hour {
    type Err = BadHour;
    fn from_str(text: &str) -> Result<Self, BadHour> {
        let number = |part: &str, most: u8| {
            let is_plain = matches!(part.len(), 1..=2) && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse().ok().filter(|number| is_plain && *number <= most)
        };
        let read = text.trim().split_once(':').and_then(|(hour, minute)| {
            Some(Self { hour: number(hour, 23)?, minute: number(minute, 59).filter(|_| minute.len() == 2)? })
        });
        read.ok_or_else(|| BadHour(text.to_owned()))
    }
}

impl std::fmt::Display for Hour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

impl Serialize for Hour {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
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
    /// At what hour, or nothing.
    pub hour: &'a str,
    /// Who is asked to come.
    pub invited: &'a [PersonId],
    /// Who else is asked.
    pub guests: &'a str,
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
        let hour = match typed.hour.trim() {
            "" => None,
            hour => reading.read("hour", hour, Why::NoHour),
        };
        let mut invited = typed.invited.to_vec();
        invited.sort_unstable();
        invited.dedup();
        if invited.len() > MOST_INVITED {
            reading.mistake("invited", Why::TooManyPersons);
        }
        let guests = reading.note("guests", typed.guests, TEXT);
        let present = reading.note("present", typed.present, TEXT);
        let agenda = reading.note("agenda", typed.agenda, TEXT);
        let minutes = reading.note("minutes", typed.minutes, TEXT);
        let read = (|| {
            let (place, topic, held) = (place?, topic?, held?);
            let version = 1;
            Some(Self {
                id: 0,
                place,
                committee,
                topic,
                title,
                held,
                hour,
                called_by: None,
                invited,
                guests,
                present,
                agenda,
                minutes,
                version,
            })
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
        hour: "",
        invited: &[],
        guests: "",
        present: "",
        agenda: "",
        minutes: "",
    };

    #[test]
    fn an_hour_is_of_a_day() {
        let hour = |text: &str| text.parse::<Hour>().map(|hour| hour.to_string()).ok();
        assert_eq!([hour("9:30"), hour(" 18:05 ")], [Some("09:30".into()), Some("18:05".into())]);
        assert_eq!(
            [hour("24:00"), hour("9"), hour("9:30 pm"), hour(""), hour("9:+3"), hour("9:5")],
            [const { None }; 6]
        );
    }

    #[test]
    fn whoever_is_asked_twice_is_asked_once_and_no_more_than_a_hundred() {
        let read = |invited: &[PersonId]| Meeting::read(&Typed { invited, ..TYPED });
        let asked = [PersonId(7), PersonId(3), PersonId(7)];
        assert_eq!(read(&asked).expect("all is there").invited, [PersonId(3), PersonId(7)]);
        let crowd: Vec<PersonId> = (1..=101).map(PersonId).collect();
        let wrong = read(&crowd).expect_err("too many");
        assert_eq!(wrong, [Mistake { field: "invited", why: Why::TooManyPersons }]);
    }

    #[test]
    fn a_meeting_has_a_place_a_topic_a_title_and_a_day() {
        assert!(Meeting::read(&TYPED).is_ok());
        let mistakes = Meeting::read(&Typed::default()).expect_err("nothing is there");
        let fields: Vec<&str> = mistakes.iter().map(|mistake| mistake.field).collect();
        assert_eq!(fields, ["place", "topic", "title", "held"]);
    }
}
