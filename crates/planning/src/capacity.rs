//! The arithmetic a court does: how many voters the booths can take at all.
//!
//! Berlin, 2021: three minutes a voter and the booths of an average station made 472 voters of
//! 1,085 eligible, 43 %; at the five minutes the court thought fitting, 26 %. No queue theory is
//! needed to lose an election; this page is what would have told.

use serde::Serialize;

use crate::error::{InputError, at_most, positive};

/// What booths can take at most, if not one second of the day is lost.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Capacity {
    /// Voters expected, or entitled.
    pub voters: f64,
    /// Booths (an average over stations need not be whole).
    pub booths: f64,
    /// Hours the polls are open.
    pub hours: f64,
    /// Minutes a voter occupies a booth.
    pub minutes_per_voter: f64,
    /// Voters the booths can serve in those hours.
    pub can_serve: u64,
    /// The same as a share of the voters; above one there is room.
    pub share: f64,
    /// Minutes of booth time needed over minutes there are.
    pub load: f64,
    /// Booths that could serve everyone if voters came without a gap: fewer are certainly too few,
    /// and as many are not enough once arrivals vary.
    pub booths_at_least: u64,
}

/// Booths × hours ÷ minutes: an upper bound on the day, with no allowance for chance.
pub fn capacity(
    voters: f64,
    booths: f64,
    hours: f64,
    minutes_per_voter: f64,
) -> Result<Capacity, InputError> {
    positive("voters", voters)?;
    positive("booths", booths)?;
    positive("hours", hours)?;
    positive("minutes_per_voter", minutes_per_voter)?;
    at_most("voters", voters, 1e9)?;
    at_most("booths", booths, 1e6)?;
    at_most("hours", hours, 72.0)?;
    let minutes = booths * hours * 60.0;
    // A half-served voter has not voted; the little addend forgives binary fractions.
    let can_serve = (minutes / minutes_per_voter + 1e-9).floor();
    let needed = voters * minutes_per_voter;
    Ok(Capacity {
        voters,
        booths,
        hours,
        minutes_per_voter,
        can_serve: can_serve as u64,
        share: can_serve / voters,
        load: needed / minutes,
        booths_at_least: (needed / (hours * 60.0) - 1e-9).ceil() as u64,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn berlin_could_serve_472_of_1085_at_three_minutes_and_a_quarter_at_five() {
        // The average station's booths follow from the court's 472: 472 × 3 / 600 = 2.36.
        let planned = capacity(1_085.0, 2.36, 10.0, 3.0).unwrap();
        assert_eq!(planned.can_serve, 472);
        assert_eq!((planned.share * 100.0).floor(), 43.0);
        let courts = capacity(1_085.0, 2.36, 10.0, 5.0).unwrap();
        assert_eq!(courts.can_serve, 283);
        assert_eq!((courts.share * 100.0).round(), 26.0);
        // What it would have taken.
        assert_eq!(planned.booths_at_least, 6);
        assert_eq!(courts.booths_at_least, 10);
    }

    #[test]
    fn no_booths_and_negative_minutes_are_refused_by_name() {
        assert_eq!(capacity(1.0, 0.0, 10.0, 3.0).unwrap_err().field(), "booths");
        assert_eq!(capacity(1.0, 1.0, 10.0, -3.0).unwrap_err().field(), "minutes_per_voter");
        assert_eq!(capacity(1.0, 1.0, f64::NAN, 3.0).unwrap_err().field(), "hours");
    }
}
