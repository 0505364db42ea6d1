//! Where spares stand.
//!
//! Two questions in order. First, with how few hubs can every branch be reached in time? That is a
//! set cover. Then, with so many (or as many as were asked for), which sites make the way shortest,
//! device for device, with every branch still reached? That is a p-median. Small counties are
//! searched exactly; for large ones a good answer comes with a proven bound, so that one knows how
//! much better the best could be.

mod cover;
mod map;
mod median;

use super::place::{County, Site, Travel};
use super::pool::pool;
use super::stock::stock;
use crate::error::InputError;
use map::Map;
use serde::Serialize;

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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::map::UNREACHED_MIN;
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
