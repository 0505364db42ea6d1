//! Closing: the machine states, two officers sign, the record takes it.

use super::{Machine, Stage, keep, not_at, wall};
use axum::http::StatusCode;
use board::entry::{Body, Closing, Entry};
use door::Problem;
use election::signatory::Signatory;
use std::sync::atomic::Ordering;

impl Machine {
    /// The closing, signed by the machine, after the record, countersigned, has every ballot.
    pub(super) async fn closing(&self) -> Result<Entry, Problem> {
        self.may_close().await?;
        let known = self.known().await?;
        // Asked first: what is left of the ballots travels only when nobody votes any more.
        let voting = self.branch.lock().await.closing(&known.stack, now());
        voting.map_err(|refused| Problem::conflict("closing", refused))?;
        if self.at_desk.load(Ordering::SeqCst) > 0 {
            return Err(
                Problem::conflict("closing", "a voter is being checked in").remedy("Ask again in a moment")
            );
        }
        // What one program counts twice always agrees: before the officers sign, the stack is counted by hand.
        if !self.is_counted().await {
            let what = "the stack of cards was not counted since the last check-in";
            return Err(Problem::conflict("count", what)
                .remedy("Count the cards that are left, enter the number at the desk, and ask again"));
        }
        let wall = wall();
        self.with_book(|book| book.end_questions(u64::MAX, wall)).await?;
        self.send_log(&known).await?;
        self.carry_and_wait().await?;
        let branch = self.branch.lock().await;
        let body =
            branch.closing(&known.stack, now()).map_err(|refused| Problem::conflict("closing", refused))?;
        Ok(Entry::unsigned(body).signed(&known.event, self.name(), &self.signer))
    }

    /// The closing with both officers' signatures goes to the record, if it still says what is in the box.
    ///
    /// From here on nothing goes in: a ballot that came while the officers signed or the witness was waited for would
    /// have a receipt and no place on the record.
    pub(super) async fn close_polls(&self, bytes: Vec<u8>) -> Result<u64, Problem> {
        self.may_close().await?;
        let signed = self.own(&bytes, |body| match body {
            Body::Closing(closing) if closing.branch == self.id => Some(closing.clone()),
            _ => None,
        })?;
        // Whoever is in the middle of something at desk or booth is waited for.
        *self.stage.write().await = Stage::Closing;
        let closed = self.close_now(&signed, bytes).await;
        *self.stage.write().await = match (&closed, keep::closing(&self.folder)?) {
            (Ok(_), _) => Stage::Closed,
            // Perhaps it stands: nothing more goes into the box, and the officers send a closing again.
            (Err(_), Some(_)) => Stage::Closing,
            (Err(_), None) => Stage::Open,
        };
        closed
    }

    async fn close_now(&self, signed: &Closing, bytes: Vec<u8>) -> Result<u64, Problem> {
        // One that was sent before may stand. The record answers the same bytes with their number, so it is asked
        // about these first: another closing would be refused because that one stands.
        if let Some(earlier) = keep::closing(&self.folder)? {
            match self.put(earlier).await {
                Err(problem) if is_refusal(&problem) => keep::forget_closing(&self.folder)?,
                stands => return stands,
            }
        }
        let known = self.known().await?;
        let wall = wall();
        self.with_book(|book| book.end_questions(u64::MAX, wall)).await?;
        self.send_log(&known).await?;
        {
            let branch = self.branch.lock().await;
            let due = branch.closing(&known.stack, signed.at.clone());
            let due = due.map_err(|refused| Problem::conflict("closing", refused))?;
            if due != *signed || !branch.waiting.is_empty() {
                let what = "voters came after this closing was written";
                return Err(Problem::conflict("closing", what).remedy("Write the closing anew and sign that"));
            }
        }
        keep::put_closing(&self.folder, &bytes)?;
        self.follow_on_second()?;
        let closed = self.put(bytes).await;
        if closed.as_ref().is_err_and(is_refusal) {
            keep::forget_closing(&self.folder)?;
        }
        closed
    }

    /// The polls are open, or were being closed when something failed.
    async fn may_close(&self) -> Result<(), Problem> {
        match *self.stage.read().await {
            Stage::Open | Stage::Closing => Ok(()),
            now => Err(not_at(now)),
        }
    }

    /// What an entry of this branch says.
    pub(super) fn own<T>(&self, bytes: &[u8], find: impl Fn(&Body) -> Option<T>) -> Result<T, Problem> {
        let bad = |what: String| Problem::new(StatusCode::BAD_REQUEST, "entry", what);
        let entry = Entry::parse(bytes).map_err(|e| bad(e.to_string()))?;
        find(&entry.body).ok_or_else(|| bad("this is not this branch's".into()))
    }

    pub(super) fn name(&self) -> Signatory {
        Signatory::Branch(self.id.clone())
    }
}

/// The record looked at the entry and does not take it.
pub(super) fn is_refusal(problem: &Problem) -> bool {
    problem.status == StatusCode::CONFLICT.as_u16()
}

/// Now, as entries write it: RFC 3339, UTC, to the second.
pub fn now() -> String {
    jiff::Timestamp::now().round(jiff::Unit::Second).map_or_else(|_| String::new(), |t| t.to_string())
}
