//! Hold meetings, put decisions down, and follow each until somebody else has seen it done.

use crate::clock;
use crate::error::Error;
use crate::open::Office;
use crate::store::decision::Said;
use crate::store::{decision, journal, meeting, organisation, person};
use headquarters::decision::{Decision, Draft, Status, Step};
use headquarters::meeting::Meeting;
use headquarters::permit::{Kind, Permit, act};
use headquarters::person::Person;

/// Meetings and decisions as far as a permit reaches.
#[derive(Debug, Clone)]
pub struct Table {
    /// Meetings, the latest first.
    pub meetings: Vec<Meeting>,
    /// Decisions, those due first first.
    pub decisions: Vec<Decision>,
    /// Everybody, by name: whoever is called an owner here has a name.
    pub persons: Vec<Person>,
    /// Today, by which it is judged what is late.
    pub today: calendar::Day,
}

/// An act by which an officer speaks of a decision.
pub trait Speaks: Kind {
    /// Is this step said by that act?
    fn says(step: Step) -> bool;
}

impl Speaks for act::ReportDecision {
    fn says(step: Step) -> bool {
        step.is_owners()
    }
}

impl Speaks for act::VerifyDecision {
    fn says(step: Step) -> bool {
        !step.is_owners()
    }
}

impl Office {
    /// What a permit reaches of meetings and decisions. An owner sees their own decisions wherever they are.
    pub async fn table(&self, permit: &Permit<act::ReadDecisions>) -> Result<Table, Error> {
        let own = permit.officer().map(|officer| officer.person);
        let mut decisions = self.0.store.decisions().await?;
        decisions.retain(|one| permit.reaches(&one.place) || own == Some(one.owner));
        let mut meetings = self.0.store.meetings().await?;
        meetings.retain(|one| permit.reaches(&one.place));
        let persons = self.0.store.persons().await?;
        Ok(Table { meetings, decisions, persons, today: clock::today() })
    }

    /// Calls a meeting; answers its number.
    pub async fn call_meeting(
        &self,
        permit: &Permit<act::KeepMinutes>,
        mut new: Meeting,
    ) -> Result<i64, Error> {
        permit.over(&new.place)?;
        let mut tx = self.0.store.begin_act().await?;
        if let Some(committee) = new.committee {
            organisation::committee_of(&mut tx, committee, &new.place).await?;
        }
        new.id = meeting::next(&mut tx).await?;
        meeting::put(&mut tx, &new).await?;
        journal::witness(&mut tx, permit, &journal::Change::of("meeting", new.id, &new.place).after(&new))
            .await?;
        tx.commit().await?;
        Ok(new.id)
    }

    /// Writes agenda and minutes of a meeting that nobody else changed since `changed.version` was read. Its
    /// place and committee stay.
    pub async fn keep_minutes(
        &self,
        permit: &Permit<act::KeepMinutes>,
        changed: Meeting,
    ) -> Result<(), Error> {
        let mut tx = self.0.store.begin_act().await?;
        let before = meeting::find(&mut tx, changed.id).await?;
        permit.over(&before.place)?;
        let changed = Meeting { place: before.place.clone(), committee: before.committee, ..changed };
        if !meeting::change(&mut tx, &changed).await? {
            return Err(Error::Changed);
        }
        let change =
            journal::Change::of("meeting", changed.id, &before.place).before(&before).after(&changed);
        journal::witness(&mut tx, permit, &change).await?;
        tx.commit().await
    }

    /// Puts a decision of a meeting down; answers its number.
    pub async fn put_decision(
        &self,
        permit: &Permit<act::KeepMinutes>,
        meeting: i64,
        draft: Draft,
    ) -> Result<i64, Error> {
        let mut tx = self.0.store.begin_act().await?;
        let meeting = meeting::find(&mut tx, meeting).await?;
        permit.over(&meeting.place)?;
        Error::named_by("owner", person::find(&mut tx, draft.owner).await)?;
        let Draft { text, owner, due } = draft;
        let number = decision::next(&mut tx).await?;
        let (place, since) = (meeting.place, clock::now());
        let new =
            Decision { number, meeting: meeting.id, place, text, owner, due, status: Status::Open, since };
        decision::put(&mut tx, &new).await?;
        let change = journal::Change::of("decision", number, &new.place).after(&new);
        journal::witness(&mut tx, permit, &change).await?;
        tx.commit().await?;
        Ok(number)
    }

    /// Says something of a decision: its owner reports, somebody else judges. An owner reports wherever the
    /// decision is; whoever judges does so in the place of their letter.
    pub async fn say_of_decision<A: Speaks>(
        &self,
        permit: &Permit<A>,
        number: i64,
        step: Step,
        note: &str,
    ) -> Result<(), Error> {
        let officer = permit.officer().ok_or(Error::NotNow("only an officer speaks of decisions"))?;
        let (by, note) = (officer.person, note.trim().to_owned());
        let mut tx = self.0.store.begin_act().await?;
        let before = decision::find(&mut tx, number).await?;
        if !A::says(step) {
            return Err(headquarters::decision::Refused::NotNow.into());
        }
        if !step.is_owners() {
            permit.over(&before.place)?;
        }
        let mut after = before.clone();
        let at = clock::now();
        after.take(step, by, &note, &at)?;
        decision::say(&mut tx, &after, &Said { at, by, step, note: note.clone() }).await?;
        let change = journal::Change::of("decision", number, &before.place).before(&before).after(&after);
        journal::witness(&mut tx, permit, &change.why(&note)).await?;
        tx.commit().await
    }

    /// What was said of a decision, in its order.
    pub async fn said_of_decision(
        &self,
        permit: &Permit<act::ReadDecisions>,
        decision: &Decision,
    ) -> Result<Vec<Said>, Error> {
        let own = permit.officer().is_some_and(|officer| officer.person == decision.owner);
        if !own {
            permit.over(&decision.place)?;
        }
        self.0.store.said_of(decision.number).await
    }
}
