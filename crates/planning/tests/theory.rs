//! The kernel against the theorems it must obey. `examples/theory.rs` asks the same of ten million.
#![allow(clippy::unwrap_used)]

use planning::formulas::{mmc_wait, mmc_wait_over, pollaczek_khinchine};
use planning::kernel::{Outcome, Place, Profile, Run, Service, Stage, simulate};

/// A queue at a steady rate of one customer a second, long enough that its empty start hardly counts.
fn steady(stages: Vec<Stage>, limit_s: f64) -> Outcome {
    let hours = 10.0;
    let place = Place {
        arrivals: Profile::uniform(hours).unwrap(),
        voters: hours * 3_600.0,
        voters_cv: 0.0,
        waiting: 0,
        stages,
    };
    simulate(&place, &Run { days: 60, seed: 20_260_501, limit_s, by_quarter: false }).unwrap()
}

/// Within four standard errors, so that a right kernel does not fail by chance, and within four
/// per cent, so that a wrong one cannot hide behind a wide interval.
fn agrees(found: planning::kernel::Estimate, theory: f64, what: &str) {
    let [low, high] = found.ci95.unwrap();
    let (error, half) = ((found.mean - theory).abs(), (high - low) / 2.0);
    assert!(error < 2.0 * half && half < 0.04 * theory, "{what}: {} ± {half} for {theory}", found.mean);
}

#[test]
fn one_and_several_memoryless_servers_wait_as_erlang_says() {
    for (servers, service) in [(1, 0.7), (2, 1.6), (3, 2.4), (9, 7.5)] {
        let law = Service::Exponential { mean_s: service };
        let outcome = steady(vec![Stage::new(servers, law)], 3.0);
        agrees(outcome.stages[0].wait.mean_s, mmc_wait(servers, 1.0, service).unwrap(), "mean wait");
        let over = mmc_wait_over(servers, 1.0, service, 3.0).unwrap();
        agrees(outcome.stages[0].wait.over_limit_share, over, "share over three seconds");
        let load = service / f64::from(servers);
        assert!((outcome.stages[0].utilisation - load).abs() < 0.01);
    }
}

#[test]
fn one_server_with_any_law_waits_as_pollaczek_and_khinchine_say() {
    for law in [
        Service::Deterministic { mean_s: 0.8 },
        Service::Lognormal { mean_s: 0.7, cv: 0.6 },
        Service::Lognormal { mean_s: 0.6, cv: 1.2 },
        Service::Empirical { seconds: vec![0.2, 0.2, 0.4, 2.0] },
    ] {
        let theory = pollaczek_khinchine(1.0, law.mean(), law.cv()).unwrap();
        let outcome = steady(vec![Stage::new(1, law)], 3.0);
        agrees(outcome.stages[0].wait.mean_s, theory, "mean wait");
    }
}

#[test]
fn the_departures_of_memoryless_servers_are_poisson_for_the_next_stage() {
    // Burke: each stage of a tandem of M/M/c waits as if it stood alone.
    let stage = |servers, mean_s| Stage::new(servers, Service::Exponential { mean_s });
    let outcome = steady(vec![stage(2, 1.5), stage(4, 3.2), stage(1, 0.6)], 3.0);
    for (stage, (servers, service)) in outcome.stages.iter().zip([(2, 1.5), (4, 3.2), (1, 0.6)]) {
        agrees(stage.wait.mean_s, mmc_wait(servers, 1.0, service).unwrap(), "tandem");
    }
    let sum: f64 = outcome.stages.iter().map(|stage| stage.wait.mean_s.mean).sum();
    assert!((outcome.total.mean_s.mean - sum).abs() < 1e-9);
}

#[test]
fn littles_law_ties_the_queue_to_the_wait() {
    let place = Place {
        arrivals: Profile::uniform(10.0).unwrap(),
        voters: 3_000.0,
        voters_cv: 0.0,
        waiting: 0,
        stages: vec![Stage::new(3, Service::Lognormal { mean_s: 30.0, cv: 0.8 })],
    };
    let outcome = simulate(&place, &Run::of(4_000, 5)).unwrap();
    // Queues from the second hour to closing; the first quarters fill up from nothing.
    let queues = &outcome.stages[0].queue_by_quarter[8..40];
    let mean_queue = queues.iter().sum::<f64>() / queues.len() as f64;
    let waits = &outcome.wait_by_quarter_s[8..40];
    let mean_wait = waits.iter().sum::<f64>() / waits.len() as f64;
    let rate = 3_000.0 / 36_000.0;
    assert!((mean_queue / (rate * mean_wait) - 1.0).abs() < 0.03, "{mean_queue} for {}", rate * mean_wait);
}
