//! The few distributions that intervals and stocks need.

/// The natural logarithm of the gamma function, by Lanczos' series (g = 7, nine terms), good to
/// about fourteen digits for positive arguments.
#[must_use]
pub fn ln_gamma(x: f64) -> f64 {
    const TERMS: [f64; 9] = [
        0.999_999_999_999_809_9,
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    if x < 0.5 {
        // Reflection keeps the series in the half-plane where it converges fast.
        return (std::f64::consts::PI / (std::f64::consts::PI * x).sin()).ln() - ln_gamma(1.0 - x);
    }
    let x = x - 1.0;
    let t = x + 7.5;
    let series: f64 = TERMS[1..].iter().enumerate().map(|(i, term)| term / (x + i as f64 + 1.0)).sum();
    0.5 * (2.0 * std::f64::consts::PI).ln() + (x + 0.5) * t.ln() - t + (TERMS[0] + series).ln()
}

/// The regularised lower incomplete gamma function P(a, x): the chance that a gamma variable of
/// shape `a` and unit rate is below `x`.
#[must_use]
pub fn gamma_below(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let scale = (a * x.ln() - x - ln_gamma(a)).exp();
    if x < a + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / a, 1.0 / a, a);
        while term > sum * 1e-16 {
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        (scale * sum).min(1.0)
    } else {
        1.0 - scale * upper_fraction(a, x)
    }
}

/// Legendre's continued fraction for the upper incomplete gamma function, by Lentz's method.
fn upper_fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / f64::MIN_POSITIVE;
    let mut d = 1.0 / b;
    let mut h = d;
    for i in 1..100_000 {
        let i = f64::from(i);
        let an = -i * (i - a);
        b += 2.0;
        d = 1.0 / away_from_zero(an * d + b);
        c = away_from_zero(b + an / c);
        let factor = c * d;
        h *= factor;
        if (factor - 1.0).abs() < 1e-15 {
            break;
        }
    }
    h
}

fn away_from_zero(x: f64) -> f64 {
    if x.abs() < 1e-300 { 1e-300 } else { x }
}

/// The regularised incomplete beta function I_x(a, b), by its continued fraction.
#[must_use]
pub fn beta_below(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta_below(b, a, 1.0 - x);
    }
    let front = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (-x).ln_1p()).exp() / a;
    let (mut c, mut d) = (1.0, 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0)));
    let mut h = d;
    for m in 1..10_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        h *= c * d;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        h *= c * d;
        if (c * d - 1.0).abs() < 1e-15 {
            break;
        }
    }
    (front * h).clamp(0.0, 1.0)
}

/// The value that a beta variable stays below with probability `p`.
#[must_use]
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    bisect(0.0, 1.0, |x| beta_below(a, b, x) < p)
}

/// The chance that a standard normal variable is below `z`.
#[must_use]
pub fn normal_below(z: f64) -> f64 {
    let tail = 0.5 * (1.0 - gamma_below(0.5, z * z / 2.0));
    if z < 0.0 { tail } else { 1.0 - tail }
}

/// The standard normal quantile.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    bisect(-40.0, 40.0, |z| normal_below(z) < p)
}

/// Student's t: the value that a variable of `freedom` degrees stays below with probability `p`.
#[must_use]
pub fn student_quantile(p: f64, freedom: f64) -> f64 {
    if p < 0.5 {
        return -student_quantile(1.0 - p, freedom);
    }
    bisect(0.0, 1e4, |t| 1.0 - 0.5 * beta_below(freedom / 2.0, 0.5, freedom / (freedom + t * t)) < p)
}

/// The value that a gamma variable of this shape and rate stays below with probability `p`.
#[must_use]
pub fn gamma_quantile(p: f64, shape: f64, rate: f64) -> f64 {
    let most = shape + 40.0 * shape.sqrt() + 800.0;
    bisect(0.0, most, |x| gamma_below(shape, x) < p) / rate
}

/// The chance that a Poisson variable is at most `n`.
#[must_use]
pub fn poisson_at_most(n: u64, mean: f64) -> f64 {
    if mean <= 0.0 { 1.0 } else { 1.0 - gamma_below(n as f64 + 1.0, mean) }
}

/// The chance that a binomial variable of `trials` trials is at most `n`.
#[must_use]
pub fn binomial_at_most(n: u64, trials: u64, p: f64) -> f64 {
    if n >= trials { 1.0 } else { beta_below((trials - n) as f64, n as f64 + 1.0, 1.0 - p) }
}

/// The boundary between where a monotone condition holds (below) and where it does not.
fn bisect(low: f64, high: f64, below: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (low, high);
    // Until the two ends agree to twelve digits; no interval is read more closely.
    while high - low > 1e-12 * high.abs().max(low.abs()).max(1e-300) {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9 * expected.abs().max(1.0), "{found} for {expected}");
    }

    #[test]
    fn the_quantiles_are_those_of_the_printed_tables() {
        close(ln_gamma(0.5), std::f64::consts::PI.sqrt().ln());
        close(ln_gamma(11.0), 3_628_800_f64.ln());
        assert!((normal_quantile(0.975) - 1.959_963_985).abs() < 1e-8);
        assert!((student_quantile(0.975, 1.0) - 12.706_204_7).abs() < 1e-6);
        assert!((student_quantile(0.975, 9.0) - 2.262_157_163).abs() < 1e-8);
        assert!((student_quantile(0.975, 199.0) - 1.971_956_5).abs() < 1e-6);
        // An exponential is a gamma of shape one.
        close(gamma_quantile(0.5, 1.0, 2.0), 0.5_f64.ln().abs() / 2.0);
    }

    #[test]
    fn the_discrete_laws_agree_with_their_sums() {
        let mean: f64 = 43.0;
        let sum: f64 = (0..=65_u32)
            .map(|k| (f64::from(k) * mean.ln() - mean - ln_gamma(f64::from(k) + 1.0)).exp())
            .sum();
        close(poisson_at_most(65, mean), sum);
        // Two coins: at most one head in three cases of four.
        close(binomial_at_most(1, 2, 0.5), 0.75);
        close(binomial_at_most(2, 2, 0.5), 1.0);
    }
}
