//! Meetings («جلسه») of headquarters and committees: agenda («دستور جلسه») and minutes («صورت‌جلسه»).

use crate::form::{LINE, Mistake, Reading, TEXT, Why};
use crate::permit::{Officer, PersonId};
use crate::place::Place;
use crate::role::Role;
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
    /// Who is asked to come («دعوت‌شدگان»).
    pub invited: Vec<PersonId>,
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
pub struct Hour(jiff::civil::Time);

/// What is no hour.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{0}\u{201d} is no hour of a day")]
pub struct BadHour(pub String);

impl FromStr for Hour {
    type Err = BadHour;
    fn from_str(text: &str) -> Result<Self, BadHour> {
        jiff::civil::Time::strptime("%H:%M", text.trim()).map(Self).map_err(|_| BadHour(text.to_owned()))
    }
}

impl std::fmt::Display for Hour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.strftime("%H:%M"))
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
            reading.mistake("invited", Why::TooLong);
        }
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
                invited,
                present,
                agenda,
                minutes,
                version,
            })
        })();
        reading.answer(read)
    }

    /// Is this officer awaited: asked to come, or one of those whose meeting it is?
    #[must_use]
    pub fn awaits(&self, officer: &Officer, heads: &[i64]) -> bool {
        self.invited.contains(&officer.person) || self.is_kept_by(officer, heads)
    }

    /// Is it this officer who sees to its minutes, as head of the committee, or as head or secretary of the headquarters,
    /// whose meeting it is? `heads` are the committees that they head. Others there may keep them, and are not reminded.
    #[must_use]
    pub fn is_kept_by(&self, officer: &Officer, heads: &[i64]) -> bool {
        match self.committee {
            Some(committee) => heads.contains(&committee),
            None => officer.appointments.iter().any(|held| {
                held.scope == self.place && (held.role.runs_headquarters() || held.role == Role::Secretary)
            }),
        }
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
        present: "",
        agenda: "",
        minutes: "",
    };

    #[test]
    fn an_hour_is_of_a_day() {
        let hour = |text: &str| text.parse::<Hour>().map(|hour| hour.to_string()).ok();
        assert_eq!([hour("9:30"), hour(" 18:05 ")], [Some("09:30".into()), Some("18:05".into())]);
        assert_eq!([hour("24:00"), hour("9"), hour("9:30 pm"), hour("")], [const { None }; 4]);
    }

    #[test]
    fn a_meeting_awaits_those_who_are_asked_and_those_whose_it_is() {
        let officer = |person, role, scope: &str| {
            let (letter, scope) = (1, scope.parse().expect("a place"));
            let appointments = vec![crate::permit::Appointment { letter, role, scope }];
            Officer { person: PersonId(person), name: String::new(), appointments }
        };
        let asked = [PersonId(7), PersonId(3), PersonId(7)];
        let meeting = Meeting::read(&Typed { invited: &asked, ..TYPED }).expect("all is there");
        assert_eq!(meeting.invited, [PersonId(3), PersonId(7)]);
        let awaits =
            |person, role, scope, heads: &[i64]| meeting.awaits(&officer(person, role, scope), heads);
        assert!(awaits(3, Role::Inspector, "tehran/shemiranat", &[]), "whoever is asked");
        assert!(awaits(1, Role::Secretary, "tehran/rey", &[]), "whose minutes they are");
        assert!(!awaits(1, Role::Governor, "tehran", &[]), "the province has meetings of its own");
        assert!(!awaits(1, Role::PoliceHead, "tehran/rey", &[9]), "heads of committees are asked");
        let of_committee = Meeting { committee: Some(4), ..meeting.clone() };
        assert!(!of_committee.is_kept_by(&officer(1, Role::Secretary, "tehran/rey"), &[]));
        assert!(of_committee.is_kept_by(&officer(1, Role::CommitteeHead, "tehran/rey"), &[4]));
    }

    #[test]
    fn a_meeting_has_a_place_a_topic_a_title_and_a_day() {
        assert!(Meeting::read(&TYPED).is_ok());
        let mistakes = Meeting::read(&Typed::default()).expect_err("nothing is there");
        let fields: Vec<&str> = mistakes.iter().map(|mistake| mistake.field).collect();
        assert_eq!(fields, ["place", "topic", "title", "held"]);
    }
}
