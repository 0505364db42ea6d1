//! Counting units: which branches' ballots make one box.

use crate::id::{AreaId, BranchId, ContestId};
use crate::setup::{CountingUnit, Setup};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// Branches whose ballots of a contest are mixed and counted together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// The branches, in the order of the set-up.
    pub branches: Vec<BranchId>,
    /// Their ballots.
    pub ballots: u64,
}

impl Unit {
    /// The name of the unit: its first branch, and how many more.
    pub fn id(&self) -> UnitId {
        let first = self.branches.first().map_or("none", BranchId::as_str);
        match self.branches.len() {
            0 | 1 => UnitId(first.to_owned()),
            n => UnitId(format!("{first}+{}", n - 1)),
        }
    }
}

/// The name of a unit, safe in a path: `0001` or `0001+2`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UnitId(String);

/// Not the name of a unit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a counting unit")]
pub struct BadUnitId;

impl TryFrom<String> for UnitId {
    type Error = BadUnitId;
    fn try_from(text: String) -> Result<Self, BadUnitId> {
        let (branch, more) = text.split_once('+').unwrap_or((&text, "1"));
        let counted = more.parse::<u32>().is_ok_and(|n| n > 0 && n.to_string() == more);
        if BranchId::new(branch).is_ok() && counted { Ok(Self(text)) } else { Err(BadUnitId) }
    }
}
impl From<UnitId> for String {
    fn from(id: UnitId) -> String {
        id.0
    }
}
impl UnitId {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl fmt::Display for UnitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A box («صندوق»): the ballots of one unit in one contest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoxId {
    /// The contest.
    pub contest: ContestId,
    /// The unit.
    pub unit: UnitId,
}

impl fmt::Display for BoxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.contest, self.unit)
    }
}

/// The units of a contest, from the ballots that each branch has on the record.
///
/// Groups come in the order of the set-up. A group below the privacy floor is joined with the next one,
/// and what is left over at the end with the last unit that reached the floor. So the result depends on
/// nothing but public facts, and everybody computes the same.
pub fn units(setup: &Setup, ballots: &BTreeMap<BranchId, u64>) -> Vec<Unit> {
    let floor = u64::from(setup.privacy_floor.max(1));
    let mut done: Vec<Unit> = Vec::new();
    let mut open = Unit { branches: Vec::new(), ballots: 0 };
    for (branches, count) in groups(setup, ballots) {
        open.branches.extend(branches);
        open.ballots += count;
        if open.ballots >= floor {
            done.push(std::mem::replace(&mut open, Unit { branches: Vec::new(), ballots: 0 }));
        }
    }
    if !open.branches.is_empty() {
        match done.last_mut() {
            Some(last) => {
                last.branches.append(&mut open.branches);
                last.ballots += open.ballots;
            }
            None => done.push(open),
        }
    }
    // A box without ballots has nothing to mix.
    done.retain(|unit| unit.ballots > 0);
    done
}

fn groups(setup: &Setup, ballots: &BTreeMap<BranchId, u64>) -> Vec<(Vec<BranchId>, u64)> {
    let count = |id: &BranchId| ballots.get(id).copied().unwrap_or(0);
    match setup.counting_unit {
        CountingUnit::Branch => setup.branches.iter().map(|b| (vec![b.id.clone()], count(&b.id))).collect(),
        CountingUnit::Area => {
            let mut order: Vec<&AreaId> = Vec::new();
            let mut groups: BTreeMap<&AreaId, (Vec<BranchId>, u64)> = BTreeMap::new();
            for branch in &setup.branches {
                if !groups.contains_key(&branch.area) {
                    order.push(&branch.area);
                }
                let group = groups.entry(&branch.area).or_default();
                group.0.push(branch.id.clone());
                group.1 += count(&branch.id);
            }
            order.into_iter().filter_map(|area| groups.remove(area)).collect()
        }
        CountingUnit::Constituency => {
            let all: Vec<BranchId> = setup.branches.iter().map(|b| b.id.clone()).collect();
            let sum = all.iter().map(count).sum();
            vec![(all, sum)]
        }
    }
}
