//! Acts of two officers at the desk, kept like everything else it does.

use super::{BadBook, PollBook, Step};
use pollbook::book::Claim;
use pollbook::device::SessionId;
use pollbook::entry::{Act, Entry, EntryId, Standing};
use pollbook::log::Log;
use pollbook::officers::Officers;
use pollbook::reconcile::Figures;

impl PollBook {
    /// Does what both officers signed, in one flush of the disk. An override leaves a question to be asked.
    pub(in super::super) fn agreed(&mut self, acts: Vec<Act>, wall: u64) -> Result<Step, BadBook> {
        self.tell_start(wall)?;
        let mut outs = Vec::new();
        for act in acts {
            let done = match act {
                Act::Began(agreed) => self.desk.begin(agreed, wall),
                Act::Overridden(agreed) => self.desk.override_for(agreed, wall),
                Act::Undone(agreed) => self.desk.undo(agreed, wall),
                Act::Restored(agreed) => self.desk.restore(agreed, wall),
                Act::StripRead(agreed) => self.desk.strip_read(agreed, wall),
                // No other act is proposed to officers here.
                _ => Ok(Vec::new()),
            };
            match done {
                Ok(done) => outs.extend(done),
                Err(not_now) => {
                    // What came before it on the sheet is in no file yet: it did not happen either.
                    self.again()?;
                    return Err(not_now.into());
                }
            }
        }
        self.act(None, outs)
    }

    /// The question is taken back: no card is given for it.
    pub(in super::super) fn interrupted(&mut self, ask: EntryId, wall: u64) -> Result<Step, BadBook> {
        match self.desk.interrupted(ask, wall) {
            Ok(outs) => self.act(Some(ask), outs),
            Err(not_now) => self.ended(ask, not_now),
        }
    }

    /// The session of this device.
    pub(in super::super) fn session(&self) -> SessionId {
        self.making.session
    }

    /// Whose consent counts.
    pub(in super::super) fn officers(&self) -> Officers {
        self.making.officers
    }

    /// How often a card left the stack or came back, in all sessions that this log knows.
    pub(in super::super) fn moves(&self) -> u64 {
        let moves = |entry: &&Entry| match &entry.act {
            Act::Admitted { standing, .. } => *standing == Standing::Confirmed,
            Act::Undone(_) | Act::Restored(_) => true,
            _ => false,
        };
        self.desk.log().entries().filter(moves).count() as u64
    }

    /// Lines that this device printed: one a check-in, one an undoing.
    pub(in super::super) fn printed(&self) -> u64 {
        let own = self.log().session(&self.making.session).iter();
        own.filter(|entry| matches!(entry.act, Act::Admitted { .. } | Act::Undone(_))).count() as u64
    }

    /// When this session began.
    pub(in super::super) fn began(&self) -> Option<u64> {
        self.log().session(&self.making.session).first().map(|entry| entry.at.wall)
    }

    /// Has this session written anything?
    pub(in super::super) fn has_begun(&self) -> bool {
        !self.log().session(&self.making.session).is_empty()
    }

    pub(in super::super) fn log(&self) -> &Log {
        self.desk.log()
    }

    /// The check-ins of this branch that stand, by session and receipt number: who has voted here.
    pub(in super::super) fn standing(&self) -> Vec<Claim> {
        let mut standing: Vec<Claim> = self.desk.book().at(&self.making.station.branch).cloned().collect();
        standing.sort_by_key(|claim| claim.id);
        standing
    }

    /// Every session that this branch's book knows, with its figures; this device's own is the last.
    pub(in super::super) fn sessions(&self) -> Vec<(SessionId, Figures)> {
        let own = self.making.session;
        let mut sessions: Vec<SessionId> = self.desk.book().claims().map(|claim| claim.id.session).collect();
        sessions.extend(self.log().entries().map(|entry| entry.id.session));
        sessions.sort_unstable();
        sessions.dedup();
        sessions.retain(|session| *session != own);
        sessions.push(own);
        sessions.into_iter().map(|session| (session, Figures::of(&session, self.desk.book()))).collect()
    }

    /// The check-in of a receipt number: of this device's session, or of the one session before it that gave this number.
    pub(in super::super) fn by_receipt(&self, receipt: u64) -> Option<Claim> {
        let branch = &self.making.station.branch;
        let own = EntryId { session: self.making.session, counter: receipt };
        let stands =
            |claim: &&Claim| claim.branch == *branch && !self.desk.book().is_withdrawn(&claim.id, branch);
        if let Some(claim) = self.desk.book().get(&own).filter(stands) {
            return Some(claim.clone());
        }
        let mut others = self.desk.book().claims().filter(|claim| claim.id.counter == receipt).filter(stands);
        let found = others.next()?;
        others.next().is_none().then(|| found.clone())
    }

    /// The pending card of a place in its stack, from 1.
    pub(in super::super) fn card_at(&self, place: u64) -> Option<election::bytes::Digest> {
        let place = usize::try_from(place).ok()?.checked_sub(1)?;
        self.making.cards.get(place).copied()
    }
}
