//! Decisions («مصوبه»): what a meeting decided, whose it is, until when, and what became of it.
//!
//! A decision stays on the table until somebody other than its owner has verified that it was carried out. Its
//! owner reports with evidence («مستندات»); whoever verifies may send it back. What was said stays as it was said:
//! each is a [`Step`].

use crate::form::{Mistake, Reading, TEXT, Why};
use crate::permit::{Act, Appointment, Officer, PersonId};
use crate::place::Place;
use crate::role::Role;
use calendar::Day;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A decision as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Number.
    pub number: i64,
    /// The meeting that took it.
    pub meeting: i64,
    /// Where it is to be carried out.
    pub place: Place,
    /// What was decided.
    pub text: String,
    /// Who has to carry it out.
    pub owner: PersonId,
    /// By when.
    pub due: Day,
    /// How far it has come.
    pub status: Status,
    /// When it came so far.
    pub since: String,
    /// Who took it off the table, once somebody did.
    pub settled_by: Option<PersonId>,
}

/// How far a decision has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Nobody has reported on it.
    Open,
    /// Its owner is at it.
    UnderWay,
    /// Its owner says that it was carried out.
    Reported,
    /// Somebody else has seen that it was.
    Verified,
    /// It is not to be carried out any more.
    Withdrawn,
}

impl Status {
    /// All.
    pub const ALL: [Status; 5] =
        [Status::Open, Status::UnderWay, Status::Reported, Status::Verified, Status::Withdrawn];

    /// Its name in tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Status::Open => "open",
            Status::UnderWay => "under-way",
            Status::Reported => "reported",
            Status::Verified => "verified",
            Status::Withdrawn => "withdrawn",
        }
    }

    /// Is it off the table? All others are carried over to the next meeting.
    #[must_use]
    pub fn is_settled(self) -> bool {
        matches!(self, Status::Verified | Status::Withdrawn)
    }
}

/// What can be said of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// The owner is at it.
    Begin,
    /// The owner says how far it has come («گزارش پیشرفت»), with evidence where there is some. It is under way as before.
    Progress,
    /// The owner says that it was carried out, with evidence.
    Report,
    /// Somebody else has seen that it was.
    Verify,
    /// Somebody else has seen that it was not, and why.
    SendBack,
    /// It is not to be carried out any more, and why.
    Withdraw,
    /// It was taken off the table by mistake, and why.
    Reopen,
    /// Supervision says what is wrong with it. It stays as far as it has come; the words stand beside it.
    Object,
}

impl Step {
    /// All.
    pub const ALL: [Step; 8] = [
        Step::Begin,
        Step::Progress,
        Step::Report,
        Step::Verify,
        Step::SendBack,
        Step::Withdraw,
        Step::Reopen,
        Step::Object,
    ];

    /// Its name in tables and forms.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Step::Begin => "begin",
            Step::Progress => "progress",
            Step::Report => "report",
            Step::Verify => "verify",
            Step::SendBack => "send-back",
            Step::Withdraw => "withdraw",
            Step::Reopen => "reopen",
            Step::Object => "object",
        }
    }

    /// Does it undo what a headquarters decided, or that it was undone? See [`may_withdraw`].
    #[must_use]
    pub fn undoes(self) -> bool {
        matches!(self, Step::Withdraw | Step::Reopen)
    }

    /// Is it the owner's to say? All others are somebody else's.
    #[must_use]
    pub fn is_owners(self) -> bool {
        matches!(self, Step::Begin | Step::Progress | Step::Report)
    }
}

/// What is no status, and no step.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{0}\u{201d} says nothing of a decision")]
pub struct BadWord(pub String);

impl FromStr for Status {
    type Err = BadWord;
    fn from_str(text: &str) -> Result<Self, BadWord> {
        Status::ALL.into_iter().find(|status| status.code() == text).ok_or_else(|| BadWord(text.to_owned()))
    }
}

impl FromStr for Step {
    type Err = BadWord;
    fn from_str(text: &str) -> Result<Self, BadWord> {
        Step::ALL.into_iter().find(|step| step.code() == text).ok_or_else(|| BadWord(text.to_owned()))
    }
}

/// Why something was not said of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Only its owner reports on it.
    #[error("only the owner of a decision reports on it")]
    NotOwner,
    /// Its owner does not verify, send back or withdraw it.
    #[error("the owner of a decision does not judge it; somebody else has to")]
    Owner,
    /// Whoever took it off the table does not put it back alone.
    #[error("whoever settled a decision does not open it again; somebody else has to")]
    SamePerson,
    /// It is not at the point where this can be said.
    #[error("this decision is not at that point; look at it again")]
    NotNow,
    /// Neither a committee nor supervision undoes what a headquarters decided.
    #[error("what a headquarters decided is withdrawn or put back by whoever runs it, or by its secretary")]
    Executives,
    /// A report without evidence, or a judgement without its reason.
    #[error("say what shows it")]
    Nothing,
}

/// May this officer take a decision of this place off the table that was not carried out, or put one back? Those who run the
/// headquarters, and its secretary: a committee verifies and sends back; supervision objects besides.
#[must_use]
pub fn may_withdraw(officer: &Officer, place: &Place) -> bool {
    let runs = |held: &&Appointment| held.role.runs_headquarters() || held.role == Role::Secretary;
    let appointments = officer.appointments.iter().filter(runs).cloned().collect();
    Officer { appointments, ..officer.clone() }.reaches(Act::VerifyDecision, place)
}

impl Decision {
    /// Open → under way → reported → verified; a report is sent back to under way; anything but settled →
    /// withdrawn. What is settled is opened again by somebody other than its owner and than whoever settled it.
    pub fn take(&mut self, step: Step, by: PersonId, note: &str, at: &str) -> Result<(), Refused> {
        let next = match (self.status, step) {
            (Status::Open, Step::Begin) => Status::UnderWay,
            (Status::UnderWay, Step::Progress) => Status::UnderWay,
            (Status::Open | Status::UnderWay, Step::Report) => Status::Reported,
            (Status::Reported, Step::Verify) => Status::Verified,
            (Status::Reported, Step::SendBack) => Status::UnderWay,
            (Status::Open | Status::UnderWay | Status::Reported, Step::Withdraw) => Status::Withdrawn,
            (Status::Verified | Status::Withdrawn, Step::Reopen) => Status::UnderWay,
            (stands, Step::Object) => stands,
            _ => return Err(Refused::NotNow),
        };
        match (step.is_owners(), by == self.owner) {
            (true, false) => return Err(Refused::NotOwner),
            (false, true) => return Err(Refused::Owner),
            _ => {}
        }
        if step == Step::Reopen && self.settled_by == Some(by) {
            return Err(Refused::SamePerson);
        }
        if note.trim().is_empty() && !matches!(step, Step::Begin | Step::Verify) {
            return Err(Refused::Nothing);
        }
        if matches!(step, Step::Object | Step::Progress) {
            return Ok(());
        }
        self.status = next;
        self.settled_by = next.is_settled().then_some(by);
        self.since = at.to_owned();
        Ok(())
    }

    /// What may be said of it now, by this person.
    #[must_use]
    pub fn steps_of(&self, person: PersonId) -> Vec<Step> {
        let tried = |step: &Step| self.clone().take(*step, person, "…", "").is_ok();
        Step::ALL.into_iter().filter(tried).collect()
    }

    /// Days by which it is late; nothing while it is not, or where it is settled or waits to be verified.
    #[must_use]
    pub fn late(&self, today: Day) -> Option<i64> {
        let waits = matches!(self.status, Status::Open | Status::UnderWay);
        Some(today.days_since(self.due)).filter(|days| waits && *days > 0)
    }

    /// Whose table it lies on, by how late it is. Derived, so that nobody has to remember to escalate.
    #[must_use]
    pub fn escalation(&self, today: Day) -> Escalation {
        let late = self.late(today).unwrap_or(0);
        let reached = Escalation::ALL.into_iter().rev().find(|table| late > table.after());
        reached.unwrap_or(Escalation::Owner)
    }
}

/// Whose table a decision lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Escalation {
    /// Its owner's.
    Owner,
    /// Late by up to three days: the committee's head.
    Committee,
    /// Late by up to a week: the head of the headquarters.
    Headquarters,
    /// Later: the headquarters above.
    Above,
}

impl Escalation {
    /// All above the owner's, from below.
    pub const ALL: [Escalation; 3] = [Escalation::Committee, Escalation::Headquarters, Escalation::Above];

    /// Its name in tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Escalation::Owner => "owner",
            Escalation::Committee => "committee",
            Escalation::Headquarters => "headquarters",
            Escalation::Above => "above",
        }
    }

    /// By more than so many days a decision has to be late to lie there. Those below keep it on theirs too.
    #[must_use]
    pub fn after(self) -> i64 {
        match self {
            Escalation::Owner | Escalation::Committee => 0,
            Escalation::Headquarters => 3,
            Escalation::Above => 7,
        }
    }
}

/// The fields of a decision as texts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Typed<'a> {
    /// What was decided.
    pub text: &'a str,
    /// Number of its owner.
    pub owner: &'a str,
    /// By when.
    pub due: &'a str,
}

/// A decision as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What was decided.
    pub text: String,
    /// Who has to carry it out.
    pub owner: PersonId,
    /// By when.
    pub due: Day,
}

impl Draft {
    /// Reads what was typed. The day may not come before the meeting.
    pub fn read(typed: &Typed<'_>, held: Day) -> Result<Self, Vec<Mistake>> {
        let mut reading = Reading::default();
        let text = reading.text("text", typed.text, TEXT);
        let owner = reading.read("owner", typed.owner, Why::Unknown).map(PersonId);
        let due: Option<Day> = reading.read("due", typed.due, Why::NoDay);
        if due.is_some_and(|due| due < held) {
            reading.mistake("due", Why::BeforeMeeting);
        }
        let read = owner.zip(due);
        reading.answer(read.map(|(owner, due)| Self { text, owner, due }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OWNER: PersonId = PersonId(1);
    const OTHER: PersonId = PersonId(2);

    fn day(text: &str) -> Day {
        text.parse().expect(text)
    }

    fn decision() -> Decision {
        Decision {
            number: 1,
            meeting: 1,
            place: "tehran/rey".parse().expect("a place"),
            text: "خط دوم برای شعبه‌های روستایی".into(),
            owner: OWNER,
            due: day("1405/01/20"),
            status: Status::Open,
            since: String::new(),
            settled_by: None,
        }
    }

    #[test]
    fn a_decision_is_done_when_somebody_else_has_seen_it() {
        let mut it = decision();
        assert_eq!(it.take(Step::Begin, OWNER, "", "1"), Ok(()));
        assert_eq!(it.take(Step::Progress, OWNER, " ", "2"), Err(Refused::Nothing));
        assert_eq!(it.take(Step::Progress, OTHER, "…", "2"), Err(Refused::NotOwner));
        assert_eq!(it.take(Step::Progress, OWNER, "دو شعبه از پنج وصل شد", "2"), Ok(()));
        assert_eq!((it.status, it.since.as_str()), (Status::UnderWay, "1"), "under way since it began");
        assert_eq!(it.take(Step::Report, OWNER, " ", "2"), Err(Refused::Nothing));
        assert_eq!(it.take(Step::Report, OWNER, "صورت‌جلسه تحویل", "2"), Ok(()));
        assert_eq!(it.take(Step::Verify, OWNER, "", "3"), Err(Refused::Owner));
        assert_eq!(it.take(Step::SendBack, OTHER, "سه شعبه مانده", "3"), Ok(()));
        assert_eq!((it.status, it.since.as_str()), (Status::UnderWay, "3"));
        assert_eq!(it.take(Step::Report, OTHER, "…", "4"), Err(Refused::NotOwner));
        assert_eq!(it.take(Step::Report, OWNER, "هر سه وصل شد", "4"), Ok(()));
        assert_eq!(it.take(Step::Verify, OTHER, "", "5"), Ok(()));
        assert!(it.status.is_settled());
        assert_eq!(it.take(Step::Withdraw, OTHER, "…", "6"), Err(Refused::NotNow));
        // It was not done after all. Whoever said that it was, and its owner, do not open it again.
        assert_eq!(it.take(Step::Reopen, OTHER, "…", "6"), Err(Refused::SamePerson));
        assert_eq!(it.take(Step::Reopen, OWNER, "…", "6"), Err(Refused::Owner));
        let third = PersonId(3);
        assert_eq!(it.take(Step::Reopen, third, " ", "6"), Err(Refused::Nothing));
        assert_eq!(it.take(Step::Reopen, third, "خط دوم قطع است", "6"), Ok(()));
        assert_eq!((it.status, it.settled_by), (Status::UnderWay, None));
    }

    #[test]
    fn what_may_be_said_depends_on_who_says_it() {
        let mut it = decision();
        assert_eq!(it.steps_of(OWNER), [Step::Begin, Step::Report]);
        assert_eq!(it.steps_of(OTHER), [Step::Withdraw, Step::Object]);
        it.take(Step::Report, OWNER, "…", "1").expect("open");
        assert_eq!(it.steps_of(OWNER), []);
        assert_eq!(it.steps_of(OTHER), [Step::Verify, Step::SendBack, Step::Withdraw, Step::Object]);
    }

    #[test]
    fn the_later_it_is_the_higher_it_lies() {
        let mut it = decision();
        let on = |it: &Decision, text| (it.late(day(text)), it.escalation(day(text)));
        assert_eq!(on(&it, "1405/01/20"), (None, Escalation::Owner));
        assert_eq!(on(&it, "1405/01/21"), (Some(1), Escalation::Committee));
        assert_eq!(on(&it, "1405/01/24"), (Some(4), Escalation::Headquarters));
        assert_eq!(on(&it, "1405/01/28"), (Some(8), Escalation::Above));
        it.take(Step::Report, OWNER, "…", "1").expect("open");
        assert_eq!(on(&it, "1405/01/28"), (None, Escalation::Owner), "it waits for somebody else now");
    }

    #[test]
    fn only_those_who_run_a_headquarters_withdraw_what_it_decided() {
        let rey: Place = "tehran/rey".parse().expect("a place");
        let with = |roles: &[Role]| Officer {
            person: OTHER,
            name: String::new(),
            appointments: (1..)
                .zip(roles)
                .map(|(letter, role)| Appointment { letter, role: *role, scope: rey.clone() })
                .collect(),
        };
        let may = |roles: &[Role]| may_withdraw(&with(roles), &rey);
        assert!(may(&[Role::Governor]) && may(&[Role::DeputyGovernor]) && may(&[Role::Secretary]));
        assert!(!may(&[Role::InfrastructureHead]), "a committee does not undo what its headquarters decided");
        assert!(!may(&[Role::SupervisoryChair]) && !may(&[Role::Supervisor]) && !may(&[Role::Inspector]));
        assert!(!may_withdraw(&with(&[Role::Governor]), &"tehran/qods".parse().expect("a place")));
    }

    #[test]
    fn a_decision_is_not_due_before_its_meeting() {
        let typed = Typed { text: "…", owner: "1", due: "1405/01/20" };
        assert!(Draft::read(&typed, day("1405/01/20")).is_ok());
        let early = Draft::read(&typed, day("1405/01/21")).expect_err("a day before");
        assert_eq!(early, [Mistake { field: "due", why: Why::BeforeMeeting }]);
    }

    #[test]
    fn an_objection_stands_beside_a_decision_and_moves_nothing() {
        let mut it = decision();
        it.take(Step::Report, OWNER, "…", "1").expect("open");
        it.take(Step::Verify, OTHER, "", "2").expect("reported");
        let before = it.clone();
        assert_eq!(it.take(Step::Object, PersonId(3), " ", "3"), Err(Refused::Nothing));
        assert_eq!(it.take(Step::Object, OWNER, "…", "3"), Err(Refused::Owner));
        assert_eq!(it.take(Step::Object, PersonId(3), "سه شعبه ندارد", "3"), Ok(()));
        assert_eq!(it, before);
    }

    #[test]
    fn words_are_read_back_as_they_were_written() {
        assert!(Status::ALL.iter().all(|status| status.code().parse() == Ok(*status)));
        assert!(Step::ALL.iter().all(|step| step.code().parse() == Ok(*step)));
    }

    proptest! {
        /// Whatever is tried in whatever order: nothing is verified but by somebody other than its owner, after
        /// its owner reported; and what is settled stays so until a third person opens it again.
        #[test]
        fn nobody_marks_their_own_work(tries in proptest::collection::vec((0usize..8, 1_i64..4), 0..24)) {
            let mut it = decision();
            let (mut reported, mut settled) = (false, None);
            for (step, by) in tries {
                let (by, own) = (PersonId(by), PersonId(by) == OWNER);
                let taken = it.take(Step::ALL[step], by, "…", "").is_ok();
                if taken && Step::ALL[step] == Step::Report {
                    prop_assert!(own);
                    reported = true;
                }
                if taken && Step::ALL[step] == Step::Verify {
                    prop_assert!(!own && reported);
                }
                if let Some((status, hand)) = settled {
                    let reopened = taken && Step::ALL[step] == Step::Reopen && by != hand && !own;
                    prop_assert!(it.status == status || reopened);
                }
                if taken && Step::ALL[step] == Step::Reopen {
                    reported = false;
                }
                settled = it.settled_by.map(|hand| (it.status, hand));
                prop_assert_eq!(settled.is_some(), it.status.is_settled());
            }
        }
    }
}
