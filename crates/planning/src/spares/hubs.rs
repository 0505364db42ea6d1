//! Where spares stand.
//!
//! Two questions in order. First, with how few hubs can every branch be reached in time? That is a
//! set cover. Then, with so many (or as many as were asked for), which sites make the way shortest,
//! device for device, with every branch still reached? That is a p-median. Small counties are
//! searched exactly; for large ones a good answer comes with a proven bound, so that one knows how
//! much better the best could be.

use rayon::prelude::*;
use serde::Serialize;

use super::place::{County, Site, Travel};
use super::pool::pool;
use super::stock::stock;
use crate::error::{InputError, at_most, level, positive, share};
use crate::kernel::mix;

/// As many choices of sites as are simply tried out.
const TRIED_OUT: f64 = 200_000.0;

/// What counts as minutes for a branch no hub reaches: so much that no saving elsewhere makes up.
const UNREACHED_MIN: f64 = 1e5;

/// A county that wants hubs.
#[derive(Debug, Clone)]
pub struct Question {
    /// Branches.
    pub sites: Vec<Site>,
    /// The box they must lie in.
    pub county: County,
    /// How fast a spare travels.
    pub travel: Travel,
    /// Minutes within which every branch gets one.
    pub within_min: f64,
    /// Share of devices that fail in a day.
    pub failure_share: f64,
    /// The chance that every hub has enough for its day.
    pub level: f64,
    /// Number of hubs; the fewest when absent.
    pub hubs: Option<usize>,
}

/// Where spares stand, and how good the answer is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hubs {
    /// The hubs.
    pub hubs: Vec<Hub>,
    /// By branch, in the order asked: its hub and the minutes from it; absent where none is in reach.
    pub served: Vec<Option<(usize, f64)>>,
    /// Branches that no site can reach in time.
    pub unreached: Vec<String>,
    /// Spares in all.
    pub spares: u64,
    /// Spares that one pool without distances would need: no plan has fewer.
    pub spares_at_least: u64,
    /// Mean minutes to a device, weighted by devices.
    pub mean_min: f64,
    /// No choice of as many hubs has a shorter mean.
    pub mean_min_at_least: f64,
    /// The longest way to a branch.
    pub farthest_min: f64,
    /// No plan reaches every branch with fewer hubs.
    pub hubs_at_least: usize,
    /// Whether sites were searched exactly.
    pub exact: bool,
}

/// One hub.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hub {
    /// The branch where it stands.
    pub id: String,
    /// Spares it holds.
    pub spares: u64,
    /// Branches it serves.
    pub branches: usize,
    /// Failures expected among them.
    pub expected: f64,
    /// Minutes to the farthest of them.
    pub farthest_min: f64,
}

/// Chooses hubs and their stock.
pub fn hubs(question: &Question) -> Result<Hubs, InputError> {
    let map = Map::draw(question)?;
    let fewest = map.fewest();
    let hubs_at_least = if fewest.exact {
        fewest.chosen.len()
    } else {
        map.cover_bound(fewest.chosen.len()).min(fewest.chosen.len())
    };
    let wanted = question.hubs.unwrap_or(fewest.chosen.len()).clamp(1, map.candidates.len());
    let (chosen, exact) = map.median(&fewest.chosen, wanted);
    let mean_min_at_least = if exact {
        map.cost(&chosen) / map.weight
    } else {
        map.median_bound(wanted, map.cost(&chosen)) / map.weight
    };
    report(
        question,
        &map,
        &chosen,
        Quality { hubs_at_least, mean_min_at_least, exact: exact && fewest.exact },
    )
}

struct Quality {
    hubs_at_least: usize,
    mean_min_at_least: f64,
    exact: bool,
}

fn report(question: &Question, map: &Map, chosen: &[usize], quality: Quality) -> Result<Hubs, InputError> {
    let mut chosen = chosen.to_vec();
    chosen.sort_unstable();
    let nearest = map.nearest(&chosen);
    let hub_of = |candidate: usize| chosen.iter().position(|&one| one == candidate);
    let served: Vec<Option<(usize, f64)>> = nearest
        .iter()
        .map(|near| near.first.and_then(|(candidate, minutes)| Some((hub_of(candidate as usize)?, minutes))))
        .collect();
    let mut hubs: Vec<Hub> = chosen
        .iter()
        .map(|&one| Hub {
            id: question.sites[map.candidates[one]].id.clone(),
            spares: 0,
            branches: 0,
            expected: 0.0,
            farthest_min: 0.0,
        })
        .collect();
    for (site, served) in question.sites.iter().zip(&served) {
        if let Some((hub, minutes)) = *served {
            hubs[hub].branches += 1;
            hubs[hub].expected += f64::from(site.devices) * question.failure_share;
            hubs[hub].farthest_min = hubs[hub].farthest_min.max(minutes);
        }
    }
    let expected: Vec<f64> = hubs.iter().map(|hub| hub.expected).collect();
    for (hub, spares) in hubs.iter_mut().zip(stock(&expected, question.level)) {
        hub.spares = spares;
    }
    let reached = question.sites.iter().zip(&served).filter(|(_, served)| served.is_some());
    let devices: u64 = reached.map(|(site, _)| u64::from(site.devices)).sum();
    let unreached = question.sites.iter().zip(&served).filter(|(_, served)| served.is_none());
    Ok(Hubs {
        spares: hubs.iter().map(|hub| hub.spares).sum(),
        spares_at_least: pool(devices.max(1), question.failure_share, question.level)?.spares,
        mean_min: map.cost_of_reached(&nearest) / map.weight,
        mean_min_at_least: quality.mean_min_at_least.min(map.cost_of_reached(&nearest) / map.weight),
        farthest_min: hubs.iter().map(|hub| hub.farthest_min).fold(0.0, f64::max),
        hubs_at_least: quality.hubs_at_least,
        exact: quality.exact,
        unreached: unreached.map(|(site, _)| site.id.clone()).collect(),
        served,
        hubs,
    })
}

/// Who reaches whom, and in how many minutes.
struct Map {
    /// The sites at which a hub may stand.
    candidates: Vec<usize>,
    /// By candidate: the branches it reaches in time, with the minutes, in the order of branches.
    reach: Vec<Vec<(u32, f32)>>,
    /// By branch: how many candidates reach it.
    reached_by: Vec<u32>,
    /// By branch: its devices, or one where there are none.
    weights: Vec<f64>,
    /// Weight of all branches that somebody reaches.
    weight: f64,
}

#[derive(Debug, Clone, Copy)]
struct Near {
    first: Option<(u32, f64)>,
    second_min: f64,
}

struct Cover {
    chosen: Vec<usize>,
    exact: bool,
}

impl Map {
    fn draw(question: &Question) -> Result<Self, InputError> {
        if question.sites.is_empty() {
            return Err(InputError::Empty { field: "sites".into() });
        }
        at_most("sites", question.sites.len() as f64, 20_000.0)?;
        positive("within_min", question.within_min)?;
        share("failure_share", question.failure_share)?;
        level("level", question.level)?;
        question.travel.check()?;
        let mut names = std::collections::HashSet::new();
        for (i, site) in question.sites.iter().enumerate() {
            let field = format!("sites[{i}] ({})", site.id);
            question.county.check(&field, site.latitude, site.longitude)?;
            if !names.insert(site.id.as_str()) {
                return Err(InputError::Twice { field: format!("sites[{i}].id"), name: site.id.clone() });
            }
        }
        if question.hubs == Some(0) {
            return Err(InputError::NoneGiven { field: "hubs".into() });
        }
        let candidates: Vec<usize> =
            question.sites.iter().enumerate().filter(|(_, site)| site.may_hold).map(|(i, _)| i).collect();
        if candidates.is_empty() {
            return Err(InputError::NoneGiven { field: "sites that may hold a hub".into() });
        }
        let reach: Vec<Vec<(u32, f32)>> = candidates
            .par_iter()
            .map(|&from| {
                let start = (question.sites[from].latitude, question.sites[from].longitude);
                let ways =
                    question.sites.iter().zip(0..).map(|(site, to)| {
                        (to, question.travel.minutes(start, (site.latitude, site.longitude)))
                    });
                ways.filter(|(_, minutes)| *minutes <= question.within_min)
                    .map(|(to, minutes)| (to, minutes as f32))
                    .collect()
            })
            .collect();
        let mut reached_by = vec![0; question.sites.len()];
        reach.iter().flatten().for_each(|(to, _)| reached_by[*to as usize] += 1);
        let weights: Vec<f64> = question.sites.iter().map(|site| f64::from(site.devices.max(1))).collect();
        let weight: f64 =
            weights.iter().zip(&reached_by).filter(|(_, by)| **by > 0).map(|(weight, _)| weight).sum();
        Ok(Self { candidates, reach, reached_by, weights, weight: weight.max(1.0) })
    }

    /// By branch: the nearest of the chosen candidates, and how far the next is.
    fn nearest(&self, chosen: &[usize]) -> Vec<Near> {
        let mut nearest = vec![Near { first: None, second_min: UNREACHED_MIN }; self.weights.len()];
        for &candidate in chosen {
            for &(to, minutes) in &self.reach[candidate] {
                let (near, minutes) = (&mut nearest[to as usize], f64::from(minutes));
                match near.first {
                    Some((_, first)) if first <= minutes => near.second_min = near.second_min.min(minutes),
                    earlier => {
                        near.second_min = earlier.map_or(UNREACHED_MIN, |(_, first)| first);
                        near.first = Some((candidate as u32, minutes));
                    }
                }
            }
        }
        nearest
    }

    /// Minutes, weighted, with every branch left out made dear (but not those nobody can reach).
    fn cost(&self, chosen: &[usize]) -> f64 {
        let nearest = self.nearest(chosen);
        let out = nearest.iter().zip(&self.weights).zip(&self.reached_by);
        let missing: f64 = out
            .filter(|((near, _), by)| near.first.is_none() && **by > 0)
            .map(|((_, weight), _)| weight * UNREACHED_MIN)
            .sum();
        self.cost_of_reached(&nearest) + missing
    }

    fn cost_of_reached(&self, nearest: &[Near]) -> f64 {
        let reached = nearest.iter().zip(&self.weights);
        reached.filter_map(|(near, weight)| Some(near.first?.1 * weight)).sum()
    }

    /// The fewest candidates that reach every branch anybody reaches.
    fn fewest(&self) -> Cover {
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
    fn greedy_cover(&self) -> Vec<usize> {
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
    fn cover_bound(&self, known: usize) -> usize {
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

    /// As many hubs as wanted, with the least way; and whether every choice was tried.
    fn median(&self, cover: &[usize], wanted: usize) -> (Vec<usize>, bool) {
        if choices(self.candidates.len(), wanted) <= TRIED_OUT {
            return (self.every_choice(wanted), true);
        }
        (self.exchanged_and_shaken(cover, wanted), false)
    }

    /// Exchanges until none helps, from two starts; then, as far as the work allows, shakes a third
    /// of the best answer loose and exchanges again, since an exchange sees only one hub at a time.
    fn exchanged_and_shaken(&self, cover: &[usize], wanted: usize) -> Vec<usize> {
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

    fn every_choice(&self, wanted: usize) -> Vec<usize> {
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
    fn median_bound(&self, wanted: usize, known: f64) -> f64 {
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Branches strewn over the county by a fixed rule.
    fn strewn(count: usize, every: usize) -> Question {
        let site = |i: usize| {
            let (x, y) = ((i as f64 * 0.618_033_988).fract(), (i as f64 * 0.754_877_666).fract());
            Site {
                id: format!("b{i}"),
                latitude: 35.6 + 0.2 * x,
                longitude: 51.2 + 0.4 * y,
                devices: 1 + (i % 4) as u32,
                may_hold: i.is_multiple_of(every),
            }
        };
        Question {
            sites: (0..count).map(site).collect(),
            county: County::TEHRAN,
            travel: Travel::default(),
            within_min: 30.0,
            failure_share: 0.02,
            level: 0.999,
            hubs: None,
        }
    }

    #[test]
    fn every_branch_is_reached_in_time_from_the_fewest_hubs() {
        let question = strewn(60, 3);
        let answer = hubs(&question).unwrap();
        assert!(answer.exact && answer.unreached.is_empty());
        assert!(answer.farthest_min <= 30.0);
        assert_eq!(answer.hubs.len(), answer.hubs_at_least);
        // One fewer leaves somebody out, whichever are chosen.
        let map = Map::draw(&question).unwrap();
        let fewer = map.every_choice(answer.hubs.len() - 1);
        assert!(map.cost(&fewer) >= UNREACHED_MIN);
        assert_eq!(answer.hubs.iter().map(|hub| hub.branches).sum::<usize>(), 60);
    }

    #[test]
    fn exchange_comes_within_a_hundredth_of_the_best_and_the_bound_stays_below_it() {
        for (count, wanted) in [(60, 4), (90, 4), (75, 3)] {
            let question = Question { within_min: 90.0, ..strewn(count, 3) };
            let map = Map::draw(&question).unwrap();
            let best = map.cost(&map.every_choice(wanted));
            let found = map.cost(&map.exchanged_and_shaken(&map.greedy_cover(), wanted));
            assert!(found <= best * 1.01, "{found} for {best}");
            let bound = map.median_bound(wanted, found);
            assert!(bound <= best + 1e-6 && bound > 0.95 * best, "bound {bound}, best {best}");
            let fewest = map.fewest().chosen.len();
            let least = map.cover_bound(fewest);
            assert!(least <= fewest && least + 1 >= fewest, "{least} for {fewest}");
        }
    }

    #[test]
    fn a_branch_out_of_everyones_reach_is_named() {
        let mut question = strewn(30, 1);
        question.sites[7].latitude = 35.15;
        question.sites[7].longitude = 52.3;
        question.sites[7].may_hold = false;
        let answer = hubs(&question).unwrap();
        assert_eq!(answer.unreached, ["b7"]);
        assert_eq!(answer.served[7], None);
    }

    #[test]
    fn exchanged_coordinates_and_no_hubs_are_refused() {
        let mut question = strewn(5, 1);
        let site = &mut question.sites[3];
        (site.latitude, site.longitude) = (site.longitude, site.latitude);
        assert_eq!(hubs(&question).unwrap_err().field(), "sites[3] (b3)");
        let mut question = strewn(5, 1);
        question.hubs = Some(0);
        assert_eq!(hubs(&question).unwrap_err().field(), "hubs");
    }
}
