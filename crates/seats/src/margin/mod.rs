//! How close it was: the least number of votes whose move from one contestant to another undoes the result.
//!
//! A *move* takes votes from one and gives them to another, so the sum stays what it was: it is what a miscount or a
//! forged count does to two columns of the minutes. The result counts as undone when somebody else would sit, and also
//! when a lot would have to decide, because then nobody could say any more who would sit. A result that itself came
//! from a lot has a margin of zero.
//!
//! Between groups the number is exact over every move between two groups: the seats can only change at a *turning
//! point*, where an entitlement passes a whole or a half, two shares or two remainders become equal, or a group
//! crosses the threshold. All of these are solutions of linear equations in the number of votes moved; each is
//! computed with whole numbers and tried. Highest-quotient methods are monotone under such a move (the giver never
//! gains, the taker never loses, and what has changed stays changed), so there halving the interval is exact.

mod turning;
mod words;

use crate::allocate::{Seating, seating};
use crate::reading::{IndependentStanding, IndependentsSeated};
use crate::{BadInput, Candidate, Code, Group, Input, LeftoverBy, Method, Outcome, Quota, Rule};

/// How close a contest was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Margins {
    /// For each ordered pair of groups between which a move can alter the seats: how many votes. Closest first.
    pub groups: Vec<GroupMargin>,
    /// For each group with a person out: how many votes between the last who is in and the first who is out.
    pub persons: Vec<PersonMargin>,
    /// Whether the numbers between groups are exact.
    pub exactness: Exactness,
}

/// Whether a margin between groups is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exactness {
    /// No smaller move between two groups alters a seat.
    Exact,
    /// The groups' numbers take the independents' own ranking as fixed; no move smaller than this alters a seat.
    AtLeast(u64),
}

/// So many votes moved from one group to another alter the seats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupMargin {
    /// Who loses the votes.
    pub from: Group,
    /// Who gets them.
    pub to: Group,
    /// How many.
    pub votes: u64,
    /// The seats that would follow, in the order of the result; `None` where a lot would have to decide.
    pub seats: Option<Vec<u32>>,
}

/// So many votes moved from the last who is in to the first who is out alter who sits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonMargin {
    /// In which group; `None` where all candidates stand together.
    pub group: Option<Group>,
    /// The member with the fewest votes.
    pub last_in: Code,
    /// The person with the most votes who is not a member.
    pub first_out: Code,
    /// How many; zero where their votes are equal.
    pub votes: u64,
}

impl Margins {
    /// The smallest of all numbers, or the bound below which none can lie; `None` where no move alters anything.
    pub fn smallest(&self) -> Option<u64> {
        let groups = self.groups.iter().map(|margin| margin.votes);
        let persons = self.persons.iter().map(|margin| margin.votes);
        let bound = match self.exactness {
            Exactness::Exact => None,
            Exactness::AtLeast(votes) => Some(votes),
        };
        groups.chain(persons).chain(bound).min()
    }
}

/// The margins of a decided contest. `None` where it still needs a lot: nothing is decided that could be undone.
pub fn margins(rule: &Rule, input: &Input) -> Result<Option<Margins>, BadInput> {
    let Outcome::Decided(result) = crate::allocate_fast(rule, input)? else { return Ok(None) };
    let persons = persons(rule, input, &result.elected);
    if rule.method == Method::Plurality {
        return Ok(Some(Margins { groups: Vec::new(), persons, exactness: Exactness::Exact }));
    }
    let readings = crate::allocate::readings(rule, input)?;
    let seating = seating(rule, input)?;
    let votes: Vec<u64> = result.seats.iter().map(|entry| entry.votes).collect();
    let decided = seating.seats(&votes);
    let mut groups = Vec::new();
    let mut exactness = Exactness::Exact;
    for from in 0..votes.len() {
        for to in (0..votes.len()).filter(|&to| to != from) {
            let found = match (&decided, rule.method) {
                (None, _) => Some(0),
                (Some(decided), Method::Divisor { .. }) => halve(&seating, &votes, decided, from, to),
                (Some(decided), Method::Quota { quota, .. }) => {
                    let turning =
                        turning::Turning { votes: &votes, from, to, input, quota, readings: &readings };
                    if turning.quota_steps_with_the_move() {
                        exactness = Exactness::AtLeast(1);
                    }
                    turning.points().into_iter().find(|&d| undone(&seating, &votes, decided, from, to, d))
                }
                (_, Method::Plurality) => None,
            };
            if let Some(votes_moved) = found {
                groups.push(GroupMargin {
                    from: result.seats[from].group.clone(),
                    to: result.seats[to].group.clone(),
                    votes: votes_moved,
                    seats: seating.seats(&moved(&votes, from, to, votes_moved)),
                });
            }
        }
    }
    groups.sort_by_key(|margin| margin.votes);
    if readings.independents_seated == IndependentsSeated::RankWithinSeats {
        exactness = at_least(exactness, rank_gap(input));
    }
    if readings.independent_standing == IndependentStanding::BestPerson {
        exactness = at_least(exactness, standing_gap(rule, input, &votes));
    }
    if let (Exactness::AtLeast(bound), Some(closest)) = (exactness, groups.first()) {
        exactness = Exactness::AtLeast(bound.min(closest.votes));
    }
    Ok(Some(Margins { groups, persons, exactness }))
}

fn moved(votes: &[u64], from: usize, to: usize, d: u64) -> Vec<u64> {
    let mut votes = votes.to_vec();
    votes[from] -= d;
    votes[to] += d;
    votes
}

fn undone(seating: &Seating<'_>, votes: &[u64], decided: &[u32], from: usize, to: usize, d: u64) -> bool {
    seating.seats(&moved(votes, from, to, d)).as_deref() != Some(decided)
}

/// The least move that undoes a monotone method's result.
fn halve(seating: &Seating<'_>, votes: &[u64], decided: &[u32], from: usize, to: usize) -> Option<u64> {
    let (mut holds, mut fails) = (0, votes[from]);
    if !undone(seating, votes, decided, from, to, fails) {
        return None;
    }
    while fails - holds > 1 {
        let middle = holds + (fails - holds) / 2;
        if undone(seating, votes, decided, from, to, middle) {
            fails = middle;
        } else {
            holds = middle;
        }
    }
    Some(fails)
}

fn at_least(exactness: Exactness, bound: u64) -> Exactness {
    match exactness {
        Exactness::Exact => Exactness::AtLeast(bound),
        Exactness::AtLeast(other) => Exactness::AtLeast(other.min(bound)),
    }
}

/// Between the last in and the first out of each group, half their distance, rounded up: one loses what the other gets.
fn persons(rule: &Rule, input: &Input, elected: &[Code]) -> Vec<PersonMargin> {
    let elected: std::collections::HashSet<&Code> = elected.iter().collect();
    let edge = |group: Option<Group>, persons: &mut dyn Iterator<Item = &Candidate>| {
        let (mut last_in, mut first_out): (Option<&Candidate>, Option<&Candidate>) = (None, None);
        for who in persons {
            if elected.contains(&who.code) {
                if last_in.is_none_or(|last| who.votes < last.votes) {
                    last_in = Some(who);
                }
            } else if first_out.is_none_or(|first| who.votes > first.votes) {
                first_out = Some(who);
            }
        }
        let (last_in, first_out) = (last_in?, first_out?);
        // An independent whom the signed reading shuts out for his rank may have as many votes as one who is in.
        let votes = last_in.votes.saturating_sub(first_out.votes).div_ceil(2);
        Some(PersonMargin { group, last_in: last_in.code.clone(), first_out: first_out.code.clone(), votes })
    };
    if rule.method == Method::Plurality {
        return edge(None, &mut input.persons()).into_iter().collect();
    }
    let lists = input.lists().iter().filter_map(|list| {
        let group = Group { code: list.code.clone(), name: list.name.clone() };
        edge(Some(group), &mut list.candidates.as_ref()?.iter())
    });
    let independents = Group { code: crate::INDEPENDENTS.into(), name: None };
    let independents = edge(Some(independents), &mut input.independents().iter());
    let mut margins: Vec<PersonMargin> = lists.chain(independents).collect();
    margins.sort_by_key(|margin| margin.votes);
    margins
}

/// No smaller move can change which independents rank within the seats: one of them would have to meet somebody on the
/// other side of the edge, and a vote moved between the two closes a distance of two.
fn rank_gap(input: &Input) -> u64 {
    let mut votes: Vec<u64> = input.persons().map(|who| who.votes).collect();
    votes.sort_unstable_by(|a, b| b.cmp(a));
    let (bar, below) = match votes.get(input.seats() as usize - 1) {
        Some(&bar) => (bar, votes.get(input.seats() as usize).copied()),
        None => return u64::MAX,
    };
    match below {
        Some(below) => (bar - below).div_ceil(2).max(1),
        None => u64::MAX,
    }
}

/// No smaller move can change where an independent stands alone among the lists by share. Among remainders nothing is
/// claimed.
fn standing_gap(rule: &Rule, input: &Input, groups: &[u64]) -> u64 {
    if !matches!(rule.method, Method::Quota { leftovers: LeftoverBy::Share, quota: Quota::Hare, .. }) {
        return 1;
    }
    let gap = |who: &Candidate| groups.iter().map(|&votes| votes.abs_diff(who.votes).div_ceil(2)).min();
    input.independents().iter().filter_map(gap).min().unwrap_or(u64::MAX).max(1)
}
