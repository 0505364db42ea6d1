//! With how few hubs can every branch be reached in time? A set cover.

use super::map::Map;
use rayon::prelude::*;

/// Sites that reach every branch that any site reaches.
pub(super) struct Cover {
    pub(super) chosen: Vec<usize>,
    /// Are there certainly no fewer?
    pub(super) exact: bool,
}

impl Map {
    /// The fewest candidates that reach every branch anybody reaches.
    pub(super) fn fewest(&self) -> Cover {
        let greedy = self.greedy_cover();
        let mut search = Exact { map: self, best: greedy, steps: 2_000_000, covers: self.covers() };
        if self.candidates.len() <= 60 {
            let mut covered = vec![0_u32; self.weights.len()];
            search.descend(&mut vec![], &mut covered);
            let exact = search.steps > 0;
            return Cover { chosen: search.best, exact };
        }
        Cover { chosen: search.best, exact: false }
    }

    /// By branch: the candidates that reach it.
    fn covers(&self) -> Vec<Vec<usize>> {
        let mut covers = vec![vec![]; self.weights.len()];
        for (candidate, reach) in self.reach.iter().enumerate() {
            reach.iter().for_each(|(to, _)| covers[*to as usize].push(candidate));
        }
        covers
    }

    /// Takes whoever reaches most that is not yet reached; then drops those made superfluous.
    pub(super) fn greedy_cover(&self) -> Vec<usize> {
        let mut left: Vec<bool> = self.reached_by.iter().map(|&by| by > 0).collect();
        let mut chosen = vec![];
        loop {
            let news = |candidate: &usize| {
                self.reach[*candidate].iter().filter(|(to, _)| left[*to as usize]).count()
            };
            let counts: Vec<usize> =
                (0..self.candidates.len()).into_par_iter().map(|one| news(&one)).collect();
            let Some((best, &count)) =
                counts.iter().enumerate().max_by_key(|(i, count)| (**count, usize::MAX - i))
            else {
                break;
            };
            if count == 0 {
                break;
            }
            chosen.push(best);
            self.reach[best].iter().for_each(|(to, _)| left[*to as usize] = false);
        }
        let mut times = vec![0_u32; self.weights.len()];
        chosen.iter().flat_map(|&one| &self.reach[one]).for_each(|(to, _)| times[*to as usize] += 1);
        chosen.retain(|&one| {
            let superfluous = self.reach[one].iter().all(|(to, _)| times[*to as usize] > 1);
            if superfluous {
                self.reach[one].iter().for_each(|(to, _)| times[*to as usize] -= 1);
            }
            !superfluous
        });
        chosen
    }

    /// A bound on the number of hubs from below: the Lagrangian of the set cover,
    /// `Σ uᵢ + Σⱼ min(0, 1 − Σ_{i∈j} uᵢ)`, raised by steps along its subgradient.
    pub(super) fn cover_bound(&self, known: usize) -> usize {
        // A branch pays its even part of the widest reach it lies in; no reach is then overpaid, so
        // the sum is a bound already.
        let mut widest = vec![0_usize; self.weights.len()];
        for reach in &self.reach {
            reach.iter().for_each(|(to, _)| widest[*to as usize] = widest[*to as usize].max(reach.len()));
        }
        let mut prices: Vec<f64> =
            widest.iter().map(|&widest| if widest > 0 { 1.0 / widest as f64 } else { 0.0 }).collect();
        let known = known as f64;
        let (mut best, mut step, mut stale) = (0.0_f64, 1.0, 0);
        for _ in 0..400 {
            let reduced: Vec<f64> = self
                .reach
                .par_iter()
                .map(|reach| 1.0 - reach.iter().map(|(to, _)| prices[*to as usize]).sum::<f64>())
                .collect();
            let value: f64 =
                prices.iter().sum::<f64>() + reduced.iter().filter(|one| **one < 0.0).sum::<f64>();
            if value > best {
                (best, stale) = (value, 0);
            } else {
                stale += 1;
                if stale == 8 {
                    (step, stale) = (step / 2.0, 0);
                }
            }
            let mut slope: Vec<f64> =
                self.reached_by.iter().map(|&by| if by > 0 { 1.0 } else { 0.0 }).collect();
            for (reach, reduced) in self.reach.iter().zip(&reduced) {
                if *reduced < 0.0 {
                    reach.iter().for_each(|(to, _)| slope[*to as usize] -= 1.0);
                }
            }
            let norm: f64 = slope.iter().map(|one| one * one).sum();
            if norm == 0.0 || (known - value) < 1e-9 {
                break;
            }
            let length = step * (known - value) / norm;
            prices
                .iter_mut()
                .zip(&slope)
                .for_each(|(price, slope)| *price = (*price + length * slope).max(0.0));
        }
        (best - 1e-6).ceil().max(1.0) as usize
    }
}

/// Branch and bound for the fewest hubs.
struct Exact<'a> {
    map: &'a Map,
    best: Vec<usize>,
    steps: u32,
    covers: Vec<Vec<usize>>,
}

impl Exact<'_> {
    fn descend(&mut self, chosen: &mut Vec<usize>, covered: &mut Vec<u32>) {
        if self.steps == 0 {
            return;
        }
        self.steps -= 1;
        let open = (0..covered.len()).filter(|&i| covered[i] == 0 && !self.covers[i].is_empty());
        // The branch that the fewest can reach leaves the fewest ways to go on.
        let (mut left, mut hardest) = (0, None);
        for i in open {
            left += 1;
            if hardest.is_none_or(|one: usize| self.covers[i].len() < self.covers[one].len()) {
                hardest = Some(i);
            }
        }
        let Some(hardest) = hardest else {
            if chosen.len() < self.best.len() {
                self.best.clone_from(chosen);
            }
            return;
        };
        let news = |one: &Vec<(u32, f32)>| one.iter().filter(|(to, _)| covered[*to as usize] == 0).count();
        let widest = self.map.reach.iter().map(news).max().unwrap_or(1).max(1);
        if chosen.len() + usize::div_ceil(left, widest) >= self.best.len() {
            return;
        }
        for candidate in self.covers[hardest].clone() {
            self.map.reach[candidate].iter().for_each(|(to, _)| covered[*to as usize] += 1);
            chosen.push(candidate);
            self.descend(chosen, covered);
            chosen.pop();
            self.map.reach[candidate].iter().for_each(|(to, _)| covered[*to as usize] -= 1);
        }
    }
}
