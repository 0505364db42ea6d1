//! The way to the record. An entry waits on this disk until a checkpoint that the witness countersigned
//! includes it; the headquarters' bare word that it took it is not enough.

use super::{Known, Machine, Stage, keep, wall};
use crate::headquarters::EntryAnswer;
use crate::record::Ended;
use axum::http::StatusCode;
use board::entry::{self, Body, Entry, Was};
use board::log::leaf_hash;
use board::log::witness::Seen;
use door::Problem;
use election::bytes::Digest;
use election::signatory::Signatory;
use std::time::{Duration, Instant};

/// Cast ballots go to the record in batches of at least this many, sorted by code, so that the record does not
/// show who cast after whom. Challenged ones do not count, for everybody sees what those were. What is left goes when the branch closes.
const BATCH: usize = 16;
/// The most entries in one request.
const MOST: usize = 256;
/// How often the desk's log is sent, even if there is nothing in it.
const SIGN_OF_LIFE: Duration = Duration::from_secs(3);
/// How long one delivery of it may take.
const PATIENCE_FOR_LOGS: Duration = Duration::from_secs(10);
/// The most bytes of the log in one delivery: the headquarters takes so much of anybody, however many others send.
const MOST_OF_LOG: usize = 56 << 10;
/// A voter whose question a crash left open has gone after so many milliseconds.
const GONE: u64 = 2 * 60 * 1000;
/// How long an officer waits for the witness before being told.
const PATIENCE: Duration = Duration::from_secs(60);

impl Machine {
    /// Carries batches when they are full and asks after entries that are on their way, for as long as the machine runs.
    /// No voter waits for any of it.
    pub(super) async fn look_after(&self) -> Result<(), Ended> {
        let mut told = false;
        loop {
            let done = match self.carry(false).await {
                Ok(()) => self.confirm().await,
                Err(problem) => Err(problem),
            };
            // Whatever does not answer now is tried again; said once, until it is well.
            if let Err(problem) = &done
                && !told
            {
                say!("amin branch {}: entries wait: {problem}", self.id);
            }
            told = done.is_err();
            let _ = tokio::time::timeout(Duration::from_secs(1), self.wake.notified()).await;
        }
    }

    /// Sends what the desk wrote down, and says every few seconds that this branch is alive, for as long as the machine
    /// runs. Also ends questions that a crash left open, once their voters will have gone.
    pub(super) async fn look_after_desk(&self) -> Result<(), Ended> {
        let mut told = false;
        loop {
            tokio::time::sleep(SIGN_OF_LIFE).await;
            let Ok(known) = self.known().await else { continue };
            let stage = *self.stage.read().await;
            // After the closing too: the headquarters decides with it, and may have lost it.
            if !matches!(stage, Stage::Open | Stage::Closing | Stage::Closed) {
                continue;
            }
            let now = wall();
            if stage == Stage::Open {
                // Silent while the strip has no paper: the page says so.
                let _ = self.with_book(|book| Ok(book.print_owed()?)).await;
                let ended = self.with_book(|book| book.end_questions(now.saturating_sub(GONE), now)).await;
                if let Err(problem) = ended {
                    say!("amin branch {}: the desk's log cannot be kept: {problem}", self.id);
                }
            }
            let sent = tokio::time::timeout(PATIENCE_FOR_LOGS, self.send_log(&known)).await;
            let sent = sent
                .unwrap_or_else(|_| Err(Problem::new(StatusCode::BAD_GATEWAY, "unreachable", "no answer")));
            if let Err(problem) = &sent {
                self.contact().missed_headquarters();
                if !told {
                    say!("amin branch {}: the desk's log waits: {problem}", self.id);
                }
            }
            told = sent.is_err();
        }
    }

    /// Sends the headquarters what it lacks of the desk's log, and takes what this folder lacks.
    pub(super) async fn send_log(&self, known: &Known) -> Result<(), Problem> {
        let _one_at_a_time = self.sending.lock().await;
        // The headquarters takes no log of a branch whose opening it does not have.
        self.carry_opening().await?;
        loop {
            let (versions, lines, more) = self.with_book(|book| Ok(book.unsent(MOST_OF_LOG))).await?;
            let life = self.sign_of_life().await;
            let sent = self.headquarters.send_logs(&self.caller(known), &versions, &lines, &life).await;
            let (has, lacking) = sent?;
            self.contact().heard_headquarters(wall());
            self.with_book(|book| book.heard(has, lacking)).await?;
            if !more {
                return Ok(());
            }
        }
    }

    /// After a start: the key of the roll, and what the headquarters knows of this desk that the folder does not. A
    /// headquarters that is not reached is not waited for.
    pub(super) async fn catch_up_with_headquarters(&self) {
        let Ok(known) = self.known().await else { return };
        let caught_up = async {
            self.roll_key(&known).await?;
            self.send_log(&known).await
        };
        match tokio::time::timeout(PATIENCE_FOR_LOGS, caught_up).await {
            Ok(Ok(())) => {}
            Ok(Err(problem)) => say!("amin branch {}: not caught up: {problem}", self.id),
            Err(_) => say!("amin branch {}: the headquarters is not reached", self.id),
        }
    }

    /// Carries waiting entries to the record. Fewer than a batch wait, unless `all`.
    ///
    /// A ballot that the record may not take is named there instead, so that it keeps no other from being carried and
    /// does not keep the branch from closing. At once only where nothing that comes later could help it; whatever else is
    /// refused is tried again, and named when all must go.
    pub(super) async fn carry(&self, all: bool) -> Result<(), Problem> {
        let known = self.known().await?;
        self.carry_opening().await?;
        let mut sent = self.sent.lock().await;
        loop {
            let waiting: Vec<(Digest, Vec<u8>)> = {
                let branch = self.branch.lock().await;
                let fresh = branch.waiting.iter().filter(|(code, _)| !sent.contains(*code));
                let mut fresh: Vec<(&Digest, &Vec<u8>)> = fresh.collect();
                let cast = fresh.iter().filter(|(_, bytes)| challenge(bytes).is_none()).count();
                if fresh.is_empty() || (!all && cast < BATCH) {
                    return Ok(());
                }
                // A challenge must stand before the next ballot on its card: challenges go first, in the order
                // of sealing. The sort is stable: ballots stay in the order of their codes.
                fresh.sort_by_key(|(_, bytes)| challenge(bytes).unwrap_or(u16::MAX));
                fresh.into_iter().take(MOST).map(|(code, bytes)| (*code, bytes.clone())).collect()
            };
            let entries: Vec<Vec<u8>> = waiting.iter().map(|(_, bytes)| bytes.clone()).collect();
            let answers = self.headquarters.append_for(&self.caller(&known), &entries).await?;
            self.contact().heard_headquarters(wall());
            let (mut taken, mut for_good, mut for_now) = (false, Vec::new(), Vec::new());
            let mut refused = None;
            for ((code, entry), answer) in waiting.iter().zip(answers) {
                let (check, title, named) = match answer {
                    EntryAnswer::Taken { .. } => {
                        taken |= sent.insert(*code);
                        continue;
                    }
                    EntryAnswer::Refused { check, title, named } => (check, title, named),
                };
                if let Some(named) = named.and_then(|named| self.named(&known, entry, &check, &named)) {
                    let of = if check == "seal.replay" { &mut for_good } else { &mut for_now };
                    of.push((*code, named));
                }
                refused = Some(Problem::conflict(&check, title));
            }
            let Some(problem) = refused else { continue };
            if for_good.is_empty() && all && !taken {
                for_good = for_now;
            }
            if for_good.is_empty() && !taken {
                return Err(problem);
            }
            for (code, named) in for_good {
                say!("amin branch {}: ballot {code} may not stand: {problem}", self.id);
                self.name_instead(&known, code, named).await?;
            }
        }
    }

    /// The entry that names a ballot instead, if the headquarters signed exactly that; signed by the branch too.
    fn named(&self, known: &Known, ballot: &[u8], check: &str, named: &str) -> Option<Vec<u8>> {
        let due = entry::Refused::of(&Entry::parse(ballot).ok()?.body, &known.event, check)?;
        let named = Entry::parse(named.as_bytes()).ok()?;
        let [signed] = named.signatures.as_slice() else { return None };
        let holds = named.body == due.into()
            && signed.by == Signatory::Headquarters
            && named.is_signed_by(&known.event, signed, &known.headquarters);
        holds.then(|| self.countersigned(known, named))
    }

    /// The ballot stays in the folder, and its place in the box is taken by the entry that names it.
    async fn name_instead(&self, known: &Known, code: Digest, named: Vec<u8>) -> Result<(), Problem> {
        let ballot = self.branch.lock().await.waiting.get(&code).cloned();
        if let (Some(ballot), Some(setup)) = (ballot, known.state.setup()) {
            keep::put_refused(&self.folder, &code, &ballot)?;
            self.halves.lock().await.keep(setup, std::iter::once(&ballot))?;
            self.follow_ballots_on_second()?;
        }
        self.change(|branch| {
            branch.refused(code, named);
            Ok(())
        })
        .await
    }

    /// Lets go of every entry that a countersigned checkpoint includes.
    async fn confirm(&self) -> Result<(), Problem> {
        let mut sent = self.sent.lock().await;
        if sent.is_empty() {
            return Ok(());
        }
        let known = self.known().await?;
        let mut included = Vec::new();
        for code in sent.iter() {
            let entry = self.branch.lock().await.waiting.get(code).cloned();
            let Some(entry) = entry else {
                included.push(*code);
                continue;
            };
            if self.is_included(&known, code, &entry).await? {
                included.push(*code);
            }
        }
        for code in &included {
            sent.remove(code);
        }
        if let Some(setup) = known.state.setup() {
            let halves = self.halves.lock().await;
            let branch = self.branch.lock().await;
            halves.keep(setup, included.iter().filter_map(|code| branch.waiting.get(code)))?;
            self.follow_ballots_on_second()?;
        }
        self.change(|branch| {
            branch.included(&included);
            Ok(())
        })
        .await
    }

    /// Does a countersigned checkpoint include this entry? The proof is checked here, and the checkpoint must
    /// not be behind or beside the last one this machine saw.
    pub(super) async fn is_included(
        &self,
        known: &Known,
        code: &Digest,
        entry: &[u8],
    ) -> Result<bool, Problem> {
        // Held while asking: two answers that overtake each other would look like a record that shrank.
        let mut memory = self.memory.lock().await;
        let Some(receipt) = self.headquarters.receipt(code).await? else { return Ok(false) };
        let disbelief = |what: String| {
            Problem::new(StatusCode::BAD_GATEWAY, "record", what)
                .remedy("Keep this machine running and its folder safe: tell the supervisory body")
        };
        let opened = receipt.check(&leaf_hash(entry), &known.policy).map_err(|e| {
            disbelief(format!("the headquarters does not prove that entry {code} stands: {e}"))
        })?;
        let seen = Seen { size: opened.checkpoint.size, root: opened.checkpoint.root };
        if memory.saw(known.event, seen)? {
            Ok(true)
        } else {
            Err(disbelief("the record shrank, or shows another past than before".into()))
        }
    }

    /// Everything that waits goes to the record; answers when countersigned checkpoints include all of it.
    pub(super) async fn carry_and_wait(&self) -> Result<(), Problem> {
        self.carry(true).await?;
        let begun = Instant::now();
        loop {
            self.confirm().await?;
            let waiting = self.branch.lock().await.waiting.len();
            if waiting == 0 {
                return Ok(());
            }
            if begun.elapsed() > PATIENCE {
                let what = format!("{waiting} entries are in no countersigned checkpoint yet");
                return Err(unwitnessed(what));
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// An entry of the officers: sent, and believed when a countersigned checkpoint includes it.
    pub(super) async fn put(&self, entry: Vec<u8>) -> Result<u64, Problem> {
        let known = self.known().await?;
        let sequence = self.headquarters.append_one_for(&self.caller(&known), entry.clone()).await?;
        let code = Digest::of(&entry);
        let begun = Instant::now();
        while !self.is_included(&known, &code, &entry).await? {
            if begun.elapsed() > PATIENCE {
                return Err(unwitnessed("no countersigned checkpoint includes the entry yet".into()));
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Ok(sequence)
    }
}

fn unwitnessed(what: String) -> Problem {
    Problem::new(StatusCode::GATEWAY_TIMEOUT, "unwitnessed", what).remedy(
        "Send the same again in a moment. If it stays, the headquarters or the witness does not publish",
    )
}

/// Which sealing on its card a challenged ballot was, also one that is named instead; nothing for other entries.
fn challenge(bytes: &[u8]) -> Option<u16> {
    match Entry::parse(bytes).ok()?.body {
        Body::Spoiled(spoiled) => Some(spoiled.ballot.attempt),
        Body::Refused(refused) if refused.was == Was::Challenged => Some(refused.attempt),
        _ => None,
    }
}
