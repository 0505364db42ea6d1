//! Opening and closing: the machine states, two officers sign, the record takes it.

use super::{Machine, Stage};
use axum::http::StatusCode;
use board::entry::{Body, Booth, Entry, File, Opening};
use door::Problem;
use election::signatory::Signatory;

impl Machine {
    /// The opening, signed by the machine: the empty box, the booths, the cards. The officers sign it next.
    pub(super) async fn opening(&self) -> Result<Entry, Problem> {
        self.must_be(Stage::Ready).await?;
        let known = self.known().await?;
        let booths = self.booths.read().await;
        if booths.is_empty() {
            return Err(
                Problem::conflict("booths", "no booth has been enrolled").remedy("Start a booth first")
            );
        }
        let booths = booths.iter().map(|(number, key)| Booth { number: *number, key: *key }).collect();
        let cards = self.card_file();
        self.headquarters.upload(cards.clone()).await?;
        let branch = self.branch.lock().await;
        let body = Opening {
            branch: self.id.clone(),
            at: now(),
            booths,
            cards: File::of(&cards),
            ballots: (branch.spent.len() + branch.waiting.len()) as u64,
        };
        Ok(Entry::unsigned(body).signed(&known.event, self.name(), &self.signer))
    }

    /// The opening with both officers' signatures goes to the record; the branch is open when a
    /// countersigned checkpoint includes it.
    pub(super) async fn open_polls(&self, bytes: Vec<u8>) -> Result<u64, Problem> {
        self.must_be(Stage::Ready).await?;
        self.own(&bytes, |body| matches!(body, Body::Opening(o) if o.branch == self.id))?;
        let sequence = self.put(bytes).await?;
        *self.stage.write().await = Stage::Open;
        Ok(sequence)
    }

    /// The closing, signed by the machine, after the record, countersigned, has every ballot.
    pub(super) async fn closing(&self) -> Result<Entry, Problem> {
        self.must_be(Stage::Open).await?;
        let known = self.known().await?;
        self.ask_again().await?;
        self.carry_and_wait().await?;
        let branch = self.branch.lock().await;
        let body = branch.closing(now()).map_err(|refused| Problem::conflict("closing", refused))?;
        Ok(Entry::unsigned(body).signed(&known.event, self.name(), &self.signer))
    }

    /// The closing with both officers' signatures goes to the record.
    pub(super) async fn close_polls(&self, bytes: Vec<u8>) -> Result<u64, Problem> {
        self.must_be(Stage::Open).await?;
        self.own(&bytes, |body| matches!(body, Body::Closing(c) if c.branch == self.id))?;
        let sequence = self.put(bytes).await?;
        *self.stage.write().await = Stage::Closed;
        Ok(sequence)
    }

    fn own(&self, bytes: &[u8], is_own: impl Fn(&Body) -> bool) -> Result<(), Problem> {
        let bad = |what: String| Problem::new(StatusCode::BAD_REQUEST, "entry", what);
        let entry = Entry::parse(bytes).map_err(|e| bad(e.to_string()))?;
        if is_own(&entry.body) { Ok(()) } else { Err(bad("this is not this branch's".into())) }
    }

    fn card_file(&self) -> Vec<u8> {
        self.stack.iter().flat_map(|card| card.0).collect()
    }

    fn name(&self) -> Signatory {
        Signatory::Branch(self.id.clone())
    }
}

/// Now, as entries write it: RFC 3339, UTC, to the second.
pub fn now() -> String {
    jiff::Timestamp::now().round(jiff::Unit::Second).map_or_else(|_| String::new(), |t| t.to_string())
}
