//! Count: what enough trustees have opened becomes minutes, box by box.

use crate::error::Error;
use crate::open::Office;
use board::admission::{BoxState, proof};
use board::entry::{Count, File, Partial};
use board::path;
use crypto::ceremony::Plan;
use crypto::elgamal::decode_list;
use crypto::opening::{Checked, Quorum, Slots};
use election::tally::Totals;
use election::unit::BoxId;
use headquarters::permit::{Permit, act};

impl Office {
    /// Every box that enough trustees opened and that has no minutes yet → minutes on the record.
    ///
    /// Answers how many boxes were counted and how many wait for trustees.
    pub async fn count(&self, _permit: &Permit<act::Count>) -> Result<(usize, usize), Error> {
        let (ready, waiting, setup) = {
            let board = self.0.board.read().await;
            let setup = board.state.setup().ok_or(Error::NotNow("the set-up is not frozen yet"))?.clone();
            let needed = usize::from(setup.threshold);
            let uncounted = board.state.boxes().iter().filter(|(_, b)| b.minutes.is_none());
            let (ready, waiting): (Vec<_>, Vec<_>) = uncounted.partition(|(_, b)| b.partials.len() >= needed);
            let ready: Vec<_> = ready.into_iter().map(|(id, b)| (id.clone(), b.clone())).collect();
            (ready, waiting.len(), setup)
        };
        let plan = Plan::new(setup.trustees.len() as u16, setup.threshold)
            .map_err(|e| Error::Damaged(e.to_string()))?;
        let counted = ready.len();
        for (box_id, the_box) in ready {
            let contest = setup.contest(&box_id.contest).ok_or_else(|| Error::Unknown(box_id.to_string()))?;
            let office = self.clone();
            let (id, shape) = (box_id.clone(), contest.shape());
            let opened =
                tokio::task::spawn_blocking(move || office.opened(plan, &id, &the_box, shape.numbers()))
                    .await
                    .expect("opening a box does not panic")?;
            let totals =
                Totals::count(contest, &opened).map_err(|e| Error::Miscount(format!("box {box_id}: {e}")))?;
            let file = self.write_minutes(&box_id, totals).await?;
            self.say(Count { box_id, minutes: file }).await?;
        }
        Ok((counted, waiting))
    }

    /// The numbers in the slots of a box, from the first openings on the record.
    ///
    /// Every partial opening was judged when it was taken; it is judged again here, because a count must not
    /// rest on what this machine remembers.
    fn opened(
        &self,
        plan: Plan,
        box_id: &BoxId,
        the_box: &BoxState,
        numbers: usize,
    ) -> Result<Vec<u16>, Error> {
        let damaged = |what: String| Error::Damaged(format!("box {box_id}: {what}"));
        let (event, joint) = {
            let board = self.0.board.blocking_read();
            let joint = board.state.joint_key().cloned().ok_or_else(|| damaged("no key".into()))?;
            (board.state.event().copied().ok_or_else(|| damaged("no event".into()))?, joint)
        };
        let last = the_box.mixes.last().ok_or_else(|| damaged("no mix".into()))?;
        let slots = self.0.folders.read(&path::mix_slots(box_id, last.trustee))?;
        let slots = decode_list(&slots).map_err(|e| damaged(e.to_string()))?;
        let slots = Slots::decode(&slots).map_err(|e| damaged(e.to_string()))?;
        let mut checked = Vec::new();
        for (trustee, file) in the_box.partials.iter().take(usize::from(plan.threshold())) {
            let bytes = self.0.folders.read(&path::partial(box_id, *trustee))?;
            let body =
                Partial { box_id: box_id.clone(), trustee: *trustee, input: last.output, partial: *file };
            checked.push(proof::partial(&event, &joint, &body, &slots, &bytes)?);
        }
        let trustees: Vec<u16> = checked.iter().map(Checked::trustee).collect();
        let quorum = Quorum::new(plan, &trustees, numbers).map_err(|e| damaged(e.to_string()))?;
        let opened = quorum.read(&slots, &checked).map_err(|e| damaged(e.to_string()))?;
        opened
            .into_iter()
            .collect::<Option<Vec<u16>>>()
            .ok_or_else(|| Error::Miscount(format!("box {box_id}: a slot opens to no number of the contest")))
    }

    async fn write_minutes(&self, box_id: &BoxId, totals: Totals) -> Result<File, Error> {
        let minutes = self.0.board.read().await.state.minutes(box_id, totals);
        self.keep_file(minutes.to_bytes()).await
    }
}
