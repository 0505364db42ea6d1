//! What the voters chose, counted apart from the code that counts elections.
//!
//! `election::choice` and `election::tally` are on trial in a rehearsal, so nothing of them is used here:
//! codes are counted as codes, and the code of a list as one vote for each member.

use election::choice::Choice;
use election::id::{Code, ContestId};
use election::setup::Contest;
use election::tally::Totals;
use std::collections::BTreeMap;

/// Every contest's count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tally {
    contests: BTreeMap<ContestId, Count>,
}

/// One contest's count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Count {
    /// Ballots.
    pub(crate) ballots: u64,
    /// Ballots without any name.
    pub(crate) blank_ballots: u64,
    /// Picks left unused, on blank ballots and others.
    pub(crate) blank_picks: u64,
    /// Votes of each code of a candidate; every candidate is here, with nought if nobody chose it.
    pub(crate) votes: BTreeMap<Code, u64>,
    picks: u64,
    lists: BTreeMap<Code, Vec<Code>>,
}

/// A published number that is not what the voters chose.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Difference {
    /// No such contest was voted on.
    #[error("contest {contest}: published, but nobody voted on it")]
    Contest {
        /// As published.
        contest: ContestId,
    },
    /// Ballots.
    #[error("contest {contest}: {published} ballots are published, {cast} were cast")]
    Ballots {
        /// Where.
        contest: ContestId,
        /// As published.
        published: u64,
        /// As cast.
        cast: u64,
    },
    /// Unused picks.
    #[error("contest {contest}: {published} blank picks are published, {cast} were left")]
    BlankPicks {
        /// Where.
        contest: ContestId,
        /// As published.
        published: u64,
        /// As cast.
        cast: u64,
    },
    /// A candidate's votes.
    #[error("contest {contest}, candidate {code}: {published} votes are published, {cast} were cast")]
    Votes {
        /// Where.
        contest: ContestId,
        /// Whose.
        code: Code,
        /// As published; nought if the candidate is not.
        published: u64,
        /// As cast.
        cast: u64,
    },
}

impl Tally {
    /// Nothing counted yet.
    pub(crate) fn new(contests: &[Contest]) -> Self {
        Self { contests: contests.iter().map(|c| (c.id.clone(), Count::new(c))).collect() }
    }

    /// Counts one voter's cast choices; a contest of which the voter has none is a ballot not cast.
    pub(crate) fn count(&mut self, choices: &BTreeMap<ContestId, Choice>) {
        for (contest, choice) in choices {
            let count = self.contests.get_mut(contest).expect("voters choose in contests of the event");
            count.add(choice);
        }
    }

    /// The count of one contest.
    #[cfg(test)]
    pub(crate) fn of(&self, contest: &ContestId) -> Option<&Count> {
        self.contests.get(contest)
    }

    /// Every difference between what is published of a contest and what was chosen.
    pub(crate) fn differences(&self, contest: &ContestId, published: &Totals) -> Vec<Difference> {
        let Some(count) = self.contests.get(contest) else {
            return vec![Difference::Contest { contest: contest.clone() }];
        };
        let mut differences = Vec::new();
        let (cast, said) = (count.ballots, published.ballots);
        if cast != said {
            differences.push(Difference::Ballots { contest: contest.clone(), published: said, cast });
        }
        let (cast, said) = (count.blank_picks, published.blank_picks);
        if cast != said {
            differences.push(Difference::BlankPicks { contest: contest.clone(), published: said, cast });
        }
        // A candidate published twice counts twice, and one published but unknown is compared with nought.
        let mut said: BTreeMap<&Code, u64> = BTreeMap::new();
        published.votes.iter().for_each(|v| *said.entry(&v.code).or_default() += v.votes);
        let all: std::collections::BTreeSet<&Code> = said.keys().copied().chain(count.votes.keys()).collect();
        for code in all {
            let published = said.get(code).copied().unwrap_or(0);
            let cast = count.votes.get(code).copied().unwrap_or(0);
            if published != cast {
                differences.push(Difference::Votes {
                    contest: contest.clone(),
                    code: code.clone(),
                    published,
                    cast,
                });
            }
        }
        differences
    }
}

impl Count {
    fn new(contest: &Contest) -> Self {
        let mut lists: BTreeMap<Code, Vec<Code>> = BTreeMap::new();
        for candidate in &contest.candidates {
            if let Some(list) = &candidate.list {
                lists.entry(list.clone()).or_default().push(candidate.code.clone());
            }
        }
        let votes = contest.candidates.iter().map(|c| (c.code.clone(), 0)).collect();
        Self { ballots: 0, blank_ballots: 0, blank_picks: 0, votes, picks: contest.picks.into(), lists }
    }

    fn add(&mut self, choice: &Choice) {
        let mut used = 0;
        for code in &choice.0 {
            let chosen = self.lists.get(code).map_or(std::slice::from_ref(code), Vec::as_slice);
            for candidate in chosen {
                // A code that is nobody's would be counted under itself, and show as a difference.
                *self.votes.entry(candidate.clone()).or_default() += 1;
                used += 1;
            }
        }
        self.ballots += 1;
        self.blank_ballots += u64::from(used == 0);
        self.blank_picks += self.picks.saturating_sub(used);
    }
}
