//! Letters of appointment («حکم»): who is what, where, from when until when, by whose hand and by what article.
//!
//! A letter gives what its role gives while it is [in force](Standing::InForce), and nothing before or after. It is
//! never changed: a mistake is revoked, or superseded by another letter.

use crate::coded::coded;
use crate::form::{LINE, Mistake, Reading, Why};
use crate::organisation::Committee;
use crate::permit::{Act, Appointment, Kind, Officer, PersonId, SamePerson, act, four_eyes};
use crate::place::Place;
use crate::role::Role;
use calendar::Day;
use serde::Serialize;

/// A letter as it was issued, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// Its number, in the order of issue.
    pub number: i64,
    /// Who is appointed.
    pub person: PersonId,
    /// As what.
    pub role: Role,
    /// Where.
    pub scope: Place,
    /// Of which committee, where it is one's.
    pub committee: Option<i64>,
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub until: Day,
    /// The articles that it rests on («مستند قانونی»).
    pub basis: String,
    /// Who issued it; nobody for the letters of the first start, which the operator's hand drew.
    pub issued_by: Option<PersonId>,
    /// Does it take a second signature? See [`Known::takes_two`].
    pub takes_two: bool,
    /// Who put the second signature under it.
    pub confirmed_by: Option<PersonId>,
    /// Its end before its time.
    pub revoked: Option<Revoked>,
    /// The letter whose place it takes («جایگزین»), once it holds.
    pub supersedes: Option<i64>,
    /// What takes its place, and from when.
    pub superseded: Option<Superseded>,
}

/// Another letter takes the place of one. Until that day the earlier one holds, so that nobody is without a letter
/// between the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Superseded {
    /// The other letter.
    pub by: i64,
    /// The first day on which the other stands and this one does not.
    pub from: Day,
}

/// The end of a letter before its time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Revoked {
    /// Who revoked it.
    pub by: PersonId,
    /// When, as the journal writes it.
    pub at: String,
    /// Why.
    pub why: String,
}

coded! {
    /// What a letter is worth on a day.
    Standing {
        /// It waits for a second signature.
        Proposed = "proposed",
        /// Its first day is still to come.
        Ahead = "ahead",
        /// It holds.
        InForce = "in-force",
        /// Its last day has passed.
        Ended = "ended",
        /// It was revoked.
        Revoked = "revoked",
        /// Another took its place.
        Superseded = "superseded",
    }
}

impl Letter {
    /// What it is worth today.
    #[must_use]
    pub fn standing(&self, today: Day) -> Standing {
        match () {
            () if self.revoked.is_some() => Standing::Revoked,
            () if self.superseded.is_some_and(|other| other.from <= today) => Standing::Superseded,
            () if self.waits() => Standing::Proposed,
            () if today < self.from => Standing::Ahead,
            () if today > self.until => Standing::Ended,
            () => Standing::InForce,
        }
    }

    /// What it gives today.
    #[must_use]
    pub fn gives(&self, today: Day) -> Option<Appointment> {
        let appointment = || Appointment { letter: self.number, role: self.role, scope: self.scope.clone() };
        (self.standing(today) == Standing::InForce).then(appointment)
    }

    /// Does it bind whoever holds it still, or will it: does it wait, lie ahead or hold?
    #[must_use]
    pub fn is_alive(&self, today: Day) -> bool {
        let settled =
            matches!(self.standing(today), Standing::Ended | Standing::Revoked | Standing::Superseded);
        // One that nobody signed in its time waits for nothing any more.
        !settled && today <= self.until
    }

    /// Is there a day on which both are worth something?
    #[must_use]
    pub fn overlaps(&self, other: &Letter, today: Day) -> bool {
        let last = |of: &Letter| of.superseded.map_or(of.until, |end| of.until.min(end.from.after(-1)));
        let alive = self.is_alive(today) && other.is_alive(today);
        alive && self.from <= last(other) && other.from <= last(self)
    }

    /// Does it wait for a second signature? The operator's first letters do not: there is nobody yet to give one.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.takes_two && self.issued_by.is_some() && self.confirmed_by.is_none()
    }

    /// Did another than whoever issued it end it before anybody put the second signature under it? It never held.
    #[must_use]
    pub fn was_declined(&self) -> bool {
        self.waits() && self.revoked.as_ref().is_some_and(|end| Some(end.by) != self.issued_by)
    }

    /// Proposed → in force, by the signature of a second person.
    pub fn confirm(&mut self, by: PersonId) -> Result<(), Refused> {
        if !self.waits() || self.revoked.is_some() || self.superseded.is_some() {
            return Err(Refused::Settled);
        }
        if by == self.person {
            return Err(Refused::OneOwn);
        }
        if let Some(issued_by) = self.issued_by {
            four_eyes(issued_by, by)?;
        }
        self.confirmed_by = Some(by);
        Ok(())
    }

    /// Proposed → revoked: whoever could put the second signature under it will not, and says why.
    pub fn decline(&mut self, declined: Revoked) -> Result<(), Refused> {
        self.clone().confirm(declined.by)?;
        self.revoked = Some(declined);
        Ok(())
    }

    /// Anything but ended → revoked, by the side that issued it.
    pub fn revoke<A: Appoints>(&mut self, revoked: Revoked, today: Day) -> Result<(), Refused> {
        of_side::<A>(self.role)?;
        match self.standing(today) {
            Standing::Revoked | Standing::Superseded | Standing::Ended => Err(Refused::Settled),
            Standing::Proposed | Standing::Ahead | Standing::InForce => {
                self.revoked = Some(revoked);
                Ok(())
            }
        }
    }

    /// Anything but ended → superseded by another letter to the same person, of the same side, from the day on which
    /// that one holds. A letter that still waits for its second signature supersedes only one that waits as well, and that
    /// one at once: nobody is to sign both.
    pub fn supersede(&mut self, by: &Letter, today: Day) -> Result<(), Refused> {
        self.can_be_superseded(by, today)?;
        if by.waits() && !self.waits() {
            return Err(Refused::Settled);
        }
        let from = if self.waits() { today } else { by.from.max(today) };
        self.superseded = Some(Superseded { by: by.number, from });
        Ok(())
    }

    /// Could this other letter take its place?
    pub fn can_be_superseded(&self, by: &Letter, today: Day) -> Result<(), Refused> {
        let of_a_kind = self.person == by.person && self.role.is_supervisory() == by.role.is_supervisory();
        match self.standing(today) {
            Standing::Proposed | Standing::Ahead | Standing::InForce
                if of_a_kind && self.superseded.is_none() =>
            {
                Ok(())
            }
            _ => Err(Refused::Settled),
        }
    }

    /// The other letter ended before it took this one's place: this one holds on. Answers whether that was so.
    pub fn hold_on(&mut self, other: &Letter, today: Day) -> bool {
        let ahead = self.superseded.is_some_and(|end| end.by == other.number && today < end.from);
        if ahead {
            self.superseded = None;
        }
        ahead
    }
}

/// Has whoever heads a kind of committee one of that kind, which works? Other roles head none.
#[must_use]
pub fn heads(role: Role, of: Option<&Committee>, today: Day) -> bool {
    let works = |of: &Committee| of.ended.is_none_or(|ended| today < ended);
    role.heads().is_none_or(|needed| of.is_some_and(|of| of.kind == needed && works(of)))
}

/// An act that appoints, and for which side.
pub trait Appoints: Kind {
    /// For a supervisory body?
    const SUPERVISORY: bool;
}

impl Appoints for act::AppointExecutive {
    const SUPERVISORY: bool = false;
}

impl Appoints for act::AppointSupervisor {
    const SUPERVISORY: bool = true;
}

fn of_side<A: Appoints>(role: Role) -> Result<(), Refused> {
    if role.is_supervisory() == A::SUPERVISORY { Ok(()) } else { Err(Refused::OtherSide) }
}

/// The act that appoints to a role.
#[must_use]
pub fn appointing(role: Role) -> Act {
    if role.is_supervisory() { Act::AppointSupervisor } else { Act::AppointExecutive }
}

/// May this officer issue, and revoke, a letter of this role in this place? A deputy does so in the governor's stead, but
/// neither makes nor unmakes governors and deputies.
#[must_use]
pub fn answers_for(officer: &Officer, role: Role, scope: &Place) -> bool {
    let governs = |held: &Appointment| held.role == Role::Governor && held.scope.contains(scope);
    officer.reaches(appointing(role), scope) && (!role.governs() || officer.appointments.iter().any(governs))
}

/// May this officer change the names of somebody who was given letters of these roles? Neither side renames whom only the other
/// appointed.
#[must_use]
pub fn renames(officer: &Officer, roles: &[Role]) -> bool {
    let of_side = |role: &Role| {
        officer.appointments.iter().any(|held| held.role.is_supervisory() == role.is_supervisory())
    };
    roles.is_empty() || roles.iter().any(of_side)
}

/// Nobody holds letters of both sides at once: whoever carries an election out does not supervise it. What has ended on the
/// other side does not count.
pub fn of_one_side(role: Role, letters: &[Letter], today: Day) -> Result<(), Refused> {
    let other = |held: &Letter| held.role.is_supervisory() != role.is_supervisory() && held.is_alive(today);
    if letters.iter().any(other) { Err(Refused::BothSides) } else { Ok(()) }
}

/// What is known of somebody who is to be appointed.
///
/// Whoever is shown the link by which a person enrols can become that person. An officer who registers somebody and
/// appoints them too could so invent as many officers as the four-eyes rules ask for. Such a letter takes a second
/// signature, as a governor's does; once one letter stands by two hands, the person is vouched for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// Which officer was last shown a link by which they enrol; nobody where only the operator or they themselves drew one.
    pub link_shown_to: Option<PersonId>,
    /// The letters that they hold or held.
    pub letters: &'a [Letter],
}

impl Known<'_> {
    /// Does a letter of this role by this hand take a second signature?
    #[must_use]
    pub fn takes_two(&self, role: Role, by: PersonId) -> bool {
        let vouched = self.letters.iter().any(|letter| !letter.waits() && letter.revoked.is_none());
        role.appoints() || (self.link_shown_to == Some(by) && !vouched)
    }

    /// May this officer be shown the link by which they enrol? Not whoever appointed them alone.
    pub fn may_see_link(&self, by: PersonId) -> Result<(), Refused> {
        let alone = |letter: &Letter| {
            letter.issued_by == Some(by) && letter.confirmed_by.is_none() && letter.revoked.is_none()
        };
        if self.letters.iter().any(alone) { Err(Refused::OwnLink) } else { Ok(()) }
    }
}

/// Why a letter was not issued, confirmed or revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The executive and the supervisory bodies each appoint their own.
    #[error("this role is appointed by the other side")]
    OtherSide,
    /// Whoever is appointed holds a letter of the other side.
    #[error("this person holds a letter of the other side, executive or supervision; nobody serves both")]
    BothSides,
    /// A deputy does not make or unmake those who govern.
    #[error("letters of a governor or a deputy are the governor's to issue and to revoke")]
    Governors,
    /// Nobody appoints or confirms themselves.
    #[error("nobody appoints themselves")]
    OneOwn,
    /// It is no longer, or not yet, in a state in which this can be done.
    #[error("this letter is settled; look at it again")]
    Settled,
    /// Whoever issued it holds no letter any more that lets them issue it.
    #[error("whoever issued this letter may not issue it any more; it has to be issued again")]
    IssuerGone,
    /// Its committee has ended, or is of another kind by now.
    #[error("the committee of this letter works no more, or is of another kind; it has to be issued again")]
    NoCommittee,
    /// Whoever appointed somebody alone would be shown the link by which that one enrols.
    #[error(
        "whoever appointed somebody is not shown their link; another officer draws it, or signs the letter too"
    )]
    OwnLink,
    /// One person did both halves.
    #[error(transparent)]
    SamePerson(#[from] SamePerson),
}

/// A letter is put down at the latest so many days after its first one.
pub const MOST_PAST: i64 = 30;
/// It ends at the latest so many days after the polls: by then the result is settled and the headquarters dissolved.
pub const AFTER_POLLS: i64 = 180;
/// And, while no polling day is fixed, so many days from today.
pub const LONGEST: i64 = 730;

/// A letter as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Who is appointed.
    pub person: PersonId,
    /// As what.
    pub role: Role,
    /// Where.
    pub scope: Place,
    /// Of which committee.
    pub committee: Option<i64>,
    /// First day.
    pub from: Day,
    /// Last day.
    pub until: Day,
    /// The articles that it rests on.
    pub basis: String,
    /// The letter whose place it takes.
    pub supersedes: Option<i64>,
}

/// The fields of a letter as texts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Typed<'a> {
    /// Number of the person.
    pub person: &'a str,
    /// Code of the role.
    pub role: &'a str,
    /// The place.
    pub scope: &'a str,
    /// Number of the committee, or nothing.
    pub committee: &'a str,
    /// First day.
    pub from: &'a str,
    /// Last day.
    pub until: &'a str,
    /// Articles.
    pub basis: &'a str,
    /// Number of the letter whose place it takes, or nothing.
    pub supersedes: &'a str,
}

impl Draft {
    /// Reads what was typed; digits are Latin by now.
    pub fn read(typed: &Typed<'_>) -> Result<Self, Vec<Mistake>> {
        let mut reading = Reading::default();
        let person = reading.read("person", typed.person, Why::Unknown).map(PersonId);
        let role = reading.read("role", typed.role, Why::Unknown);
        let scope = reading.read("scope", typed.scope, Why::NoPlace);
        let from: Option<Day> = reading.read("from", typed.from, Why::NoDay);
        let until: Option<Day> = reading.read("until", typed.until, Why::NoDay);
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            reading.mistake("until", Why::TooEarly);
        }
        let basis = reading.text("basis", typed.basis, LINE);
        let mut number = |field, typed: &str| -> Option<i64> {
            if typed.trim().is_empty() { None } else { reading.read(field, typed, Why::Unknown) }
        };
        let committee = number("committee", typed.committee);
        let supersedes = number("supersedes", typed.supersedes);
        let read = (|| {
            let (person, role, scope) = (person?, role?, scope?);
            Some(Self { person, role, scope, committee, from: from?, until: until?, basis, supersedes })
        })();
        reading.answer(read)
    }

    /// What is wrong with its term: it begins long ago, or outlasts the event. `polling` is the polling day, once it is fixed.
    #[must_use]
    pub fn wrong_term(&self, today: Day, polling: Option<Day>) -> Vec<Mistake> {
        let last = polling.map_or(today.after(LONGEST), |polling| polling.after(AFTER_POLLS));
        let wrong = [
            (self.from < today.after(-MOST_PAST), "from", Why::LongPast),
            (self.until < today, "until", Why::Past),
            (self.until > last, "until", Why::OutlastsEvent),
        ];
        let wrong = wrong.into_iter().filter(|(is_wrong, ..)| *is_wrong);
        wrong.map(|(_, field, why)| Mistake { field, why }).collect()
    }

    /// What is wrong with its committee: whoever heads a kind of committee heads one that is there and works, and not until
    /// before it is formed.
    pub fn wrong_committee(&self, of: Option<&Committee>, today: Day) -> Option<Mistake> {
        if !heads(self.role, of, today) {
            return Some(Mistake { field: "committee", why: Why::NoCommittee });
        }
        let formed = of.map(|of| of.formed).filter(|formed| self.until < *formed);
        formed.map(|formed| Mistake { field: "until", why: Why::Before(formed) })
    }

    /// → proposed or in force, under a number.
    pub fn issue<A: Appoints>(
        self,
        number: i64,
        by: PersonId,
        known: &Known<'_>,
        today: Day,
    ) -> Result<Letter, Refused> {
        of_side::<A>(self.role)?;
        of_one_side(self.role, known.letters, today)?;
        if self.person == by {
            return Err(Refused::OneOwn);
        }
        let takes_two = known.takes_two(self.role, by);
        Ok(Letter { takes_two, ..self.into_letter(number, Some(by)) })
    }

    /// → in force, by the operator's hand: a first letter, while there is nobody who could issue one.
    #[must_use]
    pub fn issue_first(self, number: i64) -> Letter {
        self.into_letter(number, None)
    }

    fn into_letter(self, number: i64, issued_by: Option<PersonId>) -> Letter {
        let Self { person, role, scope, committee, from, until, basis, supersedes } = self;
        let (takes_two, confirmed_by, revoked, superseded) = (role.appoints(), None, None, None);
        Letter {
            number,
            person,
            role,
            scope,
            committee,
            from,
            until,
            basis,
            issued_by,
            takes_two,
            confirmed_by,
            revoked,
            supersedes,
            superseded,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ISSUER: PersonId = PersonId(1);
    const OTHER: PersonId = PersonId(2);
    const APPOINTED: PersonId = PersonId(3);
    const TODAY: &str = "1405/02/01";

    fn day(text: &str) -> Day {
        text.parse().expect(text)
    }

    fn draft(role: Role) -> Draft {
        Draft {
            person: APPOINTED,
            role,
            scope: "tehran/rey".parse().expect("a place"),
            committee: None,
            from: day("1405/01/10"),
            until: day("1405/03/10"),
            basis: "ماده ۹۰".into(),
            supersedes: None,
        }
    }

    fn issued(role: Role) -> Letter {
        match role.is_supervisory() {
            true => draft(role).issue::<act::AppointSupervisor>(7, ISSUER, &Known::default(), day(TODAY)),
            false => draft(role).issue::<act::AppointExecutive>(7, ISSUER, &Known::default(), day(TODAY)),
        }
        .expect("the side of the role issues it")
    }

    fn revoked() -> Revoked {
        Revoked { by: ISSUER, at: "2026-04-01T08:00:00Z".into(), why: "استعفا".into() }
    }

    #[test]
    fn a_letter_holds_from_its_first_day_to_its_last() {
        let letter = issued(Role::Secretary);
        let on = |text| letter.standing(day(text));
        assert_eq!(on("1405/01/09"), Standing::Ahead);
        assert_eq!(on("1405/01/10"), Standing::InForce);
        assert_eq!(on("1405/03/10"), Standing::InForce);
        assert_eq!(on("1405/03/11"), Standing::Ended);
        assert!(letter.gives(day("1405/03/11")).is_none());
    }

    #[test]
    fn a_role_that_appoints_waits_for_a_second_person() {
        let mut letter = issued(Role::Governor);
        let today = day("1405/02/01");
        assert_eq!(letter.standing(today), Standing::Proposed);
        assert_eq!(letter.confirm(ISSUER), Err(SamePerson(ISSUER).into()));
        assert_eq!(letter.confirm(APPOINTED), Err(Refused::OneOwn));
        assert_eq!(letter.confirm(OTHER), Ok(()));
        assert_eq!(letter.standing(today), Standing::InForce);
        assert_eq!(letter.confirm(OTHER), Err(Refused::Settled), "once is enough");
        assert_eq!(issued(Role::Secretary).confirm(OTHER), Err(Refused::Settled), "and not where one is");
    }

    #[test]
    fn each_side_appoints_and_removes_its_own() {
        let today = day("1405/02/01");
        for role in Role::ALL.iter().copied() {
            let other_side = match role.is_supervisory() {
                true => draft(role).issue::<act::AppointExecutive>(7, ISSUER, &Known::default(), day(TODAY)),
                false => {
                    draft(role).issue::<act::AppointSupervisor>(7, ISSUER, &Known::default(), day(TODAY))
                }
            };
            assert_eq!(other_side, Err(Refused::OtherSide), "{role}");
            let mut letter = issued(role);
            let removed = match role.is_supervisory() {
                true => letter.revoke::<act::AppointExecutive>(revoked(), today),
                false => letter.revoke::<act::AppointSupervisor>(revoked(), today),
            };
            assert_eq!(removed, Err(Refused::OtherSide), "{role}");
            assert_ne!(letter.standing(today), Standing::Revoked);
        }
    }

    #[test]
    fn nobody_holds_letters_of_both_sides_at_once() {
        let today = day(TODAY);
        let issue = |role: Role, letters: &[Letter]| {
            let known = Known { link_shown_to: None, letters };
            match role.is_supervisory() {
                true => draft(role).issue::<act::AppointSupervisor>(8, OTHER, &known, today),
                false => draft(role).issue::<act::AppointExecutive>(8, OTHER, &known, today),
            }
        };
        for (held, asked) in [(Role::SupervisoryChair, Role::Secretary), (Role::Inspector, Role::Supervisor)]
        {
            let waits_or_holds = issued(held);
            assert_eq!(
                issue(asked, std::slice::from_ref(&waits_or_holds)),
                Err(Refused::BothSides),
                "{held} {asked}"
            );
            let ahead = Letter { from: today.after(1), ..waits_or_holds.clone() };
            assert_eq!(issue(asked, &[ahead]), Err(Refused::BothSides), "{held} {asked}");
            let revoked = Letter { revoked: Some(revoked()), ..waits_or_holds.clone() };
            let ended = Letter { until: today.after(-1), ..waits_or_holds };
            assert!(
                issue(asked, &[revoked, ended]).is_ok(),
                "whoever served the one side may serve the other later"
            );
        }
        assert!(issue(Role::Inspector, &[issued(Role::StoreKeeper)]).is_ok(), "two letters of one side");
    }

    #[test]
    fn a_letter_has_a_term_of_this_event() {
        let today = day(TODAY);
        let wrong = |from: i64, until: i64, polling: Option<i64>| {
            let draft =
                Draft { from: today.after(from), until: today.after(until), ..draft(Role::Secretary) };
            let said = draft.wrong_term(today, polling.map(|days| today.after(days)));
            said.iter().map(|mistake| (mistake.field, mistake.why)).collect::<Vec<_>>()
        };
        assert_eq!(wrong(-MOST_PAST, LONGEST, None), []);
        assert_eq!(wrong(-MOST_PAST - 1, 0, None), [("from", Why::LongPast)]);
        assert_eq!(wrong(-2, -1, None), [("until", Why::Past)]);
        assert_eq!(wrong(0, LONGEST + 1, None), [("until", Why::OutlastsEvent)]);
        assert_eq!(wrong(0, 60 + AFTER_POLLS, Some(60)), []);
        assert_eq!(wrong(0, 61 + AFTER_POLLS, Some(60)), [("until", Why::OutlastsEvent)]);
    }

    #[test]
    fn whoever_heads_a_committee_heads_one_of_that_kind_that_works() {
        let today = day(TODAY);
        let committee = |kind: &str, ended: &str| {
            let typed = crate::organisation::Typed {
                place: "tehran/rey",
                kind,
                name: "…",
                formed: "1405/01/01",
                ended,
            };
            Committee::read(&typed).expect("all is there")
        };
        let no = Some(Mistake { field: "committee", why: Why::NoCommittee });
        let police = draft(Role::PoliceHead);
        assert_eq!(police.wrong_committee(None, today), no);
        assert_eq!(police.wrong_committee(Some(&committee("security", "")), today), no);
        assert_eq!(police.wrong_committee(Some(&committee("police", TODAY)), today), no, "it is dissolved");
        assert_eq!(police.wrong_committee(Some(&committee("police", "")), today), None);
        assert_eq!(draft(Role::Secretary).wrong_committee(None, today), None);
        assert_eq!(draft(Role::Inspector).wrong_committee(Some(&committee("police", "")), today), None);
    }

    #[test]
    fn two_letters_overlap_on_the_days_on_which_both_stand() {
        let today = day(TODAY);
        let term = |from: i64, until: i64| Letter {
            from: today.after(from),
            until: today.after(until),
            ..issued(Role::PoliceHead)
        };
        let now = term(-5, 10);
        assert!(now.overlaps(&term(10, 20), today) && !now.overlaps(&term(11, 20), today));
        let followed = Letter { superseded: Some(Superseded { by: 9, from: today.after(5) }), ..now.clone() };
        assert!(followed.overlaps(&term(4, 20), today) && !followed.overlaps(&term(5, 20), today));
        let ended = Letter { revoked: Some(revoked()), ..now };
        assert!(!ended.overlaps(&term(0, 20), today));
    }

    #[test]
    fn a_deputy_appoints_in_the_governors_stead_and_nobody_who_governs() {
        let place: Place = "tehran/rey".parse().expect("a place");
        let officer = |role, scope: &str| Officer {
            person: ISSUER,
            name: String::new(),
            appointments: vec![Appointment { letter: 1, role, scope: scope.parse().expect("a place") }],
        };
        let (governor, deputy) = (officer(Role::Governor, "tehran"), officer(Role::DeputyGovernor, "tehran"));
        for role in [Role::Governor, Role::DeputyGovernor] {
            assert!(answers_for(&governor, role, &place) && !answers_for(&deputy, role, &place), "{role}");
        }
        assert!(answers_for(&deputy, Role::Secretary, &place));
        assert!(
            !answers_for(&deputy, Role::Supervisor, &place)
                && !answers_for(&governor, Role::Supervisor, &place)
        );
        assert!(!answers_for(&officer(Role::DeputyGovernor, "tehran/qods"), Role::Secretary, &place));
    }

    #[test]
    fn nobody_appoints_themselves() {
        let own = Draft { person: ISSUER, ..draft(Role::Secretary) };
        let issued = own.issue::<act::AppointExecutive>(7, ISSUER, &Known::default(), day(TODAY));
        assert_eq!(issued, Err(Refused::OneOwn));
    }

    #[test]
    fn nobody_invents_an_officer_alone() {
        let today = day("1405/02/01");
        let issue = |by: PersonId, known: &Known<'_>| {
            draft(Role::Secretary).issue::<act::AppointExecutive>(7, by, known, today).expect("of their side")
        };
        let shown = Known { link_shown_to: Some(ISSUER), letters: &[] };
        let mut ghost = issue(ISSUER, &shown);
        assert_eq!(ghost.standing(today), Standing::Proposed, "who registered them appoints them not alone");
        assert_eq!(ghost.confirm(ISSUER), Err(SamePerson(ISSUER).into()));
        // A letter that waits, or was revoked, vouches for nobody.
        for earlier in [ghost.clone(), Letter { revoked: Some(revoked()), ..issued(Role::Inspector) }] {
            assert!(issue(ISSUER, &Known { letters: &[earlier], ..shown }).waits());
        }
        ghost.confirm(OTHER).expect("a second person");
        assert_eq!(ghost.standing(today), Standing::InForce);
        assert!(!issue(ISSUER, &Known { letters: &[ghost], ..shown }).waits(), "two have vouched for them");
        // Whom another registered one appoints alone, and is then not shown the link.
        let other = issue(OTHER, &shown);
        assert_eq!(other.standing(today), Standing::InForce);
        let known = Known { letters: std::slice::from_ref(&other), ..shown };
        assert_eq!(known.may_see_link(OTHER), Err(Refused::OwnLink));
        assert_eq!(known.may_see_link(ISSUER), Ok(()));
    }

    #[test]
    fn a_revoked_or_superseded_letter_gives_nothing_and_stays_so() {
        let today = day("1405/02/01");
        let mut letter = issued(Role::Secretary);
        assert!(letter.gives(today).is_some());
        letter.revoke::<act::AppointExecutive>(revoked(), today).expect("it is in force");
        assert!(letter.gives(today).is_none());
        assert_eq!(letter.revoke::<act::AppointExecutive>(revoked(), today), Err(Refused::Settled));
        assert_eq!(letter.supersede(&issued(Role::Inspector), today), Err(Refused::Settled));

        let mut letter = issued(Role::Secretary);
        letter.supersede(&issued(Role::Inspector), today).expect("it is in force");
        assert_eq!(letter.standing(today), Standing::Superseded);
        let stranger = Letter { person: OTHER, ..issued(Role::Inspector) };
        assert_eq!(issued(Role::Secretary).supersede(&stranger, today), Err(Refused::Settled));
    }

    #[test]
    fn a_letter_holds_until_the_one_that_takes_its_place_does() {
        let today = day("1405/02/01");
        let mut letter = issued(Role::Secretary);
        let later = Letter { number: 8, from: day("1405/02/10"), ..issued(Role::Inspector) };
        letter.supersede(&later, today).expect("it is in force");
        let on = |letter: &Letter, text| letter.standing(day(text));
        assert_eq!(on(&letter, "1405/02/09"), Standing::InForce, "there is no day without a letter");
        assert_eq!(on(&letter, "1405/02/10"), Standing::Superseded);
        assert_eq!(letter.supersede(&later, today), Err(Refused::Settled), "by one letter");
        assert!(!letter.clone().hold_on(&later, day("1405/02/10")), "its time has come");
        assert!(!letter.clone().hold_on(&Letter { number: 9, ..later.clone() }, today), "another's end");
        assert!(letter.hold_on(&later, today));
        assert_eq!(on(&letter, "1405/02/10"), Standing::InForce);
        // One that waits for a second signature takes nobody's place yet.
        let waits = Letter { number: 10, ..issued(Role::Governor) };
        assert_eq!(letter.can_be_superseded(&waits, today), Ok(()));
        assert_eq!(letter.supersede(&waits, today), Err(Refused::Settled));
        assert!(letter.gives(today).is_some());
        let confirmed = Letter { confirmed_by: Some(OTHER), ..waits };
        letter.supersede(&confirmed, today).expect("signed by two");
        assert_eq!(letter.superseded, Some(Superseded { by: 10, from: today }));
    }

    #[test]
    fn what_is_typed_is_read_or_all_its_mistakes_are_said() {
        let typed = Typed {
            person: "3",
            role: "secretary",
            scope: "tehran/rey",
            from: "1405/01/10",
            until: "2026-05-31",
            basis: " ماده ۹۰ ",
            ..Typed::default()
        };
        assert_eq!(Draft::read(&typed), Ok(draft(Role::Secretary)));
        let wrong = Typed { until: "1405/01/09", role: "king", basis: "", ..typed };
        let mistakes = Draft::read(&wrong).expect_err("three mistakes");
        let said: Vec<(&str, Why)> = mistakes.iter().map(|m| (m.field, m.why)).collect();
        assert_eq!(said, [("role", Why::Unknown), ("until", Why::TooEarly), ("basis", Why::Missing)]);
    }

    proptest! {
        #[test]
        fn no_order_of_acts_gives_power_to_a_letter_that_was_ended(
            acts in proptest::collection::vec(0u8..4, 0..12),
            appoints in any::<bool>(),
        ) {
            let today = day("1405/02/01");
            let mut letter = issued(if appoints { Role::Governor } else { Role::Secretary });
            let mut ended = false;
            for act in acts {
                match act {
                    0 => drop(letter.confirm(ISSUER)),
                    1 => drop(letter.confirm(OTHER)),
                    2 => ended |= letter.revoke::<act::AppointExecutive>(revoked(), today).is_ok(),
                    _ => ended |= letter.supersede(&issued(Role::Inspector), today).is_ok(),
                }
                let two = letter.confirmed_by == Some(OTHER);
                let expected = !ended && (two || !appoints);
                prop_assert_eq!(letter.gives(today).is_some(), expected);
            }
        }
    }
}
