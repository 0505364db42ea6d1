//! Continuous reconciliation: check-ins = cards = cast + spoiled + abandoned, by session, at every moment.
//!
//! Armenia 2017 found 76 counted by devices against 83 stubs, after the day; in Osun 744 units showed over-voting when server
//! and device figures differed. The alarm belongs to the branch, while the person is still in the room.

use crate::book::Book;
use crate::device::SessionId;
use crate::entry::Standing;
use serde::{Deserialize, Serialize};

/// A session's check-ins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// Confirmed check-ins that stand.
    pub confirmed: u64,
    /// Pending check-ins that stand.
    pub pending: u64,
    /// Check-ins taken back.
    pub undone: u64,
}

impl Figures {
    /// Counted from the claims of one session.
    pub fn of(session: &SessionId, book: &Book) -> Self {
        let mut figures = Self::default();
        for claim in book.claims().filter(|claim| claim.id.session == *session) {
            match claim.standing {
                _ if book.is_withdrawn(&claim.id, &claim.branch) => figures.undone += 1,
                Standing::Confirmed => figures.confirmed += 1,
                Standing::Pending { .. } => figures.pending += 1,
            }
        }
        figures
    }

    /// Check-ins that stand, each of which gave one card.
    pub fn check_ins(&self) -> u64 {
        self.confirmed + self.pending
    }
}

/// What became of the cards of a session or a branch, for one contest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cards {
    /// Given out and not taken back.
    pub given: u64,
    /// Ballots in the box.
    pub cast: u64,
    /// Cards spoiled, that is withdrawn for good by the officers without a ballot.
    pub spoiled: u64,
    /// Given out, and the voter has left.
    pub abandoned: u64,
    /// In a booth, or in a voter's hand.
    pub under_way: u64,
}

/// Figures that do not agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "alarm", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Alarm {
    /// Cards without check-ins, or check-ins without cards.
    #[error("{given} cards for {check_ins} check-ins: stop, count the stack, and call the supervisor")]
    Cards {
        /// Check-ins that stand.
        check_ins: u64,
        /// Cards given.
        given: u64,
    },
    /// More came back than was given, or something is missing.
    #[error("{given} cards were given and {accounted} are accounted for: stop and call the supervisor")]
    Ballots {
        /// Cards given.
        given: u64,
        /// Cast, spoiled, abandoned and under way together.
        accounted: u64,
    },
}

/// Do they agree now?
pub fn reconcile(figures: &Figures, cards: &Cards) -> Result<(), Alarm> {
    let (check_ins, given) = (figures.check_ins(), cards.given);
    if check_ins != given {
        return Err(Alarm::Cards { check_ins, given });
    }
    let parts = [cards.cast, cards.spoiled, cards.abandoned, cards.under_way];
    let accounted = parts.iter().fold(0_u64, |sum, part| sum.saturating_add(*part));
    if accounted != given {
        return Err(Alarm::Ballots { given, accounted });
    }
    Ok(())
}
