//! What a reader asked: read from the address, within bounds, with every mistake named.

use super::said::tenths;
use crate::locale::{Lang, Word as W, latin_digits};
use planning::InputError;
use planning::kernel::Profile;
use std::collections::HashMap;

/// A number that the reader sets.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dial {
    pub(super) name: &'static str,
    pub(super) label: W,
    /// The sentence in which its value stands, such as `{0} s`; alone where there is none.
    pub(super) unit: Option<W>,
    pub(super) least: f64,
    pub(super) most: f64,
    pub(super) step: f64,
    pub(super) usual: f64,
}

/// A branch of more voters is not reckoned.
pub(crate) const MOST_VOTERS: u32 = 6_000;

pub(super) const ELIGIBLE: Dial = Dial {
    name: "eligible",
    label: W::PlanEligible,
    unit: None,
    least: 50.0,
    most: MOST_VOTERS as f64,
    step: 25.0,
    usual: 1_675.0,
};
pub(super) const TURNOUT: Dial = Dial {
    name: "turnout",
    label: W::PlanTurnout,
    unit: Some(W::PlanPercent),
    least: 10.0,
    most: 80.0,
    step: 1.0,
    usual: 40.0,
};
pub(super) const SECONDS: Dial = Dial {
    name: "seconds",
    label: W::PlanCheckInSeconds,
    unit: Some(W::PlanSeconds),
    least: 10.0,
    most: 120.0,
    step: 0.1,
    usual: 45.0,
};
pub(super) const VOTE: Dial = Dial {
    name: "vote",
    label: W::PlanVoteSeconds,
    unit: Some(W::PlanSeconds),
    least: 20.0,
    most: 600.0,
    step: 5.0,
    usual: 180.0,
};
pub(super) const DEVICES: Dial = Dial {
    name: "devices",
    label: W::PlanDevices,
    unit: None,
    least: 1.0,
    most: 12.0,
    step: 1.0,
    usual: 2.0,
};
pub(super) const BOOTHS: Dial =
    Dial { name: "booths", label: W::PlanBooths, unit: None, least: 1.0, most: 30.0, step: 1.0, usual: 6.0 };
pub(super) const HOURS: Dial = Dial {
    name: "hours",
    label: W::PlanHours,
    unit: Some(W::PlanHoursUnit),
    least: 8.0,
    most: 18.0,
    step: 0.5,
    usual: 13.0,
};
/// Devices at each branch of a made-up county; a real list says its own.
pub(super) const NOW: Dial =
    Dial { name: "now", label: W::PlanDevicesEach, unit: None, least: 1.0, most: 6.0, step: 1.0, usual: 1.0 };
/// Hours since the polls opened, on the day.
pub(super) const OPEN: Dial = Dial {
    name: "open",
    label: W::PlanOpenFor,
    unit: Some(W::PlanHoursUnit),
    least: 0.5,
    most: 17.5,
    step: 0.5,
    usual: 6.0,
};
pub(super) const DIALS: [Dial; 9] = [ELIGIBLE, TURNOUT, SECONDS, VOTE, DEVICES, BOOTHS, HOURS, NOW, OPEN];

impl Dial {
    /// The value in its unit.
    pub(super) fn say(&self, lang: Lang, value: f64) -> String {
        let number = tenths(lang, value);
        self.unit.map_or(number.clone(), |unit| lang.fill(unit, &[&number]))
    }
}

/// The shape of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Arrivals {
    /// The heaviest hours last.
    Evening,
    /// A line when the doors open.
    Surge,
    /// Evenly.
    Evenly,
}

impl Arrivals {
    pub(super) const ALL: [Self; 3] = [Self::Evening, Self::Surge, Self::Evenly];

    /// As the command line calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Evening => "evening-peak",
            Self::Surge => "opening-surge",
            Self::Evenly => "uniform",
        }
    }

    pub(super) fn word(self) -> W {
        match self {
            Self::Evening => W::PlanEvening,
            Self::Surge => W::PlanSurge,
            Self::Evenly => W::PlanEvenly,
        }
    }

    /// The day, so many hours long.
    pub fn profile(self, hours: f64) -> Result<Profile, InputError> {
        match self {
            Self::Evening => Profile::evening_peak(hours),
            Self::Surge => Profile::opening_surge(hours),
            Self::Evenly => Profile::uniform(hours),
        }
    }
}

/// Part of an address that could not be taken as it was.
#[derive(Debug, Clone, PartialEq)]
pub enum Mistake {
    /// A number that is none, or lies outside what the page answers for.
    Number {
        /// Which, as a place among the dials.
        dial: usize,
        /// What stood there.
        given: String,
        /// What was taken.
        taken: f64,
    },
    /// The name of no shape of a day.
    Arrivals(String),
}

impl Mistake {
    pub(super) fn say(&self, lang: Lang) -> String {
        match self {
            Self::Number { dial, given, taken } => {
                let dial = &DIALS[*dial];
                let [least, most, taken] = [dial.least, dial.most, *taken].map(|number| tenths(lang, number));
                lang.fill(W::PlanMistake, &[lang.say(dial.label), &least, &most, &lang.digits(given), &taken])
            }
            Self::Arrivals(given) => lang.fill(W::PlanMistakeArrivals, &[&lang.digits(given)]),
        }
    }
}

/// What a reader asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Entitled voters of the branch.
    pub eligible: f64,
    /// Turnout, per cent.
    pub turnout: f64,
    /// Seconds to check a voter in.
    pub seconds: f64,
    /// Seconds in the booth.
    pub vote: f64,
    /// Devices of the branch.
    pub devices: f64,
    /// Booths of the branch.
    pub booths: f64,
    /// Hours of polling.
    pub hours: f64,
    /// The shape of the day.
    pub arrivals: Arrivals,
    /// Devices at each branch of a made-up county.
    pub now: f64,
    /// Hours since the polls opened, on the day.
    pub open: f64,
    /// What could not be taken as it was.
    pub mistakes: Vec<Mistake>,
}

impl Asked {
    /// Reads an address's query. A number in either script's digits; what is absent is as usual.
    pub fn read(query: &HashMap<String, String>) -> Self {
        let mut mistakes = vec![];
        let mut number = |at: usize| {
            let dial = &DIALS[at];
            let Some(given) = query.get(dial.name).filter(|given| !given.trim().is_empty()) else {
                return dial.usual;
            };
            let typed = latin_digits(given).replace('٫', ".");
            let read = typed.trim().parse::<f64>().ok().filter(|number| number.is_finite());
            let taken = read.map_or(dial.usual, |number| number.clamp(dial.least, dial.most));
            if read != Some(taken) {
                // Enough of it to be recognised, and no more: it may be anything.
                let given = given.chars().take(20).collect();
                mistakes.push(Mistake::Number { dial: at, given, taken });
            }
            taken
        };
        let [eligible, turnout, seconds, vote, devices, booths, hours, now, open] =
            [0, 1, 2, 3, 4, 5, 6, 7, 8].map(&mut number);
        let arrivals = match query.get("arrivals") {
            None => Arrivals::Evening,
            Some(name) => Arrivals::ALL.into_iter().find(|one| one.name() == name).unwrap_or_else(|| {
                mistakes.push(Mistake::Arrivals(name.chars().take(20).collect()));
                Arrivals::Evening
            }),
        };
        Self {
            eligible: eligible.round(),
            turnout,
            // A tenth of a second is finer than anybody measures; whole steps make answers findable again.
            seconds: (seconds * 10.0).round() / 10.0,
            vote: vote.round(),
            devices: devices.round(),
            booths: booths.round(),
            hours: (hours * 2.0).round() / 2.0,
            now: now.round(),
            open,
            arrivals,
            mistakes,
        }
    }

    /// The value of a dial.
    pub(super) fn value(&self, dial: &Dial) -> f64 {
        match dial.name {
            "eligible" => self.eligible,
            "turnout" => self.turnout,
            "seconds" => self.seconds,
            "vote" => self.vote,
            "devices" => self.devices,
            "booths" => self.booths,
            "now" => self.now,
            "open" => self.open,
            _ => self.hours,
        }
    }

    /// The query that asks the same again.
    pub(super) fn query(&self) -> String {
        let mut query = String::from("?");
        for dial in &DIALS {
            query.push_str(&format!("{}={}&", dial.name, self.value(dial)));
        }
        query + "arrivals=" + self.arrivals.name()
    }

    /// Voters on the day.
    pub fn voters(&self) -> f64 {
        self.eligible * self.turnout / 100.0
    }

    /// The same with other devices and booths.
    pub(super) fn with(&self, devices: u32, booths: u32) -> Self {
        Self { devices: devices.into(), booths: booths.into(), ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(&str, &str)]) -> Asked {
        Asked::read(&pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect())
    }

    #[test]
    fn what_is_absent_is_as_usual_and_persian_digits_are_digits() {
        assert_eq!(asked(&[]).seconds, 45.0);
        let persian = asked(&[("seconds", "۲۲٫۷"), ("turnout", "۵۰"), ("arrivals", "uniform")]);
        assert_eq!((persian.seconds, persian.turnout, persian.arrivals), (22.7, 50.0, Arrivals::Evenly));
        assert_eq!(persian.mistakes, []);
    }

    #[test]
    fn a_number_out_of_bounds_is_taken_within_them_and_named() {
        for given in ["-3", "1e9", "many", "NaN", "inf"] {
            let asked = asked(&[("devices", given)]);
            assert!((1.0..=12.0).contains(&asked.devices), "{given}");
            assert!(matches!(&asked.mistakes[..], [Mistake::Number { dial: 4, .. }]), "{given}");
        }
        let said = asked(&[("turnout", "200")]).mistakes[0].say(Lang::En);
        assert_eq!(said, "“Turnout” must be a number from 10 to 80; instead of “200” we took 80.");
        assert_eq!(asked(&[("arrivals", "noon")]).mistakes, [Mistake::Arrivals("noon".into())]);
    }

    #[test]
    fn a_query_asks_the_same_again() {
        let first =
            asked(&[("seconds", "22.7"), ("devices", "3"), ("hours", "12.5"), ("arrivals", "opening-surge")]);
        let pairs: Vec<(String, String)> = first.query()[1..]
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        assert_eq!(Asked::read(&pairs.into_iter().collect()), first);
    }
}
