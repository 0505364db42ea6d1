//! What merging branches, or splitting one, would make («ادغام و تفکیک شعبه»): asked before anybody decides, and nothing
//! is changed by asking.

use super::{Branch, Fitness, Risk, Setting};
use crate::network::Coverage;
use crate::staff::metres;
use calendar::Day;
use serde::Serialize;

/// The most parts that one branch is split into.
pub const MOST_PARTS: u8 = 6;

/// A branch as it goes into the question.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// Its file.
    pub branch: &'a Branch,
    /// The voters expected there.
    pub voters: u32,
    /// The devices there that are ready.
    pub devices: u16,
}

/// What is known of a place to vote, as it is or as it would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Facts {
    /// Voters expected.
    pub voters: u32,
    /// Rooms, where somebody counted them.
    pub rooms: Option<u16>,
    /// Devices that are ready.
    pub devices: u16,
    /// Does the last survey let it be used?
    pub fitness: Option<Fitness>,
    /// Do its lines carry it?
    pub coverage: Coverage,
    /// Do its voters, or some of them, live in a village? These need more care.
    pub village: bool,
    /// Risks that are open.
    pub risks: usize,
    /// The weight of the heaviest of them; 0 without one.
    pub heaviest: u8,
    /// How far the farthest of the buildings lies that voters are used to, in metres.
    pub farthest_m: u32,
}

impl Facts {
    /// A branch as it is.
    #[must_use]
    pub fn of(seen: Seen<'_>, day: Day) -> Self {
        merged(seen, &[], day)
    }
}

/// What `into` would be if the voters, devices and risks of the others came to it. Building and lines are its own.
#[must_use]
pub fn merged(into: Seen<'_>, others: &[Seen<'_>], day: Day) -> Facts {
    let all = || std::iter::once(&into).chain(others);
    let open = || all().flat_map(|seen| seen.branch.risks.iter().filter(|risk| risk.is_open_on(day)));
    let way = |seen: &Seen<'_>| metres(seen.branch.site.at, into.branch.site.at);
    Facts {
        voters: all().map(|seen| seen.voters).fold(0, u32::saturating_add),
        rooms: into.branch.site.rooms,
        devices: all().map(|seen| seen.devices).fold(0, u16::saturating_add),
        fitness: into.branch.survey_on(day).map(super::Survey::fitness),
        coverage: into.branch.network.coverage_on(day),
        village: all().any(|seen| seen.branch.site.setting == Setting::Village),
        risks: open().count(),
        heaviest: open().map(Risk::weight).max().unwrap_or(0),
        farthest_m: others.iter().map(way).max().unwrap_or(0),
    }
}

/// What the parts of a branch would be, in the same building: voters, rooms and devices are shared out as evenly as they
/// can be, the first parts having one more.
#[must_use]
pub fn split(seen: Seen<'_>, parts: u8, day: Day) -> Vec<Facts> {
    let parts = parts.clamp(2, MOST_PARTS);
    let whole = Facts::of(seen, day);
    let part = |of: u32, n: u8| of / u32::from(parts) + u32::from(u32::from(n) < of % u32::from(parts));
    let small = |of: u16, n: u8| u16::try_from(part(of.into(), n)).unwrap_or(of);
    let each = (0..parts).map(|n| Facts {
        voters: part(whole.voters, n),
        rooms: whole.rooms.map(|rooms| small(rooms, n)),
        devices: small(whole.devices, n),
        ..whole.clone()
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::branch::tests::{branch, day};
    use proptest::prelude::*;

    fn risk(likelihood: u8, impact: u8) -> Risk {
        let text = String::new;
        let (what, treatment, owner) = (text(), text(), text());
        Risk { number: 0, what, likelihood, impact, treatment, owner, raised: day(0), closed: None }
    }

    #[test]
    fn a_merger_brings_voters_and_risks_and_leaves_the_building() {
        let (mut kept, mut other) = (branch(), branch());
        (kept.site.rooms, other.site.rooms) = (Some(4), Some(9));
        other.site.setting = Setting::Village;
        other.site.at = "35.59,51.43".parse().expect("coordinates");
        other.raise(risk(4, 5));
        kept.raise(risk(1, 2));
        let seen = |branch, voters, devices| Seen { branch, voters, devices };
        let facts = merged(seen(&kept, 900, 2), &[seen(&other, 300, 1)], day(1));
        assert_eq!((facts.voters, facts.devices, facts.rooms), (1_200, 3, Some(4)));
        assert_eq!((facts.village, facts.risks, facts.heaviest), (true, 2, 20));
        assert_eq!(facts.farthest_m, 1_112, "a hundredth of a degree to the north");
        assert_eq!(Facts::of(seen(&kept, 900, 2), day(1)).farthest_m, 0);
    }

    proptest! {
        #[test]
        fn a_split_loses_no_voter_room_or_device(voters in 0_u32..20_000, rooms in 0_u16..40, devices in 0_u16..40, parts in 2_u8..=MOST_PARTS) {
            let mut whole = branch();
            whole.site.rooms = Some(rooms);
            let all = split(Seen { branch: &whole, voters, devices }, parts, day(1));
            prop_assert_eq!(all.len(), usize::from(parts));
            prop_assert_eq!(all.iter().map(|one| one.voters).sum::<u32>(), voters);
            prop_assert_eq!(all.iter().map(|one| one.devices).sum::<u16>(), devices);
            prop_assert_eq!(all.iter().filter_map(|one| one.rooms).sum::<u16>(), rooms);
            let (most, least) = (all[0].voters, all[all.len() - 1].voters);
            prop_assert!(most - least <= 1);
        }
    }
}
