//! An entry on its way between hands, and the event it belongs to.

use crate::failure::Failure;
use board::entry::{Body, Entry};
use clap::Args;
use election::bytes::Digest;
use election::setup::{Event, Setup};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::io::Read as _;
use std::path::PathBuf;

/// Which entry, and of which event.
#[derive(Args)]
pub(crate) struct Given {
    /// File of the entry, `-` for standard input
    entry: PathBuf,
    /// The event's setup.json: then names and signatures are checked, and it is the event
    #[arg(long)]
    setup: Option<PathBuf>,
    /// The event that was announced, 64 digits
    #[arg(long)]
    event: Option<Digest>,
}

/// The most bytes that are read: an entry inside an answer of the headquarters.
const MOST: u64 = 2 * board::entry::MOST_BYTES as u64;

/// The headquarters answers the entries of results and of pending ballots in an envelope, with what is to be read beside them.
#[derive(Deserialize)]
struct Envelope {
    entry: Box<RawValue>,
}

impl Given {
    /// The entry, byte for byte.
    pub(crate) fn entry(&self) -> Result<Entry, Failure> {
        let mut bytes = Vec::new();
        let read = if self.entry.as_os_str() == "-" {
            std::io::stdin().take(MOST).read_to_end(&mut bytes)
        } else {
            std::fs::File::open(&self.entry).and_then(|file| file.take(MOST).read_to_end(&mut bytes))
        };
        read.map_err(|e| Failure::new(format!("{}: {e}", self.entry.display()), "Check the path"))?;
        let inner: Option<Envelope> = serde_json::from_slice(&bytes).ok();
        let bytes = inner.map_or(bytes, |envelope| envelope.entry.get().as_bytes().to_vec());
        Entry::parse(&bytes).map_err(|e| {
            Failure::new(
                format!("{}: {e}", self.entry.display()),
                "Give the entry as the machine answered it, byte for byte: signatures are over bytes",
            )
        })
    }

    /// The set-up, if it was given.
    pub(crate) fn setup(&self) -> Result<Option<(Event, Setup)>, Failure> {
        let Some(path) = &self.setup else { return Ok(None) };
        let bytes = station::disk::read(path)?
            .ok_or_else(|| Failure::new(format!("{} is missing", path.display()), "Check --setup"))?;
        let setup = Setup::parse(&bytes).map_err(Failure::other)?;
        Ok(Some((Digest::of(&bytes), setup)))
    }

    /// The event, from what was given and from what the entry itself says; they must agree.
    pub(crate) fn event(&self, entry: &Entry, setup: Option<&(Event, Setup)>) -> Result<Event, Failure> {
        let own = match &entry.body {
            Body::Setup(body) => Some(body.setup.sha256),
            _ => None,
        };
        let known: Vec<Event> =
            [self.event, setup.map(|(event, _)| *event), own].into_iter().flatten().collect();
        match known.as_slice() {
            [] => Err(Failure::new(
                "nothing says which event this entry belongs to",
                "Give --setup setup.json, or --event with the announced digits",
            )),
            [first, others @ ..] if others.iter().all(|other| other == first) => Ok(*first),
            _ => Err(Failure::new(
                "set-up, announced event and entry do not belong together",
                "Do not sign. Compare `sha256sum setup.json` with the announcement",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use board::entry::Lot;
    use election::id::ContestId;
    use election::outcome::Drawn;

    #[test]
    fn an_entry_is_taken_out_of_the_headquarters_answer_byte_for_byte() {
        let folder = tempfile::tempdir().expect("a folder");
        let drawn = Drawn { purpose: "seat".into(), among: Vec::new(), drawn: Vec::new() };
        let lot = Lot { contest: ContestId::new("council").expect("an id"), drawn };
        let entry = String::from_utf8(Entry::unsigned(lot).to_bytes()).expect("text");
        for answer in [
            entry.clone(),
            format!("{{\"entry\":{entry}}}"),
            format!("{{\"entry\":{entry},\"released\":1,\"struck\":[],\"doubled\":[]}}"),
        ] {
            let path = folder.path().join("answer.json");
            std::fs::write(&path, answer).expect("a disk");
            let read = Given { entry: path, setup: None, event: None }.entry().expect("an entry");
            assert_eq!(String::from_utf8(read.to_bytes()).expect("text"), entry);
        }
    }
}
