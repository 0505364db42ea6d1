//! A county that stands in until the real list is imported.
//!
//! Published: the number of branches and of eligible voters. Everything else here is assumed and says
//! so: branch sizes follow a lognormal law; districts share the branches by their rounded weight in the
//! census; branches are scattered evenly about a district's middle, read off a map to a hundredth of a
//! degree. No point is the address of a school.

use super::Branch;
use crate::error::{InputError, at_least_one, at_most, not_negative, positive};
use crate::kernel::mix;
use crate::statistics::normal_quantile;

/// A district of Tehran by its number, or a city of the constituency by its name.
struct District {
    name: &'static str,
    /// Degrees north and east of its middle.
    middle: (f64, f64),
    /// Kilometres from its middle to the farthest branch.
    radius_km: f64,
    /// Its part of the branches, in no unit.
    weight: f64,
}

const fn district(name: &'static str, middle: (f64, f64), radius_km: f64, weight: f64) -> District {
    District { name, middle, radius_km, weight }
}

const DISTRICTS: [District; 26] = [
    district("1", (35.80, 51.46), 4.0, 49.0),
    district("2", (35.76, 51.36), 4.0, 70.0),
    district("3", (35.76, 51.43), 3.0, 33.0),
    district("4", (35.74, 51.54), 4.5, 92.0),
    district("5", (35.75, 51.30), 4.0, 86.0),
    district("6", (35.72, 51.41), 2.5, 25.0),
    district("7", (35.72, 51.45), 2.2, 31.0),
    district("8", (35.73, 51.49), 2.0, 43.0),
    district("9", (35.68, 51.32), 2.5, 17.0),
    district("10", (35.68, 51.36), 1.6, 33.0),
    district("11", (35.68, 51.40), 1.9, 31.0),
    district("12", (35.68, 51.43), 2.2, 24.0),
    district("13", (35.70, 51.51), 2.2, 25.0),
    district("14", (35.67, 51.47), 2.8, 52.0),
    district("15", (35.63, 51.48), 3.2, 64.0),
    district("16", (35.64, 51.41), 2.2, 27.0),
    district("17", (35.65, 51.36), 1.6, 27.0),
    district("18", (35.65, 51.29), 3.5, 42.0),
    district("19", (35.62, 51.36), 2.6, 26.0),
    district("20", (35.59, 51.44), 2.6, 37.0),
    district("21", (35.69, 51.26), 3.4, 19.0),
    district("22", (35.74, 51.20), 4.0, 18.0),
    district("Rey", (35.53, 51.44), 5.0, 12.0),
    district("Shemiranat", (35.82, 51.62), 4.0, 5.0),
    district("Eslamshahr", (35.55, 51.24), 3.5, 45.0),
    district("Pardis", (35.74, 51.82), 3.0, 17.0),
];

const KM_PER_DEGREE: f64 = 111.195;

/// Branches of different size whose sizes follow a lognormal law, evenly spaced along it, and add up
/// exactly; numbered district by district.
pub fn sample(branches: u32, eligible: f64, cv: f64, devices: u32) -> Result<Vec<Branch>, InputError> {
    at_least_one("branches", branches)?;
    at_most("branches", f64::from(branches), 1_000_000.0)?;
    positive("eligible", eligible)?;
    not_negative("size_cv", cv)?;
    let sigma = (cv * cv).ln_1p().sqrt();
    let weights: Vec<f64> = (0..branches)
        .map(|i| (sigma * normal_quantile((f64::from(i) + 0.5) / f64::from(branches))).exp())
        .collect();
    let sum: f64 = weights.iter().sum();
    // Which branch gets which size is shuffled, so that no district has all the large ones.
    let mut sizes: Vec<usize> = (0..weights.len()).collect();
    sizes.sort_unstable_by_key(|&i| mix(i as u64));
    let width = branches.to_string().len().max(4);
    Ok(sizes
        .into_iter()
        .enumerate()
        .map(|(i, size)| {
            let district = district_of((i as f64 + 0.5) / f64::from(branches));
            Branch {
                id: format!("{:0width$}", i + 1),
                eligible: eligible * weights[size] / sum,
                devices,
                name: None,
                booths: None,
                district: Some(district.name.to_owned()),
                position: Some(district.point(i as u64)),
            }
        })
        .collect())
}

/// The district in which this part of all branches ends.
fn district_of(part: f64) -> &'static District {
    let all: f64 = DISTRICTS.iter().map(|district| district.weight).sum();
    let mut left = part * all;
    DISTRICTS
        .iter()
        .find(|district| {
            left -= district.weight;
            left <= 0.0
        })
        .unwrap_or(&DISTRICTS[DISTRICTS.len() - 1])
}

impl District {
    /// A point of the district, evenly over its disc.
    fn point(&self, number: u64) -> (f64, f64) {
        let part = |salt: u64| (mix(number ^ salt) >> 11) as f64 / 9_007_199_254_740_992.0;
        let (far, turn) = (self.radius_km * part(0x5eed).sqrt(), std::f64::consts::TAU * part(0x7a11));
        let (latitude, longitude) = self.middle;
        (
            latitude + far * turn.sin() / KM_PER_DEGREE,
            longitude + far * turn.cos() / (KM_PER_DEGREE * latitude.to_radians().cos()),
        )
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::spares::County;

    #[test]
    fn the_sample_adds_up_and_differs() {
        let branches = sample(3_797, 6_360_000.0, 0.5, 1).unwrap();
        let sum: f64 = branches.iter().map(|branch| branch.eligible).sum();
        assert!((sum - 6_360_000.0).abs() < 1e-3);
        let mean = sum / 3_797.0;
        let variance = branches.iter().map(|b| (b.eligible - mean).powi(2)).sum::<f64>() / 3_797.0;
        assert!((variance.sqrt() / mean - 0.5).abs() < 0.01);
    }

    #[test]
    fn every_branch_lies_in_the_county_and_no_district_has_all_the_large_ones() {
        let branches = sample(3_797, 6_360_000.0, 0.5, 1).unwrap();
        for branch in &branches {
            let (latitude, longitude) = branch.position.unwrap();
            County::TEHRAN.check(&branch.id, latitude, longitude).unwrap();
        }
        for district in &DISTRICTS {
            let here: Vec<f64> = branches
                .iter()
                .filter(|branch| branch.district.as_deref() == Some(district.name))
                .map(|branch| branch.eligible)
                .collect();
            assert!(here.len() > 10, "{}", district.name);
            let mean = here.iter().sum::<f64>() / here.len() as f64;
            assert!((mean / 1_675.0 - 1.0).abs() < 0.4, "{}: {mean}", district.name);
        }
    }
}
