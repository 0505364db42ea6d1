//! The record as a trustee reads it: directly, and only with the witness's countersignature.

use super::Here;
use super::spool::Spool;
use crate::failure::Failure;
use board::admission::State;
use board::entry::{self, Body, Entry};
use board::path;
use board::reader::{Disbelief, Follower};
use crypto::elgamal::{EncodedCiphertext, decode_list};
use election::bytes::Digest;
use election::setup::Event;
use election::unit::BoxId;
use protocol::trustee::Trustee;
use reqwest::blocking::Client;
use station::headquarters::EntryAnswer;
use station::memory::Memory;
use station::read;
use station::record::RemoteRecord;
use std::fs::File;
use std::path::PathBuf;
use std::time::Duration;

/// How often the record is asked again before a refusal is believed: about ten seconds.
const PATIENCE: u32 = 64;

/// The record does not take an entry.
struct Refused {
    check: String,
    title: String,
}

impl Refused {
    fn dishonest(self) -> Failure {
        Failure::new(
            format!("the record refuses: {} ({})", self.title, self.check),
            "If this trustee is honest, the record is not: tell the supervisory body",
        )
    }
}

/// The record, followed.
pub(crate) struct Record {
    url: String,
    remote: RemoteRecord,
    client: Client,
    /// The trustee's, where it remembers how far it has seen the record.
    folder: PathBuf,
    /// As far as it was read.
    pub(crate) follower: Follower<Spool>,
}

impl Record {
    /// Follows the record at the headquarters.
    pub(crate) fn follow(here: &Here) -> Result<Self, Failure> {
        let url = here.record.trim_end_matches('/').to_owned();
        let remote = RemoteRecord::new(&format!("{url}/record"));
        let client =
            station::wire::blocking().timeout(Duration::from_secs(600)).build().map_err(Failure::other)?;
        let memory = Memory::open(&here.file.dir, here.event)?;
        let folder = here.file.dir.clone();
        let spool = Spool::in_folder(&folder).map_err(|e| {
            Failure::new(
                format!("{}: {e}", folder.display()),
                "Make room in the trustee's folder, and let it be written to",
            )
        })?;
        let follower = memory.follower_on(spool);
        let mut record = Self { url, remote, client, folder, follower };
        record.advance()?;
        Ok(record)
    }

    /// Reads on. A record that does not answer is waited for; one that lies is not.
    pub(crate) fn advance(&mut self) -> Result<bool, Failure> {
        match self.remote.advance(&mut self.follower) {
            Err(Disbelief::Unreachable(_)) => Ok(false),
            Err(other) => Err(other.into()),
            Ok(grown) => {
                if grown {
                    self.remember()?;
                }
                Ok(grown)
            }
        }
    }

    /// Remembered between two commands, so that nobody can show this trustee an older record. Its workers may share the
    /// folder: they write one after the other, and none takes back what another has seen.
    fn remember(&self) -> Result<(), Failure> {
        let Some((event, seen)) = self.follower.seen() else { return Ok(()) };
        let path = self.folder.join("record.lock");
        let lock = File::create(&path).and_then(|file| file.lock().map(|()| file));
        let _held = lock.map_err(|e| Failure::other(format!("{}: {e}", path.display())))?;
        Memory::open(&self.folder, Some(event))?.saw(event, seen)?;
        Ok(())
    }

    /// Reads on until it grows, or a moment passes.
    pub(crate) fn wait(&mut self) -> Result<(), Failure> {
        if !self.advance()? {
            std::thread::sleep(Duration::from_millis(150));
        }
        Ok(())
    }

    /// The event whose record this is.
    pub(crate) fn event(&self) -> Result<&Event, Failure> {
        self.follower.state().event().ok_or_else(|| Failure::other("the set-up is not frozen"))
    }

    /// Puts an entry on the record, its files first. The same entry twice is one entry, so it is sent again
    /// when no answer came.
    pub(crate) fn append(&self, trustee: &Trustee, entry: &Entry, files: &[&[u8]]) -> Result<(), Failure> {
        self.offer(trustee, entry, files)?.map_err(|refused| refused.dishonest())
    }

    /// The same where another worker of this trustee may have done the same work: answers whether it was this entry that
    /// was taken. `done` tells whether the work stands on the record.
    pub(crate) fn append_once(
        &mut self,
        trustee: &Trustee,
        entry: &Entry,
        files: &[&[u8]],
        done: impl Fn(&State) -> bool,
    ) -> Result<bool, Failure> {
        let Err(refused) = self.offer(trustee, entry, files)? else { return Ok(true) };
        // What made it come too late is published within moments.
        for _ in 0..PATIENCE {
            if done(self.follower.state()) {
                return Ok(false);
            }
            self.wait()?;
        }
        Err(refused.dishonest())
    }

    fn offer(
        &self,
        trustee: &Trustee,
        entry: &Entry,
        files: &[&[u8]],
    ) -> Result<Result<(), Refused>, Failure> {
        let mut tries = 0;
        loop {
            match self.send(trustee, entry, files) {
                Ok(EntryAnswer::Taken { .. }) => return Ok(Ok(())),
                Ok(EntryAnswer::Refused { check, title, .. }) => return Ok(Err(Refused { check, title })),
                Err(e) if tries >= 20 => {
                    return Err(Failure::new(
                        format!("the record does not take the entry: {e}"),
                        "Check the connection and run the same command again; what was done is not done twice",
                    ));
                }
                Err(_) => tries += 1,
            }
            std::thread::sleep(Duration::from_millis(500));
        }
    }

    fn send(&self, trustee: &Trustee, entry: &Entry, files: &[&[u8]]) -> Result<EntryAnswer, String> {
        let event = self.event().map_err(|e| e.to_string())?;
        let (by, signer) = trustee.signs();
        for file in files {
            let path = format!("/api/v1/files/{}", Digest::of(file));
            let mut put = self.client.put(format!("{}{path}", self.url));
            for (name, value) in door::signed::headers(event, &by, signer, &path, &[]) {
                put = put.header(name, value);
            }
            let response = put.body(file.to_vec()).send().map_err(|e| e.to_string())?;
            if !response.status().is_success() {
                let why = read::body_blocking(response, read::MOST_ANSWER).unwrap_or_default();
                return Err(String::from_utf8_lossy(&why).into_owned());
            }
        }
        let mut body = b"[".to_vec();
        body.extend(entry.to_bytes());
        body.push(b']');
        let post = self.client.post(format!("{}/api/v1/entries", self.url));
        let response =
            post.header("content-type", "application/json").body(body).send().map_err(|e| e.to_string())?;
        let status = response.status();
        let bytes = read::body_blocking(response, read::MOST_ANSWER).map_err(|e| e.to_string())?;
        let answers: Vec<EntryAnswer> = serde_json::from_slice(&bytes)
            .map_err(|_| format!("the answer was {status}: {}", String::from_utf8_lossy(&bytes)))?;
        answers.into_iter().next().ok_or_else(|| "an empty answer".into())
    }

    /// A file of the record, which must be what an entry says it is.
    pub(crate) fn file(&self, path: &str, file: &entry::File) -> Result<Vec<u8>, Failure> {
        let bytes = self.remote.fetch(path).map_err(Failure::other)?;
        bytes.filter(|bytes| file.is(bytes)).ok_or_else(|| {
            Failure::new(
                format!("the record's file {path} is missing or not the one that was signed"),
                "Nothing was done. Tell the supervisory body",
            )
        })
    }

    /// The slots of a box after its last mix so far; from the ballots themselves before the first.
    pub(crate) fn slots(&self, box_id: &BoxId) -> Result<Vec<EncodedCiphertext>, Failure> {
        let state = self.follower.state();
        let last = state.boxes().get(box_id).and_then(|b| b.mixes.last());
        match last {
            None => self.ballots(box_id),
            Some(step) => {
                let bytes = self.file(&path::mix_slots(box_id, step.trustee), &step.output)?;
                decode_list(&bytes).map_err(Failure::other)
            }
        }
    }

    /// The slots of a box as its ballots make it.
    pub(crate) fn ballots(&self, box_id: &BoxId) -> Result<Vec<EncodedCiphertext>, Failure> {
        let state = self.follower.state();
        let unknown = || Failure::other(format!("the record has no box {box_id}"));
        let unit = state.unit_of(box_id).ok_or_else(unknown)?;
        let setup = state.setup().ok_or_else(unknown)?;
        let place = setup.contests.iter().position(|c| c.id == box_id.contest).ok_or_else(unknown)?;
        let mut slots = Vec::new();
        for ballot in state.ballots_of(unit) {
            let bytes = self.follower.entry(ballot.sequence)?.ok_or_else(unknown)?;
            let entry = Entry::parse(&bytes).map_err(Failure::other)?;
            let Body::Ballot(body) = &entry.body else { return Err(unknown()) };
            let mut read =
                board::admission::proof::read_ballot(state, ballot.code, body).map_err(Failure::other)?;
            slots.extend_from_slice(read.seals.swap_remove(place).2.slots());
        }
        Ok(slots)
    }
}
