//! Which sites, of so many, make the way shortest, device for device? A p-median.

use super::map::{Map, UNREACHED_MIN};
use crate::kernel::mix;
use rayon::prelude::*;

/// As many choices of sites as are simply tried out.
const TRIED_OUT: f64 = 200_000.0;

impl Map {
    /// As many hubs as wanted, with the least way; and whether every choice was tried.
    pub(super) fn median(&self, cover: &[usize], wanted: usize) -> (Vec<usize>, bool) {
        if choices(self.candidates.len(), wanted) <= TRIED_OUT {
            return (self.every_choice(wanted), true);
        }
        (self.exchanged_and_shaken(cover, wanted), false)
    }

    /// Exchanges until none helps, from two starts; then, as far as the work allows, shakes a third
    /// of the best answer loose and exchanges again, since an exchange sees only one hub at a time.
    pub(super) fn exchanged_and_shaken(&self, cover: &[usize], wanted: usize) -> Vec<usize> {
        let settle = |start: &[usize]| {
            let mut chosen = start.to_vec();
            chosen.truncate(wanted);
            while chosen.len() < wanted {
                chosen.push(self.best_addition(&chosen));
            }
            while let Some((leaves, enters)) = self.best_exchange(&chosen) {
                chosen[leaves] = enters;
            }
            (self.cost(&chosen), chosen)
        };
        let better = |a: (f64, Vec<usize>), b: (f64, Vec<usize>)| if b.0 < a.0 { b } else { a };
        let mut best = better(settle(cover), settle(&[]));
        let ways: usize = self.reach.iter().map(Vec::len).sum();
        let shakes = (2_000_000 / ways.max(1)).min(60);
        for shake in 0..shakes as u64 {
            // A fixed rule rather than chance: the same county always gets the same hubs.
            let kept = best.1.iter().enumerate();
            let start: Vec<usize> = kept
                .filter(|(i, _)| !mix(shake << 32 | *i as u64).is_multiple_of(3))
                .map(|(_, one)| *one)
                .collect();
            let stranger = (mix(!shake) % self.candidates.len() as u64) as usize;
            let start =
                if start.contains(&stranger) { start } else { [&[stranger], start.as_slice()].concat() };
            best = better(best, settle(&start));
        }
        best.1
    }

    pub(super) fn every_choice(&self, wanted: usize) -> Vec<usize> {
        let count = self.candidates.len();
        let mut choice: Vec<usize> = (0..wanted).collect();
        let mut best = (f64::INFINITY, choice.clone());
        loop {
            let cost = self.cost(&choice);
            if cost < best.0 {
                best = (cost, choice.clone());
            }
            // The next choice in the order of a dictionary.
            let Some(at) = (0..wanted).rev().find(|&at| choice[at] < count - wanted + at) else {
                return best.1;
            };
            choice[at] += 1;
            for later in at + 1..wanted {
                choice[later] = choice[later - 1] + 1;
            }
        }
    }

    fn best_addition(&self, chosen: &[usize]) -> usize {
        let nearest = self.nearest(chosen);
        let saves = |candidate: usize| -> f64 {
            self.reach[candidate]
                .iter()
                .map(|&(to, minutes)| {
                    let now = nearest[to as usize].first.map_or(UNREACHED_MIN, |(_, first)| first);
                    (now - f64::from(minutes)).max(0.0) * self.weights[to as usize]
                })
                .sum()
        };
        let free = (0..self.candidates.len()).into_par_iter().filter(|one| !chosen.contains(one));
        let best = free.map(|one| (saves(one), one)).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        best.map_or(0, |(_, one)| one)
    }

    /// The exchange of one hub for another that shortens the way most, by Whitaker's reckoning: one
    /// pass over what the newcomer reaches tells its effect together with every possible leaver.
    fn best_exchange(&self, chosen: &[usize]) -> Option<(usize, usize)> {
        let nearest = self.nearest(chosen);
        let place_of = |candidate: u32| chosen.iter().position(|&one| one == candidate as usize);
        // By branch: which of the chosen serves it. By chosen: what is lost if it leaves alone.
        let serves: Vec<Option<usize>> =
            nearest.iter().map(|near| near.first.and_then(|(one, _)| place_of(one))).collect();
        let mut alone = vec![0.0; chosen.len()];
        for (i, near) in nearest.iter().enumerate() {
            if let (Some(place), Some((_, first))) = (serves[i], near.first) {
                alone[place] += (near.second_min - first) * self.weights[i];
            }
        }
        let best = (0..self.candidates.len())
            .into_par_iter()
            .filter(|one| !chosen.contains(one))
            .filter_map(|newcomer| {
                let mut lost = alone.clone();
                let mut saved = 0.0;
                for &(to, minutes) in &self.reach[newcomer] {
                    let (i, minutes) = (to as usize, f64::from(minutes));
                    let near = nearest[i];
                    let first = near.first.map_or(UNREACHED_MIN, |(_, first)| first);
                    saved += (first - minutes).max(0.0) * self.weights[i];
                    if let Some(place) = serves[i] {
                        let fallback = minutes.max(first);
                        lost[place] -= (near.second_min - fallback).max(0.0) * self.weights[i];
                    }
                }
                let (place, lost) = lost.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1))?;
                Some((saved - lost, place, newcomer))
            })
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.2.cmp(&a.2)))?;
        (best.0 > 1e-6 * self.weight).then_some((best.1, best.2))
    }

    /// A bound on the weighted minutes of any `wanted` hubs: the Lagrangian of the p-median,
    /// `Σ uᵢ + (the p least of Σ_{i∈j} min(0, wᵢ dᵢⱼ − uᵢ))`, raised along its subgradient.
    pub(super) fn median_bound(&self, wanted: usize, known: f64) -> f64 {
        let mut prices: Vec<f64> = self.weights.clone();
        let mut cheapest = vec![f64::INFINITY; self.weights.len()];
        for &(to, minutes) in self.reach.iter().flatten() {
            let cost = f64::from(minutes) * self.weights[to as usize];
            cheapest[to as usize] = cheapest[to as usize].min(cost);
        }
        prices
            .iter_mut()
            .zip(&cheapest)
            .for_each(|(price, least)| *price = if least.is_finite() { *least } else { 0.0 });
        // Nobody is nearer to a hub than its nearest site; the Lagrangian starts from there.
        let (mut best, mut step, mut stale) = (f64::NEG_INFINITY, 1.0, 0);
        for _ in 0..300 {
            let mut values: Vec<(f64, usize)> = self
                .reach
                .par_iter()
                .enumerate()
                .map(|(one, reach)| {
                    let saved = reach.iter().map(|&(to, minutes)| {
                        (f64::from(minutes) * self.weights[to as usize] - prices[to as usize]).min(0.0)
                    });
                    (saved.sum(), one)
                })
                .collect();
            values.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            values.truncate(wanted);
            let value = prices.iter().sum::<f64>() + values.iter().map(|(value, _)| value).sum::<f64>();
            if value > best {
                (best, stale) = (value, 0);
            } else {
                stale += 1;
                if stale == 8 {
                    (step, stale) = (step / 2.0, 0);
                }
            }
            let mut slope: Vec<f64> =
                cheapest.iter().map(|least| if least.is_finite() { 1.0 } else { 0.0 }).collect();
            for &(_, one) in &values {
                for &(to, minutes) in &self.reach[one] {
                    if f64::from(minutes) * self.weights[to as usize] < prices[to as usize] {
                        slope[to as usize] -= 1.0;
                    }
                }
            }
            let norm: f64 = slope.iter().map(|one| one * one).sum();
            if norm == 0.0 || known <= value {
                break;
            }
            let length = step * (known - value) / norm;
            prices.iter_mut().zip(&slope).for_each(|(price, slope)| *price += length * slope);
        }
        best.min(known)
    }
}

/// How many ways there are to choose.
fn choices(from: usize, wanted: usize) -> f64 {
    (0..wanted.min(from - wanted.min(from))).map(|i| (from - i) as f64 / (i + 1) as f64).product()
}
