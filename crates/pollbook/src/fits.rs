//! Does an entry fit what is known of the day? What no honest desk writes is refused, by whatever key it is signed.
//!
//! The officers' signatures are judged by [`Entry::check`], the chain of a session by [`Log`]. What is left are lies that both
//! would let through: one machine's key could otherwise free a voter whom it had admitted, by turning them away afterwards.

use crate::device::SessionId;
use crate::entry::{Act, Entry, EntryId};
use crate::log::Log;
use crate::voter::VoterKey;
use election::id::BranchId;

/// What must be known to judge an entry. A [`Log`] knows it; a database is asked first.
pub trait Known {
    /// The branch whose desk a session is.
    fn branch_of(&self, session: &SessionId) -> Option<&BranchId>;
    /// Whom this entry asked about, if it is a question.
    fn asked_about(&self, id: &EntryId) -> Option<VoterKey>;
    /// Has this question ended, with a card or without?
    fn is_ended(&self, ask: &EntryId) -> bool;
}

/// Why an entry does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// It goes on with another branch's session.
    #[error("session {session} is a desk of branch {branch}: no other branch writes in it")]
    Session {
        /// The session.
        session: SessionId,
        /// Whose it is.
        branch: BranchId,
    },
    /// It ends a question that was never asked, or about somebody else.
    #[error("entry {id} ends a question that this desk did not ask about this person")]
    NotAsked {
        /// The entry.
        id: EntryId,
    },
    /// It ends a question a second time: whoever was admitted is freed by an undo of two officers, and by nothing else.
    #[error("question {ask} has ended already: a check-in is taken back by both officers only")]
    Ended {
        /// The question.
        ask: EntryId,
    },
    /// It takes back another branch's check-in.
    #[error("check-in {claim} is of branch {branch}: only its own officers take it back")]
    Anothers {
        /// The check-in.
        claim: EntryId,
        /// Whose it is.
        branch: BranchId,
    },
}

/// Judges the next entry of a session.
pub fn fits(entry: &Entry, known: &impl Known) -> Result<(), Misfit> {
    let session = entry.id.session;
    if let Some(branch) = known.branch_of(&session).filter(|branch| **branch != entry.branch) {
        return Err(Misfit::Session { session, branch: branch.clone() });
    }
    if let Some((ask, voter)) = entry.ends() {
        if known.asked_about(&ask) != Some(voter) {
            return Err(Misfit::NotAsked { id: entry.id });
        }
        if known.is_ended(&ask) {
            return Err(Misfit::Ended { ask });
        }
    }
    if let Act::Undone(agreed) = &entry.act {
        let claim = agreed.act().claim;
        if let Some(branch) = known.branch_of(&claim.session).filter(|branch| **branch != entry.branch) {
            return Err(Misfit::Anothers { claim, branch: branch.clone() });
        }
    }
    Ok(())
}

impl Known for Log {
    fn branch_of(&self, session: &SessionId) -> Option<&BranchId> {
        self.session(session).first().map(|entry| &entry.branch)
    }

    fn asked_about(&self, id: &EntryId) -> Option<VoterKey> {
        self.get(id).and_then(Entry::asks)
    }

    fn is_ended(&self, ask: &EntryId) -> bool {
        let later = usize::try_from(ask.counter).map_or(usize::MAX, |at| at.saturating_add(1));
        let later = self.session(&ask.session).get(later..).unwrap_or_default();
        later.iter().any(|entry| entry.ends().is_some_and(|(ended, _)| ended == *ask))
    }
}
