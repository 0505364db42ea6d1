//! Where branches are, and how long a spare is on the road.

use serde::{Deserialize, Serialize};

use crate::error::{InputError, not_negative, positive};

/// A branch, and whether spares may be kept there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Site {
    /// Its name.
    pub id: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Devices in use.
    pub devices: u32,
    /// Whether a hub may stand here.
    pub may_hold: bool,
}

/// The box on the map within which every branch lies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct County {
    /// Degrees north.
    pub south: f64,
    /// Degrees north.
    pub north: f64,
    /// Degrees east.
    pub west: f64,
    /// Degrees east.
    pub east: f64,
}

impl County {
    /// The constituency Tehran, Rey, Shemiranat, Eslamshahr and Pardis, with a margin.
    pub const TEHRAN: Self = Self { south: 35.1, north: 36.2, west: 50.8, east: 52.4 };

    pub(crate) fn check(&self, field: &str, latitude: f64, longitude: f64) -> Result<(), InputError> {
        let Self { south, north, west, east } = *self;
        if (south..=north).contains(&latitude) && (west..=east).contains(&longitude) {
            return Ok(());
        }
        Err(InputError::OutsideCounty { field: field.into(), latitude, longitude, south, north, west, east })
    }
}

/// Minutes from here to there: the great circle, made longer by streets, at a driver's pace, after
/// the time it takes to set out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Travel {
    /// Kilometres an hour.
    pub kmh: f64,
    /// Street kilometres over straight ones.
    pub detour: f64,
    /// Minutes from the call until the spare is on the road, and from the door to the desk.
    pub handling_min: f64,
}

impl Default for Travel {
    /// A city on polling day: 25 km/h, streets 1.3 times the straight line, five minutes of handling.
    fn default() -> Self {
        Self { kmh: 25.0, detour: 1.3, handling_min: 5.0 }
    }
}

impl Travel {
    pub(crate) fn check(&self) -> Result<(), InputError> {
        positive("travel.kmh", self.kmh)?;
        positive("travel.detour", self.detour)?;
        not_negative("travel.handling_min", self.handling_min)
    }

    /// Minutes between two points, each latitude and longitude in degrees.
    #[must_use]
    pub fn minutes(&self, from: (f64, f64), to: (f64, f64)) -> f64 {
        self.handling_min + kilometres(from, to) * self.detour / self.kmh * 60.0
    }
}

/// The great-circle distance, by the haversine, which keeps its digits for near points.
fn kilometres((lat_a, lon_a): (f64, f64), (lat_b, lon_b): (f64, f64)) -> f64 {
    const EARTH_KM: f64 = 6_371.008_8;
    let (lat_a, lat_b) = (lat_a.to_radians(), lat_b.to_radians());
    let half_lat = ((lat_b - lat_a) / 2.0).sin();
    let half_lon = ((lon_b - lon_a).to_radians() / 2.0).sin();
    let h = half_lat * half_lat + lat_a.cos() * lat_b.cos() * half_lon * half_lon;
    2.0 * EARTH_KM * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_of_latitude_is_a_hundred_and_eleven_kilometres() {
        assert!((kilometres((35.0, 51.0), (36.0, 51.0)) - 111.195).abs() < 0.01);
        // A degree of longitude shrinks with the cosine of the latitude.
        let along = kilometres((35.7, 51.0), (35.7, 52.0));
        assert!((along / (111.195 * 35.7_f64.to_radians().cos()) - 1.0).abs() < 1e-4);
    }

    #[test]
    fn exchanged_coordinates_are_outside_the_county() {
        assert!(County::TEHRAN.check("sites[0]", 35.7, 51.4).is_ok());
        let error = County::TEHRAN.check("sites[0]", 51.4, 35.7).expect_err("exchanged");
        assert_eq!((error.code(), error.field()), ("plan-outside-county", "sites[0]"));
    }
}
