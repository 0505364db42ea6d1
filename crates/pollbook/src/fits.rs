//! Does an entry fit what is known of the day? What no honest desk writes is refused, by whatever key it is signed.
//!
//! The officers' signatures are judged by [`Entry::check`], the chain of a session by [`crate::log::Log`]. What is left are lies that both
//! would let through: one machine's key could otherwise free a voter whom it had admitted, by turning them away afterwards.

use crate::device::SessionId;
use crate::entry::{Act, Entry, EntryId};
use crate::ledger::Ledger;
use crate::voter::VoterKey;
use election::id::BranchId;

/// What must be known to judge an entry. A [`Ledger`] knows it; a database is asked first.
pub trait Known {
    /// The branch whose desk a session is.
    fn branch_of(&self, session: &SessionId) -> Option<&BranchId>;
    /// Whom this entry asked about, if it is a question.
    fn asked_about(&self, id: &EntryId) -> Option<VoterKey>;
    /// Has this question ended, with a card or without?
    fn is_ended(&self, ask: &EntryId) -> bool;
    /// Did the headquarters confirm this person under this question of the branch? A confirmation is kept before it is told, and
    /// taken away only with the check-in: one that was taken back since counts as given.
    fn was_confirmed(&self, claim: &EntryId, voter: &VoterKey, branch: &BranchId) -> bool;
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
    /// It claims a confirmation that the headquarters did not give: the person would count twice, or not where they voted.
    #[error("the headquarters did not confirm check-in {claim}, and this desk says so")]
    NotConfirmed {
        /// The check-in.
        claim: EntryId,
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
    if let Some((claim, voter)) = entry.confirmed()
        && !known.was_confirmed(&claim, &voter, &entry.branch)
    {
        return Err(Misfit::NotConfirmed { claim });
    }
    if let Act::Undone(agreed) = &entry.act {
        let claim = agreed.act().claim;
        if let Some(branch) = known.branch_of(&claim.session).filter(|branch| **branch != entry.branch) {
            return Err(Misfit::Anothers { claim, branch: branch.clone() });
        }
    }
    Ok(())
}

impl Known for Ledger {
    fn branch_of(&self, session: &SessionId) -> Option<&BranchId> {
        self.log().session(session).first().map(|entry| &entry.branch)
    }

    fn asked_about(&self, id: &EntryId) -> Option<VoterKey> {
        self.log().get(id).and_then(Entry::asks)
    }

    fn is_ended(&self, ask: &EntryId) -> bool {
        let later = usize::try_from(ask.counter).map_or(usize::MAX, |at| at.saturating_add(1));
        let later = self.log().session(&ask.session).get(later..).unwrap_or_default();
        later.iter().any(|entry| entry.ends().is_some_and(|(ended, _)| ended == *ask))
    }

    fn was_confirmed(&self, claim: &EntryId, voter: &VoterKey, branch: &BranchId) -> bool {
        let row = self.rows().get(voter);
        row.is_some_and(|row| row.claim == *claim && row.branch == *branch)
            || self.book().is_withdrawn(claim, branch)
    }
}
