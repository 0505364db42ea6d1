//! Turning points: the numbers of moved votes at which the seats of a quota method can change.

use crate::reading::Readings;
use crate::{Input, Quota};

/// A move from one group to another, of which the turning points are sought.
pub(super) struct Turning<'a> {
    pub(super) votes: &'a [u64],
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) input: &'a Input,
    pub(super) quota: Quota,
    pub(super) readings: &'a Readings,
}

/// A number that changes evenly with the votes moved: `at + per · d`.
#[derive(Clone, Copy)]
struct Line {
    at: i128,
    per: i128,
}

impl Line {
    fn times(self, n: i128) -> Self {
        Self { at: self.at * n, per: self.per * n }
    }
    fn minus(self, other: Self) -> Self {
        Self { at: self.at - other.at, per: self.per - other.per }
    }
    fn value(self, d: i128) -> i128 {
        self.at + self.per * d
    }
    /// ⌊d⌋ where the line crosses zero, unless it is level.
    fn zero(self) -> Option<i128> {
        (self.per != 0).then(|| (-self.at * self.per.signum()).div_euclid(self.per.abs()))
    }
}

impl Turning<'_> {
    /// All turning points, ascending. The seats are the same at any two numbers with no point between them, and each
    /// point is there with its successor, because at the point itself there may be a tie.
    pub(super) fn points(&self) -> Vec<u64> {
        let mut found = Vec::new();
        for from_counts in [true, false] {
            for to_counts in [true, false] {
                self.points_while(from_counts, to_counts, &mut found);
            }
        }
        self.threshold_points(&mut found);
        let most = i128::from(self.votes[self.from]);
        let mut points: Vec<u64> = found
            .into_iter()
            .flat_map(|d| [d, d + 1])
            .filter(|d| (1..=most).contains(d))
            .map(|d| u64::try_from(d).expect("between one and a count"))
            .collect();
        points.sort_unstable();
        points.dedup();
        points
    }

    /// Whether the quota is a whole number that jumps while votes are moved. Then its turning points are too many.
    pub(super) fn quota_steps_with_the_move(&self) -> bool {
        self.quota == Quota::Droop && self.readings.threshold.is_some()
    }

    fn line(&self, i: usize) -> Line {
        let at = i128::from(self.votes[i]);
        Line { at, per: i128::from(i == self.to) - i128::from(i == self.from) }
    }

    /// Turning points while the giver and the taker are, or are not, above the threshold.
    fn points_while(&self, from_counts: bool, to_counts: bool, found: &mut Vec<i128>) {
        if self.readings.threshold.is_none() && !(from_counts && to_counts) {
            return;
        }
        let counts = |&i: &usize| match i {
            i if i == self.from => from_counts,
            i if i == self.to => to_counts,
            _ => self.is_above_threshold(i),
        };
        let groups: Vec<usize> = (0..self.votes.len()).filter(counts).collect();
        let total = groups.iter().fold(Line { at: 0, per: 0 }, |sum, &i| {
            let line = self.line(i);
            Line { at: sum.at + line.at, per: sum.per + line.per }
        });
        for (times, quota) in self.prices(total) {
            for (n, &i) in groups.iter().enumerate() {
                let votes = self.line(i).times(times);
                // An entitlement passes a whole or a half: 2 · votes · times = c · quota.
                self.crossings(votes.times(2), quota, found);
                for &j in &groups[..n] {
                    let other = self.line(j);
                    // Two shares become equal, or two remainders do: the entitlements differ by a whole number.
                    found.extend(self.line(i).minus(other).zero());
                    self.crossings(votes.minus(other.times(times)), quota, found);
                }
            }
        }
    }

    /// Every d at which `line / quota` is a whole number. The quotient is monotone in d, so its ends bound the wholes.
    fn crossings(&self, line: Line, quota: Line, found: &mut Vec<i128>) {
        if line.per == 0 && quota.per == 0 {
            return;
        }
        let most = i128::from(self.votes[self.from]);
        let quotient = |d| line.value(d).div_euclid(quota.value(d).max(1));
        let (a, b) = (quotient(0), quotient(most));
        for whole in a.min(b)..=a.max(b) + 1 {
            found.extend(line.minus(quota.times(whole)).zero());
        }
    }

    /// What a seat costs, as `quota / times`, for each price that may come to hold.
    fn prices(&self, total: Line) -> Vec<(i128, Line)> {
        let seats = i128::from(self.input.seats());
        match self.quota {
            Quota::Hare => vec![(seats, total)],
            Quota::Droop => vec![(1, Line { at: total.at / (seats + 1) + 1, per: 0 })],
            Quota::Imperiali => (0..=2).map(|added| (seats + added, total)).collect(),
        }
    }

    fn valid(&self) -> i128 {
        let counted = self.votes.iter().map(|&votes| i128::from(votes)).sum();
        self.input.valid_votes.map_or(counted, i128::from)
    }

    fn is_above_threshold(&self, i: usize) -> bool {
        let Some(threshold) = self.readings.threshold else { return true };
        let exempt = self.input.lists().get(i).is_some_and(|list| list.exempt);
        exempt || u128::from(self.votes[i]) * threshold.den >= self.valid() as u128 * threshold.num
    }

    /// Where the giver falls below the threshold and where the taker reaches it.
    fn threshold_points(&self, found: &mut Vec<i128>) {
        let Some(threshold) = self.readings.threshold else { return };
        let needed = Line { at: self.valid() * threshold.num as i128, per: 0 };
        for i in [self.from, self.to] {
            found.extend(self.line(i).times(threshold.den as i128).minus(needed).zero());
        }
    }
}
