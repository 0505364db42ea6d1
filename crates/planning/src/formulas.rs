//! The textbook formulas, for explanation and for bounds.
//!
//! They describe a queue that has been running for ever at a constant rate. A polling day opens
//! with nobody inside, surges, and ends; in its busiest hour the load may be above one, where every
//! formula here says the wait is infinite while the day itself shows minutes. And in a quiet hour
//! after a surge they say there is no queue while it is still standing outside. Plan with
//! [`crate::kernel`]; use these to see why, and as a check that the kernel is right.

use crate::kernel::Profile;

/// Erlang B: the chance that a customer is lost, when all who find `servers` busy are. The load is
/// arrival rate times mean service.
#[must_use]
pub fn erlang_b(servers: u32, load: f64) -> f64 {
    // B(0) = 1;  B(c) = a B(c−1) / (c + a B(c−1)), which never overflows as the factorials would.
    (1..=servers).fold(1.0, |b, c| load * b / (f64::from(c) + load * b))
}

/// Erlang C: the chance that a customer waits in M/M/c; absent when the load reaches the servers.
#[must_use]
pub fn erlang_c(servers: u32, load: f64) -> Option<f64> {
    let c = f64::from(servers);
    if load >= c {
        return None;
    }
    let b = erlang_b(servers, load);
    Some(c * b / (c - load * (1.0 - b)))
}

/// The mean wait in M/M/c, in the unit of the mean service; absent when there is no steady state.
#[must_use]
pub fn mmc_wait(servers: u32, rate: f64, mean_service: f64) -> Option<f64> {
    let load = rate * mean_service;
    Some(erlang_c(servers, load)? * mean_service / (f64::from(servers) - load))
}

/// The share of customers who wait longer than `t` in M/M/c.
#[must_use]
pub fn mmc_wait_over(servers: u32, rate: f64, mean_service: f64, t: f64) -> Option<f64> {
    let load = rate * mean_service;
    Some(erlang_c(servers, load)? * (-(f64::from(servers) - load) * t / mean_service).exp())
}

/// Pollaczek and Khinchine: the mean wait before one server with any service law, exactly.
#[must_use]
pub fn pollaczek_khinchine(rate: f64, mean_service: f64, service_cv: f64) -> Option<f64> {
    let load = rate * mean_service;
    (load < 1.0).then(|| load * mean_service * (1.0 + service_cv * service_cv) / (2.0 * (1.0 - load)))
}

/// Allen and Cunneen: the M/M/c wait, corrected for how irregular arrivals and services are.
/// Exact for one server and Poisson arrivals, else an approximation good to some ten per cent.
#[must_use]
pub fn allen_cunneen(
    servers: u32,
    rate: f64,
    mean_service: f64,
    service_cv: f64,
    arrival_cv: f64,
) -> Option<f64> {
    let irregularity = (arrival_cv * arrival_cv + service_cv * service_cv) / 2.0;
    Some(mmc_wait(servers, rate, mean_service)? * irregularity)
}

/// Square-root staffing: load + β √load servers, rounded up. β near one makes about a fifth of
/// voters wait; β near two, one in forty.
#[must_use]
pub fn square_root_staffing(load: f64, beta: f64) -> u32 {
    (load + beta * load.sqrt()).ceil().max(1.0) as u32
}

/// The fewest servers with which at most this share of customers waits at all, by Erlang C.
#[must_use]
pub fn servers_for_waiting_share(load: f64, share: f64) -> u32 {
    let mut servers = load.floor() as u32 + 1;
    while erlang_c(servers, load).is_some_and(|waiting| waiting > share) {
        servers += 1;
    }
    servers
}

/// The fewest servers that work off a whole day's service time in the hours there are: with fewer,
/// somebody is still there after closing, whatever the order of arrival.
#[must_use]
pub fn servers_for_workload(voters: f64, mean_service_s: f64, hours: f64) -> u32 {
    (voters * mean_service_s / (hours * 3_600.0) - 1e-9).ceil().max(1.0) as u32
}

/// The modified offered load at given hours: how many servers would be busy if there were enough
/// for everybody, `m(t) = ∫ λ(u) P(S > t − u) du`, for exponential services.
///
/// Unlike the load of the hour, it remembers: it rises after the surge begins and outlasts it. As a
/// load for Erlang's formulas it is good while few wait, and too kind once a queue has built up.
#[must_use]
pub fn modified_offered_load(
    profile: &Profile,
    voters: f64,
    mean_service_s: f64,
    at_hours: &[f64],
) -> Vec<f64> {
    at_hours
        .iter()
        .map(|&hour| {
            let now = hour * 3_600.0;
            // Of an interval with rate λ from a to b, λ s (e^(−(t−b)/s) − e^(−(t−a)/s)) are still there.
            let left = |time: f64| (-(now - time) / mean_service_s).exp();
            let still = profile.intervals().iter().filter(|one| one.from_h < hour).map(|one| {
                let (a, b) = (one.from_h * 3_600.0, one.to_h * 3_600.0);
                let rate = one.share * voters / (b - a);
                rate * mean_service_s * (left(b.min(now)) - left(a))
            });
            still.sum()
        })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64, by: f64) {
        assert!((found - expected).abs() < by, "{found} for {expected}");
    }

    #[test]
    fn erlang_agrees_with_its_definitions() {
        // B(2, 1) = (1/2) / (1 + 1 + 1/2) and C(2, 1) = 1/3, by hand.
        close(erlang_b(2, 1.0), 0.2, 1e-15);
        close(erlang_c(2, 1.0).unwrap(), 1.0 / 3.0, 1e-15);
        // With one server the chance to wait is the load.
        close(erlang_c(1, 0.7).unwrap(), 0.7, 1e-15);
        assert_eq!(erlang_c(2, 2.0), None);
        // A thousand servers do not overflow.
        assert!(erlang_b(1_000, 990.0) > 0.0);
    }

    #[test]
    fn one_server_obeys_both_its_formulas() {
        close(mmc_wait(1, 0.8, 1.0).unwrap(), 4.0, 1e-12);
        close(pollaczek_khinchine(0.8, 1.0, 1.0).unwrap(), 4.0, 1e-12);
        close(pollaczek_khinchine(0.8, 1.0, 0.0).unwrap(), 2.0, 1e-12);
        close(
            allen_cunneen(1, 0.8, 1.0, 0.5, 1.0).unwrap(),
            pollaczek_khinchine(0.8, 1.0, 0.5).unwrap(),
            1e-12,
        );
    }

    #[test]
    fn the_offered_load_rises_to_the_load_of_the_hour_and_outlasts_it() {
        let profile = Profile::of_shares(4.0, &[1.0, 0.0]).unwrap();
        let load = modified_offered_load(&profile, 720.0, 600.0, &[0.0, 2.0, 2.25, 3.0]);
        close(load[0], 0.0, 1e-12);
        // Rate 0.1/s × 600 s = 60 busy, reached to within e^(−12); then it decays as e^(−t/s).
        close(load[1], 60.0, 1e-3);
        close(load[2], 60.0 * (-1.5_f64).exp(), 1e-3);
        close(load[3], 60.0 * (-6.0_f64).exp(), 1e-3);
    }

    #[test]
    fn square_root_staffing_keeps_its_word() {
        assert_eq!(square_root_staffing(100.0, 1.0), 110);
        assert!(erlang_c(110, 100.0).unwrap() < 0.25);
        assert!(erlang_c(servers_for_waiting_share(100.0, 0.1), 100.0).unwrap() <= 0.1);
        assert!(erlang_c(servers_for_waiting_share(100.0, 0.1) - 1, 100.0).unwrap() > 0.1);
    }
}
