//! Do the minutes tell what befell each branch? Asked for where they are printed from.

use super::Told;
use crate::failure::Failure;
use crate::rehearse::setup::Hq;
use election::id::BranchId;
use election::setup::Setup;
use serde::Deserialize;
use station::headquarters::answer;

#[derive(Deserialize)]
struct Day {
    acts: Vec<Act>,
}

#[derive(Deserialize)]
struct Act {
    act: String,
    reason: String,
}

impl Day {
    async fn of(hq: &Hq, branch: &BranchId) -> Result<Self, Failure> {
        let address = format!("{}/api/v1/branches/{branch}/disturbances", hq.url);
        Ok(answer(hq.client.get(address).send().await).await?)
    }

    fn times(&self, act: &str) -> u64 {
        self.acts.iter().filter(|one| one.act == act).count() as u64
    }

    /// The first device of a branch takes nobody's place.
    fn devices_replaced(&self) -> u64 {
        self.acts.iter().filter(|one| one.act == "hand-over" && one.reason != "first").count() as u64
    }

    /// Officers also stand for whom the registry contradicts, as often as it happens to.
    fn cards_unreadable(&self) -> u64 {
        self.acts.iter().filter(|one| one.act == "override" && one.reason == "card-unreadable").count() as u64
    }

    fn lines_read_back(&self) -> u64 {
        let read = self.acts.iter().filter(|one| one.act == "strip-read");
        read.filter_map(|one| one.reason.parse::<u64>().ok()).sum()
    }
}

/// Fails where something that was done to the day is not told of it.
pub(crate) async fn tell_it_all(hq: &Hq, setup: &Setup, done: &Told) -> Result<(), Failure> {
    let mut days = Vec::new();
    for branch in &setup.branches {
        let day = Day::of(hq, &branch.id).await?;
        // What a lost folder held and had not sent yet is told by its strip alone.
        let whole = day.devices_replaced() == 0;
        if whole && (day.times("cut-off") == 0 || day.times("reached") == 0) {
            return Err(silent(&format!(
                "that branch {} lost the headquarters and reached it again",
                branch.id
            )));
        }
        days.push(day);
    }
    let all = |figure: fn(&Day) -> u64| days.iter().map(figure).sum::<u64>();
    // In the morning, and again when it was killed.
    let (told, lost) = (all(|day| day.times("started")), done.devices_handed_over);
    if told + lost < days.len() as u64 + done.branches_killed {
        return Err(silent(&format!("machines started again: {told} starts of {} branches", days.len())));
    }
    // A folder that is lost may hold an act that it has not sent; of fewer branches each loses one.
    let sure = days.len() > 2;
    for (what, told, done, sure) in [
        ("devices replaced", all(Day::devices_replaced), done.devices_handed_over, true),
        ("lines of strips read back", all(Day::lines_read_back), done.strip_lines_read_back, true),
        ("check-ins undone", all(|day| day.times("undo")), done.check_ins_undone, sure),
        ("voters overridden", all(Day::cards_unreadable), done.voters_overridden, sure),
    ] {
        if sure && told != done {
            return Err(silent(&format!("{what}: they tell {told}, done were {done}")));
        }
    }
    Ok(())
}

fn silent(what: &str) -> Failure {
    Failure::new(
        format!("the minutes do not tell {what}"),
        "The desk's log or its delivery loses something: keep the folder and report it",
    )
}
