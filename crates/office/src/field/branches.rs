//! Acts on one branch: register and correct it, survey it, put right what is wanting, weigh its risks, record its lines.

use super::officer;
use crate::clock;
use crate::error::Error;
use crate::open::Office;
use crate::store::field::{self, Table};
use crate::store::journal::{Change, witness};
use headquarters::branch::{Answer, Branch, Handled, Item, Refused, Risk, Site, Step, Survey};
use headquarters::form::Why;
use headquarters::network::{Commitment, Line, Reception, Rehearsal, Signal};
use headquarters::permit::{Kind, Permit, act};
use headquarters::place::Place;
use std::collections::BTreeMap;

/// Something to put down about a branch's lines.
#[derive(Debug, Clone)]
pub enum Noted {
    /// A line as it is from today on.
    Line(Line),
    /// An operator's promise.
    Promise(Commitment),
    /// A promise was kept, and what shows it.
    Kept(u32, String),
    /// What reaches the building of an operator.
    Reception(Reception),
    /// A measurement.
    Signal(Signal),
    /// A rehearsal.
    Rehearsal(Rehearsal),
}

impl Office {
    /// Puts a branch on the register.
    pub async fn register_branch(
        &self,
        permit: &Permit<act::RegisterBranch>,
        site: Site,
    ) -> Result<(), Error> {
        permit.over(&site.place)?;
        let mut tx = self.0.store.begin_act().await?;
        let changed = field::next_change(&mut tx).await?;
        let place = site.place.clone();
        let branch = Branch::new(site);
        if !field::put(&mut tx, Table::Branch, place.as_str(), 0, changed, &branch).await? {
            return Err(Error::field("place", Why::Taken));
        }
        witness(&mut tx, permit, &Change::of("branch", &place, &place).after(&branch.site)).await?;
        tx.commit().await
    }

    /// Corrects what the register says, if nobody changed the branch since `version` was read. Its place and the day
    /// of its registration stay.
    pub async fn correct_branch(
        &self,
        permit: &Permit<act::RegisterBranch>,
        version: i64,
        site: Site,
        why: &str,
    ) -> Result<(), Error> {
        let place = site.place.clone();
        self.change_branch(permit, &place, Some(version), why, |branch| {
            branch.site = Site { registered: branch.site.registered, ..site };
            Ok(())
        })
        .await
    }

    /// Puts a survey of today into a branch's file, if whoever made it was shown the `seen` surveys that are there.
    pub async fn survey_branch(
        &self,
        permit: &Permit<act::SurveyBranch>,
        place: &Place,
        seen: usize,
        answers: BTreeMap<Item, Answer>,
    ) -> Result<(), Error> {
        let (on, by, at) = (clock::today(), officer(permit), Some(clock::seconds()));
        let survey = Survey { on, by, at, answers, photographs: Vec::new() };
        self.change_branch(permit, place, None, "", |branch| {
            if branch.surveys.len() != seen {
                return Err(Error::Changed);
            }
            Ok(branch.add_survey(survey)?)
        })
        .await
    }

    /// Takes a deficiency one step on, if whoever does was shown the `seen` steps that it has taken.
    pub async fn handle_deficiency(
        &self,
        permit: &Permit<act::SurveyBranch>,
        place: &Place,
        (number, seen): (u32, usize),
        step: Step,
    ) -> Result<(), Error> {
        let why = if let Step::Assign { why, .. } = &step { why.clone() } else { String::new() };
        let (on, by, at) = (clock::today(), officer(permit), Some(clock::seconds()));
        self.change_branch(permit, place, None, &why, |branch| {
            let taken = branch.steps_of(number);
            if taken > 0 && taken != seen {
                return Err(Error::Changed);
            }
            Ok(branch.handle(number, Handled { on, by, at, step })?)
        })
        .await
    }

    /// Puts a risk on the list.
    pub async fn raise_risk(
        &self,
        permit: &Permit<act::SurveyBranch>,
        place: &Place,
        risk: Risk,
    ) -> Result<(), Error> {
        self.change_branch(permit, place, None, "", |branch| {
            branch.raise(risk);
            Ok(())
        })
        .await
    }

    /// Mends a risk, if nobody changed the branch since the version that its form was filled from.
    pub async fn amend_risk(
        &self,
        permit: &Permit<act::SurveyBranch>,
        place: &Place,
        (number, version): (u32, i64),
        risk: Risk,
        why: &str,
    ) -> Result<(), Error> {
        self.change_branch(permit, place, Some(version), why, |branch| Ok(branch.amend_risk(number, risk)?))
            .await
    }

    /// A risk is over.
    pub async fn close_risk(
        &self,
        permit: &Permit<act::SurveyBranch>,
        place: &Place,
        number: u32,
        why: &str,
    ) -> Result<(), Error> {
        let on = clock::today();
        self.change_branch(permit, place, None, why, |branch| Ok(branch.close_risk(number, on)?)).await
    }

    /// Puts something down about a branch's lines.
    pub async fn note_network(
        &self,
        permit: &Permit<act::RecordNetwork>,
        place: &Place,
        noted: Noted,
    ) -> Result<(), Error> {
        let (today, by) = (clock::today(), officer(permit));
        self.change_branch(permit, place, None, "", |branch| {
            let network = &mut branch.network;
            match noted {
                Noted::Line(line) => network.lines.push(line),
                Noted::Promise(commitment) => network.promise(commitment),
                Noted::Signal(signal) => network.signals.push(signal),
                Noted::Rehearsal(rehearsal) => network.rehearsals.push(rehearsal),
                Noted::Reception(reception) => network.receptions.push(reception),
                Noted::Kept(number, shown) => {
                    let kept = network.keep(number, today, (by, shown));
                    if !kept.ok_or(Refused::NoCommitment(number))? {
                        return Err(Refused::Kept(number).into());
                    }
                }
            }
            Ok(())
        })
        .await
    }

    /// Load, decide, keep, witness: the same for every act on a branch.
    pub(super) async fn change_branch<A: Kind>(
        &self,
        permit: &Permit<A>,
        place: &Place,
        version: Option<i64>,
        why: &str,
        decide: impl FnOnce(&mut Branch) -> Result<(), Error>,
    ) -> Result<(), Error> {
        permit.over(place)?;
        let mut tx = self.0.store.begin_act().await?;
        let found: Option<(i64, Branch)> = field::find(&mut tx, Table::Branch, place.as_str()).await?;
        let (kept, before) = found.ok_or_else(|| Error::Unknown(format!("branch {place}")))?;
        if version.is_some_and(|version| version != kept) {
            return Err(Error::Changed);
        }
        let mut after = before.clone();
        decide(&mut after)?;
        let changed = field::next_change(&mut tx).await?;
        if !field::put(&mut tx, Table::Branch, place.as_str(), kept, changed, &after).await? {
            return Err(Error::Changed);
        }
        let change = Change::of("branch", place, place).before(&before).after(&after).why(why);
        witness(&mut tx, permit, &change).await?;
        tx.commit().await
    }
}
