//! Who may serve, and who may not («شرایط و موانع همکاری»). Each refusal names its source.

use super::member::Signed;
use super::post::Post;
use super::source::Source;
use crate::coded::coded;
use crate::place::Place;
use calendar::Day;
use serde::{Deserialize, Serialize};

coded! {
    /// What somebody has learned at school.
    Schooling {
        /// Reads and writes not.
        Unlettered = "none",
        /// Reads and writes («باسواد»).
        Literate = "literate",
        /// «دیپلم»
        Diploma = "diploma",
        /// «دانشگاهی»
        Degree = "degree",
    }
}
coded! {
    /// What somebody is to a candidate, the nearest where there are several.
    Kin {
        /// Nothing.
        Stranger = "none",
        /// Father or mother.
        Parent = "parent",
        /// «فرزند»
        Child = "child",
        /// Brother or sister.
        Sibling = "sibling",
        /// «همسر»
        Spouse = "spouse",
        /// The spouse of a candidate's child.
        ChildsSpouse = "childs-spouse",
        /// Father or mother of a candidate's spouse.
        SpousesParent = "spouses-parent",
        /// Brother or sister of a candidate's spouse.
        SpousesSibling = "spouses-sibling",
        /// Further than the law looks: an uncle, a cousin.
        Further = "further",
    }
}

impl Kin {
    /// Does the law keep such a relative out?
    #[must_use]
    pub fn is_barred(self) -> bool {
        !matches!(self, Kin::Stranger | Kin::Further)
    }
}

/// What somebody declared about themselves when they were taken on, under their signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// When they were born.
    pub born: Day,
    /// What they learned at school.
    pub schooling: Schooling,
    /// Do they run themselves?
    #[serde(default)]
    pub candidate: bool,
    /// Do they work for a candidate, a list or a party in this election?
    #[serde(default)]
    pub agent: bool,
    /// What they are to a candidate.
    pub kin: Kin,
    /// Do they serve a supervisory body?
    #[serde(default)]
    pub supervises: bool,
    /// Were they punished for an offence in an election?
    #[serde(default)]
    pub offence: bool,
}

coded! {
    /// Why somebody may not hold a post.
    Bar {
        /// Younger on the polling day than whoever votes.
        TooYoung = "too-young",
        /// Cannot read what they would sign.
        Unlettered = "unlettered",
        /// A device is worked by somebody with a diploma.
        NoDiploma = "no-diploma",
        /// Runs in this election.
        Candidate = "candidate",
        /// Works for somebody who runs.
        Agent = "agent",
        /// Too near a relative of a candidate.
        Kin = "kin",
        /// Sees for a supervisory body, and would be seen.
        Supervises = "supervises",
        /// Would see for the supervisory body, which did not name them.
        NotNamed = "not-named",
        /// Was punished for an offence in an election.
        Offence = "offence",
    }
}

impl Declaration {
    /// The first field in which another declaration no longer says what bars somebody from a post here: younger than
    /// they were, no candidate any more. A table does not wash that away; an officer does, with a reason.
    #[must_use]
    pub fn taken_back_by(&self, other: &Self, post: Post, polling: Day) -> Option<&'static str> {
        let said = [
            (self.candidate && !other.candidate, "candidate"),
            (self.agent && !other.agent, "agent"),
            (self.kin.is_barred() && !other.kin.is_barred(), "kin"),
            (self.supervises && !other.supervises, "supervises"),
            (self.offence && !other.offence, "offence"),
        ];
        let washed = said.into_iter().find(|(taken_back, _)| *taken_back).map(|(_, field)| field);
        let still = bars(other, post, polling);
        let gone = bars(self, post, polling).into_iter().find(|bar| !still.contains(bar));
        washed.or_else(|| gone.map(Bar::field))
    }
}

impl Bar {
    /// The field of a declaration that it follows from.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Bar::TooYoung => "born",
            Bar::Unlettered | Bar::NoDiploma => "schooling",
            Bar::Candidate => "candidate",
            Bar::Agent => "agent",
            Bar::Kin => "kin",
            Bar::Supervises | Bar::NotNamed => "supervises",
            Bar::Offence => "offence",
        }
    }

    /// On whose word.
    #[must_use]
    pub fn source(self) -> Source {
        match self {
            Bar::TooYoung => Source::VotingAge,
            Bar::Unlettered | Bar::NoDiploma => Source::Headquarters,
            Bar::Candidate => Source::Councils32,
            Bar::Agent => Source::Headquarters,
            Bar::Kin => Source::Experts30,
            Bar::Supervises | Bar::NotNamed => Source::TwoBodies,
            Bar::Offence => Source::BranchTraining1394,
        }
    }
}

/// Somebody who asked to be taken on and was refused («رد درخواست همکاری»). It is kept, so that another office, or another
/// answer to the same question, does not take them on unseen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicant {
    /// The last digits of their national number, the others starred.
    pub national: String,
    /// Name in Persian.
    pub name: String,
    /// Who was asked.
    pub home: Place,
    /// For what.
    pub post: Post,
    /// When, and who refused.
    pub refused: Signed,
    /// Why.
    pub bars: Vec<Bar>,
}

/// The age that votes.
const OF_AGE: i32 = 18;

/// All that keeps somebody from a post on a polling day; nothing where they may hold it.
#[must_use]
pub fn bars(declared: &Declaration, post: Post, polling: Day) -> Vec<Bar> {
    let device = matches!(post, Post::Operator | Post::Technician);
    let checks = [
        (is_younger(declared.born, polling), Bar::TooYoung),
        (declared.schooling == Schooling::Unlettered, Bar::Unlettered),
        (device && declared.schooling == Schooling::Literate, Bar::NoDiploma),
        (declared.candidate, Bar::Candidate),
        (declared.agent, Bar::Agent),
        (declared.kin.is_barred(), Bar::Kin),
        (declared.supervises && !post.is_supervisory(), Bar::Supervises),
        (!declared.supervises && post.is_supervisory(), Bar::NotNamed),
        (declared.offence, Bar::Offence),
    ];
    checks.into_iter().filter(|(stands, _)| *stands).map(|(_, bar)| bar).collect()
}

/// Is somebody below the age on a day? Whoever was born on the same day of the Jalali year is of age on it.
fn is_younger(born: Day, day: Day) -> bool {
    let ((year, month, date), (later, m, d)) = (born.in_jalali(), day.in_jalali());
    let years = later - year - i32::from((m, d) < (month, date));
    years < OF_AGE
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn polling() -> Day {
        "1405/02/11".parse().expect("a day")
    }

    fn declared() -> Declaration {
        Declaration {
            born: "1370/05/01".parse().expect("a day"),
            schooling: Schooling::Degree,
            candidate: false,
            agent: false,
            kin: Kin::Stranger,
            supervises: false,
            offence: false,
        }
    }

    fn of(declared: &Declaration, post: Post) -> Vec<Bar> {
        bars(declared, post, polling())
    }

    #[test]
    fn whoever_is_eighteen_on_the_polling_day_may_serve_and_a_day_younger_may_not() {
        let born = |text: &str| Declaration { born: text.parse().expect("a day"), ..declared() };
        assert_eq!(of(&born("1387/02/11"), Post::BoardMember), []);
        assert_eq!(of(&born("1387/02/12"), Post::BoardMember), [Bar::TooYoung]);
        assert_eq!(Bar::TooYoung.source(), Source::VotingAge);
    }

    #[test]
    fn a_candidate_their_people_and_their_near_relatives_serve_nowhere() {
        for post in Post::ALL.iter().filter(|post| !post.is_supervisory()) {
            let candidate = Declaration { candidate: true, ..declared() };
            assert_eq!(of(&candidate, *post), [Bar::Candidate]);
            assert_eq!(of(&Declaration { agent: true, ..declared() }, *post), [Bar::Agent]);
            for kin in Kin::ALL {
                let expected = if kin.is_barred() { vec![Bar::Kin] } else { vec![] };
                assert_eq!(of(&Declaration { kin: *kin, ..declared() }, *post), expected, "{kin}");
            }
        }
        let near = Kin::ALL.iter().filter(|kin| kin.is_barred()).count();
        assert_eq!(near, 7, "by blood three, by marriage four");
        assert_eq!(Bar::Kin.source(), Source::Experts30);
    }

    #[test]
    fn nobody_is_on_both_sides_at_once() {
        let supervises = Declaration { supervises: true, ..declared() };
        assert_eq!(of(&supervises, Post::BoardMember), [Bar::Supervises]);
        assert_eq!(of(&supervises, Post::SupervisorRepresentative), []);
        assert_eq!(of(&declared(), Post::SupervisorRepresentative), [Bar::NotNamed]);
    }

    #[test]
    fn a_device_takes_more_schooling_than_a_board() {
        let literate = Declaration { schooling: Schooling::Literate, ..declared() };
        assert_eq!(of(&literate, Post::BoardMember), []);
        assert_eq!(of(&literate, Post::Operator), [Bar::NoDiploma]);
        let unlettered = Declaration { schooling: Schooling::Unlettered, offence: true, ..declared() };
        assert_eq!(of(&unlettered, Post::Operator), [Bar::Unlettered, Bar::Offence], "all is said at once");
    }

    proptest! {
        #[test]
        fn one_more_fact_against_somebody_never_lets_them_in(
            facts in proptest::collection::vec(any::<bool>(), 3), kin in 0..Kin::ALL.len(), post in 0..Post::ALL.len(),
        ) {
            let one = Declaration { candidate: facts[0], agent: facts[1], offence: facts[2], kin: Kin::ALL[kin], ..declared() };
            let post = Post::ALL[post];
            for worse in [
                Declaration { candidate: true, ..one.clone() },
                Declaration { agent: true, ..one.clone() },
                Declaration { offence: true, ..one.clone() },
                Declaration { schooling: Schooling::Unlettered, ..one.clone() },
            ] {
                prop_assert!(of(&worse, post).len() >= of(&one, post).len().max(1));
            }
        }
    }
}
