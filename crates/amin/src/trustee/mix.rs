//! `amin trustee mix`: every box, when its turn comes.

use super::Here;
use super::queue::Queue;
use super::record::Record;
use crate::failure::Failure;
use crate::progress::{bar, cores, of_cores};
use board::admission::BoxState;
use clap::Args as ClapArgs;
use election::unit::BoxId;
use std::path::PathBuf;

/// Which trustee, where the record is, who is away, and who else works.
#[derive(ClapArgs)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) here: Here,
    /// Trustees who are away and will not mix; at least the threshold must remain
    #[arg(long, value_delimiter = ',')]
    pub(crate) without: Vec<u16>,
    /// Folder that all workers of this trustee see, if there are several: each box is taken by one of them;
    /// without it, workers that share --dir share the boxes
    #[arg(long)]
    pub(crate) queue: Option<PathBuf>,
}

impl Args {
    /// The folder where workers of this trustee meet.
    pub(crate) fn queue(&self) -> PathBuf {
        self.queue.clone().unwrap_or_else(|| self.here.file.dir.join("queue"))
    }
}

/// Mixes until every box has this trustee's mix. What was mixed before is not mixed again.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let file = args.here.file.open()?;
    let mut record = Record::follow(&args.here)?;
    while record.follower.state().ledger().is_none() {
        record.wait()?;
    }
    let trustee = file.trustee(record.follower.state().circle().map(|circle| circle.plan()))?;
    let index = trustee.index();
    let trustees = record.follower.state().setup().map_or(0, |s| s.trustees.len() as u16);
    let mut queue = Queue::open(&args.queue(), record.event()?, "mix", index)?;
    let all = record.follower.state().boxes().len();
    cores("mixes");
    let bar = bar(all as u64, &format!("trustee {index} mixes"));
    let mut rng = rand::rng();
    let mut mine = 0;
    let mixed = |the_box: &BoxState| the_box.mixes.iter().any(|step| step.trustee == index);
    loop {
        let boxes = record.follower.state().boxes();
        queue.release(|id| boxes.get(id).is_some_and(mixed));
        let done = boxes.values().filter(|b| mixed(b)).count();
        bar.set_position(done as u64);
        if done == all {
            break;
        }
        let due: Vec<BoxId> = boxes
            .iter()
            .filter(|(id, b)| !queue.holds(id) && trustee.mixes_next(b, trustees, &args.without))
            .map(|(id, _)| id.clone())
            .collect();
        let Some(box_id) = queue.first(due)? else {
            record.wait()?;
            continue;
        };
        // Another worker may have finished it just before it let go of it.
        record.advance()?;
        let the_box = record.follower.state().boxes().get(&box_id);
        if !the_box.is_some_and(|b| trustee.mixes_next(b, trustees, &args.without)) {
            continue;
        }
        let input = record.slots(&box_id)?;
        let (entry, slots, proof) =
            trustee.mix(record.follower.state(), &box_id, &input, &mut rng).map_err(Failure::other)?;
        if record.append_once(&trustee, &entry, &[&slots, &proof], |state| {
            state.boxes().get(&box_id).is_some_and(mixed)
        })? {
            mine += 1;
        }
        record.advance()?;
    }
    bar.finish();
    eprintln!("trustee {index}: mixed {mine} of {all} boxes here, on {}; all are mixed", of_cores());
    Ok(())
}
