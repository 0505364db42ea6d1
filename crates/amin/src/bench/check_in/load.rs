//! The voters of a measurement, and the desks at which they stand.

use super::client::{Branch, Desk};
use super::log::{Log, Shelf};
use crate::failure::Failure;
use election::bytes::Digest;
use pollbook::{Decision, VoterKey};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// One in so many comes twice, to another desk at nearly the same moment.
const TWICE: u64 = 20;

/// What all desks share.
pub(super) struct Day {
    pub(super) voters: Vec<String>,
    pub(super) branches: Vec<Branch>,
    /// What the desks of each branch wrote down and its machine has not sent yet.
    pub(super) shelves: Vec<Shelf>,
    /// `host:port` of every headquarters.
    pub(super) addresses: Vec<String>,
    /// Check-ins asked for in a second, in all; as many as can be if none.
    pub(super) rate: Option<f64>,
    pub(super) begun: Instant,
    pub(super) until: Instant,
    /// The next turn.
    pub(super) turn: AtomicU64,
    /// How often each voter was admitted, by different requests.
    pub(super) admitted: Vec<AtomicU8>,
    /// Microseconds from the beginning to the last answer, and the longest time without one.
    pub(super) last: AtomicU64,
    pub(super) gap: AtomicU64,
    /// Questions that had to be asked again.
    pub(super) again: AtomicU32,
}

/// What one desk saw.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) check_ins: u64,
    pub(super) refused: u64,
    /// Microseconds from the moment a voter came until the answer.
    pub(super) waits: Vec<u32>,
}

impl Day {
    /// The voter of a turn: every twentieth turn is the voter of the one before.
    fn voter(turn: u64) -> usize {
        (turn - (turn + 1) / TWICE) as usize
    }

    /// Stands at a desk until the day ends or every voter has come.
    pub(super) async fn desk(self: Arc<Self>, number: usize) -> Result<Seen, Failure> {
        let address = &self.addresses[number % self.addresses.len()];
        let at = number % self.branches.len();
        let mut desk = Desk::new(address, &self.branches[at]);
        let mut log = Log::new(&self.branches[at].id);
        let mut seen = Seen::default();
        loop {
            let turn = self.turn.fetch_add(1, Ordering::Relaxed);
            let voter = Self::voter(turn);
            let Some(national_id) = self.voters.get(voter) else { return Ok(seen) };
            // At a given rate a voter comes at their time, whether a desk is free or not.
            let comes = match self.rate {
                Some(rate) => self.begun + Duration::from_secs_f64(turn as f64 / rate),
                None => Instant::now(),
            };
            if comes >= self.until {
                return Ok(seen);
            }
            tokio::time::sleep_until(comes.into()).await;
            let name = self.name(&mut desk, national_id).await?;
            let ask = log.asks(name, &self.shelves[at]);
            let decision = self.ask(&mut desk, &name, &ask.request()).await?;
            log.ends(ask, name, &decision, &self.shelves[at]);
            seen.waits.push(u32::try_from(comes.elapsed().as_micros()).unwrap_or(u32::MAX));
            match decision {
                Decision::CheckedIn { .. } => {
                    seen.check_ins += 1;
                    self.admitted[voter].fetch_add(1, Ordering::Relaxed);
                }
                Decision::AlreadyVoted { .. } => seen.refused += 1,
                other => return Err(Failure::other(format!("a voter on the roll heard {other:?}"))),
            }
        }
    }

    /// What ledger and roll call a person: asked of the headquarters once a desk.
    async fn name(&self, desk: &mut Desk<'_>, national_id: &str) -> Result<VoterKey, Failure> {
        let begun = Instant::now();
        loop {
            match desk.name(national_id).await {
                Ok(voter) => return Ok(voter),
                Err(unanswered) if begun.elapsed() > Duration::from_secs(90) => {
                    return Err(Failure::other(format!("no session for 90 s: {unanswered:?}")));
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }

    /// Asks until there is an answer, always with the same request.
    async fn ask(&self, desk: &mut Desk<'_>, voter: &VoterKey, id: &Digest) -> Result<Decision, Failure> {
        let begun = Instant::now();
        loop {
            match desk.check_in(voter, id).await {
                Ok(decision) => {
                    let now = self.begun.elapsed().as_micros() as u64;
                    let before = self.last.swap(now, Ordering::Relaxed);
                    self.gap.fetch_max(now.saturating_sub(before), Ordering::Relaxed);
                    return Ok(decision);
                }
                Err(unanswered) if begun.elapsed() > Duration::from_secs(90) => {
                    return Err(Failure::other(format!("a desk was not answered for 90 s: {unanswered:?}")));
                }
                Err(_) => {
                    self.again.fetch_add(1, Ordering::Relaxed);
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }

    /// Asks once more, with a fresh request, for everybody who was admitted; answers how many the ledger does
    /// not remember, and how many were admitted twice.
    pub(super) async fn prove(self: Arc<Self>) -> Result<(u64, u64), Failure> {
        let doubled = self.admitted.iter().filter(|n| n.load(Ordering::Relaxed) > 1).count() as u64;
        let next = Arc::new(AtomicU64::new(0));
        let mut desks = Vec::new();
        for number in 0..32 {
            let (day, next) = (Arc::clone(&self), Arc::clone(&next));
            desks.push(tokio::spawn(async move {
                let address = &day.addresses[number % day.addresses.len()];
                let mut desk = Desk::new(address, &day.branches[number % day.branches.len()]);
                let mut lost = 0;
                loop {
                    let voter = next.fetch_add(1, Ordering::Relaxed) as usize;
                    let Some(admitted) = day.admitted.get(voter) else { return Ok::<_, Failure>(lost) };
                    if admitted.load(Ordering::Relaxed) > 0 {
                        let name = day.name(&mut desk, &day.voters[voter]).await?;
                        let decision = day.ask(&mut desk, &name, &Digest(rand::random())).await?;
                        lost += u64::from(!matches!(decision, Decision::AlreadyVoted { .. }));
                    }
                }
            }));
        }
        let mut lost = 0;
        for desk in desks {
            lost += desk.await.map_err(Failure::other)??;
        }
        Ok((lost, doubled))
    }
}
