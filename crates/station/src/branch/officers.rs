//! Opening and closing: the machine states, two officers sign, the record takes it.

use super::{Machine, Stage, keep, not_at, wall};
use axum::http::StatusCode;
use board::entry::{Body, Booth, Closing, Entry, File, Opening};
use crypto::signature::PublicKey;
use door::Problem;
use election::bytes::Digest;
use election::signatory::Signatory;
use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

impl Machine {
    /// The opening, signed by the machine: the empty box, the booths, the cards. The officers sign it next.
    pub(super) async fn opening(&self) -> Result<Entry, Problem> {
        self.must_be(Stage::Ready).await?;
        let known = self.known().await?;
        let booth = |(number, key): (&u16, &PublicKey)| Booth { number: *number, key: *key };
        let booths: Vec<Booth> = self.booths.read().await.iter().map(booth).collect();
        if booths.is_empty() {
            return Err(
                Problem::conflict("booths", "no booth has been enrolled").remedy("Start a booth first")
            );
        }
        let cards = file_of(&known.stack.cards);
        self.headquarters.upload(&self.caller(&known), cards.clone()).await?;
        let pending = file_of(&known.stack.pending);
        if !pending.is_empty() {
            self.headquarters.upload(&self.caller(&known), pending.clone()).await?;
        }
        let branch = self.branch.lock().await;
        let body = Opening {
            branch: self.id.clone(),
            at: now(),
            booths,
            cards: File::of(&cards),
            ballots: (branch.spent.len() + branch.waiting.len()) as u64,
            pending: (!pending.is_empty()).then(|| File::of(&pending)),
        };
        Ok(Entry::unsigned(body).signed(&known.event, self.name(), &self.signer))
    }

    /// The opening with both officers' signatures goes to the record; the branch is open when a
    /// countersigned checkpoint includes it.
    pub(super) async fn open_polls(&self, bytes: Vec<u8>) -> Result<u64, Problem> {
        self.must_be(Stage::Ready).await?;
        let opening = self.own(&bytes, |body| match body {
            Body::Opening(opening) if opening.branch == self.id => Some(opening.digest()),
            _ => None,
        })?;
        let sequence = self.put(bytes.clone()).await?;
        // Kept before the desk opens: a machine that starts again while it is cut off finds here that it is open.
        keep::put_opening(&self.folder, &bytes)?;
        self.follow_on_second()?;
        self.with_book(|book| book.open_polls(opening, wall())).await?;
        *self.stage.write().await = Stage::Open;
        Ok(sequence)
    }

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

    fn own<T>(&self, bytes: &[u8], find: impl Fn(&Body) -> Option<T>) -> Result<T, Problem> {
        let bad = |what: String| Problem::new(StatusCode::BAD_REQUEST, "entry", what);
        let entry = Entry::parse(bytes).map_err(|e| bad(e.to_string()))?;
        find(&entry.body).ok_or_else(|| bad("this is not this branch's".into()))
    }

    fn name(&self) -> Signatory {
        Signatory::Branch(self.id.clone())
    }
}

/// The record looked at the entry and does not take it.
fn is_refusal(problem: &Problem) -> bool {
    problem.status == StatusCode::CONFLICT.as_u16()
}

/// Numbers of cards as the record has them: ascending, so that they tell nothing of the order of printing.
fn file_of(cards: &BTreeSet<Digest>) -> Vec<u8> {
    cards.iter().flat_map(|card| card.0).collect()
}

/// Now, as entries write it: RFC 3339, UTC, to the second.
pub fn now() -> String {
    jiff::Timestamp::now().round(jiff::Unit::Second).map_or_else(|_| String::new(), |t| t.to_string())
}
