//! Recovery («بازگشایی ورود»): an officer lost the password or the telephone, and two others let them enrol again.
//!
//! Whoever enrols again signs in as that person. So it takes two, neither of them the person, and each of them
//! answers for every place in which the person holds a letter: a county's secretary does not open the way in of a
//! province's officer who happens to be registered in the county. One of the two is of the person's own side: the
//! executive alone cannot enter as a supervisor, nor the other way round. Whoever governs, or stands in for the governor, is
//! opened by two of whom one governs or supervises: a deputy and a secretary whom he appointed alone would else enter as
//! the governor, with all that a deputy may not do.

use crate::letter::{Letter, Standing};
use crate::permit::{Act, Officer, PersonId, SamePerson, four_eyes};
use crate::place::Place;
use crate::role::Role;
use calendar::Day;
use serde::Serialize;

/// A recovery that one officer proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recovery {
    /// Number.
    pub id: i64,
    /// Who is to enrol again.
    pub person: PersonId,
    /// Why.
    pub why: String,
    /// Who proposed it.
    pub proposed_by: PersonId,
    /// Who confirmed it.
    pub confirmed_by: Option<PersonId>,
    /// Who took it off the table: whoever proposed it, or a second officer who would not confirm it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_by: Option<PersonId>,
}

/// What somebody gains who enrols in a person's stead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stake {
    /// Whose place.
    pub person: PersonId,
    /// Where they are registered, and where each letter is that holds, waits or is still to come.
    pub places: Vec<Place>,
    /// The sides of all letters that they were ever given, also of those that ended: another may follow tomorrow,
    /// and whoever holds the way in then holds that one too.
    sides: Vec<bool>,
    /// Was any of them a governor's or a deputy's?
    governs: bool,
}

impl Stake {
    /// Of a person registered at this place, to whom these letters were ever addressed.
    #[must_use]
    pub fn of(person: PersonId, home: &Place, letters: &[Letter], today: Day) -> Self {
        let counts = |letter: &&Letter| {
            let standing = letter.standing(today);
            matches!(standing, Standing::Proposed | Standing::Ahead | Standing::InForce)
        };
        let mut places = vec![home.clone()];
        places.extend(letters.iter().filter(counts).map(|letter| letter.scope.clone()));
        places.sort_unstable();
        places.dedup();
        let mut sides: Vec<bool> = letters.iter().map(|letter| letter.role.is_supervisory()).collect();
        // Whoever holds no letter yet is a person of the executive's list.
        if sides.is_empty() {
            sides.push(false);
        }
        sides.sort_unstable();
        sides.dedup();
        let governs = letters.iter().any(|letter| letter.role.governs());
        Self { person, places, sides, governs }
    }

    /// Was every letter to this person of that side?
    #[must_use]
    pub fn is_only_of(&self, supervisory: bool) -> bool {
        self.sides == [supervisory]
    }

    /// The first place for which this officer does not answer.
    fn beyond(&self, officer: &Officer) -> Option<&Place> {
        let reach = officer.reach(Act::RecoverAccess);
        self.places.iter().find(|place| !reach.iter().any(|scope| scope.contains(place)))
    }

    /// Does this officer answer for all of it with a letter of that side?
    fn answered_by(&self, officer: &Officer, supervisory: bool) -> bool {
        self.answered_with(officer, |role| role.is_supervisory() == supervisory)
    }

    /// Does this officer answer for all of it with letters of such roles?
    fn answered_with(&self, officer: &Officer, such: impl Fn(Role) -> bool) -> bool {
        let held = officer.appointments.iter().filter(|held| such(held.role));
        let such = Officer { appointments: held.cloned().collect(), ..officer.clone() };
        self.beyond(&such).is_none()
    }
}

/// Why a recovery was not proposed or confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Nobody recovers their own access.
    #[error("nobody recovers their own access")]
    OneOwn,
    /// Neither of the two is of the person's side.
    #[error("one of the two has to be of the person's own side")]
    OtherSide,
    /// The person governs, and neither of the two governs or supervises.
    #[error("whoever governs is let in again by two, of whom one governs or supervises")]
    Governs,
    /// The person holds a letter in a place for which this officer does not answer.
    #[error("this person holds a letter beyond the place of yours")]
    Beyond,
    /// Whoever proposed it could not propose it any more.
    #[error("whoever proposed this may not propose it any more; it has to be proposed again")]
    ProposerGone,
    /// It was confirmed, or taken off the table.
    #[error("this recovery is settled already")]
    Settled,
    /// One person did both halves.
    #[error(transparent)]
    SamePerson(#[from] SamePerson),
}

impl Recovery {
    /// → proposed, by anybody but the person who answers for all that the person holds.
    pub fn propose(id: i64, stake: &Stake, why: String, by: &Officer) -> Result<Self, Refused> {
        match () {
            () if stake.person == by.person => Err(Refused::OneOwn),
            () if stake.beyond(by).is_some() => Err(Refused::Beyond),
            () => {
                let (person, proposed_by) = (stake.person, by.person);
                Ok(Self { id, person, why, proposed_by, confirmed_by: None, ended_by: None })
            }
        }
    }

    fn waits(&self) -> Result<(), Refused> {
        if self.confirmed_by.is_some() || self.ended_by.is_some() { Err(Refused::Settled) } else { Ok(()) }
    }

    /// Proposed → ended: whoever proposed it takes it back, or another who answers for the person will not have it. It ends
    /// also where the proposer's own letter has: nothing is opened by that.
    pub fn end(&mut self, by: &Officer, stake: &Stake) -> Result<(), Refused> {
        self.waits()?;
        if by.person == self.person {
            return Err(Refused::OneOwn);
        }
        if by.person != self.proposed_by && stake.beyond(by).is_some() {
            return Err(Refused::Beyond);
        }
        self.ended_by = Some(by.person);
        Ok(())
    }

    /// Proposed → confirmed, by another officer; one of the two is of the person's side. All three are as they are
    /// today: a proposal by somebody whose letter has ended since is worth nothing.
    pub fn confirm(&mut self, by: &Officer, proposer: &Officer, stake: &Stake) -> Result<(), Refused> {
        self.waits()?;
        if by.person == self.person {
            return Err(Refused::OneOwn);
        }
        four_eyes(self.proposed_by, by.person)?;
        if stake.beyond(by).is_some() {
            return Err(Refused::Beyond);
        }
        if proposer.person != self.proposed_by || stake.beyond(proposer).is_some() {
            return Err(Refused::ProposerGone);
        }
        let answered = |side: &bool| stake.answered_by(by, *side) || stake.answered_by(proposer, *side);
        if !stake.sides.iter().all(answered) {
            return Err(Refused::OtherSide);
        }
        let stands_over = |role: Role| role == Role::Governor || role.is_supervisory();
        let overseen = |officer| stake.answered_with(officer, stands_over);
        if stake.governs && !overseen(by) && !overseen(proposer) {
            return Err(Refused::Governs);
        }
        self.confirmed_by = Some(by.person);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::{Draft, Known};
    use crate::permit::{Appointment, act};

    const TODAY: &str = "1405/02/01";

    fn day(text: &str) -> Day {
        text.parse().expect(text)
    }

    fn place(text: &str) -> Place {
        text.parse().expect(text)
    }

    fn officer_at(id: i64, role: Role, scope: &str) -> Officer {
        let appointments = vec![Appointment { letter: id, role, scope: place(scope) }];
        Officer { person: PersonId(id), name: String::new(), appointments }
    }

    fn officer(id: i64, role: Role) -> Officer {
        officer_at(id, role, "tehran")
    }

    fn letter(to: i64, role: Role, scope: &str, (from, until): (&str, &str)) -> Letter {
        let draft = Draft {
            person: PersonId(to),
            role,
            scope: place(scope),
            committee: None,
            from: day(from),
            until: day(until),
            basis: "…".into(),
            supersedes: None,
        };
        match role.is_supervisory() {
            true => draft.issue::<act::AppointSupervisor>(to, PersonId(99), &Known::default(), day(TODAY)),
            false => draft.issue::<act::AppointExecutive>(to, PersonId(99), &Known::default(), day(TODAY)),
        }
        .expect("the side of the role issues it")
    }

    const NOW: (&str, &str) = ("1405/01/01", "1405/12/01");

    fn stake(to: i64, letters: &[Letter]) -> Stake {
        Stake::of(PersonId(to), &place("tehran/rey"), letters, day(TODAY))
    }

    fn of(to: i64, role: Role) -> Stake {
        stake(to, &[letter(to, role, "tehran/rey", NOW)])
    }

    fn tried(stake: &Stake, first: &Officer, second: &Officer) -> Result<(), Refused> {
        let mut it = Recovery::propose(1, stake, "…".into(), first)?;
        it.confirm(second, first, stake)
    }

    #[test]
    fn it_takes_two_and_one_of_the_persons_own_side() {
        let (governor, secretary) = (officer(1, Role::Governor), officer(2, Role::Secretary));
        let (chair, supervisor) = (officer(3, Role::SupervisoryChair), officer(4, Role::Supervisor));
        assert_eq!(tried(&of(1, Role::Governor), &governor, &governor), Err(Refused::OneOwn));
        let lost = of(4, Role::Supervisor);
        assert_eq!(tried(&lost, &governor, &governor), Err(SamePerson(PersonId(1)).into()));
        assert_eq!(tried(&lost, &governor, &secretary), Err(Refused::OtherSide));
        assert_eq!(tried(&lost, &governor, &supervisor), Err(Refused::OneOwn));
        assert_eq!(tried(&lost, &governor, &chair), Ok(()));
        assert_eq!(tried(&lost, &chair, &governor), Ok(()));
        let lost = of(2, Role::Secretary);
        assert_eq!(tried(&lost, &chair, &supervisor), Err(Refused::OtherSide));
        assert_eq!(tried(&lost, &governor, &chair), Ok(()));
    }

    #[test]
    fn a_deputy_and_his_secretary_do_not_enter_as_whoever_governs() {
        let (deputy, secretary) = (officer(1, Role::DeputyGovernor), officer(2, Role::Secretary));
        let (governor, chair) = (officer(3, Role::Governor), officer(4, Role::SupervisoryChair));
        for role in [Role::Governor, Role::DeputyGovernor] {
            let lost = of(5, role);
            assert_eq!(tried(&lost, &deputy, &secretary), Err(Refused::Governs), "{role}");
            assert_eq!(tried(&lost, &secretary, &deputy), Err(Refused::Governs), "{role}");
            for third in [&governor, &chair] {
                assert_eq!(tried(&lost, &deputy, third), Ok(()), "{role}");
                assert_eq!(tried(&lost, third, &secretary), Ok(()), "{role}");
            }
        }
        assert_eq!(tried(&of(5, Role::Inspector), &deputy, &secretary), Ok(()), "who does not govern");
    }

    #[test]
    fn a_letter_that_ended_or_is_still_to_come_counts_for_the_side() {
        let (governor, secretary) = (officer(1, Role::Governor), officer(2, Role::Secretary));
        for term in [("1404/01/01", "1404/12/01"), ("1405/03/01", "1405/12/01"), NOW] {
            let lost = stake(4, &[letter(4, Role::Supervisor, "tehran/rey", term)]);
            assert_eq!(tried(&lost, &governor, &secretary), Err(Refused::OtherSide), "{term:?}");
        }
        // Whoever serves both sides is opened by both.
        let both =
            [letter(4, Role::Supervisor, "tehran/rey", NOW), letter(4, Role::Inspector, "tehran", NOW)];
        let lost = stake(4, &both);
        let (chair, supervisor) = (officer(3, Role::SupervisoryChair), officer(5, Role::Supervisor));
        assert_eq!(tried(&lost, &governor, &secretary), Err(Refused::OtherSide));
        assert_eq!(tried(&lost, &chair, &supervisor), Err(Refused::OtherSide));
        assert_eq!(tried(&lost, &chair, &governor), Ok(()));
    }

    #[test]
    fn each_of_the_two_answers_for_every_place_of_the_persons_letters() {
        let one = officer_at(1, Role::Governor, "tehran/rey");
        let two = officer_at(2, Role::Secretary, "tehran/rey");
        let (province, chair) = (officer(3, Role::Governor), officer(5, Role::Secretary));
        for role in [Role::Secretary, Role::Governor] {
            // Of the governor's letter nobody has seen the second signature yet; it counts all the same.
            let lost = stake(4, &[letter(4, role, "tehran", NOW)]);
            assert_eq!(tried(&lost, &one, &two), Err(Refused::Beyond), "{role}");
            assert_eq!(tried(&lost, &province, &two), Err(Refused::Beyond), "{role}");
            assert_eq!(tried(&lost, &province, &chair), Ok(()), "{role}");
        }
        let past = stake(4, &[letter(4, Role::Secretary, "tehran", ("1404/01/01", "1404/12/01"))]);
        assert_eq!(tried(&past, &one, &two), Ok(()), "a letter that ended gives nothing any more");
    }

    #[test]
    fn what_was_proposed_by_mistake_is_taken_back_and_opens_nothing() {
        let (governor, chair) = (officer(1, Role::Governor), officer(3, Role::SupervisoryChair));
        let (lost, own) = (of(4, Role::Inspector), officer(4, Role::Inspector));
        let proposed = Recovery::propose(1, &lost, "…".into(), &governor).expect("another person");
        assert_eq!(proposed.clone().end(&own, &lost), Err(Refused::OneOwn));
        assert_eq!(proposed.clone().end(&officer_at(5, Role::Secretary, "qom"), &lost), Err(Refused::Beyond));
        for by in [&governor, &chair] {
            let mut it = proposed.clone();
            assert_eq!(it.end(by, &lost), Ok(()));
            assert_eq!(it.confirm(&chair, &governor, &lost), Err(Refused::Settled));
            assert_eq!(it.end(by, &lost), Err(Refused::Settled));
        }
    }

    #[test]
    fn a_side_is_spoken_for_in_the_place_of_its_letter_alone() {
        let mut mixed = officer(1, Role::Secretary);
        mixed.appointments.extend(officer_at(1, Role::Supervisor, "tehran/shemiranat").appointments);
        let governor = officer(2, Role::Governor);
        assert_eq!(tried(&of(4, Role::Supervisor), &mixed, &governor), Err(Refused::OtherSide));
    }

    #[test]
    fn a_proposal_ends_with_the_letter_of_whoever_made_it() {
        let (governor, chair) = (officer(1, Role::Governor), officer(3, Role::SupervisoryChair));
        let lost = of(4, Role::Inspector);
        let mut it = Recovery::propose(1, &lost, "…".into(), &governor).expect("another person");
        let dismissed = Officer { appointments: Vec::new(), ..governor.clone() };
        assert_eq!(it.confirm(&chair, &dismissed, &lost), Err(Refused::ProposerGone));
        let moved = officer_at(1, Role::Governor, "qom");
        assert_eq!(it.confirm(&chair, &moved, &lost), Err(Refused::ProposerGone));
        assert_eq!(it.confirm(&chair, &governor, &lost), Ok(()));
        assert_eq!(it.confirm(&chair, &governor, &lost), Err(Refused::Settled));
    }
}
