//! Keep what the branches' desks wrote down: many deliveries, one transaction, and nobody at a desk waits for it.
//!
//! A delivery takes the ledger's lock shared, as a check-in does, and its line of the journal goes to a chain of its own: an
//! import that holds the acts for minutes holds up no log. How a word that comes while a question is on its way does not
//! miss it is told in `store::told`.

use crate::check_in::Again;
use crate::clock;
use crate::desk_log::{Heard, Said, Sent};
use crate::error::Error;
use crate::open::Inner;
use crate::store::journal::{Chain, Line};
use crate::store::{Store, desks, told};
use election::id::BranchId;
use pollbook::entry::{Act, Entry};
use std::fmt::Write as _;
use std::sync::Weak;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};

/// What a branch sent, read and judged as far as it can be without the ledger.
#[derive(Debug)]
pub(crate) struct Delivery {
    pub(crate) branch: BranchId,
    pub(crate) sent: Vec<Sent>,
}

/// A delivery, and whoever waits for it.
pub(crate) struct Waiting {
    pub(crate) delivery: Delivery,
    pub(crate) answer: oneshot::Sender<Result<(), Error>>,
}

/// So many entries fill a transaction: on SQLite a voter who comes meanwhile waits for all of them.
const MANY: usize = 512;

/// After a transaction the logs stand back for so many times as long as it took, while voters queue before the ledger: a voter
/// waits at a desk, and a log waits on its branch's own disk.
const STAND_BACK: u32 = 4;

/// And for no longer than this.
const LONGEST: Duration = Duration::from_secs(1);

/// Where nobody came for so long, nobody queues.
const QUIET: Duration = Duration::from_millis(20);

async fn stand_back(office: &Weak<Inner>, longest: Duration) {
    let (begun, mut quiet) = (Instant::now(), Instant::now());
    while begun.elapsed() < longest && quiet.elapsed() < QUIET {
        tokio::time::sleep(Duration::from_millis(2)).await;
        let Some(inner) = office.upgrade() else { return };
        if inner.check_ins.capacity() < inner.check_ins.max_capacity() {
            quiet = Instant::now();
        }
    }
}

/// The writer of the logs.
pub(crate) async fn keep_logs(office: Weak<Inner>, mut deliveries: mpsc::Receiver<Waiting>) {
    let mut chain = Chain::new();
    while let Some(first) = deliveries.recv().await {
        let Some(inner) = office.upgrade() else { return };
        let begun = Instant::now();
        let mut entries = first.delivery.sent.len();
        let mut batch = vec![first];
        while entries < MANY
            && let Ok(next) = deliveries.try_recv()
        {
            entries += next.delivery.sent.len();
            batch.push(next);
        }
        let (batch, answers): (Vec<Delivery>, Vec<_>) =
            batch.into_iter().map(|Waiting { delivery, answer }| (delivery, answer)).unzip();
        match commit(&inner.store, &mut chain, &batch).await {
            Ok(kept) => {
                for (answer, kept) in answers.into_iter().zip(kept) {
                    // A branch that went away sends it again, and it is known.
                    let _ = answer.send(kept);
                }
            }
            Err(error) => {
                eprintln!("amin: {entries} entries of desks were not kept: {error}");
                for answer in answers {
                    let _ = answer.send(Err(error.again()));
                }
            }
        }
        drop(inner);
        stand_back(&office, (begun.elapsed() * STAND_BACK).min(LONGEST)).await;
    }
}

async fn commit(
    store: &Store,
    chain: &mut Chain,
    batch: &[Delivery],
) -> Result<Vec<Result<(), Error>>, Error> {
    let again = Again::new();
    loop {
        match commit_once(store, chain, batch).await {
            Ok(Some(kept)) => return Ok(kept),
            // Another headquarters was faster with one of the sessions: read again how far it has come.
            Ok(None) => {}
            Err(error) if again.after(&error).await => {}
            Err(error) => return Err(error),
        }
    }
}

/// What stands before a fault is kept, and the fault is answered; it spoils nobody else's delivery.
pub(crate) async fn commit_once(
    store: &Store,
    chain: &mut Chain,
    batch: &[Delivery],
) -> Result<Option<Vec<Result<(), Error>>>, Error> {
    let mut tx = store.begin().await?;
    desks::keep_open(&mut tx).await?;
    let is_closed = desks::is_closed(&mut tx).await?;
    let mut heard = Heard::of(&mut tx, batch.iter().flat_map(|delivery| &delivery.sent)).await?;
    let mut said = Said::default();
    let mut what = String::new();
    let mut answers = Vec::with_capacity(batch.len());
    for delivery in batch {
        let mut new = Vec::new();
        answers.push(take(delivery, is_closed, &mut heard, &mut said, &mut new));
        if !new.is_empty() {
            note(&mut what, delivery, &new);
        }
    }
    if said.rows.is_empty() {
        return Ok(Some(answers));
    }
    if !desks::put(&mut tx, &heard.growth(), &said.rows).await? {
        return Ok(None);
    }
    told::tell(&mut tx, &said.told()).await?;
    told::refuse(&mut tx, &said.refused).await?;
    told::happened(&mut tx, &said.happened).await?;
    told::supersede(&mut tx, &said.superseded).await?;
    let at = clock::now();
    let line = Line { at: &at, actor: "branches", act: "send the log of its desks", what: &what };
    let end = chain.note(&mut tx, &line).await?;
    tx.commit().await?;
    chain.kept(end);
    Ok(Some(answers))
}

fn take<'a>(
    delivery: &'a Delivery,
    is_closed: bool,
    heard: &mut Heard,
    said: &mut Said<'a>,
    new: &mut Vec<&'a Entry>,
) -> Result<(), Error> {
    for sent in &delivery.sent {
        // What is known already changes nothing, also when the ledger is closed.
        if !heard.take(sent)? {
            continue;
        }
        if is_closed {
            return Err(Error::NotNow("the ledger is closed"));
        }
        said.add(sent, heard);
        new.push(&sent.entry);
    }
    Ok(())
}

/// How many came that were not here, and when the branch was alone; not who.
fn note(what: &mut String, delivery: &Delivery, new: &[&Entry]) {
    let mut add = |text: std::fmt::Arguments<'_>| what.write_fmt(text).expect("a text takes all");
    add(format_args!("branch {}: {} entries", delivery.branch, new.len()));
    for entry in new {
        match &entry.act {
            Act::CutOff { policy, reason } => {
                add(format_args!(", alone from {} ({reason:?}, {policy:?})", clock::at(entry.at.wall)));
            }
            Act::Reached => add(format_args!(", reached at {}", clock::at(entry.at.wall))),
            _ => {}
        }
    }
    what.push_str("; ");
}
