//! Who may do what, and where.
//!
//! A use case of the office asks for a [`Permit`]; only [`permit`] makes one, and the whole policy is the one
//! `match` in `who_may`, printed as a table by a test. Permissions of people *are* their appointments: they begin
//! and end with the letters, and nothing else gives any.
//!
//! A permit says what; [`Permit::over`] says whether it reaches a place. A use case that touches a place asks it.

use crate::place::Place;
use crate::role::Role;
use election::id::BranchId;
use election::signatory::Signatory;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::marker::PhantomData;

/// A person known to the headquarters, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub i64);

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "person:{}", self.0)
    }
}

/// What a letter that is in force gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    /// The number of the letter.
    pub letter: i64,
    /// As what.
    pub role: Role,
    /// Where.
    pub scope: Place,
}

/// A signed-in person with the appointments that are valid now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// What they are appointed to, today.
    pub appointments: Vec<Appointment>,
}

/// Somebody at a door, as the door recognised them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Anybody.
    Public,
    /// The operator of the headquarters, who holds the start-up token.
    Operator,
    /// Somebody whose signature under the request was checked.
    Signed(Signatory),
    /// The machine that showed the token of a branch's probe. It reports what it measured there, and that is all.
    Prober(Place),
    /// Somebody who signed in.
    Officer(Officer),
    /// A program that showed a token of this officer. It looks, as far as their letters reach, and that is all.
    Program(Officer),
}

impl fmt::Display for Actor {
    /// As the journal names them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Actor::Public => f.write_str("public"),
            Actor::Operator => f.write_str("operator"),
            Actor::Signed(signatory) => write!(f, "{signatory}"),
            Actor::Prober(place) => write!(f, "prober:{place}"),
            Actor::Officer(officer) => write!(f, "{}", officer.person),
            Actor::Program(officer) => write!(f, "program:{}", officer.person.0),
        }
    }
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $text:literal),* $(,)?) => {
        /// Everything that can be asked of the office.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Act { $($(#[$doc])* $name),* }
        impl Act {
            /// All acts: those of an election in their order, then the headquarters'.
            pub const ALL: &[Act] = &[$(Act::$name),*];
        }
        impl fmt::Display for Act {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Act::$name => $text),* })
            }
        }
        /// One type an act, so that a permit for one is none for another.
        pub mod act {
            $($(#[$doc])* #[derive(Debug, Clone, Copy)] pub struct $name;
            impl super::Kind for $name { const ACT: super::Act = super::Act::$name; })*
        }
    };
}

/// A type that stands for an act.
pub trait Kind {
    /// Which.
    const ACT: Act;
}

actions! {
    /// Read what the record says.
    ReadRecord = "read the record",
    /// Bring in the headquarters' files.
    ImportCounty = "import the county's files",
    /// Freeze the set-up.
    FreezeSetup = "freeze the set-up",
    /// Put a signed entry on the record; the entry's own signatures are judged by the board's admission.
    AppendEntry = "append an entry to the record",
    /// Hand in a file that an entry will name. Not everybody: it takes room until then.
    HandIn = "hand in a file",
    /// Check a voter in at a branch.
    CheckIn = "check a voter in",
    /// Take a person off the roll after it was frozen.
    TakeOff = "take a person off the roll",
    /// Close the check-in ledger and publish its counts.
    CloseLedger = "close the check-in ledger",
    /// Compute and publish the count.
    Count = "count",
    /// Draw the links by which the first officers enrol.
    EnrolFirst = "enrol the first officers",
    /// See the chart, its committees and its letters.
    ReadOrganisation = "read the organisation",
    /// Set up headquarters and committees.
    Organise = "organise",
    /// Fix the polling day, or move it: for the whole event at once.
    FixPollingDay = "fix the polling day",
    /// Put a person on the list of those who can be appointed.
    RegisterPerson = "register a person",
    /// Issue, revoke or confirm a letter of the executive.
    AppointExecutive = "appoint for the executive",
    /// Issue, revoke or confirm a letter of a supervisory body.
    AppointSupervisor = "appoint for supervision",
    /// Put another officer's signature under a letter that takes two.
    ConfirmLetter = "confirm a letter",
    /// Let an officer who lost the way in enrol again. Takes two persons.
    RecoverAccess = "recover an officer's access",
    /// See meetings and decisions.
    ReadDecisions = "read decisions",
    /// Call a meeting, keep its minutes, put decisions down.
    KeepMinutes = "keep minutes",
    /// Report on one's own decision.
    ReportDecision = "report on a decision",
    /// Say that a decision has been carried out. Never its owner.
    VerifyDecision = "verify a decision",
    /// Object to a decision, or to how it was carried out. It stays what it is; the objection stands beside it.
    ObjectToDecision = "object to a decision",
    /// See who did what, and why.
    ReadJournal = "read the journal",
    /// See the branches and their surveys.
    ReadBranches = "read branches",
    /// Put a branch on the register, or change it there.
    RegisterBranch = "register a branch",
    /// Survey a branch.
    SurveyBranch = "survey a branch",
    /// See lines, operators and probes.
    ReadNetwork = "read the network",
    /// Put down lines, commitments and measurements.
    RecordNetwork = "record the network",
    /// Report what a branch's machine measured on its lines.
    ReportProbe = "report a probe",
    /// See the devices.
    ReadDevices = "read devices",
    /// Take a device from one state or hand to the next.
    MoveDevice = "move a device",
    /// See staff; these are personal facts.
    ReadStaff = "read staff",
    /// Take staff on for the election, correct their files, let them go.
    RecruitStaff = "recruit staff",
    /// Announce sessions, give seats, keep attendance lists.
    TrainStaff = "train staff",
    /// Assess whoever was trained. Never whom one recruited or kept on the list.
    AssessStaff = "assess staff",
    /// Assign staff to posts, release them, call reserves.
    AssignStaff = "assign staff",
    /// Write down who came to work and who went.
    AttendStaff = "record who came",
    /// See segments, inventories, certificates and incidents.
    ReadSecurity = "read network security",
    /// Put down segments, hosts and certificates; offer a segment, or take it.
    RecordSecurity = "record network security",
    /// Report an incident, and add to its time line what was seen. Its other steps are of whoever records network security.
    ReportIncident = "report an incident",
    /// See what is ready and what is not.
    ReadReadiness = "read readiness",
    /// Bring in whole files, as another headquarters wrote them. Tables are no act of their own: whoever may put one
    /// branch or one member of staff down may bring in a table of them.
    Import = "import",
}

impl Act {
    /// Does it only look?
    #[must_use]
    pub fn only_reads(self) -> bool {
        matches!(
            self,
            Act::ReadRecord
                | Act::ReadOrganisation
                | Act::ReadDecisions
                | Act::ReadJournal
                | Act::ReadBranches
                | Act::ReadNetwork
                | Act::ReadDevices
                | Act::ReadStaff
                | Act::ReadSecurity
                | Act::ReadReadiness
        )
    }

    /// Does it always take two persons, one who proposes and another who confirms?
    #[must_use]
    pub fn takes_two(self) -> bool {
        matches!(self, Act::RecoverAccess)
    }
}

/// Whose an act is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holders {
    /// Anybody's.
    Everybody,
    /// The operator's.
    Operator,
    /// The branches' machines'.
    Branches,
    /// The branches' machines', and theirs who show a probe's token.
    Probers,
    /// Of those who sign entries that name files: the branches' machines', the trustees', and the operator's.
    Parties,
    /// Officers with one of these roles, where the letter says.
    Roles(&'static [Role]),
}

/// Whose an act is: the whole policy.
#[must_use]
pub fn holders(act: Act) -> Holders {
    use Role::*;
    match act {
        Act::ReadRecord | Act::AppendEntry => Holders::Everybody,
        Act::ImportCounty
        | Act::FreezeSetup
        | Act::TakeOff
        | Act::CloseLedger
        | Act::Count
        | Act::EnrolFirst => Holders::Operator,
        Act::CheckIn => Holders::Branches,
        Act::ReportProbe => Holders::Probers,
        Act::HandIn => Holders::Parties,
        Act::ReadOrganisation
        | Act::ReadDecisions
        | Act::ReadBranches
        | Act::ReadNetwork
        | Act::ReadDevices
        | Act::ReadReadiness => Holders::Roles(Role::ALL),
        Act::ReadJournal => {
            Holders::Roles(&[Governor, DeputyGovernor, Secretary, SupervisoryChair, Supervisor])
        }
        // Whoever trains, assesses or sees who came reads the files that this is written into.
        Act::ReadStaff => Holders::Roles(&[
            Governor,
            DeputyGovernor,
            Secretary,
            LogisticsHead,
            CommitteeHead,
            DistrictHead,
            EducationHead,
            TrainingOfficer,
            Inspector,
            SupervisoryChair,
            Supervisor,
        ]),
        Act::Organise | Act::Import => Holders::Roles(&[Governor, DeputyGovernor, Secretary]),
        // A supervisor too: whoever registers somebody does not appoint them alone, and a chair should need nobody of
        // the other side for a second pair of eyes.
        Act::RegisterPerson => {
            Holders::Roles(&[Governor, DeputyGovernor, Secretary, SupervisoryChair, Supervisor])
        }
        // There is one polling day, and everybody's deadlines hang on it; see `Permit::over_all`. It is not a deputy's.
        Act::FixPollingDay => Holders::Roles(&[Governor]),
        // Whom a deputy does not appoint: see `letter::answers_for`.
        Act::AppointExecutive => Holders::Roles(&[Governor, DeputyGovernor]),
        Act::AppointSupervisor => Holders::Roles(&[SupervisoryChair]),
        // Not the secretary: one signature appoints him, so a governor could make himself the second pair of eyes. Nor the
        // deputy, who answers to the governor whose letters these mostly are.
        Act::ConfirmLetter => Holders::Roles(&[Governor, SupervisoryChair]),
        // A supervisor too: the only chair could otherwise not be helped by anybody of his own side.
        Act::RecoverAccess => {
            Holders::Roles(&[Governor, DeputyGovernor, Secretary, SupervisoryChair, Supervisor])
        }
        // Supervision supervises: it says what it saw, and the executive's decisions stay the executive's to settle.
        Act::ObjectToDecision => Holders::Roles(&[SupervisoryChair, Supervisor]),
        Act::KeepMinutes | Act::VerifyDecision => Holders::Roles(&[
            Governor,
            DeputyGovernor,
            Secretary,
            SecurityHead,
            PoliceHead,
            LogisticsHead,
            InfrastructureHead,
            InformationHead,
            CommitteeHead,
            DistrictHead,
            EducationHead,
            SupervisoryChair,
        ]),
        Act::ReportDecision => Holders::Roles(Role::ALL),
        Act::RegisterBranch => {
            Holders::Roles(&[Governor, DeputyGovernor, Secretary, LogisticsHead, DistrictHead, EducationHead])
        }
        Act::SurveyBranch => Holders::Roles(&[
            Governor,
            DeputyGovernor,
            Secretary,
            SecurityHead,
            LogisticsHead,
            InfrastructureHead,
            DistrictHead,
            EducationHead,
            Inspector,
        ]),
        Act::RecordNetwork => Holders::Roles(&[
            Governor,
            DeputyGovernor,
            Secretary,
            InfrastructureHead,
            DistrictHead,
            EducationHead,
            Inspector,
        ]),
        Act::MoveDevice => Holders::Roles(&[
            Governor,
            DeputyGovernor,
            Secretary,
            LogisticsHead,
            DistrictHead,
            EducationHead,
            StoreKeeper,
        ]),
        // The chair too: representatives of supervision are recruited and assigned by their own side alone.
        Act::RecruitStaff | Act::AssignStaff => Holders::Roles(&[
            Governor,
            DeputyGovernor,
            Secretary,
            DistrictHead,
            EducationHead,
            SupervisoryChair,
        ]),
        // Not everybody: an inventory is a map for whoever means ill.
        Act::ReadSecurity => Holders::Roles(&[
            Governor,
            DeputyGovernor,
            Secretary,
            SecurityHead,
            PoliceHead,
            InfrastructureHead,
            SupervisoryChair,
            Supervisor,
        ]),
        Act::RecordSecurity => {
            Holders::Roles(&[Governor, DeputyGovernor, SecurityHead, PoliceHead, InfrastructureHead])
        }
        Act::ReportIncident => Holders::Roles(&[
            Governor,
            DeputyGovernor,
            Secretary,
            SecurityHead,
            PoliceHead,
            InfrastructureHead,
            SupervisoryChair,
            Supervisor,
        ]),
        // Representatives of supervision are trained and assessed by their own side: no pass, no assignment, and the
        // executive would else decide who sees it.
        Act::TrainStaff => Holders::Roles(&[
            Governor,
            DeputyGovernor,
            Secretary,
            CommitteeHead,
            DistrictHead,
            EducationHead,
            TrainingOfficer,
            SupervisoryChair,
        ]),
        // Not the governor, whose deputies recruit, nor a deputy: the inspector and the heads assess each other's people. Of
        // supervision both, since a chair who recruited somebody does not assess them. Nor the training officer, who keeps
        // the attendance of those who would be assessed.
        Act::AssessStaff => Holders::Roles(&[
            Secretary,
            CommitteeHead,
            DistrictHead,
            EducationHead,
            Inspector,
            SupervisoryChair,
            Supervisor,
        ]),
        Act::AttendStaff => Holders::Roles(&[
            Governor,
            DeputyGovernor,
            Secretary,
            DistrictHead,
            EducationHead,
            Inspector,
            SupervisoryChair,
            Supervisor,
        ]),
    }
}

impl Officer {
    /// Where this act is theirs.
    #[must_use]
    pub fn reach(&self, act: Act) -> Vec<&Place> {
        match holders(act) {
            Holders::Roles(roles) => {
                let held = self.appointments.iter().filter(|held| roles.contains(&held.role));
                held.map(|held| &held.scope).collect()
            }
            _ => Vec::new(),
        }
    }

    /// May they do this in a place?
    #[must_use]
    pub fn reaches(&self, act: Act, place: &Place) -> bool {
        self.reach(act).iter().any(|scope| scope.contains(place))
    }

    /// Is this act theirs anywhere?
    #[must_use]
    pub fn may(&self, act: Act) -> bool {
        !self.reach(act).is_empty()
    }
}

/// The right to do one thing; cannot be made outside this file.
#[derive(Debug)]
pub struct Permit<A> {
    actor: Actor,
    act: PhantomData<A>,
}

impl<A: Kind> Permit<A> {
    /// Who holds it.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The officer who holds it, or whose program does.
    pub fn officer(&self) -> Option<&Officer> {
        match &self.actor {
            Actor::Officer(officer) | Actor::Program(officer) => Some(officer),
            _ => None,
        }
    }

    /// Where it holds, for an officer. Lists show what lies in one of these and nothing else.
    pub fn reach(&self) -> Vec<&Place> {
        self.officer().map(|officer| officer.reach(A::ACT)).unwrap_or_default()
    }

    /// The widest place where it holds, for an officer; of several alike the first by name.
    pub fn widest(&self) -> Option<&Place> {
        self.reach().into_iter().min_by_key(|place| (place.level(), *place))
    }

    /// Does it reach this place?
    pub fn reaches(&self, place: &Place) -> bool {
        self.officer().is_none_or(|officer| officer.reaches(A::ACT, place))
    }

    /// Refuses a place that it does not reach.
    pub fn over(&self, place: &Place) -> Result<(), Forbidden> {
        if self.reaches(place) { Ok(()) } else { Err(Forbidden { act: A::ACT, place: Some(place.clone()) }) }
    }
}

impl<A: Kind> Permit<A> {
    /// Refuses whoever does not answer for all of these places: a county's governor does not move the province's day, nor its plan.
    pub fn over_all<'a>(&self, places: impl IntoIterator<Item = &'a Place>) -> Result<(), Forbidden> {
        places.into_iter().try_for_each(|place| self.over(place))
    }
}

impl Permit<act::CheckIn> {
    /// The branch whose machine asks.
    pub fn branch(&self) -> Option<&BranchId> {
        match &self.actor {
            Actor::Signed(Signatory::Branch(branch)) => Some(branch),
            _ => None,
        }
    }
}

/// The act is not this actor's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not allowed to {act}{}", .place.as_ref().map(|place| format!(" in {place}")).unwrap_or_default())]
pub struct Forbidden {
    /// What was asked.
    pub act: Act,
    /// Where; nothing if nowhere.
    pub place: Option<Place>,
}

/// Asks for the right to do `A`. An officer has it where a letter says so: see [`Permit::over`].
pub fn permit<A: Kind>(actor: Actor) -> Result<Permit<A>, Forbidden> {
    if allowed(&actor, A::ACT) {
        Ok(Permit { actor, act: PhantomData })
    } else {
        Err(Forbidden { act: A::ACT, place: None })
    }
}

fn allowed(actor: &Actor, act: Act) -> bool {
    match (holders(act), actor) {
        (Holders::Everybody, _) => true,
        (Holders::Operator, actor) => *actor == Actor::Operator,
        (Holders::Branches, actor) => matches!(actor, Actor::Signed(Signatory::Branch(_))),
        (Holders::Probers, actor) => {
            matches!(actor, Actor::Signed(Signatory::Branch(_)) | Actor::Prober(_))
        }
        (Holders::Parties, actor) => {
            matches!(actor, Actor::Operator | Actor::Signed(Signatory::Branch(_) | Signatory::Trustee(_)))
        }
        (Holders::Roles(_), Actor::Officer(officer)) => officer.may(act),
        (Holders::Roles(_), Actor::Program(officer)) => act.only_reads() && officer.may(act),
        (Holders::Roles(_), _) => false,
    }
}

/// One person did both halves of what takes two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} proposed this; somebody else has to confirm it")]
pub struct SamePerson(pub PersonId);

/// Four eyes: whoever confirms is not who proposed.
pub fn four_eyes(proposed_by: PersonId, confirmed_by: PersonId) -> Result<(), SamePerson> {
    if proposed_by == confirmed_by { Err(SamePerson(proposed_by)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use election::id::ContestId;
    use election::signatory::Side;

    fn place(text: &str) -> Place {
        text.parse().expect(text)
    }

    fn officer(role: Role, scope: &str) -> Officer {
        let appointments = vec![Appointment { letter: 1, role, scope: place(scope) }];
        Officer { person: PersonId(1), name: "…".into(), appointments }
    }

    #[test]
    fn the_matrix_is_what_the_boards_signed() {
        let branch = BranchId::new("0001").expect("id");
        let council = ContestId::new("council").expect("id");
        let machines = [
            ("public", Actor::Public),
            ("operator", Actor::Operator),
            ("branch", Actor::Signed(Signatory::Branch(branch.clone()))),
            ("booth", Actor::Signed(Signatory::Booth(branch.clone(), 1))),
            ("officer", Actor::Signed(Signatory::Officer(branch, Side::Executive))),
            ("board", Actor::Signed(Signatory::Body(council, Side::Supervisory))),
            ("trustee", Actor::Signed(Signatory::Trustee(1))),
            ("prober", Actor::Prober(place("tehran/rey/2/0007"))),
            ("governor's-program", Actor::Program(officer(Role::Governor, "tehran/rey"))),
        ];
        let people = Role::ALL.iter().map(|role| (role.code(), Actor::Officer(officer(*role, "tehran/rey"))));
        let actors: Vec<(&str, Actor)> = machines.into_iter().chain(people).collect();
        let mut table = String::new();
        for act in Act::ALL {
            let who: Vec<&str> = actors.iter().filter(|a| allowed(&a.1, *act)).map(|a| a.0).collect();
            let who = if who.len() == actors.len() { "everybody".into() } else { who.join(" ") };
            let two = if act.takes_two() { " (two persons)" } else { "" };
            table.push_str(&format!("{act}{two}: {who}\n"));
        }
        assert_eq!(table, include_str!("permit.matrix.txt"));
    }

    /// Every act as every role, inside and outside the place of the letter.
    #[test]
    fn no_act_reaches_beyond_the_place_of_the_letter() {
        let inside = ["tehran/rey", "tehran/rey/2", "tehran/rey/2/0007"];
        let outside = ["tehran", "tehran/shemiranat", "tehran/reyhan", "qom/rey", "tehran/re"];
        for role in Role::ALL {
            let officer = officer(*role, "tehran/rey");
            for act in Act::ALL {
                let within = |where_: &str| officer.reaches(*act, &place(where_));
                assert!(inside.iter().all(|p| within(p) == officer.may(*act)), "{role} {act}");
                assert!(!outside.iter().any(|p| within(p)), "{role} {act}");
            }
        }
    }

    #[test]
    fn a_permit_refuses_a_place_that_the_letter_does_not_name() {
        let actor = Actor::Officer(officer(Role::Inspector, "tehran/rey/2"));
        let survey: Permit<act::SurveyBranch> = permit(actor.clone()).expect("an inspector surveys");
        assert_eq!(survey.over(&place("tehran/rey/2/0007")), Ok(()));
        let refused = survey.over(&place("tehran/rey/3/0007")).expect_err("another district");
        assert_eq!(refused.to_string(), "not allowed to survey a branch in tehran/rey/3/0007");
        assert!(permit::<act::MoveDevice>(actor).is_err());
    }

    #[test]
    fn a_program_of_any_officer_reads_what_they_may_read_and_changes_nothing() {
        for role in Role::ALL {
            let officer = officer(*role, "tehran/rey");
            for act in Act::ALL.iter().filter(|act| !allowed(&Actor::Public, **act)) {
                let may = act.only_reads() && officer.may(*act);
                assert_eq!(allowed(&Actor::Program(officer.clone()), *act), may, "{role} {act}");
            }
        }
        let program = Actor::Program(officer(Role::Inspector, "tehran/rey"));
        let reads: Permit<act::ReadBranches> = permit(program.clone()).expect("an inspector reads branches");
        assert!(reads.over(&place("tehran/rey/2")).is_ok() && reads.over(&place("tehran/qods")).is_err());
        assert!(permit::<act::SurveyBranch>(program).is_err());
    }

    #[test]
    fn supervision_sees_all_and_the_executive_appoints_none_of_it() {
        for act in Act::ALL.iter().filter(|act| act.only_reads()) {
            for role in [Role::SupervisoryChair, Role::Supervisor] {
                assert!(allowed(&Actor::Officer(officer(role, "tehran")), *act), "{role} {act}");
            }
        }
        for role in Role::ALL.iter().filter(|role| !role.is_supervisory()) {
            assert!(!officer(*role, "tehran").may(Act::AppointSupervisor), "{role}");
        }
    }

    #[test]
    fn without_a_letter_in_force_nothing_is_allowed_that_is_not_everybodys() {
        let nobody = Officer { appointments: Vec::new(), ..officer(Role::Governor, "tehran") };
        for act in Act::ALL {
            let public = allowed(&Actor::Public, *act);
            assert_eq!(allowed(&Actor::Officer(nobody.clone()), *act), public, "{act}");
        }
    }

    #[test]
    fn nobody_is_their_own_second_pair_of_eyes() {
        assert_eq!(four_eyes(PersonId(1), PersonId(1)), Err(SamePerson(PersonId(1))));
        assert_eq!(four_eyes(PersonId(1), PersonId(2)), Ok(()));
    }
}
