//! Which ciphertexts this branch has sealed: what the record would refuse is refused before anybody has a receipt for it.
//!
//! A booth whose generator repeats itself seals what the record may not take (`seal.replay`). Found when the ballots are
//! carried, it would be too late: the voter has gone, with a receipt. So the branch looks itself, before it signs.

use super::{Known, Machine};
use crate::disk::DiskError;
use board::admission::FirstHalves;
use board::entry::{Ballot, Body, Entry};
use door::Problem;
use election::setup::Setup;
use protocol::branch::{Branch, Refused, Sealing, Step};
use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// Bytes of a first half.
const HALF: usize = 32;

/// The first halves of every ballot that was sealed here, cast or challenged.
#[derive(Debug)]
pub(super) struct Halves {
    path: PathBuf,
    seen: FirstHalves,
}

impl Halves {
    /// Those of ballots that left this folder for the record. The ones that still wait are in the box, and come with it.
    pub(super) fn open(folder: &Path) -> Result<Self, DiskError> {
        let path = folder.join("first-halves");
        let mut seen = FirstHalves::default();
        let kept = crate::disk::read(&path)?.unwrap_or_default();
        kept.as_chunks::<HALF>().0.iter().for_each(|half| seen.insert(half));
        Ok(Self { path, seen })
    }

    /// Remembers what a box holds.
    pub(super) fn remember(&mut self, setup: &Setup, entry: &[u8]) {
        all_of(setup, entry).iter().for_each(|half| self.seen.insert(half));
    }

    /// Writes down those of entries that leave the box; on the disk when this answers.
    pub(super) fn keep<'a>(
        &self,
        setup: &Setup,
        entries: impl Iterator<Item = &'a Vec<u8>>,
    ) -> Result<(), DiskError> {
        let halves: Vec<u8> = entries.flat_map(|entry| all_of(setup, entry)).flatten().collect();
        if halves.is_empty() {
            return Ok(());
        }
        let at = DiskError::at(&self.path);
        let mut options = std::fs::OpenOptions::new();
        let mut file: File =
            options.write(true).create(true).truncate(false).open(&self.path).map_err(&at)?;
        // Written over whatever a power cut left of a half.
        let length = file.metadata().map_err(&at)?.len();
        file.seek(SeekFrom::Start(length - length % HALF as u64)).map_err(&at)?;
        file.write_all(&halves).and_then(|()| file.sync_all()).map_err(&at)
    }
}

impl Machine {
    /// A sealed ballot, cast or challenged, goes into the box if the record can take it there.
    pub(super) async fn take(
        &self,
        known: &Known,
        sealing: &Sealing,
        ballot: &Ballot,
        act: impl FnOnce(&mut Branch) -> Result<Step, Refused>,
    ) -> Result<Step, Problem> {
        // Held until the box is kept, so that two booths cannot bring the same at once.
        let mut halves = self.halves.lock().await;
        // What was taken before is there, and no other ballot: only the answer was lost.
        if self.branch.lock().await.has(sealing) {
            return self.change(act).await;
        }
        let repeats = |refusal: board::admission::Refusal| {
            say!("amin branch {}: booth {} repeats its randomness: {refusal}", self.id, sealing.booth);
            Problem::conflict(refusal.check(), refusal)
                .remedy("Take this booth out of service: the voter's card is good again when it is empty")
        };
        let setup = known.state.setup().expect("what is known of an event has its set-up");
        known.state.fresh(ballot).map_err(repeats)?;
        let fresh = halves.seen.fresh(setup, sealing.code, ballot).map_err(repeats)?;
        let step = self.change(act).await?;
        fresh.iter().for_each(|half| halves.seen.insert(half));
        Ok(step)
    }
}

/// The first halves of a ballot's entry; none of other entries.
fn all_of(setup: &Setup, entry: &[u8]) -> Vec<[u8; HALF]> {
    let ballot = match Entry::parse(entry).map(|entry| entry.body) {
        Ok(Body::Ballot(ballot)) => ballot,
        Ok(Body::Spoiled(spoiled)) => spoiled.ballot,
        _ => return Vec::new(),
    };
    // The code is for whoever is blamed, and nobody is here: it was taken.
    FirstHalves::default().fresh(setup, ballot.card, &ballot).unwrap_or_default()
}
