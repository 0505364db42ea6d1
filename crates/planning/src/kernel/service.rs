//! How long a voter occupies a desk or a booth.

use serde::{Deserialize, Serialize};

use crate::error::{InputError, at_least_one, at_most, not_negative, positive, share};

/// The law of a service time, in seconds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "distribution", rename_all = "lowercase", deny_unknown_fields)]
pub enum Service {
    /// What measured check-ins look like: a mode, and a long tail.
    Lognormal {
        /// Mean, seconds.
        mean_s: f64,
        /// Standard deviation over mean.
        cv: f64,
    },
    /// The textbooks' memoryless time; its coefficient of variation is one.
    Exponential {
        /// Mean, seconds.
        mean_s: f64,
    },
    /// Always the same.
    Deterministic {
        /// Seconds.
        mean_s: f64,
    },
    /// Drawn with equal weight from measured times, as a machine's log gives them.
    Empirical {
        /// The measured times, seconds.
        seconds: Vec<f64>,
    },
}

impl Service {
    /// The service of one sitting that has several parts, such as a contest each: means and
    /// variances add, since the parts are taken as independent.
    #[must_use]
    pub fn of_parts(parts: &[(f64, f64)]) -> Self {
        let mean_s: f64 = parts.iter().map(|(mean, _)| mean).sum();
        let variance: f64 = parts.iter().map(|(mean, cv)| (mean * cv).powi(2)).sum();
        Self::Lognormal { mean_s, cv: if mean_s > 0.0 { variance.sqrt() / mean_s } else { 0.0 } }
    }

    /// The mean, seconds.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Self::Lognormal { mean_s, .. }
            | Self::Exponential { mean_s }
            | Self::Deterministic { mean_s } => *mean_s,
            Self::Empirical { seconds } => seconds.iter().sum::<f64>() / seconds.len().max(1) as f64,
        }
    }

    /// The coefficient of variation: standard deviation over mean.
    #[must_use]
    pub fn cv(&self) -> f64 {
        match self {
            Self::Lognormal { cv, .. } => *cv,
            Self::Exponential { .. } => 1.0,
            Self::Deterministic { .. } => 0.0,
            Self::Empirical { seconds } => {
                let mean = self.mean();
                let variance =
                    seconds.iter().map(|s| (s - mean).powi(2)).sum::<f64>() / seconds.len().max(1) as f64;
                if mean > 0.0 { variance.sqrt() / mean } else { 0.0 }
            }
        }
    }

    /// The same law with its times multiplied, for "what if it takes twice as long".
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        match self {
            Self::Lognormal { mean_s, cv } => Self::Lognormal { mean_s: mean_s * factor, cv: *cv },
            Self::Exponential { mean_s } => Self::Exponential { mean_s: mean_s * factor },
            Self::Deterministic { mean_s } => Self::Deterministic { mean_s: mean_s * factor },
            Self::Empirical { seconds } => {
                Self::Empirical { seconds: seconds.iter().map(|s| s * factor).collect() }
            }
        }
    }

    pub(crate) fn check(&self) -> Result<(), InputError> {
        const WEEK: f64 = 7.0 * 86_400.0;
        match self {
            Self::Lognormal { mean_s, cv } => {
                positive("seconds", *mean_s)?;
                at_most("seconds", *mean_s, WEEK)?;
                not_negative("cv", *cv)?;
                at_most("cv", *cv, 20.0)
            }
            Self::Exponential { mean_s } | Self::Deterministic { mean_s } => {
                positive("seconds", *mean_s)?;
                at_most("seconds", *mean_s, WEEK)
            }
            Self::Empirical { seconds } => {
                if seconds.is_empty() {
                    return Err(InputError::Empty { field: "seconds".into() });
                }
                for (i, &one) in seconds.iter().enumerate() {
                    not_negative(&format!("seconds[{i}]"), one)?;
                    at_most(&format!("seconds[{i}]"), one, WEEK)?;
                }
                positive("seconds", self.mean())
            }
        }
    }
}

/// Identification that fails and is tried again, then given to two officials.
///
/// The person fails more often than the device: from 3 % of voters to two thirds, by country.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retry {
    /// Probability that one attempt fails.
    pub failure_share: f64,
    /// Seconds that each further attempt takes.
    pub again_s: f64,
    /// Attempts in all, the first included.
    pub attempts: u32,
    /// Seconds for the accountable override after the last attempt has failed.
    pub override_s: f64,
}

impl Retry {
    pub(crate) fn check(&self) -> Result<(), InputError> {
        share("retry.failure_share", self.failure_share)?;
        not_negative("retry.again_s", self.again_s)?;
        not_negative("retry.override_s", self.override_s)?;
        at_least_one("retry.attempts", self.attempts)?;
        at_most("retry.attempts", f64::from(self.attempts), 20.0)
    }

    /// Mean seconds that retries and overrides add to a voter.
    #[must_use]
    pub fn mean_added(&self) -> f64 {
        let again: f64 = (1..self.attempts).map(|k| self.failure_share.powi(k as i32) * self.again_s).sum();
        again + self.failure_share.powi(self.attempts as i32) * self.override_s
    }
}
