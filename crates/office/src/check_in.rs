//! Check a voter in: once per person and event, whatever branch asks and however often.

use crate::clock;
use crate::error::Error;
use crate::open::{Inner, Office};
use crate::store::Store;
use crate::store::check_ins::{self, Asked};
use crate::store::journal::{Chain, Line};
use election::bytes::Digest;
use headquarters::permit::{Permit, act};
use pollbook::{Decision, Facts, VoterKey, decide};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, mpsc, oneshot};

/// A question to the ledger's writers.
pub(crate) struct Request {
    asked: Asked,
    answer: oneshot::Sender<Result<Decision, Error>>,
}

/// The most check-ins that share one transaction.
const MOST: usize = 512;

/// How long a batch is tried again while the database is away; below what a branch waits for an answer.
const PATIENCE: Duration = Duration::from_secs(8);

/// A batch that is tried again while the database is away. That is safe even when the last try was kept and only the answer
/// was lost: what was kept is known by its name.
pub(crate) struct Again(Instant);

impl Again {
    pub(crate) fn new() -> Self {
        Self(Instant::now())
    }

    /// Is it worth another try after this? Waits a moment if so.
    pub(crate) async fn after(&self, error: &Error) -> bool {
        let again = error.is_away() && self.0.elapsed() < PATIENCE;
        if again {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        again
    }
}

impl Office {
    /// Answers what the desk does. A decision to check in is durable when it is answered; asked again with the
    /// same `id` by the same branch, it is answered the same.
    pub async fn check_in(
        &self,
        permit: &Permit<act::CheckIn>,
        voter: VoterKey,
        id: Digest,
    ) -> Result<Decision, Error> {
        let branch = permit.branch().ok_or(Error::NotNow("only a branch checks voters in"))?.clone();
        let open = self.0.polls.borrow().are_open(&branch);
        let (answer, decision) = oneshot::channel();
        let gone = Error::NotNow("the ledger is shutting down");
        let asked = Asked { voter, branch, open, request: id };
        if self.0.check_ins.send(Request { asked, answer }).await.is_err() {
            return Err(gone);
        }
        decision.await.unwrap_or(Err(gone))
    }
}

/// A writer of the ledger: many requests, one transaction.
pub(crate) async fn keep_ledger(office: Weak<Inner>, requests: Arc<Mutex<mpsc::Receiver<Request>>>) {
    let mut chain = Chain::new();
    let mut batch = Vec::with_capacity(MOST);
    while requests.lock().await.recv_many(&mut batch, MOST).await > 0 {
        let Some(inner) = office.upgrade() else { return };
        let (asked, answers): (Vec<Asked>, Vec<_>) =
            batch.drain(..).map(|Request { asked, answer }| (asked, answer)).unzip();
        match commit(&inner, &mut chain, &asked).await {
            Ok(decisions) => {
                for (answer, decision) in answers.into_iter().zip(decisions) {
                    // A desk that went away asks again and hears the same.
                    let _ = answer.send(Ok(decision));
                }
            }
            Err(error) => {
                eprintln!("amin: {} check-ins were not answered: {error}", asked.len());
                for answer in answers {
                    let _ = answer.send(Err(error.again()));
                }
            }
        }
    }
}

/// Keeps a batch.
async fn commit(inner: &Inner, chain: &mut Chain, asked: &[Asked]) -> Result<Vec<Decision>, Error> {
    let again = Again::new();
    loop {
        match commit_once(&inner.store, chain, asked).await {
            Err(error) if again.after(&error).await => {}
            answered => return answered,
        }
    }
}

pub(crate) async fn commit_once(
    store: &Store,
    chain: &mut Chain,
    asked: &[Asked],
) -> Result<Vec<Decision>, Error> {
    let at = clock::now();
    let (mut tx, kept, found) = loop {
        let mut tx = store.begin().await?;
        if let Some((kept, found)) = check_ins::keep(&mut tx, asked, &at).await? {
            break (tx, kept, found);
        }
    };
    let mut decisions = Vec::with_capacity(asked.len());
    let mut refused = Vec::new();
    for (asked, found) in asked.iter().zip(&found) {
        // The row is this request's own, inserted now or when it came before: it is open to this voter. There is
        // no row although the branch may ask: the ledger was closed meanwhile.
        let own = matches!(found.check_in, Some((_, true)));
        let earlier = found.check_in.as_ref().filter(|_| !own).map(|(earlier, _)| earlier);
        let (withdrawn, superseded) = (found.withdrawn, found.superseded && !own);
        let taken_off = found.taken_off && !own;
        let name = found.name.as_deref();
        let decision = decide(&Facts { name, open: own, earlier, withdrawn, superseded, taken_off });
        if let Decision::AlreadyVoted { earlier } = &decision {
            refused.push((asked, earlier.clone()));
        }
        decisions.push(decision);
    }
    check_ins::refuse(&mut tx, refused, &at).await?;
    let mut end = None;
    if kept > 0 {
        // How many, not who: the journal has an order, and the order of voters must be nowhere.
        let what = format!("{kept} check-ins");
        let line = Line { at: &at, actor: "branches", act: "check a voter in", what: &what };
        end = Some(chain.note(&mut tx, &line).await?);
    }
    tx.commit().await?;
    if let Some(end) = end {
        chain.kept(end);
    }
    Ok(decisions)
}
