//! How popular each candidate and each list is.

use crate::sample::chance;
use election::setup::{Contest, List};
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;

/// Which part of all ballots names each candidate, and which part does so by a list's code.
#[derive(Debug)]
pub(super) struct Popularity {
    /// In the order of the contest's candidates.
    pub(super) candidates: Vec<f64>,
    /// In the order of the contest's lists; what is given by the code of a list is part of what its
    /// members have.
    pub(super) lists: Vec<f64>,
}

/// Ballots of Tehran 1400, and the votes of those who came first, twenty-first and twenty-second.
pub(super) const BALLOTS: f64 = 1_565_370.0;
const FIRST: f64 = 486_282.0 / BALLOTS;
const LAST: f64 = 255_854.0 / BALLOTS;
const BEYOND: f64 = 74_294.0 / BALLOTS;

/// The law that follows was not yet in force in 1400; how votes spread beyond the first list is assumed.
/// Each list has this part of the list before it,
const NEXT_LIST: f64 = 0.65;
/// its last member half of what its first has,
const WITHIN_LIST: f64 = 0.5;
/// and independents fall off by rank as words do in a language.
const INDEPENDENTS: f64 = -0.8;
/// A list's code brings most of what its least known member has.
const BY_CODE: f64 = 0.8;

impl Popularity {
    /// Among several picks: one full list leads, as one did in 1400, and holds the places of the seats; if
    /// it is shorter, the heads of the other lists and independents stand among its members.
    pub(super) fn of_many(contest: &Contest, seed: u64, voting: f64) -> Self {
        let mut rng = chance::of(seed, contest.id.as_str(), 0);
        let order = order(contest, &mut rng);
        let mut candidates = vec![0.0; contest.candidates.len()];
        let seats = usize::from(contest.seats);
        for (rank, (place, share)) in order.into_iter().enumerate() {
            candidates[usize::from(place)] = if rank < seats { of_rank(rank, seats) } else { share };
        }
        let lists = by_code(contest, &candidates, voting);
        Self { candidates, lists }
    }

    /// Among single picks: weights that fall off by rank; who is ahead is drawn.
    pub(super) fn of_one(contest: &Contest, seed: u64) -> Vec<f64> {
        let mut rng = chance::of(seed, contest.id.as_str(), 0);
        let mut weights: Vec<f64> = (1..=contest.candidates.len()).map(|rank| 1.0 / rank as f64).collect();
        weights.shuffle(&mut rng);
        weights
    }
}

/// Candidates from the most popular to the least, each with the share it has if no seat's place falls to it.
fn order(contest: &Contest, rng: &mut ChaCha8Rng) -> Vec<(u16, f64)> {
    let mut lists: Vec<Vec<u16>> =
        contest.lists.iter().map(|l| shuffled(contest.members(&l.code), rng)).collect();
    lists.shuffle(rng);
    let leading =
        (0..lists.len()).max_by_key(|n| lists[*n].len()).map(|n| lists.remove(n)).unwrap_or_default();
    let mut others: Vec<(u16, f64)> = Vec::new();
    for (members, place) in lists.iter().zip(0..) {
        let head = BEYOND * NEXT_LIST.powi(place);
        let steps = members.len().max(2) - 1;
        others.extend(
            (0..).zip(members).map(|(n, m)| (*m, head * WITHIN_LIST.powf(f64::from(n) / steps as f64))),
        );
    }
    let alone = (0u16..).zip(&contest.candidates).filter(|(_, c)| c.list.is_none()).map(|(place, _)| place);
    let alone = shuffled(alone, rng);
    others.extend((1..).zip(alone).map(|(rank, place)| (place, BEYOND * f64::from(rank).powf(INDEPENDENTS))));
    others.sort_by(|a, b| b.1.total_cmp(&a.1));
    let leading: Vec<(u16, f64)> = leading.into_iter().map(|place| (place, BEYOND)).collect();
    let heads = usize::from(contest.seats).saturating_sub(leading.len()).min(others.len());
    let rest = others.split_off(heads);
    spread(leading, others).into_iter().chain(rest).collect()
}

/// Both in their own order, the fewer at even distances among the more.
fn spread<T>(these: Vec<T>, those: Vec<T>) -> Vec<T> {
    let (all, among) = (these.len() + those.len(), those.len());
    let (mut these, mut those) = (these.into_iter(), those.into_iter());
    let turn_of_those = |n: usize| (n + 1) * among / all > n * among / all;
    (0..all).filter_map(|n| if turn_of_those(n) { those.next() } else { these.next() }).collect()
}

fn shuffled(places: impl Iterator<Item = u16>, rng: &mut ChaCha8Rng) -> Vec<u16> {
    let mut places: Vec<u16> = places.collect();
    places.shuffle(rng);
    places
}

/// From the first's share to the last's by equal ratios.
fn of_rank(rank: usize, seats: usize) -> f64 {
    let steps = seats.max(2) - 1;
    FIRST * (LAST / FIRST).powf(rank as f64 / steps as f64)
}

fn by_code(contest: &Contest, candidates: &[f64], voting: f64) -> Vec<f64> {
    let least = |list: &List| {
        let members = contest.members(&list.code).map(|place| candidates[usize::from(place)]);
        let least = members.fold(f64::INFINITY, f64::min);
        if least.is_finite() { BY_CODE * least } else { 0.0 }
    };
    let shares: Vec<f64> = contest.lists.iter().map(least).collect();
    // At least half of those who vote pick names, however popular a handful of tiny lists is.
    let most = (voting / 2.0 / shares.iter().sum::<f64>().max(f64::MIN_POSITIVE)).min(1.0);
    shares.into_iter().map(|share| share * most).collect()
}
