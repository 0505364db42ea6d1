//! Tiles: the files of a log. A full tile never changes; the partial one at the right edge is replaced by
//! wider ones under other names, so every file is written once.

use super::bundle::{self, BadBundle, LongEntry};
use super::decimal;
use super::hash::{HASH_BYTES, Hash, leaf_hash};
use super::tree::{OutOfTree, Tree};
use std::fmt;

/// Hashes or entries in a full tile.
pub const WIDTH: u64 = 1 << HEIGHT;
/// Levels of the tree that a tile spans.
const HEIGHT: u32 = 8;
/// Levels of tiles that a log of 2⁶⁴ − 1 entries would have.
const LEVELS: u8 = 8;

/// What a tile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holds {
    /// Entries: a bundle.
    Entries,
    /// Roots of complete subtrees of 256^level leaves.
    Hashes {
        /// At most seven.
        level: u8,
    },
}

/// A file of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    holds: Holds,
    index: u64,
    /// 1 to 256.
    width: u16,
}

impl Tile {
    /// What it holds.
    pub fn holds(&self) -> Holds {
        self.holds
    }

    /// Number of its first hash or entry within its level.
    pub fn first(&self) -> u64 {
        self.index * WIDTH
    }

    /// How many hashes or entries, 1 to 256.
    pub fn width(&self) -> usize {
        self.width.into()
    }

    /// Does a log of `size` entries have everything in it? Narrower tiles of the log's past do count.
    pub fn is_within(&self, size: u64) -> bool {
        self.first() + u64::from(self.width) <= count(self.holds, size)
    }

    /// The path below the log's prefix.
    pub fn path(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.holds {
            Holds::Entries => f.write_str("tile/entries/")?,
            Holds::Hashes { level } => write!(f, "tile/{level}/")?,
        }
        // 1234067 is x001/x234/067.
        let mut thousands = 1;
        while self.index / thousands >= 1000 {
            thousands *= 1000;
        }
        while thousands > 1 {
            write!(f, "x{:03}/", self.index / thousands % 1000)?;
            thousands /= 1000;
        }
        write!(f, "{:03}", self.index % 1000)?;
        if u64::from(self.width) < WIDTH {
            write!(f, ".p/{}", self.width)?;
        }
        Ok(())
    }
}

/// Not the path of a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the path of a tile")]
pub struct BadPath;

impl std::str::FromStr for Tile {
    type Err = BadPath;
    fn from_str(path: &str) -> Result<Self, BadPath> {
        let rest = path.strip_prefix("tile/").ok_or(BadPath)?;
        let (level, rest) = rest.split_once('/').ok_or(BadPath)?;
        let holds = match level {
            "entries" => Holds::Entries,
            digits => {
                let level = decimal::parse(digits).ok_or(BadPath)?;
                let level = u8::try_from(level).ok().filter(|level| *level < LEVELS).ok_or(BadPath)?;
                Holds::Hashes { level }
            }
        };
        let (number, width) = match rest.split_once(".p/") {
            Some((number, width)) => (number, decimal::parse(width).ok_or(BadPath)?),
            None => (rest, WIDTH),
        };
        let width = u16::try_from(width).map_err(|_| BadPath)?;
        let mut index = 0_u64;
        for part in number.split('/') {
            let digits = part.strip_prefix('x').unwrap_or(part);
            let value = digits.parse::<u16>().map_err(|_| BadPath)?;
            index = index.checked_mul(1000).and_then(|i| i.checked_add(value.into())).ok_or(BadPath)?;
        }
        // The first number of the tile and the one after its last must be numbers too.
        if width == 0 || u64::from(width) > WIDTH || index >= u64::MAX / WIDTH {
            return Err(BadPath);
        }
        let tile = Self { holds, index, width };
        // One spelling for one tile, whatever the steps above would also have understood.
        if tile.path() == path { Ok(tile) } else { Err(BadPath) }
    }
}

/// Every tile that a complete record of a log of `size` entries must have, entries first, then the hashes
/// level by level. Of partial tiles only those at the right edge.
///
/// An iterator, because the size stands in a checkpoint that may be a liar's: whoever reads along stops at
/// the first file that is missing.
pub fn layout(size: u64) -> impl Iterator<Item = Tile> {
    growth(0, size)
}

/// The tiles that come into being when a log grows from `old` to `new` entries.
fn growth(old: u64, new: u64) -> impl Iterator<Item = Tile> {
    let hashes = (0..LEVELS).map(|level| Holds::Hashes { level });
    std::iter::once(Holds::Entries).chain(hashes).flat_map(move |holds| {
        let (had, has) = (count(holds, old), count(holds, new));
        let full = (had / WIDTH..has / WIDTH).map(move |index| Tile { holds, index, width: WIDTH as u16 });
        let partial = Tile { holds, index: has / WIDTH, width: (has % WIDTH) as u16 };
        full.chain((partial.width > 0 && has > had).then_some(partial))
    })
}

/// How many hashes or entries a log of `size` entries has at that level.
fn count(holds: Holds, size: u64) -> u64 {
    match holds {
        Holds::Entries => size,
        Holds::Hashes { level } => size.checked_shr(HEIGHT * u32::from(level)).unwrap_or(0),
    }
}

/// Why no tiles can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadGrowth {
    /// The log is smaller than it was.
    #[error(transparent)]
    Shrunk(#[from] OutOfTree),
    /// Not the entries from [`first_entry_needed`] to the end.
    #[error("{given} entries were given, {needed} are needed")]
    Entries {
        /// How many there are.
        given: usize,
        /// How many there should be.
        needed: u64,
    },
    /// An entry is not the one whose leaf is in the tree.
    #[error("entry {0} is not the one in the tree")]
    Foreign(u64),
    /// An entry is too long.
    #[error(transparent)]
    Long(#[from] LongEntry),
}

/// The first entry that [`tiles`] needs when the log was published at `old` before: the last, partial bundle
/// is written again, wider.
pub fn first_entry_needed(old: u64) -> u64 {
    old / WIDTH * WIDTH
}

/// Every file to write, with its path, when the log that was published with `old` entries is published at
/// the tree's size. `entries` are those from [`first_entry_needed`] to the end; each is compared with its leaf.
pub fn tiles(
    tree: &Tree,
    old: u64,
    entries: &[impl AsRef<[u8]>],
) -> Result<Vec<(String, Vec<u8>)>, BadGrowth> {
    let size = tree.size();
    if old > size {
        return Err(OutOfTree { wanted: old, size }.into());
    }
    let first = first_entry_needed(old);
    if entries.len() as u64 != size - first {
        return Err(BadGrowth::Entries { given: entries.len(), needed: size - first });
    }
    for (index, entry) in (first..).zip(entries) {
        if tree.leaf(index) != Some(leaf_hash(entry.as_ref())) {
            return Err(BadGrowth::Foreign(index));
        }
    }
    growth(old, size)
        .map(|tile| {
            let bytes = match tile.holds {
                Holds::Entries => {
                    let from = usize::try_from(tile.first() - first).expect("it indexes a slice in memory");
                    bundle::write_bundle(&entries[from..from + tile.width()])?
                }
                Holds::Hashes { .. } => hashes(tree, &tile).expect("the tile is part of the tree's layout"),
            };
            Ok((tile.path(), bytes))
        })
        .collect()
}

/// What is wrong with a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadTile {
    /// The log has not so many hashes or entries.
    #[error("a log of {0} entries has no such tile")]
    Outside(u64),
    /// A tile of hashes has not its length.
    #[error("the tile has {bytes} bytes instead of {expected}")]
    Length {
        /// Its length.
        bytes: usize,
        /// The length for its width.
        expected: usize,
    },
    /// Not a bundle.
    #[error(transparent)]
    Bundle(#[from] BadBundle),
    /// This hash or entry, numbered within its level, is another than the tree has.
    #[error("number {0} is not the one in the tree")]
    Foreign(u64),
}

/// Does `bytes` hold what the tree has at this tile?
pub fn check_tile(tree: &Tree, tile: &Tile, bytes: &[u8]) -> Result<(), BadTile> {
    let outside = BadTile::Outside(tree.size());
    if !tile.is_within(tree.size()) {
        return Err(outside);
    }
    let foreign = match tile.holds {
        Holds::Entries => {
            let entries = bundle::read_bundle(bytes, tile.width())?;
            let mut numbered = (tile.first()..).zip(entries);
            numbered
                .find(|(number, entry)| tree.leaf(*number) != Some(leaf_hash(entry)))
                .map(|(number, _)| number)
        }
        Holds::Hashes { .. } => {
            let expected = hashes(tree, tile).ok_or(outside)?;
            if bytes.len() != expected.len() {
                return Err(BadTile::Length { bytes: bytes.len(), expected: expected.len() });
            }
            let mut pairs = bytes.chunks(HASH_BYTES).zip(expected.chunks(HASH_BYTES));
            pairs.position(|(is, should)| is != should).map(|at| tile.first() + at as u64)
        }
    };
    foreign.map_or(Ok(()), |number| Err(BadTile::Foreign(number)))
}

/// The hashes of a tile, one after the other.
fn hashes(tree: &Tree, tile: &Tile) -> Option<Vec<u8>> {
    let Holds::Hashes { level } = tile.holds else { return None };
    let numbers = tile.first()..tile.first() + u64::from(tile.width);
    let hashes: Option<Vec<Hash>> =
        numbers.map(|number| tree.subtree(HEIGHT * u32::from(level), number)).collect();
    Some(hashes?.iter().flat_map(|hash| hash.0).collect())
}
