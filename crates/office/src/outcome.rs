//! Decide a contest once all its boxes are counted.

use crate::error::Error;
use crate::open::Office;
use board::entry::{Entry, Outcome};
use board::path;
use election::id::ContestId;
use election::outcome::{LotDue, Minutes, Ruling, decide};
use election::signatory::Signatory;
use election::tally::Totals;
use headquarters::permit::{Permit, act};

/// What the headquarters can say about a contest now.
#[derive(Debug)]
pub enum Decided {
    /// The result, signed by the headquarters; both boards must sign it too.
    Result(Box<Entry>),
    /// The law leaves it to a lot, drawn before both boards.
    LotDue(Box<LotDue>),
}

impl Office {
    /// All boxes counted → the result, or the lot that is due.
    pub async fn decide_contest(
        &self,
        _permit: &Permit<act::Count>,
        contest_id: &ContestId,
    ) -> Result<Decided, Error> {
        let (setup, event, boxes, lots) = {
            let board = self.0.board.read().await;
            let state = &board.state;
            let setup = state.setup().ok_or(Error::NotNow("the set-up is not frozen yet"))?.clone();
            if state.ledger().is_none() {
                return Err(Error::NotNow("the polls are not closed yet"));
            }
            let boxes: Vec<_> = state
                .boxes()
                .iter()
                .filter(|(id, _)| id.contest == *contest_id)
                .map(|(id, b)| (id.clone(), b.minutes.is_some()))
                .collect();
            let lots: Vec<_> = state.lots(contest_id).iter().map(|lot| lot.drawn.clone()).collect();
            (setup, self.event_of(state)?, boxes, lots)
        };
        let contest =
            setup.contest(contest_id).ok_or_else(|| Error::Unknown(format!("contest {contest_id}")))?;
        if boxes.iter().any(|(_, counted)| !counted) {
            return Err(Error::NotNow("not every box of this contest is counted yet"));
        }
        let mut totals = Totals::zero(contest);
        let mut units = Vec::new();
        for (box_id, _) in boxes {
            let bytes = self.0.folders.read(&path::minutes(&box_id))?;
            let minutes: Minutes =
                serde_json::from_slice(&bytes).map_err(|e| Error::Damaged(format!("box {box_id}: {e}")))?;
            totals.add(&minutes.totals);
            units.push(box_id.unit);
        }
        match decide(contest, totals, units, &lots)? {
            Ruling::LotDue(lot) => Ok(Decided::LotDue(Box::new(lot))),
            Ruling::Decided(result) => {
                let result = self.keep_file(result.to_bytes()).await?;
                let entry = Entry::unsigned(Outcome { contest: contest_id.clone(), result });
                let entry = entry.signed(&event, Signatory::Headquarters, &self.0.signer);
                Ok(Decided::Result(Box::new(entry)))
            }
        }
    }

    fn event_of(&self, state: &board::admission::State) -> Result<election::setup::Event, Error> {
        state.event().copied().ok_or(Error::NotNow("the set-up is not frozen yet"))
    }
}
