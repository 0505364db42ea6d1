//! `amin trustee ceremony`: four messages, each after the others' before it.

use super::Here;
use super::record::Record;
use crate::failure::Failure;
use protocol::trustee::Step;

/// Speaks until the key is confirmed by this trustee.
pub(crate) fn run(here: &Here) -> Result<(), Failure> {
    let file = here.file.open()?;
    let mut record = Record::follow(here)?;
    while record.follower.state().event().is_none() {
        record.wait()?;
    }
    let plan = record.follower.state().circle().map(|circle| circle.plan());
    let mut trustee = file.trustee(plan)?;
    let mut rng = rand::rng();
    let mut said = 0u64;
    loop {
        match trustee.ceremony(record.follower.state(), &mut rng).map_err(Failure::other)? {
            Step::Done => break,
            Step::Wait => record.wait()?,
            Step::Say(entry) => {
                // First kept, then said: a pledge whose deal is lost would end the ceremony.
                if said == 0 {
                    file.keep(&trustee)?;
                }
                record.append(&trustee, &entry, &[])?;
                said += 1;
                let size = record.follower.size();
                while record.follower.size() == size {
                    record.wait()?;
                }
            }
        }
    }
    eprintln!("trustee {}: the election key is made and confirmed", trustee.index());
    Ok(())
}
