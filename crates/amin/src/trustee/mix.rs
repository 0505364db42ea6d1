//! `amin trustee mix`: every box, when its turn comes.

use super::Here;
use super::record::Record;
use crate::failure::Failure;
use crate::progress::bar;
use clap::Args as ClapArgs;
use election::unit::BoxId;
use std::collections::BTreeSet;

/// Which trustee, where the record is, and who is away.
#[derive(ClapArgs)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) here: Here,
    /// Trustees who are away and will not mix; at least the threshold must remain
    #[arg(long, value_delimiter = ',')]
    pub(crate) without: Vec<u16>,
}

/// Mixes until every box has this trustee's mix. What was mixed before is not mixed again.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let file = args.here.file.open()?;
    let mut record = Record::follow(&args.here)?;
    while record.follower.state().ledger().is_none() {
        record.wait()?;
    }
    let trustee = file.trustee(record.follower.state().circle().map(|circle| circle.plan()))?;
    let trustees = record.follower.state().setup().map_or(0, |s| s.trustees.len() as u16);
    let all = record.follower.state().boxes().len();
    let bar = bar(all as u64, &format!("trustee {} mixes", trustee.index()));
    let mut rng = rand::rng();
    let mut sent: BTreeSet<BoxId> = BTreeSet::new();
    loop {
        let state = record.follower.state();
        let mixed = |id: &BoxId| {
            let steps = state.boxes().get(id).map(|b| b.mixes.as_slice()).unwrap_or_default();
            steps.iter().any(|step| step.trustee == trustee.index())
        };
        let done = state.boxes().keys().filter(|id| mixed(id)).count();
        bar.set_position(done as u64);
        if done == all {
            break;
        }
        let next = state
            .boxes()
            .iter()
            .find(|(id, b)| !sent.contains(*id) && trustee.mixes_next(b, trustees, &args.without))
            .map(|(id, _)| id.clone());
        let Some(box_id) = next else {
            record.wait()?;
            continue;
        };
        let input = record.slots(&box_id)?;
        let (entry, slots, proof) =
            trustee.mix(record.follower.state(), &box_id, &input, &mut rng).map_err(Failure::other)?;
        record.append(&entry, &[&slots, &proof])?;
        sent.insert(box_id);
        record.advance()?;
    }
    bar.finish();
    eprintln!("trustee {}: mixed {all} boxes", trustee.index());
    Ok(())
}
