//! One simulated day's chances, drawn before anyone is served.
//!
//! A voter's needs are drawn with the voter, from streams that depend only on the seed, the day
//! and the purpose. So two plans for the same branch meet the same voters (common random
//! numbers), and no number of threads can change an answer.

use rand_core::{Rng, SeedableRng};
use rand_distr::{Distribution, Exp1, Gamma, StandardNormal};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::place::{Place, Stage};
use super::service::{Retry, Service};

/// What a stream of random numbers is for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    Turnout,
    Arrivals,
    Service(usize),
    ServiceMean(usize),
    Retry(usize),
    Patience(usize),
    Breakdown(usize, usize),
}

impl Purpose {
    fn number(self) -> u64 {
        match self {
            Self::Turnout => 1,
            Self::Arrivals => 2,
            Self::Service(stage) => 0x10 + stage as u64,
            Self::ServiceMean(stage) => 0x40 + stage as u64,
            Self::Retry(stage) => 0x20 + stage as u64,
            Self::Patience(stage) => 0x30 + stage as u64,
            Self::Breakdown(stage, server) => 0x1_0000 * (1 + stage as u64) + server as u64,
        }
    }
}

/// The stream for one purpose on one day.
pub(crate) fn stream(seed: u64, day: u64, purpose: Purpose) -> Xoshiro256PlusPlus {
    let mixed = mix(mix(mix(seed) ^ day) ^ purpose.number());
    Xoshiro256PlusPlus::seed_from_u64(mixed)
}

/// A bijection of 64 bits in which every input bit moves about half of the output bits
/// (the finalizer of SplitMix64), so that neighbouring days do not get neighbouring seeds.
pub(crate) fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The voters of one day: when each comes, and how long each needs at every stage.
#[derive(Debug, Default, Clone)]
pub(crate) struct Day {
    /// Seconds after opening, ascending.
    pub(crate) arrivals: Vec<f64>,
    /// By stage, then by voter: seconds at the desk or booth.
    pub(crate) needs: Vec<Vec<f64>>,
    /// By stage, then by voter: seconds until giving up; empty where nobody gives up.
    pub(crate) patience: Vec<Vec<f64>>,
}

impl Day {
    /// Draws a day, reusing the memory of an earlier one.
    pub(crate) fn draw(&mut self, place: &Place, seed: u64, day: u64) {
        self.draw_arrivals(place, seed, day);
        let voters = self.arrivals.len();
        self.needs.resize_with(place.stages.len(), Vec::new);
        self.patience.resize_with(place.stages.len(), Vec::new);
        for (j, stage) in place.stages.iter().enumerate() {
            let needs = &mut self.needs[j];
            needs.clear();
            needs.resize(voters, 0.0);
            draw_service(&stage.service, needs, &mut stream(seed, day, Purpose::Service(j)));
            if stage.mean_cv > 0.0 {
                let factor = about_one(stage.mean_cv, &mut stream(seed, day, Purpose::ServiceMean(j)));
                needs.iter_mut().for_each(|need| *need *= factor);
            }
            if let Some(retry) = &stage.retry {
                add_retries(retry, needs, &mut stream(seed, day, Purpose::Retry(j)));
            }
            draw_patience(stage, voters, &mut self.patience[j], || stream(seed, day, Purpose::Patience(j)));
        }
    }

    /// The same voters as the second stage meets them when nobody waits for the first, as a day with
    /// that stage alone.
    pub(crate) fn past_check_in(&self, later: &mut Day) {
        let mut order: Vec<(f64, u32)> = self
            .arrivals
            .iter()
            .zip(&self.needs[0])
            .zip(0..)
            .map(|((came, need), who)| (came + need, who))
            .collect();
        order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        later.needs.resize_with(1, Vec::new);
        later.patience.resize_with(1, Vec::new);
        later.arrivals.clear();
        later.needs[0].clear();
        for (time, who) in order {
            later.arrivals.push(time);
            later.needs[0].push(self.needs[1][who as usize]);
        }
    }

    /// A Poisson process whose rate is constant on each interval: unit exponential gaps, laid
    /// along the cumulative rate and mapped back to the clock.
    fn draw_arrivals(&mut self, place: &Place, seed: u64, day: u64) {
        let turnout = if place.voters_cv > 0.0 {
            about_one(place.voters_cv, &mut stream(seed, day, Purpose::Turnout))
        } else {
            1.0
        };
        let mut rng = stream(seed, day, Purpose::Arrivals);
        self.arrivals.clear();
        self.arrivals.resize(place.waiting as usize, 0.0);
        let mut came: f64 = Exp1.sample(&mut rng);
        let mut due = 0.0;
        for interval in place.arrivals.intervals() {
            let expected = interval.share * place.voters * turnout;
            let seconds = (interval.to_h - interval.from_h) * 3_600.0;
            let (opens, per_voter) = (interval.from_h * 3_600.0, seconds / expected);
            let end = due + expected;
            while came < end {
                self.arrivals.push(opens + (came - due) * per_voter);
                let gap: f64 = Exp1.sample(&mut rng);
                came += gap;
            }
            due = end;
        }
    }
}

/// A gamma variable of mean one with this spread: by how much a day departs from its forecast.
fn about_one(cv: f64, rng: &mut Xoshiro256PlusPlus) -> f64 {
    let shape = cv.powi(-2);
    Gamma::new(shape, 1.0 / shape).expect("a checked place has a positive spread").sample(rng)
}

fn draw_patience(
    stage: &Stage,
    voters: usize,
    patience: &mut Vec<f64>,
    rng: impl FnOnce() -> Xoshiro256PlusPlus,
) {
    patience.clear();
    if let Some(law) = &stage.patience {
        patience.resize(voters, 0.0);
        draw_service(law, patience, &mut rng());
    }
}

/// Fills `times` with independent draws of the law.
pub(crate) fn draw_service(law: &Service, times: &mut [f64], rng: &mut Xoshiro256PlusPlus) {
    match law {
        Service::Lognormal { mean_s, cv } if *cv > 0.0 => {
            // ln X ~ N(μ, σ²) has mean exp(μ + σ²/2) and cv² = exp(σ²) − 1.
            let variance = (cv * cv).ln_1p();
            let (mu, sigma) = (mean_s.ln() - variance / 2.0, variance.sqrt());
            for time in times.iter_mut() {
                *time = StandardNormal.sample(rng);
            }
            for time in times.iter_mut() {
                *time = exp(mu + sigma * *time);
            }
        }
        Service::Lognormal { mean_s, .. } | Service::Deterministic { mean_s } => times.fill(*mean_s),
        Service::Exponential { mean_s } => {
            for time in times.iter_mut() {
                let unit: f64 = Exp1.sample(rng);
                *time = mean_s * unit;
            }
        }
        Service::Empirical { seconds } => {
            for time in times.iter_mut() {
                // The high half of a product picks an index without a division; its bias is
                // below the number of measurements over 2⁶⁴.
                let index = (u128::from(rng.next_u64()) * seconds.len() as u128) >> 64;
                *time = seconds[index as usize];
            }
        }
    }
}

fn add_retries(retry: &Retry, needs: &mut [f64], rng: &mut Xoshiro256PlusPlus) {
    for need in needs {
        // One uniform number decides how many attempts fail: the k-th fails when u < p^k.
        let u = unit(rng);
        let mut bound = retry.failure_share;
        let mut attempt = 1;
        while u < bound {
            if attempt == retry.attempts {
                *need += retry.override_s;
                break;
            }
            *need += retry.again_s;
            attempt += 1;
            bound *= retry.failure_share;
        }
    }
}

/// Uniform on [0, 1) with 53 bits.
pub(crate) fn unit(rng: &mut Xoshiro256PlusPlus) -> f64 {
    (rng.next_u64() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
}

/// The exponential function without a branch or a call, so that the compiler can do several at
/// once and every machine gets the same bits. Relative error below 1e-11 for |x| < 700, which
/// is finer than any stopwatch; times outside that range are refused long before.
fn exp(x: f64) -> f64 {
    const SHIFTER: f64 = 6_755_399_441_055_744.0; // 1.5 · 2⁵²: adding it rounds to an integer.
    // x = k ln 2 + r with |r| ≤ ln 2 / 2, ln 2 being split in two so that r keeps its digits.
    let shifted = x * std::f64::consts::LOG2_E + SHIFTER;
    let k = shifted - SHIFTER;
    let r = (x - k * 6.931_471_803_691_238e-1) - k * 1.908_214_929_270_587_7e-10;
    // Taylor to the ninth power: the first term left out is below 0.3466¹⁰/10! = 7e-12.
    let p = 1.0 / 362_880.0;
    let p = p * r + 1.0 / 40_320.0;
    let p = p * r + 1.0 / 5_040.0;
    let p = p * r + 1.0 / 720.0;
    let p = p * r + 1.0 / 120.0;
    let p = p * r + 1.0 / 24.0;
    let p = p * r + 1.0 / 6.0;
    let p = p * r + 0.5;
    let p = p * r + 1.0;
    let p = p * r + 1.0;
    // The low bits of `shifted` hold k; moved to the exponent they multiply by 2ᵏ.
    f64::from_bits(p.to_bits().wrapping_add(shifted.to_bits() << 52))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::kernel::Profile;

    #[test]
    fn the_exponential_is_good_to_eleven_digits() {
        for i in -6_000..6_000 {
            let x = f64::from(i) * 0.1;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-11, "at {x}");
        }
    }

    #[test]
    fn drawn_services_have_the_mean_and_spread_they_promise() {
        let logged: Vec<f64> = (1..=200).map(f64::from).collect();
        for law in [
            Service::Lognormal { mean_s: 45.0, cv: 0.8 },
            Service::Exponential { mean_s: 45.0 },
            Service::Empirical { seconds: logged },
        ] {
            let mut times = vec![0.0; 400_000];
            draw_service(&law, &mut times, &mut stream(7, 0, Purpose::Service(0)));
            let n = times.len() as f64;
            let mean = times.iter().sum::<f64>() / n;
            let cv = (times.iter().map(|t| (t - mean).powi(2)).sum::<f64>() / n).sqrt() / mean;
            assert!((mean / law.mean() - 1.0).abs() < 0.006, "{law:?}: mean {mean}");
            assert!((cv / law.cv() - 1.0).abs() < 0.02, "{law:?}: cv {cv}");
        }
    }

    #[test]
    fn retries_add_what_the_formula_says() {
        let retry = Retry { failure_share: 0.3, again_s: 10.0, attempts: 3, override_s: 90.0 };
        let mut needs = vec![0.0; 400_000];
        add_retries(&retry, &mut needs, &mut stream(1, 2, Purpose::Retry(0)));
        let mean = needs.iter().sum::<f64>() / needs.len() as f64;
        assert!((mean - retry.mean_added()).abs() < 0.1, "{mean} for {}", retry.mean_added());
    }

    #[test]
    fn arrivals_follow_the_profile_and_vary_like_poisson() {
        let profile = Profile::of_shares(2.0, &[0.75, 0.25]).unwrap();
        let place = Place::desks_and_booths(
            profile,
            400.0,
            (1, Service::Deterministic { mean_s: 1.0 }),
            (1, Service::Deterministic { mean_s: 1.0 }),
        );
        let (mut first, mut counts, mut day) = (0.0, vec![], Day::default());
        for i in 0..4_000 {
            day.draw(&place, 3, i);
            assert!(day.arrivals.is_sorted());
            first += day.arrivals.iter().filter(|&&t| t < 3_600.0).count() as f64;
            counts.push(day.arrivals.len() as f64);
        }
        let mean = counts.iter().sum::<f64>() / 4_000.0;
        let variance = counts.iter().map(|c| (c - mean).powi(2)).sum::<f64>() / 4_000.0;
        assert!((mean - 400.0).abs() < 1.5, "mean {mean}");
        assert!((variance / 400.0 - 1.0).abs() < 0.1, "variance {variance}");
        assert!((first / 4_000.0 - 300.0).abs() < 1.5);
    }
}
