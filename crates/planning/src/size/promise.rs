//! What voters are promised about waiting, and when simulated days prove it.

use serde::{Deserialize, Serialize};

use crate::error::{InputError, level, positive};
use crate::kernel::HALF_AN_HOUR_S;
use crate::statistics::binomial_at_most;

/// "On this share of polling days nobody waits longer than this", with this confidence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// The longest wait, seconds, all stages together.
    pub limit_s: f64,
    /// Share of days on which nobody waits longer.
    pub days_share: f64,
    /// How sure we must be that the share is kept.
    pub confidence: f64,
}

impl Default for Promise {
    /// Thirty minutes, on 95 % of days, at a confidence of 95 %.
    fn default() -> Self {
        Self { limit_s: HALF_AN_HOUR_S, days_share: 0.95, confidence: 0.95 }
    }
}

impl Promise {
    /// Of `days` simulated days, how many may break the promise with it still proven.
    ///
    /// The exact binomial bound of Clopper and Pearson: if the share of good days were no more than
    /// promised, so few bad days would be seen with a probability of at most 1 − confidence.
    pub fn may_break(&self, days: u32) -> Result<u32, InputError> {
        positive("promise.limit_s", self.limit_s)?;
        level("promise.days_share", self.days_share)?;
        level("promise.confidence", self.confidence)?;
        let bad = 1.0 - self.days_share;
        let proven =
            |broken: u32| binomial_at_most(u64::from(broken), u64::from(days), bad) <= 1.0 - self.confidence;
        if days == 0 || !proven(0) {
            // 0 of n proves it when share^n ≤ 1 − confidence.
            let needed = ((1.0 - self.confidence).ln() / self.days_share.ln()).ceil() as u32;
            return Err(InputError::TooFewDays { field: "replications".into(), days, needed });
        }
        Ok((0..days).take_while(|&broken| proven(broken)).last().unwrap_or(0))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn fifty_nine_good_days_prove_ninety_five_per_cent_and_fewer_do_not() {
        let promise = Promise::default();
        assert_eq!(promise.may_break(59).unwrap(), 0);
        assert_eq!(
            promise.may_break(58).unwrap_err(),
            InputError::TooFewDays { field: "replications".into(), days: 58, needed: 59 }
        );
        // Of 200 days with 5 % bad, P(≤ 4) = 0.026 and P(≤ 5) = 0.062.
        assert_eq!(promise.may_break(200).unwrap(), 4);
    }
}
