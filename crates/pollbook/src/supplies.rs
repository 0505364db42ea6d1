//! Battery and paper, told while there is still time.

use serde::Serialize;

/// A device's supplies as it reports them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Supplies {
    /// Battery, in hundredths; `None` on mains without a battery.
    pub battery: Option<u8>,
    /// Lines left on the strip's roll of paper.
    pub lines: u32,
}

/// What the officer is told, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Warning {
    /// A pending check-in could not be printed, hence not given.
    #[error("the strip's paper is out: change the roll before the next voter")]
    PaperOut,
    /// Under 20 in a hundred.
    #[error("battery under 20%: change the device now")]
    BatteryLow,
    /// Under fifty lines.
    #[error("the strip's paper ends soon: have a roll ready")]
    PaperEnding,
    /// Under 50 in a hundred.
    #[error("battery under 50%: have the charger or the spare brought")]
    BatteryHalf,
}

impl Supplies {
    /// All that there is to warn of.
    pub fn warnings(&self) -> Vec<Warning> {
        let paper = match self.lines {
            0 => Some(Warning::PaperOut),
            1..50 => Some(Warning::PaperEnding),
            _ => None,
        };
        let battery = match self.battery {
            Some(0..20) => Some(Warning::BatteryLow),
            Some(20..50) => Some(Warning::BatteryHalf),
            _ => None,
        };
        let mut warnings: Vec<Warning> = paper.into_iter().chain(battery).collect();
        warnings.sort();
        warnings
    }
}
