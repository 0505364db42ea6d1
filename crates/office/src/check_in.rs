//! Check a voter in: once per person and event, whatever branch asks and however often.

use crate::clock;
use crate::error::Error;
use crate::open::{Inner, Office};
use crate::store::{check_ins, journal, roll};
use election::bytes::Digest;
use election::id::BranchId;
use election::national_id::NationalId;
use election::staff::{Permit, act};
use pollbook::{CheckIn, Decision, Facts, VoterKey, decide};
use std::sync::{Arc, Weak};
use tokio::sync::{mpsc, oneshot};

/// A question to the ledger's writer.
pub(crate) struct Request {
    voter: VoterKey,
    branch: BranchId,
    open: bool,
    id: Digest,
    answer: oneshot::Sender<Result<Decision, Arc<Error>>>,
}

/// The most check-ins that share one transaction.
const MOST: usize = 512;

impl Office {
    /// Answers what the desk does. A decision to check in is durable when it is answered; asked again with the
    /// same `id` by the same branch, it is answered the same.
    pub async fn check_in(
        &self,
        permit: &Permit<act::CheckIn>,
        national_id: &NationalId,
        id: Digest,
    ) -> Result<Decision, Error> {
        let branch = permit.branch().ok_or(Error::NotNow("only a branch checks voters in"))?.clone();
        let open = {
            let board = self.0.board.read().await;
            let standing = board.state.branches().get(&branch);
            board.state.ledger().is_none()
                && !board.state.voids().contains_key(&branch)
                && standing.is_some_and(|b| b.closing.is_none())
        };
        let voter = VoterKey::of(&self.0.roll_secret, national_id);
        let (answer, decision) = oneshot::channel();
        let gone = |_| Error::NotNow("the ledger is shutting down");
        self.0
            .check_ins
            .send(Request { voter, branch, open, id, answer })
            .await
            .map_err(|_| Error::NotNow("the ledger is shutting down"))?;
        decision.await.map_err(gone)?.map_err(|e| match Arc::try_unwrap(e) {
            Ok(error) => error,
            Err(shared) => Error::Damaged(shared.to_string()),
        })
    }
}

/// The ledger's only writer: many requests, one transaction.
pub(crate) async fn keep_ledger(office: Weak<Inner>, mut requests: mpsc::Receiver<Request>) {
    let mut batch = Vec::with_capacity(MOST);
    while requests.recv_many(&mut batch, MOST).await > 0 {
        let Some(inner) = office.upgrade() else { return };
        let decisions = commit(&inner, &batch).await;
        match decisions {
            Ok(decisions) => {
                for (request, decision) in batch.drain(..).zip(decisions) {
                    // A desk that went away asks again and hears that the voter is checked in there.
                    let _ = request.answer.send(Ok(decision));
                }
            }
            Err(error) => {
                let error = Arc::new(error);
                for request in batch.drain(..) {
                    let _ = request.answer.send(Err(Arc::clone(&error)));
                }
            }
        }
    }
}

async fn commit(inner: &Inner, batch: &[Request]) -> Result<Vec<Decision>, Error> {
    let at = clock::now();
    let mut decisions = Vec::with_capacity(batch.len());
    let mut tx = inner.store.writer.begin().await?;
    let mut kept = 0;
    for request in batch {
        let name = roll::name(&mut tx, &request.voter).await?;
        let found = check_ins::find(&mut tx, &request.voter).await?;
        // The same request again: its answer was lost on the way, and the voter still stands at that desk.
        let earlier = match (&found, &name) {
            (Some((earlier, id)), Some(name)) if earlier.branch == request.branch && *id == request.id.0 => {
                decisions.push(Decision::CheckedIn { name: name.clone() });
                continue;
            }
            (found, _) => found.as_ref().map(|(earlier, _)| earlier.clone()),
        };
        let facts = Facts { name: name.as_deref(), open: request.open, earlier: earlier.as_ref() };
        let decision = decide(&facts);
        match &decision {
            Decision::CheckedIn { .. } => {
                let check_in = CheckIn { branch: request.branch.clone(), at: at.clone() };
                check_ins::put(&mut tx, &request.voter, &check_in, &request.id).await?;
                kept += 1;
            }
            Decision::AlreadyVoted { .. } => check_ins::refuse(&mut tx, &request.branch).await?,
            Decision::NotOnRoll | Decision::PollsNotOpen => {}
        }
        decisions.push(decision);
    }
    if kept > 0 {
        // How many, not who: the journal has an order, and the order of voters must be nowhere.
        journal::note(&mut tx, &at, "branches", "check a voter in", &format!("{kept} check-ins")).await?;
    }
    tx.commit().await?;
    Ok(decisions)
}
