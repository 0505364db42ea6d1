//! A polling place: its stages in order, and what can go wrong at each.

use serde::{Deserialize, Serialize};

use super::profile::Profile;
use super::service::{Retry, Service};
use crate::error::{InputError, at_least_one, at_most, not_negative, positive};

/// A device that fails and is repaired or replaced. The voter in front of it waits for the repair.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Breakdown {
    /// Mean hours of work between failures of one device.
    pub mean_hours_between: f64,
    /// Mean minutes until it works again, or its spare does.
    pub repair_min: f64,
}

/// A rest during which some of the places of service take no new voter; the one being served is finished.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Break {
    /// Hours after opening.
    pub from_h: f64,
    /// Hours after opening.
    pub to_h: f64,
    /// How many rest.
    pub servers: u32,
}

/// One stage: identical places of service behind one line, first come, first served.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Desks, or booths.
    pub servers: u32,
    /// Seconds a voter takes.
    pub service: Service,
    /// How unsure its mean is (standard deviation over mean, from day to day); zero when measured.
    #[serde(default)]
    pub mean_cv: f64,
    /// Attempts that fail and are repeated.
    #[serde(default)]
    pub retry: Option<Retry>,
    /// Devices that fail.
    #[serde(default)]
    pub breakdown: Option<Breakdown>,
    /// Rests.
    #[serde(default)]
    pub breaks: Vec<Break>,
    /// How long a voter waits here before going home unserved.
    #[serde(default)]
    pub patience: Option<Service>,
    /// Room for this many voters, those being served included. When it is full, the stage before
    /// is blocked: its voters keep their desks until there is room. At the first stage, voters
    /// then stand in the street, which has no limit.
    #[serde(default)]
    pub room: Option<u32>,
}

impl Stage {
    /// A stage where nothing goes wrong.
    #[must_use]
    pub fn new(servers: u32, service: Service) -> Self {
        Self {
            servers,
            service,
            mean_cv: 0.0,
            retry: None,
            breakdown: None,
            breaks: vec![],
            patience: None,
            room: None,
        }
    }

    /// Mean seconds a voter occupies a place of service, retries included.
    #[must_use]
    pub fn mean_service(&self) -> f64 {
        self.service.mean() + self.retry.map_or(0.0, |retry| retry.mean_added())
    }

    /// Whether the short recursion suffices: nothing stops a server and nobody leaves.
    pub(crate) fn is_plain(&self) -> bool {
        self.breakdown.is_none() && self.breaks.is_empty() && self.patience.is_none() && self.room.is_none()
    }

    fn check(&self) -> Result<(), InputError> {
        at_least_one("servers", self.servers)?;
        at_most("servers", f64::from(self.servers), 10_000.0)?;
        self.service.check()?;
        not_negative("mean_cv", self.mean_cv)?;
        at_most("mean_cv", self.mean_cv, 2.0)?;
        if let Some(retry) = &self.retry {
            retry.check()?;
        }
        if let Some(breakdown) = &self.breakdown {
            positive("breakdown.mean_hours_between", breakdown.mean_hours_between)?;
            not_negative("breakdown.repair_min", breakdown.repair_min)?;
            // A device that hardly works between repairs would make a day without end.
            at_most("breakdown.repair_min", breakdown.repair_min, 6_000.0 * breakdown.mean_hours_between)?;
        }
        for (i, rest) in self.breaks.iter().enumerate() {
            not_negative(&format!("breaks[{i}].from_h"), rest.from_h)?;
            positive(&format!("breaks[{i}].to_h"), rest.to_h)?;
            if rest.to_h <= rest.from_h {
                return Err(InputError::NotPositive {
                    field: format!("breaks[{i}].to_h"),
                    value: rest.to_h - rest.from_h,
                });
            }
            at_most(&format!("breaks[{i}].servers"), f64::from(rest.servers), f64::from(self.servers))?;
        }
        if let Some(patience) = &self.patience {
            patience.check().map_err(|error| error.within("patience"))?;
        }
        if let Some(room) = self.room
            && room < self.servers
        {
            return Err(InputError::RoomTooSmall { field: "room".into(), room, servers: self.servers });
        }
        Ok(())
    }
}

/// A polling place on polling day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// When voters come.
    pub arrivals: Profile,
    /// How many are expected over the day; the number of one day is Poisson about it.
    pub voters: f64,
    /// How unsure the forecast itself is (standard deviation over mean of the expected number,
    /// from day to day); zero when turnout is taken as known.
    #[serde(default)]
    pub voters_cv: f64,
    /// Voters who already stand in line when the simulation begins, beside those expected.
    #[serde(default)]
    pub waiting: u32,
    /// Identity desks, booths, and whatever follows, in the order a voter meets them.
    pub stages: Vec<Stage>,
}

impl Place {
    /// Identity desks, then booths, where nothing goes wrong.
    #[must_use]
    pub fn desks_and_booths(
        arrivals: Profile,
        voters: f64,
        desks: (u32, Service),
        booths: (u32, Service),
    ) -> Self {
        let stages = vec![Stage::new(desks.0, desks.1), Stage::new(booths.0, booths.1)];
        Self { arrivals, voters, voters_cv: 0.0, waiting: 0, stages }
    }

    /// What a voter passes through must be possible.
    pub fn check(&self) -> Result<(), InputError> {
        positive("voters", self.voters)?;
        at_most("voters", self.voters, 20_000_000.0)?;
        not_negative("voters_cv", self.voters_cv)?;
        at_most("voters_cv", self.voters_cv, 2.0)?;
        at_most("waiting", f64::from(self.waiting), 1_000_000.0)?;
        if self.stages.is_empty() {
            return Err(InputError::Empty { field: "stages".into() });
        }
        at_most("stages", self.stages.len() as f64, 8.0)?;
        for (i, stage) in self.stages.iter().enumerate() {
            let name = match (i, self.stages.len()) {
                (0, _) => "check_in".to_owned(),
                (1, 2) => "booth".to_owned(),
                _ => format!("stages[{i}]"),
            };
            stage.check().map_err(|error| error.within(&name))?;
        }
        Ok(())
    }

    pub(crate) fn is_plain(&self) -> bool {
        self.stages.iter().all(Stage::is_plain)
    }
}
