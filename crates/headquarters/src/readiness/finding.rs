//! One thing that is not ready.

use crate::branch::Item;
use crate::coded::coded;
use crate::role::Role;
use calendar::Day;
use serde::Serialize;

coded! {
    /// How urgent; later ones are worse.
    Colour {
        /// Ready, or with time to spare («سبز»).
        Green = "green",
        /// Its day is near («زرد»).
        Amber = "amber",
        /// Its day has passed («قرمز»).
        Red = "red",
    }
}
coded! {
    /// What is not ready.
    Topic {
        /// Nobody has surveyed the branch.
        NoSurvey = "no-survey",
        /// The survey says that it cannot be used.
        Unfit = "unfit",
        /// The survey says so, and what it found was mended since: somebody has to look again.
        SurveyAgain = "survey-again",
        /// Its owner has not agreed.
        NoAgreement = "no-agreement",
        /// Something is wanting.
        Deficiency = "deficiency",
        /// It is said to be done, and nobody else has seen it.
        Unverified = "unverified",
        /// It has not two lines.
        NoLines = "no-lines",
        /// Both lines hang on one thing.
        SharedFate = "shared-fate",
        /// Not both lines carry it.
        NoCoverage = "no-coverage",
        /// An operator's promise is open.
        Commitment = "commitment",
        /// It has not passed a rehearsal.
        NoRehearsal = "no-rehearsal",
        /// It has fewer ready devices than it needs.
        Devices = "devices",
        /// A high risk is open.
        Risk = "risk",
        /// Nobody has planned how many people it takes.
        NoPlan = "no-plan",
        /// A post has too few people.
        NoStaff = "no-staff",
        /// Supervision has too few people there, whom it sends itself.
        NoObservers = "no-observers",
        /// Somebody serves whose pass is not good on the polling day.
        NoPass = "no-pass",
        /// Nobody can be called to a post if its holder does not come.
        NoReserve = "no-reserve",
        /// Nobody answers for a segment of its network, or not until the polls.
        NoResponsible = "no-responsible",
        /// A device's certificate runs out before the polls.
        Certificate = "certificate",
        /// A grave incident goes on.
        Incident = "incident",
        /// A grave incident was reported for more than one branch, and nobody else has looked at it.
        Unconfirmed = "unconfirmed",
        /// An incident that is not grave goes on.
        MinorIncident = "minor-incident",
        /// A taker read another seal than was set.
        Seal = "seal",
    }
}

/// Whose it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Whose {
    /// A person or body that was named.
    Named(String),
    /// Whoever is appointed to this.
    #[serde(serialize_with = "code")]
    Role(RoleOrder),
}

impl std::fmt::Display for Whose {
    /// The name, or the role's code.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Whose::Named(name) => name,
            Whose::Role(role) => role.0.code(),
        })
    }
}

/// A role, sorted by its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct RoleOrder(pub Role);

impl PartialOrd for RoleOrder {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for RoleOrder {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.code().cmp(other.0.code())
    }
}

fn code<S: serde::Serializer>(role: &RoleOrder, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(role.0.code())
}

/// Something that is not ready.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What.
    pub topic: Topic,
    /// Whose it is.
    pub whose: Whose,
    /// Since when it has been so.
    pub since: Day,
    /// By when it has to be ready.
    pub due: Day,
    /// How urgent.
    pub colour: Colour,
    /// What exactly is wanting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<Item>,
}

impl Topic {
    /// Its colour from the first day, where it does not wait for a day of its own.
    #[must_use]
    pub fn at_once(self) -> Option<Colour> {
        match self {
            Topic::Incident | Topic::Seal => Some(Colour::Red),
            Topic::Unconfirmed => Some(Colour::Amber),
            _ => None,
        }
    }

    /// The best colour that it may have while it lasts, however many days are left: a branch that was found unfit has no time
    /// to spare, somebody has to look for another building.
    #[must_use]
    pub fn best(self) -> Colour {
        if matches!(self, Topic::Unfit | Topic::SurveyAgain) { Colour::Amber } else { Colour::Green }
    }

    /// Days before the polling day by which it has to be ready, so that what follows from it still can be done.
    #[must_use]
    pub fn lead(self) -> i64 {
        match self {
            Topic::NoSurvey => 60,
            Topic::NoAgreement => 45,
            Topic::NoLines | Topic::Unfit | Topic::SurveyAgain => 40,
            Topic::SharedFate | Topic::NoPlan => 30,
            Topic::NoCoverage | Topic::Deficiency | Topic::NoResponsible => 21,
            Topic::NoStaff | Topic::NoObservers | Topic::NoPass => 14,
            Topic::Unverified | Topic::Risk | Topic::MinorIncident => 14,
            Topic::NoRehearsal => 10,
            Topic::Devices | Topic::Commitment | Topic::NoReserve | Topic::Certificate => 7,
            // These do not wait for a day: see `at_once`.
            Topic::Incident | Topic::Unconfirmed | Topic::Seal => 0,
        }
    }

    /// Who does it beside [them](Self::role): the education district sends the teachers of whom most boards are made, and trains
    /// them.
    #[must_use]
    pub fn helped_by(self) -> &'static [Role] {
        match self {
            Topic::NoStaff | Topic::NoReserve => &[Role::EducationHead],
            Topic::NoPass => &[Role::EducationHead, Role::TrainingOfficer],
            _ => &[],
        }
    }

    /// Whose it is when nobody was named.
    #[must_use]
    pub fn role(self) -> RoleOrder {
        RoleOrder(match self {
            Topic::NoSurvey | Topic::SurveyAgain | Topic::Unverified => Role::Inspector,
            Topic::Unfit | Topic::NoAgreement | Topic::Deficiency => Role::DistrictHead,
            Topic::NoPlan => Role::Governor,
            Topic::NoObservers => Role::SupervisoryChair,
            Topic::NoStaff | Topic::NoPass | Topic::NoReserve => Role::DistrictHead,
            Topic::NoLines | Topic::SharedFate | Topic::NoCoverage => Role::InfrastructureHead,
            Topic::Commitment | Topic::NoRehearsal | Topic::Certificate => Role::InfrastructureHead,
            Topic::Devices | Topic::Seal => Role::LogisticsHead,
            Topic::Risk | Topic::NoResponsible => Role::SecurityHead,
            Topic::Incident | Topic::Unconfirmed | Topic::MinorIncident => Role::SecurityHead,
        })
    }
}

/// So many days before its day a thing turns amber.
const NEAR: i64 = 7;

/// The days by which everything has to be ready, worked out once for many branches.
#[derive(Debug, Clone)]
pub struct Deadlines {
    /// The polling day.
    pub polling: Day,
    topics: Vec<Day>,
}

impl Deadlines {
    /// For a polling day.
    #[must_use]
    pub fn of_polling(polling: Day) -> Self {
        let topics = Topic::ALL.iter().map(|topic| polling.after(-topic.lead())).collect();
        Self { polling, topics }
    }

    /// By when.
    #[must_use]
    pub fn of(&self, topic: Topic) -> Day {
        self.topics[topic as usize]
    }

    /// How urgent something due on one day is on another.
    #[must_use]
    pub fn colour(&self, due: Day, day: Day) -> Colour {
        match due.days_since(day) {
            ..0 => Colour::Red,
            0..=NEAR => Colour::Amber,
            _ => Colour::Green,
        }
    }
}
