//! The kernel against queueing theory at ten million customers a case; a few seconds in release:
//! `cargo run --release -p planning --example theory`.

use planning::formulas::{mmc_wait, pollaczek_khinchine};
use planning::kernel::{Estimate, Place, Profile, Run, Service, Stage, simulate};

/// Customers a case, spread over independent days of half a million.
const CUSTOMERS: f64 = 1e7;
const DAY: f64 = 5e5;
/// One customer a second would take longer than a profile lasts, so the clock runs faster.
const HOURS: f64 = 50.0;

fn main() -> Result<(), planning::InputError> {
    let pace = HOURS * 3_600.0 / DAY;
    let exponential = |mean: f64| Service::Exponential { mean_s: mean * pace };
    let lognormal = |mean: f64, cv| Service::Lognormal { mean_s: mean * pace, cv };
    let fixed = |mean: f64| Service::Deterministic { mean_s: mean * pace };
    let burke = |parts: &[(u32, f64)]| -> Option<f64> {
        parts.iter().map(|&(servers, mean)| mmc_wait(servers, 1.0, mean)).sum()
    };
    let cases: Vec<(&str, Vec<(u32, Service)>, Option<f64>)> = vec![
        ("M/M/1, load 0.5", vec![(1, exponential(0.5))], mmc_wait(1, 1.0, 0.5)),
        ("M/M/1, load 0.8", vec![(1, exponential(0.8))], mmc_wait(1, 1.0, 0.8)),
        ("M/M/2, load 0.8", vec![(2, exponential(1.6))], mmc_wait(2, 1.0, 1.6)),
        ("M/M/4, load 0.85", vec![(4, exponential(3.4))], mmc_wait(4, 1.0, 3.4)),
        ("M/M/16, load 0.9", vec![(16, exponential(14.4))], mmc_wait(16, 1.0, 14.4)),
        ("M/M/40, load 0.9", vec![(40, exponential(36.0))], mmc_wait(40, 1.0, 36.0)),
        ("M/D/1, load 0.8", vec![(1, fixed(0.8))], pollaczek_khinchine(1.0, 0.8, 0.0)),
        ("M/G/1, cv 0.6, load 0.8", vec![(1, lognormal(0.8, 0.6))], pollaczek_khinchine(1.0, 0.8, 0.6)),
        ("M/G/1, cv 1.5, load 0.7", vec![(1, lognormal(0.7, 1.5))], pollaczek_khinchine(1.0, 0.7, 1.5)),
        (
            "tandem M/M/2, M/M/4",
            vec![(2, exponential(1.5)), (4, exponential(3.2))],
            burke(&[(2, 1.5), (4, 3.2)]),
        ),
        (
            "tandem M/M/1, M/M/3, M/M/2",
            vec![(1, exponential(0.7)), (3, exponential(2.4)), (2, exponential(1.2))],
            burke(&[(1, 0.7), (3, 2.4), (2, 1.2)]),
        ),
    ];
    println!("{:<28} {:>10} {:>10} {:>21}  within", "queue", "theory", "found", "95 % interval");
    let mut outside = 0;
    for (name, stages, theory) in cases {
        let stages = stages.into_iter().map(|(servers, law)| Stage::new(servers, law)).collect();
        let place =
            Place { arrivals: Profile::uniform(HOURS)?, voters: DAY, voters_cv: 0.0, waiting: 0, stages };
        let run = Run { days: (CUSTOMERS / DAY) as u32, seed: 1, limit_s: 1_800.0, by_quarter: false };
        let Estimate { mean, ci95 } = simulate(&place, &run)?.total.mean_s;
        let (theory, [low, high]) = (theory.unwrap_or(f64::INFINITY), ci95.unwrap_or([mean, mean]));
        let (mean, low, high) = (mean / pace, low / pace, high / pace);
        let within = (low..=high).contains(&theory);
        outside += usize::from(!within);
        println!(
            "{name:<28} {theory:>10.5} {mean:>10.5} {low:>10.5}…{high:<10.5}  {}",
            if within { "yes" } else { "no" }
        );
    }
    println!("{outside} outside; of 95 % intervals, one in twenty is by chance");
    Ok(())
}
