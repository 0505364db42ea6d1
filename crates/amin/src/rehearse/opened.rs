//! A county whose polls are open: what comes before the voters in a rehearsal, for measuring check-ins.

use super::machines::Machines;
use super::setup::Hq;
use super::{Args, polls, setup};
use crate::failure::Failure;
use election::setup::{Event, Setup};
use std::path::Path;

/// The smallest election that may open its polls: one trustee, these branches, and this roll.
pub(crate) fn args(voters: u64, branches: usize, database: Option<String>, out: &Path) -> Args {
    let (trustees, threshold) = (1, 1);
    Args { voters, branches, trustees, threshold, database, ..Args::demo(out) }
}

/// Sets a county up and opens its branches.
pub(crate) fn open(args: &Args, machines: &mut Machines) -> Result<(Hq, Event, Setup), Failure> {
    let runtime = crate::listen::runtime()?;
    let county = args.out.join("county");
    setup::sample(args, &county)?;
    let mut hq = runtime.block_on(setup::start(args, machines))?;
    // Nobody casts a ballot: a few cards are enough for a branch to open.
    let few = Args { voters: 1, ..args.clone() };
    let (event, setup, people) = runtime.block_on(setup::freeze(&few, machines, &mut hq, &county))?;
    setup::ceremony(args, machines, &hq)?;
    runtime.block_on(async {
        for branch in setup.branches.iter().map(|b| &b.id) {
            polls::ready(&hq, branch).await?;
            polls::ceremony(&hq, &people, &event, branch, "opening").await?;
        }
        Ok::<_, Failure>(())
    })?;
    Ok((hq, event, setup))
}
