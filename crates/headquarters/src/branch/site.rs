//! What the register says about a branch.

use crate::coded::coded;
use crate::place::Place;
use calendar::Day;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

coded! {
    /// What the building is.
    Kind {
        /// «مدرسه»
        School = "school",
        /// «مسجد»
        Mosque = "mosque",
        /// Anything else.
        Other = "other",
    }
}
coded! {
    /// Does it stand or travel?
    Standing {
        /// «ثابت»
        Fixed = "fixed",
        /// «سیار»
        Mobile = "mobile",
    }
}
coded! {
    /// Where it stands. Villages need more care: fewer lines, longer ways, everybody knows everybody.
    Setting {
        /// «شهری»
        Urban = "urban",
        /// «روستایی»
        Village = "village",
    }
}

/// A branch on the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Where in the tree; its last code is the branch's number.
    pub place: Place,
    /// Its name in Persian.
    pub name: String,
    /// Its name in Latin letters.
    pub latin: String,
    /// What the building is.
    pub kind: Kind,
    /// Fixed or mobile.
    pub standing: Standing,
    /// Urban or village.
    pub setting: Setting,
    /// The education district («منطقه آموزش و پرورش») that answers for the building.
    pub education: String,
    /// Where on the earth.
    pub at: Coordinates,
    /// How many identity devices it needs, by the capacity plan.
    pub devices: u16,
    /// How many voters are expected, where somebody has reckoned.
    #[serde(default)]
    pub voters: Option<u32>,
    /// How many rooms it has for the vote, where somebody has counted.
    #[serde(default)]
    pub rooms: Option<u16>,
    /// Since when it is on the register.
    pub registered: Day,
    /// Its owner, where somebody asked, and the owner's word that the building can be used.
    pub agreement: Option<Agreement>,
}

/// The owner of a building («مالک»), and whether they agreed («موافقت مالک»).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Who owns it.
    pub owner: String,
    /// When they agreed; nothing while they were only asked.
    pub on: Option<Day>,
}

impl Site {
    /// Had its owner agreed by a day?
    #[must_use]
    pub fn is_agreed(&self, day: Day) -> bool {
        self.agreement.as_ref().and_then(|agreement| agreement.on).is_some_and(|on| on <= day)
    }
}

/// Degrees north and east, in millionths: a decimetre, and no floating point that reads back differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Coordinates {
    north: i32,
    east: i32,
}

const MILLION: f64 = 1e6;

impl Coordinates {
    /// From degrees, if they are on the earth.
    pub fn of(latitude: f64, longitude: f64) -> Result<Self, BadCoordinates> {
        if latitude.abs() <= 90.0 && longitude.abs() <= 180.0 {
            let millionths = |degrees: f64| (degrees * MILLION).round() as i32;
            Ok(Self { north: millionths(latitude), east: millionths(longitude) })
        } else {
            Err(BadCoordinates(format!("{latitude},{longitude}")))
        }
    }

    /// Degrees north.
    #[must_use]
    pub fn latitude(self) -> f64 {
        f64::from(self.north) / MILLION
    }

    /// Degrees east.
    #[must_use]
    pub fn longitude(self) -> f64 {
        f64::from(self.east) / MILLION
    }
}

/// What are no coordinates.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{0}\u{201d} are no coordinates; write degrees north and east, such as 35.6892,51.3890")]
pub struct BadCoordinates(pub String);

impl FromStr for Coordinates {
    type Err = BadCoordinates;
    fn from_str(text: &str) -> Result<Self, BadCoordinates> {
        let bad = || BadCoordinates(text.chars().take(80).collect());
        let (north, east) = text.split_once(',').ok_or_else(bad)?;
        let degrees = |part: &str| part.trim().parse::<f64>().ok().filter(|degrees| degrees.is_finite());
        let (Some(north), Some(east)) = (degrees(north), degrees(east)) else { return Err(bad()) };
        Self::of(north, east).map_err(|_| bad())
    }
}

impl fmt::Display for Coordinates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6},{:.6}", self.latitude(), self.longitude())
    }
}

impl TryFrom<String> for Coordinates {
    type Error = BadCoordinates;
    fn try_from(text: String) -> Result<Self, BadCoordinates> {
        text.parse()
    }
}

impl From<Coordinates> for String {
    fn from(at: Coordinates) -> Self {
        at.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_off_the_earth_or_no_number_is_refused() {
        for text in ["", "35", "35,", "91,0", "0,181", "NaN,0", "inf,0", "a,b", "1,2,3"] {
            assert!(text.parse::<Coordinates>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn coordinates_are_read_back_as_they_were_written(north in -90.0..=90.0_f64, east in -180.0..=180.0_f64) {
            let at = Coordinates::of(north, east).expect("on the earth");
            prop_assert_eq!(at.to_string().parse::<Coordinates>(), Ok(at));
            prop_assert!((at.latitude() - north).abs() < 1e-6 && (at.longitude() - east).abs() < 1e-6);
        }

        #[test]
        fn any_text_is_a_place_on_the_earth_or_refused(text in "[-0-9., ]{0,14}|.{0,10}") {
            if let Ok(at) = text.parse::<Coordinates>() {
                prop_assert!(at.latitude().abs() <= 90.0 && at.longitude().abs() <= 180.0);
            }
        }
    }
}
