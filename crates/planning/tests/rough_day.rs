//! Failing devices, rests, full rooms and impatience, against answers known by other means.
#![allow(clippy::unwrap_used)]

use planning::formulas::{erlang_b, mmc_wait};
use planning::kernel::{
    Break, Breakdown, Outcome, Place, Profile, Run, Service, Stage, simulate, simulate_here,
};

fn exponential(mean_s: f64) -> Service {
    Service::Exponential { mean_s }
}

fn lognormal(mean_s: f64, cv: f64) -> Service {
    Service::Lognormal { mean_s, cv }
}

fn place(hours: f64, voters: f64, stages: Vec<Stage>) -> Place {
    Place { arrivals: Profile::uniform(hours).unwrap(), voters, voters_cv: 0.0, waiting: 0, stages }
}

fn steady(stages: Vec<Stage>) -> Outcome {
    simulate(&place(10.0, 36_000.0, stages), &Run { days: 60, seed: 77, limit_s: 3.0, by_quarter: false })
        .unwrap()
}

#[test]
fn the_full_road_equals_the_plain_one_when_nothing_goes_wrong() {
    for (desks, booths) in [(1, 1), (2, 4), (3, 3), (4, 12)] {
        let mut plain = place(
            13.0,
            1_000.0,
            vec![Stage::new(desks, lognormal(45.0, 0.8)), Stage::new(booths, lognormal(150.0, 0.6))],
        );
        plain.arrivals = Profile::opening_surge(13.0).unwrap();
        let mut full = plain.clone();
        // A room too large to fill and patience without end take the full road to the same place.
        full.stages[1].room = Some(9_000);
        full.stages[0].patience = Some(Service::Deterministic { mean_s: 604_800.0 });
        let run = Run::of(50, 9);
        let (plain, mut full) = (simulate(&plain, &run).unwrap(), simulate(&full, &run).unwrap());
        // Busy time is added in another order, so it may differ in its last digits.
        for (plain, full) in plain.stages.iter().zip(&mut full.stages) {
            assert!((plain.utilisation - full.utilisation).abs() < 1e-12);
            full.utilisation = plain.utilisation;
        }
        assert_eq!(plain, full, "{desks} desks, {booths} booths");
    }
}

#[test]
fn the_same_seed_gives_the_same_answer_on_any_number_of_threads() {
    let mut rough =
        place(12.0, 900.0, vec![Stage::new(2, lognormal(40.0, 0.8)), Stage::new(4, lognormal(140.0, 0.6))]);
    rough.stages[0].breakdown = Some(Breakdown { mean_hours_between: 5.0, repair_min: 20.0 });
    rough.stages[1].room = Some(7);
    let smooth = Place {
        stages: rough.stages.iter().map(|s| Stage::new(s.servers, s.service.clone())).collect(),
        ..rough.clone()
    };
    for place in [rough, smooth] {
        let run = Run::of(333, 42);
        let alone = simulate_here(&place, &run).unwrap();
        for threads in [1, 2, 3, 7] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            assert_eq!(pool.install(|| simulate(&place, &run).unwrap()), alone, "{threads} threads");
        }
        assert_ne!(simulate(&place, &Run::of(333, 43)).unwrap(), alone);
    }
}

#[test]
fn two_plans_meet_the_same_voters() {
    // Common random numbers: one more desk can make no day's check-in slower, only shift the queue.
    let with = |desks| {
        let place = place(12.0, 1_200.0, vec![Stage::new(desks, lognormal(45.0, 0.8))]);
        simulate(&place, &Run::of(200, 4)).unwrap()
    };
    let (two, three) = (with(2), with(3));
    assert_eq!(two.voters, three.voters);
    assert!(three.total.mean_s.mean < two.total.mean_s.mean);
    assert!(three.last_out_s.mean <= two.last_out_s.mean);
}

#[test]
fn voters_without_patience_are_lost_as_erlang_b_says() {
    let mut stage = Stage::new(3, lognormal(2.5, 0.7));
    // M/G/c/c: who cannot be served at once leaves; the share does not depend on the law.
    stage.patience = Some(Service::Deterministic { mean_s: 1e-9 });
    let outcome = steady(vec![stage]);
    let theory = erlang_b(3, 2.5);
    assert!(
        (outcome.left_unserved_share - theory).abs() < 0.003,
        "{} for {theory}",
        outcome.left_unserved_share
    );
}

#[test]
fn impatient_voters_leave_as_in_the_queue_of_palm() {
    // M/M/1 + M with arrivals 1, service rate 1/0.9, patience rate 1/5: a birth and death process
    // with p(n) ∝ Π λ / (μ + (k−1) θ); the lost share is θ E[queue] / λ.
    let (mu, theta) = (1.0 / 0.9, 0.2);
    let (mut p, mut sum, mut queue) = (1.0, 1.0, 0.0);
    for n in 1..400 {
        p /= mu + f64::from(n - 1) * theta;
        sum += p;
        queue += p * f64::from(n - 1);
    }
    let theory = theta * queue / sum;
    let mut stage = Stage::new(1, exponential(0.9));
    stage.patience = Some(exponential(5.0));
    let found = steady(vec![stage]).left_unserved_share;
    assert!((found / theory - 1.0).abs() < 0.02, "{found} for {theory}");
}

#[test]
fn a_failing_device_delays_as_its_completion_time_says() {
    // One server that fails at rate ξ, busy or idle, and is repaired at rate η; service goes on
    // after the repair. With U(z), D(z) the generating functions of the number present while it
    // is up or down, balance gives
    //   U(z) = μ u₀ / (μ − λ z − ξ λ z / (λ (1 − z) + η)),   D(z) = ξ U(z) / (λ (1 − z) + η),
    // and the mean number present is U′(1) + D′(1).
    let (lambda, mu, xi, eta): (f64, f64, f64, f64) = (1.0, 2.0, 0.05, 0.2);
    let u = eta / (xi + eta);
    let slope = lambda + xi * lambda / eta + xi * lambda * lambda / (eta * eta);
    let u_slope = u * slope / (mu - lambda - xi * lambda / eta);
    let d_slope = xi * u_slope / eta + xi * u * lambda / (eta * eta);
    // Little's law, less the service itself stretched by the failures within it.
    let wait = (u_slope + d_slope) / lambda - (1.0 + xi / eta) / mu;
    let mut stage = Stage::new(1, exponential(1.0 / mu));
    stage.breakdown =
        Some(Breakdown { mean_hours_between: 1.0 / xi / 3_600.0, repair_min: 1.0 / eta / 60.0 });
    let found = steady(vec![stage]).stages[0].wait.mean_s;
    let [low, high] = found.ci95.unwrap();
    let half = (high - low) / 2.0;
    assert!((found.mean - wait).abs() < 2.0 * half && half < 0.03 * wait, "{found:?} for {wait}");
}

#[test]
fn a_full_room_holds_voters_at_their_desks() {
    // One desk, one booth, room for the voter in the booth only, both memoryless with mean 1, and
    // voters always queueing: the throughput of such a blocked pair is 2/3 (Hunt).
    let mut booth = Stage::new(1, exponential(1.0));
    booth.room = Some(1);
    let crowd = place(0.01, 20_000.0, vec![Stage::new(1, exponential(1.0)), booth]);
    let run = Run { days: 10, seed: 1, limit_s: 3.0, by_quarter: false };
    let outcome = simulate(&crowd, &run).unwrap();
    let throughput = outcome.voters / outcome.last_out_s.mean;
    assert!((throughput - 2.0 / 3.0).abs() < 0.005, "{throughput}");
    // Room for one more in between: 3/4.
    let mut roomier = crowd;
    roomier.stages[1].room = Some(2);
    let outcome = simulate(&roomier, &run).unwrap();
    let throughput = outcome.voters / outcome.last_out_s.mean;
    assert!((throughput - 0.75).abs() < 0.005, "{throughput}");
}

#[test]
fn nobody_is_begun_during_a_rest() {
    let mut desk = Stage::new(2, Service::Deterministic { mean_s: 1.0 });
    desk.breaks = vec![Break { from_h: 1.0, to_h: 2.0, servers: 2 }];
    let outcome = simulate(&place(3.0, 300.0, vec![desk.clone()]), &Run::of(100, 1)).unwrap();
    // Who comes in the middle of the rest waits half an hour, in its first quarter 52 minutes.
    assert!((outcome.wait_by_quarter_s[4] - 3_150.0).abs() < 60.0, "{:?}", outcome.wait_by_quarter_s);
    assert!(outcome.wait_by_quarter_s[2] < 1.0);
    // With one of two resting, the other serves.
    desk.breaks[0].servers = 1;
    let outcome = simulate(&place(3.0, 300.0, vec![desk]), &Run::of(100, 1)).unwrap();
    assert!(outcome.wait_by_quarter_s[4] < 1.0);
}

#[test]
fn more_servers_than_the_short_recursion_knows_wait_as_erlang_says() {
    let stage = Stage::new(20, exponential(18.0));
    let outcome = steady(vec![stage]);
    let theory = mmc_wait(20, 1.0, 18.0).unwrap();
    let found = outcome.stages[0].wait.mean_s;
    assert!((found.mean / theory - 1.0).abs() < 0.05, "{} for {theory}", found.mean);
}
