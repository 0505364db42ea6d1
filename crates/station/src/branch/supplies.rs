//! Battery and paper of this device, as the system and the log tell them.

use super::Machine;
use super::keep;
use crate::disk::DiskError;
use pollbook::supplies::{Supplies, Warning};
use std::path::Path;

/// Where the system tells of power.
const POWER: &str = "/sys/class/power_supply";

/// The lowest of this machine's batteries, in hundredths; none on mains without a battery. A battery of a mouse is not the machine's,
/// and one that is being charged is not running out.
fn battery(power: &Path) -> Option<u8> {
    let supplies = std::fs::read_dir(power).ok()?.flatten();
    let of = supplies.filter_map(|supply| {
        let read = |name: &str| {
            let text = std::fs::read_to_string(supply.path().join(name)).ok()?;
            Some(text.trim().to_owned())
        };
        let runs_us = read("type")? == "Battery" && read("scope").is_none_or(|scope| scope != "Device");
        let runs_out = !matches!(read("status").as_deref(), Some("Charging" | "Full"));
        (runs_us && runs_out).then(|| read("capacity")?.parse().ok()).flatten()
    });
    of.min()
}

impl Machine {
    /// What the officers are warned of now.
    pub(super) async fn warnings(&self) -> Vec<Warning> {
        let lines = match self.lines_of_paper {
            Some(full) => {
                let printed = self.read_book(super::PollBook::printed).await.unwrap_or_default();
                let since = printed.saturating_sub(keep::paper_changed(&self.folder).unwrap_or_default());
                u32::try_from(u64::from(full).saturating_sub(since)).unwrap_or(u32::MAX)
            }
            // Nobody said how long the paper is.
            None => u32::MAX,
        };
        Supplies { battery: battery(Path::new(POWER)), lines }.warnings()
    }

    /// A clerk put a new roll of paper in.
    pub(super) async fn paper_is_new(&self) -> Result<(), DiskError> {
        let printed = self.read_book(super::PollBook::printed).await.unwrap_or_default();
        keep::put_paper_changed(&self.folder, printed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn supply(power: &Path, name: &str, says: &[(&str, &str)]) {
        let folder = power.join(name);
        std::fs::create_dir_all(&folder).expect("a disk");
        for (file, text) in says {
            std::fs::write(folder.join(file), format!("{text}\n")).expect("a disk");
        }
    }

    #[test]
    fn r5_the_machines_own_battery_that_runs_out_is_told_and_no_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let power = folder.path();
        assert_eq!(battery(&power.join("none")), None, "no such place on this system");
        assert_eq!(battery(power), None);
        supply(power, "AC", &[("type", "Mains"), ("online", "1")]);
        supply(power, "mouse", &[("type", "Battery"), ("scope", "Device"), ("capacity", "3")]);
        assert_eq!(battery(power), None);
        supply(power, "BAT0", &[("type", "Battery"), ("status", "Discharging"), ("capacity", "64")]);
        supply(power, "BAT1", &[("type", "Battery"), ("status", "Discharging"), ("capacity", "19")]);
        assert_eq!(battery(power), Some(19));
        supply(power, "BAT1", &[("status", "Charging")]);
        assert_eq!(battery(power), Some(64));
        supply(power, "BAT0", &[("capacity", "not a number")]);
        assert_eq!(battery(power), None);
    }
}
