//! The seal of a device, from hand to hand: which number is on it, and what follows when a taker reads another.
//!
//! Another number means that somebody may have opened the device on the way. Until two persons have settled it, one
//! who writes down what was found and another who agrees, nobody can vote with the device, and it is not reconciled.

use super::{Lived, Step};
use crate::permit::PersonId;
use calendar::Day;
use election::spelling;

/// A taker read another seal than was set («اختلاف پلمب»).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dispute<'a> {
    /// The number that the last taker read.
    pub read: &'a str,
    /// Who read it.
    pub by: PersonId,
    /// Since when it is open.
    pub on: Day,
    /// Who has written down what was found, and what.
    pub explained: Option<(PersonId, &'a str)>,
}

/// A seal's number as it is compared with others: two people write `p 102` and `P102` for one seal.
#[must_use]
pub fn number(typed: &str) -> String {
    spelling::closed(typed)
}

/// The seal that a life leaves on a device, and the dispute about it that nobody has settled.
pub(super) fn of(life: &[Lived]) -> (Option<&str>, Option<Dispute<'_>>) {
    let mut now: (Option<&str>, Option<Dispute<'_>>) = (None, None);
    let mut before = now;
    for lived in life {
        let (mut set, mut dispute) = now;
        match &lived.step {
            Step::Seal { number } => set = Some(number.trim()),
            // Nobody configures a device without opening it.
            Step::Configure { .. } => set = None,
            // A second reader settles nothing, whichever number they read: somebody was wrong, or somebody was at it.
            Step::Take { seal } => {
                let read = seal.trim();
                let differs = number(set.unwrap_or_default()) != number(read);
                if dispute.is_some() || differs {
                    let on = dispute.map_or(lived.on, |open| open.on);
                    dispute = Some(Dispute { read, by: lived.by, on, explained: None });
                }
            }
            Step::Explain { note } => {
                if let Some(open) = &mut dispute {
                    open.explained = Some((lived.by, note));
                }
            }
            // What was read is the seal from now on: the next taker has to read that one.
            Step::Settle => set = dispute.take().map(|settled| settled.read).or(set),
            Step::Uphold => dispute = None,
            // Files from before disputes were settled by two: the reason stands in the step.
            Step::Reconcile { .. } => dispute = None,
            Step::Correct { .. } => (set, dispute) = before,
            _ => {}
        }
        (before, now) = (now, (set, dispute));
    }
    now
}
