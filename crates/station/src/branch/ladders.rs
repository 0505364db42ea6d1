//! The voter whom a desk could not identify yet: what to try next, and when two officers decide («نردبان شناسایی»).
//!
//! Each desk has one voter before it. A try that failed brings the next way; whatever else the desk answers ends the ladder, and so
//! does the clerk who goes on to another voter.

use super::entrance::Who;
use pollbook::ladder::{Ladder, Rules, Rung};
use screens::desk::Answer;
use std::collections::BTreeMap;
use std::sync::Mutex;

/// One that was left for so many milliseconds was another voter's.
const LEFT: u64 = 10 * 60 * 1000;

/// The ladders of all desks.
#[derive(Debug, Default)]
pub(super) struct Ladders(Mutex<BTreeMap<Who, (Ladder, u64)>>);

/// Did the try fail to identify anybody? What the roll, the ledger or the officers then say is an answer, and no failure.
pub(super) fn is_failure(answer: &Answer) -> bool {
    matches!(answer, Answer::BadNumber | Answer::NotOnRoll)
}

impl Ladders {
    /// A try failed at this desk; answers what to try next.
    pub(super) fn failed(&self, desk: Who, wall: u64) -> Rung {
        let mut ladders = self.0.lock().expect("nobody panics with this lock");
        ladders.retain(|_, (_, last)| wall.saturating_sub(*last) < LEFT);
        let (ladder, last) =
            ladders.entry(desk).or_insert_with(|| (Ladder::new(Rules::default(), wall), wall));
        *last = wall;
        ladder.failed(wall)
    }

    /// What to try next for the voter before this desk, if one is on the ladder.
    pub(super) fn rung(&self, desk: Who, wall: u64) -> Option<Rung> {
        let ladders = self.0.lock().expect("nobody panics with this lock");
        ladders.get(&desk).filter(|(_, last)| wall.saturating_sub(*last) < LEFT).map(|(of, _)| of.rung(wall))
    }

    /// Another voter comes.
    pub(super) fn ended(&self, desk: Who) {
        self.0.lock().expect("nobody panics with this lock").remove(&desk);
    }
}
