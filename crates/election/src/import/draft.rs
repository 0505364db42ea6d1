//! A set-up before the keys are known.

use super::row::Mistake;
use crate::alone::WhenAlone;
use crate::id::{AreaId, BranchId, ContestId};
use crate::setup::{Body, Branch, Candidate, Contest, CountingUnit, List, Name, Setup, Trustee};
use crate::signatory::{Side, Signatory};
use crypto::signature::PublicKey;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// `event.json`: what a headquarters decides before anybody has a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Title of the event.
    pub title: Name,
    /// Polling day, Gregorian, `2026-05-01`.
    pub polling_day: String,
    /// Which ballots are counted together.
    pub counting_unit: CountingUnit,
    /// Fewer ballots than this are never counted alone.
    pub privacy_floor: u32,
    /// What a branch does that is cut off; it refuses where nothing is written.
    #[serde(default, skip_serializing_if = "WhenAlone::refuses")]
    pub when_alone: WhenAlone,
    /// The contests, without lists and candidates.
    pub contests: Vec<EventContest>,
}

/// A contest as `event.json` has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventContest {
    /// Short name.
    pub id: ContestId,
    /// Full name.
    pub title: Name,
    /// Seat rule.
    pub rule: String,
    /// Readings of that rule signed in place of its own answers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub readings: BTreeMap<String, String>,
    /// Seats.
    pub seats: u16,
    /// Alternates.
    pub alternates: u16,
    /// Picks of one voter.
    pub picks: u16,
    /// Name of the executive board.
    pub executive: Name,
    /// Name of the supervisory board.
    pub supervisory: Name,
}

/// A branch without its keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Short name.
    pub id: BranchId,
    /// Name of the place.
    pub name: Name,
    /// Its area.
    pub area: AreaId,
}

/// A contest with its lists and candidates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftContest {
    /// What `event.json` says.
    pub about: EventContest,
    /// Lists.
    pub lists: Vec<List>,
    /// Candidates.
    pub candidates: Vec<Candidate>,
}

/// A set-up that only lacks keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What `event.json` says of the whole.
    pub event: Event,
    /// The contests.
    pub contests: Vec<DraftContest>,
    /// The branches.
    pub branches: Vec<Place>,
}

/// The keys that turn a draft into a set-up.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    /// How many trustees must open.
    pub threshold: u16,
    /// The trustees in order.
    pub trustees: Vec<Trustee>,
    /// Boards, officers and branch machines.
    pub signers: Vec<SignerKey>,
}

/// Whose key it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignerKey {
    /// The signatory.
    pub of: Signatory,
    /// The key.
    #[serde(with = "crate::bytes::key")]
    pub key: PublicKey,
}

/// A signatory of the draft has given no key yet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{of} has not given a key yet")]
pub struct MissingKey {
    /// Who.
    pub of: Signatory,
}

impl Draft {
    /// Everyone whose key is needed, besides trustees and headquarters.
    pub fn signatories(&self) -> Vec<Signatory> {
        let bodies = self
            .contests
            .iter()
            .flat_map(|c| Side::BOTH.map(|side| Signatory::Body(c.about.id.clone(), side)));
        let branches = self.branches.iter().flat_map(|b| {
            let officers = Side::BOTH.map(|side| Signatory::Officer(b.id.clone(), side));
            std::iter::once(Signatory::Branch(b.id.clone())).chain(officers)
        });
        bodies.chain(branches).collect()
    }

    /// Draft and keys become a set-up.
    pub fn complete(
        &self,
        headquarters: PublicKey,
        log: String,
        witness: String,
        keys: &Keys,
    ) -> Result<Setup, MissingKey> {
        let known: HashMap<&Signatory, PublicKey> = keys.signers.iter().map(|s| (&s.of, s.key)).collect();
        let key = |of: Signatory| known.get(&of).copied().ok_or(MissingKey { of });
        let contests = self.contests.iter().map(|c| {
            let body = |side, name: &Name| -> Result<Body, MissingKey> {
                Ok(Body { name: name.clone(), key: key(Signatory::Body(c.about.id.clone(), side))? })
            };
            Ok(Contest {
                id: c.about.id.clone(),
                title: c.about.title.clone(),
                rule: c.about.rule.clone(),
                readings: c.about.readings.clone(),
                seats: c.about.seats,
                alternates: c.about.alternates,
                picks: c.about.picks,
                executive: body(Side::Executive, &c.about.executive)?,
                supervisory: body(Side::Supervisory, &c.about.supervisory)?,
                lists: c.lists.clone(),
                candidates: c.candidates.clone(),
            })
        });
        let branches = self.branches.iter().map(|b| {
            Ok(Branch {
                id: b.id.clone(),
                name: b.name.clone(),
                area: b.area.clone(),
                machine: key(Signatory::Branch(b.id.clone()))?,
                executive: key(Signatory::Officer(b.id.clone(), Side::Executive))?,
                supervisory: key(Signatory::Officer(b.id.clone(), Side::Supervisory))?,
            })
        });
        Ok(Setup {
            format: 1,
            title: self.event.title.clone(),
            polling_day: self.event.polling_day.clone(),
            counting_unit: self.event.counting_unit,
            privacy_floor: self.event.privacy_floor,
            when_alone: self.event.when_alone,
            headquarters,
            log,
            witness,
            threshold: keys.threshold,
            trustees: keys.trustees.clone(),
            contests: contests.collect::<Result<_, _>>()?,
            branches: branches.collect::<Result<_, _>>()?,
        })
    }

    /// Checks the draft as the set-up it will become, with stand-in keys.
    fn check(&self) -> Result<(), crate::setup::BadSetup> {
        let stand_in = PublicKey([0; 32]);
        let name = Name { fa: String::new(), en: String::new() };
        let signers = self.signatories().into_iter().map(|of| SignerKey { of, key: stand_in }).collect();
        let trustees = vec![Trustee { name, key: stand_in, transport: Vec::new() }];
        let keys = Keys { threshold: 1, trustees, signers };
        self.complete(stand_in, String::new(), String::new(), &keys)
            .expect("a key was given for every signatory of the draft")
            .check()
    }
}

pub(super) fn read_event(bytes: &[u8]) -> Result<Event, Mistake> {
    serde_json::from_slice(bytes).map_err(|e| Mistake {
        file: "event.json",
        line: e.line() as u64,
        column: e.column().to_string(),
        what: e.to_string(),
        remedy: "`amin sample` writes an event.json to compare with".into(),
    })
}

pub(super) fn assemble(
    event: Event,
    lists: Vec<(ContestId, u64, List)>,
    candidates: Vec<(ContestId, u64, Candidate)>,
    branches: Vec<(u64, Place)>,
) -> Result<Draft, Vec<Mistake>> {
    let known = |id: &ContestId| event.contests.iter().any(|c| c.id == *id);
    let stranger = |file, line, contest: &ContestId| Mistake {
        file,
        line,
        column: "1 (contest)".into(),
        what: format!("event.json has no contest {contest}"),
        remedy: "Add the contest there, or correct its name here".into(),
    };
    let mut mistakes: Vec<Mistake> = Vec::new();
    mistakes.extend(lists.iter().filter(|l| !known(&l.0)).map(|l| stranger("lists.csv", l.1, &l.0)));
    mistakes
        .extend(candidates.iter().filter(|c| !known(&c.0)).map(|c| stranger("candidates.csv", c.1, &c.0)));
    for (contest, line, candidate) in &candidates {
        if let Some(list) = &candidate.list
            && !lists.iter().any(|(c, _, l)| c == contest && l.code == *list)
        {
            mistakes.push(Mistake {
                file: "candidates.csv",
                line: *line,
                column: "5 (list)".into(),
                what: format!("lists.csv has no list {list} in contest {contest}"),
                remedy: "Add the list there, or leave the column empty for an independent".into(),
            });
        }
    }
    if !mistakes.is_empty() {
        mistakes.truncate(super::row::MOST);
        return Err(mistakes);
    }
    let contests = event
        .contests
        .iter()
        .map(|about| DraftContest {
            about: about.clone(),
            lists: lists.iter().filter(|l| l.0 == about.id).map(|l| l.2.clone()).collect(),
            candidates: candidates.iter().filter(|c| c.0 == about.id).map(|c| c.2.clone()).collect(),
        })
        .collect();
    let draft = Draft { event, contests, branches: branches.into_iter().map(|b| b.1).collect() };
    match draft.check() {
        Ok(()) => Ok(draft),
        Err(e) => Err(vec![Mistake {
            file: "event.json",
            line: 1,
            column: "1".into(),
            what: e.to_string(),
            remedy: "The files are well formed one by one but do not fit together; nothing was imported"
                .into(),
        }]),
    }
}
