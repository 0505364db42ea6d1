//! The log itself: checkpoint, witness, tree, and every one of its files.

use crate::Progress;
use crate::report::Report;
use crate::source::Source;
use board::admission::Culprit;
use board::log::bundle::read_bundle;
use board::log::checkpoint::CHECKPOINT_PATH;
use board::log::tile::{Holds, Tile, WIDTH, check_tile, layout};
use board::log::{Hash, Note, Tree, leaf_hash};
use board::path;
use election::bytes::Digest;
use election::setup::{BadSetup, Setup};
use election::signatory::Signatory;
use serde::{Deserialize, Serialize};

/// Before each entry of a bundle stands its length.
const LENGTH_BYTES: u32 = 2;

/// Where the entries of the log are, and what tells which of its files are accounted for.
///
/// The entries themselves are not kept: a city's ballots are several gigabytes.
#[derive(Debug)]
pub struct Entries {
    /// In their bundles.
    places: Vec<Place>,
    bundles: Vec<Tile>,
    head: Head,
    setup: Digest,
}

/// The head of the record that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Entries.
    pub size: u64,
    /// What they hash to.
    pub root: Hash,
}

/// Where an entry stands in its bundle.
#[derive(Debug, Clone, Copy)]
struct Place {
    at: u32,
    length: u16,
}

impl Entries {
    /// How many.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// None at all?
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The digest of the set-up whose keys were used.
    pub fn setup(&self) -> &Digest {
        &self.setup
    }

    /// Size and root of what was read.
    pub fn head(&self) -> Head {
        self.head
    }

    /// Reads an entry again. A record may answer differently each time it is asked: whoever asks compares what it
    /// gets with a digest of what was read before.
    pub fn again(&self, source: &dyn Source, sequence: u64) -> Option<Vec<u8>> {
        let number = usize::try_from(sequence).ok()?;
        let Place { at, length } = *self.places.get(number)?;
        let bundle = self.bundles.get(number / WIDTH as usize)?;
        source.part(&bundle.path(), at.into(), length.into()).ok().flatten()
    }

    /// Is this one of the log's own files, checked with the log?
    pub fn accounts_for(&self, path: &str) -> bool {
        path == CHECKPOINT_PATH || path.parse::<Tile>().is_ok_and(|tile| tile.is_within(self.head.size))
    }
}

/// Takes each entry as it is read: its number, its bytes.
pub type Each<'a> = &'a mut dyn FnMut(u64, &[u8], &mut Report);

/// The most entries that are looked for behind a checkpoint that the log did not sign: no county has more.
const MOST_UNSIGNED: u64 = 1 << 24;

/// `log.*`. Hands every entry to `each` as far as they can be read, whatever is wrong with the hashes around
/// them. A record of another event than the announced one is not read at all.
pub fn check(
    source: &dyn Source,
    announced: Option<Digest>,
    report: &mut Report,
    progress: &dyn Progress,
    each: Each<'_>,
) -> Option<Entries> {
    let read = |path: &str, report: &mut Report| match source.read(path) {
        Ok(bytes) => bytes,
        Err(e) => {
            report.unreadable(e.what);
            None
        }
    };
    let Some(note) = read(CHECKPOINT_PATH, report) else {
        report.unreadable("there is no checkpoint: this is not a record, or not the top of one");
        return None;
    };
    let Some(setup) = read(path::SETUP, report) else {
        report.unreadable("there is no setup.json: without it nobody's keys are known");
        return None;
    };
    let setup_digest = Digest::of(&setup);
    if let Some(due) = announced.filter(|due| *due != setup_digest) {
        report.event = Some(setup_digest);
        let what = format!("the record is of event {setup_digest}, not of {due}");
        report.wrong("setup.event", what, &[Culprit::RecordKeeper]);
        return None;
    }
    let setup = match Setup::parse(&setup) {
        Ok(setup) => setup,
        Err(e @ BadSetup::Json { .. }) => {
            report.unreadable(format!("setup.json: {e}"));
            return None;
        }
        // It can be read, but it is no set-up of an election: nobody should have signed it.
        Err(e) => {
            report.wrong(e.check(), e.to_string(), &[Culprit::from(Signatory::Headquarters)]);
            return None;
        }
    };
    let policy = match board::reader::policy(&setup) {
        Ok(policy) => policy,
        Err(e) => {
            report.unreadable(e.to_string());
            return None;
        }
    };
    report.tried("log.checkpoint", 1);
    report.tried("log.witness", 1);
    let mut root = None;
    let size = match policy.open(&note) {
        Ok(opened) => {
            if let Err(e) = policy.check_witnesses(&opened) {
                report.wrong("log.witness", e.to_string(), &[Culprit::RecordKeeper]);
            }
            let known: Vec<_> = std::iter::once(policy.log.clone()).chain(policy.witnesses.clone()).collect();
            let strict = Note::parse(&note).is_ok_and(|n| n.clone().only_of(&known) == n);
            if !strict {
                let what = "the checkpoint carries lines of others than the log and its witness";
                report.wrong("log.checkpoint", what, &[Culprit::RecordKeeper]);
            }
            root = Some(opened.checkpoint.root);
            opened.checkpoint.size
        }
        Err(e) => {
            report.wrong("log.checkpoint", e.to_string(), &[Culprit::RecordKeeper]);
            // The size it claims still tells where to look, so that what can be said is said.
            let claimed = String::from_utf8_lossy(&note).lines().nth(1).and_then(|line| line.parse().ok());
            claimed.filter(|size| *size <= MOST_UNSIGNED)?
        }
    };
    let (places, bundles, tree) = entries(source, size, report, progress, each)?;
    report.tried("log.tree", 1);
    if tree.size() != size || root.is_some_and(|root| root != tree.root()) {
        let what = "the entries do not hash to the root that the log signed";
        report.wrong("log.tree", what, &[Culprit::RecordKeeper]);
    }
    // Of a size that only a checkpoint claims there may be no end of tiles.
    if tree.size() == size {
        files(source, size, &tree, report);
    }
    let head = Head { size: tree.size(), root: tree.root() };
    Some(Entries { places, bundles, head, setup: setup_digest })
}

fn entries(
    source: &dyn Source,
    size: u64,
    report: &mut Report,
    progress: &dyn Progress,
    each: Each<'_>,
) -> Option<(Vec<Place>, Vec<Tile>, Tree)> {
    let (mut places, mut bundles) = (Vec::new(), Vec::new());
    let mut tree = Tree::new();
    for tile in layout(size).take_while(|tile| tile.holds() == Holds::Entries) {
        progress.at("log", tile.first(), size);
        let path = tile.path();
        report.tried("log.entries", 1);
        let bundle = match source.read(&path) {
            Ok(Some(bundle)) => bundle,
            Ok(None) => {
                let what = format!("{path} is missing: the record is cut short at entry {}", tile.first());
                report.wrong("log.entries", what, &[Culprit::RecordKeeper]);
                break;
            }
            Err(e) => {
                report.unreadable(e.what);
                return None;
            }
        };
        match read_bundle(&bundle, tile.width()) {
            Ok(read) => {
                let mut at = 0;
                for (sequence, entry) in (tile.first()..).zip(read) {
                    tree.push(leaf_hash(&entry));
                    let length = u16::try_from(entry.len()).expect("a bundle writes lengths in two bytes");
                    places.push(Place { at: at + LENGTH_BYTES, length });
                    at += LENGTH_BYTES + u32::from(length);
                    each(sequence, &entry, report);
                }
                bundles.push(tile);
            }
            Err(bad) => {
                report.wrong("log.entries", format!("{path}: {bad}"), &[Culprit::RecordKeeper]);
                break;
            }
        }
    }
    progress.at("log", size, size);
    Some((places, bundles, tree))
}

/// Every tile that must be there, and every narrower tile of the log's past that still is.
fn files(source: &dyn Source, size: u64, tree: &Tree, report: &mut Report) {
    let mut tiles: Vec<Tile> = layout(size).skip_while(|tile| tile.holds() == Holds::Entries).collect();
    let required = tiles.len();
    if let Ok(Some(paths)) = source.list() {
        let others = paths.iter().filter_map(|path| path.parse::<Tile>().ok());
        tiles.extend(others.filter(|tile| tile.is_within(size)));
    }
    for (at, tile) in tiles.iter().enumerate() {
        report.tried("log.entries", 1);
        let path = tile.path();
        let what = match source.read(&path) {
            Ok(Some(bytes)) => check_tile(tree, tile, &bytes).err().map(|e| format!("{path}: {e}")),
            Ok(None) if at < required => Some(format!("{path} is missing")),
            Ok(None) => None,
            Err(e) => Some(e.what),
        };
        if let Some(what) = what {
            report.wrong("log.entries", what, &[Culprit::RecordKeeper]);
        }
    }
}
