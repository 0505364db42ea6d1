//! The few distributions that intervals and stocks need, under the names we use; the numbers are statrs'.

use statrs::distribution::{ContinuousCDF, Gamma, Normal, StudentsT};
use statrs::function::{beta, gamma};

const CHECKED: &str = "a law's parameters are checked at the door";

/// The value that a beta variable stays below with probability `p`.
pub(crate) fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    beta::inv_beta_reg(a, b, p)
}

/// The standard normal quantile.
pub(crate) fn normal_quantile(p: f64) -> f64 {
    Normal::standard().inverse_cdf(p)
}

/// Student's t: the value that a variable of `freedom` degrees stays below with probability `p`.
pub(crate) fn student_quantile(p: f64, freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom).expect(CHECKED).inverse_cdf(p)
}

/// The value that a gamma variable of this shape and rate stays below with probability `p`.
pub(crate) fn gamma_quantile(p: f64, shape: f64, rate: f64) -> f64 {
    Gamma::new(shape, 1.0).expect(CHECKED).inverse_cdf(p) / rate
}

/// The chance that a Poisson variable is at most `n`.
pub(crate) fn poisson_at_most(n: u64, mean: f64) -> f64 {
    if mean <= 0.0 { 1.0 } else { gamma::gamma_ur(n as f64 + 1.0, mean) }
}

/// The chance that a binomial variable of `trials` trials is at most `n`.
pub(crate) fn binomial_at_most(n: u64, trials: u64, p: f64) -> f64 {
    if n >= trials { 1.0 } else { beta::beta_reg((trials - n) as f64, n as f64 + 1.0, 1.0 - p) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9 * expected.abs().max(1.0), "{found} for {expected}");
    }

    #[test]
    fn the_quantiles_are_those_of_the_printed_tables() {
        assert!((normal_quantile(0.975) - 1.959_963_985).abs() < 1e-8);
        assert!((student_quantile(0.975, 1.0) - 12.706_204_7).abs() < 1e-6);
        assert!((student_quantile(0.975, 9.0) - 2.262_157_163).abs() < 1e-8);
        assert!((student_quantile(0.975, 199.0) - 1.971_956_5).abs() < 1e-6);
        assert!((student_quantile(0.975, 49_999.0) - 1.960_011_4).abs() < 1e-6);
        // An exponential is a gamma of shape one; a beta of shapes n and 1 is the largest of n.
        close(gamma_quantile(0.5, 1.0, 2.0), 0.5_f64.ln().abs() / 2.0);
        close(beta_quantile(0.025, 80.0, 1.0), 0.025_f64.powf(1.0 / 80.0));
    }

    #[test]
    fn a_quantile_is_the_inverse_of_its_law_over_all_we_ask_of_it() {
        for p in [0.025, 0.05, 0.5, 0.95, 0.975] {
            for shape in [0.3, 0.5, 1.0, 2.5, 11.0, 40.0, 711.0, 20_000.0] {
                close(gamma::gamma_lr(shape, gamma_quantile(p, shape, 1.0)), p);
            }
            for (a, b) in [(1.0, 200.0), (4.0, 197.0), (100.0, 101.0), (1.0, 50_000.0), (2_500.0, 47_501.0)] {
                close(beta::beta_reg(a, b, beta_quantile(p, a, b)), p);
            }
        }
    }

    #[test]
    fn the_discrete_laws_agree_with_their_sums() {
        for (n, mean) in [(65_u32, 43.0_f64), (0, 0.4), (1_050, 1_000.0)] {
            let mut term = (-mean).exp();
            let mut sum = term;
            // Where e^−mean is too small to begin with, begin at the mean and go both ways.
            if mean > 700.0 {
                let ln_term = |k: f64| k * mean.ln() - mean - gamma::ln_gamma(k + 1.0);
                sum = (0..=n).map(|k| ln_term(f64::from(k)).exp()).sum();
            } else {
                for k in 1..=n {
                    term *= mean / f64::from(k);
                    sum += term;
                }
            }
            close(poisson_at_most(u64::from(n), mean), sum);
        }
        // Two coins: at most one head in three cases of four.
        close(binomial_at_most(1, 2, 0.5), 0.75);
        close(binomial_at_most(2, 2, 0.5), 1.0);
    }

    #[test]
    fn a_fleet_of_a_million_is_no_harder_than_one_of_ten() {
        // Added up term by term from the mode, whose own size drops out of the ratio of sums.
        let (trials, p, n) = (1_000_000_u64, 0.02_f64, 20_150_u64);
        let ratio = |k: u64| (trials - k) as f64 / (k + 1) as f64 * p / (1.0 - p);
        let (mut below, mut above) = (0.0, 0.0);
        let mode = (trials as f64 * p) as u64;
        let mut term = 1.0;
        for k in mode..mode + 5_000 {
            if k <= n {
                below += term
            } else {
                above += term
            }
            term *= ratio(k);
        }
        term = 1.0;
        for k in (mode - 5_000..mode).rev() {
            term /= ratio(k);
            below += term;
        }
        close(binomial_at_most(n, trials, p), below / (below + above));
    }
}
