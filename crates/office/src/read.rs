//! Read what stands, for screens and scripts.

use crate::error::Error;
use crate::open::Office;
use crate::publish::on_disk;
use board::admission::Phase;
use board::entry::Kind;
use board::log::{Note, Receipt};
use election::bytes::Digest;
use election::id::{BranchId, ContestId};
use election::outcome::Minutes;
use election::setup::{Name, Setup};
use election::unit::BoxId;
use headquarters::permit::{Permit, act};
use pollbook::contact::State as Contact;
use pollbook::ladder::OverrideRate;
use pollbook::report::{Exposure, SignOfLife};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where a branch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BranchStanding {
    /// Not open yet.
    Waiting,
    /// Voting.
    Open,
    /// Closed, its figures signed.
    Closed,
    /// It has no box: not opened, lost or annulled.
    Void,
}

/// A branch in a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BranchRow {
    /// Which.
    pub id: BranchId,
    /// Its name.
    pub name: Name,
    /// Where it stands.
    pub standing: BranchStanding,
    /// Voters checked in, by the ledger.
    pub check_ins: u64,
    /// Second votes refused there.
    pub refused: u64,
    /// Ballots on the record.
    pub ballots: u64,
    /// Challenged ballots on the record.
    pub spoiled: u64,
    /// Check-ins that nobody could confirm, as far as the branch has told.
    pub pending: u64,
    /// Is it connected or alone? Only while it votes.
    pub contact: Option<Contact>,
    /// Voters whom two officers let in.
    pub overrides: u64,
    /// Was the last that it sent of its desks' log refused? No honest desk writes that.
    pub log_refused: bool,
    /// What it said of itself last, while it votes: figures that do not agree, and how it meets the civil registry.
    pub life: SignOfLife,
}

/// Something that both officers of a branch signed at its desk, or a time at which its machine was started, lost the
/// headquarters or reached it again. Of whom it was is not kept here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfficersAct {
    /// When, RFC 3339.
    pub at: String,
    /// `hand-over`, `override`, `undo`, `strip-read`, `strip-lost`, `started`, `cut-off` or `reached`.
    pub act: String,
    /// The reason's name, how many lines of a strip were read, or the SHA-256 of the program that was started.
    pub reason: String,
}

/// A contest in a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContestRow {
    /// Which.
    pub id: ContestId,
    /// Its title.
    pub title: Name,
    /// Seats.
    pub seats: u16,
    /// Candidates.
    pub candidates: usize,
    /// Boxes in all.
    pub boxes: usize,
    /// Mixes done, of all boxes.
    pub mixes: usize,
    /// Boxes with minutes.
    pub counted: usize,
    /// Is the result on the record?
    pub decided: bool,
}

/// Turnout so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Turnout {
    /// On the roll.
    pub entitled: u64,
    /// Checked in.
    pub check_ins: u64,
    /// Second votes refused.
    pub refused: u64,
}

/// The event at a glance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Overview {
    /// Title, once there is a draft or a set-up.
    pub title: Option<Name>,
    /// Polling day, once known: `2026-05-01`.
    pub polling_day: Option<String>,
    /// The digest of the set-up, once frozen.
    pub event: Option<Digest>,
    /// Phase.
    pub phase: &'static str,
    /// Turnout.
    pub turnout: Turnout,
    /// Trustees that have confirmed the key.
    pub key_holders: usize,
    /// Trustees in all.
    pub trustees: usize,
    /// What is risked, while any branch votes.
    pub exposure: Option<Exposure>,
    /// Contests.
    pub contests: Vec<ContestRow>,
    /// Branches.
    pub branches: Vec<BranchRow>,
    /// Entries on the record.
    pub entries: u64,
    /// Entries that the witness has countersigned.
    pub published: u64,
}

/// Where an entry stands, with the proof that it does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inclusion {
    /// Its tracking code.
    pub code: Digest,
    /// Its number.
    pub sequence: u64,
    /// What kind of entry.
    pub kind: Kind,
    /// The size of the countersigned tree that holds it; nothing until it is published.
    pub tree_size: Option<u64>,
    /// Hashes from the leaf to the root of that tree.
    pub proof: Vec<Digest>,
}

/// The word for a phase.
fn word(phase: Phase) -> &'static str {
    match phase {
        Phase::Preparing => "preparing",
        Phase::Ceremony => "ceremony",
        Phase::Ready => "ready",
        Phase::Polling => "polling",
        Phase::Counting => "counting",
        Phase::Decided => "decided",
    }
}

impl Office {
    /// The event at a glance.
    pub async fn overview(&self, _permit: &Permit<act::ReadRecord>) -> Result<Overview, Error> {
        let counts = self.counts().await?;
        let entitled = self.0.store.entitled().await?;
        let draft = self.0.store.draft().await?;
        let pending = self.0.store.pending_by_branch().await?;
        let overrides = self.0.store.overrides_by_branch().await?;
        let board = self.0.board.read().await;
        let state = &board.state;
        let heard = self.0.heard(state, &pending, &counts);
        let refused_logs = self.0.refused_logs.lock().expect("nobody panics with this lock").clone();
        let setup = state.setup();
        let places: Vec<(BranchId, Name)> = match (setup, &draft) {
            (Some(setup), _) => setup.branches.iter().map(|b| (b.id.clone(), b.name.clone())).collect(),
            (None, Some(draft)) => draft.branches.iter().map(|b| (b.id.clone(), b.name.clone())).collect(),
            (None, None) => Vec::new(),
        };
        let branches = places.into_iter().map(|(id, name)| {
            let standing = state.branches().get(&id);
            let (check_ins, refused) = counts.get(id.as_str()).copied().unwrap_or_default();
            BranchRow {
                standing: match standing {
                    _ if state.voids().contains_key(&id) => BranchStanding::Void,
                    None => BranchStanding::Waiting,
                    Some(b) if b.closing.is_some() => BranchStanding::Closed,
                    Some(_) => BranchStanding::Open,
                },
                check_ins,
                refused,
                ballots: standing.map_or(0, |b| (b.ballots.len() + b.pending.len()) as u64),
                pending: pending.get(id.as_str()).copied().unwrap_or(0),
                contact: heard.get(&id).map(|heard| heard.exposed.state),
                overrides: overrides.get(id.as_str()).copied().unwrap_or(0),
                log_refused: refused_logs.contains(&id),
                life: heard.get(&id).map(|heard| heard.life).unwrap_or_default(),
                spoiled: standing.map_or(0, |b| b.spoiled),
                id,
                name,
            }
        });
        let branches: Vec<BranchRow> = branches.collect();
        let contests = setup.iter().flat_map(|s| &s.contests).map(|contest| {
            let boxes: Vec<_> = state.boxes().iter().filter(|(id, _)| id.contest == contest.id).collect();
            ContestRow {
                id: contest.id.clone(),
                title: contest.title.clone(),
                seats: contest.seats,
                candidates: contest.candidates.len(),
                boxes: boxes.len(),
                mixes: boxes.iter().map(|(_, b)| b.mixes.len()).sum(),
                counted: boxes.iter().filter(|(_, b)| b.minutes.is_some()).count(),
                decided: state.outcomes().contains_key(&contest.id),
            }
        });
        let turnout = Turnout {
            entitled,
            check_ins: branches.iter().map(|b| b.check_ins).sum(),
            refused: branches.iter().map(|b| b.refused).sum(),
        };
        let voting = heard.values().map(|heard| heard.exposed);
        let exposure = (!heard.is_empty()).then(|| Exposure::of(voting, turnout.check_ins, turnout.refused));
        Ok(Overview {
            title: setup.map(|s| s.title.clone()).or_else(|| draft.as_ref().map(|d| d.event.title.clone())),
            polling_day: setup
                .map(|s| s.polling_day.clone())
                .or_else(|| draft.as_ref().map(|d| d.event.polling_day.clone())),
            event: state.event().copied(),
            phase: word(state.phase()),
            turnout,
            exposure,
            key_holders: state.confirmed().len(),
            trustees: setup.map_or(0, |s| s.trustees.len()),
            contests: contests.collect(),
            branches,
            entries: board.tree.size(),
            published: *self.0.published.borrow(),
        })
    }

    /// How many voters of a branch two officers let in, of all that were checked in there, confirmed or pending. Once the ledger is
    /// on the record the pending ones are those that the officers signed, for nobody knows them any more.
    pub async fn override_rate(
        &self,
        _permit: &Permit<act::ReadRecord>,
        branch: &BranchId,
    ) -> Result<OverrideRate, Error> {
        let counts = self.counts().await?;
        let overrides = self.0.store.overrides_by_branch().await?;
        let told = self.0.store.pending_by_branch().await?.get(branch.as_str()).copied().unwrap_or(0);
        let board = self.0.board.read().await;
        let closing = board.state.branches().get(branch).and_then(|branch| branch.closing.as_ref());
        let signed = closing.and_then(|closing| closing.pending).map_or(0, |pending| pending.check_ins);
        let confirmed = counts.get(branch.as_str()).map_or(0, |(check_ins, _)| *check_ins);
        Ok(OverrideRate {
            overrides: overrides.get(branch.as_str()).copied().unwrap_or(0),
            check_ins: confirmed + told.max(signed),
        })
    }

    /// What both officers of a branch signed at its desk.
    pub async fn officers_acts(
        &self,
        _permit: &Permit<act::ReadRecord>,
        branch: &BranchId,
    ) -> Result<Vec<OfficersAct>, Error> {
        self.0.store.officers_acts(branch).await
    }

    /// The same of these branches; those where nothing happened are left out.
    pub async fn officers_acts_in(
        &self,
        _permit: &Permit<act::ReadRecord>,
        branches: &[BranchId],
    ) -> Result<BTreeMap<BranchId, Vec<OfficersAct>>, Error> {
        let mut all = match branches {
            [one] => BTreeMap::from([(one.as_str().to_owned(), self.0.store.officers_acts(one).await?)]),
            _ => self.0.store.officers_acts_by_branch().await?,
        };
        let of = |id: &BranchId| all.remove(id.as_str()).map(|acts| (id.clone(), acts));
        Ok(branches.iter().filter_map(of).collect())
    }

    /// The frozen set-up.
    pub async fn setup(&self, _permit: &Permit<act::ReadRecord>) -> Option<Arc<Setup>> {
        self.0.board.read().await.state.setup().cloned()
    }

    /// A result on the record.
    pub async fn result(
        &self,
        _permit: &Permit<act::ReadRecord>,
        contest: &ContestId,
    ) -> Result<Option<election::outcome::ContestResult>, Error> {
        if !self.0.board.read().await.state.outcomes().contains_key(contest) {
            return Ok(None);
        }
        let bytes = self.0.folders.read(&board::path::result(contest))?;
        serde_json::from_slice(&bytes).map(Some).map_err(|e| Error::Damaged(e.to_string()))
    }

    /// The minutes of every counted box of a contest.
    pub async fn minutes(
        &self,
        _permit: &Permit<act::ReadRecord>,
        contest: &ContestId,
    ) -> Result<Vec<Minutes>, Error> {
        let counted: Vec<_> = {
            let board = self.0.board.read().await;
            let boxes = board.state.boxes().iter();
            boxes
                .filter(|(id, b)| id.contest == *contest && b.minutes.is_some())
                .map(|(id, _)| id.clone())
                .collect()
        };
        counted.iter().map(|box_id| self.read_minutes(box_id)).collect()
    }

    /// The minutes of one box, once it is counted.
    pub async fn minutes_of(
        &self,
        _permit: &Permit<act::ReadRecord>,
        box_id: &BoxId,
    ) -> Result<Option<Minutes>, Error> {
        let standing = self.0.board.read().await.state.boxes().get(box_id).and_then(|b| b.minutes);
        standing.map(|_| self.read_minutes(box_id)).transpose()
    }

    fn read_minutes(&self, box_id: &BoxId) -> Result<Minutes, Error> {
        let bytes = self.0.folders.read(&board::path::minutes(box_id))?;
        serde_json::from_slice(&bytes).map_err(|e| Error::Damaged(e.to_string()))
    }

    /// Where the entry of a tracking code stands.
    pub async fn find(
        &self,
        _permit: &Permit<act::ReadRecord>,
        code: &Digest,
    ) -> Result<Option<Inclusion>, Error> {
        let Some(sequence) = self.0.store.sequence(code).await? else { return Ok(None) };
        let bytes = self.0.store.entry(sequence).await?.unwrap_or_default();
        let entry = board::entry::Entry::parse(&bytes).map_err(|e| Error::Damaged(e.to_string()))?;
        let published = *self.0.published.borrow();
        let board = self.0.board.read().await;
        let shown = (sequence < published).then_some(published);
        let proof = shown.and_then(|size| board.tree.inclusion(sequence, size).ok()).unwrap_or_default();
        let proof = proof.into_iter().map(|hash| Digest(hash.0)).collect();
        Ok(Some(Inclusion { code: *code, sequence, kind: entry.kind(), tree_size: shown, proof }))
    }

    /// The receipt of an entry under the last countersigned checkpoint; nothing while none includes it.
    pub async fn receipt(
        &self,
        _permit: &Permit<act::ReadRecord>,
        code: &Digest,
    ) -> Result<Option<Receipt>, Error> {
        let Some(index) = self.0.store.sequence(code).await? else { return Ok(None) };
        let Some((size, note)) = on_disk(&self.0)?.filter(|(size, _)| index < *size) else { return Ok(None) };
        let damaged = |what: String| Error::Damaged(format!("checkpoint: {what}"));
        let note = Note::parse(&note).map_err(|e| damaged(e.to_string()))?;
        let board = self.0.board.read().await;
        Receipt::of(&board.tree, index, size, note).map(Some).map_err(|e| damaged(e.to_string()))
    }

    /// Waits until the witness has countersigned everything that stands now.
    pub async fn settled(&self, _permit: &Permit<act::ReadRecord>) -> u64 {
        let size = self.0.board.read().await.tree.size();
        let mut published = self.0.published.subscribe();
        // The sender lives in this office, so waiting cannot fail while we hold it.
        let _ = published.wait_for(|seen| *seen >= size).await;
        size
    }
}
