//! What happened at desks besides voting («رویدادهای روز»), as papers tell it.

use crate::Lang;
use election::id::BranchId;
use serde::Serialize;
use std::collections::BTreeMap;

/// Something that happened at a branch's desk besides voting, in the words of the language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Disturbance {
    /// When; from and to, if it lasted.
    pub hours: String,
    /// What, and why.
    pub what: String,
}

/// Those of several branches, each in its order.
pub type Disturbances = BTreeMap<BranchId, Vec<Disturbance>>;

/// One of them, and whose.
#[derive(Debug, Serialize)]
pub(super) struct AtBranch {
    branch: String,
    #[serde(flatten)]
    happened: Disturbance,
}

/// Those of these branches, one after the other.
pub(super) fn listed(l: Lang, branches: &[BranchId], happened: &Disturbances) -> Vec<AtBranch> {
    let row =
        |id: &BranchId, one: &Disturbance| AtBranch { branch: l.digits(id.as_str()), happened: one.clone() };
    let told = branches.iter().filter_map(|id| Some((id, happened.get(id)?)));
    told.flat_map(|(id, told)| told.iter().map(move |one| row(id, one))).collect()
}

/// The same thing in all branches together: what, in how many of them, how often.
#[derive(Debug, Serialize)]
pub(super) struct Everywhere {
    what: String,
    branches: String,
    times: String,
}

/// What happened most often comes first.
pub(super) fn summed(l: Lang, branches: &[BranchId], happened: &Disturbances) -> Vec<Everywhere> {
    let mut sums: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for told in branches.iter().filter_map(|id| happened.get(id)) {
        let mut here: BTreeMap<&str, u64> = BTreeMap::new();
        told.iter().for_each(|one| *here.entry(&one.what).or_default() += 1);
        for (what, times) in here {
            let sum = sums.entry(what).or_default();
            *sum = (sum.0 + 1, sum.1 + times);
        }
    }
    let mut sums: Vec<(&str, (u64, u64))> = sums.into_iter().collect();
    sums.sort_by_key(|(_, (_, times))| std::cmp::Reverse(*times));
    let row = |(what, (branches, times)): (&str, (u64, u64))| Everywhere {
        what: what.to_owned(),
        branches: l.number(branches),
        times: l.number(times),
    };
    sums.into_iter().map(row).collect()
}
