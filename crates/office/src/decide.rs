//! Hold meetings, put decisions down, and follow each until somebody else has seen it done.

use crate::clock;
use crate::error::Error;
use crate::evidence::{Brought, FIELD, look_at};
use crate::names::Names;
use crate::open::Office;
use crate::store::decision::Said;
use crate::store::reach::{READ, cut, cut_to, lies_in, reached, read_for};
use crate::store::{decision, journal, meeting, organisation, person};
use calendar::Day;
use headquarters::decision::{Decision, Draft, Escalation, Refused, Status, Step};
use headquarters::evidence::{Evidence, MOST_OF_DECISION};
use headquarters::form::Why;
use headquarters::meeting::{Meeting, Topic};
use headquarters::organisation::Committee;
use headquarters::permit::{Act, Kind, Officer, Permit, PersonId, act};
use serde::Serialize;
use std::collections::BTreeMap;

/// A page of meetings, the latest first.
#[derive(Debug, Clone)]
pub struct Meetings {
    /// The meetings.
    pub meetings: Vec<Meeting>,
    /// How many each topic had, of all that the permit reaches.
    pub by_topic: Vec<(Topic, u64)>,
    /// Where the next page begins: before this day and number.
    pub next: Option<(Day, i64)>,
}

/// The meetings that an officer has to think of.
#[derive(Debug, Clone, Default)]
pub struct MeetingsAtHand {
    /// Those of the coming days, the next first.
    pub to_come: Vec<Meeting>,
    /// Those that were held and of which nobody wrote down what was said.
    pub unwritten: Vec<Meeting>,
}

/// So many days ahead an officer is told of a meeting.
const TO_COME: i64 = 14;
/// For so many days the minutes of a meeting are missed.
const UNWRITTEN: i64 = 30;

/// A meeting with all that its page says.
#[derive(Debug, Clone)]
pub struct MeetingSheet {
    /// The meeting.
    pub meeting: Meeting,
    /// Its committee, where it is one's.
    pub committee: Option<Committee>,
    /// What it decided.
    pub decisions: Vec<Decision>,
    /// What earlier meetings of the same headquarters decided and nobody has seen done.
    pub carried: Vec<Decision>,
    /// The owners.
    pub names: Names,
    /// Today, by which it is judged what is late.
    pub today: Day,
}

/// A page of decisions, those due first first.
#[derive(Debug, Clone)]
pub struct Decisions {
    /// The decisions.
    pub decisions: Vec<Decision>,
    /// What is asked of the owners of some: sent back, or objected to, and not reported since.
    pub asked: BTreeMap<i64, Step>,
    /// Their owners, and whoever took one off the table.
    pub names: Names,
    /// How many are on the table, of all that the permit reaches.
    pub open: u64,
    /// How many of these are late.
    pub late: u64,
    /// Where the next page begins: after this day and number.
    pub next: Option<(Day, i64)>,
    /// Today.
    pub today: Day,
}

/// A decision with all that its page says.
#[derive(Debug, Clone)]
pub struct DecisionSheet {
    /// The decision.
    pub decision: Decision,
    /// What was said of it, in its order.
    pub said: Vec<Said>,
    /// The meeting that took it, where the permit reaches it.
    pub meeting: Option<Meeting>,
    /// Whoever is named.
    pub names: Names,
    /// Today.
    pub today: Day,
}

/// The decisions that wait for one officer.
#[derive(Debug, Clone)]
pub struct DecisionsAtHand {
    /// Their own that are open, and those to which somebody objected lately.
    pub mine: Vec<Decision>,
    /// Of all of them, what is asked of the owner: it was sent back, or objected to, and the owner has not reported since.
    pub asked: BTreeMap<i64, Step>,
    /// Reported ones of others, which they may see done.
    pub to_verify: Vec<Decision>,
    /// Late ones of others that have come to their table.
    pub escalated: Vec<Decision>,
    /// Their own, and those of a headquarters that they run, that somebody else took off the table lately.
    pub withdrawn: Vec<Decision>,
    /// Those of others, in a headquarters that they run, to which supervision objected and whose owner has not reported since.
    pub objected: Vec<Decision>,
    /// The owners.
    pub names: Names,
    /// Today.
    pub today: Day,
}

/// Not reported on yet.
const WAITS: &str = "status IN ('open', 'under-way')";
/// On the table: nobody has seen it done, and it was not withdrawn.
const OPEN: &str = "status IN ('open', 'under-way', 'reported')";

/// Before every day.
const FIRST: (&str, i64) = ("", 0);

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
        !step.is_owners() && step != Step::Object
    }
}

impl Speaks for act::ObjectToDecision {
    fn says(step: Step) -> bool {
        step == Step::Object
    }
}

/// So many days a decision that was withdrawn, or an objection to one that is off the table, stays on the tables of its owner
/// and of whoever heads the headquarters.
const OBJECTED: i64 = 14;

impl Office {
    /// A page of meetings where a permit reaches, from before this day and number on.
    pub async fn meetings(
        &self,
        permit: &Permit<act::ReadDecisions>,
        before: Option<(Day, i64)>,
    ) -> Result<Meetings, Error> {
        let mut within = reached(permit, "place");
        if let Some(officer) = permit.officer() {
            within = format!("({within} OR {})", meeting::asks(officer.person));
        }
        let before =
            before.map_or_else(|| (String::from("9999-99-99"), 0), |(day, id)| (day.to_string(), id));
        let mut meetings = self.0.store.meetings_page(&within, (&before.0, before.1)).await?;
        let next = cut(&mut meetings, |last| (last.held, last.id));
        let by_topic = self.0.store.meetings_by_topic(&within).await?;
        Ok(Meetings { meetings, by_topic, next })
    }

    /// The meetings of the coming days that whoever holds the permit called or is asked to, wherever they are, and those that
    /// they called, that were held and of which nobody wrote down what was said.
    pub async fn meetings_at_hand(
        &self,
        permit: &Permit<act::ReadDecisions>,
    ) -> Result<MeetingsAtHand, Error> {
        let me = permit.officer().ok_or(Error::NotNow("meetings await officers"))?.person;
        let today = clock::today();
        let (first, last) = (today.after(-UNWRITTEN).to_string(), today.after(TO_COME).to_string());
        let all = self.0.store.meetings_with(me, (&first, &today.to_string(), &last)).await?;
        let (to_come, mut unwritten): (Vec<Meeting>, Vec<Meeting>) =
            all.into_iter().partition(|meeting| meeting.held >= today);
        // Whoever has another letter by now cannot write them.
        unwritten.retain(|meeting| permit.reaches(&meeting.place));
        Ok(MeetingsAtHand { to_come, unwritten })
    }

    /// A meeting, what it decided, and what was carried over to it. Whoever is asked to it may read of it wherever it is, and
    /// not what other meetings left open.
    pub async fn meeting(&self, permit: &Permit<act::ReadDecisions>, id: i64) -> Result<MeetingSheet, Error> {
        let unknown = || Error::Unknown(format!("meeting {id}"));
        let meeting = self.0.store.meeting(id).await?.ok_or_else(unknown)?;
        if permit.officer().is_none_or(|officer| !meeting.invited.contains(&officer.person)) {
            permit.over(&meeting.place)?;
        }
        let committee = match meeting.committee {
            Some(id) => self.0.store.committees().await?.into_iter().find(|one| one.id == id),
            None => None,
        };
        let mut decisions = self.0.store.decisions_page(&format!("meeting = {id}"), "", FIRST, READ).await?;
        // As they were taken.
        decisions.sort_by_key(|one| one.number);
        let carried = match permit.reaches(&meeting.place) {
            true => self.0.store.decisions_carried(&meeting).await?,
            false => Vec::new(),
        };
        let owners = decisions.iter().chain(&carried).map(|one| one.owner);
        let names = self.names(owners.chain(meeting.invited.iter().copied())).await?;
        Ok(MeetingSheet { meeting, committee, decisions, carried, names, today: clock::today() })
    }

    /// At most so many decisions where a permit reaches, from after this day and number on; settled ones too, if `all`. An
    /// owner sees their own wherever they are.
    pub async fn decisions(
        &self,
        permit: &Permit<act::ReadDecisions>,
        all: bool,
        words: &str,
        after: Option<(Day, i64)>,
        most: usize,
    ) -> Result<Decisions, Error> {
        let (seen, today) = (seen(permit), clock::today());
        let which = if all { seen.clone() } else { format!("{seen} AND {OPEN}") };
        let after = after.map_or_else(|| (String::new(), 0), |(day, number)| (day.to_string(), number));
        let mut decisions =
            self.0.store.decisions_page(&which, words, (&after.0, after.1), read_for(most)).await?;
        let next = cut_to(most, &mut decisions, |last| (last.due, last.number));
        let settled_by: Vec<PersonId> = decisions.iter().filter_map(|one| one.settled_by).collect();
        let named = decisions.iter().map(|one| one.owner).chain(settled_by);
        let names = self.names(named).await?;
        let open = self.0.store.count_decisions(&format!("{seen} AND {OPEN}")).await?;
        let late = self.0.store.count_decisions(&format!("{seen} AND {WAITS} AND due < '{today}'")).await?;
        let asked = self.0.store.asked_of(decisions.iter().map(|one| one.number)).await?;
        Ok(Decisions { decisions, asked, names, open, late, next, today })
    }

    /// A decision and what was said of it.
    pub async fn decision(
        &self,
        permit: &Permit<act::ReadDecisions>,
        number: i64,
    ) -> Result<DecisionSheet, Error> {
        let decision = self.readable_decision(permit, number).await?;
        let said = self.0.store.said_of(number).await?;
        let meeting = self.0.store.meeting(decision.meeting).await?;
        let meeting = meeting.filter(|meeting| permit.reaches(&meeting.place));
        let names = self.names(said.iter().map(|one| one.by).chain([decision.owner])).await?;
        Ok(DecisionSheet { decision, said, meeting, names, today: clock::today() })
    }

    /// A decision where a permit reaches, or that its holder owns.
    pub(crate) async fn readable_decision(
        &self,
        permit: &Permit<act::ReadDecisions>,
        number: i64,
    ) -> Result<Decision, Error> {
        let unknown = || Error::Unknown(format!("decision {number}"));
        let decision = self.0.store.decision(number).await?.ok_or_else(unknown)?;
        if permit.officer().is_none_or(|officer| officer.person != decision.owner) {
            permit.over(&decision.place)?;
        }
        Ok(decision)
    }

    /// What waits for whoever holds the permit, and for nobody else's sake: their own, those due first first; those that
    /// they may verify; and those that came to their table; a page of each.
    pub async fn decisions_at_hand(
        &self,
        permit: &Permit<act::ReadDecisions>,
    ) -> Result<DecisionsAtHand, Error> {
        let officer = permit.officer().ok_or(Error::NotNow("decisions wait for officers"))?;
        let (me, today) = (officer.person.0, clock::today());
        let which = async |which: String| {
            let mut some = self.0.store.decisions_page(&which, "", FIRST, READ).await?;
            cut(&mut some, |_| ());
            Ok::<_, Error>(some)
        };
        let lately = decision::objected_since(Some(today.after(-OBJECTED)));
        let mine = which(format!("owner = {me} AND ({WAITS} OR {lately})")).await?;
        let verifies = lies_in("place", officer.reach(Act::VerifyDecision));
        let to_verify = which(format!("status = 'reported' AND owner <> {me} AND {verifies}")).await?;
        let tables = tables(officer, today);
        let escalated = which(format!("owner <> {me} AND {WAITS} AND ({tables})")).await?;
        let heads = officer.appointments.iter().filter(|held| held.role.runs_headquarters());
        let heads: Vec<String> = heads.map(|held| format!("place = '{}'", held.scope)).collect();
        let runs = if heads.is_empty() { String::from("1 = 0") } else { heads.join(" OR ") };
        let stands = format!("({lately} OR ({OPEN} AND {}))", decision::objected_since(None));
        let objected = which(format!("owner <> {me} AND ({runs}) AND {stands}")).await?;
        let since = today.after(-OBJECTED);
        let gone = format!("status = 'withdrawn' AND since >= '{since}' AND settled_by <> {me}");
        let withdrawn = which(format!("(owner = {me} OR {runs}) AND {gone}")).await?;
        let all = [&mine, &to_verify, &escalated, &objected, &withdrawn];
        let asked = self.0.store.asked_of(all.into_iter().flatten().map(|one| one.number)).await?;
        let names = self.names(all.into_iter().flatten().map(|one| one.owner)).await?;
        Ok(DecisionsAtHand { mine, asked, to_verify, escalated, withdrawn, objected, names, today })
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
        new.called_by = permit.officer().map(|officer| officer.person);
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
        let changed = Meeting {
            place: before.place.clone(),
            committee: before.committee,
            called_by: before.called_by,
            ..changed
        };
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
        let (meeting, status, settled_by) = (meeting.id, Status::Open, None);
        let new = Decision { number, meeting, place, text, owner, due, status, since, settled_by };
        decision::put(&mut tx, &new).await?;
        let change = journal::Change::of("decision", number, &new.place).after(&new);
        journal::witness(&mut tx, permit, &change).await?;
        tx.commit().await?;
        Ok(number)
    }

    /// Says something of a decision, with files that show it: its owner reports, somebody else judges. An owner reports
    /// wherever the decision is; whoever judges does so in the place of their letter.
    pub async fn say_of_decision<A: Speaks>(
        &self,
        permit: &Permit<A>,
        number: i64,
        step: Step,
        note: &str,
        files: Vec<Brought>,
    ) -> Result<(), Error> {
        let officer = permit.officer().ok_or(Error::NotNow("only an officer speaks of decisions"))?;
        let (by, note) = (officer.person, note.trim().to_owned());
        let files = if files.is_empty() {
            Vec::new()
        } else {
            // Looked at before others have to wait for the transaction, and only if it would be said without them.
            let unknown = || Error::Unknown(format!("decision {number}"));
            let stands = self.0.store.decision(number).await?.ok_or_else(unknown)?;
            taken(permit, &stands, step, by, &note, &clock::now())?;
            look_at(files).await?
        };
        let mut tx = self.0.store.begin_act().await?;
        let before = decision::find(&mut tx, number).await?;
        let at = clock::now();
        let after = taken(permit, &before, step, by, &note, &at)?;
        if !files.is_empty() && decision::count_files(&mut tx, number).await? + files.len() > MOST_OF_DECISION
        {
            return Err(Error::field(FIELD, Why::TooMany));
        }
        let with: Vec<Evidence> = files.iter().map(|(file, _)| file.clone()).collect();
        let told = Told { decision: &after, files: listed(&with) };
        let said = Said { at, by, step, note: note.clone(), files: with };
        decision::say(&mut tx, &after, &said, &files).await?;
        let change = journal::Change::of("decision", number, &before.place).before(&before).after(&told);
        journal::witness(&mut tx, permit, &change.why(&note)).await?;
        tx.commit().await
    }
}

/// A decision after this was said of it by whoever holds the permit.
fn taken<A: Speaks>(
    permit: &Permit<A>,
    before: &Decision,
    step: Step,
    by: PersonId,
    note: &str,
    at: &str,
) -> Result<Decision, Error> {
    if !A::says(step) {
        return Err(Refused::NotNow.into());
    }
    if !step.is_owners() {
        permit.over(&before.place)?;
    }
    let executive = |officer| headquarters::decision::may_withdraw(officer, &before.place);
    if step.undoes() && !permit.officer().is_some_and(executive) {
        return Err(Refused::Executives.into());
    }
    let mut after = before.clone();
    after.take(step, by, note, at)?;
    Ok(after)
}

/// A decision as the journal tells of it after a step: with the files that came.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    decision: &'a Decision,
    #[serde(skip_serializing_if = "String::is_empty")]
    files: String,
}

/// Files, a line each: hash and name, as `sha256sum` writes them.
fn listed(files: &[Evidence]) -> String {
    let lines: Vec<String> = files.iter().map(|file| format!("{}  {}", file.hash, file.name)).collect();
    lines.join("\n")
}

/// The condition that a decision is so late that it lies on one of this officer's tables: as head of the committee that
/// took it, as head of its headquarters, or of one above.
fn tables(officer: &Officer, today: Day) -> String {
    let late = |table: Escalation| format!("due < '{}'", today.after(-table.after()));
    let heads = officer.appointments.iter().filter(|held| held.role.heads().is_some());
    let letters: Vec<String> = heads.map(|held| held.letter.to_string()).collect();
    let committees = format!(
        "meeting IN (SELECT id FROM meeting WHERE committee IN
            (SELECT committee FROM letter WHERE number IN ({})))",
        if letters.is_empty() { String::from("0") } else { letters.join(", ") }
    );
    let mut all = vec![format!("({} AND {committees})", late(Escalation::Committee))];
    for held in officer.appointments.iter().filter(|held| held.role.runs_headquarters()) {
        let here = &held.scope;
        let (first, end) = here.range_below();
        all.push(format!("({} AND place = '{here}')", late(Escalation::Headquarters)));
        all.push(format!("({} AND place >= '{first}' AND place < '{end}')", late(Escalation::Above)));
    }
    all.join(" OR ")
}

/// The condition that a permit reaches a decision, or that its holder owns it.
fn seen(permit: &Permit<act::ReadDecisions>) -> String {
    let within = reached(permit, "place");
    match permit.officer() {
        Some(officer) => format!("({within} OR owner = {})", officer.person.0),
        None => within,
    }
}

#[cfg(test)]
mod tests;
