//! When voters come: a day's arrivals as shares of its intervals.

use serde::{Deserialize, Serialize};

use crate::error::{InputError, at_most, not_negative, positive, share};

/// How far the shares may be from one whole before we call the profile wrong rather than rounded.
const ROUNDING: f64 = 1e-3;

/// One interval of the day and the share of the day's voters who arrive in it, evenly.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interval {
    /// Hours after the polls open.
    pub from_h: f64,
    /// Hours after the polls open.
    pub to_h: f64,
    /// Share of the day's voters.
    pub share: f64,
}

/// The arrivals of one polling day: intervals from opening to closing, with shares that make one.
///
/// An extension of hours is a longer profile; an opening surge is a large first share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Interval>", into = "Vec<Interval>")]
pub struct Profile {
    intervals: Vec<Interval>,
}

impl Profile {
    /// A profile from its intervals; refused when they leave a gap or do not make one whole.
    pub fn new(intervals: Vec<Interval>) -> Result<Self, InputError> {
        if intervals.is_empty() {
            return Err(InputError::Empty { field: "arrivals".into() });
        }
        let mut expected = 0.0;
        for (i, interval) in intervals.iter().enumerate() {
            let field = |name: &str| format!("arrivals[{i}].{name}");
            not_negative(&field("share"), interval.share)?;
            not_negative(&field("from_h"), interval.from_h)?;
            positive(&field("to_h"), interval.to_h)?;
            at_most(&field("to_h"), interval.to_h, 72.0)?;
            if (interval.from_h - expected).abs() > 1e-9 || interval.to_h <= interval.from_h {
                return Err(InputError::ProfileOrder {
                    field: format!("arrivals[{i}]"),
                    from: interval.from_h,
                    expected,
                });
            }
            expected = interval.to_h;
        }
        let sum: f64 = intervals.iter().map(|interval| interval.share).sum();
        if (sum - 1.0).abs() > ROUNDING {
            return Err(InputError::ProfileSum { field: "arrivals".into(), sum });
        }
        let intervals = intervals.into_iter().map(|one| Interval { share: one.share / sum, ..one }).collect();
        Ok(Self { intervals })
    }

    /// Voters arrive evenly over the hours.
    pub fn uniform(hours: f64) -> Result<Self, InputError> {
        Self::of_shares(hours, &[1.0])
    }

    /// Equal intervals over the hours, with these shares.
    pub fn of_shares(hours: f64, shares: &[f64]) -> Result<Self, InputError> {
        positive("hours", hours)?;
        at_most("hours", hours, 72.0)?;
        let width = hours / shares.len().max(1) as f64;
        let end = |i: usize| if i == shares.len() { hours } else { i as f64 * width };
        let intervals = shares
            .iter()
            .enumerate()
            .map(|(i, &share)| Interval { from_h: end(i), to_h: end(i + 1), share })
            .collect();
        Self::new(intervals)
    }

    /// A queue stands before the doors: three times the even rate in the first tenth of the day.
    pub fn opening_surge(hours: f64) -> Result<Self, InputError> {
        Self::of_shares(hours, &[0.3, 0.12, 0.09, 0.08, 0.07, 0.07, 0.07, 0.07, 0.07, 0.06])
    }

    /// The Iranian evening: a slow morning and the heaviest hours last.
    pub fn evening_peak(hours: f64) -> Result<Self, InputError> {
        Self::of_shares(hours, &[0.08, 0.08, 0.08, 0.07, 0.06, 0.06, 0.09, 0.13, 0.18, 0.17])
    }

    /// The polls stay open longer, and this share of all voters comes in the hours added.
    pub fn extended(&self, hours: f64, late_share: f64) -> Result<Self, InputError> {
        positive("extension_hours", hours)?;
        share("extension_share", late_share)?;
        let closing = self.hours();
        let earlier =
            self.intervals.iter().map(|one| Interval { share: one.share * (1.0 - late_share), ..*one });
        let later = Interval { from_h: closing, to_h: closing + hours, share: late_share };
        Self::new(earlier.chain([later]).collect())
    }

    /// How long the polls are open.
    #[must_use]
    pub fn hours(&self) -> f64 {
        self.intervals.last().map_or(0.0, |last| last.to_h)
    }

    /// The intervals, from opening to closing.
    #[must_use]
    pub fn intervals(&self) -> &[Interval] {
        &self.intervals
    }

    /// The rest of the day from an hour on, counted from that hour; refused when nobody is due any more.
    pub fn after(&self, hour: f64) -> Result<Self, InputError> {
        let rest = 1.0 - self.arrived_by(hour);
        positive("hours left", self.hours() - hour)?;
        positive("voters still due", rest)?;
        let still = self.intervals.iter().filter(|one| one.to_h > hour).map(|one| {
            let from = one.from_h.max(hour);
            let share = one.share * (one.to_h - from) / (one.to_h - one.from_h);
            Interval { from_h: from - hour, to_h: one.to_h - hour, share: share / rest }
        });
        Self::new(still.collect())
    }

    /// The largest arrival rate of the day over its mean rate.
    #[must_use]
    pub fn peak_factor(&self) -> f64 {
        let hours = self.hours();
        self.intervals.iter().map(|one| one.share * hours / (one.to_h - one.from_h)).fold(0.0, f64::max)
    }

    /// The share of voters who have arrived `hour` hours after opening.
    #[must_use]
    pub fn arrived_by(&self, hour: f64) -> f64 {
        self.intervals
            .iter()
            .map(|one| one.share * ((hour - one.from_h) / (one.to_h - one.from_h)).clamp(0.0, 1.0))
            .sum()
    }
}

impl TryFrom<Vec<Interval>> for Profile {
    type Error = InputError;
    fn try_from(intervals: Vec<Interval>) -> Result<Self, InputError> {
        Self::new(intervals)
    }
}

impl From<Profile> for Vec<Interval> {
    fn from(profile: Profile) -> Self {
        profile.intervals
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_that_does_not_sum_is_refused_with_its_sum() {
        let error = Profile::of_shares(2.0, &[0.5, 0.4]).unwrap_err();
        assert_eq!(error, InputError::ProfileSum { field: "arrivals".into(), sum: 0.9 });
    }

    #[test]
    fn a_gap_in_the_day_is_refused_at_its_interval() {
        let gap = vec![
            Interval { from_h: 0.0, to_h: 1.0, share: 0.5 },
            Interval { from_h: 2.0, to_h: 3.0, share: 0.5 },
        ];
        assert_eq!(Profile::new(gap).unwrap_err().field(), "arrivals[1]");
    }

    #[test]
    fn the_rest_of_a_day_is_a_day() {
        let day = Profile::of_shares(4.0, &[0.1, 0.2, 0.3, 0.4]).unwrap();
        let rest = day.after(1.5).unwrap();
        assert!((rest.hours() - 2.5).abs() < 1e-12);
        // Of the 0.8 still due, 0.1 comes in the first half hour.
        assert!((rest.arrived_by(0.5) - 0.125).abs() < 1e-12);
        assert!(day.after(4.0).is_err());
    }

    #[test]
    fn an_extension_takes_its_voters_from_the_hours_before() {
        let day = Profile::of_shares(4.0, &[0.25, 0.75]).unwrap().extended(2.0, 0.2).unwrap();
        assert!((day.hours() - 6.0).abs() < 1e-12);
        assert!((day.arrived_by(2.0) - 0.2).abs() < 1e-12 && (day.arrived_by(4.0) - 0.8).abs() < 1e-12);
        assert_eq!(day.extended(0.0, 0.1).unwrap_err().field(), "extension_hours");
    }

    #[test]
    fn the_built_in_days_hold_together() {
        for profile in [Profile::opening_surge(13.0).unwrap(), Profile::evening_peak(16.0).unwrap()] {
            assert!((profile.arrived_by(profile.hours()) - 1.0).abs() < 1e-12);
            assert!(profile.peak_factor() > 1.5);
        }
    }
}
