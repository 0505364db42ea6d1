//! Sizing against exhaustive search, and what it refuses.
#![allow(clippy::unwrap_used)]

use planning::kernel::{Breakdown, Profile, Run, Service, simulate};
use planning::size::{Booths, Branch, Costs, Obstacle, Promise, Question, size};

fn lognormal(mean_s: f64, cv: f64) -> Service {
    Service::Lognormal { mean_s, cv }
}

fn branch(id: &str, voters: f64, check_in_s: f64, vote_s: f64, booths: Booths) -> Branch {
    let surge = Profile::opening_surge(12.0).unwrap();
    Branch::new(id, surge, voters, lognormal(check_in_s, 0.8), lognormal(vote_s, 0.6), booths)
}

fn question(branches: Vec<Branch>) -> Question {
    Question {
        branches,
        promise: Promise::default(),
        costs: Costs::default(),
        stock: None,
        days: 60,
        seed: 11,
    }
}

/// Days on which somebody waits over the limit, by the simulator itself rather than the search.
fn broken(branch: &Branch, devices: u32, booths: u32, question: &Question) -> u32 {
    let run = Run {
        days: question.days,
        seed: branch.seed(question.seed),
        limit_s: question.promise.limit_s,
        by_quarter: false,
    };
    let share = simulate(&branch.with(devices, booths), &run).unwrap().total.days_over_limit.mean;
    (share * f64::from(question.days)).round() as u32
}

#[test]
fn the_cheapest_plan_is_the_one_exhaustive_search_finds() {
    let mut rough = branch("rough", 400.0, 45.0, 150.0, Booths::AsNeeded);
    rough.place.stages[0].breakdown = Some(Breakdown { mean_hours_between: 8.0, repair_min: 20.0 });
    let branches = vec![
        branch("small", 200.0, 30.0, 90.0, Booths::AsNeeded),
        branch("middle", 600.0, 45.0, 150.0, Booths::AsNeeded),
        branch("large", 1_500.0, 60.0, 120.0, Booths::AsNeeded),
        branch("slow booths", 300.0, 22.7, 400.0, Booths::AsNeeded),
        rough,
    ];
    for device in [0.1, 1.0, 7.0] {
        let mut question = question(branches.clone());
        question.costs.device = device;
        let allowed = question.promise.may_break(question.days).unwrap();
        let sizing = size(&question, &|| ()).unwrap();
        for (branch, need) in branches.iter().zip(&sizing.needs) {
            let cost = |d: u32, b: u32| f64::from(d) * device + f64::from(b) * question.costs.booth;
            let found = cost(need.devices, need.booths);
            assert_eq!(need.obstacle, None);
            assert!(broken(branch, need.devices, need.booths, &question) <= allowed);
            assert_eq!(broken(branch, need.devices, need.booths, &question), need.days_broken);
            // Every plan that would be cheaper fails.
            for d in 1..=need.devices + 4 {
                for b in (1..=need.booths + 8).filter(|&b| cost(d, b) < found - 1e-9) {
                    assert!(broken(branch, d, b, &question) > allowed, "{} with {d} and {b}", branch.id);
                }
            }
            assert!(need.devices_at_least <= need.devices && need.booths_at_least <= need.booths);
        }
        assert!(sizing.cost_at_least <= sizing.cost);
    }
}

#[test]
fn a_branch_gets_the_same_answer_in_any_list_and_on_any_threads() {
    let branches: Vec<Branch> = (0..12)
        .map(|i| branch(&format!("branch {i}"), 80.0 * f64::from(i + 1), 45.0, 120.0, Booths::AsNeeded))
        .collect();
    let all = size(&question(branches.clone()), &|| ()).unwrap();
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(pool.install(|| size(&question(branches.clone()), &|| ()).unwrap()), all);
    }
    let one = size(&question(vec![branches[7].clone()]), &|| ()).unwrap();
    assert_eq!(one.needs[0], all.needs[7]);
}

#[test]
fn a_short_stock_is_shared_so_that_the_longest_wait_is_least() {
    let branches = vec![
        branch("a", 250.0, 80.0, 60.0, Booths::Fixed(4)),
        branch("b", 500.0, 80.0, 60.0, Booths::Fixed(6)),
        branch("c", 900.0, 80.0, 60.0, Booths::Fixed(8)),
    ];
    let mut question = question(branches);
    let need = size(&question, &|| ()).unwrap().devices;
    for stock in 3..need {
        question.stock = Some(stock);
        let sizing = size(&question, &|| ()).unwrap();
        let shared = sizing.shared.unwrap();
        assert_eq!((shared.devices, shared.missing), (stock, need - stock));
        assert!(shared.devices_for_less > stock, "the certificate at {stock}");

        // Exhaustively: the proven wait of every branch at every number, and every split. The wait
        // is found by halving the limit with the simulator, not by the code under test.
        let allowed = question.promise.may_break(question.days).unwrap();
        let wait = |branch: &Branch, devices: u32| {
            let Booths::Fixed(booths) = branch.booths else { panic!("fixed above") };
            let (mut low, mut high) = (0.0, 400_000.0);
            while high - low > 5.0 {
                let mut question = question.clone();
                question.promise.limit_s = 0.5 * (low + high);
                if broken(branch, devices, booths, &question) <= allowed {
                    high = question.promise.limit_s;
                } else {
                    low = question.promise.limit_s;
                }
            }
            high
        };
        if stock == need - 2 {
            let needs: Vec<u32> = sizing.needs.iter().map(|need| need.devices).collect();
            let curves: Vec<Vec<f64>> = question
                .branches
                .iter()
                .zip(&needs)
                .map(|(branch, &need)| (1..=need).map(|devices| wait(branch, devices)).collect())
                .collect();
            let mut best = f64::INFINITY;
            for a in 1..=needs[0] {
                for b in 1..=needs[1] {
                    for c in 1..=needs[2] {
                        if u64::from(a + b + c) == stock {
                            let split = [a, b, c];
                            let worst = (0..3).map(|i| curves[i][split[i] as usize - 1]).fold(0.0, f64::max);
                            best = best.min(worst);
                        }
                    }
                }
            }
            // The curves here are read to five seconds.
            assert!((shared.longest_wait_s - best).abs() <= 5.0, "{} for {best}", shared.longest_wait_s);
        }
    }
}

#[test]
fn too_few_booths_are_named_as_the_obstacle_with_what_would_do() {
    let few = branch("berlin", 1_085.0, 30.0, 300.0, Booths::Fixed(3));
    let sizing = size(&question(vec![few.clone()]), &|| ()).unwrap();
    let Some(Obstacle::TooFewBooths { needed }) = sizing.needs[0].obstacle else {
        panic!("three booths cannot do: {:?}", sizing.needs[0])
    };
    assert!(needed > 8, "{needed}");
    let mut enough = few;
    enough.booths = Booths::Fixed(needed);
    assert_eq!(size(&question(vec![enough]), &|| ()).unwrap().needs[0].obstacle, None);
}

#[test]
fn a_faulty_list_is_refused_at_its_line() {
    let ok = branch("a", 500.0, 45.0, 90.0, Booths::AsNeeded);
    let mut negative = ok.clone();
    negative.id = "b".into();
    negative.place.voters = -3.0;
    let refused = |branches| size(&question(branches), &|| ()).unwrap_err();
    assert_eq!(refused(vec![ok.clone(), negative]).field(), "branches[1] (b).voters");
    assert_eq!(refused(vec![ok.clone(), ok.clone()]).code(), "plan-twice");
    assert_eq!(refused(vec![]).code(), "plan-empty");
    let mut none = ok;
    none.booths = Booths::Fixed(0);
    assert_eq!(refused(vec![none]).field(), "branches[0] (a).booths");
}
