//! What a simulated day, and many of them, amount to.

use serde::Serialize;

use super::plain::Line;
use crate::statistics::{beta_quantile, student_quantile};

/// Width of the steps at which queues are looked at.
pub(crate) const QUARTER_S: f64 = 900.0;

/// A mean over simulated days, and where the true one lies with a confidence of 95 %.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// The estimate.
    pub mean: f64,
    /// Both ends of the interval; absent after a single day, which says nothing of its own error.
    pub ci95: Option<[f64; 2]>,
}

impl Estimate {
    /// The mean of independent values.
    #[must_use]
    pub fn of(values: impl ExactSizeIterator<Item = f64> + Clone) -> Self {
        Self::of_ratio(values.map(|value| (value, 1.0)))
    }

    /// The mean over voters, where each day gives (sum over its voters, number of its voters).
    ///
    /// Days have different numbers of voters, so this is a ratio of two random sums; its variance
    /// is that of the residuals `sum − mean · number` (the delta method).
    #[must_use]
    pub fn of_ratio(days: impl ExactSizeIterator<Item = (f64, f64)> + Clone) -> Self {
        let n = days.len() as f64;
        let (sum, number) = days.clone().fold((0.0, 0.0), |(s, k), (sum, number)| (s + sum, k + number));
        if number == 0.0 {
            return Self { mean: 0.0, ci95: None };
        }
        let mean = sum / number;
        if n < 2.0 {
            return Self { mean, ci95: None };
        }
        let residuals: f64 = days.map(|(sum, number)| (sum - mean * number).powi(2)).sum();
        let error = (residuals / (n - 1.0) * n).sqrt() / number;
        Self { mean, ci95: Some(Self::around(mean, error, n - 1.0)) }
    }

    pub(crate) fn around(mean: f64, standard_error: f64, freedom: f64) -> [f64; 2] {
        let half = student_quantile(0.975, freedom) * standard_error;
        // Nothing estimated here can be below nothing.
        [(mean - half).max(0.0), mean + half]
    }

    /// The share of days of which `count` out of `days` were such, with the exact interval of
    /// Clopper and Pearson, which says something even when there was none.
    #[must_use]
    pub fn of_days(count: u32, days: u32) -> Self {
        let (k, n) = (f64::from(count), f64::from(days));
        let low = if count == 0 { 0.0 } else { beta_quantile(0.025, k, n - k + 1.0) };
        let high = if count == days { 1.0 } else { beta_quantile(0.975, k + 1.0, n - k) };
        Self { mean: k / n, ci95: (days > 1).then_some([low, high]) }
    }

    /// Whether a value lies in the interval.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        self.ci95.is_some_and(|[low, high]| (low..=high).contains(&value))
    }
}

/// Waits counted in classes that grow with the wait: 64 for each doubling of one second plus the
/// wait, so a percentile is good to a hundredth whatever its size.
#[derive(Debug, Clone)]
pub(crate) struct Histogram {
    counts: Vec<u32>,
}

impl Histogram {
    const BITS: u32 = 6;
    /// Doublings from one second; 2²³ seconds are ninety days.
    const CLASSES: usize = 23 << Self::BITS;

    pub(crate) fn new() -> Self {
        Self { counts: vec![0; Self::CLASSES] }
    }

    #[inline(always)]
    fn class(wait: f64) -> usize {
        // The exponent and leading digits of a float, read as an integer, are its class.
        let class = ((wait + 1.0).to_bits() >> (52 - Self::BITS)) - (1023 << Self::BITS);
        (class as usize).min(Self::CLASSES - 1)
    }

    fn lower_edge(class: usize) -> f64 {
        f64::from_bits(((class as u64) + (1023 << Self::BITS)) << (52 - Self::BITS)) - 1.0
    }

    pub(crate) fn count(&mut self, waits: &[f64]) {
        let counts: &mut [u32; Self::CLASSES] =
            self.counts.as_mut_slice().try_into().expect("a histogram is made with all its classes");
        for &wait in waits {
            let class = &mut counts[Self::class(wait)];
            *class = class.wrapping_add(1);
        }
    }

    pub(crate) fn add_to(&self, total: &mut [u64]) {
        for (total, count) in total.iter_mut().zip(&self.counts) {
            *total += u64::from(*count);
        }
    }

    pub(crate) fn zeros() -> Vec<u64> {
        vec![0; Self::CLASSES]
    }

    /// The wait that a share of the voters stays within, even inside its class.
    pub(crate) fn quantile(counts: &[u64], share: f64) -> f64 {
        let voters: u64 = counts.iter().sum();
        let rank = share * voters as f64;
        let mut below = 0.0;
        for (class, &count) in counts.iter().enumerate() {
            let count = count as f64;
            if count > 0.0 && below + count >= rank {
                // The first class holds chiefly those who did not wait at all.
                let (low, high) = (Self::lower_edge(class), Self::lower_edge(class + 1));
                return if class == 0 { 0.0 } else { low + (high - low) * ((rank - below) / count) };
            }
            below += count;
        }
        0.0
    }
}

/// One day's figures of one wait: at a stage, or in all.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct DayWait {
    pub(crate) sum: f64,
    pub(crate) max: f64,
    pub(crate) over: f64,
}

impl DayWait {
    pub(crate) fn of(waits: &[f64], limit_s: f64) -> Self {
        // Four lanes, so that the additions need not wait for one another; the order is fixed.
        let (mut sum, mut max, mut over) = ([0.0; 4], [0.0_f64; 4], [0.0; 4]);
        let mut fours = waits.chunks_exact(4);
        for four in &mut fours {
            for i in 0..4 {
                sum[i] += four[i];
                max[i] = if four[i] > max[i] { four[i] } else { max[i] };
                over[i] += if four[i] > limit_s { 1.0 } else { 0.0 };
            }
        }
        for &wait in fours.remainder() {
            sum[0] += wait;
            max[0] = max[0].max(wait);
            over[0] += if wait > limit_s { 1.0 } else { 0.0 };
        }
        Self {
            sum: (sum[0] + sum[1]) + (sum[2] + sum[3]),
            max: max[0].max(max[1]).max(max[2].max(max[3])),
            over: (over[0] + over[1]) + (over[2] + over[3]),
        }
    }
}

/// How many stood waiting at each quarter hour, summed over days, as differences.
#[derive(Debug, Clone, Default)]
pub(crate) struct Queue {
    steps: Vec<i64>,
}

impl Queue {
    pub(crate) fn count(&mut self, line: &Line) {
        for (&joined, &wait) in line.joined.iter().zip(&line.waits) {
            // Standing at the moments q · 900 with joined ≤ q · 900 < start.
            let from = (joined * (1.0 / QUARTER_S)).ceil();
            let to = ((joined + wait) * (1.0 / QUARTER_S)).ceil();
            if from < to {
                let (from, to) = (from as usize, to as usize);
                if self.steps.len() <= to {
                    self.steps.resize(to + 1, 0);
                }
                self.steps[from] += 1;
                self.steps[to] -= 1;
            }
        }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        if self.steps.len() < other.steps.len() {
            self.steps.resize(other.steps.len(), 0);
        }
        for (mine, theirs) in self.steps.iter_mut().zip(&other.steps) {
            *mine += theirs;
        }
    }

    /// The mean queue at opening and each quarter hour after, as long as anyone stands in it and
    /// at least until closing.
    pub(crate) fn means(&self, days: f64, hours: f64) -> Vec<f64> {
        let until = self.steps.len().max((hours * 4.0).ceil() as usize + 1);
        let mut standing = 0;
        (0..until)
            .map(|q| {
                standing += self.steps.get(q).copied().unwrap_or(0);
                standing as f64 / days
            })
            .collect()
    }
}

/// The wait of voters by the quarter hour of their arrival.
#[derive(Debug, Clone, Default)]
pub(crate) struct ByArrival {
    pub(crate) sums: Vec<f64>,
    pub(crate) voters: Vec<f64>,
}

impl ByArrival {
    pub(crate) fn for_hours(hours: f64) -> Self {
        let quarters = (hours * 4.0).ceil().max(1.0) as usize;
        Self { sums: vec![0.0; quarters], voters: vec![0.0; quarters] }
    }

    pub(crate) fn count(&mut self, arrivals: &[f64], waits: &[f64]) {
        let last = self.sums.len() - 1;
        for (&arrival, &wait) in arrivals.iter().zip(waits) {
            let quarter = ((arrival * (1.0 / QUARTER_S)) as usize).min(last);
            self.sums[quarter] += wait;
            self.voters[quarter] += 1.0;
        }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.sums.iter_mut().zip(&other.sums) {
            *mine += theirs;
        }
        for (mine, theirs) in self.voters.iter_mut().zip(&other.voters) {
            *mine += theirs;
        }
    }

    pub(crate) fn means(&self) -> Vec<f64> {
        let pairs = self.sums.iter().zip(&self.voters);
        pairs.map(|(sum, voters)| if *voters > 0.0 { sum / voters } else { 0.0 }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_come_back_within_a_hundredth() {
        let waits: Vec<f64> = (0..100_000).map(|i| f64::from(i) * 0.05).collect();
        let mut histogram = Histogram::new();
        histogram.count(&waits);
        let mut counts = Histogram::zeros();
        histogram.add_to(&mut counts);
        for share in [0.25, 0.5, 0.95, 0.99] {
            let found = Histogram::quantile(&counts, share);
            assert!((found / (5_000.0 * share) - 1.0).abs() < 0.01, "{share}: {found}");
        }
    }

    #[test]
    fn the_interval_of_a_mean_is_students() {
        let estimate = Estimate::of([12.0, 14.0, 16.0].into_iter());
        // Standard deviation 2, three values, t = 4.302 653: half-width 4.968.
        let [low, high] = estimate.ci95.expect("three values have an interval");
        assert!((estimate.mean - 14.0).abs() < 1e-12);
        assert!((low - (14.0 - 4.968_275)).abs() < 1e-5 && (high - (14.0 + 4.968_275)).abs() < 1e-5);
    }

    #[test]
    fn no_bad_day_among_a_hundred_still_leaves_room_for_some() {
        let none = Estimate::of_days(0, 100);
        let [low, high] = none.ci95.expect("a hundred days have an interval");
        // 1 − 0.025^(1/100).
        assert!(low == 0.0 && (high - (1.0 - 0.025_f64.powf(0.01))).abs() < 1e-9);
    }

    #[test]
    fn a_queue_counts_those_who_stand_at_the_quarter() {
        let mut queue = Queue::default();
        queue.count(&Line {
            joined: vec![100.0, 850.0, 950.0],
            who: vec![0, 1, 2],
            waits: vec![10.0, 100.0, 900.0],
        });
        // At 900 s the second voter stands (850 to 950); at 1,800 s the third (950 to 1,850).
        assert_eq!(queue.means(1.0, 0.5), [0.0, 1.0, 1.0, 0.0]);
    }
}
