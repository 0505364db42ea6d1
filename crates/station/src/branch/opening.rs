//! The opening of the polls («آغاز رأی‌گیری»): stated by the machine, signed by both officers, kept here, carried to the record.
//!
//! A branch whose network is down at seven opens all the same: two officers are enough. What they signed is judged here by the
//! record's own rules, for nobody may be let in on what the record would refuse, and it is on the disk before the first voter is.
//! When the headquarters is reached again it goes to the record before anything that stands on it.

use super::{Machine, Stage, keep, not_at, officers, wall};
use crate::disk::DiskError;
use axum::http::StatusCode;
use board::admission::Files;
use board::entry::{Body, Booth, Entry, File, Opening};
use board::path;
use crypto::signature::PublicKey;
use door::Problem;
use election::bytes::Digest;
use election::id::BranchId;
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;

/// How far the opening is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub(super) enum Opened {
    /// The officers have not signed one.
    #[default]
    NotYet,
    /// Both signed it and it is kept here; the headquarters does not have it.
    Waits,
    /// The headquarters has it; no countersigned checkpoint includes it yet.
    Taken {
        /// Its number on the record.
        sequence: u64,
    },
    /// A countersigned checkpoint includes it.
    OnRecord {
        /// Its number, if this machine heard it since it started.
        sequence: Option<u64>,
    },
    /// The record refused it: nothing that stands on it can be counted.
    Refused {
        /// Why.
        title: String,
    },
}

/// How long officers wait for the record before the branch opens without it.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long one try to carry the opening and its lists may take: 3,000 cards at 10 kbit/s. Whoever waits for it has a shorter
/// patience of their own.
const PATIENCE_FOR_ONE: Duration = Duration::from_secs(120);

impl Machine {
    /// The opening, signed by the machine: the empty box, the booths, the cards. The officers sign it next. Asks nobody.
    pub(super) async fn opening(&self) -> Result<Entry, Problem> {
        self.must_be(Stage::Ready).await?;
        let known = self.known().await?;
        let body = self.opening_at(officers::now()).await?;
        if body.booths.is_empty() {
            return Err(
                Problem::conflict("booths", "no booth has been enrolled").remedy("Start a booth first")
            );
        }
        Ok(Entry::unsigned(body).signed(&known.event, self.name(), &self.signer))
    }

    /// What this machine states now.
    async fn opening_at(&self, at: String) -> Result<Opening, Problem> {
        let known = self.known().await?;
        let booth = |(number, key): (&u16, &PublicKey)| Booth { number: *number, key: *key };
        let booths = self.booths.read().await.iter().map(booth).collect();
        let (cards, pending) = (list_of(&known.stack.cards), list_of(&known.stack.pending));
        let branch = self.branch.lock().await;
        Ok(Opening {
            branch: self.id.clone(),
            at,
            booths,
            cards: File::of(&cards),
            ballots: (branch.spent.len() + branch.waiting.len()) as u64,
            pending: (!pending.is_empty()).then(|| File::of(&pending)),
        })
    }

    /// Ready → open, by the opening with both officers' signatures. Answers its number on the record, or nothing where the
    /// branch opens without having reached it.
    pub(super) async fn open_polls(self: &Arc<Self>, bytes: Vec<u8>) -> Result<Option<u64>, Problem> {
        // In a task of its own: an officer's device that goes away must not leave it half done.
        let machine = Arc::clone(self);
        let opened = tokio::spawn(async move {
            {
                let mut stage = machine.stage.write().await;
                if *stage != Stage::Ready {
                    return Err(not_at(*stage));
                }
                // From here no booth is enrolled.
                *stage = Stage::Opening;
            }
            let opened = machine.open_now(&bytes).await;
            *machine.stage.write().await = if opened.is_ok() { Stage::Open } else { Stage::Ready };
            opened
        });
        opened.await.expect("opening the polls does not panic")
    }

    async fn open_now(&self, bytes: &[u8]) -> Result<Option<u64>, Problem> {
        let opening = self.judged(bytes).await?;
        // Kept before the desk opens: a machine that starts again while it is cut off finds here that it is open.
        if let Err(error) = keep::put_opening(&self.folder, bytes).and_then(|()| self.follow_on_second()) {
            self.forget_opening()?;
            return Err(error.into());
        }
        self.is_opened(Opened::Waits);
        let heard = tokio::time::timeout(PATIENCE, self.until_on_record()).await;
        if let Opened::Refused { title } = self.opened() {
            // Nobody was let in on it yet: the officers may write another.
            self.forget_opening()?;
            self.is_opened(Opened::NotYet);
            return Err(Problem::conflict("opening", title));
        }
        if !matches!(heard, Ok(Ok(()))) {
            self.contact().missed_headquarters();
            say!(
                "amin branch {}: open by both officers' signatures; the record has not shown it yet",
                self.id
            );
        }
        self.with_book(|book| book.open_polls(opening, wall())).await?;
        match self.opened() {
            Opened::Taken { sequence } | Opened::OnRecord { sequence: Some(sequence) } => Ok(Some(sequence)),
            _ => Ok(None),
        }
    }

    /// The digest of a signed opening that the record, as far as it is known here, would take, and that says what is so now.
    async fn judged(&self, bytes: &[u8]) -> Result<Digest, Problem> {
        let known = self.known().await?;
        let signed = self.own(bytes, |body| match body {
            Body::Opening(opening) if opening.branch == self.id => Some(opening.clone()),
            _ => None,
        })?;
        if signed != self.opening_at(signed.at.clone()).await? {
            let what = "this opening does not say what is so now: a booth came after it was written";
            return Err(Problem::conflict("opening", what).remedy("Write the opening anew and sign that"));
        }
        let lists = Lists::of(&self.id, &known.stack);
        let entry = Entry::parse(bytes).expect("it was parsed a moment ago");
        let mut state = known.state.clone();
        state.admit(0, &entry, &lists).map_err(|refusal| Problem::conflict(refusal.check(), refusal))?;
        Ok(signed.digest())
    }

    async fn until_on_record(&self) -> Result<(), Problem> {
        loop {
            self.carry_opening().await?;
            if matches!(self.opened(), Opened::OnRecord { .. }) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Brings the opening to the record, if it is not there: answers well when the headquarters has it, for what is sent after that
    /// stands after it.
    pub(super) async fn carry_opening(&self) -> Result<(), Problem> {
        if matches!(self.opened(), Opened::NotYet | Opened::OnRecord { .. }) {
            return Ok(());
        }
        let _one_at_a_time = self.carrying.lock().await;
        let carried = tokio::time::timeout(PATIENCE_FOR_ONE, self.carry_opening_now()).await;
        carried.unwrap_or_else(|_| Err(Problem::new(StatusCode::BAD_GATEWAY, "unreachable", "no answer")))
    }

    async fn carry_opening_now(&self) -> Result<(), Problem> {
        match self.opened() {
            Opened::NotYet | Opened::OnRecord { .. } => Ok(()),
            Opened::Refused { title } => Err(refused(title)),
            Opened::Taken { sequence } => self.look_for_opening(sequence).await,
            Opened::Waits => {
                let known = self.known().await?;
                let Some(entry) = keep::opening(&self.folder)? else { return Ok(()) };
                let Lists { cards, pending, .. } = Lists::of(&self.id, &known.stack);
                for list in [cards, pending] {
                    if !list.is_empty() {
                        self.headquarters.upload(&self.caller(&known), list).await.map_err(no_refusal)?;
                    }
                }
                match self.headquarters.append_one_for(&self.caller(&known), entry).await {
                    Ok(sequence) => {
                        self.contact().heard_headquarters(wall());
                        self.is_opened(Opened::Taken { sequence });
                        self.look_for_opening(sequence).await
                    }
                    // A list that did not arrive is sent again.
                    Err(problem) if officers::is_refusal(&problem) && problem.code != "record.files" => {
                        say!("amin branch {}: the record refuses the opening: {problem}", self.id);
                        let title = problem.title.clone();
                        keep::put_opening_refused(&self.folder, &title)?;
                        self.follow_on_second()?;
                        self.is_opened(Opened::Refused { title });
                        Err(refused(problem.title))
                    }
                    Err(problem) => Err(problem),
                }
            }
        }
    }

    async fn look_for_opening(&self, sequence: u64) -> Result<(), Problem> {
        let known = self.known().await?;
        let Some(entry) = keep::opening(&self.folder)? else { return Ok(()) };
        if self.is_included(&known, &Digest::of(&entry), &entry).await? {
            self.is_opened(Opened::OnRecord { sequence: Some(sequence) });
        }
        Ok(())
    }

    pub(super) fn opened(&self) -> Opened {
        self.opened.lock().expect("nobody panics with this lock").clone()
    }

    pub(super) fn is_opened(&self, how: Opened) {
        *self.opened.lock().expect("nobody panics with this lock") = how;
    }

    fn forget_opening(&self) -> Result<(), DiskError> {
        keep::forget_opening(&self.folder)?;
        self.follow_on_second()
    }
}

/// Why nobody is let in any more.
pub(super) fn refused(title: String) -> Problem {
    Problem::conflict("opening", title)
        .remedy("Let nobody in, keep box and machine as they are, and call the supervisory body")
}

/// A server that does not take a file has not refused an opening.
fn no_refusal(problem: Problem) -> Problem {
    Problem { status: StatusCode::BAD_GATEWAY.as_u16(), ..problem }
}

/// The lists of cards that the opening names.
struct Lists {
    branch: BranchId,
    cards: Vec<u8>,
    pending: Vec<u8>,
}

impl Lists {
    fn of(branch: &BranchId, stack: &protocol::branch::Stack) -> Self {
        let (cards, pending) = (list_of(&stack.cards), list_of(&stack.pending));
        Self { branch: branch.clone(), cards, pending }
    }
}

impl Files for Lists {
    fn read(&self, at: &str) -> Option<Vec<u8>> {
        let lists = [(path::cards(&self.branch), &self.cards), (path::pending(&self.branch), &self.pending)];
        lists.into_iter().find_map(|(path, list)| (path == at).then(|| list.clone()))
    }
}

/// Numbers of cards as the record has them: ascending, so that they tell nothing of the order of printing.
fn list_of(cards: &std::collections::BTreeSet<Digest>) -> Vec<u8> {
    cards.iter().flat_map(|card| card.0).collect()
}
