//! Which sites reach which branches, and in how many minutes.

use super::Question;
use crate::error::{InputError, at_most, level, positive, share};
use rayon::prelude::*;

/// What counts as minutes for a branch no hub reaches: so much that no saving elsewhere makes up.
pub(super) const UNREACHED_MIN: f64 = 1e5;

/// Who reaches whom, and in how many minutes.
pub(super) struct Map {
    /// The sites at which a hub may stand.
    pub(super) candidates: Vec<usize>,
    /// By candidate: the branches it reaches in time, with the minutes, in the order of branches.
    pub(super) reach: Vec<Vec<(u32, f32)>>,
    /// By branch: how many candidates reach it.
    pub(super) reached_by: Vec<u32>,
    /// By branch: its devices, or one where there are none.
    pub(super) weights: Vec<f64>,
    /// Weight of all branches that somebody reaches.
    pub(super) weight: f64,
}

/// The nearest chosen site of a branch, and how far the next is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Near {
    pub(super) first: Option<(u32, f64)>,
    pub(super) second_min: f64,
}

impl Map {
    pub(super) fn draw(question: &Question) -> Result<Self, InputError> {
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
    pub(super) fn nearest(&self, chosen: &[usize]) -> Vec<Near> {
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
    pub(super) fn cost(&self, chosen: &[usize]) -> f64 {
        let nearest = self.nearest(chosen);
        let out = nearest.iter().zip(&self.weights).zip(&self.reached_by);
        let missing: f64 = out
            .filter(|((near, _), by)| near.first.is_none() && **by > 0)
            .map(|((_, weight), _)| weight * UNREACHED_MIN)
            .sum();
        self.cost_of_reached(&nearest) + missing
    }

    pub(super) fn cost_of_reached(&self, nearest: &[Near]) -> f64 {
        let reached = nearest.iter().zip(&self.weights);
        reached.filter_map(|(near, weight)| Some(near.first?.1 * weight)).sum()
    }
}
