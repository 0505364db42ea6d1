//! A rough polling day: cut cables, killed machines, voters who try twice while nobody can ask.
//!
//! What happens, where and after how many voters follows from the seed. It does not follow how far machines have come at
//! that moment, so two days of one seed are disturbed alike and not the same to the millisecond.

mod cable;
mod minutes;
mod officers;

pub(crate) use cable::{Cable, Cut};
pub(crate) use minutes::tell_it_all;
pub(crate) use officers::Officers;

use super::machines::{Machines, command};
use super::setup::{HEADQUARTERS, REGISTRY};
use crate::failure::Failure;
use crate::sample::chance;
use election::id::BranchId;
use pollbook::device::Reason;
use rand::RngExt as _;
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// What happened, for the summary.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Told {
    /// Branches opened by their officers alone, with a dead line.
    pub(crate) opened_alone: u64,
    /// Cables cut and joined again.
    pub(crate) cables_cut: u64,
    /// Branches killed in the middle of a check-in and started again.
    pub(crate) branches_killed: u64,
    /// Booths killed with a sealed ballot in them.
    pub(crate) booths_killed: u64,
    /// Headquarters killed in the middle of a check-in, and while trustees mixed.
    pub(crate) headquarters_killed: u64,
    /// Times that the witness was killed, after its cable had been cut.
    pub(crate) witness_killed: u64,
    /// Trustees killed in the middle of mixing and of opening.
    pub(crate) trustees_killed: u64,
    /// Devices replaced by a spare, handed over by both officers.
    pub(crate) devices_handed_over: u64,
    /// Lines of lost folders' strips that were read back.
    pub(crate) strip_lines_read_back: u64,
    /// Check-ins undone by both officers.
    pub(crate) check_ins_undone: u64,
    /// Voters for whom both officers stood because no card could be read.
    pub(crate) voters_overridden: u64,
    /// Persons taken off the roll, and then refused at a desk.
    pub(crate) taken_off: u64,
    /// Times that the civil registry was killed, and came back later.
    pub(crate) registry_killed: u64,
    /// Voters who were given a pending card.
    pub(crate) pending_check_ins: u64,
    /// Voters who voted in two places.
    pub(crate) voted_in_two_places: u64,
    /// Pending ballots that were released.
    pub(crate) pending_released: u64,
    /// Pending ballots that were struck.
    pub(crate) pending_struck: u64,
}

/// The disturber.
pub(super) struct Chaos {
    machines: Mutex<Machines>,
    told: Mutex<Told>,
    seed: u64,
}

/// What befalls one branch, by how many of its voters have come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    /// For these voters the cable is cut.
    pub(super) cut: Range<usize>,
    /// How.
    pub(super) how: Cut,
    /// The branch is killed while this one is checked in.
    pub(super) branch_killed: usize,
    /// The booth is killed with this one's sealed ballot in it.
    pub(super) booth_killed: usize,
    /// The headquarters is killed while this one is checked in.
    pub(super) headquarters_killed: Option<usize>,
    /// Before this one the device is lost, and a spare takes its place.
    pub(super) lost: Option<(usize, Reason)>,
    /// This one gives the card back and comes again.
    pub(super) undone: Option<usize>,
    /// This one is identified by the officers.
    pub(super) overridden: Option<usize>,
    /// This one was taken off the roll before coming.
    pub(super) taken_off: Option<usize>,
    /// The headquarters' cable to the witness is cut for these, and the witness is killed when it is joined.
    pub(super) witness_away: Option<Range<usize>>,
    /// Before this one comes what --disturb asks for.
    pub(super) disturbed: Option<usize>,
    /// The civil registry is away for these.
    pub(super) registry_away: Option<Range<usize>>,
}

impl Plan {
    /// Of a branch to which so many voters come.
    pub(super) fn of(seed: u64, branch: usize, branches: usize, voters: usize) -> Self {
        let mut rng = chance::of(seed, "chaos", branch as u64);
        let begin = voters / 5;
        let end = (voters * 3 / 5).max(begin + 1);
        let (branch_killed, booth_killed) =
            (rng.random_range(begin..end), rng.random_range(0..voters.max(1)));
        // Officers' acts stand on a branch that keeps its folder, where there is one: its log tells them for certain.
        let keeps_its_folder = branch == usize::from(branches > 2);
        Self {
            how: if branch.is_multiple_of(2) { Cut::Unplugged } else { Cut::Silent },
            branch_killed,
            booth_killed,
            // Where the desk reaches the headquarters again, and nobody waits for this one to vote.
            taken_off: (end + 1..voters).rfind(|place| branch == 0 && *place != booth_killed),
            // Where the cable is joined again, so that somebody asks it.
            headquarters_killed: (branch == 0).then_some(end.min(voters.saturating_sub(1))),
            // The last branch loses its folder while it is cut off; the first one's device breaks while it is connected.
            lost: match branch {
                _ if branch + 1 == branches => Some(((begin + end) / 2, Reason::FolderLost)),
                0 => Some(((end + 1).min(voters.saturating_sub(1)), Reason::Broken)),
                _ => None,
            },
            undone: keeps_its_folder.then_some(0),
            overridden: keeps_its_folder.then_some(begin / 2),
            disturbed: (branch == 0).then_some(begin / 2),
            witness_away: (branch + 1 == branches).then_some(begin / 2..begin.max(begin / 2 + 1)),
            registry_away: (branch == 0).then_some(begin..end),
            cut: begin..end,
        }
    }
}

impl Chaos {
    pub(super) fn new(machines: Machines, seed: u64) -> Arc<Self> {
        Arc::new(Self { machines: Mutex::new(machines), told: Mutex::default(), seed })
    }

    /// Everything runs again.
    pub(super) fn end(&self) -> (Machines, Told) {
        let machines = std::mem::take(&mut *self.machines.lock().unwrap_or_else(PoisonError::into_inner));
        (machines, *self.told.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Does this voter, who has voted while nobody could ask, try another branch as well?
    pub(super) fn tempts(&self, voter: u64) -> bool {
        chance::of(self.seed, "tempted", voter).random_bool(0.3)
    }

    /// How many milliseconds into a check-in the machine dies.
    pub(super) fn moment(&self, place: usize) -> u64 {
        chance::of(self.seed, "moment", place as u64).random_range(0..25)
    }

    pub(super) fn tell(&self, what: impl FnOnce(&mut Told)) {
        what(&mut self.told.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Runs a command of the operator's, which may kill what is none of ours.
    pub(super) async fn run(command: &str) -> Result<(), Failure> {
        let ended = tokio::process::Command::new("sh").args(["-c", command]).stdout(Stdio::null()).status();
        let status = ended.await.map_err(Failure::other)?;
        if status.success() { Ok(()) } else { Err(Failure::other(format!("--disturb ended with {status}"))) }
    }

    /// The operator takes a person off the roll, by the operator's own command.
    pub(super) async fn take_off(self: &Arc<Self>, out: &Path, national_id: &str) -> Result<(), Failure> {
        let log = out.join("logs/take-off.log");
        let token = out.join("headquarters/operator.token").display().to_string();
        let mut job = {
            let machines = self.machines.lock().unwrap_or_else(PoisonError::into_inner);
            let url = machines.url(HEADQUARTERS).ok_or_else(|| Failure::other("no headquarters runs"))?;
            let words = ["take-off", "--headquarters", url, "--token-file", &token];
            let mut job = command(&log, &words)?;
            job.args(["--national-id", national_id, "--reason", "died"]);
            job.envs(machines.authority().map(|file| ("AMIN_AUTHORITY", file)));
            job
        };
        let done = tokio::task::spawn_blocking(move || {
            // The headquarters may be starting again at this moment.
            for _ in 0..60 {
                if job.status().map_err(Failure::other)?.success() {
                    return Ok(());
                }
                std::thread::sleep(Duration::from_millis(500));
            }
            Err(Failure::new("nobody could be taken off the roll", format!("See {}", log.display())))
        });
        done.await.map_err(Failure::other)?
    }

    /// The registry dies, or comes back.
    pub(super) async fn registry(self: &Arc<Self>, away: bool) -> Result<(), Failure> {
        let chaos = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || {
            let mut machines = chaos.machines.lock().unwrap_or_else(PoisonError::into_inner);
            if away {
                machines.down(REGISTRY);
                Ok(())
            } else {
                machines.cut_off_and_start(REGISTRY)
            }
        });
        done.await.map_err(Failure::other)?
    }

    /// The device of a branch dies, and its folder with it; another stands at the same address on an empty one.
    pub(super) async fn replace_device(
        self: &Arc<Self>,
        branch: &BranchId,
        folder: &Path,
    ) -> Result<(), Failure> {
        let (chaos, name) = (Arc::clone(self), format!("branch {branch}"));
        let (lost, fresh) = (folder.to_owned(), folder.with_extension("spare"));
        let replaced = tokio::task::spawn_blocking(move || {
            let mut machines = chaos.machines.lock().unwrap_or_else(PoisonError::into_inner);
            machines.down(&name);
            std::fs::remove_dir_all(&lost).map_err(Failure::other)?;
            machines.replace(&name, &lost.display().to_string(), &fresh.display().to_string())
        });
        replaced.await.map_err(Failure::other)?
    }

    /// Kills a machine after so many milliseconds, and starts it again.
    pub(super) async fn kill(self: &Arc<Self>, name: String, after: u64) -> Result<(), Failure> {
        tokio::time::sleep(Duration::from_millis(after)).await;
        let chaos = Arc::clone(self);
        let killed = tokio::task::spawn_blocking(move || {
            chaos.machines.lock().unwrap_or_else(PoisonError::into_inner).cut_off_and_start(&name)
        });
        killed.await.map_err(Failure::other)?
    }

    /// Did the day hurt at all? A rehearsal that disturbed nothing proves nothing.
    pub(super) fn must_have_hurt(
        told: &Told,
        cables: &BTreeMap<BranchId, Arc<Cable>>,
    ) -> Result<(), Failure> {
        let Told {
            cables_cut, branches_killed, booths_killed, headquarters_killed, pending_check_ins, ..
        } = *told;
        let all = cables.len() as u64;
        let hurt =
            told.opened_alone == 1 && cables_cut == all && branches_killed == all && booths_killed == all;
        let acts = told.check_ins_undone == 1 && told.voters_overridden == 1 && told.registry_killed == 1;
        let acts = acts && told.taken_off == 1;
        let replaced = told.devices_handed_over == all.min(2) && told.strip_lines_read_back > 0;
        let killed = headquarters_killed == 1 && told.witness_killed == 1;
        if hurt && acts && replaced && killed && pending_check_ins > 0 {
            return Ok(());
        }
        Err(Failure::new(
            format!("the day was not rough: {told:?}"),
            "Take more voters, so that each branch has ten",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_decides_and_every_branch_is_hurt() {
        for seed in 0..50 {
            for branch in 0..4 {
                for voters in 5..60 {
                    let plan = Plan::of(seed, branch, 4, voters);
                    assert_eq!(plan, Plan::of(seed, branch, 4, voters));
                    assert!(plan.lost.is_none_or(|(place, _)| place < voters));
                    assert!(plan.cut.contains(&plan.branch_killed) && plan.cut.end <= voters);
                    let off = plan.taken_off.filter(|place| *place != plan.booth_killed);
                    assert!(off.is_some() || branch > 0 || voters < 8, "{plan:?}");
                    assert!(plan.booth_killed < voters && plan.headquarters_killed.unwrap_or(0) < voters);
                }
            }
        }
    }
}
