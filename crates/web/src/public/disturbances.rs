//! What happened at a branch's desk besides voting, each with its times: what its page lists and its minutes print.

use crate::desk::told_act;
use crate::locale::Lang;
use election::id::BranchId;
use forms::minutes::{Disturbance, Disturbances};
use office::OfficersAct;
use std::collections::BTreeMap;

/// Those of several branches.
pub(crate) fn of_each(lang: Lang, acts: &BTreeMap<BranchId, Vec<OfficersAct>>) -> Disturbances {
    acts.iter().map(|(branch, acts)| (branch.clone(), disturbances(lang, acts))).collect()
}

/// In their order; a loss of the headquarters stands once, from and to. The beginning of the day is no disturbance.
pub(crate) fn disturbances(lang: Lang, acts: &[OfficersAct]) -> Vec<Disturbance> {
    let mut told: Vec<Disturbance> = Vec::new();
    let mut alone: Vec<usize> = Vec::new();
    let mut is_new = true;
    for act in acts {
        let (hour, what) = (lang.hour(&act.at), told_act(lang, &act.act, &act.reason));
        match (act.act.as_str(), act.reason.as_str()) {
            ("hand-over", "first") => is_new = true,
            // A device that has just come is started once.
            ("started", _) if is_new => is_new = false,
            // Desks of one branch lose it together: the one that was alone first is the first to be told so.
            ("reached", _) if !alone.is_empty() => {
                let from = &mut told[alone.remove(0)].hours;
                from.push('–');
                from.push_str(&hour);
            }
            (kind, _) => {
                if kind == "hand-over" {
                    is_new = true;
                    // What the device before it did not see end ends with it.
                    for open in alone.drain(..) {
                        told[open].hours.push('–');
                        told[open].hours.push_str(&hour);
                    }
                }
                if kind == "cut-off" {
                    alone.push(told.len());
                }
                told.push(Disturbance { hours: hour, what });
            }
        }
    }
    for open in alone {
        told[open].hours.push('–');
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(at: &str, act: &str, reason: &str) -> OfficersAct {
        OfficersAct { at: format!("2026-05-01T{at}:00Z"), act: act.into(), reason: reason.into() }
    }

    #[test]
    fn each_disturbance_is_told_with_its_times() {
        let acts = [
            act("04:30", "hand-over", "first"),
            act("04:31", "started", "0a"),
            act("06:00", "cut-off", "unreachable"),
            act("06:10", "override", "card-unreadable"),
            act("06:40", "reached", ""),
            act("06:50", "started", "0a"),
            act("06:55", "cut-off", "unreachable"),
            act("07:00", "hand-over", "broken"),
            act("07:01", "started", "0a"),
            act("07:05", "strip-read", "12"),
            act("08:00", "undo", "wrong-person"),
            act("12:00", "cut-off", "failing"),
        ];
        let told = disturbances(Lang::En, &acts);
        let hours: Vec<&str> = told.iter().map(|one| one.hours.as_str()).collect();
        assert_eq!(
            hours,
            ["09:30–10:10", "09:40", "10:20", "10:25–10:30", "10:30", "10:35", "11:30", "15:30–"],
            "clocks in Iran"
        );
        assert_eq!(told[0].what, "The headquarters was lost: nothing answered");
        assert_eq!(told[2].what, "The branch's machine was started again");
        assert_eq!(told[7].what, "The headquarters was lost: it could not decide");
        let persian = disturbances(Lang::Fa, &acts);
        assert_eq!(persian[0].hours, "۰۹:۳۰–۱۰:۱۰");
        assert!(persian.iter().all(|one| !one.what.contains("cut-off")), "{persian:?}");
    }
}
