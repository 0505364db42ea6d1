//! Opening the office: keys, store, and the record as far as it has come.

use crate::error::Error;
use crate::field::Mirror;
use crate::files::Folders;
use crate::polls::{Changed, Polls};
use crate::staff::Crews;
use crate::store::Store;
use crate::{check_in, follow, keep_logs, publish, turnout};
use board::admission::State;
use board::entry::{Body, Entry};
use board::log::{LogSigner, Tree, leaf_hash};
use crypto::signature::{PublicKey, Signer};
use election::bytes::Digest;
use election::id::BranchId;
use pollbook::report::SignOfLife;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::{Mutex, Notify, RwLock, mpsc, watch};

/// The supervisory body's witness, wherever it runs.
pub trait Witness: Send + Sync {
    /// Its name and key, as a note verifier key.
    fn key(&self) -> String;
    /// Sends it a C2SP `add-checkpoint` request.
    fn cosign(&self, request: Vec<u8>)
    -> Pin<Box<dyn Future<Output = Result<Cosigned, String>> + Send + '_>>;
}

/// What a witness answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cosigned {
    /// Its signature line.
    Line(Vec<u8>),
    /// It has seen another size of this log than the request begins with.
    Conflict(u64),
}

/// The record in memory: its tree and the fold of its entries.
#[derive(Debug, Default)]
pub(crate) struct Board {
    pub(crate) tree: Tree,
    pub(crate) state: State,
    /// What the polls have not been told of it yet.
    pub(crate) changed: Changed,
}

pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) folders: Folders,
    pub(crate) signer: Signer,
    pub(crate) log: LogSigner,
    pub(crate) roll_secret: [u8; 32],
    pub(crate) session_secret: [u8; 32],
    pub(crate) staff_secret: [u8; 32],
    pub(crate) board: RwLock<Board>,
    pub(crate) polls: watch::Sender<Arc<Polls>>,
    pub(crate) check_ins: mpsc::Sender<check_in::Request>,
    pub(crate) logs: mpsc::Sender<keep_logs::Waiting>,
    pub(crate) counts: turnout::Counts,
    /// When this office was opened.
    pub(crate) started: Instant,
    /// When each branch's machine was heard last, and what it said of itself.
    pub(crate) heard: std::sync::Mutex<BTreeMap<BranchId, (Instant, SignOfLife)>>,
    /// Branches whose last delivery of a log was refused: something in it no honest desk writes.
    pub(crate) refused_logs: std::sync::Mutex<BTreeSet<BranchId>>,
    pub(crate) grown: Notify,
    pub(crate) published: watch::Sender<u64>,
    pub(crate) witness: Arc<dyn Witness>,
    pub(crate) mirror: Mirror,
    pub(crate) crews: Crews,
}

/// The headquarters. Cheap to clone; every clone is the same office.
#[derive(Clone)]
pub struct Office(pub(crate) Arc<Inner>);

impl std::fmt::Debug for Office {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Office({})", self.0.folders.record().display())
    }
}

impl Office {
    /// Opens the office in a folder, making keys and database on the first day, with the key of its log and
    /// the witness that countersigns it, and starts its background tasks: the ledger's writers, the record's
    /// publisher, and on a shared database one that follows what other headquarters append.
    ///
    /// The database is PostgreSQL at `database`, or else SQLite in the folder.
    pub async fn open(
        data: &Path,
        database: Option<&str>,
        log: LogSigner,
        witness: Arc<dyn Witness>,
    ) -> Result<Self, Error> {
        let folders = Folders::open(data)?;
        let store = Store::open(data, database).await?;
        let mut rng = rand::rng();
        let signer = Signer::from_seed(&store.secret("headquarters", &mut rng).await?);
        let roll_secret = store.secret("roll", &mut rng).await?;
        let session_secret = store.secret("sessions", &mut rng).await?;
        let staff_secret = store.secret("staff", &mut rng).await?;
        let board = reload(&store, &folders).await?;
        let (sender, receiver) = mpsc::channel(4096);
        let receiver = Arc::new(Mutex::new(receiver));
        let (logs, deliveries) = mpsc::channel(1024);
        let writers = store.ledger_writers();
        let shared = store.is_shared();
        let inner = Arc::new(Inner {
            store,
            folders,
            signer,
            log,
            roll_secret,
            session_secret,
            staff_secret,
            polls: watch::Sender::new(Arc::new(Polls::of(&board.state))),
            board: RwLock::new(board),
            check_ins: sender,
            logs,
            counts: turnout::Counts::default(),
            started: Instant::now(),
            heard: std::sync::Mutex::default(),
            refused_logs: std::sync::Mutex::default(),
            grown: Notify::new(),
            published: watch::Sender::new(0),
            witness,
            mirror: Mirror::default(),
            crews: Crews::default(),
        });
        let office = Self(inner);
        tokio::task::spawn_blocking(crate::access::prepare);
        for _ in 0..writers {
            tokio::spawn(check_in::keep_ledger(Arc::downgrade(&office.0), Arc::clone(&receiver)));
        }
        tokio::spawn(keep_logs::keep_logs(Arc::downgrade(&office.0), deliveries));
        if shared {
            tokio::spawn(follow::keep_following(Arc::downgrade(&office.0)));
        }
        tokio::spawn(crate::journal_heads::keep_publishing_heads(Arc::downgrade(&office.0)));
        tokio::spawn(crate::close_ledger::keep_forgetting(Arc::downgrade(&office.0)));
        tokio::spawn(publish::keep_publishing(Arc::downgrade(&office.0)));
        office.0.grown.notify_one();
        Ok(office)
    }

    /// The headquarters' public key.
    pub fn key(&self) -> PublicKey {
        self.0.signer.public()
    }

    /// The folder that any web server may serve.
    pub fn record_folder(&self) -> &Path {
        self.0.folders.record()
    }

    /// Keeps a file of the office's own until its entry names it.
    pub(crate) async fn keep_file(&self, bytes: Vec<u8>) -> Result<board::entry::File, Error> {
        let folders = self.0.folders.clone();
        tokio::task::spawn_blocking(move || folders.upload(&bytes))
            .await
            .expect("keeping an upload does not panic")
    }

    /// Is a file of this digest waiting for its entry?
    pub fn has_upload(&self, digest: &Digest) -> bool {
        self.0.folders.is_uploaded(digest)
    }

    /// Puts the office's own entry on the record.
    pub(crate) async fn say(&self, body: impl Into<Body>) -> Result<u64, Error> {
        let event = self.event().await?;
        let entry = Entry::unsigned(body).signed(
            &event,
            election::signatory::Signatory::Headquarters,
            &self.0.signer,
        );
        self.append_own(entry.to_bytes()).await
    }

    /// The event, once frozen.
    pub(crate) async fn event(&self) -> Result<Digest, Error> {
        let board = self.0.board.read().await;
        board.state.event().copied().ok_or(Error::NotNow("the set-up is not frozen yet"))
    }
}

/// Folds the stored entries again, from the first.
pub(crate) async fn reload(store: &Store, folders: &Folders) -> Result<Board, Error> {
    let mut board = Board::default();
    catch_up(&mut board, store, folders).await?;
    Ok(board)
}

/// Folds the stored entries that the board does not know yet; answers whether there were any.
pub(crate) async fn catch_up(board: &mut Board, store: &Store, folders: &Folders) -> Result<bool, Error> {
    let before = board.tree.size();
    loop {
        let first = board.tree.size();
        let entries = store.entries(first, 4096).await?;
        if entries.is_empty() {
            return Ok(first > before);
        }
        for (sequence, bytes) in (first..).zip(&entries) {
            let damaged = |what: String| Error::Damaged(format!("entry {sequence}: {what}"));
            let entry = Entry::parse(bytes).map_err(|e| damaged(e.to_string()))?;
            board.state.admit(sequence, &entry, folders).map_err(|e| damaged(e.to_string()))?;
            board.changed.by(&entry);
            board.tree.push(leaf_hash(bytes));
        }
    }
}
