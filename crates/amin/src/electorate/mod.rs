//! How simulated voters choose and come, shaped on Tehran 1400 (law.md §6).
//!
//! Everything a voter does follows from the seed and the voter's number, so that the rehearsal and whoever
//! doubts it can ask again. Nothing here counts by the code that is being rehearsed: [`Tally`] is its own.
//!
//! Words: a contest's *taste* is how its voters as a whole choose; a *share* is a part of all ballots.

mod movement;
mod popularity;
mod tally;
mod taste;
#[cfg(test)]
mod tests;

pub(crate) use movement::{Again, branch_of, challenges, tries_twice};
pub(crate) use tally::Tally;

use crate::sample::chance;
use election::choice::Choice;
use election::id::ContestId;
use election::setup::Contest;
use std::collections::BTreeMap;
use taste::Taste;

/// All voters of an event: who they favour is settled once, then each is asked.
#[derive(Debug)]
pub(crate) struct Electorate {
    seed: u64,
    contests: Vec<(Contest, Taste)>,
}

impl Electorate {
    /// The electorate of a seed, facing these contests.
    pub(crate) fn new(contests: &[Contest], seed: u64) -> Self {
        let contests = contests.iter().map(|c| (c.clone(), Taste::new(c, seed))).collect();
        Self { seed, contests }
    }

    /// What one voter chooses in every contest; each choice keeps the rules of the ballot.
    pub(crate) fn choices(&self, voter: u64) -> BTreeMap<ContestId, Choice> {
        let mut rng = chance::of(self.seed, "choice", voter);
        let chosen = self
            .contests
            .iter()
            .map(|(contest, taste)| (contest.id.clone(), taste.choose(contest, &mut rng)));
        chosen.collect()
    }
}
