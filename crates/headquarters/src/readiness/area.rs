//! Many branches at once: districts, counties, a province, and how it went.

use super::finding::{Colour, Topic, Whose};
use super::{Finding, colour};
use crate::place::{Level, Place};
use calendar::Day;
use serde::Serialize;
use std::collections::BTreeMap;

/// How many branches have which colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Ready, or with time to spare.
    pub green: u32,
    /// Something is near its day.
    pub amber: u32,
    /// Something is past its day.
    pub red: u32,
}

impl Count {
    /// Counts a branch.
    pub fn add(&mut self, colour: Colour) {
        match colour {
            Colour::Green => self.green += 1,
            Colour::Amber => self.amber += 1,
            Colour::Red => self.red += 1,
        }
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> u32 {
        self.green + self.amber + self.red
    }

    /// The colour of the whole: red once one branch in twenty is, or any in the last week; amber once one in twenty
    /// is not green, or any is red. Otherwise a thousand branches would be as red as their worst one, every day.
    #[must_use]
    pub fn colour(&self, days_left: i64) -> Colour {
        let twentieth = |part: u32| part > 0 && part * 20 >= self.all();
        if twentieth(self.red) || (self.red > 0 && days_left <= LAST_WEEK) {
            Colour::Red
        } else if self.red > 0 || twentieth(self.amber) {
            Colour::Amber
        } else {
            Colour::Green
        }
    }
}

const LAST_WEEK: i64 = 7;

/// An area and what is to be done there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Area {
    /// Where.
    pub place: Place,
    /// Its branches.
    pub count: Count,
    /// What is not ready, by topic and whose it is: in how many branches, since when, by when.
    pub next: Vec<Next>,
}

/// Something that is not ready in several branches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Next {
    /// What.
    pub topic: Topic,
    /// Whose it is.
    pub whose: Whose,
    /// In how many branches.
    pub branches: u32,
    /// Since when the oldest of them.
    pub since: Day,
    /// By when the first of them.
    pub due: Day,
    /// The worst of them.
    pub colour: Colour,
    /// In which districts they are, and how many in each.
    #[serde(skip)]
    pub districts: BTreeMap<Place, u32>,
}

impl Next {
    /// Is one of them for whoever holds a letter for this place?
    #[must_use]
    pub fn is_within(&self, scope: &Place) -> bool {
        self.districts.keys().any(|district| meet(scope, district))
    }

    /// In how many of them nobody has it to do, of those who hold letters for these places.
    #[must_use]
    pub fn without<'a>(&self, scopes: impl Iterator<Item = &'a Place> + Clone) -> u32 {
        let alone = |district: &Place| !scopes.clone().any(|scope| meet(scope, district));
        self.districts.iter().filter(|(district, _)| alone(district)).map(|(_, branches)| branches).sum()
    }
}

/// Does a letter for a place reach into a district?
fn meet(scope: &Place, district: &Place) -> bool {
    scope.contains(district) || district.contains(scope)
}

/// The branches of an area while they are counted.
#[derive(Default)]
struct Gathered<'a> {
    count: Count,
    next: BTreeMap<(Topic, &'a Whose), Next>,
}

impl<'a> Gathered<'a> {
    fn add(&mut self, place: &Place, findings: &'a [Finding]) {
        let district = at_level(place, Level::District).unwrap_or_else(|| place.clone());
        self.count.add(colour(findings));
        let mut seen: Vec<(Topic, &Whose)> = Vec::new();
        for Finding { topic, whose, since, due, colour, .. } in findings {
            let entry = self.next.entry((*topic, whose)).or_insert_with(|| Next {
                topic: *topic,
                whose: whose.clone(),
                branches: 0,
                since: *since,
                due: *due,
                colour: *colour,
                districts: BTreeMap::new(),
            });
            if !seen.contains(&(*topic, whose)) {
                seen.push((*topic, whose));
                entry.branches += 1;
                match entry.districts.get_mut(&district) {
                    Some(branches) => *branches += 1,
                    None => drop(entry.districts.insert(district.clone(), 1)),
                }
            }
            entry.since = entry.since.min(*since);
            entry.due = entry.due.min(*due);
            entry.colour = entry.colour.max(*colour);
        }
    }

    /// The most urgent first.
    fn told(self) -> (Count, Vec<Next>) {
        let mut next: Vec<Next> = self.next.into_values().collect();
        next.sort_by_key(|n| (std::cmp::Reverse(n.colour), n.due, std::cmp::Reverse(n.branches)));
        (self.count, next)
    }
}

/// The areas of one level, each with what to do next, the most urgent first.
#[must_use]
pub fn areas<'a>(level: Level, branches: impl Iterator<Item = (&'a Place, &'a [Finding])>) -> Vec<Area> {
    let mut areas: BTreeMap<Place, Gathered<'_>> = BTreeMap::new();
    for (place, findings) in branches {
        if let Some(area) = at_level(place, level) {
            areas.entry(area).or_default().add(place, findings);
        }
    }
    let told = |(place, gathered): (Place, Gathered<'_>)| {
        let (count, next) = gathered.told();
        Area { place, count, next }
    };
    areas.into_iter().map(told).collect()
}

/// Any branches as if they were one area: how many have which colour, and what to do next.
#[must_use]
pub fn together<'a>(branches: impl Iterator<Item = (&'a Place, &'a [Finding])>) -> (Count, Vec<Next>) {
    let mut gathered = Gathered::default();
    branches.for_each(|(place, findings)| gathered.add(place, findings));
    gathered.told()
}

/// The place of this level that a place lies in.
fn at_level(place: &Place, level: Level) -> Option<Place> {
    let mut at = place.clone();
    while at.level() > level {
        at = at.above()?;
    }
    (at.level() == level).then_some(at)
}
