//! Recovery («بازگشایی ورود»): an officer lost the password or the telephone, and two others let them enrol again.
//!
//! Whoever enrols again signs in as that person. So it takes two, neither of them the person, and one of them of the
//! person's own side: the executive alone cannot enter as a supervisor, nor the other way round.

use crate::permit::{Officer, PersonId, SamePerson, four_eyes};
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
    /// It was confirmed already.
    #[error("this recovery was confirmed already")]
    Settled,
    /// One person did both halves.
    #[error(transparent)]
    SamePerson(#[from] SamePerson),
}

impl Recovery {
    /// → proposed, by anybody but the person.
    pub fn propose(id: i64, person: PersonId, why: String, by: PersonId) -> Result<Self, Refused> {
        if person == by {
            Err(Refused::OneOwn)
        } else {
            Ok(Self { id, person, why, proposed_by: by, confirmed_by: None })
        }
    }

    /// Proposed → confirmed, by another officer; one of the two is of the person's side.
    pub fn confirm(&mut self, by: &Officer, proposer: &Officer, person: &Officer) -> Result<(), Refused> {
        if self.confirmed_by.is_some() {
            return Err(Refused::Settled);
        }
        if by.person == self.person {
            return Err(Refused::OneOwn);
        }
        four_eyes(self.proposed_by, by.person)?;
        let side = supervises(person);
        if supervises(by) != side && supervises(proposer) != side {
            return Err(Refused::OtherSide);
        }
        self.confirmed_by = Some(by.person);
        Ok(())
    }
}

/// Does a letter in force make this officer one of supervision?
fn supervises(officer: &Officer) -> bool {
    officer.appointments.iter().any(|held| held.role.is_supervisory())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permit::Appointment;
    use crate::role::Role;

    fn officer(id: i64, role: Role) -> Officer {
        let scope = "tehran".parse().expect("a place");
        let appointments = vec![Appointment { letter: id, role, scope }];
        Officer { person: PersonId(id), name: String::new(), appointments }
    }

    #[test]
    fn it_takes_two_and_one_of_the_persons_own_side() {
        let (governor, secretary) = (officer(1, Role::Governor), officer(2, Role::Secretary));
        let (chair, supervisor) = (officer(3, Role::SupervisoryChair), officer(4, Role::Supervisor));
        let proposed =
            |person: &Officer, by: &Officer| Recovery::propose(1, person.person, "…".into(), by.person);
        assert_eq!(proposed(&governor, &governor), Err(Refused::OneOwn));
        let tried = |person: &Officer, first: &Officer, second: &Officer| {
            proposed(person, first).and_then(|mut it| it.confirm(second, first, person))
        };
        assert_eq!(tried(&supervisor, &governor, &governor), Err(SamePerson(PersonId(1)).into()));
        assert_eq!(tried(&supervisor, &governor, &secretary), Err(Refused::OtherSide));
        assert_eq!(tried(&supervisor, &governor, &supervisor), Err(Refused::OneOwn));
        assert_eq!(tried(&supervisor, &governor, &chair), Ok(()));
        assert_eq!(tried(&supervisor, &chair, &governor), Ok(()));
        assert_eq!(tried(&secretary, &chair, &supervisor), Err(Refused::OtherSide));
        assert_eq!(tried(&secretary, &governor, &chair), Ok(()));
    }

    #[test]
    fn it_is_confirmed_once() {
        let (one, other, lost) =
            (officer(1, Role::Governor), officer(2, Role::Secretary), officer(3, Role::Inspector));
        let mut it = Recovery::propose(1, lost.person, "…".into(), one.person).expect("another person");
        it.confirm(&other, &one, &lost).expect("two of the same side");
        assert_eq!(it.confirm(&other, &one, &lost), Err(Refused::Settled));
    }
}
